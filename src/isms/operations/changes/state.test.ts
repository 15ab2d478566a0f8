import { expect, it } from 'vitest';
import { record } from '../../testing.ts';
import { lacksOf, stateOf } from './state.ts';

const change = (fields: object) => record('changes', { title: 'New firewall', ...fields });

it.each([
  [{}, 'draft', []],
  [{ approvedOn: '2026-11-01' }, 'approved', []],
  [{ approvedOn: '2026-11-01', risk: 'high' }, 'approved', ['back-out']],
  [{ approvedOn: '2026-11-01', implementedOn: '2026-11-02' }, 'implemented', ['implementer', 'test', 'result']],
  [{ implementedOn: '2026-11-02', implementer: 'P-1', tested: 'x', result: 'success' }, 'closed', ['approval']],
  [{ approvedOn: '2026-11-01', implementedOn: '2026-11-02', implementer: 'P-1', tested: 'x', result: 'success' }, 'closed', []],
  [{ kind: 'emergency', implementedOn: '2026-11-02', implementer: 'P-1', result: 'success' }, 'implemented', ['review']],
  [{ kind: 'emergency', implementedOn: '2026-11-02', implementer: 'P-1', result: 'success', reviewedOn: '2026-11-03' }, 'closed', []],
  [{ kind: 'standard', implementedOn: '2026-11-02', implementer: 'P-1', result: 'success' }, 'closed', []],
  [{ withdrawnOn: '2026-11-02', risk: 'high', approvedOn: '2026-11-01' }, 'withdrawn', []],
])('%o: %s, lacking %o', (fields, state, lacks) => {
  expect(stateOf(change(fields))).toBe(state);
  expect(lacksOf(change(fields))).toEqual(lacks);
});
