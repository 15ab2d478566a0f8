import { Button, Group, MultiSelect, Select, Stack, Text, Textarea, Title } from '@mantine/core';
import { useState } from 'react';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { AttachButton, Files } from '../../parts/Attach.tsx';
import { Empty, Loaded, Page } from '../../parts/Page.tsx';
import { useNames, useOptions } from '../../parts/options.ts';
import { counted, dayInWords, plural } from '../../words.ts';
import { Messages, RequestState } from './Talk.tsx';

type Request = Awaited<ReturnType<Client['requests']['list']>>['items'][number];
type Message = Awaited<ReturnType<Client['auditor']['messages']>>['items'][number];

/** What auditors have asked to see and written, with what is provided for it. */
export function Asked() {
  const requests = useRead(['requests'], (client) => client.requests.list({ limit: 1000 }));
  const messages = useRead(['auditor', 'messages'], (client) => client.auditor.messages());
  return (
    <Loaded query={requests}>
      {({ items }) => {
        const open = items.filter(({ status }) => status === 'asked' || status === 'returned');
        const late = open.filter(({ overdue }) => overdue);
        const others = (messages.data?.items ?? []).filter(({ request }) => request === null);
        return (
          <Page
            title="Requests and messages"
            state={`${open.length === 0 ? 'Nothing is to be provided' : `${plural(open.length, 'request')} to be provided`}${late.length > 0 ? `, ${late.length} overdue` : ''}.`}
          >
            {items.length === 0 && (
              <Empty title="No auditor has asked for anything yet">
                <Text>
                  What an auditor asks for in the room stands here at once; what is asked by mail or telephone is written down on the page of the
                  audit under Certification.
                </Text>
              </Empty>
            )}
            {items.map((request) => (
              <OneRequest key={request.id} request={request} messages={(messages.data?.items ?? []).filter((each) => each.request === request.id)} />
            ))}
            {others.length > 0 && <Others messages={others} />}
          </Page>
        );
      }}
    </Loaded>
  );
}

/** What was asked, how it stands, what was provided and said; for whoever it is with, providing it. */
export function OneRequest({ request, messages, order = 2 }: { request: Request; messages: Message[]; order?: 2 | 4 }) {
  const { role, person } = useHere();
  const [open, setOpen] = useState(false);
  const people = useOptions('people');
  const named = useNames('people');
  const evidenceName = useNames('evidence');
  const documentName = useNames('documents');
  const manages = may(role as Role, 'keep the certification');
  const give = useWrite(
    (client: Client, owner: string | null) => client.requests.update({ id: request.id, owner }),
    () => 'Saved.',
  );
  const provides =
    request.status !== 'accepted' && (manages || (may(role as Role, 'keep evidence') && request.owner !== null && request.owner === person));
  return (
    <section className="hairline" style={{ paddingTop: 12 }}>
      <Group justify="space-between" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Title order={order}>
            {request.title}{' '}
            <Text span className="quiet">
              {request.id}
            </Text>
          </Title>
          <Text size="sm" className="quiet">
            Asked by {request.askedBy || 'an auditor'}
            {request.askedOn && ` on ${dayInWords(request.askedOn)}`}
            {request.dueOn && ` · due ${dayInWords(request.dueOn)} (${counted(request.dueOn)})`} · with {named(request.owner)}
          </Text>
        </div>
        <Group gap="sm">
          <RequestState request={request} />
          <Button size="compact-sm" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Close' : 'Open'}
            <span className="sr-only"> {request.title}</span>
          </Button>
        </Group>
      </Group>
      {open && (
        <Stack gap="sm" py="sm" maw={640}>
          {request.description && <Text style={{ whiteSpace: 'pre-line' }}>{request.description}</Text>}
          {manages && (
            <Select label="Provided by" searchable clearable maw={360} data={people} value={request.owner} onChange={(value) => give.mutate(value)} />
          )}
          {[...request.evidence.map((id) => `${id} ${evidenceName(id)}`), ...request.documents.map((id) => `${id} ${documentName(id)}`)].map(
            (line) => (
              <Text key={line} size="sm">
                {line}
              </Text>
            ),
          )}
          <Files files={request.files} />
          <Messages messages={messages} />
          {provides && <Provide id={request.id} />}
          {manages && request.status === 'provided' && !request.askedInRoom && <Judged id={request.id} />}
          {may(role as Role, 'keep evidence') && <Answer about={{ request: request.id }} />}
        </Stack>
      )}
    </section>
  );
}

/** The word of an auditor who has not asked in the room: written down for them. */
function Judged({ id }: { id: string }) {
  const judge = useWrite(
    (client: Client, accepted: boolean) => client.requests.judge({ id, accepted }),
    ({ record }) => (record.status === 'accepted' ? 'Accepted.' : 'Returned.'),
    { signed: true },
  );
  return (
    <Group gap="xs">
      <Button variant="default" loading={judge.isPending} onClick={() => judge.mutate(true)}>
        The auditor accepts it
      </Button>
      <Button variant="default" loading={judge.isPending} onClick={() => judge.mutate(false)}>
        The auditor wants more
      </Button>
    </Group>
  );
}

function Provide({ id }: { id: string }) {
  const evidence = useOptions('evidence');
  const documents = useOptions('documents');
  const [chosen, setChosen] = useState<{ evidence: string[]; documents: string[] }>({ evidence: [], documents: [] });
  const [uploads, setUploads] = useState<string[]>([]);
  const [text, setText] = useState('');
  const provide = useWrite(
    (client: Client) => client.requests.provide({ id, ...chosen, uploads, text }),
    () => 'Provided: the auditor sees it now.',
    { signed: true },
  );
  return (
    <Stack gap="xs">
      <MultiSelect
        label="Evidence"
        description="Opens to the auditor of this request"
        searchable
        clearable
        limit={60}
        data={evidence}
        value={chosen.evidence}
        onChange={(value) => setChosen({ ...chosen, evidence: value })}
      />
      <MultiSelect
        label="Documents"
        searchable
        clearable
        limit={60}
        data={documents}
        value={chosen.documents}
        onChange={(value) => setChosen({ ...chosen, documents: value })}
      />
      <div>
        <AttachButton onUploaded={(upload) => setUploads((list) => [...list, upload])}>Add files</AttachButton>
      </div>
      <Textarea label="What to say with it" autosize minRows={1} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <Group>
        <Button
          disabled={chosen.evidence.length + chosen.documents.length + uploads.length === 0}
          loading={provide.isPending}
          onClick={() =>
            provide.mutate(undefined, {
              onSuccess: () => {
                setChosen({ evidence: [], documents: [] });
                setUploads([]);
                setText('');
              },
            })
          }
        >
          Provide
        </Button>
      </Group>
    </Stack>
  );
}

/** What was said about records and about the audit, by what it is about. */
function Others({ messages }: { messages: Message[] }) {
  const { role } = useHere();
  const byPlace = Map.groupBy(messages, ({ audit, internalAudit, register, record }) => `${audit ?? internalAudit} ${register} ${record}`);
  return (
    <>
      {[...byPlace.values()].map((list) => {
        const { audit, internalAudit, register, record, id } = list[0]!;
        return (
          <section key={id} className="hairline" style={{ paddingTop: 12 }}>
            <Title order={2} mb="xs">
              {record === null ? `About the audit ${audit ?? internalAudit}` : `About ${record}`}
            </Title>
            <Messages messages={list} />
            {may(role as Role, 'keep evidence') && <Answer about={{ audit, internalAudit, register, record }} />}
          </section>
        );
      })}
    </>
  );
}

function Answer({ about }: { about: Omit<Parameters<Client['auditor']['answer']>[0], 'text'> }) {
  const [text, setText] = useState('');
  const answer = useWrite(
    (client: Client) => client.auditor.answer({ ...about, text }),
    () => 'Sent.',
    { signed: true },
  );
  return (
    <Stack gap="xs" maw={560}>
      <Textarea label="Answer" autosize minRows={1} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <Group>
        <Button
          variant="default"
          disabled={text.trim() === ''}
          loading={answer.isPending}
          onClick={() => answer.mutate(undefined, { onSuccess: () => setText('') })}
        >
          Send answer
        </Button>
      </Group>
    </Stack>
  );
}
