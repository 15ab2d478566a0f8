import { Anchor, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { ReviewDecision, ReviewInput } from '../../../../src/isms/review/model.ts';
import { useHere, useWrite, type Client } from '../../client.tsx';
import { useNames, useOptions } from '../../parts/options.ts';
import { counted, dayInWords, daysUntil } from '../../words.ts';

const kinds = [
  { value: 'improvement', label: 'Improvement' },
  { value: 'change', label: 'Change to the ISMS' },
  { value: 'means', label: 'People and money' },
  { value: 'other', label: 'Other' },
];

/** Decisions with who carries them out, by when, and what came of them. */
export function DecisionList({ decisions }: { decisions: ReviewDecision[] }) {
  const { slug } = useHere();
  const name = useNames('people');
  return (
    <ul className="review-points">
      {decisions.map(({ id, title, assignee, dueOn, doneOn }) => (
        <li key={id}>
          <Anchor inherit component={Link} to={`/o/${slug}/reviews/decisions` as never} search={{ open: id } as never}>
            {id} {title}
          </Anchor>
          <Text span size="sm" className="quiet">
            {' '}
            · {assignee ? name(assignee) : 'nobody carries it out'} ·{' '}
            {doneOn
              ? `done ${dayInWords(doneOn)}`
              : dueOn
                ? `${daysUntil(dueOn) < 0 ? 'overdue since' : 'by'} ${dayInWords(dueOn)} (${counted(dueOn)})`
                : 'no day'}
          </Text>
        </li>
      ))}
    </ul>
  );
}

/** A decision is taken in place: its words, who, by when; Enter writes it down, and the next one can be typed. */
export function AddDecision({ review, input, where }: { review: string; input: ReviewInput | null; where: string }) {
  const people = useOptions('people');
  const first = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [title, setTitle] = useState('');
  const [kind, setKind] = useState('improvement');
  const [assignee, setAssignee] = useState<string | null>(null);
  const [dueOn, setDueOn] = useState('');
  const add = useWrite(
    (client: Client) => client.review.decisions.create({ review, input, title, kind: kind as 'improvement', assignee, dueOn: dueOn || null }),
    ({ record }) => `${record.id} is written down.`,
  );
  useEffect(() => {
    if (open) first.current?.focus();
  }, [open]);
  if (!open)
    return (
      <Button size="compact-sm" variant="default" w="fit-content" onClick={() => setOpen(true)} aria-label={`Add a decision: ${where}`}>
        Add a decision
      </Button>
    );
  return (
    <form
      aria-label={`Decision: ${where}`}
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(undefined, {
          onSuccess: () => {
            setTitle('');
            first.current?.focus();
          },
        });
      }}
    >
      <Stack gap="xs">
        <TextInput
          ref={first}
          label="Decision"
          description="What is done, not what was noted"
          required
          onKeyDown={(event) => {
            if (event.key === 'Escape') setOpen(false);
          }}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Group gap="xs" align="flex-end">
          <Select label="Assignee" searchable clearable data={people} value={assignee} onChange={setAssignee} limit={40} />
          <TextInput label="Due" type="date" value={dueOn} onChange={(event) => setDueOn(event.currentTarget.value)} />
          <Select label="Kind" data={kinds} value={kind} onChange={(value) => setKind(value ?? 'improvement')} allowDeselect={false} />
          <Button type="submit" loading={add.isPending} disabled={title.trim() === ''}>
            Write it down
          </Button>
          <Button variant="subtle" onClick={() => setOpen(false)}>
            Close
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
