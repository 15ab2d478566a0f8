import { Anchor, Button, Group, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { AttachedFile } from '../../../src/platform/files/model.ts';
import { download, showError, useHere } from '../client.tsx';
import { UploadList, useUploads } from './Upload.tsx';

/** A button that sends files and hands on what the server calls each of them. */
export function AttachButton({
  children,
  accept,
  onUploaded,
}: {
  children: React.ReactNode;
  accept?: string;
  onUploaded(upload: string, name: string): void;
}) {
  const { uploads, add, again, remove } = useUploads();
  const input = useRef<HTMLInputElement>(null);
  const handed = useRef(new Set<string>());
  useEffect(() => {
    for (const { key, state, uploaded, file } of uploads)
      if (state === 'done' && uploaded && !handed.current.has(key)) {
        handed.current.add(key);
        onUploaded(uploaded.id, file.name);
      }
  }, [uploads, onUploaded]);
  return (
    <>
      <Button variant="default" loading={uploads.some(({ state }) => state === 'sending')} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple={accept === undefined}
        accept={accept}
        aria-label={typeof children === 'string' ? children : 'File'}
        onChange={(event) => {
          add([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
      <UploadList uploads={uploads} again={again} remove={remove} />
    </>
  );
}

/** Files of a record, to be saved. */
export function Files({ files }: { files: AttachedFile[] }) {
  const { slug } = useHere();
  if (files.length === 0) return null;
  return (
    <Group gap="sm">
      {files.map(({ sha256, name, size }, index) => (
        <Anchor
          key={sha256 + index}
          component="button"
          type="button"
          size="sm"
          onClick={() => void download(slug, `/attachments/${sha256}`).catch(showError)}
        >
          {name}{' '}
          <Text span size="sm" className="quiet">
            {size < 1024 ? `${size} B` : size < 1024 ** 2 ? `${Math.round(size / 1024)} kB` : `${(size / 1024 ** 2).toFixed(1)} MB`}
          </Text>
        </Anchor>
      ))}
    </Group>
  );
}
