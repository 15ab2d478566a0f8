import { claims } from '../isms/documents/claims.ts';
import { commitmentList } from '../isms/documents/model.ts';
import type { Claim } from '../isms/documents/contract.ts';
import { inForce } from './documents.ts';
import { at, inOperation, rule, type Case, type Rule, word } from './rule.ts';

const room = 'documents' as const;

/** Promises of one state, each with what shows it. */
const promises = (state: Claim['state'], tells: (claim: Claim) => string) => (it: Case) =>
  at(
    'documents',
    claims(it.isms, it.standard, it.day)
      .filter((claim) => claim.state === state)
      .map((claim) => ({ id: claim.document, title: `${claim.title}: ${tells(claim)}` })),
    ({ title }) => title,
  );

const duties = (it: Case, fits: (duty: Case['isms']['duties'][number]) => boolean) =>
  at('duties', it.isms.duties.filter(fits), ({ statement }) => statement);

/** Clause 8.1, as far as documents promise in figures what operations then show or do not. */
export const clause81: Rule[] = [
  rule({
    id: '8.1-claim-contradicted',
    clause: '8.1',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'The organisation does not do what its own document says.',
    room,
    title: 'Promises that the evidence contradicts',
    likely: 'The promise was found in the text of a document; it may be meant otherwise.',
    says: (names) => `What these documents promise has not been kept, going by the newest evidence: ${names}.`,
    remedy: 'Do what is due and keep the evidence, or promise what you can keep.',
    find: promises('contradicted', ({ control, everyDays, daysAgo }) => `every ${everyDays} days, last shown ${daysAgo} days ago for ${control}`),
  }),
  rule({
    id: '8.1-claim-without-evidence',
    clause: '8.1',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'It may have been done; there is nothing that would give confidence in it.',
    room,
    title: 'Promises without any evidence',
    likely: 'The promise was found in the text of a document; what shows it may lie elsewhere.',
    says: (names) => `Nothing could be shown for what these documents promise: ${names}.`,
    remedy: 'Point at evidence of the control, or do what was promised for the first time.',
    find: promises('unknown', ({ control, everyDays }) => `every ${everyDays} days, nothing for ${control}`),
  }),
  rule({
    id: '7.5.2-commitment-undecided',
    clause: '7.5.2',
    grade: 'minor',
    gradeReason: 'A document in force rests on a figure that nobody has decided.',
    room,
    title: 'Commitments that documents cite and nobody decided',
    says: (names) => `Documents in force rest on figures that have not been decided: ${names}.`,
    remedy: 'Decide the figures under Documents, Commitments.',
    find: (it) => {
      const bodies = inForce(it).map(({ version }) => version.body);
      return commitmentList
        .filter(({ field }) => (it.isms.commitments?.[field] ?? null) === null && bodies.some((body) => body.includes(`{{commitment.${field}}}`)))
        .map(({ title }) => ({ register: 'commitments', id: '', label: title }));
    },
  }),
  rule({
    id: '8.1-duty-without-owner',
    clause: '8.1',
    grade: 'minor',
    gradeReason: 'Nobody will do what the document promises.',
    room,
    title: 'Duties from documents that nobody has',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} promised, but nobody who works here has the duty.`,
    remedy: 'Name an owner for each.',
    find: (it) => duties(it, ({ owner }) => !it.present(owner)),
  }),
  rule({
    id: '8.1-duty-not-measurable',
    clause: '8.1',
    grade: 'opportunity',
    gradeReason: 'The duty is known; whether it is kept cannot be told.',
    room,
    title: 'Duties that nothing measures',
    likely: 'Somebody may see to it without a figure.',
    says: (names, count) =>
      `Whether ${names} ${word(count, 'is', 'are')} kept cannot be told: no interval, or no control whose evidence would show it.`,
    remedy: 'Set the interval and the control.',
    find: (it) => duties(it, ({ control, everyDays }) => control === null || everyDays === null),
  }),
];
