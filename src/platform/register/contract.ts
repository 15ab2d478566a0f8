import { z } from 'zod';
import { Id } from '../contract/fields.ts';
import { operation } from '../contract/operation.ts';
import type { Register } from './model.ts';

/** How a list is asked for; the same for every register, for its export and for its page. */
export const ListQuery = z.object({
  search: z.string().max(200).optional().meta({ description: 'Words that must occur in the record' }),
  filter: z
    .record(z.string(), z.union([z.string(), z.array(z.string())]))
    .optional()
    .meta({ description: 'Field and wanted value(s): filter[status]=open; the word "none" finds empty fields' }),
  sort: z.string().max(100).optional().meta({ description: 'Field to sort by; a leading minus sorts downwards' }),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  offset: z.coerce.number().int().min(0).default(0),
  archived: z.enum(['hide', 'show', 'only']).default('hide').meta({ description: 'What to do with archived records' }),
});
export type ListQuery = z.infer<typeof ListQuery>;

/** What a write answers: the record, and the request under which it can be undone. */
export const written = <R extends z.ZodType>(record: R) => z.object({ record, request: z.string() });

/**
 * The eight operations of a register. `shown` is what lists and pages get where the room adds calculated fields
 * to the stored record.
 */
export function registerContract<Name extends string, Shape extends z.ZodRawShape, Shown extends z.ZodObject = Register<Name, Shape>['record']>(
  register: Register<Name, Shape>,
  shown: Shown = register.record as unknown as Shown,
) {
  const path = `/${register.name}` as const;
  const { singular, plural, read, write } = register;
  const tag = register.name;
  const about = `${register.purpose} ${register.clause.startsWith('A') ? 'Control' : 'Clause'} ${register.clause}.`;
  const one = `${/^[aeiou]/i.test(singular) ? 'an' : 'a'} ${singular}`;
  const tool = (verb: string, noun: string) => (register.tools ? `${verb}_${noun.replaceAll(/[ -]/g, '_')}` : undefined);
  const fields = register.fields;
  return {
    list: operation({
      method: 'GET',
      path,
      tag,
      summary: `List ${plural}`,
      description: about,
      permission: read,
      tool: tool('list', typeof register.tools === 'string' ? register.tools : register.name),
    })
      .input(ListQuery)
      .output(z.object({ items: z.array(shown), total: z.number().int() })),
    get: operation({ method: 'GET', path: `${path}/{id}`, tag, summary: `Show one ${singular}`, permission: read, tool: tool('get', singular) })
      .input(z.object({ id: Id }))
      .output(shown),
    create: operation({
      method: 'POST',
      path,
      tag,
      summary: `Add ${one}`,
      description: about,
      permission: write,
      successStatus: 201,
      tool: tool('create', singular),
    })
      .input(z.object({ ...fields.shape, id: Id.optional() }))
      .output(written(register.record)),
    update: operation({
      method: 'PATCH',
      path: `${path}/{id}`,
      tag,
      summary: `Change ${one}`,
      permission: write,
      tool: tool('update', singular),
    })
      .input(
        z.object({
          ...partial(fields).shape,
          id: Id,
          version: z.number().int().optional().meta({ description: 'The version you saw; without it the last write wins' }),
        }),
      )
      .output(written(register.record)),
    changeMany: operation({ method: 'PATCH', path, tag, summary: `Change several ${plural} in the same way`, permission: write })
      .input(z.object({ ids: z.array(Id).min(1).max(1000), change: partial(fields) }))
      .output(z.object({ records: z.array(register.record), request: z.string() })),
    archive: operation({ method: 'DELETE', path: `${path}/{id}`, tag, summary: `Archive ${one}`, permission: write })
      .input(z.object({ id: Id }))
      .output(written(register.record)),
    restore: operation({ method: 'POST', path: `${path}/{id}/restore`, tag, summary: `Bring back an archived ${singular}`, permission: write })
      .input(z.object({ id: Id }))
      .output(written(register.record)),
    export: operation({ method: 'GET', path: `${path}/export`, tag, summary: `Export ${plural} as CSV or XLSX`, permission: read })
      .input(
        ListQuery.extend({ format: z.enum(['csv', 'xlsx']).default('csv'), limit: z.coerce.number().int().min(1).max(100_000).default(100_000) }),
      )
      .output(z.file()),
  };
}

/** Every field optional and without its default: a partial change must not reset what it does not name. */
export function partial<Shape extends z.ZodRawShape>(object: z.ZodObject<Shape>): z.ZodObject<{ [K in keyof Shape]: z.ZodOptional<Shape[K]> }> {
  const shape: Record<string, z.ZodType> = {};
  for (const [key, schema] of Object.entries(object.shape)) {
    const inner = schema instanceof z.ZodDefault ? (schema.unwrap() as z.ZodType) : (schema as z.ZodType);
    shape[key] = inner.optional().meta((schema as z.ZodType).meta() ?? {});
  }
  return z.object(shape) as unknown as z.ZodObject<{ [K in keyof Shape]: z.ZodOptional<Shape[K]> }>;
}
