import { Anchor, Button, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { CertificationAudit } from '../../../../../src/isms/certification/model.ts';
import { useHere, useRead, useWrite, type Client } from '../../../client.tsx';
import { useOptions } from '../../../parts/options.ts';
import { Loaded } from '../../../parts/Page.tsx';
import { OneRequest } from '../../auditor/Asked.tsx';
import { requestSigns } from '../../auditor/Talk.tsx';

/** What the auditors ask to see for this audit: asked, provided, and then accepted or returned. */
export function Requests({ audit, keeps }: { audit: CertificationAudit; keeps: boolean }) {
  const { slug } = useHere();
  const requests = useRead(['requests', audit.id], (client) => client.requests.list({ limit: 1000, filter: { audit: audit.id } }));
  const messages = useRead(['auditor', 'messages'], (client) => client.auditor.messages());
  return (
    <section aria-label="Evidence requests">
      <Title order={3}>Evidence requests</Title>
      <Loaded query={requests}>
        {({ items }) => (
          <Stack gap="xs">
            {items.length === 0 ? (
              <Text className="quiet">Nothing has been asked for.</Text>
            ) : (
              <Group gap="md">
                {(Object.keys(requestSigns) as (keyof typeof requestSigns)[]).map((status) => (
                  <Text key={status} size="sm">
                    <span aria-hidden>{requestSigns[status].sign}</span> {requestSigns[status].word}{' '}
                    {items.filter((each) => each.status === status).length}
                  </Text>
                ))}
              </Group>
            )}
            {items.map((request) => (
              <OneRequest
                key={request.id}
                order={4}
                request={request}
                messages={(messages.data?.items ?? []).filter((each) => each.request === request.id)}
              />
            ))}
            {keeps && audit.decision === 'open' && <Add audit={audit.id} />}
            <Anchor component={Link} to={`/o/${slug}/auditors` as never} size="sm">
              What is released to the auditors
            </Anchor>
          </Stack>
        )}
      </Loaded>
    </section>
  );
}

/** Asked by telephone, by mail, or across the table: written down for them. */
function Add({ audit }: { audit: string }) {
  const people = useOptions('people');
  const [title, setTitle] = useState('');
  const [owner, setOwner] = useState<string | null>(null);
  const [dueOn, setDueOn] = useState('');
  const add = useWrite(
    (client: Client) => client.requests.create({ title, audit, owner, dueOn: dueOn || null }),
    ({ record }) => `${record.id} is written down.`,
  );
  return (
    <form
      aria-label="New evidence request"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(undefined, { onSuccess: () => (setTitle(''), setOwner(null), setDueOn('')) });
      }}
    >
      <Group gap="xs" align="flex-end">
        <TextInput label="Asked to see" style={{ flex: '1 1 220px' }} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
        <Select label="Provided by" searchable clearable data={people} value={owner} onChange={setOwner} />
        <TextInput label="By" type="date" value={dueOn} onChange={(event) => setDueOn(event.currentTarget.value)} />
        <Button type="submit" variant="default" disabled={title.trim() === ''} loading={add.isPending}>
          Write it down
        </Button>
      </Group>
    </form>
  );
}
