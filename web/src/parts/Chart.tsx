import { Button, Collapse } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useState } from 'react';
import { dayInWords } from '../words.ts';

export interface ChartPoint {
  on: string;
  /** Null: not known; the line is broken there. */
  value: number | null;
  /** Drawn hollow: not taken from the records of the day. */
  hollow?: boolean;
}
interface ChartProps {
  points: readonly ChartPoint[];
  target: number | null;
  /** A figure with its unit. */
  say(value: number): string;
}

const at = (day: string) => Date.parse(`${day}T00:00:00Z`);

/** From days and figures to places. Where all figures lie far from zero, what moves is shown and not the way up to it. */
function scales(points: readonly ChartPoint[], target: number | null, box: { left: number; top: number; width: number; height: number }) {
  const days = points.map(({ on }) => at(on));
  const [first, last] = [Math.min(...days), Math.max(...days)];
  const values = [...points.flatMap(({ value }) => (value === null ? [] : [value])), ...(target === null ? [] : [target])];
  const [lowest, top] = [Math.min(...values), Math.max(...values, 0)];
  const bottom = lowest > top / 2 && lowest < top ? Math.max(0, lowest - (top - lowest) / 4) : Math.min(lowest, 0);
  const span = top - bottom || 1;
  return {
    x: (on: string) => box.left + (last === first ? box.width / 2 : ((at(on) - first) / (last - first)) * box.width),
    y: (value: number) => box.top + ((top - value) / span) * box.height,
    bottom,
    top,
  };
}

/** The stretches between days on which nothing was known. */
function stretches(points: readonly ChartPoint[]): { on: string; value: number }[][] {
  const found: { on: string; value: number }[][] = [[]];
  for (const { on, value } of points) {
    if (value === null) found.push([]);
    else found.at(-1)!.push({ on, value });
  }
  return found.filter((each) => each.length > 0);
}

const pathOf = (stretch: { on: string; value: number }[], { x, y }: ReturnType<typeof scales>) =>
  stretch.map(({ on, value }, index) => `${index === 0 ? 'M' : 'L'}${x(on).toFixed(1)} ${y(value).toFixed(1)}`).join('');

/** Figures over time with their target; the same as a table, one click away and for screen readers. */
export function LineChart({ points, target, say, title }: ChartProps & { title: string }) {
  const { ref, width: measured } = useElementSize<HTMLDivElement>();
  // Until the browser has measured it, as wide as a telephone allows: nothing jumps when it has.
  const width = measured || 320;
  const [table, setTable] = useState(false);
  const known = points.filter((point): point is ChartPoint & { value: number } => point.value !== null);
  if (known.length === 0) return <p className="quiet">There is no figure yet.</p>;
  const height = 200;
  const box = { left: 44, top: 14, width: Math.max(80, width - 60), height: height - 44 };
  const scale = scales(points, target, box);
  const [first, last] = [points[0]!, points.at(-1)!];
  const lines = [...new Set([scale.bottom, (scale.bottom + scale.top) / 2, scale.top])];
  return (
    <figure className="chart" ref={ref}>
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={`${title}: from ${say(known[0]!.value)} on ${dayInWords(known[0]!.on)} to ${say(known.at(-1)!.value)} on ${dayInWords(known.at(-1)!.on)}${target === null ? '' : `; target ${say(target)}`}`}
      >
        {lines.map((value) => (
          <g key={value}>
            <line x1={box.left} x2={box.left + box.width} y1={scale.y(value)} y2={scale.y(value)} className="chart-grid" />
            <text x={box.left - 6} y={scale.y(value) + 4} textAnchor="end">
              {value.toLocaleString('en', { maximumSignificantDigits: 4 })}
            </text>
          </g>
        ))}
        {target !== null && (
          <g className="chart-target">
            <line x1={box.left} x2={box.left + box.width} y1={scale.y(target)} y2={scale.y(target)} />
            <text x={box.left + box.width} y={scale.y(target) + (scale.y(target) < 28 ? 13 : -5)} textAnchor="end">
              Target {say(target)}
            </text>
          </g>
        )}
        {stretches(points).map((stretch) => (
          <path key={stretch[0]!.on} d={pathOf(stretch, scale)} className="chart-line" />
        ))}
        {known.map(({ on, value, hollow }) => (
          <circle key={on} cx={scale.x(on)} cy={scale.y(value)} r={3.5} className="chart-point" data-hollow={hollow || undefined}>
            <title>{`${dayInWords(on)}: ${say(value)}`}</title>
          </circle>
        ))}
        <text x={scale.x(first.on)} y={height - 8} textAnchor={first === last ? 'middle' : 'start'}>
          {dayInWords(first.on)}
        </text>
        {first !== last && (
          <text x={scale.x(last.on)} y={height - 8} textAnchor="end">
            {dayInWords(last.on)}
          </text>
        )}
      </svg>
      <Button className="no-print" size="compact-xs" variant="subtle" aria-expanded={table} onClick={() => setTable(!table)}>
        {table ? 'Hide the table' : 'As a table'}
      </Button>
      <Collapse expanded={table}>
        <table className="grid-table">
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col" style={{ textAlign: 'right' }}>
                Figure
              </th>
            </tr>
          </thead>
          <tbody>
            {points.toReversed().map(({ on, value, hollow }) => (
              <tr key={on}>
                <td>{dayInWords(on)}</td>
                <td style={{ textAlign: 'right' }}>
                  {value === null ? 'not known' : say(value)}
                  {hollow ? ' (typed in or frozen)' : ''}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Collapse>
    </figure>
  );
}

/** The same in the height of a line of text, beside the figure it explains. */
export function Sparkline({ points, target, say }: ChartProps) {
  const known = points.filter((point): point is ChartPoint & { value: number } => point.value !== null);
  if (known.length === 0) return <span className="quiet">–</span>;
  const scale = scales(points, target, { left: 3, top: 4, width: 90, height: 16 });
  const last = known.at(-1)!;
  return (
    <span className="nowrap">
      <svg width={96} height={24} aria-hidden className="chart">
        {target !== null && <line x1={0} x2={96} y1={scale.y(target)} y2={scale.y(target)} className="chart-target-line" />}
        {stretches(points).map((stretch) => (
          <path key={stretch[0]!.on} d={pathOf(stretch, scale)} className="chart-line" />
        ))}
        <circle cx={scale.x(last.on)} cy={scale.y(last.value)} r={2.5} className="chart-point" />
      </svg>
      <span className="sr-only">
        {known.length === 1
          ? `one figure, of ${dayInWords(last.on)}`
          : `from ${say(known[0]!.value)} on ${dayInWords(known[0]!.on)} to ${say(last.value)}`}
      </span>
    </span>
  );
}
