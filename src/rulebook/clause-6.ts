import { acceptanceState, latestAcceptance } from '../isms/risk/acceptance.ts';
import { consistencyFindings } from '../isms/risk/consistency.ts';
import type { AssessedRisk, ConsistencyFinding } from '../isms/risk/model.ts';
import { levelOf } from '../isms/risk/method.ts';
import { tasksByRisk } from '../isms/risk/plan.ts';
import { absent, at, blank, byTitle, inOperation, rule, type Case, type Rule, word } from './rule.ts';

const room = 'risks' as const;
const risks = (found: readonly AssessedRisk[]) => byTitle('risks', found);
const rated = ({ inherent, current }: AssessedRisk) => inherent !== null || current !== null;
const treated = ({ treatment }: AssessedRisk) => treatment !== 'undecided';
const needsAcceptance = (risk: AssessedRisk) =>
  treated(risk) && risk.treatment !== 'avoid' && (risk.residual !== null || risk.treatment === 'accept');

const contradicting =
  (kind: ConsistencyFinding['kind']) =>
  ({ isms, risks: open }: Case) => {
    const implemented = new Set(isms.gapAnswers.filter(({ status }) => status === 'implemented').map(({ id }) => id));
    const ids = new Set(
      consistencyFindings(open, (control) => implemented.has(control))
        .filter((finding) => finding.kind === kind)
        .flatMap((finding) => finding.risks),
    );
    return risks(open.filter(({ id }) => ids.has(id)));
  };

/** Rationales that stand word for word at more than ten risks. */
const copied = ({ risks: open }: Case) => {
  const groups = Map.groupBy(
    open.filter(({ currentRationale }) => currentRationale.trim().length > 0),
    ({ currentRationale }) => currentRationale.trim().toLowerCase(),
  );
  return risks([...groups.values()].filter((group) => group.length > 10).flat());
};

/** Clauses 6.1.1 to 6.1.3: planning, risk assessment, risk treatment. */
export const clause6: Rule[] = [
  rule({
    id: '6.1.1-issues-not-considered',
    clause: '6.1.1',
    grade: 'opportunity',
    gradeReason: 'The link is asked for, its form is free.',
    room,
    title: 'Risks do not show where they come from',
    likely: 'Risks may rest on the issues without naming them.',
    says: () => 'No risk refers to assets, scenarios or threats, so it cannot be followed how risks were found.',
    remedy: 'Name the threat or the asset for each risk.',
    find: ({ risks: open }) =>
      absent(
        'risks',
        'Risk register',
        open.length > 0 && open.every(({ threat, scenario, assets }) => blank(threat) && blank(scenario) && assets.length === 0),
      ),
  }),
  rule({
    id: '6.1.2-no-method',
    clause: '6.1.2',
    grade: 'major',
    gradeReason: 'The process is required documented information.',
    room,
    title: 'No risk assessment process',
    says: () => 'There is no defined risk assessment process with criteria.',
    remedy: 'Draft a method, a ready one will do, and put it in force.',
    find: ({ method }) => absent('risk-methods', 'Risk method', method === null),
  }),
  rule({
    id: '6.1.2-no-risks',
    clause: '6.1.2',
    grade: 'major',
    gradeReason: 'Everything else rests on the risk assessment.',
    room,
    title: 'No risks identified',
    says: () => 'No information security risk has been identified.',
    remedy: 'Import the register you keep, or start from the library.',
    find: ({ isms }) => absent('risks', 'Risk register', isms.risks.length === 0),
  }),
  rule({
    id: '6.1.2-risk-without-owner',
    clause: '6.1.2',
    grade: 'major',
    gradeReason: 'Without an owner nobody can approve treatment (6.1.2 c 2).',
    room,
    title: 'Risks without an owner',
    says: (names, count) => `${count} risk${count === 1 ? ' has' : 's have'} no owner (${names}).`,
    remedy: 'Name a person for each who can decide on it.',
    find: ({ risks: open }) => risks(open.filter(({ owner }) => owner === null)),
  }),
  rule({
    id: '6.1.2-owner-left',
    clause: '6.1.2',
    grade: 'minor',
    gradeReason: 'The owner cannot decide any more.',
    room,
    title: 'Risk owners who have left',
    says: (names) => `The owners of ${names} do not work here any more.`,
    remedy: 'Name new owners, and have them accept what remains.',
    find: ({ risks: open, present }) => risks(open.filter(({ owner }) => owner !== null && !present(owner))),
  }),
  rule({
    id: '6.1.2-not-rated',
    clause: '6.1.2',
    grade: 'minor',
    gradeReason: 'The assessment is not complete.',
    room,
    title: 'Risks that are not rated',
    says: (names, count) => `${count} risk${count === 1 ? ' is' : 's are'} identified, but not rated (${names}).`,
    remedy: 'Rate likelihood and impact with the method in force.',
    find: ({ risks: open }) => risks(open.filter((risk) => !rated(risk))),
  }),
  rule({
    id: '6.1.2-none-rated',
    clause: '6.1.2',
    grade: 'major',
    gradeReason: 'There are no results of the assessment.',
    room,
    title: 'No risk is rated at all',
    says: () => 'Risks are listed, but none has been analysed.',
    remedy: 'Rate the risks.',
    find: ({ risks: open }) => absent('risks', 'Risk register', open.length > 0 && !open.some(rated)),
  }),
  rule({
    id: '6.1.2-current-not-rated',
    clause: '6.1.2',
    grade: 'minor',
    gradeReason: 'Where the risk stands today is not known.',
    room,
    title: 'Current risk not rated',
    says: (names) => `For ${names} only the inherent risk has been rated.`,
    remedy: 'Rate the risk as it is with today’s controls.',
    find: ({ risks: open }) => risks(open.filter(({ inherent, current }) => inherent !== null && current === null)),
  }),
  rule({
    id: '6.1.2-two-methods',
    clause: '6.1.2',
    grade: 'minor',
    gradeReason: 'Results are not comparable (6.1.2 b).',
    room,
    title: 'Risks rated with more than one version of the method',
    says: (names, count) =>
      `${count} open risk${count === 1 ? ' is' : 's are'} still rated with an older version of the method (${names}); results cannot be compared.`,
    remedy: 'Work through the list of risks to rate again.',
    find: ({ risks: open, method }) => (method ? risks(open.filter(({ methodOutdated }) => methodOutdated)) : []),
  }),
  rule({
    id: '6.1.2-no-rationale',
    clause: '6.1.2',
    grade: 'minor',
    gradeReason: 'Ratings cannot be followed, so neither repeated.',
    room,
    title: 'High ratings without a rationale',
    says: (names, count) => `Why ${names} ${word(count, 'is', 'are')} rated as they are is not recorded.`,
    remedy: 'Add a sentence on likelihood and impact.',
    find: ({ risks: open }) =>
      risks(
        open.filter(
          ({ current, inherent, currentRationale, inherentRationale }) =>
            (current ?? inherent)?.acceptable === false && blank(currentRationale) && blank(inherentRationale),
        ),
      ),
  }),
  rule({
    id: '6.1.2-copied-rationale',
    clause: '6.1.2',
    grade: 'opportunity',
    gradeReason: 'Copied reasons are none.',
    room,
    title: 'The same rationale at more than ten risks',
    likely: 'The same reason may be true of several risks.',
    says: (_names, count) => `The same rationale stands word for word at ${count} risks.`,
    remedy: 'Give each risk its own reasons.',
    find: copied,
  }),
  rule({
    id: '6.1.2-no-cia',
    clause: '6.1.2',
    grade: 'opportunity',
    gradeReason: 'The standard speaks of loss of confidentiality, integrity and availability.',
    room,
    title: 'Risks that do not say what they affect',
    says: (names) => `For ${names} it is not said whether confidentiality, integrity or availability is concerned.`,
    remedy: 'Choose what is affected.',
    find: ({ risks: open }) => risks(open.filter(({ affects }) => affects.length === 0)),
  }),
  rule({
    id: '6.1.2-rated-differently',
    clause: '6.1.2',
    grade: 'minor',
    gradeReason: 'Results are not consistent (6.1.2 b).',
    room,
    title: 'The same threat on the same asset rated differently',
    likely: 'Two places may differ in what is not recorded here.',
    says: (names) => `${names} describe the same threat on the same asset, with different ratings.`,
    remedy: 'Join them, or say what makes the difference.',
    find: contradicting('rated-differently'),
  }),
  rule({
    id: '6.1.2-current-above-inherent',
    clause: '6.1.2',
    grade: 'minor',
    gradeReason: 'The ratings contradict each other.',
    room,
    title: 'Current risk above the inherent one',
    says: (names) => `For ${names} the current risk is higher than the inherent one, as if controls made it worse.`,
    remedy: 'Rate again.',
    find: contradicting('current-above-inherent'),
  }),
  rule({
    id: '6.1.2-lowered-without-control',
    clause: '6.1.2',
    grade: 'minor',
    gradeReason: 'The lower rating has no ground.',
    room,
    title: 'Risk lowered without a working control',
    likely: 'Something that is no control may keep the risk down.',
    says: (names) => `For ${names} the current risk is lower than the inherent one, but none of their controls is implemented.`,
    remedy: 'Rate the risk as it is today, or show the control that lowers it.',
    find: contradicting('lowered-without-control'),
  }),
  rule({
    id: '6.1.2-scope-system-without-risk',
    clause: '6.1.2',
    grade: 'opportunity',
    gradeReason: 'A hint that the identification is not complete.',
    room,
    title: 'Few risks for the size of the scope',
    likely: 'A risk may cover the system without naming one of its assets.',
    says: () => 'Fewer than ten risks have been identified for the whole scope.',
    remedy: 'Go through the library and the systems in scope once more.',
    find: ({ risks: open }) => absent('risks', 'Risk register', open.length > 0 && open.length < 10),
  }),
  rule({
    id: '6.1.3-undecided',
    clause: '6.1.3',
    grade: 'minor',
    gradeReason: 'Treatment has not been decided (6.1.3 a).',
    room,
    title: 'Risks without a treatment decision',
    says: (names, count) => `For ${count} rated risk${count === 1 ? '' : 's'} no treatment has been chosen (${names}).`,
    remedy: 'Choose: mitigate, transfer, accept or avoid.',
    find: ({ risks: open }) => risks(open.filter((risk) => rated(risk) && !treated(risk) && (risk.current ?? risk.inherent)?.acceptable !== false)),
  }),
  rule({
    id: '6.1.3-high-undecided',
    clause: '6.1.3',
    grade: 'major',
    gradeReason: 'Risks above the organisation’s own criteria are left alone.',
    room,
    title: 'High risks without a treatment decision',
    says: (names, count) => `${names} ${word(count, 'lies', 'lie')} above what the organisation accepts, and nothing has been decided.`,
    remedy: 'Decide on these first.',
    find: ({ risks: open }) => risks(open.filter((risk) => !treated(risk) && (risk.current ?? risk.inherent)?.acceptable === false)),
  }),
  rule({
    id: '6.1.3-mitigate-without-control',
    clause: '6.1.3',
    grade: 'major',
    gradeReason: 'The necessary controls have not been determined (6.1.3 b).',
    room,
    title: 'Mitigated risks without a control',
    says: (names) => `${names} shall be mitigated, but no control has been chosen.`,
    remedy: 'Choose controls of Annex A or own ones.',
    find: ({ risks: open }) => risks(open.filter(({ treatment, controls }) => treatment === 'mitigate' && controls.length === 0)),
  }),
  rule({
    id: '6.1.3-no-residual',
    clause: '6.1.3',
    grade: 'minor',
    gradeReason: 'What remains cannot be accepted (6.1.3 f).',
    room,
    title: 'Treated risks without a residual rating',
    says: (names) => `What remains of ${names} after treatment has not been estimated.`,
    remedy: 'Rate the residual risk that is expected.',
    find: ({ risks: open }) =>
      risks(open.filter(({ treatment, residual }) => (treatment === 'mitigate' || treatment === 'transfer') && residual === null)),
  }),
  rule({
    id: '6.1.3-residual-without-control',
    clause: '6.1.3',
    grade: 'minor',
    gradeReason: 'The expected effect has no cause.',
    room,
    title: 'Residual lower than current with no control',
    likely: 'Something that is no control may lower the risk.',
    says: (names) => `For ${names} the residual risk is lower than the current one, but no control is chosen that could lower it.`,
    remedy: 'Choose the controls, or rate the residual risk as the current one.',
    find: contradicting('residual-without-control'),
  }),
  rule({
    id: '6.1.3-residual-above-inherent',
    clause: '6.1.3',
    grade: 'minor',
    gradeReason: 'The ratings contradict each other.',
    room,
    title: 'Residual risk above the inherent one',
    says: (names) => `For ${names} the residual risk is higher than the inherent one.`,
    remedy: 'Rate again.',
    find: contradicting('residual-above-inherent'),
  }),
  rule({
    id: '6.1.3-residual-not-acceptable',
    clause: '6.1.3',
    grade: 'major',
    gradeReason: 'By the organisation’s own criteria the risk may not stay.',
    room,
    title: 'Residual risk above the acceptance criteria',
    says: (names) =>
      `What is expected to remain of ${names} lies above the acceptance criteria, and no valid acceptance of somebody entitled covers it.`,
    remedy: 'Plan further treatment, or have it accepted by who may.',
    find: ({ risks: open }) =>
      risks(
        open.filter(({ residual, acceptance, treatment }) => residual?.acceptable === false && acceptance !== 'accepted' && treatment !== 'avoid'),
      ),
  }),
  rule({
    id: '6.1.3-no-plan',
    clause: '6.1.3',
    grade: 'major',
    gradeReason: 'The risk treatment plan is required (6.1.3 e).',
    room,
    title: 'No risk treatment plan',
    says: () => 'Risks shall be mitigated, but there is no plan with tasks.',
    remedy: 'Add tasks with people and dates.',
    find: ({ isms, risks: open }) =>
      absent(
        'treatment-tasks',
        'Risk treatment plan',
        open.some(({ treatment }) => treatment === 'mitigate' || treatment === 'transfer') && isms.treatmentTasks.length === 0,
      ),
  }),
  rule({
    id: '6.1.3-risk-without-task',
    clause: '6.1.3',
    grade: 'minor',
    gradeReason: 'The plan is not complete.',
    room,
    title: 'Risks to mitigate that the plan does not treat',
    says: (names) => `For ${names} controls are missing, but the treatment plan has no task.`,
    remedy: 'Add a task, or show that the controls are implemented.',
    find: ({ isms, risks: open }) => {
      const implemented = new Set(isms.gapAnswers.filter(({ status }) => status === 'implemented').map(({ id }) => id));
      const tasks = tasksByRisk(isms);
      return isms.treatmentTasks.length === 0
        ? []
        : risks(
            open.filter(
              ({ id, treatment, controls }) => treatment === 'mitigate' && controls.some((control) => !implemented.has(control)) && !tasks.has(id),
            ),
          );
    },
  }),
  rule({
    id: '6.1.3-task-without-person',
    clause: '6.1.3',
    grade: 'minor',
    gradeReason: 'Nobody will do it.',
    room,
    title: 'Tasks without a person or a date',
    says: (names, count) => `${names} ${word(count, 'has', 'have')} no assignee or no due date.`,
    remedy: 'Name a person and a date.',
    find: ({ isms, present }) =>
      byTitle(
        'treatment-tasks',
        isms.treatmentTasks.filter(({ status, assignee, dueOn }) => status !== 'done' && (!present(assignee) || dueOn === null)),
      ),
  }),
  rule({
    id: '6.1.3-not-approved',
    clause: '6.1.3',
    grade: 'major',
    gradeReason: 'The owners’ approval is required documented information (6.1.3 f).',
    room,
    title: 'Treatment plan and residual risks approved by no risk owner',
    says: () => 'No risk owner has approved the treatment plan or accepted a residual risk.',
    remedy: 'Ask the owners for acceptance, and have them decide.',
    find: ({ isms, risks: open }) =>
      absent('acceptances', 'Acceptances', open.some(needsAcceptance) && !isms.acceptances.some(({ status }) => status === 'accepted')),
  }),
  rule({
    id: '6.1.3-some-not-approved',
    clause: '6.1.3',
    grade: 'minor',
    gradeReason: 'The approval is missing for some risks.',
    room,
    title: 'Risks whose owner has not approved',
    says: (names, count) =>
      `The owners of ${count} treated risk${count === 1 ? '' : 's'} (${names}) have not approved the treatment and accepted what remains.`,
    remedy: 'Ask for acceptance.',
    find: ({ isms, risks: open }) =>
      isms.acceptances.some(({ status }) => status === 'accepted')
        ? risks(open.filter((risk) => needsAcceptance(risk) && (risk.acceptance === 'none' || risk.acceptance === 'requested')))
        : [],
  }),
  rule({
    id: '6.1.3-acceptance-void',
    clause: '6.1.3',
    grade: 'minor',
    gradeReason: 'What was accepted is not what is there.',
    room,
    title: 'Risks changed after their acceptance',
    says: (names, count) => `${names} ${word(count, 'has', 'have')} changed since their owners accepted them.`,
    remedy: 'Ask for acceptance again.',
    find: ({ risks: open }) => risks(open.filter(({ acceptance }) => acceptance === 'void')),
  }),
  rule({
    id: '6.1.3-acceptance-expired',
    clause: '6.1.3',
    grade: 'minor',
    stages: inOperation,
    gradeReason: 'The acceptance was given for a time that has passed.',
    room,
    title: 'Acceptances that have expired',
    says: (names) => `The acceptance of ${names} has expired.`,
    remedy: 'Rate the risk again and ask for acceptance.',
    find: ({ risks: open }) => risks(open.filter(({ acceptance }) => acceptance === 'expired')),
  }),
  rule({
    id: '6.1.3-refused',
    clause: '6.1.3',
    grade: 'minor',
    gradeReason: 'The owner has said no, and nothing followed.',
    room,
    title: 'Acceptances that were refused',
    says: (names) => `The owners of ${names} refused to accept what remains, and the plan has not changed.`,
    remedy: 'Plan further treatment.',
    find: ({ risks: open }) => risks(open.filter(({ acceptance }) => acceptance === 'refused')),
  }),
  rule({
    id: '6.1.3-accepted-by-wrong-role',
    clause: '6.1.3',
    grade: 'major',
    gradeReason: 'The organisation breaks its own acceptance criteria.',
    room,
    title: 'Accepted above the level that its owner may accept',
    says: (names, count) => `${names} ${word(count, 'was', 'were')} accepted by somebody who may not accept a risk of that level.`,
    remedy: 'Have it decided by who the method entitles.',
    find: ({ isms, risks: open, day }) => {
      const methods = new Map(isms.riskMethods.map((method) => [method.id, method]));
      const tasks = tasksByRisk(isms);
      const latest = latestAcceptance(isms);
      return risks(
        open.filter((risk) => {
          const acceptance = latest.get(risk.id);
          const method = methods.get(acceptance?.method ?? '');
          if (
            !acceptance ||
            !method ||
            acceptance.status !== 'accepted' ||
            acceptanceState(acceptance, risk, tasks.get(risk.id) ?? [], day) !== 'accepted'
          )
            return false;
          return !(levelOf(method, acceptance.score).acceptedBy as string[]).includes(acceptance.decidedByRole ?? '');
        }),
      );
    },
  }),
  rule({
    id: '6.1.3-accepted-by-requester',
    clause: '6.1.3',
    grade: 'major',
    gradeReason: 'Asking and deciding lie in one hand.',
    room,
    title: 'Accepted by the one who asked, or not by the owner',
    says: (names, count) => `${names} ${word(count, 'was', 'were')} not accepted by the risk owner, or by the same person who asked for it.`,
    remedy: 'Have the owner decide on a request of somebody else.',
    find: ({ isms }) => {
      const owners = new Map(isms.risks.map(({ id, owner, title }) => [id, { owner, title }]));
      return at(
        'acceptances',
        isms.acceptances.filter(
          ({ status, risk, requestedBy, requestedByPerson, decidedBy, decidedByPerson, id }) =>
            status === 'accepted' &&
            latestAcceptance(isms).get(risk)?.id === id &&
            (requestedBy === decidedBy ||
              (requestedByPerson !== null && requestedByPerson === decidedByPerson) ||
              (owners.has(risk) && owners.get(risk)!.owner !== decidedByPerson)),
        ),
        ({ id, risk }) => `${id} (${owners.get(risk)?.title ?? risk})`,
      );
    },
  }),
  rule({
    id: '6.1.3-accept-above-appetite',
    clause: '6.1.3',
    grade: 'minor',
    gradeReason: 'The option does not fit the criteria.',
    room,
    title: '"Accept" chosen for a risk that is not acceptable',
    says: (names) => `For ${names} the treatment is to accept, though the risk lies above the acceptance criteria.`,
    remedy: 'Choose another treatment.',
    find: ({ risks: open }) =>
      risks(open.filter(({ treatment, current, inherent }) => treatment === 'accept' && (current ?? inherent)?.acceptable === false)),
  }),
];
