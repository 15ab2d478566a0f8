import type { Standard } from '../../standard/standard.ts';
import type { Isms } from '../isms.ts';
import { factsOf } from './facts.ts';
import { sentencesOf } from './markdown.ts';
import type { Document, DocumentVersion } from './model.ts';
import { render } from './render.ts';
import { templateOf } from './templates.ts';

export const checkKinds = [
  'unreadable',
  'no-text',
  'blank',
  'untouched',
  'person-left',
  'system-retired',
  'old-numbering',
  'no-figure',
  'placeholder',
] as const;
export type CheckKind = (typeof checkKinds)[number];

/** Why a text would not convince an auditor that it is this organisation's own. */
export interface CheckFinding {
  check: CheckKind;
  text: string;
  /** The sentences it concerns, at most ten. */
  sentences: string[];
  remedy: string;
  /** Who excused it and why; an excused finding does not hold up the approval. */
  excuse: { name: string; reason: string } | null;
}

/** Share of sentences that are the template's own and hold no fact, above which a text counts as generic. */
const tolerated = 0.85;
/** Words for "how often" and "how soon" that promise nothing. */
const vague =
  /\b(regularly|periodically|from time to time|in a timely manner|timely|promptly|as soon as possible|as needed|as appropriate|at appropriate intervals|adequately)\b/i;
const leftOver =
  /\[(?:insert|company|organisation|organization|name|date|to be (?:filled|defined))[^\]]*\]|<(?:insert|company|organisation|organization|name|date)[^>]*>|\b(?:lorem ipsum|tbd|xxx+)\b/i;
/** Numbers that say where something stands, not how often or how soon. */
const citation =
  /\bA\.\d[\d.]*|\b(?:ISO|IEC|NIST|SP|RFC|SOC|PCI|clause|section|article|annex|version)[\s/.:§-]*(?:\d[\w.:-]*[\s/-]*)+|^\d+(?:\.\d+)*[.)]?\s|\b(?:19|20)\d\d\b/gi;
const oldControl = /\bA\.(\d{1,2}\.\d{1,2}\.\d{1,2})\b/g;

/** What makes a version generic or out of date (mission 4.4), on a day. */
export function genericness(isms: Isms, standard: Standard, document: Document, version: DocumentVersion, day: string): CheckFinding[] {
  const facts = factsOf(isms, standard, day);
  const rendered = render(version.body, facts);
  const text = version.file ? (version.text ?? '') : rendered.text;
  const sentences = sentencesOf(text);
  const found: Omit<CheckFinding, 'excuse'>[] = [];
  const add = (check: CheckKind, what: string, concerned: string[], remedy: string) =>
    found.push({ check, text: what, sentences: concerned.slice(0, 10), remedy });

  if (version.file && text.trim() === '')
    add(
      'no-text',
      'No text could be read from the file, so search and the other checks do not see it.',
      [],
      'Bring it in with its text (DOCX, or a PDF that is not a scan).',
    );
  if (rendered.problem) add('unreadable', rendered.problem, [], 'Close what was opened.');
  if (rendered.blanks.length > 0) {
    add(
      'blank',
      `${rendered.blanks.length} ${rendered.blanks.length === 1 ? 'place is' : 'places are'} not filled in: ${rendered.blanks.map(({ path }) => path).join(', ')}.`,
      sentences.filter((each) => each.includes('[to be filled in: ')),
      'Record the facts, or write the sentences without them.',
    );
  }
  const placeholders = sentences.filter((each) => leftOver.test(each) && !each.includes('[to be filled in: '));
  if (placeholders.length > 0)
    add('placeholder', 'Placeholders of somebody else’s template are left.', placeholders, 'Fill them in or take them out.');

  const template = document.template ? templateOf(document.template) : undefined;
  if (template && !rendered.problem) {
    const own = new Set(sentencesOf(render(template.body, facts).text));
    // What holds no fact reads the same with every fact taken away.
    const factless = new Set(sentencesOf(render(template.body, withoutFacts(facts)).text));
    const untouched = sentences.filter((each) => own.has(each) && factless.has(each));
    if (sentences.length >= 8 && untouched.length / sentences.length > tolerated)
      add(
        'untouched',
        `${Math.round((untouched.length / sentences.length) * 100)} % of the sentences are the template’s and say nothing of this organisation.`,
        untouched,
        'Say how it is done here: who, with which system, how often.',
      );
  }

  const mentions = (name: string) => {
    const pattern = new RegExp(`(?<![\\p{L}\\d])${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\d])`, 'iu');
    return sentences.filter((each) => pattern.test(each));
  };
  for (const { name, endsOn } of isms.people) {
    if (endsOn === null || endsOn >= day || name.length < 4) continue;
    const where = mentions(name);
    if (where.length > 0) add('person-left', `${name} left on ${endsOn} and is still named.`, where, 'Name the successor, or bind the role.');
  }
  for (const { name, retiredOn } of isms.systems) {
    if (retiredOn === null || retiredOn > day || name.length < 3) continue;
    const where = mentions(name);
    if (where.length > 0) add('system-retired', `${name} was retired on ${retiredOn} and is still named.`, where, 'Name what took its place.');
  }

  const old = new Map<string, string[]>();
  for (const [whole, number] of text.matchAll(oldControl))
    old.set(
      whole,
      standard.controls.filter(({ predecessors }) => predecessors.some((each) => each.replace(/^A\./, '') === number)).map(({ id }) => id),
    );
  if (old.size > 0)
    add(
      'old-numbering',
      `Controls are cited in the numbering of 2013: ${[...old].map(([was, is]) => `${was} (now ${is.join(', ') || 'gone'})`).join('; ')}.`,
      sentences.filter((each) => [...old.keys()].some((was) => each.includes(was))),
      'Cite the numbers of 2022.',
    );

  if (document.type === 'policy' || document.type === 'standard') {
    const unmeasured = sentences.filter((each) => vague.test(each) && !/\d/.test(each.replaceAll(citation, '')));
    if (unmeasured.length > 0)
      add(
        'no-figure',
        'Statements promise something and give no figure.',
        unmeasured,
        'Say how often or within which time, best bound to a commitment.',
      );
  }
  return found.map((each) => {
    const excuse = version.excuses.findLast(({ check }) => check === each.check);
    return { ...each, excuse: excuse ? { name: excuse.name, reason: excuse.reason } : null };
  });
}

/** The same facts with other words in them: what reads alike with both holds no fact. */
function withoutFacts<T>(value: T): T {
  if (typeof value === 'string') return `∅${value}` as T;
  if (Array.isArray(value)) return value.map(withoutFacts) as T;
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withoutFacts(each)])) as T;
  return value;
}
