import type { z } from 'zod';
import { standard } from '../../standard/standard.ts';
import { translateStep } from './method.ts';
import { RiskMethodFields, type Risk, type RiskMethod, type Scenario } from './model.ts';

export interface MethodTemplate {
  id: string;
  title: string;
  description: string;
  method: z.infer<typeof RiskMethodFields>;
}

let templates: MethodTemplate[] | undefined;

/** Ready methods to start from; the first is the usual five by five. */
export function methodTemplates(): MethodTemplate[] {
  return (templates ??= standard.methodTemplates.map((template) => ({ ...template, method: RiskMethodFields.parse(template.method) })));
}

/** Scenarios of the library that fit; the words must all occur. */
export function searchLibrary({
  sector,
  category,
  search,
}: {
  sector?: string | undefined;
  category?: string | undefined;
  search?: string | undefined;
}): Scenario[] {
  const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return standard.scenarios.filter(
    (scenario) =>
      (!sector || (scenario.sectors as string[]).includes(sector)) &&
      (!category || scenario.category === category) &&
      words.every((word) =>
        `${scenario.id} ${scenario.title} ${scenario.description} ${scenario.threat} ${scenario.vulnerability} ${scenario.controls.join(' ')}`
          .toLowerCase()
          .includes(word),
      ),
  );
}

/** A risk from a scenario. Its typical ratings come along, translated to the scales of the method in force; without one it stays unrated. */
export function fromScenario(scenario: Scenario, method: RiskMethod | null, owner: string | null, today: string): Partial<Risk> {
  const likelihood = (step: number) => translateStep(step, 5, method!.likelihood.length);
  const impact = (step: number) => translateStep(step, 5, method!.impact.length);
  return {
    title: scenario.title,
    description: scenario.description,
    category: scenario.category,
    threat: scenario.threat,
    vulnerability: scenario.vulnerability,
    affects: scenario.affects,
    controls: scenario.controls,
    scenario: scenario.id,
    owner,
    identifiedOn: today,
    ...(method && {
      method: method.id,
      inherentLikelihood: likelihood(scenario.likelihood),
      inherentImpact: impact(scenario.impact),
      inherentRationale: 'Typical rating from the library: check it against your own situation.',
      residualLikelihood: likelihood(scenario.expected.likelihood),
      residualImpact: impact(scenario.expected.impact),
    }),
  };
}
