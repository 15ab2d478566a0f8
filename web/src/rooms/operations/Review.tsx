import { Anchor, Button, Group, Menu, Modal, Select, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { DecisionShown } from '../../../../src/isms/operations/access-reviews/contract.ts';
import { hintWords } from '../../../../src/isms/operations/access-reviews/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { formats as reportFormats } from '../../../../src/reports/contract.ts';
import { download, showError, useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { useOptions } from '../../parts/options.ts';
import { AttachButton, Files } from '../../parts/Attach.tsx';
import { Loaded, Page } from '../../parts/Page.tsx';
import { counted, dayInWords, plural } from '../../words.ts';
import { State } from './signs.tsx';

/** One access review: how far it is, what it came to, and every account. */
export function Review() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { slug, role, person } = useHere();
  const report = useRead(['access-reviews', id, 'report'], (client) => client.operations.accessReviews.report({ id }));
  const [closing, setClosing] = useState<'close' | 'cancel' | null>(null);
  const [note, setNote] = useState('');
  const end = useWrite(
    (client: Client) =>
      closing === 'close' ? client.operations.accessReviews.close({ id, note }) : client.operations.accessReviews.cancel({ id, note }),
    () => (closing === 'close' ? 'Closed.' : 'Cancelled.'),
    { signed: true },
  );
  const runs = may(role as Role, 'run access reviews');
  return (
    <Loaded query={report}>
      {({ review, complete, sentences, hints, notDone }) => {
        const { progress } = review;
        const mine = review.byReviewer.find((each) => each.person === person);
        return (
          <Page
            title={review.title}
            state={
              <>
                <State of="review" at={review.state} /> · {progress.all - progress.open} of {progress.all} decided, due {dayInWords(review.dueOn)} (
                {counted(review.dueOn)}).
              </>
            }
            actions={
              <>
                <Button variant="default" component={Link} to={`/o/${slug}/operations/reviews` as never}>
                  All reviews
                </Button>
                <Menu>
                  <Menu.Target>
                    <Button variant="default">Report</Button>
                  </Menu.Target>
                  <Menu.Dropdown>
                    {reportFormats.map((format) => (
                      <Menu.Item key={format} onClick={() => void download(slug, `/reports/access-reviews/${id}?format=${format}`).catch(showError)}>
                        Report as {format.toUpperCase()}
                      </Menu.Item>
                    ))}
                  </Menu.Dropdown>
                </Menu>
                {review.status === 'open' && runs && (
                  <>
                    <Button variant="default" onClick={() => setClosing('cancel')}>
                      Cancel it
                    </Button>
                    <Button variant={mine?.open ? 'default' : 'filled'} disabled={progress.open > 0} onClick={() => setClosing('close')}>
                      Close the review
                    </Button>
                  </>
                )}
                {review.status === 'open' && mine && (
                  <Button component={Link} to={`/o/${slug}/my/review/${id}` as never}>
                    Decide on mine ({mine.open} open)
                  </Button>
                )}
              </>
            }
          >
            <Stack gap="lg">
              <section aria-label="What it comes to">
                <Title order={2} mb={4}>
                  {complete ? 'Complete' : 'What it comes to so far'}
                </Title>
                {sentences.map((each) => (
                  <Text key={each} style={{ overflowWrap: 'anywhere' }}>
                    {each}
                  </Text>
                ))}
                {review.note && <Text className="quiet">{review.note}</Text>}
              </section>
              <div className="side-by-side">
                <section aria-label="Reviewers">
                  <Title order={2} mb="xs">
                    Reviewers
                  </Title>
                  <table className="grid-table">
                    <thead>
                      <tr>
                        <th>Reviewer</th>
                        <th>Decided</th>
                        <th>
                          <span className="sr-only">Actions</span>
                        </th>
                      </tr>
                    </thead>
                    <tbody>
                      {review.byReviewer.map((each) => (
                        <tr key={each.person}>
                          <td>{each.name}</td>
                          <td className="nowrap">
                            {each.all - each.open} of {each.all}
                          </td>
                          <td>{runs && review.status === 'open' && each.open > 0 && <Reassign review={id} from={each} />}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </section>
                {hints.length > 0 && (
                  <section aria-label="What catches the eye">
                    <Title order={2} mb="xs">
                      What catches the eye
                    </Title>
                    <table className="grid-table">
                      <thead>
                        <tr>
                          <th>Accounts</th>
                          <th>All</th>
                          <th>Kept</th>
                          <th>Revoked</th>
                        </tr>
                      </thead>
                      <tbody>
                        {hints.map(({ hint, all, kept, revoked }) => (
                          <tr key={hint}>
                            <td>{hintWords[hint as keyof typeof hintWords]}</td>
                            <td>{all}</td>
                            <td>{kept}</td>
                            <td>{revoked}</td>
                          </tr>
                        ))}
                      </tbody>
                    </table>
                  </section>
                )}
              </div>
              {notDone.length > 0 && (
                <section aria-label="Not carried out">
                  <Title order={2} mb={4}>
                    Decided and not shown to have happened
                  </Title>
                  <Text size="sm" className="quiet" mb="xs">
                    A later list of the system shows it by itself. Take the next one under{' '}
                    <Anchor inherit component={Link} to={`/o/${slug}/operations/reviews` as never}>
                      access reviews
                    </Anchor>
                    .
                  </Text>
                  {notDone.map((each) => (
                    <Group key={each.id} gap="sm" className="hairline" py={6}>
                      <State of="decision" at={each.decision} />
                      <Text style={{ flex: 1, minWidth: 200 }}>
                        <b>{each.account.name || each.account.id}</b> {each.reason && <span className="quiet">{each.reason}</span>}
                      </Text>
                      {runs && <CarriedOut decision={each} />}
                    </Group>
                  ))}
                </section>
              )}
              <Accounts review={id} />
              <Files files={review.files} />
            </Stack>
            <Modal opened={closing !== null} onClose={() => setClosing(null)} title={closing === 'close' ? 'Close the review' : 'Cancel the review'}>
              <Stack gap="sm">
                <Text>
                  {closing === 'close'
                    ? 'No decision can be changed afterwards. What was revoked or changed is followed up.'
                    : 'Nothing is decided in it any more.'}
                </Text>
                <Textarea
                  label={closing === 'close' ? 'Remark' : 'Why'}
                  autosize
                  minRows={2}
                  value={note}
                  onChange={(event) => setNote(event.currentTarget.value)}
                />
                <Button
                  loading={end.isPending}
                  disabled={closing === 'cancel' && note.trim() === ''}
                  onClick={() => end.mutate(undefined, { onSuccess: () => setClosing(null) })}
                >
                  {closing === 'close' ? 'Close the review' : 'Cancel the review'}
                </Button>
              </Stack>
            </Modal>
          </Page>
        );
      }}
    </Loaded>
  );
}

function Reassign({ review, from }: { review: string; from: { person: string; name: string; open: number } }) {
  const [opened, setOpened] = useState(false);
  const [to, setTo] = useState<string | null>(null);
  const people = useOptions('people');
  const move = useWrite(
    (client: Client) => client.operations.accessReviews.reassign({ id: review, from: from.person, to: to! }),
    ({ moved }) => `${plural(moved, 'account')} given to somebody else.`,
    { signed: true },
  );
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => setOpened(true)}
        aria-label={`Give to somebody else: the open accounts of ${from.name}`}
      >
        Give to somebody else
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={`Give ${plural(from.open, 'open account')} of ${from.name} to somebody else`}>
        <Stack gap="sm">
          <Select label="To" searchable data={people} value={to} onChange={setTo} limit={40} />
          <Button disabled={to === null} loading={move.isPending} onClick={() => move.mutate(undefined, { onSuccess: () => setOpened(false) })}>
            Give them
          </Button>
        </Stack>
      </Modal>
    </>
  );
}

function CarriedOut({ decision }: { decision: DecisionShown }) {
  const [opened, setOpened] = useState(false);
  const [note, setNote] = useState('');
  const [upload, setUpload] = useState<{ id: string; name: string } | null>(null);
  const say = useWrite(
    (client: Client) => client.operations.accessReviews.carriedOut({ id: decision.id, note, ...(upload && { upload: upload.id }) }),
    () => 'Written down.',
    { signed: true },
  );
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setOpened(true)}>
        Carried out, by hand
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={`${decision.account.name || decision.account.id}: carried out`}>
        <Stack gap="sm">
          <Textarea label="What shows it" autosize minRows={2} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
          <Group gap="xs">
            <AttachButton accept="*/*" onUploaded={(id, name) => setUpload({ id, name })}>
              Attach a file
            </AttachButton>
            <Text size="sm">{upload?.name}</Text>
          </Group>
          <Button disabled={note.trim() === ''} loading={say.isPending} onClick={() => say.mutate(undefined, { onSuccess: () => setOpened(false) })}>
            Write down that it was carried out
          </Button>
        </Stack>
      </Modal>
    </>
  );
}

function Accounts({ review }: { review: string }) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 250);
  const [decision, setDecision] = useState<string | null>(null);
  const list = useRead(['access-reviews', review, 'decisions', search, decision], (client) =>
    client.operations.accessReviews.decisions({
      id: review,
      limit: 200,
      ...(search && { search }),
      ...(decision && { decision: decision as 'keep' }),
    }),
  );
  return (
    <section aria-label="Accounts">
      <Title order={2} mb="xs">
        Every account
      </Title>
      <Group gap="xs" mb="xs" className="no-print">
        <TextInput aria-label="Search accounts" placeholder="Search" value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
        <Select
          aria-label="Decision"
          placeholder="Decision"
          clearable
          value={decision}
          onChange={setDecision}
          data={[
            { value: 'open', label: 'Open' },
            { value: 'keep', label: 'Keep' },
            { value: 'change', label: 'Change' },
            { value: 'revoke', label: 'Revoke' },
          ]}
        />
      </Group>
      <Loaded query={list}>
        {({ items, total }) => (
          <>
            <Text size="sm" className="quiet">
              {plural(total, 'account')}
              {total > items.length ? `, the first ${items.length} shown` : ''}
            </Text>
            <div className="scroll" tabIndex={0} role="region" aria-label="Accounts of the review">
              <table className="grid-table">
                <thead>
                  <tr>
                    <th>Account</th>
                    <th>Access</th>
                    <th>Catches the eye</th>
                    <th>Decision</th>
                    <th>Reviewer</th>
                    <th>Carried out</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map(({ id, account, personName, hints, decision: decided, reason, reviewerName, doneOn, doneBy }) => (
                    <tr key={id}>
                      <td>
                        {account.name || account.id}
                        <span className="quiet second-line">
                          {[
                            account.id,
                            account.email !== account.id ? account.email : '',
                            personName && personName !== account.name ? personName : '',
                          ]
                            .filter(Boolean)
                            .join(' · ')}
                        </span>
                      </td>
                      <td>{account.access || <span className="quiet">–</span>}</td>
                      <td>{hints.map((hint) => hintWords[hint]).join(', ') || <span className="quiet">–</span>}</td>
                      <td>
                        <State of="decision" at={decided} />
                        {reason && (
                          <span className="quiet second-line" title={reason} style={{ whiteSpace: 'normal' }}>
                            {reason}
                          </span>
                        )}
                      </td>
                      <td className="nowrap">{reviewerName}</td>
                      <td>
                        {doneOn ? (
                          <>
                            <span className="nowrap">{dayInWords(doneOn)}</span>
                            <span className="quiet second-line">{doneBy}</span>
                          </>
                        ) : (
                          <span className="quiet">{decided === 'revoke' || decided === 'change' ? 'not yet' : '–'}</span>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </>
        )}
      </Loaded>
    </section>
  );
}
