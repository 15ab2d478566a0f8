import { SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { CertificationFields } from '../../../../src/isms/certification/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Fields } from '../../parts/Field.tsx';
import { Loaded } from '../../parts/Page.tsx';

/** Who certifies under which contract, and the audit days agreed beside what the scope would take. */
export function Body() {
  const { role } = useHere();
  const shown = useRead(['certification'], (client) => client.certification.show());
  const keep = useWrite(
    (client: Client, fields: object) => client.certification.keep(fields),
    () => 'Saved.',
  );
  const shape = CertificationFields.shape;
  return (
    <Loaded query={shown}>
      {({ certification, days, explanation }) => (
        <Stack gap="xl">
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
            <Fields
              of={shape}
              names={Object.keys(shape) as (keyof typeof shape)[]}
              values={certification}
              disabled={!may(role as Role, 'keep the certification')}
              onChange={(changed) => keep.mutate(changed)}
            />
          </SimpleGrid>
          <section aria-label="Audit days">
            <Title order={2} mb="xs">
              Audit days
            </Title>
            <div className="scroll" tabIndex={0} role="group" aria-label="Days agreed and estimated">
              <table className="grid-table">
                <thead>
                  <tr>
                    <th>Audit</th>
                    <th style={{ textAlign: 'right' }}>Agreed</th>
                    <th style={{ textAlign: 'right' }}>Estimated</th>
                    <th />
                  </tr>
                </thead>
                <tbody>
                  {days.map(({ audit, title, agreed, estimated, state }) => (
                    <tr key={audit}>
                      <td>{title}</td>
                      <td style={{ textAlign: 'right' }}>{agreed ?? <span className="quiet">not known</span>}</td>
                      <td style={{ textAlign: 'right' }}>{estimated ?? <span className="quiet">not known</span>}</td>
                      <td>
                        {state === 'below' && <span style={{ color: 'var(--orange)' }}>▲ fewer than the estimate: ask the body for its reasons</span>}
                        {state === 'above' && <span className="quiet">more than the estimate</span>}
                        {state === 'same' && <span className="quiet">as estimated</span>}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            {explanation.map((each) => (
              <Text key={each} size="sm" className="quiet">
                {each}
              </Text>
            ))}
          </section>
        </Stack>
      )}
    </Loaded>
  );
}
