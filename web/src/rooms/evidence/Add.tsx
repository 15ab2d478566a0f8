import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { evidence } from '../../../../src/isms/controls/model.ts';
import { limitInWords, limits } from '../../../../src/platform/files/model.ts';
import { useWrite, type Client } from '../../client.tsx';
import { Field } from '../../parts/Field.tsx';
import { UploadArea, UploadList, useUploads } from '../../parts/Upload.tsx';
import { plural } from '../../words.ts';

interface Search {
  add?: string;
  from?: string;
  to?: string;
  shows?: string;
  supersedes?: string;
}
type Fields = Record<string, unknown>;
type New = Parameters<Client['controls']['evidence']['create']>[0];

const first = ['subjects', 'validFrom', 'validTo', 'title'] as const;
const further = [
  'kind',
  'shows',
  'place',
  'note',
  'source',
  'collectedBy',
  'owner',
  'population',
  'populationCount',
  'populationHash',
  'supersedes',
] as const;
const shape = evidence.fields.shape;

/** Files, a link or a record typed in, with the controls and the time they speak for, in one step. */
export function Add({ onDone }: { onDone(id: string): void }) {
  const search = useSearch({ strict: false }) as Search;
  const { uploads, add, again, remove, clear } = useUploads();
  const [fields, setFields] = useState<Fields>(() => ({
    subjects: /^(A\.|OC-|\d)/.test(search.add ?? '') ? [search.add] : [],
    ...(search.from && { validFrom: search.from }),
    ...(search.to && { validTo: search.to }),
    ...(search.shows && { shows: [search.shows] }),
    ...(search.supersedes && { supersedes: search.supersedes }),
  }));
  const latest = useRef(fields);
  const arrived = uploads.flatMap(({ uploaded }) => (uploaded ? [uploaded] : []));
  const waiting = uploads.some(({ state }) => state === 'sending' || state === 'waiting');
  const save = useWrite(
    (client: Client, input: Fields) =>
      arrived.length > 0
        ? client.controls.evidence.add({ ...(input as New), title: (input['title'] as string) || undefined, uploads: arrived.map(({ id }) => id) })
        : client.controls.evidence.create(input as New),
    ({ record }) => `${record.id} added.`,
  );
  const change = (name: string, value: unknown) =>
    setFields((old) => {
      const next = { ...old, [name]: value };
      latest.current = next;
      return next;
    });
  const field = (name: keyof typeof shape) => (
    <Field
      key={name}
      name={name}
      schema={shape[name]}
      value={fields[name] ?? (name === 'shows' || name === 'subjects' ? [] : null)}
      note={name === 'title' && arrived.length > 0 ? `Otherwise the name of the first file: ${arrived[0]!.name}` : undefined}
      onChange={(value) => change(name, value)}
    />
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        (document.activeElement as HTMLElement | null)?.blur();
        // Texts are handed on when one leaves them: the newest are read after that.
        setTimeout(() =>
          save.mutate(latest.current, {
            onSuccess: ({ record }) => {
              clear();
              onDone(record.id);
            },
          }),
        );
      }}
    >
      <Stack gap="sm">
        <UploadArea
          add={add}
          title="Drop files here, paste a screenshot, or choose them"
          hint={`Any kind, up to ${limitInWords(limits.file)} each. They are kept byte for byte with their SHA-256, and never run or shown as a page.`}
        />
        <UploadList uploads={uploads} again={again} remove={remove} />
        {arrived.length > 0 && (
          <Stack gap={2} role="group" aria-label="Files that have come">
            {uploads
              .filter(({ uploaded }) => uploaded)
              .map(({ key, path, file }) => (
                <Group key={key} gap="xs" wrap="nowrap">
                  <Text size="sm" style={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
                    ● {path} <span className="quiet">{bytes(file.size)}</span>
                  </Text>
                  <Button size="compact-xs" variant="subtle" aria-label={`Leave out ${path}`} onClick={() => remove(key)}>
                    Leave out
                  </Button>
                </Group>
              ))}
          </Stack>
        )}
        {first.map(field)}
        <details>
          <summary>More: kind, link, source, population, what it takes the place of</summary>
          <Stack gap="sm" mt="sm">
            {further.map(field)}
          </Stack>
        </details>
        {arrived.length === 0 && !waiting && (
          <Text size="sm" className="quiet">
            Without a file it is a link or a record typed in: give it a title, and say where it lies or what happened.
          </Text>
        )}
        {save.error && (
          <Alert color="red" variant="light" role="alert" title={save.error.message}>
            {(save.error as { data?: { remedy?: string } }).data?.remedy}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending} disabled={waiting}>
            {arrived.length > 0 ? `Add evidence with ${plural(arrived.length, 'file')}` : 'Add evidence'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** `3.4 MB`. */
export function bytes(size: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  const step = Math.min(units.length - 1, size === 0 ? 0 : Math.floor(Math.log(size) / Math.log(1000)));
  return `${(size / 1000 ** step).toLocaleString('en', { maximumFractionDigits: step === 0 ? 0 : 1 })} ${units[step]}`;
}
