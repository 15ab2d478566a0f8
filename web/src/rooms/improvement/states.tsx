import type { NonconformityShown } from '../../../../src/isms/improvement/contract.ts';

type State = NonconformityShown['state'];

/** How far a nonconformity has come, from left to right; each differs in shape too. */
export const stateWords: Record<State, { sign: string; title: string; means: string; colour: string }> = {
  raised: { sign: '○', title: 'Found', means: 'Has to be put right', colour: 'var(--orange)' },
  analysed: { sign: '◔', title: 'Put right', means: 'Where else, why, and what to do are open', colour: 'var(--orange)' },
  'in-hand': { sign: '◐', title: 'In hand', means: 'Actions are under way', colour: 'var(--yellow)' },
  waiting: { sign: '◕', title: 'Done', means: 'The effect needs time to show', colour: 'var(--yellow)' },
  'effect-due': { sign: '◑', title: 'Effect to review', means: 'Somebody else looks whether it has worked', colour: 'var(--orange)' },
  closed: { sign: '●', title: 'Closed', means: 'It has been shown to be gone', colour: 'var(--green)' },
};
export function StateOf({
  nonconformity: { state, overdue, escalated },
}: {
  nonconformity: Pick<NonconformityShown, 'state' | 'overdue' | 'escalated'>;
}) {
  const { sign, title, colour, means } = stateWords[state];
  return (
    <span className="nowrap" title={means}>
      <span aria-hidden style={{ color: colour, fontWeight: 700, marginRight: 6 }}>
        {sign}
      </span>
      {title}
      {overdue && <span style={{ color: 'var(--red)' }}> ■ {escalated ? 'overdue, escalated' : 'overdue'}</span>}
    </span>
  );
}

export function GradeOf({ grade }: { grade: 'major' | 'minor' }) {
  return <span className={`grade-${grade} nowrap`}>{grade === 'major' ? '■ Major' : '▲ Minor'}</span>;
}
