import { describe, expect, it } from 'vitest';
import { standard } from '../standard/standard.ts';
import { collectors } from './catalogue.ts';
import { judgeCheck, type Part } from './judge.ts';

const all = Object.values(collectors);
const checks = all.flatMap((collector) => collector.checks.map((check) => ({ id: check.id, check, collector })));
const now = new Date('2026-11-25T12:00:00Z');
const sentence = /^[A-Z0-9].{15,}[.]$/;

/** What every collector must hold to; what it reads and how it judges is tested beside it. */
describe.each(all.map((collector) => ({ provider: collector.provider, collector })))('$provider', ({ provider, collector }) => {
  it('stands under its own name and says what it is', () => {
    expect(collectors[provider]).toBe(collector);
    expect(collector.title.length).toBeGreaterThan(2);
    expect(collector.about).toMatch(sentence);
  });

  it('asks for nothing by default, and takes its credentials apart from its settings', () => {
    expect(Object.keys(collector.credentials).length).toBeGreaterThan(0);
    expect(Object.keys(collector.settings.shape).filter((name) => name in collector.credentials)).toEqual([]);
    for (const { title, description } of Object.values(collector.credentials)) expect([title, description]).not.toContain('');
  });

  it('has a guide that names every permission that its sources need', () => {
    const { steps, documents } = collector.guide({});
    const text = [steps, ...documents.map(({ content }) => content)].join('\n');
    expect(steps.length).toBeGreaterThan(300);
    for (const { permissions } of Object.values(collector.sources)) {
      expect(permissions.length).toBeGreaterThan(0);
      for (const permission of permissions) expect(text).toContain(permission);
    }
  });

  it('reads nothing that no check and no population needs', () => {
    const used = new Set([...collector.checks, ...collector.populations].flatMap(({ needs }) => needs));
    expect(Object.keys(collector.sources).filter((source) => !used.has(source))).toEqual([]);
    expect([...used].filter((source) => !(source in collector.sources))).toEqual([]);
  });
});

describe('the checks', () => {
  it('have ids of their own that begin with their provider', () => {
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
    expect(checks.filter(({ id, collector }) => !id.startsWith(`${collector.provider}-`))).toEqual([]);
  });

  it.each(checks)('$id is declared in full', ({ check }) => {
    expect(check.title.length).toBeGreaterThan(8);
    expect(check.calls.length).toBeGreaterThan(0);
    expect(check.needs.length).toBeGreaterThan(0);
    expect(check.population.length).toBeGreaterThan(4);
    expect(check.remedy).toMatch(sentence);
    expect(check.controls.length).toBeGreaterThan(0);
    for (const { id, because } of check.controls) {
      expect(standard.control(id), id).toBeDefined();
      expect(because).toMatch(sentence);
    }
    for (const [, name] of check.passes.matchAll(/\{(\w+)\}/g)) expect(Object.keys(check.parameters)).toContain(name);
    for (const [name, { usual, min, max }] of Object.entries(check.parameters)) {
      expect(usual, name).toBeGreaterThanOrEqual(min);
      expect(usual, name).toBeLessThanOrEqual(max);
    }
  });

  it.each(checks)('$id is not green when nothing was read, when nothing was found, or when reading was refused', ({ check, collector }) => {
    const empty = check.needs.map((source): Part => ({ source, scope: '', items: [], trouble: null }));
    const none = Object.fromEntries(check.needs.map((source) => [source, []]));
    expect(judgeCheck(check, [], {}, {}, now).outcome).toBe('unknown');
    expect(['unknown', 'not-applicable', 'fail']).toContain(judgeCheck(check, empty, none, {}, now).outcome);
    for (const refused of check.needs) {
      const parts = empty.map((part) =>
        part.source === refused ? { ...part, trouble: { kind: 'denied' as const, message: 'Not allowed.' } } : part,
      );
      expect(judgeCheck(check, parts, none, {}, now).outcome, refused).toBe('unknown');
    }
    expect(collector.checks).toContain(check);
  });
});
