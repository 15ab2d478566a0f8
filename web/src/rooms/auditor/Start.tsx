import { Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { KeyFingerprint, PackButton } from '../../parts/Pack.tsx';
import { Loaded, Page } from '../../parts/Page.tsx';
import { dayInWords, plural } from '../../words.ts';
import { usePlaces, useRoom } from './data.ts';
import { Requests, Thread } from './Talk.tsx';

/** The start of the room: which audit, how long, what there is to read, what was asked and what was said. */
export function Start() {
  const room = useRoom();
  const places = usePlaces();
  return (
    <Loaded query={room}>
      {(data) => {
        const open = data.requests.filter(({ status }) => status !== 'accepted');
        const left = Math.max(...data.releases.map(({ daysLeft }) => daysLeft ?? 0));
        return (
          <Page
            title={[...new Set(data.releases.map(({ auditTitle }) => auditTitle))].join(', ') || 'Auditor’s room'}
            state={`${data.organisation}. ${left > 0 ? `Open for ${plural(left, 'more day', 'more days')}, today included` : 'Not open at present'}; ${
              open.length === 0 ? 'no request is open' : `${plural(open.length, 'request is', 'requests are')} open`
            }.`}
          >
            {data.releases.map(({ id, releasedBy, releasedAt, from, until, note }) => (
              <Text key={id} size="sm">
                Released by {releasedBy} on {dayInWords(releasedAt)}: {dayInWords(from)} to {dayInWords(until)}. {note}
              </Text>
            ))}
            <Requests room={data} />
            <section>
              <Title order={2} mb="xs">
                What you can read
              </Title>
              <ul className="auditor-list auditor-columns">
                {data.parts
                  .filter(({ part }) => part !== 'requests')
                  .map(({ part, title, records }) => (
                    <li key={part}>
                      <Link to={places.part(part)} search={places.search}>
                        {title}
                      </Link>
                      {records > 0 && <span className="quiet"> {plural(records, 'record')}</span>}
                    </li>
                  ))}
              </ul>
              <Text size="xs" className="quiet" mt="xs">
                Everything is shown as it stands now and cannot be changed here. What you open and download is recorded, and the organisation sees it.
              </Text>
            </section>
            <section>
              <Title order={2} mb="xs">
                All of it as one file
              </Title>
              <Text size="sm" mb="xs">
                The audit pack holds what you can read here as pages that open from the disk, with documents as PDF, registers as XLSX and the files
                of the evidence. It is signed; a page in it verifies every byte.
              </Text>
              <PackButton path={places.pack}>Download the audit pack</PackButton>
              <KeyFingerprint />
            </section>
            <section>
              <Title order={2} mb="xs">
                Messages
              </Title>
              <Thread room={data} about={{ request: null, register: '', record: null }} whole />
            </section>
          </Page>
        );
      }}
    </Loaded>
  );
}
