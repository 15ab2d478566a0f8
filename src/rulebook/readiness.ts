import type { z } from 'zod';
import { soaLines } from '../isms/applicability/derive.ts';
import type { Isms } from '../isms/isms.ts';
import type { Standard } from '../standard/standard.ts';
import type { Finding, Readiness, ReadinessPart } from './contract.ts';
import { begunSteps, belongsTo, nonconformitiesOf } from './steps.ts';
import { judgedBy } from './requirements.ts';
import { order, type Verdict } from './verdict.ts';

type Part = z.infer<typeof ReadinessPart>;

/** One thing that is in order or not: a requirement of a clause, or a control that applies; with the rules that speak against it. */
interface Item {
  id: string;
  against: ReadonlySet<string>;
  /** Why it does not count as in order though no rule speaks against it; empty: it does. */
  lacking: string;
}

const themes = [
  ['A.5', 'Organizational controls'],
  ['A.6', 'People controls'],
  ['A.7', 'Physical controls'],
  ['A.8', 'Technological controls'],
] as const;

/**
 * How far the organisation is, explained: by step, clause and theme what is in order, what is not and which findings stand
 * against it. A requirement is in order when none of the rules that judge it raises a nonconformity; a control when it
 * applies, is implemented, and no nonconformity rests on it. What nobody has begun, or no rule judges, is not known and
 * counts nowhere.
 */
export function readiness(isms: Isms, standard: Standard, verdict: Pick<Verdict, 'findings'>, day: string): Readiness {
  const raised = verdict.findings.filter(({ grade }) => grade !== 'opportunity');
  const byRule = new Map(raised.map((finding) => [finding.rule, finding]));
  const begun = begunSteps(isms);
  const requirement = (id: string): Item => ({ id, against: new Set((judgedBy[id] ?? []).filter((rule) => byRule.has(rule))), lacking: '' });
  const controls = controlItems(isms, standard, raised, day);

  // Before anybody has recorded anything, nothing that was not found means anything.
  const anything = Object.values(begun).some(Boolean);
  const clauses = standard.clauses.map(({ clause, title, requirements }): Part & { items: Item[] } => {
    const items = requirements.filter(({ id }) => judgedBy[id]).map(({ id }) => requirement(id));
    return part(clause, title, anything ? items : [], requirements.length, byRule);
  });
  const byTheme = themes.map(([id, title]) => {
    const own = controls.filter((each) => each.id.startsWith(`${id}.`));
    return part(id, title, own, own.length, byRule);
  });
  const steps = standard.journey.steps.map(({ id, title }): Part => {
    const own = raised.filter((finding) => belongsTo(id, finding));
    const known = begun[id] === true;
    return {
      id,
      title,
      met: null,
      of: null,
      share: null,
      state: !known ? 'unknown' : own.length === 0 ? 'ready' : 'open',
      why: !known ? 'Nothing has been recorded yet.' : own.length === 0 ? 'No nonconformity stands against it.' : standing(own),
      findings: own.map(({ rule }) => rule),
    };
  });
  const items = [...clauses, ...byTheme].flatMap((each) => each.items);
  const met = items.filter(isMet).length;
  const without = ({ items: _items, ...rest }: Part & { items: Item[] }): Part => rest;
  return {
    day,
    met,
    of: items.length,
    share: items.length === 0 ? null : met / items.length,
    steps,
    clauses: clauses.map(without),
    themes: byTheme.map(without),
    closes: raised
      .map((finding) => ({
        finding,
        gain: items.filter(({ against, lacking }) => lacking === '' && against.size === 1 && against.has(finding.rule)).length,
      }))
      .toSorted((a, b) => order[a.finding.grade] - order[b.finding.grade] || b.gain - a.gain)
      .slice(0, 8)
      .map(({ finding: { rule, title, remedy, room, grade }, gain }) => ({ rule, title, text: remedy, room, grade, gain })),
  };
}

const isMet = ({ against, lacking }: Item) => against.size === 0 && lacking === '';
const registersOfControls = new Set(['soa', 'controls', 'control-practices', 'gap-answers']);

/** The controls that apply, with what stands against each. */
function controlItems(isms: Isms, standard: Standard, raised: readonly Finding[], day: string): Item[] {
  const against = new Map<string, Set<string>>();
  for (const { rule, clause, records } of raised) {
    const named = clause.startsWith('A.') ? [clause] : records.filter(({ register }) => registersOfControls.has(register)).map(({ id }) => id);
    for (const id of named) against.set(id, (against.get(id) ?? new Set()).add(rule));
  }
  return soaLines(isms, standard, day)
    .filter(({ control, applicable }) => applicable === true && standard.control(control) !== undefined)
    .map(({ control, status }) => ({
      id: control,
      against: against.get(control) ?? new Set<string>(),
      lacking: status === 'implemented' ? '' : status === 'not-assessed' ? 'not assessed' : 'not implemented',
    }));
}

function part(id: string, title: string, items: Item[], all: number, byRule: ReadonlyMap<string, Finding>): Part & { items: Item[] } {
  const met = items.filter(isMet).length;
  const rules = [...new Set(items.flatMap(({ against }) => [...against]))];
  const lacking = items.filter((each) => each.lacking !== '').length;
  const unjudged = all - items.length;
  return {
    id,
    title,
    met,
    of: items.length,
    share: items.length === 0 ? null : met / items.length,
    state: items.length === 0 ? 'unknown' : met === items.length ? 'ready' : 'open',
    why:
      items.length === 0
        ? 'Nothing that could be judged is recorded.'
        : [
            rules.length > 0 && standing(rules.map((rule) => byRule.get(rule)!)),
            lacking > 0 && `${lacking} not implemented or not assessed.`,
            unjudged > 0 && `${unjudged} that no rule judges: ask yourself.`,
            rules.length === 0 && lacking === 0 && 'No nonconformity stands against it.',
          ]
            .filter(Boolean)
            .join(' '),
    findings: rules,
    items,
  };
}

/** `1 major and 3 minor nonconformities stand against it.` */
const standing = (own: readonly Pick<Finding, 'grade'>[]): string => `${nonconformitiesOf(own)} ${own.length === 1 ? 'stands' : 'stand'} against it.`;
