import Mustache from 'mustache';
import type { Facts, FactValue } from './facts.ts';

/** What a text became with the facts of a day. */
export interface Rendered {
  /** Markdown with every fact filled in. */
  text: string;
  /** Facts the text is bound to, with what they say; null: not known. Sections count with "yes" and "no". */
  facts: Record<string, string | null>;
  /** Bound facts that nobody has recorded, or that do not exist. */
  blanks: { path: string; reason: 'not-known' | 'no-such-fact' }[];
  /** Why the text cannot be read at all: a section that is not closed. Null when it can. */
  problem: string | null;
}

type Token = [kind: string, value: string, start: number, end: number, children?: Token[], close?: number];

/** What stands where a fact is not known. */
export const blank = (path: string): string => `[to be filled in: ${path}]`;

/** Fills the facts into a text. Facts are data: what they hold is never read as Markdown. */
export function render(body: string, facts: Facts): Rendered {
  const found: Rendered = { text: '', facts: {}, blanks: [], problem: null };
  let tokens: Token[];
  try {
    tokens = Mustache.parse(body) as Token[];
  } catch (error) {
    return { ...found, text: body, problem: inWords(error) };
  }
  const miss = (path: string, reason: 'not-known' | 'no-such-fact') => {
    if (!found.blanks.some((each) => each.path === path)) found.blanks.push({ path, reason });
    return blank(path);
  };
  const walk = (list: Token[], scopes: Facts[]): string =>
    list
      .map(([kind, value, , , children = []]) => {
        if (kind === 'text') return value;
        if (kind === '!') return '';
        const looked = kind === 'name' || kind === '&' || kind === '#' || kind === '^' ? look(value, scopes) : undefined;
        if (kind === '#' || kind === '^') {
          if (looked === undefined) return miss(value, 'no-such-fact');
          const open = Array.isArray(looked) ? looked.length > 0 : typeof looked === 'string' ? true : looked === true;
          if (scopes.length === 1) found.facts[value] = Array.isArray(looked) ? listed(looked) : open ? 'yes' : 'no';
          if (kind === '^') return open ? '' : walk(children, scopes);
          // A list without entries leaves a hole, unless the text says itself what stands there instead.
          if (!open) return Array.isArray(looked) && !body.includes(`{{^${value}}}`) ? `${miss(value, 'not-known')}\n` : '';
          return Array.isArray(looked) ? looked.map((each) => walk(children, [each, ...scopes])).join('') : walk(children, scopes);
        }
        if (kind !== 'name' && kind !== '&') return miss(value, 'no-such-fact');
        if (looked === undefined || (typeof looked === 'object' && looked !== null)) return miss(value, 'no-such-fact');
        if (value.includes('.')) found.facts[value] = looked === null ? null : String(looked);
        if (looked === null || looked === '') return miss(value, 'not-known');
        return escaped(String(looked));
      })
      .join('');
  found.text = walk(tokens, [facts])
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
  return found;
}

/** A name is looked up from the inside outwards; `a.b` leads into `a`. */
function look(path: string, scopes: Facts[]): FactValue | undefined {
  const [first, ...rest] = path.split('.') as [string, ...string[]];
  const scope = scopes.find((each) => Object.hasOwn(each, first));
  let value: FactValue | undefined = scope?.[first];
  for (const part of rest) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, part)) return undefined;
    value = value[part];
  }
  return value;
}

const listed = (list: { [name: string]: string }[]) => list.map((each) => each['name'] ?? each['title'] ?? '').join(', ') || 'none';
const escaped = (value: string) => value.replaceAll(/[\\`*_{}[\]<>|#]/g, (sign) => `\\${sign}`).replaceAll(/\s*\n\s*/g, ' ');

function inWords(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const section = /section "([^"]+)"/.exec(message)?.[1];
  if (message.startsWith('Unclosed section')) return `The section ${section} is opened and not closed: end it with {{/${section}}}.`;
  if (message.startsWith('Unopened section')) return `The section ${section} is closed and was not opened: begin it with {{#${section}}}.`;
  return 'A pair of braces {{ is not closed with }}.';
}
