import { Button, Group, Progress, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Empty, Loaded } from '../../parts/Page.tsx';
import { counted, dayInWords, plural } from '../../words.ts';
import { useGo, type DocumentOf, type Summary } from './shared.ts';

type Campaign = Awaited<ReturnType<Client['documents']['campaigns']>>['items'][number];

/** Who must read the document, and who has. */
export function Reading({ document, versions }: { document: DocumentOf; versions: Summary[] }) {
  const campaigns = useRead(['campaigns'], (client) => client.documents.campaigns());
  return (
    <Loaded query={campaigns}>
      {({ items }) => {
        const own = items.filter((each) => each.document === document.id);
        const running = own.some(({ endedOn }) => endedOn === null);
        return (
          <Stack gap="lg">
            {!running && <Start document={document} />}
            {own.map((campaign) => (
              <One key={campaign.id} campaign={campaign} />
            ))}
            {own.length === 0 && versions.every(({ status }) => status !== 'effective') && (
              <Text className="quiet">When a version is in force, its audience can be asked to read it.</Text>
            )}
          </Stack>
        );
      }}
    </Loaded>
  );
}

function Start({ document }: { document: DocumentOf }) {
  const { role } = useHere();
  const go = useGo();
  const [due, setDue] = useState('');
  const start = useWrite(
    (client: Client) => client.documents.startCampaign({ document: document.id, daysForNew: 14, remindEveryDays: 7, ...(due && { dueOn: due }) }),
    () => 'Its audience is asked to read it.',
    { signed: true },
  );
  if (document.audience === 'nobody')
    return (
      <Empty title="Nobody has to read it.">
        <Text className="quiet">If people must know it, say under details whom it concerns.</Text>
        <Button w="fit-content" variant="default" onClick={() => go('details')}>
          To the details
        </Button>
      </Empty>
    );
  if (document.inForce === null || !may(role as Role, 'publish documents'))
    return <Text className="quiet">No campaign runs.{document.inForce === null ? ' No version is in force yet.' : ''}</Text>;
  return (
    <Group gap="xs" align="flex-end">
      <TextInput
        type="date"
        label="To be read by"
        description="Empty: in 14 days"
        value={due}
        onChange={(event) => setDue(event.currentTarget.value)}
      />
      <Button loading={start.isPending} onClick={() => start.mutate(undefined)}>
        Ask to read version {document.inForce}
      </Button>
    </Group>
  );
}

function One({ campaign }: { campaign: Campaign }) {
  const { role } = useHere();
  const { id, readers, versionNumber, dueOn, endedOn, startedOn } = campaign;
  const read = readers.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length;
  const overdue = readers.filter((each) => each.overdue).length;
  const remind = useWrite(
    (client: Client) => client.documents.remind({ id }),
    ({ reminded, sent, withoutAddress }) =>
      `${sent ? `${plural(reminded, 'person', 'people')} reminded by e-mail.` : 'No mail server is set: nobody was written to.'}${withoutAddress.length > 0 ? ` Without an address: ${withoutAddress.join(', ')}.` : ''}`,
    { signed: true },
  );
  const end = useWrite(
    (client: Client) => client.documents.endCampaign({ id }),
    () => 'The campaign has ended.',
    { signed: true },
  );
  return (
    <section aria-label={`Reading of version ${versionNumber}`}>
      <Group justify="space-between">
        <Text fw={600}>
          Version {versionNumber}: {read} of {readers.length} have read it
          {overdue > 0 && <span className="grade-minor">, {overdue} overdue</span>}
        </Text>
        {endedOn === null && may(role as Role, 'publish documents') && (
          <Group gap="xs">
            <Button size="xs" variant="default" loading={remind.isPending} onClick={() => remind.mutate(undefined)}>
              Remind those who have not
            </Button>
            <Button size="xs" variant="default" loading={end.isPending} onClick={() => end.mutate(undefined)}>
              End
            </Button>
          </Group>
        )}
      </Group>
      <Text size="sm" className="quiet">
        {endedOn
          ? `From ${dayInWords(startedOn)} to ${dayInWords(endedOn)}.`
          : `Since ${dayInWords(startedOn)}, to be read by ${dayInWords(dueOn)} (${counted(dueOn)}).`}
      </Text>
      <Progress value={readers.length === 0 ? 0 : (read / readers.length) * 100} my="xs" aria-label="Have read it" />
      <div className="scroll" tabIndex={0} role="group" aria-label="Readers" style={{ maxHeight: 420 }}>
        <table className="grid-table">
          <thead>
            <tr>
              <th>Person</th>
              <th>Team</th>
              <th>Due</th>
              <th>Read</th>
            </tr>
          </thead>
          <tbody>
            {readers.map((reader) => (
              <tr key={reader.person}>
                <td>{reader.name}</td>
                <td>{reader.team}</td>
                <td className="nowrap">{dayInWords(reader.dueOn)}</td>
                <td className="nowrap">
                  {reader.acknowledgedAt ? (
                    `● ${dayInWords(reader.acknowledgedAt)}`
                  ) : reader.overdue ? (
                    <span className="grade-minor">○ overdue</span>
                  ) : (
                    '○ not yet'
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
