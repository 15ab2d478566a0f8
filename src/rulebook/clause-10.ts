import type { Improvement, Nonconformity } from '../isms/improvement/model.ts';
import { nonconformityStandings, type Standing } from '../isms/improvement/state.ts';
import { addDays } from '../isms/days.ts';
import { absent, at, byTitle, olderThan, rulesOf, word, type Case, type Rule } from './rule.ts';

const improvement = rulesOf('improvement');
/** Days in which a nonconformity is put right, and in which its cause is known and something planned about it. */
const patience = { correction: 14, cause: 30, review: 30, opportunity: 90 };

/** Nonconformities that fit, with how far they have come. */
const where = (it: Case, fits: (nonconformity: Nonconformity, standing: Standing) => boolean) => {
  const standings = nonconformityStandings(it.isms, it.day);
  return byTitle(
    'nonconformities',
    it.isms.nonconformities.filter((each) => fits(each, standings.get(each.id)!)),
  );
};
const open = ({ state }: Standing) => state !== 'closed';
const olderOpen = (it: Case, days: number, lack: Standing['lacks'][number]) =>
  where(it, (each, standing) => open(standing) && standing.lacks.includes(lack) && olderThan(each.raisedOn, it.day, days));
const isOpenIdea = ({ status }: Improvement) => status === 'open' || status === 'taken-on';

/** Clause 10: nonconformity, corrective action and improvement. */
export const clause10: Rule[] = [
  improvement({
    id: '10.2-major-overdue',
    clause: '10.2',
    grade: 'major',
    gradeReason: 'What has broken down was known, had its time, and is still as it was.',
    title: 'Major nonconformity that is not dealt with in time',
    says: (names, count) => `The time set for ${names} has passed and what was to be done about ${word(count, 'it', 'them')} is not done.`,
    remedy: 'Do what is planned, or have a new day agreed by those above and say why.',
    find: (it) => where(it, ({ grade }, standing) => grade === 'major' && standing.overdue),
  }),
  improvement({
    id: '10.2-minor-overdue',
    clause: '10.2',
    grade: 'minor',
    gradeReason: 'The organisation does not keep to its own time.',
    title: 'Nonconformity that is not dealt with in time',
    says: (names, count) => `The time set for ${names} has passed; ${word(count, 'it is', 'they are')} still open.`,
    remedy: 'Finish the actions, or set a new day with a reason.',
    find: (it) => where(it, ({ grade }, standing) => grade === 'minor' && standing.overdue),
  }),
  improvement({
    id: '10.2-without-owner',
    clause: '10.2',
    grade: 'minor',
    gradeReason: 'What nobody owns is not dealt with.',
    title: 'Nonconformity without an owner who is there',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} open, and nobody who works here answers for ${word(count, 'it', 'them')}.`,
    remedy: 'Name an owner.',
    find: (it) => where(it, ({ owner }, standing) => open(standing) && !it.present(owner)),
  }),
  improvement({
    id: '10.2-not-put-right',
    clause: '10.2',
    grade: 'minor',
    gradeReason: 'The organisation reacts to a nonconformity before it looks for causes.',
    title: 'Nonconformity that nobody has put right',
    says: (names, count) =>
      `More than ${patience.correction} days after ${word(count, 'it was', 'they were')} raised nothing shows that ${names} ${word(count, 'was', 'were')} put right.`,
    remedy: 'Record what was done at once about the thing itself, and when.',
    find: (it) => olderOpen(it, patience.correction, 'correction'),
  }),
  improvement({
    id: '10.2-extent-unknown',
    clause: '10.2',
    grade: 'minor',
    gradeReason: 'Whether the same exists elsewhere is a part of the evaluation.',
    title: 'Nobody has asked where else it is so',
    says: (names) => `For ${names} it has not been determined whether similar nonconformities exist or could occur.`,
    remedy: 'Look whether the same is so elsewhere, and write down where you looked.',
    find: (it) => olderOpen(it, patience.cause, 'extent'),
  }),
  improvement({
    id: '10.2-cause-unknown',
    clause: '10.2',
    grade: 'minor',
    gradeReason: 'Without the cause the action is a guess.',
    title: 'Nonconformity whose cause nobody has determined',
    says: (names) => `The cause of ${names} has not been determined.`,
    remedy: 'Ask why until the answer is something that can be changed, and write it down.',
    find: (it) => olderOpen(it, patience.cause, 'cause'),
  }),
  improvement({
    id: '10.2-no-action',
    clause: '10.2',
    grade: 'minor',
    gradeReason: 'Nothing keeps it from happening again.',
    title: 'Nonconformity with nothing planned about its cause',
    says: (names) => `No action about the cause of ${names} is planned.`,
    remedy: 'Plan at least one action with a person and a day, or say in the cause why none is needed and record that as the action.',
    find: (it) => olderOpen(it, patience.cause, 'actions'),
  }),
  improvement({
    id: '10.2-action-without-person-or-day',
    clause: '10.2',
    grade: 'minor',
    gradeReason: 'What nobody does by any day is not done.',
    title: 'Corrective action without a person or a day',
    says: (names, count) => `${names} ${word(count, 'lacks', 'lack')} somebody who does it, or a day.`,
    remedy: 'Name the person and the day.',
    find: ({ isms }) =>
      byTitle(
        'corrective-actions',
        isms.correctiveActions.filter(({ doneOn, assignee, dueOn }) => doneOn === null && (assignee === null || dueOn === null)),
      ),
  }),
  improvement({
    id: '10.2-action-overdue',
    clause: '10.2',
    grade: 'minor',
    gradeReason: 'Actions were agreed and are not done.',
    title: 'Corrective actions past their day',
    says: (names, count) => `${names} ${word(count, 'was', 'were')} to be done before today.`,
    remedy: 'Do them, or agree on another day.',
    find: ({ isms, day }) =>
      byTitle(
        'corrective-actions',
        isms.correctiveActions.filter(({ doneOn, dueOn }) => doneOn === null && dueOn !== null && dueOn < day),
      ),
  }),
  improvement({
    id: '10.2-effect-not-reviewed',
    clause: '10.2',
    grade: 'minor',
    gradeReason: 'Whether an action works is reviewed, not assumed.',
    title: 'Effect of corrective actions that nobody has reviewed',
    says: (names, count) =>
      `The actions about ${names} are done; whether ${word(count, 'it has', 'they have')} worked was not reviewed in the time set.`,
    remedy: 'Have somebody without a part in it look whether it still happens.',
    find: (it) => where(it, (_each, { state, effectFrom }) => state === 'effect-due' && olderThan(effectFrom, it.day, patience.review)),
  }),
  improvement({
    id: '10.2-closed-without-review',
    clause: '10.2',
    grade: 'minor',
    gradeReason: 'A nonconformity is closed by showing that it is gone.',
    title: 'Nonconformity closed without a review of its effect',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} closed, and no review shows that what was done has worked.`,
    remedy: 'Open it again and review the effect.',
    find: (it) => where(it, (_each, { state, reviews }) => state === 'closed' && !reviews.some(({ effective }) => effective)),
  }),
  improvement({
    id: '10.2-judged-by-part',
    clause: '10.2',
    grade: 'minor',
    gradeReason: 'Whoever did it does not say whether it worked.',
    title: 'Effect reviewed by somebody who had a part in it',
    says: (names) => `The effect of what was done about ${names} was judged by its owner or by somebody who did an action.`,
    remedy: 'Have it reviewed by somebody else.',
    find: (it) =>
      where(it, ({ owner }, { actions, reviews }) =>
        reviews.some(({ byPerson }) => byPerson !== null && (byPerson === owner || actions.some(({ assignee }) => assignee === byPerson))),
      ),
  }),
  improvement({
    id: '10.2-comes-back',
    clause: '10.2',
    grade: 'minor',
    gradeReason: 'What comes back was not corrected at its cause.',
    title: 'Nonconformity that came back more than once',
    likely: 'It may have come back from another cause.',
    says: (names, count) => `${names} ${word(count, 'was', 'were')} opened again more than once: the cause has not been found.`,
    remedy: 'Determine the cause anew, with other people.',
    find: (it) => where(it, ({ reopened }, standing) => open(standing) && reopened.length > 1),
  }),
  improvement({
    id: '10.2-requirement-not-named',
    clause: '10.2',
    grade: 'opportunity',
    gradeReason: 'A nonconformity is the failure to fulfil a requirement; which one is worth naming.',
    title: 'Nonconformity that names no requirement',
    says: (names, count) => `${names} ${word(count, 'does', 'do')} not say which clause, control or rule is not fulfilled.`,
    remedy: 'Name the requirement or control.',
    find: (it) => where(it, ({ subjects }, standing) => open(standing) && subjects.length === 0),
  }),
  improvement({
    id: '10.1-nothing-improved',
    clause: '10.1',
    grade: 'opportunity',
    gradeReason: 'Improvement goes on all the time; for a year none is recorded.',
    title: 'No improvement recorded in twelve months',
    says: () => 'In the last twelve months neither a nonconformity nor an opportunity for improvement was recorded.',
    remedy: 'Record what comes up in audits, incidents and talks, small things too.',
    find: ({ isms, day }) => {
      const since = addDays(day, -365);
      const raised = [...isms.nonconformities, ...isms.improvements].some(({ raisedOn }) => raisedOn !== null && raisedOn >= since);
      return absent('improvements', 'Improvement', !raised && isms.internalAudits.length + isms.incidents.length > 0);
    },
  }),
  improvement({
    id: '10.1-opportunity-left',
    clause: '10.1',
    grade: 'opportunity',
    gradeReason: 'What was proposed deserves an answer.',
    title: 'Opportunities that nobody has answered',
    says: (names, count) =>
      `${names} ${word(count, 'has', 'have')} been open for more than ${patience.opportunity} days without an owner or past ${word(count, 'its', 'their')} day.`,
    remedy: 'Take each on with a person and a day, or decline it with a reason.',
    find: ({ isms, day }) =>
      at(
        'improvements',
        isms.improvements.filter(
          (each) =>
            isOpenIdea(each) &&
            ((each.owner === null && olderThan(each.raisedOn, day, patience.opportunity)) || (each.dueOn !== null && each.dueOn < day)),
        ),
        ({ title }) => title,
      ),
  }),
];
