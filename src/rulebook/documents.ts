import { documentationGaps } from '../isms/documents/required.ts';
import { standingChecks, type CheckKind } from '../isms/documents/genericness.ts';
import type { Document, DocumentationGap, DocumentVersion } from '../isms/documents/model.ts';
import { documentStates, type DocumentState } from '../isms/documents/state.ts';
import type { RecordPointer } from './contract.ts';
import { at, byTitle, type Case } from './rule.ts';

/** What rules ask about documents; they name a document, never one of its versions: people look for it by its title. */

export interface InForce {
  document: Document;
  version: DocumentVersion;
  state: DocumentState;
}

export const statesOf = ({ isms, standard, day }: Case): Map<string, DocumentState> => documentStates(isms, standard, day);

/** Documents of which a version binds people today. */
export const inForce = (it: Case): InForce[] => {
  const states = statesOf(it);
  return it.isms.documents.flatMap((document) => {
    const state = states.get(document.id)!;
    return state.current ? [{ document, version: state.current, state }] : [];
  });
};

export const documents = (found: readonly Document[]): RecordPointer[] => byTitle('documents', found);

/** Documents in force that fit. */
export const thoseInForce = (it: Case, fits: (each: InForce) => boolean): RecordPointer[] =>
  documents(
    inForce(it)
      .filter(fits)
      .map(({ document }) => document),
  );

/** The information security policy (5.2) and every other policy are judged by different rules. */
export const isThePolicy = ({ fulfils }: Document): boolean => fulfils.includes('DOC-5.2');
export const policyInForce = (it: Case): InForce[] => inForce(it).filter(({ document }) => isThePolicy(document));

/** Documented information that the standard asks for and that has a rule of its own where it is missing. */
const withOwnRule = new Set(
  'DOC-4.3 DOC-5.2 DOC-6.1.2 DOC-6.1.3 DOC-6.1.3-2 DOC-6.1.3-3 DOC-6.1.3-4 DOC-6.2 DOC-7.2 DOC-8.2 DOC-8.3 DOC-9.1 DOC-A.5.9 DOC-A.5.31'.split(' '),
);

export const gapsIn = (it: Case, fits: (gap: DocumentationGap) => boolean): RecordPointer[] =>
  at(
    'required-documents',
    documentationGaps(it.isms, it.standard, it.day).filter((gap) => !withOwnRule.has(gap.id) && gap.basis !== 'usual' && fits(gap)),
    ({ clause, title }) => `${clause} ${title}`,
  );
export const gapOf = ({ isms, standard, day }: Case, id: string): DocumentationGap | undefined =>
  documentationGaps(isms, standard, day).find((gap) => gap.id === id);

/** Documents in force in which a check finds something that nobody has excused, each with what `tells` says of it. */
export const checked =
  (kinds: readonly CheckKind[], tells: (text: string) => string = (text) => text) =>
  (it: Case): RecordPointer[] => {
    const found = standingChecks(it.isms, it.standard, it.day);
    return at(
      'documents',
      it.isms.documents.flatMap((document) => {
        const own = (found.get(document.id) ?? []).filter(({ check }) => kinds.includes(check));
        return own.length === 0 ? [] : [{ id: document.id, title: `${document.title}: ${own.map(({ text }) => tells(text)).join(', ')}` }];
      }),
      ({ title }) => title,
    );
  };
