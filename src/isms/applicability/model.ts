import { z } from 'zod';
import { Id, Instant, determination, recordFields, text } from '../../platform/contract/fields.ts';
import { gapStatuses } from '../gap/model.ts';

/**
 * What people decide about one control; everything else on the line is derived (6.1.3 d). The id is the control's.
 * `applicable` null: nobody decided by hand, the links decide.
 */
export const SoaDecisionFields = z.object({
  applicable: determination({ title: 'Applicable', description: 'Left open, the links decide' }),
  businessNeed: text({ title: 'Business need', description: 'A reason beside risks and obligations' }),
  justification: text({ title: 'Justification', description: 'Replaces the text generated from the links' }),
  exclusionReason: text({ title: 'Why excluded' }),
  implementation: text({ title: 'How it is implemented' }),
});
export const SoaDecision = z.object({ ...recordFields, ...SoaDecisionFields.shape });
export type SoaDecision = z.infer<typeof SoaDecision>;

export const SoaReason = z.enum(['risk', 'legal', 'contractual', 'business-need']);

/** A mismatch between the line and what it should follow from (5.2), in the auditor's words. */
export const SoaMismatch = z.object({
  kind: z.enum([
    'excluded-but-treats-risk',
    'excluded-area-with-high-risk',
    'included-without-reason',
    'excluded-without-reason',
    'excluded-but-obliged',
    'undecided',
    'implemented-not-assessed',
    'excluded-but-implemented',
  ]),
  grade: z.enum(['major', 'minor', 'opportunity']),
  text: z.string(),
  risks: z.array(Id),
});
export type SoaMismatch = z.infer<typeof SoaMismatch>;

/** One line of the Statement of Applicability as it stands now. */
export const SoaLine = z.object({
  control: Id,
  label: z.string(),
  title: z.string(),
  theme: z.string(),
  own: z.boolean(),
  applicable: z.boolean().nullable(),
  decidedByHand: z.boolean(),
  reasons: z.array(SoaReason),
  risks: z.array(Id),
  requirements: z.array(Id),
  justification: z.string(),
  generatedJustification: z.string(),
  exclusionReason: z.string(),
  businessNeed: z.string(),
  implementation: z.string(),
  status: z.enum(gapStatuses),
  owner: Id.nullable(),
  mismatches: z.array(SoaMismatch),
});
export type SoaLine = z.infer<typeof SoaLine>;

export const FrozenSoaLine = SoaLine.omit({ mismatches: true });

/** A frozen Statement of Applicability: draft -> approved -> superseded. Numbered, dated, never changed after approval. */
export const SoaVersion = z.object({
  ...recordFields,
  number: z.number().int().min(1),
  status: z.enum(['draft', 'approved', 'superseded']),
  title: z.string().max(300),
  note: text({ title: 'What changed and why' }),
  lines: z.array(FrozenSoaLine),
  preparedBy: z.string(),
  preparedByName: z.string(),
  preparedOn: z.iso.date(),
  approvedBy: z.string().nullable().default(null),
  approvedByName: z.string().nullable().default(null),
  approvedAt: Instant.nullable().default(null),
  approvalMeaning: z.string().nullable().default(null),
  /** Whether the certificate names this version. */
  onCertificate: z.boolean().default(false),
});
export type SoaVersion = z.infer<typeof SoaVersion>;

export const SoaDifference = z.object({
  control: Id,
  title: z.string(),
  field: z.enum(['line', 'applicable', 'reasons', 'justification', 'exclusionReason', 'status', 'implementation', 'risks']),
  before: z.string(),
  after: z.string(),
});
export type SoaDifference = z.infer<typeof SoaDifference>;
