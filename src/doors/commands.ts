import type { AnyContractProcedure } from '@orpc/contract';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { z } from 'zod';
import { fieldMeta } from '../platform/contract/fields.ts';
import { unwrapped } from '../platform/register/list.ts';
import { globalOperations, organisationOperations } from './contract.ts';
import { metaOf, operationsOf } from './router.ts';

/** An operation as a command: `annexa risks list`, `annexa scope approve SCOPE-1`. */
export interface Command {
  words: [string, string];
  operation: AnyContractProcedure;
  /** Whether it works inside an organisation. */
  inside: boolean;
  summary: string;
  /** Names of path parameters: positional arguments, in order. */
  positional: string[];
  flags: { name: string; field: string; type: 'string' | 'boolean'; multiple: boolean; help: string }[];
}

/** How a command is used does not fit: exit code 2. */
export class WrongUse extends Error {}

/** Somebody asked how: the answer goes to standard output, exit code 0. */
export class Help extends Error {}

const dashed = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Commands that people look for under another name. */
const aliases: Record<string, [string, string]> = {
  'key create': ['organisation', 'create-key'],
  'key list': ['organisation', 'keys'],
  'key revoke': ['organisation', 'revoke-key'],
  'organisation create': ['account', 'create-organisation'],
  'organisation list': ['account', 'me'],
};

export const commands: Command[] = [
  ...operationsOf(organisationOperations).map((each) => toCommand(each, true)),
  ...operationsOf(globalOperations).map((each) => toCommand(each, false)),
];

function toCommand({ path, operation }: { path: string[]; operation: AnyContractProcedure }, inside: boolean): Command {
  const { route, inputSchema } = operation['~orpc'];
  const tag = route.tags?.[0] ?? path[0]!;
  const positional = [...(route.path ?? '').matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  const shape = inputSchema instanceof z.ZodObject ? (inputSchema.shape as Record<string, z.ZodType>) : {};
  const flags = Object.entries(shape)
    .filter(([field]) => !positional.includes(field))
    .map(([field, schema]) => {
      const inner = unwrapped(schema);
      const meta = fieldMeta(schema);
      const values = inner instanceof z.ZodEnum ? ` (${inner.options.join(' | ')})` : inner instanceof z.ZodFile ? ' (path)' : '';
      return {
        name: dashed(field),
        field,
        multiple: inner instanceof z.ZodArray,
        type: inner instanceof z.ZodBoolean ? ('boolean' as const) : ('string' as const),
        help: `${meta.title ?? field}${meta.description ? `: ${meta.description}` : ''}${values}${inner instanceof z.ZodObject || inner instanceof z.ZodRecord ? ' (JSON)' : ''}`,
      };
    });
  return { words: [tag, dashed(path.at(-1)!)], operation, inside, summary: route.summary ?? '', positional, flags };
}

export function findCommand(first: string, second: string | undefined): Command | undefined {
  const [tag, name] = aliases[`${first} ${second}`] ?? [first, second];
  return commands.find(({ words }) => words[0] === tag && words[1] === name);
}

export interface RequestParts {
  method: string;
  /** Below `/api` or the organisation. */
  path: string;
  query: URLSearchParams;
  /** A form when a file is among it. */
  body: Record<string, unknown> | FormData | undefined;
}

/** Flags that every command knows. */
export const commonFlags: ParseArgsOptionsConfig = {
  json: { type: 'boolean' },
  organisation: { type: 'string', short: 'o' },
  'as-of': { type: 'string' },
  data: { type: 'string' },
  url: { type: 'string' },
  key: { type: 'string' },
  out: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
};

/** Reads the arguments of a command into the request it makes. Errors: WrongUse, with how to use it. */
export function readCommand(command: Command, args: string[]): { request: RequestParts; common: Record<string, string | boolean | undefined> } {
  const own = Object.fromEntries(
    command.flags.filter(({ name }) => !(name in commonFlags) || name === 'out').map(({ name, type, multiple }) => [name, { type, multiple }]),
  );
  const options: ParseArgsOptionsConfig = { ...own, ...commonFlags };
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({ args, options, allowPositionals: true, allowNegative: true, strict: true });
  } catch (error) {
    throw new WrongUse(`${error instanceof Error ? error.message : String(error)}\n\n${usage(command)}`);
  }
  const { values, positionals } = parsed;
  if (values['help']) throw new Help(usage(command));
  if (positionals.length !== command.positional.length)
    throw new WrongUse(
      `${command.positional.length === 0 ? 'No argument is' : `${command.positional.join(', ').toUpperCase()} ${command.positional.length === 1 ? 'is' : 'are'}`} expected.\n\n${usage(command)}`,
    );

  const { route, inputSchema } = command.operation['~orpc'];
  const shape = inputSchema instanceof z.ZodObject ? (inputSchema.shape as Record<string, z.ZodType>) : {};
  let path: string = route.path ?? '/';
  command.positional.forEach((name, index) => void (path = path.replace(`{${name}}`, encodeURIComponent(positionals[index]!))));
  const input: Record<string, unknown> = {};
  for (const { name, field } of command.flags) {
    const value = values[name];
    if (value !== undefined) input[field] = readValue(value as string, unwrapped(shape[field]!), name);
  }
  const reads = route.method === 'GET' || route.method === 'DELETE';
  return {
    request: {
      method: route.method ?? 'POST',
      path,
      query: reads ? toQuery(input) : new URLSearchParams(),
      body: reads ? undefined : Object.values(input).some((value) => value instanceof Blob) ? toForm(input) : input,
    },
    common: values as Record<string, string | boolean | undefined>,
  };
}

function readValue(value: string | boolean | (string | boolean)[], schema: z.ZodType, name: string): unknown {
  if (Array.isArray(value)) {
    const element = schema instanceof z.ZodArray ? unwrapped(schema.element as z.ZodType) : z.string();
    if (value.length === 1 && value[0] === '') return [];
    return value.flatMap((each) =>
      element instanceof z.ZodObject
        ? [parseJson(String(each), name)]
        : String(each)
            .split(',')
            .map((part) => part.trim()),
    );
  }
  if (typeof value === 'boolean') return value;
  if (schema instanceof z.ZodFile) return readPart(value, name);
  if (value === 'null') return null;
  if (schema instanceof z.ZodNumber) return Number.isNaN(Number(value)) ? value : Number(value);
  if (schema instanceof z.ZodObject || schema instanceof z.ZodRecord) return parseJson(value, name);
  return value;
}

function readPart(path: string, name: string): File {
  try {
    return new File([readFileSync(path)], basename(path));
  } catch {
    throw new WrongUse(`--${name}: the file ${path} cannot be read.`);
  }
}

function toForm(input: Record<string, unknown>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(input)) form.append(name, value instanceof Blob ? value : String(value));
  return form;
}

function parseJson(value: string, name: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    throw new WrongUse(`--${name} must be JSON.`);
  }
}

/** In the bracket notation that the HTTP door reads: filter[status]=open. */
function toQuery(input: Record<string, unknown>): URLSearchParams {
  const query = new URLSearchParams();
  const add = (name: string, value: unknown) => {
    if (Array.isArray(value)) value.forEach((each, index) => add(`${name}[${index}]`, each));
    else if (typeof value === 'object' && value !== null) for (const [key, each] of Object.entries(value)) add(`${name}[${key}]`, each);
    else query.append(name, String(value));
  };
  for (const [name, value] of Object.entries(input)) add(name, value);
  return query;
}

export function usage(command: Command): string {
  const { words, positional, flags, summary, operation } = command;
  const meta = metaOf(operation);
  return [
    `annexa ${words.join(' ')}${positional.map((name) => ` ${name.toUpperCase()}`).join('')}${flags.length > 0 ? ' [options]' : ''}`,
    `  ${summary}.${meta.permission ? ` Needs the permission to ${meta.permission}.` : ''}`,
    ...(flags.length > 0 ? ['', ...flags.map(({ name, help }) => `  --${name.padEnd(24)} ${help}`)] : []),
    '',
    '  --json prints JSON; --organisation SLUG chooses the organisation; --as-of DAY reads the past; --out FILE saves a file.',
  ].join('\n');
}
