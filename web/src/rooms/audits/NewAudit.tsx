import { Button, Group, Modal, MultiSelect, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useHere, useWrite, type Client } from '../../client.tsx';
import { useOptions } from '../../parts/options.ts';

/** An audit begins with a title, its days and who leads it; what it covers is chosen on its page or from the gaps of the programme. */
export function NewAudit({
  opened,
  onClose,
  programme,
  subjects = [],
}: {
  opened: boolean;
  onClose(): void;
  programme: string | null;
  subjects?: string[];
}) {
  const { slug } = useHere();
  const navigate = useNavigate();
  const people = useOptions('people');
  const all = useOptions('subjects');
  const programmes = useOptions('audit-programmes');
  const [title, setTitle] = useState('');
  const [into, setInto] = useState<string | null>(programme);
  const [covers, setCovers] = useState<string[]>(subjects);
  const [lead, setLead] = useState<string | null>(null);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [scope, setScope] = useState('');
  const create = useWrite(
    (client: Client) =>
      client.audits.audits.create({
        title,
        programme: into ?? programme,
        subjects: covers,
        leadAuditor: lead,
        plannedFrom: from || null,
        plannedTo: to || null,
        scope,
        criteria: 'ISO/IEC 27001:2022, and what the organisation has laid down for itself',
      }),
    ({ record }) => `${record.id} is planned.`,
  );
  return (
    <Modal opened={opened} onClose={onClose} title="Plan an audit" size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate(undefined, {
            onSuccess: ({ record }) => {
              onClose();
              void navigate({ to: `/o/${slug}/audit/${record.id}` as never });
            },
          });
        }}
      >
        <Stack gap="sm">
          <TextInput label="Audit" required value={title} onChange={(event) => setTitle(event.currentTarget.value)} data-autofocus />
          <Select label="Programme" clearable data={programmes} value={into ?? programme} onChange={setInto} />
          <Group grow>
            <TextInput label="From" type="date" value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
            <TextInput label="Until" type="date" value={to} onChange={(event) => setTo(event.currentTarget.value)} />
          </Group>
          <Select
            label="Lead auditor"
            description="Nobody audits what they own or did: who may look at what is shown on the page of the audit"
            searchable
            clearable
            data={people}
            value={lead}
            onChange={setLead}
            limit={40}
          />
          <MultiSelect
            label="Clauses and controls"
            description="Can be left open: the gaps of the programme are put in with one click"
            searchable
            data={all}
            value={covers}
            onChange={setCovers}
            limit={40}
          />
          <Textarea
            label="Scope"
            description="Places, units, systems and time it looks at"
            autosize
            minRows={2}
            value={scope}
            onChange={(event) => setScope(event.currentTarget.value)}
          />
          <Text size="sm" className="quiet">
            An auditor from outside is added among the people first, then invited under Organisation as internal auditor, with a last day.
          </Text>
          <Button type="submit" loading={create.isPending} disabled={title.trim() === ''}>
            Plan the audit
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
