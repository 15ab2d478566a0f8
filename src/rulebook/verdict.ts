import type { Isms } from '../isms/isms.ts';
import type { Standard } from '../standard/standard.ts';
import { auditorRoom } from './auditor-room.ts';
import { annexA } from './annex-a/index.ts';
import { clause10 } from './clause-10.ts';
import { certification } from './certification.ts';
import { clause4 } from './clause-4.ts';
import { clause5 } from './clause-5.ts';
import { clause52 } from './clause-5-2.ts';
import { clause6 } from './clause-6.ts';
import { clause62 } from './clause-6-2.ts';
import { clause72 } from './clause-7-2.ts';
import { clause73, clause74 } from './clause-7-3.ts';
import { clause75 } from './clause-7-5.ts';
import { clause8 } from './clause-8.ts';
import { clause81 } from './clause-8-1.ts';
import { clause9 } from './clause-9.ts';
import { clause93 } from './clause-9-3.ts';
import { clause92 } from './clause-9-2.ts';
import type { FindingExcuse } from '../isms/excuses/model.ts';
import type { Excused, Finding, Grade, RecordPointer, Stage, VerdictSummary } from './contract.ts';
import { judgedBy } from './excused.ts';
import { remembered } from '../isms/remember.ts';
import { Case, type Rule } from './rule.ts';

/** The auditor in code: every rule, clause by clause. */
export const rules: readonly Rule[] = [
  ...clause4,
  ...clause52,
  ...clause5,
  ...clause6,
  ...annexA,
  ...clause62,
  ...clause72,
  ...clause73,
  ...clause74,
  ...clause75,
  ...clause8,
  ...clause81,
  ...clause9,
  ...clause10,
  ...clause92,
  ...clause93,
  ...auditorRoom,
  ...certification,
];

export interface Verdict {
  findings: Finding[];
  excused: Excused[];
  /** Excuses whose day has passed; what they excused counts again. */
  ended: FindingExcuse[];
  summary: VerdictSummary;
}

/** The gravest first. */
export const order: Record<Grade, number> = { major: 0, minor: 1, opportunity: 2 };
/** What a rule finds. It is asked again only when something it has looked at has changed. */
const finders = rules.map(
  (rule) => [rule, remembered((isms: Isms, standard: Standard, day: string) => rule.find(new Case(isms, standard, day)))] as const,
);

/**
 * What an auditor would raise: a pure function of the records and a day. With a stage only what matters at that audit.
 * Findings come by grade, then in the order of the clauses.
 */
export const verdict = (isms: Isms, standard: Standard, day: string, stage: Stage | null = null): Verdict => judge(isms, standard, day, stage);

const judge = remembered((isms: Isms, standard: Standard, day: string, stage: Stage | null): Verdict => {
  const applied = finders.filter(([{ stages }]) => stage === null || stages.includes(stage));
  const findings: Finding[] = [];
  const excused: Excused[] = [];
  const ended: FindingExcuse[] = [];
  let clean = 0;
  for (const [rule, find] of applied) {
    const records = find(isms, standard, day);
    if (records.length === 0) {
      clean++;
      continue;
    }
    const judged = judgedBy(isms.findingExcuses, rule.id, records, day);
    if (judged.counted.length > 0) findings.push(findingOf(rule, judged.counted));
    excused.push(...judged.excused.map((each) => ({ excuse: each.excuse, finding: findingOf(rule, each.records) })));
    ended.push(...judged.ended);
  }
  findings.sort((a, b) => order[a.grade] - order[b.grade]);
  const count = (grade: Grade) => findings.filter((finding) => finding.grade === grade).length;
  return {
    findings,
    excused,
    ended,
    summary: {
      day,
      stage,
      major: count('major'),
      minor: count('minor'),
      opportunity: count('opportunity'),
      rules: applied.length,
      clean,
      excused: new Set(excused.map(({ finding }) => finding.rule)).size,
    },
  };
});

export const confidenceOf = ({ likely = '' }: Rule): Pick<Finding, 'confidence' | 'confidenceReason'> => ({
  confidence: likely === '' ? 'certain' : 'likely',
  confidenceReason: likely,
});

/** The finding of a rule, in the words for these records. */
function findingOf(rule: Rule, records: RecordPointer[]): Finding {
  const { id, clause, grade, gradeReason, stages, title, remedy, room } = rule;
  return {
    rule: id,
    clause,
    grade,
    gradeReason,
    stages: [...stages],
    title,
    text: rule.says(namesOf(records), records.length),
    ...confidenceOf(rule),
    records,
    remedy,
    room,
  };
}

function namesOf(records: Finding['records']): string {
  // What the standard asks for is cited as people cite it (`9.2.2 b)`, `7.2 Evidence of competence`), records by their number and name.
  const named = records
    .slice(0, 8)
    .map(({ id, label }) => (id === '' || label.startsWith(id) || /^(?:\d|DOC-)/.test(id) ? label : `${id} (${label})`));
  const more = records.length - named.length;
  if (more > 0) return `${named.join(', ')} and ${more} more`;
  return named.length > 1 ? `${named.slice(0, -1).join(', ')} and ${named.at(-1)}` : (named[0] ?? '');
}

const weight: Record<Grade, number> = { major: 100, minor: 10, opportunity: 1 };

/** What to do next, in order of effect: a major before everything, then what concerns the most records. */
export function nextSteps({ findings }: Verdict, count = 5) {
  return findings
    .map(({ rule, remedy, room, grade, records, title }) => ({
      rule,
      text: remedy,
      room,
      closes: records.length,
      why: `${title}: ${grade === 'opportunity' ? 'an opportunity for improvement' : `a ${grade} nonconformity`}${records.length > 1 ? ` that rests on ${records.length} records` : ''}.`,
      effect: weight[grade] + Math.min(9, records.length),
    }))
    .toSorted((a, b) => b.effect - a.effect)
    .slice(0, count)
    .map(({ effect: _effect, ...step }) => step);
}
