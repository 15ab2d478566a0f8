import { z } from 'zod';
import { Id } from '../../../platform/contract/fields.ts';
import { operation } from '../../../platform/contract/operation.ts';
import { registerContract, written } from '../../../platform/register/contract.ts';
import { evidenceRequests } from '../model.ts';

const tag = 'evidence-requests';
const keep = 'keep the certification';
const ById = z.object({ id: Id });

export const EvidenceRequestShown = evidenceRequests.record.extend({
  overdue: z.boolean().meta({ title: 'Overdue', computed: true }),
});
export type EvidenceRequestShown = z.infer<typeof EvidenceRequestShown>;

/** What auditors ask to see: asked, provided, and then accepted or returned. */
export const requestsContract = {
  ...registerContract(evidenceRequests, EvidenceRequestShown),
  provide: operation({
    method: 'POST',
    path: '/evidence-requests/{id}/provide',
    tag,
    summary: 'Provide what an auditor has asked for',
    description:
      'What is provided is open to the auditor of the request from then on. By whoever the request is with, or whoever keeps the certification.',
    permission: 'keep evidence',
    tool: 'provide_evidence',
  })
    .input(
      ById.extend({
        evidence: z.array(Id).max(200).default([]),
        documents: z.array(Id).max(200).default([]),
        uploads: z.array(z.string().max(64)).max(20).default([]),
        text: z.string().trim().max(5000).default('').meta({ description: 'What to say to the auditor with it' }),
      }),
    )
    .output(written(evidenceRequests.record)),
  judge: operation({
    method: 'POST',
    path: '/evidence-requests/{id}/judge',
    tag,
    summary: 'Record that the auditor accepted what was provided, or wants more',
    permission: keep,
  })
    .input(ById.extend({ accepted: z.boolean() }))
    .output(written(evidenceRequests.record)),
};
