import { Button, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { incidentSeverities, severityMeaning, type IncidentSeverity } from '../../../../src/isms/operations/incidents/model.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { sentence } from '../../words.ts';

/** Whoever sees something says something: two fields are enough. */
export function ReportIncident() {
  const { slug, role } = useHere();
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  const [kind, setKind] = useState('other');
  const [severity, setSeverity] = useState<IncidentSeverity>('medium');
  const playbooks = useRead(['incidents', 'playbooks'], (client) => client.operations.incidents.playbooks(), { staleTime: Infinity });
  const report = useWrite(
    (client: Client) => client.operations.incidents.report({ title, description, kind: kind as 'other', severity }),
    ({ id }) => `Thank you. It is ${id}; whoever leads incidents sees it now.`,
    { signed: true },
  );
  return (
    <>
      <Button variant={role === 'employee' ? 'filled' : 'default'} onClick={() => setOpened(true)}>
        Report an incident
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Report an incident">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            report.mutate(undefined, {
              onSuccess: ({ id }) => {
                setOpened(false);
                setTitle('');
                setDescription('');
                if (role !== 'employee') void navigate({ to: `/o/${slug}/incident/${id}` as never });
              },
            });
          }}
        >
          <Stack gap="sm">
            <TextInput label="What happened, in a few words" value={title} onChange={(event) => setTitle(event.currentTarget.value)} data-autofocus />
            <Select
              label="Most like"
              allowDeselect={false}
              data={(playbooks.data?.items ?? []).map((each) => ({ value: each.id, label: `${each.title}: ${each.about}` }))}
              value={kind}
              onChange={(value) => setKind(value ?? 'other')}
            />
            <Select
              label="How grave"
              description={severityMeaning[severity]}
              allowDeselect={false}
              data={incidentSeverities.map((value) => ({ value, label: sentence(value) }))}
              value={severity}
              onChange={(value) => setSeverity(value as IncidentSeverity)}
            />
            <Textarea label="More" autosize minRows={3} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
            <Button type="submit" disabled={title.trim() === ''} loading={report.isPending}>
              Report it
            </Button>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
