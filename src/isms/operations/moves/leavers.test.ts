import { expect, it } from 'vitest';
import { standard } from '../../../standard/standard.ts';
import type { Isms } from '../../isms.ts';
import { emptyIsms, record } from '../../testing.ts';
import { Account } from '../populations/model.ts';
import { stepsFor } from './checklist.ts';
import { leaversWithAccounts } from './leavers.ts';

const population = (fields: object = {}) =>
  record('populations', {
    title: 'Okta',
    source: 'connection:CON-1',
    origin: 'Run 1',
    on: '2026-11-20',
    at: '2026-11-20T06:00:00Z',
    seenOn: '2026-11-20',
    count: 1,
    active: 1,
    sha256: 'x',
    by: 'Ada',
    accounts: [Account.parse({ id: 'olaf', email: 'Olaf@X.example' })],
    ...fields,
  });
const isms = (fields: Partial<Isms> = {}): Isms => ({
  ...emptyIsms(),
  people: [record('people', { id: 'P-1', name: 'Olaf', email: 'olaf@x.example ', endsOn: '2026-11-10' })],
  populations: [population()],
  ...fields,
});
const names = (document: Isms, day = '2026-11-24') => leaversWithAccounts(document, day).map(({ name, daysSince }) => [name, daysSince]);

it('finds who has left and is active in the newest list', () => expect(names(isms())).toEqual([['Olaf', 10]]));

it('says nothing by a list from before the last day, nor within the time committed to', () => {
  expect(names(isms({ populations: [population({ seenOn: '2026-11-10' })] }))).toEqual([]);
  const commitments = record('commitments', { id: 'commitments', leaverHours: 48 });
  expect(names(isms({ commitments, populations: [population({ seenOn: '2026-11-12' })] }))).toEqual([]);
  expect(names(isms({ commitments, populations: [population({ seenOn: '2026-11-13' })] }))).toEqual([['Olaf', 3]]);
});

it('goes by the newest list of each source', () => {
  const later = population({
    id: 'POP-2',
    at: '2026-11-22T06:00:00Z',
    seenOn: '2026-11-22',
    accounts: [Account.parse({ id: 'olaf', email: 'olaf@x.example', active: false })],
  });
  expect(names(isms({ populations: [population(), later] }))).toEqual([]);
  expect(names(isms({ populations: [population(), { ...later, source: 'system:SYS-1' }] }))).toEqual([['Olaf', 10]]);
});

it('takes nobody for a leaver before the day is over', () => {
  expect(names(isms({ people: [record('people', { id: 'P-1', name: 'Olaf', email: 'olaf@x.example', endsOn: '2026-11-24' })] }))).toEqual([]);
});

it('gives a leaver the days that were committed to, and the assets to bring back', () => {
  const assets = [
    record('assets', { name: 'Laptop', holder: 'P-1' }),
    record('assets', { id: 'AST-2', name: 'Old one', holder: 'P-1', returnedOn: '2026-01-01' }),
  ];
  const steps = stepsFor(
    isms({ assets, commitments: record('commitments', { id: 'commitments', leaverHours: 72 }) }),
    standard.checklists,
    'leaver',
    'P-1',
    '2026-11-10',
  );
  expect(steps.find(({ step }) => step === 'accounts')?.dueOn).toBe('2026-11-13');
  expect(steps.filter(({ step }) => step.startsWith('asset:')).map(({ step }) => step)).toEqual(['asset:AST-1']);
  expect(stepsFor(isms({ assets }), standard.checklists, 'joiner', 'P-1', '2026-11-10').some(({ step }) => step.startsWith('asset:'))).toBe(false);
});
