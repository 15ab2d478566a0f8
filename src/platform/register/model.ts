import { z } from 'zod';
import { recordFields } from '../contract/fields.ts';

/** A register is declared, not programmed: from this the kit makes operations, doors, table, form, CSV and XLSX. */
export interface RegisterSpec<Name extends string = string, Shape extends z.ZodRawShape = z.ZodRawShape> {
  /** Plural, in the standard's words, as it stands in paths and commands: `interested-parties`. */
  name: Name;
  singular: string;
  plural: string;
  /** New ids are PREFIX-number. */
  prefix: string;
  /** The clause or control that asks for it. */
  clause: string;
  /** One sentence on what belongs here: the empty list says it. */
  purpose: string;
  fields: z.ZodObject<Shape>;
  /** Field shown as the record's name. */
  label: keyof Shape & string;
  /** Sentences of the permission table; the permission matrix test refuses unknown ones. */
  read: string;
  write: string;
  /** Columns shown at first, in order. */
  columns: readonly (keyof Shape & string)[];
  /**
   * Whether its operations are MCP tools too: list_risks, get_risk, create_risk, update_risk. A text stands for the plural
   * where another tool has its name.
   */
  tools?: boolean | string;
}

export interface Register<Name extends string = string, Shape extends z.ZodRawShape = z.ZodRawShape> extends RegisterSpec<Name, Shape> {
  /** The whole record, as stored, exported and returned. */
  record: z.ZodObject<Shape & typeof recordFields>;
}

export function defineRegister<const Name extends string, Shape extends z.ZodRawShape>(spec: RegisterSpec<Name, Shape>): Register<Name, Shape> {
  return { ...spec, record: z.object({ ...recordFields, ...spec.fields.shape }) as Register<Name, Shape>['record'] };
}

// oxlint-disable-next-line typescript/no-explicit-any -- the one place where registers of every shape are handled alike
export type AnyRegister = Register<string, any>;
export type RecordOf<R extends AnyRegister> = z.infer<R['record']>;
