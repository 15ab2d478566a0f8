import type { Call } from '../../../platform/contract/call.ts';
import { Problem, notFound } from '../../../platform/contract/problem.ts';
import type { Handlers } from '../../../platform/contract/serve.ts';
import type { Files } from '../../../platform/files/service.ts';
import { standard } from '../../../standard/standard.ts';
import { collections } from '../../collections.ts';
import { addDays } from '../../days.ts';
import { ismsOf, type Isms } from '../../isms.ts';
import { writtenAs } from '../shown.ts';
import { stepsFor } from './checklist.ts';
import type { MoveShown, movesContract } from './contract.ts';
import { leaversWithAccounts } from './leavers.ts';
import type { MoveKind, PeopleMove } from './model.ts';

/** Days before and after a first or last day in which a checklist is missed. */
const lookout = { before: 14, after: 60 };

export function shownMove(isms: Isms, move: PeopleMove, day: string): MoveShown {
  const open = move.closedOn === null ? move.steps.filter(({ state }) => state === 'open') : [];
  return {
    ...move,
    name: isms.people.find(({ id }) => id === move.person)?.name ?? move.person,
    open: open.length,
    late: open.filter(({ dueOn }) => dueOn < day).length,
    nextDueOn: open.map(({ dueOn }) => dueOn).toSorted()[0] ?? null,
  };
}

/** People whose first or last day is near and who have no checklist. */
export function missingMoves(isms: Pick<Isms, 'people' | 'peopleMoves'>, day: string) {
  const known = new Set(isms.peopleMoves.map(({ person, kind }) => `${person} ${kind}`));
  const [from, to] = [addDays(day, -lookout.after), addDays(day, lookout.before)];
  return isms.people.flatMap(({ id, name, startsOn, endsOn }) =>
    (
      [
        ['joiner', startsOn],
        ['leaver', endsOn],
      ] as const
    ).flatMap(([kind, on]) =>
      on === null || on < from || on > to || known.has(`${id} ${kind}`) ? [] : [{ person: id, name, kind: kind as MoveKind, on }],
    ),
  );
}

async function openMove(call: Call, id: string): Promise<PeopleMove> {
  const move = ismsOf(await call.snapshot()).peopleMoves.find((each) => each.id === id);
  if (!move) throw notFound('checklist', id);
  if (move.closedOn !== null) throw new Problem('not-possible', `The checklist was closed on ${move.closedOn}.`, { remedy: 'Start another one.' });
  return move;
}

/** Joiners, movers, leavers (A.5.11, A.5.18, A.6.1–A.6.5). */
export function movesService(files: Files): Handlers<typeof movesContract> {
  return {
    async list(call) {
      const isms = ismsOf(await call.snapshot());
      return {
        items: isms.peopleMoves.map((move) => shownMove(isms, move, call.today)).toReversed(),
        missing: missingMoves(isms, call.today),
        leavers: leaversWithAccounts(isms, call.today),
      };
    },
    async start(call, { person: id, kind, on: given, responsible, note }) {
      const isms = ismsOf(await call.snapshot());
      const person = isms.people.find((each) => each.id === id);
      if (!person) throw notFound('person', id);
      const on = given ?? (kind === 'joiner' ? person.startsOn : kind === 'leaver' ? person.endsOn : call.today);
      if (on === null)
        throw new Problem('invalid-input', `The entry of ${person.name} has no ${kind === 'joiner' ? 'first' : 'last'} day.`, {
          fields: [{ field: 'on', message: 'Give the day.' }],
          remedy: 'Give the day.',
        });
      const running = isms.peopleMoves.find((each) => each.person === id && each.kind === kind && each.closedOn === null);
      if (running) throw new Problem('conflict', `${running.id} is open already.`, { remedy: 'Go on with it.', current: running });
      const record = await call.write.create(collections.peopleMoves, {
        person: id,
        kind,
        on,
        responsible: responsible ?? person.manager,
        note,
        steps: stepsFor(isms, standard.checklists, kind, id, on),
        startedBy: call.actor.name,
      });
      return writtenAs(call, record);
    },
    async step(call, { id, step, state, note, upload }) {
      const move = await openMove(call, id);
      const known = move.steps.find((each) => each.step === step);
      if (!known) throw notFound('step', step);
      if (state === 'not-needed' && note.trim() === '')
        throw new Problem('invalid-input', 'Say why the step is not needed.', {
          fields: [{ field: 'note', message: 'Say why.' }],
          remedy: 'Give the reason.',
        });
      const file = upload === undefined ? null : (await files.received(call, upload)).file;
      const asset = /^asset:(.+)$/.exec(step)?.[1];
      const mark = state === 'open' ? { at: null, by: '', byPerson: null } : { at: call.now(), by: call.actor.name, byPerson: call.actor.person };
      const record = await call.write.change(collections.peopleMoves, id, {
        steps: move.steps.map((each) => (each.step === step ? { ...each, state, note, ...mark } : each)),
        ...(file && { files: [...move.files, file] }),
      });
      // What is given back is so in the inventory too.
      if (asset && ismsOf(await call.snapshot()).assets.some((each) => each.id === asset))
        await call.write.change(collections.assets, asset, { returnedOn: state === 'done' ? call.today : null });
      return writtenAs(call, record);
    },
    async addStep(call, { id, title, who, dueOn }) {
      const move = await openMove(call, id);
      const own = move.steps.filter(({ step }) => step.startsWith('own:')).length;
      const step = { step: `own:${own + 1}`, title, who, control: '', dueOn, state: 'open' as const, at: null, by: '', byPerson: null, note: '' };
      return writtenAs(call, await call.write.change(collections.peopleMoves, id, { steps: [...move.steps, step] }));
    },
    async close(call, { id }) {
      const move = await openMove(call, id);
      const open = move.steps.filter(({ state }) => state === 'open');
      if (open.length > 0)
        throw new Problem('not-possible', `${open.length} ${open.length === 1 ? 'step is' : 'steps are'} open.`, {
          fields: open.map(({ step, title }) => ({ field: step, message: title })),
          remedy: 'Do them, or say why they are not needed.',
        });
      return writtenAs(call, await call.write.change(collections.peopleMoves, id, { closedOn: call.today, closedBy: call.actor.name }));
    },
  };
}
