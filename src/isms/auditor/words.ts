import { z } from 'zod';
import { fieldMeta } from '../../platform/contract/fields.ts';
import type { StoredRecord } from '../../platform/ledger/snapshot.ts';
import { fileFields } from '../../platform/files/attached.ts';
import type { AttachedFile } from '../../platform/files/model.ts';
import type { Standard } from '../../standard/standard.ts';
import { collections, type CollectionKey } from '../collections.ts';
import { dayInWords } from '../days.ts';
import type { Isms } from '../isms.ts';
import { remembered } from '../remember.ts';
import { openRegisters } from './listings.ts';
import type { Reach } from './release.ts';

/** How a record of another register is called: by its name where that register is open to the auditor, else by its number alone. */
export type Names = (register: string, id: string) => string;

const named = (record: StoredRecord): string => {
  const label = ['title', 'name', 'subject']
    .map((field) => record[field])
    .find((value): value is string => typeof value === 'string' && value !== '');
  return label === undefined ? record.id : `${record.id} ${label}`;
};

/** The records of each register by their id, made when one is asked for. */
const byRegister = remembered((isms: Isms, register: string): Map<string, StoredRecord> => {
  const key = Object.entries(collections).find(([, { name }]) => name === register)?.[0];
  const records: unknown = key === undefined ? [] : Reflect.get(isms, key);
  return new Map((Array.isArray(records) ? (records as StoredRecord[]) : []).map((each) => [each.id, each]));
});

export function namesFor(isms: Isms, standard: Standard, reach: Reach): Names {
  const open = openRegisters(reach);
  return (register, id) => {
    if (register === 'people') return String(byRegister(isms, register).get(id)?.['name'] ?? id);
    if (register === 'subjects' || register === 'controls') {
      const control = standard.control(id);
      return control ? `${id} ${control.title}` : (standard.requirement(id)?.label ?? id);
    }
    const single = register === 'documents' || register === 'evidence' ? reach[register]?.has(id) === true : false;
    const found = open.has(register) || single ? byRegister(isms, register).get(id) : undefined;
    return found ? named(found) : id;
  };
}

/** Bookkeeping, and what stands for people or systems elsewhere: never told, whatever is released. */
const hidden = new Set([
  'id',
  'version',
  'createdAt',
  'updatedAt',
  'archivedAt',
  'externalReference',
  'fingerprint',
  'content',
  'byPerson',
  'answers',
  'template',
]);

const humanised = (name: string): string => {
  const text = name
    .replaceAll('-', ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
};

export const titleOf = (key: CollectionKey, field: string): string => {
  const schema = (collections[key].record.shape as Record<string, z.ZodType>)[field];
  return (schema && fieldMeta(schema).title) ?? humanised(field);
};

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const isDay = /^\d{4}-\d\d-\d\d$/;
/** Values of enumerations are written with hyphens; people read them without. */
const code = /^[a-z]+(-[a-z0-9]+)+$/;

/** One value as it is read. */
function said(value: unknown, names: Names, reference?: string, labels: Record<string, string> = {}): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return value.toLocaleString('en');
  if (Array.isArray(value))
    return value
      .map((each) => said(each, names, reference, labels))
      .filter(Boolean)
      .join(', ');
  if (typeof value === 'object') {
    const file = value as Partial<AttachedFile>;
    if (typeof file.sha256 === 'string' && typeof file.name === 'string') return file.name;
    return Object.entries(value)
      .filter(([field]) => !hidden.has(field))
      .map(([field, each]) => [humanised(field), said(each, names)] as const)
      .filter(([, text]) => text !== '')
      .map(([field, text]) => `${field}: ${text}`)
      .join('; ');
  }
  const text = String(value);
  if (reference !== undefined) return names(reference, text);
  if (labels[text] !== undefined) return labels[text];
  if (isDay.test(text)) return dayInWords(text);
  if (instant.test(text)) return `${dayInWords(text)}, ${text.slice(11, 16)} UTC`;
  return code.test(text) ? text.replaceAll('-', ' ') : text;
}

/** The fields of a register that may be told. */
export const toldFields = (key: CollectionKey): string[] => Object.keys(shapeOf(key)).filter((field) => !hidden.has(field));

const shapeOf = (key: CollectionKey) => collections[key].record.shape as Record<string, z.ZodType>;

/** A field of a record as it is read in a table. */
export function cell(key: CollectionKey, record: StoredRecord, field: string, names: Names): string {
  const { reference, labels } = fieldMeta(shapeOf(key)[field]!);
  return said(record[field], names, reference, labels);
}

export interface Words {
  facts: { title: string; value: string }[];
  texts: { title: string; text: string }[];
  tables: { heading: string; columns: string[]; rows: string[][] }[];
  files: AttachedFile[];
}

/** A whole record as it is read: short values as facts, long ones as texts, lists of things as tables, and its files. */
export function wordsOf(key: CollectionKey, record: StoredRecord, names: Names): Words {
  const shape = shapeOf(key);
  const files = fileFields(collections[key].record);
  const words: Words = { facts: [], texts: [], tables: [], files: [] };
  for (const [field, schema] of Object.entries(shape)) {
    const value = record[field];
    if (hidden.has(field) || value === null || value === '' || (Array.isArray(value) && value.length === 0)) continue;
    const { title = humanised(field), multiline, reference, labels } = fieldMeta(schema);
    if (files.includes(field)) words.files.push(...((Array.isArray(value) ? value : [value]) as AttachedFile[]));
    else if (Array.isArray(value) && typeof value[0] === 'object') words.tables.push(tableOf(title, value as Record<string, unknown>[], names));
    else {
      const text = said(value, names, reference, labels);
      if (text === '') continue;
      if (multiline === true || text.length > 200) words.texts.push({ title, text });
      else words.facts.push({ title, value: text });
    }
  }
  // Who did something stands in a record as a person and as a name: read, it is the same.
  words.facts = words.facts.filter(({ title, value }, at) => words.facts.findIndex((each) => each.title === title && each.value === value) === at);
  return words;
}

function tableOf(heading: string, list: Record<string, unknown>[], names: Names) {
  const fields = [...new Set(list.flatMap((each) => Object.keys(each)))].filter((field) => field === 'key' || !hidden.has(field));
  const filled = fields.filter((field) => list.some((each) => said(each[field], names) !== ''));
  return {
    heading,
    columns: filled.map(humanised),
    rows: list.map((each) => filled.map((field) => said(each[field], names, people.has(field) ? 'people' : undefined))),
  };
}
/** Fields inside lists that name a person. */
const people = new Set(['person', 'auditor', 'with', 'people', 'reviewer', 'responsible']);
