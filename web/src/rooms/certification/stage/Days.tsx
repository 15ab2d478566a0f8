import { Button, Group, SimpleGrid, Stack } from '@mantine/core';
import { type CertificationAudit, certificationAudits, isHeld } from '../../../../../src/isms/certification/model.ts';
import { useWrite, type Client } from '../../../client.tsx';
import { Fields } from '../../../parts/Field.tsx';
import { today } from '../../../words.ts';

const fields = ['plannedFrom', 'plannedTo', 'heldFrom', 'heldTo', 'auditors', 'days', 'place', 'body', 'reportOn', 'recommendation', 'note'] as const;

/** When it is, who comes, where; and that it was held as planned, with one click. */
export function Days({ audit, keeps }: { audit: CertificationAudit; keeps: boolean }) {
  const save = useWrite(
    (client: Client, changes: object) => client.certification.audits.update({ id: audit.id, version: audit.version, ...changes }),
    () => 'Saved.',
  );
  const { plannedFrom, plannedTo } = audit;
  const over = plannedFrom !== null && (plannedTo ?? plannedFrom) <= today() && !isHeld(audit, today());
  return (
    <Stack gap="xs" mt="xs">
      {keeps && over && (
        <Group>
          <Button loading={save.isPending} onClick={() => save.mutate({ heldFrom: plannedFrom, heldTo: plannedTo ?? plannedFrom })}>
            It was held as planned
          </Button>
        </Group>
      )}
      <details>
        <summary>Days, auditors and place</summary>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" mt="xs">
          <Fields of={certificationAudits.fields.shape} names={fields} values={audit} disabled={!keeps} onChange={(change) => save.mutate(change)} />
        </SimpleGrid>
      </details>
    </Stack>
  );
}
