import type { Call } from '../../platform/contract/call.ts';
import { ismsOf } from '../isms.ts';
import { askedFor, type Waiting } from './due.ts';
import type { Post } from './post.ts';

/**
 * Reminds by hand of some things, those who have not been reminded of them today: whoever asks twice does not write
 * twice. Without a mail server it only says who would be reached.
 */
export async function remindNow(call: Call, post: Post, waiting: readonly Waiting[]) {
  const isms = ismsOf(await call.snapshot());
  const people = new Map(isms.people.map((person) => [person.id, person]));
  const asked = askedFor(waiting, isms.reminders, call.today).filter(({ person }) => people.has(person));
  await post.queue(call, asked, call.actor.name);
  return {
    reminded: asked.filter(({ person }) => people.get(person)!.email !== '').length,
    withoutAddress: asked.filter(({ person }) => people.get(person)!.email === '').map(({ person }) => people.get(person)!.name),
    sent: post.ready,
  };
}
