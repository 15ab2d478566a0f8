import type { Standard } from '../../../standard/standard.ts';
import { addDays, dayInWords } from '../../days.ts';
import { commitmentList, type CommitmentField } from '../../documents/model.ts';
import { documentStates } from '../../documents/state.ts';
import type { Isms } from '../../isms.ts';
import { remembered } from '../../remember.ts';
import { shownBackup, shownPlan } from '../continuity/proven.ts';
import { lastAssessments, nextAssessment } from '../suppliers/score.ts';
import type { DutyShown } from './model.ts';
import { occurrencesOf } from './occurrences.ts';

interface Done {
  on: string;
  by: string;
}

/** A duty before the day is looked at: from when, how often, and when it was done. */
interface Duty extends Pick<DutyShown, 'key' | 'title' | 'source' | 'control' | 'everyDays' | 'because' | 'register' | 'record' | 'byHand'> {
  owner: string | null;
  /** Null: since nobody knows when; it is due today. */
  first: string | null;
  done: Done[];
}

/** Days before its day from which a duty counts as due. */
const notice = 30;
const span = { back: 365, ahead: 90 };

/** Every recurring duty and every day on which something falls due, with what has been done of it (8.1; mission 6.7). */
export const dutiesOf = remembered(calculate);

function calculate(isms: Isms, standard: Standard, day: string): DutyShown[] {
  const plans = new Map(isms.dutyPlans.map((plan) => [plan.duty, plan]));
  const records = Map.groupBy(isms.dutyRecords, ({ duty }) => duty);
  const present = new Set(isms.people.filter(({ endsOn }) => endsOn === null || endsOn >= day).map(({ id }) => id));
  return [
    ...committed(isms, standard, day),
    ...promised(isms, standard, day),
    ...practised(isms, standard, day),
    ...suppliers(isms, day),
    ...proofs(isms, day),
    ...reviews(isms, standard, day),
  ]
    .map((duty) => {
      const plan = plans.get(duty.key);
      const done = [...duty.done, ...(records.get(duty.key) ?? []).map(({ on, id }) => ({ on, by: id }))].filter(({ on }) => on <= day);
      const last = done.reduce<Done | null>((best, each) => (best && best.on > each.on ? best : each), null);
      const first = plan?.firstOn ?? duty.first ?? day;
      const occurrences =
        duty.everyDays === null
          ? [{ dueOn: first, state: first < day ? ('missed' as const) : ('due' as const), doneOn: null }]
          : occurrencesOf(
              first,
              duty.everyDays,
              done.map(({ on }) => on),
              day,
              { from: addDays(day, -span.back), to: addDays(day, span.ahead) },
            );
      const next = occurrences.findLast(({ state, doneOn }) => doneOn === null && (state === 'due' || state === 'missed'));
      const dueOn = next?.dueOn ?? (last && duty.everyDays !== null ? addDays(last.on, duty.everyDays) : first);
      const assignee = plan?.assignee ?? duty.owner;
      return {
        key: duty.key,
        title: duty.title,
        source: duty.source,
        control: duty.control,
        everyDays: duty.everyDays,
        because: duty.because,
        register: duty.register,
        record: duty.record,
        byHand: duty.byHand,
        assignee: assignee !== null && present.has(assignee) ? assignee : null,
        lastOn: last?.on ?? null,
        lastBy: last?.by ?? '',
        dueOn,
        paused: plan?.paused ?? '',
        state: plan?.paused
          ? ('paused' as const)
          : dueOn < day
            ? ('missed' as const)
            : last === null && duty.first === null && duty.everyDays !== null
              ? ('never' as const)
              : dueOn <= addDays(day, notice)
                ? ('due' as const)
                : last
                  ? ('done' as const)
                  : ('planned' as const),
        missed: occurrences.filter(({ state }) => state === 'missed').length,
        occurrences,
      };
    })
    .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.key < b.key ? -1 : 1));
}

const dayOf = (instant: string): string | null => (instant < '2000' ? null : instant.slice(0, 10));

/** The days by which evidence speaks for each control: its last one, or the first where it goes on speaking. One pass for all duties. */
const evidenceDays = remembered((isms: Isms, day: string) => {
  const found = new Map<string, Done[]>();
  for (const { id, subjects, validFrom, validTo } of isms.evidence) {
    const on = [validTo, validFrom].find((each) => each !== null && each <= day);
    if (!on) continue;
    for (const subject of new Set(subjects)) {
      const own = found.get(subject);
      if (own) own.push({ on, by: id });
      else found.set(subject, [{ on, by: id }]);
    }
  }
  return found;
});
const evidenceOf = (isms: Isms, standard: Standard, control: string | null, day: string): Done[] =>
  control === null ? [] : (evidenceDays(isms, day).get(control) ?? []);

const ownerOf = (isms: Isms, control: string | null) => isms.gapAnswers.find(({ id }) => id === control)?.owner ?? null;

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
function committed(isms: Isms, standard: Standard, day: string): Duty[] {
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
function promised(isms: Isms, standard: Standard, day: string): Duty[] {
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
function practised(isms: Isms, standard: Standard, day: string): Duty[] {
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

const single = { everyDays: null, done: [] as Done[], byHand: false, control: null } as const;

/** Assessments of suppliers by their criticality, contracts to be looked at before they go on, certificates that run out. */
function suppliers(isms: Isms, day: string): Duty[] {
  const last = lastAssessments(isms);
  const names = new Map(isms.suppliers.map((each) => [each.id, each]));
  const owner = (supplier: string) => names.get(supplier)?.owner ?? null;
  const assessed = isms.suppliers.flatMap((supplier): Duty[] => {
    const done = last.get(supplier.id);
    const dueOn = done ? (done.nextOn ?? nextAssessment(supplier, done.on!, isms.commitments)) : supplier.critical ? day : null;
    if (dueOn === null) return [];
    return [
      {
        ...single,
        key: `supplier:${supplier.id}`,
        title: `Assess ${supplier.name}`,
        source: 'supplier',
        control: 'A.5.22',
        because: done ? `Last assessed on ${dayInWords(done.on!)}.` : 'A critical supplier that has never been assessed.',
        register: 'suppliers',
        record: supplier.id,
        owner: supplier.owner,
        first: dueOn,
      },
    ];
  });
  const newest = new Map<string, Isms['supplierCertificates'][number]>();
  for (const each of isms.supplierCertificates) {
    const key = `${each.supplier} ${each.title.toLowerCase()}`;
    if ((newest.get(key)?.expiresOn ?? '') <= (each.expiresOn ?? '')) newest.set(key, each);
  }
  const certificates = [...newest.values()].flatMap((each): Duty[] =>
    each.expiresOn === null
      ? []
      : [
          {
            ...single,
            key: `certificate:${each.id}`,
            title: `${names.get(each.supplier)?.name ?? each.supplier}: ask for the next ${each.title}`,
            source: 'certificate',
            control: 'A.5.22',
            because: `It holds until ${dayInWords(each.expiresOn)}.`,
            register: 'supplier-certificates',
            record: each.id,
            owner: owner(each.supplier),
            first: each.expiresOn,
          },
        ],
  );
  const contracts = isms.supplierContracts.flatMap((each): Duty[] => {
    const dueOn = each.noticeBy ?? each.endsOn;
    if (dueOn === null || (each.endsOn !== null && each.endsOn < day)) return [];
    return [
      {
        ...single,
        key: `contract:${each.id}`,
        title: `${each.noticeBy ? 'Decide on' : 'Ends:'} the contract ${each.title}`,
        source: 'supplier',
        control: 'A.5.20',
        because: each.noticeBy ? `Notice is to be given by ${dayInWords(each.noticeBy)}.` : `It ends on ${dayInWords(dueOn)}.`,
        register: 'supplier-contracts',
        record: each.id,
        owner: each.owner ?? owner(each.supplier),
        first: dueOn,
      },
    ];
  });
  return [...assessed, ...certificates, ...contracts];
}

/** Restore tests of each backup, and exercises of each continuity plan. */
function proofs(isms: Isms, day: string): Duty[] {
  const { commitments } = isms;
  const duty = (
    key: string,
    title: string,
    source: 'backup' | 'continuity',
    control: string,
    days: number | null,
    record: { id: string; owner: string | null; createdAt: string },
    register: string,
    done: Done[],
    state: string,
  ): Duty[] => {
    if (days === null) return [];
    const since = dayOf(record.createdAt);
    return [
      {
        key,
        title,
        source,
        control,
        everyDays: days,
        because: `The organisation has committed to every ${days} days.${state === 'failed' ? ' The last test failed.' : ''}`,
        register,
        record: record.id,
        owner: record.owner ?? ownerOf(isms, control),
        first: since && addDays(since, days),
        done,
        byHand: false,
      },
    ];
  };
  const days = <T extends { id: string; on: string | null; result: string }>(tests: readonly T[]) =>
    tests.flatMap(({ id, on, result }) => (on === null || result === 'failed' ? [] : [{ on, by: id }]));
  return [
    ...isms.backups.flatMap((backup) =>
      duty(
        `backup:${backup.id}`,
        `Restore test: ${backup.title}`,
        'backup',
        'A.8.13',
        commitments?.backupTestDays ?? null,
        backup,
        'backups',
        days(isms.restoreTests.filter((each) => each.backup === backup.id)),
        shownBackup(isms, backup, day).state,
      ),
    ),
    ...isms.continuityPlans.flatMap((plan) =>
      duty(
        `continuity:${plan.id}`,
        `Exercise: ${plan.title}`,
        'continuity',
        'A.5.30',
        commitments?.continuityTestDays ?? null,
        plan,
        'continuity-plans',
        days(isms.continuityTests.filter((each) => each.plan === plan.id)),
        shownPlan(isms, plan, day).state,
      ),
    ),
  ];
}

/** Reviews with a date of their own: laws, risks, documents, plans, access, emergency changes. */
function reviews(isms: Isms, standard: Standard, day: string): Duty[] {
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
