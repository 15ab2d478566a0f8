import type { Call } from '../../platform/contract/call.ts';
import { Problem, notFound } from '../../platform/contract/problem.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import { standard } from '../../standard/standard.ts';
import { collections } from '../collections.ts';
import { ismsOf } from '../isms.ts';
import type { applicabilityContract } from './contract.ts';
import { soaLines } from './derive.ts';
import { FrozenSoaLine, type SoaDecision, type SoaVersion } from './model.ts';
import { compareLines, soaInForce, staleBecause } from './versions.ts';

const linesOf = async (call: Call) => soaLines(ismsOf(await call.snapshot()), standard, call.today);

const summary = ({ lines, ...version }: SoaVersion) => ({
  ...version,
  included: lines.filter((line) => line.applicable === true).length,
  excluded: lines.filter((line) => line.applicable === false).length,
});

async function versionOf(call: Call, id: string): Promise<SoaVersion> {
  const version = ismsOf(await call.snapshot()).soaVersions.find((each) => each.id === id);
  if (!version) throw notFound('version of the Statement of Applicability', id);
  return version;
}

async function decide(call: Call, controls: string[], change: Partial<SoaDecision>, seen?: number): Promise<SoaDecision[]> {
  const lines = new Set((await linesOf(call)).map((line) => line.control));
  for (const control of controls) if (!lines.has(control)) throw notFound('control', control);
  const known = new Map(ismsOf(await call.snapshot()).soaDecisions.map((decision) => [decision.id, decision]));
  const fresh = controls.filter((control) => !known.has(control));
  if (seen !== undefined && seen > 0 && fresh.length > 0)
    throw new Problem('conflict', `${fresh[0]} has no decision any more.`, { remedy: 'Read it again.' });
  await call.write.createMany(
    collections.soaDecisions,
    fresh.map((id) => ({ ...change, id })),
  );
  for (const id of controls.filter((control) => known.has(control))) await call.write.change(collections.soaDecisions, id, change, seen);
  const now = new Map(ismsOf(await call.snapshot()).soaDecisions.map((decision) => [decision.id, decision]));
  return controls.map((control) => now.get(control)!);
}

/** The Statement of Applicability (6.1.3 d): derived, decided, frozen and approved. */
export const applicability: Handlers<typeof applicabilityContract> = {
  async lines(call) {
    const lines = await linesOf(call);
    const inForce = soaInForce(ismsOf(await call.snapshot()).soaVersions);
    const because = inForce ? staleBecause(inForce, lines) : [];
    return {
      lines: [...lines],
      included: lines.filter((line) => line.applicable === true).length,
      excluded: lines.filter((line) => line.applicable === false).length,
      undecided: lines.filter((line) => line.applicable === null).length,
      mismatches: lines.reduce((sum, line) => sum + line.mismatches.length, 0),
      inForce: inForce && summary(inForce),
      stale: because.length > 0,
      staleBecause: because,
    };
  },

  async decide(call, { control, version, ...change }) {
    const [record] = await decide(call, [control], change, version);
    return { record: record!, request: call.request };
  },

  decideMany: async (call, { controls, change }) => ({ records: await decide(call, controls, change), request: call.request }),

  versions: async (call) => ({
    items: ismsOf(await call.snapshot())
      .soaVersions.toSorted((a, b) => b.number - a.number)
      .map(summary),
  }),

  version: (call, { id }) => versionOf(call, id),

  async prepare(call, { title, note }) {
    const { soaVersions } = ismsOf(await call.snapshot());
    const draft = soaVersions.find((version) => version.status === 'draft');
    if (draft) throw new Problem('not-possible', `Version ${draft.number} waits for approval.`, { remedy: 'Approve or discard it first.' });
    const lines = await linesOf(call);
    const undecided = lines.filter((line) => line.applicable === null);
    if (undecided.length > 0) {
      throw new Problem('not-possible', `${undecided.length} controls are neither included nor excluded.`, {
        fields: undecided.slice(0, 20).map((line) => ({ field: line.control, message: 'Include it with a reason, or exclude it with one.' })),
        remedy: 'Decide every control first; 6.1.3 d asks for a justification of each exclusion.',
      });
    }
    const silent = lines.filter((line) => line.applicable === false && line.exclusionReason.trim() === '');
    if (silent.length > 0) {
      throw new Problem('not-possible', `${silent.length} controls are excluded without a reason.`, {
        fields: silent.slice(0, 20).map((line) => ({ field: line.control, message: 'Say why it is not needed.' })),
        remedy: 'Give the reason on each line named.',
      });
    }
    const record = await call.write.create(collections.soaVersions, {
      number:
        Math.max(
          0,
          ...((await call.snapshot()).records
            .get(collections.soaVersions.name)
            ?.values()
            .map((each) => each['number'] as number) ?? []),
        ) + 1,
      status: 'draft',
      title,
      note,
      lines: lines.map((line) => FrozenSoaLine.parse(line)),
      preparedBy: call.actor.id,
      preparedByName: call.actor.name,
      preparedOn: call.today,
    });
    return { record, request: call.request };
  },

  async discard(call, { id }) {
    const version = await versionOf(call, id);
    if (version.status !== 'draft')
      throw new Problem('not-possible', `Version ${version.number} is ${version.status} and stays.`, {
        remedy: 'Only a version that nobody has approved can be discarded.',
      });
    return { record: await call.write.archive(collections.soaVersions, id), request: call.request };
  },

  async approve(call, { id, password }) {
    const version = await versionOf(call, id);
    if (version.status !== 'draft')
      throw new Problem('not-possible', `Version ${version.number} is ${version.status} already.`, { remedy: 'Prepare the next version.' });
    await call.confirm(password);
    const previous = soaInForce(ismsOf(await call.snapshot()).soaVersions);
    if (previous) await call.write.change(collections.soaVersions, previous.id, { status: 'superseded' });
    const record = await call.write.change(collections.soaVersions, id, {
      status: 'approved',
      approvedBy: call.actor.id,
      approvedByName: call.actor.name,
      approvedAt: call.now(),
      approvalMeaning: `I approve version ${version.number} of the Statement of Applicability: the controls it includes are necessary, and the exclusions are justified.`,
    });
    return { record, request: call.request };
  },

  async nameOnCertificate(call, { id }) {
    const version = await versionOf(call, id);
    if (version.status === 'draft')
      throw new Problem('not-possible', 'A certificate cannot name a version that nobody has approved.', { remedy: 'Have it approved first.' });
    for (const other of ismsOf(await call.snapshot()).soaVersions) {
      if (other.onCertificate && other.id !== id) await call.write.change(collections.soaVersions, other.id, { onCertificate: false });
    }
    return { record: await call.write.change(collections.soaVersions, id, { onCertificate: true }), request: call.request };
  },

  async compare(call, { before, after }) {
    const old = await versionOf(call, before);
    const later = after === undefined ? null : await versionOf(call, after);
    return { before: summary(old), after: later && summary(later), differences: compareLines(old.lines, later?.lines ?? (await linesOf(call))) };
  },
};
