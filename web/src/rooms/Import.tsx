import { Alert, Button, Group, SegmentedControl, Select, Stack, Text, Title } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { useMutation } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { ImportPreview } from '../../../src/interchange/contract.ts';
import { may, type Role } from '../../../src/isms/permissions.ts';
import { download, showError, useHere, useWrite, type Client } from '../client.tsx';
import { Page } from '../parts/Page.tsx';
import { plural, sentence } from '../words.ts';

type Options = {
  sheet?: string;
  headerRow?: number;
  columns: Record<string, string | null>;
  words: Record<string, Record<string, string | null>>;
  duplicates: 'update' | 'skip' | 'create';
};

async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

const targets: { value: ImportPreview['target']; label: string }[] = [
  { value: 'risks', label: 'Risks' },
  { value: 'assets', label: 'Assets' },
  { value: 'gap', label: 'Gap answers' },
  { value: 'people', label: 'People' },
];

/** Spreadsheets in, with a preview of every row and problem; the whole ISMS out as files. */
export function Import() {
  const { client, slug, role } = useHere();
  const { target: wanted } = useSearch({ strict: false }) as { target?: string };
  const asked = targets.find(({ value }) => value === wanted)?.value ?? 'risks';
  const [target, setTarget] = useState<ImportPreview['target']>(asked);
  const [file, setFile] = useState<File | null>(null);
  const [options, setOptions] = useState<Options>({ columns: {}, words: {}, duplicates: 'update' });
  const preview = useMutation({
    mutationFn: async ({ of, as, with: own }: { of: File; as: typeof target; with: Options }) =>
      client.interchange.preview({ target: as, name: of.name, content: await base64(of), options: own }),
    onError: showError,
  });
  const run = useWrite(
    async (c: Client, _input: undefined) => c.interchange.import({ target, name: file!.name, content: await base64(file!), options }),
    ({ counts }) => `Imported: ${counts.create} added, ${counts.update} changed.`,
  );
  const look = (changes: Partial<Options>, of = file, as = target) => {
    const next = { ...options, ...changes };
    setOptions(next);
    if (of) preview.mutate({ of, as, with: next });
  };
  const fresh: Options = { columns: {}, words: {}, duplicates: 'update' };
  const data = preview.data;
  return (
    <Page title="Import and export" state="Bring the register you already keep; take everything with you at any time.">
      {may(role as Role, 'import records') && (
        <Stack>
          <Title order={2}>Import a spreadsheet</Title>
          <Group align="flex-end">
            <SegmentedControl
              aria-label="What the file holds"
              value={target}
              onChange={(next) => {
                const value = next as typeof target;
                setTarget(value);
                look(fresh, file, value);
              }}
              data={targets}
            />
            {data && (
              <Select
                label="Rows that exist already"
                data={[
                  { value: 'update', label: 'Change them' },
                  { value: 'skip', label: 'Leave them' },
                  { value: 'create', label: 'Add again' },
                ]}
                value={options.duplicates}
                onChange={(value) => look({ duplicates: value as Options['duplicates'] })}
              />
            )}
            {data && data.sheets.length > 1 && (
              <Select label="Sheet" data={data.sheets} value={data.sheet} onChange={(sheet) => sheet && look({ ...fresh, sheet })} />
            )}
          </Group>
          <Dropzone
            aria-label="File to import"
            multiple={false}
            maxSize={20 * 1024 * 1024}
            accept={[
              'text/csv',
              'text/tab-separated-values',
              'text/plain',
              'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
              '.csv',
              '.tsv',
              '.xlsx',
            ]}
            loading={preview.isPending}
            onReject={() => showError(new Error('The file is not a CSV or XLSX of at most 20 MB.'))}
            onDrop={([next]) => {
              if (!next) return;
              setFile(next);
              look(fresh, next);
            }}
          >
            <Text fw={600}>{file ? file.name : 'Drop a spreadsheet here, or choose one'}</Text>
            <Text size="sm" className="quiet">
              CSV or XLSX, up to 20 MB. Nothing is changed before you have seen a preview.
            </Text>
          </Dropzone>
          {preview.isPending && (
            <Text role="status" className="quiet">
              Reading the file …
            </Text>
          )}
          {data && !preview.isPending && (
            <Preview
              data={data}
              options={options}
              look={look}
              run={() =>
                run.mutate(undefined, {
                  onSuccess: () => {
                    setFile(null);
                    preview.reset();
                    setOptions(fresh);
                  },
                })
              }
              running={run.isPending}
            />
          )}
        </Stack>
      )}
      {may(role as Role, 'export the ISMS') && (
        <Stack gap="xs" mt="lg">
          <Title order={2}>Export everything</Title>
          <Text className="quiet">
            The whole management system as YAML and Markdown files: readable, comparable, and enough to start again elsewhere.
          </Text>
          <Button w="fit-content" variant="default" onClick={() => void download(slug, '/files/zip').catch(showError)}>
            Download as ZIP
          </Button>
        </Stack>
      )}
    </Page>
  );
}

function Preview({
  data,
  options,
  look,
  run,
  running,
}: {
  data: ImportPreview;
  options: Options;
  look(changes: Partial<Options>): void;
  run(): void;
  running: boolean;
}) {
  const errors = data.problems.filter(({ severity }) => severity === 'error');
  return (
    <Stack>
      <Group justify="space-between">
        <Text>
          <b>{plural(data.rows.length, 'row')}</b>: {data.counts.create} to add, {data.counts.update} to change, {data.counts.unchanged} unchanged,{' '}
          {data.counts.skip} left.
          {data.newPeople.length > 0 ? ` New people: ${data.newPeople.slice(0, 6).join(', ')}${data.newPeople.length > 6 ? ' …' : ''}.` : ''}
          {data.newTeams.length > 0 ? ` New teams: ${data.newTeams.slice(0, 6).join(', ')}${data.newTeams.length > 6 ? ' …' : ''}.` : ''}
          {data.newAssets.length > 0 ? ` New assets: ${data.newAssets.slice(0, 6).join(', ')}${data.newAssets.length > 6 ? ' …' : ''}.` : ''}
        </Text>
        <Button disabled={!data.ready} loading={running} onClick={run}>
          Import {plural(data.counts.create + data.counts.update, 'row')}
        </Button>
      </Group>
      {errors.length > 0 && (
        <Alert
          color="red"
          variant="light"
          title={`${plural(errors.length, 'place')} not clear; nothing is imported until ${errors.length === 1 ? 'it is' : 'they are'}.`}
        >
          Map the columns and words below, or correct the file.
        </Alert>
      )}
      {data.problems.length > 0 && (
        <div className="scroll" style={{ maxHeight: 260 }} tabIndex={0} aria-label="Problems">
          <table className="grid-table">
            <thead>
              <tr>
                <th>Row</th>
                <th>Column</th>
                <th>Problem</th>
              </tr>
            </thead>
            <tbody>
              {data.problems.slice(0, 300).map((each, index) => (
                <tr key={index}>
                  <td>{each.row}</td>
                  <td>{each.column}</td>
                  <td className={each.severity === 'error' ? 'grade-major' : 'quiet'}>
                    {each.severity === 'error' ? '■ ' : '◇ '}
                    {each.message}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Title order={3}>Columns</Title>
      <div className="scroll" tabIndex={0}>
        <table className="grid-table">
          <thead>
            <tr>
              <th>In the file</th>
              <th>For example</th>
              <th>Means</th>
            </tr>
          </thead>
          <tbody>
            {data.columns.map((each) => (
              <tr key={each.column}>
                <td>{each.header || <span className="quiet">column {each.column}</span>}</td>
                <td className="quiet">{each.sample.join(' · ').slice(0, 80)}</td>
                <td>
                  <Select
                    size="xs"
                    aria-label={`Meaning of column ${each.header || each.column}`}
                    clearable
                    searchable
                    placeholder="left out"
                    data={data.fields.map(({ field, title }) => ({ value: field, label: title }))}
                    value={each.field}
                    onChange={(field) => look({ columns: { ...options.columns, [String(each.column)]: field } })}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {data.words.length > 0 && (
        <>
          <Title order={3}>Words</Title>
          <div className="scroll" tabIndex={0}>
            <table className="grid-table">
              <thead>
                <tr>
                  <th>Field</th>
                  <th>In the file</th>
                  <th>Rows</th>
                  <th>Means</th>
                </tr>
              </thead>
              <tbody>
                {data.words.map((each) => (
                  <tr key={each.field + each.word}>
                    <td>{data.fields.find(({ field }) => field === each.field)?.title}</td>
                    <td>{each.word}</td>
                    <td>{each.rows}</td>
                    <td>
                      <Select
                        size="xs"
                        aria-label={`Meaning of ${each.word}`}
                        clearable
                        placeholder={each.value === null ? 'not known' : ''}
                        error={each.value === null && each.guessed}
                        data={(data.choices[each.field] ?? []).map(({ value, title }) => ({ value, label: title }))}
                        value={each.value}
                        onChange={(value) =>
                          look({ words: { ...options.words, [each.field]: { ...options.words[each.field], [each.word]: value } } })
                        }
                      />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      <Title order={3}>Rows</Title>
      <div className="scroll" style={{ maxHeight: 420 }} tabIndex={0} aria-label="Rows">
        <table className="grid-table">
          <thead>
            <tr>
              <th>Row</th>
              <th>What happens</th>
              <th>Record</th>
            </tr>
          </thead>
          <tbody>
            {data.rows.slice(0, 200).map((each) => (
              <tr key={each.row}>
                <td>{each.row}</td>
                <td style={{ whiteSpace: 'nowrap' }}>
                  {sentence(each.action)} {each.id} <span className="quiet">{each.because}</span>
                </td>
                <td>
                  <div className="clip">
                    {Object.entries(each.record)
                      .map(
                        ([field, value]) =>
                          `${data.fields.find((own) => own.field === field)?.title ?? field}: ${Array.isArray(value) ? value.join(', ') : String(value)}`,
                      )
                      .join(' · ')
                      .replaceAll('new:', '')
                      .replaceAll('row:', 'row ')}
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Stack>
  );
}
