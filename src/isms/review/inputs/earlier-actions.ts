import { dayInWords } from '../../days.ts';
import { begun, due, is, many, namesOf, share, type InputOf } from './look.ts';

/** 9.3.2 a: what became of the decisions of earlier reviews. */
export const earlierActions: InputOf = ({ isms, day, review }) => {
  const name = namesOf(isms);
  const held = new Map(isms.managementReviews.filter(({ id, status }) => id !== review && status !== 'prepared').map((each) => [each.id, each]));
  const decisions = isms.reviewDecisions.filter((each) => held.has(each.review));
  const open = decisions.filter(({ doneOn }) => doneOn === null || doneOn > day);
  const overdue = open.filter(({ dueOn }) => dueOn !== null && dueOn < day);
  const last = [...held.values()].filter(({ on }) => on <= day).toSorted((a, b) => b.on.localeCompare(a.on))[0];
  const ofLast = decisions.filter((each) => each.review === last?.id);
  const done = ofLast.filter((each) => !open.includes(each));
  return {
    sentences: !last
      ? ['This is the first review: there are no earlier decisions to look back on.']
      : [
          ofLast.length === 0
            ? `The review of ${dayInWords(last.on)} left no decision behind.`
            : `Of the ${many(ofLast.length, 'decision')} of ${dayInWords(last.on)} ${done.length} ${is(done.length)} done.`,
          ...(open.length > 0
            ? [`${begun(many(open.length, 'decision'))} ${is(open.length)} open, ${overdue.length} past ${open.length === 1 ? 'its' : 'their'} day.`]
            : []),
        ],
    figures: [
      {
        key: 'done',
        name: 'Decisions of the last review that are done',
        value: share(done.length, ofLast.length),
        unit: '%',
        wants: 'more',
        bad: done.length < ofLast.length,
      },
      { key: 'open', name: 'Decisions open', value: last ? open.length : null, wants: 'less', bad: false },
      { key: 'overdue', name: 'Decisions past their day', value: last ? overdue.length : null, wants: 'less' },
    ],
    points: [
      ...open.map((each) => ({ ...pointer(each.id), text: `Open: ${each.title} (${name(each.assignee)}, ${due(each.dueOn)})` })),
      ...done.map((each) => ({
        ...pointer(each.id),
        text: `Done ${dayInWords(each.doneOn!)}: ${each.title}${each.result ? `. ${each.result}` : ''}`,
      })),
    ],
  };
};

const pointer = (id: string) => ({ register: 'review-decisions', id });
