import { Stack, Title } from '@mantine/core';
import type { z } from 'zod';
import { incidents, severityMeaning, type IncidentShown } from '../../../../../src/isms/operations/incidents/model.ts';
import { useWrite, type Client } from '../../../client.tsx';
import { Field } from '../../../parts/Field.tsx';

const groups = [
  { title: 'What happened', fields: ['title', 'kind', 'severity', 'state', 'exercise', 'description', 'occurredAt', 'detectedAt', 'resolvedAt'] },
  {
    title: 'Who and what is concerned',
    fields: ['lead', 'reporter', 'personalData', 'customersConcerned', 'systems', 'assets', 'suppliers', 'impact'],
  },
  { title: 'What is learnt', fields: ['cause', 'lessons', 'risks', 'controls'] },
] as const;

export function Fields({ incident, writes }: { incident: IncidentShown; writes: boolean }) {
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
