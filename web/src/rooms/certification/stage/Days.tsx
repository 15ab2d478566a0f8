import { Button, Group, SimpleGrid, Stack } from '@mantine/core';
import type { z } from 'zod';
import { isHeld } from '../../../../../src/isms/certification/audits.ts';
import { certificationAudits, type CertificationAudit } from '../../../../../src/isms/certification/model.ts';
import { useWrite, type Client } from '../../../client.tsx';
import { Field } from '../../../parts/Field.tsx';
import { today } from '../../../words.ts';

const fields = ['plannedFrom', 'plannedTo', 'heldFrom', 'heldTo', 'auditors', 'days', 'place', 'body', 'reportOn', 'recommendation', 'note'] as const;

/** When it is, who comes, where; and that it was held as planned, with one click. */
export function Days({ audit, keeps }: { audit: CertificationAudit; keeps: boolean }) {
  const save = useWrite(
    (client: Client, changes: object) => client.certification.audits.update({ id: audit.id, version: audit.version, ...changes }),
    () => 'Saved.',
  );
  const shape = certificationAudits.fields.shape as Record<string, z.ZodType>;
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
          {fields.map((name) => (
            <Field
              key={name}
              name={name}
              schema={shape[name]!}
              value={audit[name]}
              disabled={!keeps}
              onChange={(value) => save.mutate({ [name]: value })}
            />
          ))}
        </SimpleGrid>
      </details>
    </Stack>
  );
}
