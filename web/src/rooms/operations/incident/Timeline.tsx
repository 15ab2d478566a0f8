import { Button, Group, SegmentedControl, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import type { IncidentEntry, IncidentShown } from '../../../../../src/isms/operations/incidents/model.ts';
import { useRead, useWrite, type Client } from '../../../client.tsx';
import { Loaded } from '../../../parts/Page.tsx';
import { momentInWords } from '../../../words.ts';

export function Timeline({ incident, writes }: { incident: IncidentShown; writes: boolean }) {
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
