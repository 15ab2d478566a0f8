import { Button, Menu, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { download, showError, useHere, useWrite, type Client } from '../../client.tsx';
import { Sign } from '../../parts/Sign.tsx';
import { plural } from '../../words.ts';
import type { Draft } from './draft.ts';
import { useGo, type DocumentOf, type Summary, type Version } from './shared.ts';

type Asked = 'return' | 'approve' | 'publish' | 'withdraw' | 'discard' | null;

/** What can be done with a version in its state, by whoever looks at it. */
export function Actions({ document, versions, version, draft }: { document: DocumentOf; versions: Summary[]; version: Version; draft: Draft }) {
  const { slug, role } = useHere();
  const go = useGo();
  const [asked, ask] = useState<Asked>(null);
  const close = () => ask(null);
  const mayDo = (permission: 'write documents' | 'approve documents' | 'publish documents') => may(role as Role, permission);
  const { id, number, status } = version;
  const atWork = versions.find((each) => each.status === 'draft' || each.status === 'in-review' || each.status === 'approved');
  const next = Math.max(...versions.map((each) => each.number)) + 1;
  const open = version.checks.filter(({ excuse }) => excuse === null);

  // Signatures and states of versions are taken back by actions of their own.
  const signed = { signed: true };
  const start = useWrite(
    (client: Client) =>
      client.documents.start({
        id: document.id,
        ...(version.changed.length > 0 && { changeNote: 'Takes over facts that have changed since the last version.' }),
      }),
    ({ record }) => `Version ${record.number} is started.`,
    signed,
  );
  const submit = useWrite(
    async (client: Client) => {
      if (!(await draft.flush())) throw new Error('The text is not saved yet. See above it what keeps it.');
      return client.documents.submit({ id });
    },
    () => `Version ${number} is submitted: its text is frozen.`,
    signed,
  );
  const giveBack = useWrite(
    (client: Client, because: string) => client.documents.giveBack({ id, because }),
    () => `Version ${number} is with its author again.`,
    signed,
  );
  const approve = useWrite(
    (client: Client, password: string) => client.documents.approve({ id, password }),
    () => `You have approved version ${number}.`,
    signed,
  );
  const publish = useWrite(
    (client: Client, effectiveOn: string) => client.documents.publish({ id, ...(effectiveOn && { effectiveOn }) }),
    () => `Version ${number} is put in force.`,
    signed,
  );
  const reviewed = useWrite(
    (client: Client) => client.documents.reviewed({ id }),
    () => 'The review is recorded.',
    signed,
  );
  const withdraw = useWrite(
    (client: Client) => client.documents.withdraw({ id }),
    () => 'The document is withdrawn.',
    signed,
  );
  const discard = useWrite(
    (client: Client) => client.documents.discard({ id }),
    () => `Version ${number} is discarded.`,
    signed,
  );

  return (
    <>
      <Menu>
        <Menu.Target>
          <Button variant="default">Download</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(
            [
              ['pdf', 'PDF'],
              ['docx', 'Word (DOCX)'],
              ['md', 'Markdown'],
            ] as const
          ).map(([format, title]) => (
            <Menu.Item key={format} onClick={() => void download(slug, `/reports/document-versions/${id}?format=${format}`).catch(showError)}>
              {title}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {status === 'draft' && mayDo('write documents') && (
        <>
          <Button variant="default" onClick={() => ask('discard')}>
            Discard version {number}
          </Button>
          {open.length > 0 ? (
            <Button variant="default" onClick={() => go('checks')}>
              {plural(open.length, 'check')} before it can be submitted
            </Button>
          ) : null}
          <Button disabled={open.length > 0} loading={submit.isPending} onClick={() => submit.mutate(undefined)}>
            Submit for review
          </Button>
        </>
      )}
      {(status === 'in-review' || status === 'approved') && mayDo('approve documents') && (
        <Button variant="default" onClick={() => ask('return')}>
          Return to its author
        </Button>
      )}
      {status === 'in-review' &&
        mayDo('approve documents') &&
        (version.mayApprove ? (
          <Button onClick={() => ask('approve')}>Approve version {number}</Button>
        ) : (
          <Text size="sm" className="quiet" maw={260}>
            {version.whyNot}
          </Text>
        ))}
      {status === 'approved' && mayDo('publish documents') && <Button onClick={() => ask('publish')}>Put in force</Button>}
      {status === 'effective' && mayDo('publish documents') && (
        <Button variant="default" onClick={() => ask('withdraw')}>
          Withdraw
        </Button>
      )}
      {status === 'effective' && mayDo('write documents') && version.changed.length === 0 && (
        <Button variant="default" loading={reviewed.isPending} onClick={() => reviewed.mutate(undefined)}>
          Reviewed, still right
        </Button>
      )}
      {!atWork && mayDo('write documents') && (
        <Button loading={start.isPending} onClick={() => start.mutate(undefined)}>
          {version.changed.length > 0 ? `Start version ${next} with today’s facts` : `Start version ${next}`}
        </Button>
      )}

      <Because
        opened={asked === 'return'}
        onClose={close}
        pending={giveBack.isPending}
        onSend={(because) => giveBack.mutate(because, { onSuccess: close })}
        number={number}
      />
      <Sign
        opened={asked === 'approve'}
        onClose={close}
        action={`Approve version ${number}`}
        meaning={`I approve version ${number} of “${document.title}” with exactly this text.`}
        signing={approve}
        onSign={(password) => approve.mutate(password, { onSuccess: close })}
      />
      <Publish
        opened={asked === 'publish'}
        onClose={close}
        number={number}
        replaces={document.inForce}
        pending={publish.isPending}
        onSend={(day) => publish.mutate(day, { onSuccess: close })}
      />
      <Final
        opened={asked === 'withdraw'}
        onClose={close}
        title={`Withdraw “${document.title}”`}
        text="It binds nobody any more, and its campaigns end. The text and its approvals stay where they are, for as long as it is kept. To bring it back, a new version is approved."
        action="Withdraw"
        pending={withdraw.isPending}
        onSend={() => withdraw.mutate(undefined, { onSuccess: close })}
      />
      <Final
        opened={asked === 'discard'}
        onClose={close}
        title={`Discard version ${number}`}
        text="The draft leaves this page. What was written in it stays in the ledger only."
        action={`Discard version ${number}`}
        pending={discard.isPending}
        onSend={() => {
          draft.close();
          discard.mutate(undefined, { onSuccess: close });
        }}
      />
    </>
  );
}

function Because({
  opened,
  onClose,
  onSend,
  pending,
  number,
}: {
  opened: boolean;
  onClose(): void;
  onSend(because: string): void;
  pending: boolean;
  number: number;
}) {
  const [because, setBecause] = useState('');
  return (
    <Modal opened={opened} onClose={onClose} title={`Return version ${number} to its author`}>
      <Stack>
        <Textarea
          label="What is to be changed"
          autosize
          minRows={3}
          data-autofocus
          value={because}
          onChange={(event) => setBecause(event.currentTarget.value)}
        />
        <Text size="sm" className="quiet">
          It becomes a draft again; signatures given so far are void.
        </Text>
        <Button disabled={because.trim() === ''} loading={pending} onClick={() => onSend(because)}>
          Return it
        </Button>
      </Stack>
    </Modal>
  );
}

function Publish({
  opened,
  onClose,
  onSend,
  pending,
  number,
  replaces,
}: {
  opened: boolean;
  onClose(): void;
  onSend(day: string): void;
  pending: boolean;
  number: number;
  replaces: number | null;
}) {
  const [day, setDay] = useState('');
  return (
    <Modal opened={opened} onClose={onClose} title={`Put version ${number} in force`}>
      <Stack>
        <TextInput
          type="date"
          label="In force from"
          description="Empty: from today"
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
        <Text size="sm" className="quiet">
          {replaces === null ? 'From then on it binds those whom it concerns.' : `From then on it takes the place of version ${replaces}.`}
        </Text>
        <Button loading={pending} onClick={() => onSend(day)}>
          Put version {number} in force
        </Button>
      </Stack>
    </Modal>
  );
}

/** Something that is not undone: what it means, then the button. */
function Final({
  opened,
  onClose,
  title,
  text,
  action,
  pending,
  onSend,
}: {
  opened: boolean;
  onClose(): void;
  title: string;
  text: string;
  action: string;
  pending: boolean;
  onSend(): void;
}) {
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <Stack>
        <Text>{text}</Text>
        <Button color="red" loading={pending} onClick={onSend}>
          {action}
        </Button>
      </Stack>
    </Modal>
  );
}
