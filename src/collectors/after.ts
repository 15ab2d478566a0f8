import { collections } from '../isms/collections.ts';
import { addDays } from '../isms/days.ts';
import { ismsOf } from '../isms/isms.ts';
import type { Connection } from '../isms/checks/model.ts';
import type { Calls, Entered } from '../platform/calls.ts';
import { exceptionFor } from './exceptions.ts';
import type { ResultChange } from './results.ts';

export interface AfterSettings {
  calls: Calls;
  publicUrl(): string;
  mail: ((message: { to: string; subject: string; text: string }) => Promise<unknown>) | null;
}

/** Days that a task from a failed check is given. */
const daysToMend = 14;

/**
 * After a run: a failure whose check has an owner becomes their task, unless an exception covers it or one is open; a
 * check that passes again ends the task; and those concerned are told once, in one message.
 */
export function afterRun({ calls, mail, publicUrl }: AfterSettings) {
  return async (entered: Entered, connection: Connection, changes: ResultChange[]): Promise<void> => {
    const turned = changes.filter(({ before, fields }) => before?.outcome !== fields.outcome);
    await calls.run(entered, { writes: true }, async (call) => {
      const isms = ismsOf(await call.snapshot());
      for (const { fields } of turned) {
        const open = isms.controlTasks.filter(
          ({ status, connection: at, check }) => status !== 'done' && at === connection.id && check === fields.check,
        );
        if (fields.outcome === 'fail') {
          const owner = connection.checks[fields.check]?.owner ?? null;
          if (owner === null || open.length > 0 || exceptionFor(isms, fields.check, connection.id, '', call.today)) continue;
          await call.write.create(collections.controlTasks, {
            title: fields.title,
            control: fields.controls[0] ?? null,
            assignee: owner,
            dueOn: addDays(call.today, daysToMend),
            note: fields.because,
            connection: connection.id,
            check: fields.check,
          });
        } else if (fields.outcome === 'pass') {
          for (const { id, note } of open)
            await call.write.change(collections.controlTasks, id, {
              status: 'done',
              doneOn: call.today,
              note: [note, `Passes since ${call.today} (${fields.run}).`].filter(Boolean).join('\n'),
            });
        }
      }
      if (!mail) return;
      const people = new Map(isms.people.map((person) => [person.id, person]));
      const told = new Map<string, ResultChange[]>();
      for (const change of turned) {
        // The first result of a new connection is no change anybody waits for.
        if (!change.before) continue;
        for (const id of new Set([connection.checks[change.fields.check]?.owner, connection.owner])) {
          const email = id ? people.get(id)?.email : '';
          if (email) told.set(email, [...(told.get(email) ?? []), change]);
        }
      }
      const address = `${publicUrl()}/o/${call.organisation.slug}/connections/${connection.id}`;
      call.afterCommit(async () => {
        for (const [to, own] of told)
          await mail({
            to,
            subject: `${connection.title}: ${own.length === 1 ? 'a check has changed' : `${own.length} checks have changed`}`,
            text: `${own.map(({ before, fields }) => `- ${fields.title}: ${before!.outcome} → ${fields.outcome}. ${fields.because}`).join('\n')}\n\n${address}\n`,
          });
      });
    });
  };
}
