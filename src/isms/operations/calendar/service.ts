import { randomBytes } from 'node:crypto';
import { hashToken } from '../../../platform/auth/links.ts';
import type { Call } from '../../../platform/contract/call.ts';
import { Problem, notFound } from '../../../platform/contract/problem.ts';
import type { Handlers } from '../../../platform/contract/serve.ts';
import { fileFields } from '../../../platform/files/attached.ts';
import type { AttachedFile } from '../../../platform/files/model.ts';
import type { Files } from '../../../platform/files/service.ts';
import { standard } from '../../../standard/standard.ts';
import { collections } from '../../collections.ts';
import { ismsOf } from '../../isms.ts';
import { overviewOf } from '../overview.ts';
import { writtenAs } from '../shown.ts';
import type { calendarContract } from './contract.ts';
import { dutiesOf } from './duties.ts';
import type { DutyShown } from './model.ts';

/** Collections of this room whose files are attached one by one, and whether a record of them is closed to that. */
const attachable = [
  'supplier-contracts',
  'supplier-certificates',
  'supplier-assessments',
  'changes',
  'incidents',
  'restore-tests',
  'continuity-tests',
  'access-reviews',
  'people-moves',
];

async function dutyOf(call: Call, key: string): Promise<DutyShown> {
  const duty = dutiesOf(ismsOf(await call.snapshot()), standard, call.today).find((each) => each.key === key);
  if (!duty) throw notFound('duty', key);
  return duty;
}

export interface CalendarSettings {
  files: Files;
  publicUrl(): string;
}

/** The operations calendar (8.1): what falls due, what was done, what was missed. */
export function calendarService({ files, publicUrl }: CalendarSettings): Handlers<typeof calendarContract> {
  const me = (call: Call): string => {
    if (call.actor.person === null)
      throw new Problem('not-possible', 'Your account is joined with nobody of the management system.', {
        remedy: 'Have it joined with your entry among the people.',
      });
    return call.actor.person;
  };
  const linkOf = async (call: Call) => ismsOf(await call.snapshot()).calendarLinks.find(({ person }) => person === call.actor.person) ?? null;
  const end = async (call: Call) => {
    const link = await linkOf(call);
    if (!link) return false;
    await call.write.archive(collections.calendarLinks, link.id);
    await call.query('delete from access.calendar_hashes where organisation_id = $1 and id = $2', [call.organisation.id, link.id]);
    return true;
  };
  return {
    overview: async (call) => ({ figures: overviewOf(ismsOf(await call.snapshot()), standard, call.today, call.now()) }),
    async duties(call, { person, source, dueBy }) {
      const all = dutiesOf(ismsOf(await call.snapshot()), standard, call.today);
      return {
        items: all.filter(
          (each) =>
            (person === undefined || each.assignee === person) &&
            (source === undefined || each.source === source) &&
            (dueBy === undefined || (each.dueOn !== null && each.dueOn <= dueBy)),
        ),
      };
    },
    async records(call, { duty, limit }) {
      const own = ismsOf(await call.snapshot()).dutyRecords.filter((each) => duty === undefined || each.duty === duty);
      return { items: own.toSorted((a, b) => b.on.localeCompare(a.on)).slice(0, limit), total: own.length };
    },
    async done(call, { duty: key, on = call.today, note, evidence, place, uploads }) {
      const duty = await dutyOf(call, key);
      if (!duty.byHand)
        throw new Problem('not-possible', `"${duty.title}" is done by its own record, not here.`, {
          remedy: `Make the record in ${duty.register ?? 'its register'}; the calendar sees it.`,
        });
      if (on > call.today)
        throw new Problem('invalid-input', 'That day has not come yet.', {
          fields: [{ field: 'on', message: 'Give today or a past day.' }],
          remedy: 'Correct the day.',
        });
      if (note.trim() === '' && evidence === null && place.trim() === '' && uploads.length === 0)
        throw new Problem('invalid-input', 'Say what shows that it was done.', {
          fields: [{ field: 'note', message: 'A sentence, a file, evidence or the place of the record.' }],
          remedy: 'Give at least one of them: the record is the evidence.',
        });
      const attached: AttachedFile[] = [];
      for (const upload of uploads) attached.push((await files.received(call, upload)).file);
      const record = await call.write.create(collections.dutyRecords, {
        duty: key,
        title: duty.title,
        control: duty.control ?? '',
        dueOn: duty.dueOn,
        on,
        note,
        evidence,
        place,
        by: call.actor.name,
        byPerson: call.actor.person,
        files: attached,
      });
      return writtenAs(call, record);
    },
    async plan(call, { duty: key, ...change }) {
      await dutyOf(call, key);
      const known = ismsOf(await call.snapshot()).dutyPlans.find(({ duty }) => duty === key);
      const record = known
        ? await call.write.change(collections.dutyPlans, known.id, change)
        : await call.write.create(collections.dutyPlans, { duty: key, ...change });
      return writtenAs(call, record);
    },
    async attach(call, { register, id, upload }) {
      const collection = Object.values(collections).find(({ name }) => name === register && attachable.includes(name));
      if (!collection || fileFields(collection.record).length === 0)
        throw new Problem('invalid-input', `Files are not attached to ${register}.`, {
          fields: [{ field: 'register', message: `One of ${attachable.join(', ')}.` }],
          remedy: 'Choose one of them.',
        });
      const record = (await call.snapshot()).records.get(register)?.get(id) as
        | { files: AttachedFile[]; closedAt?: string | null; status?: string }
        | undefined;
      if (!record) throw notFound('record', id);
      if (record.closedAt || record.status === 'concluded')
        throw new Problem('not-possible', `${id} is closed; nothing is added to it any more.`, {
          remedy: 'Open it again, or attach the file to the next record.',
        });
      const { file } = await files.received(call, upload);
      await call.write.change(collection as typeof collections.incidents, id, { files: [...record.files, file] });
      return { id, request: call.request };
    },
    link: async (call) => ({ link: call.actor.person === null ? null : await linkOf(call) }),
    async makeLink(call) {
      const person = me(call);
      await end(call);
      const token = randomBytes(24).toString('base64url');
      const record = await call.write.create(collections.calendarLinks, {
        person,
        start: token.slice(0, 6),
        createdBy: call.actor.name,
        createdAtTime: call.now(),
      });
      await call.query('insert into access.calendar_hashes (organisation_id, id, hash) values ($1, $2, $3)', [
        call.organisation.id,
        record.id,
        hashToken(token),
      ]);
      return { ...writtenAs(call, record), url: `${publicUrl()}/api/calendar/${token}` };
    },
    async endLink(call) {
      me(call);
      return { ended: await end(call), request: call.request };
    },
  };
}
