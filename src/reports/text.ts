import { blocksOf, type Block } from '../isms/documents/markdown.ts';
import type { Document, DocumentVersion } from '../isms/documents/model.ts';
import { factsOf } from '../isms/documents/facts.ts';
import { render } from '../isms/documents/render.ts';
import type { Isms } from '../isms/isms.ts';
import { standard } from '../standard/standard.ts';
import { dayInWords } from './document.ts';

/** A written document before it has a format: PDF and DOCX are made from this. All text is data. */
export interface TextDocument {
  /** File name without its ending. */
  name: string;
  title: string;
  organisation: string;
  state: string;
  classification: string;
  facts: [string, string][];
  blocks: Block[];
  /** Number, day, author, what changed. */
  versions: string[][];
  approvals: { name: string; at: string; meaning: string; hash: string }[];
}

const stateWords: Record<DocumentVersion['status'], string> = {
  draft: 'draft',
  'in-review': 'in review',
  approved: 'approved',
  effective: 'in force',
  superseded: 'superseded',
  withdrawn: 'withdrawn',
};

/** A version of a document with its history and approvals on it (7.5.2). A draft has the facts of the day. */
export function textDocument(isms: Isms, document: Document, version: DocumentVersion, day: string): TextDocument {
  const text = version.text ?? render(version.body, factsOf(isms, standard, day)).text;
  const blocks = blocksOf(text);
  const [first, ...rest] = blocks;
  const person = (id: string | null) => isms.people.find((each) => each.id === id)?.name ?? '';
  const known = isms.documentVersions.filter(({ document: own, number }) => own === document.id && number <= version.number);
  const classification = document.classification.charAt(0).toUpperCase() + document.classification.slice(1);
  return {
    name: `${document.id}-${document.title
      .toLowerCase()
      .replaceAll(/[^\p{L}\d]+/gu, '-')
      .replaceAll(/^-|-$/g, '')}-v${version.number}`,
    title: document.title,
    organisation: isms.organisation.name,
    state: `Version ${version.number}, ${stateWords[version.status]}`,
    classification,
    facts: [
      ['Document', `${document.id}, ${document.type}`],
      [
        'Version',
        `${version.number}, ${stateWords[version.status]}${version.effectiveOn ? ` from ${dayInWords(version.effectiveOn)}` : ` as of ${dayInWords(day)}`}`,
      ],
      ['Owner', person(document.owner) || 'not named'],
      ['Classification', classification],
      ...(document.reviewMonths === null ? [] : [['Review', `every ${document.reviewMonths} months`] as [string, string]]),
    ],
    // The title stands above already.
    blocks: first?.kind === 'heading' && first.level === 1 ? rest : blocks,
    versions: known.map((each) => [
      String(each.number),
      dayInWords(each.effectiveOn ?? each.submittedAt ?? each.createdAt),
      each.authorName,
      each.changeNote || (each.number === 1 ? 'First version' : ''),
    ]),
    approvals: version.approvals
      .filter(({ hash }) => hash === version.contentHash)
      .map(({ name, at, meaning, hash }) => ({ name, at: dayInWords(at), meaning, hash: hash.slice(0, 16) })),
  };
}
