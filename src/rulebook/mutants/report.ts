import type { Mutant } from './generate.ts';

export interface Judgement {
  mutant: Omit<Mutant, 'isms'>;
  /** Whether any rule looks at what was changed. */
  looked: boolean;
  /** Rules that found it. */
  rules: string[];
}

const fieldOf = ({ collection, path }: Judgement['mutant']) => [collection, ...path].join('.');
const table = (head: string[], rows: (string | number)[][]) =>
  [
    `| ${head.join(' | ')} |`,
    `|${head.map((_, index) => (index === 0 ? '---|' : '---:|')).join('')}`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n');
const grouped = (judged: readonly Judgement[], by: (each: Judgement) => string) =>
  [...Map.groupBy(judged, by)]
    .toSorted(([a], [b]) => a.localeCompare(b, 'en'))
    .map(([name, own]): (string | number)[] => {
      const found = own.filter(({ rules }) => rules.length > 0).length;
      const unread = own.filter(({ looked }) => !looked).length;
      return [name, own.length, found, unread, own.length - found - unread];
    });

/** Fields of which no change was found, by register. */
function unfound(judged: readonly Judgement[], looked: boolean): string {
  const own = [...Map.groupBy(judged, ({ mutant }) => fieldOf(mutant))].filter(
    ([, each]) => each[0]!.mutant.path.length > 0 && each.every(({ rules }) => rules.length === 0) && each.some((one) => one.looked) === looked,
  );
  return [...Map.groupBy(own, ([, each]) => each[0]!.mutant.collection)]
    .map(([collection, fields]) => `- **${collection}**: ${fields.map(([, each]) => each[0]!.mutant.path.join('.')).join(', ')}`)
    .join('\n');
}

/** What came of all mutants, as `docs/evaluations/mutations.md` shows it. */
export function mutationReport(judged: readonly Judgement[], rules: number): string {
  const found = judged.filter((each) => each.rules.length > 0);
  const unread = judged.filter(({ looked }) => !looked).length;
  const kinds = new Set(found.flatMap((each) => each.rules)).size;
  const head = ['', 'planted', 'found', 'no rule looks', 'looked at, not found'];
  return `# Planted defects

Written by \`src/rulebook/mutations.test.ts\` (\`UPDATE_MUTATIONS=1\`). The sample organisation, put in order, yields no finding. Then its records are
changed one at a time, by what the models alone say: a reference emptied or leading nowhere, a text emptied, a day moved years back or ahead, another
value of a list, a flag turned, a number at its end, a record or a whole register gone, a person who has left. What a model itself refuses is not
counted. Nothing in the generator knows what a rule looks for.

**${judged.length} defects: ${found.length} found, by ${kinds} of ${rules} rules; ${unread} in fields that no rule looks at; ${judged.length - found.length - unread} looked at and not found.**
No finding came from a rule that does not look at the changed field, and each points at the changed record or at one that belongs to it.

Most of what is not found is no defect: another kind of asset, a day in the past where a day in the past belongs, a longer interval. The other rules
have traps of their own (\`src/rulebook/traps\`), which plant what no single change of a sound organisation brings about.

## By what was changed

${table(
  head,
  grouped(judged, ({ mutant }) => mutant.kind),
)}

## By register

${table(
  head,
  grouped(judged, ({ mutant }) => mutant.collection),
)}

## Fields that no rule looks at

${unfound(judged, false)}

## Fields that a rule looks at, of which no change alone was found

${unfound(judged, true)}
`;
}
