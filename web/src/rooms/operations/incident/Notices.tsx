import { Button, Group, Modal, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { audiences, type IncidentShown } from '../../../../../src/isms/operations/incidents/model.ts';
import { useWrite, type Client } from '../../../client.tsx';
import { momentInWords, sentence } from '../../../words.ts';
import { State } from '../signs.tsx';

export function Notices({ incident, writes }: { incident: IncidentShown; writes: boolean }) {
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
