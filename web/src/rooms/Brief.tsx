import { Anchor, Grid, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useHere, useRead } from '../client.tsx';
import { Actions } from '../parts/Actions.tsx';
import { Findings } from '../parts/Findings.tsx';
import { Level, Loaded, Page } from '../parts/Page.tsx';
import { plural } from '../words.ts';
import { Journey } from './Journey.tsx';

/** The first page: top management gets its brief, everybody else the journey. */
export function Start() {
  const { role } = useHere();
  return role === 'top-management' ? <Brief /> : <Journey />;
}

/** One page for top management: what waits for a signature, what would cost the certificate, the highest risks (5.1, 9.3). */
function Brief() {
  const { slug, name } = useHere();
  const journey = useRead(['journey'], (client) => client.verdict.journey());
  const verdict = useRead(['verdict', 'all', ''], (client) => client.verdict.verdict({}));
  const risks = useRead(['risks', 'brief'], (client) => client.risk.risks.list({ limit: 5, sort: '-current', filter: { status: 'open' } }));
  return (
    <Loaded query={journey}>
      {({ steps, actions }) => {
        const yours = actions.filter((each) => each.yours);
        const majors = verdict.data?.findings.filter(({ grade }) => grade === 'major') ?? [];
        const done = steps.filter(({ state }) => state === 'done').length;
        return (
          <Page
            title="Brief"
            state={`${name}: ${yours.length === 0 ? 'nothing waits' : plural(yours.length, 'thing waits', 'things wait')} for you; ${done} of ${steps.length} steps to the certificate are done.`}
          >
            <Grid gap="xl">
              <Grid.Col span={{ base: 12, md: 7 }}>
                <Title order={2} mb="xs">
                  Waits for you
                </Title>
                {yours.length === 0 ? <Text className="quiet">Nothing waits for your signature.</Text> : <Actions actions={yours} />}
                <Title order={2} mt="xl" mb="xs">
                  Would cost the certificate
                </Title>
                <Loaded query={verdict}>
                  {() => (majors.length === 0 ? <Text>An auditor would raise no major nonconformity.</Text> : <Findings findings={majors} />)}
                </Loaded>
              </Grid.Col>
              <Grid.Col span={{ base: 12, md: 5 }}>
                <Title order={2} mb="xs">
                  Highest risks
                </Title>
                <Loaded query={risks}>
                  {({ items }) => (
                    <>
                      {items.length === 0 && <Text className="quiet">No risks are recorded.</Text>}
                      {items.map(({ id, title, current, residual }) => (
                        <div key={id} className="hairline" style={{ padding: '8px 0' }}>
                          <Anchor component={Link} to={`/o/${slug}/risks` as never} search={{ open: id } as never}>
                            {id} {title}
                          </Anchor>
                          <Text size="sm" component="div">
                            Now <Level rating={current} />{' '}
                            {residual && (
                              <>
                                after treatment <Level rating={residual} />
                              </>
                            )}
                          </Text>
                        </div>
                      ))}
                    </>
                  )}
                </Loaded>
                <Title order={2} mt="xl" mb="xs">
                  Steps
                </Title>
                {steps.map(({ id, number, title, why }) => (
                  <Text key={id} size="sm" className="hairline" py={4}>
                    <b>
                      {number}. {title}.
                    </b>{' '}
                    {why}
                  </Text>
                ))}
              </Grid.Col>
            </Grid>
          </Page>
        );
      }}
    </Loaded>
  );
}
