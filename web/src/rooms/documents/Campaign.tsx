import { Anchor, Button, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useHere, useWrite, type Client } from '../../client.tsx';
import { counted, dayInWords, plural } from '../../words.ts';
import { Bar } from './Bar.tsx';
import type { CampaignRow } from './data.ts';

type Reader = CampaignRow['readers'][number];
const most = 200;

/** One campaign: how far it is, who is late by team, and the record of each person. */
export function CampaignReport({ campaign, opened, writes }: { campaign: CampaignRow; opened: boolean; writes: boolean }) {
  const { slug } = useHere();
  const [open, setOpen] = useState(opened);
  const { id, document, title, versionNumber, startedOn, startedBy, dueOn, endedOn, remindedOn, remindEveryDays, readers } = campaign;
  const late = readers.filter(({ overdue }) => overdue);
  const done = readers.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length;
  const remind = useWrite(
    (client: Client) => client.documents.remind({ id }),
    ({ reminded, withoutAddress, sent }) =>
      (sent ? `${plural(reminded, 'person is', 'people are')} reminded by e-mail.` : 'No mail server is set: nobody was written to.') +
      (withoutAddress.length > 0 ? ` Without an address: ${withoutAddress.slice(0, 5).join(', ')}${withoutAddress.length > 5 ? ' …' : ''}.` : ''),
    // A letter is not taken back.
    { signed: true },
  );
  const end = useWrite(
    (client: Client) => client.documents.endCampaign({ id }),
    () => 'The campaign has ended.',
  );
  const teams = [...Map.groupBy(late, ({ team }) => team ?? 'No team')].toSorted(([, a], [, b]) => b.length - a.length);
  return (
    <article className="hairline" style={{ padding: '12px 0' }} aria-label={`${title}, version ${versionNumber}`}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <div>
          <Title order={3} size="h5">
            <Anchor inherit component={Link} to={`/o/${slug}/document/${document}` as never}>
              {title}
            </Anchor>
            , version {versionNumber}
          </Title>
          <Text size="sm" className="quiet">
            {endedOn
              ? `${dayInWords(startedOn)} to ${dayInWords(endedOn)}`
              : `Due ${dayInWords(dueOn)} (${counted(dueOn)}); started ${dayInWords(startedOn)} by ${startedBy}${
                  remindedOn ? `; reminded ${counted(remindedOn)}` : `; a reminder every ${plural(remindEveryDays, 'day')}`
                }`}
          </Text>
          <Bar done={done} of={readers.length} late={late.length} width={180} />
        </div>
        <Group gap="xs" className="no-print">
          <Button size="xs" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide the people' : 'Show the people'}
          </Button>
          {writes && done < readers.length && (
            <Button size="xs" variant="default" loading={remind.isPending} onClick={() => remind.mutate(undefined)}>
              Remind {readers.length - done}
            </Button>
          )}
          {writes && (
            <Button size="xs" variant="default" loading={end.isPending} onClick={() => end.mutate(undefined)}>
              End
            </Button>
          )}
        </Group>
      </Group>
      {late.length > 0 && (
        <Text size="sm" mt={4}>
          Late: {teams.map(([team, own]) => `${team} ${own.length}`).join(', ')}.
        </Text>
      )}
      {open && <People readers={readers} number={versionNumber} />}
    </article>
  );
}

const groups = {
  late: (reader: Reader) => reader.overdue,
  open: (reader: Reader) => reader.acknowledgedAt === null,
  read: (reader: Reader) => reader.acknowledgedAt !== null,
  all: () => true,
};

function People({ readers, number }: { readers: Reader[]; number: number }) {
  const [group, setGroup] = useState<keyof typeof groups>('all');
  const found = readers
    .filter(groups[group])
    .toSorted((a, b) => Number(b.overdue) - Number(a.overdue) || (a.team ?? '').localeCompare(b.team ?? '') || a.name.localeCompare(b.name));
  return (
    <Stack gap="xs" mt="sm">
      <SegmentedControl
        aria-label="Which people"
        w="fit-content"
        size="xs"
        value={group}
        onChange={(value) => setGroup(value as keyof typeof groups)}
        data={(['all', 'late', 'open', 'read'] as const).map((value) => ({
          value,
          label: `${{ all: 'All', late: 'Late', open: 'Not yet', read: 'Read' }[value]} ${readers.filter(groups[value]).length}`,
        }))}
      />
      {found.length === 0 ? (
        <Text className="quiet">Nobody.</Text>
      ) : (
        <div className="scroll" tabIndex={0} role="group" aria-label="People">
          <table className="grid-table">
            <thead>
              <tr>
                <th>Person</th>
                <th>Team</th>
                <th>Due</th>
                <th>Read and understood</th>
              </tr>
            </thead>
            <tbody>
              {found.slice(0, most).map(({ person, name, team, dueOn, acknowledgedAt, overdue }) => (
                <tr key={person}>
                  <td>{name}</td>
                  <td>{team ?? <span className="quiet">–</span>}</td>
                  <td className="nowrap">{dayInWords(dueOn)}</td>
                  <td className="nowrap">
                    {acknowledgedAt ? (
                      <>
                        <span aria-hidden style={{ color: 'var(--green)' }}>
                          ●
                        </span>{' '}
                        version {number}, {momentInWords(acknowledgedAt)}
                      </>
                    ) : overdue ? (
                      <span style={{ color: 'var(--red)' }}>■ late, was due {counted(dueOn)}</span>
                    ) : (
                      <span className="quiet">○ not yet, {counted(dueOn)}</span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {found.length > most && (
        <Text size="sm" className="quiet">
          The first {most} of {found.length.toLocaleString('en')}.
        </Text>
      )}
    </Stack>
  );
}

/** `2026-11-24T09:05:00Z` → `24 Nov 2026, 10:05`, in the time of the reader. */
function momentInWords(instant: string): string {
  const at = new Date(instant);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${dayInWords(`${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`)}, ${two(at.getHours())}:${two(at.getMinutes())}`;
}
