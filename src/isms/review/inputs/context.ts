import { dayInWords } from '../../days.ts';
import { begun, changesOf, many, type Changes, type InputOf, type Point } from './look.ts';

/** How what has changed is told: `2 issues are new, one has changed.` Nothing to compare with is said, not passed over. */
export function told<T>(changes: Changes<T> | null, since: string | null, one: string, plural?: string): string {
  if (since === null) return `This is the first review: all ${plural ?? `${one}s`} count as new.`;
  if (!changes) return `The ledger does not reach back to ${dayInWords(since)}: what has changed since then must be said by those who know.`;
  const parts = [
    changes.added.length > 0 && `${many(changes.added.length, one, plural)} ${changes.added.length === 1 ? 'is' : 'are'} new`,
    changes.changed.length > 0 && `${changes.changed.length} ${changes.changed.length === 1 ? 'has' : 'have'} changed`,
    changes.gone.length > 0 && `${changes.gone.length} ${changes.gone.length === 1 ? 'was' : 'were'} taken out`,
  ].filter((each) => each !== false);
  return parts.length === 0 ? `Nothing was recorded to have changed since ${dayInWords(since)}.` : `${begun(parts.join(', '))}.`;
}

/** The records that came, changed and went, as points. */
export const changedPoints = <T extends { id: string }>(changes: Changes<T> | null, register: string, name: (record: T) => string): Point[] =>
  !changes
    ? []
    : (['added', 'changed', 'gone'] as const).flatMap((how) =>
        changes[how].map((each) => ({ register, id: each.id, text: `${words[how]}: ${name(each)}` })),
      );
const words = { added: 'New', changed: 'Changed', gone: 'Taken out' };

/** 9.3.2 b: changes in internal and external issues, climate among them. */
export const contextInput: InputOf = ({ isms, day, since, before }) => {
  const changes = changesOf(isms.contextIssues, before?.isms.contextIssues);
  const overdue = isms.contextIssues.filter(({ reviewOn }) => reviewOn !== null && reviewOn < day);
  const noEffect = isms.contextIssues.filter(({ effect }) => effect.trim() === '');
  const relevant = isms.climate?.relevant ?? null;
  const known = isms.contextIssues.length > 0;
  return {
    sentences: [
      known ? told(changes, since, 'issue') : 'No internal or external issue has been recorded.',
      relevant === null
        ? 'Nobody has decided yet whether climate change is a relevant issue.'
        : `Climate change was found ${relevant ? 'to be a relevant issue' : 'not to be a relevant issue'}${isms.climate?.decidedOn ? ` on ${dayInWords(isms.climate.decidedOn)}` : ''}.`,
    ],
    figures: [
      { key: 'issues', name: 'Issues', value: isms.contextIssues.length },
      { key: 'overdue', name: 'Issues whose review is overdue', value: known ? overdue.length : null, wants: 'less' },
      { key: 'no-effect', name: 'Issues whose effect on the ISMS is not said', value: known ? noEffect.length : null, wants: 'less' },
      { key: 'climate', name: 'Determinations open (climate change)', value: relevant === null ? 1 : 0, wants: 'less' },
    ],
    points: [
      ...changedPoints(changes, 'context-issues', ({ title }) => title),
      ...overdue.map(({ id, title, reviewOn }) => ({
        register: 'context-issues',
        id,
        text: `Review overdue since ${dayInWords(reviewOn!)}: ${title}`,
      })),
    ],
  };
};
