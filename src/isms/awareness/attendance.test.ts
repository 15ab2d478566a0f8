import { expect, it } from 'vitest';
import { Problem } from '../../platform/contract/problem.ts';
import { emptyIsms, record } from '../testing.ts';
import { readAttendance } from './attendance.ts';

const isms = {
  ...emptyIsms(),
  people: [
    record('people', { id: 'P-1', name: 'Ada Berg', email: 'ada@example.org' }),
    record('people', { id: 'P-2', name: 'Tom Vik' }),
    record('people', { id: 'P-3', name: 'Tom Vik' }),
  ],
  trainingResults: [record('trainingResults', { person: 'P-1', title: 'First aid', on: '2026-05-01', score: null, passed: true, source: 'file' })],
};
const read = (csv: string) => readAttendance(isms, csv, '2026-11-24');
const refusals = (csv: string) => {
  try {
    read(csv);
  } catch (error) {
    return (error as Problem).data.fields!.map(({ field, message }) => `${field}: ${message}`);
  }
  throw new Error('It was read.');
};

it('reads names, addresses and ids, and the delimiter that the header uses', () => {
  const { found } = read(
    '\uFEFFPerson;Course;Day;Score\nada@example.org;"Phishing; part 2";2026-10-01;87,5 %\r\n\r\nP-2;Phishing, part 2;2026-10-02;\n',
  );
  expect(found).toEqual([
    { person: 'P-1', lesson: null, title: 'Phishing; part 2', on: '2026-10-01', score: 87.5, passed: true, source: 'file' },
    { person: 'P-2', lesson: null, title: 'Phishing, part 2', on: '2026-10-02', score: null, passed: true, source: 'file' },
  ]);
});

it('names every row and column that is wrong, counted as the spreadsheet counts', () =>
  expect(refusals('person,course,day,score\nAda Berg,Risk,2026-10-01\n\nNobody,,2026-02-31,101\nTom Vik,Risk,2026-12-01,x')).toEqual([
    'row 4, column person: There is nobody called "Nobody".',
    'row 4, column course: The course has no name.',
    'row 4, column day: "2026-02-31" is not a past day like 2027-03-03.',
    'row 4, column score: "101" is not a number from 0 to 100.',
    'row 5, column person: "Tom Vik" may be P-2 or P-3: give the id or the e-mail address.',
    'row 5, column day: "2026-12-01" is not a past day like 2027-03-03.',
    'row 5, column score: "x" is not a number from 0 to 100.',
  ]));

it('does not record twice what is recorded, or stands there twice', () => {
  const { found, already } = read('person,course,day\nAda Berg,first aid,2026-05-01\nAda Berg,Risk,2026-10-01\nP-1,Risk,2026-10-01\n');
  expect([found.map(({ title }) => title), already]).toEqual([['Risk'], 2]);
});

it('says what a table lacks', () => {
  expect(() => read('name,course\nAda,x')).toThrow('The first line has no column "person".');
  expect(() => read('person,course,day\n')).toThrow('There is no row under the headers.');
  expect(() => read('')).toThrow('The first line has no column "person".');
  expect(() => read('person,course,day\n"Ada,x,2026-01-01')).toThrow('The table cannot be read');
});
