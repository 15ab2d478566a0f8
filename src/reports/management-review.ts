import { frozenInputs } from '../isms/review/content.ts';
import { inputTitles, type ManagementReview, type ReviewInputShown } from '../isms/review/model.ts';
import type { Isms } from '../isms/isms.ts';
import { notFound } from '../platform/contract/problem.ts';
import { dayInWords, type ReportDocument, type ReportSection } from './document.ts';

const kinds = { improvement: 'Improvement', change: 'Change to the ISMS', means: 'People and money', other: 'Other' };
const better = (figure: ReviewInputShown['figures'][number]) => (figure.better === null ? '' : figure.better ? 'better' : 'worse');

/** The minutes of a management review (9.3.3): as they were approved, or a draft of what stands now. `live` are the inputs of one not held yet. */
export function reviewMinutes(isms: Isms, day: string, id: string, live: readonly ReviewInputShown[]): ReportDocument {
  const review = isms.managementReviews.find((each) => each.id === id);
  if (!review) throw notFound('management review', id);
  const names = new Map(isms.people.map((person) => [person.id, person.name]));
  const name = (person: string | null) => (person === null ? 'nobody' : (names.get(person) ?? person));
  const decisions = isms.reviewDecisions.filter((each) => each.review === id);
  const inputs = review.inputs === '' ? live : frozenInputs(review);
  return {
    name: `management-review-${review.on}`,
    title: review.title,
    organisation: isms.organisation.name,
    landscape: false,
    classification: 'Confidential',
    state: stateOf(review, day),
    facts: [
      ['Review', `${review.id}, ${stateOf(review, day).replace(/^./, (letter) => letter.toLowerCase())}`],
      ['Standard', 'ISO/IEC 27001:2022, clause 9.3'],
      ['Day', dayInWords(review.on)],
      ['Looks back to', review.since === null ? 'the beginning' : dayInWords(review.since)],
      ['Chair', name(review.chair)],
      ['Attendees', review.attendees.map(name).join(', ') || 'nobody named'],
    ],
    sections: [
      text('Agenda', review.agenda),
      ...inputs.map(inputSection),
      text('Minutes', review.minutes),
      {
        heading: 'Decisions',
        paragraphs: decisions.length === 0 ? ['None.'] : [],
        ...(decisions.length > 0 && {
          table: {
            columns: [
              { title: 'No.', share: 10 },
              { title: 'Decision', share: 44 },
              { title: 'Kind', share: 16 },
              { title: 'Assignee', share: 18 },
              { title: 'Due', share: 12 },
            ],
            rows: decisions.map((each) => [
              each.id,
              each.title,
              kinds[each.kind],
              name(each.assignee),
              each.dueOn === null ? 'no day' : dayInWords(each.dueOn),
            ]),
          },
        }),
      },
      text('Conclusion', review.conclusion),
      ...(review.hash === ''
        ? []
        : [
            {
              heading: 'What was frozen',
              paragraphs: [
                `SHA-256 of the inputs: ${review.hash}`,
                ...(review.contentHash === '' ? [] : [`SHA-256 of what was approved: ${review.contentHash}`]),
              ],
            },
          ]),
    ],
    approval: review.approvedAt
      ? {
          name: review.approvedBy,
          at: dayInWords(review.approvedAt),
          meaning: 'I approve these minutes and what is decided in them as top management.',
        }
      : null,
  };
}

const stateOf = ({ status, approvedAt }: ManagementReview, day: string): string =>
  status === 'approved' ? `Approved ${dayInWords(approvedAt)}` : `${status === 'held' ? 'Not approved yet' : 'Draft'}, as of ${dayInWords(day)}`;

const text = (heading: string, body: string): ReportSection => ({
  heading,
  paragraphs: body.trim() === '' ? ['Not written yet.'] : body.split(/\n+/).filter((each) => each.trim() !== ''),
});

function inputSection({ input, summary, figures, points, more, comment }: ReviewInputShown): ReportSection {
  const { clause, title } = inputTitles[input];
  // The first review has nothing to compare with.
  const compares = figures.some(({ before }) => before !== null);
  return {
    heading: `${title} (${clause})`,
    paragraphs: [
      summary,
      ...(comment.trim() === '' ? [] : [`Comment: ${comment.trim()}`]),
      ...points.slice(0, 20).map(({ text: says, id }) => `– ${id && !says.includes(id) ? `${id}: ` : ''}${says}`),
      ...(points.length + more > 20 ? [`– and ${points.length + more - 20} more`] : []),
    ],
    ...(figures.length > 0 && {
      table: {
        columns: [
          { title: 'Figure', share: 52 },
          { title: 'Now', share: 16 },
          ...(compares
            ? [
                { title: 'Last review', share: 18 },
                { title: 'Trend', share: 14 },
              ]
            : []),
        ],
        rows: figures.map((each) => [each.name, each.value, ...(compares ? [each.before ?? 'not known', better(each)] : [])]),
      },
    }),
  };
}
