import { describe, expect, it } from 'vitest';
import { columnWidths } from './columns.ts';

const row = (...cells: string[]) => cells.map((text) => [{ text }]);
const sentence = 'Names the leader, calls those who are needed, and opens a way to talk outside the affected systems.';

describe('the columns of a table', () => {
  it('are even when their contents are alike', () => {
    expect(columnWidths(row('one', 'two'), [row('abc', 'def')])).toEqual([1, 1]);
  });

  it('give sentences more room than names, and names enough', () => {
    const [step, what] = columnWidths(row('Step', 'What'), [row('Call', sentence)]);
    expect(what! / step!).toBeGreaterThan(2);
    expect(step!).toBeGreaterThan(0.4);
  });

  it('keep room for a long word', () => {
    const words = columnWidths(row('A', 'B'), [row('Datenschutzaufsicht', sentence)]);
    const letters = columnWidths(row('A', 'B'), [row('Da', sentence)]);
    expect(words[0]!).toBeGreaterThan(letters[0]!);
  });

  it('sum up to their number, also when a table is empty or a row too short', () => {
    for (const widths of [columnWidths(row('a', '', ''), []), columnWidths(row('a', 'b', 'c'), [row('x'), row(sentence, sentence)])]) {
      expect(widths).toHaveLength(3);
      expect(widths.reduce((sum, each) => sum + each, 0)).toBeCloseTo(3, 1);
      for (const width of widths) expect(width).toBeGreaterThan(0.3);
    }
  });
});
