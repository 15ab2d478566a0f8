import { z } from 'zod';
import { Day, Id, Instant, day, recordFields, references, requiredLine } from '../../platform/contract/fields.ts';
import { AttachedFile } from '../../platform/files/model.ts';

/** Complete lists that the product itself can draw from; `list` is one that somebody brings. */
export const populationKinds = [
  'incidents',
  'changes',
  'access-decisions',
  'joiners',
  'leavers',
  'vulnerabilities',
  'suppliers',
  'evidence',
  'documents',
  'training-results',
  'acknowledgements',
  'risks',
  'assets',
  'people',
  'restore-tests',
  'duty-records',
  'nonconformities',
  'accounts',
  'list',
] as const;
export type PopulationKind = (typeof populationKinds)[number];

/** One thing that can be drawn. The key tells it from every other of the population. */
export const PopulationItem = z.object({ key: z.string().min(1).max(300), label: z.string().max(500), stratum: z.string().max(200).default('') });
export type PopulationItem = z.infer<typeof PopulationItem>;

/** How many are drawn: as many as one says, the square root, or as many as a confidence and a rate one could live with ask for. */
export const SizeRule = z.discriminatedUnion('rule', [
  z.object({ rule: z.literal('fixed'), size: z.number().int().min(1).max(100_000) }),
  z.object({ rule: z.literal('square-root') }),
  z.object({ rule: z.literal('table'), confidence: z.number().min(0.5).max(0.999), tolerableRate: z.number().min(0.001).max(0.5) }),
]);
export type SizeRule = z.infer<typeof SizeRule>;

export const sampleResults = ['open', 'conforms', 'deviates', 'not-checked'] as const;

/** One thing that was drawn, and what was seen. */
export const DrawnItem = PopulationItem.extend({
  /** Place in the order that the seed gives its stratum, from 1. */
  rank: z.number().int(),
  result: z.enum(sampleResults).default('open'),
  note: z.string().max(5000).default(''),
  checkedBy: z.string().default(''),
  checkedAt: Instant.nullable().default(null),
});
export type DrawnItem = z.infer<typeof DrawnItem>;

/** An item that could not be looked at, and the next of the same order that took its place. */
export const Replacement = z.object({
  key: z.string(),
  reason: z.string().trim().min(1, 'Say why it is replaced.').max(2000),
  replacedBy: z.string().nullable(),
  by: z.string(),
  at: Instant,
});

/**
 * A sample out of a complete population (9.2.2, and what certification auditors do): population with provenance, count
 * and hash, rule of size, seed, strata, replacements. Whoever has the population and the seed draws the same one again.
 */
export const Sample = z.object({
  ...recordFields,
  title: requiredLine({ title: 'Purpose' }),
  subjects: references('subjects', { title: 'Controls and requirements' }),
  kind: z.enum(populationKinds),
  from: day({ title: 'From' }),
  to: day({ title: 'Until' }),
  provenance: z.string().max(1000),
  count: z.number().int(),
  sha256: z.string(),
  /** The population as it was drawn from, as CSV. */
  population: AttachedFile,
  size: SizeRule,
  /** The field the population was divided by; empty where it was not. */
  stratifiedBy: z.string().max(60).default(''),
  seed: z.string().min(1).max(100),
  drawnOn: Day,
  drawnBy: z.string(),
  drawnByPerson: Id.nullable().default(null),
  items: z.array(DrawnItem),
  replacements: z.array(Replacement).default([]),
  closedOn: Day.nullable().default(null),
});
export type Sample = z.infer<typeof Sample>;
