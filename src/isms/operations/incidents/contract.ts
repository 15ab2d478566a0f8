import { z } from 'zod';
import { Id, Instant } from '../../../platform/contract/fields.ts';
import { operation } from '../../../platform/contract/operation.ts';
import { registerContract, written } from '../../../platform/register/contract.ts';
import { IncidentEntry, IncidentShown, Told, incidentKinds, incidentSeverities, incidents } from './model.ts';

const keep = 'keep the registers of operations';
const tag = 'incidents';
const ById = z.object({ id: Id });

export const PlaybookShown = z.object({
  id: z.string(),
  title: z.string(),
  about: z.string(),
  steps: z.array(z.object({ id: z.string(), phase: z.enum(['respond', 'contain', 'recover']), title: z.string() })),
});

export const incidentsContract = {
  ...registerContract(incidents, IncidentShown),
  playbooks: operation({
    method: 'GET',
    path: '/incidents/playbooks',
    tag,
    summary: 'List the playbooks',
    permission: 'see what concerns me',
  }).output(z.object({ items: z.array(PlaybookShown) })),
  report: operation({
    method: 'POST',
    path: '/incidents/report',
    tag,
    summary: 'Report that something looks wrong',
    description: 'Anybody may; what it is and how grave is decided afterwards (A.6.8).',
    permission: 'report an incident',
    successStatus: 201,
    tool: 'report_incident',
  })
    .input(
      z.object({
        title: z.string().trim().min(1, 'Say in a few words what happened.').max(300),
        description: z.string().max(20_000).default(''),
        kind: z.enum(incidentKinds).default('other'),
        severity: z.enum(incidentSeverities).default('medium'),
        detectedAt: Instant.optional().meta({ description: 'When it was noticed; without it: now' }),
      }),
    )
    .output(z.object({ id: Id, request: z.string() })),
  timeline: operation({
    method: 'GET',
    path: '/incidents/{id}/timeline',
    tag,
    summary: 'Show what happened when in an incident',
    permission: 'read the ISMS',
    tool: 'get_incident_timeline',
  })
    .input(ById)
    .output(z.object({ items: z.array(IncidentEntry).meta({ description: 'In the order in which it happened' }) })),
  note: operation({
    method: 'POST',
    path: '/incidents/{id}/timeline',
    tag,
    summary: 'Write a line into the timeline of an incident',
    description: 'Lines are never changed; a correction is another line.',
    permission: keep,
    successStatus: 201,
    tool: 'note_in_incident',
  })
    .input(ById.extend({ text: IncidentEntry.shape.text, kind: z.enum(['event', 'action', 'decision']).default('event'), at: Instant.optional() }))
    .output(written(IncidentEntry)),
  step: operation({
    method: 'POST',
    path: '/incidents/{id}/steps',
    tag,
    summary: 'Mark a step of the playbook as done or not needed',
    permission: keep,
  })
    .input(ById.extend({ step: z.string().max(60), notNeeded: z.boolean().default(false), note: z.string().max(2000).default('') }))
    .output(written(incidents.record)),
  tell: operation({ method: 'POST', path: '/incidents/{id}/told', tag, summary: 'Write down who was told, and when', permission: keep })
    .input(ById.extend({ audience: Told.shape.audience, who: Told.shape.who, how: z.string().max(1000).default(''), at: Instant.optional() }))
    .output(written(incidents.record)),
  close: operation({
    method: 'POST',
    path: '/incidents/{id}/close',
    tag,
    summary: 'Close an incident',
    description: 'Refused while somebody must still be told, and at high and critical severity without lessons.',
    permission: keep,
    tool: 'close_incident',
  })
    .input(ById)
    .output(written(incidents.record)),
  reopen: operation({ method: 'POST', path: '/incidents/{id}/reopen', tag, summary: 'Open a closed incident again', permission: keep })
    .input(ById.extend({ because: z.string().trim().min(1, 'Say why.').max(1000) }))
    .output(written(incidents.record)),
};
