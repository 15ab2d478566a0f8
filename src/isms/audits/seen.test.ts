import { expect, it } from 'vitest';
import { record } from '../testing.ts';
import { canBeSeen, hashOfRecord } from './seen.ts';

const evidence = record('evidence', { title: 'Restore test', subjects: ['A.8.13'], validFrom: '2026-08-12', validTo: '2027-02-12' });

it('the hash of what a record says does not hang on counters, times, order or empty fields', () => {
  const hash = hashOfRecord(evidence);
  const { title, id, ...rest } = evidence;
  for (const same of [
    { ...evidence, version: 7, updatedAt: '2026-11-24T08:00:00Z', archivedAt: '2026-11-24T08:00:00Z' },
    { ...rest, title, id },
    { ...evidence, fieldOfALaterVersion: '', another: null, more: [] },
  ])
    expect(hashOfRecord(same)).toBe(hash);
  for (const other of [
    { ...evidence, title: 'Restore test, again' },
    { ...evidence, subjects: ['A.8.14'] },
    { ...evidence, files: [{ name: 'restore.pdf', mediaType: 'application/pdf', size: 3, sha256: 'a'.repeat(64) }] },
  ])
    expect(hashOfRecord(other)).not.toBe(hash);
});

it('what belongs to the installation is no evidence', () => {
  expect(['members', 'invitations', 'api-keys', 'calendar-links', 'nothing'].filter(canBeSeen)).toEqual([]);
  expect(['evidence', 'document-versions', 'risks', 'gap-answers'].every(canBeSeen)).toBe(true);
});
