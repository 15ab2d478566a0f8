import { addDays } from '../../isms/days.ts';
import type { Change } from '../../isms/operations/changes/model.ts';
import { lacksOf } from '../../isms/operations/changes/state.ts';
import { absent, byTitle, passed, rulesOf, type Case, type Rule, word } from '../rule.ts';

const rule = rulesOf('operations');

const changed = (fits: (change: Change, it: Case) => boolean) => (it: Case) =>
  byTitle(
    'changes',
    it.isms.changes.filter((each) => each.withdrawnOn === null && fits(each, it)),
  );
const lacks = (what: ReturnType<typeof lacksOf>[number]) => (change: Change) => lacksOf(change).includes(what);
/** Changes that were carried out in the last year. */
const ofTheYear = ({ isms, day }: Case) =>
  isms.changes.filter(({ implementedOn, withdrawnOn }) => withdrawnOn === null && implementedOn !== null && implementedOn > addDays(day, -365));

/** Changes to systems (A.8.32, 8.1). */
export const changes: Rule[] = [
  rule({
    id: 'A.8.32-unapproved',
    clause: 'A.8.32',
    grade: 'minor',
    gradeReason: 'Planned changes are controlled, not only made.',
    title: 'Changes made without approval',
    says: (names, count) => `${names} ${word(count, 'was', 'were')} carried out without anybody having approved it.`,
    remedy: 'Find out why, and have the next ones approved first.',
    find: changed(lacks('approval')),
  }),
  rule({
    id: 'A.8.32-mostly-unapproved',
    clause: 'A.8.32',
    grade: 'major',
    gradeReason: 'Approval is the exception: changes are not controlled.',
    title: 'Most changes made without approval',
    says: () => 'More than half of the normal changes of the last year were carried out without approval.',
    remedy: 'Let the way to production ask for an approval.',
    find: (it) => {
      const normal = ofTheYear(it).filter(({ kind }) => kind === 'normal');
      return absent('changes', 'Changes', normal.length >= 5 && normal.filter(lacks('approval')).length > normal.length / 2);
    },
  }),
  rule({
    id: 'A.8.32-approved-by-implementer',
    clause: 'A.8.32',
    grade: 'minor',
    gradeReason: 'Who builds and who approves are two people (A.5.3).',
    title: 'Changes approved by whoever made them',
    says: (names, count) => `${names} ${word(count, 'was', 'were')} approved by the same person who carried ${word(count, 'it', 'them')} out.`,
    remedy: 'Have another person look at it; let the tool refuse it.',
    find: changed(({ approvedBy, implementer }) => approvedBy !== null && approvedBy === implementer),
  }),
  rule({
    id: 'A.8.32-approved-afterwards',
    clause: 'A.8.32',
    grade: 'minor',
    gradeReason: 'An approval after the fact controls nothing.',
    title: 'Changes approved only after they were made',
    says: (names, count) => `The approval of ${names} is younger than the ${word(count, 'change', 'changes')}.`,
    remedy: 'Approve first; what cannot wait is an emergency change and is reviewed.',
    find: changed(
      ({ kind, approvedOn, implementedOn }) => kind === 'normal' && approvedOn !== null && implementedOn !== null && approvedOn > implementedOn,
    ),
  }),
  rule({
    id: 'A.8.32-untested',
    clause: 'A.8.32',
    grade: 'minor',
    gradeReason: 'Whether it would work was found out in production.',
    title: 'Changes without a test',
    says: (names) => `How ${names} was tested before it went live is not recorded.`,
    remedy: 'Note the test and its result; test the next ones first.',
    find: changed(lacks('test')),
  }),
  rule({
    id: 'A.8.32-no-way-back',
    clause: 'A.8.32',
    grade: 'opportunity',
    gradeReason: 'Nothing went wrong yet; the next time somebody has to improvise.',
    title: 'Changes of risk without a way back',
    says: (names) => `How one would have got back from ${names} was not planned.`,
    remedy: 'Plan the way back before a change of medium or high risk is approved.',
    find: changed(lacks('back-out')),
  }),
  rule({
    id: 'A.8.32-emergency-unreviewed',
    clause: 'A.8.32',
    grade: 'minor',
    gradeReason: 'The review takes the place of the approval that there was no time for.',
    title: 'Emergency changes that nobody reviewed',
    says: (names, count) => `${names} ${word(count, 'was', 'were')} made in an emergency more than a week ago and reviewed by nobody since.`,
    remedy: 'Review them: whether they were right, and whether it was an emergency.',
    find: changed((change, { day }) => lacks('review')(change) && passed(change.implementedOn, day) > 7),
  }),
  rule({
    id: 'A.8.32-result-unknown',
    clause: 'A.8.32',
    grade: 'opportunity',
    gradeReason: 'What came of it teaches the next change.',
    title: 'Changes whose result nobody noted',
    says: (names) => `What came of ${names} is not noted a month later.`,
    remedy: 'Note the result.',
    find: changed((change, { day }) => lacks('result')(change) && passed(change.implementedOn, day) > 30),
  }),
  rule({
    id: 'A.8.32-many-emergencies',
    clause: 'A.8.32',
    grade: 'opportunity',
    gradeReason: 'Where a third is an emergency, the emergency has become the usual way.',
    title: 'Unusually many emergency changes',
    likely: 'There may have been that many emergencies.',
    says: () => 'More than a third of the changes of the last year were emergencies.',
    remedy: 'Look at what made them urgent.',
    find: (it) => {
      const all = ofTheYear(it);
      return absent('changes', 'Changes', all.length >= 5 && all.filter(({ kind }) => kind === 'emergency').length > all.length / 3);
    },
  }),
];
