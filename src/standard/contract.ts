import { z } from 'zod';
import { operation } from '../platform/contract/operation.ts';
import { Clause, Control, RequiredDocument } from './model.ts';

const tag = 'standard';
const note = 'In our own words. Hold a bought copy of the standard beside it.';

/** The standard as data; the same for every organisation. */
export const standardContract = {
  clauses: operation({
    method: 'GET',
    path: '/standard/clauses',
    tag,
    summary: 'List clauses 4–10 with every requirement',
    description: note,
    permission: null,
    tool: 'list_clauses',
  }).output(z.object({ items: z.array(Clause) })),
  controls: operation({
    method: 'GET',
    path: '/standard/controls',
    tag,
    summary: 'List the 93 controls of Annex A',
    description: note,
    permission: null,
    tool: 'list_controls',
  }).output(z.object({ items: z.array(Control) })),
  control: operation({
    method: 'GET',
    path: '/standard/controls/{id}',
    tag,
    summary: 'Show one control of Annex A',
    description: note,
    permission: null,
    tool: 'get_control',
  })
    .input(z.object({ id: z.string().max(20) }))
    .output(Control),
  documents: operation({
    method: 'GET',
    path: '/standard/documents',
    tag,
    summary: 'List the documented information that is required',
    permission: null,
  }).output(z.object({ items: z.array(RequiredDocument) })),
};
