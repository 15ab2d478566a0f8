import { dayInWords, counted, plural } from '../../words.ts';

export type State = 'covered' | 'stale' | 'gap';

/** How a control stands with its proof, in a sign, a hue and a word. */
export const states: Record<State, { sign: string; colour: string; title: string }> = {
  covered: { sign: '●', colour: 'var(--green)', title: 'Covered' },
  stale: { sign: '◐', colour: 'var(--orange)', title: 'Lapsed' },
  gap: { sign: '○', colour: 'var(--quiet)', title: 'Nothing shown' },
};

/** Outcomes of automatic checks. */
export const outcomeMarks = {
  pass: { sign: '●', colour: 'var(--green)', title: 'Passes' },
  fail: { sign: '○', colour: 'var(--orange)', title: 'Fails' },
  unknown: { sign: '?', colour: 'var(--quiet)', title: 'Not known' },
  'not-applicable': { sign: '–', colour: 'var(--quiet)', title: 'Not applicable' },
} as const;

export const laneTitles = { any: 'All evidence', exists: 'Exists', works: 'Works', applied: 'Was applied' } as const;

export function Sign({ mark, words = true }: { mark: { sign: string; colour: string; title: string }; words?: boolean }) {
  return (
    <span className="nowrap" title={mark.title} style={{ position: 'relative' }}>
      <span aria-hidden style={{ color: mark.colour, fontWeight: 700, marginRight: words ? 6 : 0 }}>
        {mark.sign}
      </span>
      {words ? mark.title : <span className="sr-only">{mark.title}</span>}
    </span>
  );
}

export const percent = (share: number | null) => (share === null ? '–' : `${Math.floor(share * 100)} %`);

/** `lapses on 3 Mar 2027 (in 12 days)`; what has lapsed says since when. */
export const lapseInWords = (lapsesOn: string | null, state: State): string =>
  state === 'gap'
    ? 'Nothing has ever been shown'
    : lapsesOn === null
      ? 'Holds until something else is said'
      : state === 'stale'
        ? `Lapsed on ${dayInWords(lapsesOn)} (${counted(lapsesOn)})`
        : `Lapses on ${dayInWords(lapsesOn)} (${counted(lapsesOn)})`;

export const days = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
export const stretchInWords = ({ from, to }: { from: string; to: string }) =>
  `${dayInWords(from)} to ${dayInWords(to)} (${plural(days(from, to), 'day')})`;
