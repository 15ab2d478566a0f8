import { Anchor, Button, Drawer, Stack, Text } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead } from '../../client.tsx';
import { AuditorSays } from '../../parts/Findings.tsx';
import { useNames } from '../../parts/options.ts';
import { Empty, Loaded, Page } from '../../parts/Page.tsx';
import { counted, plural, sentence } from '../../words.ts';
import { Sign, outcomeMarks } from '../controls/states.tsx';
import { AddConnection } from './Form.tsx';
import { runMarks, underWay } from './runs.tsx';

/** The systems elsewhere that evidence is collected from, with how each stands. */
export function Connections() {
  const { slug, role } = useHere();
  const search = useSearch({ strict: false }) as { add?: string };
  const navigate = useNavigate();
  const adding = (add?: string) => void navigate({ to: '.', search: { add } as never });
  const connections = useRead(['connections'], (client) => client.collectors.connections(), {
    refetchInterval: (query) => (query.state.data?.items.some(({ lastRun }) => underWay(lastRun)) ? 2000 : false),
  });
  const verdict = useRead(['verdict', 'all', ''], (client) => client.verdict.verdict({}));
  const providers = useRead(['providers'], (client) => client.collectors.providers(), { staleTime: Infinity });
  const names = useNames('people');
  const titles = new Map(providers.data?.items.map(({ provider, title }) => [provider, title]));
  const writes = may(role as Role, 'keep connections');
  const items = connections.data?.items ?? [];
  const failing = items.filter(({ lastRun }) => lastRun?.status === 'failed').length;
  const checks = items.reduce((sum, { counts }) => sum + counts.fail, 0);
  return (
    <Page
      title="Connections"
      state={
        connections.data &&
        (items.length === 0
          ? 'Nothing is collected by itself yet.'
          : `${plural(items.length, 'connection')}${failing > 0 ? `, ${failing} of which could not collect` : ''}; ${checks === 0 ? 'no check fails' : `${plural(checks, 'check')} ${checks === 1 ? 'fails' : 'fail'}`}.`)
      }
      actions={
        <>
          <Button variant="default" component={Link} to={`/o/${slug}/scans` as never}>
            Files of scanners
          </Button>
          {writes && <Button onClick={() => adding('yes')}>Add connection</Button>}
        </>
      }
    >
      <AuditorSays findings={verdict.data?.findings.filter(({ room }) => room === 'connections') ?? []} />
      <Loaded query={connections}>
        {() =>
          items.length === 0 ? (
            <Empty title="No connections yet">
              <Text className="quiet">
                A connection reads how your accounts, machines and code are set up, with the least rights that are needed, and judges it by checks
                that belong to controls. What could not be read is unknown, never taken for good. Credentials stay here, sealed.
              </Text>
              {writes && (
                <Stack gap={4}>
                  {providers.data?.items.map(({ provider, title, about, checks: own }) => (
                    <Text key={provider} size="sm">
                      <Anchor component="button" type="button" size="sm" onClick={() => adding(provider)}>
                        Connect {title}
                      </Anchor>{' '}
                      <span className="quiet">
                        {about} {plural(own, 'check')}.
                      </span>
                    </Text>
                  ))}
                </Stack>
              )}
            </Empty>
          ) : (
            <div className="scroll" role="group" aria-label="Connections">
              <table className="grid-table">
                <thead>
                  <tr>
                    <th>Connection</th>
                    <th>System</th>
                    <th>Last collection</th>
                    <th>Checks</th>
                    <th>Schedule</th>
                    <th>Owner</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map(({ id, title, provider, lastRun, credentialsOn, counts, schedule, owner }) => (
                    <tr
                      key={id}
                      data-link
                      tabIndex={0}
                      onClick={() => void navigate({ to: `/o/${slug}/connections/${id}` as never })}
                      onKeyDown={(event) => event.key === 'Enter' && void navigate({ to: `/o/${slug}/connections/${id}` as never })}
                    >
                      <td style={{ minWidth: '10rem' }}>
                        <Anchor component={Link} to={`/o/${slug}/connections/${id}` as never} onClick={(event) => event.stopPropagation()}>
                          {title}
                        </Anchor>
                      </td>
                      <td className="nowrap">{titles.get(provider) ?? provider}</td>
                      <td className="nowrap">
                        {lastRun ? (
                          <>
                            <Sign mark={runMarks[lastRun.status]} /> <span className="quiet">{counted(lastRun.on)}</span>
                          </>
                        ) : (
                          <span className="quiet">{credentialsOn === null ? 'no credentials' : 'never'}</span>
                        )}
                      </td>
                      <td className="nowrap">
                        {(['pass', 'fail', 'unknown'] as const).map((outcome) => (
                          <span key={outcome} style={{ marginRight: 10 }}>
                            <Sign mark={outcomeMarks[outcome]} words={false} /> {counts[outcome]}
                          </span>
                        ))}
                      </td>
                      <td className="nowrap">{schedule === 'off' ? <span className="quiet">by hand only</span> : sentence(schedule)}</td>
                      <td className="nowrap">{owner ? names(owner) : <span className="quiet">nobody</span>}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
      <Drawer opened={writes && search.add !== undefined} onClose={() => adding()} position="right" size="xl" title="Add connection">
        {search.add !== undefined && (
          <AddConnection
            provider={search.add === 'yes' ? null : search.add}
            onDone={(id) => void navigate({ to: `/o/${slug}/connections/${id}` as never })}
          />
        )}
      </Drawer>
    </Page>
  );
}
