import type { z } from 'zod';
import { collections } from '../../isms/collections.ts';
import { addDays } from '../../isms/days.ts';
import type { Isms } from '../../isms/isms.ts';

/**
 * Defects that follow from the models alone: whatever a field may hold, it is emptied, turned round or moved. Nothing here
 * knows what a rule looks for. What the model itself refuses is no defect that could come to be, and is left out.
 */
export type Kind =
  | 'emptied'
  | 'dangling'
  | 'long past'
  | 'years ahead'
  | 'other value'
  | 'flipped'
  | 'lowest'
  | 'highest'
  | 'record removed'
  | 'register emptied'
  | 'person has left';

export interface Mutant {
  kind: Kind;
  /** Register and field, `risks.owner`, `documentVersions.approvals.person`: without a field the record as a whole. */
  collection: keyof Isms;
  path: readonly string[];
  /** The record that was changed; null where a whole register was. */
  record: string | null;
  isms: Isms;
}

type Shape = Record<string, z.core.$ZodType>;
type Def = { type: string; innerType?: z.core.$ZodType; element?: z.core.$ZodType; entries?: Record<string, string>; format?: string };
type Stored = { id: string } & Record<string, unknown>;

/** Kept by the product itself; nobody can set them. */
const kept = new Set(['id', 'version', 'createdAt', 'updatedAt', 'archivedAt']);
const wrappers = new Set(['nullable', 'default', 'optional', 'prefault', 'readonly', 'catch', 'nonoptional']);

const defOf = (schema: z.core.$ZodType): Def => (schema as unknown as { _zod: { def: Def } })._zod.def;
const shapeOf = (schema: z.core.$ZodType): Shape => (schema as unknown as { shape: Shape }).shape;

function unwrapped(schema: z.core.$ZodType): { inner: z.core.$ZodType; nullable: boolean } {
  let nullable = false;
  let inner = schema;
  while (wrappers.has(defOf(inner).type)) {
    nullable ||= defOf(inner).type === 'nullable';
    inner = defOf(inner).innerType!;
  }
  return { inner, nullable };
}

/** What can become of a value, by the kind of its field. */
function* changesOf(schema: z.core.$ZodType, value: unknown, day: string, isId: (text: string) => boolean): Generator<[Kind, unknown]> {
  const { inner, nullable } = unwrapped(schema);
  const { type, entries, format } = defOf(inner);
  if (nullable) yield ['emptied', null];
  if (type === 'array') yield ['emptied', []];
  if (type === 'record') yield ['emptied', {}];
  if (type === 'boolean') yield ['flipped', !value];
  if (type === 'enum') for (const each of Object.values(entries!)) yield ['other value', each];
  if (type === 'number') {
    const { minimum, maximum } = inner as unknown as { minimum?: number; maximum?: number };
    yield ['lowest', Math.max(minimum ?? 0, 0)];
    if (typeof value === 'number') yield ['highest', Math.min(maximum ?? Infinity, value * 1000 + 1000)];
  }
  if (type !== 'string') return;
  if (format === 'date' || format === 'datetime') {
    const rest = format === 'datetime' ? 'T08:00:00Z' : '';
    yield ['long past', addDays(day, -2200) + rest];
    yield ['years ahead', addDays(day, 2200) + rest];
    return;
  }
  yield ['emptied', ''];
  if (typeof value === 'string' && isId(value)) yield ['dangling', 'NOBODY-0'];
}

/** Every change of a record, field by field, into what its fields hold. */
function* changed(
  shape: Shape,
  record: Record<string, unknown>,
  day: string,
  isId: (text: string) => boolean,
): Generator<[path: string[], kind: Kind, value: Record<string, unknown>]> {
  for (const [field, schema] of Object.entries(shape)) {
    if (kept.has(field)) continue;
    const value = record[field];
    for (const [kind, next] of changesOf(schema, value, day, isId))
      if (JSON.stringify(next) !== JSON.stringify(value)) yield [[field], kind, { ...record, [field]: next }];
    const { inner } = unwrapped(schema);
    const { type, element } = defOf(inner);
    if (type === 'object' && value !== null && value !== undefined)
      for (const [path, kind, next] of changed(shapeOf(inner), value as Stored, day, isId))
        yield [[field, ...path], kind, { ...record, [field]: next }];
    const part = type === 'array' ? unwrapped(element!).inner : null;
    const [first, ...others] = Array.isArray(value) ? (value as unknown[]) : [];
    if (part && defOf(part).type === 'object' && first !== undefined)
      for (const [path, kind, next] of changed(shapeOf(part), first as Stored, day, isId))
        yield [[field, ...path], kind, { ...record, [field]: [next, ...others] }];
  }
}

/** One by one: at most `each` records for every field and kind of change, spread over the register. */
export function* mutantsOf(isms: Isms, day: string, each: number): Generator<Mutant> {
  const ids = new Set<string>();
  for (const value of Object.values(isms)) if (Array.isArray(value)) for (const { id } of value as Stored[]) ids.add(id);
  const isId = (text: string) => ids.has(text);

  for (const [name, { record: model }] of Object.entries(collections)) {
    const collection = (name === 'organisations' ? 'organisation' : name) as keyof Isms;
    const held = isms[collection] as Stored | Stored[] | null;
    const single = !Array.isArray(held);
    const records = single ? (held === null ? [] : [held]) : held;
    if (records.length === 0) continue;
    const changedTo = (next: unknown): Isms => ({ ...isms, [collection]: next });
    const replaced = (index: number, next: unknown) => changedTo(single ? next : records.with(index, next as Stored));

    if (collection !== 'organisation') yield { kind: 'register emptied', collection, path: [], record: null, isms: changedTo(single ? null : []) };
    if (!single && records.length > 1)
      for (const index of spread(records.length, each))
        yield { kind: 'record removed', collection, path: [], record: records[index]!.id, isms: changedTo(records.toSpliced(index, 1)) };

    const made = new Map<string, number>();
    const left = new Set<string>();
    for (const index of spread(records.length, Math.max(each, 12))) {
      const record = records[index]!;
      for (const [path, kind, next] of changed(model.shape, record, day, isId)) {
        const key = `${path.join('.')} ${kind} ${kind === 'other value' ? JSON.stringify(valueAt(next, path)) : ''}`;
        const before = made.get(key) ?? 0;
        if (before >= each || !model.safeParse(next).success) continue;
        made.set(key, before + 1);
        yield { kind, collection, path, record: record.id, isms: replaced(index, next) };
      }
      // Whoever a field names is gone.
      for (const [field, value] of Object.entries(record)) {
        const person = typeof value === 'string' ? isms.people.findIndex(({ id }) => id === value) : -1;
        if (field === 'id' || person === -1 || left.has(field)) continue;
        left.add(field);
        const people = isms.people.with(person, { ...isms.people[person]!, endsOn: addDays(day, -60) });
        yield { kind: 'person has left', collection, path: [field], record: people[person]!.id, isms: { ...isms, people } };
      }
    }
  }
}

function valueAt(value: unknown, [field, ...rest]: readonly string[]): unknown {
  if (field === undefined) return value;
  const next: unknown = (Array.isArray(value) ? value[0] : (value as Record<string, unknown>))?.[field as never];
  return valueAt(next, rest);
}

/** Places in a list, evenly: the first, the last and those between. */
function spread(length: number, count: number): number[] {
  if (length <= count) return Array.from({ length }, (_, index) => index);
  return Array.from({ length: count }, (_, index) => Math.floor((index * length) / count));
}
