import { addDays } from '../isms/days.ts';
import { thingsRead } from '../isms/certification/stage1.ts';
import { controlMatrix } from '../isms/controls/matrix.ts';
import { controlPage } from '../isms/controls/page.ts';
import { proofsOf } from '../isms/controls/proofs.ts';
import { ismsOf } from '../isms/isms.ts';
import { notFound } from '../platform/contract/problem.ts';
import type { Handlers } from '../platform/contract/serve.ts';
import { standard } from '../standard/standard.ts';
import type { Finding, verdictContract } from './contract.ts';
import { journey } from './journey.ts';
import { compareVerdicts, confidenceOf, nextSteps, rules, verdict } from './verdict.ts';

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

/** What an auditor would find today, on a past day, and since then. */
export const verdicts: Handlers<typeof verdictContract> = {
  async verdict(call, { stage }) {
    const found = verdict(ismsOf(await call.snapshot()), standard, call.today, stage ?? null);
    return { ...found, next: nextSteps(found) };
  },
  async difference(call, { since = addDays(call.today, -7), stage }) {
    const then = ismsOf(await call.asOf(since));
    const now = verdict(ismsOf(await call.snapshot()), standard, call.today, stage ?? null);
    // Before the organisation was founded there was nothing an auditor could have looked at.
    const before = then.organisation
      ? verdict(then, standard, since, stage ?? null)
      : { findings: [], summary: { ...now.summary, day: since, major: 0, minor: 0, opportunity: 0, rules: 0, clean: 0, excused: 0 } };
    return { since, ...compareVerdicts(before, now), before: before.summary, now: now.summary };
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
  rules: () => ({ items: describeRules() }),
  async journey(call) {
    const isms = ismsOf(await call.snapshot());
    return journey(isms, standard, verdict(isms, standard, call.today), call.today, call.actor);
  },
};
