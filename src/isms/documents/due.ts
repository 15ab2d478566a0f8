import type { Standard } from '../../standard/standard.ts';
import { addDays } from '../days.ts';
import type { Isms } from '../isms.ts';
import type { Waiting } from '../reminders/due.ts';
import type { Campaign } from './model.ts';
import { documentStates, missingApprovals, readersOf } from './state.ts';

/** Days before a review is due on which its owner hears of it, and between reminders once it is late. */
const reviewNotice = { before: 30, late: 14 };
/** Days between reminders of those who must approve. */
const approvalEvery = 3;

/** What campaigns ask people to read and they have not confirmed. Those who join while it runs fall in by themselves. */
export function readingsDue(isms: Isms, day: string, campaigns: readonly Campaign[] = isms.campaigns): Waiting[] {
  const documents = new Map(isms.documents.map((document) => [document.id, document]));
  const versions = new Map(isms.documentVersions.map((version) => [version.id, version]));
  const read = new Map(isms.acknowledgements.map((each) => [`${each.documentVersion} ${each.person}`, each.at]));
  return campaigns
    .filter(({ endedOn }) => endedOn === null)
    .flatMap((campaign) => {
      const [document, version] = [documents.get(campaign.document), versions.get(campaign.documentVersion)];
      if (!document || version?.status !== 'effective') return [];
      return readersOf(isms, document, campaign, read, day)
        .filter(({ acknowledgedAt }) => acknowledgedAt === null)
        .map(({ person, dueOn }) => ({
          person,
          kind: 'read' as const,
          subject: version.id,
          title: `${document.title}, version ${version.number}`,
          dueOn,
          from: campaign.startedOn,
          every: campaign.remindEveryDays,
          late: campaign.remindEveryDays,
        }));
    });
}

/** Versions in review, for those whose approval they lack. */
export function approvalsDue(isms: Isms, day: string): Waiting[] {
  const documents = new Map(isms.documents.map((document) => [document.id, document]));
  return isms.documentVersions
    .filter(({ status }) => status === 'in-review')
    .flatMap((version) => {
      const document = documents.get(version.document);
      if (!document) return [];
      return missingApprovals(isms, document, version, day).map((person) => ({
        person,
        kind: 'approve' as const,
        subject: version.id,
        title: `${document.title}, version ${version.number}`,
        dueOn: null,
        from: (version.submittedAt ?? version.createdAt).slice(0, 10),
        every: approvalEvery,
        late: approvalEvery,
      }));
    });
}

/** Documents whose review comes near or is late, for their owners. */
export function reviewsDue(isms: Isms, standard: Standard, day: string): Waiting[] {
  const states = documentStates(isms, standard, day);
  return isms.documents.flatMap(({ id, title, owner }) => {
    const dueOn = states.get(id)?.reviewDueOn ?? null;
    if (owner === null || dueOn === null || addDays(dueOn, -reviewNotice.before) > day) return [];
    return [
      {
        person: owner,
        kind: 'review' as const,
        subject: id,
        title,
        dueOn,
        from: addDays(dueOn, -reviewNotice.before),
        every: null,
        late: reviewNotice.late,
      },
    ];
  });
}
