import { isOverdue } from '../isms/auditor/requests/state.ts';
import { soaInForce } from '../isms/applicability/versions.ts';
import { bodyOf, lastAudit } from '../isms/certification/audits.ts';
import { type CertificationAudit, type CertificationFinding, auditTitles, endOf, isHeld, startOf } from '../isms/certification/model.ts';
import { currentCertificate, cycleMonths, eventsOf, standingOf, validTo } from '../isms/certification/certificate.ts';
import { cycleOf } from '../isms/certification/cycle.ts';
import { daysAgainstEstimate } from '../isms/certification/days.ts';
import { blocksDecision, shownFinding } from '../isms/certification/findings.ts';
import type { Window } from '../isms/certification/contract.ts';
import { openConcerns, windowOf } from '../isms/certification/window.ts';
import { personsInScope } from '../isms/context/boundaries.ts';
import { approvedScope, scopeCost } from '../isms/context/service.ts';
import { addDays, addMonths } from '../isms/days.ts';
import { reviewHeldBefore, reportedBefore } from '../isms/certification/before.ts';
import type { Grade, RecordPointer } from './contract.ts';
import { absent, afterDecision, at, blank, byTitle, everyStage, inOperation, rule as anyRule, type Case, type Rule, word } from './rule.ts';

const rule = (fields: Omit<Rule, 'room' | 'clause' | 'stages'> & Partial<Pick<Rule, 'clause' | 'stages'>>): Rule =>
  anyRule({ clause: 'Cycle', stages: everyStage, ...fields, room: 'certification' });

const audits = (found: readonly CertificationAudit[]) => at('certification-audits', found, ({ kind }) => auditTitles[kind]);
const findings = (found: readonly CertificationFinding[]) => byTitle('certification-findings', found);
const certificate = (it: Case, fits: (standing: ReturnType<typeof standingOf>, it: Case) => boolean): RecordPointer[] => {
  const found = currentCertificate(it.isms);
  return found && fits(standingOf(it.isms, found, it.day), it) ? [{ register: 'certificates', id: found.id, label: found.number }] : [];
};
const contract = (label: string, isSo: boolean) => absent('certification', label, isSo);
/** Days before an audit from which what it needs must be there. */
const near = 28;
const initial = ({ kind }: CertificationAudit) => kind === 'stage-1' || kind === 'stage-2';
/** Audits that have begun, or begin within some days. */
const coming = (it: Case, fits: (audit: CertificationAudit) => boolean, within = near) =>
  it.isms.certificationAudits.filter((each) => {
    const start = startOf(each);
    return fits(each) && start !== null && start <= addDays(it.day, within) && each.decision === 'open';
  });
const shown = (it: Case) => it.isms.certificationFindings.map((each) => shownFinding(it.isms, each, it.day));
const overdue = (grade: Grade) => (it: Case) => findings(shown(it).filter((each) => each.grade === grade && each.state === 'overdue'));
/** Stage 2 that is still to come, when the time between the stages is of this kind. */
const windowIs = (fits: Window['fits']) => (it: Case) => {
  const found = windowOf(it.isms, it.day);
  return audits(it.isms.certificationAudits.filter(({ id, heldTo }) => found?.fits === fits && id === found.stage2 && heldTo === null));
};
/** Since when the scope or the Statement in force is so. */
const since = (instant: string | null) => instant?.slice(0, 10) ?? '';

/** The body and the contract: 11.1. */
const body: Rule[] = [
  rule({
    id: 'cycle-no-body',
    grade: 'minor',
    gradeReason: 'Without a body there are no dates, and nothing to prepare for.',
    title: 'No certification body chosen',
    says: () => 'The Statement of Applicability is in force or an audit is planned, and no certification body is named.',
    remedy: 'Ask two or three accredited bodies for an offer, and enter the one you choose.',
    find: ({ isms }) =>
      contract(
        'Certification body',
        blank(isms.certification?.body ?? '') &&
          (isms.certificationAudits.length > 0 || isms.certificates.length > 0 || soaInForce(isms.soaVersions) !== null),
      ),
  }),
  rule({
    id: 'cycle-body-without-accreditation',
    grade: 'minor',
    gradeReason: 'Customers and authorities accept certificates of accredited bodies only.',
    title: 'Certification body without a known accreditation',
    says: () => 'Nobody has written down who accredits the certification body for information security management systems.',
    remedy: 'Look the body up in the register of the accreditation body, and enter name and number.',
    find: ({ isms }) => contract('Accreditation', !blank(isms.certification?.body ?? '') && blank(isms.certification!.accreditation)),
  }),
  rule({
    id: 'cycle-accreditation-expired',
    grade: 'minor',
    gradeReason: 'A certificate of a body that is not accredited any more is worth little.',
    title: 'Accreditation of the body past the day seen',
    says: () => 'The day until which the accreditation of the certification body was seen to be valid has passed.',
    remedy: 'Look the body up again, and enter until when its accreditation is valid.',
    find: ({ isms, day }) => contract('Accreditation', (isms.certification?.accreditedUntil ?? '9999') < day),
  }),
  rule({
    id: 'cycle-no-contract',
    grade: 'minor',
    stages: ['stage-1', 'stage-2'],
    gradeReason: 'The body audits under an agreement that can be enforced; without it the date will not hold.',
    title: 'Audit near, and no contract with the body',
    says: (names, count) => `${names} ${word(count, 'begins', 'begin')} within sixty days, and no contract with the certification body is recorded.`,
    remedy: 'Sign the contract, and enter the day.',
    find: (it) => audits((it.isms.certification?.contractOn ?? null) === null ? coming(it, initial, 60).filter((each) => !isHeld(each, it.day)) : []),
  }),
  rule({
    id: 'cycle-days-below-estimate',
    grade: 'opportunity',
    gradeReason: 'Too few days are a finding of the accreditation body against yours, and come back as a special audit.',
    title: 'Fewer audit days than the scope asks for',
    likely: 'The body may have reasons for fewer days.',
    says: (names) => `Fewer days than estimated for the persons in scope are agreed for: ${names}.`,
    remedy: 'Ask the body for its calculation, or correct the persons in scope.',
    find: ({ isms }) =>
      daysAgainstEstimate(isms.certification, scopeCost(isms)).flatMap(({ state, title }) =>
        state === 'below' ? [{ register: 'certification', id: '', label: title }] : [],
      ),
  }),
  rule({
    id: 'cycle-stages-by-different-bodies',
    grade: 'major',
    stages: inOperation,
    gradeReason: 'Stage 2 builds on Stage 1; another body begins with Stage 1 again.',
    title: 'Stage 1 and Stage 2 by different bodies',
    says: (names) => `${names} is done by another body than Stage 1.`,
    remedy: 'Have one body do both stages.',
    find: ({ isms }) => {
      const [one, two] = [lastAudit(isms, 'stage-1'), lastAudit(isms, 'stage-2')];
      return audits(one && two && bodyOf(isms, one) !== bodyOf(isms, two) && !blank(bodyOf(isms, one)) && !blank(bodyOf(isms, two)) ? [two] : []);
    },
  }),
  rule({
    id: 'cycle-other-body-without-transfer',
    grade: 'major',
    stages: afterDecision,
    gradeReason: 'Another body can look after a certificate only after it was transferred.',
    title: 'Audit by another body, certificate not transferred',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} done by another body than the one that answers for the certificate.`,
    remedy: 'Record the transfer with its day, or correct the body.',
    find: (it) => {
      const held = currentCertificate(it.isms);
      if (!held) return [];
      const from = held.decidedOn ?? held.validFrom ?? '';
      return audits(
        it.isms.certificationAudits.filter((each) => {
          const start = startOf(each);
          if (initial(each) || start === null || start < from) return false;
          // As the certificate stood on the day of the audit.
          const responsible = standingOf(it.isms, held, start < it.day ? start : it.day).body;
          return !blank(responsible) && !blank(bodyOf(it.isms, each)) && bodyOf(it.isms, each) !== responsible;
        }),
      );
    },
  }),
];

/** Stage 1, the window, Stage 2 and its findings: 11.2–11.4. */
const stages: Rule[] = [
  rule({
    id: 'cycle-audit-without-internal-audit',
    grade: 'major',
    stages: ['stage-1', 'stage-2'],
    gradeReason: 'The body certifies only what has been audited internally once.',
    title: 'Audit by the body before an internal audit',
    says: (names, count) =>
      `No internal audit is reported before ${names}, which ${word(count, 'has', 'have')} begun or ${word(count, 'begins', 'begin')} within four weeks.`,
    remedy: 'Hold and report an internal audit first, or move the date.',
    find: (it) => audits(coming(it, initial).filter((each) => !reportedBefore(it.isms, startOf(each)!))),
  }),
  rule({
    id: 'cycle-audit-without-review',
    grade: 'major',
    stages: ['stage-1', 'stage-2'],
    gradeReason: 'The body certifies only what top management has reviewed once.',
    title: 'Audit by the body before a management review',
    says: (names, count) =>
      `No management review was held before ${names}, which ${word(count, 'has', 'have')} begun or ${word(count, 'begins', 'begin')} within four weeks.`,
    remedy: 'Hold the management review first, or move the date.',
    find: (it) => audits(coming(it, initial).filter((each) => !reviewHeldBefore(it.isms, startOf(each)!))),
  }),
  rule({
    id: 'cycle-window-short',
    grade: 'opportunity',
    stages: ['stage-1'],
    gradeReason: 'What Stage 1 finds can hardly be closed in that time.',
    title: 'Less than four weeks between the stages',
    says: (names) => `${names} begins less than four weeks after Stage 1.`,
    remedy: 'Agree a later day with the body.',
    find: windowIs('short'),
  }),
  rule({
    id: 'cycle-window-long',
    grade: 'opportunity',
    stages: ['stage-1'],
    gradeReason: 'What Stage 1 saw grows old; the body may want to see it again.',
    title: 'More than eight weeks between the stages',
    says: (names) => `${names} begins more than eight weeks after Stage 1.`,
    remedy: 'Agree an earlier day, or ask the body whether Stage 1 still holds then.',
    find: windowIs('long'),
  }),
  rule({
    id: 'cycle-stage-2-while-not-ready',
    grade: 'major',
    stages: ['stage-2'],
    gradeReason: 'The body itself has said that Stage 2 would fail.',
    title: 'Stage 2 near although Stage 1 ended with "not ready"',
    says: (names) => `${names} has begun or begins within four weeks, and Stage 1 ended with the result that the organisation is not ready.`,
    remedy: 'Close what stood against it, and have Stage 1 repeated or its result changed.',
    find: (it) => audits(coming(it, ({ kind }) => kind === 'stage-2').filter(() => lastAudit(it.isms, 'stage-1')?.decision === 'not-ready')),
  }),
  rule({
    id: 'cycle-concern-open',
    grade: 'minor',
    stages: ['stage-2'],
    gradeReason: 'What Stage 1 doubted and nobody closed becomes a nonconformity of Stage 2.',
    title: 'Areas of concern open shortly before Stage 2',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} not closed, and Stage 2 has begun or begins within two weeks.`,
    remedy: 'Do what was promised, and write down what was done.',
    find: (it) => (coming(it, ({ kind }) => kind === 'stage-2', 14).length > 0 ? byTitle('areas-of-concern', openConcerns(it.isms)) : []),
  }),
  rule({
    id: 'cycle-concern-without-owner',
    grade: 'opportunity',
    stages: ['stage-1', 'stage-2'],
    gradeReason: 'The window is short; what nobody owns is not closed in it.',
    title: 'Areas of concern without an owner or a day',
    says: (names, count) => `Nobody has been made responsible for ${names} by a day; Stage 2 will come back to ${word(count, 'it', 'them')}.`,
    remedy: 'Name an owner and a day before Stage 2.',
    find: ({ isms }) =>
      byTitle(
        'areas-of-concern',
        openConcerns(isms).filter(({ owner, dueOn }) => owner === null || dueOn === null),
      ),
  }),
  rule({
    id: 'cycle-request-overdue',
    grade: 'minor',
    gradeReason: 'What is not shown does not exist for the audit.',
    title: 'Evidence the auditor asked for is overdue',
    says: (names, count) => `The auditor has asked for ${names}; the day by which ${word(count, 'it was', 'they were')} wanted has passed.`,
    remedy: 'Provide it, or agree another day.',
    find: ({ isms, day }) =>
      byTitle(
        'evidence-requests',
        isms.evidenceRequests.filter((each) => isOverdue(each, day)),
      ),
  }),
  rule({
    id: 'cycle-major-answer-overdue',
    clause: '10.2',
    grade: 'major',
    stages: inOperation,
    gradeReason: 'A major that is not answered in time costs or suspends the certificate.',
    title: 'Answers to major nonconformities of the body overdue',
    says: (names, count) =>
      `The day by which ${names} had to be answered has passed without a plan; ${word(count, 'it is', 'they are')} graded major.`,
    remedy: 'Send correction, cause and plan now, and tell the body why it is late.',
    find: overdue('major'),
  }),
  rule({
    id: 'cycle-minor-answer-overdue',
    clause: '10.2',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'A minor that is left lying becomes a major at the next audit.',
    title: 'Answers to minor nonconformities of the body overdue',
    says: (names) => `No plan was sent for ${names} within the days agreed with the certification body.`,
    remedy: 'Send correction, cause and plan.',
    find: overdue('minor'),
  }),
  rule({
    id: 'cycle-plan-not-accepted',
    clause: '10.2',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'Until the body has accepted a plan it is not answered.',
    title: 'Plans that the body has not accepted for a month',
    says: (names, count) =>
      `The ${word(count, 'plan', 'plans')} for ${names} went to the body more than thirty days ago, and acceptance is not recorded.`,
    remedy: 'Ask the body; where it wants more, change the plan.',
    find: (it) => findings(shown(it).filter((each) => each.state === 'plan-sent' && each.planSentOn! < addDays(it.day, -30))),
  }),
  rule({
    id: 'cycle-finding-without-nonconformity',
    clause: '10.2',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'What the body finds is handled like every nonconformity: correction, cause, action, effect.',
    title: 'Findings of the body that are no nonconformity here',
    says: (names, count) => `${names} ${word(count, 'has', 'have')} not been taken into the handling of nonconformities.`,
    remedy: 'Raise the nonconformity and link it.',
    find: ({ isms }) => findings(isms.certificationFindings.filter(({ grade, nonconformity }) => grade !== 'opportunity' && nonconformity === null)),
  }),
  rule({
    id: 'cycle-decided-with-open-findings',
    clause: '10.2',
    grade: 'major',
    stages: inOperation,
    gradeReason: 'A body verifies majors and accepts plans for minors before it decides.',
    title: 'Certificate granted with findings open',
    says: (names, count) => `${names} ${word(count, 'was', 'were')} neither verified nor accepted when the certificate was granted.`,
    remedy: 'Record when the body verified or accepted them; where it did not, ask it.',
    find: ({ isms }) => {
      const granted = new Map(
        isms.certificationAudits.flatMap(({ id, decision, decidedOn }) =>
          decision === 'granted' || decision === 'renewed' ? [[id, decidedOn ?? ''] as const] : [],
        ),
      );
      return findings(
        isms.certificationFindings.filter((each) => {
          const decidedOn = granted.get(each.audit);
          if (decidedOn === undefined || (each.raisedOn ?? '') > decidedOn) return false;
          return blocksDecision(each) || (each.grade === 'major' && each.verifiedOn! > decidedOn);
        }),
      );
    },
  }),
  rule({
    id: 'cycle-major-over-six-months',
    clause: '10.2',
    grade: 'major',
    stages: ['stage-2'],
    gradeReason: 'After six months what Stage 2 saw does not count any more.',
    title: 'Majors not verified within six months of Stage 2',
    says: (names, count) => `${names} ${word(count, 'was', 'were')} not verified within six months after the last day of Stage 2.`,
    remedy: 'Agree a new Stage 2 with the body.',
    find: (it) => {
      const again = lastAudit(it.isms, 'stage-2');
      return findings(shown(it).filter((each) => each.state === 'lost' && each.audit === again?.id));
    },
  }),
];

/** The certificate and its three years: 11.5. */
const years: Rule[] = [
  rule({
    id: 'cycle-scope-not-on-certificate',
    clause: '4.3',
    grade: 'minor',
    stages: afterDecision,
    gradeReason: 'The certificate says what is certified; the management system says something else.',
    title: 'Scope in force is not the one on the certificate',
    likely: 'The wording is compared; the body may have shortened it with consent.',
    says: (names) => `Another version of the scope is in force than the one that ${names} was granted for, and the body has not been told.`,
    remedy: 'Report the change to the body, and record the report or the extension.',
    find: (it) => {
      const scope = approvedScope(it.isms);
      const held = currentCertificate(it.isms);
      if (!scope || !held || held.scopeVersion === scope.id) return [];
      const told = eventsOf(it.isms, held.id, it.day).some(
        ({ kind, on }) => (kind === 'extended' || kind === 'reduced' || kind === 'change-reported') && on >= since(scope.approvedAt),
      );
      return certificate(it, ({ state }) => !told && (state === 'valid' || state === 'suspended'));
    },
  }),
  rule({
    id: 'cycle-soa-not-reported',
    clause: '6.1.3',
    grade: 'minor',
    stages: afterDecision,
    gradeReason: 'The certificate names the version of the Statement it rests on; customers ask for that one.',
    title: 'Statement in force unknown to the body',
    says: (names) => `${names} names another version of the Statement of Applicability than the one in force, and the change has not been reported.`,
    remedy: 'Report the new version to the body, and record the report.',
    find: (it) =>
      certificate(it, ({ state, soaVersion }) => {
        const soa = soaInForce(it.isms.soaVersions);
        return soa !== null && soaVersion !== soa.id && (state === 'valid' || state === 'suspended');
      }),
  }),
  rule({
    id: 'cycle-size-not-reported',
    clause: '4.3',
    grade: 'minor',
    stages: afterDecision,
    gradeReason: 'Audit time follows the persons in scope; a change of a fifth is reported to the body.',
    title: 'Change of size not reported to the body',
    likely: 'The body may know of it from elsewhere.',
    says: (names) => `The persons in scope have changed by more than a fifth since ${names} was granted, and no change has been reported.`,
    remedy: 'Report the number, and record the report.',
    find: (it) => {
      const held = currentCertificate(it.isms);
      const then = it.isms.scopeVersions.find(({ id }) => id === held?.scopeVersion)?.frozen?.persons ?? null;
      const now = personsInScope(it.isms);
      if (!held || then === null || now === null || Math.abs(now - then) <= then / 5) return [];
      return certificate(it, ({ state }) => state === 'valid' && !eventsOf(it.isms, held.id, it.day).some(({ kind }) => kind === 'change-reported'));
    },
  }),
  ...(['surveillance-1', 'surveillance-2'] as const).flatMap((kind): Rule[] => {
    const [latest, name, text] =
      kind === 'surveillance-1'
        ? (['twelve', 'First surveillance', 'the first surveillance audit'] as const)
        : (['twenty-four', 'Second surveillance', 'the second surveillance audit'] as const);
    const of = (it: Case) => cycleOf(it.isms, it.day).milestones.find(({ id }) => id === kind);
    return [
      rule({
        id: `cycle-${kind}-late`,
        grade: 'major',
        stages: kind === 'surveillance-1' ? afterDecision : ['surveillance-2', 'recertification'],
        gradeReason: 'A body suspends a certificate whose surveillance does not take place in time.',
        title: `${name} not within ${latest} months`,
        says: (names) =>
          `${latest[0]!.toUpperCase()}${latest.slice(1)} months after ${names} was granted, ${text} has not been held, or is planned for later.`,
        remedy: 'Agree the next possible day with the body, or an earlier one; tell it why.',
        find: (it) => certificate(it, ({ state }) => state === 'valid' && of(it)?.basis !== 'estimated' && of(it)?.state === 'late'),
      }),
      rule({
        id: `cycle-${kind}-not-planned`,
        grade: 'minor',
        stages: [kind],
        gradeReason: 'Bodies are booked out months ahead; what is not planned now comes too late.',
        title: `${name} has no date`,
        says: (names) => `For ${text} under ${names} no date is agreed, and it must take place within the time that the body needs to come.`,
        remedy: 'Agree the date, and enter the audit.',
        find: (it) => certificate(it, ({ state }) => state === 'valid' && of(it)?.state === 'due' && of(it)?.audit === null),
      }),
    ];
  }),
  rule({
    id: 'cycle-suspended',
    grade: 'major',
    stages: afterDecision,
    gradeReason: 'A suspended certificate certifies nothing; it may not be shown.',
    title: 'Certificate suspended',
    says: (names) => `${names} is suspended.`,
    remedy: 'Close what it was suspended for, and have it restored in time.',
    find: (it) => certificate(it, ({ state, suspension }) => state === 'suspended' && it.day <= suspension!.until),
  }),
  rule({
    id: 'cycle-suspended-too-long',
    grade: 'major',
    stages: afterDecision,
    gradeReason: 'After six months a suspension ends in withdrawal or in a smaller scope.',
    title: 'Suspension past its last day',
    says: (names) => `The last day by which ${names} had to be restored has passed.`,
    remedy: 'Ask the body what it has decided, and record the withdrawal or the reduced scope.',
    find: (it) => certificate(it, ({ state, suspension }) => state === 'suspended' && it.day > suspension!.until),
  }),
  rule({
    id: 'cycle-expired',
    grade: 'major',
    stages: ['recertification'],
    gradeReason: 'Nobody is certified by a certificate that has ended.',
    title: 'Certificate has ended',
    says: (names) => `${names} has ended, and no new one is entered.`,
    remedy: 'Within six months complete recertification and have it restored; after that begin with Stage 2 again.',
    find: (it) => certificate(it, ({ state }) => state === 'restorable' || state === 'expired'),
  }),
  rule({
    id: 'cycle-recertification-not-planned',
    grade: 'minor',
    stages: ['surveillance-2', 'recertification'],
    gradeReason: 'Audit, answers and decision must all lie before the end of the certificate.',
    title: 'Recertification has no date',
    says: (names) => `${names} ends within four months, and no date of the recertification audit is agreed.`,
    remedy: 'Agree the date with the body now.',
    find: (it) => {
      const planning = cycleOf(it.isms, it.day).milestones.find(({ id }) => id === 'planning');
      return certificate(it, ({ state }) => state === 'valid' && (planning?.state === 'due' || planning?.state === 'late'));
    },
  }),
  rule({
    id: 'cycle-recertification-after-end',
    grade: 'major',
    stages: ['recertification'],
    gradeReason: 'Between the end and the new decision there is no certificate.',
    title: 'Recertification planned after the certificate ends',
    says: (names) => `${names} ends after the last day of the certificate.`,
    remedy: 'Agree an earlier date; leave time for answers.',
    find: (it) => {
      const held = currentCertificate(it.isms);
      const until = held && validTo(held);
      if (!until) return [];
      return audits(
        it.isms.certificationAudits.filter((each) => {
          const end = endOf(each);
          return (
            each.kind === 'recertification' && each.decision === 'open' && end !== null && end > until && (startOf(each) ?? '') < addMonths(until, 12)
          );
        }),
      );
    },
  }),
  rule({
    id: 'cycle-restored-too-late',
    grade: 'major',
    stages: afterDecision,
    gradeReason: 'More than six months after its end a certificate is not restored: at least Stage 2 is done again.',
    title: 'Certificate restored more than six months after its end',
    says: (names) => `${names} follows on a certificate that had ended more than six months before, without a new Stage 2.`,
    remedy: 'Ask the body how it could decide so; customers and their auditors will.',
    find: ({ isms }) =>
      at(
        'certificates',
        isms.certificates.filter((each) => {
          const audit = isms.certificationAudits.find(({ id }) => id === each.audit);
          const from = each.decidedOn ?? each.validFrom;
          const before = isms.certificates
            .flatMap((other) => (other.id !== each.id && (other.decidedOn ?? '') < (from ?? '') ? (validTo(other) ?? []) : []))
            .toSorted()
            .at(-1);
          return audit?.kind === 'recertification' && from !== null && before !== undefined && from > addMonths(before, cycleMonths.restoration);
        }),
        ({ number }) => number,
      ),
  }),
  rule({
    id: 'cycle-certificate-without-days',
    grade: 'minor',
    stages: afterDecision,
    gradeReason: 'Every date of the three years is counted from the decision.',
    title: 'Certificate without day of decision or end',
    says: (names, count) =>
      `For ${names} the day of the decision or the last day is not known; none of the dates of ${word(count, 'its', 'their')} cycle can be told.`,
    remedy: 'Enter the days as they stand on the certificate.',
    find: ({ isms }) =>
      at(
        'certificates',
        isms.certificates.filter((each) => (each.decidedOn ?? each.validFrom) === null || validTo(each) === null),
        ({ number }) => number,
      ),
  }),
];

/** The way to the certificate, and its three years (mission 11): what the body would hold against the organisation. */
export const certification: Rule[] = [...body, ...stages, ...years];
