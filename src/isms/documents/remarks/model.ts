import { z } from 'zod';
import { Id, Instant, recordFields, requiredReference } from '../../../platform/contract/fields.ts';

export const remarkStates = ['open', 'accepted', 'declined', 'resolved'] as const;

/** What somebody says about a passage of a version: a comment, or a suggestion of other words for it. */
export const DocumentRemark = z.object({
  ...recordFields,
  documentVersion: requiredReference('document-versions', { title: 'Version' }),
  /** The passage as it stood, Markdown where it was marked in a draft. */
  quote: z.string(),
  /** What should stand there; null: a comment only. */
  replacement: z.string().nullable().default(null),
  text: z.string().default(''),
  author: z.string(),
  authorName: z.string(),
  status: z.enum(remarkStates).default('open'),
  resolvedBy: z.string().nullable().default(null),
  resolvedAt: Instant.nullable().default(null),
});
export type DocumentRemark = z.infer<typeof DocumentRemark>;

export const NewRemark = z.object({
  id: Id.meta({ description: 'The version' }),
  quote: z.string().trim().min(1, 'Say which passage.').max(4000).meta({ description: 'The passage, as it stands in the text' }),
  replacement: z.string().max(8000).nullable().default(null).meta({ description: 'What should stand there; leave it out for a comment' }),
  text: z.string().trim().max(5000).default('').meta({ description: 'The comment, or why the passage should change' }),
});
