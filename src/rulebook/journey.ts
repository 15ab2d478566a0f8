import type { z } from 'zod';
import type { Isms } from '../isms/isms.ts';
import type { Standard } from '../standard/standard.ts';
import type { Finding, Grade, JourneyStep, verdictContract } from './contract.ts';
import type { InferContractRouterOutputs } from '@orpc/contract';
import { actions, type Asker } from './actions.ts';
import { begunSteps, belongsTo, nonconformitiesOf } from './steps.ts';
import type { Verdict } from './verdict.ts';

type Step = z.infer<typeof JourneyStep>;
type Journey = InferContractRouterOutputs<typeof verdictContract>['journey'];
type Counts = Record<Grade, number>;

/** The ten steps with their state, the cycle, and what is to be done now: all of it follows from the verdict. */
export function journey(isms: Isms, standard: Standard, verdict: Verdict, day: string, asker: Asker): Journey {
  const begun = begunSteps(isms);
  const steps = standard.journey.steps.map((step): Step => {
    const own = verdict.findings.filter((finding) => belongsTo(step.id, finding));
    const counts = countGrades(own);
    const blocking = own.filter(({ grade }) => grade !== 'opportunity');
    const state = !begun[step.id] ? 'open' : blocking.length === 0 ? 'done' : 'in-progress';
    const first = own[0];
    return {
      id: step.id,
      number: step.number,
      title: step.title,
      summary: step.summary,
      clauses: step.clauses,
      room: step.room,
      state,
      why: why(state, own),
      findings: counts,
      next: first ? { text: first.remedy, who: step.who, room: first.room } : null,
    };
  });
  return {
    steps,
    cycle: standard.journey.cycle,
    actions: actions(isms, standard, verdict, day, asker),
    counts: Object.fromEntries([...Map.groupBy(verdict.findings, ({ room }) => room)].map(([room, own]) => [room, countGrades(own)])),
  };

  function why(state: Step['state'], own: Finding[]): string {
    if (state === 'open') return 'Nothing has been recorded yet.';
    if (state === 'done')
      return own.length === 0
        ? 'An auditor would find nothing here.'
        : `Only ${own.length === 1 ? 'an opportunity' : `${own.length} opportunities`} for improvement.`;
    return `An auditor would raise ${nonconformitiesOf(own)}.`;
  }
}

function countGrades(findings: readonly Finding[]): Counts {
  const counts: Counts = { major: 0, minor: 0, opportunity: 0 };
  for (const { grade } of findings) counts[grade]++;
  return counts;
}
