import { Button, Group, NumberInput, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Empty, Loaded } from '../../parts/Page.tsx';
import { useOptions } from '../../parts/options.ts';
import { Reference } from '../../parts/Reference.tsx';
import { dayInWords, plural } from '../../words.ts';
import type { DocumentOf } from './shared.ts';

const states = {
  kept: { sign: '●', words: 'kept', face: undefined },
  contradicted: { sign: '■', words: 'contradicted by the evidence', face: 'grade-major' },
  unknown: { sign: '?', words: 'no evidence', face: 'grade-minor' },
} as const;

/** What the document promises in figures, and whether the evidence bears it out. */
export function Claims({ document }: { document: DocumentOf }) {
  const { role } = useHere();
  const claims = useRead(['claims'], (client) => client.documents.claims());
  return (
    <Loaded query={claims}>
      {({ items }) => {
        const own = items.filter((each) => each.document === document.id);
        return (
          <Stack gap="lg">
            {own.length === 0 ? (
              <Empty title="This document promises nothing in figures.">
                <Text className="quiet">
                  Promises that are bound to the figures of the organisation (“every 90 days”) appear here by themselves once a version is in force;
                  others are tied below.
                </Text>
              </Empty>
            ) : (
              <div className="scroll" tabIndex={0} role="group" aria-label="Claims">
                <table className="grid-table">
                  <thead>
                    <tr>
                      <th>What is promised</th>
                      <th>Control</th>
                      <th>At least every</th>
                      <th>Last evidence</th>
                      <th>State</th>
                    </tr>
                  </thead>
                  <tbody>
                    {own.map((claim) => (
                      <tr key={claim.statement + claim.control}>
                        <td style={{ minWidth: 240 }}>{claim.statement}</td>
                        <td>
                          <Reference id={claim.control} />
                        </td>
                        <td className="nowrap">{plural(claim.everyDays, 'day')}</td>
                        <td>
                          {claim.lastEvidence
                            ? `${claim.lastEvidence.title}, ${dayInWords(claim.lastEvidence.on)} (${plural(claim.daysAgo ?? 0, 'day')} ago)`
                            : 'none'}
                        </td>
                        <td className={`nowrap ${states[claim.state].face ?? ''}`}>
                          {states[claim.state].sign} {states[claim.state].words}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
            {may(role as Role, 'write documents') && <Tie document={document.id} />}
          </Stack>
        );
      }}
    </Loaded>
  );
}

function Tie({ document }: { document: string }) {
  const [statement, setStatement] = useState('');
  const [control, setControl] = useState<string | null>(null);
  const [days, setDays] = useState<number | null>(null);
  const controls = useOptions('controls');
  const add = useWrite(
    (client: Client) => client.documents.duties.create({ document, statement, control, everyDays: days }),
    ({ record }) => `${record.id} is tied to the document.`,
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(undefined, {
          onSuccess: () => {
            setStatement('');
            setControl(null);
            setDays(null);
          },
        });
      }}
    >
      <Title order={2}>Tie a promise to a control</Title>
      <Group gap="xs" align="flex-end" mt="xs">
        <TextInput
          label="What is promised"
          description="As the document says it"
          value={statement}
          onChange={(event) => setStatement(event.currentTarget.value)}
          style={{ flex: 2, minWidth: 240 }}
        />
        <Select
          label="Control whose evidence shows it"
          searchable
          limit={60}
          data={controls}
          value={control}
          onChange={setControl}
          style={{ flex: 1, minWidth: 220 }}
        />
        <NumberInput
          label="At least every (days)"
          min={1}
          max={3650}
          value={days ?? ''}
          onChange={(value) => setDays(value === '' ? null : Number(value))}
          w={150}
        />
        <Button type="submit" variant="default" loading={add.isPending} disabled={statement.trim() === '' || control === null || days === null}>
          Tie it
        </Button>
      </Group>
    </form>
  );
}
