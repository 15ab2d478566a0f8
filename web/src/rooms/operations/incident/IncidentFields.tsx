import { Stack, Title } from '@mantine/core';
import { incidents, severityMeaning, type IncidentShown } from '../../../../../src/isms/operations/incidents/model.ts';
import { useWrite, type Client } from '../../../client.tsx';
import { Fields } from '../../../parts/Field.tsx';

const groups = [
  { title: 'What happened', fields: ['title', 'kind', 'severity', 'state', 'exercise', 'description', 'occurredAt', 'detectedAt', 'resolvedAt'] },
  {
    title: 'Who and what is concerned',
    fields: ['lead', 'reporter', 'personalData', 'customersConcerned', 'systems', 'assets', 'suppliers', 'impact'],
  },
  { title: 'What is learnt', fields: ['cause', 'lessons', 'risks', 'controls'] },
] as const;

export function IncidentFields({ incident, writes }: { incident: IncidentShown; writes: boolean }) {
  // Without the version seen: several people write at one incident, each change is of one field, and the timeline keeps them all.
  const change = useWrite(
    (client: Client, changes: object) => client.operations.incidents.update({ id: incident.id, ...changes }),
    () => 'Saved.',
  );
  return (
    <>
      {groups.map(({ title, fields }) => (
        <Stack key={title} gap="sm" component="section" aria-label={title}>
          <Title order={2}>{title}</Title>
          <Fields
            of={incidents.fields.shape}
            names={fields}
            values={incident}
            disabled={!writes}
            note={(name) => (name === 'severity' ? severityMeaning[incident.severity] : undefined)}
            onChange={(changed) => change.mutate(changed)}
          />
        </Stack>
      ))}
    </>
  );
}
