import type { Standard } from '../../standard/standard.ts';
import { dayInWords } from '../days.ts';
import { gapSheet } from '../gap/sheet.ts';
import type { Isms } from '../isms.ts';
import { remediationPlan } from '../gap/plan.ts';
import type { Forecast, Milestone, PlanInput, Work } from './model.ts';
import { milestoneTitles } from './simulate.ts';

/** Sliders of the page: what if we had more people, more time, fewer months to wait. */
export interface WhatIf {
  people?: number | undefined;
  daysPerWeek?: number | undefined;
  evidenceMonths?: number | undefined;
  leadTimeWeeks?: number | undefined;
  /** Part of the open work that has to be done before the certificate, from 0 to 1. */
  share?: number | undefined;
}

type Assumption = Forecast['assumptions'][number];
const usual = { daysPerWeek: 2.5, evidenceMonths: 3, leadTimeWeeks: 6 };
/** Days that a task takes of which nobody has said how long it takes. */
const usualTask = [0.5, 2, 5] as const;
const usualPeople = (persons: number | null) => (persons === null || persons <= 25 ? 2 : persons <= 100 ? 3 : persons <= 500 ? 5 : 8);

/** What the simulation starts from: the open work, who does it, and what has happened already. */
export function planInput(
  isms: Isms,
  standard: Standard,
  day: string,
  whatIf: WhatIf,
  { runs, seed }: { runs: number; seed: number },
): { input: PlanInput; assumptions: Assumption[] } {
  const said = isms.planAssumptions;
  const assumptions: Assumption[] = [];
  const choose = (
    title: string,
    unit: string,
    tried: number | undefined,
    own: number | null | undefined,
    other: number,
    from: Assumption['from'] = 'usual',
  ) => {
    const value = tried ?? own ?? other;
    assumptions.push({ title, value: `${value} ${unit}`, from: tried !== undefined || (own ?? null) !== null ? 'said' : from });
    return value;
  };
  const people = choose('People who work on it', 'people', whatIf.people, said?.people, usualPeople(isms.organisation.persons));
  const daysPerWeek = choose('Time each of them has', 'days a week', whatIf.daysPerWeek, said?.daysPerWeek, usual.daysPerWeek);
  const evidenceMonths = choose('Records before Stage 2', 'months', whatIf.evidenceMonths, said?.evidenceMonths, usual.evidenceMonths);
  const agreed = isms.certification?.leadTimeWeeks ?? null;
  const leadTimeWeeks = choose(
    'Waiting time of the certification body',
    'weeks',
    whatIf.leadTimeWeeks,
    said?.leadTimeWeeks,
    agreed ?? usual.leadTimeWeeks,
    agreed === null ? 'usual' : 'records',
  );
  const fixed = whatHasHappened(isms, day);
  for (const [id, on] of Object.entries(fixed)) assumptions.push({ title: milestoneTitles[id as Milestone], value: dayInWords(on), from: 'records' });
  const share = whatIf.share ?? 1;
  const work = openWork(isms, standard, day).map((each): Work => {
    const [low, mode, high] = each.days;
    return { ...each, days: [low * share, mode * share, high * share] };
  });
  const askedOn = said?.askedOn ?? isms.certification?.contractOn ?? null;
  return {
    input: {
      day,
      work,
      people,
      daysPerWeek,
      evidenceMonths,
      leadTimeWeeks,
      askedOn,
      fixed,
      names: Object.fromEntries(isms.people.map(({ id, name }) => [id, name])),
      runs,
      seed,
    },
    assumptions,
  };
}

/** Everything that is open: gaps in the order of the remediation plan, then tasks of risks, controls and nonconformities. */
export function openWork(isms: Isms, standard: Standard, day: string): Work[] {
  const effort = new Map(gapSheet(isms, standard).map(({ id, usualEffort }) => [id, usualEffort]));
  const gaps = remediationPlan(isms, gapSheet(isms, standard), day).tasks.map(
    ({ subject, label, title, effortDays, effortIsUsual, status, assignee, dependsOn }): Work => {
      const { low, high } = effort.get(subject)!;
      const part = status === 'partly' ? 0.5 : 1;
      return {
        id: subject,
        title: `${label} ${title}`,
        person: assignee,
        // What people have estimated themselves is off by less than what is usual elsewhere.
        days: effortIsUsual ? [low * part, effortDays, Math.max(high * part, effortDays)] : [effortDays * 0.7, effortDays, effortDays * 1.6],
        after: dependsOn,
      };
    },
  );
  const task = (id: string, title: string, person: string | null): Work => ({ id, title: `${id} ${title}`, person, days: usualTask, after: [] });
  return [
    ...gaps,
    ...isms.treatmentTasks.flatMap(({ id, title, assignee, status }) => (status === 'done' ? [] : [task(id, title, assignee)])),
    ...isms.controlTasks.flatMap(({ id, title, assignee, status }) => (status === 'done' ? [] : [task(id, title, assignee)])),
    ...isms.correctiveActions.flatMap(({ id, title, assignee, doneOn }) => (doneOn === null ? [task(id, title, assignee)] : [])),
  ];
}

/** Milestones with a day: those behind, and those agreed with the body. A planned day that has passed without the audit counts as none. */
function whatHasHappened(isms: Isms, day: string): PlanInput['fixed'] {
  const found: PlanInput['fixed'] = {};
  const latest = (days: (string | null)[]) =>
    days
      .filter((each) => each !== null)
      .toSorted()
      .at(-1);
  const set = (id: Milestone, on: string | undefined) => {
    if (on !== undefined) found[id] = on;
  };
  const yearAgo = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
  const recent = (on: string | undefined) => (on !== undefined && on >= yearAgo ? on : undefined);
  set('internal-audit', recent(latest(isms.internalAudits.map(({ reportedOn }) => reportedOn))));
  set('management-review', recent(latest(isms.managementReviews.map(({ status, on }) => (status === 'prepared' ? null : on)))));
  for (const kind of ['stage-1', 'stage-2'] as const) {
    const audits = isms.certificationAudits.filter((each) => each.kind === kind);
    const held = latest(audits.map(({ heldTo }) => heldTo));
    const planned = latest(audits.map(({ plannedTo }) => (plannedTo !== null && plannedTo >= day ? plannedTo : null)));
    set(kind, held ?? planned);
  }
  set('certificate', latest(isms.certificates.map(({ decidedOn }) => decidedOn)));
  return found;
}
