import { Anchor, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { z } from 'zod';
import type { ReadinessPart, Stage } from '../../../../src/rulebook/contract.ts';
import { useHere, useRead } from '../../client.tsx';
import { Loaded } from '../../parts/Page.tsx';
import { dayInWords, plural } from '../../words.ts';

type Part = z.infer<typeof ReadinessPart>;
const percent = (share: number | null) => (share === null ? 'not known' : `${Math.floor(share * 100)} %`);
const signs = {
  ready: { sign: '●', colour: 'var(--green)', word: 'in order' },
  open: { sign: '◐', colour: 'var(--orange)', word: 'open' },
  unknown: { sign: '?', colour: 'var(--quiet)', word: 'not known' },
};

/** How far the organisation is, and why: by step, clause and theme, over time, and what closes most. */
export function Readiness({ stage }: { stage: Stage | undefined }) {
  const { slug } = useHere();
  const shown = useRead(['verdict', 'readiness', stage ?? 'all'], (client) => client.verdict.readiness(stage ? { stage } : {}));
  return (
    <Loaded query={shown}>
      {({ share, met, of, steps, clauses, themes, closes }) => (
        <Stack gap="xl">
          <div>
            <Text size="xl" fw={600}>
              {percent(share)}
            </Text>
            <Text className="quiet">
              {of === 0
                ? 'Nothing that could be judged is recorded.'
                : `${met} of ${plural(of, 'requirement or control', 'requirements and controls')} that can be judged are in order. What nobody has begun is not known and counts nowhere.`}
            </Text>
          </div>
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
            <Trend />
            <section aria-label="What closes most">
              <Title order={2} mb="xs">
                What closes most
              </Title>
              {closes.length === 0 && <Text>No nonconformity is open.</Text>}
              <ol style={{ paddingLeft: 18, margin: 0 }}>
                {closes.map(({ rule, title, text, room, grade, gain }) => (
                  <li key={rule} style={{ marginBottom: 8 }}>
                    <Anchor component={Link} to={`/o/${slug}/${room}` as never}>
                      {text}
                    </Anchor>
                    <Text size="sm" className="quiet">
                      {title}: a {grade}
                      {gain > 0 && `; alone it puts ${plural(gain, 'requirement or control', 'requirements and controls')} in order`}.
                    </Text>
                  </li>
                ))}
              </ol>
            </section>
          </SimpleGrid>
          <Parts title="Steps" parts={steps} />
          <Parts title="Clauses" parts={clauses} />
          <Parts title="Themes of controls" parts={themes} />
        </Stack>
      )}
    </Loaded>
  );
}

function Parts({ title, parts }: { title: string; parts: Part[] }) {
  return (
    <section aria-label={title}>
      <Title order={2} mb="xs">
        {title}
      </Title>
      <div className="scroll" tabIndex={0} role="group" aria-label={title}>
        <table className="grid-table">
          <tbody>
            {parts.map(({ id, title: name, met, of, share, state, why }) => (
              <tr key={id}>
                <td style={{ minWidth: '13rem' }}>{/^[\dA]/.test(id) ? `${id} ${name}` : name}</td>
                <td className="nowrap">
                  <span aria-hidden style={{ color: signs[state].colour }}>
                    {signs[state].sign}
                  </span>{' '}
                  {signs[state].word}
                </td>
                <td style={{ minWidth: '8rem' }}>
                  {share !== null && (
                    <>
                      <span className="readiness-bar" aria-hidden>
                        <span style={{ width: `${share * 100}%` }} />
                      </span>{' '}
                      <span className="nowrap">
                        {met} of {of}
                      </span>
                    </>
                  )}
                </td>
                <td className="quiet" style={{ minWidth: '16rem' }}>
                  {why}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Trend() {
  const trend = useRead(['verdict', 'trend'], (client) => client.verdict.trend({ months: 12 }));
  const [width, height] = [420, 120];
  return (
    <section aria-label="Over time">
      <Title order={2} mb="xs">
        Over time
      </Title>
      <Loaded query={trend}>
        {({ days }) => {
          const known = days.flatMap(({ day, share }) => (share === null ? [] : [{ day, share }]));
          const x = (index: number) => 8 + (known.length < 2 ? 0 : (index / (known.length - 1)) * (width - 16));
          const y = (share: number) => height - 8 - share * (height - 16);
          const last = days.at(-1)!;
          return known.length < 2 ? (
            <Text className="quiet">There is one day to look at so far. From the end of this month on, a line grows here.</Text>
          ) : (
            <figure style={{ margin: 0 }}>
              <svg
                viewBox={`0 0 ${width} ${height}`}
                width="100%"
                role="img"
                aria-label={`From ${percent(known[0]!.share)} to ${percent(last.share)}`}
              >
                <line x1={0} x2={width} y1={y(0)} y2={y(0)} stroke="var(--hair)" />
                <line x1={0} x2={width} y1={y(1)} y2={y(1)} stroke="var(--hair)" strokeDasharray="3 3" />
                <polyline
                  points={known.map(({ share }, index) => `${x(index)},${y(share)}`).join(' ')}
                  fill="none"
                  stroke="var(--mantine-primary-color-filled)"
                  strokeWidth={2}
                />
                {known.map(({ day, share }, index) => (
                  <circle key={day} cx={x(index)} cy={y(share)} r={3} fill="var(--mantine-primary-color-filled)">
                    <title>{`${dayInWords(day)}: ${percent(share)}`}</title>
                  </circle>
                ))}
              </svg>
              <figcaption className="quiet">
                <Text size="sm">
                  {dayInWords(known[0]!.day)}: {percent(known[0]!.share)} · {dayInWords(last.day)}: {percent(last.share)},{' '}
                  {plural(last.major, 'major')}, {plural(last.minor, 'minor')}
                </Text>
              </figcaption>
            </figure>
          );
        }}
      </Loaded>
    </section>
  );
}
