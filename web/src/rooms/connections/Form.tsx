import {
  Alert,
  Button,
  Checkbox,
  CopyButton,
  Group,
  NumberInput,
  PasswordInput,
  SegmentedControl,
  Select,
  Stack,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { schedules, type Provider } from '../../../../src/isms/checks/model.ts';
import { useRead, useWrite, type Client, type ProblemDetails } from '../../client.tsx';
import { useOptions } from '../../parts/options.ts';
import { Loaded } from '../../parts/Page.tsx';
import { Prose } from '../../parts/Text.tsx';
import { sentence } from '../../words.ts';
import type { Shown } from './runs.tsx';

type Described = Awaited<ReturnType<Client['collectors']['providers']>>['items'][number];
type Settings = Record<string, string | boolean | string[] | number | null>;

/** Which system, how to let us in with the least rights, and what it needs to know. */
export function AddConnection({ provider: given, onDone }: { provider: string | null; onDone(id: string): void }) {
  const providers = useRead(['providers'], (client) => client.collectors.providers(), { staleTime: Infinity });
  const [provider, choose] = useState(given);
  return (
    <Loaded query={providers}>
      {({ items }) => {
        const described = items.find((each) => each.provider === provider) ?? items[0];
        if (!described) return <Text>This installation has no collectors.</Text>;
        return (
          <Stack gap="md">
            <SegmentedControl
              aria-label="System"
              fullWidth
              orientation={items.length > 3 ? 'vertical' : 'horizontal'}
              data={items.map((each) => ({ value: each.provider, label: each.title }))}
              value={described.provider}
              onChange={choose}
            />
            <Text>{described.about}</Text>
            <New key={described.provider} described={described} onDone={onDone} />
          </Stack>
        );
      }}
    </Loaded>
  );
}

function New({ described, onDone }: { described: Described; onDone(id: string): void }) {
  const [settings, setSettings] = useState<Settings>({});
  const connect = useWrite(
    (
      client: Client,
      input: { title: string; schedule: (typeof schedules)[number]; owner: string | null; keepDays: number; credentials: Record<string, string> },
    ) => client.collectors.connect({ provider: described.provider, settings: filled(settings), ...input }),
    ({ record }) => `${record.title} is added.`,
  );
  return (
    <>
      <Guide provider={described.provider} settings={settings} />
      <Fields
        described={described}
        settings={settings}
        setSettings={setSettings}
        before={null}
        action="Add connection"
        saving={connect}
        onSave={(input) => connect.mutate(input, { onSuccess: ({ record }) => onDone(record.id) })}
      />
    </>
  );
}

const filled = (settings: Settings): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== '' && value !== null && !(Array.isArray(value) && value.length === 0)));

/** Steps that grant the least that is needed, with documents to copy; they follow the settings as they are typed. */
export function Guide({ provider, settings }: { provider: Provider; settings: Settings }) {
  const [typed] = useDebouncedValue(JSON.stringify(filled(settings)), 400);
  const guide = useRead(['guide', provider, typed], (client) => client.collectors.guide({ provider, settings: typed }), {
    placeholderData: (before: unknown) => before as never,
  });
  return (
    <details>
      <summary>How to grant the least that is needed</summary>
      <Loaded query={guide}>
        {({ blocks, documents }) => (
          <Stack gap="sm" mt="sm">
            <Prose blocks={blocks} level={3} references={false} />
            {documents.map(({ name, content }) => (
              <div key={name}>
                <Group justify="space-between">
                  <Text size="sm" fw={600}>
                    {name}
                  </Text>
                  <CopyButton value={content}>
                    {({ copied, copy }) => (
                      <Button size="compact-xs" variant="default" onClick={copy} aria-label={`Copy ${name}`}>
                        {copied ? 'Copied' : 'Copy'}
                      </Button>
                    )}
                  </CopyButton>
                </Group>
                <pre
                  className="scroll"
                  tabIndex={0}
                  aria-label={name}
                  style={{ background: 'var(--soft)', padding: 8, maxHeight: 260, fontSize: 12, margin: 0 }}
                >
                  {content}
                </pre>
              </div>
            ))}
          </Stack>
        )}
      </Loaded>
    </details>
  );
}

/** Changes a connection that is there; credentials are replaced where something is typed, and never shown. */
export function EditConnection({ connection, onDone }: { connection: Shown; onDone(): void }) {
  const providers = useRead(['providers'], (client) => client.collectors.providers(), { staleTime: Infinity });
  const [settings, setSettings] = useState<Settings>(connection.settings);
  const change = useWrite(
    (client: Client, input: object) =>
      client.collectors.change({ id: connection.id, version: connection.version, settings: filled(settings), ...input }),
    () => 'Saved.',
  );
  return (
    <Loaded query={providers}>
      {({ items }) => {
        const described = items.find(({ provider }) => provider === connection.provider);
        if (!described) return <Text>This installation has no collector for {connection.provider}.</Text>;
        return (
          <Stack gap="md">
            <Guide provider={connection.provider} settings={settings} />
            <Fields
              described={described}
              settings={settings}
              setSettings={setSettings}
              before={connection}
              action="Save"
              saving={change}
              onSave={({ credentials, ...input }) =>
                change.mutate({ ...input, ...(Object.keys(credentials).length > 0 && { credentials }) }, { onSuccess: onDone })
              }
            />
          </Stack>
        );
      }}
    </Loaded>
  );
}

interface Input {
  title: string;
  schedule: (typeof schedules)[number];
  owner: string | null;
  keepDays: number;
  credentials: Record<string, string>;
}

function Fields({
  described,
  settings,
  setSettings,
  before,
  action,
  saving,
  onSave,
}: {
  described: Described;
  settings: Settings;
  setSettings(settings: Settings): void;
  before: Shown | null;
  action: string;
  saving: { isPending: boolean; error: Error | null };
  onSave(input: Input): void;
}) {
  const people = useOptions('people');
  const [title, setTitle] = useState(before?.title ?? '');
  const [schedule, setSchedule] = useState<(typeof schedules)[number]>(before?.schedule ?? 'daily');
  const [owner, setOwner] = useState<string | null>(before?.owner ?? null);
  const [keepDays, setKeepDays] = useState(before?.keepDays ?? 400);
  const [credentials, setCredentials] = useState<Record<string, string>>({});
  const problem = (saving.error as { data?: ProblemDetails } | null)?.data;
  const wrong = (field: string) => problem?.fields?.find((each) => each.field === field)?.message;
  const set = (name: string, value: Settings[string]) => setSettings({ ...settings, [name]: value });
  return (
    <form
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        onSave({
          title,
          schedule,
          owner,
          keepDays,
          credentials: Object.fromEntries(Object.entries(credentials).filter(([, value]) => value !== '')),
        });
      }}
    >
      <Stack gap="sm">
        <TextInput
          label="Name"
          description="Production account, Entra tenant …"
          required
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          error={wrong('title')}
        />
        {described.settings.map(({ name, title: label, description, kind, choices, required }) => {
          const common = { label, description: description || undefined, error: wrong(`settings.${name}`) };
          const value = settings[name];
          if (kind === 'flag')
            return <Checkbox key={name} {...common} checked={value === true} onChange={(event) => set(name, event.currentTarget.checked)} />;
          if (kind === 'list') return <TagsInput key={name} {...common} value={(value as string[]) ?? []} onChange={(next) => set(name, next)} />;
          if (kind === 'choice')
            return (
              <Select
                key={name}
                {...common}
                required={required}
                data={choices}
                value={(value as string) ?? null}
                onChange={(next) => set(name, next)}
              />
            );
          return (
            <TextInput
              key={name}
              {...common}
              required={required}
              value={(value as string) ?? ''}
              onChange={(event) => set(name, event.currentTarget.value)}
            />
          );
        })}
        {described.credentials.map(({ name, title: label, description, multiline }) => {
          const kept = before !== null && before.credentialsOn !== null;
          const common = {
            label,
            description: [
              /[.!?]$/.test(description) || !description ? description : `${description}.`,
              kept ? 'Kept sealed; type only to replace it.' : 'Sealed where it is kept, never shown again.',
            ]
              .filter(Boolean)
              .join(' '),
            value: credentials[name] ?? '',
            error: wrong(`credentials.${name}`),
          };
          const put = (value: string) => setCredentials({ ...credentials, [name]: value });
          return multiline ? (
            <Textarea
              key={name}
              {...common}
              autosize
              minRows={3}
              maxRows={8}
              spellCheck={false}
              onChange={(event) => put(event.currentTarget.value)}
            />
          ) : (
            <PasswordInput key={name} {...common} autoComplete="new-password" onChange={(event) => put(event.currentTarget.value)} />
          );
        })}
        <Group grow align="flex-start">
          <Select
            label="Collected"
            allowDeselect={false}
            data={schedules.map((value) => ({ value, label: value === 'off' ? 'By hand only' : sentence(value) }))}
            value={schedule}
            onChange={(value) => setSchedule(value as typeof schedule)}
          />
          <NumberInput
            label="Raw answers are kept (days)"
            min={1}
            max={3650}
            value={keepDays}
            onChange={(value) => setKeepDays(Number(value) || 400)}
          />
        </Group>
        <Select label="Owner" description="Hears of checks that change" searchable clearable data={people} value={owner} onChange={setOwner} />
        {saving.error && (
          <Alert color="red" variant="light" role="alert" title={saving.error.message}>
            {problem?.remedy}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={saving.isPending}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
