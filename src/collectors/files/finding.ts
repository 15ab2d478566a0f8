import type { FindingSeverity, FindingStatus } from '../../isms/scans/model.ts';
import { standard } from '../../standard/standard.ts';

/** A tool, and what it looked at. */
export interface Source {
  /** Trivy, Prowler, CodeQL: as the file says. */
  tool: string;
  /** An account, an image, a repository. Empty: the file does not say. */
  scope: string;
}

/** What a mapper makes of a record: what is kept, and what tells it from other findings. */
export interface Finding extends Source {
  rule: string;
  title: string;
  severity: FindingSeverity;
  status: FindingStatus;
  message: string;
  resource: string;
  resourceName: string;
  resourceType: string;
  region: string;
  account: string;
  /** Besides tool, scope, rule, resource and region: what makes it the same finding in the next scan. */
  identity: string;
  controls: readonly string[];
  firstSeen: string | null;
  /** When the tool looked. */
  seenAt: string | null;
  remediation: string;
  url: string;
}

/** A record that is JSON, and yet no finding: the message says what is missing. */
export class Malformed extends Error {}

export type Json = Record<string, unknown>;
export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
/** What stands below keys; undefined as soon as something on the way is missing. */
export function below(value: unknown, ...keys: (string | number)[]): unknown {
  let at = value;
  for (const key of keys) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string | number, unknown>)[key];
  }
  return at;
}
export const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');
/** The first of them that says something. */
export const firstText = (...values: unknown[]): string => values.map((value) => text(value).trim()).find((value) => value !== '') ?? '';
export const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
export const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : typeof value === 'string' ? [value] : [];
export const webAddress = (...values: unknown[]): string => values.flatMap(texts).find((each) => /^https?:\/\//.test(each)) ?? '';

/** A moment as tools write it: ISO 8601 (without a zone it is UTC), seconds or milliseconds since 1970. Null: none. */
export function moment(value: unknown): string | null {
  if (typeof value === 'number' && value > 0) return iso(value < 1e11 ? value * 1000 : value);
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(value)) return null;
  const whole = value.replace(' ', 'T').replace(/(\.\d{3})\d+/, '$1');
  return iso(Date.parse(/T.*(Z|[+-]\d{2}:?\d{2})$/.test(whole) || !whole.includes('T') ? whole : `${whole}Z`));
}
const iso = (time: number) => (time > 0 && time < 4e12 ? new Date(time).toISOString() : null);

const severityWords: Record<string, FindingSeverity> = {
  ...same('critical', 'fatal', 'blocker', 'very high', 'urgent', 'emergency'),
  ...same('high', 'important', 'error', 'serious', 'major'),
  ...same('medium', 'moderate', 'warning', 'warn', 'mid'),
  ...same('low', 'minor', 'note'),
  ...same('informational', 'info', 'information', 'none', 'negligible', 'trivial', 'notice'),
};
function same(value: FindingSeverity, ...words: string[]): Record<string, FindingSeverity> {
  return Object.fromEntries([value, ...words].map((word) => [word, value]));
}

/** The severity that a word, or a CVSS score from 0 to 10, stands for. */
export function severityOf(value: unknown): FindingSeverity {
  const word = text(value).trim().toLowerCase();
  const known = severityWords[word];
  if (known) return known;
  if (word === '' || Number.isNaN(Number(word))) return 'unknown';
  return severityOfScore(Number(word));
}

/** By the bands of CVSS 3. */
export function severityOfScore(score: number): FindingSeverity {
  if (!(score >= 0 && score <= 10)) return 'unknown';
  return score >= 9 ? 'critical' : score >= 7 ? 'high' : score >= 4 ? 'medium' : score > 0 ? 'low' : 'informational';
}

let known: Set<string> | undefined;
/** The controls of Annex A among ids such as `A.8.24` or `8.24`. What is no control of the 2022 edition is left out. */
export function annexA(ids: readonly string[]): string[] {
  known ??= new Set(standard.controls.map(({ id }) => id));
  const found = ids.map((each) => (/^\d/.test(each) ? `A.${each}` : each)).filter((each) => known!.has(each));
  return [...new Set(found)];
}

/** Controls in a tag that names the 2022 edition: `ISO27001-2022: A.8.1, A.8.2`, `ISO/IEC 27001:2022 8.24`. */
export function controlsInTag(tag: string): string[] {
  const named = /iso(?:\/iec)?[\s_-]*27001[\s:_-]*2022\b(.*)$/i.exec(tag)?.[1];
  return named === undefined ? [] : annexA(named.match(/(?:A\.)?\d\.\d{1,2}\b/g) ?? []);
}
