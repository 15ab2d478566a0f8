import { describe, expect, it } from 'vitest';
import type { Isms } from '../isms/isms.ts';
import { standard } from '../standard/standard.ts';
import { Case, everyStage } from './rule.ts';
import { annexATraps } from './traps/annex-a.ts';
import { auditorRoomTraps } from './traps/auditor-room.ts';
import { clause10Traps } from './traps/clause-10.ts';
import { certificationTraps } from './traps/certification.ts';
import { clause4Traps } from './traps/clause-4.ts';
import { clause5Traps } from './traps/clause-5.ts';
import { clause6Traps } from './traps/clause-6.ts';
import { clause7Traps } from './traps/clause-7.ts';
import { clause8Traps } from './traps/clause-8.ts';
import { clause92Traps } from './traps/clause-9-2.ts';
import { clause93Traps } from './traps/clause-9-3.ts';
import { clause9Traps } from './traps/clause-9.ts';
import { controlTraps } from './traps/controls.ts';
import { operationTraps } from './traps/operations.ts';
import { sample } from './traps/testing.ts';
import { soundFrom } from './traps/sound.ts';
import { day, type Plant, type Traps } from './traps/support.ts';
import { rules as rulebook, verdict } from './verdict.ts';

const sound = () => soundFrom(sample());
const traps: Traps = {
  ...clause4Traps,
  ...clause5Traps,
  ...clause6Traps,
  ...annexATraps,
  ...clause7Traps,
  ...clause8Traps,
  ...clause9Traps,
  ...clause10Traps,
  ...clause92Traps,
  ...clause93Traps,
  ...auditorRoomTraps,
  ...controlTraps,
  ...operationTraps,
  ...certificationTraps,
};
const planted = (id: string): { isms: Isms; companions: string[] } => {
  const isms = sound();
  const trap = traps[id]!;
  const [plant, ...companions]: readonly [Plant, ...string[]] = typeof trap === 'function' ? [trap] : trap;
  plant(isms);
  return { isms, companions };
};
const raised = (isms: Isms) => verdict(isms, standard, day).findings.map(({ rule }) => rule);

const found = (rule: (typeof rulebook)[number], isms: Isms) =>
  rule.find(new Case(isms, standard, day)).map(({ register, id }) => `${register} ${id}`);

describe('the rulebook', () => {
  it('has at least 270 rules, each with a trap of its own', () => {
    expect(rulebook.length).toBeGreaterThanOrEqual(270);
    expect(Object.keys(traps).toSorted()).toEqual(rulebook.map(({ id }) => id).toSorted());
  });

  it.each(rulebook)('$id finds what was planted, points at it, and raises nothing that has no part in it', (rule) => {
    const before = new Set(found(rule, sound()));
    const { isms, companions } = planted(rule.id);
    const fresh = found(rule, isms).filter((each) => !before.has(each));
    expect(fresh.length).toBeGreaterThan(0);
    const finding = verdict(isms, standard, day).findings.find((each) => each.rule === rule.id)!;
    expect(finding).toMatchObject({ clause: rule.clause, title: rule.title });
    expect(finding.text).toMatch(/^.{20,}\.$/s);
    expect(finding.remedy).toMatch(/\.$/);
    expect(finding.gradeReason).toMatch(/\.$/);
    const expected = new Set([...raised(sound()), ...companions, rule.id]);
    expect(raised(isms).filter((each) => !expected.has(each))).toEqual([]);
  });

  it('says nothing about documents, people, objectives and operation where all is well', () => {
    const own = new Set([
      'documents',
      'people',
      'objectives',
      'controls',
      'evidence',
      'operations',
      'connections',
      'audits',
      'auditors',
      'review',
      'certification',
      'improvement',
    ]);
    const findings = verdict(sound(), standard, day).findings.filter(({ room }) => own.has(room));
    expect(findings.map(({ rule, text }) => `${rule}: ${text}`)).toEqual([]);
  });

  it('says no sentence twice: no two rules share a title or the words for one record', () => {
    for (const words of [rulebook.map(({ title }) => title), rulebook.map((rule) => rule.says('R-1', 1))])
      expect(words.filter((each, index) => words.indexOf(each) !== index)).toEqual([]);
  });

  it.each(rulebook)('$id is silent where there is nothing, and asks nothing of the clock', (rule) => {
    const isms = sound();
    const [one, two] = [found(rule, isms), found(rule, isms)];
    expect(one).toEqual(two);
    expect(rule.says('R-1', 1)).not.toMatch(/undefined|NaN/);
    expect(rule.says('R-1 and R-2', 2)).not.toMatch(/undefined|NaN/);
    expect(rule.stages.length).toBeGreaterThan(0);
  });

  it('finds the weaknesses that were planted in the sample, and no others', () => {
    expect(raised(sample()).toSorted()).toEqual([
      '10.1-opportunity-left',
      '10.2-action-overdue',
      '10.2-cause-unknown',
      '10.2-extent-unknown',
      '10.2-judged-by-part',
      '10.2-no-action',
      '10.2-not-put-right',
      '4.1-climate-undetermined',
      '4.1-issue-review-overdue',
      '4.2-declined-without-reason',
      '4.2-requirement-unanswered',
      '4.3-customers-service-outside',
      '4.3-interface-without-counterpart',
      '4.3-scope-outdated',
      '4.3-supplier-without-interface',
      '4.3-system-without-owner',
      '4.3-undetermined-boundary',
      '4.4-core-requirement-missing',
      '4.4-nothing-assessed',
      '5.3-holder-left',
      '5.3-role-without-holder',
      '6.1.2-lowered-without-control',
      '6.1.2-owner-left',
      '6.1.2-risk-without-owner',
      '6.1.3-acceptance-expired',
      '6.1.3-acceptance-void',
      '6.1.3-accepted-by-wrong-role',
      '6.1.3-mitigate-without-control',
      '6.1.3-residual-without-control',
      '6.1.3-risk-without-task',
      '6.1.3-some-not-approved',
      '6.1.3-task-without-person',
      '6.1.3-undecided',
      '6.2-not-measurable',
      '7.2-expired',
      '7.2-holder-without-competence',
      '7.3-training-overdue',
      '7.3-unacknowledged',
      '7.4-overdue',
      '7.5.1-only-a-draft',
      '7.5.2-approval-waits',
      '7.5.2-approved-by-author',
      '7.5.2-names-retired-system',
      '7.5.2-names-who-left',
      '7.5.2-numbering-2013',
      '7.5.2-outdated',
      '7.5.2-review-overdue',
      '8.1-attested-by-nobody',
      '8.1-attested-by-owner',
      '8.1-calendar-missed',
      '8.1-check-unknown',
      '8.1-claim-contradicted',
      '8.1-claim-without-evidence',
      '8.1-connection-off',
      '8.1-evidence-lapsed',
      '8.1-implemented-without-evidence',
      '8.1-maturity-above-evidence',
      '8.1-only-exists',
      '8.1-task-overdue',
      '8.2-review-overdue',
      '8.2-review-too-far',
      '8.3-done-but-not-working',
      '8.3-task-overdue',
      '9.1-high-risk-unwatched',
      '9.1-past-due-not-evaluated',
      '9.2.1-rests-on-nothing',
      '9.2.2-control-never-audited',
      '9.2.2-due-again',
      '9.2.2-finding-not-raised',
      '9.2.2-no-auditor',
      '9.2.2-not-impartial',
      '9.3.2-bad-figure-passed-over',
      '9.3.2-feedback-not-told',
      '9.3.3-decision-overdue',
      'A.5.12-unclassified',
      'A.5.18-review-overdue',
      'A.5.18-revocation-open',
      'A.5.18-system-not-reviewed',
      'A.5.20-no-incident-notice',
      'A.5.22-certificate-expired',
      'A.5.23-no-way-out',
      'A.5.27-no-lessons',
      'A.5.28-nothing-kept',
      'A.5.31-not-judged',
      'A.5.31-not-met',
      'A.5.31-review-overdue',
      'A.5.9-asset-without-owner',
      'A.5.9-nowhere',
      'A.6.1-joiner-late',
      'A.6.3-new-people-late',
      'A.6.5-leaver-late',
      'A.8.13-restore-due',
      'A.8.13-restore-too-slow',
      'A.8.13-within-reach',
      'A.8.2-leaver-privileged',
      'A.8.2-privileged-not-reviewed',
      'A.8.32-emergency-unreviewed',
      'A.8.32-no-way-back',
      'A.8.32-unapproved',
      'A.8.8-late',
      'auditor-question-unanswered',
      'cycle-body-without-accreditation',
      'cycle-request-overdue',
      'soa-control-without-owner',
      'soa-excluded-implemented',
      'soa-excluded-treats-risk',
      'soa-excluded-without-reason',
      'soa-included-without-reason',
      'soa-missing-control',
      'soa-stale',
      'soa-status-unknown',
    ]);
  });

  it('orders findings by grade, and shows at a stage only what matters there', () => {
    const isms = sample();
    const grades = verdict(isms, standard, day).findings.map(({ grade }) => ['major', 'minor', 'opportunity'].indexOf(grade));
    expect(grades).toEqual(grades.toSorted((a, b) => a - b));
    const stages = new Map(rulebook.map((rule) => [rule.id, rule.stages]));
    for (const stage of everyStage) for (const { rule } of verdict(isms, standard, day, stage).findings) expect(stages.get(rule)).toContain(stage);
  });
});
