import type { Call } from '../../platform/contract/call.ts';
import { Problem, notFound } from '../../platform/contract/problem.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import type { Files } from '../../platform/files/service.ts';
import { registerHandlers } from '../../platform/register/service.ts';
import { standard } from '../../standard/standard.ts';
import { collections } from '../collections.ts';
import { ismsOf, type Isms } from '../isms.ts';
import { shownBy, writtenAs } from '../operations/shown.ts';
import { AuditShown, type auditsContract } from './contract.ts';
import { coverage, gapsOf } from './coverage.ts';
import { doing } from './doing.ts';
import { slotsOf } from './due.ts';
import { interests, interestsIn, partiality } from './independence.ts';
import { auditProgrammes, internalAudits, type AuditProgramme, type InternalAudit } from './model.ts';
import { planProblems, proposePlan } from './plan.ts';
import { reporting } from './reporting.ts';
import { auditOf, auditorsOf, nobodyFor, refuseOver, shownInterest } from './shared.ts';
import { nameOfSubject } from './subjects.ts';

const wrong = (field: string, message: string, remedy: string) => new Problem('invalid-input', message, { fields: [{ field, message }], remedy });

function checkedProgramme(fields: Record<string, unknown>, before: AuditProgramme | null): Record<string, unknown> {
  const { from, to } = { from: before?.from ?? null, to: before?.to ?? null, ...fields } as Pick<AuditProgramme, 'from' | 'to'>;
  if (from && to && to <= from) throw wrong('to', 'It must end after it begins.', 'Correct one of the two days.');
  return fields;
}

const nobody = {
  leadAuditor: null,
  auditors: [] as string[],
  subjects: [] as string[],
  plan: [] as InternalAudit['plan'],
  plannedFrom: null,
  plannedTo: null,
};

/**
 * What the model cannot say of an audit: its days in order, auditors who may look at something of it, a plan that fits what is
 * covered and who audits. Errors: invalid-input, not-possible.
 */
async function checkedAudit(call: Call, fields: Record<string, unknown>, before: InternalAudit | null): Promise<Record<string, unknown>> {
  if (before) refuseOver(before);
  const isms = ismsOf(await call.snapshot());
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const after = { ...nobody, ...before, ...given } as InternalAudit;
  if (after.plannedFrom && after.plannedTo && after.plannedTo < after.plannedFrom)
    throw wrong('plannedTo', 'It cannot end before it begins.', 'Correct one of the two days.');
  const known = before ? auditorsOf(before) : [];
  if (after.subjects.length > 0)
    for (const person of auditorsOf(after)) {
      const isNew = !known.includes(person) || given['subjects'] !== undefined;
      if (!isNew || after.subjects.some((subject) => interestsIn(isms, standard, call.today, person, [subject]).length === 0)) continue;
      // Whoever is partial about all of it has nothing to do in the audit.
      throw partiality(isms, standard, call.today, person, after.subjects, person === after.leadAuditor ? 'leadAuditor' : 'auditors')!;
    }
  if (before) {
    const left = before.plan.filter(({ auditor }) => auditor !== null && !auditorsOf(after).includes(auditor));
    if (left.length > 0)
      throw wrong(
        'auditors',
        `${nameOf(isms, left[0]!.auditor!)} has ${left.length} ${left.length === 1 ? 'part' : 'parts'} of the plan.`,
        'Give these parts to somebody else first.',
      );
    const noted = isms.auditNotes.find(
      ({ audit, subject }) => audit === before.id && !after.subjects.includes(subject) && before.subjects.includes(subject),
    );
    if (noted)
      throw wrong(
        'subjects',
        `${noted.subject} has been looked at already (${noted.id}).`,
        'Keep it, and conclude that it was not looked at if that is so.',
      );
  }
  const covered = new Set(after.subjects);
  return before && given['subjects'] !== undefined
    ? { ...fields, plan: after.plan.map((slot) => ({ ...slot, subjects: slot.subjects.filter((id) => covered.has(id)) })) }
    : fields;
}

const nameOf = (isms: Isms, id: string) => isms.people.find((each) => each.id === id)?.name ?? id;

function shown(isms: Isms, audit: InternalAudit, today: string): AuditShown {
  const notes = isms.auditNotes.filter((each) => each.audit === audit.id);
  const findings = isms.auditFindings.filter((each) => each.audit === audit.id);
  const count = (grade: (typeof findings)[number]['grade']) => findings.filter((each) => each.grade === grade).length;
  return {
    ...audit,
    all: new Set([...audit.subjects, ...notes.map(({ subject }) => subject)]).size,
    concluded: notes.filter(({ conclusion }) => conclusion !== 'open').length,
    findings: { major: count('major'), minor: count('minor'), opportunity: count('opportunity'), conformity: count('conformity') },
    late: (audit.status === 'planned' || audit.status === 'in-progress') && audit.plannedTo !== null && audit.plannedTo < today,
  };
}

const auditRegister = registerHandlers<'internal-audits', typeof internalAudits.fields.shape, typeof AuditShown>(internalAudits, {
  schema: AuditShown,
  shown: shownBy((isms, audit: InternalAudit, call) => shown(isms, audit, call.today)) as never,
  beforeWrite: (call, fields, before) => checkedAudit(call, fields, before as InternalAudit | null),
  exportColumns: [
    { title: 'State', value: ({ status }) => status },
    { title: 'Concluded', value: ({ concluded }) => concluded },
    { title: 'Reported on', value: ({ reportedOn }) => reportedOn },
  ],
});

/** Internal audits (9.2). */
export function auditsService(files: Files): Handlers<typeof auditsContract> {
  return {
    programmes: registerHandlers(auditProgrammes, { beforeWrite: (_call, fields, before) => checkedProgramme(fields, before) }),
    audits: {
      ...auditRegister,
      async archive(call, { id }) {
        refuseOver((await auditOf(call, id)).audit);
        return auditRegister.archive(call, { id });
      },
    },
    async coverage(call, { programme }) {
      const isms = ismsOf(await call.snapshot());
      if (programme !== undefined && !isms.auditProgrammes.some(({ id }) => id === programme)) throw notFound('audit programme', programme);
      return coverage(isms, standard, call.today, programme);
    },
    async fill(call, { id, audit: into, title, subjects }) {
      const isms = ismsOf(await call.snapshot());
      const programme = isms.auditProgrammes.find((each) => each.id === id);
      if (!programme) throw notFound('audit programme', id);
      const wanted = subjects ?? gapsOf(coverage(isms, standard, call.today, id)).map((row) => row.id);
      if (wanted.length === 0)
        throw new Problem('not-possible', 'There is no gap: everything is covered or planned.', { remedy: 'Nothing needs to be done.' });
      const before = into === undefined ? null : (await auditOf(call, into)).audit;
      const all = [...new Set([...(before?.subjects ?? []), ...wanted])];
      const added = all.length - (before?.subjects.length ?? 0);
      const checked = await checkedAudit(call, { subjects: all }, before);
      const record = before
        ? await call.write.change(collections.internalAudits, before.id, checked)
        : await call.write.create(collections.internalAudits, {
            title: title || `Audit of ${added} open ${added === 1 ? 'part' : 'parts'}`,
            programme: id,
            subjects: all,
            criteria: 'ISO/IEC 27001:2022, and what the organisation has laid down for itself',
          });
      return { ...writtenAs(call, record), added, nobody: nobodyFor(ismsOf(await call.snapshot()), call.today, record) };
    },
    async interests(call, { person }) {
      const isms = ismsOf(await call.snapshot());
      const someone = isms.people.find(({ id }) => id === person);
      if (!someone) throw notFound('person', person);
      return { name: someone.name, items: interests(isms, standard, call.today, person).map(shownInterest(isms)) };
    },
    async independence(call, { id }) {
      const { isms, audit } = await auditOf(call, id);
      return {
        auditors: auditorsOf(audit).map((person) => {
          const member = isms.members.find(
            (each) => each.person === person && (each.role === 'internal-auditor' || each.role === 'isms-manager' || each.role === 'owner'),
          );
          const open = member && (member.expiresOn === null || member.expiresOn > call.today);
          return {
            person,
            name: nameOf(isms, person),
            lead: person === audit.leadAuditor,
            access: open ? { role: member.role, until: member.expiresOn } : null,
            barred: interestsIn(isms, standard, call.today, person, audit.subjects).map(shownInterest(isms)),
          };
        }),
        nobody: nobodyFor(isms, call.today, audit),
      };
    },
    async setPlan(call, { id, slots, version }) {
      const { isms, audit } = await auditOf(call, id);
      refuseOver(audit);
      const used = new Set(slots.flatMap((slot) => (slot.id === undefined ? [] : [slot.id])));
      let next = 1;
      const plan = slots.map((slot) => {
        if (slot.id !== undefined) return { ...slot, id: slot.id };
        while (used.has(`S-${next}`)) next++;
        used.add(`S-${next}`);
        return { ...slot, id: `S-${next}` };
      });
      const strangers = [...new Set(plan.flatMap(({ with: people, auditor }) => [...people, ...(auditor ? [auditor] : [])]))].filter(
        (person) => !isms.people.some((each) => each.id === person),
      );
      if (strangers.length > 0) throw wrong('slots', `There is no ${strangers.join(', ')} among the people.`, 'Name people who are there.');
      const covered = new Set(audit.subjects);
      const outside = [...new Set(plan.flatMap(({ subjects }) => subjects))].filter((subject) => !covered.has(subject));
      if (outside.length > 0)
        throw wrong('slots', `${outside.slice(0, 5).join(', ')} is not covered by this audit.`, 'Add it to what the audit covers first.');
      const problems = planProblems(audit, plan, (person) => nameOf(isms, person));
      if (problems.length > 0)
        throw new Problem('invalid-input', problems[0]!, {
          fields: problems.map((message) => ({ field: 'slots', message })),
          remedy: 'Correct these parts of the plan.',
        });
      for (const { auditor, subjects, id: slot } of plan) {
        const refusal = auditor === null ? null : partiality(isms, standard, call.today, auditor, subjects, slot, audit);
        if (refusal) throw refusal;
      }
      const inOrder = plan.toSorted((a, b) => `${a.day} ${a.from}`.localeCompare(`${b.day} ${b.from}`));
      return writtenAs(call, await call.write.change(collections.internalAudits, id, { plan: inOrder }, version));
    },
    async proposePlan(call, { id }) {
      const { isms, audit } = await auditOf(call, id);
      return proposePlan(isms, standard, call.today, audit);
    },
    async mine(call) {
      const isms = ismsOf(await call.snapshot());
      const { person } = call.actor;
      if (person === null) return { items: [] };
      return {
        items: slotsOf(isms, person, call.today).map(({ audit, slot, as }) => ({
          audit: audit.id,
          title: audit.title,
          slot: slot.title || audit.title,
          day: slot.day,
          from: slot.from,
          to: slot.to,
          subjects: slot.subjects.map((id) => nameOfSubject(standard, isms.ownControls, id)),
          auditor: slot.auditor === null ? '' : nameOf(isms, slot.auditor),
          as,
        })),
      };
    },
    ...doing(files),
    ...reporting,
  };
}
