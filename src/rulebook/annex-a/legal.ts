import type { LegalRequirement } from '../../isms/operations/legal/model.ts';
import { absent, blank, byTitle, rulesOf, type Case, type Rule, word } from '../rule.ts';

const rule = rulesOf('operations');
const legally = (fits: (each: LegalRequirement, it: Case) => boolean) => (it: Case) =>
  byTitle(
    'legal-requirements',
    it.isms.legalRequirements.filter((each) => each.status !== 'not-applicable' && fits(each, it)),
  );

/** Laws and contracts that bear on information security (A.5.31). */
export const legal: Rule[] = [
  rule({
    id: 'A.5.31-none',
    clause: 'A.5.31',
    grade: 'opportunity',
    gradeReason: 'Requirements of interested parties may name laws; how each is met stands nowhere.',
    title: 'No law or contract in the register',
    likely: 'Which laws bind the organisation cannot be known from its records.',
    says: () => 'Which laws and contracts bear on information security, and how each is met, is in no register.',
    remedy: 'Enter the ones that would cost the most to miss.',
    find: (it) => absent('legal-requirements', 'Legal and contractual requirements', it.applies('A.5.31') && it.isms.legalRequirements.length === 0),
  }),
  rule({
    id: 'A.5.31-without-owner',
    clause: 'A.5.31',
    grade: 'minor',
    gradeReason: 'Laws change, and nobody would notice.',
    title: 'Legal requirements that nobody watches',
    says: (names) => `Nobody who works here watches ${names}.`,
    remedy: 'Name an owner.',
    find: legally(({ owner }, { present }) => !present(owner)),
  }),
  rule({
    id: 'A.5.31-review-overdue',
    clause: 'A.5.31',
    grade: 'minor',
    gradeReason: 'The requirement is to be kept up to date, and was not looked at as planned.',
    title: 'Legal requirements to be reviewed',
    says: (names, count) => `The review of ${names} is past its day; whether ${word(count, 'it has', 'they have')} changed is not known.`,
    remedy: 'Look at what has changed and set the next day.',
    find: legally(({ reviewOn }, { day }) => reviewOn !== null && reviewOn < day),
  }),
  rule({
    id: 'A.5.31-not-met',
    clause: 'A.5.31',
    grade: 'minor',
    gradeReason: 'The organisation says itself that it does not comply.',
    title: 'Legal requirements that are not met',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} not met, by the organisation’s own judgement.`,
    remedy: 'Decide what has to change, by whom and until when.',
    find: legally(({ status }) => status === 'not-met'),
  }),
  rule({
    id: 'A.5.31-not-judged',
    clause: 'A.5.31',
    grade: 'minor',
    gradeReason: 'To know a requirement is not to meet it.',
    title: 'Legal requirements that nobody judged',
    says: (names) => `Whether the organisation meets ${names} has not been judged.`,
    remedy: 'Judge each, with whoever knows the law.',
    find: legally(({ status }) => status === 'unknown'),
  }),
  rule({
    id: 'A.5.31-how-unsaid',
    clause: 'A.5.31',
    grade: 'opportunity',
    gradeReason: 'The approach to each requirement is to be documented.',
    title: 'Legal requirements met nobody says how',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} called met; how is not written.`,
    remedy: 'Say how, or name the control or the document.',
    find: legally(({ status, how, controls, documents }) => status === 'met' && blank(how) && controls.length === 0 && documents.length === 0),
  }),
];
