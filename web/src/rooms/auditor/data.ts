import { useParams, useSearch } from '@tanstack/react-router';
import { download, useHere, useRead, type Client } from '../../client.tsx';

export type Room = Awaited<ReturnType<Client['auditor']['room']>>;
export type RoomPart = Room['parts'][number]['part'];

/** The release through which a manager looks at the room; nothing for an auditor, who sees what is theirs. */
const useThrough = (): { release?: string } => {
  const { release } = useSearch({ strict: false }) as { release?: string };
  return release === undefined ? {} : { release };
};

/** Asked again only when one comes back: that somebody has looked is written down, and once is enough. */
const calm = { staleTime: 60_000, refetchOnWindowFocus: false };

/** What is released, for how long, requests and messages. */
export function useRoom() {
  const through = useThrough();
  return useRead(['auditor', 'room', through], (client) => client.auditor.room(through), calm);
}

export function useSection(part: RoomPart, search: string) {
  const through = useThrough();
  return useRead(['auditor', 'section', part, search, through], (client) => client.auditor.section({ section: part, search, ...through }), calm);
}

export function useRecord() {
  const through = useThrough();
  const { part, register, id } = useParams({ strict: false }) as { part: RoomPart; register: string; id: string };
  const record = useRead(
    ['auditor', 'record', part, register, id, through],
    (client) => client.auditor.record({ section: part, register, id, ...through }),
    calm,
  );
  return { part, register, id, record };
}

/** Addresses inside the room; a preview stays one from page to page. */
export function usePlaces() {
  const { slug } = useHere();
  const through = useThrough();
  return {
    search: through as never,
    start: `/o/${slug}/auditor` as never,
    part: (part: string) => `/o/${slug}/auditor/${part}` as never,
    record: (part: string, register: string, id: string) => `/o/${slug}/auditor/${part}/${register}/${id}` as never,
    /** The audit pack of what is released; in a preview of that release. */
    pack: `/auditor-room/pack${through.release === undefined ? '' : `?release=${encodeURIComponent(through.release)}`}`,
    save: (part: string, register: string, id: string, sha256: string) =>
      download(
        slug,
        `/auditor-room/${part}/${register}/${id}/files/${sha256}${through.release === undefined ? '' : `?release=${encodeURIComponent(through.release)}`}`,
      ),
  };
}
