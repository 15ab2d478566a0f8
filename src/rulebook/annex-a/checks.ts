import type { CheckResult } from '../../isms/checks/model.ts';
import { liveResults } from '../../isms/controls/matrix.ts';
import { at, passed, rulesOf, type Case, type Rule, word } from '../rule.ts';

const rule = rulesOf('connections');

const matches = (each: { connection: string | null; check: string }, result: CheckResult) =>
  each.check === result.check && (each.connection === null || each.connection === result.connection);
const tasksOf = ({ isms }: Case, result: CheckResult) => isms.controlTasks.filter((task) => matches(task, result));
/** Whether the whole check may fail for now. An exception for one resource says nothing about the others. */
const excepted = ({ isms, day }: Case, result: CheckResult) =>
  isms.checkExceptions.some((each) => each.resource === '' && matches(each, result) && (each.expiresOn === null || each.expiresOn >= day));

const results = (fits: (result: CheckResult, it: Case) => boolean) => (it: Case) =>
  at(
    'check-results',
    liveResults(it.isms).filter((result) => fits(result, it)),
    ({ title }) => title,
  );
const exceptions = (fits: (exception: Case['isms']['checkExceptions'][number], it: Case) => boolean) => (it: Case) =>
  at(
    'check-exceptions',
    it.isms.checkExceptions.filter((each) => fits(each, it)),
    ({ check, resource }) => (resource === '' ? check : `${check}, ${resource}`),
  );

/** What automatic checks say, and what follows from it (8.1; A.5.36). */
export const checks: Rule[] = [
  rule({
    id: '8.1-check-fails-untreated',
    clause: '8.1',
    grade: 'minor',
    gradeReason: 'The organisation sees that a control does not work and does nothing about it.',
    title: 'Failing checks that nobody works on',
    says: (names, count) => `${names} ${word(count, 'has', 'have')} failed for more than a week; there is neither a task nor an exception.`,
    remedy: 'Make a task of each, or allow it for a time with a reason.',
    find: results(
      (result, it) =>
        result.outcome === 'fail' &&
        passed(result.since, it.day) > 7 &&
        !excepted(it, result) &&
        !tasksOf(it, result).some(({ status, doneOn }) => status !== 'done' || (doneOn !== null && doneOn >= result.since)),
    ),
  }),
  rule({
    id: '8.1-check-fails-long',
    clause: '8.1',
    grade: 'minor',
    gradeReason: 'A task that changes nothing for a quarter of a year is no correction.',
    title: 'Checks that have failed for more than ninety days',
    says: (names, count) => `Work on ${names} was begun, and ${word(count, 'it still fails', 'they still fail')} after more than ninety days.`,
    remedy: 'Finish the tasks, or bring the risk to its owner.',
    find: results(
      (result, it) =>
        result.outcome === 'fail' &&
        passed(result.since, it.day) > 90 &&
        !excepted(it, result) &&
        tasksOf(it, result).some(({ status }) => status !== 'done'),
    ),
  }),
  rule({
    id: '8.1-check-done-but-fails',
    clause: '8.1',
    grade: 'minor',
    gradeReason: 'Somebody says that it is mended; the system says that it is not.',
    title: 'Tasks called done whose check still fails',
    says: (names, count) => `The task for ${names} was called done, and the ${word(count, 'check fails', 'checks fail')} as before.`,
    remedy: 'Open the task again and find out why it had no effect.',
    find: results(
      (result, it) =>
        result.outcome === 'fail' &&
        tasksOf(it, result).some(
          ({ status, doneOn }) => status === 'done' && doneOn !== null && doneOn >= result.since && passed(doneOn, it.day) > 2,
        ),
    ),
  }),
  rule({
    id: '8.1-check-unknown',
    clause: '8.1',
    grade: 'minor',
    gradeReason: 'Unknown is not good: whether the control works cannot be told.',
    title: 'Checks without an answer for more than a week',
    says: (names) => `For more than a week nobody can tell how it stands with ${names}.`,
    remedy: 'Give the permission that is missing, or switch the check off with a reason.',
    find: results((result, it) => result.outcome === 'unknown' && passed(result.since, it.day) > 7),
  }),
  rule({
    id: 'A.5.36-exception-expired',
    clause: 'A.5.36',
    grade: 'minor',
    gradeReason: 'The time for which the deviation was allowed is over.',
    title: 'Exceptions whose time is over while the check still fails',
    says: (names, count) =>
      `The exception${word(count, '', 's')} for ${names} ${word(count, 'has', 'have')} run out, and the failure is still there.`,
    remedy: 'Mend what fails, or decide on the exception anew.',
    find: (it) => {
      const failing = liveResults(it.isms).filter(({ outcome }) => outcome === 'fail');
      return exceptions(
        (each) => each.expiresOn !== null && each.expiresOn < it.day && failing.some((result) => matches(each, result) && !excepted(it, result)),
      )(it);
    },
  }),
  rule({
    id: 'A.5.36-exception-by-nobody',
    clause: 'A.5.36',
    grade: 'minor',
    gradeReason: 'A deviation that nobody allowed is a deviation.',
    title: 'Exceptions of checks that nobody allowed',
    says: (names) => `Who allowed the exception for ${names} is not recorded.`,
    remedy: 'Have somebody with the authority decide.',
    find: exceptions(({ approvedBy }) => approvedBy === null),
  }),
  rule({
    id: 'A.5.36-exception-endless',
    clause: 'A.5.36',
    grade: 'minor',
    gradeReason: 'An exception without an end is a rule that nobody decided.',
    title: 'Exceptions of checks without an end',
    says: (names, count) => `The exception${word(count, '', 's')} for ${names} ${word(count, 'has', 'have')} no last day.`,
    remedy: 'Set an end.',
    find: exceptions(({ expiresOn }) => expiresOn === null),
  }),
  rule({
    id: 'A.5.36-exception-too-long',
    clause: 'A.5.36',
    grade: 'minor',
    gradeReason: 'The organisation has committed to shorter exceptions.',
    title: 'Exceptions that last longer than promised',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} allowed for longer than the organisation allows any exception.`,
    remedy: 'Shorten them, or have the commitment changed.',
    find: exceptions(({ expiresOn }, { isms, day }) => {
      const days = isms.commitments?.exceptionDays ?? null;
      return expiresOn !== null && days !== null && -passed(expiresOn, day) > days;
    }),
  }),
];
