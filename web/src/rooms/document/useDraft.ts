import { useBlocker } from '@tanstack/react-router';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { ORPCError } from '@orpc/client';
import { queries, useHere, type ProblemDetails } from '../../client.tsx';
import { Draft, type Refusal } from './draft.ts';
import type { Version } from './shared.ts';

/** The draft of a version: it saves itself, and warns before one leaves with something unsaved. */
export function useDraft(version: Version) {
  const { client, slug } = useHere();
  const [draft] = useState(
    () =>
      new Draft(version, {
        save: async (body, seen) => {
          const { record } = await client.documents.edit({ id: version.id, version: seen, body });
          void queries.invalidateQueries({ queryKey: [slug] });
          return record;
        },
        refusal,
      }),
  );
  const state = useSyncExternalStore(draft.subscribe, draft.snapshot);
  useEffect(() => draft.seen(version), [draft, version]);
  useEffect(() => {
    const online = () => void draft.flush();
    window.addEventListener('online', online);
    return () => {
      window.removeEventListener('online', online);
      void draft.flush();
    };
  }, [draft]);
  useBlocker({
    enableBeforeUnload: () => draft.unsaved,
    shouldBlockFn: async ({ current, next }) => {
      if (current.pathname === next.pathname || !draft.unsaved || (await draft.flush())) return false;
      return !window.confirm('What you wrote is not saved yet. Leave without it?');
    },
  });
  return { draft, state };
}

function refusal(error: unknown): Refusal {
  const { data, message } = error as ORPCError<string, ProblemDetails>;
  if (data?.code === 'conflict' && data.current) {
    const { body, version, authorName } = data.current as { body: string; version: number; authorName: string };
    return { kind: 'conflict', current: { body, version, by: authorName } };
  }
  // Without an answer of the server it is tried again; a refusal stays one until the text changes.
  if (!data?.code || data.status >= 500 || data.status === 429)
    return { kind: 'refused', message: 'the server cannot be reached', remedy: 'It is kept here and tried again every few seconds.', again: true };
  return { kind: 'refused', message, remedy: data.remedy ?? '', again: false };
}
