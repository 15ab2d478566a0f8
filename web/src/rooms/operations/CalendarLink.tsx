import { Button, CopyButton, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { dayInWords } from '../../words.ts';

/** One’s duties in one’s own calendar, under a secret address. */
export function CalendarLink() {
  const { person } = useHere();
  const [opened, setOpened] = useState(false);
  const [url, setUrl] = useState<string | null>(null);
  const link = useRead(['my', 'calendar'], (client) => client.operations.calendar.link(), { enabled: opened });
  const make = useWrite(
    (client: Client) => client.operations.calendar.makeLink(),
    () => 'The address is new; a former one has ended.',
    { signed: true },
  );
  const end = useWrite(
    (client: Client) => client.operations.calendar.endLink(),
    () => 'The address has ended.',
    { signed: true },
  );
  if (person === null) return null;
  const known = link.data?.link ?? null;
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setOpened(true)}>
        In my calendar
      </Button>
      <Modal
        opened={opened}
        onClose={() => {
          setOpened(false);
          setUrl(null);
        }}
        title="Your duties in your own calendar"
      >
        <Stack gap="sm">
          <Text>
            Subscribe to a secret address in Outlook, Google Calendar or any other. Whoever knows it sees your duties without signing in; end it when
            it got about.
          </Text>
          {url ? (
            <Group gap="xs" align="flex-end" wrap="nowrap">
              <TextInput
                label="Address"
                description="Shown once"
                readOnly
                value={url}
                style={{ flex: 1 }}
                onFocus={(event) => event.currentTarget.select()}
              />
              <CopyButton value={url}>{({ copied, copy }) => <Button onClick={copy}>{copied ? 'Copied' : 'Copy'}</Button>}</CopyButton>
            </Group>
          ) : (
            <Text className="quiet">
              {known ? `An address that begins with ${known.start}… holds since ${dayInWords(known.createdAtTime)}.` : 'You have none yet.'}
            </Text>
          )}
          <Group gap="xs">
            <Button
              loading={make.isPending}
              variant={url ? 'default' : 'filled'}
              onClick={() => make.mutate(undefined, { onSuccess: (answer) => setUrl(answer.url) })}
            >
              {known ? 'Make another address' : 'Make the address'}
            </Button>
            {known && (
              <Button variant="default" loading={end.isPending} onClick={() => end.mutate(undefined, { onSuccess: () => setUrl(null) })}>
                End it
              </Button>
            )}
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
