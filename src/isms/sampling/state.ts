import type { SampleShown } from './contract.ts';
import type { DrawnItem, Sample } from './model.ts';
import { conclusion, sizeInWords } from './size.ts';

/** Items that count: all that were drawn and not replaced. */
export function standing({ items, replacements }: Pick<Sample, 'items' | 'replacements'>): DrawnItem[] {
  const replaced = new Set(replacements.flatMap(({ key, replacedBy }) => (replacedBy === null ? [] : [key])));
  return items.filter(({ key }) => !replaced.has(key));
}

/** How far a sample is, and what it allows to say. */
export function shownSample(sample: Sample): SampleShown {
  const own = standing(sample);
  const count = (result: DrawnItem['result']) => own.filter((each) => each.result === result).length;
  const counts = {
    all: own.length,
    conforms: count('conforms'),
    deviates: count('deviates'),
    notChecked: count('not-checked'),
    open: count('open'),
    replaced: sample.items.length - own.length,
  };
  return {
    ...sample,
    state: sample.closedOn !== null ? 'closed' : counts.open > 0 ? 'open' : 'looked-at',
    counts,
    sizeInWords: sizeInWords(sample.size, sample.count, new Set(sample.items.map(({ stratum }) => stratum)).size),
    conclusion: conclusion(sample.size, sample.count, counts),
  };
}
