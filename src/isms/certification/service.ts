import type { Call } from '../../platform/contract/call.ts';
import { Problem, notFound } from '../../platform/contract/problem.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import type { Files } from '../../platform/files/service.ts';
import { registerHandlers } from '../../platform/register/service.ts';
import { standard } from '../../standard/standard.ts';
import { collections } from '../collections.ts';
import { raiseNonconformity } from '../improvement/service.ts';
import { scopeCost } from '../context/service.ts';
import { addMonths, dayInWords } from '../days.ts';
import { ismsOf, type Isms } from '../isms.ts';
import { calendarFile } from '../operations/calendar/ical.ts';
import { shownBy, writtenAs } from '../operations/shown.ts';
import {
  type Certificate,
  Certification,
  type CertificationAudit,
  type CertificationFinding,
  areasOfConcern,
  auditTitles,
  certificates as certificateRegister,
  certificationAudits,
  certificationFindings,
  decisionsAfter,
  startOf,
} from './model.ts';
import { currentCertificate, cycleMonths, eventsOf, standingOf } from './certificate.ts';
import { CertificateShown, CertificationFindingShown, type certificationContract } from './contract.ts';
import { cycleOf } from './cycle.ts';
import { cycleEvents } from './dates.ts';
import { daysAgainstEstimate } from './days.ts';
import { blocksDecision, shownFinding } from './findings.ts';
import { auditBefore, focusOf } from './focus.ts';
import { proposeInterviews } from './interviews.ts';
import { windowOf } from './window.ts';
import { beforeAudit, beforeFinding, certificateFields, past } from './writing.ts';

async function auditOf(call: Call, id: string): Promise<{ isms: Isms; audit: CertificationAudit }> {
  const isms = ismsOf(await call.snapshot());
  const audit = isms.certificationAudits.find((each) => each.id === id);
  if (!audit) throw notFound('certification audit', id);
  return { isms, audit };
}

/** A finding of the body becomes a nonconformity; an opportunity, one for improvement. What is done stands there. */
async function raise(call: Call, finding: CertificationFinding): Promise<CertificationFinding> {
  if (finding.nonconformity !== null) return finding;
  const shared = { title: finding.title, subjects: finding.subjects, source: 'certification-audit' as const, sourceRecord: finding.id };
  if (finding.grade === 'opportunity') {
    await call.write.create(collections.improvements, { ...shared, description: finding.statement, raisedOn: finding.raisedOn ?? call.today });
    return finding;
  }
  const nonconformity = await raiseNonconformity(call, {
    ...shared,
    grade: finding.grade,
    statement: finding.statement,
    raisedOn: finding.raisedOn ?? call.today,
    dueOn: shownFinding(ismsOf(await call.snapshot()), finding, call.today).answerBy,
  });
  return call.write.change(collections.certificationFindings, finding.id, { nonconformity: nonconformity.id });
}

const shownCertificate = (isms: Isms, certificate: Certificate, day: string): CertificateShown => {
  const { state, suspension, restorableUntil, scope, body, soaVersion } = standingOf(isms, certificate, day);
  return { ...certificate, state, suspendedUntil: suspension?.until ?? null, restorableUntil, scopeNow: scope, bodyNow: body, soaNow: soaVersion };
};

const findingsRegister = registerHandlers<'certification-findings', typeof certificationFindings.fields.shape, typeof CertificationFindingShown>(
  certificationFindings,
  {
    schema: CertificationFindingShown,
    shown: shownBy((isms, finding: CertificationFinding, call) => shownFinding(isms, finding, call.today)),
    beforeWrite: (call, fields, before) => beforeFinding(call, fields, before as CertificationFinding | null),
  },
);

/** Certification: the body, its audits and findings, the certificate, and the three years (mission 11). */
export const certificationService = (files: Files): Handlers<typeof certificationContract> => ({
  audits: registerHandlers(certificationAudits, {
    beforeWrite: (call, fields, before) => beforeAudit(call, fields, before as CertificationAudit | null),
  }),
  areas: registerHandlers(areasOfConcern, {
    beforeWrite: (call, fields) => {
      past(call, 'closedOn', fields['closedOn']);
      return fields;
    },
  }),
  findings: {
    ...findingsRegister,
    async create(call, input) {
      const { record } = await findingsRegister.create(call, input);
      return writtenAs(call, await raise(call, record as CertificationFinding));
    },
  },
  certificates: registerHandlers<'certificates', typeof certificateRegister.fields.shape, typeof CertificateShown>(certificateRegister, {
    schema: CertificateShown,
    shown: shownBy((isms, certificate: Certificate, call) => shownCertificate(isms, certificate, call.today)),
    beforeWrite: (call, fields, before) => certificateFields(call, fields, before as Certificate | null),
  }),
  async show(call) {
    const isms = ismsOf(await call.snapshot());
    const certificate = currentCertificate(isms);
    const estimate = scopeCost(isms);
    return {
      certification: isms.certification ?? Certification.parse({ id: 'certification', version: 0 }),
      cycle: cycleOf(isms, call.today),
      window: windowOf(isms, call.today),
      days: daysAgainstEstimate(isms.certification, estimate),
      explanation: estimate.explanation,
      certificate: certificate && shownCertificate(isms, certificate, call.today),
    };
  },
  async keep(call, { version, ...fields }) {
    const known = ismsOf(await call.snapshot()).certification;
    const record = known
      ? await call.write.change(collections.certification, 'certification', fields, version)
      : await call.write.create(collections.certification, { ...fields, id: 'certification' });
    return writtenAs(call, record);
  },
  async calendar(call) {
    const isms = ismsOf(await call.snapshot());
    const text = calendarFile(`${isms.organisation.name}: certification`, cycleEvents(isms, call.today, ''), call.now());
    return new File([text], 'certification.ics', { type: 'text/calendar' });
  },
  async decide(call, { id, decision, on = call.today }) {
    const { isms, audit } = await auditOf(call, id);
    past(call, 'on', on);
    const allowed = decisionsAfter[audit.kind];
    if (!allowed.includes(decision))
      throw new Problem('invalid-input', `After ${auditTitles[audit.kind]} the body does not decide "${decision}".`, {
        fields: [{ field: 'decision', message: `One of ${allowed.join(', ')}.` }],
        remedy: 'Choose one of them.',
      });
    const start = startOf(audit);
    if (start === null || start > on)
      throw new Problem('not-possible', `${auditTitles[audit.kind]} has not been held yet.`, {
        fields: [{ field: 'heldFrom', message: 'Record the days on which it was held.' }],
        remedy: 'Record the days, then the decision.',
      });
    const open = isms.certificationFindings.filter((each) => each.audit === id && blocksDecision(each));
    if (decision === 'granted' || decision === 'renewed') {
      const first = open[0];
      if (first)
        throw new Problem(
          'not-possible',
          `A certificate is not granted while ${open.map((each) => each.id).join(', ')} ${open.length === 1 ? 'is' : 'are'} open.`,
          {
            fields: open.map((each) => ({
              field: each.id,
              message: each.grade === 'major' ? `The major "${each.title}" is not verified.` : `The plan for "${each.title}" is not accepted.`,
            })),
            remedy: 'Record the verification of majors and the acceptance of plans first.',
          },
        );
      const limit = isms.certificationFindings
        .filter((each) => each.audit === id && each.grade === 'major')
        .map((each) => ({ each, by: shownFinding(isms, each, on).verifyBy }))
        .find(({ each, by }) => by !== null && each.verifiedOn! > by);
      if (limit)
        throw new Problem('not-possible', `${limit.each.id} was verified after ${dayInWords(limit.by!)}, more than six months after Stage 2.`, {
          remedy: 'Stage 2 is done again: enter the new audit, and record the decision there.',
        });
    }
    return writtenAs(call, await call.write.change(collections.certificationAudits, id, { decision, decidedOn: on }));
  },
  async interviews(call, { id, interviews, version }) {
    const { audit } = await auditOf(call, id);
    const wrong = interviews.findIndex(({ from, to }) => to <= from);
    if (wrong >= 0)
      throw new Problem('invalid-input', 'A talk ends after it begins.', {
        fields: [{ field: `interviews.${wrong}.to`, message: `Later than ${interviews[wrong]!.from}.` }],
        remedy: 'Correct the time.',
      });
    const known = interviews.flatMap((each) => each.id ?? []);
    let last = Math.max(0, ...[...audit.interviews.map((each) => each.id), ...known].map((each) => Number(/^I-(\d+)$/.exec(each)?.[1] ?? 0)));
    const plan = interviews
      .map((each) => ({ ...each, id: each.id ?? `I-${++last}` }))
      .toSorted((a, b) => `${a.day} ${a.from}`.localeCompare(`${b.day} ${b.from}`));
    return writtenAs(call, await call.write.change(collections.certificationAudits, id, { interviews: plan }, version));
  },
  async propose(call, { id }) {
    const { isms, audit } = await auditOf(call, id);
    return proposeInterviews(isms, standard, audit, call.today);
  },
  async attach(call, { id, upload }) {
    const { audit } = await auditOf(call, id);
    const { file } = await files.received(call, upload);
    return writtenAs(call, await call.write.change(collections.certificationAudits, id, { files: [...audit.files, file] }));
  },
  async focus(call, { id }) {
    const { isms, audit } = await auditOf(call, id);
    const last = auditBefore(isms, audit, call.today);
    const then = last === null ? null : ismsOf(await call.asOf(last.heldTo!));
    // Before the organisation was founded here there is nothing to compare with.
    return focusOf(isms, then?.organisation ? then : null, standard, audit, call.today);
  },
  async events(call, { id }) {
    const isms = ismsOf(await call.snapshot());
    if (!isms.certificates.some((each) => each.id === id)) throw notFound('certificate', id);
    return { items: eventsOf(isms, id, '9999-12-31') };
  },
  async record(call, { id, on = call.today, ...event }) {
    const isms = ismsOf(await call.snapshot());
    const certificate = isms.certificates.find((each) => each.id === id);
    if (!certificate) throw notFound('certificate', id);
    past(call, 'on', on);
    const { state, restorableUntil } = standingOf(isms, certificate, on);
    const refuse = (message: string, remedy: string) => new Problem('not-possible', message, { fields: [{ field: 'kind', message }], remedy });
    if (event.kind === 'suspended' && state !== 'valid') throw refuse(`${certificate.number} is not valid on that day.`, 'Correct the day.');
    if (event.kind === 'restored' && state !== 'suspended')
      throw refuse(
        `${certificate.number} is not suspended on that day.`,
        state === 'restorable'
          ? `It has ended, and can be restored until ${dayInWords(restorableUntil!)}: enter the certificate that the body issues.`
          : state === 'expired'
            ? 'It ended more than six months ago: Stage 2 is done again.'
            : 'Correct the day.',
      );
    if ((event.kind === 'extended' || event.kind === 'reduced' || event.kind === 'transferred') && event.to.trim() === '')
      throw new Problem('invalid-input', event.kind === 'transferred' ? 'Say to which body it goes.' : 'Say how the scope reads now.', {
        fields: [{ field: 'to', message: event.kind === 'transferred' ? 'The new certification body.' : 'The new wording of the scope.' }],
        remedy: 'Fill it in.',
      });
    const latest = addMonths(on, cycleMonths.suspension);
    if (event.until !== null && (event.until < on || event.until > latest))
      throw new Problem('invalid-input', 'A suspension lasts six months at most.', {
        fields: [{ field: 'until', message: `Between ${on} and ${latest}.` }],
        remedy: 'Correct the day.',
      });
    const record = await call.write.create(collections.certificateEvents, {
      ...event,
      certificate: id,
      on,
      until: event.kind === 'suspended' ? (event.until ?? latest) : null,
      by: call.actor.name,
    });
    // From a transfer on the audits are done by the new body.
    if (event.kind === 'transferred' && isms.certification)
      await call.write.change(collections.certification, 'certification', {
        body: event.to,
        accreditation: '',
        accreditedUntil: null,
        contract: '',
        contractOn: null,
      });
    return writtenAs(call, record);
  },
});
