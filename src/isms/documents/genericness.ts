import type { Template } from '../../standard/model.ts';
import type { Standard } from '../../standard/standard.ts';
import type { Isms } from '../isms.ts';
import { remembered } from '../remember.ts';
import { factsOf } from './facts.ts';
import { sentencesOf } from './markdown.ts';
import type { Document, DocumentVersion } from './model.ts';
import { render } from './render.ts';
import { documentStates } from './state.ts';
import { templateOf } from './templates.ts';
import { isVague, mayBeVague } from './vague.ts';

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

type Finding = Omit<CheckFinding, 'excuse'>;

/** Share of sentences that are the template's own and hold no fact, above which a text counts as generic. */
const tolerated = 0.85;
const promisesNoFigure = (sentence: string): boolean => isVague(sentence) && !/\d/.test(sentence.replaceAll(citation, ''));
const leftOver =
  /\[(?:insert|company|organisation|organization|name|date|to be (?:filled|defined))[^\]]*\]|<(?:insert|company|organisation|organization|name|date)[^>]*>|\{ ?\{[^{}]{1,80}\}\}|\{%[^%]{1,80}%\}|\b(?:lorem ipsum|tbd|xxx+)\b/i;
/** Numbers that say where something stands, not how often or how soon. */
const citation =
  /\b\d{1,2}\.\d{1,2}\.\d{1,2}\b|\bA\.\d[\d.]*|\b(?:ISO|IEC|NIST|SP|RFC|SOC|PCI|clause|section|article|annex|version)[\s/.:§-]*(?:\d[\w.:-]*[\s/-]*)+|^\d+(?:\.\d+)*[.)]?\s|\b(?:19|20)\d\d\b/gi;
/** With its letter; without it only where the text says that it follows the standard or its annex. */
const oldControl = /\bA[. ]?\s?(\d{1,2}\.\d{1,2}\.\d{1,2})\b/g;
const oldWithoutLetter = /(?<![\w.])(\d{1,2}\.\d{1,2}\.\d{1,2})(?![\w.]*\d)/g;
const followsStandard = /\b(?:ISO(?:\/IEC)?[ -]?27001|Annex A)\b/i;

/** What makes a version generic or out of date (mission 4.4), on a day. */
export function genericness(isms: Isms, standard: Standard, document: Document, version: DocumentVersion, day: string): CheckFinding[] {
  const rendered = render(version.body, factsOf(isms, standard, day));
  const text = version.file ? (version.text ?? '') : rendered.text;
  const sentences = sentencesOf(text);
  const found: Finding[] = [];
  if (version.file && text.trim() === '')
    found.push({
      check: 'no-text',
      text: 'No text could be read from the file, so search and the other checks do not see it.',
      sentences: [],
      remedy: 'Bring it in with its text (DOCX, or a PDF that is not a scan).',
    });
  if (rendered.problem) found.push({ check: 'unreadable', text: rendered.problem, sentences: [], remedy: 'Close what was opened.' });
  if (rendered.blanks.length > 0)
    found.push(
      blanks(
        rendered.blanks.map(({ path }) => path),
        sentences,
      ),
    );
  found.push(...wordingChecks(standard, rendered.problem ? { ...document, template: '' } : document, text, sentences));
  found.push(...nameChecks(staleNames(isms, day), sentences));
  return found.map((each) => {
    const excuse = version.excuses.findLast(({ check }) => check === each.check);
    return { ...each, excuse: excuse ? { name: excuse.name, reason: excuse.reason } : null };
  });
}

const leftBlank = /\[to be filled in: ([^\]]+)\]/g;

const blanks = (paths: string[], sentences: string[]): Finding => ({
  check: 'blank',
  text: `${paths.length} ${paths.length === 1 ? 'place is' : 'places are'} not filled in: ${paths.join(', ')}.`,
  sentences: sentences.filter((each) => each.includes('[to be filled in: ')).slice(0, 10),
  remedy: 'Record the facts, or write the sentences without them.',
});

/** What can be said of a text by its words alone. */
function wordingChecks(standard: Standard, document: Pick<Document, 'template' | 'type'>, text: string, sentences: string[]): Finding[] {
  const found: Finding[] = [];
  const add = (check: CheckKind, what: string, concerned: string[], remedy: string) =>
    found.push({ check, text: what, sentences: concerned.slice(0, 10), remedy });
  const placeholders = sentences.filter((each) => leftOver.test(each) && !each.includes('[to be filled in: '));
  if (placeholders.length > 0)
    add('placeholder', 'Placeholders of somebody else’s template are left.', placeholders, 'Fill them in or take them out.');

  const template = document.template ? templateOf(document.template) : undefined;
  if (template) {
    const own = factless(template);
    const untouched = sentences.filter((each) => own.has(each));
    if (sentences.length >= 8 && untouched.length / sentences.length > tolerated)
      add(
        'untouched',
        `${Math.round((untouched.length / sentences.length) * 100)} % of the sentences are the template’s and say nothing of this organisation.`,
        untouched,
        'Say how it is done here: who, with which system, how often.',
      );
  }

  const old = new Map<string, string[]>();
  const successors = (number: string) =>
    standard.controls.filter(({ predecessors }) => predecessors.some((each) => each.replace(/^A\./, '') === number)).map(({ id }) => id);
  for (const [whole, number] of text.matchAll(oldControl)) old.set(whole, successors(number!));
  const clauses = new Set(standard.clauses.map(({ clause }) => clause));
  if (followsStandard.test(text))
    for (const [, number] of text.matchAll(oldWithoutLetter)) {
      // 6.1.2 and 9.2.1 are clauses of today's standard, too.
      if (clauses.has(number!)) continue;
      const now = successors(number!);
      const known = [...old.keys()].some((each) => each.endsWith(number!));
      if (now.length > 0 && !known) old.set(number!, now);
    }
  if (old.size > 0)
    add(
      'old-numbering',
      `Controls are cited in the numbering of 2013: ${[...old].map(([was, is]) => `${was} (now ${is.join(', ') || 'gone'})`).join('; ')}.`,
      sentences.filter((each) => [...old.keys()].some((was) => each.includes(was))),
      'Cite the numbers of 2022.',
    );

  if (document.type === 'policy' || document.type === 'standard') {
    const unmeasured = sentences.filter(promisesNoFigure);
    if (unmeasured.length > 0)
      add(
        'no-figure',
        'Statements promise something and give no figure.',
        unmeasured,
        'Say how often or within which time, best bound to a commitment.',
      );
  }
  return found;
}

const factlessOf = new WeakMap<Template, Set<string>>();

/** The sentences of a template that hold no fact: they read the same in every organisation. */
function factless(template: Template): Set<string> {
  let found = factlessOf.get(template);
  if (!found) {
    const open = template.body.replaceAll(/\{\{[#^/][^}]*\}\}/g, '');
    factlessOf.set(template, (found = new Set(sentencesOf(open).filter((each) => !each.includes('{{')))));
  }
  return found;
}

interface StaleName {
  check: 'person-left' | 'system-retired';
  name: string;
  on: string;
}

/** Names that a text of today should not have: of people who left and of systems that were retired. */
const staleNames = (isms: Isms, day: string): StaleName[] => [
  ...isms.people.flatMap(({ name, endsOn }): StaleName[] =>
    endsOn !== null && endsOn < day && name.length >= 4 ? [{ check: 'person-left', name, on: endsOn }] : [],
  ),
  ...isms.systems.flatMap(({ name, retiredOn }): StaleName[] =>
    retiredOn !== null && retiredOn <= day && name.length >= 3 ? [{ check: 'system-retired', name, on: retiredOn }] : [],
  ),
];

const nameChecks = (names: readonly StaleName[], sentences: string[]): Finding[] =>
  names.flatMap(({ check, name, on }): Finding[] => {
    const pattern = new RegExp(`(?<![\\p{L}\\d])${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\d])`, 'iu');
    const where = sentences.filter((each) => pattern.test(each)).slice(0, 10);
    if (where.length === 0) return [];
    return check === 'person-left'
      ? [{ check, text: `${name} left on ${on} and is still named.`, sentences: where, remedy: 'Name the successor, or bind the role.' }]
      : [{ check, text: `${name} was retired on ${on} and is still named.`, sentences: where, remedy: 'Name what took its place.' }];
  });

/** What was found in the text of a version, and for which type, template and names: kept as long as these stay. */
const judged = new WeakMap<DocumentVersion, { wording: string; names: string; found: Finding[]; named: Finding[] }>();

/**
 * What the checks find in the versions in force, by document, without what has been excused. It looks at the text that was
 * approved, not at what the facts of today would make of it, and reads a text once for all the days it stays the same:
 * splitting into sentences is the dear part, and is done only where a look at the letters says that there is something.
 */
export const standingChecks = remembered(checkStanding);

function checkStanding(isms: Isms, standard: Standard, day: string): Map<string, Finding[]> {
  const states = documentStates(isms, standard, day);
  const stale = staleNames(isms, day);
  const names = stale.map(({ check, name, on }) => `${check} ${name} ${on}`).join('\n');
  // A text is looked up by its words: a name is in question where its longest word stands.
  const byWord = Map.groupBy(stale, ({ name }) => longestWord(name));
  return new Map(
    isms.documents.flatMap((document): [string, Finding[]][] => {
      const version = states.get(document.id)!.current;
      if (!version) return [];
      const wording = `${document.type} ${document.template}`;
      const before = judged.get(version);
      const text = version.text ?? version.body;
      let split: string[] | undefined;
      const sentences = () => (split ??= sentencesOf(text));
      const kept = {
        wording,
        names,
        found: before?.wording === wording ? before.found : ofWording(document, text, sentences),
        named: before?.names === names ? before.named : stale.length === 0 ? [] : ofNames(text, sentences),
      };
      if (before?.wording !== wording || before.names !== names) judged.set(version, kept);
      const excused = new Set(version.excuses.map(({ check }) => check));
      const found = [...kept.found, ...kept.named].filter(({ check }) => !excused.has(check));
      return found.length > 0 ? [[document.id, found]] : [];
    }),
  );

  function ofWording(document: Document, text: string, sentences: () => string[]): Finding[] {
    const paths = [...new Set([...text.matchAll(leftBlank)].map(([, path]) => path!))];
    const open = paths.length > 0 ? [blanks(paths, sentences())] : [];
    const worth = document.template !== '' || leftOver.test(text) || mayBeVague(text) || text.search(oldControl) >= 0;
    return worth ? [...open, ...wordingChecks(standard, document, text, sentences())] : open;
  }

  function ofNames(text: string, sentences: () => string[]): Finding[] {
    const asked = new Set<StaleName>();
    for (const [word] of text.toLowerCase().matchAll(words)) for (const name of byWord.get(word) ?? []) asked.add(name);
    return asked.size > 0 ? nameChecks([...asked], sentences()) : [];
  }
}

const words = /[\p{L}\d]+/gu;
const longestWord = (name: string): string =>
  [...name.toLowerCase().matchAll(words)].map(([word]) => word).reduce((longest, word) => (word.length > longest.length ? word : longest), '');
