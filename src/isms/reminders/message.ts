import { dayInWords } from '../days.ts';
import type { ReminderItem } from './model.ts';

const verbs: Record<ReminderItem['kind'], string> = {
  read: 'Read',
  learn: 'Take the lesson',
  approve: 'Approve',
  review: 'Review',
  decide: 'Decide on',
  do: 'Do',
};
const byDue = (a: ReminderItem, b: ReminderItem) => (a.dueOn ?? '9').localeCompare(b.dueOn ?? '9');

/** The message that tells somebody what waits for them, the overdue first. */
export function messageOf(person: { name: string }, organisation: string, items: readonly ReminderItem[], address: string, day: string) {
  const late = items.filter(({ dueOn }) => dueOn !== null && dueOn < day).toSorted(byDue);
  const open = items.filter((each) => !late.includes(each)).toSorted(byDue);
  const line = ({ kind, title, dueOn }: ReminderItem) =>
    `- ${verbs[kind]} "${title}"${dueOn === null ? '' : dueOn < day ? `, due since ${dayInWords(dueOn)}` : `, by ${dayInWords(dueOn)}`}`;
  const part = (title: string, list: ReminderItem[]) => (list.length === 0 ? [] : [`${title}:`, ...list.map(line), '']);
  const inDocuments = items.some(({ kind }) => kind === 'approve' || kind === 'review');
  const count = items.length === 1 ? `"${items[0]!.title}" waits for you` : `${items.length} things wait for you`;
  return {
    subject: `${organisation}: ${count}${late.length === 0 ? '' : items.length === 1 ? ', overdue' : `, ${late.length} of them overdue`}`,
    text: [
      `Hello ${person.name},`,
      '',
      ...part('Overdue', late),
      ...part(late.length > 0 ? 'And also' : 'Please', open),
      'Your page:',
      `${address}/my`,
      ...(inDocuments ? ['', 'The documents:', `${address}/documents`] : []),
      '',
      `${organisation} sends you at most one such message a day.`,
      '',
    ].join('\n'),
  };
}
