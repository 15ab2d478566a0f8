import type { Standard } from '../../standard/standard.ts';
import type { Isms } from '../isms.ts';
import { remembered } from '../remember.ts';
import { GapAnswer, type GapLine } from './model.ts';

export interface GapSubject {
  id: string;
  kind: GapLine['kind'];
  label: string;
  title: string;
  /** Theme of a control, clause of a requirement. */
  group: string;
  summary: string;
  weight: number;
  usualEffort: { low: number; high: number };
}

/** How much a control weighs in the remediation plan, between the requirements' 1 to 3. */
const controlWeight = 2;

/** Everything that a gap assessment asks about: the controls of Annex A, own controls, every requirement of clauses 4–10. */
export function gapSubjects(isms: Isms, standard: Standard): GapSubject[] {
  return [
    ...standard.controls.map(({ id, title, theme, summary, effortDays }): GapSubject => ({
      id,
      kind: 'control',
      label: id,
      title,
      group: theme,
      summary,
      weight: controlWeight,
      usualEffort: effortDays,
    })),
    ...isms.ownControls.map(({ id, title, description }): GapSubject => ({
      id,
      kind: 'own-control',
      label: id,
      title,
      group: 'own',
      summary: description,
      weight: controlWeight,
      usualEffort: { low: 2, high: 10 },
    })),
    ...standard.requirements.map(({ id, label, text, clause, clauseTitle, weight, effortDays }): GapSubject => ({
      id,
      kind: 'requirement',
      label,
      title: clauseTitle,
      group: clause,
      summary: text,
      weight,
      usualEffort: effortDays,
    })),
  ];
}

/** The sheet: every subject with the answer laid over it. What nobody has answered is not assessed, version 0. */
export const gapSheet = remembered((isms: Isms, standard: Standard): readonly GapLine[] => {
  const answers = new Map(isms.gapAnswers.map((answer) => [answer.id, answer]));
  return gapSubjects(isms, standard).map((subject) => ({
    ...(answers.get(subject.id) ?? GapAnswer.parse({ id: subject.id, version: 0 })),
    ...subject,
  }));
});
