import type { Call } from '../../platform/contract/call.ts';
import { Problem, notFound } from '../../platform/contract/problem.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import { tableFile } from '../../platform/register/table-file.ts';
import { standard } from '../../standard/standard.ts';
import { collections } from '../collections.ts';
import { ismsOf } from '../isms.ts';
import type { gapContract } from './contract.ts';
import type { GapAnswer } from './model.ts';
import { remediationPlan } from './plan.ts';
import { gapProgress } from './progress.ts';
import { gapSheet } from './sheet.ts';

const sheetOf = async (call: Call) => gapSheet(ismsOf(await call.snapshot()), standard);

/** Writes answers: those that exist are changed, the others created, in two statements. Unknown subjects are refused. */
export async function answerGaps(call: Call, list: ({ id: string } & Partial<GapAnswer>)[], seen?: number): Promise<GapAnswer[]> {
  const subjects = new Set((await sheetOf(call)).map((line) => line.id));
  for (const { id } of list) if (!subjects.has(id)) throw notFound('control or requirement', id);
  const known = new Set(ismsOf(await call.snapshot()).gapAnswers.map(({ id }) => id));
  const changed = list.filter(({ id }) => known.has(id));
  if (seen !== undefined && list.length === 1 && changed.length === 1) await call.write.change(collections.gapAnswers, list[0]!.id, list[0]!, seen);
  else await call.write.changeMany(collections.gapAnswers, changed);
  if (seen !== undefined && seen > 0 && changed.length === 0)
    throw new Problem('conflict', `${list[0]!.id} has no answer any more.`, { remedy: 'Read it again.' });
  await call.write.createMany(
    collections.gapAnswers,
    list.filter(({ id }) => !known.has(id)),
  );
  const now = new Map(ismsOf(await call.snapshot()).gapAnswers.map((answer) => [answer.id, answer]));
  return list.map(({ id }) => now.get(id)!);
}

/** The gap assessment: where each control and requirement stands, and the way to close what is open. */
export const gap: Handlers<typeof gapContract> = {
  async sheet(call, { kind, group, status, owner, search }) {
    const wanted = status === undefined ? null : new Set([status].flat());
    const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    return {
      items: (await sheetOf(call)).filter(
        (line) =>
          (!kind || line.kind === kind) &&
          (!group || line.group === group || (line.kind === 'requirement' && line.group.startsWith(`${group}.`))) &&
          (!wanted || wanted.has(line.status)) &&
          (!owner || line.owner === owner) &&
          words.every((word) => `${line.label} ${line.title} ${line.summary} ${line.observation}`.toLowerCase().includes(word)),
      ),
    };
  },
  async answer(call, { subject, version, ...change }) {
    const [record] = await answerGaps(call, [{ ...change, id: subject }], version);
    return { record: record!, request: call.request };
  },
  answerMany: async (call, { subjects, change }) => ({
    records: await answerGaps(
      call,
      subjects.map((id) => ({ ...change, id })),
    ),
    request: call.request,
  }),
  async progress(call, { baseline: wanted }) {
    const { gapBaselines } = ismsOf(await call.snapshot());
    const baseline = wanted === undefined ? gapBaselines.at(-1) : gapBaselines.find(({ id }) => id === wanted);
    if (wanted !== undefined && !baseline) throw notFound('baseline', wanted);
    return gapProgress(await sheetOf(call), baseline ?? null);
  },
  baselines: async (call) => ({ items: ismsOf(await call.snapshot()).gapBaselines }),
  async keepBaseline(call, { name }) {
    const statuses = Object.fromEntries((await sheetOf(call)).map(({ id, status }) => [id, status]));
    return { record: await call.write.create(collections.gapBaselines, { name, day: call.today, statuses }), request: call.request };
  },
  plan: async (call) => remediationPlan(ismsOf(await call.snapshot()), await sheetOf(call), call.today),
  async export(call, { format }) {
    const { people } = ismsOf(await call.snapshot());
    const names = new Map(people.map(({ id, name }) => [id, name]));
    const titles = [
      'Id',
      'Reference',
      'Title',
      'Group',
      'What it asks',
      'Status',
      'Observation',
      'Evidence pointer',
      'Owner',
      'Effort (person-days)',
      'Start',
      'Due',
    ];
    return tableFile(
      format,
      'gap-assessment',
      titles.map((title) => ({ title, width: title === 'What it asks' || title === 'Observation' ? 50 : 16 })),
      (await sheetOf(call)).map((line) => [
        line.id,
        line.label,
        line.title,
        line.group,
        line.summary,
        line.status,
        line.observation,
        line.evidence,
        line.owner && (names.get(line.owner) ?? line.owner),
        line.effortDays,
        line.startOn,
        line.dueOn,
      ]),
    );
  },
};
