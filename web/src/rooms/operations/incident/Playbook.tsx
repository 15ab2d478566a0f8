import { Button, Checkbox, Group, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import type { IncidentShown } from '../../../../../src/isms/operations/incidents/model.ts';
import { useRead, useWrite, type Client } from '../../../client.tsx';
import { momentInWords } from '../../../words.ts';

const phases = { respond: 'At once', contain: 'Contain', recover: 'Recover' } as const;

export function Playbook({ incident, writes }: { incident: IncidentShown; writes: boolean }) {
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
