import { z } from 'zod';

/**
 * Building blocks of records. `title` and `description` of a field travel into OpenAPI, the command line's help,
 * the web's forms and table headers, so they are written for people.
 */

// zod's own words for what is missing are a programmer's.
z.config({ customError: ({ code, input }) => (code === 'invalid_type' && input === undefined ? 'This is needed.' : undefined) });

export type FieldMeta = {
  title?: string;
  description?: string;
  /** The register whose ids this field holds; checked on every write. */
  reference?: string;
  /** Text of several lines (Markdown). */
  multiline?: boolean;
  /** Words for the values of an enumeration. */
  labels?: Record<string, string>;
  /** Set by the product, not typed in. */
  computed?: boolean;
};

/** Ids are what people say to each other: R-14, SYS-3. They are unique in an organisation and never given twice. */
export const Id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'An id has up to 64 letters, digits, dots, hyphens and underscores.');

/** A calendar day, `2027-03-03`; no time zone enters a calculation. */
export const Day = z.iso.date('A day is written like 2027-03-03.');
export const Instant = z.iso.datetime({ offset: true });
/** A time of day on the spot, `09:30`. */
export const Clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'A time is written like 09:30.');

const limit = { line: 300, text: 20_000 };

export const line = (meta: FieldMeta & { title: string }) =>
  z.string().trim().max(limit.line, `At most ${limit.line} characters.`).default('').meta(meta);
export const requiredLine = (meta: FieldMeta & { title: string }) =>
  z.string().trim().min(1, 'This cannot be empty.').max(limit.line, `At most ${limit.line} characters.`).meta(meta);
export const text = (meta: FieldMeta & { title: string }) =>
  z
    .string()
    .max(limit.text, `At most ${limit.text} characters.`)
    .default('')
    .meta({ multiline: true, ...meta });
export const day = (meta: FieldMeta & { title: string }) => Day.nullable().default(null).meta(meta);
export const flag = (meta: FieldMeta & { title: string }, value = false) => z.boolean().default(value).meta(meta);
/** Three-valued: null is "not determined", which is never taken for a no. */
export const determination = (meta: FieldMeta & { title: string }) => z.boolean().nullable().default(null).meta(meta);
export const amount = (meta: FieldMeta & { title: string }, min = 0, max = 1_000_000_000) =>
  z.number().min(min).max(max).nullable().default(null).meta(meta);
export const whole = (meta: FieldMeta & { title: string }, min = 0, max = 1_000_000_000) =>
  z.number().int().min(min).max(max).nullable().default(null).meta(meta);
export const reference = (register: string, meta: FieldMeta & { title: string }) =>
  Id.nullable()
    .default(null)
    .meta({ ...meta, reference: register });
export const requiredReference = (register: string, meta: FieldMeta & { title: string }) => Id.meta({ ...meta, reference: register });
export const references = (register: string, meta: FieldMeta & { title: string }) =>
  z
    .array(Id)
    .max(500)
    .default([])
    .meta({ ...meta, reference: register });

/** Reads the people-facing description of a field. */
export function fieldMeta(schema: z.ZodType): FieldMeta {
  return schema.meta() ?? {};
}

/** What every record has besides its own fields. */
export const recordFields = {
  id: Id.meta({ title: 'Id', computed: true }),
  /** Counts changes; a write names the version it saw, so that nobody's work is overwritten unseen. */
  version: z.number().int().default(1).meta({ title: 'Version', computed: true }),
  createdAt: Instant.default('1970-01-01T00:00:00Z').meta({ title: 'Created', computed: true }),
  updatedAt: Instant.default('1970-01-01T00:00:00Z').meta({ title: 'Changed', computed: true }),
  archivedAt: Instant.nullable().default(null).meta({ title: 'Archived', computed: true }),
};
