import { Problem } from '../../../platform/contract/problem.ts';
import { standard } from '../../../standard/standard.ts';
import { collections } from '../../collections.ts';
import { factsOf } from '../facts.ts';
import { genericness } from '../genericness.ts';
import { supersedeFormer } from '../scheduled.ts';
import { render } from '../render.ts';
import { approversOf, isOutdated, missingApprovals } from '../state.ts';
import { hashOf, impossible, inState, written, type Part } from './shared.ts';
import { whyNotApprove } from './approver.ts';

/** The way of a version from review to force and out of it. */
export function approvalService(): Part<'submit' | 'giveBack' | 'approve' | 'publish' | 'reviewed' | 'withdraw'> {
  return {
    async submit(call, { id }) {
      const { isms, document, version } = await inState(call, id, 'draft');
      if (version.body.trim() === '' && !version.file) throw impossible('There is no text to review yet.', 'Write the text first.');
      const open = genericness(isms, standard, document, version, call.today).filter(({ excuse }) => excuse === null);
      if (open.length > 0)
        throw new Problem('not-possible', `It cannot be submitted yet: ${open[0]!.text}`, {
          fields: open.map(({ check, text }) => ({ field: check, message: text })),
          remedy: `${open[0]!.remedy} Or excuse it with a reason.`,
        });
      if (approversOf(isms, document, call.today).every((person) => person === version.authorPerson))
        throw impossible('Nobody could approve it: the only approver is its author.', 'Name another approver of the document.');
      const { file } = version;
      const text = file ? (version.text ?? '') : render(version.body, factsOf(isms, standard, call.today)).text;
      return written(
        call,
        await call.write.change(collections.documentVersions, id, {
          status: 'in-review',
          text,
          contentHash: file ? file.sha256 : hashOf(text),
          submittedAt: call.now(),
          approvals: [],
          returnedBecause: '',
        }),
      );
    },
    async giveBack(call, { id, because }) {
      const { version } = await inState(call, id, 'in-review', 'approved');
      return written(
        call,
        await call.write.change(collections.documentVersions, id, {
          status: 'draft',
          // The words of a file belong to it in every state.
          text: version.file ? version.text : null,
          contentHash: null,
          submittedAt: null,
          approvals: [],
          returnedBecause: because,
        }),
      );
    },
    async approve(call, { id, password }) {
      const { isms, document, version } = await inState(call, id, 'in-review');
      const whyNot = whyNotApprove(call, isms, document, version);
      if (whyNot) throw new Problem('not-permitted', whyNot, { remedy: 'Ask one of the named approvers.' });
      await call.confirm(password);
      const approvals = [
        ...version.approvals,
        {
          person: call.actor.person,
          by: call.actor.id,
          name: call.actor.name,
          at: call.now(),
          meaning: `I approve version ${version.number} of "${document.title}" with exactly this ${version.file ? `file (${version.file.name})` : 'text'}.`,
          hash: version.contentHash!,
        },
      ];
      // A member of top management who is not among the people still signs for top management.
      const forManagement = document.approvers.length === 0 && call.actor.role === 'top-management';
      const done = forManagement || missingApprovals(isms, document, { ...version, approvals }, call.today).length === 0;
      return written(call, await call.write.change(collections.documentVersions, id, { approvals, ...(done && { status: 'approved' as const }) }));
    },
    async publish(call, { id, effectiveOn = call.today }) {
      const { version } = await inState(call, id, 'approved');
      if (effectiveOn < call.today)
        throw new Problem('invalid-input', 'A version does not come into force in the past.', {
          fields: [{ field: 'effectiveOn', message: `Choose ${call.today} or a later day.` }],
          remedy: 'Choose today or a later day.',
        });
      // What is in force today stays so until the day of the next one has come.
      const record = await call.write.change(collections.documentVersions, id, { status: 'effective', effectiveOn });
      await supersedeFormer(call, version.document);
      return written(call, record);
    },
    async reviewed(call, { id }) {
      const { isms, version } = await inState(call, id, 'effective');
      if (isOutdated(isms, standard, version, call.today))
        throw impossible('It would read differently with the facts of today.', 'Start the next version; it takes the facts of today.');
      return written(call, await call.write.change(collections.documentVersions, id, { reviewedOn: call.today }));
    },
    async withdraw(call, { id }) {
      const { isms } = await inState(call, id, 'effective', 'approved');
      for (const campaign of isms.campaigns)
        if (campaign.documentVersion === id && campaign.endedOn === null)
          await call.write.change(collections.campaigns, campaign.id, { endedOn: call.today });
      return written(call, await call.write.change(collections.documentVersions, id, { status: 'withdrawn', withdrawnOn: call.today }));
    },
  };
}
