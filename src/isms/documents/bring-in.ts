import type { AttachedFile, Reading } from '../../platform/files/model.ts';
import type { Standard } from '../../standard/standard.ts';
import type { Isms } from '../isms.ts';
import { genericness, type CheckFinding } from './genericness.ts';
import { DocumentVersion, documents as register, type Document, type documentTypes } from './model.ts';

/** What would become of a file that people already have: guesses for somebody to look at, never decisions. */
export interface BroughtIn {
  title: string;
  type: (typeof documentTypes)[number];
  /** An existing document of which this would be the next version. */
  document: string | null;
  fulfils: string[];
  controls: string[];
  /** The version of that document which has this very file already. */
  known: string | null;
  /** Number of a version at work, which stands in the way of another one. */
  openVersion: number | null;
  words: number;
  checks: CheckFinding[];
}

export function guess(
  isms: Isms,
  standard: Standard,
  { file, reading }: { file: AttachedFile; reading: Reading },
  path: string,
  day: string,
): BroughtIn {
  const title = titleOf(path || file.name, reading);
  const document = matching(isms, title);
  const type = document?.type ?? typeOf(title, path);
  const template = best(standard.templates, title, 0.66);
  const required = best(
    standard.requiredDocuments.filter(({ kind }) => kind === 'document'),
    title,
    0.75,
  );
  const fulfils = document?.fulfils ?? [...new Set([...(template?.fulfils ?? []), ...(required ? [required.id] : [])])];
  const own = document ? isms.documentVersions.filter((each) => each.document === document.id) : [];
  return {
    title: document?.title ?? title,
    type,
    document: document?.id ?? null,
    fulfils,
    controls: document?.controls ?? template?.controls ?? [],
    known: own.find((each) => each.file?.sha256 === file.sha256)?.id ?? null,
    openVersion: own.find(({ status }) => status === 'draft' || status === 'in-review' || status === 'approved')?.number ?? null,
    words: reading.text.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word)).length,
    checks: genericness(isms, standard, asDocument(title, type), asVersion(file, reading), day),
  };
}

const asDocument = (title: string, type: BroughtIn['type']): Document => register.record.parse({ id: 'D-0', title, type });
const asVersion = (file: AttachedFile, { text }: Reading): DocumentVersion =>
  DocumentVersion.parse({ id: 'DV-0', document: 'D-0', number: 1, status: 'draft', author: '', authorName: '', file, text });

/** The properties, else the first heading, else the name of the file without its ending, its number and its version. */
function titleOf(path: string, { title }: Reading): string {
  // A page called index has the name of its folder.
  const name = /([^/]+?)(?:\/(?:_?index|readme)\.\w+)?$/i.exec(path)?.[1] ?? path;
  const fromName = name
    .replace(/\.\w{1,5}$/, '')
    .replaceAll(/[_+-]+/g, ' ')
    .replaceAll(/\b(?:v(?:ersion)? ?\d[\d.]*|final|draft|copy|\d{4} \d{2} \d{2})\b|\(\d+\)/gi, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const usable =
    title && title.length >= 4 && !/^(table of contents|contents|introduction|overview|purpose|scope|readme|document)$/i.test(title) ? title : '';
  const chosen = (usable || fromName || name).replace(/^(?:(?:section|chapter|part)\s+)?\d+(?:\.\d+)*[.):]?\s+(?=\p{L})/iu, '');
  return (chosen.charAt(0).toUpperCase() + chosen.slice(1)).replaceAll(/\s+/g, ' ').slice(0, 300);
}

const kinds: [BroughtIn['type'], RegExp][] = [
  ['policy', /\b(polic(?:y|ies)|leitlinie|richtlinie)\b/i],
  ['procedure', /\b(procedures?|process(?:es)?|runbooks?|playbooks?|work instructions?|how to|verfahren)\b/i],
  ['plan', /\b(plans?|programmes?|programs?|strateg(?:y|ies)|roadmap)\b/i],
  ['standard', /\b(standards?|guidelines?|baselines?|hardening|requirements)\b/i],
  ['form', /\b(forms?|templates?|checklists?|questionnaires?)\b/i],
  ['record', /\b(records?|minutes|reports?|registers?|logs?|results?|protocol)\b/i],
];

/** From the title, where the last such word tells most (a "policy review procedure"); else from the folder; else a policy. */
function typeOf(title: string, path: string): BroughtIn['type'] {
  const last = (text: string) =>
    kinds
      .map(([kind, pattern]) => ({ kind, at: [...text.matchAll(new RegExp(pattern, 'gi'))].at(-1)?.index ?? -1 }))
      .filter(({ at }) => at >= 0)
      .toSorted((a, b) => b.at - a.at)[0]?.kind;
  return last(title) ?? last(path.split('/').slice(0, -1).join(' ').replaceAll(/[_-]/g, ' ')) ?? 'policy';
}

const unsaid = new Set([
  'and',
  'of',
  'the',
  'for',
  'a',
  'an',
  'on',
  'to',
  'in',
  'with',
  'its',
  'our',
  'policy',
  'policies',
  'procedure',
  'plan',
  'standard',
  'process',
  'management',
  'security',
  'information',
  'isms',
]);
/** What people call it, and what the templates call it. */
const synonyms: [RegExp, string][] = [
  [/\bbcp\b|\bdisaster recovery\b|\bdr\b/g, 'business continuity'],
  [/\b(?:third|3rd)[ -]part(?:y|ies)\b|\bvendors?\b|\bsubcontractors?\b/g, 'supplier'],
  [/\bpersonnel\b|\bemployees?\b|\bworkforce\b|\bhr\b/g, 'human resources'],
  [/\bencryption\b/g, 'cryptography'],
  [/\bsdlc\b|\bsecure software development\b/g, 'secure development'],
];
/** Words that carry a title, in a form in which plural and tense matter little. */
function stems(title: string): string[] {
  const all = synonyms.reduce((text, [from, to]) => text.replaceAll(from, to), title.toLowerCase()).match(/[\p{L}\d]+/gu) ?? [];
  const telling = all.filter((word) => !unsaid.has(word));
  // "Information security policy" consists of nothing else.
  return [
    ...new Set((telling.length > 0 ? telling : all.filter((word) => word.length > 3)).map((word) => word.replace(/(ies|ing|es|ed|s|e|y)$/, ''))),
  ];
}

/** How much two titles say the same: shared words by all words, 0 to 1. */
export function likeness(a: string, b: string): number {
  const [one, other] = [stems(a), stems(b)];
  if (one.length === 0 || other.length === 0) return 0;
  const shared = one.filter((word) => other.includes(word)).length;
  return shared / Math.max(one.length, other.length);
}

function best<T extends { title: string }>(list: readonly T[], title: string, least: number): T | undefined {
  const found = list.map((each) => ({ each, score: likeness(each.title, title) })).toSorted((a, b) => b.score - a.score)[0];
  return found && found.score >= least ? found.each : undefined;
}

const plain = (title: string) => (title.toLowerCase().match(/[\p{L}\d]+/gu) ?? []).join(' ');
const matching = (isms: Isms, title: string): Document | undefined =>
  isms.documents.find((each) => plain(each.title) === plain(title)) ?? best(isms.documents, title, 0.99);
