import { z } from 'zod';
import { Id } from '../../../platform/contract/fields.ts';
import { operation } from '../../../platform/contract/operation.ts';
import { written } from '../../../platform/register/contract.ts';
import { DocumentVersion } from '../model.ts';
import { DocumentRemark, NewRemark } from './model.ts';

const tag = 'documents';
const ById = z.object({ id: Id });

export const remarksContract = {
  list: operation({
    method: 'GET',
    path: '/document-versions/{id}/remarks',
    tag,
    summary: 'List the comments and suggestions on a version',
    permission: 'read the ISMS',
    tool: 'list_document_remarks',
  })
    .input(ById)
    .output(z.object({ items: z.array(DocumentRemark), open: z.number().int() })),
  add: operation({
    method: 'POST',
    path: '/document-versions/{id}/remarks',
    tag,
    summary: 'Comment on a passage of a version, or suggest other words for it',
    permission: 'comment on records',
    successStatus: 201,
    description: 'While the version is a draft or in review. Open remarks do not hold up the approval.',
    tool: 'add_document_remark',
  })
    .input(NewRemark)
    .output(written(DocumentRemark)),
  accept: operation({
    method: 'POST',
    path: '/document-remarks/{id}/accept',
    tag,
    summary: 'Accept a suggestion: its words take the place of the passage in the draft',
    permission: 'write documents',
    description: 'Refused when the passage does not occur exactly once in the draft.',
  })
    .input(ById)
    .output(z.object({ record: DocumentRemark, version: DocumentVersion, request: z.string() })),
  decline: operation({
    method: 'POST',
    path: '/document-remarks/{id}/decline',
    tag,
    summary: 'Decline a suggestion',
    permission: 'comment on records',
    description: 'By somebody who writes documents, or by its author, who takes it back.',
  })
    .input(ById)
    .output(written(DocumentRemark)),
  resolve: operation({
    method: 'POST',
    path: '/document-remarks/{id}/resolve',
    tag,
    summary: 'Mark a comment as dealt with',
    permission: 'comment on records',
    description: 'By somebody who writes documents, or by its author.',
  })
    .input(ById)
    .output(written(DocumentRemark)),
};
