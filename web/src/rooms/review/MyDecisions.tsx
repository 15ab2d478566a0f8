import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ReviewDecision } from '../../../../src/isms/review/model.ts';
import { useWrite, type Client } from '../../client.tsx';
import { counted, dayInWords, daysUntil } from '../../words.ts';

type Mine = Pick<ReviewDecision, 'id' | 'title' | 'dueOn'>;

/** Decisions of management reviews that one carries out oneself; done is said in words. */
export const MyDecisions = ({ decisions }: { decisions: readonly Mine[] }) => decisions.map((each) => <One key={each.id} decision={each} />);

function One({ decision: { id, title, dueOn } }: { decision: Mine }) {
  const [open, setOpen] = useState(false);
  const [result, setResult] = useState('');
  const done = useWrite(
    (client: Client) => client.review.done({ id, result }),
    () => 'Noted as done.',
  );
  const late = dueOn !== null && daysUntil(dueOn) < 0;
  return (
    <li>
      <div className="my-item">
        <span title={late ? 'Overdue' : 'Open'} style={{ color: late ? 'var(--red)' : 'var(--orange)', fontWeight: 700 }}>
          <span aria-hidden>{late ? '■' : '○'}</span>
          <span className="sr-only">{late ? 'Overdue' : 'Open'}: </span>
        </span>
        <span style={{ minWidth: 0 }}>
          <span style={{ fontWeight: 600 }}>{title}</span>
          <small data-late={late || undefined}>
            Decided by top management ({id}){dueOn ? `, by ${dayInWords(dueOn)} (${counted(dueOn)})` : ', no day set'}
          </small>
        </span>
        <Button variant="default" size="xs" mih={40} aria-label={`Done: ${title}`} aria-expanded={open} onClick={() => setOpen(!open)}>
          Done
        </Button>
      </div>
      {open && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            done.mutate(undefined);
          }}
        >
          <Stack gap="xs" pb="sm">
            <Textarea label="What was done" required autosize minRows={2} value={result} onChange={(event) => setResult(event.currentTarget.value)} />
            <Group>
              <Button type="submit" loading={done.isPending} disabled={result.trim() === ''}>
                It is done
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </li>
  );
}
