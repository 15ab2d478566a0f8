import type { Standard } from '../../standard/standard.ts';
import { addDays, addMonths, daysBetween } from '../days.ts';
import type { Isms } from '../isms.ts';
import { remembered } from '../remember.ts';
import { lanes, type Lane } from './model.ts';
import { noEnd, proofsOf, type Proof } from './proofs.ts';

export interface Period {
  from: string;
  to: string;
}

/** `gap`: nothing has ever spoken for the control by then; `stale`: what did has lapsed. */
export type CoverageState = 'covered' | 'stale' | 'gap';

/** Days in a row on which evidence speaks for a control, or on which none does. */
export interface Stretch extends Period {
  state: CoverageState;
  /** What covers it, in the order of their first days. */
  proofs: Proof[];
}

export interface LaneCoverage {
  stretches: Stretch[];
  /** Days covered of the days of the period that have passed, 0 to 1; null: none has passed. */
  share: number | null;
  /** How it stands on the day. */
  state: CoverageState;
  /** Records that speak for it at any time up to the day. */
  count: number;
  /** The first day of the newest of them. */
  newest: string | null;
  /** The first day on which nothing speaks for it any more; in the past when it has lapsed; null: never had, or without an end. */
  lapsesOn: string | null;
  /** What speaks the longest. */
  last: Proof | null;
}

export interface ControlCoverage extends LaneCoverage {
  lanes: Record<Lane, LaneCoverage>;
}

/** The time that an audit looks at: as the organisation has set it, else the last twelve months. */
export function auditPeriod({ organisation: { periodFrom, periodTo } }: Pick<Isms, 'organisation'>, day: string): Period {
  const to = periodTo ?? day;
  return { from: periodFrom ?? addDays(addMonths(to, -12), 1), to };
}

/** Lays the proofs of one lane over a period. They come in the order of their first days. */
export function stretchesOf(proofs: readonly Proof[], period: Period): Stretch[] {
  const found: Stretch[] = [];
  let current: Stretch | null = null;
  let before = false;
  for (const proof of proofs) {
    if (proof.from > period.to) break;
    if (proof.to < period.from || proof.to < proof.from) {
      before ||= proof.to >= proof.from;
      continue;
    }
    const to = proof.to > period.to ? period.to : proof.to;
    if (current && (proof.from <= current.to || proof.from === addDays(current.to, 1))) {
      current.proofs.push(proof);
      if (to > current.to) current.to = to;
      continue;
    }
    const from = proof.from < period.from ? period.from : proof.from;
    const open: string = current ? addDays(current.to, 1) : period.from;
    if (from > open) found.push({ from: open, to: addDays(from, -1), state: current || before ? 'stale' : 'gap', proofs: [] });
    found.push((current = { from, to, state: 'covered', proofs: [proof] }));
  }
  const open: string = current ? addDays(current.to, 1) : period.from;
  if (open <= period.to) found.push({ from: open, to: period.to, state: current || before ? 'stale' : 'gap', proofs: [] });
  return found;
}

const length = ({ from, to }: Period) => daysBetween(from, to) + 1;

/** How a lane stands: only what is known by the day counts, and of the period only what has passed. */
export function laneCoverage(proofs: readonly Proof[], period: Period, day: string): LaneCoverage {
  const passed = { from: period.from, to: period.to < day ? period.to : day };
  const stretches = passed.from <= passed.to ? stretchesOf(proofs, passed) : [];
  const total = passed.from <= passed.to ? length(passed) : 0;
  const covered = stretches.reduce((sum, each) => sum + (each.state === 'covered' ? length(each) : 0), 0);
  let count = 0;
  let last: Proof | null = null;
  let newest: string | null = null;
  let speaks = false;
  for (const proof of proofs) {
    if (proof.from > day) break;
    if (proof.to < proof.from) continue;
    count++;
    newest = proof.from;
    if (last === null || proof.to >= last.to) last = proof;
    speaks ||= proof.to >= day;
  }
  return {
    stretches,
    share: total === 0 ? null : covered / total,
    state: speaks ? 'covered' : count > 0 ? 'stale' : 'gap',
    count,
    newest,
    lapsesOn: last === null || last.to === noEnd ? null : addDays(last.to, 1),
    last,
  };
}

/**
 * One control over a period: each lane, and all of them together. A document in force shows that a control exists; that
 * anything is done it does not show, so by itself it covers no control.
 */
export function controlCoverage(proofs: readonly Proof[], period: Period, day: string): ControlCoverage {
  const one = (lane: Lane) =>
    laneCoverage(
      proofs.filter((proof) => proof.lanes.includes(lane)),
      period,
      day,
    );
  const done = proofs.filter(({ register }) => register !== 'documents');
  return { ...laneCoverage(done, period, day), lanes: Object.fromEntries(lanes.map((lane) => [lane, one(lane)])) as Record<Lane, LaneCoverage> };
}

/** The controls of Annex A and the organisation's own, over the audit period. */
export const coverageOf = remembered((isms: Isms, standard: Standard, day: string): Map<string, ControlCoverage> => {
  const period = auditPeriod(isms, day);
  const proofs = proofsOf(isms, standard);
  const ids = [...standard.controls, ...isms.ownControls].map(({ id }) => id);
  return new Map(ids.map((id) => [id, controlCoverage(proofs.of(id), period, day)]));
});

export interface Lapse {
  /** The first day on which nothing speaks for it any more. */
  on: string;
  control: string;
  lanes: Lane[];
  last: Proof;
}

/** What lapses when: for each control the days on which its lanes lose their last proof. What was never shown cannot lapse. */
export function lapses(isms: Isms, standard: Standard, day: string): Lapse[] {
  const found: Lapse[] = [];
  for (const [control, coverage] of coverageOf(isms, standard, day)) {
    const own = new Map<string, Lapse>();
    for (const lane of lanes) {
      const { lapsesOn, last } = coverage.lanes[lane];
      if (lapsesOn === null || last === null) continue;
      const same = own.get(lapsesOn);
      if (same) same.lanes.push(lane);
      else own.set(lapsesOn, { on: lapsesOn, control, lanes: [lane], last });
    }
    found.push(...own.values());
  }
  return found.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}
