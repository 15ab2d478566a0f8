import { begun, due, is, many, namesOf, withinYear, type InputOf } from './look.ts';

/** 9.3.2 g: opportunities for improvement, those that audits saw among them. */
export const improvementInput: InputOf = ({ isms, day }) => {
  const name = namesOf(isms);
  const open = isms.improvements.filter(({ status }) => status === 'open' || status === 'taken-on');
  const waiting = open.filter(({ status }) => status === 'open');
  const late = open.filter(({ dueOn }) => dueOn !== null && dueOn < day);
  const done = isms.improvements.filter(({ status, doneOn }) => status === 'done' && withinYear(doneOn, day));
  const seen = isms.auditFindings.filter(({ grade, raisedAs }) => grade === 'opportunity' && raisedAs === '');
  const known = isms.improvements.length + seen.length > 0;
  return {
    sentences: known
      ? [
          `${begun(many(open.length, 'opportunity', 'opportunities'))} ${is(open.length)} open, ${waiting.length} of which nobody has decided on; ${done.length} ${done.length === 1 ? 'was' : 'were'} carried out within a year.`,
          ...(seen.length > 0
            ? [`${begun(many(seen.length, 'opportunity', 'opportunities'))} that audits saw ${seen.length === 1 ? 'has' : 'have'} not been taken up.`]
            : []),
        ]
      : ['No opportunity for improvement is recorded. Which are there?'],
    figures: [
      { key: 'open', name: 'Opportunities open', value: known ? open.length : null },
      { key: 'waiting', name: 'Opportunities nobody has decided on', value: known ? waiting.length + seen.length : null, wants: 'less', bad: false },
      { key: 'late', name: 'Opportunities past their day', value: known ? late.length : null, wants: 'less' },
      { key: 'done', name: 'Improvements carried out within a year', value: known ? done.length : null, wants: 'more' },
    ],
    points: [
      ...open.map((each) => ({ register: 'improvements', id: each.id, text: `${each.title} (${name(each.owner)}, ${due(each.dueOn)})` })),
      ...seen.map((each) => ({ register: 'audit-findings', id: each.id, text: `Seen by an audit: ${each.title}` })),
      ...done.map((each) => ({ register: 'improvements', id: each.id, text: `Done: ${each.title}` })),
    ],
  };
};
