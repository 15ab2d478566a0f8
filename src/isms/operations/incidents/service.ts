import type { Call } from '../../../platform/contract/call.ts';
import { Problem, notFound } from '../../../platform/contract/problem.ts';
import type { Handlers } from '../../../platform/contract/serve.ts';
import { registerHandlers } from '../../../platform/register/service.ts';
import { standard } from '../../../standard/standard.ts';
import { collections } from '../../collections.ts';
import { compareIds, ismsOf, type Isms } from '../../isms.ts';
import { writtenAs } from '../shown.ts';
import type { incidentsContract } from './contract.ts';
import { IncidentShown, incidents as register, type Incident, type IncidentEntry } from './model.ts';
import { noticesOf, shownIncident } from './notices.ts';

async function incidentOf(call: Call, id: string): Promise<{ isms: Isms; incident: Incident }> {
  const isms = ismsOf(await call.snapshot());
  const incident = isms.incidents.find((each) => each.id === id);
  if (!incident) throw notFound('incident', id);
  return { isms, incident };
}

async function openOf(call: Call, id: string) {
  const found = await incidentOf(call, id);
  if (found.incident.closedAt !== null)
    throw new Problem('not-possible', `${id} was closed by ${found.incident.closedBy}.`, { remedy: 'Open it again first, and say why.' });
  return found;
}

const entry = (call: Call, incident: string, kind: IncidentEntry['kind'], text: string, at: string = call.now()) =>
  call.write.create(collections.incidentEntries, {
    incident,
    kind,
    text,
    at,
    by: call.actor.name,
    byPerson: call.actor.person,
    writtenAt: call.now(),
  });

/** Nothing happened in the time to come. Errors: invalid-input. */
function past(call: Call, field: string, at: string | null | undefined): void {
  if (at && Date.parse(at) > Date.parse(call.now()) + 60_000)
    throw new Problem('invalid-input', 'That time has not come yet.', {
      fields: [{ field, message: 'Give a time that has passed.' }],
      remedy: 'Correct the time.',
    });
}

/** What an incident is linked to is to be rated anew: what happened shows how likely it is (8.2). */
async function openRisks(call: Call, isms: Isms, incident: Pick<Incident, 'id' | 'title'>, ids: readonly string[]): Promise<void> {
  const open = isms.risks.filter(({ id, reopenedBecause }) => ids.includes(id) && reopenedBecause !== 'incident');
  await call.write.changeMany(
    collections.risks,
    open.map(({ id }) => ({ id, status: 'open' as const, reopenedBecause: 'incident' as const, reopenedNote: `${incident.id} ${incident.title}` })),
  );
}

async function beforeWrite(call: Call, fields: Record<string, unknown>, before: Incident | null): Promise<Record<string, unknown>> {
  for (const field of ['occurredAt', 'detectedAt', 'resolvedAt']) past(call, field, fields[field] as string | null | undefined);
  if (fields['state'] === 'closed' && before?.state !== 'closed')
    throw new Problem('not-possible', 'An incident is closed by its own action, which looks at what is missing.', {
      fields: [{ field: 'state', message: 'Use "Close".' }],
      remedy: 'Close it.',
    });
  if (
    before !== null &&
    before.closedAt !== null &&
    Object.entries(fields).some(([field, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(before[field as keyof Incident]))
  )
    throw new Problem('not-possible', `${before.id} is closed and is not changed any more.`, { remedy: 'Open it again first, and say why.' });
  const risks = fields['risks'] as string[] | undefined;
  if (before && risks && !(fields['exercise'] ?? before.exercise)) {
    const linked = risks.filter((id) => !before.risks.includes(id));
    if (linked.length > 0) await openRisks(call, ismsOf(await call.snapshot()), before, linked);
  }
  if (before && fields['state'] !== undefined && fields['state'] !== before.state)
    await entry(call, before.id, 'state', `Now ${String(fields['state']).replace('-', ' ')}.`);
  if (before && fields['severity'] !== undefined && fields['severity'] !== before.severity)
    await entry(call, before.id, 'decision', `Severity ${before.severity} became ${String(fields['severity'])}.`);
  return before === null && !fields['detectedAt'] ? { ...fields, detectedAt: call.now() } : fields;
}

const registerOf = registerHandlers<'incidents', typeof register.fields.shape, typeof IncidentShown>(register, {
  schema: IncidentShown,
  shown: async (call, records) => {
    // Times to notify run by the minute: what is shown is not remembered for the day.
    const isms = ismsOf(await call.snapshot());
    return (records as Incident[]).map((each) => shownIncident(isms, standard.playbooks, each, call.now()));
  },
  beforeWrite: (call, fields, before) => beforeWrite(call, fields, before as Incident | null),
});

/** Incidents, from the report to the lesson (A.5.24–A.5.28, A.6.8). */
export const incidents: Handlers<typeof incidentsContract> = {
  ...registerOf,
  async create(call, input) {
    const answer = await registerOf.create(call, input);
    const record = answer.record as Incident;
    await entry(call, record.id, 'event', record.exercise ? 'The exercise begins.' : 'Entered.', record.detectedAt ?? call.now());
    if (!record.exercise && record.risks.length > 0) await openRisks(call, ismsOf(await call.snapshot()), record, record.risks);
    return answer;
  },
  playbooks: () => ({ items: standard.playbooks }),
  async report(call, { detectedAt, ...input }) {
    past(call, 'detectedAt', detectedAt);
    const record = await call.write.create(register, { ...input, detectedAt: detectedAt ?? call.now(), reporter: call.actor.person });
    await entry(call, record.id, 'event', `Reported by ${call.actor.name}.`, record.detectedAt!);
    return { id: record.id, request: call.request };
  },
  async timeline(call, { id }) {
    const { isms } = await incidentOf(call, id);
    return {
      items: isms.incidentEntries
        .filter(({ incident }) => incident === id)
        .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || compareIds(a.id, b.id)),
    };
  },
  async note(call, { id, text, kind, at }) {
    await incidentOf(call, id);
    past(call, 'at', at);
    return writtenAs(call, await entry(call, id, kind, text, at));
  },
  async step(call, { id, step, notNeeded, note }) {
    const { incident } = await openOf(call, id);
    const known = standard.playbooks.find((each) => each.id === incident.kind)?.steps.find((each) => each.id === step);
    if (!known) throw notFound(`step of the playbook ${incident.kind}`, step);
    if (notNeeded && note.trim() === '')
      throw new Problem('invalid-input', 'Say why the step is not needed.', {
        fields: [{ field: 'note', message: 'Say why.' }],
        remedy: 'Give the reason.',
      });
    const steps = [...incident.steps.filter((each) => each.step !== step), { step, at: call.now(), by: call.actor.name, notNeeded, note }];
    const record = await call.write.change(register, id, { steps });
    await entry(call, id, 'step', `${notNeeded ? 'Not needed: ' : ''}${known.title}.${note ? ` ${note}` : ''}`);
    return writtenAs(call, record);
  },
  async tell(call, { id, audience, who, how, at }) {
    const { incident } = await openOf(call, id);
    past(call, 'at', at);
    const record = await call.write.change(register, id, {
      told: [...incident.told, { audience, who, how, at: at ?? call.now(), by: call.actor.name }],
    });
    await entry(call, id, 'told', `Told: ${who} (${audience.replaceAll('-', ' ')})${how ? `, ${how}` : ''}.`, at);
    return writtenAs(call, record);
  },
  async close(call, { id }) {
    const { isms, incident } = await openOf(call, id);
    const missing: { field: string; message: string }[] = [];
    const grave = incident.severity === 'high' || incident.severity === 'critical';
    if (incident.state !== 'no-incident') {
      if ((grave || incident.exercise) && incident.lessons.trim() === '')
        missing.push({
          field: 'lessons',
          message: incident.exercise ? 'Say what was learnt from the exercise.' : `At severity ${incident.severity}: say what is learnt from it.`,
        });
      if (grave && !incident.exercise && incident.cause.trim() === '') missing.push({ field: 'cause', message: 'Say how it came about.' });
      for (const { audience, state } of noticesOf(isms, incident, call.now()))
        if (state === 'open' || state === 'late')
          missing.push({
            field: 'told',
            message: `Write down that the ${audience.replaceAll('-', ' ')} was told, or decide that it is not concerned.`,
          });
        else if (state === 'undecided')
          missing.push({ field: audience === 'authority' ? 'personalData' : 'customersConcerned', message: 'Decide whether it is concerned.' });
    }
    if (missing.length > 0)
      throw new Problem('not-possible', `The incident cannot be closed yet: ${missing[0]!.message}`, {
        fields: missing,
        remedy: 'Fill in what is missing, then close it.',
      });
    const record = await call.write.change(register, id, {
      ...(incident.state !== 'no-incident' && { state: 'closed' as const }),
      resolvedAt: incident.resolvedAt ?? call.now(),
      closedAt: call.now(),
      closedBy: call.actor.name,
    });
    await entry(call, id, 'state', 'Closed.');
    return writtenAs(call, record);
  },
  async reopen(call, { id, because }) {
    const { incident } = await incidentOf(call, id);
    if (incident.closedAt === null) throw new Problem('not-possible', `${id} is not closed.`, { remedy: 'Nothing needs to be done.' });
    const record = await call.write.change(register, id, {
      closedAt: null,
      closedBy: '',
      state: incident.state === 'closed' ? 'recovered' : incident.state,
    });
    await entry(call, id, 'state', `Opened again: ${because}`);
    return writtenAs(call, record);
  },
};
