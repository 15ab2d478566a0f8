import { createHash } from 'node:crypto';
import { auditSubjects } from '../../isms/audits/subjects.ts';
import { factsOf } from '../../isms/documents/facts.ts';
import { render } from '../../isms/documents/render.ts';
import type { Isms } from '../../isms/isms.ts';
import { record } from '../../isms/testing.ts';
import { standard } from '../../standard/standard.ts';
import { addAuditor, auditor, soundAudits } from './sound-audits.ts';
import { soundImprovement } from './sound-improvement.ts';
import { soundReview } from './sound-review.ts';
import { soundCertification } from './certification.ts';
import { soundOperation } from './sound-operations.ts';
import { day } from './support.ts';

export const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

const policy = `# Information security policy

{{organisation.name}} protects the information that customers and staff entrust to it. This policy is public.

We satisfy the requirements of law and of our contracts. We improve the management system continually.
The objectives are set from these aims once a year and are measured.
`;
const text = (title: string) => `# ${title}

The head of platform looks at it every 30 days and keeps the ticket. What is found is mended within 7 days.
`;

const copyOf = (isms: Isms): Isms =>
  Object.fromEntries(Object.entries(isms).map(([key, value]) => [key, Array.isArray(value) ? [...value] : value])) as unknown as Isms;

/**
 * A management system in which no rule on documents, people, objectives and operation finds anything: whatever is given, with people
 * put in order and a small set of documents, readings, lessons, competences and objectives in place of its own.
 */
export function soundFrom(given: Isms): Isms {
  const isms = given;
  isms.climate = record('climate', { id: 'climate', relevant: false, reasoning: 'Looked at.' });
  for (const role of isms.ismsRoles) if (role.holders.length === 0) role.holders = ['P-4'];
  addAuditor(isms);
  const present = settlePeople(isms);
  const [manager, top] = ['isms-manager', 'top-management'].map((kind) => isms.ismsRoles.find((role) => role.kind === kind)!.holders[0]!) as [
    string,
    string,
  ];
  isms.commitments = record('commitments', { id: 'commitments', backupTestDays: 180, recordKeepYears: 3 } as never);
  soundOperation(isms, present);
  soundCertification(isms);

  // No auditor from outside is at work.
  for (const key of ['auditReleases', 'evidenceRequests', 'auditMessages'] as const) isms[key] = [];

  isms.documents = [];
  isms.documentVersions = [];
  isms.campaigns = [];
  isms.acknowledgements = [];
  const wanted = standard.requiredDocuments.filter(({ keptIn }) => keptIn === 'evidence' || keptIn === 'elsewhere');
  for (const { id, title, kind } of wanted) {
    const [isPolicy, isRules] = [id === 'DOC-5.2', id === 'DOC-A.5.10'];
    const number = isms.documents.length + 1;
    const document = record('documents', {
      id: `D-${number}`,
      title,
      type: isPolicy || isRules ? 'policy' : kind === 'record' ? 'record' : 'procedure',
      owner: manager,
      classification: isPolicy ? 'public' : 'internal',
      reviewMonths: 12,
      retentionYears: 3,
      audience: isPolicy || isRules ? 'everyone' : 'nobody',
      fulfils: [id],
    });
    const body = isPolicy
      ? policy
      : `${text(title)}${id === 'DOC-A.5.37' ? 'Restoring from backup is tested every {{commitment.backupTestDays}}.\n' : ''}`;
    const version = record('documentVersions', {
      id: `DV-${number}`,
      document: document.id,
      number: 1,
      status: 'effective',
      body,
      author: 'user:manager',
      authorPerson: manager,
      authorName: 'Manager',
      submittedAt: '2026-08-20T08:00:00Z',
      effectiveOn: '2026-09-01',
      reviewedOn: '2026-11-01',
    });
    // Of a copy: what is calculated is remembered by the registers, and these are not finished.
    version.text = render(body, factsOf(copyOf(isms), standard, day)).text;
    version.contentHash = hashOf(version.text);
    version.approvals = [{ person: top, by: 'user:top', name: 'Top', at: '2026-08-25T08:00:00Z', meaning: 'Approved.', hash: version.contentHash }];
    isms.documents.push(document);
    isms.documentVersions.push(version);
    if (document.audience === 'nobody') continue;
    isms.campaigns.push(
      record('campaigns', {
        id: `CAMP-${number}`,
        document: document.id,
        documentVersion: version.id,
        startedOn: '2026-09-01',
        dueOn: '2026-09-15',
        startedBy: 'Manager',
      }),
    );
    for (const person of present)
      isms.acknowledgements.push(
        record('acknowledgements', {
          id: `ACK-${number}-${person}`,
          documentVersion: version.id,
          person,
          at: '2026-09-05T08:00:00Z',
          by: `user:${person}`,
          meaning: 'Read.',
          hash: version.contentHash,
        }),
      );
  }
  isms.duties = [
    record('duties', { statement: 'Restoring is tested twice a year', document: 'D-1', control: 'A.8.13', everyDays: 180, owner: manager }),
  ];

  isms.competences = [];
  isms.competenceEvidence = [];
  for (const { id, name, holders } of isms.ismsRoles) {
    const competence = record('competences', { id: `COMP-${id}`, title: `Knows the work of ${name}`, role: id, kind: 'certificate' });
    isms.competences.push(competence);
    for (const person of holders)
      isms.competenceEvidence.push(
        record('competenceEvidence', {
          id: `CE-${id}-${person}`,
          title: `Certificate for ${name}`,
          person,
          competence: competence.id,
          obtainedOn: '2025-02-01',
          place: 'Personnel file',
        }),
      );
  }

  const { title, body } = standard.lessons[0]!;
  isms.lessons = [record('lessons', { title, body, everyMonths: 12, activeOn: '2026-08-01' })];
  isms.trainingResults = present.map((person) =>
    record('trainingResults', { id: `TR-${person}`, person, lesson: 'LES-1', title, on: '2026-09-05', score: 100, passed: true, source: 'product' }),
  );
  isms.rehearsals = [
    record('rehearsals', {
      on: '2026-09-20',
      seed: 'seed',
      population: present.length,
      asked: [{ person: present[0]!, question: 'Where is the policy?', score: 2, answer: 'On my page.' }],
      by: 'Manager',
    }),
  ];
  isms.communications = [
    record('communications', { subject: 'Incidents', occasion: 'Within a day', audience: 'Customers concerned', sender: manager, channel: 'E-mail' }),
  ];

  isms.objectives = [
    record('objectives', {
      title: 'Fewer laptops lost',
      reason: 'Policy, confidentiality',
      metric: 'typed',
      measure: 'Laptops lost in a quarter',
      direction: 'at-most',
      target: 1,
      owner: manager,
      plan: 'Cables at fairs',
      resources: 'One day',
      dueOn: '2027-06-30',
      evaluation: 'Each quarter by the manager',
      everyDays: 92,
      communicatedOn: '2026-09-10',
    }),
  ];
  isms.measurements = [record('measurements', { objective: 'OBJ-1', on: '2026-10-01', value: 1, by: manager })];
  isms.evaluations = [
    record('evaluations', { objective: 'OBJ-1', on: '2026-10-02', value: 1, judgement: 'on-track', text: 'One at a fair.', by: 'Manager' }),
  ];
  soundAudits(
    isms,
    auditSubjects(copyOf(isms), standard, day).map(({ id }) => id),
    manager,
  );
  soundImprovement(
    isms,
    manager,
    present.find((id) => id !== manager && id !== auditor)!,
    auditor,
  );
  soundReview(isms, top, manager);
  return isms;
}

/** Everybody who is there has a first day and a team, and every team in scope has people. Answers who is there. */
function settlePeople(isms: Isms): string[] {
  const present = isms.people.filter(({ endsOn }) => endsOn === null || endsOn >= day);
  const teams = isms.teams.filter(({ inScope }) => inScope === true);
  for (const person of present) {
    person.startsOn = '2022-04-01';
    person.team ??= teams[0]!.id;
    person.manager = null;
  }
  for (const { id, name } of teams)
    if (!present.some(({ team }) => team === id)) {
      const added = record('people', { id: `P-${id}`, name: `Member of ${name}`, team: id, startsOn: '2022-04-01' });
      isms.people.push(added);
      present.push(added);
    }
  return present.map(({ id }) => id);
}
