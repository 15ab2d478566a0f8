import type { SizeRule } from './model.ts';

/** How many of a population are drawn under a rule; never more than there are. */
export function sizeOf(rule: SizeRule, count: number): number {
  if (count <= 0) return 0;
  switch (rule.rule) {
    case 'fixed':
      return Math.min(rule.size, count);
    case 'square-root':
      return Math.ceil(Math.sqrt(count));
    case 'table':
      return discoverySize(count, rule.confidence, rule.tolerableRate);
  }
}

/** The fewest deviations that a population has whose share of them is the given rate or more. */
const deviationsAt = (count: number, rate: number): number => Math.max(1, Math.ceil(rate * count - 1e-9));

/**
 * As many as must be looked at, all of them well, to say with the given confidence that fewer than the tolerable rate
 * deviate. Drawn without putting back, so a small population needs fewer (hypergeometric).
 */
function discoverySize(count: number, confidence: number, rate: number): number {
  const deviating = deviationsAt(count, rate);
  // The chance that none of the deviating ones is among those drawn so far.
  let missed = 1;
  for (let size = 1; size <= count; size++) {
    missed *= (count - deviating - size + 1) / (count - size + 1);
    if (missed <= 1 - confidence + 1e-12) return size;
  }
  return count;
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10}%`;

/** The rule in words, with what it means for a population. */
export function sizeInWords(rule: SizeRule, count: number, strata: number): string {
  const drawn = Math.max(sizeOf(rule, count), Math.min(strata, count));
  const of = `${drawn.toLocaleString('en')} of ${count.toLocaleString('en')}`;
  const raised = drawn > sizeOf(rule, count) ? ` One of each of the ${strata} groups is drawn, which makes more than the rule asks for.` : '';
  if (drawn >= count && count > 0) return `All ${count.toLocaleString('en')}: the population is no larger than the sample would be.${raised}`;
  switch (rule.rule) {
    case 'fixed':
      return `${of}, as many as was asked for.${raised}`;
    case 'square-root':
      return `${of}: the square root of the population, rounded up.${raised}`;
    case 'table':
      return `${of}. If none of them deviates, one can say with ${percent(rule.confidence)} confidence that fewer than ${percent(rule.tolerableRate)} of the population do.${raised}`;
  }
}

/** What the results of a sample allow to say, and what they do not. */
export function conclusion(rule: SizeRule, count: number, looked: { conforms: number; deviates: number; notChecked: number; open: number }): string {
  const { conforms, deviates, notChecked, open } = looked;
  const all = conforms + deviates;
  if (open > 0) return `${open} of ${open + all + notChecked} still to be looked at.`;
  const missing = notChecked > 0 ? ` ${notChecked} could not be looked at, which weakens what can be said.` : '';
  if (all === 0) return `None could be looked at: nothing can be said about the population.`;
  if (deviates > 0)
    return `${deviates} of ${all} ${deviates === 1 ? 'deviates' : 'deviate'} (${percent(deviates / all)} of the sample). A single one can stand for more: find out where else it is so.${missing}`;
  if (all === count) return `All ${count} were looked at, and none deviates.`;
  if (rule.rule === 'table' && notChecked === 0)
    return `None of ${all} deviates: with ${percent(rule.confidence)} confidence fewer than ${percent(rule.tolerableRate)} of the ${count.toLocaleString('en')} do.`;
  return `None of ${all} deviates. A sample of this size was not chosen for a certain confidence: it shows that it can be done, not that it always is.${missing}`;
}
