import { Button, Group, Paper, Stack, Text, Textarea, Title } from '@mantine/core';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { dayInWords, plural } from '../../words.ts';
import { words } from './merge.ts';
import { Pieces } from './Redline.tsx';
import type { Remark } from './shared.ts';

export const useRemarks = (version: string) => useRead(['remarks', version], (client) => client.remarks.list({ id: version }));

interface Props {
  version: string;
  status: string;
  remarks: Remark[];
  /** The passage that is about to be remarked on; null: none. */
  quote: string | null;
  onDone(): void;
  /** Where a passage stands, in pixels below the beginning of the text; null: it is not found. */
  topOf(remark: Remark): number | null;
  onShow(remark: Remark): void;
  /** Saves the draft before a suggestion is taken up. */
  before?(): Promise<boolean>;
  onAccepted?(version: { body: string; version: number }): void;
}

/** What people say about passages, beside the text. */
export function Remarks({ version, status, remarks, quote, onDone, topOf, onShow, before, onAccepted }: Props) {
  const [settled, setSettled] = useState(false);
  const column = useRef<HTMLElement>(null);
  const open = remarks.filter((each) => each.status === 'open');
  const shown = (settled ? remarks : open)
    .map((remark) => ({ remark, top: topOf(remark) }))
    .toSorted((a, b) => (a.top ?? Infinity) - (b.top ?? Infinity));

  // Each stands beside its passage, or below the one before it. On a narrow page they are a list.
  useLayoutEffect(() => {
    const cards = [...(column.current?.querySelectorAll<HTMLElement>('[data-card-of]') ?? [])];
    const wide = column.current !== null && getComputedStyle(column.current).position === 'relative';
    let below = cards[0]?.offsetParent ? (cards[0].parentElement?.offsetTop ?? 0) : 0;
    for (const [index, card] of cards.entries()) {
      const top = shown[index]?.top ?? null;
      const gap = wide && top !== null ? Math.max(8, top - below) : 8;
      card.style.marginTop = `${gap}px`;
      below += gap + card.offsetHeight;
    }
  });

  return (
    <aside className="margin-column" aria-label="Remarks" ref={column}>
      <Group justify="space-between" gap="xs">
        <Title order={2} size="sm">
          {open.length === 0 ? 'No open remarks' : plural(open.length, 'open remark')}
        </Title>
        {remarks.length > open.length && (
          <Button size="compact-xs" variant="subtle" aria-pressed={settled} onClick={() => setSettled(!settled)}>
            {settled ? 'Open only' : `Settled too (${remarks.length - open.length})`}
          </Button>
        )}
      </Group>
      {quote !== null && <New key={quote} version={version} quote={quote} onDone={onDone} {...(before && { before })} />}
      <div>
        {shown.map(({ remark, top }) => (
          <One
            key={remark.id}
            remark={remark}
            found={top !== null}
            status={status}
            onShow={onShow}
            {...(before && { before })}
            {...(onAccepted && { onAccepted })}
          />
        ))}
      </div>
    </aside>
  );
}

function New({ version, quote, onDone, before }: { version: string; quote: string; onDone(): void; before?(): Promise<boolean> }) {
  const [text, setText] = useState('');
  const [replacement, setReplacement] = useState(quote);
  const first = useRef<HTMLTextAreaElement>(null);
  useEffect(() => first.current?.focus(), []);
  const add = useWrite(
    async (client: Client) => {
      await before?.();
      return client.remarks.add({ id: version, quote, text, replacement: replacement === quote ? null : replacement });
    },
    ({ record }) => (record.replacement === null ? 'Comment added.' : 'Suggestion added.'),
    { signed: true },
  );
  return (
    <Paper
      withBorder
      p="xs"
      mt="xs"
      component="form"
      onSubmit={(event: React.FormEvent) => (event.preventDefault(), add.mutate(undefined, { onSuccess: onDone }))}
    >
      <Stack gap="xs">
        <Textarea label="Comment" autosize minRows={2} value={text} onChange={(event) => setText(event.currentTarget.value)} ref={first} />
        <Textarea
          label="Suggested words"
          description="Change them to suggest; leave them to comment only"
          autosize
          maxRows={10}
          value={replacement}
          onChange={(event) => setReplacement(event.currentTarget.value)}
        />
        <Group gap="xs">
          <Button size="xs" type="submit" loading={add.isPending} disabled={text.trim() === '' && replacement === quote}>
            {replacement === quote ? 'Comment' : 'Suggest'}
          </Button>
          <Button size="xs" variant="default" onClick={onDone}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

function One({
  remark,
  found,
  status,
  onShow,
  before,
  onAccepted,
}: {
  remark: Remark;
  found: boolean;
  status: string;
  onShow(remark: Remark): void;
  before?(): Promise<boolean>;
  onAccepted?(version: { body: string; version: number }): void;
}) {
  const { role } = useHere();
  const writes = may(role as Role, 'write documents');
  const accept = useWrite(
    async (client: Client) => {
      await before?.();
      return client.remarks.accept({ id: remark.id });
    },
    () => 'The suggestion is in the text.',
    { signed: true },
  );
  const settle = useWrite(
    (client: Client) => (remark.replacement === null ? client.remarks.resolve({ id: remark.id }) : client.remarks.decline({ id: remark.id })),
    ({ record }) => (record.status === 'resolved' ? 'Resolved.' : 'Declined.'),
    { signed: true },
  );
  const isOpen = remark.status === 'open';
  return (
    <Paper withBorder p="xs" data-card-of={remark.id} component="article">
      <Text size="sm">
        <b>{remark.authorName}</b>{' '}
        <Text span size="xs" className="quiet">
          {dayInWords(remark.createdAt)}
          {isOpen ? '' : `, ${remark.status} by ${remark.resolvedBy}`}
        </Text>
      </Text>
      {remark.replacement !== null ? (
        <Text size="sm" className="redline">
          <Pieces pieces={words(remark.quote, remark.replacement)} />
        </Text>
      ) : (
        <Text size="sm" className="quiet" lineClamp={3}>
          “{remark.quote}”
        </Text>
      )}
      {remark.text && (
        <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
          {remark.text}
        </Text>
      )}
      {isOpen && !found && (
        <Text size="xs" className="quiet">
          The passage has been changed since.
        </Text>
      )}
      <Group gap={4} mt={4}>
        {found && (
          <Button size="compact-xs" variant="subtle" onClick={() => onShow(remark)}>
            Show
          </Button>
        )}
        {isOpen && remark.replacement !== null && writes && status === 'draft' && (
          <Button
            size="compact-xs"
            variant="light"
            loading={accept.isPending}
            onClick={() => accept.mutate(undefined, { onSuccess: ({ version }) => onAccepted?.(version) })}
          >
            Accept
          </Button>
        )}
        {isOpen && writes && (
          <Button size="compact-xs" variant="subtle" loading={settle.isPending} onClick={() => settle.mutate(undefined)}>
            {remark.replacement === null ? 'Resolve' : 'Decline'}
          </Button>
        )}
      </Group>
    </Paper>
  );
}
