import { roleConflicts } from '../isms/people/roles.ts';
import type { RoleConflict } from '../isms/people/contract.ts';
import { absent, byName, rule, type Case, type Rule, word } from './rule.ts';

const room = 'context' as const;
const conflicting =
  (kind: RoleConflict['kind']) =>
  ({ isms, day }: Case) => {
    const ids = new Set(
      roleConflicts(isms, day)
        .filter((conflict) => conflict.kind === kind)
        .flatMap(({ roles }) => roles),
    );
    return byName(
      'isms-roles',
      isms.ismsRoles.filter(({ id }) => ids.has(id)),
    );
  };

/** Clause 5.3: roles, responsibilities and authorities. */
export const clause5: Rule[] = [
  rule({
    id: '5.3-no-roles',
    clause: '5.3',
    grade: 'major',
    gradeReason: 'Nobody answers for the system.',
    room,
    title: 'No responsibilities assigned',
    says: () => 'Responsibilities and authorities for information security have not been assigned.',
    remedy: 'Create the roles and give each a holder.',
    find: ({ isms }) => absent('isms-roles', 'ISMS roles', isms.ismsRoles.length === 0),
  }),
  rule({
    id: '5.3-role-without-holder',
    clause: '5.3',
    grade: 'minor',
    gradeReason: 'A responsibility has not been assigned.',
    room,
    title: 'Roles that nobody holds',
    says: (names) => `Nobody holds ${names}.`,
    remedy: 'Name a person for each role.',
    find: conflicting('no-holder'),
  }),
  rule({
    id: '5.3-holder-left',
    clause: '5.3',
    grade: 'minor',
    gradeReason: 'A responsibility lies with somebody who is gone.',
    room,
    title: 'Roles held by people who have left',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} held by people who do not work here any more.`,
    remedy: 'Name a successor.',
    find: conflicting('holder-left'),
  }),
  rule({
    id: '5.3-no-conformity-role',
    clause: '5.3',
    grade: 'minor',
    gradeReason: 'The standard names this responsibility (5.3 a).',
    room,
    title: 'Nobody is responsible for the system’s conformity',
    says: () => 'No role carries the responsibility that the management system conforms to the standard.',
    remedy: 'Create a role of kind "ISMS manager" with a holder.',
    find: ({ isms }) =>
      absent(
        'isms-roles',
        'ISMS manager',
        isms.ismsRoles.length > 0 && !isms.ismsRoles.some(({ kind, holders }) => kind === 'isms-manager' && holders.length > 0),
      ),
  }),
  rule({
    id: '5.3-no-reporting-role',
    clause: '5.3',
    grade: 'minor',
    gradeReason: 'The standard names this responsibility (5.3 b).',
    room,
    title: 'Nobody reports to top management',
    says: () => 'No role carries the responsibility to report the performance of the management system to top management.',
    remedy: 'Create a role of kind "reporting", or write it into the ISMS manager’s responsibilities.',
    find: ({ isms }) =>
      absent(
        'isms-roles',
        'Reporting',
        isms.ismsRoles.length > 0 &&
          !isms.ismsRoles.some(
            ({ kind, holders, responsibilities }) => holders.length > 0 && (kind === 'reporting' || /report/i.test(responsibilities)),
          ),
      ),
  }),
  rule({
    id: '5.3-no-top-management',
    clause: '5.3',
    grade: 'major',
    gradeReason: 'Clause 5 is addressed to top management.',
    room,
    title: 'Top management is not named',
    says: () => 'Nobody is identified as top management of the scope.',
    remedy: 'Mark the people who direct the organisation as top management, or create the role.',
    find: ({ isms, present }) =>
      absent(
        'people',
        'Top management',
        !isms.people.some((person) => person.topManagement && present(person.id)) &&
          !isms.ismsRoles.some(({ kind, holders }) => kind === 'top-management' && holders.some(present)),
      ),
  }),
  rule({
    id: '5.3-not-communicated',
    clause: '5.3',
    grade: 'minor',
    gradeReason: 'Assigning is half of it; people must know.',
    room,
    title: 'Assignments not communicated',
    says: (names, count) => `It could not be shown that ${names} ${word(count, 'has', 'have')} been made known.`,
    remedy: 'Tell the people concerned and record the day.',
    find: ({ isms }) =>
      byName(
        'isms-roles',
        isms.ismsRoles.filter(({ communicatedOn, holders }) => holders.length > 0 && communicatedOn === null),
      ),
  }),
  rule({
    id: '5.3-audits-own-work',
    clause: '5.3',
    grade: 'minor',
    gradeReason: 'Auditors must be impartial (9.2.2 b).',
    room,
    title: 'Somebody would audit their own work',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} joined in one person, who would audit their own work.`,
    remedy: 'Give the internal audit to somebody without a stake, or to somebody outside.',
    find: conflicting('audits-own-work'),
  }),
  rule({
    id: '5.3-approves-own-work',
    clause: '5.3',
    grade: 'opportunity',
    gradeReason: 'Allowed in a small organisation, but weak.',
    room,
    title: 'One person prepares and approves',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} joined in one person.`,
    remedy: 'Let somebody else look at what is approved.',
    find: conflicting('approves-own-work'),
  }),
  rule({
    id: '5.3-without-responsibilities',
    clause: '5.3',
    grade: 'opportunity',
    gradeReason: 'The title alone does not say what is expected.',
    room,
    title: 'Roles without a description',
    says: (names) => `What is expected of ${names} is not described.`,
    remedy: 'Describe responsibilities and authorities.',
    find: ({ isms }) =>
      byName(
        'isms-roles',
        isms.ismsRoles.filter(({ responsibilities }) => responsibilities.trim() === ''),
      ),
  }),
  rule({
    id: '5.3-no-internal-auditor',
    clause: '5.3',
    grade: 'opportunity',
    gradeReason: 'Needed before the first internal audit.',
    room,
    title: 'No internal auditor named',
    says: () => 'Nobody has been named for the internal audit yet.',
    remedy: 'Name somebody inside or outside who has no stake.',
    find: ({ isms }) =>
      absent(
        'isms-roles',
        'Internal auditor',
        isms.ismsRoles.length > 0 && !isms.ismsRoles.some(({ kind, holders }) => kind === 'internal-auditor' && holders.length > 0),
      ),
  }),
];
