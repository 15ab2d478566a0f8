import type { Call } from '../../platform/contract/call.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import { standard } from '../../standard/standard.ts';
import { requestsWaiting } from '../auditor/requests/state.ts';
import { auditsDue } from '../audits/due.ts';
import { lessonsDue } from '../awareness/due.ts';
import { certificationWaiting } from '../certification/due.ts';
import { collections } from '../collections.ts';
import { improvementWaiting } from '../improvement/due.ts';
import { approvalsDue, readingsDue, reviewsDue } from '../documents/due.ts';
import { supersedeFormer } from '../documents/scheduled.ts';
import { compareIds, ismsOf, type Isms } from '../isms.ts';
import { decisionsDue, dutiesDue, stepsDue } from '../operations/due.ts';
import { managementReviewsDue, reviewDecisionsDue } from '../review/due.ts';
import { digests, type Waiting } from '../reminders/due.ts';
import type { Post } from '../reminders/post.ts';
import type { dailyContract } from './contract.ts';

/** Everything that waits for anybody on a day. */
export const waitingFor = (isms: Isms, day: string): Waiting[] => [
  ...readingsDue(isms, day),
  ...lessonsDue(isms, day),
  ...approvalsDue(isms, day),
  ...reviewsDue(isms, standard, day),
  ...decisionsDue(isms),
  ...dutiesDue(isms, standard, day),
  ...stepsDue(isms, day),
  ...improvementWaiting(isms, day),
  ...certificationWaiting(isms, day),
  ...requestsWaiting(isms, day),
  ...auditsDue(isms, day),
  ...reviewDecisionsDue(isms, day),
  ...managementReviewsDue(isms, day),
];

/** The reminders of a day, written down and on their way. Answers whom they go to, and who cannot be reached. */
export async function remindAll(call: Call, post: Post, askedBy: string) {
  const isms = ismsOf(await call.snapshot());
  const people = new Map(isms.people.map((person) => [person.id, person]));
  const due = digests(waitingFor(isms, call.today), isms.reminders, call.today).filter(({ person }) => {
    const endsOn = people.get(person)?.endsOn ?? null;
    return people.has(person) && (endsOn === null || endsOn >= call.today);
  });
  await post.queue(call, due, askedBy);
  if (post.ready) {
    const read = new Set(due.flatMap(({ items }) => items.flatMap(({ kind, subject }) => (kind === 'read' ? [subject] : []))));
    await call.write.changeMany(
      collections.campaigns,
      isms.campaigns
        .filter(({ documentVersion, endedOn }) => endedOn === null && read.has(documentVersion))
        .map(({ id }) => ({ id, remindedOn: call.today })),
    );
  }
  const reachable = due.filter(({ person }) => people.get(person)!.email !== '');
  return {
    reminded: reachable.length,
    withoutAddress: due.filter(({ person }) => people.get(person)!.email === '').map(({ person }) => people.get(person)!.name),
    sent: post.ready,
  };
}

/** What is due by the clock, asked for by hand; and the record of what was sent. */
export function dailyService(post: Post): Handlers<typeof dailyContract> {
  return {
    async run(call) {
      const superseded = await supersedeFormer(call);
      return { request: call.request, superseded, ...(await remindAll(call, post, call.actor.name)) };
    },
    async reminders(call, { person, limit }) {
      const isms = ismsOf(await call.snapshot());
      const people = new Map(isms.people.map(({ id, name, email }) => [id, { name, email }]));
      const own = isms.reminders.filter((each) => person === undefined || each.person === person);
      const open = Map.groupBy(waitingFor(isms, call.today), (each) => each.person);
      return {
        mailServer: post.ready,
        total: own.length,
        items: own
          .toSorted((a, b) => b.on.localeCompare(a.on) || compareIds(b.id, a.id))
          .slice(0, limit)
          .map((each) => ({ ...each, name: people.get(each.person)?.name ?? each.person })),
        overdue: [...open]
          .filter(([id]) => person === undefined || id === person)
          .map(([id, list]) => ({
            person: id,
            name: people.get(id)?.name ?? id,
            reachable: (people.get(id)?.email ?? '') !== '',
            items: list
              .filter(({ dueOn }) => dueOn !== null && dueOn < call.today)
              .map(({ kind, subject, title, dueOn }) => ({ kind, subject, title, dueOn })),
          }))
          .filter(({ items }) => items.length > 0),
      };
    },
  };
}
