import { Button, Checkbox, Group, Modal, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import type { FindingExcuse } from '../../../../src/isms/excuses/model.ts';
import type { Excused, Finding } from '../../../../src/rulebook/contract.ts';
import { useWrite, type Client } from '../../client.tsx';
import { counted, dayInWords, plural } from '../../words.ts';

/** Findings that somebody answers for until a day, and excuses that have ended: in sight of everybody, auditors too. */
export function Excuses({ excused, ended, may }: { excused: readonly Excused[]; ended: readonly FindingExcuse[]; may: boolean }) {
  const withdraw = useWrite(
    (client: Client, id: string) => client.excuses.withdraw({ id }),
    () => 'Withdrawn: it counts again.',
    { signed: true },
  );
  if (excused.length + ended.length === 0) return null;
  return (
    <section aria-label="Excused">
      <Title order={2} mt="lg">
        Excused
      </Title>
      {excused.map(({ excuse, finding }) => (
        <article key={excuse.id} className="hairline" style={{ padding: '10px 0' }}>
          <Text fw={600}>
            – {finding.title}{' '}
            <Text span size="sm" className="quiet">
              {finding.clause} · would be {finding.grade}
            </Text>
          </Text>
          <Text>{finding.text}</Text>
          <Text>
            {excuse.by} answers for it until {dayInWords(excuse.until)} ({counted(excuse.until)}): “{excuse.reason}”
          </Text>
          {may && (
            <Button
              size="compact-xs"
              variant="subtle"
              aria-label={`Withdraw the excuse: ${finding.title}`}
              onClick={() => withdraw.mutate(excuse.id)}
            >
              Withdraw
            </Button>
          )}
        </article>
      ))}
      {ended.map(({ id, rule, until, by, reason }) => (
        <Text key={id} size="sm" className="hairline" py={6}>
          The excuse of {by} for {rule} ended on {dayInWords(until)}; it counts again. “{reason}”
        </Text>
      ))}
    </section>
  );
}

/** A reason, a day, and how much of the finding. */
export function Excuse({ finding, onClose }: { finding: Finding; onClose(): void }) {
  const { rule, title, records } = finding;
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const [chosen, setChosen] = useState<string[]>([]);
  const excuse = useWrite(
    (client: Client) => client.excuses.excuse({ rule, reason, until, records: chosen }),
    () => 'Excused; it stays in sight.',
    { signed: true },
  );
  const names = records.map(({ id, label }) => ({ name: id || label, label }));
  return (
    <Modal opened onClose={onClose} title={`Excuse: ${title}`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          excuse.mutate(undefined, { onSuccess: onClose });
        }}
      >
        <Stack gap="sm">
          <Text size="sm">
            You answer for it with your name. It no longer counts, but everybody who reads the verdict sees it with your reason, auditors too. When
            the day has passed it counts again.
          </Text>
          <Textarea
            label="Why"
            required
            autosize
            minRows={2}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <TextInput
            label="Until"
            description="At most twelve months away"
            type="date"
            required
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
          />
          {names.length > 1 && (
            <Checkbox.Group label="Only these records" description="None chosen: the whole finding" value={chosen} onChange={setChosen}>
              <Stack gap={4} mt={4} mah={200} style={{ overflowY: 'auto' }}>
                {names.map(({ name, label }) => (
                  <Checkbox key={name} value={name} label={label.startsWith(name) ? label : `${name} ${label}`} />
                ))}
              </Stack>
            </Checkbox.Group>
          )}
          <Group>
            <Button type="submit" loading={excuse.isPending} disabled={reason.trim().length < 10 || until === ''}>
              Excuse {chosen.length > 0 ? plural(chosen.length, 'record') : 'the finding'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
