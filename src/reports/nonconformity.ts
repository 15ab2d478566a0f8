import type { Isms } from '../isms/isms.ts';
import type { Nonconformity } from '../isms/improvement/model.ts';
import { nonconformityStandings, partOf, type Standing } from '../isms/improvement/state.ts';
import { notFound } from '../platform/contract/problem.ts';
import { standard } from '../standard/standard.ts';
import { dayInWords, type ReportDocument, type ReportSection, type ReportTable } from './document.ts';

const sources: Record<Nonconformity['source'], string> = {
  'internal-audit': 'Internal audit',
  'certification-audit': 'Certification audit',
  incident: 'Incident',
  check: 'Failed check',
  verdict: 'The verdict',
  'management-review': 'Management review',
  sample: 'Sample',
  customer: 'Customer',
  other: 'Elsewhere',
};
const states: Record<Standing['state'], string> = {
  raised: 'found, not put right yet',
  analysed: 'put right, the cause or the actions open',
  'in-hand': 'in hand',
  waiting: 'done, the effect needs time to show',
  'effect-due': 'done, the effect is to be reviewed',
  closed: 'closed',
};
const namesOf = (isms: Isms) => {
  const names = new Map(isms.people.map(({ id, name }) => [id, name]));
  return (person: string | null, nobody = 'nobody yet') => (person === null ? nobody : (names.get(person) ?? person));
};
const stateOf = ({ state, overdue }: Standing) => `${states[state]}${overdue ? ', overdue' : ''}`;
const subjectInWords = (id: string) => standard.requirement(id)?.label ?? (standard.control(id) ? `${id} ${standard.control(id)!.title}` : id);

/** The documented information that 10.2 asks for: what was found, what was done about it, and whether it has worked. */
export function nonconformityRecord(isms: Isms, day: string, id: string): ReportDocument {
  const nonconformity = isms.nonconformities.find((each) => each.id === id);
  if (!nonconformity) throw notFound('nonconformity', id);
  const standing = nonconformityStandings(isms, day).get(id)!;
  const name = namesOf(isms);
  const { title, grade, source, sourceRecord, subjects, owner, raisedOn, raisedBy, closedOn } = nonconformity;
  const state = closedOn === null ? `${stateOf(standing)}, as of ${dayInWords(day)}` : `closed ${dayInWords(closedOn)}`;
  return {
    name: `nonconformity-${id}`,
    title: `Nonconformity ${id}: ${title}`,
    organisation: isms.organisation.name,
    landscape: false,
    classification: 'Confidential',
    state: `${id}, ${state}`,
    facts: [
      ['Record', `${id}, ${state}`],
      ['Standard', 'ISO/IEC 27001:2022, clause 10.2'],
      ['Grade', grade === 'major' ? 'Major' : 'Minor'],
      ['Requirements and controls', subjects.map(subjectInWords).join(', ') || 'not named'],
      ['Came up in', [sources[source], sourceRecord].filter(Boolean).join(', ')],
      ['Raised', [raisedOn === null ? 'no day' : dayInWords(raisedOn), raisedBy && `by ${raisedBy}`].filter(Boolean).join(' ')],
      ['Owner', name(owner)],
      ['To be closed by', standing.closeBy === null ? 'no day' : dayInWords(standing.closeBy)],
    ],
    sections: [
      text('What was found', nonconformity.statement),
      text(
        'Correction: what was done at once (10.2 a)',
        nonconformity.correction,
        nonconformity.correctedOn && `Corrected on ${dayInWords(nonconformity.correctedOn)}.`,
      ),
      text('Extent: where else (10.2 b)', nonconformity.extent),
      causeOf(nonconformity),
      actionsOf(standing, name),
      effectOf(nonconformity, standing),
      historyOf(nonconformity, standing, name),
    ],
  };
}

/** Every nonconformity in one table: the register that an auditor asks for. */
export function nonconformityRegister(isms: Isms, day: string): ReportDocument {
  const standings = nonconformityStandings(isms, day);
  const name = namesOf(isms);
  const list = isms.nonconformities;
  const open = list.filter(({ closedOn }) => closedOn === null).length;
  return {
    name: 'nonconformities',
    title: 'Register of nonconformities',
    organisation: isms.organisation.name,
    landscape: true,
    classification: 'Confidential',
    state: `As of ${dayInWords(day)}`,
    facts: [
      ['As of', dayInWords(day)],
      ['Standard', 'ISO/IEC 27001:2022, clause 10.2'],
      ['Nonconformities', `${list.length}, of which ${open} open and ${[...standings.values()].filter(({ overdue }) => overdue).length} overdue`],
    ],
    sections: [
      {
        heading: 'Nonconformities',
        paragraphs: list.length === 0 ? ['None has been raised.'] : [],
        ...(list.length > 0 && { table: registerTable(list, standings, name) }),
      },
    ],
  };
}

const registerTable = (list: readonly Nonconformity[], standings: ReadonlyMap<string, Standing>, name: ReturnType<typeof namesOf>): ReportTable => ({
  columns: [
    { title: 'No.', share: 5 },
    { title: 'Nonconformity', share: 17 },
    { title: 'Grade', share: 6 },
    { title: 'About', share: 8 },
    { title: 'Came up in', share: 10 },
    { title: 'Raised', share: 7 },
    { title: 'Owner', share: 9 },
    { title: 'Root cause', share: 14 },
    { title: 'Corrective actions', share: 6 },
    { title: 'Close by', share: 7 },
    { title: 'State', share: 11 },
  ],
  rows: list.map((each) => {
    const standing = standings.get(each.id)!;
    const done = standing.actions.filter(({ doneOn }) => doneOn !== null).length;
    return [
      each.id,
      each.title,
      each.grade,
      each.subjects.join(', '),
      [sources[each.source], each.sourceRecord].filter(Boolean).join(' '),
      dayInWords(each.raisedOn),
      name(each.owner),
      each.cause,
      standing.actions.length === 0 ? 'none' : `${done} of ${standing.actions.length} done`,
      dayInWords(standing.closeBy),
      each.closedOn === null ? stateOf(standing) : `closed ${dayInWords(each.closedOn)}`,
    ];
  }),
});

const text = (heading: string, body: string, more: string | null = null): ReportSection => ({
  heading,
  paragraphs: [
    ...(body.trim() === '' ? ['Not written down.'] : body.split(/\n+/).filter((each) => each.trim() !== '')),
    ...(more === null ? [] : [more]),
  ],
});

const causeOf = ({ whys, cause }: Nonconformity): ReportSection => ({
  heading: 'Root cause (10.2 b)',
  paragraphs: [
    ...whys.map((why, index) => `${index === 0 ? 'Why?' : 'And why that?'} ${why}`),
    cause.trim() === '' ? 'The cause is not written down.' : `Root cause: ${cause.trim()}`,
  ],
});

const actionsOf = ({ actions }: Standing, name: ReturnType<typeof namesOf>): ReportSection => ({
  heading: 'Corrective actions (10.2 c)',
  paragraphs: actions.length === 0 ? ['None is planned.'] : [],
  ...(actions.length > 0 && {
    table: {
      columns: [
        { title: 'No.', share: 10 },
        { title: 'Action', share: 28 },
        { title: 'By', share: 16 },
        { title: 'Due', share: 12 },
        { title: 'Done, and what was done', share: 34 },
      ],
      rows: actions.map((each) => [
        each.id,
        [each.title, each.description].filter(Boolean).join('\n'),
        name(each.assignee),
        each.dueOn === null ? 'no day' : dayInWords(each.dueOn),
        each.doneOn === null ? 'open' : [dayInWords(each.doneOn), each.result, each.evidence.join(', ')].filter(Boolean).join('\n'),
      ]),
    },
  }),
});

const effectOf = (nonconformity: Nonconformity, { reviews, effectFrom, actions }: Standing): ReportSection => ({
  heading: 'Effectiveness (10.2 d)',
  paragraphs:
    reviews.length === 0
      ? [effectFrom === null ? 'Not reviewed: not all of it is done.' : `Not reviewed yet; reviewed from ${dayInWords(effectFrom)} on.`]
      : reviews.every(({ byPerson }) => byPerson !== null && partOf(byPerson, nonconformity, actions) === null)
        ? ['Reviewed by somebody who neither owns the nonconformity nor did its actions.']
        : [],
  ...(reviews.length > 0 && {
    table: {
      columns: [
        { title: 'Day', share: 14 },
        { title: 'By', share: 18 },
        { title: 'Result', share: 16 },
        { title: 'What was looked at, and what it shows', share: 52 },
      ],
      rows: reviews.map(({ on, by, effective, text: said, evidence }) => [
        dayInWords(on),
        by,
        effective ? 'has worked' : 'has not worked',
        [said, evidence.join(', ')].filter(Boolean).join('\n'),
      ]),
    },
  }),
});

/** What happened and when, put together from the records. */
function historyOf(nonconformity: Nonconformity, { actions, reviews }: Standing, name: ReturnType<typeof namesOf>): ReportSection {
  const { raisedOn, raisedBy, correctedOn, reopened, closedOn } = nonconformity;
  const events: [string | null, string][] = [
    [raisedOn, `Raised${raisedBy ? ` by ${raisedBy}` : ''}`],
    [correctedOn, 'Corrected'],
    ...actions.map((each): [string | null, string] => [each.doneOn, `${each.id} done by ${name(each.assignee, 'somebody not named')}`]),
    ...reviews.map(({ on, by, effective }): [string | null, string] => [
      on,
      `Effect reviewed by ${by}: ${effective ? 'has worked' : 'has not worked'}`,
    ]),
    ...reopened.map(({ on, by, reason }): [string | null, string] => [on, `Opened again by ${by}: ${reason}`]),
    [closedOn, 'Closed'],
  ];
  const known = events.filter((each): each is [string, string] => each[0] !== null).toSorted(([a], [b]) => a.localeCompare(b));
  return {
    heading: 'History',
    paragraphs: known.length === 0 ? ['No day is known.'] : [],
    ...(known.length > 0 && {
      table: {
        columns: [
          { title: 'Day', share: 18 },
          { title: 'What happened', share: 82 },
        ],
        rows: known.map(([on, what]) => [dayInWords(on), what]),
      },
    }),
  };
}
