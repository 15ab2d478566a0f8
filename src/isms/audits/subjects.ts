import type { Standard } from '../../standard/standard.ts';
import { soaLines } from '../applicability/derive.ts';
import type { Isms } from '../isms.ts';
import { remembered } from '../remember.ts';

/** One thing that can be audited: a requirement of clauses 4–10, or a control that is not excluded. */
export interface AuditSubject {
  id: string;
  /** How people cite it. */
  label: string;
  title: string;
  /** What is asked for, in our words; of a control its title. */
  text: string;
  kind: 'requirement' | 'control';
  /** The clause of a requirement, the theme of a control. */
  group: string;
  groupTitle: string;
}

export const themeTitles: Record<string, string> = {
  organizational: 'Organizational controls',
  people: 'People controls',
  physical: 'Physical controls',
  technological: 'Technological controls',
  own: 'Own controls',
};

/** Everything an internal audit programme has to cover, in the order of the standard: every requirement, every control that applies. */
export const auditSubjects = remembered((isms, standard: Standard, day: string): readonly AuditSubject[] => [
  ...standard.requirements.map(({ id, label, text, clause, clauseTitle }): AuditSubject => ({
    id,
    label,
    title: clauseTitle,
    text,
    kind: 'requirement',
    group: clause,
    groupTitle: `${clause} ${clauseTitle}`,
  })),
  ...soaLines(isms, standard, day)
    .filter(({ applicable }) => applicable !== false)
    .map(({ control, label, title, theme, own }): AuditSubject => {
      const group = own ? 'own' : theme;
      return { id: control, label, title, text: title, kind: 'control', group, groupTitle: themeTitles[group] ?? group };
    }),
]);

/** The beginning of a sentence, whole words only. */
const beginning = (text: string, length = 90) =>
  text.length <= length ? text.replace(/\.$/, '') : `${text.slice(0, text.lastIndexOf(' ', length))} …`;

/** `A.5.1 Policies for information security`, `9.2.2 b) Choose auditors …`; the id where nothing is known of it. */
export function nameOfSubject(standard: Standard, ownControls: Isms['ownControls'], id: string): string {
  const control = standard.control(id) ?? ownControls.find((each) => each.id === id);
  if (control) return `${id} ${control.title}`;
  const requirement = standard.requirement(id);
  return requirement ? `${requirement.label} ${beginning(requirement.text)}` : id;
}
