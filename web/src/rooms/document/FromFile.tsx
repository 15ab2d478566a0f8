import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useWrite, type Client } from '../../client.tsx';
import { UploadArea, UploadList, useUploads } from '../../parts/Upload.tsx';

/** A file that exists already becomes the next version: as it is, or as a text that is edited here from now on. */
export function FromFile({ id, next }: { id: string; next: number }) {
  const { uploads, add, again, remove, clear } = useUploads();
  const [as, setAs] = useState<'file' | 'text'>('file');
  const arrived = uploads.find(({ uploaded }) => uploaded)?.uploaded ?? null;
  const start = useWrite(
    (client: Client, upload: string) => client.documents.startFromFile({ id, upload, as }),
    () => `Version ${next} is started from the file.`,
    { signed: true },
  );
  return (
    <Stack gap="xs">
      <UploadArea
        add={(files) => {
          clear();
          add(files.slice(0, 1));
        }}
        title={`Take a file as version ${next}`}
        hint="DOCX, ODT, PDF, Markdown or plain text. It is kept byte for byte; its text is read for search and for the checks."
        accept={['.docx', '.odt', '.pdf', '.md', '.markdown', '.txt']}
        folders={false}
      />
      <UploadList uploads={uploads} again={again} remove={remove} />
      {arrived && (
        <Group gap="xs">
          <Text size="sm">{arrived.name}</Text>
          <SegmentedControl
            size="xs"
            aria-label="Kept as"
            value={as}
            onChange={(value) => setAs(value as typeof as)}
            data={[
              { value: 'file', label: 'As the file it is' },
              { value: 'text', label: 'As a text to edit here' },
            ]}
          />
          <Button size="xs" loading={start.isPending} onClick={() => start.mutate(arrived.id, { onSuccess: clear })}>
            Start version {next}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
