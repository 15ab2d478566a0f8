import type { Call } from '../../../platform/contract/call.ts';
import { Problem, notFound } from '../../../platform/contract/problem.ts';
import type { Handlers } from '../../../platform/contract/serve.ts';
import { registerHandlers } from '../../../platform/register/service.ts';
import { standard } from '../../../standard/standard.ts';
import { collections } from '../../collections.ts';
import { compareIds, ismsOf, type Isms } from '../../isms.ts';
import { writtenAs } from '../shown.ts';
import type { SupplierStanding, suppliersContract } from './contract.ts';
import { supplierCertificates, supplierContracts, supplierNotes, type SupplierAssessment } from './model.ts';
import { lastAssessments, nextAssessment, scoreOf } from './score.ts';

async function draftOf(call: Call, id: string): Promise<{ isms: Isms; draft: SupplierAssessment }> {
  const isms = ismsOf(await call.snapshot());
  const draft = isms.supplierAssessments.find((each) => each.id === id);
  if (!draft) throw notFound('assessment', id);
  if (draft.status !== 'draft')
    throw new Problem('not-possible', `The assessment was concluded on ${draft.on} and is not changed any more.`, { remedy: 'Start the next one.' });
  return { isms, draft };
}

/** How every supplier stands. */
export function standingsOf(isms: Isms, day: string): SupplierStanding[] {
  const last = lastAssessments(isms);
  const drafts = new Map(isms.supplierAssessments.filter(({ status }) => status === 'draft').map(({ supplier, id }) => [supplier, id]));
  const contracts = Map.groupBy(
    isms.supplierContracts.filter(({ endsOn }) => endsOn === null || endsOn >= day),
    ({ supplier }) => supplier,
  );
  const notes = Map.groupBy(isms.supplierNotes, ({ supplier }) => supplier);
  const clauses = standard.supplierCatalogue.clauses.map(({ id }) => id);
  return isms.suppliers.map((supplier): SupplierStanding => {
    const done = last.get(supplier.id);
    const own = contracts.get(supplier.id) ?? [];
    const settled = new Set(own.flatMap((each) => each.clauses));
    const nextOn = done ? (done.nextOn ?? nextAssessment(supplier, done.on!, isms.commitments)) : null;
    const draft = drafts.get(supplier.id) ?? null;
    return {
      id: supplier.id,
      name: supplier.name,
      service: supplier.service,
      owner: supplier.owner,
      critical: supplier.critical,
      personalData: own.some(({ personalData }) => personalData),
      percent: done?.percent ?? null,
      result: done?.result ?? null,
      conditions: done?.conditions ?? '',
      assessedOn: done?.on ?? null,
      nextOn,
      state: done ? (nextOn !== null && nextOn < day ? 'due' : 'assessed') : draft ? 'draft' : 'never',
      draft,
      assessment: done?.id ?? null,
      areas: done?.areas ?? [],
      contracts: own.length,
      clausesMissing: own.length === 0 ? [] : clauses.filter((each) => !settled.has(each)),
      certificateUntil:
        isms.supplierCertificates
          .filter((each) => each.supplier === supplier.id && each.expiresOn !== null)
          .map(({ expiresOn }) => expiresOn!)
          .toSorted()
          .at(-1) ?? null,
      observations: notes.get(supplier.id)?.length ?? 0,
    };
  });
}

/** Suppliers: assessments, contracts, certificates, what was noticed (A.5.19–A.5.23). */
export const suppliers: Handlers<typeof suppliersContract> = {
  contracts: registerHandlers<'supplier-contracts', typeof supplierContracts.fields.shape, typeof supplierContracts.record>(supplierContracts, {
    schema: supplierContracts.record,
  }),
  certificates: registerHandlers<'supplier-certificates', typeof supplierCertificates.fields.shape, typeof supplierCertificates.record>(
    supplierCertificates,
    { schema: supplierCertificates.record },
  ),
  notes: registerHandlers(supplierNotes),
  catalogue: () => standard.supplierCatalogue,
  standings: async (call) => ({ items: standingsOf(ismsOf(await call.snapshot()), call.today) }),
  async assessments(call, { supplier }) {
    const own = ismsOf(await call.snapshot()).supplierAssessments.filter((each) => supplier === undefined || each.supplier === supplier);
    return { items: own.toSorted((a, b) => (b.on ?? '9').localeCompare(a.on ?? '9') || compareIds(b.id, a.id)) };
  },
  async start(call, { supplier }) {
    const isms = ismsOf(await call.snapshot());
    if (!isms.suppliers.some(({ id }) => id === supplier)) throw notFound('supplier', supplier);
    const draft = isms.supplierAssessments.find((each) => each.supplier === supplier && each.status === 'draft');
    if (draft) throw new Problem('conflict', `${draft.id} is a draft already.`, { remedy: 'Conclude or discard it.', current: draft });
    const last = lastAssessments(isms).get(supplier);
    const record = await call.write.create(collections.supplierAssessments, {
      supplier,
      status: 'draft',
      startedOn: call.today,
      answers: last?.answers ?? [],
    });
    return writtenAs(call, record);
  },
  async answer(call, { id, version, answers }) {
    const { draft } = await draftOf(call, id);
    const known = new Set(standard.supplierCatalogue.areas.flatMap(({ questions }) => questions.map((each) => each.id)));
    const unknown = answers.filter(({ question }) => !known.has(question));
    if (unknown.length > 0)
      throw new Problem('invalid-input', `There is no question ${unknown[0]!.question}.`, {
        fields: unknown.map(({ question }) => ({ field: 'answers', message: `There is no question ${question}.` })),
        remedy: 'List the questions and use their ids.',
      });
    const next = new Map([...draft.answers, ...answers].map((each) => [each.question, each]));
    return writtenAs(call, await call.write.change(collections.supplierAssessments, id, { answers: [...next.values()] }, version));
  },
  async conclude(call, { id, result, conditions, nextOn }) {
    const { isms, draft } = await draftOf(call, id);
    const score = scoreOf(standard.supplierCatalogue, draft.answers);
    if (score.unanswered > 0)
      throw new Problem('not-possible', `${score.unanswered} ${score.unanswered === 1 ? 'question has' : 'questions have'} no answer.`, {
        fields: score.areas
          .filter(({ unanswered }) => unanswered > 0)
          .map(({ title, unanswered }) => ({ field: title, message: `${unanswered} open` })),
        remedy: 'Answer them, or say that they are not applicable.',
      });
    if (conditions.trim() === '' && (result === 'with-conditions' || (result === 'suitable' && score.suggested !== 'suitable')))
      throw new Problem(
        'invalid-input',
        result === 'with-conditions' ? 'Say under which conditions.' : `The answers speak for "${score.suggested?.replace('-', ' ')}".`,
        {
          fields: [{ field: 'conditions', message: 'Say what is agreed, or why the supplier is suitable all the same.' }],
          remedy: 'Give the conditions or the reason.',
        },
      );
    const supplier = isms.suppliers.find((each) => each.id === draft.supplier);
    if (!supplier) throw new Problem('not-possible', 'The supplier is archived.', { remedy: 'Bring it back first.' });
    const record = await call.write.change(collections.supplierAssessments, id, {
      status: 'concluded',
      percent: score.percent,
      areas: score.areas,
      result,
      conditions,
      on: call.today,
      by: call.actor.name,
      byPerson: call.actor.person,
      nextOn: nextOn === undefined ? nextAssessment(supplier, call.today, isms.commitments) : nextOn,
    });
    return writtenAs(call, record);
  },
  async discard(call, { id }) {
    await draftOf(call, id);
    return writtenAs(call, await call.write.archive(collections.supplierAssessments, id));
  },
};
