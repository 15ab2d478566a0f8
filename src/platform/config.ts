import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { defaultDataDirectory } from './database/embedded.ts';

/** A setting that is wrong, with its name and what is allowed. */
export class ConfigError extends Error {}

const url = (protocols: string[]) =>
  z
    .string()
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
      `an address that begins with ${protocols.map((each) => `${each}//`).join(' or ')}`,
    );
const yes = z.union([z.boolean(), z.stringbool()], 'yes or no');

/** Every setting: flag, environment variable, what is allowed, and what it does. The only place where they are named. */
const settings = {
  port: {
    env: 'ANNEXA_PORT',
    schema: z.coerce.number('a number from 0 to 65535').int().min(0, 'a number from 0 to 65535').max(65_535, 'a number from 0 to 65535'),
    initial: 7420,
    text: 'Port of the web application and the API; 0 takes any free one',
  },
  host: {
    env: 'ANNEXA_HOST',
    schema: z.string().min(1, 'an address or a name'),
    initial: '127.0.0.1',
    text: 'Network address to listen on; 0.0.0.0 for all',
  },
  data: { env: 'ANNEXA_DATA', schema: z.string().min(1, 'a directory'), initial: null, text: 'Directory for the database, keys and files' },
  databaseUrl: {
    env: 'DATABASE_URL',
    schema: url(['postgres:', 'postgresql:']),
    initial: null,
    text: 'A PostgreSQL 16 or later to use instead of the embedded one; its user must be allowed to create roles',
  },
  publicUrl: {
    env: 'ANNEXA_PUBLIC_URL',
    schema: url(['http:', 'https:']),
    initial: null,
    text: 'Address under which people reach the product, for links and cookies',
  },
  smtpUrl: {
    env: 'ANNEXA_SMTP_URL',
    schema: url(['smtp:', 'smtps:']),
    initial: null,
    text: 'Mail server; without one, links are shown instead of sent',
  },
  mailFrom: {
    env: 'ANNEXA_MAIL_FROM',
    schema: z.string().min(3, 'an address such as Annexa <isms@example.org>'),
    initial: 'Annexa <annexa@localhost>',
    text: 'Sender of mail',
  },
  files: {
    env: 'ANNEXA_FILES',
    schema: url(['s3:']).refine(
      (value) => !/:[^/@]*@/.test(value.slice('s3://'.length)),
      'an address without credentials: those come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    ),
    initial: null,
    text: 'Where attached files are kept: `s3://bucket/prefix?endpoint=https://…&region=…`; without it, in the data directory. Credentials: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`',
  },
  logLevel: {
    env: 'ANNEXA_LOG_LEVEL',
    schema: z.enum(['silent', 'error', 'warn', 'info', 'debug'], 'one of silent, error, warn, info, debug'),
    initial: 'info',
    text: 'How much is logged to standard error',
  },
  secret: {
    env: 'ANNEXA_SECRET',
    schema: z.string().min(32, 'at least 32 characters'),
    initial: null,
    text: 'Signs sessions; made at the first start and kept in the data directory. Several processes need the same',
  },
  trustProxy: {
    env: 'ANNEXA_TRUST_PROXY',
    schema: yes,
    initial: false,
    text: 'Take the network address of callers from X-Forwarded-For: only behind a proxy that sets it',
  },
  sessionHours: {
    env: 'ANNEXA_SESSION_HOURS',
    schema: z.coerce
      .number('a number of hours from 1 to 8760')
      .int()
      .min(1, 'a number of hours from 1 to 8760')
      .max(8760, 'a number of hours from 1 to 8760'),
    initial: 168,
    text: 'Hours after which people sign in again',
  },
  sample: { env: 'ANNEXA_SAMPLE', schema: yes, initial: false, text: 'Open with the sample organisation, signed in by a printed link' },
} as const;

type Name = keyof typeof settings;
type Value<N extends Name> = z.infer<(typeof settings)[N]['schema']> | ((typeof settings)[N]['initial'] extends null ? null : never);
export type Config = { [N in Name]: N extends 'data' ? string : Value<N> };

const flagOf = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const names = Object.keys(settings) as Name[];
const isSwitch = (name: Name) => settings[name].initial === false;

/** Reads the settings; a flag wins over the environment. Errors: ConfigError. */
export function readConfig(argv: readonly string[], env: NodeJS.ProcessEnv): Config {
  let flags: Record<string, unknown>;
  try {
    flags = parseArgs({
      args: [...argv],
      options: Object.fromEntries(names.map((name) => [flagOf(name), { type: isSwitch(name) ? ('boolean' as const) : ('string' as const) }])),
      strict: true,
    }).values;
  } catch (error) {
    throw new ConfigError(`${error instanceof Error ? error.message.split('. ')[0] : String(error)}. The settings are:\n\n${settingsHelp()}`);
  }
  const config = Object.fromEntries(
    names.map((name) => {
      const { env: variable, schema, initial } = settings[name];
      const flag = flags[flagOf(name)];
      const given = flag ?? (env[variable] === '' ? undefined : env[variable]);
      if (given === undefined) return [name, initial];
      const result = schema.safeParse(given);
      if (result.success) return [name, result.data];
      throw new ConfigError(
        `${flag === undefined ? variable : `--${flagOf(name)}`} is "${name === 'secret' ? '…' : String(given)}"; allowed is ${result.error.issues[0]!.message}.`,
      );
    }),
  ) as Record<Name, unknown>;
  config.data ??= defaultDataDirectory(env);
  return config as Config;
}

/** The settings as the help of a command. */
export const settingsHelp = (): string =>
  names.map((name) => `  ${`--${flagOf(name)}`.padEnd(18)} ${settings[name].env.padEnd(22)} ${settings[name].text}${shown(name)}`).join('\n');

/** The settings as a table of the handbook. */
export const settingsTable = (): string =>
  [
    '| Flag | Environment | What it does |',
    '|---|---|---|',
    ...names.map((name) => `| \`--${flagOf(name)}\` | \`${settings[name].env}\` | ${settings[name].text}${shown(name)} |`),
  ].join('\n');

const shown = (name: Name) => (settings[name].initial === null || settings[name].initial === false ? '' : ` (${settings[name].initial})`);

/** The secret that signs sessions: given, or made once and readable by the owner of the data only. */
export function loadSecret(config: Pick<Config, 'secret' | 'data'>): string {
  if (config.secret) return config.secret;
  const path = join(config.data, 'secret');
  if (!existsSync(path)) {
    mkdirSync(config.data, { recursive: true, mode: 0o711 });
    writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(path, 'utf8');
}
