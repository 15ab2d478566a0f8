import type { Isms } from '../isms/isms.ts';
import type { DecisionShown } from '../isms/operations/access-reviews/contract.ts';
import { hintWords } from '../isms/operations/access-reviews/model.ts';
import { decisionsOf, reportOf, shownDecisions } from '../isms/operations/access-reviews/report.ts';
import { notFound } from '../platform/contract/problem.ts';
import { dayInWords, type ReportDocument, type ReportSection, type ReportTable } from './document.ts';

/** Kept accounts set on paper; all of them stand in the spreadsheet. */
const mostKept = 1000;

const states = { open: 'open', late: 'open and late', closed: 'closed', 'to-carry-out': 'closed, not carried out in full', cancelled: 'cancelled' };
const words = { open: 'no decision', keep: 'keep', change: 'change', revoke: 'revoke' };

/** The report of an access review (A.5.18): the list it rests on, who decided what, what followed, what is open. */
export function accessReviewReport(isms: Isms, day: string, id: string): ReportDocument {
  const review = isms.accessReviews.find((each) => each.id === id);
  if (!review) throw notFound('access review', id);
  const { review: shown, sentences, hints, complete } = reportOf(isms, review, day);
  const all = shownDecisions(isms, decisionsOf(isms, id));
  const kept = all.filter(({ decision }) => decision === 'keep');
  const open = all.filter(({ decision, doneOn }) => decision === 'open' || (decision !== 'keep' && doneOn === null));
  const followed = all.filter(({ decision, doneOn }) => decision !== 'open' && decision !== 'keep' && doneOn !== null);
  const name = (person: string | null) => isms.people.find((each) => each.id === person)?.name ?? 'not named';
  const system = isms.systems.find((each) => each.id === review.system)?.name ?? review.source;
  return {
    name: `access-review-${review.id}`,
    title: review.title,
    organisation: isms.organisation.name,
    landscape: true,
    classification: 'Confidential',
    state: `${review.id}, ${states[shown.state]}, as of ${dayInWords(day)}`,
    facts: [
      ['Review', `${review.id}, ${states[shown.state]}${complete ? ' and complete' : ''}, as of ${dayInWords(day)}`],
      ['Standard', 'ISO/IEC 27001:2022, control A.5.18'],
      ['System', system],
      [
        'Time',
        `Started ${dayInWords(review.startedOn)} by ${review.startedBy}, due ${dayInWords(review.dueOn)}${review.closedOn ? `, ${review.status} ${dayInWords(review.closedOn)} by ${review.closedBy}` : ''}`,
      ],
      ['Responsible', name(review.owner)],
    ],
    sections: [
      { heading: 'What it comes to', paragraphs: [...sentences, ...(review.note ? [review.note] : [])] },
      lists(isms, review.population, all),
      {
        heading: 'Reviewers',
        paragraphs: [],
        table: {
          columns: [
            { title: 'Reviewer', share: 60 },
            { title: 'Accounts', share: 20 },
            { title: 'Without decision', share: 20 },
          ],
          rows: shown.byReviewer.map((each) => [each.name, String(each.all), String(each.open)]),
        },
      },
      ...(hints.length === 0
        ? []
        : [
            {
              heading: 'What caught the eye',
              paragraphs: [],
              table: {
                columns: [
                  { title: 'Accounts', share: 55 },
                  { title: 'All', share: 15 },
                  { title: 'Kept', share: 15 },
                  { title: 'Revoked', share: 15 },
                ],
                rows: hints.map((each) => [
                  hintWords[each.hint as keyof typeof hintWords],
                  String(each.all),
                  String(each.kept),
                  String(each.revoked),
                ]),
              },
            },
          ]),
      section('Still open', open, 'Nothing: every account has a decision, and what was changed or revoked is shown to have happened.'),
      section('Changed or revoked, and shown to have happened', followed, 'Nothing was changed or revoked.'),
      section(
        'Kept',
        kept.slice(0, mostKept),
        'None.',
        kept.length > mostKept
          ? `The first ${mostKept.toLocaleString('en')} of ${kept.length.toLocaleString('en')}; all of them stand in the spreadsheet of this report (XLSX, CSV).`
          : undefined,
      ),
    ],
  };
}

/** Every account of the review: for the spreadsheet. */
export function accessReviewTable(isms: Isms, id: string): ReportTable {
  return table(shownDecisions(isms, decisionsOf(isms, id)));
}

/** The list that was reviewed, and the later ones that show what followed. */
function lists(isms: Isms, reviewed: string, all: readonly DecisionShown[]): ReportSection {
  const later = new Set(all.flatMap(({ donePopulation }) => donePopulation ?? []));
  return {
    heading: 'Lists it rests on',
    paragraphs: [],
    table: {
      columns: [
        { title: 'List', share: 6 },
        { title: 'What for', share: 16 },
        { title: 'Of', share: 8 },
        { title: 'Where it came from', share: 21 },
        { title: 'Accounts', share: 7 },
        { title: 'SHA-256 over all accounts', share: 42 },
      ],
      rows: isms.populations
        .filter(({ id }) => id === reviewed || later.has(id))
        .map(({ id, on, origin, by, count, sha256 }) => [
          id,
          id === reviewed ? 'the list reviewed' : 'shows what was carried out',
          dayInWords(on),
          `${origin}, brought in by ${by}`,
          count.toLocaleString('en'),
          sha256,
        ]),
    },
  };
}

const section = (heading: string, list: readonly DecisionShown[], none: string, note?: string): ReportSection => ({
  heading: list.length === 0 ? heading : `${heading} (${list.length.toLocaleString('en')})`,
  paragraphs: list.length === 0 ? [none] : note ? [note] : [],
  ...(list.length > 0 && { table: table(list) }),
});

const table = (list: readonly DecisionShown[]): ReportTable => ({
  columns: [
    { title: 'Account', share: 20 },
    { title: 'Belongs to', share: 11 },
    { title: 'Access', share: 15 },
    { title: 'Catches the eye', share: 11 },
    { title: 'Decision', share: 8 },
    { title: 'Reason', share: 14 },
    { title: 'Decided by', share: 11 },
    { title: 'Carried out', share: 14 },
  ],
  rows: list.map(({ account, personName, hints, decision, reason, decidedBy, decidedAt, reviewerName, doneOn, doneBy, doneNote }) => [
    [...new Set([account.name, account.id, account.email])].filter(Boolean).join('\n'),
    personName,
    account.access,
    hints.map((hint) => hintWords[hint]).join(', '),
    words[decision],
    reason,
    decidedAt === null ? `waits for ${reviewerName}` : `${decidedBy}, ${dayInWords(decidedAt)}`,
    decision === 'open' || decision === 'keep'
      ? ''
      : doneOn === null
        ? 'not shown yet'
        : [`${dayInWords(doneOn)}, ${doneBy}`, doneNote].filter(Boolean).join('\n'),
  ]),
});
