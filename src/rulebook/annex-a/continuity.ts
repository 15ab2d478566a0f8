import type { BackupShown, PlanShown } from '../../isms/operations/continuity/model.ts';
import { shownBackup, shownPlan } from '../../isms/operations/continuity/proven.ts';
import { proofsOf } from '../../isms/controls/proofs.ts';
import type { Isms } from '../../isms/isms.ts';
import { remembered } from '../../isms/remember.ts';
import { absent, blank, byName, byTitle, olderThan, rulesOf, type Case, type Rule, word } from '../rule.ts';

const rule = rulesOf('operations');

const shownBackups = remembered((isms: Isms, day: string) => isms.backups.map((each) => shownBackup(isms, each, day)));
const shownPlans = remembered((isms: Isms, day: string) => isms.continuityPlans.map((each) => shownPlan(isms, each, day)));
const backups = (fits: (each: BackupShown, it: Case) => boolean) => (it: Case) =>
  byTitle(
    'backups',
    shownBackups(it.isms, it.day).filter((each) => fits(each, it)),
  );
const plans = (fits: (each: PlanShown, it: Case) => boolean) => (it: Case) =>
  byTitle(
    'continuity-plans',
    shownPlans(it.isms, it.day).filter((each) => fits(each, it)),
  );
const nothing = (it: Case, control: string, records: readonly unknown[]) =>
  it.applies(control) && records.length === 0 && proofsOf(it.isms, it.standard).of(control).length === 0;

/** Backups that can be restored (A.8.13), and going on when something breaks (A.5.29, A.5.30). */
export const continuity: Rule[] = [
  rule({
    id: 'A.8.13-none-known',
    clause: 'A.8.13',
    grade: 'opportunity',
    gradeReason: 'There may be backups; nothing on record says so.',
    title: 'No backup is known',
    says: () => 'What is backed up, how often and where to is recorded nowhere.',
    remedy: 'Enter each backup with its systems, its interval and its place.',
    find: (it) => absent('backups', 'Backups', nothing(it, 'A.8.13', it.isms.backups)),
  }),
  rule({
    id: 'A.8.13-never-restored',
    clause: 'A.8.13',
    grade: 'minor',
    gradeReason: 'A backup that was never restored is a hope.',
    title: 'Backups that were never restored',
    says: (names, count) => `Restoring ${names} has never been tried; whether ${word(count, 'it works', 'they work')} is not known.`,
    remedy: 'Restore one into an empty place and note hours and loss.',
    find: backups(({ state }) => state === 'never'),
  }),
  rule({
    id: 'A.8.13-restore-failed',
    clause: 'A.8.13',
    grade: 'major',
    gradeReason: 'The organisation knows that it could not get its information back.',
    title: 'Restore tests that failed, and nothing since',
    says: (names) => `The last attempt to restore ${names} failed, and no later one has shown that it works.`,
    remedy: 'Mend the backup and test again.',
    find: backups(({ state }) => state === 'failed'),
  }),
  rule({
    id: 'A.8.13-restore-too-slow',
    clause: 'A.8.13',
    grade: 'minor',
    gradeReason: 'It works, though not within the time or with the loss that the organisation has promised.',
    title: 'Restoring takes longer or loses more than promised',
    says: (names) => `The last test of ${names} took longer, or lost more, than the organisation has committed to.`,
    remedy: 'Speed the restore up, back up more often, or promise what is possible.',
    find: backups(({ state }) => state === 'too-slow'),
  }),
  rule({
    id: 'A.8.13-restore-due',
    clause: 'A.8.13',
    grade: 'minor',
    gradeReason: 'The promised interval of restore tests is not kept.',
    title: 'Restore tests overdue',
    says: (names, count) => `${names} ${word(count, 'was', 'were')} restored once, and longer ago than the organisation has promised.`,
    remedy: 'Test again.',
    find: backups(({ state }) => state === 'due'),
  }),
  rule({
    id: 'A.8.13-not-fresh',
    clause: 'A.8.13',
    grade: 'minor',
    gradeReason: 'What has changed since the last success would be lost.',
    title: 'Backups whose last success is too old',
    says: (names, count) => `The last success of ${names} lies further back than ${word(count, 'its', 'their')} interval.`,
    remedy: 'Find out why it does not run, and enter the newest success.',
    find: backups(({ fresh }) => fresh === false),
  }),
  rule({
    id: 'A.8.13-success-unknown',
    clause: 'A.8.13',
    grade: 'minor',
    gradeReason: 'Whether anything has been backed up at all is not known.',
    title: 'Backups of which no success is known',
    says: (names) => `When ${names} last succeeded is not recorded, so nobody can say what would be lost.`,
    remedy: 'Look at the last run and enter its day; then have it watched.',
    find: backups(({ lastSuccessOn }) => lastSuccessOn === null),
  }),
  rule({
    id: 'A.8.13-without-owner',
    clause: 'A.8.13',
    grade: 'minor',
    gradeReason: 'Nobody would notice that it has stopped.',
    title: 'Backups without an owner',
    says: (names) => `Nobody who works here watches over ${names}.`,
    remedy: 'Name who watches it and tests the restore.',
    find: backups(({ owner }, { present }) => !present(owner)),
  }),
  rule({
    id: 'A.8.13-restored-long-ago',
    clause: 'A.8.13',
    grade: 'opportunity',
    gradeReason: 'No interval is promised, but systems change within a year.',
    title: 'Restore tests of more than a year ago',
    says: (names, count) => `${names} ${word(count, 'was', 'were')} last restored more than a year ago, and no interval has been set.`,
    remedy: 'Test again, and set the interval among the commitments.',
    find: backups(({ state, lastTestOn }, { day }) => state === 'unknown' && olderThan(lastTestOn, day, 400)),
  }),
  rule({
    id: 'A.8.13-within-reach',
    clause: 'A.8.13',
    grade: 'opportunity',
    gradeReason: 'Who encrypts the systems encrypts what they can reach from there.',
    title: 'Backups within reach of an attacker',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} not known to be out of reach of somebody who has taken the systems over.`,
    remedy: 'Keep one copy offline, or where nobody can change or delete it.',
    find: backups(({ apart }) => !apart),
  }),
  rule({
    id: 'A.8.13-system-without-backup',
    clause: 'A.8.13',
    grade: 'minor',
    gradeReason: 'A service that customers rely on could be lost for good.',
    title: 'Services for customers that no backup covers',
    says: (names) => `No backup names ${names}.`,
    remedy: 'Back them up, or say in a backup why there is nothing to keep.',
    find: (it) => {
      const covered = new Set(it.isms.backups.flatMap(({ systems }) => systems));
      return it.isms.backups.length === 0 || !it.applies('A.8.13')
        ? []
        : byName(
            'systems',
            it.isms.systems.filter(
              ({ id, inScope, customersAsk, retiredOn }) => inScope === true && customersAsk && retiredOn === null && !covered.has(id),
            ),
          );
    },
  }),
  rule({
    id: 'A.5.30-no-plan',
    clause: 'A.5.30',
    grade: 'opportunity',
    gradeReason: 'Nothing is broken yet; the control asks that somebody has thought of it before.',
    title: 'No continuity plan on record',
    says: () => 'How critical services go on after a disruption is planned nowhere on record.',
    remedy: 'Write one plan for the service that may stand still the least.',
    find: (it) => absent('continuity-plans', 'Continuity plans', nothing(it, 'A.5.30', it.isms.continuityPlans)),
  }),
  rule({
    id: 'A.5.30-never-exercised',
    clause: 'A.5.30',
    grade: 'minor',
    gradeReason: 'A plan that nobody has tried is an essay.',
    title: 'Continuity plans that were never exercised',
    says: (names, count) => `${names} ${word(count, 'has', 'have')} never been exercised.`,
    remedy: 'Walk through it at the table, and note what does not work.',
    find: plans(({ state }) => state === 'never'),
  }),
  rule({
    id: 'A.5.30-exercise-due',
    clause: 'A.5.30',
    grade: 'minor',
    gradeReason: 'The promised interval of exercises is not kept.',
    title: 'Exercises of continuity plans overdue',
    says: (names) => `The last exercise of ${names} lies further back than the organisation has promised.`,
    remedy: 'Exercise again.',
    find: plans(({ state }) => state === 'due'),
  }),
  rule({
    id: 'A.5.30-exercised-long-ago',
    clause: 'A.5.30',
    grade: 'opportunity',
    gradeReason: 'No interval is promised, but people and systems change within a year.',
    title: 'Continuity plans exercised more than a year ago',
    says: (names, count) => `${names} ${word(count, 'was', 'were')} last exercised more than a year ago, and no interval has been set.`,
    remedy: 'Exercise again, and set the interval among the commitments.',
    find: plans(({ state, lastTestOn }, { day }) => state === 'unknown' && olderThan(lastTestOn, day, 400)),
  }),
  rule({
    id: 'A.5.30-exercise-failed',
    clause: 'A.5.30',
    grade: 'minor',
    gradeReason: 'The plan does not bring the service back in time, and has not been tried again.',
    title: 'Continuity plans that did not hold in the exercise',
    says: (names, count) => `The last exercise showed that ${names} ${word(count, 'does', 'do')} not work, or not within the time that is needed.`,
    remedy: 'Change the plan or the means, and exercise again.',
    find: plans(({ state }) => state === 'failed' || state === 'too-slow'),
  }),
  rule({
    id: 'A.5.30-plan-old',
    clause: 'A.5.30',
    grade: 'minor',
    gradeReason: 'Names, numbers and systems in it may be wrong on the day it is needed.',
    title: 'Continuity plans whose review is overdue',
    says: (names, count) => `${names} should have been reviewed by now; nobody knows whether ${word(count, 'it is', 'they are')} still right.`,
    remedy: 'Review them and set the next day.',
    find: plans(({ reviewOn }, { day }) => reviewOn !== null && reviewOn < day),
  }),
  rule({
    id: 'A.5.30-plan-without-owner',
    clause: 'A.5.30',
    grade: 'minor',
    gradeReason: 'Nobody would begin.',
    title: 'Continuity plans without an owner',
    says: (names) => `Nobody who works here answers for ${names}.`,
    remedy: 'Name an owner who would lead it.',
    find: plans(({ owner }, { present }) => !present(owner)),
  }),
  rule({
    id: 'A.5.29-silent-on-security',
    clause: 'A.5.29',
    grade: 'opportunity',
    gradeReason: 'In the hurry of a disruption security is the first that is dropped.',
    title: 'Continuity plans silent on security',
    says: (names, count) => `${names} ${word(count, 'does', 'do')} not say how information stays secure meanwhile.`,
    remedy: 'Say which controls hold during a disruption, and what stands in for the others.',
    find: plans(({ security }) => blank(security)),
  }),
];
