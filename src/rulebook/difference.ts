import type { Snapshot, StoredRecord } from '../platform/ledger/snapshot.ts';
import type { Finding, MovedFinding, RecordChange, RecordPointer } from './contract.ts';
import type { Verdict } from './verdict.ts';

type Found = Pick<Verdict, 'findings'>;
type Moved = Omit<MovedFinding, 'changes'>;
export interface VerdictDifference<T = Moved> {
  appeared: T[];
  /** Found on both days, and on the later one with records that were not among them. */
  worsened: T[];
  /** Found on both days, and on the later one with fewer of the same records. */
  eased: T[];
  closed: T[];
}

const nameOf = ({ register, id, label }: RecordPointer) => `${register} ${id || label}`;
const notIn = (records: readonly RecordPointer[], others: readonly RecordPointer[]): RecordPointer[] => {
  const known = new Set(others.map(nameOf));
  return records.filter((each) => !known.has(nameOf(each)));
};

/** What came, grew, shrank and went between two verdicts; a finding is known by its rule, its records by register and id. */
export function compareVerdicts(before: Found, now: Found): VerdictDifference {
  const then = new Map(before.findings.map((finding) => [finding.rule, finding]));
  const today = new Set(now.findings.map(({ rule }) => rule));
  const difference: VerdictDifference = { appeared: [], worsened: [], eased: [], closed: [] };
  for (const finding of now.findings) {
    const earlier = then.get(finding.rule);
    const moved = moving(finding, earlier?.records ?? [], finding.records);
    if (!earlier) difference.appeared.push(moved);
    else if (moved.added.length > 0) difference.worsened.push(moved);
    else if (moved.gone.length > 0) difference.eased.push(moved);
  }
  for (const finding of before.findings) if (!today.has(finding.rule)) difference.closed.push(moving(finding, finding.records, []));
  return difference;
}

const moving = (finding: Finding, before: readonly RecordPointer[], now: readonly RecordPointer[]): Moved => ({
  ...finding,
  added: notIn(now, before),
  gone: notIn(before, now),
});

/** The same with what happened to the records themselves. Where nothing did, the day alone or something else made the difference. */
export function withChanges(difference: VerdictDifference, then: Snapshot, now: Snapshot): VerdictDifference<MovedFinding> {
  const explain = (finding: Moved): MovedFinding => ({
    ...finding,
    changes: [...finding.added, ...finding.gone].flatMap((pointer) => changeOf(pointer, then, now) ?? []),
  });
  return {
    appeared: difference.appeared.map(explain),
    worsened: difference.worsened.map(explain),
    eased: difference.eased.map(explain),
    closed: difference.closed.map(explain),
  };
}

/** What the ledger did to a record between two states of it. */
function changeOf({ register, id }: RecordPointer, then: Snapshot, now: Snapshot): RecordChange | null {
  const before = alive(then.records.get(register)?.get(id));
  const after = alive(now.records.get(register)?.get(id));
  if (!before && !after) return null;
  if (!before || !after) return { register, id, change: after ? 'created' : 'removed', fields: [] };
  const fields = Object.keys(after).filter((field) => !bookkeeping.has(field) && JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  return fields.length > 0 ? { register, id, change: 'changed', fields } : null;
}

const bookkeeping = new Set(['version', 'createdAt', 'updatedAt', 'archivedAt']);
const alive = (record: StoredRecord | undefined) => (record && (record['archivedAt'] ?? null) === null ? record : undefined);
