import { Problem } from '../../platform/contract/problem.ts';
import type { Standard } from '../../standard/standard.ts';
import { addDays } from '../days.ts';
import type { Isms } from '../isms.ts';
import { remembered } from '../remember.ts';
import { nameOfSubject } from './subjects.ts';
import { workDone } from './work.ts';

/** Why somebody is not impartial about a subject, and the record that shows it. */
export interface Interest {
  subject: string;
  /** What they do or did: `owns the control`, `approved Access control policy`. */
  why: string;
  register: string;
  record: string;
  /** The day it was done; null: it holds as long as the record says so. */
  on: string | null;
}

/** Days for which work that was done counts; what somebody owns counts as long as they own it. */
export const memoryDays = 730;
/** Of one person and subject a few reasons tell enough. */
const mostReasons = 4;

/** The subjects that each ISMS role answers for (5.3). */
const ofRoles: Record<string, (standard: Standard) => string[]> = {
  'isms-manager': (standard) => standard.requirements.map(({ id }) => id),
  'top-management': (standard) => within(standard, '5.1', '5.2', '5.3', '9.3'),
  reporting: (standard) => within(standard, '5.3', '9.1'),
  'internal-auditor': (standard) => within(standard, '9.2'),
  'incident-manager': () => ['A.5.24', 'A.5.25', 'A.5.26', 'A.5.27', 'A.5.28', 'A.6.8'],
  'data-protection': () => ['A.5.34'],
};

/** Requirements of clauses and of what stands under them. */
export const within = (standard: Standard, ...clauses: string[]): string[] =>
  standard.requirements.filter(({ clause }) => clauses.some((each) => clause === each || clause.startsWith(`${each}.`))).map(({ id }) => id);

const gathered = remembered((isms, standard: Standard, day: string): ReadonlyMap<string, ReadonlyMap<string, Interest[]>> => {
  const found = new Map<string, Map<string, Interest[]>>();
  const oldest = addDays(day, -memoryDays);
  /** `on` is the day something was done; null: it holds as long as the record says so. */
  const add = (person: string | null, subjects: readonly string[], why: string, register: string, record: string, on: string | null = null) => {
    if (person === null || (on !== null && on.slice(0, 10) < oldest)) return;
    let own = found.get(person);
    if (!own) found.set(person, (own = new Map()));
    for (const subject of subjects) {
      const reasons = own.get(subject);
      if (!reasons) own.set(subject, [{ subject, why, register, record, on }]);
      else if (reasons.length < mostReasons && !reasons.some((each) => each.why === why && each.record === record))
        reasons.push({ subject, why, register, record, on });
    }
  };
  for (const { id, kind, name, holders, deputies } of isms.ismsRoles) {
    const subjects = ofRoles[kind]?.(standard) ?? [];
    for (const person of holders) add(person, subjects, `holds the role ${name}`, 'isms-roles', id);
    for (const person of deputies) add(person, subjects, `is deputy for the role ${name}`, 'isms-roles', id);
  }
  for (const { id, owner, assignee } of isms.gapAnswers) {
    add(owner, [id], 'owns it', 'gap-answers', id);
    add(assignee, [id], 'closes its gap', 'gap-answers', id);
  }
  for (const { id, owner } of isms.ownControls) add(owner, [id], 'owns the control', 'own-controls', id);
  for (const { id, subjects, owner, attestedBy, attestedAt } of isms.evidence) {
    add(owner, subjects, `keeps the evidence ${id}`, 'evidence', id);
    add(attestedBy, subjects, `attested the evidence ${id}`, 'evidence', id, attestedAt);
  }
  const asked = new Map(standard.requiredDocuments.map(({ id, clause }) => [id, standard.control(clause) ? [clause] : within(standard, clause)]));
  const spoken = new Map(
    isms.documents.map((each) => [
      each.id,
      { title: each.title, subjects: [...new Set([...each.controls, ...each.clauses, ...each.fulfils.flatMap((id) => asked.get(id) ?? [])])] },
    ]),
  );
  for (const { id, owner } of isms.documents) add(owner, spoken.get(id)!.subjects, `owns ${spoken.get(id)!.title}`, 'documents', id);
  for (const { id, document, authorPerson, submittedAt, createdAt, approvals } of isms.documentVersions) {
    const of = spoken.get(document);
    if (!of) continue;
    add(authorPerson, of.subjects, `wrote ${of.title}`, 'document-versions', id, submittedAt ?? createdAt);
    for (const { person, at } of approvals) add(person, of.subjects, `approved ${of.title}`, 'document-versions', id, at);
  }
  const treated = new Map(isms.risks.map(({ id, controls }) => [id, controls]));
  for (const { id, owner, controls, status } of isms.risks)
    if (status === 'open') add(owner, [...controls, '6.1.3-f'], `owns the risk ${id}`, 'risks', id);
  for (const { id, risk, status, decidedByPerson, decidedAt } of isms.acceptances)
    if (status === 'accepted')
      add(decidedByPerson, [...(treated.get(risk) ?? []), '6.1.3-f'], `accepted the risk ${risk}`, 'acceptances', id, decidedAt);
  for (const { id, risk, controls, assignee } of isms.treatmentTasks)
    add(assignee, controls.length > 0 ? controls : (treated.get(risk) ?? []), `carries out ${id}`, 'treatment-tasks', id);
  for (const { id, control, assignee, doneOn } of isms.controlTasks)
    if (control) add(assignee, [control], `carries out ${id}`, 'control-tasks', id, doneOn);
  const connections = new Map(isms.connections.map((each) => [each.id, each]));
  for (const { connection, check, controls } of isms.checkResults) {
    const of = connections.get(connection);
    if (!of) continue;
    add(of.owner, controls, `keeps the connection ${of.title}`, 'connections', of.id);
    add(of.checks[check]?.owner ?? null, controls, `answers for the check ${check}`, 'connections', of.id);
  }
  for (const [person, subjects, why, register, record, on] of workDone(isms)) add(person, subjects, why, register, record, on);
  for (const { id, owner } of isms.auditProgrammes) add(owner, within(standard, '9.2'), 'answers for the audit programme', 'audit-programmes', id);
  // Only audits that are over: whoever audits the programme within the present audit has not made it.
  for (const { id, status, leadAuditor, auditors, reportedOn } of isms.internalAudits)
    if (status === 'reported')
      for (const person of new Set([leadAuditor, ...auditors]))
        add(person, within(standard, '9.2'), `audited in ${id}`, 'internal-audits', id, reportedOn);
  for (const { id, chair, on } of isms.managementReviews)
    add(chair, within(standard, '9.3'), 'chaired the management review', 'management-reviews', id, on);
  for (const { id, owner } of isms.nonconformities) add(owner, within(standard, '10.2'), `owns the nonconformity ${id}`, 'nonconformities', id);
  return found;
});

/**
 * What a person owns or has done that they may not audit (9.2.2 b), each with its reason and the record that shows it: at most
 * four reasons for a subject. Ownership counts while it lasts, work for two years.
 */
export const interests = (isms: Isms, standard: Standard, day: string, person: string): Interest[] =>
  [...(gathered(isms, standard, day).get(person)?.values() ?? [])].flat();

/** Those of a person in some subjects. */
export const interestsIn = (isms: Isms, standard: Standard, day: string, person: string, subjects: readonly string[]): Interest[] => {
  const own = gathered(isms, standard, day).get(person);
  return own ? subjects.flatMap((subject) => own.get(subject) ?? []) : [];
};

/** Those that stood against one audit when it was done: nothing that was done after it, and not the audit itself. */
export const interestsThen = (
  isms: Isms,
  standard: Standard,
  day: string,
  person: string,
  subjects: readonly string[],
  audit: { id: string; reportedOn: string | null },
): Interest[] =>
  interestsIn(isms, standard, day, person, subjects).filter(
    ({ register, record, on }) =>
      !(register === 'internal-audits' && record === audit.id) && (on === null || audit.reportedOn === null || on.slice(0, 10) <= audit.reportedOn),
  );

/** Who else could: auditors of this audit first, then who holds the role or has access as an auditor, then anybody who is there. */
export function couldAudit(
  isms: Isms,
  standard: Standard,
  day: string,
  subjects: readonly string[],
  audit: Pick<Isms['internalAudits'][number], 'leadAuditor' | 'auditors'> | null = null,
): string[] {
  const people = new Map(isms.people.filter(({ endsOn }) => endsOn === null || endsOn >= day).map((each) => [each.id, each.name]));
  const free = (ids: Iterable<string | null>) =>
    [...new Set(ids)].filter((id): id is string => id !== null && people.has(id) && interestsIn(isms, standard, day, id, subjects).length === 0);
  const named = free([
    ...(audit ? [audit.leadAuditor, ...audit.auditors] : []),
    ...isms.ismsRoles.filter(({ kind }) => kind === 'internal-auditor').flatMap(({ holders, deputies }) => [...holders, ...deputies]),
    ...isms.members
      .filter(({ role, expiresOn }) => (role === 'internal-auditor' || role === 'external-auditor') && (expiresOn === null || expiresOn >= day))
      .map(({ person }) => person),
  ]);
  return (named.length > 0 ? named : free(people.keys())).slice(0, 5).map((id) => people.get(id)!);
}

/** The refusal for somebody who is not impartial, with the reasons and who else could; null when nothing stands against it. */
export function partiality(
  isms: Isms,
  standard: Standard,
  day: string,
  person: string,
  subjects: readonly string[],
  field: string,
  audit: Parameters<typeof couldAudit>[4] = null,
): Problem | null {
  const found = interestsIn(isms, standard, day, person, subjects);
  if (found.length === 0) return null;
  const name = isms.people.find(({ id }) => id === person)?.name ?? person;
  const bySubject = [...Map.groupBy(found, ({ subject }) => subject)];
  const said = bySubject
    .slice(0, 3)
    .map(([subject, reasons]) => `${nameOfSubject(standard, isms.ownControls, subject)}: ${[...new Set(reasons.map(({ why }) => why))].join(', ')}`);
  const others = couldAudit(isms, standard, day, [...new Set(found.map(({ subject }) => subject))], audit);
  return new Problem(
    'not-possible',
    `${name} cannot audit what they own or did themselves: ${said.join('; ')}${bySubject.length > 3 ? `; and ${bySubject.length - 3} more` : ''}.`,
    {
      fields: bySubject
        .slice(0, 50)
        .map(([subject, reasons]) => ({ field, message: `${subject}: ${reasons.map(({ why, record }) => `${why} (${record})`).join(', ')}` })),
      remedy:
        others.length > 0
          ? `${others.join(', ')} could. Give ${bySubject.length === 1 ? 'it' : 'these'} to somebody else.`
          : 'Nobody here could: ask an auditor from outside.',
    },
  );
}
