import { Alert, Button, Code, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { OrganisationFields } from '../../../src/isms/organisation/model.ts';
import { may, roles, type Role } from '../../../src/isms/permissions.ts';
import type { z } from 'zod';
import { useHere, useRead, useWrite, type Client } from '../client.tsx';
import { Field } from '../parts/Field.tsx';
import { useOptions } from '../parts/options.ts';
import { Loaded, Page } from '../parts/Page.tsx';
import { dayInWords, sentence } from '../words.ts';

/** The organisation's facts, who has access, and API keys. */
export function Settings() {
  const { role } = useHere();
  const organisation = useRead(['organisation'], (client) => client.organisation.show());
  const change = useWrite(
    (client: Client, fields: object) => client.organisation.update({ version: organisation.data!.version, ...fields }),
    () => 'Saved.',
  );
  const owner = may(role as Role, 'manage the organisation');
  return (
    <Page title="Organisation" state="The facts that documents and calculations use, and who has access.">
      <Loaded query={organisation}>
        {(data) => (
          <Stack maw={560}>
            {Object.entries(OrganisationFields.shape)
              .filter(([name]) => name !== 'slug')
              .map(([name, schema]) => (
                <Field
                  key={name}
                  name={name}
                  schema={schema as z.ZodType}
                  value={data[name as keyof typeof data]}
                  disabled={!owner}
                  onChange={(value) => change.mutate({ [name]: value })}
                />
              ))}
          </Stack>
        )}
      </Loaded>
      <Access />
    </Page>
  );
}

function Access() {
  const { role } = useHere();
  const manages = may(role as Role, 'manage members and keys');
  const members = useRead(['members'], (client) => client.organisation.members(), { enabled: may(role as Role, 'read the ISMS') });
  const invitations = useRead(['invitations'], (client) => client.organisation.invitations(), { enabled: manages });
  const keys = useRead(['keys'], (client) => client.organisation.keys(), { enabled: manages });
  const people = useOptions('people');
  const [email, setEmail] = useState('');
  const [as, setAs] = useState<Role>('contributor');
  const [expires, setExpires] = useState('');
  const [person, setPerson] = useState<string | null>(null);
  const [keyName, setKeyName] = useState('');
  const [shown, setShown] = useState<{ title: string; value: string } | null>(null);
  const invite = useWrite(
    (client: Client) => client.organisation.invite({ email, role: as, person, accessExpiresOn: expires || null }),
    ({ sent }) => (sent ? 'The invitation has been sent.' : 'The invitation is ready: pass on the link.'),
  );
  const createKey = useWrite(
    (client: Client) => client.organisation.createKey({ name: keyName, role: as, person, expiresOn: expires || null }),
    () => 'Key created.',
  );
  const update = useWrite(
    (client: Client, { id, ...fields }: { id: string; role?: Role; person?: string | null }) => client.organisation.changeMember({ id, ...fields }),
    () => 'Saved.',
  );
  const remove = useWrite(
    (client: Client, id: string) => client.organisation.removeMember({ id }),
    () => 'Access ended.',
  );
  const revoke = useWrite(
    (client: Client, id: string) => client.organisation.revokeKey({ id }),
    () => 'Key revoked.',
  );
  const withdraw = useWrite(
    (client: Client, id: string) => client.organisation.withdrawInvitation({ id }),
    () => 'Withdrawn.',
  );
  const roleData = roles.map((value) => ({ value, label: sentence(value) }));
  return (
    <Stack>
      <Title order={2}>Access</Title>
      <Loaded query={members}>
        {({ items }) => (
          <div className="scroll" tabIndex={0}>
            <table className="grid-table">
              <thead>
                <tr>
                  <th>Name</th>
                  <th>E-mail</th>
                  <th>Role</th>
                  <th>Is</th>
                  <th>Until</th>
                  <th>
                    <span className="sr-only">Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((each) => (
                  <tr key={each.id}>
                    <td>{each.name}</td>
                    <td>{each.email}</td>
                    <td>
                      {manages ? (
                        <Select
                          size="xs"
                          aria-label={`Role of ${each.name}`}
                          data={roleData}
                          value={each.role}
                          allowDeselect={false}
                          onChange={(value) => value && update.mutate({ id: each.id, role: value })}
                        />
                      ) : (
                        sentence(each.role)
                      )}
                    </td>
                    <td>
                      {manages ? (
                        <Select
                          size="xs"
                          aria-label={`Person of ${each.name}`}
                          clearable
                          searchable
                          data={people}
                          value={each.person}
                          onChange={(value) => update.mutate({ id: each.id, person: value })}
                        />
                      ) : (
                        each.person
                      )}
                    </td>
                    <td>{dayInWords(each.expiresOn)}</td>
                    <td>
                      {manages && (
                        <Button size="compact-xs" variant="default" onClick={() => remove.mutate(each.id)}>
                          End access
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
      {manages && (
        <>
          {shown && (
            <Alert variant="light" title={shown.title} withCloseButton onClose={() => setShown(null)}>
              <Code block>{shown.value}</Code>
            </Alert>
          )}
          <Group align="flex-end">
            <Select label="Role" data={roleData} value={as} allowDeselect={false} onChange={(value) => setAs(value as Role)} />
            <Select label="Is the person" clearable searchable data={people} value={person} onChange={setPerson} />
            <TextInput type="date" label="Access ends on" value={expires} onChange={(event) => setExpires(event.currentTarget.value)} />
          </Group>
          <Group align="flex-end">
            <TextInput label="Invite by e-mail" type="email" value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
            <Button
              disabled={!email}
              loading={invite.isPending}
              onClick={() =>
                invite.mutate(undefined, {
                  onSuccess: ({ link }) => {
                    setEmail('');
                    if (link) setShown({ title: 'Pass on this link', value: link });
                  },
                })
              }
            >
              Invite
            </Button>
            <TextInput label="Or create an API key named" value={keyName} onChange={(event) => setKeyName(event.currentTarget.value)} />
            <Button
              variant="default"
              disabled={!keyName}
              loading={createKey.isPending}
              onClick={() =>
                createKey.mutate(undefined, {
                  onSuccess: ({ key }) => {
                    setKeyName('');
                    setShown({ title: 'The key is shown once', value: key });
                  },
                })
              }
            >
              Create key
            </Button>
          </Group>
          <Loaded query={invitations}>
            {({ items }) => (
              <>
                {items.map((each) => (
                  <Group key={each.id} gap="xs">
                    <Text size="sm">
                      Invited: {each.email} as {sentence(each.role).toLowerCase()}, until {dayInWords(each.expiresAt)}
                    </Text>
                    <Button size="compact-xs" variant="default" onClick={() => withdraw.mutate(each.id)}>
                      Withdraw
                    </Button>
                  </Group>
                ))}
              </>
            )}
          </Loaded>
          <Loaded query={keys}>
            {({ items }) => (
              <>
                {items.map((each) => (
                  <Group key={each.id} gap="xs">
                    <Text size="sm">
                      Key {each.name} ({each.start}…), {sentence(each.role).toLowerCase()}
                      {each.expiresOn ? `, until ${dayInWords(each.expiresOn)}` : ''}
                    </Text>
                    <Button size="compact-xs" variant="default" onClick={() => revoke.mutate(each.id)}>
                      Revoke
                    </Button>
                  </Group>
                ))}
              </>
            )}
          </Loaded>
        </>
      )}
    </Stack>
  );
}
