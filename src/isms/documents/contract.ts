import { z } from 'zod';
import { Day, Id } from '../../platform/contract/fields.ts';
import { operation } from '../../platform/contract/operation.ts';
import { FileAnswer } from '../../platform/files/contract.ts';
import { AttachedFile } from '../../platform/files/model.ts';
import { partial, registerContract, written } from '../../platform/register/contract.ts';
import { Template } from '../../standard/model.ts';
import { RedlineParagraph, SentencePair } from './compare.ts';
import { Block, type Run } from './markdown.ts';
import {
  Acknowledgement,
  Campaign,
  Commitments,
  CommitmentsFields,
  DocumentVersion,
  DocumentationGap,
  Excuse,
  documentTypes,
  documents,
  duties,
} from './model.ts';

/** What the web shows of a text. */
export type { Block, Run };

const tag = 'documents';
const read = 'read the ISMS';
const write = 'write documents';
const password = z.string().optional().meta({ description: 'A signed-in person signs with their password' });

/** A document with what follows from its versions, its facts and its readers. */
export const DocumentShown = documents.record.extend({
  state: z
    .enum(['none', 'draft', 'in-review', 'approved', 'effective', 'withdrawn'])
    .meta({ title: 'State', labels: { none: 'Not written', effective: 'In force' } }),
  inForce: z.number().int().nullable().meta({ title: 'In force', description: 'Number of the version that binds people today' }),
  next: z
    .enum(['draft', 'in-review', 'approved'])
    .nullable()
    .meta({
      title: 'Next version',
      description: 'The version at work',
      labels: { 'in-review': 'Waits for approval', approved: 'Waits for its day' },
    }),
  reviewDueOn: Day.nullable().meta({ title: 'Next review' }),
  reviewOverdue: z.boolean().meta({ title: 'Review overdue' }),
  outdated: z.boolean().meta({ title: 'Outdated', description: 'A fact has changed since it was approved' }),
  mustRead: z.number().int().nullable().meta({ title: 'Must read' }),
  haveRead: z.number().int().nullable().meta({ title: 'Have read' }),
  overdueReaders: z.number().int().nullable().meta({ title: 'Late readers' }),
});
export const VersionSummary = DocumentVersion.omit({ body: true, text: true });
export const CheckShown = z.object({
  check: z.string(),
  text: z.string(),
  sentences: z.array(z.string()),
  remedy: z.string(),
  excuse: z.object({ name: z.string(), reason: z.string() }).nullable(),
});
export const Preview = z.object({
  blocks: z.array(Block),
  blanks: z.array(z.object({ path: z.string(), reason: z.enum(['not-known', 'no-such-fact']) })),
  facts: z.record(z.string(), z.string().nullable()).meta({ description: 'Bound fact → what it says today' }),
  problem: z.string().nullable(),
});
export const VersionShown = DocumentVersion.extend({
  preview: Preview.meta({ description: 'As frozen when it was submitted; for a draft with the facts of today' }),
  checks: z.array(CheckShown),
  changed: z.array(SentencePair).meta({ description: 'Sentences that would read differently with the facts of today' }),
  approvers: z.array(z.object({ person: Id, name: z.string(), approved: z.boolean() })),
  mayApprove: z.boolean(),
  whyNot: z.string().nullable(),
});
export const FactShown = z.object({
  path: z.string(),
  title: z.string(),
  room: z.string(),
  kind: z.enum(['text', 'flag', 'list']),
  value: z.string().nullable().meta({ description: 'Null: not known' }),
  usedIn: z.array(z.object({ id: Id, title: z.string() })).meta({ description: 'Documents bound to it, in force or at work' }),
});
export const Claim = z.object({
  document: Id,
  title: z.string(),
  statement: z.string().meta({ description: 'The sentence that promises it' }),
  control: z.string(),
  everyDays: z.number().int(),
  source: z.enum(['commitment', 'duty']),
  lastEvidence: z.object({ id: Id, title: z.string(), on: Day }).nullable(),
  daysAgo: z.number().int().nullable(),
  state: z.enum(['kept', 'contradicted', 'unknown']),
});
export type Claim = z.infer<typeof Claim>;
export const CampaignShown = Campaign.extend({
  title: z.string(),
  versionNumber: z.number().int(),
  readers: z.array(
    z.object({ person: Id, name: z.string(), team: z.string().nullable(), dueOn: Day, acknowledgedAt: z.string().nullable(), overdue: z.boolean() }),
  ),
});
export const ReadingItem = z.object({
  version: Id,
  document: Id,
  title: z.string(),
  number: z.number().int(),
  type: z.string(),
  dueOn: Day.nullable().meta({ description: 'Null: for information, nothing to confirm' }),
  acknowledgedAt: z.string().nullable(),
  overdue: z.boolean(),
});

/** What becomes of a file that is brought in. */
export const contentForm = z.enum(['file', 'text']).default('file');
const ById = z.object({ id: Id });
export const BroughtInShown = z.object({
  upload: z.string(),
  path: z.string(),
  file: AttachedFile,
  title: z.string(),
  type: z.enum(documentTypes),
  document: Id.nullable().meta({ description: 'Existing document of which it would be the next version' }),
  fulfils: z.array(z.string()),
  controls: z.array(z.string()),
  known: Id.nullable().meta({ description: 'A version of that document has this very file already' }),
  openVersion: z.number().int().nullable().meta({ description: 'A version is at work and stands in the way' }),
  words: z.number().int(),
  pages: z.number().int().nullable(),
  problem: z.string().nullable().meta({ description: 'Why there is no text, or not all of it' }),
  checks: z.array(CheckShown),
});
export type BroughtInShown = z.infer<typeof BroughtInShown>;
const BringIn = z.object({
  upload: z.string().max(64),
  document: Id.nullable().default(null).meta({ description: 'Existing document; null: a new one' }),
  title: z.string().trim().max(300).default(''),
  type: z.enum(documentTypes).default('policy'),
  fulfils: z.array(z.string()).max(50).default([]),
  controls: z.array(z.string()).max(200).default([]),
  as: contentForm,
});
const versionPath = '/document-versions/{id}' as const;

export const documentsContract = {
  documents: registerContract(documents, DocumentShown),
  duties: registerContract(duties),
  required: operation({
    method: 'GET',
    path: '/documents/required',
    tag,
    summary: 'Show the documented information the standard asks for: have, stale or missing',
    permission: read,
    tool: 'list_documentation_gaps',
  }).output(z.object({ items: z.array(DocumentationGap) })),
  templates: operation({
    method: 'GET',
    path: '/documents/templates',
    tag,
    summary: 'List the templates',
    permission: read,
    tool: 'list_document_templates',
  }).output(
    z.object({
      items: z.array(Template.omit({ body: true }).extend({ used: Id.nullable().meta({ description: 'The document that was begun from it' }) })),
    }),
  ),
  template: operation({
    method: 'GET',
    path: '/documents/templates/{id}',
    tag,
    summary: 'Show a template with the facts of this organisation',
    permission: read,
  })
    .input(z.object({ id: z.string().max(80) }))
    .output(Template.extend({ preview: Preview })),
  begin: operation({
    method: 'POST',
    path: '/documents/begin',
    tag,
    summary: 'Begin documents from templates',
    permission: write,
    successStatus: 201,
    description: 'Each becomes a document with a first draft; a template that has been used already is passed over.',
    tool: 'begin_documents',
  })
    .input(z.object({ templates: z.array(z.string().max(80)).min(1).max(100), owner: Id.nullable().optional() }))
    .output(z.object({ documents: z.array(documents.record), request: z.string() })),
  facts: operation({
    method: 'GET',
    path: '/documents/facts',
    tag,
    summary: 'List the facts a text may be bound to, with their values',
    permission: read,
  }).output(z.object({ items: z.array(FactShown) })),
  commitments: operation({
    method: 'GET',
    path: '/commitments',
    tag: 'commitments',
    summary: 'Show the figures the organisation commits to',
    permission: read,
  }).output(Commitments),
  commit: operation({
    method: 'PATCH',
    path: '/commitments',
    tag: 'commitments',
    summary: 'Commit to figures: how often, within which time',
    permission: 'publish documents',
    tool: 'commit_to_figures',
  })
    .input(partial(CommitmentsFields).extend({ version: z.number().int().optional() }))
    .output(written(Commitments)),
  claims: operation({
    method: 'GET',
    path: '/documents/claims',
    tag,
    summary: 'Compare what documents promise with the evidence',
    permission: read,
    tool: 'list_claims',
  }).output(z.object({ items: z.array(Claim) })),
  search: operation({
    method: 'GET',
    path: '/documents/search',
    tag,
    summary: 'Search the full text of all documents',
    permission: read,
    tool: 'search_documents',
  })
    .input(z.object({ q: z.string().trim().min(2).max(200) }))
    .output(z.object({ items: z.array(z.object({ document: Id, title: z.string(), version: Id, number: z.number().int(), excerpt: z.string() })) })),
  preview: operation({
    method: 'POST',
    path: '/documents/preview',
    tag,
    summary: 'Fill the facts into a text without saving it',
    permission: read,
    writes: false,
  })
    .input(z.object({ body: z.string().max(400_000) }))
    .output(Preview),

  versions: operation({ method: 'GET', path: '/documents/{id}/versions', tag, summary: 'List the versions of a document', permission: read })
    .input(ById)
    .output(z.object({ items: z.array(VersionSummary) })),
  start: operation({
    method: 'POST',
    path: '/documents/{id}/versions',
    tag,
    summary: 'Start the next version of a document',
    permission: write,
    successStatus: 201,
    description: 'Takes over the text of the latest version. There is one version at work at a time.',
    tool: 'start_document_version',
  })
    .input(z.object({ id: Id, body: z.string().max(400_000).optional(), changeNote: z.string().max(20_000).optional() }))
    .output(written(DocumentVersion)),
  previewBringIn: operation({
    method: 'POST',
    path: '/documents/bring-in/preview',
    tag,
    summary: 'Show what uploaded files would become as documents',
    description: 'Title, type, a document it may be a version of, what it fulfils, and what the checks find: guesses to look at. Nothing is changed.',
    permission: write,
    writes: false,
  })
    .input(
      z.object({
        uploads: z
          .array(z.object({ upload: z.string().max(64), path: z.string().max(1000).default('') }))
          .min(1)
          .max(500),
      }),
    )
    .output(z.object({ items: z.array(BroughtInShown) })),
  bringIn: operation({
    method: 'POST',
    path: '/documents/bring-in',
    tag,
    summary: 'Bring in uploaded files as documents with a first draft, or as the next version of documents: all or nothing',
    permission: write,
    successStatus: 201,
  })
    .input(z.object({ items: z.array(BringIn).min(1).max(500), owner: Id.nullable().optional() }))
    .output(z.object({ request: z.string(), documents: z.array(documents.record), versions: z.array(VersionSummary) })),
  startFromFile: operation({
    method: 'POST',
    path: '/documents/{id}/versions/file',
    tag,
    summary: 'Start the next version of a document from an uploaded file',
    permission: write,
    successStatus: 201,
    description:
      'As `file` it is kept byte for byte, and its text is read out for search and checks; as `text` its words become a text to edit here (DOCX, ODT, PDF, Markdown, plain text).',
  })
    .input(z.object({ id: Id, upload: z.string().max(64), as: contentForm, changeNote: z.string().max(20_000).optional() }))
    .output(written(DocumentVersion)),
  putFile: operation({
    method: 'POST',
    path: '/document-versions/{id}/file',
    tag,
    summary: 'Put an uploaded file in the place of what a draft says',
    permission: write,
  })
    .input(z.object({ id: Id, version: z.number().int().optional(), upload: z.string().max(64), as: contentForm }))
    .output(written(DocumentVersion)),
  file: operation({
    method: 'GET',
    path: '/document-versions/{id}/file',
    tag,
    summary: 'Download the file of a version as it was brought in',
    permission: read,
    detailedOutput: true,
  })
    .input(ById)
    .output(FileAnswer),
  version: operation({
    method: 'GET',
    path: versionPath,
    tag,
    summary: 'Show a version: text, checks, approvals',
    permission: read,
    tool: 'get_document_version',
  })
    .input(ById)
    .output(VersionShown),
  edit: operation({
    method: 'PATCH',
    path: versionPath,
    tag,
    summary: 'Change the draft of a document',
    permission: write,
    description: 'Name the version you saw: if somebody else has saved since, nothing is overwritten and you get theirs.',
    tool: 'edit_document_draft',
  })
    .input(
      z.object({
        id: Id,
        version: z.number().int().optional(),
        body: z.string().max(400_000).optional(),
        changeNote: z.string().max(20_000).optional(),
      }),
    )
    .output(written(DocumentVersion)),
  discard: operation({ method: 'DELETE', path: versionPath, tag, summary: 'Discard the draft of a document', permission: write })
    .input(ById)
    .output(written(DocumentVersion)),
  excuse: operation({
    method: 'POST',
    path: '/document-versions/{id}/excuse',
    tag,
    summary: 'Excuse what a check has found, with a reason',
    permission: write,
  })
    .input(z.object({ id: Id, check: Excuse.shape.check, reason: Excuse.shape.reason }))
    .output(written(DocumentVersion)),
  submit: operation({
    method: 'POST',
    path: '/document-versions/{id}/submit',
    tag,
    summary: 'Submit a draft for review and approval',
    permission: write,
    description: 'Freezes the text with the facts of today. Refused while a check finds something that is not excused.',
    tool: 'submit_document',
  })
    .input(ById)
    .output(written(DocumentVersion)),
  giveBack: operation({
    method: 'POST',
    path: '/document-versions/{id}/return',
    tag,
    summary: 'Return a version to its author',
    permission: 'approve documents',
  })
    .input(z.object({ id: Id, because: z.string().trim().min(1, 'Say what is to be changed.').max(2000) }))
    .output(written(DocumentVersion)),
  approve: operation({
    method: 'POST',
    path: '/document-versions/{id}/approve',
    tag,
    summary: 'Approve a version: sign its exact text',
    permission: 'approve documents',
    description: 'By a named approver, or top management where none is named; never by the author (7.5.2 c).',
  })
    .input(z.object({ id: Id, password }))
    .output(written(DocumentVersion)),
  publish: operation({
    method: 'POST',
    path: '/document-versions/{id}/publish',
    tag,
    summary: 'Put an approved version in force',
    permission: 'publish documents',
  })
    .input(z.object({ id: Id, effectiveOn: Day.optional().meta({ description: 'By default today' }) }))
    .output(written(DocumentVersion)),
  reviewed: operation({
    method: 'POST',
    path: '/document-versions/{id}/reviewed',
    tag,
    summary: 'Record that a version was reviewed and is still right',
    permission: write,
  })
    .input(ById)
    .output(written(DocumentVersion)),
  withdraw: operation({
    method: 'POST',
    path: '/document-versions/{id}/withdraw',
    tag,
    summary: 'Withdraw a document',
    permission: 'publish documents',
  })
    .input(ById)
    .output(written(DocumentVersion)),
  compare: operation({ method: 'GET', path: '/documents/compare', tag, summary: 'Compare two versions as a redline', permission: read })
    .input(z.object({ before: Id, after: Id }))
    .output(z.object({ before: VersionSummary, after: VersionSummary, paragraphs: z.array(RedlineParagraph) })),

  campaigns: operation({
    method: 'GET',
    path: '/campaigns',
    tag: 'campaigns',
    summary: 'List who must read what, and who has',
    permission: read,
    tool: 'list_campaigns',
  }).output(z.object({ items: z.array(CampaignShown) })),
  startCampaign: operation({
    method: 'POST',
    path: '/campaigns',
    tag: 'campaigns',
    summary: 'Ask the audience of a document to read its version in force',
    permission: 'publish documents',
    successStatus: 201,
    tool: 'start_campaign',
  })
    .input(
      Campaign.pick({ document: true, daysForNew: true, remindEveryDays: true }).extend({
        dueOn: Day.optional().meta({ description: 'By default in 14 days' }),
      }),
    )
    .output(written(Campaign)),
  endCampaign: operation({
    method: 'POST',
    path: '/campaigns/{id}/end',
    tag: 'campaigns',
    summary: 'End a campaign',
    permission: 'publish documents',
  })
    .input(ById)
    .output(written(Campaign)),
  remind: operation({
    method: 'POST',
    path: '/campaigns/{id}/remind',
    tag: 'campaigns',
    summary: 'Remind by e-mail those who have not read it yet',
    permission: 'publish documents',
  })
    .input(ById)
    .output(z.object({ request: z.string(), reminded: z.number().int(), withoutAddress: z.array(z.string()), sent: z.boolean() })),

  reading: operation({
    method: 'GET',
    path: '/my/reading',
    tag: 'my',
    summary: 'List what I must read and have read',
    permission: 'see what concerns me',
    tool: 'list_my_reading',
  }).output(z.object({ person: Id.nullable(), items: z.array(ReadingItem) })),
  searchMine: operation({
    method: 'GET',
    path: '/my/search',
    tag: 'my',
    summary: 'Search the documents that concern me',
    permission: 'see what concerns me',
  })
    .input(z.object({ q: z.string().trim().min(2).max(200) }))
    .output(z.object({ items: z.array(ReadingItem.extend({ excerpt: z.string() })) })),
  readOne: operation({
    method: 'GET',
    path: '/my/reading/{id}',
    tag: 'my',
    summary: 'Show one document that concerns me',
    permission: 'see what concerns me',
  })
    .input(ById)
    .output(ReadingItem.extend({ blocks: z.array(Block), file: AttachedFile.nullable(), effectiveOn: Day.nullable(), hash: z.string() })),
  readFile: operation({
    method: 'GET',
    path: '/my/reading/{id}/file',
    tag: 'my',
    summary: 'Download the file of a document that concerns me',
    permission: 'see what concerns me',
    detailedOutput: true,
  })
    .input(ById)
    .output(FileAnswer),
  acknowledge: operation({
    method: 'POST',
    path: '/my/reading/{id}/acknowledge',
    tag: 'my',
    summary: 'Confirm that I have read and understood this version',
    permission: 'answer for myself',
  })
    .input(ById.extend({ hash: z.string().max(64).meta({ description: 'Hash of the text that was shown' }) }))
    .output(written(Acknowledgement)),
};
