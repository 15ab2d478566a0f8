import { z } from 'zod';
import { Id } from '../platform/contract/fields.ts';
import { operation } from '../platform/contract/operation.ts';

export const documents = ['scope', 'risk-register', 'treatment-plan', 'statement-of-applicability'] as const;
export const formats = ['pdf', 'docx', 'xlsx', 'csv'] as const;

/** Reports to hand out, made from the records. The scope comes as PDF and DOCX; the others in all four formats. */
export const reportsContract = {
  download: operation({
    method: 'GET',
    path: '/reports/{document}',
    tag: 'reports',
    summary: 'Download a document as PDF, DOCX, XLSX or CSV',
    permission: 'read the ISMS',
  })
    .input(
      z.object({
        document: z.enum(documents),
        format: z.enum(formats).default('pdf'),
        version: Id.optional().meta({
          description: 'A version of the scope or of the Statement of Applicability; without it the one in force, or what stands now',
        }),
      }),
    )
    .output(z.file()),
  accessReview: operation({
    method: 'GET',
    path: '/reports/access-reviews/{id}',
    tag: 'reports',
    summary: 'Download the report of an access review as PDF, DOCX, XLSX or CSV',
    description: 'The list it rests on with its hash, who decided what, what followed, what is open. The spreadsheet holds every account.',
    permission: 'read the ISMS',
  })
    .input(z.object({ id: Id, format: z.enum(formats).default('pdf') }))
    .output(z.file()),
  internalAudit: operation({
    method: 'GET',
    path: '/reports/internal-audits/{id}',
    tag: 'reports',
    summary: 'Download the report of an internal audit as PDF or DOCX',
    description: 'As it was signed; before that, a draft of what it would say.',
    permission: 'read the ISMS',
  })
    .input(z.object({ id: Id, format: z.enum(['pdf', 'docx']).default('pdf') }))
    .output(z.file()),
  managementReview: operation({
    method: 'GET',
    path: '/reports/management-reviews/{id}',
    tag: 'reports',
    summary: 'Download the minutes of a management review as PDF or DOCX',
    description: 'As they were approved; before that, a draft of what they would say.',
    permission: 'read the ISMS',
  })
    .input(z.object({ id: Id, format: z.enum(['pdf', 'docx']).default('pdf') }))
    .output(z.file()),
  nonconformity: operation({
    method: 'GET',
    path: '/reports/nonconformities/{id}',
    tag: 'reports',
    summary: 'Download the record of a nonconformity as PDF or DOCX',
    description: 'What 10.2 asks to be documented: what was found, correction, extent, cause, actions, whether it has worked, and the history.',
    permission: 'read the ISMS',
  })
    .input(z.object({ id: Id, format: z.enum(['pdf', 'docx']).default('pdf') }))
    .output(z.file()),
  nonconformities: operation({
    method: 'GET',
    path: '/reports/nonconformities',
    tag: 'reports',
    summary: 'Download the register of nonconformities as PDF, DOCX, XLSX or CSV',
    permission: 'read the ISMS',
  })
    .input(z.object({ format: z.enum(formats).default('xlsx') }))
    .output(z.file()),
  version: operation({
    method: 'GET',
    path: '/reports/document-versions/{id}',
    tag: 'reports',
    summary: 'Download a version of a document as PDF, DOCX or Markdown',
    permission: 'read the ISMS',
  })
    .input(z.object({ id: Id, format: z.enum(['pdf', 'docx', 'md']).default('pdf') }))
    .output(z.file()),
  documentSet: operation({
    method: 'GET',
    path: '/reports/document-set',
    tag: 'reports',
    summary: 'Download all documents in force as one ZIP',
    permission: 'export the ISMS',
  })
    .input(z.object({ format: z.enum(['pdf', 'docx', 'md']).default('pdf') }))
    .output(z.file()),
  certificate: operation({
    method: 'GET',
    path: '/training/results/{id}/certificate',
    tag: 'training',
    summary: 'Download the certificate of a passed lesson as PDF',
    permission: 'read the ISMS',
  })
    .input(z.object({ id: Id }))
    .output(z.file()),
  myCertificate: operation({
    method: 'GET',
    path: '/my/training/results/{id}/certificate',
    tag: 'my',
    summary: 'Download my certificate of a lesson as PDF',
    permission: 'see what concerns me',
  })
    .input(z.object({ id: Id }))
    .output(z.file()),
};
