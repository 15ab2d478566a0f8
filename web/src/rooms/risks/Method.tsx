import { Button, Group, Menu, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import type { RiskMethod } from '../../../../src/isms/risk/model.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Empty, Loaded } from '../../parts/Page.tsx';
import { Sign } from '../../parts/Sign.tsx';
import { MethodSheet } from './MethodSheet.tsx';

export function Method() {
  const { role } = useHere();
  const list = useRead(['methods'], (client) => client.risk.methods.list());
  const templates = useRead(['method-templates'], (client) => client.risk.methods.templates());
  const [signing, setSigning] = useState<RiskMethod | null>(null);
  const draft = useWrite(
    (client: Client, template: string | undefined) => client.risk.methods.draft(template === undefined ? {} : { template }),
    () => 'Drafted.',
  );
  const discard = useWrite(
    (client: Client, id: string) => client.risk.methods.discard({ id }),
    () => 'Discarded.',
  );
  const force = useWrite(
    (client: Client, { id, password }: { id: string; password: string }) => client.risk.methods.putInForce({ id, password }),
    () => 'In force.',
    { signed: true },
  );
  const defines = may(role as Role, 'define the risk method');
  return (
    <Loaded query={list}>
      {({ items }) => {
        const open = items.find(({ status }) => status === 'draft');
        return (
          <Stack>
            {defines && !open && (
              <Group>
                <Menu>
                  <Menu.Target>
                    <Button>{items.length === 0 ? 'Choose a method' : 'Draft the next version'}</Button>
                  </Menu.Target>
                  <Menu.Dropdown>
                    {items.length > 0 && <Menu.Item onClick={() => draft.mutate(undefined)}>From the version in force</Menu.Item>}
                    {templates.data?.items.map(({ id, title, description }) => (
                      <Menu.Item key={id} onClick={() => draft.mutate(id)}>
                        {title}
                        <Text size="xs" className="quiet">
                          {description}
                        </Text>
                      </Menu.Item>
                    ))}
                  </Menu.Dropdown>
                </Menu>
              </Group>
            )}
            {items.length === 0 && (
              <Empty title="No method yet">
                <Text className="quiet">
                  The method says how likelihood and impact are judged, how they combine, what is acceptable and who may accept what (6.1.2). Begin
                  with the usual five by five.
                </Text>
              </Empty>
            )}
            {items.map((method) => (
              <MethodSheet
                key={`${method.id} ${method.version}`}
                method={method}
                editable={defines && method.status === 'draft'}
                actions={
                  method.status === 'draft' && defines ? (
                    <Group gap="xs">
                      <Button size="xs" onClick={() => setSigning(method)}>
                        Put in force
                      </Button>
                      <Button size="xs" variant="default" onClick={() => discard.mutate(method.id)}>
                        Discard
                      </Button>
                    </Group>
                  ) : null
                }
              />
            ))}
            {signing && (
              <Sign
                opened
                onClose={() => setSigning(null)}
                action="Put the method in force"
                meaning={`I put version ${signing.number} of the risk method in force. Risks rated before keep their version and are listed to be rated again.`}
                signing={force}
                onSign={(password) => force.mutate({ id: signing.id, password }, { onSuccess: () => setSigning(null) })}
              />
            )}
          </Stack>
        );
      }}
    </Loaded>
  );
}
