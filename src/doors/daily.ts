import type pg from 'pg';
import { remindAll } from '../isms/daily/service.ts';
import { supersedeFormer } from '../isms/documents/scheduled.ts';
import { systemActor, type Post } from '../isms/reminders/post.ts';
import { organisationsOf } from '../platform/auth/enter.ts';
import { hourIn, type Calls } from '../platform/calls.ts';

/** People are reminded in the morning of the place where they are, not at midnight. */
const morning = 7;

export interface DutiesSettings {
  pool: pg.Pool;
  calls: Calls;
  post: Post;
  onError(error: unknown): void;
}

/**
 * What is due by the clock, for every organisation; called every hour. What comes into force does so in the first hour of
 * its day, reminders go out once a day from the morning on, and what could not be sent is tried again. Any number of
 * processes may do it at once: the day is taken in the transaction that writes the reminders down.
 */
export async function runDuties({ pool, calls, post, onError }: DutiesSettings): Promise<void> {
  for (const { organisation, head } of await organisationsOf(pool, { kind: 'machine' }, 'system')) {
    // What fails in one organisation does not hold up the others.
    try {
      await calls.run({ organisation, actor: systemActor, head }, { writes: true }, async (call) => {
        await supersedeFormer(call);
        if (!post.ready || hourIn(organisation.timeZone, calls.now()) < morning) return;
        const taken = await call.query('insert into access.daily_runs (organisation_id, day) values ($1, $2) on conflict do nothing returning day', [
          organisation.id,
          call.today,
        ]);
        if (taken.length > 0) await remindAll(call, post, 'daily');
      });
      await calls.settled();
      await post.deliver(organisation);
    } catch (error) {
      onError(error);
    }
  }
}
