import { Alert, Button, Group, Loader, Stack, Text, Title } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { marks, standings, type Standing } from '../words.ts';

/** Title, one plain sentence on the state, the actions; then the page. */
export function Page({ title, state, actions, children }: { title: string; state?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Annexa`;
  }, [title]);
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start" gap="sm">
        <div>
          <Title order={1}>{title}</Title>
          {state !== undefined && <Text className="quiet">{state}</Text>}
        </div>
        {actions && (
          <Group gap="xs" className="no-print">
            {actions}
          </Group>
        )}
      </Group>
      {children}
    </Stack>
  );
}

/** What a query answers, or that it is under way, or why it failed. */
export function Loaded<T>({ query, children }: { query: UseQueryResult<T>; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) {
    return (
      <Alert color="red" title={query.error.message} variant="light">
        <Button size="xs" variant="default" onClick={() => void query.refetch()}>
          Try again
        </Button>
      </Alert>
    );
  }
  return (
    <Group gap="xs" role="status">
      <Loader size="xs" />
      <Text className="quiet">Loading …</Text>
    </Group>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Stack gap="xs" py="xl" maw={560}>
      <Text fw={600}>{title}</Text>
      {children}
    </Stack>
  );
}

export function Level({ rating }: { rating: { score: number; level: string; colour: string; likelihood: number; impact: number } | null }) {
  if (!rating) return <span className="quiet">not rated</span>;
  return (
    <span className="level" data-colour={rating.colour} title={`Likelihood ${rating.likelihood}, impact ${rating.impact}`}>
      {rating.score} {rating.level}
    </span>
  );
}

/** A standing: its sign and its word, or what stands for the word. */
export function Stands({ at, children }: { at: Standing; children?: ReactNode }) {
  const { sign, colour, title } = standings[at];
  return (
    <span className="nowrap" title={title} style={{ position: 'relative' }}>
      <span aria-hidden style={{ color: colour, fontWeight: 700, marginRight: 6 }}>
        {sign}
      </span>
      {children === undefined ? (
        title
      ) : (
        <>
          <span className="sr-only">{title} </span>
          {children}
        </>
      )}
    </span>
  );
}

export function Mark({ status, words = true }: { status: string; words?: boolean }) {
  const mark = marks[status];
  if (!mark) return <>{status}</>;
  return (
    <span title={mark.title} style={{ whiteSpace: 'nowrap', position: 'relative' }}>
      <span aria-hidden style={{ color: mark.colour, fontWeight: 700, marginRight: 6 }}>
        {mark.sign}
      </span>
      {words ? mark.title : <span className="sr-only">{mark.title}</span>}
    </span>
  );
}
