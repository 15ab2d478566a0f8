import { record } from '../../isms/testing.ts';
import type { Isms } from '../../isms/isms.ts';
import { hashOf } from './sound.ts';
import { documentOf, leave, versionOf, without, type Traps } from './support.ts';

/** A person whose leaving touches nothing else. */
const newcomer = (isms: Isms, fields: object = {}): string => {
  const person = record('people', { id: 'P-900', name: 'Nils Newcomer', team: 'TEAM-1', startsOn: '2022-04-01', ...fields });
  isms.people.push(person);
  return person.id;
};
/** Somebody who has read and learned everything there is. */
const diligent = (isms: Isms, id: string) => {
  for (const { id: documentVersion } of isms.documentVersions)
    isms.acknowledgements.push(
      record('acknowledgements', {
        id: `ACK-${documentVersion}-${id}`,
        documentVersion,
        person: id,
        at: '2026-09-05T08:00:00Z',
        by: id,
        meaning: 'Read.',
        hash: '',
      }),
    );
  isms.trainingResults.push(
    record('trainingResults', {
      id: `TR-${id}`,
      person: id,
      lesson: 'LES-1',
      title: 'L',
      on: '2026-09-05',
      score: 100,
      passed: true,
      source: 'product',
    }),
  );
  return id;
};
/** Another text in force, approved as it stands. */
const write = (isms: Isms, fulfils: string, body: string) => {
  const version = versionOf(isms, fulfils);
  const hash = hashOf(body);
  Object.assign(version, { body, text: body, contentHash: hash, approvals: version.approvals.map((each) => ({ ...each, hash })) });
};
const next = (isms: Isms, fields: object) =>
  isms.documentVersions.push(
    record('documentVersions', {
      id: 'DV-900',
      document: documentOf(isms, 'DOC-A.5.37').id,
      number: 2,
      status: 'draft',
      author: 'user:x',
      authorName: 'X',
      ...fields,
    }),
  );
const proof = (isms: Isms, fields: object) => Object.assign(isms.competenceEvidence[0]!, fields);

/** Traps for support: competence, awareness, communication, documented information. */
export const clause7Traps: Traps = {
  '7.2-none-defined': (i) => void i.competences.shift(),
  '7.2-holder-without-competence': (i) => void i.competenceEvidence.shift(),
  '7.2-plan-overdue': (i) => proof(i, { obtainedOn: null, plannedOn: '2026-11-23' }),
  '7.2-expired': (i) => proof(i, { expiresOn: '2026-11-23' }),
  '7.2-effect-not-judged': (i) => void (i.competences[0]!.kind = 'training'),
  '7.2-proof-nowhere': (i) => proof(i, { place: '' }),
  'A.6.3-no-first-day': (i) => void diligent(i, newcomer(i, { startsOn: null })),
  '7.3-person-without-team': (i) => void diligent(i, newcomer(i, { team: null })),
  '7.3-team-without-people': [
    (i) => void i.teams.push(record('teams', { id: 'TEAM-99', name: 'Night shift', inScope: true, persons: 3, lead: 'P-4' })),
    '4.3-scope-outdated',
  ],
  '5.3-manager-left': (i) => {
    leave(i, diligent(i, newcomer(i)));
    i.people.find(({ id }) => id === 'P-4')!.manager = 'P-900';
  },
  '7.3-no-programme': (i) => {
    i.lessons = [];
    i.trainingResults = [];
  },
  '7.3-unacknowledged': (i) =>
    void (i.acknowledgements = i.acknowledgements.filter(({ documentVersion }) => documentVersion !== versionOf(i, 'DOC-A.5.10').id)),
  'A.5.1-no-audience': (i) => void (documentOf(i, 'DOC-A.5.37').type = 'policy'),
  'A.5.1-nobody-asked': (i) => void Object.assign(documentOf(i, 'DOC-A.5.37'), { type: 'policy', audience: 'everyone' }),
  'A.5.10-not-for-everybody': (i) => void Object.assign(documentOf(i, 'DOC-A.5.10'), { audience: 'teams', audienceTeams: ['TEAM-1'] }),
  '7.3-training-overdue': (i) => void (i.trainingResults[0]!.on = '2025-09-01'),
  'A.6.3-new-people-late': (i) => void i.trainingResults.pop(),
  '7.3-team-untrained': [
    (i) => {
      const team = i.people.find(({ id }) => id === i.trainingResults[0]!.person)!.team;
      const own = new Set(i.people.filter((person) => person.team === team).map(({ id }) => id));
      i.trainingResults = i.trainingResults.filter(({ person }) => !own.has(person));
    },
    'A.6.3-new-people-late',
  ],
  '7.3-pass-rate-low': (i) =>
    i.people.forEach(({ id }, index) =>
      [1, 2, 3].forEach((attempt) =>
        i.trainingResults.push(
          record('trainingResults', {
            id: `TR-9${index}${attempt}`,
            person: id,
            lesson: 'LES-1',
            title: 'L',
            on: '2026-09-04',
            score: 20,
            passed: false,
            source: 'product',
          }),
        ),
      ),
    ),
  '7.3-lesson-without-questions': (i) => void (i.lessons[0]!.body = 'Be careful.'),
  '7.3-never-rehearsed': (i) => void (i.rehearsals = []),
  '7.3-rehearsal-bad': (i) => void (i.rehearsals[0]!.asked[0]!.score = 0),
  '7.4-no-plan': (i) => {
    i.communications = [];
    without(i, 'DOC-7.4');
  },
  '7.4-incomplete': (i) => void (i.communications[0]!.channel = ' '),
  '7.4-nobody-communicates': (i) => void (i.communications[0]!.sender = null),
  '7.4-overdue': (i) => void (i.communications[0]!.nextOn = '2026-11-23'),
  '7.5.1-required-missing': (i) => {
    without(i, 'DOC-10.2');
    i.gapAnswers.push(record('gapAnswers', { id: '10.2-a1', status: 'missing' }));
  },
  '7.5.1-control-document-missing': (i) => {
    without(i, 'DOC-A.6.6');
    i.gapAnswers.push(record('gapAnswers', { id: 'A.6.6', status: 'missing' }));
  },
  '7.5.1-not-known': (i) => {
    without(i, 'DOC-A.6.6');
    i.gapAnswers = i.gapAnswers.filter(({ id }) => id !== 'A.6.6');
  },
  '7.5.1-only-a-draft': (i) => void Object.assign(versionOf(i, 'DOC-A.5.26'), { status: 'draft', effectiveOn: null }),
  '7.5.3-withdrawn-without-successor': (i) => void Object.assign(versionOf(i, 'DOC-A.5.26'), { status: 'withdrawn', withdrawnOn: '2026-11-01' }),
  '7.5.2-approved-by-nobody': (i) => void (versionOf(i, 'DOC-A.5.26').approvals = []),
  '7.5.2-approved-by-author': (i) => {
    const version = versionOf(i, 'DOC-A.5.26');
    version.approvals[0]!.by = version.author;
  },
  '7.5.2-no-approver': (i) => void (documentOf(i, 'DOC-A.5.26').approvers = ['P-11']),
  '7.5.3-text-changed': (i) => void (versionOf(i, 'DOC-A.5.26').text += ' Or not at all.'),
  '7.5.2-review-overdue': (i) => void Object.assign(versionOf(i, 'DOC-A.5.26'), { effectiveOn: '2025-09-01', reviewedOn: null }),
  '7.5.2-no-review-interval': (i) => void (documentOf(i, 'DOC-A.5.26').reviewMonths = null),
  '7.5.3-external-without-review': (i) => void Object.assign(documentOf(i, 'DOC-A.5.26'), { type: 'external', reviewMonths: null }),
  '7.5.2-no-owner': (i) => void (documentOf(i, 'DOC-A.5.26').owner = null),
  '7.5.2-owner-left': (i) => void (documentOf(i, 'DOC-A.5.26').owner = 'P-11'),
  '7.5.3-unclassified': (i) => void (documentOf(i, 'DOC-A.5.26').classification = 'unclassified'),
  '7.5.3-no-retention': (i) => void (documentOf(i, 'DOC-8.1').retentionYears = null),
  '7.5.2-outdated': (i) => void (i.organisation.name += ' and Sons'),
  '7.5.2-generic': (i) => write(i, 'DOC-A.5.26', 'Our contact is [insert name here], who acts within 4 hours.'),
  '7.5.2-no-figure': (i) => {
    documentOf(i, 'DOC-A.5.10').type = 'policy';
    write(i, 'DOC-A.5.10', 'Rights are reviewed regularly by the lead.');
  },
  '7.5.2-numbering-2013': (i) => write(i, 'DOC-A.5.26', 'This answers A.16.1.5 of the standard.'),
  '7.5.2-names-who-left': (i) => write(i, 'DOC-A.5.26', `Incidents go to ${i.people.find(({ id }) => id === 'P-11')!.name} within 4 hours.`),
  '7.5.2-names-retired-system': (i) => {
    i.systems.push(record('systems', { id: 'SYS-99', name: 'Oldwatch', inScope: false, retiredOn: '2026-10-01' }));
    write(i, 'DOC-A.5.26', 'Alarms come from Oldwatch within 5 minutes.');
  },
  '7.5.2-excused-often': (i) =>
    void (versionOf(i, 'DOC-A.5.26').excuses = ['untouched', 'placeholder', 'no-figure'].map((check) => ({
      check,
      reason: 'Good enough',
      name: 'Manager',
      at: '2026-08-20T08:00:00Z',
    }))),
  '7.5.1-two-documents': [(i) => void (documentOf(i, 'DOC-A.5.37').fulfils = ['DOC-A.5.37', 'DOC-A.5.10']), 'A.5.10-not-for-everybody'],
  '7.5.2-draft-lies': (i) => void next(i, { updatedAt: '2026-09-01T08:00:00Z' }),
  '7.5.2-approval-waits': (i) => void next(i, { status: 'in-review', submittedAt: '2026-11-01T08:00:00Z' }),
  '7.5.3-not-published': (i) => void next(i, { status: 'approved', submittedAt: '2026-10-01T08:00:00Z' }),
  '7.5.2-commitment-undecided': [(i) => void (i.commitments!.backupTestDays = null), '7.5.2-outdated'],
};
