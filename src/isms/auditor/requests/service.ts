import type { Call } from '../../../platform/contract/call.ts';
import { Problem, notFound } from '../../../platform/contract/problem.ts';
import type { Handlers } from '../../../platform/contract/serve.ts';
import type { AttachedFile } from '../../../platform/files/model.ts';
import type { Files } from '../../../platform/files/service.ts';
import { registerHandlers } from '../../../platform/register/service.ts';
import { collections } from '../../collections.ts';
import { ismsOf } from '../../isms.ts';
import { may, type Role } from '../../permissions.ts';
import { shownBy, writtenAs } from '../../operations/shown.ts';
import { evidenceRequests, type EvidenceRequest } from '../model.ts';
import { EvidenceRequestShown, type requestsContract } from './contract.ts';
import { holds, sameAudit } from '../release.ts';
import { isOverdue } from './state.ts';

async function requestOf(call: Call, id: string): Promise<EvidenceRequest> {
  const request = ismsOf(await call.snapshot()).evidenceRequests.find((each) => each.id === id);
  if (!request) throw notFound('evidence request', id);
  return request;
}

const registerOf = registerHandlers<'evidence-requests', typeof evidenceRequests.fields.shape, typeof EvidenceRequestShown>(evidenceRequests, {
  schema: EvidenceRequestShown,
  shown: shownBy((_isms, request: EvidenceRequest, call) => ({ ...request, overdue: isOverdue(request, call.today) })),
  // The first day of a request is the day on which it was written down.
  beforeWrite(call, fields, before) {
    // What is stored has more than what is typed in.
    if ((before as EvidenceRequest | null)?.status === 'accepted')
      throw new Problem('not-possible', `${before!.id} is accepted: what was asked and given stands.`, { remedy: 'Write down another request.' });
    return before === null ? { ...fields, askedOn: call.today } : fields;
  },
});

/** Evidence requests, from the question to the auditor's word on the answer. */
export const requestsService = (files: Files): Handlers<typeof requestsContract> => ({
  ...registerOf,
  async provide(call, { id, evidence, documents, uploads, text }) {
    const request = await requestOf(call, id);
    if (!may(call.actor.role as Role, 'keep the certification') && (call.actor.person === null || request.owner !== call.actor.person))
      throw new Problem('not-permitted', `${id} is provided by whoever it is with, or by the ISMS manager.`, {
        remedy: 'Ask the ISMS manager to give it to you.',
      });
    if (request.status === 'accepted')
      throw new Problem('not-possible', `${id} is accepted; nothing is added to it any more.`, { remedy: 'Write down another request.' });
    const attached: AttachedFile[] = [];
    for (const upload of uploads) attached.push((await files.received(call, upload)).file);
    const provided = {
      evidence: [...new Set([...request.evidence, ...evidence])],
      documents: [...new Set([...request.documents, ...documents])],
      files: [...request.files, ...attached],
    };
    if (evidence.length + documents.length + uploads.length === 0)
      throw new Problem('invalid-input', 'Say what is provided.', {
        fields: [{ field: 'evidence', message: 'Evidence, documents or files.' }],
        remedy: 'Name at least one item.',
      });
    if (text !== '')
      await call.write.create(collections.auditMessages, {
        audit: request.audit,
        internalAudit: request.internalAudit,
        request: id,
        text,
        by: call.actor.id,
        byName: call.actor.name,
        auditor: false,
        at: call.now(),
      });
    return writtenAs(
      call,
      await call.write.change(evidenceRequests, id, { ...provided, status: 'provided', providedAt: call.now(), judgedAt: null }),
    );
  },
  async judge(call, { id, accepted }) {
    const request = await requestOf(call, id);
    if (request.status !== 'provided')
      throw new Problem('not-possible', `${id} is ${request.status}: there is nothing to judge.`, { remedy: 'Provide what was asked for first.' });
    const { auditReleases } = ismsOf(await call.snapshot());
    if (request.askedInRoom && auditReleases.some((release) => holds(release, call.today) && sameAudit(release, request)))
      throw new Problem('not-possible', `${request.askedBy} asked for ${id} in the auditor’s room, and says there whether it suffices.`, {
        remedy: 'Ask the auditor to accept or return it there.',
      });
    return writtenAs(call, await call.write.change(evidenceRequests, id, { status: accepted ? 'accepted' : 'returned', judgedAt: call.now() }));
  },
});
