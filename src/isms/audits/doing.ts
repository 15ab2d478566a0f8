import type { Call } from '../../platform/contract/call.ts';
import { Problem, notFound } from '../../platform/contract/problem.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import type { Files } from '../../platform/files/service.ts';
import { standard } from '../../standard/standard.ts';
import { collections } from '../collections.ts';
import { gapSheet } from '../gap/sheet.ts';
import { ismsOf, type Isms } from '../isms.ts';
import { writtenAs } from '../operations/shown.ts';
import type { auditsContract, SubjectShown, WorkLine } from './contract.ts';
import { couldAudit, interestsIn } from './independence.ts';
import type { AuditNote, InternalAudit } from './model.ts';
import { byWeight } from './report.ts';
import { canBeSeen, hashOfRecord, labelOf } from './seen.ts';
import { actingAuditor, auditOf, findingOf, refuseOver, shownInterest } from './shared.ts';
import { auditSubjects } from './subjects.ts';
import { toSee } from './to-see.ts';

type Doing = Pick<
  Handlers<typeof auditsContract>,
  'work' | 'subject' | 'note' | 'see' | 'unsee' | 'attach' | 'findings' | 'find' | 'changeFinding' | 'dropFinding'
>;

const countsOf = (findings: readonly { grade: keyof WorkLine['findings'] }[]) => {
  const counts: WorkLine['findings'] = { major: 0, minor: 0, opportunity: 0, conformity: 0 };
  for (const { grade } of findings) counts[grade]++;
  return counts;
};

function workOf(isms: Isms, audit: InternalAudit, day: string, person: string | null): WorkLine[] {
  const notes = new Map(isms.auditNotes.filter((each) => each.audit === audit.id).map((each) => [each.subject, each]));
  const findings = isms.auditFindings.filter((each) => each.audit === audit.id);
  const planned = new Map(audit.plan.flatMap(({ subjects, auditor }) => subjects.map((subject) => [subject, auditor] as const)));
  const wanted = new Set([...audit.subjects, ...notes.keys()]);
  return auditSubjects(isms, standard, day)
    .filter(({ id }) => wanted.has(id))
    .map(({ id, label, text: title, group, groupTitle }): WorkLine => {
      const note = notes.get(id);
      const auditor = note?.auditor ?? planned.get(id) ?? null;
      const barred = person === null ? [] : interestsIn(isms, standard, day, person, [id]);
      return {
        subject: id,
        label,
        title,
        group,
        groupTitle,
        conclusion: note?.conclusion ?? 'open',
        answered: note?.answers.filter(({ state }) => state !== 'open').length ?? 0,
        questions: standard.auditQuestions.get(id)?.length ?? 0,
        seen: (note?.seen.length ?? 0) + (note?.files.length ?? 0),
        findings: countsOf(findings.filter(({ subjects }) => subjects.includes(id))),
        auditor,
        yours: person !== null && barred.length === 0 && (auditor === null || auditor === person),
        barred: barred.map(({ why }) => why).join(', '),
      };
    });
}

async function subjectShown(call: Call, isms: Isms, audit: InternalAudit, subject: string): Promise<SubjectShown> {
  const of = auditSubjects(isms, standard, call.today).find(({ id }) => id === subject);
  const line = gapSheet(isms, standard).find(({ id }) => id === subject);
  if (!of || !line) throw notFound('clause or control that applies', subject);
  const snapshot = await call.snapshot();
  const note = isms.auditNotes.find((each) => each.audit === audit.id && each.subject === subject) ?? null;
  const { person } = call.actor;
  const barred = person === null ? [] : interestsIn(isms, standard, call.today, person, [subject]);
  const over = new Map(isms.internalAudits.filter(({ id, status }) => id !== audit.id && status === 'reported').map((each) => [each.id, each]));
  return {
    subject,
    label: of.label,
    title: of.title,
    text: line.summary,
    questions: standard.auditQuestions.get(subject) ?? [],
    note,
    seen: (note?.seen ?? []).map((each) => {
      const record = snapshot.records.get(each.register)?.get(each.id);
      return { ...each, now: !record || record['archivedAt'] !== null ? 'gone' : hashOfRecord(record) === each.sha256 ? 'same' : 'changed' };
    }),
    toSee: toSee(isms, standard, call.today, subject),
    findings: isms.auditFindings.filter((each) => each.audit === audit.id && each.subjects.includes(subject)).toSorted(byWeight),
    owner: isms.people.find(({ id }) => id === line.owner)?.name ?? '',
    status: line.status,
    observation: line.observation,
    slots: audit.plan.filter(({ subjects }) => subjects.includes(subject)),
    before: isms.auditNotes
      .filter((each) => each.subject === subject && over.has(each.audit))
      .map((each) => ({
        audit: each.audit,
        title: over.get(each.audit)!.title,
        on: over.get(each.audit)!.reportedOn,
        conclusion: each.conclusion,
        findings: isms.auditFindings
          .filter(({ audit: own, grade, subjects }) => own === each.audit && grade !== 'conformity' && subjects.includes(subject))
          .map(({ id, grade, title }) => `${id} ${title} (${grade})`),
      }))
      .toSorted((a, b) => (b.on ?? '').localeCompare(a.on ?? '')),
    barred: barred.map(shownInterest(isms)),
    could: barred.length > 0 ? couldAudit(isms, standard, call.today, [subject], audit) : [],
  };
}

/** Changes the note on a subject, or begins it; the first note begins the audit. */
async function noted(
  call: Call,
  id: string,
  subject: string,
  change: (before: AuditNote | null) => Partial<AuditNote>,
  version?: number,
): Promise<AuditNote> {
  const { isms, audit } = await auditOf(call, id);
  refuseOver(audit);
  if (!auditSubjects(isms, standard, call.today).some((each) => each.id === subject)) throw notFound('clause or control that applies', subject);
  const auditor = actingAuditor(call, isms, audit, [subject]);
  if (audit.status === 'planned') await call.write.change(collections.internalAudits, id, { status: 'in-progress', startedOn: call.today });
  const before = isms.auditNotes.find((each) => each.audit === id && each.subject === subject) ?? null;
  const fields = { ...change(before), auditor };
  return before
    ? call.write.change(collections.auditNotes, before.id, fields, version)
    : call.write.create(collections.auditNotes, { ...fields, audit: id, subject });
}

/** Somebody else’s finding is theirs; whoever leads the audit may change each. Errors: not-permitted, not-possible. */
function mayChange(call: Call, { isms, audit, finding }: Awaited<ReturnType<typeof findingOf>>): void {
  refuseOver(audit);
  const person = actingAuditor(call, isms, audit, []);
  if (finding.auditor !== person && audit.leadAuditor !== person)
    throw new Problem('not-permitted', `${finding.id} was written by another auditor.`, { remedy: 'Ask them, or the lead auditor.' });
  if (finding.raisedAs !== '')
    throw new Problem('not-possible', `${finding.id} has become ${finding.raisedAs} already.`, {
      remedy: `Go on with ${finding.raisedAs}, or record another finding.`,
    });
}

/** Carrying out an audit: notes, what was seen, findings. */
export const doing = (files: Files): Doing => ({
  async work(call, { id }) {
    const { isms, audit } = await auditOf(call, id);
    return { items: workOf(isms, audit, call.today, call.actor.person) };
  },
  async subject(call, { id, subject }) {
    const { isms, audit } = await auditOf(call, id);
    return subjectShown(call, isms, audit, subject);
  },
  async note(call, { id, subject, version, answers, ...fields }) {
    const asked = new Set((standard.auditQuestions.get(subject) ?? []).map((each) => each.id));
    const unknown = answers?.find(({ question }) => !asked.has(question));
    if (unknown)
      throw new Problem('invalid-input', `${unknown.question} is no question about ${subject}.`, {
        fields: [{ field: 'answers', message: `Questions: ${[...asked].join(', ') || 'none'}.` }],
        remedy: 'Name one of the questions.',
      });
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    const record = await noted(
      call,
      id,
      subject,
      (before) => {
        const replaced = new Set(answers?.map(({ question }) => question));
        const all =
          answers === undefined ? before?.answers : [...(before?.answers ?? []).filter(({ question }) => !replaced.has(question)), ...answers];
        return { ...given, ...(all && { answers: all }) };
      },
      version,
    );
    return writtenAs(call, record);
  },
  async see(call, { id, subject, register, record: seen }) {
    const snapshot = await call.snapshot();
    const found = canBeSeen(register) ? snapshot.records.get(register)?.get(seen) : undefined;
    if (!found || found['archivedAt'] !== null) throw notFound(`record in ${register}`, seen);
    const entry = { register, id: seen, label: labelOf(snapshot, register, found).slice(0, 300), sha256: hashOfRecord(found), at: call.now() };
    const record = await noted(call, id, subject, (before) => {
      const known = before?.seen ?? [];
      // What was seen twice without a change in between stands there once, with its first time.
      return {
        seen: known.some((each) => each.register === register && each.id === seen && each.sha256 === entry.sha256) ? known : [...known, entry],
      };
    });
    return writtenAs(call, record);
  },
  async unsee(call, { id, subject, register, record: seen }) {
    const isms = ismsOf(await call.snapshot());
    const known = isms.auditNotes.find((each) => each.audit === id && each.subject === subject)?.seen ?? [];
    if (!known.some((each) => each.register === register && each.id === seen)) throw notFound('record that was seen', seen);
    return writtenAs(call, await noted(call, id, subject, () => ({ seen: known.filter((each) => each.register !== register || each.id !== seen) })));
  },
  async attach(call, { id, subject, upload }) {
    const { file } = await files.received(call, upload);
    return writtenAs(call, await noted(call, id, subject, (before) => ({ files: [...(before?.files ?? []), file] })));
  },
  async findings(call, { audit, subject, grade }) {
    const isms = ismsOf(await call.snapshot());
    const people = new Map(isms.people.map(({ id, name }) => [id, name]));
    const audits = new Map(isms.internalAudits.map(({ id, title }) => [id, title]));
    const owners = new Map([...isms.nonconformities, ...isms.improvements].map(({ id, owner }) => [id, owner]));
    return {
      items: isms.auditFindings
        .filter(
          (each) =>
            (audit === undefined || each.audit === audit) &&
            (subject === undefined || each.subjects.includes(subject)) &&
            (grade === undefined || each.grade === grade),
        )
        .map((each) => ({
          ...each,
          auditTitle: audits.get(each.audit) ?? each.audit,
          auditorName: people.get(each.auditor ?? '') ?? '',
          owner: people.get(owners.get(each.raisedAs) ?? '') ?? '',
        })),
    };
  },
  async find(call, { id, ...fields }) {
    const { isms, audit } = await auditOf(call, id);
    refuseOver(audit);
    const auditor = actingAuditor(call, isms, audit, fields.subjects);
    if (audit.status === 'planned') await call.write.change(collections.internalAudits, id, { status: 'in-progress', startedOn: call.today });
    return writtenAs(call, await call.write.create(collections.auditFindings, { ...fields, audit: id, auditor }));
  },
  async changeFinding(call, { id, version, ...fields }) {
    const found = await findingOf(call, id);
    mayChange(call, found);
    if (fields.subjects) actingAuditor(call, found.isms, found.audit, fields.subjects);
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    return writtenAs(call, await call.write.change(collections.auditFindings, id, given, version));
  },
  async dropFinding(call, { id }) {
    mayChange(call, await findingOf(call, id));
    return writtenAs(call, await call.write.archive(collections.auditFindings, id));
  },
});
