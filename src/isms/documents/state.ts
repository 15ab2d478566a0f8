import type { Standard } from '../../standard/standard.ts';
import { addDays, addMonths } from '../days.ts';
import type { Isms } from '../isms.ts';
import { remembered } from '../remember.ts';
import { factsKey, factsOf } from './facts.ts';
import type { Campaign, Document, DocumentVersion } from './model.ts';
import { render } from './render.ts';

export interface Reader {
  person: string;
  dueOn: string;
  acknowledgedAt: string | null;
  overdue: boolean;
}

/** A document as it stands on a day. */
export interface DocumentState {
  /** What binds people today; null: nothing yet. */
  current: DocumentVersion | null;
  /** What is being written, reviewed, or waits for its day. */
  next: DocumentVersion | null;
  state: 'none' | 'draft' | 'in-review' | 'approved' | 'effective' | 'withdrawn';
  reviewDueOn: string | null;
  reviewOverdue: boolean;
  /** A fact has changed since the text was approved: it would read differently today. */
  outdated: boolean;
  /** Those who must read the version in force; null: no campaign runs. */
  readers: Reader[] | null;
}

/** The state of every document by its id. */
export const documentStates = remembered((isms: Isms, standard: Standard, day: string): Map<string, DocumentState> => {
  const versions = Map.groupBy(isms.documentVersions, ({ document }) => document);
  const campaigns = new Map(isms.campaigns.filter(({ endedOn }) => endedOn === null).map((each) => [each.documentVersion, each]));
  const read = new Map(isms.acknowledgements.map((each) => [`${each.documentVersion} ${each.person}`, each.at]));
  return new Map(isms.documents.map((document) => [document.id, stateOf(document, versions.get(document.id) ?? [])]));

  function stateOf(document: Document, own: DocumentVersion[]): DocumentState {
    const current = versionInForce(own, day);
    const next = own.findLast(({ status }) => status === 'draft' || status === 'in-review' || status === 'approved') ?? null;
    const since =
      current &&
      [current.effectiveOn, current.reviewedOn]
        .filter((each) => each !== null)
        .toSorted()
        .at(-1);
    const reviewDueOn = since && document.reviewMonths !== null ? addMonths(since, document.reviewMonths) : null;
    const campaign = current ? campaigns.get(current.id) : undefined;
    return {
      current,
      next: next === current ? null : next,
      state: current
        ? 'effective'
        : next
          ? (next.status as DocumentState['state'])
          : own.some(({ status }) => status === 'withdrawn')
            ? 'withdrawn'
            : 'none',
      reviewDueOn,
      reviewOverdue: reviewDueOn !== null && reviewDueOn < day,
      outdated: current !== null && isOutdated(isms, standard, current, day),
      readers: campaign ? readersOf(isms, document, campaign, read, day) : null,
    };
  }
});

/** The version that binds people on a day: of those in force the latest whose day has come. */
export const versionInForce = (own: readonly DocumentVersion[], day: string): DocumentVersion | null =>
  own.findLast(({ status, effectiveOn }) => status === 'effective' && effectiveOn !== null && effectiveOn <= day) ?? null;

/** Whether a text was out of date, for the facts it was compared with: kept as long as they stay the same. */
const compared = new WeakMap<DocumentVersion, { facts: string; outdated: boolean }>();

/** Whether the facts of a day would give another text than the one that was approved. */
export function isOutdated(isms: Isms, standard: Standard, version: DocumentVersion, day: string): boolean {
  if (version.text === null || !version.body.includes('{{')) return false;
  const facts = factsKey(isms, standard, day);
  let found = compared.get(version);
  if (found?.facts !== facts)
    compared.set(version, (found = { facts, outdated: render(version.body, factsOf(isms, standard, day)).text !== version.text }));
  return found.outdated;
}

/** The people who must read a document, as they are on a day. */
export function audienceOf(isms: Isms, document: Document, day: string): Isms['people'] {
  if (document.audience === 'nobody') return [];
  const holders = new Set(isms.ismsRoles.filter(({ id }) => document.audienceRoles.includes(id)).flatMap((role) => role.holders));
  return isms.people.filter(
    ({ id, team, startsOn, endsOn }) =>
      (startsOn === null || startsOn <= day) &&
      (endsOn === null || endsOn >= day) &&
      (document.audience === 'everyone' ||
        (document.audience === 'teams' && team !== null && document.audienceTeams.includes(team)) ||
        (document.audience === 'roles' && holders.has(id))),
  );
}

/** Who must read, until when, and whether they have. Those who join while a campaign runs get their own time. */
export function readersOf(isms: Isms, document: Document, campaign: Campaign, read: Map<string, string>, day: string): Reader[] {
  const joinedLate = addDays(campaign.dueOn, -campaign.daysForNew);
  return audienceOf(isms, document, day).map(({ id, startsOn }) => {
    const dueOn = startsOn !== null && startsOn > joinedLate ? addDays(startsOn, campaign.daysForNew) : campaign.dueOn;
    const acknowledgedAt = read.get(`${campaign.documentVersion} ${id}`) ?? null;
    return { person: id, dueOn, acknowledgedAt, overdue: acknowledgedAt === null && dueOn < day };
  });
}

/** Those whose approval a document needs: the named ones, else top management. */
export function approversOf(isms: Isms, document: Document, day: string): string[] {
  const present = new Set(isms.people.filter(({ endsOn }) => endsOn === null || endsOn >= day).map(({ id }) => id));
  if (document.approvers.length > 0) return document.approvers.filter((id) => present.has(id));
  return [
    ...new Set([
      ...isms.people.filter(({ topManagement }) => topManagement).map(({ id }) => id),
      ...isms.ismsRoles.filter(({ kind }) => kind === 'top-management').flatMap(({ holders }) => holders),
    ]),
  ].filter((id) => present.has(id));
}

/** Whose approval a version still lacks: every named approver's, or that of one member of top management. Never the author's own. */
export function missingApprovals(isms: Isms, document: Document, version: DocumentVersion, day: string): string[] {
  const given = new Set(version.approvals.filter(({ hash }) => hash === version.contentHash).map(({ person }) => person));
  const wanted = approversOf(isms, document, day).filter((id) => id !== version.authorPerson);
  if (document.approvers.length === 0) return wanted.some((id) => given.has(id)) ? [] : wanted;
  return wanted.filter((id) => !given.has(id));
}

/** The documents bound to a fact, by the fact's path: as they are in force, or as they are being written. */
export function factUses(isms: Isms, standard: Standard, day: string): Map<string, { id: string; title: string }[]> {
  const states = documentStates(isms, standard, day);
  const uses = new Map<string, { id: string; title: string }[]>();
  for (const { id, title } of isms.documents) {
    const { current, next } = states.get(id)!;
    const bound = new Set(
      [current, next].flatMap((version) => [...(version?.body ?? '').matchAll(/\{\{\{?[#^&]?\s*([\w.]+)\s*\}/g)].map((each) => each[1]!)),
    );
    for (const path of bound) {
      const own = uses.get(path);
      if (own) own.push({ id, title });
      else uses.set(path, [{ id, title }]);
    }
  }
  return uses;
}
