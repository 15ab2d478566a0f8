import { Alert, Button, Group, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { AuditorSays } from '../../parts/Findings.tsx';
import { Empty, Loaded, Page } from '../../parts/Page.tsx';
import { RoomTabs } from '../../parts/Rooms.tsx';
import { dayInWords, momentInWords, plural, sentence } from '../../words.ts';
import { Asked } from './Asked.tsx';
import { NewRelease } from './NewRelease.tsx';
import { Packs } from './Packs.tsx';
import { PackButton } from '../../parts/Pack.tsx';
import { sectionTitles } from '../../../../src/isms/auditor/model.ts';

type Release = Awaited<ReturnType<Client['auditor']['releases']>>['items'][number];

/** The organisation's side of the auditor's room: what is open to whom, what was looked at, what is asked and said. */
export function Released() {
  return (
    <RoomTabs
      room="auditors"
      parts={[
        { id: '', title: 'Released', content: <Releases /> },
        { id: 'requests', title: 'Requests and messages', content: <Asked /> },
        { id: 'looks', title: 'Looked at', content: <Looks /> },
        { id: 'packs', title: 'Audit packs', content: <Packs /> },
      ]}
    />
  );
}

const states: Record<Release['state'], { sign: string; word: string }> = {
  'in-force': { sign: '●', word: 'Open' },
  'to-come': { sign: '○', word: 'Opens later' },
  over: { sign: '–', word: 'Over' },
  withdrawn: { sign: '–', word: 'Withdrawn' },
};

function Releases() {
  const { role, slug } = useHere();
  const releases = useRead(['auditor', 'releases'], (client) => client.auditor.releases());
  const verdict = useRead(['verdict', 'all', ''], (client) => client.verdict.verdict({}));
  const [making, setMaking] = useState(false);
  const manages = may(role as Role, 'release to auditors');
  const withdraw = useWrite(
    (client: Client, id: string) => client.auditor.withdraw({ id }),
    ({ record }) => `${record.id} is withdrawn: nobody sees it any more.`,
    { signed: true },
  );
  return (
    <Loaded query={releases}>
      {({ items }) => {
        const open = items.filter(({ state }) => state === 'in-force');
        return (
          <Page
            title="Auditor’s room"
            state={
              open.length === 0
                ? 'Nothing is open to auditors today.'
                : `${plural(open.length, 'release is', 'releases are')} open: ${open.map(({ auditTitle, until }) => `${auditTitle} until ${dayInWords(until)}`).join('; ')}.`
            }
            actions={
              !making && (
                <>
                  {may(role as Role, 'manage members and keys') && (
                    <Button variant="default" component={Link} to={`/o/${slug}/settings` as never}>
                      Invite an auditor
                    </Button>
                  )}
                  {manages && <Button onClick={() => setMaking(true)}>Release</Button>}
                </>
              )
            }
          >
            <AuditorSays findings={verdict.data?.findings.filter(({ room }) => room === 'auditors') ?? []} />
            {making && <NewRelease onDone={() => setMaking(false)} />}
            {items.length === 0 && !making && (
              <Empty title="An external auditor sees nothing until you release it">
                <Text>
                  Invite the auditor on the page Organisation with the role External auditor and the last day of the audit. Then release sections,
                  single documents or evidence here, for one audit and until a day. Every look and every download is recorded.
                </Text>
              </Empty>
            )}
            {items.map((release) => (
              <section key={release.id} className="hairline" style={{ paddingTop: 12 }}>
                <Group justify="space-between" align="flex-start">
                  <div style={{ minWidth: 0 }}>
                    <Title order={2}>
                      {release.auditTitle}{' '}
                      <Text span className="quiet">
                        {release.id}
                      </Text>
                    </Title>
                    <Text>
                      <span aria-hidden>{states[release.state].sign} </span>
                      {states[release.state].word}
                      {release.daysLeft !== null && `, ${plural(release.daysLeft, 'more day', 'more days')}`} · {dayInWords(release.from)} to{' '}
                      {dayInWords(release.until)} ·{' '}
                      {release.auditors.length === 0 ? 'every external auditor with access' : release.auditors.join(', ')}
                    </Text>
                    <Text size="sm" className="quiet">
                      By {release.releasedBy} on {dayInWords(release.releasedAt)}
                      {release.withdrawnAt && `; withdrawn by ${release.withdrawnBy} on ${momentInWords(release.withdrawnAt)}`}. {release.note}
                    </Text>
                    <Text size="sm" mt={4}>
                      {release.sections
                        .map((section) => {
                          const single = section === 'documents' || section === 'evidence' ? release[section].length : 0;
                          return sectionTitles[section] + (single > 0 ? ` (${single} named)` : '');
                        })
                        .join(' · ')}
                      {[
                        release.sections.includes('documents') || release.documents.length === 0
                          ? ''
                          : `Single documents: ${release.documents.join(', ')}`,
                        release.sections.includes('evidence') || release.evidence.length === 0
                          ? ''
                          : `Single evidence: ${release.evidence.join(', ')}`,
                      ]
                        .filter(Boolean)
                        .map((line) => (
                          <span key={line}> · {line}</span>
                        ))}
                    </Text>
                  </div>
                  {manages && (
                    <Group gap="xs">
                      {release.state !== 'withdrawn' && (
                        <Button
                          variant="default"
                          size="xs"
                          component={Link}
                          to={`/o/${slug}/auditor` as never}
                          search={{ release: release.id } as never}
                        >
                          See it as the auditor does
                        </Button>
                      )}
                      {(release.state === 'in-force' || release.state === 'to-come') && (
                        <PackButton path={`/auditor-room/pack?release=${release.id}`} size="xs">
                          Audit pack
                        </PackButton>
                      )}
                      {(release.state === 'in-force' || release.state === 'to-come') && (
                        <Button variant="default" size="xs" onClick={() => withdraw.mutate(release.id)}>
                          Withdraw
                        </Button>
                      )}
                    </Group>
                  )}
                </Group>
              </section>
            ))}
          </Page>
        );
      }}
    </Loaded>
  );
}

/** What auditors have opened and taken away. */
function Looks() {
  const looks = useRead(['auditor', 'looks'], (client) => client.auditor.looks({ limit: 500 }));
  return (
    <Loaded query={looks}>
      {({ items, total }) => {
        const downloads = items.filter(({ kind }) => kind === 'download').length;
        return (
          <Page
            title="Looked at"
            state={
              total === 0
                ? 'No auditor has looked at anything yet.'
                : `${plural(total, 'look', 'looks')} by ${plural(new Set(items.map(({ by }) => by)).size, 'auditor')}; ${plural(downloads, 'download')} among the newest ${items.length}.`
            }
          >
            {items.length > 0 && (
              <div className="scroll" tabIndex={0} role="group" aria-label="Looked at">
                <table className="grid-table">
                  <thead>
                    <tr>
                      <th>When</th>
                      <th>Who</th>
                      <th>Did</th>
                      <th>Where</th>
                      <th>What</th>
                      <th>Release</th>
                    </tr>
                  </thead>
                  <tbody>
                    {items.map(({ id, at, byName, kind, section, register, record, label, shown, release }) => (
                      <tr key={id}>
                        <td className="nowrap">{momentInWords(at)}</td>
                        <td>{byName}</td>
                        <td>{kind === 'download' ? '↓ Downloaded' : 'Looked at'}</td>
                        <td>{section === 'requests' ? 'Requests' : section === 'pack' ? 'Audit pack' : sectionTitles[section]}</td>
                        <td>
                          {record !== null ? `${record} ${label}` : section === 'pack' ? label : `The list, ${plural(shown, 'record')}`}
                          {register && <span className="quiet"> {sentence(register).toLowerCase()}</span>}
                        </td>
                        <td>{release}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
            <Alert color="gray" variant="light" title="What counts as a look">
              Opening a section or a record counts once in ten minutes for each auditor; each download counts. Seeing the room as the auditor does
              counts not at all. The ledger holds the same entries.
            </Alert>
          </Page>
        );
      }}
    </Loaded>
  );
}
