import type { Isms } from '../../isms/isms.ts';
import { record } from '../../isms/testing.ts';
import { standard } from '../../standard/standard.ts';

/** For the test of the rulebook: what plants a weakness into a sound management system. */
export type Plant = (isms: Isms) => void;

/**
 * For each rule the weakness that it must find. Where one weakness cannot be had without another, the other rules that may
 * be raised with it are listed behind it; any further finding fails the test.
 */
export type Traps = Record<string, Plant | readonly [Plant, ...companions: string[]]>;

export const day = '2026-11-24';

export const open = (isms: Isms) => isms.risks.filter(({ status }) => status === 'open');
export const leave = (isms: Isms, id: string) => void (isms.people.find((person) => person.id === id)!.endsOn = '2026-01-31');
export const accepted = (isms: Isms) => isms.acceptances.filter(({ status }) => status === 'accepted');
export const answer = (isms: Isms, id: string, fields: object) => {
  const known = isms.gapAnswers.find((each) => each.id === id);
  if (known) Object.assign(known, fields);
  else isms.gapAnswers.push(record('gapAnswers', { id, ...fields }));
};
export const decide = (isms: Isms, id: string, fields: object) => {
  const known = isms.soaDecisions.find((each) => each.id === id);
  if (known) Object.assign(known, fields);
  else isms.soaDecisions.push(record('soaDecisions', { id, ...fields }));
};
/** A control that treats no risk and no requirement calls for. */
export const free = (isms: Isms, at = 0): string => {
  const used = new Set([...isms.risks, ...isms.requirements].flatMap(({ controls }) => controls));
  return standard.controls.filter(({ id }) => !used.has(id))[at]!.id;
};
export const role = (isms: Isms, kind: string) => isms.ismsRoles.find((each) => each.kind === kind)!;
export const addRisk = (isms: Isms, fields: object) => {
  const id = `R-${900 + isms.risks.length}`;
  isms.risks.push(record('risks', { id, title: 'Trap', owner: 'P-4', affects: ['confidentiality'], method: isms.riskMethods.at(-1)!.id, ...fields }));
  return id;
};

/** The document that fulfils a requirement, and its version in force. */
export const documentOf = (isms: Isms, fulfils = 'DOC-5.2') => isms.documents.find((each) => each.fulfils.includes(fulfils))!;
export const versionOf = (isms: Isms, fulfils?: string) => {
  const { id } = documentOf(isms, fulfils);
  return isms.documentVersions.find(({ document }) => document === id)!;
};
/** Takes the documents of a requirement away, and whatever else could be shown instead. */
export const without = (isms: Isms, ...fulfils: string[]) => {
  isms.documents = isms.documents.filter((each) => !fulfils.some((id) => each.fulfils.includes(id)));
  const subjects = new Set(
    standard.requiredDocuments
      .filter(({ id }) => fulfils.includes(id))
      .flatMap(({ clause }) => [clause, ...standard.requirements.filter((each) => each.clause === clause).map(({ id }) => id)]),
  );
  isms.evidence = isms.evidence.map((each) => ({ ...each, subjects: each.subjects.filter((id) => !subjects.has(id)) }));
  for (const each of isms.gapAnswers) if (subjects.has(each.id)) each.evidence = '';
};
/** Takes away what evidence says of a control. */
export const unproven = (isms: Isms, control: string) => {
  isms.evidence = isms.evidence
    .map((each) => ({ ...each, subjects: each.subjects.filter((id) => id !== control) }))
    .filter(({ subjects }) => subjects.length > 0);
};
