import { byName, rulesOf, type Case, type Rule, word } from '../rule.ts';

const rule = rulesOf('risks');
const held = ({ isms }: Case) => isms.assets.filter(({ returnedOn }) => returnedOn === null);
const tangible = new Set(['device', 'facility']);

/** The inventory over time (A.5.9, A.5.11). */
export const assets: Rule[] = [
  rule({
    id: 'A.5.11-not-returned',
    clause: 'A.5.11',
    grade: 'minor',
    gradeReason: 'Information leaves the organisation with whatever carries it.',
    title: 'Assets that people who left did not give back',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} still in the hands of somebody who has left.`,
    remedy: 'Ask for them back, or note when and how they were disposed of.',
    find: (it) =>
      byName(
        'assets',
        held(it).filter(({ holder }) => holder !== null && !it.present(holder)),
      ),
  }),
  rule({
    id: 'A.5.9-review-overdue',
    clause: 'A.5.9',
    grade: 'minor',
    gradeReason: 'An inventory that nobody checks is a memory.',
    title: 'Assets whose review is overdue',
    says: (names, count) => `${names} should have been checked by now; whether the ${word(count, 'entry holds', 'entries hold')} is not known.`,
    remedy: 'Check that each is still there, with its owner, place and classification.',
    find: (it) =>
      byName(
        'assets',
        held(it).filter(({ reviewOn }) => reviewOn !== null && reviewOn < it.day),
      ),
  }),
  rule({
    id: 'A.5.9-nowhere',
    clause: 'A.5.9',
    grade: 'opportunity',
    gradeReason: 'What nobody could find would not be missed.',
    title: 'Things that are nowhere',
    says: (names, count) => `Where ${names} ${word(count, 'stands', 'stand')}, or who has ${word(count, 'it', 'them')}, the inventory does not say.`,
    remedy: 'Name the location or the holder.',
    find: (it) =>
      byName(
        'assets',
        held(it).filter(({ kind, location, holder }) => tangible.has(kind) && location === null && holder === null),
      ),
  }),
];
