import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { standard } from '../standard/standard.ts';
import type { Finding } from './contract.ts';
import { mutantsOf, type Mutant } from './mutants/generate.ts';
import { Neighbourhood } from './mutants/near.ts';
import { noting } from './mutants/reads.ts';
import { mutationReport, type Judgement } from './mutants/report.ts';
import { Case } from './rule.ts';
import { inOrderFrom } from './traps/in-order.ts';
import { sample } from './traps/testing.ts';
import { day } from './traps/support.ts';
import { rules, verdict } from './verdict.ts';

const sound = inOrderFrom(sample());

/** What was changed, in the words of the reads: a whole record or register counts as its register. */
const changedIn = ({ kind, collection, path }: Mutant): string =>
  kind === 'person has left' ? 'people.endsOn' : path.length === 0 ? collection : [collection, ...path].join('.');

/** Findings whose way from the change to the record leads over no id. Few, and each with its reason. */
const otherwise = new Set([
  // Checklists of leavers are asked for since the first one was kept, whoever it was for.
  'peopleMoves A.6.5-leaver-without-checklist',
  // The time between two audits.
  'certificationAudits cycle-window-long',
  // Two roles of one person; a team by its people.
  'ismsRoles 5.3-audits-own-work',
  'trainingResults 7.3-team-untrained',
  // A document makes its claims in words; they name no control.
  'evidence 8.1-claim-without-evidence',
  'evidence 8.1-claim-contradicted',
]);
/** Records that speak of the whole system: what they say concerns everything. */
const speaksOfAll = new Set(['organisation', 'scopeVersions', 'commitments', 'climate', 'certification', 'improvementRules', 'planAssumptions']);

describe('defects planted one at a time, made of the models', () => {
  const judged: Judgement[] = [];
  const unrelated: string[] = [];
  const far: string[] = [];

  beforeAll(() => {
    const reads = new Map(rules.map((rule) => [rule.id, noting(sound, (isms) => rule.find(new Case(isms, standard, day))).reads]));
    const readByAny = new Set([...reads.values()].flatMap((each) => [...each]));
    const near = new Neighbourhood(sound, standard);
    const check = (mutant: Mutant, { rule, records }: Finding) => {
      const told = `${mutant.kind} ${mutant.collection}.${mutant.path.join('.')} of ${mutant.record}: ${rule}`;
      if (!reads.get(rule)!.has(changedIn(mutant))) unrelated.push(told);
      if (speaksOfAll.has(mutant.collection) || otherwise.has(`${mutant.collection} ${rule}`)) return;
      // What is not there at all has no id, and nothing to point at.
      for (const { register, id } of records) if (id !== '' && near.steps(mutant, id) > 3) far.push(`${told} points at ${register} ${id}`);
    };
    for (const mutant of mutantsOf(sound, day, 1)) {
      const { findings } = verdict(mutant.isms, standard, day);
      for (const finding of findings) check(mutant, finding);
      judged.push({ mutant, looked: readByAny.has(changedIn(mutant)), rules: findings.map(({ rule }) => rule) });
    }
    if (process.env['UPDATE_MUTATIONS'])
      writeFileSync(new URL('../../docs/evaluations/mutations.md', import.meta.url), mutationReport(judged, rules.length));
  }, 240_000);

  it('finds nothing at all in the organisation in order', () => {
    expect(verdict(sound, standard, day).findings.map(({ rule, text }) => `${rule}: ${text}`)).toEqual([]);
  });

  it('finds at least 400 of them, by at least 220 different rules', () => {
    const found = judged.filter((each) => each.rules.length > 0);
    expect(found.length).toBeGreaterThanOrEqual(400);
    expect(new Set(found.flatMap((each) => each.rules)).size).toBeGreaterThanOrEqual(220);
  });

  it('raises nothing by a rule that does not look at what was changed', () => {
    expect(unrelated).toEqual([]);
  });

  it('points at the changed record, or at one that belongs to it', () => {
    expect(far).toEqual([]);
  });

  it('finds whoever has left, wherever a risk, a role, a system or a task still names them', () => {
    const left = judged.filter(({ mutant }) => mutant.kind === 'person has left');
    expect(left.length).toBeGreaterThanOrEqual(30);
    expect(
      left.filter((each) => each.rules.length === 0).map(({ mutant }) => `${mutant.collection}.${mutant.path.join('.')} ${mutant.record}`),
    ).toEqual([]);
  });
});
