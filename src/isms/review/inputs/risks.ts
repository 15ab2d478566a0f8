import { dayInWords } from '../../days.ts';
import { assessedRisks } from '../../risk/assess.ts';
import { currentMethod, levelOf } from '../../risk/method.ts';
import { begun, changesOf, due, is, many, namesOf, share, type InputOf } from './look.ts';

/** 9.3.2 f: results of the risk assessment, and how far the treatment plan has come. */
export const risksInput: InputOf = ({ isms, day, since, before }) => {
  const name = namesOf(isms);
  const method = currentMethod(isms);
  const open = assessedRisks(isms, day).filter(({ status }) => status === 'open');
  const unrated = open.filter(({ current }) => current === null);
  const above = method ? open.filter(({ current }) => current !== null && !levelOf(method, current.score).acceptable) : [];
  const accepted = open.filter(({ acceptance }) => acceptance === 'accepted');
  const overdue = open.filter(({ reviewOn }) => reviewOn !== null && reviewOn < day);
  const tasks = isms.treatmentTasks;
  const done = tasks.filter(({ status }) => status === 'done');
  const late = tasks.filter(({ status, dueOn }) => status !== 'done' && dueOn !== null && dueOn < day);
  const added = changesOf(isms.risks, before?.isms.risks)?.added ?? [];
  const known = open.length > 0;
  const rated = known && method !== null && unrated.length < open.length;
  return {
    sentences: known
      ? [
          `${begun(many(open.length, 'risk'))} ${is(open.length)} open${method ? `, ${above.length} of them above what may be accepted` : '; no method is in force, so none is judged'}${unrated.length > 0 ? `, ${unrated.length} not rated` : ''}.`,
          tasks.length === 0
            ? 'The treatment plan has no task.'
            : `Of ${many(tasks.length, 'task')} of the treatment plan ${done.length} ${is(done.length)} done and ${late.length} late.`,
          ...(since !== null && before
            ? [`${begun(many(added.length, 'risk'))} ${added.length === 1 ? 'was' : 'were'} added since ${dayInWords(since)}.`]
            : []),
        ]
      : ['No risk is recorded.'],
    figures: [
      { key: 'open', name: 'Open risks', value: known ? open.length : null },
      { key: 'above', name: 'Risks above what may be accepted', value: rated ? above.length : null, wants: 'less' },
      { key: 'unrated', name: 'Risks not rated', value: known ? unrated.length : null, wants: 'less' },
      {
        key: 'accepted',
        name: 'Risks whose owner has accepted what remains',
        value: share(accepted.length, open.length),
        unit: '%',
        wants: 'more',
        bad: accepted.length < open.length,
      },
      { key: 'overdue', name: 'Reviews of risks overdue', value: known ? overdue.length : null, wants: 'less' },
      { key: 'done', name: 'Tasks of the treatment plan done', value: share(done.length, tasks.length), unit: '%', wants: 'more' },
      { key: 'late', name: 'Tasks of the treatment plan late', value: tasks.length > 0 ? late.length : null, wants: 'less' },
    ],
    points: [
      ...above
        .toSorted((a, b) => b.current!.score - a.current!.score)
        .map((each) => ({
          register: 'risks',
          id: each.id,
          text: `${each.current!.level} (${each.current!.score}): ${each.title}, ${each.treatment}, owner ${name(each.owner)}`,
        })),
      ...late.map((each) => ({ register: 'treatment-tasks', id: each.id, text: `Late: ${each.title} (${name(each.assignee)}, ${due(each.dueOn)})` })),
      ...unrated.map((each) => ({ register: 'risks', id: each.id, text: `Not rated: ${each.title}` })),
      ...added.map((each) => ({ register: 'risks', id: each.id, text: `New: ${each.title}` })),
    ],
  };
};
