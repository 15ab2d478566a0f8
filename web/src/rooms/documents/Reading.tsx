import { Button, Group, NumberInput, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Empty, Loaded } from '../../parts/Page.tsx';
import { plural } from '../../words.ts';
import { CampaignReport } from './Campaign.tsx';
import { useDocuments, type CampaignRow } from './data.ts';

/** Who must read what until when, who has, and in exactly which version (7.3). */
export function Reading() {
  const { role } = useHere();
  const campaigns = useRead(['campaigns'], (client) => client.documents.campaigns());
  const { open } = useSearch({ strict: false }) as { open?: string };
  const writes = may(role as Role, 'publish documents');
  return (
    <Loaded query={campaigns}>
      {({ items }) => {
        const running = items.filter(({ endedOn }) => endedOn === null);
        const ended = items.filter(({ endedOn }) => endedOn !== null);
        const late = new Set(running.flatMap(({ readers }) => readers.filter(({ overdue }) => overdue).map(({ person }) => person)));
        return (
          <Stack gap="lg">
            {items.length > 0 && (
              <Text>
                {running.length === 0 ? 'No campaign runs.' : `${plural(running.length, 'campaign')} running; `}
                {running.length > 0 && (late.size === 0 ? 'nobody is late.' : `${plural(late.size, 'person', 'people')} late with something.`)}
              </Text>
            )}
            {writes && <Start running={running} />}
            {items.length === 0 && (
              <Empty title="Nobody has been asked to read anything yet">
                <Text className="quiet">
                  A campaign asks the audience of a document to read the version in force and to confirm it. Who joins later falls into it too. The
                  record names person, version and time and cannot be changed.
                </Text>
              </Empty>
            )}
            {running.map((campaign) => (
              <CampaignReport key={campaign.id} campaign={campaign} opened={campaign.id === open} writes={writes} />
            ))}
            {ended.length > 0 && (
              <section aria-label="Ended campaigns">
                <Title order={2} size="h4">
                  Ended
                </Title>
                {ended.map((campaign) => (
                  <CampaignReport key={campaign.id} campaign={campaign} opened={campaign.id === open} writes={false} />
                ))}
              </section>
            )}
          </Stack>
        );
      }}
    </Loaded>
  );
}

function Start({ running }: { running: CampaignRow[] }) {
  const documents = useDocuments();
  const [document, setDocument] = useState<string | null>(null);
  const [dueOn, setDueOn] = useState('');
  const [daysForNew, setDaysForNew] = useState(14);
  const [remindEveryDays, setRemindEveryDays] = useState(7);
  const start = useWrite(
    (client: Client, id: string) => client.documents.startCampaign({ document: id, daysForNew, remindEveryDays, ...(dueOn && { dueOn }) }),
    () => 'They are asked to read it.',
  );
  const inForce = (documents.data?.items ?? []).filter(({ inForce: number }) => number !== null);
  const choices = inForce.filter(({ id, audience }) => audience !== 'nobody' && !running.some((each) => each.document === id));
  if (!documents.data) return null;
  return (
    <section aria-label="Ask to read" className="no-print">
      <Group gap="xs" align="flex-end">
        <Select
          label="Ask to read"
          placeholder={choices.length === 0 ? 'Nothing to ask for' : 'A document in force'}
          searchable
          limit={60}
          w={320}
          disabled={choices.length === 0}
          nothingFoundMessage="Nothing found"
          data={choices.map(({ id, title, inForce: number }) => ({ value: id, label: `${id} ${title}, version ${number}` }))}
          value={document}
          onChange={setDocument}
        />
        <TextInput label="Until" type="date" value={dueOn} onChange={(event) => setDueOn(event.currentTarget.value)} w={150} />
        <NumberInput
          label="Days for who joins later"
          min={1}
          max={365}
          allowDecimal={false}
          value={daysForNew}
          onChange={(value) => setDaysForNew(Number(value) || 14)}
          w={180}
        />
        <NumberInput
          label="Remind every (days)"
          min={1}
          max={90}
          allowDecimal={false}
          value={remindEveryDays}
          onChange={(value) => setRemindEveryDays(Number(value) || 7)}
          w={160}
        />
        <Button
          disabled={!document}
          loading={start.isPending}
          onClick={() =>
            start.mutate(document!, {
              onSuccess: () => {
                setDocument(null);
                setDueOn('');
              },
            })
          }
        >
          Start the campaign
        </Button>
      </Group>
      <Text size="sm" className="quiet" mt={4}>
        {inForce.length === 0
          ? 'No document is in force yet: approve and publish one first.'
          : choices.length === 0
            ? 'Every document in force is asked for already, or says that nobody must read it.'
            : 'Without a day: within 14 days. Documents that nobody must read are not offered; their form says who must.'}
      </Text>
    </section>
  );
}
