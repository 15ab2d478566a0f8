import { Anchor, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { z } from 'zod';
import type { ReviewInterval, ReviewListed } from '../../../../src/isms/review/contract.ts';
import { reviewDecisions } from '../../../../src/isms/review/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { AuditorSays } from '../../parts/Findings.tsx';
import { Empty, Loaded, Page } from '../../parts/Page.tsx';
import { RegisterList } from '../../parts/Register.tsx';
import { RoomTabs } from '../../parts/Rooms.tsx';
import { counted, dayInWords, daysUntil, plural } from '../../words.ts';
import './review.css';

type Interval = z.infer<typeof ReviewInterval>;

function stateOf({ last, dueOn, planned, months }: Interval): string {
  const every = months === null ? 'How often it takes place is not committed to' : `Every ${months} months`;
  const was = last === null ? 'none was held yet' : `the last on ${dayInWords(last)}`;
  const next = planned
    ? `the next is planned for ${dayInWords(planned)} (${counted(planned)})`
    : dueOn
      ? `the next is due ${dayInWords(dueOn)} (${counted(dueOn)}) and not planned`
      : 'none is planned';
  return `${every}; ${was}, ${next}.`;
}

/** Management reviews, and what they have decided. */
export function Reviews() {
  const { role } = useHere();
  const [preparing, setPreparing] = useState(false);
  const query = useRead(['management-reviews'], (client) => client.review.reviews());
  const verdict = useRead(['verdict', null], (client) => client.verdict.verdict({}));
  const writes = may(role as Role, 'prepare the management review');
  const planned = query.data?.interval.planned ?? null;
  return (
    <Page
      title="Management review"
      state={query.data && stateOf(query.data.interval)}
      actions={writes && planned === null && query.data ? <Button onClick={() => setPreparing(true)}>Prepare a review</Button> : undefined}
    >
      <AuditorSays findings={verdict.data?.findings.filter(({ clause }) => clause.startsWith('9.3')) ?? []} />
      <RoomTabs
        room="reviews"
        parts={[
          {
            id: '',
            title: 'Reviews',
            content: <Loaded query={query}>{({ items }) => <List items={items} onPrepare={writes ? () => setPreparing(true) : undefined} />}</Loaded>,
          },
          {
            id: 'decisions',
            title: 'Decisions',
            content: (
              <RegisterList
                register={reviewDecisions}
                operations={(client) => client.review.decisions as never}
                filters={['review', 'assignee', 'kind']}
              />
            ),
          },
        ]}
      />
      {preparing && <Prepare dueOn={query.data?.interval.dueOn ?? null} onClose={() => setPreparing(false)} />}
    </Page>
  );
}

const states = {
  prepared: { sign: '◌', colour: 'var(--yellow)', words: 'Being prepared' },
  held: { sign: '◐', colour: 'var(--yellow)', words: 'Held, not approved' },
  approved: { sign: '●', colour: 'var(--green)', words: 'Approved' },
};

function List({ items, onPrepare }: { items: ReviewListed[]; onPrepare: (() => void) | undefined }) {
  const { slug } = useHere();
  if (items.length === 0)
    return (
      <Empty title="No management review yet">
        <Text className="quiet">
          Top management looks at the whole system once before the first certificate and at least once a year: what was decided before, what has
          changed, figures, audits, risks, ideas. The product fills all of it from the records; people say what it means and decide.
        </Text>
        {onPrepare && (
          <Button variant="light" w="fit-content" onClick={onPrepare}>
            Prepare a review
          </Button>
        )}
      </Empty>
    );
  return (
    <Stack gap={0}>
      {items.map(({ id, title, on, status, decisions, open, overdue, approvedBy }) => (
        <Group key={id} className="hairline" py={8} gap="md" justify="space-between" align="baseline">
          <div>
            <Anchor component={Link} to={`/o/${slug}/management-review/${id}` as never} fw={600}>
              {title}
            </Anchor>
            <Text size="sm" className="quiet">
              {id} · {dayInWords(on)} ({counted(on)}) · {decisions === 0 ? 'no decision' : `${plural(decisions, 'decision')}, ${open} open`}
              {overdue > 0 && `, ${overdue} overdue`}
            </Text>
          </div>
          <Text size="sm">
            <span aria-hidden style={{ color: states[status].colour, marginRight: 6 }}>
              {states[status].sign}
            </span>
            {states[status].words}
            {approvedBy && ` by ${approvedBy}`}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}

function Prepare({ dueOn, onClose }: { dueOn: string | null; onClose(): void }) {
  const { slug } = useHere();
  const navigate = useNavigate();
  const [on, setOn] = useState(dueOn !== null && daysUntil(dueOn) > 0 ? dueOn : '');
  const prepare = useWrite(
    (client: Client) => client.review.prepare({ on }),
    ({ record }) => `${record.id} is being prepared.`,
    { signed: true },
  );
  return (
    <Modal opened onClose={onClose} title="Prepare a review">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          prepare.mutate(undefined, { onSuccess: ({ record }) => void navigate({ to: `/o/${slug}/management-review/${record.id}` as never }) });
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Day of the meeting"
            type="date"
            required
            data-autofocus
            value={on}
            onChange={(event) => setOn(event.currentTarget.value)}
          />
          <Text size="sm" className="quiet">
            The agenda follows the standard; top management and those who report to it are put down as attendees. All of it can be changed.
          </Text>
          <Button type="submit" loading={prepare.isPending} disabled={on === ''}>
            Prepare the review
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
