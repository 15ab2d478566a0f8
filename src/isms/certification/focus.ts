import { soaLines } from '../applicability/derive.ts';
import { soaInForce } from '../applicability/versions.ts';
import { personsInScope } from '../context/boundaries.ts';
import { approvedScope } from '../context/service.ts';
import { dayInWords } from '../days.ts';
import type { Isms } from '../isms.ts';
import { draw } from '../sampling/draw.ts';
import type { Standard } from '../../standard/standard.ts';
import { type CertificationAudit, endOf, startOf } from './model.ts';
import type { Focus } from './contract.ts';
import { shownFinding } from './findings.ts';
import { openConcerns } from './window.ts';
import { counted } from './words.ts';

/** What is looked at whenever the body comes during the cycle, in our words. */
const always: Focus['always'] = [
  {
    title: 'Internal audits and management review',
    text: 'Held as planned since the last audit, with results and decisions.',
    clause: '9.2.1',
    room: 'audits',
  },
  { title: 'Nonconformities of the last audit', text: 'What was done about each, and whether it has worked.', clause: '10.2', room: 'improvement' },
  { title: 'Complaints and incidents', text: 'How they were handled, and what was learnt.', clause: 'A.5.27', room: 'operations' },
  { title: 'Objectives', text: 'Whether the system reaches what it is for.', clause: '6.2', room: 'objectives' },
  { title: 'Planned improvements', text: 'How far they have come.', clause: '10.1', room: 'improvement' },
  { title: 'Controls at work', text: 'Operation goes on, and leaves records.', clause: '8.1', room: 'controls' },
  { title: 'Changes', text: 'Of the organisation, the scope, the risks and the Statement of Applicability.', clause: '6.3', room: 'certification' },
  {
    title: 'Use of the certificate',
    text: 'Where mark and certificate are shown, and that nothing is claimed beyond the scope.',
    clause: '4.3',
    room: 'certification',
  },
];

/** The audit by the body before another one. */
export function auditBefore(isms: Isms, audit: CertificationAudit, day: string): CertificationAudit | null {
  const start = startOf(audit) ?? day;
  return (
    isms.certificationAudits
      .filter((each) => each.id !== audit.id && each.heldTo !== null && each.heldTo < start && each.heldTo <= day)
      .toSorted((a, b) => b.heldTo!.localeCompare(a.heldTo!))[0] ?? null
  );
}

/** What an audit of the running cycle looks at. `before` is the ISMS as it stood at the end of the audit before it. */
export function focusOf(isms: Isms, before: Isms | null, standard: Standard, audit: CertificationAudit, day: string): Focus {
  const last = auditBefore(isms, audit, day);
  return {
    audit: audit.id,
    since: last?.heldTo ?? null,
    always,
    changes: before === null ? [] : changesSince(before, isms, last?.heldTo ?? ''),
    promises: promises(isms, day),
    findings: isms.certificationFindings.filter((each) => each.audit !== audit.id).map((each) => shownFinding(isms, each, day)),
    controls: controlsToSee(isms, standard, audit, day),
  };
}

type Named = { id: string; name?: string; title?: string };
const pointer = (register: string) => (record: Named) => ({ register, id: record.id, label: record.name ?? record.title ?? record.id });

/** What has changed between two states of the records, as far as the body wants to hear of it. */
export function changesSince(before: Isms, now: Isms, since: string): Focus['changes'] {
  const found: Focus['changes'] = [];
  const say = (title: string, text: string, records: Focus['changes'][number]['records'] = []) => found.push({ title, text, records });
  const added = <T extends Named>(was: readonly T[], is: readonly T[]) => {
    const known = new Set(was.map(({ id }) => id));
    return is.filter(({ id }) => !known.has(id));
  };
  const comings = (title: string, register: string, was: readonly Named[], is: readonly Named[]) => {
    const [fresh, gone] = [added(was, is), added(is, was)];
    if (fresh.length + gone.length > 0)
      say(
        title,
        [fresh.length > 0 && `${fresh.length} new`, gone.length > 0 && `${gone.length} gone`].filter(Boolean).join(', '),
        fresh.map(pointer(register)),
      );
  };
  const [scopeBefore, scope] = [approvedScope(before), approvedScope(now)];
  if (scope && scope.id !== scopeBefore?.id)
    say('Scope', `Version ${scope.number} is in force${scopeBefore ? `, version ${scopeBefore.number} was` : ''}.`, [
      { register: 'scope-versions', id: scope.id, label: scope.title },
    ]);
  const [personsBefore, persons] = [personsInScope(before), personsInScope(now)];
  if (persons !== personsBefore) say('Persons in scope', `${personsBefore ?? 'unknown'} then, ${persons ?? 'unknown'} now.`);
  const [soaBefore, soa] = [soaInForce(before.soaVersions), soaInForce(now.soaVersions)];
  if (soa && soa.id !== soaBefore?.id)
    say('Statement of Applicability', `Version ${soa.number} is in force${soaBefore ? `, version ${soaBefore.number} was` : ''}.`, [
      { register: 'soa-versions', id: soa.id, label: soa.title || `Version ${soa.number}` },
    ]);
  const inScope = <T extends { inScope: boolean | null }>(records: readonly T[]) => records.filter((each) => each.inScope === true);
  comings('Systems in scope', 'systems', inScope(before.systems), inScope(now.systems));
  comings('Locations in scope', 'locations', inScope(before.locations), inScope(now.locations));
  comings('Suppliers', 'suppliers', before.suppliers, now.suppliers);
  comings('Open risks', 'risks', before.risks.filter(isOpen), now.risks.filter(isOpen));
  comings('Documents', 'documents', before.documents, now.documents);
  const versions = added(before.documentVersions, now.documentVersions).filter(({ status }) => status === 'effective');
  if (versions.length > 0) say('Texts in force', counted(versions.length, 'new version', 'new versions'));
  const heldBefore = new Map(before.ismsRoles.map(({ id, holders }) => [id, holders.join()]));
  const roles = now.ismsRoles.filter(({ id, holders }) => heldBefore.get(id) !== holders.join());
  if (roles.length > 0)
    say('Who holds which role', counted(roles.length, 'role has changed hands', 'roles have changed hands'), roles.map(pointer('isms-roles')));
  const incidents = added(before.incidents, now.incidents).filter(({ exercise }) => !exercise);
  if (incidents.length > 0) say('Incidents', `${incidents.length} since ${dayInWords(since)}`, incidents.map(pointer('incidents')));
  const changes = added(before.changes, now.changes);
  if (changes.length > 0) say('Changes to systems', counted(changes.length, 'new', 'new'), changes.slice(0, 50).map(pointer('changes')));
  return found;
}
const isOpen = ({ status }: { status: string }) => status === 'open';

/** What the body was promised and is not done: concerns, accepted plans, and the actions of their nonconformities. */
function promises(isms: Isms, day: string): Focus['promises'] {
  const overdue = (dueOn: string | null) => dueOn !== null && dueOn < day;
  const own = new Set(isms.certificationFindings.flatMap(({ nonconformity }) => nonconformity ?? []));
  return [
    ...openConcerns(isms).map(({ id, title, dueOn }) => ({ register: 'areas-of-concern', id, title, dueOn, overdue: overdue(dueOn) })),
    ...isms.certificationFindings
      .filter(({ grade, planSentOn, verifiedOn }) => grade !== 'opportunity' && planSentOn !== null && verifiedOn === null)
      .map((each) => {
        const { answerBy } = shownFinding(isms, each, day);
        return { register: 'certification-findings', id: each.id, title: each.title, dueOn: answerBy, overdue: false };
      }),
    ...isms.correctiveActions
      .filter(({ nonconformity, doneOn }) => own.has(nonconformity) && doneOn === null)
      .map(({ id, title, dueOn }) => ({ register: 'corrective-actions', id, title, dueOn, overdue: overdue(dueOn) })),
  ];
}

/** A share of the controls that no audit of the body has looked at: the square root of all that apply, drawn like every sample. */
function controlsToSee(isms: Isms, standard: Standard, audit: CertificationAudit, day: string): Focus['controls'] {
  const seen = new Set([
    ...isms.certificationAudits.filter(({ id }) => id !== audit.id).flatMap(({ interviews }) => interviews.flatMap(({ subjects }) => subjects)),
    ...isms.certificationFindings.flatMap(({ subjects }) => subjects),
    ...isms.areasOfConcern.flatMap(({ subjects }) => subjects),
  ]);
  const applicable = soaLines(isms, standard, day).filter((line) => line.applicable !== false);
  const unseen = applicable.filter(({ control }) => !seen.has(control));
  const seed = `${audit.id} ${startOf(audit) ?? endOf(audit) ?? ''}`.trim();
  // Where all were looked at, the lot decides among all.
  const population = (unseen.length > 0 ? unseen : applicable).map(({ control, title }) => ({ key: control, label: title, stratum: '' }));
  const sample = draw(population, seed, Math.ceil(Math.sqrt(applicable.length))).map(({ key, label }) => ({ control: key, title: label }));
  return { applicable: applicable.length, lookedAt: applicable.length - unseen.length, seed, sample };
}
