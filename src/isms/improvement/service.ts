import type { Call } from '../../platform/contract/call.ts';
import { Problem, notFound } from '../../platform/contract/problem.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import { registerHandlers } from '../../platform/register/service.ts';
import { collections } from '../collections.ts';
import { dayInWords } from '../days.ts';
import { ismsOf, type Isms } from '../isms.ts';
import { shownBy } from '../operations/shown.ts';
import type { improvementContract, NonconformityShown } from './contract.ts';
import { lackWords, correctiveActions, ImprovementRules, improvements, nonconformities, type CorrectiveAction, type Nonconformity } from './model.ts';
import { nonconformityStandings, partOf, rulesOf, standingOf } from './state.ts';

/** A nonconformity as lists and pages show it. */
export function shownNonconformity(isms: Isms, nonconformity: Nonconformity, day: string): NonconformityShown {
  const standing = nonconformityStandings(isms, day).get(nonconformity.id) ?? standingOf(nonconformity, [], [], rulesOf(isms), day);
  const open = standing.actions.filter(({ doneOn }) => doneOn === null);
  return {
    ...nonconformity,
    ...standing,
    actions: { all: standing.actions.length, open: open.length, overdue: open.filter(({ dueOn }) => dueOn !== null && dueOn < day).length },
  };
}

async function nonconformityOf(call: Call, id: string): Promise<{ isms: Isms; nonconformity: Nonconformity }> {
  const isms = ismsOf(await call.snapshot());
  const nonconformity = isms.nonconformities.find((each) => each.id === id);
  if (!nonconformity) throw notFound('nonconformity', id);
  return { isms, nonconformity };
}

const wrong = (field: string, message: string, remedy: string) => new Problem('invalid-input', message, { fields: [{ field, message }], remedy });
const notBefore = (call: Call, fields: Record<string, unknown>, names: readonly string[]) => {
  for (const field of names)
    if (typeof fields[field] === 'string' && fields[field] > call.today)
      throw wrong(field, 'That day has not come yet.', 'Give today or a past day.');
};

/** What is raised, with the day and whoever raised it. For other rooms too: audits and certification raise theirs through it. */
export const raiseNonconformity = (call: Call, fields: Partial<Nonconformity> & Pick<Nonconformity, 'title'>): Promise<Nonconformity> =>
  call.write.create(collections.nonconformities, {
    ...fields,
    raisedOn: fields.raisedOn ?? call.today,
    raisedBy: call.actor.name,
    raisedByPerson: call.actor.person,
  });

function beforeNonconformity(call: Call, fields: Record<string, unknown>, before: Nonconformity | null): Record<string, unknown> {
  if (before && before.closedOn !== null)
    throw new Problem('not-possible', `${before.id} was closed on ${dayInWords(before.closedOn)}; it does not change any more.`, {
      remedy: 'Open it again, with the reason.',
    });
  notBefore(call, fields, ['raisedOn', 'correctedOn']);
  if (before) return fields;
  return { ...fields, raisedOn: fields['raisedOn'] ?? call.today, raisedBy: call.actor.name, raisedByPerson: call.actor.person };
}

async function beforeAction(call: Call, fields: Record<string, unknown>, before: CorrectiveAction | null): Promise<Record<string, unknown>> {
  const { nonconformity } = await nonconformityOf(call, (fields['nonconformity'] as string | undefined) ?? before!.nonconformity);
  if (nonconformity.closedOn !== null)
    throw new Problem(
      'not-possible',
      `${nonconformity.id} was closed on ${dayInWords(nonconformity.closedOn)}: its actions do not change any more.`,
      {
        remedy: `Open ${nonconformity.id} again first.`,
      },
    );
  notBefore(call, fields, ['doneOn']);
  const value = (field: 'doneOn' | 'result') => (fields[field] === undefined ? (before?.[field] ?? null) : fields[field]) as string | null;
  if (value('doneOn') !== null && !value('result')?.trim())
    throw wrong('result', 'Say what was done.', 'A sentence is enough; evidence can be linked besides.');
  return fields;
}

/** Opens a closed or failed nonconformity again. */
const reopened = (call: Call, { id, reopened: before }: Nonconformity, reason: string): Promise<Nonconformity> =>
  call.write.change(collections.nonconformities, id, {
    closedOn: null,
    reopened: [...before, { on: call.today, by: call.actor.name, reason }],
  });

/** Why the effect of a nonconformity cannot be reviewed by whoever asks, now. */
function mayNotReview(isms: Isms, nonconformity: Nonconformity, call: Call): string | null {
  const { state, effectFrom, lacks, actions } = nonconformityStandings(isms, call.today).get(nonconformity.id)!;
  const part = partOf(call.actor.person, nonconformity, actions);
  if (part) return part;
  if (state === 'closed') return 'It is closed.';
  if (state === 'waiting') return `Its effect is reviewed from ${dayInWords(effectFrom!)} on, when it has had time to show.`;
  if (state !== 'effect-due')
    return lacks.length > 0 ? `It still needs ${lacks.map((each) => lackWords[each]).join(', ')}.` : 'Not all of its actions are done.';
  return null;
}

/** Nonconformities, corrective actions and improvement (10.1, 10.2). */
export const improvement: Handlers<typeof improvementContract> = {
  nonconformities: registerHandlers<'nonconformities', typeof nonconformities.fields.shape, typeof NonconformityShown>(nonconformities, {
    shown: shownBy((isms, record: Nonconformity, call) => shownNonconformity(isms, record, call.today)),
    beforeWrite: beforeNonconformity,
  }),
  correctiveActions: registerHandlers(correctiveActions, { beforeWrite: beforeAction }),
  improvements: registerHandlers(improvements, {
    beforeWrite(call, fields, before) {
      const status = fields['status'] ?? before?.status;
      const result = (fields['result'] ?? before?.result ?? '') as string;
      if (status === 'declined' && result.trim() === '') throw wrong('result', 'Say why it is declined.', 'Whoever proposed it reads it.');
      const done = status === 'done' && before?.status !== 'done' && !fields['doneOn'] ? { doneOn: call.today } : {};
      return before ? { ...fields, ...done } : { ...fields, ...done, raisedOn: fields['raisedOn'] ?? call.today };
    },
  }),
  async raise(call, input) {
    return { record: await raiseNonconformity(call, input), request: call.request };
  },
  async propose(call, input) {
    return { record: await call.write.create(collections.improvements, { ...input, raisedOn: call.today }), request: call.request };
  },
  async story(call, { id }) {
    const { isms, nonconformity } = await nonconformityOf(call, id);
    const { actions, reviews } = nonconformityStandings(isms, call.today).get(id)!;
    const why = mayNotReview(isms, nonconformity, call);
    return { nonconformity: shownNonconformity(isms, nonconformity, call.today), actions, reviews, mayReview: why === null, mayNotReview: why };
  },
  async review(call, { id, effective, text, evidence }) {
    const { isms, nonconformity } = await nonconformityOf(call, id);
    const why = mayNotReview(isms, nonconformity, call);
    if (why)
      throw new Problem('not-possible', why, {
        remedy: partOf(
          call.actor.person,
          nonconformity,
          isms.correctiveActions.filter((each) => each.nonconformity === id),
        )
          ? 'Ask somebody who had no part in it.'
          : 'Complete what is open, or wait until the time has passed; the days are set in the rules of improvement.',
      });
    await call.write.create(collections.effectivenessReviews, {
      nonconformity: id,
      on: call.today,
      effective,
      text,
      evidence,
      by: call.actor.name,
      byPerson: call.actor.person,
      at: call.now(),
    });
    const record = effective
      ? await call.write.change(collections.nonconformities, id, { closedOn: call.today })
      : await reopened(call, nonconformity, `It has not worked: ${text}`);
    return { record, request: call.request };
  },
  async reopen(call, { id, reason }) {
    const { nonconformity } = await nonconformityOf(call, id);
    if (nonconformity.closedOn === null) throw new Problem('not-possible', `${id} is open.`, { remedy: 'Nothing needs to be done.' });
    return { record: await reopened(call, nonconformity, reason), request: call.request };
  },
  rules: async (call) => ({ record: rulesOf(ismsOf(await call.snapshot())) }),
  async setRules(call, fields) {
    const before = ismsOf(await call.snapshot()).improvementRules;
    const record = before
      ? await call.write.change(collections.improvementRules, before.id, fields)
      : await call.write.create(collections.improvementRules, { ...ImprovementRules.parse({ id: 'improvement-rules' }), ...fields });
    return { record, request: call.request };
  },
};
