import { Alert, Anchor, Button, Drawer, Group, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { download, queries, showError, useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Loaded, Page } from '../../parts/Page.tsx';
import { References } from '../../parts/Reference.tsx';
import { counted, dayInWords, plural } from '../../words.ts';
import { Part } from '../controls/Control.tsx';
import { Sign, outcomeMarks } from '../controls/states.tsx';
import { CheckPage } from './Check.tsx';
import { EditConnection } from './Form.tsx';
import { moment, runMarks, stateInWords, underWay, type Run, type Shown } from './runs.tsx';

/** One connection: how it stands, what its checks say, what was collected when. */
export function OneConnection() {
  const { id } = useParams({ strict: false }) as { id: string };
  const connection = useRead(['connections', id], (client) => client.collectors.connection({ id }));
  return <Loaded query={connection}>{(data) => <Room key={id} connection={data} />}</Loaded>;
}

function Room({ connection }: { connection: Shown }) {
  const { slug, role } = useHere();
  const { id, title, lastRun, credentialsOn } = connection;
  const search = useSearch({ strict: false }) as { check?: string; edit?: string };
  const navigate = useNavigate();
  const go = (changes: { check?: string | undefined; edit?: string | undefined }) => void navigate({ to: '.', search: changes as never });
  const writes = may(role as Role, 'keep connections');
  const start = useWrite((client: Client, _input: undefined) => client.collectors.run({ id }));
  const test = useWrite((client: Client, _input: undefined) => client.collectors.test({ id }));
  return (
    <Page
      title={title}
      state={stateInWords(connection)}
      actions={
        writes && (
          <>
            <Button variant="default" onClick={() => go({ edit: 'yes' })}>
              Settings
            </Button>
            <Button variant="default" loading={test.isPending} disabled={credentialsOn === null} onClick={() => test.mutate(undefined)}>
              Test
            </Button>
            <Button loading={start.isPending} disabled={credentialsOn === null || underWay(lastRun)} onClick={() => start.mutate(undefined)}>
              Collect now
            </Button>
          </>
        )
      }
    >
      {test.data && <Tested result={test.data} />}
      {lastRun && underWay(lastRun) && <Under run={lastRun} writes={writes} />}
      {lastRun && (lastRun.status === 'failed' || lastRun.status === 'cancelled') && writes && <Resume run={lastRun} />}
      <Results connection={connection} onOpen={(check) => go({ check })} />
      <Runs connection={connection} />
      <Drawer opened={search.check !== undefined} onClose={() => go({})} position="right" size="xl" title="Check">
        {search.check !== undefined && <CheckPage key={search.check} connection={connection} check={search.check} />}
      </Drawer>
      <Drawer opened={writes && search.edit !== undefined} onClose={() => go({})} position="right" size="xl" title="Settings">
        {search.edit !== undefined && (
          <Stack gap="lg">
            <EditConnection connection={connection} onDone={() => go({})} />
            <End connection={connection} onDone={() => void navigate({ to: `/o/${slug}/connections` as never })} />
          </Stack>
        )}
      </Drawer>
    </Page>
  );
}

function End({ connection: { id, title }, onDone }: { connection: Shown; onDone(): void }) {
  const remove = useWrite(
    (client: Client, _input: undefined) => client.collectors.remove({ id }),
    () => `${title} has ended; what it collected stays.`,
    {
      signed: true,
    },
  );
  const [sure, setSure] = useState(false);
  return (
    <div className="hairline" style={{ paddingTop: 12 }}>
      <Text size="sm" className="quiet" mb={6}>
        Ending a connection forgets its credentials, which cannot be undone. What was collected stays.
      </Text>
      <Button
        color="red"
        variant={sure ? 'filled' : 'default'}
        loading={remove.isPending}
        onClick={() => (sure ? remove.mutate(undefined, { onSuccess: onDone }) : setSure(true))}
      >
        {sure ? `Forget the credentials of ${title} now` : 'End this connection'}
      </Button>
    </div>
  );
}

/** What a test has found: what can be read, and which permission is missing for the rest. */
function Tested({ result }: { result: Awaited<ReturnType<Client['collectors']['test']>> }) {
  if (!result.signedIn)
    return (
      <Alert color="red" variant="light" role="alert" title="It was not possible to sign in.">
        {result.problem} Correct the credentials in the settings and test again.
      </Alert>
    );
  const missing = result.parts.filter(({ ok }) => !ok);
  return (
    <Alert
      color={missing.length > 0 ? 'orange' : 'teal'}
      variant="light"
      role="status"
      title={missing.length === 0 ? 'Everything can be read.' : `${missing.length} of ${plural(result.parts.length, 'source')} cannot be read.`}
    >
      <Stack gap={2}>
        {result.parts.map(({ source, title, ok, problem, permission }) => (
          <Text size="sm" key={source}>
            {ok ? '●' : '○'} {title}
            {!ok && `: ${problem ?? ''}${permission ? ` Grant ${permission}.` : ''}`}
          </Text>
        ))}
      </Stack>
    </Alert>
  );
}

/** A run under way, told as it goes. */
function Under({ run, writes }: { run: Run; writes: boolean }) {
  const { client, slug } = useHere();
  const progress = useQuery({
    queryKey: [slug, 'progress', run.id],
    queryFn: () => client.collectors.progress({ id: run.id }),
    refetchInterval: 1000,
  });
  const cancel = useWrite((c: Client, _input: undefined) => c.collectors.cancel({ id: run.id }));
  const at = progress.data;
  const ended = at !== undefined && !underWay(at);
  useEffect(() => {
    // What came out stands in the records now.
    if (ended) void queries.invalidateQueries({ queryKey: [slug] });
  }, [ended, slug]);
  return (
    <Stack gap={4} role="status" aria-label="Collection under way">
      <Group gap="sm">
        <Text size="sm" style={{ flex: 1 }}>
          {at?.what || (at?.status === 'queued' || !at ? 'Waits its turn …' : 'Collecting …')}
          {at && at.total > 0 && (
            <span className="quiet">
              {' '}
              {at.done} of {at.total}, {plural(at.rows, 'row')} so far
            </span>
          )}
        </Text>
        {writes && (
          <Button size="compact-sm" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(undefined)}>
            Cancel
          </Button>
        )}
      </Group>
      <Progress value={at && at.total > 0 ? (at.done / at.total) * 100 : 0} aria-label="How far the collection has come" />
    </Stack>
  );
}

function Resume({ run }: { run: Run }) {
  const resume = useWrite((client: Client, _input: undefined) => client.collectors.resume({ id: run.id }));
  return (
    <Alert
      color={run.status === 'failed' ? 'red' : 'gray'}
      variant="light"
      title={run.status === 'failed' ? 'The last collection failed' : 'The last collection was cancelled'}
    >
      <Stack gap="xs">
        {run.problem && <Text size="sm">{run.problem}</Text>}
        <Button size="xs" variant="default" w="fit-content" loading={resume.isPending} onClick={() => resume.mutate(undefined)}>
          Go on where it stood
        </Button>
      </Stack>
    </Alert>
  );
}

function Results({ connection, onOpen }: { connection: Shown; onOpen(check: string): void }) {
  const results = useRead(['check-results', connection.id], (client) => client.collectors.results({ connection: connection.id }));
  const order = { fail: 0, unknown: 1, pass: 2, 'not-applicable': 3 };
  return (
    <Part title="Checks">
      <Loaded query={results}>
        {({ items }) =>
          items.length === 0 ? (
            <Text className="quiet">Nothing has been judged yet. Collect now, or wait for the schedule.</Text>
          ) : (
            <div className="scroll" role="group" aria-label="Checks of this connection">
              <table className="grid-table">
                <thead>
                  <tr>
                    <th>Outcome</th>
                    <th>Check</th>
                    <th>Resources</th>
                    <th>Since</th>
                    <th>Controls</th>
                    <th>Why</th>
                    <th>Next</th>
                  </tr>
                </thead>
                <tbody>
                  {items
                    .toSorted((a, b) => order[a.outcome] - order[b.outcome])
                    .map(({ check, title, outcome, counts, since, controls, because, enabled, excepted, task }) => (
                      <tr
                        key={check}
                        data-link
                        tabIndex={0}
                        onClick={() => onOpen(check)}
                        onKeyDown={(event) => event.key === 'Enter' && onOpen(check)}
                      >
                        <td className="nowrap">{enabled ? <Sign mark={outcomeMarks[outcome]} /> : <span className="quiet">switched off</span>}</td>
                        <td style={{ minWidth: '14rem' }}>
                          <Anchor
                            component="button"
                            type="button"
                            size="sm"
                            style={{ textAlign: 'left' }}
                            onClick={(event) => {
                              event.stopPropagation();
                              onOpen(check);
                            }}
                          >
                            {title}
                          </Anchor>
                        </td>
                        <td className="nowrap">
                          {(['pass', 'fail', 'unknown'] as const).map((each) =>
                            counts[each] > 0 ? (
                              <span key={each} style={{ marginRight: 8 }}>
                                <Sign mark={outcomeMarks[each]} words={false} /> {counts[each].toLocaleString('en')}
                              </span>
                            ) : null,
                          )}
                        </td>
                        <td className="nowrap" title={dayInWords(since)}>
                          {counted(since)}
                        </td>
                        <td style={{ minWidth: '6rem' }}>
                          <References ids={controls} />
                        </td>
                        <td style={{ minWidth: '12rem' }}>
                          <div className="clip">{because}</div>
                        </td>
                        <td className="nowrap">
                          {excepted ? 'excepted' : task ? `task ${task}` : outcome === 'fail' ? <span className="quiet">nobody is at it</span> : ''}
                        </td>
                      </tr>
                    ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
    </Part>
  );
}

function Runs({ connection: { id } }: { connection: Shown }) {
  const { slug } = useHere();
  const runs = useRead(['runs', id], (client) => client.collectors.runs({ connection: id, limit: 50 }));
  const fetchFile = (run: string, source: string) => void download(slug, `/runs/${run}/files/${encodeURIComponent(source)}`).catch(showError);
  return (
    <Part title="Collections">
      <Loaded query={runs}>
        {({ items }) =>
          items.length === 0 ? (
            <Text className="quiet">None yet.</Text>
          ) : (
            <div className="scroll" tabIndex={0} role="group" aria-label="Collections">
              <table className="grid-table">
                <thead>
                  <tr>
                    <th>Run</th>
                    <th>State</th>
                    <th>Finished</th>
                    <th>Calls</th>
                    <th>Rows</th>
                    <th>Resources</th>
                    <th>SHA-256</th>
                    <th>What was received</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((run) => (
                    <tr key={run.id}>
                      <td className="nowrap">
                        {run.id} <span className="quiet">{run.trigger === 'schedule' ? 'by schedule' : 'by hand'}</span>
                      </td>
                      <td title={run.problem || undefined}>
                        <Sign mark={runMarks[run.status]} />
                        {run.problem && <div className="quiet">{run.problem}</div>}
                      </td>
                      <td className="nowrap">{moment(run.finishedAt)}</td>
                      <td>{run.calls.toLocaleString('en')}</td>
                      <td>{run.rows.toLocaleString('en')}</td>
                      <td>{run.resources.toLocaleString('en')}</td>
                      <td title={run.hash}>{run.hash ? `${run.hash.slice(0, 10)}…` : ''}</td>
                      <td>
                        <Group gap={6} wrap="nowrap">
                          {run.log && (
                            <Button size="compact-xs" variant="default" aria-label={`Log of ${run.id}`} onClick={() => fetchFile(run.id, 'log')}>
                              Log
                            </Button>
                          )}
                          {run.files.map(({ name }) => (
                            <Button
                              key={name}
                              size="compact-xs"
                              variant="default"
                              aria-label={`${sourceOf(name)} of ${run.id}`}
                              onClick={() => fetchFile(run.id, name)}
                            >
                              {sourceOf(name)}
                            </Button>
                          ))}
                        </Group>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
    </Part>
  );
}

/** `users-north.ndjson.gz` → `users-north`. */
const sourceOf = (name: string) => name.replace(/\.ndjson\.gz$/, '');
