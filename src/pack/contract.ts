import { z } from 'zod';
import { Id } from '../platform/contract/fields.ts';
import { operation } from '../platform/contract/operation.ts';
import { FileAnswer } from '../platform/files/contract.ts';
import { AuditPack } from '../isms/auditor/model.ts';

const tag = 'audit-pack';
const what =
  'A ZIP that is written while it is sent: pages that open from the disk, documents as PDF, registers as XLSX, evidence with its files, the ledger, a signed manifest. That it was made is recorded.';

export const packContract = {
  everything: operation({
    method: 'GET',
    path: '/audit-pack',
    tag,
    summary: 'Download the audit pack of everything that can be released',
    description: what,
    permission: 'release to auditors',
    writes: true,
    live: true,
    detailedOutput: true,
  }).output(FileAnswer),
  released: operation({
    method: 'GET',
    path: '/auditor-room/pack',
    tag,
    summary: 'Download the audit pack of what is released for an audit',
    description: `${what} An auditor gets what is released to them today.`,
    permission: 'look at what is released',
    writes: true,
    live: true,
    detailedOutput: true,
  })
    .input(z.object({ release: Id.optional().meta({ description: 'For those who release: a release, or the audit whose releases are in force' }) }))
    .output(FileAnswer),
  packs: operation({
    method: 'GET',
    path: '/audit-packs',
    tag,
    summary: 'List the audit packs that were made, latest first',
    permission: 'read the ISMS',
  }).output(z.object({ items: z.array(AuditPack) })),
};
