import type { GapBaseline, GapLine, GapProgress, GapStatus } from './model.ts';
import { gapStatuses } from './model.ts';

type Counts = Record<GapStatus, number>;
const none = (): Counts => Object.fromEntries(gapStatuses.map((status) => [status, 0])) as Counts;

function count(lines: readonly GapLine[], statusOf: (line: GapLine) => GapStatus): Counts {
  const counts = none();
  for (const line of lines) counts[statusOf(line)]++;
  return counts;
}

/** Progress by theme and clause, now and on the day of a baseline. No pass and no fail: a gap assessment is not an audit (2.4). */
export function gapProgress(lines: readonly GapLine[], baseline: GapBaseline | null): GapProgress {
  const then = (line: GapLine): GapStatus => baseline?.statuses[line.id] ?? 'not-assessed';
  const both = (some: readonly GapLine[]) => ({ now: count(some, ({ status }) => status), baseline: baseline && count(some, then) });
  const titles: Record<string, string> = {
    organizational: 'Organizational controls',
    people: 'People controls',
    physical: 'Physical controls',
    technological: 'Technological controls',
    own: 'Own controls',
  };
  const clauseTitles: Record<string, string> = {
    4: 'Context of the organization',
    5: 'Leadership',
    6: 'Planning',
    7: 'Support',
    8: 'Operation',
    9: 'Performance evaluation',
    10: 'Improvement',
  };
  const groupOf = (line: GapLine) => (line.kind === 'requirement' ? line.group.split('.')[0]! : line.group);
  const groups = [...Map.groupBy(lines, groupOf)].map(([group, some]) => ({
    group,
    kind: some[0]!.kind,
    title: titles[group] ?? `${group} ${clauseTitles[group] ?? ''}`.trim(),
    ...both(some),
  }));
  return { groups, total: both(lines), baseline: baseline && { id: baseline.id, name: baseline.name, day: baseline.day } };
}
