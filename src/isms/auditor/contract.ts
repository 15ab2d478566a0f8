import { z } from 'zod';
import { Day, Id } from '../../platform/contract/fields.ts';
import { operation } from '../../platform/contract/operation.ts';
import { FileAnswer } from '../../platform/files/contract.ts';
import { AttachedFile } from '../../platform/files/model.ts';
import { written } from '../../platform/register/contract.ts';
import { Block } from '../documents/markdown.ts';
import { AuditMessage, AuditorLook, AuditRelease, evidenceRequests, roomParts, sections } from './model.ts';
import { EvidenceRequestShown } from './requests/contract.ts';

const ById = z.object({ id: Id });
const releases = 'audit-releases';
const room = 'auditor-room';
const manage = 'release to auditors';
const look = 'look at what is released';
const ask = 'ask as an auditor';

export const releaseStates = ['in-force', 'to-come', 'over', 'withdrawn'] as const;
export const ReleaseShown = AuditRelease.extend({
  state: z.enum(releaseStates),
  auditTitle: z.string(),
  daysLeft: z.number().int().nullable().meta({ description: 'Today included; null: nothing is open' }),
});
export type ReleaseShown = z.infer<typeof ReleaseShown>;

export const MessageShown = AuditMessage.extend({ requestTitle: z.string().meta({ description: 'Of the request it belongs to; empty: none' }) });
export type MessageShown = z.infer<typeof MessageShown>;

export const TableShown = z.object({
  heading: z.string(),
  paragraphs: z.array(z.string()),
  register: z.string().meta({ description: 'Register of the rows that can be opened; empty: none can' }),
  columns: z.array(z.string()),
  rows: z.array(z.object({ id: Id.nullable(), cells: z.array(z.string()) })),
  total: z.number().int().meta({ description: 'Rows that were found; a long table shows the first of them' }),
});
export type TableShown = z.infer<typeof TableShown>;

export const SectionShown = z.object({
  section: z.enum(roomParts),
  title: z.string(),
  state: z.string(),
  facts: z.array(z.object({ title: z.string(), value: z.string() })),
  tables: z.array(TableShown),
});
export type SectionShown = z.infer<typeof SectionShown>;

export const RecordShown = z.object({
  section: z.enum(roomParts),
  register: z.string(),
  id: Id,
  title: z.string(),
  facts: z.array(z.object({ title: z.string(), value: z.string() })),
  texts: z.array(z.object({ title: z.string(), blocks: z.array(Block) })),
  tables: z.array(z.object({ heading: z.string(), columns: z.array(z.string()), rows: z.array(z.array(z.string())) })),
  files: z.array(AttachedFile),
});
export type RecordShown = z.infer<typeof RecordShown>;

/** A manager names the release through which the room is looked at; an auditor has no choice. */
const Through = z.object({
  release: Id.optional().meta({ description: 'For those who release: see it as the auditor does, which is not counted as a look' }),
});
const Part = Through.extend({ section: z.enum(roomParts) });
const InPart = Part.extend({ register: z.string().max(60), id: Id });

const NewMessage = z.object({
  request: Id.nullable().default(null),
  register: z.string().max(60).default(''),
  record: Id.nullable().default(null),
  text: AuditMessage.shape.text,
});

export const auditorContract = {
  releases: operation({
    method: 'GET',
    path: '/audit-releases',
    tag: releases,
    summary: 'List what is and was released to auditors',
    permission: 'read the ISMS',
  }).output(z.object({ items: z.array(ReleaseShown) })),
  release: operation({
    method: 'POST',
    path: '/audit-releases',
    tag: releases,
    summary: 'Release parts of the management system to auditors',
    description:
      'For one audit, from a day until a day. What a release says does not change: withdraw it and release anew. Sections without named items are open as a whole.',
    permission: manage,
    successStatus: 201,
  })
    .input(
      z.object({
        audit: Id.nullable().default(null).meta({ title: 'Certification audit' }),
        internalAudit: Id.nullable().default(null).meta({ title: 'Internal audit' }),
        auditors: z
          .array(z.email())
          .max(50)
          .default([])
          .meta({ title: 'Auditors', description: 'E-mail addresses; none: every external auditor with access' }),
        sections: z.array(z.enum(sections)).default([]).meta({ title: 'Sections' }),
        documents: z.array(Id).max(500).default([]).meta({ title: 'Single documents' }),
        evidence: z.array(Id).max(500).default([]).meta({ title: 'Single items of evidence' }),
        from: Day.optional().meta({ title: 'From', description: 'Without it: today' }),
        until: Day.meta({ title: 'Until' }),
        note: z.string().max(2000).default('').meta({ title: 'Note' }),
      }),
    )
    .output(written(AuditRelease)),
  withdraw: operation({
    method: 'POST',
    path: '/audit-releases/{id}/withdraw',
    tag: releases,
    summary: 'Withdraw a release at once',
    permission: manage,
  })
    .input(ById)
    .output(written(AuditRelease)),
  looks: operation({
    method: 'GET',
    path: '/auditor-looks',
    tag: releases,
    summary: 'List what auditors have looked at and downloaded, latest first',
    permission: 'read the ISMS',
  })
    .input(
      z.object({
        release: Id.optional(),
        kind: z.enum(['look', 'download']).optional(),
        limit: z.coerce.number().int().min(1).max(1000).default(200),
      }),
    )
    .output(z.object({ items: z.array(AuditorLook), total: z.number().int() })),
  messages: operation({
    method: 'GET',
    path: '/audit-messages',
    tag: releases,
    summary: 'List the messages between auditors and the organisation',
    permission: 'read the ISMS',
  }).output(z.object({ items: z.array(MessageShown) })),
  answer: operation({
    method: 'POST',
    path: '/audit-messages',
    tag: releases,
    summary: 'Answer an auditor',
    description: 'About a request, about the record of a former message, or about the audit. Never changed.',
    permission: 'keep evidence',
    successStatus: 201,
  })
    .input(NewMessage.extend({ audit: Id.nullable().default(null), internalAudit: Id.nullable().default(null) }))
    .output(written(AuditMessage)),

  room: operation({
    method: 'GET',
    path: '/auditor-room',
    tag: room,
    summary: 'Show what is released for the audit, how long, and what was asked',
    permission: look,
    live: true,
    tool: 'show_auditor_room',
  })
    .input(Through)
    .output(
      z.object({
        organisation: z.string(),
        today: Day,
        releases: z.array(ReleaseShown),
        parts: z.array(z.object({ part: z.enum(roomParts), title: z.string(), records: z.number().int() })),
        requests: z.array(EvidenceRequestShown.extend({ ownerName: z.string() })),
        messages: z.array(MessageShown),
        preview: z.boolean(),
      }),
    ),
  section: operation({
    method: 'GET',
    path: '/auditor-room/{section}',
    tag: room,
    summary: 'Read one section of what is released',
    description: 'Tables and texts put together from the records as they stand. That somebody has looked is written down.',
    permission: look,
    writes: true,
    live: true,
    tool: 'read_released_section',
  })
    .input(Part.extend({ search: z.string().max(200).default('') }))
    .output(SectionShown),
  record: operation({
    method: 'GET',
    path: '/auditor-room/{section}/{register}/{id}',
    tag: room,
    summary: 'Read one record of a released section',
    description: 'That somebody has looked is written down.',
    permission: look,
    writes: true,
    live: true,
    tool: 'read_released_record',
  })
    .input(InPart)
    .output(RecordShown),
  file: operation({
    method: 'GET',
    path: '/auditor-room/{section}/{register}/{id}/files/{sha256}',
    tag: room,
    summary: 'Download a file of a released record',
    description: 'Every download is written down.',
    permission: look,
    writes: true,
    live: true,
    detailedOutput: true,
  })
    .input(InPart.extend({ sha256: z.string().max(64) }))
    .output(FileAnswer),
  ask: operation({
    method: 'POST',
    path: '/auditor-room/requests',
    tag: room,
    summary: 'Ask to see something, as an auditor',
    permission: ask,
    successStatus: 201,
  })
    .input(
      z.object({
        release: Id.optional().meta({ description: 'Of which audit, where several are open; without it the first' }),
        title: evidenceRequests.fields.shape.title,
        description: z.string().max(5000).default(''),
        subjects: z.array(Id).max(50).default([]),
        dueOn: Day.nullable().default(null),
      }),
    )
    .output(written(EvidenceRequestShown)),
  judge: operation({
    method: 'POST',
    path: '/auditor-room/requests/{id}/judge',
    tag: room,
    summary: 'Accept what was provided, or return it saying what is missing',
    permission: ask,
  })
    .input(ById.extend({ accepted: z.boolean(), text: z.string().trim().max(5000).default('') }))
    .output(written(EvidenceRequestShown)),
  say: operation({
    method: 'POST',
    path: '/auditor-room/messages',
    tag: room,
    summary: 'Write to the organisation, as an auditor',
    description: 'About a request, a record that is released, or the audit. Never changed.',
    permission: ask,
    successStatus: 201,
  })
    .input(NewMessage.extend({ section: z.enum(roomParts).optional().meta({ description: 'Where the record is released' }) }))
    .output(written(AuditMessage)),
};
