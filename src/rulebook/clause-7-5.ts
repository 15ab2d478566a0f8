import { createHash } from 'node:crypto';
import { approversOf } from '../isms/documents/state.ts';
import type { DocumentVersion } from '../isms/documents/model.ts';
import { checked, documents, gapsIn, inForce, isThePolicy, statesOf, thoseInForce, type InForce } from './documents.ts';
import { dayOf, olderThan, rule, type Case, type Rule, word } from './rule.ts';

const room = 'documents' as const;

/** Whether the text is the one that its hash names: worked out once for each version, which never changes once it is approved. */
const intact = new WeakMap<DocumentVersion, boolean>();
function isIntact(version: DocumentVersion): boolean {
  let found = intact.get(version);
  if (found === undefined) {
    const { text, contentHash, approvals } = version;
    found =
      (text === null || contentHash === null || createHash('sha256').update(text).digest('hex') === contentHash) &&
      approvals.every(({ hash }) => hash === contentHash);
    intact.set(version, found);
  }
  return found;
}

/** Documents whose next version stands in a state for more than some days. */
const lying = (it: Case, status: DocumentVersion['status'], since: (version: DocumentVersion) => string | null, days: number) => {
  const states = statesOf(it);
  return documents(
    it.isms.documents.filter(({ id }) => {
      const next = states.get(id)!.next;
      return next?.status === status && olderThan(dayOf(since(next)), it.day, days);
    }),
  );
};
/** Records that come from files do not tell when they were changed. */
const touchedAt = ({ updatedAt }: DocumentVersion): string | null => (updatedAt.startsWith('1970') ? null : updatedAt);
const writtenByUs = ({ document }: InForce) => document.type !== 'external';

/** Clause 7.5: documented information is there, fit, approved, current and kept under control. */
export const clause75: Rule[] = [
  rule({
    id: '7.5.1-required-missing',
    clause: '7.5.1',
    grade: 'minor',
    gradeReason: 'A clause calls for it by name. The core ones, whose absence is a major, have rules of their own.',
    room,
    title: 'Required documented information missing',
    says: (names) => `The standard requires documented information that could not be shown: ${names}.`,
    remedy: 'Write it, from a template where there is one, or point at where it lies.',
    find: (it) => gapsIn(it, ({ basis, status, document }) => basis === 'required' && status === 'missing' && document === null),
  }),
  rule({
    id: '7.5.1-control-document-missing',
    clause: '7.5.1',
    grade: 'minor',
    gradeReason: 'By its own Statement of Applicability the organisation needs it.',
    room,
    title: 'Documents that applicable controls call for are missing',
    says: (names) => `Controls that apply call for documented information that could not be shown: ${names}.`,
    remedy: 'Write it, from a template where there is one, or point at where it lies.',
    find: (it) => gapsIn(it, ({ basis, status, document }) => basis === 'control' && status === 'missing' && document === null),
  }),
  rule({
    id: '7.5.1-not-known',
    clause: '7.5.1',
    grade: 'opportunity',
    gradeReason: 'It may be there; at the audit what cannot be shown counts as missing.',
    room,
    title: 'Required documented information nobody has looked for',
    says: (names) => `Whether these exist, nobody has said: ${names}.`,
    remedy: 'Say for each which document it is, or answer the requirement in the gap assessment.',
    find: (it) => gapsIn(it, ({ status }) => status === 'unknown'),
  }),
  rule({
    id: '7.5.1-only-a-draft',
    clause: '7.5.1',
    grade: 'minor',
    gradeReason: 'What is not in force binds nobody.',
    room,
    title: 'Required documents that exist as drafts only',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} required, but no version of ${word(count, 'it', 'them')} is in force.`,
    remedy: 'Finish, approve and publish.',
    find: (it) => {
      const states = statesOf(it);
      const wanted = new Set(gapsIn(it, ({ status, document }) => status === 'missing' && document !== null).map(({ id }) => id));
      return documents(
        it.isms.documents.filter(
          ({ id, fulfils }) => fulfils.some((each) => wanted.has(each)) && !states.get(id)!.current && states.get(id)!.state !== 'withdrawn',
        ),
      );
    },
  }),
  rule({
    id: '7.5.3-withdrawn-without-successor',
    clause: '7.5.3',
    grade: 'minor',
    gradeReason: 'A gap was opened that nothing has filled.',
    room,
    title: 'Required documents withdrawn without a successor',
    says: (names, count) => `${names} ${word(count, 'was', 'were')} withdrawn, and nothing has taken ${word(count, 'its', 'their')} place.`,
    remedy: 'Bring in a successor, or take it back into force by a new version.',
    find: (it) => {
      const states = statesOf(it);
      const wanted = new Set(gapsIn(it, ({ status, document }) => status === 'missing' && document !== null).map(({ id }) => id));
      return documents(
        it.isms.documents.filter(({ id, fulfils }) => fulfils.some((each) => wanted.has(each)) && states.get(id)!.state === 'withdrawn'),
      );
    },
  }),
  rule({
    id: '7.5.2-approved-by-nobody',
    clause: '7.5.2',
    grade: 'minor',
    gradeReason: 'Review and approval are part of creating a document (7.5.2 c).',
    room,
    title: 'Documents in force that nobody approved',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} in force without an approval.`,
    remedy: 'Start the next version and have it approved.',
    find: (it) =>
      thoseInForce(
        it,
        (each) => writtenByUs(each) && !isThePolicy(each.document) && each.document.type !== 'record' && each.version.approvals.length === 0,
      ),
  }),
  rule({
    id: '7.5.2-approved-by-author',
    clause: '7.5.2',
    grade: 'minor',
    gradeReason: 'Nobody else has judged whether the text is fit (7.5.2 c).',
    room,
    title: 'Documents approved by their author only',
    says: (names, count) => `${names} ${word(count, 'was', 'were')} approved by nobody but ${word(count, 'its', 'their')} author.`,
    remedy: 'Have somebody else approve the next version.',
    find: (it) =>
      thoseInForce(
        it,
        ({ version: { approvals, author, authorPerson } }) =>
          approvals.length > 0 && approvals.every(({ by, person }) => by === author || (person !== null && person === authorPerson)),
      ),
  }),
  rule({
    id: '7.5.2-no-approver',
    clause: '7.5.2',
    grade: 'minor',
    gradeReason: 'The next version could not come into force by the organisation’s own rule.',
    room,
    title: 'Documents that nobody here may approve',
    says: (names) => `For ${names} nobody who works here is named to approve the next version.`,
    remedy: 'Name an approver; where none is named, top management approves.',
    find: (it) => {
      const states = statesOf(it);
      // Where nobody is named top management approves: the same people for every document.
      const [unnamed] = it.isms.documents.filter(({ approvers }) => approvers.length === 0);
      const nobody = unnamed !== undefined && approversOf(it.isms, unnamed, it.day).length === 0;
      return documents(
        it.isms.documents.filter(
          ({ id, type, approvers }) =>
            type !== 'external' &&
            states.get(id)!.state !== 'withdrawn' &&
            (approvers.length > 0 ? approvers.some((person) => !it.present(person)) : nobody),
        ),
      );
    },
  }),
  rule({
    id: '7.5.3-text-changed',
    clause: '7.5.3',
    grade: 'major',
    gradeReason: 'What binds people is not what was approved: documented information is not protected from change (7.5.3 b).',
    room,
    title: 'Text in force is not the text that was approved',
    says: (names, count) => `The text of ${names} is not the one that ${word(count, 'its', 'their')} approval names.`,
    remedy: 'Find out who changed it and how, then have the right text approved as the next version.',
    find: (it) => thoseInForce(it, ({ version }) => !isIntact(version)),
  }),
  rule({
    id: '7.5.2-review-overdue',
    clause: '7.5.2',
    grade: 'minor',
    gradeReason: 'The organisation does not keep to its own interval.',
    room,
    title: 'Documents past their review',
    says: (names, count) => `The review of ${count} document${count === 1 ? '' : 's'} is overdue (${names}).`,
    remedy: 'Review them: confirm the text, or start the next version.',
    find: (it) => thoseInForce(it, ({ state }) => state.reviewOverdue),
  }),
  rule({
    id: '7.5.2-no-review-interval',
    clause: '7.5.2',
    grade: 'opportunity',
    gradeReason: 'No interval is prescribed for them, but without one nobody will look again.',
    room,
    title: 'Documents without a review interval',
    says: (names) => `No interval is set at which ${names} would be reviewed.`,
    remedy: 'Set after how many months each is reviewed.',
    find: (it) => thoseInForce(it, ({ document }) => document.reviewMonths === null && !['external', 'record', 'form'].includes(document.type)),
  }),
  rule({
    id: '7.5.3-external-without-review',
    clause: '7.5.3',
    grade: 'opportunity',
    gradeReason: 'They are to be identified and controlled; others change them without telling.',
    room,
    title: 'Documents from outside that nobody checks for newer versions',
    says: (names) => `For ${names} it is not planned when somebody looks whether there is a newer version.`,
    remedy: 'Set after how many months each is checked.',
    find: ({ isms }) => documents(isms.documents.filter(({ type, reviewMonths }) => type === 'external' && reviewMonths === null)),
  }),
  rule({
    id: '7.5.2-no-owner',
    clause: '7.5.2',
    grade: 'minor',
    gradeReason: 'Nobody answers for content and review.',
    room,
    title: 'Documents without an owner',
    says: (names, count) => `${names} ${word(count, 'has', 'have')} no owner.`,
    remedy: 'Name an owner for each.',
    find: (it) => thoseInForce(it, ({ document }) => document.owner === null),
  }),
  rule({
    id: '7.5.2-owner-left',
    clause: '7.5.2',
    grade: 'minor',
    gradeReason: 'Who should review it is gone.',
    room,
    title: 'Document owners who have left',
    says: (names) => `Those who answer for ${names} do not work here any more.`,
    remedy: 'Name successors.',
    find: (it) => thoseInForce(it, ({ document }) => document.owner !== null && !it.present(document.owner)),
  }),
  rule({
    id: '7.5.3-unclassified',
    clause: '7.5.3',
    grade: 'minor',
    gradeReason: 'The Statement of Applicability includes classification (A.5.12).',
    room,
    title: 'Documents that are not classified',
    says: (names, count) => `${names} ${word(count, 'carries', 'carry')} no classification, though the organisation has said that it classifies.`,
    remedy: 'Classify them.',
    find: (it) =>
      it.lines.find(({ control }) => control === 'A.5.12')?.applicable === true
        ? thoseInForce(it, ({ document }) => document.classification === 'unclassified')
        : [],
  }),
  rule({
    id: '7.5.3-no-retention',
    clause: '7.5.3',
    grade: 'opportunity',
    gradeReason: 'How long records are kept has been decided (7.5.3 f), but not said where it is looked for.',
    room,
    title: 'Records without a retention time',
    says: (names) => `How long ${names} must be kept is not said, though the organisation has committed to a time.`,
    remedy: 'Set the years on each record.',
    find: (it) =>
      (it.isms.commitments?.recordKeepYears ?? null) === null
        ? []
        : thoseInForce(it, ({ document }) => document.retentionYears === null && (document.type === 'record' || document.type === 'form')),
  }),
  rule({
    id: '7.5.2-outdated',
    clause: '7.5.2',
    grade: 'minor',
    gradeReason: 'The document says something that is no longer so.',
    room,
    title: 'Documents that facts have overtaken',
    says: (names, count) =>
      `Facts that ${names} ${word(count, 'rests', 'rest')} on have changed since the approval; the text in force does not show it.`,
    remedy: 'Start the next version: it takes the facts of today.',
    find: (it) => thoseInForce(it, ({ state }) => state.outdated),
  }),
  rule({
    id: '7.5.2-generic',
    clause: '7.5.2',
    grade: 'minor',
    gradeReason: 'A text that could be anybody’s does not describe what is done here; unfilled places were approved unread.',
    room,
    title: 'Documents that read like a template',
    likely: 'Wording is judged by what templates usually say.',
    says: (names) => `These texts in force have open places, or say hardly anything of this organisation: ${names}.`,
    remedy: 'Say how it is done here, fill what is open, and have the next version approved.',
    find: checked(['blank', 'placeholder', 'untouched', 'unreadable'], (text) =>
      text.replace(/^Placeholders.*/, 'placeholders are left').replace(/\.$/, ''),
    ),
  }),
  rule({
    id: '7.5.2-no-figure',
    clause: '7.5.2',
    grade: 'opportunity',
    gradeReason: 'Whether "regularly" was kept, nobody can show.',
    room,
    title: 'Policies that promise without a figure',
    likely: 'Words are searched for; the figure may stand elsewhere.',
    says: (names, count) =>
      `${names} ${word(count, 'promises', 'promise')} something "regularly" or "in a timely manner" and ${word(count, 'gives', 'give')} no figure.`,
    remedy: 'Say how often or within which time.',
    find: (it) => {
      const vague = new Set(checked(['no-figure'])(it).map(({ id }) => id));
      return thoseInForce(it, ({ document }) => vague.has(document.id));
    },
  }),
  rule({
    id: '7.5.2-numbering-2013',
    clause: '7.5.2',
    grade: 'minor',
    gradeReason: 'The numbers belong to an edition that is no longer certified.',
    room,
    title: 'Controls cited in the numbering of 2013',
    likely: 'A number in the text may mean something else.',
    says: (names) => `These documents cite controls by numbers that no longer exist: ${names}.`,
    remedy: 'Cite the numbers of 2022; each check names the successor.',
    find: checked(['old-numbering'], (text) => text.replace(/^.*of 2013: /, '').replace(/\.$/, '')),
  }),
  rule({
    id: '7.5.2-names-who-left',
    clause: '7.5.2',
    grade: 'minor',
    gradeReason: 'A duty stands with somebody who is gone.',
    room,
    title: 'Documents that name people who have left',
    likely: 'Names are searched for in the text; somebody else may bear the same.',
    says: (names) => `These documents in force name people who do not work here any more: ${names}.`,
    remedy: 'Name the successor, or bind the role instead of the name.',
    find: checked(['person-left'], (text) => text.replace(/ left on .*$/, '')),
  }),
  rule({
    id: '7.5.2-names-retired-system',
    clause: '7.5.2',
    grade: 'minor',
    gradeReason: 'What is described cannot be done any more.',
    room,
    title: 'Documents that name retired systems',
    likely: 'Names are searched for in the text; something else may bear the same.',
    says: (names) => `These documents in force rely on systems that are no longer used: ${names}.`,
    remedy: 'Name what took their place.',
    find: checked(['system-retired'], (text) => text.replace(/ was retired on .*$/, '')),
  }),
  rule({
    id: '7.5.2-excused-often',
    clause: '7.5.2',
    grade: 'opportunity',
    gradeReason: 'Each excuse has a reason; three in one text are a habit.',
    room,
    title: 'Documents with many excused checks',
    likely: 'Every excuse may be a good one.',
    says: (names, count) => `In ${names} three or more checks of the text were excused rather than mended${count === 1 ? '' : ', in each'}.`,
    remedy: 'Mend what the checks found in the next version.',
    find: (it) => thoseInForce(it, ({ version }) => new Set(version.excuses.map(({ check }) => check)).size >= 3),
  }),
  rule({
    id: '7.5.1-two-documents',
    clause: '7.5.1',
    grade: 'minor',
    gradeReason: 'Where they differ nobody can tell which holds.',
    room,
    title: 'Two documents for the same requirement',
    likely: 'Two documents may share a requirement on purpose.',
    says: (names) => `More than one document in force claims to be the one for the same requirement: ${names}.`,
    remedy: 'Withdraw one, or say of it that it fulfils something else.',
    find: (it) => {
      const single = new Set(
        it.standard.requiredDocuments.filter(({ kind, several, id }) => kind === 'document' && !several && id !== 'DOC-5.2').map(({ id }) => id),
      );
      const own = inForce(it).flatMap(({ document }) => document.fulfils.filter((id) => single.has(id)).map((id) => ({ id, document })));
      const twice = [...Map.groupBy(own, ({ id }) => id).values()].filter((group) => group.length > 1).flat();
      return documents([...new Set(twice.map(({ document }) => document))]);
    },
  }),
  rule({
    id: '7.5.2-draft-lies',
    clause: '7.5.2',
    grade: 'opportunity',
    gradeReason: 'Nothing is broken, but what was to be changed has not been.',
    room,
    title: 'Drafts that nobody works on',
    says: (names) => `The drafts of ${names} have not been touched for more than sixty days.`,
    remedy: 'Finish or discard them.',
    find: (it) => lying(it, 'draft', touchedAt, 60),
  }),
  rule({
    id: '7.5.2-approval-waits',
    clause: '7.5.2',
    grade: 'opportunity',
    gradeReason: 'Nothing is broken, but the old text stays in force meanwhile.',
    room,
    title: 'Versions that wait for approval',
    says: (names) => `New versions of ${names} have waited for approval for more than fourteen days.`,
    remedy: 'Remind the approvers, or name others.',
    find: (it) => lying(it, 'in-review', ({ submittedAt }) => submittedAt, 14),
  }),
  rule({
    id: '7.5.3-not-published',
    clause: '7.5.3',
    grade: 'opportunity',
    gradeReason: 'The decision has been made, its effect has not.',
    room,
    title: 'Approved versions that were never published',
    says: (names) => `New versions of ${names} have been approved for more than thirty days and are not in force.`,
    remedy: 'Publish them, with the day from which they hold.',
    find: (it) => lying(it, 'approved', ({ approvals, submittedAt }) => approvals.at(-1)?.at ?? submittedAt, 30),
  }),
];
