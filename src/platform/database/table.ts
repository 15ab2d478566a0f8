import { z } from 'zod';

/** What is needed to make the table of a record. */
export interface TableSource {
  /** `treatment-tasks`; the table is `isms.treatment_tasks`. */
  name: string;
  record: z.ZodObject;
}

/**
 * A table of bulk data that machines deliver (findings of scanners, outcomes of checks). Its rows are no records: they do
 * not go through the ledger one by one; the run that brought them is a record with a hash of what it brought.
 */
export interface BulkTable<Row extends z.ZodObject = z.ZodObject> {
  /** The table is `bulk.<name>`. */
  name: string;
  row: Row;
  /** Fields of the primary key, after the organisation. */
  key: readonly (keyof Row['shape'] & string)[];
  /** Further orders in which it is read, each begins with the organisation too. */
  indexes?: readonly (readonly (keyof Row['shape'] & string)[])[];
}

export interface ColumnDefinition {
  name: string;
  /** As PostgreSQL's `format_type` spells it. */
  type: string;
  nullable: boolean;
  /** Of the model, for records that stand there when the column is added. */
  initial: unknown;
}

/**
 * The columns of a record's table. The model is the only declaration of what is stored: a field that is added to
 * `model.ts` becomes a column at the next start.
 */
export function columnsOf({ record }: { record: z.ZodObject }): ColumnDefinition[] {
  return Object.entries(record.shape).map(([field, schema]) => {
    let inner = schema as z.ZodType;
    let nullable = false;
    let initial: unknown;
    while (inner instanceof z.ZodDefault || inner instanceof z.ZodNullable || inner instanceof z.ZodOptional) {
      if (inner instanceof z.ZodDefault) initial = inner.parse(undefined);
      else nullable = true;
      inner = inner.unwrap() as z.ZodType;
    }
    return { name: snake(field), type: columnType(inner), nullable, initial };
  });
}

function columnType(schema: z.ZodType): string {
  if (schema instanceof z.ZodISODate) return 'date';
  if (schema instanceof z.ZodISODateTime) return 'timestamp with time zone';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  if (schema instanceof z.ZodNumber) return schema.format === 'safeint' ? 'integer' : 'double precision';
  if (schema instanceof z.ZodArray && (schema.element instanceof z.ZodString || schema.element instanceof z.ZodEnum)) return 'text[]';
  if (schema instanceof z.ZodArray || schema instanceof z.ZodObject || schema instanceof z.ZodRecord || schema instanceof z.ZodUnion) return 'jsonb';
  if (['string', 'enum', 'literal'].includes(schema.def.type)) return 'text';
  throw new Error(`No type of column is known for ${schema.def.type}.`);
}

/** `inherentLikelihood` -> `inherent_likelihood`, `treatment-tasks` -> `treatment_tasks`. */
export function snake(name: string): string {
  return name.replaceAll('-', '_').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
