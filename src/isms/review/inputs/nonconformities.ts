import { dayInWords, daysBetween } from '../../days.ts';
import { closeBy, rulesOf } from '../../improvement/state.ts';
import { begun, due, is, many, namesOf, withinYear, type InputOf } from './look.ts';

/** 9.3.2 d 1: nonconformities and corrective actions, and which way they go. */
export const nonconformitiesInput: InputOf = ({ isms, day, since }) => {
  const name = namesOf(isms);
  const raised = isms.nonconformities.filter(({ raisedOn }) => raisedOn === null || raisedOn <= day);
  const open = raised.filter(({ closedOn }) => closedOn === null || closedOn > day);
  const late = open.filter((each) => (closeBy(each, rulesOf(isms)) ?? '9') < day);
  const actions = isms.correctiveActions.filter(({ doneOn }) => doneOn === null || doneOn > day);
  const lateActions = actions.filter(({ dueOn }) => dueOn !== null && dueOn < day);
  const again = raised.filter(({ reopened }) => reopened.some(({ on }) => withinYear(on, day)));
  const closed = raised.filter(({ closedOn }) => withinYear(closedOn, day));
  const fresh = raised.filter(({ raisedOn }) => withinYear(raisedOn, day));
  const took = closed.flatMap(({ raisedOn, closedOn }) => (raisedOn === null ? [] : [daysBetween(raisedOn, closedOn!)])).toSorted((a, b) => a - b);
  const known = raised.length > 0;
  const newSince = since === null ? [] : raised.filter(({ raisedOn }) => raisedOn !== null && raisedOn > since);
  return {
    sentences: known
      ? [
          `${begun(many(open.length, 'nonconformity', 'nonconformities'))} ${is(open.length)} open${open.some(({ grade }) => grade === 'major') ? `, ${open.filter(({ grade }) => grade === 'major').length} of them major` : ''}; ${closed.length === 0 ? 'none' : closed.length} ${closed.length < 2 ? 'was' : 'were'} closed within a year.`,
          ...(since === null
            ? []
            : [
                `${begun(many(newSince.length, 'nonconformity', 'nonconformities'))} ${newSince.length === 1 ? 'was' : 'were'} raised since ${dayInWords(since)}.`,
              ]),
          ...(again.length > 0
            ? [`${begun(many(again.length, 'nonconformity', 'nonconformities'))} had to be opened again: what was done did not work.`]
            : []),
        ]
      : ['No nonconformity has ever been recorded: that nothing is wrong is not shown by it.'],
    figures: [
      { key: 'open', name: 'Nonconformities open', value: known ? open.length : null, wants: 'less', bad: false },
      { key: 'major', name: 'Major nonconformities open', value: known ? open.filter(({ grade }) => grade === 'major').length : null, wants: 'less' },
      { key: 'late', name: 'Nonconformities past their day', value: known ? late.length : null, wants: 'less' },
      {
        key: 'late-actions',
        name: 'Corrective actions past their day',
        value: isms.correctiveActions.length > 0 ? lateActions.length : null,
        wants: 'less',
      },
      { key: 'raised', name: 'Raised within a year', value: known ? fresh.length : null },
      {
        key: 'days',
        name: 'Days until closed (median of a year)',
        value: took[Math.floor(took.length / 2)] ?? null,
        unit: 'days',
        wants: 'less',
        bad: false,
      },
      { key: 'again', name: 'Opened again within a year', value: known ? again.length : null, wants: 'less' },
    ],
    points: [
      ...late.map((each) => ({
        register: 'nonconformities',
        id: each.id,
        text: `Past its day: ${each.title} (${each.grade}, ${name(each.owner)}, ${due(closeBy(each, rulesOf(isms)))})`,
      })),
      ...open
        .filter((each) => !late.includes(each))
        .map((each) => ({ register: 'nonconformities', id: each.id, text: `Open: ${each.title} (${each.grade}, ${name(each.owner)})` })),
      ...lateActions.map((each) => ({
        register: 'corrective-actions',
        id: each.id,
        text: `Late: ${each.title} (${name(each.assignee)}, ${due(each.dueOn)})`,
      })),
    ],
  };
};
