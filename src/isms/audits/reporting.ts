import { createHash } from 'node:crypto';
import type { Call } from '../../platform/contract/call.ts';
import { Problem } from '../../platform/contract/problem.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import { standard } from '../../standard/standard.ts';
import { collections } from '../collections.ts';
import { raiseNonconformity } from '../improvement/service.ts';
import { ismsOf, type Isms } from '../isms.ts';
import { writtenAs } from '../operations/shown.ts';
import type { auditsContract } from './contract.ts';
import type { AuditFinding, AuditReport, InternalAudit } from './model.ts';
import { reportContent, sealed } from './report.ts';
import { auditOf, findingOf, refuseOver } from './shared.ts';

type Reporting = Pick<Handlers<typeof auditsContract>, 'raise' | 'report' | 'sign' | 'cancel'>;

/** What a finding becomes: a nonconformity (10.2), an opportunity for improvement (10.1); a conformity becomes nothing. */
async function raised(
  call: Call,
  isms: Isms,
  audit: InternalAudit,
  finding: AuditFinding,
  more: { owner: string | null; dueOn: string | null },
): Promise<string> {
  const statement = [finding.requirement && `Asked for: ${finding.requirement}`, finding.observed].filter(Boolean).join('\n\n');
  const common = {
    title: finding.title,
    subjects: finding.subjects,
    source: 'internal-audit' as const,
    sourceRecord: `${audit.id} ${finding.id}`,
    raisedOn: call.today,
    ...more,
  };
  if (finding.grade === 'opportunity') return (await call.write.create(collections.improvements, { ...common, description: statement })).id;
  return (await raiseNonconformity(call, { ...common, statement, grade: finding.grade === 'major' ? 'major' : 'minor' })).id;
}

/** Who answers for the first of some subjects and is there: a nonconformity is proposed to them. */
const ownerOf = (isms: Isms, subjects: readonly string[], day: string): string | null => {
  const there = new Set(isms.people.filter(({ endsOn }) => endsOn === null || endsOn >= day).map(({ id }) => id));
  const owners = new Map(isms.gapAnswers.map(({ id, owner }) => [id, owner]));
  return subjects.map((id) => owners.get(id) ?? null).find((id) => id !== null && there.has(id)) ?? null;
};

/** What stands in the way of signing. */
function lacksOf(isms: Isms, audit: InternalAudit): string[] {
  const notes = isms.auditNotes.filter((each) => each.audit === audit.id);
  const findings = isms.auditFindings.filter((each) => each.audit === audit.id);
  const open = notes.filter(({ conclusion }) => conclusion === 'open');
  const bare = findings.filter(({ grade, observed }) => (grade === 'major' || grade === 'minor') && observed.trim() === '');
  const found = new Set(findings.filter(({ grade }) => grade === 'major' || grade === 'minor').flatMap(({ subjects }) => subjects));
  const unfounded = notes.filter(({ conclusion, subject }) => conclusion === 'deviates' && !found.has(subject));
  return [
    ...(audit.leadAuditor === null ? ['The audit has no lead auditor.'] : []),
    ...(audit.criteria.trim() === '' ? ['Nothing says what is measured against (criteria).'] : []),
    ...(audit.scope.trim() === '' ? ['Nothing says which part of the organisation was looked at (scope).'] : []),
    ...(notes.every(({ conclusion }) => conclusion === 'open' || conclusion === 'not-looked-at')
      ? ['Nothing has been looked at to a conclusion.']
      : []),
    ...(open.length > 0 ? [`Begun without a conclusion: ${open.map(({ subject }) => subject).join(', ')}.`] : []),
    ...(unfounded.length > 0 ? [`Said to deviate, but no nonconformity says how: ${unfounded.map(({ subject }) => subject).join(', ')}.`] : []),
    ...bare.map(({ id, title }) => `${id} (${title}) does not say what was seen.`),
  ];
}

const withoutContent = ({ content: _content, ...rest }: AuditReport) => rest;

/** From findings to the signed report. */
export const reporting: Reporting = {
  async raise(call, { id, ...more }) {
    const { isms, audit, finding } = await findingOf(call, id);
    if (finding.raisedAs !== '')
      throw new Problem('not-possible', `${id} has become ${finding.raisedAs} already.`, { remedy: `Go on with ${finding.raisedAs}.` });
    if (finding.grade === 'conformity')
      throw new Problem('not-possible', 'A conformity asks for nothing.', { remedy: 'Grade it as an opportunity if something could be better.' });
    const raisedAs = await raised(call, isms, audit, finding, { ...more, owner: more.owner ?? ownerOf(isms, finding.subjects, call.today) });
    return writtenAs(call, await call.write.change(collections.auditFindings, id, { raisedAs }));
  },
  async report(call, { id }) {
    const { isms, audit } = await auditOf(call, id);
    const signed = isms.auditReports.find((each) => each.audit === id) ?? null;
    if (signed)
      return {
        signed: withoutContent(signed),
        holds: createHash('sha256').update(signed.content).digest('hex') === signed.hash,
        content: JSON.parse(signed.content),
        lacks: [],
      };
    return { signed: null, holds: null, content: reportContent(isms, standard, call.today, audit, ''), lacks: lacksOf(isms, audit) };
  },
  async sign(call, { id, summary, password }) {
    const { isms, audit } = await auditOf(call, id);
    refuseOver(audit);
    const { person } = call.actor;
    if (person === null || person !== audit.leadAuditor) {
      const lead = isms.people.find((each) => each.id === audit.leadAuditor)?.name ?? 'nobody yet';
      throw new Problem('not-permitted', `The lead auditor signs the report: ${lead}.`, { remedy: 'Ask the lead auditor to sign.' });
    }
    const lacks = lacksOf(isms, audit);
    if (lacks.length > 0)
      throw new Problem('not-possible', `The report cannot be signed yet. ${lacks.slice(0, 3).join(' ')}`, {
        fields: lacks.map((message) => ({ field: 'report', message })),
        remedy: 'Conclude on what was begun, and say of each nonconformity what was seen.',
      });
    await call.confirm(password);
    const made: string[] = [];
    for (const finding of isms.auditFindings.filter((each) => each.audit === id && each.raisedAs === '' && each.grade !== 'conformity')) {
      const raisedAs = await raised(call, isms, audit, finding, { owner: ownerOf(isms, finding.subjects, call.today), dueOn: null });
      await call.write.change(collections.auditFindings, finding.id, { raisedAs });
      made.push(raisedAs);
    }
    const over = await call.write.change(collections.internalAudits, id, {
      status: 'reported',
      reportedOn: call.today,
      startedOn: audit.startedOn ?? call.today,
    });
    const report = await call.write.create(collections.auditReports, {
      audit: id,
      summary,
      ...sealed(reportContent(ismsOf(await call.snapshot()), standard, call.today, over, summary)),
      signedBy: call.actor.name,
      signedByPerson: person,
      signedAt: call.now(),
    });
    return { ...writtenAs(call, withoutContent(report)), raised: made };
  },
  async cancel(call, { id, because }) {
    const { audit } = await auditOf(call, id);
    refuseOver(audit);
    return writtenAs(call, await call.write.change(collections.internalAudits, id, { status: 'cancelled', cancelledBecause: because }));
  },
};
