import { readLesson } from '../isms/awareness/questions.ts';
import { assignments, type Assignment } from '../isms/awareness/training.ts';
import { audienceOf } from '../isms/documents/state.ts';
import type { Lesson } from '../isms/awareness/model.ts';
import { gapOf, inForce, isThePolicy, thoseInForce } from './documents.ts';
import { absent, at, blank, byName, byTitle, inOperation, olderThan, rule, type Case, type Rule, word } from './rule.ts';

const room = 'people' as const;
/** Share of readers who may be late before an auditor speaks of more than forgetfulness. */
const toleratedLate = 0.1;
/** Below this share of passed attempts a lesson teaches too little, or asks the wrong things. */
const expectedToPass = 0.7;
/** Out of 2: below this an auditor who asks people would not be satisfied. */
const expectedScore = 1.2;

const isActive = ({ activeOn }: Lesson, day: string): boolean => activeOn !== null && activeOn <= day;

/** People some of whose lessons fit. */
const learners = (it: Case, fits: (assignment: Assignment) => boolean) => {
  const ids = new Set(
    assignments(it.isms, it.day)
      .filter(fits)
      .map(({ person }) => person),
  );
  return byName(
    'people',
    it.isms.people.filter(({ id }) => ids.has(id)),
  );
};

const readings = new WeakMap<Lesson, readonly string[]>();
/** What keeps a lesson from being asked about: read once for each text. */
function problemsOf(lesson: Lesson): readonly string[] {
  let found = readings.get(lesson);
  if (!found) readings.set(lesson, (found = readLesson(lesson.body).problems));
  return found;
}

/** The last rehearsal of which answers are scored, and their average. */
function lastRehearsal({ isms }: Case) {
  const scored = isms.rehearsals.flatMap((rehearsal) => {
    const scores = rehearsal.asked.flatMap(({ score }) => (score === null ? [] : [score]));
    return scores.length === 0 ? [] : [{ rehearsal, average: scores.reduce((sum, each) => sum + each, 0) / scores.length }];
  });
  return scored.toSorted((a, b) => a.rehearsal.on.localeCompare(b.rehearsal.on)).at(-1);
}

/** Clause 7.3 with the controls that carry it (A.5.1, A.5.10, A.6.3): people know the policy and what it asks of them. */
export const clause73: Rule[] = [
  rule({
    id: '7.3-no-programme',
    clause: '7.3',
    grade: 'major',
    gradeReason: 'That people are aware cannot be shown at all.',
    room,
    title: 'No awareness programme',
    says: () => 'No lesson is assigned, and no training has been recorded within the last thirteen months.',
    remedy: 'Assign the ready lessons, or record the courses that people took.',
    find: ({ isms, day }) =>
      absent(
        'lessons',
        'Awareness programme',
        !isms.lessons.some((lesson) => isActive(lesson, day)) && isms.trainingResults.every(({ on }) => olderThan(on, day, 395)),
      ),
  }),
  rule({
    id: '7.3-unacknowledged',
    clause: '7.3',
    grade: 'minor',
    gradeReason: 'One or two may be ill or away; more than a tenth is no accident.',
    room: 'documents',
    title: 'Documents that more than a tenth have not read in time',
    says: (names) => `The time to read has passed, and more than a tenth of those concerned have not confirmed it: ${names}.`,
    remedy: 'Remind them, and tell their managers.',
    find: (it) =>
      at(
        'documents',
        inForce(it).flatMap(({ document, state: { readers } }) => {
          const late = readers?.filter(({ overdue }) => overdue).length ?? 0;
          return readers && late > readers.length * toleratedLate
            ? [{ id: document.id, title: `${document.title}: ${late} of ${readers.length} people` }]
            : [];
        }),
        ({ title }) => title,
      ),
  }),
  rule({
    id: 'A.5.1-no-audience',
    clause: 'A.5.1',
    grade: 'minor',
    gradeReason: 'Policies by topic are to be made known to those they concern, and acknowledged.',
    room: 'documents',
    title: 'Policies that nobody has to read',
    says: (names, count) => `Nobody belongs to those who must read ${names}${count === 1 ? '' : ', going by the people of today'}.`,
    remedy: 'Say for each who must read it.',
    find: (it) => {
      // Many policies share an audience: it is looked up once for each.
      const empty = new Map<string, boolean>();
      return thoseInForce(it, ({ document }) => {
        if (document.type !== 'policy' || isThePolicy(document)) return false;
        const key = [document.audience, ...document.audienceTeams, ...document.audienceRoles].join(' ');
        let found = empty.get(key);
        if (found === undefined) empty.set(key, (found = audienceOf(it.isms, document, it.day).length === 0));
        return found;
      });
    },
  }),
  rule({
    id: 'A.5.1-nobody-asked',
    clause: 'A.5.1',
    grade: 'minor',
    gradeReason: 'That the policy was made known cannot be shown for the version in force.',
    room: 'documents',
    title: 'Policies that nobody was asked to read',
    says: (names) => `Nobody has been asked to read the versions in force of ${names}.`,
    remedy: 'Start a campaign for each.',
    find: (it) => {
      const asked = new Set([...it.isms.campaigns, ...it.isms.acknowledgements].map(({ documentVersion }) => documentVersion));
      return thoseInForce(
        it,
        ({ document, version }) => document.type === 'policy' && !isThePolicy(document) && document.audience !== 'nobody' && !asked.has(version.id),
      );
    },
  }),
  rule({
    id: 'A.5.10-not-for-everybody',
    clause: 'A.5.10',
    grade: 'opportunity',
    gradeReason: 'It may be that others have nothing to do with information; an auditor will ask.',
    room: 'documents',
    title: 'Rules for acceptable use that are not meant for everybody',
    says: (names) => `${names} lays down how information and equipment may be used, but not everybody has to read it.`,
    remedy: 'Set it to be read by everybody.',
    find: (it) => thoseInForce(it, ({ document }) => document.fulfils.includes('DOC-A.5.10') && document.audience !== 'everyone'),
  }),
  rule({
    id: '7.3-training-overdue',
    clause: '7.3',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'Training is not repeated at the organisation’s own interval.',
    room,
    title: 'People whose training is overdue',
    says: (names, count) => `${count} ${word(count, 'person has', 'people have')} not repeated a lesson in time (${names}).`,
    remedy: 'Remind them; the lessons wait on their own page.',
    find: (it) => learners(it, ({ state, first }) => state === 'overdue' && !first),
  }),
  rule({
    id: 'A.6.3-new-people-late',
    clause: 'A.6.3',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'They work with information without ever having been trained in time.',
    room,
    title: 'People never trained, past the limit',
    says: (names, count) =>
      `${count} ${word(count, 'person has', 'people have')} never passed a lesson that they should have taken by now (${names}).`,
    remedy: 'Have them take it this week; it takes ten minutes.',
    find: (it) => learners(it, ({ state, first }) => state === 'overdue' && first),
  }),
  rule({
    id: '7.3-team-untrained',
    clause: '7.3',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'An auditor who draws a person from this team finds nobody who is aware.',
    room,
    title: 'Teams in which nobody is trained',
    says: (names) => `Nobody in ${names} has passed a single lesson, and the time for it is over.`,
    remedy: 'Speak with the team’s lead.',
    find: (it) => {
      const teamOf = new Map(it.isms.people.map(({ id, team }) => [id, team]));
      const own = Map.groupBy(assignments(it.isms, it.day), ({ person }) => teamOf.get(person) ?? null);
      return byName(
        'teams',
        it.isms.teams.filter(({ id }) => {
          const list = own.get(id) ?? [];
          return list.some(({ state }) => state === 'overdue') && list.every(({ passedOn }) => passedOn === null);
        }),
      );
    },
  }),
  rule({
    id: '7.3-pass-rate-low',
    clause: '7.3',
    grade: 'opportunity',
    stages: inOperation,
    gradeReason: 'People took it; that they learned from it cannot be seen.',
    room,
    title: 'Lessons that many do not pass',
    likely: 'The questions may be too hard, rather than the people untaught.',
    says: (names) => `Fewer than seven in ten attempts at ${names} were passed within the last year.`,
    remedy: 'Look at which questions fail: mend the text or the questions.',
    find: ({ isms, day }) => {
      const taken = Map.groupBy(
        isms.trainingResults.filter(({ lesson, on }) => lesson !== null && !olderThan(on, day, 365)),
        ({ lesson }) => lesson,
      );
      return byTitle(
        'lessons',
        isms.lessons.filter(({ id }) => {
          const own = taken.get(id) ?? [];
          return own.length >= 5 && own.filter(({ passed }) => passed).length < own.length * expectedToPass;
        }),
      );
    },
  }),
  rule({
    id: '7.3-lesson-without-questions',
    clause: '7.3',
    grade: 'opportunity',
    gradeReason: 'Having opened a page is no awareness.',
    room,
    title: 'Assigned lessons that ask nothing',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} assigned, but without questions that could show what people know.`,
    remedy: 'Add questions under the heading "Questions".',
    find: ({ isms, day }) =>
      byTitle(
        'lessons',
        isms.lessons.filter((lesson) => isActive(lesson, day) && problemsOf(lesson).length > 0),
      ),
  }),
  rule({
    id: '7.3-never-rehearsed',
    clause: '7.3',
    grade: 'opportunity',
    stages: ['stage-1', 'stage-2'],
    gradeReason: 'Nothing asks for a rehearsal, but the auditor will draw people and ask them.',
    room,
    title: 'Nobody has been asked what an auditor would ask',
    says: () => 'Before the certification audit no rehearsal has been held, so what people would answer is not known.',
    remedy: 'Draw five people and ask them.',
    find: (it) => absent('rehearsals', 'Audit rehearsal', it.isms.people.length > 0 && lastRehearsal(it) === undefined),
  }),
  rule({
    id: '7.3-rehearsal-bad',
    clause: '7.3',
    grade: 'minor',
    gradeReason: 'The organisation knows that people are not aware, and a month later nothing has followed.',
    room,
    title: 'Rehearsal went badly, and nothing was done',
    says: (names) =>
      `In the rehearsal of ${names} most answers would not have satisfied an auditor; neither training nor another rehearsal followed.`,
    remedy: 'Train what was not known, then ask again.',
    find: (it) => {
      const last = lastRehearsal(it);
      if (!last || last.average >= expectedScore || !olderThan(last.rehearsal.on, it.day, 30)) return [];
      const followed = it.isms.trainingResults.some(({ on }) => on > last.rehearsal.on);
      return followed ? [] : at('rehearsals', [last.rehearsal], ({ on }) => on);
    },
  }),
];

/** Clause 7.4: communication. */
export const clause74: Rule[] = [
  rule({
    id: '7.4-no-plan',
    clause: '7.4',
    grade: 'minor',
    gradeReason: 'The need for communication shall be determined.',
    room,
    title: 'No communication plan',
    says: () => 'What is communicated about information security, when, with whom and how has not been determined.',
    remedy: 'Write down six to ten occasions: incidents, policy changes, audit results, customers’ questions.',
    find: (it) => absent('communications', 'Communication plan', it.isms.communications.length === 0 && gapOf(it, 'DOC-7.4')?.status !== 'have'),
  }),
  rule({
    id: '7.4-incomplete',
    clause: '7.4',
    grade: 'minor',
    gradeReason: 'The standard names when, with whom and how (7.4 b to d).',
    room,
    title: 'Communication plan with gaps',
    says: (names) => `When, with whom or how is not determined for ${names}.`,
    remedy: 'Fill in what is missing.',
    find: ({ isms }) =>
      at(
        'communications',
        isms.communications.filter(({ occasion, audience, channel }) => [occasion, audience, channel].some(blank)),
        ({ subject }) => subject,
      ),
  }),
  rule({
    id: '7.4-nobody-communicates',
    clause: '7.4',
    grade: 'opportunity',
    gradeReason: 'The edition of 2022 no longer asks who, but what nobody is to do will not happen.',
    room,
    title: 'Communication that nobody does',
    says: (names, count) => `Nobody who works here is to communicate ${names}${count === 1 ? '' : ', going by the plan'}.`,
    remedy: 'Name somebody for each.',
    find: ({ isms, present }) =>
      at(
        'communications',
        isms.communications.filter(({ sender }) => !present(sender)),
        ({ subject }) => subject,
      ),
  }),
  rule({
    id: '7.4-overdue',
    clause: '7.4',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'The plan is not carried out as planned.',
    room,
    title: 'Communication that is overdue',
    says: (names, count) => `${names} ${word(count, 'was', 'were')} to be communicated by now, and ${word(count, 'has', 'have')} not been.`,
    remedy: 'Do it, and set the next day.',
    find: ({ isms, day }) =>
      at(
        'communications',
        isms.communications.filter(({ nextOn, lastOn }) => nextOn !== null && nextOn < day && (lastOn ?? '') < nextOn),
        ({ subject }) => subject,
      ),
  }),
];
