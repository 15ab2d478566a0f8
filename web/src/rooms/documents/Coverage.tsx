import { Text } from '@mantine/core';
import { marks } from '../../words.ts';
import type { RequiredRow } from './data.ts';
import { groupOf, groupTitles } from './groups.ts';

/** Coverage at a glance: a lane for each clause and theme, a sign for each thing that is asked for. The table below says the same in words. */
export function Coverage({
  items,
  group,
  onGroup,
  onItem,
}: {
  items: RequiredRow[];
  group: string | null;
  onGroup(group: string): void;
  onItem(id: string): void;
}) {
  const lanes = Map.groupBy(items, ({ clause }) => groupOf(clause));
  const order = (id: string) => (id.startsWith('A') ? 100 : 0) + Number(id.replace('A.', ''));
  return (
    <div role="group" aria-label="Coverage by clause" className="lanes">
      {[...lanes.keys()]
        .toSorted((a, b) => order(a) - order(b))
        .map((id) => {
          const own = lanes.get(id)!;
          return (
            <div key={id} className="lane">
              <button type="button" className="lane-name" aria-pressed={group === id} onClick={() => onGroup(id)}>
                <b>{id}</b> {groupTitles[id]}
              </button>
              <Text size="sm" className="quiet nowrap">
                {own.filter(({ status }) => status === 'have').length} of {own.length}
              </Text>
              <div className="lane-cells">
                {own.map(({ id: item, title, status }) => (
                  <button
                    type="button"
                    key={item}
                    title={`${title}: ${marks[status]!.title.toLowerCase()}`}
                    aria-label={`${title}: ${marks[status]!.title.toLowerCase()}`}
                    style={{ color: marks[status]!.colour }}
                    onClick={() => onItem(item)}
                  >
                    <span aria-hidden>{marks[status]!.sign}</span>
                  </button>
                ))}
              </div>
            </div>
          );
        })}
    </div>
  );
}
