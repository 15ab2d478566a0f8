import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { useEffect, useRef, useState } from 'react';
import { limitInWords, limits } from '../../../src/platform/files/model.ts';
import { useHere, type Client, type ProblemDetails } from '../client.tsx';

type Uploaded = Awaited<ReturnType<Client['files']['state']>>;

/** A file on its way to the server. */
export interface Upload {
  key: string;
  file: File;
  /** With its folders, when a whole folder was chosen. */
  path: string;
  sent: number;
  state: 'waiting' | 'sending' | 'done' | 'failed';
  problem: { message: string; remedy: string } | null;
  uploaded: Uploaded | null;
}

/** Sent in one request; large enough to be fast, small enough to lose little when the line breaks. */
const partBytes = 8 * 1024 ** 2;
const atOnce = 2;
const tries = 4;

/** Files that are being sent, two at a time, large ones in parts that go on after an interruption. */
export function useUploads() {
  const { client } = useHere();
  const [uploads, setUploads] = useState<Upload[]>([]);
  const running = useRef(new Set<string>());
  const change = (key: string, changes: Partial<Upload>) =>
    setUploads((list) => list.map((each) => (each.key === key ? { ...each, ...changes } : each)));

  useEffect(() => {
    for (const upload of uploads) {
      if (upload.state !== 'waiting' || running.current.size >= atOnce || running.current.has(upload.key)) continue;
      running.current.add(upload.key);
      change(upload.key, { state: 'sending', problem: null });
      void send(client, upload, (sent) => change(upload.key, { sent }))
        .then((uploaded) => change(upload.key, { state: 'done', sent: upload.file.size, uploaded }))
        .catch((error: unknown) => change(upload.key, { state: 'failed', problem: inWords(error) }))
        .finally(() => running.current.delete(upload.key));
    }
  }, [client, uploads]);

  return {
    uploads,
    add: (files: File[]) =>
      setUploads((list) => [
        ...list,
        ...files.map((file): Upload => ({
          key: crypto.randomUUID(),
          file,
          path: pathOf(file),
          sent: 0,
          state: 'waiting',
          problem: null,
          uploaded: null,
        })),
      ]),
    again: (key: string) => change(key, { state: 'waiting' }),
    remove: (key: string) => setUploads((list) => list.filter((each) => each.key !== key)),
    clear: () => setUploads([]),
  };
}

const pathOf = (file: File) => ((file as { path?: string }).path ?? file.webkitRelativePath ?? '').replace(/^\.?\//, '') || file.name;

async function send(client: Client, { file }: Upload, progress: (sent: number) => void): Promise<Uploaded> {
  if (file.size <= limits.whole) return client.files.whole({ file });
  let state = await client.files.start({ name: file.name, size: file.size });
  for (let failures = 0; state.received < state.size;) {
    try {
      const part = new File([file.slice(state.received, state.received + partBytes)], 'part');
      state = await client.files.send({ id: state.id, offset: state.received, part });
      failures = 0;
      progress(state.received);
    } catch (error) {
      // A line that broke is tried again after a while; where to go on, the server knows.
      if (++failures >= tries || isRefusal(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** failures));
      state = await client.files.state({ id: state.id });
    }
  }
  return client.files.finish({ id: state.id });
}

const dataOf = (error: unknown) => (error as { data?: ProblemDetails }).data;
const isRefusal = (error: unknown) =>
  ['not-permitted', 'not-found', 'too-large', 'invalid-input', 'not-signed-in'].includes(dataOf(error)?.code ?? '');
const inWords = (error: unknown) => {
  const data = dataOf(error);
  return data?.code
    ? { message: data.detail, remedy: data.remedy ?? '' }
    : { message: 'The server cannot be reached.', remedy: 'Check the connection and try again; a large file goes on where it stopped.' };
};

const anything = [''];

/** Where files are dropped, pasted or chosen, one by one or as a folder. */
export function UploadArea({
  add,
  title,
  hint,
  accept = anything,
  folders = true,
}: {
  add(files: File[]): void;
  title: string;
  hint: string;
  /** Endings of the names that are taken; without it all of them. */
  accept?: string[];
  folders?: boolean;
}) {
  const folder = useRef<HTMLInputElement>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const fits = (file: File) => accept.some((ending) => file.name.toLowerCase().endsWith(ending));
  const take = (files: File[]) => {
    const good = files.filter((file) => fits(file) && !file.name.startsWith('.') && !file.name.startsWith('~'));
    const left = files.length - good.length;
    setRefused(left > 0 ? `${left} ${left === 1 ? 'file was' : 'files were'} left out: only ${accept.join(', ')} are taken here.` : null);
    if (good.length > 0) add(good);
  };
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length > 0) take(files);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  });
  return (
    <Stack gap="xs">
      <Dropzone
        aria-label={title}
        onDrop={take}
        maxSize={limits.file}
        onReject={() =>
          setRefused(`A file is larger than ${limitInWords(limits.file)}. Pack it (.gz, .zip), split it, or keep it elsewhere and refer to it.`)
        }
      >
        <Text fw={600}>{title}</Text>
        <Text size="sm" className="quiet">
          {hint}
        </Text>
      </Dropzone>
      <Group gap="xs" display={folders ? undefined : 'none'}>
        <Button variant="default" size="xs" onClick={() => folder.current?.click()}>
          Choose a whole folder
        </Button>
        <input
          ref={(element) => {
            folder.current = element;
            element?.setAttribute('webkitdirectory', '');
          }}
          type="file"
          multiple
          hidden
          aria-label="Folder"
          onChange={(event) => {
            take([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = '';
          }}
        />
      </Group>
      {refused && (
        <Text size="sm" role="status">
          {refused}
        </Text>
      )}
    </Stack>
  );
}

/** What is on its way, and what went wrong with how to mend it. What has arrived is shown by the page. */
export function UploadList({ uploads, again, remove }: Pick<ReturnType<typeof useUploads>, 'uploads' | 'again' | 'remove'>) {
  const open = uploads.filter(({ state }) => state !== 'done');
  if (open.length === 0) return null;
  return (
    <Stack gap={4} role="status" aria-label="Files on their way">
      {open.slice(0, 20).map(({ key, path, file, sent, state, problem }) => (
        <Group key={key} gap="sm" wrap="nowrap">
          <Text size="sm" style={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
            {path}
            {problem && (
              <Text span size="sm" className="quiet">
                {' '}
                ■ {problem.message} {problem.remedy}
              </Text>
            )}
          </Text>
          {state === 'failed' ? (
            <>
              <Button size="compact-xs" variant="default" onClick={() => again(key)}>
                Try again
              </Button>
              <Button size="compact-xs" variant="subtle" onClick={() => remove(key)}>
                Leave out
              </Button>
            </>
          ) : (
            <Progress w={120} value={file.size === 0 ? 0 : (sent / file.size) * 100} aria-label={`Sent of ${path}`} animated={state === 'sending'} />
          )}
        </Group>
      ))}
      {open.length > 20 && <Text className="quiet">and {open.length - 20} more</Text>}
    </Stack>
  );
}
