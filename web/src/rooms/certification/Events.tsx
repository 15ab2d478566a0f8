import { Button, Group, Select, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import type { CertificateShown } from '../../../../src/isms/certification/contract.ts';
import { certificateEventKinds } from '../../../../src/isms/certification/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { dayInWords, sentence } from '../../words.ts';

/** What happened to a certificate after it was granted; each entry stays. */
export function Events({ certificate }: { certificate: CertificateShown }) {
  const { role } = useHere();
  const events = useRead(['certificate-events', certificate.id], (client) => client.certification.events({ id: certificate.id }));
  const [kind, setKind] = useState<string | null>(null);
  const [on, setOn] = useState('');
  const [reason, setReason] = useState('');
  const [to, setTo] = useState('');
  const record = useWrite(
    (client: Client) => client.certification.record({ id: certificate.id, kind: kind as 'suspended', reason, to, ...(on && { on }) }),
    () => 'Recorded.',
    { signed: true },
  );
  return (
    <Stack gap="xs">
      <Title order={3}>What happened to it</Title>
      {events.data?.items.length === 0 && <Text className="quiet">Nothing since it was granted.</Text>}
      {events.data?.items.map((each) => (
        <Text key={each.id} size="sm" className="hairline" py={4}>
          <b>{sentence(each.kind)}</b> on {dayInWords(each.on)}
          {each.until && `, until ${dayInWords(each.until)}`}: {each.reason} {each.to} <span className="quiet">recorded by {each.by}</span>
        </Text>
      ))}
      {may(role as Role, 'keep the certification') && (
        <>
          <Group gap="xs" align="flex-end">
            <Select label="It was" data={certificateEventKinds.map((value) => ({ value, label: sentence(value) }))} value={kind} onChange={setKind} />
            <TextInput label="On" type="date" description="Empty: today" value={on} onChange={(event) => setOn(event.currentTarget.value)} />
          </Group>
          <Textarea label="Why" autosize value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          {(kind === 'extended' || kind === 'reduced' || kind === 'transferred') && (
            <TextInput
              label={kind === 'transferred' ? 'To which body' : 'The scope as it reads now'}
              value={to}
              onChange={(event) => setTo(event.currentTarget.value)}
            />
          )}
          <Button
            w="fit-content"
            variant="default"
            disabled={kind === null || reason.trim() === ''}
            loading={record.isPending}
            onClick={() => record.mutate(undefined, { onSuccess: () => (setKind(null), setReason(''), setTo('')) })}
          >
            Record it
          </Button>
        </>
      )}
    </Stack>
  );
}
