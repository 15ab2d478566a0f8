import { createHash } from 'node:crypto';
import type { Snapshot, StoredRecord } from '../../platform/ledger/snapshot.ts';
import { collections } from '../collections.ts';

/** Who has access to the installation is no evidence of the management system. */
const shown = new Set<string>(
  Object.values(collections)
    .filter(({ inFiles }) => inFiles)
    .map(({ name }) => name),
);
export const canBeSeen = (register: string): boolean => shown.has(register);

/** Counted and stamped by the database: no part of what a record says. */
const bookkeeping = new Set(['version', 'createdAt', 'updatedAt', 'archivedAt']);

/** What a record says, in one form whatever the order of its parts: fields that say nothing are left out. */
function said(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(said);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== null && each !== '' && each !== undefined && !(Array.isArray(each) && each.length === 0))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, said(each)]),
  );
}

/** SHA-256 over what a record says; the hashes of its files stand in it. The same words have the same hash, after export and import too. */
export const hashOfRecord = (record: StoredRecord): string =>
  createHash('sha256')
    .update(JSON.stringify(said(Object.fromEntries(Object.entries(record).filter(([key]) => !bookkeeping.has(key))))))
    .digest('hex');

const names = ['title', 'name', 'label', 'statement', 'subject', 'question', 'reason'];

/** How a record is called in a list of what was seen. */
export function labelOf(snapshot: Snapshot, register: string, record: StoredRecord): string {
  if (register === 'document-versions') {
    const document = snapshot.records.get('documents')?.get(String(record['document']));
    return `${String(document?.['title'] ?? record['document'])}, version ${String(record['number'])}`;
  }
  const named = names.map((field) => record[field]).find((value): value is string => typeof value === 'string' && value !== '');
  return named ?? record.id;
}
