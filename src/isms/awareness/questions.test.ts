import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standard } from '../../standard/standard.ts';
import { draw, drawn, isRight, questionsOf, readLesson } from './questions.ts';

describe('the ready lessons', () => {
  it('are five', () =>
    expect(standard.lessons.map(({ id }) => id)).toEqual(['phishing', 'passwords', 'reporting-incidents', 'handling-data', 'physical-security']));

  it.each(standard.lessons)('$id: five to ten minutes to read, and at least eight questions that can be asked', ({ body }) => {
    const { text, questions, problems } = readLesson(body);
    expect(problems).toEqual([]);
    expect(questions.length).toBeGreaterThanOrEqual(8);
    // The right answer is not always the first one, and not always the longest.
    const words = text.split(/\s+/).length;
    expect(words).toBeGreaterThan(400);
    expect(words).toBeLessThan(2000);
  });
});

describe('readLesson', () => {
  it('says what is wrong with questions', () => {
    expect(readLesson('Text').problems).toEqual(['There is no heading "Questions".']);
    const { problems } = readLesson('Text\n\n## Questions\n\nWhy?\n\n- [ ] a\n- [ ] b\n\nHow?\n\n- [x] a\n');
    expect(problems).toEqual([
      '"Why?" has no answer that is ticked as right.',
      '"How?" has fewer than two answers.',
      expect.stringContaining('There are 0 questions'),
    ]);
  });
});

describe('draw', () => {
  it('gives the same numbers for the same seed, each once', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 50 }), (seed, count, size) => {
        const drawn = draw(seed, count, size);
        expect(drawn).toEqual(draw(seed, count, size));
        expect(new Set(drawn).size).toBe(Math.min(count, size));
        for (const number of drawn) expect(number >= 0 && number < count).toBe(true);
      }),
    );
  });

  it('prefers nobody', () => {
    const hits = Array.from({ length: 10 }, () => 0);
    for (let index = 0; index < 4000; index++) for (const number of draw(`seed ${index}`, 10, 3)) hits[number]!++;
    for (const count of hits) expect(Math.abs(count - 1200)).toBeLessThan(150);
  });
});

it('an answer is right when all that is right was chosen, and nothing else', () => {
  const question = {
    text: 'Which?',
    answers: [
      { text: 'a', right: true },
      { text: 'b', right: false },
      { text: 'c', right: true },
    ],
  };
  expect([[0, 2], [2, 0], [0], [0, 1, 2], [], [0, 2, 7]].map((chosen) => isRight(question, chosen))).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});

it('another attempt asks what was not asked before, first', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 8, max: 20 }), (person, attempt, count) => {
      const [first, next] = [questionsOf('LES-1', person, attempt, count), questionsOf('LES-1', person, attempt + 1, count)];
      expect([first.length, next.length, new Set(next).size]).toEqual([drawn, drawn, drawn]);
      expect(next.filter((number) => !first.includes(number))).toHaveLength(Math.min(drawn, count - drawn));
    }),
  );
});
