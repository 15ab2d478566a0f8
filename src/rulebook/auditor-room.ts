import type { AuditMessage } from '../isms/auditor/model.ts';
import { holds } from '../isms/auditor/release.ts';
import { isOpen } from '../isms/auditor/requests/state.ts';
import { at, byTitle, dayOf, everyStage, olderThan, rulesOf, word, type Case } from './rule.ts';

const auditors = rulesOf('auditors');
/** Days in which somebody is found who provides, something better is brought, a question is answered. */
const usual = { owner: 3, again: 7, answer: 7 };
/** Days after an audit for which its auditors may still need to look. */
const afterAudit = 60;

/** What the last message of each conversation is: by request, by record, or about the audit itself. */
function lastMessages({ isms }: Case): AuditMessage[] {
  const last = new Map<string, AuditMessage>();
  for (const each of isms.auditMessages) {
    const about = each.request ?? `${each.audit} ${each.internalAudit} ${each.register} ${each.record}`;
    const known = last.get(about);
    if (!known || known.at <= each.at) last.set(about, each);
  }
  return [...last.values()];
}
const isSettled = ({ isms }: Case, { request }: AuditMessage) =>
  isms.evidenceRequests.some(({ id, status }) => id === request && status === 'accepted');

/** The day on which the audit of a release was over; null: it is not, or nobody has written it down. */
const endOf = ({ isms }: Case, { audit, internalAudit }: { audit: string | null; internalAudit: string | null }): string | null => {
  const certification = isms.certificationAudits.find(({ id }) => id === audit);
  return certification
    ? (certification.decidedOn ?? certification.heldTo)
    : (isms.internalAudits.find(({ id }) => id === internalAudit)?.reportedOn ?? null);
};

/** How the organisation deals with its auditors: requests, questions, and what stays open to them. */
export const auditorRoom = [
  auditors({
    id: 'auditor-request-nobodys',
    clause: '7.5.3',
    grade: 'opportunity',
    stages: everyStage,
    gradeReason: 'Nothing is wrong yet; but what nobody has been given is late when the auditor asks again.',
    title: 'Requests of auditors that nobody provides for',
    says: (names, count) => `For ${names} nobody has been named who provides ${word(count, 'it', 'them')}.`,
    remedy: 'Say on the request who provides what was asked for.',
    find: ({ isms, day }) =>
      byTitle(
        'evidence-requests',
        isms.evidenceRequests.filter((each) => isOpen(each) && each.owner === null && olderThan(each.askedOn, day, usual.owner)),
      ),
  }),
  auditors({
    id: 'auditor-request-returned',
    clause: '7.5.3',
    grade: 'minor',
    stages: everyStage,
    gradeReason: 'Documented information is to be available where it is needed (7.5.3 a); what was shown did not suffice, and nothing else came.',
    title: 'Returned by the auditor, and nothing else was provided',
    says: (names, count) =>
      `What was provided for ${names} was returned more than a week ago, and nothing has followed ${word(count, 'it', 'them')}.`,
    remedy: 'Read why it was returned, and provide what is missing; or say that it does not exist.',
    find: ({ isms, day }) =>
      byTitle(
        'evidence-requests',
        isms.evidenceRequests.filter(({ status, judgedAt }) => status === 'returned' && olderThan(dayOf(judgedAt), day, usual.again)),
      ),
  }),
  auditors({
    id: 'auditor-question-unanswered',
    clause: '7.4',
    grade: 'opportunity',
    stages: everyStage,
    gradeReason: 'An auditor who gets no answer takes the question into the audit.',
    title: 'Questions of auditors without an answer',
    says: (names, count) =>
      `${word(count, 'A question', 'Questions')} of an auditor, ${names}, ${word(count, 'has', 'have')} waited for an answer for more than a week.`,
    remedy: 'Answer, even if only to say by when there will be more to say.',
    find: (it) =>
      at(
        'audit-messages',
        lastMessages(it).filter((each) => each.auditor && !isSettled(it, each) && olderThan(dayOf(each.at), it.day, usual.answer)),
        ({ text }) => (text.length > 60 ? `${text.slice(0, 60)}…` : text),
      ),
  }),
  auditors({
    id: 'auditor-release-after-audit',
    clause: 'A.5.18',
    grade: 'minor',
    stages: everyStage,
    gradeReason: 'Access that has served its purpose is taken away (A.5.18); this stays open by the clock alone.',
    title: 'Open to auditors long after their audit',
    says: (names, count) => `${names} ${word(count, 'is', 'are')} still open, although the audit ended more than ${afterAudit} days ago.`,
    remedy: 'Withdraw the release, or say in a new one what it is still needed for.',
    find: (it) =>
      at(
        'audit-releases',
        it.isms.auditReleases.filter((each) => holds(each, it.day) && olderThan(endOf(it, each), it.day, afterAudit)),
        ({ note, until }) => note || `the release until ${until}`,
      ),
  }),
];
