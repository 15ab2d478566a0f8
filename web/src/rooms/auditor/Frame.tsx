import { Alert, Button, Group, Text } from '@mantine/core';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useHere } from '../../client.tsx';
import { Loaded } from '../../parts/Page.tsx';
import { counted, dayInWords, plural } from '../../words.ts';
import { usePlaces, useRoom, type Room } from './data.ts';
import './auditor.css';

/** The room around every page of it: what it is and for how long, the sections, and on paper a head instead of both. */
export function RoomFrame() {
  const room = useRoom();
  return (
    <Loaded query={room}>
      {(data) => (
        <>
          {data.preview && <Preview room={data} />}
          <PrintedHead room={data} />
          {data.releases.length === 0 ? <Nothing /> : <Inside room={data} />}
        </>
      )}
    </Loaded>
  );
}

function Inside({ room }: { room: Room }) {
  const places = usePlaces();
  const path = useLocation({ select: ({ pathname }) => pathname });
  const waiting = room.requests.filter(({ status }) => status === 'provided').length;
  return (
    <div className="auditor">
      <nav className="auditor-parts no-print" aria-label="Sections">
        <Link to={places.start} search={places.search} activeOptions={{ exact: true, includeSearch: false }}>
          Overview
        </Link>
        {room.parts.map(({ part, title }) => (
          <Link key={part} to={places.part(part)} search={places.search} aria-current={path.includes(`/auditor/${part}/`) ? 'true' : undefined}>
            {title}
            {part === 'requests' && waiting > 0 && (
              <span className="quiet" title={`${plural(waiting, 'answer waits', 'answers wait')} for the auditor`}>
                {' '}
                {waiting}
              </span>
            )}
          </Link>
        ))}
      </nav>
      <div className="auditor-page">
        <Outlet />
      </div>
    </div>
  );
}

function Nothing() {
  return (
    <div className="auditor-page">
      <h1>Nothing is released to you today</h1>
      <Text maw={560}>
        You see here what the organisation releases for the audit, from the first day of a release until its last. Ask whoever invited you when it
        begins, or whether it has ended.
      </Text>
    </div>
  );
}

function Preview({ room }: { room: Room }) {
  const { slug } = useHere();
  return (
    <Alert color="teal" variant="light" mb="md" className="no-print" title="You see it as the auditor does">
      <Group justify="space-between">
        <Text size="sm">
          {room.releases.map(({ id }) => id).join(', ') || 'No release is in force'}. Nothing here is counted as a look; asking and judging are the
          auditor’s.
        </Text>
        <Button size="xs" variant="default" component={Link} to={`/o/${slug}/auditors` as never}>
          Back to what is released
        </Button>
      </Group>
    </Alert>
  );
}

/** On every printed section: whose it is, for which audit, on which day, by whom and until when. */
function PrintedHead({ room }: { room: Room }) {
  return (
    <div className="auditor-printed">
      {room.organisation} · printed {dayInWords(room.today)}
      {room.releases.map(({ id, auditTitle, releasedBy, releasedAt, until }) => (
        <span key={id}>
          {' '}
          · {auditTitle}, released by {releasedBy} on {dayInWords(releasedAt)} until {dayInWords(until)}
        </span>
      ))}
    </div>
  );
}

export const untilWhen = (until: string): string => `until ${dayInWords(until)} (ends ${counted(until)})`;
