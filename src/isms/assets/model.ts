import { z } from 'zod';
import { day, line, reference, references, requiredLine, text } from '../../platform/contract/fields.ts';
import { defineRegister } from '../../platform/register/model.ts';

export const assetKinds = [
  'information',
  'data',
  'service',
  'application',
  'infrastructure',
  'device',
  'facility',
  'people',
  'supplier',
  'other',
] as const;
export const classifications = ['unclassified', 'public', 'internal', 'confidential', 'secret'] as const;

/** Inventory of information and other associated assets (A.5.9). */
export const assets = defineRegister({
  name: 'assets',
  tools: true,
  singular: 'asset',
  plural: 'information assets',
  prefix: 'AST',
  clause: 'A.5.9',
  purpose: 'Information and what carries it, each with an owner and a classification.',
  label: 'name',
  read: 'read the ISMS',
  write: 'keep the asset inventory',
  columns: ['name', 'kind', 'owner', 'classification', 'location'],
  fields: z.object({
    name: requiredLine({ title: 'Asset' }),
    kind: z.enum(assetKinds).default('information').meta({ title: 'Kind' }),
    owner: reference('people', { title: 'Owner' }),
    classification: z.enum(classifications).default('unclassified').meta({ title: 'Classification' }),
    systems: references('systems', { title: 'Systems' }),
    location: reference('locations', { title: 'Location' }),
    holder: reference('people', { title: 'Held by', description: 'Whoever has it in their hands, and gives it back when they leave' }),
    acquiredOn: day({ title: 'Acquired or handed over on' }),
    returnedOn: day({ title: 'Returned or disposed of on' }),
    reviewOn: day({ title: 'Next review' }),
    description: text({ title: 'Description' }),
    externalReference: line({ title: 'Number elsewhere', description: 'Its id in the list it came from' }),
  }),
});
