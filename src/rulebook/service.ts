import { addDays, addMonths } from '../isms/days.ts';
import { thingsRead } from '../isms/certification/stage1.ts';
import { controlMatrix } from '../isms/controls/matrix.ts';
import { controlPage } from '../isms/controls/page.ts';
import { proofsOf } from '../isms/controls/proofs.ts';
import { ismsOf, type Isms } from '../isms/isms.ts';
import { notFound, Problem } from '../platform/contract/problem.ts';
import type { Handlers } from '../platform/contract/serve.ts';
import { standard } from '../standard/standard.ts';
import type { Snapshot } from '../platform/ledger/snapshot.ts';
import type { Finding, Stage, verdictContract } from './contract.ts';
import { journey } from './journey.ts';
import { compareVerdicts, withChanges } from './difference.ts';
import { readiness } from './readiness.ts';
import { requirementsCovered } from './requirements.ts';
import { confidenceOf, nextSteps, rules, verdict, type Verdict } from './verdict.ts';

/** The rules as they are listed: without their functions. */
export const describeRules = () =>
  rules.map((rule) => {
    const { id, clause, stages, grade, gradeReason, title, remedy } = rule;
    return { id, clause, stages: [...stages], grade, gradeReason, ...confidenceOf(rule), title, remedy };
  });

/** Registers whose records go by the number of their control. */
const byControl = new Set(['soa', 'gap-answers', 'controls']);

/** What is found about one control: by its number, by its line in a register, or by its evidence. Only its own records are named. */
function findingsOfControl(findings: readonly Finding[], id: string, evidence: readonly { id: string }[]): Finding[] {
  const own = new Set(evidence.map((each) => each.id));
  return findings.flatMap((finding) => {
    if (finding.clause === id) return [finding];
    const records = finding.records.filter((each) =>
      byControl.has(each.register) ? each.id === id : each.register === 'evidence' && own.has(each.id),
    );
    return records.length > 0 ? [{ ...finding, records }] : [];
  });
}

const wrongDay = (field: string, message: string) =>
  new Problem('invalid-input', message, { fields: [{ field, message }], remedy: 'Name two days, the earlier one first, neither in the future.' });

/** The verdict on what stood at the end of a day. Before the organisation was founded there was nothing to look at. */
function judgedOn(snapshot: Snapshot, day: string, stage: Stage | null = null): Pick<Verdict, 'findings' | 'summary'> {
  const isms = ismsOf(snapshot);
  if (isms.organisation) return verdict(isms, standard, day, stage);
  return { findings: [], summary: { day, stage, major: 0, minor: 0, opportunity: 0, rules: 0, clean: 0, excused: 0 } };
}

/** What an auditor would find today, on a past day, and since then. */
export const verdicts: Handlers<typeof verdictContract> = {
  async verdict(call, { stage }) {
    const found = verdict(ismsOf(await call.snapshot()), standard, call.today, stage ?? null);
    return { ...found, next: nextSteps(found) };
  },
  async difference(call, { until = call.today, since = addDays(until, -7), stage }) {
    if (until > call.today) throw wrongDay('until', `The later day is ${until}; it is ${call.today}.`);
    if (since >= until) throw wrongDay('since', `The earlier day is ${since}, the later one ${until}.`);
    const [then, later] = [await call.asOf(since), until === call.today ? await call.snapshot() : await call.asOf(until)];
    const [before, now] = [judgedOn(then, since, stage), judgedOn(later, until, stage)];
    return { since, until, ...withChanges(compareVerdicts(before, now), then, later), before: before.summary, now: now.summary };
  },
  async stage1(call) {
    const isms = ismsOf(await call.snapshot());
    const { findings } = verdict(isms, standard, call.today, 'stage-1');
    return {
      items: thingsRead(isms, standard, call.today).map((thing) => {
        const own = findings.filter(({ clause }) => thing.clauses.includes(clause));
        return { ...thing, findings: own, ready: thing.there && !own.some(({ grade }) => grade !== 'opportunity') };
      }),
    };
  },
  async control(call, { id }) {
    const isms = ismsOf(await call.snapshot());
    const shown = controlPage(isms, standard, call.today, id);
    if (!shown) throw notFound('control', id);
    const order = controlMatrix(isms, standard, call.today).map(({ control }) => control);
    const at = order.indexOf(id);
    return {
      ...shown,
      findings: findingsOfControl(verdict(isms, standard, call.today).findings, id, proofsOf(isms, standard).evidence(id)),
      previous: order[at - 1] ?? null,
      next: order[at + 1] ?? null,
    };
  },
  async readiness(call, { stage }) {
    const isms = ismsOf(await call.snapshot());
    return readiness(isms, standard, verdict(isms, standard, call.today, stage ?? null), call.today);
  },
  async trend(call, { months }) {
    const point = (isms: Isms, day: string) => {
      const found = verdict(isms, standard, day);
      const { major, minor, opportunity } = found.summary;
      return { day, share: readiness(isms, standard, found, day).share, major, minor, opportunity };
    };
    const days = [];
    const first = `${call.today.slice(0, 8)}01`;
    for (let back = months - 1; back >= 0; back--) {
      const day = addDays(addMonths(first, -back), -1);
      const then = ismsOf(await call.asOf(day));
      // Before the organisation was founded there was nothing to look at.
      if (then.organisation) days.push(point(then, day));
    }
    return { days: [...days, point(ismsOf(await call.snapshot()), call.today)] };
  },
  async requirements(call) {
    const raised = new Set(verdict(ismsOf(await call.snapshot()), standard, call.today).findings.map(({ rule }) => rule));
    return {
      items: requirementsCovered(standard).map((each) => ({ ...each, rules: [...each.rules], raised: each.rules.filter((id) => raised.has(id)) })),
    };
  },
  rules: () => ({ items: describeRules() }),
  async journey(call) {
    const isms = ismsOf(await call.snapshot());
    return journey(isms, standard, verdict(isms, standard, call.today), call.today, call.actor);
  },
};
