import { competenceGaps } from '../isms/awareness/competence.ts';
import type { CompetenceGap } from '../isms/awareness/model.ts';
import { at, blank, byName, byTitle, inOperation, rule, type Case, type Rule, word } from './rule.ts';

const room = 'people' as const;

/** Whose plan to acquire a competence has run past its day. */
const latePlans = ({ isms, day }: Case) =>
  isms.competenceEvidence.filter(({ obtainedOn, plannedOn }) => obtainedOn === null && plannedOn !== null && plannedOn < day);

/** Gaps of one state, each named by the person and what they lack. */
const lacking = (it: Case, fits: (gap: CompetenceGap) => boolean) => {
  const names = new Map(it.isms.people.map(({ id, name }) => [id, name]));
  return at(
    'competences',
    competenceGaps(it.isms, it.day)
      .filter(fits)
      .map(({ competence, person, title }) => ({ id: competence, title: `${title}: ${names.get(person) ?? person}` })),
    ({ title }) => title,
  );
};

/** Clause 7.2: competence; and what is known of the people it is about. */
export const clause72: Rule[] = [
  rule({
    id: '7.2-none-defined',
    clause: '7.2',
    grade: 'minor',
    gradeReason: 'The necessary competence shall be determined (7.2 a).',
    room,
    title: 'Roles for which no competence is defined',
    says: (names, count) => `What the ${word(count, 'holder', 'holders')} of ${names} must know and have done is not determined.`,
    remedy: 'Name at least one competence for each role.',
    find: ({ isms }) => {
      const defined = new Set(isms.competences.map(({ role }) => role));
      return byName(
        'isms-roles',
        isms.ismsRoles.filter(({ id, holders }) => holders.length > 0 && !defined.has(id)),
      );
    },
  }),
  rule({
    id: '7.2-holder-without-competence',
    clause: '7.2',
    grade: 'minor',
    gradeReason: 'Who holds a role shall be competent (7.2 b), and where somebody is not yet, action shall be taken (7.2 c).',
    room,
    title: 'Role holders without a competence, and no plan',
    says: (names) => `Competence could not be shown, and nothing is planned: ${names}.`,
    remedy: 'Record the proof, or plan by when it will be acquired.',
    find: (it) => {
      const late = new Set(latePlans(it).map(({ competence, person }) => `${competence} ${person}`));
      return lacking(it, ({ state, competence, person }) => state === 'missing' && !late.has(`${competence} ${person}`));
    },
  }),
  rule({
    id: '7.2-plan-overdue',
    clause: '7.2',
    grade: 'minor',
    gradeReason: 'The action that was to close the gap has not been taken (7.2 c).',
    room,
    title: 'Plans to acquire a competence that are overdue',
    says: (names, count) => `The day planned for ${names} has passed, and ${word(count, 'it has', 'they have')} not been acquired.`,
    remedy: 'Record what was done, or plan again.',
    find: (it) => byTitle('competence-evidence', latePlans(it)),
  }),
  rule({
    id: '7.2-expired',
    clause: '7.2',
    grade: 'minor',
    gradeReason: 'What was shown is not valid any more (7.2 d).',
    room,
    title: 'Proofs of competence that have expired',
    says: (names) => `Proof of competence has expired: ${names}.`,
    remedy: 'Renew it, or show by other means that the person is competent.',
    find: (it) => lacking(it, ({ state }) => state === 'expired'),
  }),
  rule({
    id: '7.2-effect-not-judged',
    clause: '7.2',
    grade: 'opportunity',
    stages: inOperation,
    gradeReason: 'The effect of actions shall be evaluated (7.2 c); the certificate alone does not show it.',
    room,
    title: 'Training whose effect nobody judged',
    says: (names) => `Whether ${names} helped has not been judged.`,
    remedy: 'Say in a sentence how you saw that it helped.',
    find: ({ isms, day }) => {
      const taught = new Set(isms.competences.filter(({ kind }) => kind === 'training').map(({ id }) => id));
      return byTitle(
        'competence-evidence',
        isms.competenceEvidence.filter(
          ({ competence, obtainedOn, effective }) => taught.has(competence) && obtainedOn !== null && obtainedOn <= day && blank(effective),
        ),
      );
    },
  }),
  rule({
    id: '7.2-proof-nowhere',
    clause: '7.2',
    grade: 'opportunity',
    gradeReason: 'Evidence shall be kept (7.2 d); an auditor will ask to see it.',
    room,
    title: 'Proofs of competence that lie nowhere',
    says: (names) => `Where the proof for ${names} lies is not said.`,
    remedy: 'Name the file or the folder.',
    find: ({ isms }) =>
      byTitle(
        'competence-evidence',
        isms.competenceEvidence.filter(({ obtainedOn, place }) => obtainedOn !== null && blank(place)),
      ),
  }),
  rule({
    id: 'A.6.3-no-first-day',
    clause: 'A.6.3',
    grade: 'opportunity',
    gradeReason: 'Whether new people were trained in time cannot be told.',
    room,
    title: 'People without a first day',
    says: (names, count) => `Since when ${names} ${word(count, 'works', 'work')} here is not recorded.`,
    remedy: 'Record the first day of each.',
    find: ({ isms, present }) =>
      byName(
        'people',
        isms.people.filter(({ id, startsOn, employment }) => present(id) && startsOn === null && employment !== 'board'),
      ),
  }),
  rule({
    id: '7.3-person-without-team',
    clause: '7.3',
    grade: 'opportunity',
    gradeReason: 'What is meant for their team does not reach them.',
    room,
    title: 'People who belong to no team',
    says: (names, count) =>
      `${names} ${word(count, 'belongs', 'belong')} to no team, so reading and training by team ${word(count, 'passes', 'pass')} them by.`,
    remedy: 'Put each into a team.',
    find: ({ isms, present, day }) =>
      byName(
        'people',
        isms.people.filter(
          ({ id, team, employment, startsOn }) =>
            isms.teams.length > 0 &&
            present(id) &&
            team === null &&
            (employment === 'employee' || employment === 'contractor') &&
            (startsOn === null || startsOn <= day),
        ),
      ),
  }),
  rule({
    id: '7.3-team-without-people',
    clause: '7.3',
    grade: 'opportunity',
    gradeReason: 'The scope names the team; who it is cannot be seen.',
    room,
    title: 'Teams in scope of which nobody is recorded',
    says: (names, count) => `Nobody is recorded as working in ${names}, though the scope names ${word(count, 'it', 'them')}.`,
    remedy: 'Record its people, or bring them in from a file.',
    find: ({ isms, present }) => {
      const filled = new Set(isms.people.filter(({ id }) => present(id)).map(({ team }) => team));
      return byName(
        'teams',
        isms.teams.filter(({ id, inScope }) => inScope === true && !filled.has(id)),
      );
    },
  }),
  rule({
    id: '5.3-manager-left',
    clause: '5.3',
    grade: 'opportunity',
    gradeReason: 'Somebody leads them, but not the person who is recorded.',
    room,
    title: 'People whose manager has left',
    says: (names) => `The manager recorded for ${names} does not work here any more.`,
    remedy: 'Name the manager of today.',
    find: ({ isms, present }) =>
      byName(
        'people',
        isms.people.filter(({ id, manager }) => present(id) && manager !== null && !present(manager)),
      ),
  }),
];
