import type { Standard } from '../../standard/standard.ts';
import type { RequiredDocument } from '../../standard/model.ts';
import type { Isms } from '../isms.ts';
import { remembered } from '../remember.ts';
import type { DocumentationGap } from './model.ts';
import { documentStates } from './state.ts';

/**
 * Required documented information against what exists (mission 2.2). Where the product keeps it, the records answer;
 * elsewhere the gap answer and its evidence pointer do. What nobody has looked at is unknown, never had.
 */
export const documentationGaps = remembered(compareWithRequired);

function compareWithRequired(isms: Isms, standard: Standard, day: string): DocumentationGap[] {
  const states = documentStates(isms, standard, day);
  // The first piece of evidence for each subject.
  const proofs = new Map<string, { id: string; title: string }>();
  for (const item of isms.evidence) for (const subject of item.subjects) if (!proofs.has(subject)) proofs.set(subject, item);
  const excluded = new Set(isms.soaDecisions.filter((decision) => decision.applicable === false).map(({ id }) => id));
  return standard.requiredDocuments
    .filter((document) => !excluded.has(document.clause))
    .map((document) => ({
      ...(ofDocument(document.id) ?? { ...stateOf(document, isms, standard, proofs), document: null }),
      template: standard.templates.find(({ fulfils }) => fulfils.includes(document.id))?.id ?? null,
      id: document.id,
      clause: document.clause,
      title: document.title,
      kind: document.kind,
      basis: document.basis,
      explanation: document.explanation,
    }));

  /** The document that says it fulfils the requirement answers before everything else. */
  function ofDocument(id: string): (Kept & Pick<DocumentationGap, 'document'>) | null {
    const own = isms.documents.filter(({ fulfils }) => fulfils.includes(id));
    const best = own.find((each) => states.get(each.id)!.current) ?? own[0];
    if (!best) return null;
    const { current, state, reviewOverdue, outdated } = states.get(best.id)!;
    const place = `${best.id} ${best.title}`;
    if (!current)
      return {
        status: 'missing',
        place: `${place} (${state === 'none' ? 'not written yet' : state.replace('-', ' ')})`,
        document: best.id,
        room: null,
      };
    return { status: reviewOverdue || outdated ? 'stale' : 'have', place: `${place}, version ${current.number}`, document: best.id, room: null };
  }
}

type Kept = Pick<DocumentationGap, 'status' | 'place' | 'room'>;
const have = (place: string, room: string | null): Kept => ({ status: 'have', place, room });
const missing = (place: string, room: string | null): Kept => ({ status: 'missing', place, room });
const either = (found: boolean, place: string, room: string) => (found ? have(place, room) : missing(place, room));

function stateOf(
  { keptIn, clause }: RequiredDocument,
  isms: Isms,
  standard: Standard,
  proofs: ReadonlyMap<string, { id: string; title: string }>,
): Kept {
  switch (keptIn) {
    case 'scope':
      return either(
        isms.scopeVersions.some((version) => version.status === 'approved'),
        'Context, Scope',
        'context/scope',
      );
    case 'risk-method':
      return either(
        isms.riskMethods.some((method) => method.status === 'in-force'),
        'Risks, Method',
        'risks/method',
      );
    case 'risk-register':
      return either(
        isms.risks.some((risk) => risk.ratedOn !== null),
        'Risks',
        'risks',
      );
    case 'treatment-plan':
      return either(
        isms.treatmentTasks.length > 0 || isms.risks.some((risk) => risk.treatment !== 'undecided'),
        'Risks, Treatment plan',
        'risks/tasks',
      );
    case 'statement-of-applicability':
      return either(
        isms.soaVersions.some((version) => version.status === 'approved'),
        'Applicability',
        'applicability',
      );
    case 'isms-roles':
      return either(
        isms.ismsRoles.some((role) => role.holders.length > 0),
        'Context, Roles',
        'context/roles',
      );
    case 'assets':
      return either(isms.assets.length > 0, 'Assets', 'risks/assets');
    case 'requirements':
      return either(isms.requirements.length > 0, 'Context, Interested parties', 'context/requirements');
    case 'context-issues':
      return isms.contextIssues.length > 0 ? have('Context, Issues', 'context/issues') : pointedAt('context/issues');
    case 'objectives':
      return isms.objectives.length > 0 ? have('Objectives', 'objectives') : pointedAt('objectives');
    case 'measurements':
      return isms.measurements.length + isms.evaluations.length > 0 ? have('Objectives, Figures', 'objectives') : pointedAt('objectives');
    case 'competences':
      return isms.competenceEvidence.length > 0 ? have('People, Competence', 'people') : pointedAt('people');
    case 'awareness':
      return isms.trainingResults.length + isms.acknowledgements.length > 0 ? have('People, Awareness', 'people') : pointedAt('people');
    case 'communications':
      return isms.communications.length > 0 ? have('People, Communication plan', 'people') : pointedAt('people');
    case 'management-reviews':
      return isms.managementReviews.some(({ status }) => status === 'approved')
        ? have('Management review, approved minutes', 'reviews')
        : pointedAt('reviews');
    case 'evidence':
      return pointedAt('evidence');
    case 'elsewhere':
      return pointedAt(null);
  }

  /** Where the product has no records of it, evidence or a gap answer may say where it lies. */
  function pointedAt(room: string | null): Kept {
    const subjects = new Set([clause, ...standard.requirements.filter((requirement) => requirement.clause === clause).map(({ id }) => id)]);
    const proof = [...subjects].map((subject) => proofs.get(subject)).find((each) => each !== undefined);
    if (proof) return have(`${proof.id} ${proof.title}`, 'evidence');
    const answers = isms.gapAnswers.filter((answer) => subjects.has(answer.id) && answer.status !== 'not-assessed');
    const pointing = answers.find((answer) => answer.evidence.trim() !== '' && (answer.status === 'implemented' || answer.status === 'partly'));
    if (pointing) return have(pointing.evidence, 'gap');
    return answers.length === 0 ? { status: 'unknown', place: '', room } : missing('', room);
  }
}
