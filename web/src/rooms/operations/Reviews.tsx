import {
  Anchor,
  Button,
  Checkbox,
  Group,
  Modal,
  MultiSelect,
  Progress,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { PopulationHead } from '../../../../src/isms/operations/populations/contract.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { AttachButton } from '../../parts/Attach.tsx';
import { useOptions } from '../../parts/options.ts';
import { Empty, Loaded } from '../../parts/Page.tsx';
import { counted, dayInWords, plural } from '../../words.ts';
import { State } from './signs.tsx';

/** Access reviews (A.5.18) and the complete lists they rest on. */
export function Reviews() {
  const { slug, role } = useHere();
  const reviews = useRead(['access-reviews'], (client) => client.operations.accessReviews.list());
  const lists = useRead(['populations'], (client) => client.operations.populations.list());
  const mine = useRead(['my', 'access-reviews'], (client) => client.operations.accessReviews.mine());
  const [starting, setStarting] = useState<PopulationHead | null>(null);
  const runs = may(role as Role, 'run access reviews');
  const waiting = mine.data?.items.filter(({ open }) => open > 0) ?? [];
  return (
    <Stack gap="lg">
      {waiting.map(({ review, title, open, dueOn }) => (
        <Group key={review} gap="sm" role="status">
          <Text>
            <b>{plural(open, 'account')}</b> of {title} {open === 1 ? 'waits' : 'wait'} for your decision by {dayInWords(dueOn)} ({counted(dueOn)}).
          </Text>
          <Button size="xs" component={Link} to={`/o/${slug}/my/review/${review}` as never}>
            Decide
          </Button>
        </Group>
      ))}
      <section aria-label="Access reviews">
        <Title order={2} mb="xs">
          Reviews
        </Title>
        <Loaded query={reviews}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title="No access review yet">
                <Text className="quiet">
                  A review goes over every account of a system: keep, change or revoke. Nobody decides on their own account. What is revoked stays
                  open until a later list shows that it has ended.
                </Text>
                <Text className="quiet">{runs ? 'Take the list of accounts of a system below, then start.' : 'The ISMS manager starts one.'}</Text>
              </Empty>
            ) : (
              <div className="scroll" tabIndex={0} role="region" aria-label="List of access reviews">
                <table className="grid-table">
                  <thead>
                    <tr>
                      <th>Review</th>
                      <th>State</th>
                      <th>Decided</th>
                      <th>Kept, changed, revoked</th>
                      <th>Not carried out</th>
                      <th>Due</th>
                    </tr>
                  </thead>
                  <tbody>
                    {items.map(({ id, title, state, progress, dueOn, closedOn }) => (
                      <tr key={id}>
                        <td style={{ minWidth: '14rem' }}>
                          <Anchor inherit component={Link} to={`/o/${slug}/access-review/${id}` as never}>
                            {title}
                          </Anchor>
                        </td>
                        <td>
                          <State of="review" at={state} />
                        </td>
                        <td className="nowrap">
                          <Bar progress={progress} /> {progress.all - progress.open} of {progress.all}
                        </td>
                        <td className="nowrap">
                          {progress.keep}, {progress.change}, {progress.revoke}
                        </td>
                        <td>{progress.notDone}</td>
                        <td className="nowrap">
                          {dayInWords(dueOn)}
                          <span className="quiet second-line">{closedOn ? `closed ${dayInWords(closedOn)}` : counted(dueOn)}</span>
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )
          }
        </Loaded>
      </section>
      <section aria-label="Lists of accounts">
        <Group justify="space-between" mb="xs">
          <Title order={2}>Lists of accounts</Title>
          {runs && <TakeList />}
        </Group>
        <Loaded query={lists}>
          {({ items }) =>
            items.length === 0 ? (
              <Text className="quiet">
                None is kept. Take one from a CSV or XLSX export with all accounts of a system. It is kept with its count and a hash; leavers who
                still have an account are found in it.
              </Text>
            ) : (
              <div className="scroll" tabIndex={0} role="region" aria-label="Kept lists of accounts">
                <table className="grid-table">
                  <thead>
                    <tr>
                      <th>System</th>
                      <th>Accounts</th>
                      <th>Taken</th>
                      <th>From</th>
                      <th>SHA-256</th>
                      <th>
                        <span className="sr-only">Actions</span>
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {items.map((list, index) => {
                      const newest = items.findIndex(({ source }) => source === list.source) === index;
                      return (
                        <tr key={list.id}>
                          <td>{list.title}</td>
                          <td className="nowrap">
                            {list.count.toLocaleString('en')}, {list.active.toLocaleString('en')} active
                          </td>
                          <td className="nowrap">
                            {dayInWords(list.on)}
                            {list.seenOn !== list.on && <span className="quiet second-line">the same on {dayInWords(list.seenOn)}</span>}
                          </td>
                          <td>{list.origin}</td>
                          <td>
                            <code title={list.sha256}>{list.sha256.slice(0, 12)}…</code>
                          </td>
                          <td>
                            {runs && newest && (
                              <Button
                                size="compact-sm"
                                variant="default"
                                onClick={() => setStarting(list)}
                                aria-label={`Start a review of ${list.title}`}
                              >
                                Start a review
                              </Button>
                            )}
                          </td>
                        </tr>
                      );
                    })}
                  </tbody>
                </table>
              </div>
            )
          }
        </Loaded>
      </section>
      <Modal opened={starting !== null} onClose={() => setStarting(null)} title={`Review access to ${starting?.title ?? ''}`} size="lg">
        {starting && <Start list={starting} />}
      </Modal>
    </Stack>
  );
}

function Bar({ progress }: { progress: { all: number; keep: number; change: number; revoke: number } }) {
  const share = (count: number) => (progress.all === 0 ? 0 : (count / progress.all) * 100);
  return (
    <Progress.Root w={90} display="inline-flex" aria-hidden style={{ verticalAlign: 'middle' }}>
      <Progress.Section value={share(progress.keep)} color="teal" />
      <Progress.Section value={share(progress.change)} color="yellow" />
      <Progress.Section value={share(progress.revoke)} color="orange" />
    </Progress.Root>
  );
}

function TakeList() {
  const [opened, setOpened] = useState(false);
  const [system, setSystem] = useState<string | null>(null);
  const [title, setTitle] = useState('');
  const [upload, setUpload] = useState<{ id: string; name: string } | null>(null);
  const systems = useOptions('systems');
  const take = useWrite(
    (client: Client) => client.operations.populations.take({ upload: upload!.id, system, title }),
    ({ record, same, shown }) =>
      `${same ? 'The same list as before, seen again today.' : `${plural(record.count, 'account')} kept.`}${shown > 0 ? ` It shows ${plural(shown, 'revocation or change', 'revocations and changes')} to have happened.` : ''}`,
    { signed: true },
  );
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        Take a list
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Take the list of accounts of a system">
        <Stack gap="sm">
          <Select label="System" searchable clearable data={systems} value={system} onChange={setSystem} />
          {system === null && (
            <TextInput
              label="Or its name"
              description="Where it stands in no register"
              value={title}
              onChange={(event) => setTitle(event.currentTarget.value)}
            />
          )}
          <Text size="sm" className="quiet">
            CSV or XLSX with all accounts and a row of headers, such as User name, Display name, E-mail, Status, Roles. A row that cannot be read is
            named, and nothing is kept.
          </Text>
          <Group gap="xs">
            <AttachButton accept=".csv,.xlsx,.txt,.tsv" onUploaded={(id, name) => setUpload({ id, name })}>
              Choose the file
            </AttachButton>
            <Text size="sm">{upload?.name}</Text>
            <Button
              ml="auto"
              disabled={upload === null || (system === null && title.trim() === '')}
              loading={take.isPending}
              onClick={() =>
                take.mutate(undefined, {
                  onSuccess: () => {
                    setOpened(false);
                    setUpload(null);
                  },
                })
              }
            >
              Keep the list
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

function Start({ list }: { list: PopulationHead }) {
  const { slug } = useHere();
  const navigate = useNavigate();
  const people = useOptions('people');
  const [reviewers, setReviewers] = useState<string[]>([]);
  const [share, setShare] = useState<'equal' | 'manager'>('equal');
  const [privilegedOnly, setPrivilegedOnly] = useState(false);
  const [dueOn, setDueOn] = useState('');
  const start = useWrite(
    (client: Client) => client.operations.accessReviews.start({ population: list.id, reviewers, share, privilegedOnly, ...(dueOn && { dueOn }) }),
    ({ record }) => `${record.id} has started.`,
    { signed: true },
  );
  return (
    <Stack gap="sm">
      <Text>
        {plural(list.count, 'account')}, list of {dayInWords(list.seenOn)}.
      </Text>
      <div>
        <Text size="sm" fw={500} id="share">
          Who decides
        </Text>
        <SegmentedControl
          aria-labelledby="share"
          value={share}
          onChange={(value) => setShare(value as 'equal' | 'manager')}
          data={[
            { value: 'equal', label: 'The reviewers, in equal shares' },
            { value: 'manager', label: 'Each person’s manager' },
          ]}
        />
      </div>
      <MultiSelect
        label="Reviewers"
        description={
          share === 'manager'
            ? 'For accounts of nobody, and of people without a manager'
            : 'At least two where they have accounts themselves: nobody decides on their own'
        }
        searchable
        data={people}
        value={reviewers}
        onChange={setReviewers}
        limit={40}
      />
      <Checkbox label="Privileged accounts only" checked={privilegedOnly} onChange={(event) => setPrivilegedOnly(event.currentTarget.checked)} />
      <TextInput label="Due on" description="Empty: in 14 days" type="date" value={dueOn} onChange={(event) => setDueOn(event.currentTarget.value)} />
      <Button
        disabled={reviewers.length === 0}
        loading={start.isPending}
        onClick={() =>
          start.mutate(undefined, { onSuccess: ({ record }) => void navigate({ to: `/o/${slug}/access-review/${record.id}` as never }) })
        }
      >
        Start the review
      </Button>
    </Stack>
  );
}
