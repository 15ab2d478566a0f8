import { Button, Group, Menu, Stack, Text, Title } from '@mantine/core';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { ReviewShown } from '../../../../src/isms/review/contract.ts';
import { ManagementReviewFields } from '../../../../src/isms/review/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { download, showError, useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Fields } from '../../parts/Field.tsx';
import { History } from '../../parts/History.tsx';
import { Loaded, Page } from '../../parts/Page.tsx';
import { Sign } from '../../parts/Sign.tsx';
import { counted, dayInWords, momentInWords, plural } from '../../words.ts';
import { AddDecision, DecisionList } from './Decisions.tsx';
import type { SeriesOf } from './Figures.tsx';
import { Input } from './Input.tsx';
import { Present } from './Present.tsx';
import './review.css';

const compared = {
  ledger: 'The ledger gives the figures of the last review beside those of today.',
  frozen: 'The figures beside those of today are the ones frozen at the last review.',
  nothing: 'There is no earlier figure to compare with.',
};

function stateOf({ status, on, approvedBy, approvedAt, lacks }: ReviewShown): string {
  if (status === 'approved') return `Held on ${dayInWords(on)}; approved by ${approvedBy} on ${momentInWords(approvedAt)}.`;
  if (status === 'held') return `Held on ${dayInWords(on)}; the inputs are frozen, and the minutes wait for top management.`;
  return `Planned for ${dayInWords(on)} (${counted(on)}); the figures move with the records until it is held.${lacks.length > 0 ? ` ${plural(lacks.length, 'thing')} an auditor would miss.` : ''}`;
}

/** One management review: prepared, held while people look at it, approved. */
export function Review() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { slug, role } = useHere();
  const navigate = useNavigate();
  const [presenting, setPresenting] = useState(false);
  const [signing, setSigning] = useState(false);
  const query = useRead(['management-reviews', id], (client) => client.review.review({ id }));
  const course = useRead(['management-reviews', id, 'series'], (client) => client.review.series({ id }), { staleTime: 300_000 });
  const writes = may(role as Role, 'prepare the management review');
  const hold = useWrite(
    (client: Client) => client.review.hold({ id }),
    () => 'Held: the inputs are frozen.',
    { signed: true },
  );
  const reopen = useWrite(
    (client: Client) => client.review.reopen({ id }),
    () => 'It is being prepared again.',
    { signed: true },
  );
  const discard = useWrite(
    (client: Client) => client.review.discard({ id }),
    () => 'Discarded.',
    { signed: true },
  );
  const approve = useWrite(
    (client: Client, input: { hash: string; password: string }) => client.review.approve({ id, ...input }),
    () => 'Approved.',
    { signed: true },
  );
  const series: SeriesOf = (input, key) => {
    const values = course.data?.items.find((each) => each.input === input && each.key === key)?.values ?? [];
    return values.map((value, index) => ({ on: course.data!.days[index]!, value }));
  };
  return (
    <Loaded query={query}>
      {(review) => (
        <Page
          title={review.title}
          state={stateOf(review)}
          actions={
            <>
              <Button variant="default" onClick={() => setPresenting(true)}>
                Show for the meeting
              </Button>
              <Menu>
                <Menu.Target>
                  <Button variant="default">{review.status === 'approved' ? 'Minutes' : 'Draft of the minutes'}</Button>
                </Menu.Target>
                <Menu.Dropdown>
                  {(['pdf', 'docx'] as const).map((format) => (
                    <Menu.Item
                      key={format}
                      onClick={() => void download(slug, `/reports/management-reviews/${id}?format=${format}`).catch(showError)}
                    >
                      {format.toUpperCase()}
                    </Menu.Item>
                  ))}
                </Menu.Dropdown>
              </Menu>
              {writes && review.status === 'prepared' && (
                <Button loading={hold.isPending} onClick={() => hold.mutate(undefined)}>
                  Hold and freeze the inputs
                </Button>
              )}
              {writes && review.status === 'held' && (
                <Button variant="default" loading={reopen.isPending} onClick={() => reopen.mutate(undefined)}>
                  Back to preparing
                </Button>
              )}
              {review.status === 'held' && may(role as Role, 'approve the management review') && (
                <Button onClick={() => setSigning(true)}>Approve the minutes</Button>
              )}
            </>
          }
        >
          {review.intact === false && (
            <Text className="grade-major" role="alert">
              ■ What is stored is not what was frozen: its hash differs.
            </Text>
          )}
          {review.lacks.length > 0 && <Lacks review={review} />}
          <Text size="sm" className="quiet">
            {review.since ? `Since ${dayInWords(review.since)}. ` : ''}
            {compared[review.compared]}
          </Text>
          <Stack gap="lg">
            {review.inputs.map((input) => (
              <Input key={input.input} review={review} input={input} series={series} writes={writes} />
            ))}
            <Minutes review={review} writes={writes && review.status !== 'approved'} />
            {review.status !== 'prepared' && (
              <Text size="sm" className="quiet">
                Inputs frozen {momentInWords(review.heldAt)} by {review.heldBy}, SHA-256{' '}
                <code style={{ overflowWrap: 'anywhere' }}>{review.hash}</code>
                {review.contentHash && (
                  <>
                    ; minutes as approved <code style={{ overflowWrap: 'anywhere' }}>{review.contentHash}</code>
                  </>
                )}
              </Text>
            )}
            <details>
              <summary>History</summary>
              <History register="management-reviews" record={id} />
            </details>
            {writes && review.status === 'prepared' && (
              <Button
                variant="subtle"
                color="gray"
                w="fit-content"
                onClick={() => discard.mutate(undefined, { onSuccess: () => void navigate({ to: `/o/${slug}/reviews` as never }) })}
              >
                Discard this review
              </Button>
            )}
            <Link to={`/o/${slug}/reviews` as never}>All reviews</Link>
          </Stack>
          {presenting && <Present review={review} series={series} onClose={() => setPresenting(false)} />}
          <Sign
            opened={signing}
            onClose={() => setSigning(false)}
            action="Approve the minutes"
            meaning={`As top management you approve the minutes of ${review.title}, with ${plural(review.decisions.length, 'decision')} and the conclusion, exactly as you see them. Nothing of it changes afterwards.`}
            signing={approve}
            onSign={(password) => approve.mutate({ hash: review.toApprove, password }, { onSuccess: () => setSigning(false) })}
          />
        </Page>
      )}
    </Loaded>
  );
}

function Lacks({ review: { lacks } }: { review: ReviewShown }) {
  return (
    <details className="note">
      <summary>{plural(lacks.length, 'thing')} an auditor would miss</summary>
      <ul style={{ margin: '4px 0' }}>
        {lacks.map(({ says, input }, index) => (
          <li key={index}>{input ? <a href={`#${input}`}>{says}</a> : says}</li>
        ))}
      </ul>
    </details>
  );
}

/** Who was there, what was said and decided, and the judgement. */
function Minutes({ review, writes }: { review: ReviewShown; writes: boolean }) {
  const save = useWrite(
    (client: Client, fields: object) => client.review.change({ id: review.id, ...fields }),
    () => '',
    { signed: true },
  );
  const shape = ManagementReviewFields.shape;
  const elsewhere = review.decisions.filter(({ input }) => input === null);
  const field = (name: keyof typeof shape, disabled = !writes) => (
    <Fields of={shape} names={[name]} values={review} disabled={disabled} onChange={(changed) => save.mutate(changed)} />
  );
  const frozenDay = !writes || review.status !== 'prepared';
  return (
    <section aria-label="Minutes" className="hairline" style={{ paddingTop: 12 }}>
      <Title order={2} mb="xs">
        Minutes
      </Title>
      <Stack gap="sm" maw="52rem">
        {field('title')}
        <Group grow align="flex-start">
          {field('on', frozenDay)}
          {field('since', frozenDay)}
        </Group>
        {field('chair')}
        {field('attendees')}
        {field('agenda')}
        {field('minutes')}
        {elsewhere.length > 0 && <DecisionList decisions={elsewhere} />}
        {writes && <AddDecision review={review.id} input={null} where="Minutes" />}
        {field('conclusion')}
      </Stack>
    </section>
  );
}
