import { Alert, Anchor, Button, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { formatTitles } from '../../../../src/isms/scans/model.ts';
import { limitInWords, limits } from '../../../../src/platform/files/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Empty, Loaded, Page } from '../../parts/Page.tsx';
import { References } from '../../parts/Reference.tsx';
import { UploadArea, UploadList, useUploads } from '../../parts/Upload.tsx';
import { counted, momentInWords, plural } from '../../words.ts';
import { Bring } from './Bring.tsx';
import { FindingsTable } from './FindingsTable.tsx';
import { SeverityBar } from './severity.tsx';

export type Scan = Awaited<ReturnType<Client['scans']['get']>>;
const underWay = ({ status }: Scan) => status === 'queued' || status === 'running';

/** What scanners found: their files come in, and their findings stand here by severity until a later scan no longer has them. */
export function Scans() {
  const { role } = useHere();
  const writes = may(role as Role, 'keep connections');
  const uploads = useUploads();
  const scans = useRead(['scans'], (client) => client.scans.list({}), {
    refetchInterval: (query) => (query.state.data?.items.some(underWay) ? 1500 : false),
  });
  // What stands here moves with each file that has been read, also where the numbers stay the same.
  const moved = scans.data?.items.flatMap(({ id, finishedAt }) => (finishedAt ? [`${id} ${finishedAt}`] : [])).join() ?? '';
  const summary = useRead(['findings', 'by-control', moved], (client) => client.scans.byControl(), { placeholderData: keepPreviousData });
  const items = scans.data?.items ?? [];
  const arrived = uploads.uploads.filter(({ state, uploaded }) => state === 'done' && uploaded);
  const touched = summary.data?.items.filter(({ control, failing }) => control !== null && failing > 0) ?? [];
  const last = items.find(({ status }) => status === 'done');
  return (
    <Page
      title="Scans"
      state={
        scans.data &&
        (items.length === 0
          ? 'No file of a scanner has been read yet.'
          : `${plural(scans.data.total, 'file')} read${last?.finishedAt ? `, the last one ${counted(last.finishedAt)}` : ''}; ${touched.length === 0 ? 'nothing that fails speaks for a control.' : `failures speak for ${plural(touched.length, 'control')}.`}`)
      }
    >
      {writes && (
        <>
          <UploadArea
            add={uploads.add}
            folders={false}
            accept={['.json', '.jsonl', '.ndjson', '.sarif', '.csv', '.gz', '.txt', '.asff', '.ocsf']}
            title="Drop the file of a scanner here, or choose one"
            hint={`Prowler (OCSF), AWS Security Hub (ASFF), Trivy, SARIF or CSV; up to ${limitInWords(limits.file)}, as .gz, too. Nothing is read before you have seen what it is.`}
          />
          <UploadList {...uploads} />
          {arrived.map(({ key, path, uploaded }) => (
            <Bring key={key} name={path} upload={uploaded!.id} done={() => uploads.remove(key)} />
          ))}
        </>
      )}
      <Loaded query={scans}>
        {() =>
          items.length === 0 ? (
            <Empty title="Findings of other tools">
              <Text className="quiet">
                Scanners look at more than the connections here do. Bring in the file that one has written: each finding is kept with its resource,
                mapped to the controls that it speaks for, and closed when a later scan no longer reports it. What maps to no control is counted,
                never guessed.
              </Text>
              <Text className="quiet">
                On the command line: <code>annexa scans import FILE</code>
              </Text>
            </Empty>
          ) : (
            <Stack gap="lg">
              <Stack gap="sm">
                {items.slice(0, 5).map((scan) => (
                  <OneScan key={scan.id} scan={scan} writes={writes} />
                ))}
                {items.length > 5 && (
                  <details>
                    <summary>{plural(items.length - 5, 'earlier file')}</summary>
                    <Stack gap="sm" mt="sm">
                      {items.slice(5).map((scan) => (
                        <OneScan key={scan.id} scan={scan} writes={writes} />
                      ))}
                    </Stack>
                  </details>
                )}
              </Stack>
              <Title order={2}>Findings</Title>
              <FindingsTable summary={summary.data ?? null} moved={moved} />
            </Stack>
          )
        }
      </Loaded>
    </Page>
  );
}

function OneScan({ scan, writes }: { scan: Scan; writes: boolean }) {
  const { slug } = useHere();
  const resume = useWrite(
    (client: Client) => client.scans.resume({ id: scan.id }),
    () => 'It is read again.',
    { signed: true },
  );
  const failing = scan.counts['fail'] ?? 0;
  return (
    <section className="hairline-top" aria-label={`${scan.id} ${scan.file.name}`}>
      <Group gap="xs" justify="space-between" align="baseline">
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {scan.file.name}
        </Text>
        <Text size="sm" className="quiet">
          {scan.tool || formatTitles[scan.format]} · {scan.id} ·{' '}
          {scan.scannedAt ? `scanned ${momentInWords(scan.scannedAt)}` : momentInWords(scan.queuedAt)}
        </Text>
      </Group>
      {underWay(scan) && <ScanProgress id={scan.id} />}
      {scan.status === 'failed' && (
        <Alert variant="light" color="orange" title={`It could not be read: ${scan.problem}`}>
          {writes && (
            <Button size="xs" variant="default" loading={resume.isPending} onClick={() => resume.mutate(undefined)}>
              Read it again
            </Button>
          )}
        </Alert>
      )}
      {scan.status === 'done' && (
        <Stack gap={4}>
          <Text size="sm">
            <Anchor component={Link} inherit to={`/o/${slug}/scans` as never} search={{ scan: scan.id } as never}>
              {plural(scan.findings, 'finding')}
            </Anchor>
            : {failing.toLocaleString('en')} {failing === 1 ? 'fails' : 'fail'}, {(scan.counts['pass'] ?? 0).toLocaleString('en')} pass
            {(scan.counts['muted'] ?? 0) > 0 && `, ${scan.counts['muted']!.toLocaleString('en')} muted`}
            {(scan.counts['unknown'] ?? 0) > 0 && `, ${scan.counts['unknown']!.toLocaleString('en')} not known`}. {scan.created.toLocaleString('en')}{' '}
            new, {scan.resolved.toLocaleString('en')} resolved
            {scan.vulnerabilities.reported > 0 && (
              <>
                ,{' '}
                <Anchor component={Link} inherit to={`/o/${slug}/operations/vulnerabilities` as never}>
                  {plural(scan.vulnerabilities.reported, 'vulnerability', 'vulnerabilities')}
                </Anchor>
                {scan.vulnerabilities.leftOut > 0 && ` (${scan.vulnerabilities.leftOut.toLocaleString('en')} more left out of the register)`}
              </>
            )}
            .
          </Text>
          {failing > 0 && <SeverityBar counts={scan.severities} />}
          <Text size="sm" className="quiet">
            {scan.scopes.length > 0
              ? `Scanned: ${scan.scopes.slice(0, 3).join('; ')}${scan.scopes.length > 3 ? ` and ${scan.scopes.length - 3} more` : ''}. `
              : ''}
            {scan.notMapped === 0
              ? 'Everything maps to a control.'
              : `${plural(scan.notMapped, 'finding')} ${scan.notMapped === 1 ? 'maps' : 'map'} to no control.`}
          </Text>
          {Object.keys(scan.controls).length > 0 && (
            <Text size="sm">
              Failures speak for{' '}
              <References
                ids={Object.keys(scan.controls)
                  .toSorted((a, b) => scan.controls[b]! - scan.controls[a]!)
                  .slice(0, 12)}
              />
              {Object.keys(scan.controls).length > 12 && ` and ${Object.keys(scan.controls).length - 12} more`}.
            </Text>
          )}
          {scan.notes.map((note) => (
            <Text key={note} size="sm" className="quiet">
              {note}
            </Text>
          ))}
          {(scan.malformed > 0 || scan.notMappedRules.length > 0) && <Details scan={scan} />}
        </Stack>
      )}
    </section>
  );
}

function Details({ scan: { malformed, malformedAt, notMappedRules } }: { scan: Scan }) {
  return (
    <>
      {malformed > 0 && (
        <details>
          <summary>{plural(malformed, 'record')} could not be read</summary>
          <ul>
            {malformedAt.map(({ record, line, byte, problem }) => (
              <li key={`${record} ${byte}`}>
                Record {record.toLocaleString('en')}, line {line.toLocaleString('en')}, byte {byte.toLocaleString('en')}: {problem}
              </li>
            ))}
          </ul>
        </details>
      )}
      {notMappedRules.length > 0 && (
        <details>
          <summary>Rules that map to no control</summary>
          <ul>
            {notMappedRules.map(({ rule, findings }) => (
              <li key={rule} style={{ overflowWrap: 'anywhere' }}>
                {rule}: {plural(findings, 'finding')}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function ScanProgress({ id }: { id: string }) {
  const progress = useRead(['scans', id, 'progress'], (client) => client.scans.progress({ id }), { refetchInterval: 1000 });
  const { done = 0, total = 0, rows = 0, what = '' } = progress.data ?? {};
  return (
    <Stack gap={4} role="status">
      <Text size="sm">
        {what || 'Waits its turn'}: {plural(rows, 'finding')} so far
        {total > 0 && `, ${Math.round(done / 1024).toLocaleString('en')} of ${Math.ceil(total / 1024).toLocaleString('en')} MB`}
      </Text>
      <Progress value={total === 0 ? 0 : (done / total) * 100} aria-label="Read of the file" animated />
    </Stack>
  );
}
