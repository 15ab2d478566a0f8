import type { Change, ChangeShown } from './model.ts';

/** How far a change is. */
export function stateOf(change: Change): ChangeShown['state'] {
  if (change.withdrawnOn !== null) return 'withdrawn';
  if (change.implementedOn === null) return change.approvedOn === null ? 'draft' : 'approved';
  return change.result !== '' && (change.kind !== 'emergency' || change.reviewedOn !== null) ? 'closed' : 'implemented';
}

/** What an auditor would miss: only what the change should have by the point it has reached. */
export function lacksOf(change: Change): ChangeShown['lacks'] {
  if (change.withdrawnOn !== null) return [];
  const done = change.implementedOn !== null;
  const emergency = change.kind === 'emergency';
  const lacks: ChangeShown['lacks'] = [];
  if (done && change.implementer === null) lacks.push('implementer');
  if (done && change.approvedOn === null && change.kind === 'normal') lacks.push('approval');
  if (done && change.tested.trim() === '' && change.kind === 'normal') lacks.push('test');
  if ((done || change.approvedOn !== null) && change.backOut.trim() === '' && change.kind === 'normal' && change.risk !== 'low')
    lacks.push('back-out');
  if (done && change.result === '') lacks.push('result');
  if (done && emergency && change.reviewedOn === null) lacks.push('review');
  return lacks;
}
