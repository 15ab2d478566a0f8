import type { CollectionRun, Connection } from '../../isms/checks/model.ts';
import { liveResults } from '../../isms/controls/matrix.ts';
import { byTitle, passed, rulesOf, type Case, type Rule, word } from '../rule.ts';

const rule = rulesOf('connections');

/** Runs of each connection that came to an end, oldest first. */
const ended = ({ isms }: Case) =>
  Map.groupBy(
    isms.collectionRuns.filter(({ status }) => status === 'done' || status === 'failed'),
    ({ connection }) => connection,
  );
/** Days after which a collection is older than its schedule can explain, a weekend included. */
const allowed = { hourly: 2, daily: 3, weekly: 14, off: Infinity } as const;
const failsAgain = (runs: readonly CollectionRun[]) => runs.length >= 3 && runs.slice(-3).every(({ status }) => status === 'failed');

const where = (fits: (connection: Connection, runs: readonly CollectionRun[], it: Case) => boolean) => (it: Case) => {
  const runs = ended(it);
  return byTitle(
    'connections',
    it.isms.connections.filter((each) => fits(each, runs.get(each.id) ?? [], it)),
  );
};

/** Whether what is collected by itself is collected at all (8.1, 9.1). An organisation without connections misses nothing here. */
export const connections: Rule[] = [
  rule({
    id: '8.1-connection-without-credentials',
    clause: '8.1',
    grade: 'minor',
    gradeReason: 'A collection is planned that cannot happen.',
    title: 'Connections without credentials',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} scheduled, and no credentials are kept for ${word(count, 'it', 'them')}.`,
    remedy: 'Enter credentials and test the connection.',
    find: where(({ credentialsOn, schedule }) => credentialsOn === null && schedule !== 'off'),
  }),
  rule({
    id: '8.1-connection-never-run',
    clause: '8.1',
    grade: 'minor',
    gradeReason: 'What it should show is unknown, and unknown is not good.',
    title: 'Connections that never collected',
    says: (names, count) => `${names} ${word(count, 'has', 'have')} been set up for more than a week and never collected anything.`,
    remedy: 'Run it once and look at what comes.',
    find: where(
      ({ credentialsOn, schedule, createdAt }, runs, { day }) =>
        credentialsOn !== null && schedule !== 'off' && runs.length === 0 && passed(createdAt.slice(0, 10), day) > 7,
    ),
  }),
  rule({
    id: '8.1-connection-fails-again',
    clause: '8.1',
    grade: 'minor',
    gradeReason: 'The organisation monitors, and does not notice that it sees nothing any more.',
    title: 'Connections that failed three times in a row',
    says: (names, count) => `The last three collections of ${names} failed; what ${word(count, 'it', 'they')} would show is not known.`,
    remedy: 'Look at the problem of the last run: expired credentials or a missing permission, mostly.',
    find: where((_each, runs) => failsAgain(runs)),
  }),
  rule({
    id: '8.1-connection-behind',
    clause: '8.1',
    grade: 'minor',
    gradeReason: 'What is shown as today’s state is an old one.',
    title: 'Connections that fell behind their schedule',
    says: (names, count) => `The last collection of ${names} is older than ${word(count, 'its', 'their')} schedule allows.`,
    remedy: 'Run it now, and find out why the schedule does not.',
    find: where(({ schedule }, runs, { day }) => {
      const last = runs.findLast(({ status }) => status === 'done');
      return last !== undefined && !failsAgain(runs) && passed(last.on, day) > allowed[schedule];
    }),
  }),
  rule({
    id: '8.1-connection-off',
    clause: '8.1',
    grade: 'opportunity',
    gradeReason: 'It could watch by itself and waits for somebody to press a button.',
    title: 'Connections that are switched off',
    says: (names, count) => `${names} ${word(count, 'collects', 'collect')} only when somebody asks for it.`,
    remedy: 'Set a schedule, or end the connection.',
    find: where(({ schedule }) => schedule === 'off'),
  }),
  rule({
    id: '8.1-connection-checks-off',
    clause: '8.1',
    grade: 'minor',
    gradeReason: 'It looks like monitoring and judges nothing.',
    title: 'Connections with every check switched off',
    says: (names, count) => `All checks of ${names} are switched off; ${word(count, 'it judges', 'they judge')} nothing.`,
    remedy: 'Switch on what concerns you, or end the connection.',
    find: (it) => {
      const live = new Set(liveResults(it.isms).map(({ connection }) => connection));
      const judged = new Set(it.isms.checkResults.map(({ connection }) => connection));
      return where(({ id }) => judged.has(id) && !live.has(id))(it);
    },
  }),
  rule({
    id: '8.1-connection-without-owner',
    clause: '8.1',
    grade: 'opportunity',
    gradeReason: 'When it fails, nobody is told.',
    title: 'Connections without an owner',
    says: (names) => `Nobody who works here looks after ${names}.`,
    remedy: 'Name an owner.',
    find: where(({ owner }, _runs, { present }) => !present(owner)),
  }),
];
