import type { Call } from '../../platform/contract/call.ts';
import { Problem, notFound, type ProblemField } from '../../platform/contract/problem.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import { registerHandlers } from '../../platform/register/service.ts';
import { standard } from '../../standard/standard.ts';
import { collections } from '../collections.ts';
import { addDays, dayInWords, daysBetween } from '../days.ts';
import { ismsOf, type Isms } from '../isms.ts';
import { trendDays } from '../risk/trend.ts';
import { contentOf, frozenInputs, isIntact, sha256 } from './content.ts';
import type { reviewContract, ReviewShown } from './contract.ts';
import { assemble, figuresOn, unknownInputs } from './inputs/assemble.ts';
import type { Look } from './inputs/look.ts';
import { lacksOf, neededToApprove } from './lacks.ts';
import { reviewDecisions, reviewInputs, type ManagementReview, type ReviewDecision, type ReviewInputShown } from './model.ts';
import { agenda, proposedAttendees } from './prepare.ts';
import { decisionsOf, heldReviews, interval, isOpen, isOverdue, isTopManagement } from './standing.ts';

async function found(call: Call, id: string): Promise<{ isms: Isms; review: ManagementReview }> {
  const isms = ismsOf(await call.snapshot());
  const review = isms.managementReviews.find((each) => each.id === id);
  if (!review) throw notFound('management review', id);
  return { isms, review };
}

async function unapproved(call: Call, id: string): Promise<{ isms: Isms; review: ManagementReview }> {
  const known = await found(call, id);
  if (known.review.status === 'approved')
    throw new Problem('not-possible', 'The minutes are approved: nothing of them changes any more.', {
      remedy: 'Decide anew in the next review. What becomes of a decision is noted with the decision.',
    });
  return known;
}

async function inPreparation(call: Call, id: string): Promise<{ isms: Isms; review: ManagementReview }> {
  const known = await unapproved(call, id);
  if (known.review.status === 'held')
    throw new Problem('not-possible', 'The inputs were frozen when the review was held.', { remedy: 'Take it back to being prepared first.' });
  return known;
}

/** The records as they stood at the end of a day; null: the ledger does not reach back so far. */
async function standing(call: Call, day: string): Promise<Isms | null> {
  if (day >= call.today) return ismsOf(await call.snapshot());
  const isms = ismsOf(await call.asOf(day));
  return isms.organisation ? isms : null;
}

/** What the inputs of a review are made of on a day: the records then, and those of the day of the review before. */
async function lookAt(call: Call, isms: Isms, { id, since }: ManagementReview, day: string): Promise<Look> {
  const then = since === null || since > day ? null : await standing(call, since);
  return { isms, standard, day, review: id, since, before: then && { isms: then, day: since! } };
}

/** Inputs frozen on the day that a review looks back to: what there is to compare with where the ledger has nothing. */
const former = (isms: Isms, { id, since }: ManagementReview): ReviewInputShown[] => {
  const before = since === null ? undefined : heldReviews(isms, since).find((each) => each.id !== id);
  return before ? frozenInputs(before) : [];
};

async function liveInputs(call: Call, isms: Isms, review: ManagementReview, day: string): Promise<ReviewInputShown[]> {
  const records = await standing(call, day);
  if (!records) return commented(review, unknownInputs(dayInWords(day)));
  return commented(review, assemble(await lookAt(call, records, review, day), former(isms, review)));
}

const commented = ({ comments }: ManagementReview, inputs: ReviewInputShown[]): ReviewInputShown[] =>
  inputs.map((each) => ({ ...each, comment: comments[each.input] ?? '' }));

async function shown(call: Call, isms: Isms, review: ManagementReview): Promise<ReviewShown> {
  const { inputs: frozen, content: _content, ...rest } = review;
  const decisions = decisionsOf(isms, review.id);
  const inputs = frozen === '' ? await liveInputs(call, isms, review, call.today) : frozenInputs(review);
  const ledger = frozen === '' && review.since !== null && (await standing(call, review.since)) !== null;
  const compares = inputs.some(({ figures }) => figures.some(({ before }) => before !== null));
  return {
    ...rest,
    inputs,
    decisions,
    lacks: lacksOf(isms, review, inputs, decisions),
    compared: ledger ? 'ledger' : compares ? 'frozen' : 'nothing',
    toApprove: review.status === 'held' ? sha256(contentOf(isms, review, decisions)) : '',
    intact: isIntact(review),
  };
}

const written = (call: Call, record: ManagementReview) => ({ record, request: call.request });

/** What a decision says is settled with the minutes; what becomes of it is not. */
const settled = ['title', 'review', 'kind', 'input'] as const;

async function checkedDecision(call: Call, fields: Record<string, unknown>, before: ReviewDecision | null): Promise<Record<string, unknown>> {
  const isms = ismsOf(await call.snapshot());
  const moves = before === null || settled.some((field) => fields[field] !== undefined && fields[field] !== before[field]);
  for (const id of new Set([before?.review, fields['review'] as string | undefined])) {
    const review = isms.managementReviews.find((each) => each.id === id);
    if (review?.status === 'approved' && moves)
      throw new Problem(
        'not-possible',
        `The minutes of ${dayInWords(review.on)} are approved: ${before ? 'what was decided stays as it is' : 'no decision is added to them'}.`,
        {
          remedy: before ? 'Note what became of it, or decide anew in the next review.' : 'Take the decision in the next review.',
        },
      );
  }
  const doneOn = fields['doneOn'] as string | null | undefined;
  if (doneOn && doneOn > call.today)
    throw new Problem('invalid-input', 'It cannot have been done on a day to come.', {
      fields: [{ field: 'doneOn', message: 'Give today or a past day.' }],
      remedy: 'Correct the day.',
    });
  return fields;
}

const decisions = registerHandlers(reviewDecisions, { beforeWrite: checkedDecision });

/** A review as its page and its minutes show it. */
export async function reviewShown(call: Call, id: string): Promise<ReviewShown> {
  const { isms, review: known } = await found(call, id);
  return shown(call, isms, known);
}

/** The management review (9.3): prepared from the records, held, approved; its decisions are tasks. */
export const review: Handlers<typeof reviewContract> = {
  async reviews(call) {
    const isms = ismsOf(await call.snapshot());
    const items = isms.managementReviews
      .toSorted((a, b) => b.on.localeCompare(a.on))
      .map(({ inputs: _inputs, content: _content, ...rest }) => {
        const own = decisionsOf(isms, rest.id);
        return { ...rest, decisions: own.length, open: own.filter(isOpen).length, overdue: own.filter((each) => isOverdue(each, call.today)).length };
      });
    return { items, interval: interval(isms, call.today) };
  },
  review: (call, { id }) => reviewShown(call, id),
  async series(call, { id, points }) {
    const { review: known } = await found(call, id);
    const end = known.status === 'prepared' || known.on > call.today ? call.today : known.on;
    const length = Math.max(7, Math.min(365, known.since === null ? 365 : daysBetween(known.since, end)));
    const days = trendDays(end, length, points);
    const on = await Promise.all(
      days.map(async (day) => {
        const isms = await standing(call, day);
        return isms ? figuresOn({ isms, standard, day, review: known.id, since: null, before: null }) : null;
      }),
    );
    const keys = [...(on.findLast((each) => each !== null)?.keys() ?? [])];
    return {
      days,
      items: keys.map((name) => {
        const [input, key] = name.split(' ') as [(typeof reviewInputs)[number], string];
        return { input, key, values: on.map((each) => each?.get(name) ?? null) };
      }),
    };
  },

  async prepare(call, { on, ...given }) {
    const isms = ismsOf(await call.snapshot());
    const open = isms.managementReviews.find(({ status }) => status === 'prepared');
    if (open)
      throw new Problem('not-possible', `${open.title} is being prepared already.`, {
        fields: [{ field: 'on', message: `Change the day of ${open.id} instead.` }],
        remedy: `Hold ${open.id}, change its day, or discard it.`,
      });
    const record = await call.write.create(collections.managementReviews, {
      title: `Management review of ${dayInWords(on)}`,
      since: heldReviews(isms, addDays(on, -1))[0]?.on ?? null,
      agenda: agenda(),
      ...proposedAttendees(isms, on),
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
      on,
    });
    return written(call, record);
  },
  async change(call, { id, version, ...changes }) {
    const { review: known } = await unapproved(call, id);
    const moved = (['on', 'since'] as const).filter((field) => changes[field] !== undefined && changes[field] !== known[field]);
    if (known.status === 'held' && moved.length > 0)
      throw new Problem('not-possible', 'The inputs were frozen on the day of the review: its day does not change under them.', {
        fields: moved.map((field) => ({ field, message: 'Take the review back to being prepared first.' })),
        remedy: 'Take the review back to being prepared, correct the day, and hold it again.',
      });
    return written(call, await call.write.change(collections.managementReviews, id, changes, version));
  },
  async comment(call, { id, input, text }) {
    const { review: known } = await inPreparation(call, id);
    return written(call, await call.write.change(collections.managementReviews, id, { comments: { ...known.comments, [input]: text } }));
  },
  async hold(call, { id }) {
    const { isms, review: known } = await inPreparation(call, id);
    const wrong: ProblemField[] = [];
    if (known.on > call.today)
      wrong.push({ field: 'on', message: `It is planned for ${dayInWords(known.on)}; give the day on which it took place.` });
    if (known.attendees.length === 0) wrong.push({ field: 'attendees', message: 'Name who was there.' });
    if (wrong.length > 0)
      throw new Problem('not-possible', `The review cannot have been held like this: ${wrong[0]!.message}`, {
        fields: wrong,
        remedy: 'Correct what is named, then hold it.',
      });
    const inputs = JSON.stringify(await liveInputs(call, isms, known, known.on));
    const record = await call.write.change(collections.managementReviews, id, {
      status: 'held',
      inputs,
      hash: sha256(inputs),
      heldAt: call.now(),
      heldBy: call.actor.name,
    });
    return written(call, record);
  },
  async reopen(call, { id }) {
    const { review: known } = await unapproved(call, id);
    if (known.status === 'prepared') throw new Problem('not-possible', 'It is being prepared already.', { remedy: 'Nothing needs to be done.' });
    const record = await call.write.change(collections.managementReviews, id, { status: 'prepared', inputs: '', hash: '', heldAt: null, heldBy: '' });
    return written(call, record);
  },
  async approve(call, { id, hash, password }) {
    const { isms, review: known } = await unapproved(call, id);
    if (known.status !== 'held')
      throw new Problem('not-possible', 'The review has not been held yet.', { remedy: 'Hold it, then approve its minutes.' });
    const { person, role } = call.actor;
    if (role !== 'top-management' && (person === null || !isTopManagement(isms, person)))
      throw new Problem('not-permitted', 'Minutes of a management review are approved by top management.', {
        remedy: 'Ask somebody of top management; who that is stands with the people and the ISMS roles.',
      });
    const own = decisionsOf(isms, id);
    const missing = lacksOf(isms, known, frozenInputs(known), own).filter(({ lack }) => neededToApprove.includes(lack));
    if (missing.length > 0)
      throw new Problem('not-possible', `The minutes are not complete: ${missing[0]!.says}`, {
        fields: missing.map(({ lack, says }) => ({ field: lack, message: says })),
        remedy: 'Complete what is named: nothing can be added after the approval.',
      });
    const content = contentOf(isms, known, own);
    if (sha256(content) !== hash)
      throw new Problem('conflict', 'The minutes have changed since you read them.', { remedy: 'Read them again, then approve what you have read.' });
    await call.confirm(password);
    const record = await call.write.change(collections.managementReviews, id, {
      status: 'approved',
      content,
      contentHash: hash,
      approvedBy: call.actor.name,
      approvedByPerson: person,
      approvedAt: call.now(),
    });
    return written(call, record);
  },
  async discard(call, { id }) {
    await inPreparation(call, id);
    return written(call, await call.write.archive(collections.managementReviews, id));
  },

  decisions: {
    ...decisions,
    async archive(call, input) {
      const { isms, decision } = await decisionOf(call, input.id);
      if (isms.managementReviews.find(({ id }) => id === decision.review)?.status === 'approved')
        throw new Problem('not-possible', 'What was decided and approved stays.', { remedy: 'Note with the decision what became of it.' });
      return decisions.archive(call, input);
    },
  },
  async mine(call) {
    const { person } = call.actor;
    const isms = ismsOf(await call.snapshot());
    const held = new Set(heldReviews(isms, call.today).map(({ id }) => id));
    return { items: person === null ? [] : isms.reviewDecisions.filter((each) => each.assignee === person && held.has(each.review)) };
  },
  async done(call, { id, result }) {
    const { decision } = await decisionOf(call, id);
    // Somebody else's decision is told apart from none to nobody who may not read it.
    if (call.actor.person === null || decision.assignee !== call.actor.person) throw notFound('decision of yours', id);
    const record = await call.write.change(reviewDecisions, id, { doneOn: call.today, result });
    return { record, request: call.request };
  },
};

async function decisionOf(call: Call, id: string): Promise<{ isms: Isms; decision: ReviewDecision }> {
  const isms = ismsOf(await call.snapshot());
  const decision = isms.reviewDecisions.find((each) => each.id === id);
  if (!decision) throw notFound('decision', id);
  return { isms, decision };
}
