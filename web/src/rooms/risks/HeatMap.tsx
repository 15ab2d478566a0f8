import { Anchor, Checkbox, Grid, Group, SegmentedControl, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useHere, useRead } from '../../client.tsx';
import { Loaded } from '../../parts/Page.tsx';
import { plural, sentence } from '../../words.ts';

/** The heat map: cells that open their risks, arrows from rating to rating, the appetite as a dashed border; and the same as a table. */
export function HeatMap() {
  const { slug } = useHere();
  const [basis, setBasis] = useState<'inherent' | 'current' | 'residual'>('current');
  const [arrows, setArrows] = useState(true);
  const [cell, setCell] = useState<string | null>(null);
  const map = useRead(['heat-map', basis], (client) => client.risk.risks.heatMap({ basis }));
  const list = useRead(['risks', 'all'], (client) => client.risk.risks.list({ limit: 1000 }));
  const trend = useRead(['trend'], (client) => client.risk.risks.trend({}));
  return (
    <Loaded query={map}>
      {(data) => {
        const rows = data.likelihood.toReversed();
        const [columns, lines] = [data.impact.length, rows.length];
        const titles = new Map(list.data?.items.map(({ id, title }) => [id, title]));
        const chosen = data.cells.find((each) => `${each.likelihood} ${each.impact}` === cell);
        const x = (impact: number) => ((impact - 0.5) / columns) * 100;
        const y = (likelihood: number) => ((lines - likelihood + 0.5) / lines) * 100;
        return (
          <Grid gap="xl">
            <Grid.Col span={{ base: 12, md: 8 }}>
              <Group mb="sm">
                <SegmentedControl
                  aria-label="Basis"
                  value={basis}
                  onChange={(value) => setBasis(value as typeof basis)}
                  data={['inherent', 'current', 'residual'].map((value) => ({ value, label: sentence(value) }))}
                />
                <Checkbox label="Arrows" checked={arrows} onChange={(event) => setArrows(event.currentTarget.checked)} />
              </Group>
              <div className="scroll" tabIndex={0}>
                <div style={{ display: 'grid', gridTemplateColumns: '110px minmax(420px, 1fr)', gap: 6, minWidth: 540 }}>
                  <div style={{ display: 'grid', gridTemplateRows: `repeat(${lines}, 1fr)`, gap: 3 }}>
                    {rows.map((step) => (
                      <Text key={step.level} size="xs" ta="right" className="quiet" title={step.criteria} style={{ alignSelf: 'center' }}>
                        {step.level} {step.name}
                      </Text>
                    ))}
                  </div>
                  <div style={{ position: 'relative' }}>
                    <div className="heat" role="group" aria-label="Heat map" style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}>
                      {rows.flatMap(({ level: likelihood }) =>
                        data.impact.map(({ level: impact }) => {
                          const own = data.cells.find((each) => each.likelihood === likelihood && each.impact === impact)!;
                          return (
                            <button
                              type="button"
                              key={`${likelihood} ${impact}`}
                              data-colour={own.colour}
                              data-within={own.withinAppetite}
                              data-chosen={cell === `${likelihood} ${impact}`}
                              onClick={() => setCell(`${likelihood} ${impact}`)}
                            >
                              <b style={{ fontSize: '1.1rem' }}>{own.risks.length > 0 ? own.risks.length : ''}</b>
                              <span className="sr-only">
                                {own.risks.length === 0 ? 'No risks' : 'risks'} at likelihood {likelihood}, impact {impact}, {own.level}, score
                              </span>
                              <span style={{ position: 'absolute', right: 5, bottom: 2 }}>{own.score}</span>
                            </button>
                          );
                        }),
                      )}
                    </div>
                    {arrows && (
                      <svg aria-hidden width="100%" height="100%" style={{ position: 'absolute', inset: 0, pointerEvents: 'none' }}>
                        <defs>
                          <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
                            <path d="M0 0 8 4 0 8z" fill="currentColor" />
                          </marker>
                        </defs>
                        {data.arrows.slice(0, 60).map((arrow) => (
                          <line
                            key={arrow.risk + arrow.step}
                            x1={`${x(arrow.from.impact)}%`}
                            y1={`${y(arrow.from.likelihood)}%`}
                            x2={`${x(arrow.to.impact)}%`}
                            y2={`${y(arrow.to.likelihood)}%`}
                            stroke="currentColor"
                            strokeOpacity={0.45}
                            strokeWidth={1.4}
                            strokeDasharray={arrow.step === 'current-residual' ? '4 3' : undefined}
                            markerEnd="url(#tip)"
                          />
                        ))}
                      </svg>
                    )}
                  </div>
                  <span />
                  <div style={{ display: 'grid', gridTemplateColumns: `repeat(${columns}, 1fr)`, gap: 3 }}>
                    {data.impact.map((step) => (
                      <Text key={step.level} size="xs" ta="center" className="quiet" title={step.criteria}>
                        {step.level} {step.name}
                      </Text>
                    ))}
                  </div>
                </div>
              </div>
              <Text size="sm" className="quiet" mt="xs">
                Likelihood upwards, impact to the right. Dashed cells lie above the appetite of {data.appetite}. Solid arrows: inherent to current;
                dashed: current to residual.
                {data.otherMethods > 0
                  ? ` ${plural(data.otherMethods, 'risk')} rated with another version of the method ${data.otherMethods === 1 ? 'is' : 'are'} not drawn.`
                  : ''}
                {data.unrated.length > 0 ? ` Not rated: ${data.unrated.length}.` : ''}
              </Text>
            </Grid.Col>
            <Grid.Col span={{ base: 12, md: 4 }}>
              <Title order={2} mb="xs">
                {chosen ? `Likelihood ${chosen.likelihood}, impact ${chosen.impact}` : 'Choose a cell'}
              </Title>
              {(chosen
                ? chosen.risks
                : data.cells
                    .toSorted((a, b) => b.score - a.score)
                    .flatMap((each) => each.risks)
                    .slice(0, 8)
              ).map((id) => (
                <Text key={id} size="sm" py={4}>
                  <Anchor component={Link} to={`/o/${slug}/risks` as never} search={{ open: id } as never}>
                    {id} {titles.get(id)}
                  </Anchor>
                </Text>
              ))}
              <Title order={2} mt="lg" mb="xs">
                Trend
              </Title>
              <Loaded query={trend}>
                {({ points }) => (
                  <>
                    <Sparkline values={points.map(({ aboveAppetite }) => aboveAppetite)} />
                    <Text size="sm" className="quiet">
                      Open risks above appetite, the last {points.length} points: {points[0]?.aboveAppetite} to {points.at(-1)?.aboveAppetite};{' '}
                      {points.at(-1)?.open} open today.
                    </Text>
                  </>
                )}
              </Loaded>
            </Grid.Col>
          </Grid>
        );
      }}
    </Loaded>
  );
}

function Sparkline({ values }: { values: number[] }) {
  const most = Math.max(1, ...values);
  return (
    <svg role="img" aria-label={`Values over time: ${values.join(', ')}`} viewBox="0 0 200 40" width="100%" height={48} preserveAspectRatio="none">
      <polyline
        fill="none"
        stroke="var(--mantine-primary-color-filled)"
        strokeWidth={2}
        vectorEffect="non-scaling-stroke"
        points={values.map((value, index) => `${(index / Math.max(1, values.length - 1)) * 200},${38 - (value / most) * 34}`).join(' ')}
      />
    </svg>
  );
}
