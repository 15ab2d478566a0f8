import { describe, expect, it } from 'vitest';
import { readFiles } from '../doors/directory.ts';
import { ismsFromFiles } from '../interchange/files.ts';
import { emptyIsms } from '../isms/testing.ts';
import { standard } from '../standard/standard.ts';
import { readiness } from './readiness.ts';
import { soundFrom } from './traps/sound.ts';
import { verdict } from './verdict.ts';

const day = '2026-11-25';
const sample = ismsFromFiles(readFiles(new URL('../../sample', import.meta.url).pathname));
const of = (isms: typeof sample) => {
  const found = verdict(isms, standard, day);
  return { found, shown: readiness(isms, standard, found, day) };
};

describe('readiness', () => {
  it('of an organisation that has recorded nothing is not known, nowhere green', () => {
    const { shown } = of(emptyIsms());
    expect(shown.share).toBeNull();
    for (const part of [...shown.steps, ...shown.clauses, ...shown.themes]) expect(part.state, part.id).toBe('unknown');
  });

  it('has nothing open in clauses and steps when no nonconformity is found', () => {
    const shown = readiness(soundFrom(sample), standard, { findings: [] }, day);
    for (const part of [...shown.steps, ...shown.clauses]) expect(part.state, part.id).not.toBe('open');
    expect(shown.closes).toEqual([]);
  });

  it('names for each part that is open what stands against it, and nothing for the rest', () => {
    const { found, shown } = of(sample);
    const raised = new Set(found.findings.filter(({ grade }) => grade !== 'opportunity').map(({ rule }) => rule));
    for (const part of [...shown.steps, ...shown.clauses]) {
      expect(part.state === 'open', part.id).toBe(part.findings.length > 0);
      for (const rule of part.findings) expect(raised.has(rule), rule).toBe(true);
    }
    for (const { met, of: all, share } of [...shown.clauses, ...shown.themes]) expect(share).toBe(all === 0 ? null : met! / all!);
  });

  it('rises by what a finding alone stands against when that finding is gone', () => {
    const { found, shown } = of(sample);
    for (const { rule, gain } of shown.closes) {
      const without = { findings: found.findings.filter((finding) => finding.rule !== rule) };
      expect(readiness(sample, standard, without, day).met - shown.met, rule).toBe(gain);
    }
    expect(shown.closes.some(({ gain }) => gain > 0)).toBe(true);
  });
});
