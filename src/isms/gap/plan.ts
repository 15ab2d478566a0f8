import { addWorkdays, workdayFrom } from '../days.ts';
import type { Isms } from '../isms.ts';
import { assessedRisks } from '../risk/assess.ts';
import type { GapLine, RemediationPlan, RemediationTask } from './model.ts';

/** Who takes what nobody has been named for: one after the other, as if it were one person. */
const nobody = '';

/**
 * The remediation plan (mission 2.3): open gaps ordered by the risk they treat, then the requirement's weight, then the
 * smaller effort; scheduled from a day on, one thing at a time for each person, after what they depend on. Working days
 * are Monday to Friday. Fixed dates are kept, and reported when they cannot be.
 */
export function remediationPlan(isms: Isms, lines: readonly GapLine[], day: string): RemediationPlan {
  const problems: string[] = [];
  const risksOf = new Map<string, { id: string; score: number }[]>();
  for (const risk of assessedRisks(isms, day)) {
    if (risk.status !== 'open') continue;
    for (const control of risk.controls)
      risksOf.set(control, [...(risksOf.get(control) ?? []), { id: risk.id, score: risk.current?.score ?? risk.inherent?.score ?? 0 }]);
  }
  const open = lines.filter((line) => line.status === 'partly' || line.status === 'missing');
  const effortOf = (line: GapLine) =>
    line.effortDays ?? Math.max(0.5, ((line.usualEffort.low + line.usualEffort.high) / 2) * (line.status === 'partly' ? 0.5 : 1));
  const scoreOf = (line: GapLine) => (risksOf.get(line.id) ?? []).reduce((sum, { score }) => sum + score, 0);
  const byId = new Map(open.map((line) => [line.id, line]));
  const ranked = open.toSorted((a, b) => scoreOf(b) - scoreOf(a) || b.weight - a.weight || effortOf(a) - effortOf(b));
  const ordered = inOrder(ranked, byId, problems);

  const end = new Map<string, string>();
  const free = new Map<string, string>();
  const tasks = ordered.map((line, index): RemediationTask => {
    const effort = effortOf(line);
    const assignee = line.assignee ?? line.owner;
    const dependsOn = line.dependsOn.filter((id) => byId.has(id));
    const after = dependsOn
      .map((id) => end.get(id))
      .filter((each) => each !== undefined)
      .map((each) => addWorkdays(each, 1));
    const earliest = [workdayFrom(day), free.get(assignee ?? nobody) ?? '', ...after].sort().at(-1)!;
    const startOn = line.startOn !== null && line.startOn > earliest ? workdayFrom(line.startOn) : earliest;
    if (line.startOn !== null && line.startOn < earliest && line.startOn >= day)
      problems.push(`${line.label} should start on ${line.startOn}, but cannot before ${earliest}.`);
    const endOn = addWorkdays(startOn, Math.max(0, Math.ceil(effort) - 1));
    end.set(line.id, endOn);
    free.set(assignee ?? nobody, addWorkdays(endOn, 1));
    const late = line.dueOn !== null && endOn > line.dueOn;
    if (late) problems.push(`${line.label} is due on ${line.dueOn}, but ends on ${endOn}.`);
    const risks = risksOf.get(line.id) ?? [];
    return {
      subject: line.id,
      label: line.label,
      title: line.title,
      status: line.status,
      rank: index + 1,
      riskScore: scoreOf(line),
      risks: risks.map(({ id }) => id),
      weight: line.weight,
      effortDays: effort,
      effortIsUsual: line.effortDays === null,
      assignee,
      dependsOn,
      startOn,
      endOn,
      fixed: line.startOn !== null || line.dueOn !== null,
      late,
      critical: false,
      reason: reasonFor(risks.length, scoreOf(line), line.weight),
    };
  });
  markCritical(tasks);
  const names = new Map(isms.people.map(({ id, name }) => [id, name]));
  return {
    tasks,
    totalEffortDays: tasks.reduce((sum, { effortDays }) => sum + effortDays, 0),
    endOn: tasks.reduce<string | null>((last, { endOn }) => (last === null || endOn > last ? endOn : last), null),
    people: [...Map.groupBy(tasks, ({ assignee }) => assignee)].map(([person, own]) => ({
      person,
      name: person === null ? 'Nobody yet' : (names.get(person) ?? person),
      effortDays: own.reduce((sum, { effortDays }) => sum + effortDays, 0),
    })),
    problems,
  };
}

function reasonFor(risks: number, score: number, weight: number): string {
  const importance = weight >= 3 ? 'without it there is no certificate' : weight === 2 ? 'a part of the system' : 'a detail';
  return risks > 0
    ? `Treats ${risks} open ${risks === 1 ? 'risk' : 'risks'} with a score of ${score} together; ${importance}.`
    : `Treats no recorded risk; ${importance}.`;
}

/** What a task depends on comes before it; otherwise the rank decides. A circle is named and cut where it closes. */
function inOrder(ranked: readonly GapLine[], byId: ReadonlyMap<string, GapLine>, problems: string[]): GapLine[] {
  const done = new Set<string>();
  const path: string[] = [];
  const ordered: GapLine[] = [];
  const visit = (line: GapLine) => {
    if (done.has(line.id)) return;
    if (path.includes(line.id)) {
      problems.push(`${[...path.slice(path.indexOf(line.id)), line.id].join(' waits for ')}: a circle.`);
      return;
    }
    path.push(line.id);
    for (const id of line.dependsOn) {
      const before = byId.get(id);
      if (before) visit(before);
    }
    path.pop();
    if (!done.has(line.id)) {
      done.add(line.id);
      ordered.push(line);
    }
  };
  for (const line of ranked) visit(line);
  return ordered;
}

/** The chain that decides the last day: what ends last, and back through what held each up (a person's earlier task or a dependency). */
function markCritical(tasks: RemediationTask[]): void {
  let at = tasks.reduce<RemediationTask | undefined>((last, task) => (!last || task.endOn > last.endOn ? task : last), undefined);
  while (at) {
    at.critical = true;
    const { startOn, dependsOn, assignee } = at;
    at = tasks.find(
      (task) => !task.critical && addWorkdays(task.endOn, 1) === startOn && (dependsOn.includes(task.subject) || task.assignee === assignee),
    );
  }
}
