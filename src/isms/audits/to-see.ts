import type { Standard } from '../../standard/standard.ts';
import { proofsOf } from '../controls/proofs.ts';
import { dayInWords } from '../days.ts';
import { versionInForce } from '../documents/state.ts';
import type { Isms } from '../isms.ts';
import type { ToSee } from './contract.ts';

/** Of one kind as many as one can choose from at a glance; the newest first. */
const most = 12;

type Register = readonly [register: string, records: readonly { id: string }[], label: (record: never) => string];
const title = ({ title: value }: { title: string }) => value;
const name = ({ name: value }: { name: string }) => value;

/** The registers in which each clause leaves its records. */
function ofClause(isms: Isms, clause: string): Register[] {
  const starts = (...clauses: string[]) => clauses.some((each) => clause === each || clause.startsWith(`${each}.`));
  const found: Register[] = [];
  const add = <T extends { id: string }>(register: string, records: readonly T[], label: (record: T) => string) =>
    void found.push([register, records, label as never]);
  if (starts('4.1')) add('context-issues', isms.contextIssues, title);
  if (starts('4.2')) {
    add('interested-parties', isms.interestedParties, name);
    add('requirements', isms.requirements, title);
  }
  if (starts('4.3', '4.4')) add('scope-versions', isms.scopeVersions, ({ number, title: own }) => `${own}, version ${number}`);
  if (starts('5.1', '9.3')) add('management-reviews', isms.managementReviews, title);
  if (starts('5.3')) add('isms-roles', isms.ismsRoles, name);
  if (starts('6.1.1', '6.1.2')) add('risk-methods', isms.riskMethods, ({ number }) => `Risk method, version ${number}`);
  if (starts('6.1.2', '8.2')) add('risks', isms.risks, title);
  if (starts('6.1.3')) add('soa-versions', isms.soaVersions, ({ number, title: own }) => `${own}, version ${number}`);
  if (starts('6.1.3', '8.3')) {
    add('treatment-tasks', isms.treatmentTasks, title);
    add('acceptances', isms.acceptances, ({ risk, status }) => `${risk} ${status}`);
  }
  if (starts('6.2', '9.1')) add('objectives', isms.objectives, title);
  if (starts('6.3', '8.1')) add('changes', isms.changes, title);
  if (starts('7.2')) {
    add('competences', isms.competences, title);
    add('competence-evidence', isms.competenceEvidence, title);
  }
  if (starts('7.3')) {
    add('lessons', isms.lessons, title);
    add('rehearsals', isms.rehearsals, ({ on }) => `Rehearsal of ${dayInWords(on)}`);
  }
  if (starts('7.4')) add('communications', isms.communications, ({ subject }) => subject);
  if (starts('7.5')) add('documents', isms.documents, title);
  if (starts('8.1')) add('duty-records', isms.dutyRecords, ({ title: own, on }) => `${own}, ${dayInWords(on)}`);
  if (starts('9.1')) add('evaluations', isms.evaluations, ({ objective, on }) => `${objective}, ${dayInWords(on)}`);
  if (starts('9.2')) {
    add('audit-programmes', isms.auditProgrammes, title);
    add('internal-audits', isms.internalAudits, title);
  }
  if (starts('9.3')) add('review-decisions', isms.reviewDecisions, title);
  if (starts('10.1')) add('improvements', isms.improvements, title);
  if (starts('10.2')) {
    add('nonconformities', isms.nonconformities, title);
    add('corrective-actions', isms.correctiveActions, title);
  }
  return found;
}

/** What there is to look at for a subject: its documents, evidence, records of operation, risks, and the registers of its clause. */
export function toSee(isms: Isms, standard: Standard, day: string, subject: string): ToSee[] {
  const found = new Map<string, ToSee>();
  const add = (register: string, id: string, label: string, about: string) => {
    if (!found.has(`${register} ${id}`)) found.set(`${register} ${id}`, { register, id, label, about });
  };
  const clause = standard.requirement(subject)?.clause ?? null;
  const asked = new Set(standard.requiredDocuments.filter((each) => each.clause === subject || each.clause === clause).map(({ id }) => id));
  for (const document of isms.documents) {
    if (!document.controls.includes(subject) && !document.clauses.includes(subject) && !document.fulfils.some((id) => asked.has(id))) continue;
    const version = versionInForce(
      isms.documentVersions.filter((each) => each.document === document.id),
      day,
    );
    if (version) add('document-versions', version.id, `${document.title}, version ${version.number}`, 'Document in force');
    else add('documents', document.id, document.title, 'Document, not in force');
  }
  const proofs = proofsOf(isms, standard);
  for (const item of proofs.evidence(subject).toReversed().slice(0, most))
    add('evidence', item.id, item.title, item.validFrom ? `Evidence of ${dayInWords(item.validFrom)}` : 'Evidence');
  for (const { register, id, title: own, from } of proofs
    .of(subject)
    .toReversed()
    .slice(0, 2 * most)) {
    // Documents stand above, by the version in force.
    if (register === 'documents' || register === 'evidence') continue;
    add(register, id, own, `Record of ${dayInWords(from)}`);
  }
  for (const { id, title: own } of isms.risks.filter(({ status, controls }) => status === 'open' && controls.includes(subject)).slice(0, most))
    add('risks', id, own, 'Risk it treats');
  for (const { id, title: own, check, outcome } of isms.checkResults.filter(({ controls }) => controls.includes(subject)).slice(0, most))
    add('check-results', id, own || check, `Check: ${outcome}`);
  if (isms.gapAnswers.some(({ id }) => id === subject)) add('gap-answers', subject, 'What the gap assessment says', 'Assessment');
  if (isms.soaDecisions.some(({ id }) => id === subject))
    add('soa-decisions', subject, 'Decision of the Statement of Applicability', 'Statement of Applicability');
  if (isms.controlPractices.some(({ id }) => id === subject)) add('control-practices', subject, 'How it is done here', 'Description');
  if (clause !== null)
    for (const [register, records, label] of ofClause(isms, clause))
      for (const record of records.toReversed().slice(0, most)) add(register, record.id, label(record as never), register.replaceAll('-', ' '));
  return [...found.values()];
}
