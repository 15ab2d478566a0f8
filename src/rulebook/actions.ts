import type { InferContractRouterOutputs } from '@orpc/contract';
import { soaInForce } from '../isms/applicability/versions.ts';
import { assignments } from '../isms/awareness/training.ts';
import { approvedScope } from '../isms/context/service.ts';
import { addDays } from '../isms/days.ts';
import { documentStates, missingApprovals } from '../isms/documents/state.ts';
import type { Isms } from '../isms/isms.ts';
import { acceptanceState } from '../isms/risk/acceptance.ts';
import { currentMethod } from '../isms/risk/method.ts';
import { tasksByRisk } from '../isms/risk/plan.ts';
import type { Standard } from '../standard/standard.ts';
import { auditActions } from './actions-audits.ts';
import { certificationActions } from './actions-certification.ts';
import { actionsAtWork } from './actions-at-work.ts';
import { actionsOfReviews } from './actions-of-reviews.ts';
import type { verdictContract } from './contract.ts';
import { isThePolicy } from './documents.ts';
import type { Verdict } from './verdict.ts';

export type Action = InferContractRouterOutputs<typeof verdictContract>['journey']['actions'][number];

/** Who asks: their role, and the record in `people` that they are. */
export interface Asker {
  role: string;
  person: string | null;
}

/** Who must do what now: signatures that wait, what is overdue, then the first remedies; what waits for the asker comes first. */
export function actions(isms: Isms, standard: Standard, verdict: Verdict, day: string, asker: Asker): Action[] {
  const list: Action[] = [];
  const [management, manager] = [asker.role === 'top-management', asker.role === 'isms-manager'];
  const isAsker = (person: string | null) => person !== null && person === asker.person;
  const people = new Map(isms.people.map(({ id, name }) => [id, name]));
  const draft = isms.scopeVersions.find(({ status, statement }) => status === 'draft' && statement.trim() !== '');
  if (draft && !approvedScope(isms))
    list.push({
      text: `Approve version ${draft.number} of the scope`,
      who: 'Top management',
      yours: management,
      room: 'context',
      due: null,
      grade: 'major',
    });
  const prepared = isms.soaVersions.find(({ status }) => status === 'draft');
  if (prepared)
    list.push({
      text: `Approve version ${prepared.number} of the Statement of Applicability`,
      who: 'Top management',
      yours: management,
      room: 'applicability',
      due: null,
      grade: soaInForce(isms.soaVersions) ? 'minor' : 'major',
    });
  if (!currentMethod(isms))
    list.push({ text: 'Put a risk method in force', who: 'ISMS manager', yours: manager, room: 'risks', due: null, grade: 'major' });
  const risks = new Map(isms.risks.map((risk) => [risk.id, risk]));
  for (const acceptance of isms.acceptances) {
    const risk = risks.get(acceptance.risk);
    if (acceptance.status !== 'requested' || !risk || acceptanceState(acceptance, risk, tasksByRisk(isms).get(risk.id) ?? [], day) !== 'requested')
      continue;
    list.push({
      text: `Decide on the residual risk of ${risk.id} (${risk.title})`,
      who: people.get(risk.owner ?? '') ?? 'Risk owner',
      yours: isAsker(risk.owner),
      room: 'risks',
      due: null,
      grade: 'minor',
    });
  }
  for (const task of isms.treatmentTasks) {
    if (task.status !== 'done' && task.dueOn !== null && task.dueOn < day)
      list.push({
        text: `${task.id} ${task.title}`,
        who: people.get(task.assignee ?? '') ?? 'Nobody yet',
        yours: isAsker(task.assignee),
        room: 'risks',
        due: task.dueOn,
        grade: 'minor',
      });
  }
  list.push(
    ...onDocuments(isms, standard, day, asker),
    ...actionsOfReviews(isms, day, asker),
    ...toReadAndLearn(isms, standard, day, asker),
    ...actionsAtWork(isms, standard, day, asker.person),
    ...auditActions(isms, day, asker),
    ...certificationActions(isms, day, asker),
  );
  for (const { remedy, room, grade } of verdict.findings.slice(0, 6))
    list.push({ text: remedy, who: 'ISMS manager', yours: manager, room, due: null, grade });
  return list.toSorted((a, b) => Number(b.yours) - Number(a.yours)).slice(0, 12);
}

/** Versions that wait for an approval, and documents whose review is due. */
function onDocuments(isms: Isms, standard: Standard, day: string, asker: Asker): Action[] {
  const people = new Map(isms.people.map(({ id, name }) => [id, name]));
  const soon = addDays(day, 30);
  const states = documentStates(isms, standard, day);
  return isms.documents.flatMap((document): Action[] => {
    const { current, next, reviewDueOn, reviewOverdue } = states.get(document.id)!;
    const found: Action[] = [];
    if (next?.status === 'in-review') {
      const lacking = missingApprovals(isms, document, next, day);
      const forManagement = document.approvers.length === 0;
      const wrote = next.authorPerson !== null && next.authorPerson === asker.person;
      found.push({
        text: `Approve version ${next.number} of ${document.title}`,
        who: forManagement ? 'Top management' : lacking.map((id) => people.get(id) ?? id).join(', ') || 'Nobody yet',
        yours: !wrote && ((asker.person !== null && lacking.includes(asker.person)) || (forManagement && asker.role === 'top-management')),
        room: 'documents',
        due: null,
        grade: isThePolicy(document) && !current ? 'major' : 'minor',
      });
    }
    const isOwner = asker.person !== null && asker.person === document.owner;
    // Owners are told a month before; others learn of it when it is late.
    if (reviewDueOn !== null && (reviewOverdue || (isOwner && reviewDueOn <= soon)))
      found.push({
        text: `Review ${document.title}`,
        who: people.get(document.owner ?? '') ?? 'Nobody yet',
        yours: isOwner,
        room: 'documents',
        due: reviewDueOn,
        grade: reviewOverdue ? 'minor' : null,
      });
    return found;
  });
}

/** What the asker has to read and to learn. */
function toReadAndLearn(isms: Isms, standard: Standard, day: string, { person }: Asker): Action[] {
  if (person === null) return [];
  const mine = (text: string, due: string | null, overdue: boolean): Action => ({
    text,
    who: isms.people.find(({ id }) => id === person)?.name ?? person,
    yours: true,
    room: 'my',
    due,
    grade: overdue ? 'minor' : null,
  });
  const titles = new Map([...isms.documents, ...isms.lessons].map(({ id, title }) => [id, title]));
  const reading = [...documentStates(isms, standard, day)].flatMap(([id, { readers }]) =>
    (readers ?? [])
      .filter((each) => each.person === person && each.acknowledgedAt === null)
      .map(({ dueOn, overdue }) => mine(`Read ${titles.get(id)}`, dueOn, overdue)),
  );
  const learning = assignments(isms, day)
    .filter((each) => each.person === person && each.state !== 'passed')
    .map(({ lesson, dueOn, state }) => mine(`Take the lesson ${titles.get(lesson)}`, dueOn, state === 'overdue'));
  return [...reading, ...learning];
}
