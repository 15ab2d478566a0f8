import { Button, Group, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useWrite, type Client } from '../../client.tsx';
import { counted, dayInWords, momentInWords } from '../../words.ts';
import type { Room, RoomPart } from './data.ts';
import { usePlaces } from './data.ts';
import './auditor.css';

type Request = Room['requests'][number];
type Message = Room['messages'][number];
interface About {
  request: string | null;
  section?: RoomPart;
  register: string;
  record: string | null;
}

export const requestSigns: Record<Request['status'], { sign: string; word: string }> = {
  asked: { sign: '○', word: 'Asked' },
  provided: { sign: '◐', word: 'Provided' },
  accepted: { sign: '●', word: 'Accepted' },
  returned: { sign: '◔', word: 'Returned' },
};
export function RequestState({ request }: { request: Pick<Request, 'status' | 'overdue'> }) {
  const { sign, word } = requestSigns[request.status];
  return (
    <span className="nowrap">
      <span aria-hidden style={{ fontWeight: 700, marginRight: 6, color: request.overdue ? 'var(--red)' : 'inherit' }}>
        {sign}
      </span>
      {word}
      {request.overdue && ', overdue'}
    </span>
  );
}

/** What was said, oldest first. */
export function Messages({ messages }: { messages: readonly (Message & { place?: string })[] }) {
  if (messages.length === 0) return null;
  return (
    <ol className="auditor-thread">
      {messages.map(({ id, byName, auditor, at, text, requestTitle, record, place }) => (
        <li key={id} data-auditor={auditor || undefined}>
          <Text size="xs" className="quiet">
            {byName}, {auditor ? 'auditor' : 'organisation'} · {momentInWords(at)}
            {place !== undefined &&
              [requestTitle, record].filter(Boolean).length > 0 &&
              ` · about ${[requestTitle, record].filter(Boolean).join(', ')}`}
          </Text>
          <Text style={{ whiteSpace: 'pre-line' }}>{text}</Text>
        </li>
      ))}
    </ol>
  );
}

/** What was said about one thing, and a field to say more. `whole`: everything that was said in the audit. */
export function Thread({ room, about, whole = false }: { room: Room; about: About; whole?: boolean }) {
  const [text, setText] = useState('');
  const say = useWrite(
    (client: Client) => client.auditor.say({ ...about, text }),
    () => 'Sent.',
    { signed: true },
  );
  const messages = room.messages.filter(
    (each) => whole || (each.request === about.request && each.register === about.register && each.record === about.record),
  );
  return (
    <Stack gap="xs">
      <Messages messages={messages.map((each) => (whole ? { ...each, place: 'shown' } : each))} />
      {messages.length === 0 && <Text className="quiet">Nothing has been written yet.</Text>}
      {!room.preview && (
        <form
          className="no-print"
          onSubmit={(event) => {
            event.preventDefault();
            say.mutate(undefined, { onSuccess: () => setText('') });
          }}
        >
          <Stack gap="xs" maw={560}>
            <Textarea label="Your message" autosize minRows={2} value={text} onChange={(event) => setText(event.currentTarget.value)} />
            <Group>
              <Button type="submit" variant="default" disabled={text.trim() === ''} loading={say.isPending}>
                Send
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Stack>
  );
}

/** What was asked for, how it stands, and for the auditor: asking and judging. */
export function Requests({ room, titled = true }: { room: Room; titled?: boolean }) {
  return (
    <section>
      {titled && (
        <Title order={2} mb="xs">
          Requests
        </Title>
      )}
      <ul className="auditor-requests">
        {room.requests.map((request) => (
          <li key={request.id}>
            <OneRequest room={room} request={request} />
          </li>
        ))}
      </ul>
      {room.requests.length === 0 && <Text className="quiet">Nothing has been asked for yet.</Text>}
      {!room.preview && <Ask room={room} />}
    </section>
  );
}

function OneRequest({ room, request }: { room: Room; request: Request }) {
  const places = usePlaces();
  const [open, setOpen] = useState(request.status === 'provided');
  const provided = request.evidence.length + request.documents.length + request.files.length;
  return (
    <>
      <Group justify="space-between" align="flex-start" gap="xs">
        <div style={{ minWidth: 0 }}>
          <Text fw={600}>{request.title}</Text>
          <Text size="sm" className="quiet">
            {request.id} · asked by {request.askedBy || 'the auditor'}
            {request.askedOn && ` on ${dayInWords(request.askedOn)}`}
            {request.dueOn && ` · due ${dayInWords(request.dueOn)} (${counted(request.dueOn)})`}
            {request.ownerName && ` · with ${request.ownerName}`}
          </Text>
        </div>
        <Group gap="sm">
          <RequestState request={request} />
          <Button size="compact-sm" variant="default" className="no-print" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Close' : 'Open'}
            <span className="sr-only"> {request.title}</span>
          </Button>
        </Group>
      </Group>
      {open && (
        <Stack gap="xs" py="xs">
          {request.description && <Text style={{ whiteSpace: 'pre-line' }}>{request.description}</Text>}
          {provided > 0 && (
            <ul className="auditor-list">
              {request.evidence.map((id) => (
                <li key={id}>
                  <Link to={places.record('evidence', 'evidence', id)} search={places.search}>
                    Evidence {id}
                  </Link>
                </li>
              ))}
              {request.documents.map((id) => (
                <li key={id}>
                  <Link to={places.record('documents', 'documents', id)} search={places.search}>
                    Document {id}
                  </Link>
                </li>
              ))}
              {request.files.map(({ sha256, name }) => (
                <li key={sha256}>
                  <Button variant="subtle" size="compact-sm" onClick={() => void places.save('requests', 'evidence-requests', request.id, sha256)}>
                    {name}
                  </Button>
                </li>
              ))}
            </ul>
          )}
          {!room.preview && request.status === 'provided' && <Judge id={request.id} />}
          <Thread room={room} about={{ request: request.id, register: '', record: null }} />
        </Stack>
      )}
    </>
  );
}

function Judge({ id }: { id: string }) {
  const [text, setText] = useState('');
  const judge = useWrite(
    (client: Client, accepted: boolean) => client.auditor.judge({ id, accepted, text }),
    ({ record }) => (record.status === 'accepted' ? 'Accepted.' : 'Returned.'),
    { signed: true },
  );
  return (
    <Stack gap="xs" maw={560} className="no-print">
      <Textarea
        label="What is missing"
        description="Needed only to return it"
        autosize
        minRows={1}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group>
        <Button onClick={() => judge.mutate(true)}>Accept</Button>
        <Button variant="default" disabled={text.trim() === ''} onClick={() => judge.mutate(false)}>
          Return
        </Button>
      </Group>
    </Stack>
  );
}

function Ask({ room }: { room: Room }) {
  const [open, setOpen] = useState(false);
  const [title, setTitle] = useState('');
  const [dueOn, setDueOn] = useState('');
  const [description, setDescription] = useState('');
  const ask = useWrite(
    (client: Client) => client.auditor.ask({ title, description, dueOn: dueOn || null, release: room.releases[0]?.id }),
    ({ record }) => `Asked: ${record.id}.`,
    { signed: true },
  );
  if (!open)
    return (
      <Button className="no-print" mt="xs" variant="default" onClick={() => setOpen(true)}>
        Ask to see something
      </Button>
    );
  return (
    <form
      className="no-print"
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate(undefined, {
          onSuccess: () => {
            setTitle('');
            setDescription('');
            setDueOn('');
            setOpen(false);
          },
        });
      }}
    >
      <Stack gap="xs" maw={560} mt="md">
        <Title order={3}>Ask to see something</Title>
        <TextInput label="What you would like to see" required value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
        <Textarea label="In more words" autosize minRows={2} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
        <TextInput type="date" label="By" maw={200} value={dueOn} onChange={(event) => setDueOn(event.currentTarget.value)} />
        <Group>
          <Button type="submit" disabled={title.trim() === ''} loading={ask.isPending}>
            Ask
          </Button>
          <Button variant="default" onClick={() => setOpen(false)}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
