import type { FrozenSoaLine, SoaDifference, SoaLine, SoaVersion } from './model.ts';
import type { z } from 'zod';

type Frozen = z.infer<typeof FrozenSoaLine>;
type Field = SoaDifference['field'];

const compared: { field: Field; value(line: Frozen): string }[] = [
  { field: 'applicable', value: (line) => (line.applicable === null ? 'undecided' : line.applicable ? 'applicable' : 'excluded') },
  { field: 'reasons', value: (line) => line.reasons.join(', ') },
  { field: 'risks', value: (line) => line.risks.join(', ') },
  { field: 'justification', value: (line) => line.justification },
  { field: 'exclusionReason', value: (line) => line.exclusionReason },
  { field: 'implementation', value: (line) => line.implementation },
  { field: 'status', value: (line) => line.status },
];

/** Compares two sets of lines, control by control, in the order of the later one. `fields` narrows what is looked at. */
export function compareLines(before: readonly Frozen[], after: readonly Frozen[], fields?: readonly Field[]): SoaDifference[] {
  const old = new Map(before.map((line) => [line.control, line]));
  const seen = new Set(after.map((line) => line.control));
  const wanted = (field: Field) => !fields || fields.includes(field);
  const differences: SoaDifference[] = [];
  for (const line of after) {
    const was = old.get(line.control);
    const { control, title } = line;
    if (!was) {
      if (wanted('line')) differences.push({ control, title, field: 'line', before: '', after: 'added' });
      continue;
    }
    for (const { field, value } of compared) {
      if (wanted(field) && value(was) !== value(line)) differences.push({ control, title, field, before: value(was), after: value(line) });
    }
  }
  for (const { control, title } of before) {
    if (!seen.has(control) && wanted('line')) differences.push({ control, title, field: 'line', before: 'there', after: 'removed' });
  }
  return differences;
}

/** What has moved since a version was frozen that a new version would have to say: decisions and the reasons for them. */
export const staleBecause = (version: SoaVersion, lines: readonly SoaLine[]): SoaDifference[] =>
  compareLines(version.lines, lines, ['line', 'applicable', 'reasons', 'risks', 'exclusionReason']);

/** The version in force: approved and not superseded. */
export const soaInForce = (versions: readonly SoaVersion[]): SoaVersion | null => versions.find((version) => version.status === 'approved') ?? null;
