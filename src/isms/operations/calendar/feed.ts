import type pg from 'pg';
import { hashToken } from '../../../platform/auth/links.ts';
import type { Calls } from '../../../platform/calls.ts';
import { Problem } from '../../../platform/contract/problem.ts';
import { standard } from '../../../standard/standard.ts';
import { addDays } from '../../days.ts';
import { ismsOf, type Isms } from '../../isms.ts';
import { may } from '../../permissions.ts';
import { systemActor } from '../../reminders/post.ts';
import { dutiesOf } from './duties.ts';
import { calendarFile, type CalendarEvent } from './ical.ts';

interface Row {
  organisation_id: string;
  slug: string;
  name: string;
  time_zone: string;
  currency: string;
  person: string;
  sequence: string;
}

const nothing = () =>
  new Problem('not-found', 'There is nothing at this address.', { remedy: 'A calendar link may have been ended; make a new one on your page.' });

export interface FeedSettings {
  pool: pg.Pool;
  calls: Calls;
  publicUrl(): string;
  /** The dates of the certification, of a room above this one. */
  cycle(isms: Isms, day: string, url: string): CalendarEvent[];
}

/**
 * The calendar of the person to whom a secret address belongs: what is theirs to do, and what nobody has been given.
 * To somebody with a wrong or ended address there is nothing there.
 */
export async function calendarOf({ pool, calls, publicUrl, cycle }: FeedSettings, token: string): Promise<string> {
  const { rows } = await pool.query<Row>('select * from access.calendar($1)', [hashToken(token)]);
  const row = rows[0];
  if (!row) throw nothing();
  const organisation = { id: row.organisation_id, slug: row.slug, name: row.name, timeZone: row.time_zone, currency: row.currency };
  return calls.run({ organisation, actor: systemActor, head: Number(row.sequence) }, { writes: false }, async (call) => {
    const isms = ismsOf(await call.snapshot());
    const person = isms.people.find(({ id }) => id === row.person);
    if (!person || (person.endsOn !== null && person.endsOn < call.today)) throw nothing();
    const address = `${publicUrl()}/o/${organisation.slug}/operations`;
    const horizon = addDays(call.today, 365);
    const events = dutiesOf(isms, standard, call.today)
      .filter(({ assignee, state }) => assignee === person.id && state !== 'paused')
      .flatMap(({ key, title, because, control, occurrences }): CalendarEvent[] =>
        occurrences
          .filter(({ dueOn, doneOn }) => doneOn === null && dueOn <= horizon)
          .map(({ dueOn, state }) => ({
            uid: `${key}.${dueOn}.${organisation.id}@annexa`,
            day: dueOn,
            title: state === 'missed' ? `Missed: ${title}` : title,
            description: [because, control].filter(Boolean).join('\n'),
            url: address,
          })),
      );
    // The dates of the certification are for those who may read the management system.
    const role = isms.members.find((each) => each.person === person.id && (each.expiresOn === null || each.expiresOn > call.today))?.role;
    const dates = role && may(role, 'read the ISMS') ? cycle(isms, call.today, `${publicUrl()}/o/${organisation.slug}/certification`) : [];
    return calendarFile(`${organisation.name}: operations`, [...events, ...dates], call.now());
  });
}
