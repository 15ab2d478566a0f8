import { describe, expect, it } from 'vitest';
import { standard } from '../../standard/standard.ts';
import { emptyIsms, record } from '../testing.ts';
import { checkSameDraw, drawRehearsal, rehearsalResults, shownRehearsal } from './rehearsal.ts';

const isms = {
  ...emptyIsms(),
  teams: [record('teams', { name: 'Platform' })],
  people: Array.from({ length: 12 }, (_, index) =>
    record('people', {
      id: `P-${index + 1}`,
      name: `Person ${index + 1}`,
      team: index < 6 ? 'TEAM-1' : null,
      endsOn: index === 11 ? '2026-01-31' : null,
    }),
  ),
};
const day = '2026-11-24';
const wanted = { seed: 'autumn', people: 4, questions: 2 };

describe('a draw', () => {
  const { population, asked } = drawRehearsal(isms, standard, day, wanted);

  it('is the same for everybody who knows seed and list, and another for another seed', () => {
    expect(drawRehearsal(isms, standard, day, wanted)).toEqual({ population, asked });
    expect(drawRehearsal(isms, standard, day, { ...wanted, seed: 'spring' }).asked).not.toEqual(asked);
  });
  it('takes people who are there, each once, with different questions', () => {
    expect(population).toBe(11);
    expect(new Set(asked.map(({ person }) => person)).size).toBe(4);
    expect(asked.map(({ person }) => person)).not.toContain('P-12');
    expect(new Set(asked.map(({ person, question }) => `${person} ${question}`)).size).toBe(8);
  });
  it('takes all there are when more are wanted', () =>
    expect(drawRehearsal(isms, standard, day, { ...wanted, people: 50, questions: 1 }).asked).toHaveLength(11));
  it('needs somebody', () => expect(() => drawRehearsal(emptyIsms(), standard, day, wanted)).toThrow('There is nobody to ask.'));
  it('stays as it was drawn', () => {
    expect(() =>
      checkSameDraw(
        asked,
        asked.map((each) => ({ ...each, score: 1, answer: 'Hm.' })),
      ),
    ).not.toThrow();
    expect(() => checkSameDraw(asked, asked.slice(1))).toThrow('drawn by lot');
    expect(() =>
      checkSameDraw(
        asked,
        asked.map((each) => ({ ...each, person: 'P-1' })),
      ),
    ).toThrow('drawn by lot');
  });
});

describe('results', () => {
  const [policy, phishing] = standard.rehearsalQuestions as [{ question: string; good: string; clause: string }, { question: string }];
  const ask = (person: string, question: string, score: number | null) => ({ person, question, score, answer: '' });
  const rehearsal = record('rehearsals', {
    on: day,
    seed: 'autumn',
    population: 11,
    asked: [ask('P-1', policy.question, 0), ask('P-2', policy.question, 1), ask('P-7', phishing.question, 2), ask('P-8', phishing.question, null)],
    by: 'Ada',
  });

  it('show names and what a good answer holds', () =>
    expect(shownRehearsal(isms, standard, rehearsal)).toMatchObject({
      score: 50,
      asked: [{ name: 'Person 1', team: 'Platform', good: policy.good, clause: policy.clause }, {}, { team: null }, {}],
    }));
  it('tell where awareness fails, the weakest first; who was not scored does not count', () =>
    expect(rehearsalResults({ ...isms, rehearsals: [rehearsal] }, standard)).toEqual({
      questions: [
        { question: policy.question, clause: '7.3', asked: 2, failed: 1, percent: 25 },
        { question: phishing.question, clause: 'A.6.8', asked: 1, failed: 0, percent: 100 },
      ],
      teams: [
        { team: 'Platform', asked: 2, failed: 1, percent: 25 },
        { team: 'Without a team', asked: 1, failed: 0, percent: 100 },
      ],
    }));
  it('are unknown while nobody has been scored', () =>
    expect(shownRehearsal(isms, standard, { ...rehearsal, asked: [ask('P-1', policy.question, null)] }).score).toBe(null));
});
