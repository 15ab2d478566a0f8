import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { addDays, daysBetween } from '../days.ts';
import { milestones, type Forecast, type Milestone, type PlanInput } from './model.ts';

/** Weeks that things usually take: at least, most often, at most. Experience, named where the forecast is shown. */
export const usualWeeks = {
  internalAudit: [1, 2, 4],
  afterAudit: [2, 4, 8],
  managementReview: [1, 2, 4],
  /** Until the body has a day free that suits both. */
  slot: [0, 1, 4],
  window: [4, 6, 8],
  slotOfStage2: [0, 1, 3],
  decision: [2, 4, 7],
  /** To answer for a major nonconformity and have it verified. */
  major: [4, 9, 13],
} as const satisfies Record<string, readonly [number, number, number]>;
/** Of first audits, how many bring a major nonconformity. */
const majors = 0.15;
const weeksInMonth = 365.25 / 12 / 7;
/** How much faster or slower people are than they think, over the whole time. */
const pace = [0.7, 0.95, 1.2] as const;

export const milestoneTitles: Record<Milestone, string> = {
  work: 'What is open is done',
  evidence: 'Enough records have come together',
  'internal-audit': 'Internal audit is reported',
  'management-review': 'Management review is held',
  'stage-1': 'Stage 1',
  'stage-2': 'Stage 2',
  certificate: 'Certificate',
};

/**
 * When the certificate comes (mission 13.1): the same plan lived through many times, each time with other efforts, paces and
 * waiting times, drawn with a seed, so that the same question has the same answer. Days are those by which 50, 80 and 95
 * of 100 runs had arrived. What has happened already, or has a fixed day, is not drawn but stands.
 *
 * The order: the open work is done; records gather from the time most of the controls work; the internal audit follows the
 * work, the management review the audit; Stage 1 needs the review and a day of the body; Stage 2 the window after Stage 1
 * and enough records; then findings are answered, and the body decides.
 */
export function simulate(input: PlanInput): Omit<Forecast, 'assumptions'> {
  const { day, work, runs, seed } = input;
  const random = xoroshiro128plus(seed);
  const chance = () => (random.next() >>> 0) / 2 ** 32;
  const drawn = ([low, usual, high]: readonly [number, number, number]) => triangular(low, usual, high, chance());
  const schedule = scheduler(input);
  const fixed = Object.fromEntries(Object.entries(input.fixed).map(([id, on]) => [id, daysBetween(day, on) / 7])) as Partial<
    Record<Milestone, number>
  >;
  const asked = input.askedOn === null ? null : daysBetween(day, input.askedOn) / 7;
  const ends = Object.fromEntries(milestones.map((id) => [id, new Float64Array(runs)])) as Record<Milestone, Float64Array>;
  const decides = new Map<string, number>();
  const blame = (id: string) => void decides.set(id, (decides.get(id) ?? 0) + 1);

  const lates = new Map<string, number>();
  const late = (id: 'stage-1' | 'stage-2', because: 'work' | 'evidence' | 'management-review') =>
    void lates.set(`${id} ${because}`, (lates.get(`${id} ${because}`) ?? 0) + 1);

  for (let run = 0; run < runs; run++) {
    const done = schedule(() => drawn(pace), drawn);
    const ran = (id: Milestone, week: number) => (ends[id][run] = Math.max(0, fixed[id] ?? week));
    const worked = ran('work', done.end);
    const evidence = ran('evidence', done.most + input.evidenceMonths * weeksInMonth);
    const auditBegins = worked;
    const audit = ran('internal-audit', auditBegins + drawn(usualWeeks.internalAudit));
    const review = ran('management-review', audit + Math.max(drawn(usualWeeks.managementReview), drawn(usualWeeks.afterAudit)));
    const lead = (asked ?? auditBegins) + input.leadTimeWeeks * (0.8 + chance() * 0.6);
    const stage1 = ran('stage-1', Math.max(review, lead) + drawn(usualWeeks.slot));
    const window = stage1 + drawn(usualWeeks.window);
    const stage2 = ran('stage-2', Math.max(window, evidence) + drawn(usualWeeks.slotOfStage2));
    if (fixed['stage-1'] !== undefined && review > stage1) late('stage-1', 'management-review');
    if (fixed['stage-2'] !== undefined && Math.max(worked, evidence) > stage2) late('stage-2', worked > evidence ? 'work' : 'evidence');
    const answers = chance() < majors ? drawn(usualWeeks.major) : 0;
    ran('certificate', stage2 + answers + drawn(usualWeeks.decision));

    if (fixed['stage-2'] !== undefined) blame('stage-2');
    else if (evidence > window) {
      blame('evidence');
      if (done.most > 0) for (const who of done.holdUp(done.mostBy)) blame(who);
    } else if (fixed['stage-1'] !== undefined) blame('stage-1');
    else if (lead > review) blame('body');
    else for (const who of done.holdUp(done.endBy)) blame(who);
  }

  const ofWork = Map.groupBy(work, ({ person }) => person ?? anybody);
  const titleOf = (id: string) =>
    id === anybody ? 'Work that nobody has been named for' : ofWork.has(id) ? `The work of ${input.names[id] ?? id}` : otherTitles[id]!;
  return {
    runs,
    seed,
    workDays: work.reduce((sum, { days }) => sum + days[1], 0),
    milestones: milestones.map((id) => {
      const sorted = ends[id].toSorted();
      const at = (share: number) => addDays(day, Math.ceil(sorted[Math.min(runs - 1, Math.ceil(share * runs) - 1)]! * 7));
      return { id, title: milestoneTitles[id], fixed: fixed[id] !== undefined, p50: at(0.5), p80: at(0.8), p95: at(0.95) };
    }),
    tooEarly: [...lates].map(([key, count]) => {
      const [id, because] = key.split(' ') as ['stage-1', 'management-review'];
      return { id, on: input.fixed[id]!, share: count / runs, because };
    }),
    months: byMonth(ends.certificate, day),
    critical: [...decides]
      .map(([id, count]) => ({
        id,
        title: titleOf(id),
        share: count / runs,
        tasks: (ofWork.get(id) ?? [])
          .toSorted((a, b) => b.days[1] - a.days[1])
          .slice(0, 3)
          .map(({ title }) => title),
      }))
      .sort((a, b) => b.share - a.share)
      .slice(0, 8),
  };
}

/** Whoever is free takes it. */
const anybody = '';
const otherTitles: Record<string, string> = {
  evidence: 'Months of records that Stage 2 wants to see',
  body: 'The certification body’s free days',
  'stage-1': 'The day fixed for Stage 1',
  'stage-2': 'The day fixed for Stage 2',
};

function byMonth(weeks: Float64Array, day: string): Forecast['months'] {
  const counts = new Map<string, number>();
  for (const week of weeks) {
    const month = addDays(day, Math.ceil(week * 7)).slice(0, 7);
    counts.set(month, (counts.get(month) ?? 0) + 1);
  }
  const [first, last] = [[...counts.keys()].sort()[0]!, [...counts.keys()].sort().at(-1)!];
  const all: Forecast['months'] = [];
  for (let month = first; month <= last; month = nextMonth(month)) all.push({ month, runs: counts.get(month) ?? 0 });
  return all;
}
const nextMonth = (month: string) => addDays(`${month}-28`, 5).slice(0, 7);

function triangular(low: number, usual: number, high: number, chance: number): number {
  if (high <= low) return low;
  const split = (usual - low) / (high - low);
  return chance < split ? low + Math.sqrt(chance * (high - low) * (usual - low)) : high - Math.sqrt((1 - chance) * (high - low) * (high - usual));
}

/** Most of the controls work when this share of the work is done: from then on records count. */
const most = 0.7;

/**
 * Lays the work out over people once for each run: in the order given, each thing after what it depends on, one thing at a
 * time for each person. Prepared once, because ten thousand runs go through it.
 */
function scheduler({ work, people, daysPerWeek }: PlanInput) {
  const index = new Map(work.map(({ id }, at) => [id, at]));
  const after = work.map((each, own) => each.after.flatMap((id) => ((index.get(id) ?? own) < own ? [index.get(id)!] : [])));
  const named = [...new Set(work.flatMap(({ person }) => (person === null ? [] : [person])))];
  const hands = named.length + people;
  const handOf = work.map(({ person }) => (person === null ? -1 : named.indexOf(person)));
  const total = work.reduce((sum, { days }) => sum + days[1], 0);
  const ends = new Float64Array(work.length);
  const heldBy = new Int32Array(work.length);
  const free = new Float64Array(hands);
  const lastOf = new Int32Array(hands);
  const paces = new Float64Array(hands);

  return (pace: () => number, effort: (days: readonly [number, number, number]) => number) => {
    free.fill(0);
    lastOf.fill(-1);
    for (let hand = 0; hand < hands; hand++) paces[hand] = daysPerWeek * pace();
    let last = -1;
    for (let at = 0; at < work.length; at++) {
      let hand = handOf[at]!;
      if (hand < 0) {
        hand = named.length;
        for (let other = hand + 1; other < hands; other++) if (free[other]! < free[hand]!) hand = other;
      }
      let begins = free[hand]!;
      heldBy[at] = lastOf[hand]!;
      for (const before of after[at]!)
        if (ends[before]! > begins) {
          begins = ends[before]!;
          heldBy[at] = before;
        }
      const end = begins + effort(work[at]!.days) / paces[hand]!;
      ends[at] = end;
      free[hand] = end;
      lastOf[hand] = at;
      if (last < 0 || end > ends[last]!) last = at;
    }
    const mostBy = mostDone();
    return {
      end: last < 0 ? 0 : ends[last]!,
      endBy: last,
      most: mostBy < 0 ? 0 : ends[mostBy]!,
      mostBy,
      /** Who has done what held a piece of work up, back to the beginning. */
      holdUp(piece: number): Set<string> {
        const who = new Set<string>();
        for (let at = piece; at >= 0; at = heldBy[at]!) who.add(work[at]!.person ?? anybody);
        return who;
      },
    };
  };

  /** The piece of work with which most of it was done. */
  function mostDone(): number {
    const order = Array.from(ends.keys()).sort((a, b) => ends[a]! - ends[b]!);
    let done = 0;
    for (const at of order) if ((done += work[at]!.days[1]) >= total * most) return at;
    return order.at(-1) ?? -1;
  }
}
