import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Evidence } from '../../../../src/isms/controls/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { download, showError, useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Sign } from '../../parts/Sign.tsx';
import { UploadArea, UploadList, useUploads } from '../../parts/Upload.tsx';
import { counted, dayInWords, plural } from '../../words.ts';
import { bytes } from './Add.tsx';
import { Preview } from './Preview.tsx';

/** What an item holds, who has vouched for it, and what took its place. */
export function About({ item }: { item: Evidence }) {
  const { slug, role } = useHere();
  const writes = may(role as Role, 'keep evidence') && item.archivedAt === null;
  const newer = useRead(['evidence', 'newer', item.id], (client) => client.controls.evidence.list({ filter: { supersedes: item.id }, limit: 1 }));
  const [signing, setSigning] = useState(false);
  const attest = useWrite(
    (client: Client, password: string) => client.controls.evidence.attest({ id: item.id, password }),
    ({ record }) => `${record.id} is attested.`,
    { signed: true },
  );
  const next = newer.data?.items[0];
  return (
    <Stack gap="sm">
      {next && (
        <Text role="status">
          <Anchor component={Link} to={`/o/${slug}/evidence` as never} search={{ open: next.id } as never}>
            {next.id} {next.title}
          </Anchor>{' '}
          has taken its place: this one counts no more.
        </Text>
      )}
      <Group gap="xs" align="baseline">
        {item.attestedAt ? (
          <Text component="div">
            ● Attested by {item.attestedByName} on {dayInWords(item.attestedAt)} ({counted(item.attestedAt)}). It does not change any more.
            <Text size="xs" className="quiet" style={{ overflowWrap: 'anywhere' }}>
              SHA-256 of what was attested: {item.attestedHash}
            </Text>
          </Text>
        ) : (
          <Text className="quiet">○ Nobody has attested it yet.</Text>
        )}
        {writes && !item.attestedAt && (
          <Button size="xs" onClick={() => setSigning(true)}>
            Attest
          </Button>
        )}
        {writes && (
          <Button size="xs" variant="default" component={Link} to={`/o/${slug}/evidence` as never} search={replacing(item) as never}>
            Add a newer version
          </Button>
        )}
      </Group>
      {item.place.startsWith('https://') && (
        <Anchor href={item.place} target="_blank" rel="noreferrer noopener" style={{ overflowWrap: 'anywhere' }}>
          {item.place}
        </Anchor>
      )}
      {item.files.map((file, index) => (
        <FileLine item={item.id} key={file.sha256 + file.name} file={file} open={index === 0 && item.files.length === 1} />
      ))}
      {writes && !item.attestedAt && <MoreFiles item={item} />}
      <Sign
        opened={signing}
        onClose={() => setSigning(false)}
        action={`Attest ${item.id}`}
        meaning={`“${item.title}”: I have looked at it. It is genuine, complete for what it says, and speaks for the time named. From now on it does not change.`}
        signing={attest}
        onSign={(password) => attest.mutate(password, { onSuccess: () => setSigning(false) })}
      />
    </Stack>
  );
}

const replacing = ({ id, subjects }: Evidence) => ({ add: subjects[0] ?? 'yes', supersedes: id });

function FileLine({ item, file, open }: { item: string; file: Evidence['files'][number]; open: boolean }) {
  const { slug } = useHere();
  const [shown, setShown] = useState(open);
  const { name, sha256, size } = file;
  return (
    <div className="hairline" style={{ paddingTop: 8 }}>
      <Group gap="xs" align="baseline">
        <Text size="sm" style={{ overflowWrap: 'anywhere', flex: '1 1 12rem' }}>
          {name} <span className="quiet nowrap">{bytes(size)}</span>
        </Text>
        <Button
          size="compact-xs"
          variant="default"
          aria-expanded={shown}
          aria-label={`${shown ? 'Hide' : 'Look at'} ${name}`}
          onClick={() => setShown(!shown)}
        >
          {shown ? 'Hide' : 'Look'}
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          aria-label={`Download ${name}`}
          onClick={() => void download(slug, `/attachments/${sha256}`).catch(showError)}
        >
          Download
        </Button>
      </Group>
      <Text size="xs" className="quiet" style={{ overflowWrap: 'anywhere' }}>
        SHA-256 {sha256}
      </Text>
      {shown && <Preview item={item} file={file} />}
    </div>
  );
}

function MoreFiles({ item }: { item: Evidence }) {
  const { uploads, add, again, remove, clear } = useUploads();
  const [open, setOpen] = useState(false);
  const arrived = uploads.flatMap(({ uploaded }) => (uploaded ? [uploaded.id] : []));
  const save = useWrite(
    (client: Client, ids: string[]) => client.controls.evidence.addFiles({ id: item.id, uploads: ids }),
    ({ record }) => `${record.id} has ${plural(record.files.length, 'file')} now.`,
  );
  if (!open)
    return (
      <Button w="fit-content" size="xs" variant="subtle" px={0} onClick={() => setOpen(true)}>
        Add files to it
      </Button>
    );
  return (
    <Stack gap="xs">
      <UploadArea add={add} title="Drop further files here, paste or choose them" hint="They belong to this item until somebody attests it." />
      <UploadList uploads={uploads} again={again} remove={remove} />
      {arrived.length > 0 && (
        <Button w="fit-content" size="xs" loading={save.isPending} onClick={() => save.mutate(arrived, { onSuccess: clear })}>
          Add {plural(arrived.length, 'file')}
        </Button>
      )}
    </Stack>
  );
}
