import { Alert, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { findingColumns, formatTitles, scanFormats, usuallyCovers, type FindingColumn, type ScanFormat } from '../../../../src/isms/scans/model.ts';
import { useHere, useWrite, type Client, type ProblemDetails } from '../../client.tsx';
import { plural, sentence } from '../../words.ts';

const thresholds = [
  { value: 'critical', label: 'Critical failures' },
  { value: 'high', label: 'Critical and high failures' },
  { value: 'none', label: 'None' },
];

/** A file that has arrived: what it is and what is in it, and then it is read. */
export function Bring({ name, upload, done }: { name: string; upload: string; done(): void }) {
  const { client, slug } = useHere();
  const [format, setFormat] = useState<ScanFormat | undefined>();
  const [scope, setScope] = useState('');
  const [chosen, setChosen] = useState<'everything' | 'part' | undefined>();
  const [from, setFrom] = useState<'critical' | 'high' | 'none'>('critical');
  const [columns, setColumns] = useState<Record<string, FindingColumn | null>>({});
  const how = { upload, ...(format && { format }), ...(Object.keys(columns).length > 0 && { columns }) };
  const preview = useQuery({ queryKey: [slug, 'scan-preview', how], queryFn: () => client.scans.preview(how), staleTime: Infinity });
  const seen = preview.data;
  const covers = chosen ?? (seen ? usuallyCovers(seen.format) : 'part');
  const bring = useWrite(
    (c: Client) => c.scans.import({ ...how, scope, covers, vulnerabilitiesFrom: from }),
    ({ again, record }) => {
      done();
      return again ? `${name} has been read before, as ${record.id}.` : `${name} is being read.`;
    },
    { signed: true },
  );
  const problem = preview.error as (Error & { data?: ProblemDetails }) | null;
  return (
    <section className="hairline-top" aria-label={`File ${name}`}>
      <Stack gap="xs">
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Text>
        {problem && (
          <Alert variant="light" color="orange" title={problem.message}>
            {problem.data?.remedy}
          </Alert>
        )}
        {seen && (
          <Text size="sm">
            {formatTitles[seen.format]}
            {seen.tools.length > 0 && `, written by ${seen.tools.join(', ')}`}
            {seen.scopes.length > 0 && `, about ${seen.scopes.slice(0, 3).join('; ')}`}.{' '}
            {seen.findings.length === 0 ? 'No finding stands at its beginning.' : `It begins with: ${seen.findings[0]!.title}.`}
            {seen.malformed.length > 0 && ` ${plural(seen.malformed.length, 'record')} at its beginning cannot be read.`}
          </Text>
        )}
        {seen?.known && (
          <Text size="sm" className="quiet">
            The same file was read before, as {seen.known}; reading it again changes nothing.
          </Text>
        )}
        <Group align="flex-end" gap="sm">
          <Select
            label="Format"
            data={scanFormats.map((value) => ({ value, label: formatTitles[value] }))}
            value={format ?? seen?.format ?? null}
            onChange={(value) => value && setFormat(value as ScanFormat)}
            allowDeselect={false}
          />
          {(seen?.scopes.length === 0 || scope !== '') && (
            <TextInput
              label="What was scanned"
              description="The file does not say it. A repository, a cluster …"
              value={scope}
              onChange={(event) => setScope(event.currentTarget.value)}
            />
          )}
          <Select
            label="It covers"
            data={[
              { value: 'everything', label: 'All that the tool looks at' },
              { value: 'part', label: 'The checks that it names' },
            ]}
            value={covers}
            onChange={(value) => setChosen(value as 'everything' | 'part')}
            allowDeselect={false}
          />
          <Select
            label="Becomes a vulnerability"
            data={thresholds}
            value={from}
            onChange={(value) => setFrom(value as 'critical' | 'high' | 'none')}
            allowDeselect={false}
          />
        </Group>
        {seen && seen.columns.length > 0 && (
          <div className="scroll" tabIndex={0} role="region" aria-label="Columns">
            <table className="grid-table">
              <thead>
                <tr>
                  <th>Column of the file</th>
                  <th>Stands for</th>
                </tr>
              </thead>
              <tbody>
                {seen.columns.map(({ title, field }) => (
                  <tr key={title}>
                    <td>{title}</td>
                    <td>
                      <Select
                        size="xs"
                        aria-label={`${title} stands for`}
                        placeholder="Left out"
                        clearable
                        data={findingColumns.map((value) => ({ value, label: sentence(value) }))}
                        value={field}
                        onChange={(value) => setColumns({ ...columns, [title]: value as FindingColumn | null })}
                      />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <Group gap="xs">
          <Button disabled={!seen} loading={bring.isPending} onClick={() => bring.mutate(undefined)}>
            Read this file
          </Button>
          <Button variant="subtle" onClick={done}>
            Leave it out
          </Button>
        </Group>
      </Stack>
    </section>
  );
}
