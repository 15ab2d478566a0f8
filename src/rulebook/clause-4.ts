import { approvedScope } from '../isms/context/service.ts';
import { scopeWarnings } from '../isms/context/warnings.ts';
import { absent, at, blank, byName, byTitle, dayOf, inOperation, olderThan, rule, type Case, type Rule, word } from './rule.ts';
import type { RecordPointer } from './contract.ts';

const issues = 'context-issues';
const room = 'context' as const;

/** Warnings about the scope become findings of the same words. */
const warned =
  (id: string) =>
  (it: Case): RecordPointer[] => {
    const scope = approvedScope(it.isms);
    if (!scope) return [];
    const warning = scopeWarnings(it.isms, scope.statement).find((each) => each.id === id);
    if (!warning) return [];
    return warning.records.length > 0 ? warning.records : [{ register: 'scope-versions', id: scope.id, label: scope.title }];
  };

/** Clause 4: context, interested parties, scope. */
export const clause4: Rule[] = [
  rule({
    id: '4.1-no-issues',
    clause: '4.1',
    grade: 'major',
    gradeReason: 'Without its context the system has no foundation.',
    room,
    title: 'No internal and external issues determined',
    says: () => 'The organisation has not determined the issues that bear on its information security management system.',
    remedy: 'Collect internal and external issues in a workshop and record their effect.',
    find: ({ isms }) => absent(issues, 'Internal and external issues', isms.contextIssues.length === 0),
  }),
  rule({
    id: '4.1-only-one-side',
    clause: '4.1',
    grade: 'minor',
    gradeReason: 'One half of the requirement is not met.',
    room,
    title: 'Only internal or only external issues',
    says: () => 'Issues of one kind only have been determined; the standard asks for internal and external ones.',
    remedy: 'Add the missing side.',
    find: ({ isms }) =>
      absent(issues, 'Internal and external issues', isms.contextIssues.length > 0 && new Set(isms.contextIssues.map(({ kind }) => kind)).size === 1),
  }),
  rule({
    id: '4.1-climate-undetermined',
    clause: '4.1',
    grade: 'minor',
    gradeReason: 'Amendment 1:2024 asks for an explicit determination.',
    room,
    title: 'Relevance of climate change not determined',
    says: () => 'It could not be shown that the organisation has determined whether climate change is a relevant issue.',
    remedy: 'Decide yes or no, with the reasoning, even when the answer is no.',
    find: ({ isms }) => absent('climate', 'Climate change', (isms.climate?.relevant ?? null) === null),
  }),
  rule({
    id: '4.1-climate-not-followed',
    clause: '4.1',
    grade: 'minor',
    gradeReason: 'What is relevant must be considered.',
    room,
    title: 'Climate change is relevant, but no issue says how',
    says: () => 'Climate change has been determined to be relevant, but no issue describes its effect.',
    remedy: 'Record the issue and mark it as concerning climate change.',
    find: ({ isms }) => absent(issues, 'Climate change', isms.climate?.relevant === true && !isms.contextIssues.some(({ climate }) => climate)),
  }),
  rule({
    id: '4.1-issue-without-effect',
    clause: '4.1',
    grade: 'opportunity',
    gradeReason: 'The issue is there; its use is not visible.',
    room,
    title: 'Issues without an effect on the ISMS',
    says: (names) => `For ${names} it is not said what they mean for the management system.`,
    remedy: 'Say for each which outcome it helps or harms.',
    find: ({ isms }) =>
      byTitle(
        issues,
        isms.contextIssues.filter(({ effect }) => blank(effect)),
      ),
  }),
  rule({
    id: '4.1-issue-review-overdue',
    clause: '4.1',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'The organisation does not keep to its own interval.',
    room,
    title: 'Review of issues overdue',
    says: (names) => `The review of ${names} is overdue by the organisation’s own date.`,
    remedy: 'Review the issues and set the next date.',
    find: ({ isms, day }) =>
      byTitle(
        issues,
        isms.contextIssues.filter(({ reviewOn }) => reviewOn !== null && reviewOn < day),
      ),
  }),
  rule({
    id: '4.1-climate-without-reason',
    clause: '4.1',
    grade: 'opportunity',
    gradeReason: 'The determination is there; how it came about is not.',
    room,
    title: 'Climate change determined without a reason',
    says: () => 'Whether climate change is a relevant issue has been decided; why it was decided so is not recorded.',
    remedy: 'Add a sentence or two on what was looked at.',
    find: ({ isms: { climate } }) =>
      at('climate', climate && climate.relevant !== null && blank(climate.reasoning) ? [climate] : [], () => 'Climate change'),
  }),
  rule({
    id: '4.2-no-parties',
    clause: '4.2',
    grade: 'major',
    gradeReason: 'A requirement of the standard is not met at all.',
    room,
    title: 'No interested parties determined',
    says: () => 'The organisation has not determined who has a stake in its information security.',
    remedy: 'List customers, staff, regulators, suppliers and others, and what they ask.',
    find: ({ isms }) => absent('interested-parties', 'Interested parties', isms.interestedParties.length === 0),
  }),
  rule({
    id: '4.2-party-without-requirement',
    clause: '4.2',
    grade: 'minor',
    gradeReason: 'Part b of the clause is not met for them.',
    room,
    title: 'Interested parties without requirements',
    says: (names, count) => `What ${names} ${word(count, 'requires', 'require')} has not been determined.`,
    remedy: 'Record at least one requirement for each, or remove those that have none.',
    find: ({ isms }) => {
      const asked = new Set(isms.requirements.map(({ party }) => party));
      return byName(
        'interested-parties',
        isms.interestedParties.filter(({ id }) => !asked.has(id)),
      );
    },
  }),
  rule({
    id: '4.2-requirement-unanswered',
    clause: '4.2',
    grade: 'minor',
    gradeReason: 'Part c of the clause asks for a decision on each.',
    room,
    title: 'Requirements neither addressed nor declined',
    says: (names, count) =>
      `For ${count} requirement${count === 1 ? '' : 's'} (${names}) it has not been decided whether the management system addresses ${count === 1 ? 'it' : 'them'}.`,
    remedy: 'Decide for each: addressed and where, or declined and why.',
    find: ({ isms }) =>
      byTitle(
        'requirements',
        isms.requirements.filter(({ answer }) => answer === 'undetermined'),
      ),
  }),
  rule({
    id: '4.2-review-overdue',
    clause: '4.2',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'The organisation does not keep to its own interval.',
    room,
    title: 'Review of interested parties overdue',
    says: (names, count) =>
      `${names} should have been looked at again by the organisation’s own date; what ${word(count, 'is asked', 'they ask')} may have changed.`,
    remedy: 'Ask whether it is still so, and set the next date.',
    find: ({ isms, day }) => {
      const overdue = ({ reviewOn }: { reviewOn: string | null }) => reviewOn !== null && reviewOn < day;
      return [...byName('interested-parties', isms.interestedParties.filter(overdue)), ...byTitle('requirements', isms.requirements.filter(overdue))];
    },
  }),
  rule({
    id: '4.2-addressed-nowhere',
    clause: '4.2',
    grade: 'minor',
    gradeReason: 'The decision cannot be followed to a measure.',
    room,
    title: 'Requirements addressed, but nowhere',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} said to be addressed, but neither a place nor a control shows where.`,
    remedy: 'Name the controls or the place that answers them.',
    find: ({ isms }) =>
      byTitle(
        'requirements',
        isms.requirements.filter(({ answer, where, controls }) => answer === 'addressed' && blank(where) && controls.length === 0),
      ),
  }),
  rule({
    id: '4.2-legal-declined',
    clause: '4.2',
    grade: 'major',
    gradeReason: 'Law cannot be declined.',
    room,
    title: 'Legal requirements declined',
    likely: 'A legal requirement may concern something that lies outside the management system.',
    says: (names, count) => `${names} ${word(count, 'follows', 'follow')} from law or regulation and have been declined.`,
    remedy: 'Address them, or show that they do not apply.',
    find: ({ isms }) =>
      byTitle(
        'requirements',
        isms.requirements.filter(({ answer, kind }) => answer === 'declined' && (kind === 'legal' || kind === 'regulatory')),
      ),
  }),
  rule({
    id: '4.2-declined-without-reason',
    clause: '4.2',
    grade: 'opportunity',
    gradeReason: 'The decision is there; its reason is not.',
    room,
    title: 'Requirements declined without a reason',
    says: (names, count) => `Why ${names} ${word(count, 'has', 'have')} been declined is not recorded.`,
    remedy: 'Add the reason.',
    find: ({ isms }) =>
      byTitle(
        'requirements',
        isms.requirements.filter(({ answer, where, kind }) => answer === 'declined' && blank(where) && kind !== 'legal' && kind !== 'regulatory'),
      ),
  }),
  rule({
    id: '4.2-no-legal-requirement',
    clause: '4.2',
    grade: 'minor',
    gradeReason: 'Every organisation has obligations in law.',
    room,
    title: 'No legal or regulatory requirement recorded',
    likely: 'Which laws bind the organisation cannot be known from its records.',
    says: () => 'No requirement from law or regulation has been recorded, which is hardly complete.',
    remedy: 'Record at least data protection and the laws of the sector.',
    find: ({ isms }) =>
      absent(
        'requirements',
        'Legal requirements',
        isms.requirements.length > 0 && !isms.requirements.some(({ kind }) => kind === 'legal' || kind === 'regulatory'),
      ),
  }),
  rule({
    id: '4.3-no-scope',
    clause: '4.3',
    grade: 'major',
    gradeReason: 'Without a scope there is nothing to certify.',
    room,
    title: 'No scope',
    says: () => 'The scope of the management system has not been determined.',
    remedy: 'Write the scope, describe its boundaries and have it approved.',
    find: ({ isms }) => absent('scope-versions', 'Scope', isms.scopeVersions.length === 0),
  }),
  rule({
    id: '4.3-scope-not-approved',
    clause: '4.3',
    grade: 'major',
    gradeReason: 'A scope that nobody stands for cannot be certified.',
    room,
    title: 'Scope approved by nobody',
    says: () => 'The scope exists as a draft only; top management has not approved it.',
    remedy: 'Have top management approve the draft.',
    find: ({ isms }) => at('scope-versions', approvedScope(isms) ? [] : isms.scopeVersions.slice(-1), ({ title }) => title),
  }),
  rule({
    id: '4.3-scope-outdated',
    clause: '4.3',
    grade: 'minor',
    gradeReason: 'The approved document does not describe what is there.',
    room,
    title: 'Scope older than the last change of the organisation',
    likely: 'Not every change of the organisation touches its scope.',
    says: (names) => `Since the scope was approved ${names} changed, and the approved version does not show it.`,
    remedy: 'Start the next version of the scope and have it approved.',
    find: ({ isms }) => {
      const scope = approvedScope(isms);
      if (!scope) return [];
      const frozen = new Map(
        [...(scope.frozen?.teams ?? []), ...(scope.frozen?.locations ?? []), ...(scope.frozen?.systems ?? [])].map((each) => [each.id, each.name]),
      );
      const moved = <T extends { id: string; name: string; inScope: boolean | null }>(register: string, records: T[]) =>
        byName(
          register,
          records.filter((each) => (each.inScope === true) !== frozen.has(each.id)),
        );
      return [...moved('teams', isms.teams), ...moved('locations', isms.locations), ...moved('systems', isms.systems)];
    },
  }),
  rule({
    id: '4.3-scope-old',
    clause: '4.3',
    grade: 'opportunity',
    stages: inOperation,
    gradeReason: 'No interval is prescribed, but a year is usual.',
    room,
    title: 'Scope not looked at for more than a year',
    says: () => 'The scope was approved more than a year ago and there is no sign that it has been looked at since.',
    remedy: 'Confirm it, or start the next version.',
    find: ({ isms, day }) => {
      const scope = approvedScope(isms);
      return at('scope-versions', scope && olderThan(dayOf(scope.approvedAt), day, 400) ? [scope] : [], ({ title }) => title);
    },
  }),
  rule({
    id: '4.3-entire-organisation',
    clause: '4.3',
    grade: 'opportunity',
    gradeReason: 'Allowed, but rarely wanted.',
    room,
    title: 'Scope says "the entire organisation"',
    likely: 'The words are searched for; the whole organisation may really be meant.',
    says: () => 'The scope covers the entire organisation; every site and activity would have to be shown.',
    remedy: 'Name services, teams and places.',
    find: warned('entire-organisation'),
  }),
  rule({
    id: '4.3-no-justification',
    clause: '4.3',
    grade: 'minor',
    gradeReason: 'Parts a to c must have been considered.',
    room,
    title: 'How issues and requirements shaped the scope is not shown',
    says: () => 'It could not be shown how issues, requirements and interfaces were considered when the scope was drawn.',
    remedy: 'Add the reasoning to the scope.',
    find: ({ isms }) => {
      const scope = approvedScope(isms);
      return at('scope-versions', scope && blank(scope.justification) ? [scope] : [], ({ title }) => title);
    },
  }),
  rule({
    id: '4.3-no-interfaces',
    clause: '4.3',
    grade: 'minor',
    gradeReason: 'Part c of the clause is not met.',
    room,
    title: 'No interfaces and dependencies',
    says: () => 'No interface or dependency with others has been determined.',
    remedy: 'Describe what crosses the boundary, and to whom.',
    find: ({ isms }) => absent('interfaces', 'Interfaces and dependencies', isms.scopeVersions.length > 0 && isms.interfaces.length === 0),
  }),
  rule({
    id: '4.3-interface-without-counterpart',
    clause: '4.3',
    grade: 'minor',
    gradeReason: 'A dependency is known, but not on whom.',
    room,
    title: 'Interfaces without a counterpart',
    says: (names) => `For ${names} the supplier on the other side is not named.`,
    remedy: 'Name the supplier.',
    find: ({ isms }) =>
      byName(
        'interfaces',
        isms.interfaces.filter(({ counterpart, supplier }) => counterpart === 'supplier' && supplier === null),
      ),
  }),
  rule({
    id: '4.3-undetermined-boundary',
    clause: '4.3',
    grade: 'minor',
    gradeReason: 'The boundary has holes.',
    room,
    title: 'Boundary not determined everywhere',
    says: (names, count) => `Whether ${names} ${word(count, 'belongs', 'belong')} to the scope has not been determined.`,
    remedy: 'Decide for each whether it is in scope.',
    find: warned('undetermined'),
  }),
  rule({
    id: '4.3-customers-service-outside',
    clause: '4.3',
    grade: 'opportunity',
    gradeReason: 'The certificate would not say what customers expect.',
    room,
    title: 'A service that customers ask about is outside',
    likely: 'What customers ask about may be settled with them in another way.',
    says: (names) => `Customers ask about ${names}, which the scope does not cover.`,
    remedy: 'Take it in, or explain it to customers.',
    find: warned('service-left-out'),
  }),
  rule({
    id: '4.3-exclusion-without-reason',
    clause: '4.3',
    grade: 'minor',
    gradeReason: 'Leaving out must not harm what is inside.',
    room,
    title: 'Exclusions from the scope without a reason',
    says: (names, count) => `Why ${names} ${word(count, 'is', 'are')} left out of the scope is not explained.`,
    remedy: 'Give the reason and the interface that remains.',
    find: ({ isms }) =>
      byName(
        'exclusions',
        isms.exclusions.filter(({ reason }) => blank(reason)),
      ),
  }),
  rule({
    id: '4.3-system-without-owner',
    clause: '4.3',
    grade: 'minor',
    gradeReason: 'Nobody answers for a part of the scope.',
    room,
    title: 'Systems in scope without an owner',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} in scope, but ${word(count, 'has', 'have')} no owner.`,
    remedy: 'Name a person for each.',
    find: ({ isms, present }) =>
      byName(
        'systems',
        isms.systems.filter(({ inScope, owner }) => inScope === true && !present(owner)),
      ),
  }),
  rule({
    id: '4.3-persons-unknown',
    clause: '4.3',
    grade: 'opportunity',
    stages: ['stage-1'],
    gradeReason: 'Audit time cannot be worked out.',
    room,
    title: 'Persons in scope not known',
    says: (names) => `How many persons work in ${names} is not known, so audit time cannot be confirmed.`,
    remedy: 'Give the number of persons for each team in scope.',
    find: warned('persons-unknown'),
  }),
  rule({
    id: '4.3-supplier-without-interface',
    clause: '4.3',
    grade: 'minor',
    gradeReason: 'A dependency is not described.',
    room,
    title: 'Critical suppliers in no interface',
    likely: 'The interface may be described under another name.',
    says: (names) => `The scope depends on ${names}, but no interface describes it.`,
    remedy: 'Describe what crosses the boundary to each.',
    find: warned('supplier-without-interface'),
  }),
  rule({
    id: '4.4-nothing-assessed',
    clause: '4.4',
    grade: 'minor',
    gradeReason: 'The state of the system is unknown to its owner.',
    room: 'gap',
    title: 'State of the clauses not assessed',
    says: (_names, count) => `For ${count} requirements of clauses 4 to 10 the organisation does not know where it stands.`,
    remedy: 'Complete the gap assessment of the clauses.',
    find: ({ isms, standard }) => {
      const assessed = new Set(isms.gapAnswers.filter(({ status }) => status !== 'not-assessed').map(({ id }) => id));
      return at(
        'gap-answers',
        standard.requirements.filter(({ id }) => !assessed.has(id)),
        ({ label }) => label,
      );
    },
  }),
  rule({
    id: '4.4-core-requirement-missing',
    clause: '4.4',
    grade: 'major',
    gradeReason: 'By the organisation’s own assessment a core requirement is not met.',
    room: 'gap',
    title: 'Core requirements assessed as missing',
    says: (names) => `By its own assessment the organisation does not meet ${names}.`,
    remedy: 'Close these gaps first: without them there is no certificate.',
    find: ({ isms, standard }) => {
      const missing = new Set(isms.gapAnswers.filter(({ status }) => status === 'missing').map(({ id }) => id));
      return at(
        'gap-answers',
        standard.requirements.filter(({ id, weight }) => weight === 3 && missing.has(id)),
        ({ label }) => label,
      );
    },
  }),
  rule({
    id: '4.4-clause-not-applicable',
    clause: '4.4',
    grade: 'major',
    gradeReason: 'Requirements of clauses 4 to 10 cannot be excluded.',
    room: 'gap',
    title: 'Clause requirements declared not applicable',
    says: (names, count) => `${names} ${word(count, 'has', 'have')} been declared not applicable; clauses 4 to 10 allow no exclusion.`,
    remedy: 'Assess them.',
    find: ({ isms, standard }) =>
      at(
        'gap-answers',
        isms.gapAnswers.flatMap(({ id, status }) => {
          const found = status === 'not-applicable' ? standard.requirement(id) : undefined;
          return found ? [found] : [];
        }),
        ({ label }) => label,
      ),
  }),
];
