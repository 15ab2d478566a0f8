import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useWrite, type Client } from '../../client.tsx';
import { dayInWords } from '../../words.ts';

type Story = Awaited<ReturnType<Client['improvement']['story']>>;

/** Reviews of the effect so far, and the next one for whoever may give it. */
export function Effect({ story: { nonconformity, reviews, mayReview, mayNotReview } }: { story: Story }) {
  const { role } = useHere();
  const [text, setText] = useState('');
  const review = useWrite(
    (client: Client, effective: boolean) => client.improvement.review({ id: nonconformity.id, effective, text }),
    ({ record }) => (record.closedOn === null ? `${record.id} is open again.` : `${record.id} is closed.`),
    { signed: true },
  );
  return (
    <Stack gap="xs">
      {reviews.map(({ id, on, by, effective, text: said }) => (
        <div key={id} className="hairline" style={{ padding: '6px 0' }}>
          <Text size="sm">
            <span aria-hidden style={{ color: effective ? 'var(--green)' : 'var(--orange)' }}>
              {effective ? '● ' : '○ '}
            </span>
            {effective ? 'It has worked' : 'It has not worked'}, says {by} on {dayInWords(on)}: {said}
          </Text>
        </div>
      ))}
      {nonconformity.closedOn === null && may(role as Role, 'review effectiveness') && mayReview && (
        <>
          <Textarea
            label="What you looked at, and what it shows"
            description="You state that you had no part in what was done. It cannot be taken back."
            autosize
            minRows={2}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Group gap="xs">
            <Button disabled={text.trim() === ''} loading={review.isPending} onClick={() => review.mutate(true)}>
              It has worked: close it
            </Button>
            <Button variant="default" disabled={text.trim() === ''} loading={review.isPending} onClick={() => review.mutate(false)}>
              It has not worked
            </Button>
          </Group>
        </>
      )}
      {nonconformity.closedOn === null && !mayReview && (
        <Text size="sm" className="quiet">
          {mayNotReview}
        </Text>
      )}
    </Stack>
  );
}
