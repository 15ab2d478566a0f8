import { z } from 'zod';
import { Id, Instant, day, line, recordFields, reference, references, requiredLine, text, whole } from '../../platform/contract/fields.ts';
import { AttachedFile } from '../../platform/files/model.ts';
import { defineRegister } from '../../platform/register/model.ts';

/** Controls of the organisation's own, beside the 93 of Annex A (6.1.3 b: from any source). */
export const ownControls = defineRegister({
  name: 'own-controls',
  singular: 'own control',
  plural: 'own controls',
  prefix: 'OC',
  clause: '6.1.3',
  purpose: 'Controls that you designed or took from another source, beside the 93 of Annex A. They stand in the Statement of Applicability too.',
  label: 'title',
  read: 'read the ISMS',
  write: 'define own controls',
  columns: ['title', 'source', 'owner', 'description'],
  fields: z.object({
    title: requiredLine({ title: 'Control' }),
    source: line({ title: 'Source', description: 'Another standard, a law, your own design' }),
    description: text({ title: 'Description' }),
    owner: reference('people', { title: 'Owner' }),
  }),
});

/** What an item of evidence can show of a control (mission 6.2): that it exists, that it works as designed, that it was applied all through a period. */
export const lanes = ['exists', 'works', 'applied'] as const;
export type Lane = (typeof lanes)[number];

export const evidenceKinds = [
  'document',
  'screenshot',
  'configuration',
  'log',
  'ticket',
  'record',
  'attendance',
  'acknowledgement',
  'minutes',
  'report',
  'other',
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** What a kind shows where nobody says so: a picture that a control exists, a record that it was applied. */
export const usuallyShows: Record<EvidenceKind, readonly Lane[]> = {
  document: ['exists'],
  screenshot: ['exists'],
  configuration: ['exists'],
  log: ['applied'],
  ticket: ['applied'],
  record: ['applied'],
  attendance: ['applied'],
  acknowledgement: ['applied'],
  minutes: ['applied'],
  report: ['works'],
  other: ['exists'],
};

/** The proof that a control exists and works: files, a link or a typed record, and the time it speaks for. */
const register = defineRegister({
  name: 'evidence',
  singular: 'evidence item',
  plural: 'evidence',
  prefix: 'EV',
  clause: '8.1',
  purpose: 'The proof that a control exists, works, and was applied all through the period: files, a link, or a record typed in here.',
  label: 'title',
  read: 'read the ISMS',
  write: 'keep evidence',
  columns: ['title', 'kind', 'subjects', 'shows', 'validFrom', 'validTo'],
  fields: z.object({
    title: requiredLine({ title: 'Title' }),
    kind: z
      .enum(evidenceKinds)
      .default('record')
      .meta({ title: 'Kind', labels: { log: 'Log sample' } }),
    subjects: references('subjects', { title: 'Controls and requirements', description: 'What it is evidence for' }),
    shows: z
      .array(z.enum(lanes))
      .max(3)
      .default([])
      .meta({
        title: 'Shows that it',
        description: 'Left open, the kind decides: a screenshot shows that a control exists, a record that it was applied',
        labels: { exists: 'Exists', works: 'Works', applied: 'Was applied' },
      }),
    place: line({ title: 'Where it lies', description: 'Address, path or ticket number' }),
    note: text({ title: 'Note', description: 'What it shows; or the record itself, typed in' }),
    owner: reference('people', { title: 'Owner' }),
    validFrom: day({ title: 'Speaks for the time from' }),
    validTo: day({ title: 'Until', description: 'The last day it speaks for; left open, the freshness rule of the control decides' }),
    source: line({ title: 'Source', description: 'The system or the person it comes from' }),
    collectedBy: line({ title: 'Collected by', description: 'Who or what fetched it there' }),
    population: line({ title: 'Population behind it', description: 'What a sample was taken from: all changes of the quarter' }),
    populationCount: whole({ title: 'Size of the population' }),
    populationHash: line({ title: 'SHA-256 of the population' }),
    supersedes: reference('evidence', { title: 'Takes the place of', description: 'The item whose newer version this is' }),
  }),
});

/** What is not typed in: the files, and who has vouched for exactly this. Once attested, an item does not change any more. */
const Kept = z.object({
  files: z.array(AttachedFile).max(500).default([]).meta({ title: 'Files', computed: true }),
  attestedBy: Id.nullable().default(null).meta({ title: 'Attested by', reference: 'people', computed: true }),
  attestedByName: z.string().default('').meta({ title: 'Attested by', computed: true }),
  attestedAt: Instant.nullable().default(null).meta({ title: 'Attested', computed: true }),
  /** SHA-256 of what was attested: the fields and the hashes of the files. */
  attestedHash: z.string().default('').meta({ computed: true }),
});

export const evidence = { ...register, record: register.record.extend(Kept.shape) };
export type Evidence = z.infer<typeof evidence.record>;

/** What an item shows, said or by its kind. */
export const shownBy = ({ shows, kind }: Pick<Evidence, 'shows' | 'kind'>): readonly Lane[] => (shows.length > 0 ? shows : usuallyShows[kind]);

/** How a control is done here. The id is the control's; who owns it stands in the gap answer. */
export const ControlPracticeFields = z.object({
  practice: text({ title: 'In our words', description: 'Who does what, how often, with which tool' }),
  maturity: whole({ title: 'Maturity', description: '0 nothing, 1 by chance, 2 repeated, 3 defined, 4 measured, 5 improved' }, 0, 5),
  freshnessDays: whole(
    { title: 'Evidence stays fresh for (days)', description: 'Left open, what documents promise, else what is usual, decides' },
    1,
    3650,
  ),
});
export const ControlPractice = z.object({ ...recordFields, ...ControlPracticeFields.shape });
export type ControlPractice = z.infer<typeof ControlPractice>;

/** What is to be done so that a control works: typed in, or because a check has failed. */
export const controlTasks = defineRegister({
  name: 'control-tasks',
  singular: 'task',
  plural: 'tasks of controls',
  prefix: 'TASK',
  clause: '8.1',
  purpose: 'What has to be done so that a control works, by whom and until when. A check that fails can become one.',
  label: 'title',
  read: 'read the ISMS',
  write: 'keep evidence',
  tools: true,
  columns: ['title', 'control', 'assignee', 'dueOn', 'status'],
  fields: z.object({
    title: requiredLine({ title: 'Task' }),
    control: reference('controls', { title: 'Control' }),
    assignee: reference('people', { title: 'Assignee' }),
    dueOn: day({ title: 'Due' }),
    status: z.enum(['open', 'in-progress', 'done']).default('open').meta({ title: 'Status' }),
    doneOn: day({ title: 'Done on' }),
    note: text({ title: 'Note' }),
    connection: reference('connections', { title: 'Connection', description: 'Where a check failed' }),
    check: line({ title: 'Check' }),
  }),
});
