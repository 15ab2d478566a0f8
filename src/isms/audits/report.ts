import { createHash } from 'node:crypto';
import type { Standard } from '../../standard/standard.ts';
import type { Isms } from '../isms.ts';
import { interestsThen } from './independence.ts';
import type { AuditFinding, AuditGrade, InternalAudit } from './model.ts';
import { nameOfSubject } from './subjects.ts';

export interface CoveredSubject {
  subject: string;
  title: string;
  auditor: string;
  conclusion: 'conforms' | 'deviates';
  answered: number;
  spokenWith: string[];
  seen: { register: string; id: string; label: string; sha256: string; at: string }[];
  files: { name: string; sha256: string }[];
}

/** Everything an audit report says, as it is signed: nothing in it has to be looked up elsewhere. */
export interface ReportContent {
  organisation: string;
  audit: string;
  title: string;
  programme: string;
  from: string | null;
  to: string | null;
  scope: string;
  criteria: string;
  method: string;
  leadAuditor: string;
  auditors: string[];
  summary: string;
  counts: Record<AuditGrade, number>;
  covered: CoveredSubject[];
  notCovered: { subject: string; title: string; because: string }[];
  findings: {
    id: string;
    grade: AuditGrade;
    subjects: string[];
    title: string;
    requirement: string;
    observed: string;
    auditor: string;
    raisedAs: string;
  }[];
  samples: { id: string; title: string; provenance: string; population: number; sha256: string; seed: string; drawn: number; deviations: number }[];
  independence: string[];
}

/** Orders findings as they are read: by weight, then as they were written. */
const weight: Record<AuditGrade, number> = { major: 0, minor: 1, opportunity: 2, conformity: 3 };
export const byWeight = (a: AuditFinding, b: AuditFinding) => weight[a.grade] - weight[b.grade];

export function reportContent(isms: Isms, standard: Standard, day: string, audit: InternalAudit, summary: string): ReportContent {
  const names = new Map(isms.people.map(({ id, name }) => [id, name]));
  const person = (id: string | null) => (id === null ? '' : (names.get(id) ?? id));
  const title = (subject: string) => nameOfSubject(standard, isms.ownControls, subject);
  const notes = new Map(isms.auditNotes.filter((each) => each.audit === audit.id).map((each) => [each.subject, each]));
  const findings = isms.auditFindings.filter((each) => each.audit === audit.id).toSorted(byWeight);
  const subjects = [...new Set([...audit.subjects, ...notes.keys()])];
  const covered: CoveredSubject[] = [];
  const notCovered: ReportContent['notCovered'] = [];
  for (const subject of subjects) {
    const note = notes.get(subject);
    if (note && (note.conclusion === 'conforms' || note.conclusion === 'deviates'))
      covered.push({
        subject,
        title: title(subject),
        auditor: person(note.auditor),
        conclusion: note.conclusion,
        answered: note.answers.filter(({ state }) => state === 'conforms' || state === 'deviates').length,
        spokenWith: note.spokenWith.map(person),
        seen: note.seen,
        files: note.files.map(({ name, sha256 }) => ({ name, sha256 })),
      });
    else
      notCovered.push({
        subject,
        title: title(subject),
        because:
          note?.conclusion === 'not-looked-at' ? note.interview.trim() || 'Not looked at.' : note ? 'Begun, without a conclusion.' : 'Not looked at.',
      });
  }
  const auditors = [...new Set([audit.leadAuditor, ...audit.auditors])].filter((id): id is string => id !== null);
  const count = (grade: AuditGrade) => findings.filter((each) => each.grade === grade).length;
  return {
    organisation: isms.organisation.name,
    audit: audit.id,
    title: audit.title,
    programme: isms.auditProgrammes.find(({ id }) => id === audit.programme)?.title ?? '',
    from: audit.startedOn ?? audit.plannedFrom,
    to: audit.plannedTo,
    scope: audit.scope,
    criteria: audit.criteria,
    method: audit.method,
    leadAuditor: person(audit.leadAuditor),
    auditors: auditors.filter((id) => id !== audit.leadAuditor).map(person),
    summary,
    counts: { major: count('major'), minor: count('minor'), opportunity: count('opportunity'), conformity: count('conformity') },
    covered,
    notCovered,
    findings: findings.map((each) => ({
      id: each.id,
      grade: each.grade,
      subjects: each.subjects.map(title),
      title: each.title,
      requirement: each.requirement,
      observed: each.observed,
      auditor: person(each.auditor),
      raisedAs: each.raisedAs,
    })),
    samples: isms.samples
      .filter(({ id }) => audit.samples.includes(id))
      .map(({ id, title: purpose, provenance, count: population, sha256, seed, items }) => ({
        id,
        title: purpose,
        provenance,
        population,
        sha256,
        seed,
        drawn: items.length,
        deviations: items.filter(({ result }) => result === 'deviates').length,
      })),
    independence: auditors.map((id) => independenceOf(isms, standard, day, audit, id, covered, person(id), notes)),
  };
}

/** What can be said of the impartiality of one auditor, from the records. */
function independenceOf(
  isms: Isms,
  standard: Standard,
  day: string,
  audit: InternalAudit,
  id: string,
  covered: readonly CoveredSubject[],
  name: string,
  notes: ReadonlyMap<string, { auditor: string }>,
): string {
  const own = covered.filter(({ subject }) => notes.get(subject)!.auditor === id).map(({ subject }) => subject);
  if (own.length === 0) return `${name} concluded on nothing by themselves.`;
  const interests = interestsThen(isms, standard, day, id, own, audit);
  const looked = `${name} audited ${own.length} ${own.length === 1 ? 'subject' : 'subjects'}`;
  if (interests.length === 0) return `${looked}; in the registers nothing shows that they own or did any of it.`;
  const subjects = [...new Set(interests.map(({ subject }) => subject))];
  return `${looked}; in the registers they own or did part of ${subjects.slice(0, 5).join(', ')}${subjects.length > 5 ? ` and ${subjects.length - 5} more` : ''}.`;
}

/** The text that is signed, and its SHA-256: the same content is the same text. */
export function sealed(content: ReportContent): { content: string; hash: string } {
  const text = JSON.stringify(content);
  return { content: text, hash: createHash('sha256').update(text).digest('hex') };
}
