import { createHash } from 'node:crypto';
import type { Call } from '../../../platform/contract/call.ts';
import { Problem, notFound } from '../../../platform/contract/problem.ts';
import type { Handlers } from '../../../platform/contract/serve.ts';
import { standard } from '../../../standard/standard.ts';
import { collections } from '../../collections.ts';
import { ismsOf, type Isms } from '../../isms.ts';
import type { documentsContract } from '../contract.ts';
import { factsOf } from '../facts.ts';
import { blocksOf } from '../markdown.ts';
import type { Document, DocumentVersion } from '../model.ts';
import { render } from '../render.ts';
import type { Content } from '../from-file.ts';

type All = Handlers<typeof documentsContract>;
/** The operations of one subject. */
export type Part<K extends keyof All> = Pick<All, K>;

export const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

export const impossible = (message: string, remedy: string) => new Problem('not-possible', message, { remedy });

export function documentOf(isms: Isms, id: string): Document {
  const found = isms.documents.find((each) => each.id === id);
  if (!found) throw notFound('document', id);
  return found;
}

export function versionOf(isms: Isms, id: string): DocumentVersion {
  const found = isms.documentVersions.find((each) => each.id === id);
  if (!found) throw notFound('document version', id);
  return found;
}

export async function inState(call: Call, id: string, ...wanted: DocumentVersion['status'][]) {
  const isms = ismsOf(await call.snapshot());
  const version = versionOf(isms, id);
  if (!wanted.includes(version.status))
    throw impossible(
      `Version ${version.number} is ${version.status.replace('-', ' ')}.`,
      wanted.includes('draft')
        ? 'Start the next version to change the text.'
        : `This takes a version that is ${wanted.join(' or ').replaceAll('-', ' ')}.`,
    );
  return { isms, version, document: documentOf(isms, version.document) };
}

export const noFile = () =>
  new Problem('not-found', 'This version has no file: it was written here.', {
    remedy: 'Download it as PDF, DOCX or Markdown: GET /reports/document-versions/{id}.',
  });

export const authorOf = (call: Call) => ({ author: call.actor.id, authorPerson: call.actor.person, authorName: call.actor.name });

export const preview = (isms: Isms, day: string, body: string) => {
  const { text, blanks, facts, problem } = render(body, factsOf(isms, standard, day));
  return { blocks: blocksOf(text), blanks, facts, problem };
};

export const written = <R>(call: Call, record: R) => ({ record, request: call.request });

export const present = (day: string) => (person: Isms['people'][number]) => person.endsOn === null || person.endsOn >= day;

export async function createVersion(call: Call, document: Document, fields: Content & { changeNote?: string | undefined }) {
  const all = [...((await call.snapshot()).records.get('document-versions')?.values() ?? [])] as unknown as DocumentVersion[];
  const own = all.filter((each) => each.document === document.id);
  return call.write.create(collections.documentVersions, {
    document: document.id,
    number: Math.max(0, ...own.map(({ number }) => number)) + 1,
    status: 'draft',
    ...fields,
    changeNote: fields.changeNote ?? '',
    ...authorOf(call),
  });
}
