import { z } from 'zod';
import { day, line, reference, references, requiredLine, text } from '../../platform/contract/fields.ts';
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

/** Pointers to evidence: where it lies and which period it speaks for. Files follow with the evidence room. */
export const evidence = defineRegister({
  name: 'evidence',
  singular: 'evidence item',
  plural: 'evidence',
  prefix: 'EV',
  clause: '8.1',
  purpose: 'Where the proof lies that a control exists and works: a link, a folder, a ticket, a report.',
  label: 'title',
  read: 'read the ISMS',
  write: 'keep evidence',
  columns: ['title', 'kind', 'subjects', 'place', 'validFrom', 'validTo'],
  fields: z.object({
    title: requiredLine({ title: 'Evidence' }),
    kind: z
      .enum(['document', 'screenshot', 'configuration', 'log', 'ticket', 'record', 'minutes', 'report', 'other'])
      .default('record')
      .meta({ title: 'Kind' }),
    subjects: references('subjects', { title: 'Shows', description: 'Controls and requirements it is evidence for' }),
    place: line({ title: 'Where it lies', description: 'Address, path or ticket number' }),
    note: text({ title: 'Note' }),
    owner: reference('people', { title: 'Owner' }),
    validFrom: day({ title: 'Speaks for the time from' }),
    validTo: day({ title: 'Until' }),
  }),
});

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
