import type { ReactNode } from 'react';
import './operations.css';

/** How things stand in operations: in four hues that differ in shape; red only for what would cost the certificate. */
const signs = {
  good: { sign: '●', colour: 'var(--green)' },
  some: { sign: '◐', colour: 'var(--yellow)' },
  open: { sign: '○', colour: 'var(--orange)' },
  bad: { sign: '■', colour: 'var(--red)' },
  planned: { sign: '◌', colour: 'var(--quiet)' },
  none: { sign: '–', colour: 'var(--quiet)' },
  unknown: { sign: '?', colour: 'var(--quiet)' },
} as const;
export type Look = keyof typeof signs;

export const Sign = ({ at, children }: { at: Look; children: ReactNode }) => (
  <span>
    <span aria-hidden style={{ color: signs[at].colour, fontWeight: 700, marginRight: 6 }}>
      {signs[at].sign}
    </span>
    {children}
  </span>
);

/** The look and the word of a state, by the register it is of. */
export const looks: Record<string, Record<string, [Look, string]>> = {
  vulnerability: {
    open: ['some', 'Open'],
    late: ['open', 'Past its deadline'],
    excepted: ['planned', 'Allowed for now'],
    fixed: ['good', 'Closed'],
    'fixed-late': ['good', 'Closed, late'],
  },
  change: {
    draft: ['planned', 'Not approved'],
    approved: ['some', 'Approved'],
    implemented: ['some', 'Done'],
    closed: ['good', 'Closed'],
    withdrawn: ['none', 'Withdrawn'],
  },
  proven: {
    tested: ['good', 'Proven'],
    due: ['some', 'Test is due'],
    never: ['open', 'Never tested'],
    failed: ['open', 'Last test failed'],
    'too-slow': ['open', 'Slower than promised'],
    unknown: ['unknown', 'Interval not set'],
  },
  duty: {
    done: ['good', 'Done'],
    'done-late': ['good', 'Done, late'],
    due: ['some', 'Due'],
    missed: ['open', 'Missed'],
    planned: ['planned', 'Planned'],
    never: ['unknown', 'Never done'],
    paused: ['none', 'Rests'],
  },
  supplier: { assessed: ['good', 'Assessed'], due: ['some', 'Due again'], draft: ['planned', 'Being assessed'], never: ['open', 'Never assessed'] },
  result: { suitable: ['good', 'Suitable'], 'with-conditions': ['some', 'With conditions'], unsuitable: ['bad', 'Unsuitable'] },
  review: {
    open: ['some', 'Open'],
    late: ['open', 'Late'],
    'to-carry-out': ['some', 'Decided, not all carried out'],
    closed: ['good', 'Complete'],
    cancelled: ['none', 'Cancelled'],
  },
  decision: { open: ['planned', 'Open'], keep: ['good', 'Keep'], change: ['some', 'Change'], revoke: ['open', 'Revoke'] },
  notice: {
    told: ['good', 'Told'],
    'told-late': ['some', 'Told, late'],
    open: ['some', 'To be told'],
    late: ['bad', 'Not told in time'],
    undecided: ['unknown', 'Not decided'],
  },
  incident: {
    reported: ['open', 'Reported'],
    'in-hand': ['some', 'In hand'],
    contained: ['some', 'Contained'],
    recovered: ['some', 'Recovered'],
    closed: ['good', 'Closed'],
    'no-incident': ['none', 'Was no incident'],
  },
  severity: { low: ['planned', 'Low'], info: ['none', 'Info'], medium: ['some', 'Medium'], high: ['open', 'High'], critical: ['open', 'Critical'] },
};

export function State({ of, at }: { of: keyof typeof looks; at: string }) {
  const [look, word] = looks[of]?.[at] ?? (['unknown', at] as const);
  return (
    <span className="nowrap">
      <Sign at={look}>{word}</Sign>
    </span>
  );
}
