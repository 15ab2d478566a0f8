import { assetKinds, classifications } from '../isms/assets/model.ts';
import { gapStatuses } from '../isms/gap/model.ts';
import type { Isms } from '../isms/isms.ts';
import { employments } from '../isms/people/model.ts';
import { currentMethod, translateStep } from '../isms/risk/method.ts';
import { riskCategories, riskProperties, treatmentOptions } from '../isms/risk/model.ts';
import type { ScaleStep } from '../isms/risk/model.ts';
import type { ImportPreview } from './contract.ts';
import { guessWord, plainWords } from './guess.ts';
import type { TableCell } from './read-table.ts';

export type FieldKind =
  | { kind: 'text'; long?: boolean }
  | { kind: 'choice'; choices: { value: string; title: string }[]; guess(word: string): string | null; number?: boolean }
  | { kind: 'choices'; choices: { value: string; title: string }[]; guess(word: string): string | null }
  | { kind: 'person' }
  /** A person of the same file, or one who is known. */
  | { kind: 'manager' }
  | { kind: 'team' }
  | { kind: 'email' }
  | { kind: 'assets' }
  | { kind: 'systems' }
  | { kind: 'location' }
  | { kind: 'controls' }
  | { kind: 'subject' }
  | { kind: 'day' }
  | { kind: 'number' }
  /** Calculated by the product: read past. */
  | { kind: 'ignored' };

export interface ImportField {
  field: string;
  title: string;
  type: FieldKind;
}

const text = (field: string, title: string): ImportField => ({ field, title, type: { kind: 'text' } });
const long = (field: string, title: string): ImportField => ({ field, title, type: { kind: 'text', long: true } });

const choice = (field: string, title: string, list: string, values: readonly string[]): ImportField => ({
  field,
  title,
  type: {
    kind: 'choice',
    choices: values.map((value) => ({ value, title: value.replaceAll('-', ' ') })),
    guess: (word) => values.find((value) => plainWords(value.replaceAll('-', ' ')) === plainWords(word)) ?? guessWord(list, word),
  },
});

/** A step of a scale by its name, its number, "4 - probable", or a word of the usual five, translated to the method's scale. */
function step(field: string, title: string, list: 'likelihood' | 'impact', scale: readonly ScaleStep[]): ImportField {
  const guess = (word: string): string | null => {
    const plain = plainWords(word);
    const named = scale.find(({ name }) => plainWords(name) === plain);
    if (named) return String(named.level);
    const number = /^(\d+)(?:[.,]0+)?$/.exec(plain) ?? /^(\d+)\s*[-–—.)=]\s*\D/.exec(plain) ?? /\D[-–—=]?\s*(\d+)$/.exec(plain);
    if (number && Number(number[1]) >= 1 && Number(number[1]) <= scale.length) return String(Number(number[1]));
    if (number) return null;
    const usual = guessWord(list, word) ?? guessWord(list === 'likelihood' ? 'impact' : 'likelihood', word);
    return usual === null ? null : String(translateStep(Number(usual), 5, scale.length));
  };
  return {
    field,
    title,
    type: { kind: 'choice', number: true, choices: scale.map(({ level, name }) => ({ value: String(level), title: `${level} ${name}` })), guess },
  };
}

/** What a column may be mapped to, for each kind of file. Ratings need a method in force. */
export function importFields(target: ImportPreview['target'], isms: Isms): ImportField[] {
  if (target === 'people') {
    return [
      text('externalReference', 'Number elsewhere'),
      text('name', 'Name'),
      text('givenName', 'Given name (joined with the family name)'),
      text('familyName', 'Family name'),
      { field: 'email', title: 'E-mail', type: { kind: 'email' } },
      text('jobTitle', 'Job title'),
      { field: 'team', title: 'Team', type: { kind: 'team' } },
      { field: 'manager', title: 'Manager', type: { kind: 'manager' } },
      { field: 'location', title: 'Location', type: { kind: 'location' } },
      choice('employment', 'Employment', 'employment', employments),
      { field: 'startsOn', title: 'First day', type: { kind: 'day' } },
      { field: 'endsOn', title: 'Last day', type: { kind: 'day' } },
    ];
  }
  if (target === 'assets') {
    return [
      text('externalReference', 'Number elsewhere'),
      text('name', 'Asset'),
      choice('kind', 'Kind', 'asset-kind', assetKinds),
      { field: 'owner', title: 'Owner', type: { kind: 'person' } },
      choice('classification', 'Classification', 'classification', classifications),
      { field: 'location', title: 'Location', type: { kind: 'location' } },
      long('description', 'Description'),
      { field: 'systems', title: 'Systems', type: { kind: 'systems' } },
    ];
  }
  if (target === 'gap') {
    return [
      { field: 'subject', title: 'Control or requirement', type: { kind: 'subject' } },
      choice('status', 'Status', 'gap-status', gapStatuses),
      long('observation', 'Observation'),
      long('evidence', 'Evidence pointer'),
      { field: 'owner', title: 'Owner', type: { kind: 'person' } },
      { field: 'effortDays', title: 'Effort (person-days)', type: { kind: 'number' } },
      { field: 'startOn', title: 'Start', type: { kind: 'day' } },
      { field: 'dueOn', title: 'Due', type: { kind: 'day' } },
    ];
  }
  const method = currentMethod(isms);
  const [likelihood, impact] = [method?.likelihood ?? [], method?.impact ?? []];
  const affects = (word: string) => guessWord('affects', word);
  return [
    text('externalReference', 'Number elsewhere'),
    text('title', 'Risk'),
    long('description', 'Description'),
    choice('category', 'Category', 'category', riskCategories),
    text('threat', 'Threat'),
    text('vulnerability', 'Vulnerability'),
    { field: 'assets', title: 'Assets', type: { kind: 'assets' } },
    {
      field: 'affects',
      title: 'Affects',
      type: { kind: 'choices', choices: riskProperties.map((value) => ({ value, title: value })), guess: affects },
    },
    { field: 'owner', title: 'Risk owner', type: { kind: 'person' } },
    step('inherentLikelihood', 'Inherent likelihood', 'likelihood', likelihood),
    step('inherentImpact', 'Inherent impact', 'impact', impact),
    long('inherentRationale', 'Why (inherent)'),
    step('currentLikelihood', 'Current likelihood', 'likelihood', likelihood),
    step('currentImpact', 'Current impact', 'impact', impact),
    long('currentRationale', 'Why (current)'),
    choice('treatment', 'Treatment', 'treatment', treatmentOptions),
    long('treatmentRationale', 'Treatment plan'),
    { field: 'controls', title: 'Controls', type: { kind: 'controls' } },
    step('residualLikelihood', 'Residual likelihood', 'likelihood', likelihood),
    step('residualImpact', 'Residual impact', 'impact', impact),
    long('residualRationale', 'Why (residual)'),
    choice('status', 'Status', 'risk-status', ['open', 'closed']),
    { field: 'identifiedOn', title: 'Identified on', type: { kind: 'day' } },
    { field: 'reviewOn', title: 'Next review', type: { kind: 'day' } },
    { field: 'score', title: 'Score or level (calculated here)', type: { kind: 'ignored' } },
  ];
}

/** A day as spreadsheets write it: a date cell, 2027-03-03, 3.3.2027, 03/03/2027 (day first unless that is impossible). */
export function readDay(cell: TableCell): string | null {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  const value = String(cell).trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})/.exec(value);
  const local = /^(\d{1,2})[./-](\d{1,2})[./-](\d{2}|\d{4})$/.exec(value);
  const parts = iso
    ? [iso[1]!, iso[2]!, iso[3]!]
    : local
      ? [local[3]!.length === 2 ? `20${local[3]}` : local[3]!, ...(Number(local[2]) > 12 ? [local[1]!, local[2]!] : [local[2]!, local[1]!])]
      : null;
  if (!parts) return null;
  const day = `${parts[0]}-${parts[1]!.padStart(2, '0')}-${parts[2]!.padStart(2, '0')}`;
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? null : day;
}
