import { z } from 'zod';
import { operation } from '../contract/operation.ts';

const tag = 'ledger';
const read = 'read the ledger';

/** One change: who, when, through which door, before and after. `changed` names the fields that differ. */
export const LedgerEntry = z.object({
  sequence: z.number().int(),
  at: z.string(),
  actor: z.string(),
  actorName: z.string(),
  request: z.string(),
  door: z.string(),
  register: z.string(),
  record: z.string(),
  action: z.enum(['create', 'change', 'remove']),
  changed: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/** A signed statement of where the chain stood; keep it elsewhere, and nobody can rewrite what came before. */
export const Checkpoint = z.object({
  organisation: z.string(),
  sequence: z.number().int(),
  hash: z.string(),
  at: z.string(),
  signature: z.string().meta({ description: 'Ed25519 over the first four fields, base64' }),
  publicKey: z.string().meta({ description: 'SPKI, PEM' }),
});
export type Checkpoint = z.infer<typeof Checkpoint>;

export const LedgerVerdict = z.object({
  intact: z.boolean(),
  entries: z.number().int(),
  head: z.string().meta({ description: 'Hash of the last entry, hexadecimal' }),
  firstBroken: z.object({ sequence: z.number().int().nullable(), register: z.string(), record: z.string(), reason: z.string() }).nullable(),
  checkpoints: z.array(z.object({ sequence: z.number().int(), holds: z.boolean(), reason: z.string() })),
});
export type LedgerVerdict = z.infer<typeof LedgerVerdict>;

export const ledgerContract = {
  entries: operation({ method: 'GET', path: '/ledger', tag, summary: 'List changes, latest first', permission: read, tool: 'list_changes' })
    .input(
      z.object({
        register: z.string().max(60).optional(),
        record: z.string().max(64).optional(),
        actor: z.string().max(200).optional(),
        request: z.string().max(100).optional(),
        from: z.iso.date().optional(),
        to: z.iso.date().optional(),
        before: z.coerce.number().int().optional().meta({ description: 'Only entries with a smaller sequence: the next page' }),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
    )
    .output(z.object({ items: z.array(LedgerEntry), total: z.number().int() })),
  history: operation({
    method: 'GET',
    path: '/history/{register}/{record}',
    tag,
    summary: 'Show the history of one record',
    permission: 'read the ISMS',
    tool: 'get_record_history',
  })
    .input(z.object({ register: z.string().max(60), record: z.string().max(64) }))
    .output(z.object({ items: z.array(LedgerEntry) })),
  verify: operation({
    method: 'GET',
    path: '/ledger/verify',
    tag,
    summary: 'Verify the ledger: the chain, the records and the checkpoints',
    permission: read,
    tool: 'verify_ledger',
  }).output(LedgerVerdict),
  checkpoints: operation({ method: 'GET', path: '/ledger/checkpoints', tag, summary: 'List the signed checkpoints', permission: read }).output(
    z.object({ items: z.array(Checkpoint) }),
  ),
  checkpoint: operation({
    method: 'POST',
    path: '/ledger/checkpoints',
    tag,
    summary: 'Sign where the ledger stands now',
    permission: 'sign a checkpoint',
    successStatus: 201,
  }).output(Checkpoint),
  key: operation({
    method: 'GET',
    path: '/ledger/key',
    tag,
    summary: 'Show the public key that signs checkpoints and audit packs, and its fingerprint',
    permission: 'check signatures',
    live: true,
  }).output(
    z.object({
      fingerprint: z.string().meta({ description: 'SHA-256 of the key in DER form, hexadecimal' }),
      publicKey: z.string().meta({ description: 'Ed25519, SPKI, PEM' }),
    }),
  ),
  checkCheckpoint: operation({
    method: 'POST',
    path: '/ledger/checkpoints/check',
    tag,
    summary: 'Check a checkpoint that was handed out against the ledger',
    permission: read,
    writes: false,
  })
    .input(Checkpoint)
    .output(z.object({ holds: z.boolean(), reason: z.string() })),
  undo: operation({
    method: 'POST',
    path: '/undo/{request}',
    tag,
    summary: 'Undo all changes of one request',
    permission: 'undo a change',
    description: 'Refused where a record has changed since, and for approvals and signatures.',
    tool: 'undo_request',
  })
    .input(z.object({ request: z.string().max(100) }))
    .output(z.object({ request: z.string(), records: z.number().int() })),
};
