import { coverageOf } from '../../isms/controls/coverage.ts';
import type { Evidence } from '../../isms/controls/model.ts';
import { supersededIds } from '../../isms/controls/proofs.ts';
import { remembered } from '../../isms/remember.ts';
import { absent, afterDecision, blank, byTitle, counted, rulesOf, soaPointers, type Case, type Rule, word } from '../rule.ts';

const rule = rulesOf('evidence');

/** Evidence that no newer item has replaced. */
const current = remembered((isms): readonly Evidence[] => {
  const superseded = supersededIds(isms);
  return isms.evidence.filter(({ id }) => !superseded.has(id));
});
const items = (fits: (item: Evidence, it: Case) => boolean) => (it: Case) =>
  byTitle(
    'evidence',
    current(it.isms).filter((item) => fits(item, it)),
  );

/** Controls that are in, and said to work. */
const working = ({ lines }: Case) => lines.filter(({ applicable, status }) => applicable === true && status === 'implemented');
const coverage = ({ isms, standard, day }: Case) => coverageOf(isms, standard, day);

/** What shows that controls exist, work, and worked all along (8.1). */
export const evidence: Rule[] = [
  rule({
    id: '8.1-most-unproven',
    clause: '8.1',
    grade: 'major',
    gradeReason: 'Not a gap here and there: for most controls there is nothing to have confidence in.',
    title: 'Most implemented controls cannot be shown',
    says: () => 'More than half of the controls that are said to be implemented have nothing that speaks for them, not even a pointer.',
    remedy: 'Collect evidence, beginning with the controls that treat the highest risks.',
    find: (it) => {
      const covered = coverage(it);
      const pointing = new Set(it.isms.gapAnswers.filter(({ evidence: text }) => !blank(text)).map(({ id }) => id));
      const all = working(it);
      const bare = all.filter(({ control }) => covered.get(control)!.count === 0 && !pointing.has(control));
      return absent('evidence', 'Evidence', all.length >= 10 && bare.length > all.length / 2);
    },
  }),
  rule({
    id: '8.1-proof-stale',
    clause: '8.1',
    grade: 'minor',
    gradeReason: 'What was done once and not again does not show that the control works today.',
    title: 'Controls whose records have grown stale',
    says: (names, count) => `The last record that shows ${names} at work is older than such ${word(count, 'a proof', 'proofs')} may be.`,
    remedy: 'Do again what is due, or collect anew.',
    // Where evidence was collected by hand, the rule on lapsed evidence names the item.
    find: (it) => {
      const covered = coverage(it);
      return soaPointers(
        working(it).filter(({ control }) => {
          const { state, last } = covered.get(control)!;
          return state === 'stale' && last?.register !== 'evidence';
        }),
      );
    },
  }),
  rule({
    id: '8.1-period-half-covered',
    clause: '8.1',
    grade: 'minor',
    stages: afterDecision,
    gradeReason: 'The auditor samples over the whole period; for most of it nothing would be found.',
    title: 'Controls shown for less than half of the audit period',
    says: (names, count) =>
      `Evidence of ${names} covers less than half of the audit period so far; ${word(count, 'it is', 'they are')} shown for a moment only.`,
    remedy: 'Collect what shows the missing months, and make the collection a duty.',
    find: (it) => {
      if (it.isms.organisation.periodFrom === null) return [];
      const covered = coverage(it);
      return soaPointers(
        working(it).filter(({ control }) => {
          const { share, count } = covered.get(control)!;
          return count > 0 && share !== null && share < 0.5;
        }),
      );
    },
  }),
  rule({
    id: '8.1-only-exists',
    clause: '8.1',
    grade: 'opportunity',
    gradeReason: 'A picture of a setting shows that the control is there, not that anybody keeps to it.',
    title: 'Controls shown to exist, but not to be applied',
    says: (names, count) =>
      `What speaks for ${names} shows that ${word(count, 'it is', 'they are')} there, and nothing that ${word(count, 'it was', 'they were')} tested or applied.`,
    remedy: 'Add a record of use: a ticket, a log sample, a test, minutes.',
    find: (it) => {
      const covered = coverage(it);
      return soaPointers(
        working(it).filter(({ control }) => {
          const { lanes, count } = covered.get(control)!;
          return count > 0 && lanes.works.count === 0 && lanes.applied.count === 0;
        }),
      );
    },
  }),
  rule({
    id: '8.1-attested-by-owner',
    clause: '8.1',
    grade: 'opportunity',
    gradeReason: 'Whoever answers for a control is the last to doubt it.',
    title: 'Controls that only their owner vouches for',
    says: (names, count) => `All that was attested for ${names} was attested by whoever owns the control${word(count, '', 's')}.`,
    remedy: 'Have somebody else look at the newest item and attest it.',
    find: (it) => {
      const attesters = new Map<string, Set<string>>();
      for (const { subjects, attestedBy } of current(it.isms))
        if (attestedBy !== null)
          for (const subject of subjects) {
            const known = attesters.get(subject);
            if (known) known.add(attestedBy);
            else attesters.set(subject, new Set([attestedBy]));
          }
      return soaPointers(
        working(it).filter(({ control, owner }) => {
          const own = attesters.get(control);
          return own !== undefined && owner !== null && own.size === 1 && own.has(owner);
        }),
      );
    },
  }),
  rule({
    id: '8.1-attested-by-nobody',
    clause: '8.1',
    grade: 'opportunity',
    gradeReason: 'It may be right; nobody has said so and stands for it.',
    title: 'Evidence that nobody has attested',
    says: (_names, count) => `${counted(count, 'item of evidence was', 'items of evidence were')} collected and attested by nobody.`,
    remedy: 'Look at each and attest it; from then on it does not change any more.',
    find: items(
      ({ attestedAt, files, place, note, subjects }) =>
        attestedAt === null && subjects.length > 0 && (files.length > 0 || !blank(place) || !blank(note)),
    ),
  }),
  rule({
    id: '8.1-evidence-hollow',
    clause: '8.1',
    grade: 'minor',
    gradeReason: 'A title is a claim; behind it there is nothing to look at.',
    title: 'Evidence with nothing behind it',
    says: (names, count) => `${names} ${word(count, 'has', 'have')} neither a file nor a place nor any words: there is nothing to look at.`,
    remedy: 'Add the file or the link, or write down what was seen.',
    find: items(({ files, place, note }) => files.length === 0 && blank(place) && blank(note)),
  }),
  rule({
    id: '8.1-evidence-timeless',
    clause: '8.1',
    grade: 'opportunity',
    gradeReason: 'Without a day it proves nothing about any day.',
    title: 'Evidence that says nothing about its time',
    says: (names) => `For which time ${names} speaks is not said.`,
    remedy: 'Give the day, or the first and the last one.',
    find: items(({ validFrom, validTo }) => validFrom === null && validTo === null),
  }),
  rule({
    id: '8.1-evidence-of-nothing',
    clause: '8.1',
    grade: 'opportunity',
    gradeReason: 'It was collected, and helps nobody find it.',
    title: 'Evidence that belongs to no control',
    says: (names, count) => `Which control or requirement ${names} ${word(count, 'shows', 'show')} is not said.`,
    remedy: 'Name the controls and requirements it is evidence for.',
    find: items(({ subjects }) => subjects.length === 0),
  }),
  rule({
    id: '8.1-sample-of-unknown',
    clause: '8.1',
    grade: 'opportunity',
    gradeReason: 'A sample convinces only with the whole that it was taken from.',
    title: 'Samples without the population behind them',
    says: (names, count) => `${names} ${word(count, 'is a sample', 'are samples')}, and of how many is not recorded.`,
    remedy: 'Name the population and its size: all changes of the quarter, all people who joined.',
    find: items(({ kind, population, populationCount }) => (kind === 'log' || kind === 'ticket') && blank(population) && populationCount === null),
  }),
  rule({
    id: '8.1-evidence-owner-left',
    clause: '8.1',
    grade: 'opportunity',
    gradeReason: 'The next item will not come by itself.',
    title: 'Evidence whose owner has left',
    says: (names) => `Whoever collected ${names} does not work here any more.`,
    remedy: 'Give the evidence to somebody who will renew it.',
    find: items(({ owner }, { present }) => owner !== null && !present(owner)),
  }),
];
