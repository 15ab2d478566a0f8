import type { Call } from '../../../platform/contract/call.ts';
import { Problem, notFound } from '../../../platform/contract/problem.ts';
import type { Handlers } from '../../../platform/contract/serve.ts';
import { registerHandlers } from '../../../platform/register/service.ts';
import { ismsOf } from '../../isms.ts';
import { shownBy, writtenAs } from '../shown.ts';
import type { changesContract } from './contract.ts';
import { ChangeShown, changes as register, type Change } from './model.ts';
import { lacksOf, stateOf } from './state.ts';

async function changeOf(call: Call, id: string): Promise<Change> {
  const change = ismsOf(await call.snapshot()).changes.find((each) => each.id === id);
  if (!change) throw notFound('change', id);
  return change;
}

/** Whoever does a change neither approves nor reviews it. Errors: not-permitted. */
function somebodyElse(call: Call, change: Change, what: string): void {
  if (call.actor.person !== null && call.actor.person === change.implementer)
    throw new Problem('not-permitted', `Whoever does the change does not ${what} it.`, { remedy: 'Ask somebody else.' });
}

/** What was approved is not changed under the approval: the approval falls with it. */
const approvedParts = ['title', 'kind', 'risk', 'description', 'systems', 'backOut', 'implementer'] as const;

function beforeWrite(call: Call, fields: Record<string, unknown>, before: Change | null): Record<string, unknown> {
  const after = { ...register.fields.parse({ title: '-', ...before, ...definedOf(fields) }), approvedOn: before?.approvedOn ?? null };
  if (after.implementedOn !== null && after.implementedOn > call.today)
    throw new Problem('invalid-input', 'It cannot have been done on a day to come.', {
      fields: [{ field: 'implementedOn', message: 'Give today or a past day.' }],
      remedy: 'Correct the day.',
    });
  const voids =
    before !== null &&
    before.approvedOn !== null &&
    before.implementedOn === null &&
    approvedParts.some((part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]));
  if (after.implementedOn !== null && (before?.implementedOn ?? null) === null && after.kind === 'normal' && (after.approvedOn === null || voids))
    throw new Problem('not-possible', 'The change has not been approved.', {
      fields: [{ field: 'implementedOn', message: 'Have it approved first, or enter it as an emergency change.' }],
      remedy: 'Have it approved, or say that it was an emergency: then it is reviewed afterwards.',
    });
  if (after.result !== '' && after.implementedOn === null)
    throw new Problem('invalid-input', 'A result needs the day on which it was done.', {
      fields: [{ field: 'implementedOn', message: 'Say when it was done.' }],
      remedy: 'Give the day as well.',
    });
  return voids ? { ...fields, approvedBy: null, approvedByName: '', approvedOn: null } : fields;
}
const definedOf = (fields: Record<string, unknown>) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** Changes to systems and processing (A.8.32). */
export const changes: Handlers<typeof changesContract> = {
  ...registerHandlers<'changes', typeof register.fields.shape, typeof ChangeShown>(register, {
    schema: ChangeShown,
    shown: shownBy((_isms, change: Change) => ({ ...change, state: stateOf(change), lacks: lacksOf(change) })) as never,
    beforeWrite: (call, fields, before) => beforeWrite(call, fields, before as Change | null),
    exportColumns: [
      { title: 'State', value: ({ state }) => state },
      { title: 'Approved by', value: ({ approvedByName }) => approvedByName },
      { title: 'Approved on', value: ({ approvedOn }) => approvedOn },
    ],
  }),
  async approve(call, { id }) {
    const change = await changeOf(call, id);
    somebodyElse(call, change, 'approve');
    if (change.approvedOn !== null)
      throw new Problem('not-possible', `It was approved on ${change.approvedOn} already.`, { remedy: 'Nothing needs to be done.' });
    if (change.implementedOn !== null)
      throw new Problem('not-possible', 'It has been done already: it can only be reviewed.', { remedy: 'Review it.' });
    if (change.risk !== 'low' && change.backOut.trim() === '')
      throw new Problem('not-possible', `A change of ${change.risk} risk needs a way back before it is approved.`, {
        fields: [{ field: 'backOut', message: 'Say how to get back.' }],
        remedy: 'Write down how to get back.',
      });
    const record = await call.write.change(register, id, { approvedBy: call.actor.person, approvedByName: call.actor.name, approvedOn: call.today });
    return writtenAs(call, record);
  },
  async review(call, { id, review }) {
    const change = await changeOf(call, id);
    somebodyElse(call, change, 'review');
    if (change.implementedOn === null) throw new Problem('not-possible', 'It has not been done yet.', { remedy: 'Say when it was done first.' });
    const record = await call.write.change(register, id, {
      reviewedBy: call.actor.person,
      reviewedByName: call.actor.name,
      reviewedOn: call.today,
      review,
    });
    return writtenAs(call, record);
  },
};
