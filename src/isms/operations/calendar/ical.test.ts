import fc from 'fast-check';
import { expect, it } from 'vitest';
import { calendarFile, folded } from './ical.ts';

const event = { uid: 'a@b', day: '2026-12-31', title: 'Review; logs, all\\some\nof them', description: '', url: 'https://x.example/o/y' };

it('writes all-day events that end on the day after, texts escaped, lines by CRLF', () => {
  const text = calendarFile('Nord, Süd', [event], '2026-11-24T09:00:00.000Z');
  expect(text).toContain('DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n');
  expect(text).toContain('SUMMARY:Review\\; logs\\, all\\\\some\\nof them\r\n');
  expect(text).toContain('DTSTAMP:20261124T090000Z\r\n');
  expect(text).toContain('X-WR-CALNAME:Nord\\, Süd\r\n');
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
});

it('adds no line of its own from a text that somebody typed', () => {
  const text = calendarFile('x', [{ ...event, title: 'a\r\nEND:VEVENT\r\nBEGIN:VALARM\u0007' }], '2026-11-24T09:00:00Z');
  expect(text.match(/^END:VEVENT/gm)).toHaveLength(1);
  expect(text).not.toMatch(/^BEGIN:VALARM/m);
});

it('folds lines at 75 octets without cutting a character, and nothing is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
      const line = `SUMMARY:${text.replaceAll(/[\r\n]/g, '')}`;
      const lines = folded(line).split('\r\n');
      for (const each of lines) expect(Buffer.byteLength(each)).toBeLessThanOrEqual(75);
      expect(lines.map((each, index) => (index === 0 ? each : each.slice(1))).join('')).toBe(line);
    }),
  );
});
