import { Anchor, Grid, Group, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Actions } from '../parts/Actions.tsx';
import { Loaded, Page } from '../parts/Page.tsx';
import { useHere, useRead } from '../client.tsx';
import { plural } from '../words.ts';

const signs: Record<string, { sign: string; colour: string; word: string }> = {
  done: { sign: '●', colour: 'var(--green)', word: 'Done' },
  'in-progress': { sign: '◐', colour: 'var(--yellow)', word: 'Under way' },
  open: { sign: '○', colour: 'var(--quiet)', word: 'Not begun' },
  blocked: { sign: '■', colour: 'var(--red)', word: 'Blocked' },
};

/** The ten steps and the three-year cycle as a path; what to do now. */
export function Journey() {
  const { slug, name } = useHere();
  const journey = useRead(['journey'], (client) => client.verdict.journey());
  return (
    <Loaded query={journey}>
      {({ steps, cycle, actions }) => {
        const done = steps.filter(({ state }) => state === 'done').length;
        return (
          <Page title="Journey" state={`${name}: ${done} of ${steps.length} steps to the certificate are done.`}>
            <Grid gap="xl">
              <Grid.Col span={{ base: 12, md: 7 }}>
                <Title order={2} mb="xs">
                  Steps
                </Title>
                <ol className="steps">
                  {steps.map(({ id, number, title, summary, state, why, findings, next, room, clauses }) => (
                    <li
                      key={id}
                      className="hairline"
                      style={{
                        padding: '12px 0',
                        display: 'grid',
                        gridTemplateColumns: '36px 1fr',
                        gap: 8,
                      }}
                    >
                      <div aria-hidden style={{ textAlign: 'center' }}>
                        <div style={{ color: signs[state]!.colour, fontSize: '1.25rem', lineHeight: 1 }}>{signs[state]!.sign}</div>
                        <Text size="xs" className="quiet">
                          {number}
                        </Text>
                      </div>
                      <div>
                        <Group gap="xs" align="baseline">
                          {room ? (
                            <Anchor fw={600} component={Link} to={`/o/${slug}/${room}` as never}>
                              {title}
                            </Anchor>
                          ) : (
                            <Text fw={600}>{title}</Text>
                          )}
                          <Text size="sm" style={{ color: signs[state]!.colour }}>
                            {signs[state]!.word}
                          </Text>
                          <Text size="xs" className="quiet">
                            {clauses.join(', ')}
                          </Text>
                        </Group>
                        <Text size="sm">{summary}</Text>
                        <Text size="sm" className="quiet">
                          {why}
                          {findings.opportunity > 0 && state !== 'done'
                            ? ` ${plural(findings.opportunity, 'opportunity', 'opportunities')} besides.`
                            : ''}
                        </Text>
                        {next && state !== 'done' && (
                          <Text size="sm">
                            Next:{' '}
                            <Anchor component={Link} to={`/o/${slug}/${next.room}` as never}>
                              {next.text}
                            </Anchor>
                          </Text>
                        )}
                      </div>
                    </li>
                  ))}
                </ol>
              </Grid.Col>
              <Grid.Col span={{ base: 12, md: 5 }}>
                <Title order={2} mb="xs">
                  To do now
                </Title>
                {actions.length === 0 ? <Text className="quiet">Nothing waits.</Text> : <Actions actions={actions} />}
                <Title order={2} mt="xl" mb="xs">
                  Three-year cycle
                </Title>
                <div
                  role="img"
                  aria-label="Timeline of the certification cycle in months from the decision"
                  style={{ position: 'relative', height: 64, margin: '8px 0' }}
                >
                  <div style={{ position: 'absolute', left: 0, right: 0, top: 30, height: 2, background: 'var(--hair)' }} />
                  {cycle.map(({ id, title, from, to }) => {
                    const x = (month: number) => ((month + 4) / 40) * 100;
                    return (
                      <div
                        key={id}
                        title={title}
                        style={{
                          position: 'absolute',
                          top: 24,
                          height: 14,
                          left: `${x(from)}%`,
                          width: `max(6px, ${x(to) - x(from)}%)`,
                          background: id === 'decision' ? 'var(--orange)' : 'var(--mantine-primary-color-filled)',
                          opacity: id === 'window' ? 0.35 : 1,
                          borderRadius: 2,
                        }}
                      />
                    );
                  })}
                </div>
                <table className="grid-table">
                  <thead>
                    <tr>
                      <th>When</th>
                      <th>What</th>
                    </tr>
                  </thead>
                  <tbody>
                    {cycle.map(({ id, title, summary, from, to }) => (
                      <tr key={id}>
                        <td style={{ whiteSpace: 'nowrap' }}>
                          {from === to ? (from === 0 ? 'Month 0' : `Month ${from}`) : `Month ${from} to ${to}`}
                        </td>
                        <td>
                          <b>{title}.</b> {summary}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Grid.Col>
            </Grid>
          </Page>
        );
      }}
    </Loaded>
  );
}
