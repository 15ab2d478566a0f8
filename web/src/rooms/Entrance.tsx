import { Alert, Anchor, Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { account, open, queries } from '../client.tsx';

function Card({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Annexa`;
  }, [title]);
  return (
    <main style={{ minHeight: '100dvh', display: 'grid', placeItems: 'center', padding: 16 }}>
      <Paper withBorder p="xl" w="100%" maw={420}>
        <Stack>
          <img src="/icon.svg" alt="Annexa" width={36} height={36} />
          <Title order={1}>{title}</Title>
          {children}
        </Stack>
      </Paper>
    </main>
  );
}

const Refusal = ({ error }: { error: Error | null }) =>
  error ? (
    <Alert color="red" variant="light" role="alert" title={error.message}>
      {(error as { data?: { remedy?: string } }).data?.remedy}
    </Alert>
  ) : null;
const enter = (slug: string) => {
  queries.clear();
  location.assign(`/o/${slug}`);
};

function Form({
  fields,
  action,
  run,
  error,
  loading,
}: {
  fields: { name: string; label: string; type?: string; description?: string; initial?: string; autoComplete?: string }[];
  action: string;
  run(values: Record<string, string>): void;
  error: Error | null;
  loading: boolean;
}) {
  const [values, setValues] = useState<Record<string, string>>(() => Object.fromEntries(fields.map(({ name, initial }) => [name, initial ?? ''])));
  const set = (name: string) => (event: React.ChangeEvent<HTMLInputElement>) => {
    const { value } = event.currentTarget;
    setValues((old) => ({ ...old, [name]: value }));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        run(values);
      }}
    >
      <Stack>
        <Refusal error={error} />
        {fields.map(({ name, label, type, description, autoComplete }) =>
          type === 'password' ? (
            <PasswordInput
              key={name}
              name={name}
              label={label}
              description={description}
              autoComplete={autoComplete}
              value={values[name]}
              onChange={set(name)}
              required
            />
          ) : (
            <TextInput
              key={name}
              name={name}
              label={label}
              type={type}
              description={description}
              autoComplete={autoComplete}
              value={values[name]}
              onChange={set(name)}
              required
            />
          ),
        )}
        <Button type="submit" loading={loading}>
          {action}
        </Button>
      </Stack>
    </form>
  );
}

export function SignIn() {
  const state = useQuery({ queryKey: ['setup'], queryFn: () => open.setupState() });
  const run = useMutation({
    mutationFn: (values: Record<string, string>) => open.signIn({ email: values['email']!, password: values['password']! }),
    onSuccess: () => {
      queries.clear();
      location.assign(new URLSearchParams(location.search).get('to')?.replace(/^(?!\/o\/).*/, '/') || '/');
    },
  });
  return (
    <Card title="Sign in">
      {state.data?.waiting && (
        <Alert variant="light" title="No account yet">
          Open the set-up link that the program printed when it started.
        </Alert>
      )}
      <Form
        fields={[
          { name: 'email', label: 'E-mail', type: 'email', autoComplete: 'username' },
          { name: 'password', label: 'Password', type: 'password', autoComplete: 'current-password' },
        ]}
        action="Sign in"
        run={run.mutate}
        error={run.error}
        loading={run.isPending}
      />
    </Card>
  );
}

export function SignInByLink() {
  const { token } = useParams({ strict: false }) as { token: string };
  const run = useMutation({
    mutationFn: () => open.signInByLink({ token }),
    onSuccess: () => {
      queries.clear();
      location.assign('/');
    },
  });
  return (
    <Card title="Sign in">
      <Text>This link signs you in. It works once.</Text>
      <Refusal error={run.error} />
      <Button loading={run.isPending} onClick={() => run.mutate()}>
        Sign in
      </Button>
    </Card>
  );
}

export function Setup() {
  const { token } = useParams({ strict: false }) as { token: string };
  const run = useMutation({
    mutationFn: (values: Record<string, string>) =>
      open.setup({
        token,
        name: values['name']!,
        email: values['email']!,
        password: values['password']!,
        organisation: values['organisation']!,
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      }),
    onSuccess: ({ slug }) => enter(slug),
  });
  return (
    <Card title="Set up Annexa">
      <Text className="quiet">You become the owner of the first organisation. You can invite others afterwards.</Text>
      <Form
        fields={[
          { name: 'organisation', label: 'Organisation', description: 'As it shall stand on the certificate', autoComplete: 'organization' },
          { name: 'name', label: 'Your name', autoComplete: 'name' },
          { name: 'email', label: 'E-mail', type: 'email', autoComplete: 'username' },
          { name: 'password', label: 'Password', type: 'password', description: 'At least 12 characters', autoComplete: 'new-password' },
        ]}
        action="Create account and organisation"
        run={run.mutate}
        error={run.error}
        loading={run.isPending}
      />
    </Card>
  );
}

export function Acceptance() {
  const { token } = useParams({ strict: false }) as { token: string };
  const invitation = useQuery({ queryKey: ['invitation', token], queryFn: () => open.invitation({ token }) });
  const run = useMutation({
    mutationFn: (values: Record<string, string>) => open.acceptInvitation({ token, name: values['name'] ?? '', password: values['password']! }),
    onSuccess: ({ slug }) => enter(slug),
  });
  if (invitation.error)
    return (
      <Card title="Invitation">
        <Refusal error={invitation.error} />
        <Anchor href="/">To the start</Anchor>
      </Card>
    );
  if (!invitation.data) return null;
  const { organisation, role, email, hasAccount } = invitation.data;
  return (
    <Card title={`Join ${organisation}`}>
      <Text>
        You are invited as {role.replaceAll('-', ' ')} with the address {email}.
      </Text>
      <Form
        key={String(hasAccount)}
        fields={[
          ...(hasAccount ? [] : [{ name: 'name', label: 'Your name', autoComplete: 'name' }]),
          {
            name: 'password',
            label: hasAccount ? 'Your password' : 'Choose a password',
            type: 'password',
            autoComplete: hasAccount ? 'current-password' : 'new-password',
            ...(hasAccount ? {} : { description: 'At least 12 characters' }),
          },
        ]}
        action="Join"
        run={run.mutate}
        error={run.error}
        loading={run.isPending}
      />
    </Card>
  );
}

/** The only organisation opens at once; several are offered; none can be founded. */
export function Home() {
  const me = useQuery({ queryKey: ['me'], queryFn: () => account.account.me() });
  const wantsNew = location.search.startsWith('?new');
  const run = useMutation({
    mutationFn: (values: Record<string, string>) =>
      account.account.createOrganisation({ name: values['name']!, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone }),
    onSuccess: ({ slug }) => enter(slug),
  });
  if (me.error) return <Navigate to="/sign-in" />;
  if (!me.data) return null;
  const { organisations } = me.data;
  if (!wantsNew && organisations.length === 1) return <Navigate to="/o/$slug" params={{ slug: organisations[0]!.slug }} />;
  if (wantsNew || organisations.length === 0)
    return (
      <Card title="New organisation">
        <Form
          fields={[{ name: 'name', label: 'Name', description: 'As it shall stand on the certificate' }]}
          action="Create"
          run={run.mutate}
          error={run.error}
          loading={run.isPending}
        />
      </Card>
    );
  return (
    <Card title="Your organisations">
      <Stack gap="xs">
        {organisations.map(({ slug, name, role }) => (
          <Anchor key={slug} href={`/o/${slug}`}>
            {name}{' '}
            <Text span className="quiet" size="sm">
              {role.replaceAll('-', ' ')}
            </Text>
          </Anchor>
        ))}
        <Anchor href="/?new" size="sm">
          New organisation
        </Anchor>
      </Stack>
    </Card>
  );
}
