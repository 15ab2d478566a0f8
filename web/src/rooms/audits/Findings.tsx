import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { AuditShown } from '../../../../src/isms/audits/contract.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Empty, Loaded } from '../../parts/Page.tsx';
import { References } from '../../parts/Reference.tsx';
import { FindingForm } from './FindingForm.tsx';
import { RaisedAs } from './FindingsList.tsx';
import { Grade } from './states.tsx';

/** What one audit found, and what has become of it. */
export function Findings({ audit, writes }: { audit: AuditShown; writes: boolean }) {
  const { role } = useHere();
  const list = useRead(['audit-findings', 'of', audit.id], (client) => client.audits.findings({ audit: audit.id }));
  const [editing, setEditing] = useState<string | null>(null);
  const drop = useWrite(
    (client: Client, id: string) => client.audits.dropFinding({ id }),
    () => 'Taken back.',
    { signed: true },
  );
  const raise = useWrite(
    (client: Client, id: string) => client.audits.raise({ id }),
    ({ record }) => `It has become ${record.raisedAs}.`,
    { signed: true },
  );
  return (
    <Stack gap="sm" maw={860}>
      {writes &&
        (editing === 'new' ? (
          <FindingForm audit={audit} subjects={[]} onDone={() => setEditing(null)} />
        ) : (
          <Button variant="default" w="fit-content" onClick={() => setEditing('new')}>
            Add a finding
          </Button>
        ))}
      <Loaded query={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="No finding yet">
              <Text className="quiet">
                Nonconformities, opportunities, and what is worth noting as it should be. A first internal audit usually finds five to fifteen things;
                none at all makes a certification auditor curious.
              </Text>
            </Empty>
          ) : (
            items.map((each) =>
              editing === each.id ? (
                <FindingForm key={each.id} audit={audit} finding={each} subjects={each.subjects} onDone={() => setEditing(null)} />
              ) : (
                <article key={each.id} className="hairline" style={{ padding: '10px 0' }}>
                  <Group justify="space-between" align="flex-start" wrap="nowrap">
                    <div>
                      <Text size="sm" fw={600}>
                        <Grade at={each.grade} />
                      </Text>
                      <Text fw={600}>
                        {each.id} {each.title}{' '}
                        <Text span size="sm" className="quiet">
                          <References ids={each.subjects} />
                        </Text>
                      </Text>
                    </div>
                    {each.grade !== 'conformity' && (
                      <Text size="sm" ta="right" component="div">
                        <RaisedAs id={each.raisedAs} owner={each.owner} />
                      </Text>
                    )}
                  </Group>
                  {each.requirement && (
                    <Text size="sm">
                      <b>Asked for:</b> {each.requirement}
                    </Text>
                  )}
                  {each.observed && <Text style={{ whiteSpace: 'pre-line' }}>{each.observed}</Text>}
                  <Group gap="xs" mt={4} className="no-print">
                    <Text size="sm" className="quiet">
                      {each.auditorName}
                    </Text>
                    {writes && each.raisedAs === '' && (
                      <>
                        <Button size="compact-xs" variant="subtle" onClick={() => setEditing(each.id)}>
                          Change
                        </Button>
                        <Button size="compact-xs" variant="subtle" onClick={() => drop.mutate(each.id)}>
                          Take back
                        </Button>
                      </>
                    )}
                    {each.raisedAs === '' && each.grade !== 'conformity' && may(role as Role, 'raise nonconformities') && (
                      <Button size="compact-xs" variant="subtle" onClick={() => raise.mutate(each.id)}>
                        {each.grade === 'opportunity' ? 'Make it an opportunity to follow up' : 'Make it a nonconformity now'}
                      </Button>
                    )}
                  </Group>
                </article>
              ),
            )
          )
        }
      </Loaded>
    </Stack>
  );
}
