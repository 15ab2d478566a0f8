import type { Call } from '../../../platform/contract/call.ts';
import { Problem, notFound } from '../../../platform/contract/problem.ts';
import type { Handlers } from '../../../platform/contract/serve.ts';
import type { Files } from '../../../platform/files/service.ts';
import { collections } from '../../collections.ts';
import { addDays, dayInWords } from '../../days.ts';
import { ismsOf, type Isms } from '../../isms.ts';
import { newestLists } from '../populations/newest.ts';
import { writtenAs } from '../shown.ts';
import { progressOf, shareOut } from './campaign.ts';
import type { accessReviewsContract } from './contract.ts';
import type { AccessDecision, AccessReview } from './model.ts';
import { decisionsOf, reportOf, shownDecisions, shownReview } from './report.ts';

const usualDays = 14;

async function reviewOf(call: Call, id: string): Promise<{ isms: Isms; review: AccessReview }> {
  const isms = ismsOf(await call.snapshot());
  const review = isms.accessReviews.find((each) => each.id === id);
  if (!review) throw notFound('access review', id);
  return { isms, review };
}
async function openReview(call: Call, id: string) {
  const found = await reviewOf(call, id);
  if (found.review.status !== 'open')
    throw new Problem('not-possible', `The review was ${found.review.status} on ${found.review.closedOn}; nothing is decided in it any more.`, {
      remedy: 'Start the next one.',
    });
  return found;
}
/** A decision needs its reason where somebody will ask for it. */
const needsReason = (decision: string, { hints: own }: AccessDecision) =>
  decision === 'change' || decision === 'revoke' || (decision === 'keep' && own.includes('left'));

/** Access reviews (A.5.18): from the complete list to what was carried out. */
export function accessReviewsService(files: Files): Handlers<typeof accessReviewsContract> {
  return {
    async list(call) {
      const isms = ismsOf(await call.snapshot());
      const own = Map.groupBy(isms.accessDecisions, ({ review }) => review);
      return { items: isms.accessReviews.map((review) => shownReview(isms, review, own.get(review.id) ?? [], call.today)).toReversed() };
    },
    async get(call, { id }) {
      const { isms, review } = await reviewOf(call, id);
      return shownReview(isms, review, decisionsOf(isms, id), call.today);
    },
    async start(call, { population, title, reviewers, share, privilegedOnly, owner, dueOn = addDays(call.today, usualDays) }) {
      const isms = ismsOf(await call.snapshot());
      const list = isms.populations.find((each) => each.id === population);
      if (!list) throw notFound('list of accounts', population);
      if (newestLists(isms).every(({ id }) => id !== population))
        throw new Problem('not-possible', `There is a newer list of ${list.title}.`, { remedy: 'Start over the newest list.' });
      const unknown = reviewers.filter((id) => !isms.people.some((person) => person.id === id));
      if (unknown.length > 0) throw notFound('person', unknown[0]!);
      if (dueOn < call.today)
        throw new Problem('invalid-input', 'The review cannot be due on a past day.', {
          fields: [{ field: 'dueOn', message: 'Give today or a later day.' }],
          remedy: 'Correct the day.',
        });
      const running = isms.accessReviews.find((each) => each.source === list.source && each.status === 'open');
      if (running)
        throw new Problem('conflict', `${running.id} over ${list.title} is open already.`, { remedy: 'Close or cancel it first.', current: running });
      const shares = shareOut(isms, list.accounts, { reviewers, share, privilegedOnly }, call.today);
      const review = await call.write.create(collections.accessReviews, {
        title: title || `Access to ${list.title}, ${dayInWords(list.seenOn)}`,
        system: list.system,
        population,
        source: list.source,
        origin: list.origin,
        listedOn: list.seenOn,
        count: list.count,
        sha256: list.sha256,
        privilegedOnly,
        reviewers,
        share,
        owner: owner ?? call.actor.person,
        status: 'open',
        startedOn: call.today,
        startedBy: call.actor.name,
        dueOn,
      });
      await call.write.createMany(
        collections.accessDecisions,
        shares.map((each) => ({ ...each, review: review.id })),
      );
      return writtenAs(call, review);
    },
    async decisions(call, { id, decision, reviewer, notDone, search, limit, offset }) {
      const { isms } = await reviewOf(call, id);
      const wanted = search?.toLowerCase();
      const own = decisionsOf(isms, id).filter(
        (each) =>
          (decision === undefined || each.decision === decision) &&
          (reviewer === undefined || each.reviewer === reviewer) &&
          (notDone === undefined || ((each.decision === 'revoke' || each.decision === 'change') && each.doneOn === null)) &&
          (wanted === undefined ||
            `${each.account.id} ${each.account.name} ${each.account.email} ${each.account.access}`.toLowerCase().includes(wanted)),
      );
      return { items: shownDecisions(isms, own.slice(offset, offset + limit)), total: own.length };
    },
    async reassign(call, { id, decisions: ids, from, to }) {
      const { isms } = await openReview(call, id);
      if (!isms.people.some((person) => person.id === to && (person.endsOn === null || person.endsOn >= call.today)))
        throw new Problem('invalid-input', `${to} cannot review.`, {
          fields: [{ field: 'to', message: 'Name a person who is there.' }],
          remedy: 'Name another.',
        });
      const wanted = ids && new Set(ids);
      const moving = decisionsOf(isms, id).filter(
        (each) => each.decision === 'open' && (wanted ? wanted.has(each.id) : from !== undefined && each.reviewer === from) && each.reviewer !== to,
      );
      const self = moving.filter(({ person }) => person === to);
      if (self.length > 0)
        throw new Problem(
          'not-possible',
          `Nobody reviews their own access: ${self[0]!.account.name || self[0]!.account.id} is the new reviewer’s own account.`,
          { remedy: 'Leave that account with somebody else.' },
        );
      await call.write.changeMany(
        collections.accessDecisions,
        moving.map((each) => ({ id: each.id, reviewer: to })),
      );
      return { moved: moving.length, request: call.request };
    },
    async close(call, { id, note }) {
      const { isms } = await openReview(call, id);
      const { open, all } = progressOf(decisionsOf(isms, id));
      if (open > 0)
        throw new Problem('not-possible', `${open} of ${all} accounts have no decision.`, {
          remedy: 'Remind the reviewers, or give the accounts to somebody else.',
        });
      return writtenAs(
        call,
        await call.write.change(collections.accessReviews, id, { status: 'closed', closedOn: call.today, closedBy: call.actor.name, note }),
      );
    },
    async cancel(call, { id, note }) {
      await openReview(call, id);
      return writtenAs(
        call,
        await call.write.change(collections.accessReviews, id, { status: 'cancelled', closedOn: call.today, closedBy: call.actor.name, note }),
      );
    },
    async report(call, { id }) {
      const { isms, review } = await reviewOf(call, id);
      return reportOf(isms, review, call.today);
    },
    async carriedOut(call, { id, note, upload }) {
      const isms = ismsOf(await call.snapshot());
      const decision = isms.accessDecisions.find((each) => each.id === id);
      if (!decision) throw notFound('decision', id);
      if (decision.decision !== 'revoke' && decision.decision !== 'change')
        throw new Problem('not-possible', 'Nothing was to be carried out.', { remedy: 'Only changes and revocations are carried out.' });
      if (decision.doneOn !== null)
        throw new Problem('not-possible', `It was shown to have happened on ${decision.doneOn} already.`, { remedy: 'Nothing needs to be done.' });
      const file = upload === undefined ? null : (await files.received(call, upload)).file;
      const record = await call.write.change(collections.accessDecisions, id, {
        doneOn: call.today,
        doneBy: call.actor.name,
        doneNote: note,
        ...(file && { files: [...decision.files, file] }),
      });
      return writtenAs(call, record);
    },
    async mine(call) {
      const { person } = call.actor;
      const isms = ismsOf(await call.snapshot());
      if (person === null) return { person, items: [] };
      const own = Map.groupBy(
        isms.accessDecisions.filter(({ reviewer }) => reviewer === person),
        ({ review }) => review,
      );
      return {
        person,
        items: isms.accessReviews.flatMap(({ id, title, dueOn, status, listedOn, origin }) => {
          const list = own.get(id) ?? [];
          return status !== 'open' || list.length === 0
            ? []
            : [{ review: id, title, dueOn, listedOn, origin, all: list.length, open: list.filter(({ decision }) => decision === 'open').length }];
        }),
      };
    },
    async myDecisions(call, { id }) {
      const { isms } = await reviewOf(call, id);
      const own = decisionsOf(isms, id).filter(({ reviewer }) => call.actor.person !== null && reviewer === call.actor.person);
      if (own.length === 0) throw notFound('access review', id);
      return { items: shownDecisions(isms, own), total: own.length };
    },
    async decide(call, { id, items }) {
      const { isms } = await openReview(call, id);
      const me = call.actor.person;
      if (me === null)
        throw new Problem('not-permitted', 'Only a person of the management system decides on access.', {
          remedy: 'Have your account joined with your entry among the people.',
        });
      const known = new Map(decisionsOf(isms, id).map((each) => [each.id, each]));
      const email =
        isms.people
          .find((person) => person.id === me)
          ?.email.trim()
          .toLowerCase() ?? '';
      const fields: { field: string; message: string }[] = [];
      for (const { id: which, decision, reason } of items) {
        const each = known.get(which);
        if (!each) throw notFound('account of this review', which);
        const name = each.account.name || each.account.id;
        if (each.person === me || (email !== '' && each.account.email.trim().toLowerCase() === email))
          throw new Problem('not-permitted', `${name} is your own account: nobody reviews their own access.`, {
            remedy: 'Ask whoever runs the review to give it to somebody else.',
          });
        if (each.reviewer !== me)
          throw new Problem('not-permitted', `${name} is for another reviewer to decide.`, { remedy: 'Decide on the accounts that are yours.' });
        if (needsReason(decision, each) && reason.trim() === '')
          fields.push({
            field: which,
            message:
              decision === 'keep'
                ? `${name} belongs to somebody who has left: say why it is kept.`
                : `Say why ${name} is ${decision === 'revoke' ? 'revoked' : 'changed, and to what'}.`,
          });
      }
      if (fields.length > 0) throw new Problem('invalid-input', fields[0]!.message, { fields, remedy: 'Give the reason.' });
      await call.write.changeMany(
        collections.accessDecisions,
        items.map(({ id: which, decision, reason }) => ({
          id: which,
          decision,
          reason: decision === 'open' ? '' : reason,
          decidedBy: decision === 'open' ? '' : call.actor.name,
          decidedByPerson: decision === 'open' ? null : me,
          decidedAt: decision === 'open' ? null : call.now(),
        })),
      );
      const left = decisionsOf(ismsOf(await call.snapshot()), id).filter(({ reviewer, decision }) => reviewer === me && decision === 'open').length;
      return { decided: items.length, open: left, request: call.request };
    },
  };
}
