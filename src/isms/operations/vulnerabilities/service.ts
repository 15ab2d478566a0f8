import type { Call } from '../../../platform/contract/call.ts';
import { Problem } from '../../../platform/contract/problem.ts';
import type { Handlers } from '../../../platform/contract/serve.ts';
import { registerHandlers } from '../../../platform/register/service.ts';
import { ismsOf } from '../../isms.ts';
import { shownBy } from '../shown.ts';
import type { vulnerabilitiesContract } from './contract.ts';
import { ageing, shownVulnerability } from './deadline.ts';
import { VulnerabilityShown, vulnerabilities as register, type ReportedVulnerability, type Vulnerability } from './model.ts';

const keyOf = ({ source, fingerprint }: { source: string; fingerprint: string }) => `${source}\u001f${fingerprint}`;

/**
 * Takes over what a source reports, by its fingerprints: the same report twice changes nothing. What was closed and is
 * seen again is opened again, with the day it was found first. `complete`: what the sources named do not report any more
 * is closed; of no other source. `sources`: those that were asked, when some have nothing to report.
 */
export async function reportVulnerabilities(
  call: Call,
  items: readonly ReportedVulnerability[],
  { complete = false, sources = items.map(({ source }) => source) }: { complete?: boolean; sources?: readonly string[] } = {},
) {
  const isms = ismsOf(await call.snapshot());
  const known = new Map(isms.vulnerabilities.filter(({ fingerprint }) => fingerprint !== '').map((each) => [keyOf(each), each]));
  const unique = [...new Map(items.map((item) => [keyOf(item), item])).values()];
  const fresh = unique.filter((item) => !known.has(keyOf(item)));
  const created = await call.write.createMany(
    register,
    fresh.map((item) => ({ ...item, foundOn: item.foundOn ?? call.today, seenOn: call.today })),
  );
  const changed: string[] = [];
  const reopened: string[] = [];
  let unchanged = 0;
  const writes: ({ id: string } & Partial<Vulnerability>)[] = [];
  for (const item of unique) {
    const before = known.get(keyOf(item));
    if (!before) continue;
    const again = before.fixedOn !== null;
    const differs = before.severity !== item.severity || before.title !== item.title;
    if (again) reopened.push(before.id);
    else if (differs) changed.push(before.id);
    else unchanged++;
    if (again || differs || before.seenOn !== call.today)
      writes.push({ id: before.id, severity: item.severity, title: item.title, seenOn: call.today, ...(again && { fixedOn: null, fixedBy: '' }) });
  }
  const closed: string[] = [];
  if (complete) {
    const asked = new Set(sources);
    const seen = new Set(unique.map(keyOf));
    for (const each of known.values())
      if (each.fixedOn === null && asked.has(each.source) && !seen.has(keyOf(each))) {
        closed.push(each.id);
        writes.push({ id: each.id, fixedOn: call.today, fixedBy: `${each.source} does not report it any more.` });
      }
  }
  await call.write.changeMany(register, writes);
  return { created: created.map(({ id }) => id), changed, reopened, closed, unchanged };
}

function beforeWrite(call: Call, fields: Record<string, unknown>, before: Vulnerability | null): Record<string, unknown> {
  const next = before === null && !fields['foundOn'] ? { ...fields, foundOn: call.today } : fields;
  const value = (field: 'exceptionUntil' | 'exceptionReason' | 'exceptionBy' | 'fixedOn' | 'foundOn') =>
    (next[field] === undefined ? (before?.[field] ?? null) : next[field]) as string | null;
  const wrong = (field: string, message: string, remedy: string) => new Problem('invalid-input', message, { fields: [{ field, message }], remedy });
  if (value('exceptionUntil') !== null && !value('exceptionReason')?.trim())
    throw wrong('exceptionReason', 'An exception needs its reason.', 'Say why it may stay open that long.');
  if (value('exceptionReason')?.trim() && value('exceptionUntil') === null)
    throw wrong('exceptionUntil', 'An exception needs an end.', 'Say until when it may stay open.');
  if (value('exceptionUntil') !== null && value('exceptionBy') === null)
    throw wrong('exceptionBy', 'Say who allowed the exception.', 'Name the person who allowed it.');
  const fixedOn = value('fixedOn');
  if (fixedOn !== null && fixedOn > call.today) throw wrong('fixedOn', 'It cannot have been closed on a day to come.', 'Give today or a past day.');
  if (fixedOn !== null && value('foundOn') !== null && fixedOn < value('foundOn')!)
    throw wrong('fixedOn', 'It cannot have been closed before it was found.', 'Correct one of the days.');
  return next;
}

/** Technical vulnerabilities (A.8.8). */
export const vulnerabilities: Handlers<typeof vulnerabilitiesContract> = {
  ...registerHandlers<'vulnerabilities', typeof register.fields.shape, typeof VulnerabilityShown>(register, {
    schema: VulnerabilityShown,
    shown: shownBy((isms, each: Vulnerability, call) => shownVulnerability(isms.commitments, each, call.today)),
    beforeWrite,
    exportColumns: [
      { title: 'Close by', value: ({ dueOn }) => dueOn },
      { title: 'State', value: ({ state }) => state },
      { title: 'Days open', value: ({ age }) => age },
    ],
  }),
  ageing: async (call) => ({ bands: ageing(ismsOf(await call.snapshot()), call.today) }),
  report: async (call, { items, complete }) => ({ ...(await reportVulnerabilities(call, items, { complete })), request: call.request }),
};
