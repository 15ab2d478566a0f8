import type { Call } from '../../../platform/contract/call.ts';
import type { Isms } from '../../isms.ts';
import type { Document, DocumentVersion } from '../model.ts';
import { approversOf } from '../state.ts';
import type {} from './shared.ts';

/** Why somebody may not approve a version; null: they may. */
export function whyNotApprove(call: Call, isms: Isms, document: Document, version: DocumentVersion): string | null {
  if (version.status !== 'in-review') return 'Only a version in review is approved.';
  if (version.author === call.actor.id || (version.authorPerson !== null && version.authorPerson === call.actor.person))
    return 'Whoever wrote it does not approve it.';
  const approvers = approversOf(isms, document, call.today);
  const named = call.actor.person !== null && approvers.includes(call.actor.person);
  if (!named && !(document.approvers.length === 0 && call.actor.role === 'top-management'))
    return document.approvers.length > 0
      ? 'You are not named as an approver of this document.'
      : 'Only top management approves it: no approver is named.';
  if (version.approvals.some(({ by, hash }) => by === call.actor.id && hash === version.contentHash)) return 'You have approved this text already.';
  return null;
}
