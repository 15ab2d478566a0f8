import { describe, expect, it } from 'vitest';
import { standard } from '../standard/standard.ts';
import { judgedBy, requirementsCovered } from './requirements.ts';
import { rules } from './verdict.ts';

describe('requirements of clauses 4 to 10', () => {
  const covered = requirementsCovered(standard);

  it('are judged by a rule, or people are told why not and what to ask themselves', () => {
    expect(covered).toHaveLength(149);
    expect(covered.filter(({ rules: own, askYourself }) => own.length === 0 && askYourself === null).map(({ requirement }) => requirement)).toEqual(
      [],
    );
  });

  it('name rules and requirements that exist, each rule once', () => {
    const known = new Set(rules.map(({ id }) => id));
    expect(Object.keys(judgedBy).filter((id) => standard.requirement(id) === undefined)).toEqual([]);
    expect([...standard.askYourself.keys()].filter((id) => standard.requirement(id) === undefined)).toEqual([]);
    expect(
      Object.values(judgedBy)
        .flat()
        .filter((id) => !known.has(id)),
    ).toEqual([]);
    expect(Object.entries(judgedBy).filter(([, own]) => new Set(own).size !== own.length || own.length === 0)).toEqual([]);
  });

  it('leave out no rule about a clause', () => {
    const named = new Set(Object.values(judgedBy).flat());
    expect(rules.filter(({ id, clause }) => /^\d/.test(clause) && !named.has(id)).map(({ id }) => id)).toEqual([]);
  });

  it('keep what no software judges in plain questions', () => {
    expect(standard.askYourself.size).toBe(48);
    for (const [id, { why, ask }] of standard.askYourself) {
      expect(why, id).toMatch(/\.$/);
      expect(ask, id).toMatch(/\?$/);
    }
  });
});
