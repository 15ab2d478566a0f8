import { audienceOf } from '../isms/documents/state.ts';
import type { DocumentVersion } from '../isms/documents/model.ts';
import type { Isms } from '../isms/isms.ts';
import { documents, gapOf, isThePolicy, policyInForce, type InForce } from './documents.ts';
import { absent, rule, type Case, type Rule } from './rule.ts';

const room = 'documents' as const;
const remedyForWords = 'Say it in the policy in plain words, and have the new version approved.';

/** The words of a version in force, and whether these checks can read them: text there is, in English or German. */
const wordsOf = ({ text, body }: DocumentVersion): string => text ?? body;
const legible = (version: DocumentVersion): boolean => (wordsOf(version).match(/\b(?:the|and|of|to|die|und|der|wir)\b/gi)?.length ?? 0) >= 5;

/** Whether one sentence of the policy says both. */
const saysInOneSentence = (version: DocumentVersion, one: RegExp, other: RegExp): boolean =>
  wordsOf(version)
    .split(/[.!?;]\s|\n/)
    .some((sentence) => one.test(sentence) && other.test(sentence));

/** The policies in force in which something could not be found. One policy that says it is enough. */
const silentOn =
  (says: (version: DocumentVersion, isms: Isms) => boolean) =>
  (it: Case): ReturnType<typeof documents> => {
    const own = policyInForce(it).filter(({ version }) => legible(version));
    return own.some(({ version }) => says(version, it.isms)) ? [] : documents(own.map(({ document }) => document));
  };

const policies = (found: readonly InForce[]) => documents(found.map(({ document }) => document));

/** Whose approval of exactly this text counts as top management's: without a person only top management could sign. */
function approvedByTop({ isms }: Case, { approvals, contentHash }: DocumentVersion): boolean {
  const top = new Set([
    ...isms.people.filter(({ topManagement }) => topManagement).map(({ id }) => id),
    ...isms.ismsRoles.filter(({ kind }) => kind === 'top-management').flatMap(({ holders }) => holders),
  ]);
  return approvals.some(({ person, hash }) => hash === contentHash && (person === null || top.has(person)));
}

/** Clause 5.2: the information security policy. What it says is judged by its words, so these rules say what could not be found. */
export const clause52: Rule[] = [
  rule({
    id: '5.2-no-policy',
    clause: '5.2',
    grade: 'major',
    gradeReason: 'The policy is required, and everything else refers to it (5.2 e).',
    room,
    title: 'No information security policy',
    says: () => 'No information security policy could be shown.',
    remedy: 'Begin the policy from the template, or bring in the one you have and say that it fulfils 5.2.',
    find: (it) => absent('documents', 'Information security policy', !it.isms.documents.some(isThePolicy) && gapOf(it, 'DOC-5.2')?.status !== 'have'),
  }),
  rule({
    id: '5.2-not-in-force',
    clause: '5.2',
    grade: 'major',
    gradeReason: 'A policy that does not hold is none.',
    room,
    title: 'Information security policy not in force',
    says: (names) => `${names} has been written, but no version of the policy is in force.`,
    remedy: 'Have top management approve it, then publish it.',
    find: (it) => (policyInForce(it).length > 0 ? [] : documents(it.isms.documents.filter(isThePolicy))),
  }),
  rule({
    id: '5.2-approved-by-nobody',
    clause: '5.2',
    grade: 'major',
    gradeReason: 'Top management shall establish the policy; nobody stands for this one.',
    room,
    title: 'Information security policy approved by nobody',
    says: (names) => `${names} is in force, but nobody’s approval of the text could be shown.`,
    remedy: 'Start the next version and have top management approve it.',
    find: (it) => policies(policyInForce(it).filter(({ version }) => version.approvals.length === 0)),
  }),
  rule({
    id: '5.2-not-by-top-management',
    clause: '5.2',
    grade: 'minor',
    gradeReason: 'It is approved, but not by whom the clause is addressed to.',
    room,
    title: 'Information security policy not approved by top management',
    says: (names) => `${names} has been approved, but not by anybody who is identified as top management.`,
    remedy: 'Have a member of top management approve the policy, or mark the approver as top management if that is so.',
    find: (it) => policies(policyInForce(it).filter(({ version }) => version.approvals.length > 0 && !approvedByTop(it, version))),
  }),
  rule({
    id: '5.2-not-legible',
    clause: '5.2',
    grade: 'opportunity',
    gradeReason: 'Nothing is wrong with it; it only could not be judged here.',
    room,
    title: 'Words of the policy not judged',
    says: (names) => `What ${names} says could not be read: it has no text, or is written in another language than English or German.`,
    remedy: 'Check yourselves that it names objectives, requirements and continual improvement (5.2 b to d).',
    find: (it) => policies(policyInForce(it).filter(({ version }) => !legible(version))),
  }),
  rule({
    id: '5.2-not-own',
    clause: '5.2',
    grade: 'opportunity',
    gradeReason: 'The policy shall fit the purpose of the organisation (5.2 a); one that could be anybody’s invites questions.',
    room,
    title: 'Policy does not name the organisation',
    likely: 'The name is searched for; it may be written in another way.',
    says: (names) => `The name of the organisation could not be found in ${names}.`,
    remedy: 'Say what the organisation does and why information security matters to it.',
    find: silentOn((version, { organisation }) => wordsOf(version).toLowerCase().includes(firstWord(organisation.name))),
  }),
  rule({
    id: '5.2-no-objectives',
    clause: '5.2',
    grade: 'minor',
    gradeReason: 'One of the contents that the standard names is missing (5.2 b).',
    room,
    title: 'Policy without objectives or a framework for them',
    likely: 'Sought by its words in English and German; it may be said in others.',
    says: (names) => `Neither objectives nor how they are set could be found in ${names}.`,
    remedy: remedyForWords,
    find: silentOn((version) => /\b(?:objectives?|goals?|aims?|targets?|(?:sicherheits)?ziele?n?)\b/i.test(wordsOf(version))),
  }),
  rule({
    id: '5.2-no-requirements',
    clause: '5.2',
    grade: 'minor',
    gradeReason: 'One of the contents that the standard names is missing (5.2 c).',
    room,
    title: 'Policy without a commitment to satisfy requirements',
    likely: 'Sought by its words in English and German; it may be said in others.',
    says: (names) => `A commitment to satisfy the requirements that apply could not be found in ${names}.`,
    remedy: remedyForWords,
    find: silentOn((version) =>
      saysInOneSentence(
        version,
        /\b(?:satisf|meet|compl(?:y|ies|iance)|fulfil|conform|adher|observ|follow|honou?r|keep|erfüll|einhalt|einzuhalten|halten|beacht)/i,
        /requirement|obligation|\blaws?\b|legal|regulat|contract|anforderung|gesetz|recht|vertrag|verpflichtung/i,
      ),
    ),
  }),
  rule({
    id: '5.2-no-improvement',
    clause: '5.2',
    grade: 'minor',
    gradeReason: 'One of the contents that the standard names is missing (5.2 d).',
    room,
    title: 'Policy without a commitment to continual improvement',
    likely: 'Sought by its words in English and German; it may be said in others.',
    says: (names) => `A commitment to improve the management system continually could not be found in ${names}.`,
    remedy: remedyForWords,
    find: silentOn((version) =>
      saysInOneSentence(
        version,
        /improv|better|verbesser/i,
        /continu|constant|ongoing|steadi|always|keep|every|regular|kontinuierlich|fortlaufend|ständig|stetig|laufend|immer/i,
      ),
    ),
  }),
  rule({
    id: '5.2-not-communicated',
    clause: '5.2',
    grade: 'minor',
    gradeReason: 'The policy shall be communicated within the organisation (5.2 f).',
    room,
    title: 'Nobody was asked to read the policy',
    says: (names) => `It could not be shown that ${names} has been made known: nobody was asked to read the version in force.`,
    remedy: 'Set who must read it, and start a campaign.',
    find: (it) => {
      const asked = new Set(it.isms.campaigns.map(({ documentVersion }) => documentVersion));
      const read = new Set(it.isms.acknowledgements.map(({ documentVersion }) => documentVersion));
      return policies(
        policyInForce(it).filter(
          ({ document, version }) => !read.has(version.id) && (!asked.has(version.id) || audienceOf(it.isms, document, it.day).length === 0),
        ),
      );
    },
  }),
  rule({
    id: '5.2-not-available',
    clause: '5.2',
    grade: 'opportunity',
    gradeReason: 'Interested parties shall get it where appropriate (5.2 g); a confidential policy leaves that open.',
    room,
    title: 'Policy not available to interested parties',
    says: (names) => `${names} is kept confidential, and nothing in it says how customers and others get to see it.`,
    remedy: 'Classify it as public, or say in it on whose request it is shown.',
    find: (it) =>
      policies(
        policyInForce(it).filter(
          ({ document, version }) =>
            document.classification !== 'public' &&
            !/interested part|on request|made public|publish|publicly|available to|interessierte|auf anfrage|veröffentlich/i.test(wordsOf(version)),
        ),
      ),
  }),
  rule({
    id: '5.2-two-policies',
    clause: '5.2',
    grade: 'minor',
    gradeReason: 'Which of them holds where they differ cannot be told.',
    room,
    title: 'More than one information security policy in force',
    says: (names) => `${names} are in force as the information security policy at the same time.`,
    remedy: 'Withdraw all but one, or say of the others that they fulfil something else.',
    find: (it) => (policyInForce(it).length > 1 ? policies(policyInForce(it)) : []),
  }),
  rule({
    id: '5.2-older-than-scope',
    clause: '5.2',
    grade: 'opportunity',
    gradeReason: 'The policy may still fit; that somebody looked cannot be seen.',
    room,
    title: 'Policy not looked at since the scope changed',
    likely: 'The new scope may need nothing else in the policy.',
    says: (names) => `The scope in force was approved after ${names} was last looked at.`,
    remedy: 'Confirm that the policy still fits, or start its next version.',
    find: (it) => {
      const scope = it.isms.scopeVersions.findLast(({ status }) => status === 'approved')?.approvedAt?.slice(0, 10);
      if (scope === undefined) return [];
      const looked = ({ version }: InForce) => [version.submittedAt?.slice(0, 10), version.effectiveOn, version.reviewedOn];
      return policies(policyInForce(it).filter((each) => looked(each).every((on) => !on || on < scope)));
    },
  }),
];

/** `Fjordlicht Software GmbH` is called Fjordlicht in its texts. */
const firstWord = (name: string): string => (name.toLowerCase().match(/[\p{L}\d]{3,}/u) ?? [name.toLowerCase()])[0];
