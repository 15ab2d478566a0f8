import { z } from 'zod';

/** What is needed to make the table of a record. */
export interface TableSource {
  /** `treatment-tasks`; the table is `isms.treatment_tasks`. */
  name: string;
  record: z.ZodObject;
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
export function columnsOf({ record }: TableSource): ColumnDefinition[] {
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
  if (schema instanceof z.ZodArray || schema instanceof z.ZodObject || schema instanceof z.ZodRecord) return 'jsonb';
  return 'text';
}

/** `inherentLikelihood` -> `inherent_likelihood`, `treatment-tasks` -> `treatment_tasks`. */
export function snake(name: string): string {
  return name.replaceAll('-', '_').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
