import type { Standard } from '../../../../standard/standard.ts';
import { addDays, dayInWords } from '../../../days.ts';
import { documentStates } from '../../../documents/state.ts';
import type { Isms } from '../../../isms.ts';
import { notice, single, type Duty } from './duty.ts';

/** Reviews with a date of their own: laws, risks, documents, plans, access, emergency changes. */
export function reviews(isms: Isms, standard: Standard, day: string): Duty[] {
  const one = (
    key: string,
    title: string,
    source: Duty['source'],
    register: string,
    record: string | null,
    owner: string | null,
    first: string | null,
    because: string,
    control: string | null = null,
  ): Duty[] => (first === null ? [] : [{ ...single, key, title, source, control, because, register, record, owner, first }]);
  const risks = Map.groupBy(
    isms.risks.filter(({ status, reviewOn }) => status === 'open' && reviewOn !== null),
    ({ owner }) => owner,
  );
  const states = documentStates(isms, standard, day);
  return [
    ...isms.legalRequirements.flatMap((each) =>
      one(
        `legal:${each.id}`,
        `Review ${each.title}`,
        'legal',
        'legal-requirements',
        each.id,
        each.owner,
        each.reviewOn,
        'Its next review stands in the register.',
        'A.5.31',
      ),
    ),
    ...[...risks].flatMap(([owner, own]) => {
      const [first] = own.toSorted((a, b) => (a.reviewOn! < b.reviewOn! ? -1 : 1));
      const soon = own.filter(({ reviewOn }) => reviewOn! <= addDays(day, notice)).length;
      return one(
        `risks:${owner ?? 'nobody'}`,
        soon > 1 ? `Review ${soon} risks` : `Review the risk ${first!.title}`,
        'risks',
        'risks',
        first!.id,
        owner,
        first!.reviewOn,
        'The risk method sets how often.',
      );
    }),
    ...isms.documents.flatMap(({ id, title, owner }) =>
      one(`document:${id}`, `Review ${title}`, 'document', 'documents', id, owner, states.get(id)?.reviewDueOn ?? null, 'Its review interval.'),
    ),
    ...isms.continuityPlans.flatMap((each) =>
      one(
        `plan-review:${each.id}`,
        `Review ${each.title}`,
        'continuity',
        'continuity-plans',
        each.id,
        each.owner,
        each.reviewOn,
        'Its next review stands in the register.',
        'A.5.30',
      ),
    ),
    ...isms.backups.flatMap((each) =>
      one(
        `backup-review:${each.id}`,
        `Review the backup ${each.title}`,
        'backup',
        'backups',
        each.id,
        each.owner,
        each.reviewOn,
        'Its next review stands in the register.',
        'A.8.13',
      ),
    ),
    ...isms.accessReviews.flatMap((each) =>
      each.status === 'open'
        ? one(
            `review:${each.id}`,
            `Finish ${each.title}`,
            'review',
            'access-reviews',
            each.id,
            each.owner,
            each.dueOn,
            `${each.count} accounts, listed on ${dayInWords(each.listedOn)}.`,
            'A.5.18',
          )
        : [],
    ),
    ...isms.changes.flatMap((each) =>
      each.kind === 'emergency' && each.implementedOn !== null && each.reviewedOn === null && each.withdrawnOn === null
        ? one(
            `change:${each.id}`,
            `Review the emergency change ${each.title}`,
            'review',
            'changes',
            each.id,
            each.requester,
            addDays(each.implementedOn, 7),
            `Done on ${dayInWords(each.implementedOn)}, to be looked at afterwards.`,
            'A.8.32',
          )
        : [],
    ),
  ];
}
