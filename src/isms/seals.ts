import type { StoredRecord } from '../platform/ledger/snapshot.ts';
import { contentHash } from './controls/keeping.ts';
import type { Evidence } from './controls/model.ts';
import type { DocumentVersion } from './documents/model.ts';
import { isIntact, sha256 } from './review/content.ts';
import type { ManagementReview } from './review/model.ts';

/** Hashes that were made when somebody signed, against what the record says now. */
const seals: Readonly<Record<string, (record: never) => boolean>> = {
  'document-versions': ({ status, text, contentHash: hash, file }: DocumentVersion) =>
    hash === (status === 'draft' ? null : file ? file.sha256 : sha256(text ?? '')),
  evidence: (item: Evidence) => item.attestedHash === (item.attestedAt === null ? '' : contentHash(item)),
  'management-reviews': (review: ManagementReview) => isIntact(review) !== false,
};

/** Whether a record carries a hash that does not fit it. */
export const isSealBroken = (register: string, record: StoredRecord): boolean => !(seals[register]?.(record as never) ?? true);
