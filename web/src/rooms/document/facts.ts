import { createContext, useContext } from 'react';
import type { z } from 'zod';
import type { FactShown } from '../../../../src/isms/documents/contract.ts';

export type Fact = z.infer<typeof FactShown>;
export type FactsByPath = ReadonlyMap<string, Fact>;
/** The facts of today, for the chips of the editor. */
export const FactsContext = createContext<FactsByPath>(new Map());
export const useFacts = () => useContext(FactsContext);

/** What a tag is and says today. */
export interface Said {
  kind: 'fact' | 'unknown' | 'entry' | 'applies' | 'not' | 'end' | 'other';
  text: string;
  path: string;
}

/** `{{#has.cloud}}` → only if there is a cloud: applies now. */
export function said(source: string, facts: FactsByPath): Said {
  const [, sign = '', path = ''] = /^\{\{\{?\s*([#^/!&]?)\s*([\w.]*)\s*\}?\}\}$/.exec(source.trim()) ?? [];
  const fact = facts.get(path);
  if (path === '' || sign === '!') return { kind: 'other', text: source, path };
  if (sign === '/') return { kind: 'end', text: `end of: ${title(path, fact)}`, path };
  if (sign === '#' || sign === '^') {
    if (!fact) return { kind: 'unknown', text: `${path}: no such fact`, path };
    const holds = fact.value !== null && fact.value !== 'no' && fact.value !== 'none';
    if (fact.kind === 'list' && sign === '#')
      return {
        kind: holds ? 'applies' : 'not',
        text: `for each: ${title(path, fact)} — ${holds ? 'now' : 'now none'}${holds ? `: ${short(fact.value!)}` : ''}`,
        path,
      };
    const applies = sign === '#' ? holds : !holds;
    // A section on a single fact opens when it is known, one on a list without entries when there are none.
    const what =
      fact.kind === 'text' ? `known: ${title(path, fact)}` : fact.kind === 'list' ? `there are any: ${title(path, fact)}` : title(path, fact);
    return {
      kind: applies ? 'applies' : 'not',
      text: `${sign === '^' ? 'unless' : 'only if'} ${what} — ${applies ? 'applies now' : 'does not apply now'}`,
      path,
    };
  }
  if (!path.includes('.')) return { kind: 'entry', text: `${path} of each`, path };
  if (!fact) return { kind: 'unknown', text: `no such fact: ${path}`, path };
  return fact.value === null ? { kind: 'unknown', text: `not known: ${fact.title}`, path } : { kind: 'fact', text: fact.value, path };
}

const short = (value: string) => (value.length > 90 ? `${value.slice(0, 90).replace(/,[^,]*$/, '')}, …` : value);
const title = (path: string, fact: Fact | undefined) => {
  if (!fact) return path;
  const text = fact.title.replace(/^List: /, '');
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
};
