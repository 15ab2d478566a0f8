import { Alert, Anchor, Button, Group, SimpleGrid, Slider, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import type { Forecast as Found } from '../../../../src/isms/planning/model.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Loaded } from '../../parts/Page.tsx';
import { counted, dayInWords, shortMonths } from '../../words.ts';

type WhatIf = Partial<Record<'people' | 'daysPerWeek' | 'evidenceMonths' | 'leadTimeWeeks' | 'share', number>>;
const day = (value: string) => Date.parse(`${value}T00:00:00Z`);
const percent = (share: number) => `${Math.round(share * 100)} %`;

/** What one tries out. `usually` reads the figure that the forecast started from. */
const sliders = [
  { id: 'people', title: 'People who work on it', said: 'People who work on it', min: 1, max: 20, step: 1, say: (value: number) => `${value}` },
  {
    id: 'daysPerWeek',
    title: 'Days a week each of them has',
    said: 'Time each of them has',
    min: 0.5,
    max: 5,
    step: 0.5,
    say: (value: number) => `${value}`,
  },
  {
    id: 'evidenceMonths',
    title: 'Months of records before Stage 2',
    said: 'Records before Stage 2',
    min: 0,
    max: 12,
    step: 1,
    say: (value: number) => `${value}`,
  },
  {
    id: 'leadTimeWeeks',
    title: 'Weeks the certification body makes you wait',
    said: 'Waiting time of the certification body',
    min: 0,
    max: 40,
    step: 1,
    say: (value: number) => `${value}`,
  },
  { id: 'share', title: 'Part of the open work that is done before', said: null, min: 0, max: 1, step: 0.05, say: percent },
] as const;

const stageTitles: Record<string, string> = { 'stage-1': 'Stage 1', 'stage-2': 'Stage 2' };
const becauseWords = {
  work: 'the open work is not done',
  evidence: 'not enough records have come together',
  'management-review': 'internal audit and management review are not behind you',
};

/** The forecast: its picture, what decides it, and what would change it. */
export function Forecast() {
  const { role } = useHere();
  const [whatIf, setWhatIf] = useState<WhatIf>({});
  const [tried] = useDebouncedValue(whatIf, 200);
  const forecast = useRead(['plan', 'forecast', tried], (client) => client.planning.forecast(tried), {
    placeholderData: (old: unknown) => old as never,
  });
  const standing = useRead(['plan', 'forecast', {}], (client) => client.planning.forecast({}));
  const keep = useWrite(
    (client: Client, { share: _share, ...said }: WhatIf) => client.planning.assume(said),
    () => 'The plan assumes this from now on.',
  );
  const tries = Object.keys(whatIf).length > 0;
  return (
    <Loaded query={forecast}>
      {(found) => (
        <Stack gap="xl">
          {found.tooEarly.map(({ id, on, share, because }) => (
            <Alert key={`${id} ${because}`} variant="outline" color="yellow" title={`${stageTitles[id]} on ${dayInWords(on)} may come too early`}>
              In {percent(share)} of all cases {becauseWords[because]} by then.
            </Alert>
          ))}
          <Milestones found={found} compared={tries ? standing.data : undefined} />
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
            <section aria-label="What if">
              <Title order={2} mb="xs">
                What if
              </Title>
              <Stack gap="md">
                {sliders.map(({ id, title, said, min, max, step, say }) => {
                  const from = said === null ? 1 : Number(found.assumptions.find((each) => each.title === said)?.value.split(' ')[0]);
                  const value = whatIf[id] ?? from;
                  return (
                    <div key={id}>
                      <Group justify="space-between" gap="xs">
                        <Text size="sm" id={`slider-${id}`}>
                          {title}
                        </Text>
                        <Text size="sm" fw={600}>
                          {say(value)}
                        </Text>
                      </Group>
                      <Slider
                        min={min}
                        max={Math.max(max, from)}
                        step={step}
                        label={null}
                        value={value}
                        onChange={(next) => setWhatIf({ ...whatIf, [id]: next })}
                        thumbProps={{ 'aria-labelledby': `slider-${id}`, 'aria-valuetext': say(value) }}
                      />
                    </div>
                  );
                })}
                <Group gap="xs">
                  <Button variant="default" disabled={!tries} onClick={() => setWhatIf({})}>
                    As it stands
                  </Button>
                  {may(role as Role, 'keep the plan') && (
                    <Button
                      disabled={!Object.keys(whatIf).some((id) => id !== 'share')}
                      loading={keep.isPending}
                      onClick={() => keep.mutate(whatIf, { onSuccess: () => setWhatIf({}) })}
                    >
                      Assume this
                    </Button>
                  )}
                </Group>
              </Stack>
            </section>
            <Decides found={found} />
          </SimpleGrid>
          <Months found={found} />
          <section aria-label="What it starts from">
            <Title order={2} mb="xs">
              What it starts from
            </Title>
            <Text size="sm" className="quiet" mb="xs">
              {Math.round(found.workDays)} days of open work from the gap assessment, risks, controls and nonconformities. The plan is lived through{' '}
              {found.runs.toLocaleString('en')} times, each time with other efforts and waiting times; the same records give the same answer.
            </Text>
            <table className="grid-table">
              <tbody>
                {found.assumptions.map(({ title, value, from }) => (
                  <tr key={title}>
                    <td>{title}</td>
                    <td className="nowrap">{value}</td>
                    <td className="quiet">{from === 'usual' ? 'usual' : from === 'said' ? 'said here' : 'from the records'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </Stack>
      )}
    </Loaded>
  );
}

/** From when to when each milestone is reached, in nine of ten cases at the latest. */
function Milestones({ found, compared }: { found: Found; compared: Found | undefined }) {
  const all = [...found.milestones, ...(compared?.milestones ?? [])];
  const first = Math.min(...all.map(({ p50 }) => day(p50)));
  const last = Math.max(...all.map(({ p95 }) => day(p95)));
  const span = Math.max(1, last - first) * 1.02;
  const before = new Map(compared?.milestones.map((each) => [each.id, each]));
  return (
    <section aria-label="Milestones">
      <div className="scroll" tabIndex={0} role="group" aria-label="Milestones">
        <table className="grid-table forecast">
          <thead>
            <tr>
              <th>Milestone</th>
              <th aria-hidden className="picture" />
              <th>Half of all cases</th>
              <th>80 of 100</th>
              <th>95 of 100</th>
            </tr>
          </thead>
          <tbody>
            {found.milestones.map(({ id, title, fixed, p50, p80, p95 }) => (
              <tr key={id}>
                <td>
                  <b className="nowrap">{title}</b>
                </td>
                <td aria-hidden className="picture">
                  {fixed ? (
                    <span className="forecast-day" style={{ left: `${((day(p50) - first) / span) * 100}%` }} />
                  ) : (
                    <>
                      <span
                        className="forecast-range"
                        style={{ left: `${((day(p50) - first) / span) * 100}%`, width: `max(4px, ${((day(p95) - day(p50)) / span) * 100}%)` }}
                      />
                      <span
                        className="forecast-range"
                        data-sure
                        style={{ left: `${((day(p50) - first) / span) * 100}%`, width: `max(3px, ${((day(p80) - day(p50)) / span) * 100}%)` }}
                      />
                    </>
                  )}
                  {before.has(id) && <span className="forecast-before" style={{ left: `${((day(before.get(id)!.p50) - first) / span) * 100}%` }} />}
                </td>
                {fixed ? (
                  <td colSpan={3}>
                    {dayInWords(p50)} <span className="quiet">({counted(p50)}; stands in the records)</span>
                  </td>
                ) : (
                  [p50, p80, p95].map((on, index) => (
                    <td key={index} className="nowrap">
                      {dayInWords(on)}
                    </td>
                  ))
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {compared && (
        <Text size="sm" className="quiet" mt={4}>
          The thin line is how it stands without what you try out.
        </Text>
      )}
    </section>
  );
}

function Decides({ found }: { found: Found }) {
  const { slug } = useHere();
  return (
    <section aria-label="What decides the day">
      <Title order={2} mb="xs">
        What decides the day
      </Title>
      {found.critical.length === 0 ? (
        <Text className="quiet">Nothing is open.</Text>
      ) : (
        <ol className="steps">
          {found.critical.map(({ id, title, share, tasks }) => (
            <li key={id} className="hairline" style={{ padding: '6px 0' }}>
              <Group justify="space-between" wrap="nowrap" gap="sm">
                <Text size="sm">{title}</Text>
                <Text size="sm" className="quiet nowrap">
                  {percent(share)}
                </Text>
              </Group>
              <div className="share" aria-hidden>
                <span style={{ width: `${share * 100}%` }} />
              </div>
              {tasks.length > 0 && (
                <Text size="xs" className="quiet" mt={4}>
                  Most of it: {tasks.join('; ')}
                </Text>
              )}
            </li>
          ))}
        </ol>
      )}
      <Text size="sm" className="quiet" mt="xs">
        The share of all cases in which it holds up the certificate. Work is planned under{' '}
        <Anchor component={Link} to={`/o/${slug}/gap/plan` as never}>
          Gap
        </Anchor>
        .
      </Text>
    </section>
  );
}

const monthInWords = (month: string) => `${shortMonths[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`;

/** In which month the certificate comes, by the share of cases. */
function Months({ found: { months, runs, milestones } }: { found: Found }) {
  if (milestones.at(-1)!.fixed) return null;
  const most = Math.max(...months.map((each) => each.runs));
  return (
    <section aria-label="In which month the certificate comes">
      <Title order={2} mb="xs">
        In which month the certificate comes
      </Title>
      <div className="scroll" tabIndex={0} role="group" aria-label="Months">
        <ol className="months" style={{ gridTemplateColumns: `repeat(${months.length}, minmax(34px, 72px))` }}>
          {months.map((each) => (
            <li key={each.month} title={`${monthInWords(each.month)}: ${percent(each.runs / runs)}`}>
              <span aria-hidden>{each.runs / runs >= 0.005 ? percent(each.runs / runs) : ''}</span>
              <span className="column" aria-hidden style={{ height: (each.runs / most) * 88, background: 'var(--mantine-primary-color-filled)' }} />
              <span className="month" aria-hidden>
                {shortMonths[Number(each.month.slice(5)) - 1]}
                <br />
                {each.month.endsWith('-01') || each === months[0] ? each.month.slice(0, 4) : '\u00a0'}
              </span>
              <span className="sr-only">
                {monthInWords(each.month)}: {percent(each.runs / runs)}
              </span>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
