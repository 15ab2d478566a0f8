import { boolean, customType, date, doublePrecision, index, integer, jsonb, pgSchema, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { PgColumn, PgColumnBuilderBase, PgTable } from 'drizzle-orm/pg-core';
import { z } from 'zod';

/** Every table of the management system lives here; `secure.sql` puts row security and the ledger on all of it. */
export const ismsSchema = pgSchema('isms');

/** A moment, as ISO 8601 in UTC on our side, timestamptz in the database. */
const instant = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamptz',
  fromDriver: (value) => new Date(value).toISOString(),
});

export type RecordTable = PgTable & Record<string, PgColumn> & { organisationId: PgColumn; id: PgColumn };

/**
 * The table of a record. The model is its only declaration: a field is added in `model.ts`, then
 * `npm run migration` writes the SQL. Key: (organisation_id, id), so that row security and
 * distribution by organisation both hold.
 */
export function tableFor(name: string, record: z.ZodObject): RecordTable {
  const columns: Record<string, PgColumnBuilderBase> = { organisationId: uuid('organisation_id').notNull() };
  for (const [field, schema] of Object.entries(record.shape)) columns[field] = columnFor(snake(field), schema as z.ZodType);
  return ismsSchema.table(snake(name), columns, (self) => {
    const own = self as unknown as RecordTable;
    return [primaryKey({ columns: [own.organisationId, own.id] }), index().on(own.organisationId, own['updatedAt'] ?? own.id)];
  }) as unknown as RecordTable;
}

/** `inherentLikelihood` -> `inherent_likelihood`, `treatment-tasks` -> `treatment_tasks`. */
export function snake(name: string): string {
  return name.replaceAll('-', '_').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `inherent_likelihood` -> `inherentLikelihood`. */
export function camel(name: string): string {
  return name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function columnFor(name: string, schema: z.ZodType): PgColumnBuilderBase {
  let inner = schema;
  let nullable = false;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodNullable || inner instanceof z.ZodOptional) {
    if (!(inner instanceof z.ZodDefault)) nullable = true;
    inner = inner.unwrap() as z.ZodType;
  }
  const column = plainColumn(name, inner);
  return nullable ? column : column.notNull();
}

function plainColumn(name: string, schema: z.ZodType) {
  if (schema instanceof z.ZodISODate) return date(name, { mode: 'string' });
  if (schema instanceof z.ZodISODateTime) return instant(name);
  if (schema instanceof z.ZodBoolean) return boolean(name);
  if (schema instanceof z.ZodNumber) return schema.format === 'safeint' ? integer(name) : doublePrecision(name);
  if (schema instanceof z.ZodArray && (schema.element instanceof z.ZodString || schema.element instanceof z.ZodEnum)) return text(name).array();
  if (schema instanceof z.ZodArray || schema instanceof z.ZodObject || schema instanceof z.ZodRecord) return jsonb(name);
  return text(name);
}
