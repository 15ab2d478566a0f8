import type { Call } from '../../platform/contract/call.ts';
import { Problem, notFound } from '../../platform/contract/problem.ts';
import { standard } from '../../standard/standard.ts';
import { ismsOf, type Isms } from '../isms.ts';
import { couldAudit, interestsIn, partiality, type Interest } from './independence.ts';
import type { IndependenceShown, InterestShown } from './contract.ts';
import type { AuditFinding, InternalAudit } from './model.ts';
import { nameOfSubject } from './subjects.ts';

export async function auditOf(call: Call, id: string): Promise<{ isms: Isms; audit: InternalAudit }> {
  const isms = ismsOf(await call.snapshot());
  const audit = isms.internalAudits.find((each) => each.id === id);
  if (!audit) throw notFound('internal audit', id);
  return { isms, audit };
}

export async function findingOf(call: Call, id: string): Promise<{ isms: Isms; audit: InternalAudit; finding: AuditFinding }> {
  const isms = ismsOf(await call.snapshot());
  const finding = isms.auditFindings.find((each) => each.id === id);
  if (!finding) throw notFound('finding', id);
  return { finding, ...(await auditOf(call, finding.audit)) };
}

/** What was signed stays as it is. Errors: not-possible. */
export function refuseOver({ id, status, reportedOn, cancelledBecause }: InternalAudit): void {
  if (status === 'reported')
    throw new Problem('not-possible', `The report of ${id} was signed on ${reportedOn}: the audit does not change any more.`, {
      remedy: 'What is found later belongs to another audit, or is raised as a nonconformity of its own.',
    });
  if (status === 'cancelled') throw new Problem('not-possible', `${id} was cancelled: ${cancelledBecause}`, { remedy: 'Plan another audit.' });
}

export const auditorsOf = ({ leadAuditor, auditors }: Pick<InternalAudit, 'leadAuditor' | 'auditors'>): string[] =>
  [...new Set([leadAuditor, ...auditors])].filter((id): id is string => id !== null);

/** The auditor who acts: named in the audit, and impartial about the subjects. Errors: not-permitted, not-possible. */
export function actingAuditor(call: Call, isms: Isms, audit: InternalAudit, subjects: readonly string[]): string {
  const { person } = call.actor;
  const named = auditorsOf(audit);
  if (person === null || !named.includes(person)) {
    const names = named.map((id) => isms.people.find((each) => each.id === id)?.name ?? id);
    throw new Problem('not-permitted', `Only the auditors of ${audit.id} write in it: ${names.join(', ') || 'none is named yet'}.`, {
      remedy: 'Have yourself named as an auditor of it, or hand what you know to one of them.',
    });
  }
  const refusal = partiality(isms, standard, call.today, person, subjects, 'subject', audit);
  if (refusal) throw refusal;
  return person;
}

export const shownInterest =
  (isms: Isms) =>
  ({ subject, why, register, record }: Interest): InterestShown => ({
    subject,
    title: nameOfSubject(standard, isms.ownControls, subject),
    why,
    register,
    record,
  });

/** Subjects that no auditor of an audit is impartial about, each with those who would be. */
export function nobodyFor(isms: Isms, day: string, audit: InternalAudit): IndependenceShown['nobody'] {
  const named = auditorsOf(audit);
  return audit.subjects
    .filter((subject) => !named.some((person) => interestsIn(isms, standard, day, person, [subject]).length === 0))
    .map((subject) => ({
      subject,
      title: nameOfSubject(standard, isms.ownControls, subject),
      could: couldAudit(isms, standard, day, [subject]),
    }));
}
