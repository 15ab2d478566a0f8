import { expect, it } from 'vitest';
import { mcpServer, tools } from '../../src/doors/mcp.ts';

/** Answers to every name with itself: handlers that are never called. */
const handlers: object = new Proxy({}, { get: () => handlers });

it('gives every tool a name of its own, also beside those about the standard', () => {
  const names = tools.map(({ tool }) => tool);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  expect(() => mcpServer({ kind: 'machine' }, { pool: {} as never, calls: {} as never, handlers, version: '1' })).not.toThrow();
});
