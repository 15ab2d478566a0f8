import { soaLines } from '../../isms/applicability/derive.ts';
import type { Isms } from '../../isms/isms.ts';
import { assess } from '../../isms/risk/assess.ts';
import { fingerprint, tasksByRisk } from '../../isms/risk/plan.ts';
import { record } from '../../isms/testing.ts';
import { standard } from '../../standard/standard.ts';
import { soundFrom } from './sound.ts';
import { day } from './support.ts';

const later = '2027-03-01';

/** A management system in which no rule finds anything at all: what `soundFrom` makes, its context, gaps, risks and applicability in order too. */
export function inOrderFrom(given: Isms): Isms {
  const manager = given.ismsRoles.find(({ kind }) => kind === 'isms-manager')!.holders[0]!;
  context(given, manager);
  for (const role of given.ismsRoles) Object.assign(role, { communicatedOn: '2026-02-01', holders: present(given, role.holders, manager) });
  applicability(given, manager);
  const isms = soundFrom(given);
  risks(isms, manager);
  const [version] = isms.soaVersions;
  // Of a copy: what is calculated is remembered by the registers, and these are not finished.
  version!.lines = soaLines(copyOf(isms), standard, day).map(({ mismatches: _mismatches, ...line }) => structuredClone(line));
  return copyOf(isms);
}

const copyOf = (isms: Isms): Isms =>
  Object.fromEntries(Object.entries(isms).map(([key, value]) => [key, Array.isArray(value) ? [...value] : value])) as unknown as Isms;

/** Those who are there; somebody else where nobody is. */
const present = ({ people }: Isms, ids: readonly (string | null)[], instead: string): string[] => {
  const left = new Set(people.filter(({ endsOn }) => endsOn !== null && endsOn < day).map(({ id }) => id));
  const there = ids.filter((id): id is string => id !== null && !left.has(id));
  return there.length > 0 ? there : [instead];
};

function context(isms: Isms, manager: string): void {
  for (const issue of isms.contextIssues) issue.reviewOn = later;
  for (const each of isms.requirements)
    Object.assign(each, { answer: each.kind === 'expectation' ? 'declined' : 'addressed', where: each.where || 'Told in the contract.' });
  for (const system of isms.systems) {
    system.inScope ??= false;
    system.owner ??= manager;
    system.customersAsk &&= system.inScope;
  }
  for (const each of isms.interfaces) if (each.counterpart === 'supplier') each.supplier ??= isms.suppliers[0]!.id;
  for (const { id, name } of isms.suppliers)
    if (!isms.interfaces.some(({ supplier }) => supplier === id))
      isms.interfaces.push(record('interfaces', { id: `INT-${id}`, name: `What ${name} delivers`, counterpart: 'supplier', supplier: id }));
  const frozen = isms.scopeVersions.at(-1)!.frozen!;
  const inside = <T extends { inScope: boolean | null }>(records: readonly T[]) => records.filter(({ inScope }) => inScope === true);
  for (const key of ['teams', 'locations', 'systems'] as const) {
    const known = new Map((frozen[key] as { id: string }[]).map((each) => [each.id, each]));
    Object.assign(frozen, { [key]: inside<{ id: string; inScope: boolean | null }>(isms[key]).map((each) => known.get(each.id) ?? each) });
  }
  for (const asset of isms.assets) {
    asset.owner = present(isms, [asset.owner], manager)[0]!;
    if (asset.classification === 'unclassified') asset.classification = 'confidential';
  }
}

/** Everything met and shown; one control is left out with a reason, all others treat a risk or are needed. */
function applicability(isms: Isms, manager: string): void {
  const called = new Set([...isms.risks, ...isms.requirements].flatMap(({ controls }) => controls));
  const out = standard.controls.findLast(({ id }) => id.startsWith('A.7.') && !called.has(id))!.id;
  const answers = new Map(isms.gapAnswers.map((each) => [each.id, each]));
  isms.gapAnswers = [...standard.controls, ...standard.requirements].map(({ id }) =>
    Object.assign(answers.get(id) ?? record('gapAnswers', { id }), {
      status: id === out ? 'not-applicable' : 'implemented',
      owner: present(isms, [answers.get(id)?.owner ?? null], manager)[0]!,
      evidence: 'Wiki',
    }),
  );
  isms.soaDecisions = standard.controls.map(({ id }) =>
    record('soaDecisions', {
      id,
      ...(id === out
        ? { applicable: false, exclusionReason: 'Nothing of the kind is there.' }
        : { applicable: true, businessNeed: 'Customers expect it.', implementation: 'As the procedure says.' }),
    }),
  );
}

/** Every open risk is mitigated to a level its owner may accept, planned, and accepted as it is. */
function risks(isms: Isms, manager: string): void {
  const method = isms.riskMethods.find(({ status }) => status === 'in-force')!;
  for (const risk of isms.risks) {
    Object.assign(risk, {
      owner: present(isms, [risk.owner], manager)[0]!,
      treatment: risk.treatment === 'undecided' ? 'mitigate' : risk.treatment,
      controls: risk.controls.length > 0 ? risk.controls : ['A.5.1'],
      reviewOn: '2026-12-10',
      method: method.id,
      residualLikelihood: 1,
      residualImpact: 1,
    });
    if (risk.treatment === 'mitigate' && !isms.treatmentTasks.some((task) => task.risk === risk.id))
      isms.treatmentTasks.push(record('treatmentTasks', { id: `TT-${risk.id}`, title: `Keep ${risk.id} down`, risk: risk.id, assignee: manager }));
  }
  for (const task of isms.treatmentTasks) Object.assign(task, { assignee: present(isms, [task.assignee], manager)[0]!, dueOn: later });
  const tasks = tasksByRisk(copyOf(isms));
  isms.acceptances = assess(copyOf(isms), isms.risks, day).map((risk, index) =>
    record('acceptances', {
      id: `ACC-${index + 1}`,
      risk: risk.id,
      status: 'accepted',
      requestedBy: 'user:requester',
      requestedByName: 'Requester',
      requestedOn: '2026-10-01',
      fingerprint: fingerprint(risk, tasks.get(risk.id) ?? []),
      method: risk.method,
      likelihood: 1,
      impact: 1,
      score: 1,
      level: method.levels[0]!.name,
      decidedBy: `user:${risk.owner!}`,
      decidedByName: 'Owner',
      decidedByRole: 'top-management',
      decidedByPerson: risk.owner,
      decidedAt: '2026-10-05T08:00:00Z',
      expiresOn: '2027-09-30',
    }),
  );
}
