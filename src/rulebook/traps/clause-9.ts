import type { Traps } from './support.ts';

/** Traps for the measurement of objectives. */
export const clause9Traps: Traps = {
  '9.1-no-figure': (i) => void (i.measurements = []),
  '9.1-not-measured-as-planned': (i) => void (i.measurements[0]!.on = '2026-05-01'),
  '9.1-past-due-not-evaluated': (i) => void (i.objectives[0]!.dueOn = '2026-11-01'),
  '9.1-missed-without-evaluation': (i) => void i.objectives.push({ ...i.objectives[0]!, id: 'OBJ-9', status: 'missed' }),
  '9.1-off-target-without-action': (i) => void Object.assign(i.evaluations[0]!, { judgement: 'at-risk', on: '2026-06-01' }),
  '9.1-nothing-evaluated': (i) => void (i.evaluations = []),
  '9.1-measured-by-nobody': (i) => void (i.measurements[0]!.by = null),
};
