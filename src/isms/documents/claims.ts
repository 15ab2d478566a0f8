import type { Standard } from '../../standard/standard.ts';
import { daysBetween } from '../days.ts';
import type { Isms } from '../isms.ts';
import type { Claim } from './contract.ts';
import { factsOf } from './facts.ts';
import { sentencesOf } from './markdown.ts';
import { commitmentList, type DocumentVersion } from './model.ts';
import { render } from './render.ts';
import { documentStates } from './state.ts';

const split = new WeakMap<DocumentVersion, string[]>();
const sentencesIn = (version: DocumentVersion): string[] => {
  let found = split.get(version);
  if (!found) split.set(version, (found = sentencesOf(version.body)));
  return found;
};

/**
 * What documents in force promise in figures, against the newest evidence of the control that shows it (mission 4.8).
 * Without any evidence it is unknown whether the promise is kept, never that it is.
 */
export function claims(isms: Isms, standard: Standard, day: string): Claim[] {
  const states = documentStates(isms, standard, day);
  const newest = new Map<string, { id: string; title: string; on: string }>();
  for (const { id, title, subjects, validFrom, validTo } of isms.evidence) {
    const on = [validTo, validFrom].find((each) => each !== null && each <= day);
    if (!on) continue;
    for (const subject of subjects) if ((newest.get(subject)?.on ?? '') < on) newest.set(subject, { id, title, on });
  }
  const claim = (document: { id: string; title: string }, statement: string, control: string, everyDays: number, source: Claim['source']): Claim => {
    const lastEvidence = newest.get(control) ?? null;
    const daysAgo = lastEvidence ? daysBetween(lastEvidence.on, day) : null;
    return {
      document: document.id,
      title: document.title,
      statement,
      control,
      everyDays,
      source,
      lastEvidence,
      daysAgo,
      state: daysAgo === null ? 'unknown' : daysAgo > everyDays ? 'contradicted' : 'kept',
    };
  };
  const facts = factsOf(isms, standard, day);
  const bound = isms.documents.flatMap((document) => {
    const version = states.get(document.id)!.current;
    if (!version) return [];
    const repeated = commitmentList.filter(({ field, repeats }) => repeats && version.body.includes(`{{commitment.${field}}}`));
    if (repeated.length === 0) return [];
    const sentences = sentencesIn(version);
    return repeated.flatMap(({ field, control, title }) => {
      const days = isms.commitments?.[field] ?? null;
      if (days === null || control === null) return [];
      const sentence = sentences.find((each) => each.includes(`{{commitment.${field}}}`)) ?? title;
      return [
        claim(
          document,
          // A sentence by itself may hold one end of a section only: its marks go, its facts are filled in.
          sentencesOf(render(sentence.replaceAll(/\{\{[#/^][^}]*\}\}/g, ''), facts).text).join(' '),
          control,
          days,
          'commitment',
        ),
      ];
    });
  });
  const documents = new Map(isms.documents.map((each) => [each.id, each]));
  const typed = isms.duties.flatMap(({ document, statement, control, everyDays }) => {
    const own = documents.get(document);
    return own && control !== null && everyDays !== null ? [claim(own, statement, control, everyDays, 'duty')] : [];
  });
  return [...bound, ...typed];
}
