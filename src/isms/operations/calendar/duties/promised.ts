import type { Standard } from '../../../../standard/standard.ts';
import { addDays } from '../../../days.ts';
import { commitmentList, type CommitmentField } from '../../../documents/model.ts';
import type { Isms } from '../../../isms.ts';
import { dayOf, evidenceOf, ownerOf, type Done, type Duty } from './duty.ts';

/** What is to be done, where the commitment says what is promised. */
const imperatives: Partial<Record<CommitmentField, string>> = {
  accessReviewDays: 'Review access rights',
  privilegedReviewDays: 'Review privileged rights',
  backupTestDays: 'Test restoring from backup',
  scanDays: 'Scan systems for vulnerabilities',
  penetrationTestDays: 'Have a penetration test done',
  logReviewDays: 'Review logs',
  ruleReviewDays: 'Review the rules of the firewalls',
  supplierReviewDays: 'Review critical suppliers',
  continuityTestDays: 'Exercise continuity plans',
  incidentExerciseDays: 'Exercise the response to an incident',
  phishingDays: 'Send test messages',
  walkthroughDays: 'Walk through the rooms',
  assetReviewDays: 'Check the inventory of assets',
  keyRotationDays: 'Replace cryptographic keys',
};

/** What the organisation has committed to repeat. Where single records show it (backups, plans, suppliers), those take its place. */
export function committed(isms: Isms, standard: Standard, day: string): Duty[] {
  const { commitments } = isms;
  if (!commitments) return [];
  const own: Partial<Record<CommitmentField, Done[]>> = {
    accessReviewDays: isms.accessReviews.flatMap(({ id, closedOn, status, privilegedOnly }) =>
      status === 'closed' && closedOn !== null && !privilegedOnly ? [{ on: closedOn, by: id }] : [],
    ),
    privilegedReviewDays: isms.accessReviews.flatMap(({ id, closedOn, status }) =>
      status === 'closed' && closedOn !== null ? [{ on: closedOn, by: id }] : [],
    ),
    incidentExerciseDays: isms.incidents.flatMap(({ id, exercise, detectedAt, state }) =>
      exercise && detectedAt !== null && (state === 'recovered' || state === 'closed') ? [{ on: detectedAt.slice(0, 10), by: id }] : [],
    ),
  };
  const replaced: Partial<Record<CommitmentField, boolean>> = {
    backupTestDays: isms.backups.length > 0,
    continuityTestDays: isms.continuityPlans.length > 0,
    supplierReviewDays: isms.suppliers.some(({ critical }) => critical),
  };
  const since = dayOf(commitments.createdAt);
  return commitmentList.flatMap(({ field, title, control, repeats }): Duty[] => {
    const days = commitments[field];
    if (!repeats || days === null || replaced[field]) return [];
    return [
      {
        key: `commitment:${field}`,
        title: imperatives[field] ?? title,
        source: 'commitment',
        control,
        everyDays: days,
        because: `${title} ${days} days: the organisation has committed to it.`,
        register:
          field === 'accessReviewDays' || field === 'privilegedReviewDays' ? 'access-reviews' : field === 'incidentExerciseDays' ? 'incidents' : null,
        record: null,
        owner: ownerOf(isms, control),
        first: since && addDays(since, days),
        done: own[field] ?? evidenceOf(isms, standard, control, day),
        byHand: own[field] === undefined,
      },
    ];
  });
}

/** What documents promise to do every so many days. */
export function promised(isms: Isms, standard: Standard, day: string): Duty[] {
  const titles = new Map(isms.documents.map(({ id, title }) => [id, title]));
  return isms.duties.flatMap(({ id, statement, document, control, everyDays, owner, createdAt }): Duty[] => {
    if (everyDays === null) return [];
    const since = dayOf(createdAt);
    return [
      {
        key: `duty:${id}`,
        title: statement,
        source: 'document',
        control,
        everyDays,
        because: `"${titles.get(document) ?? document}" promises it.`,
        register: 'documents',
        record: document,
        owner: owner ?? ownerOf(isms, control),
        first: since && addDays(since, everyDays),
        done: evidenceOf(isms, standard, control, day),
        byHand: true,
      },
    ];
  });
}

/** What the practice of a control says of how fresh its evidence is; where a commitment or a document says it, that one counts. */
export function practised(isms: Isms, standard: Standard, day: string): Duty[] {
  const said = new Set(isms.duties.filter(({ everyDays }) => everyDays !== null).map(({ control }) => control));
  for (const { field, control, repeats } of commitmentList) if (repeats && (isms.commitments?.[field] ?? null) !== null) said.add(control);
  return isms.controlPractices.flatMap(({ id, freshnessDays, createdAt }): Duty[] => {
    if (freshnessDays === null || said.has(id)) return [];
    const since = dayOf(createdAt);
    return [
      {
        key: `control:${id}`,
        title: `Renew the evidence of ${id}`,
        source: 'control',
        control: id,
        everyDays: freshnessDays,
        because: `Evidence of it stays fresh for ${freshnessDays} days.`,
        register: null,
        record: null,
        owner: ownerOf(isms, id),
        first: since && addDays(since, freshnessDays),
        done: evidenceOf(isms, standard, id, day),
        byHand: true,
      },
    ];
  });
}
