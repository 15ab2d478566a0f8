import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import type { AssessedRisk } from '../../../../src/isms/risk/model.ts';
import { useHere, useWrite, type Client } from '../../client.tsx';
import { Level } from '../../parts/Page.tsx';
import { dayInWords } from '../../words.ts';

export function About({ risk }: { risk: AssessedRisk }) {
  const { role } = useHere();
  const [reason, setReason] = useState('');
  const request = useWrite(
    (client: Client) => client.risk.acceptances.request({ id: risk.id, reason }),
    () => 'The risk owner has been asked.',
  );
  const reopen = useWrite(
    (client: Client) => client.risk.risks.reopen({ id: risk.id, because: 'change', note: reason || 'Looked at again.' }),
    () => 'Re-opened.',
  );
  return (
    <Stack gap="xs">
      <Group gap="md">
        <span>
          Inherent <Level rating={risk.inherent} />
        </span>
        <span>
          Current <Level rating={risk.current} />
        </span>
        <span>
          Residual <Level rating={risk.residual} />
        </span>
      </Group>
      <Text size="sm" className="quiet">
        {risk.residual
          ? risk.residualReached
            ? 'The expected residual risk is reached: its controls work and its tasks are done. '
            : 'The residual risk is expected; it is reached when its controls are implemented and its tasks done. '
          : ''}
        {risk.acceptance === 'accepted'
          ? `Accepted by its owner until ${dayInWords(risk.acceptanceExpiresOn)}.`
          : risk.acceptance === 'requested'
            ? 'Waits for the owner’s decision.'
            : risk.acceptance === 'void'
              ? 'It has changed since it was accepted: ask again.'
              : ''}
        {risk.methodOutdated ? ' It was rated with an older version of the method: rate all of it again.' : ''}
      </Text>
      {may(role as Role, 'ask for acceptance') && risk.acceptance !== 'accepted' && risk.acceptance !== 'requested' && (
        <Group align="flex-end" gap="xs">
          <TextInput
            label="Ask the owner to accept it"
            placeholder="Reason"
            style={{ flex: 1 }}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button
            variant="light"
            disabled={reason.trim() === ''}
            loading={request.isPending}
            onClick={() => request.mutate(undefined, { onSuccess: () => setReason('') })}
          >
            Ask
          </Button>
        </Group>
      )}
      {risk.status === 'closed' && (
        <Button variant="default" w="fit-content" onClick={() => reopen.mutate(undefined)}>
          Re-open
        </Button>
      )}
    </Stack>
  );
}
