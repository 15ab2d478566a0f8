import type { Isms } from '../../isms/isms.ts';
import type { Traps } from './support.ts';

const [closed, inHand] = [0, 1];
const nc = (i: Isms, at = inHand) => i.nonconformities[at]!;
const undo = (i: Isms, fields: object) => void Object.assign(nc(i), { raisedOn: '2026-10-01', ...fields });

/** Traps for nonconformities, corrective actions and improvement. */
export const clause10Traps: Traps = {
  '10.2-major-overdue': (i) => undo(i, { grade: 'major', dueOn: '2026-11-20' }),
  '10.2-minor-overdue': (i) => undo(i, { dueOn: '2026-11-20' }),
  '10.2-without-owner': (i) => undo(i, { owner: null }),
  '10.2-not-put-right': (i) => undo(i, { correctedOn: null }),
  '10.2-extent-unknown': (i) => undo(i, { extent: '' }),
  '10.2-cause-unknown': (i) => undo(i, { cause: ' ' }),
  '10.2-no-action': (i) => {
    undo(i, {});
    i.correctiveActions = i.correctiveActions.filter(({ nonconformity }) => nonconformity !== nc(i).id);
  },
  '10.2-action-without-person-or-day': (i) => void (i.correctiveActions[inHand]!.assignee = null),
  '10.2-action-overdue': (i) => void (i.correctiveActions[inHand]!.dueOn = '2026-11-23'),
  '10.2-effect-not-reviewed': (i) => {
    nc(i, closed).closedOn = null;
    i.effectivenessReviews = [];
    i.correctiveActions[closed]!.doneOn = '2026-08-20';
  },
  '10.2-closed-without-review': (i) => void (i.effectivenessReviews = []),
  '10.2-judged-by-part': (i) => void (i.effectivenessReviews[0]!.byPerson = nc(i, closed).owner),
  '10.2-comes-back': (i) => void (nc(i).reopened = ['2026-11-05', '2026-11-12'].map((on) => ({ on, by: 'Manager', reason: 'Again.' }))),
  '10.2-requirement-not-named': (i) => void (nc(i).subjects = []),
  '10.1-nothing-improved': (i) => {
    for (const each of [...i.nonconformities, ...i.improvements]) each.raisedOn = '2025-10-01';
    i.nonconformities = i.nonconformities.filter(({ closedOn }) => closedOn !== null);
    i.correctiveActions = i.correctiveActions.filter(({ doneOn }) => doneOn !== null);
  },
  '10.1-opportunity-left': (i) => void (i.improvements[0]!.dueOn = '2026-11-20'),
};
