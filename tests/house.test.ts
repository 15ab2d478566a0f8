import { cruise } from 'dependency-cruiser';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';

// docs/architecture.md says the same in words: floors look down, rooms form no circle, the web knows models and contracts only.
it('stands as it was drawn: no import points up, sideways or in a circle', async () => {
  const rules = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
  const { output } = await cruise(['src', 'web/src'], { ruleSet: { forbidden: rules.forbidden }, ...rules.options, validate: true });
  if (typeof output === 'string') throw new Error(output);
  expect(output.summary.totalCruised).toBeGreaterThan(150);
  expect(output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
});
