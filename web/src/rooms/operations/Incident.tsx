import { Button, Checkbox, Group, Modal, SegmentedControl, Select, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { z } from 'zod';
import { audiences, incidents, severityMeaning, type IncidentEntry, type IncidentShown } from '../../../../src/isms/operations/incidents/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { AttachButton, Files } from '../../parts/Attach.tsx';
import { Comments } from '../../parts/Comments.tsx';
import { Field } from '../../parts/Field.tsx';
import { History } from '../../parts/History.tsx';
import { Loaded, Page } from '../../parts/Page.tsx';
import { momentInWords, sentence } from '../../words.ts';
import { State } from './signs.tsx';

const phases = { respond: 'At once', contain: 'Contain', recover: 'Recover' } as const;
const lackWords: Record<string, string> = {
  lead: 'who leads',
  cause: 'how it came about',
  lessons: 'what is learnt',
  notice: 'that somebody was told',
  'personal-data': 'whether personal data is concerned',
  steps: 'steps of the playbook',
  detected: 'when it was noticed',
};

/** One incident, from the report to the lesson. */
export function Incident() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { slug, role } = useHere();
  const incident = useRead<IncidentShown>(['incidents', id], (client) => client.operations.incidents.get({ id }), { refetchInterval: 60_000 });
  const [reopening, setReopening] = useState(false);
  const [because, setBecause] = useState('');
  const close = useWrite(
    (client: Client) => client.operations.incidents.close({ id }),
    () => 'Closed.',
    { signed: true },
  );
  const reopen = useWrite(
    (client: Client) => client.operations.incidents.reopen({ id, because }),
    () => 'Open again.',
    { signed: true },
  );
  const keeps = may(role as Role, 'keep the registers of operations');
  return (
    <Loaded query={incident}>
      {(data) => {
        const open = data.closedAt === null;
        return (
          <Page
            title={`${data.id} ${data.title}`}
            state={
              <>
                <State of="severity" at={data.severity} /> · <State of="incident" at={data.state} /> {data.exercise && '· an exercise '}
                {data.detectedAt && `· noticed ${momentInWords(data.detectedAt)} `}
                {data.closedAt && `· closed ${momentInWords(data.closedAt)} by ${data.closedBy}`}
              </>
            }
            actions={
              <>
                <Button variant="default" component={Link} to={`/o/${slug}/operations/incidents` as never}>
                  All incidents
                </Button>
                {keeps && open && (
                  <Button loading={close.isPending} onClick={() => close.mutate(undefined)}>
                    Close the {data.exercise ? 'exercise' : 'incident'}
                  </Button>
                )}
                {keeps && !open && (
                  <Button variant="default" onClick={() => setReopening(true)}>
                    Open it again
                  </Button>
                )}
              </>
            }
          >
            {data.lacks.length > 0 && <Text>It lacks {data.lacks.map((each) => lackWords[each]).join(', ')}.</Text>}
            <div className="side-by-side incident">
              <Stack gap="lg">
                <Notices incident={data} writes={keeps && open} />
                <Timeline incident={data} writes={keeps} />
                <Evidence incident={data} writes={keeps && open} />
              </Stack>
              <Stack gap="lg">
                <Playbook incident={data} writes={keeps && open} />
                <Fields incident={data} writes={keeps && open} />
                <details>
                  <summary>History and comments</summary>
                  <History register="incidents" record={id} />
                  <Comments register="incidents" record={id} />
                </details>
              </Stack>
            </div>
            <Modal opened={reopening} onClose={() => setReopening(false)} title="Open it again">
              <Stack gap="sm">
                <Textarea label="Why" autosize minRows={2} value={because} onChange={(event) => setBecause(event.currentTarget.value)} />
                <Button
                  disabled={because.trim() === ''}
                  loading={reopen.isPending}
                  onClick={() => reopen.mutate(undefined, { onSuccess: () => setReopening(false) })}
                >
                  Open it again
                </Button>
              </Stack>
            </Modal>
          </Page>
        );
      }}
    </Loaded>
  );
}

function Notices({ incident, writes }: { incident: IncidentShown; writes: boolean }) {
  const [telling, setTelling] = useState<string | null>(null);
  const [who, setWho] = useState('');
  const [how, setHow] = useState('');
  const [at, setAt] = useState('');
  const tell = useWrite(
    (client: Client) =>
      client.operations.incidents.tell({
        id: incident.id,
        audience: telling as 'authority',
        who,
        how,
        ...(at && { at: new Date(at).toISOString() }),
      }),
    () => 'Written down.',
    { signed: true },
  );
  return (
    <section aria-label="Who is told">
      <Group justify="space-between" mb={4}>
        <Title order={2}>Who is told</Title>
        {writes && (
          <Button size="compact-sm" variant="default" onClick={() => setTelling('other')}>
            Somebody was told
          </Button>
        )}
      </Group>
      {incident.notices.length === 0 && incident.told.length === 0 && (
        <Text className="quiet">{incident.exercise ? 'In an exercise nobody outside is told.' : 'Nobody has to be told.'}</Text>
      )}
      {incident.notices.map(({ audience, state, because, dueAt, toldAt }) => (
        <div key={audience} className="hairline" style={{ padding: '6px 0' }}>
          <Group gap="sm" wrap="nowrap" align="flex-start">
            <div style={{ flex: 1 }}>
              <Text>
                <b>{sentence(audience)}</b> <State of="notice" at={state} />
                {dueAt && !toldAt && state !== 'undecided' && ` by ${momentInWords(dueAt)}`}
                {toldAt && ` ${momentInWords(toldAt)}`}
              </Text>
              <Text size="sm" className="quiet">
                {because}
              </Text>
            </div>
            {writes && !toldAt && state !== 'undecided' && (
              <Button
                size="compact-sm"
                variant={state === 'late' ? 'filled' : 'default'}
                onClick={() => setTelling(audience)}
                aria-label={`Was told: ${sentence(audience)}`}
              >
                Was told
              </Button>
            )}
          </Group>
        </div>
      ))}
      {incident.told.map(({ audience, who: name, at: when, how: way, by }, index) => (
        <Text key={index} size="sm" className="hairline" py={4}>
          {name} ({sentence(audience).toLowerCase()}), {momentInWords(when)}
          {way && `, ${way}`} <span className="quiet">written by {by}</span>
        </Text>
      ))}
      <Modal opened={telling !== null} onClose={() => setTelling(null)} title="Who was told">
        <Stack gap="sm">
          <Select
            label="Whom"
            allowDeselect={false}
            value={telling}
            onChange={setTelling}
            data={audiences.map((value) => ({ value, label: sentence(value) }))}
          />
          <TextInput label="Name" description="Authority, person or company" value={who} onChange={(event) => setWho(event.currentTarget.value)} />
          <TextInput
            label="How"
            description="Form, telephone, mail; a number where there is one"
            value={how}
            onChange={(event) => setHow(event.currentTarget.value)}
          />
          <TextInput label="When" description="Empty: now" type="datetime-local" value={at} onChange={(event) => setAt(event.currentTarget.value)} />
          <Button
            disabled={who.trim() === ''}
            loading={tell.isPending}
            onClick={() =>
              tell.mutate(undefined, {
                onSuccess: () => {
                  setTelling(null);
                  setWho('');
                  setHow('');
                  setAt('');
                },
              })
            }
          >
            Write it down
          </Button>
        </Stack>
      </Modal>
    </section>
  );
}

function Timeline({ incident, writes }: { incident: IncidentShown; writes: boolean }) {
  const entries = useRead(['incidents', incident.id, 'timeline'], (client) => client.operations.incidents.timeline({ id: incident.id }));
  const [text, setText] = useState('');
  const [at, setAt] = useState('');
  const [kind, setKind] = useState<'event' | 'action' | 'decision'>('event');
  const note = useWrite(
    (client: Client) => client.operations.incidents.note({ id: incident.id, text, kind, ...(at && { at: new Date(at).toISOString() }) }),
    () => '',
    { signed: true },
  );
  return (
    <section aria-label="Timeline">
      <Title order={2} mb={4}>
        Timeline
      </Title>
      {writes && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            note.mutate(undefined, {
              onSuccess: () => {
                setText('');
                setAt('');
              },
            });
          }}
        >
          <Stack gap={6} mb="sm">
            <Textarea
              aria-label="What happened"
              placeholder="What happened, was done or decided. Lines are never changed."
              autosize
              minRows={1}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Group gap="xs">
              <SegmentedControl
                size="xs"
                aria-label="Kind of line"
                value={kind}
                onChange={(value) => setKind(value as typeof kind)}
                data={[
                  { value: 'event', label: 'Happened' },
                  { value: 'action', label: 'Done' },
                  { value: 'decision', label: 'Decided' },
                ]}
              />
              <TextInput
                aria-label="When; empty: now"
                type="datetime-local"
                size="xs"
                value={at}
                onChange={(event) => setAt(event.currentTarget.value)}
              />
              <Button type="submit" size="xs" disabled={text.trim() === ''} loading={note.isPending} ml="auto">
                Write into the timeline
              </Button>
            </Group>
          </Stack>
        </form>
      )}
      <Loaded query={entries}>
        {({ items }) => (
          <ol className="timeline">
            {items.map((entry) => (
              <Line key={entry.id} entry={entry} />
            ))}
          </ol>
        )}
      </Loaded>
    </section>
  );
}

const Line = ({ entry: { at, text, by, kind, writtenAt } }: { entry: IncidentEntry }) => (
  <li data-kind={kind}>
    <Text size="sm" className="quiet">
      {momentInWords(at)} · {by}
      {Date.parse(writtenAt) - Date.parse(at) > 3_600_000 && `, written ${momentInWords(writtenAt)}`}
    </Text>
    <Text style={{ whiteSpace: 'pre-wrap' }}>{text}</Text>
  </li>
);

function Playbook({ incident, writes }: { incident: IncidentShown; writes: boolean }) {
  const playbooks = useRead(['incidents', 'playbooks'], (client) => client.operations.incidents.playbooks(), { staleTime: Infinity });
  const [skipping, setSkipping] = useState<{ step: string; note: string } | null>(null);
  const mark = useWrite(
    (client: Client, input: { step: string; notNeeded?: boolean; note?: string }) => client.operations.incidents.step({ id: incident.id, ...input }),
    () => '',
    { signed: true },
  );
  const playbook = playbooks.data?.items.find(({ id }) => id === incident.kind);
  if (!playbook) return null;
  const done = new Map(incident.steps.map((each) => [each.step, each]));
  return (
    <section aria-label="Playbook">
      <Title order={2} mb={4}>
        Playbook: {playbook.title.toLowerCase()}
      </Title>
      {(Object.keys(phases) as (keyof typeof phases)[]).map((phase) => (
        <div key={phase}>
          <Text size="sm" fw={600} mt="xs">
            {phases[phase]}
          </Text>
          {playbook.steps
            .filter((each) => each.phase === phase)
            .map(({ id, title }) => {
              const mine = done.get(id);
              return (
                <div key={id}>
                  <Group gap="sm" wrap="nowrap" align="flex-start" py={3}>
                    <Checkbox
                      mt={3}
                      aria-label={title}
                      checked={mine !== undefined}
                      indeterminate={mine?.notNeeded}
                      disabled={!writes || mine !== undefined}
                      onChange={() => mark.mutate({ step: id })}
                    />
                    <div style={{ flex: 1 }}>
                      <Text size="sm">{title}</Text>
                      {mine && (
                        <Text size="sm" className="quiet">
                          {mine.notNeeded ? 'Not needed' : 'Done'} {momentInWords(mine.at)} by {mine.by}
                          {mine.note && `: ${mine.note}`}
                        </Text>
                      )}
                    </div>
                    {writes && !mine && (
                      <Button
                        size="compact-xs"
                        variant="subtle"
                        aria-label={`Not needed: ${title}`}
                        onClick={() => setSkipping({ step: id, note: '' })}
                      >
                        Not needed
                      </Button>
                    )}
                  </Group>
                  {skipping?.step === id && (
                    <Group gap="xs" align="flex-end">
                      <TextInput
                        label="Why is it not needed?"
                        style={{ flex: 1 }}
                        value={skipping.note}
                        onChange={(event) => setSkipping({ step: id, note: event.currentTarget.value })}
                      />
                      <Button
                        disabled={skipping.note.trim() === ''}
                        onClick={() => mark.mutate({ step: id, notNeeded: true, note: skipping.note }, { onSuccess: () => setSkipping(null) })}
                      >
                        Not needed
                      </Button>
                    </Group>
                  )}
                </div>
              );
            })}
        </div>
      ))}
    </section>
  );
}

const groups = [
  { title: 'What happened', fields: ['title', 'kind', 'severity', 'state', 'exercise', 'description', 'occurredAt', 'detectedAt', 'resolvedAt'] },
  {
    title: 'Who and what is concerned',
    fields: ['lead', 'reporter', 'personalData', 'customersConcerned', 'systems', 'assets', 'suppliers', 'impact'],
  },
  { title: 'What is learnt', fields: ['cause', 'lessons', 'risks', 'controls'] },
] as const;

function Fields({ incident, writes }: { incident: IncidentShown; writes: boolean }) {
  // Without the version seen: several people write at one incident, each change is of one field, and the timeline keeps them all.
  const change = useWrite(
    (client: Client, changes: object) => client.operations.incidents.update({ id: incident.id, ...changes }),
    () => 'Saved.',
  );
  const shape = incidents.fields.shape as Record<string, z.ZodType>;
  return (
    <>
      {groups.map(({ title, fields }) => (
        <Stack key={title} gap="sm" component="section" aria-label={title}>
          <Title order={2}>{title}</Title>
          {fields.map((name) => (
            <Field
              key={name}
              name={name}
              schema={shape[name]!}
              value={incident[name]}
              disabled={!writes}
              note={name === 'severity' ? severityMeaning[incident.severity] : undefined}
              onChange={(value) => change.mutate({ [name]: value })}
            />
          ))}
        </Stack>
      ))}
    </>
  );
}

function Evidence({ incident, writes }: { incident: IncidentShown; writes: boolean }) {
  const attach = useWrite(
    (client: Client, upload: string) => client.operations.calendar.attach({ register: 'incidents', id: incident.id, upload }),
    () => 'Kept.',
  );
  return (
    <section aria-label="Evidence">
      <Title order={2} mb={4}>
        Evidence
      </Title>
      <Text size="sm" className="quiet" mb={6}>
        Messages, pictures, logs: kept byte for byte with their hash.
      </Text>
      <Stack gap="xs">
        <Files files={incident.files} />
        {writes && (
          <div>
            <AttachButton onUploaded={(upload) => attach.mutate(upload)}>Keep files</AttachButton>
          </div>
        )}
      </Stack>
    </section>
  );
}
