import { z } from 'zod';
import {
  Id,
  Instant,
  determination,
  flag,
  recordFields,
  reference,
  references,
  requiredLine,
  requiredReference,
  text,
} from '../../../platform/contract/fields.ts';
import { defineRegister } from '../../../platform/register/model.ts';
import { attached } from '../files.ts';

export const incidentSeverities = ['low', 'medium', 'high', 'critical'] as const;
export type IncidentSeverity = (typeof incidentSeverities)[number];
/** What each level means; shown where one chooses. */
export const severityMeaning: Record<IncidentSeverity, string> = {
  low: 'Nothing was lost and nobody outside is concerned; the usual people mend it.',
  medium: 'One team or system is hampered, or information was at risk and is not any more.',
  high: 'Customers, personal data or a critical service are concerned; top management hears of it the same day.',
  critical: 'The organisation cannot do its work, or much confidential information is lost; everything else waits.',
};
export const incidentKinds = ['phishing', 'ransomware', 'lost-device', 'data-leak', 'account-takeover', 'outage', 'other'] as const;
export const incidentStates = ['reported', 'in-hand', 'contained', 'recovered', 'closed', 'no-incident'] as const;
export const audiences = ['authority', 'customers', 'people-concerned', 'top-management', 'police', 'insurer', 'supplier', 'other'] as const;

/** One step of the playbook, done or not needed. */
export const IncidentStep = z.object({
  step: z.string().max(60),
  at: Instant,
  by: z.string(),
  notNeeded: z.boolean().default(false),
  note: z.string().max(2000).default(''),
});
/** Somebody was told. */
export const Told = z.object({
  audience: z.enum(audiences),
  who: z.string().trim().min(1, 'Say who was told.').max(300),
  at: Instant,
  how: z.string().max(1000).default(''),
  by: z.string(),
});

/** An event that did or could harm information (A.5.24–A.5.28, A.6.8), or an exercise of one. */
const typed = defineRegister({
  name: 'incidents',
  singular: 'incident',
  plural: 'incidents',
  prefix: 'INC',
  clause: 'A.5.26',
  read: 'read the ISMS',
  write: 'keep the registers of operations',
  purpose: 'What has happened or nearly happened to information, how it was handled, who was told, and what was learnt; exercises too.',
  label: 'title',
  columns: ['title', 'kind', 'severity', 'state', 'lead', 'detectedAt', 'exercise'],
  fields: z.object({
    title: requiredLine({ title: 'What happened' }),
    kind: z.enum(incidentKinds).default('other').meta({ title: 'Playbook' }),
    severity: z.enum(incidentSeverities).default('medium').meta({ title: 'Severity' }),
    state: z
      .enum(incidentStates)
      .default('reported')
      .meta({ title: 'State', labels: { 'in-hand': 'In hand', 'no-incident': 'Was no incident' } }),
    exercise: flag({ title: 'An exercise', description: 'A rehearsal at the table with the same record' }),
    occurredAt: Instant.nullable().default(null).meta({ title: 'Began at', description: 'As far as is known' }),
    detectedAt: Instant.nullable().default(null).meta({ title: 'Noticed at', description: 'From now on the times to notify run' }),
    resolvedAt: Instant.nullable().default(null).meta({ title: 'Over at' }),
    lead: reference('people', { title: 'Led by' }),
    reporter: reference('people', { title: 'Reported by' }),
    description: text({ title: 'Description' }),
    systems: references('systems', { title: 'Systems' }),
    assets: references('assets', { title: 'Assets' }),
    suppliers: references('suppliers', { title: 'Suppliers' }),
    personalData: determination({ title: 'Personal data is concerned' }),
    customersConcerned: determination({ title: 'Customers are concerned' }),
    impact: text({ title: 'What it did' }),
    cause: text({ title: 'How it came about' }),
    lessons: text({ title: 'What is learnt from it', description: 'And what is done so that it does not happen again (A.5.27)' }),
    risks: references('risks', { title: 'Risks', description: 'What becomes linked is opened again to be rated anew' }),
    controls: references('controls', { title: 'Controls that failed or helped' }),
  }),
});
export const incidents = {
  ...typed,
  record: typed.record.extend({
    steps: z.array(IncidentStep).default([]).meta({ title: 'Steps', computed: true }),
    told: z.array(Told).default([]).meta({ title: 'Told', computed: true }),
    closedAt: Instant.nullable().default(null).meta({ title: 'Closed at', computed: true }),
    closedBy: z.string().default('').meta({ title: 'Closed by', computed: true }),
    ...attached,
  }),
};
export type Incident = z.infer<typeof incidents.record>;

/** One line of what happened when. Never changed: a correction is another line. */
export const IncidentEntry = z.object({
  ...recordFields,
  incident: requiredReference('incidents', { title: 'Incident' }),
  /** When it happened, not when it was written. */
  at: Instant,
  kind: z.enum(['event', 'action', 'decision', 'told', 'step', 'state']),
  text: z.string().trim().min(1, 'Say what happened.').max(5000),
  by: z.string(),
  byPerson: Id.nullable().default(null),
  writtenAt: Instant,
});
export type IncidentEntry = z.infer<typeof IncidentEntry>;

/** Somebody who must be told, and until when. */
export const Notice = z.object({
  audience: z.enum(audiences),
  because: z.string(),
  withinHours: z.number().nullable(),
  dueAt: Instant.nullable(),
  toldAt: Instant.nullable(),
  state: z.enum(['told', 'told-late', 'open', 'late', 'undecided']),
});
export type Notice = z.infer<typeof Notice>;

export const IncidentShown = incidents.record.extend({
  notices: z.array(Notice).meta({ title: 'Must be told' }),
  stepsOpen: z.number().int().meta({ title: 'Steps open' }),
  lacks: z.array(z.enum(['lead', 'cause', 'lessons', 'notice', 'personal-data', 'steps', 'detected'])).meta({ title: 'Lacks' }),
});
export type IncidentShown = z.infer<typeof IncidentShown>;
