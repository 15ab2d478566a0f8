import { createHash } from 'node:crypto';
import { coverage, programmeOf } from '../isms/audits/coverage.ts';
import { interestsThen } from '../isms/audits/independence.ts';
import type { AuditFinding, InternalAudit } from '../isms/audits/model.ts';
import { addDays, addMonths } from '../isms/days.ts';
import { absent, at, blank, byTitle, everyStage, inOperation, rulesOf, word, type Case, type Rule } from './rule.ts';

const audit = rulesOf('audits');
const audits = (it: Case, fits: (audit: InternalAudit) => boolean) => byTitle('internal-audits', it.isms.internalAudits.filter(fits));
const isOpen = ({ status }: InternalAudit) => status === 'planned' || status === 'in-progress';
const reported = ({ isms }: Case) => isms.internalAudits.filter(({ status }) => status === 'reported');
/** Findings of signed reports that ask for something. */
const findings = (it: Case, fits: (finding: AuditFinding) => boolean) => {
  const over = new Set(reported(it).map(({ id }) => id));
  return byTitle(
    'audit-findings',
    it.isms.auditFindings.filter((each) => over.has(each.audit) && (each.grade === 'major' || each.grade === 'minor') && fits(each)),
  );
};
/** Lines of the coverage of today's programme; none where there is no programme, or nothing was ever audited: that is a finding of its own. */
const rows = (it: Case) => (it.isms.auditProgrammes.length === 0 || reported(it).length === 0 ? [] : coverage(it.isms, it.standard, it.day).rows);
const subjects = (list: ReturnType<typeof rows>) =>
  at(
    'audit-coverage',
    list.map(({ id, label, title, kind }) => ({ id, name: kind === 'control' ? `${id} ${title}` : label })),
    ({ name }) => name,
  );
/** Days of grace for what is written after an audit. */
const reportDays = 14;
/** Days before an audit by which it is known who does it. */
const plannedAhead = 30;

/** Clause 9.2: internal audits and their programme. */
export const clause92: Rule[] = [
  audit({
    id: '9.2.2-no-programme',
    clause: '9.2.2',
    grade: 'major',
    stages: everyStage,
    gradeReason: 'Without a programme nothing shows that the whole system is looked at in time.',
    title: 'No programme of internal audits',
    says: () => 'A programme of internal audits could not be shown.',
    remedy: 'Begin a programme for the cycle: which audits look at what, how often and why.',
    find: ({ isms }) => absent('audit-programmes', 'Audit programme', isms.auditProgrammes.length === 0),
  }),
  audit({
    id: '9.2.2-programme-ended',
    clause: '9.2.2',
    grade: 'minor',
    stages: everyStage,
    gradeReason: 'Audits happen at planned intervals; for today nothing is planned.',
    title: 'Audit programme that does not cover today',
    says: (names) => `The time of ${names} does not include today, and no other programme does.`,
    remedy: 'Write the programme of the present cycle.',
    find: ({ isms, day }) => {
      const now = programmeOf(isms, day);
      const covers = now !== null && now.from !== null && now.from <= day && (now.to === null || now.to >= day);
      return covers ? [] : byTitle('audit-programmes', now === null ? [] : [now]);
    },
  }),
  audit({
    id: '9.2.2-programme-without-owner',
    clause: '9.2.2',
    grade: 'minor',
    stages: everyStage,
    gradeReason: 'Responsibilities belong to the programme.',
    title: 'Audit programme that nobody answers for',
    says: (names) => `No person who is there leads ${names}.`,
    remedy: 'Name who answers for the programme.',
    find: ({ isms, present }) =>
      byTitle(
        'audit-programmes',
        isms.auditProgrammes.filter(({ owner }) => !present(owner)),
      ),
  }),
  audit({
    id: '9.2.2-programme-not-approved',
    clause: '9.2.2',
    grade: 'opportunity',
    stages: everyStage,
    gradeReason: 'That the programme is in force can be told from nothing.',
    title: 'Audit programme without the day of its approval',
    says: (names) => `When ${names} was approved is not recorded.`,
    remedy: 'Have the programme approved, and record the day.',
    find: ({ isms, day }) =>
      byTitle(
        'audit-programmes',
        isms.auditProgrammes.filter(({ approvedOn }) => approvedOn === null || approvedOn > day),
      ),
  }),
  audit({
    id: '9.2.1-never-audited',
    clause: '9.2.1',
    grade: 'major',
    stages: everyStage,
    gradeReason: 'At least one internal audit of the whole system comes before certification; without it there is no certificate.',
    title: 'No internal audit has been reported',
    says: () => 'No report of an internal audit could be shown.',
    remedy: 'Carry out an internal audit over all clauses and applicable controls, and sign its report.',
    find: (it) => absent('internal-audits', 'Internal audit', reported(it).length === 0),
  }),
  audit({
    id: '9.2.1-interval-exceeded',
    clause: '9.2.1',
    grade: 'minor',
    gradeReason: 'The organisation does not keep to the interval that it has planned.',
    title: 'Last internal audit too long ago',
    says: (names) => `The last internal audit, ${names}, is older than the interval that was promised.`,
    remedy: 'Carry out the next audit of the programme.',
    find: (it) => {
      const months = it.isms.commitments?.auditMonths ?? 12;
      const last = reported(it).toSorted((a, b) => (b.reportedOn ?? '').localeCompare(a.reportedOn ?? ''))[0];
      return byTitle('internal-audits', last?.reportedOn && addMonths(last.reportedOn, months) < it.day ? [last] : []);
    },
  }),
  audit({
    id: '9.2.2-clause-never-audited',
    clause: '9.2.2',
    grade: 'minor',
    gradeReason: 'The programme has to take in all of the system; a requirement stands in none of its audits.',
    title: 'Requirements that no audit looks at',
    says: (names) => `No audit of the programme has looked at or plans to look at ${names}.`,
    remedy: 'Put them into an audit of the programme.',
    find: (it) => subjects(rows(it).filter(({ kind, state }) => kind === 'requirement' && state === 'gap')),
  }),
  audit({
    id: '9.2.2-control-never-audited',
    clause: '9.2.2',
    grade: 'minor',
    gradeReason: 'Every control that applies has its turn within the cycle; for these none is planned.',
    title: 'Applicable controls that no audit looks at',
    says: (names) => `The Statement of Applicability includes ${names}, but no audit of the programme has looked there or plans to.`,
    remedy: 'Put them into an audit of the programme.',
    find: (it) => subjects(rows(it).filter(({ kind, state }) => kind === 'control' && state === 'gap')),
  }),
  audit({
    id: '9.2.2-due-again',
    clause: '9.2.2',
    grade: 'opportunity',
    gradeReason: 'Importance and earlier results shall guide the programme; here they ask for another look soon.',
    title: 'Subjects that should be audited again, and nothing is planned',
    likely: 'The interval is proposed from risk, changes and earlier results; the organisation may choose another.',
    says: (names) => `Risk, changes or earlier findings ask for another look at ${names}; the programme plans none.`,
    remedy: 'Plan another look, or write down why not.',
    find: (it) => subjects(rows(it).filter(({ state }) => state === 'again')),
  }),
  audit({
    id: '9.2.2-not-impartial',
    clause: '9.2.2',
    grade: 'minor',
    gradeReason: 'Auditors are chosen so that nobody audits what they own or did.',
    title: 'Subjects audited by somebody who has a part in them',
    says: (names) => `The auditor has an interest in what they audited: ${names}.`,
    remedy: 'Have these looked at again by somebody impartial.',
    find: (it) => {
      const of = new Map(it.isms.internalAudits.map((each) => [each.id, each]));
      const names = new Map(it.isms.people.map(({ id, name }) => [id, name]));
      return at(
        'audit-notes',
        it.isms.auditNotes
          .filter(({ conclusion }) => conclusion === 'conforms' || conclusion === 'deviates')
          .flatMap(({ id, subject, auditor, audit: within }) => {
            const held = of.get(within);
            const [first] = held ? interestsThen(it.isms, it.standard, it.day, auditor, [subject], held) : [];
            return first ? [{ id, name: `${subject} by ${names.get(auditor) ?? auditor}, who ${first.why}` }] : [];
          }),
        ({ name }) => name,
      );
    },
  }),
  audit({
    id: '9.2.2-no-criteria',
    clause: '9.2.2',
    grade: 'minor',
    gradeReason: 'Criteria and scope are laid down for each audit (9.2.2 a).',
    title: 'Audits without scope or criteria',
    says: (names, count) => `What ${names} ${word(count, 'looks', 'look')} at, or against which criteria, is not laid down.`,
    remedy: 'Write scope and criteria of each audit.',
    find: (it) =>
      audits(
        it,
        (each) =>
          each.status !== 'cancelled' &&
          (blank(each.scope) || blank(each.criteria)) &&
          (each.status !== 'planned' || (each.plannedFrom !== null && each.plannedFrom <= addDays(it.day, plannedAhead))),
      ),
  }),
  audit({
    id: '9.2.2-no-auditor',
    clause: '9.2.2',
    grade: 'minor',
    gradeReason: 'Auditors are selected before the audit (9.2.2 b); a few weeks before it nobody is.',
    title: 'Audits of the next weeks without a lead auditor',
    says: (names, count) =>
      `${names} ${word(count, 'is', 'are')} to begin within thirty days, and nobody who could lead ${word(count, 'it', 'them')} is named.`,
    remedy: 'Name an impartial lead auditor, from outside if need be.',
    find: (it) =>
      audits(
        it,
        (each) => isOpen(each) && !it.present(each.leadAuditor) && each.plannedFrom !== null && each.plannedFrom <= addDays(it.day, plannedAhead),
      ),
  }),
  audit({
    id: '9.2.1-not-held',
    clause: '9.2.1',
    grade: 'minor',
    gradeReason: 'Planned intervals are kept, or planned anew with a reason.',
    title: 'Planned audits that nobody has begun',
    says: (names, count) => `The first day of ${names} has passed, and nothing shows that ${word(count, 'it was', 'they were')} begun.`,
    remedy: 'Carry the audit out, set another day, or cancel it with the reason.',
    find: (it) => audits(it, ({ status, plannedFrom }) => status === 'planned' && plannedFrom !== null && plannedFrom < it.day),
  }),
  audit({
    id: '9.2.2-report-late',
    clause: '9.2.2',
    grade: 'minor',
    gradeReason: 'Results shall be reported (9.2.2 c); weeks after the audit they are not.',
    title: 'Audits held without a report',
    says: (names, count) => `${names} ended more than two weeks ago, and the ${word(count, 'report is', 'reports are')} not signed.`,
    remedy: 'Conclude what is open, and sign the report.',
    find: (it) => audits(it, ({ status, plannedTo }) => status === 'in-progress' && plannedTo !== null && addDays(plannedTo, reportDays) < it.day),
  }),
  audit({
    id: '9.2.2-report-altered',
    clause: '9.2.2',
    grade: 'major',
    stages: everyStage,
    gradeReason: 'What was signed is not what can be shown: nothing in the report can be relied on.',
    title: 'Audit reports that are not what was signed',
    says: (names) => `The text of ${names} does not have the hash that was signed.`,
    remedy: 'Restore the report from a backup; find out who changed it.',
    find: ({ isms }) =>
      at(
        'audit-reports',
        isms.auditReports.filter(({ content, hash }) => createHash('sha256').update(content).digest('hex') !== hash),
        ({ audit: of }) => `Report of ${of}`,
      ),
  }),
  audit({
    id: '9.2.1-rests-on-nothing',
    clause: '9.2.1',
    grade: 'minor',
    gradeReason: 'Documented information shall show the results (9.2.2); here there is a conclusion and nothing under it.',
    title: 'Conclusions that rest on nothing',
    says: (names, count) =>
      `No evidence and no note stands behind the ${word(count, 'conclusion', 'conclusions')} that ${names} ${word(count, 'conforms', 'conform')}.`,
    remedy: 'Look at them again in the next audit, and note what was seen.',
    find: (it) => {
      const over = new Set(reported(it).map(({ id }) => id));
      return at(
        'audit-notes',
        it.isms.auditNotes.filter(
          (each) =>
            over.has(each.audit) &&
            each.conclusion === 'conforms' &&
            each.seen.length === 0 &&
            each.files.length === 0 &&
            blank(each.interview) &&
            each.answers.every(({ note }) => blank(note)),
        ),
        ({ subject }) => subject,
      );
    },
  }),
  audit({
    id: '9.2.2-finding-not-raised',
    clause: '9.2.2',
    grade: 'minor',
    gradeReason: 'A nonconformity that was found calls for correction (10.2); nobody has taken it up.',
    title: 'Nonconformities of an audit that were never taken up',
    says: (names, count) => `${names} ${word(count, 'was', 'were')} found and reported, and no corrective action was begun.`,
    remedy: 'Make a nonconformity of each, with an owner.',
    find: (it) => findings(it, ({ raisedAs }) => blank(raisedAs)),
  }),
  audit({
    id: '9.2.2-finding-without-owner',
    clause: '9.2.2',
    grade: 'minor',
    gradeReason: 'Results go to the management that is concerned (9.2.2 c); for these nobody is.',
    title: 'Nonconformities of an audit that nobody deals with',
    says: (names, count) => `Nobody who works here deals with ${names}, which ${word(count, 'an internal audit has', 'internal audits have')} found.`,
    remedy: 'Name an owner for each nonconformity.',
    find: (it) => {
      const owners = new Map(it.isms.nonconformities.filter(({ closedOn }) => closedOn === null).map(({ id, owner }) => [id, owner]));
      return findings(it, ({ raisedAs }) => owners.has(raisedAs) && !it.present(owners.get(raisedAs)!));
    },
  }),
  audit({
    id: '9.2.1-nothing-found',
    clause: '9.2.1',
    grade: 'opportunity',
    stages: inOperation,
    gradeReason: 'An audit of much that finds nothing at all has seldom looked closely.',
    title: 'A large audit that found nothing',
    likely: 'There may have been nothing to find.',
    says: (names) => `${names} looked at thirty subjects or more and has neither a nonconformity nor an opportunity to show.`,
    remedy: 'Have the next audit draw samples and ask at the workplace.',
    find: (it) => {
      const found = new Set(it.isms.auditFindings.filter(({ grade }) => grade !== 'conformity').map((each) => each.audit));
      const size = new Map([...Map.groupBy(it.isms.auditNotes, (each) => each.audit)].map(([id, notes]) => [id, notes.length]));
      return byTitle(
        'internal-audits',
        reported(it).filter(({ id }) => (size.get(id) ?? 0) >= 30 && !found.has(id)),
      );
    },
  }),
];
