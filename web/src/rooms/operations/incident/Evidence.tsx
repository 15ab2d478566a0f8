import { Stack, Text, Title } from '@mantine/core';
import type { IncidentShown } from '../../../../../src/isms/operations/incidents/model.ts';
import { useWrite, type Client } from '../../../client.tsx';
import { AttachButton, Files } from '../../../parts/Attach.tsx';

export function Evidence({ incident, writes }: { incident: IncidentShown; writes: boolean }) {
  const attach = useWrite(
    (client: Client, upload: string) => client.operations.calendar.attach({ register: 'incidents', id: incident.id, upload }),
    () => 'Kept.',
  );
  return (
    <section aria-label="Evidence">
      <Title order={2} mb={4}>
        Evidence
      </Title>
      <Text size="sm" className="quiet" mb={6}>
        Messages, pictures, logs: kept byte for byte with their hash.
      </Text>
      <Stack gap="xs">
        <Files files={incident.files} />
        {writes && (
          <div>
            <AttachButton onUploaded={(upload) => attach.mutate(upload)}>Keep files</AttachButton>
          </div>
        )}
      </Stack>
    </section>
  );
}
