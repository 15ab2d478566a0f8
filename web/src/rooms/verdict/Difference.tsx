import { Anchor, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { MovedFinding, RecordPointer, Stage } from '../../../../src/rulebook/contract.ts';
import { useHere, useRead } from '../../client.tsx';
import { linkTo } from '../../parts/Findings.tsx';
import { Loaded } from '../../parts/Page.tsx';
import { dayInWords, plural, today } from '../../words.ts';

/** Two days beside each other: which findings came, grew, shrank and went, and the records that made the difference. */
export function Difference({ stage }: { stage: Stage | 'all' }) {
  const [since, setSince] = useState('');
  const [until, setUntil] = useState('');
  const wanted = { ...(stage !== 'all' && { stage }), ...(since && { since }), ...(until && { until }) };
  const difference = useRead(['verdict', 'difference', stage, since, until], (client) => client.verdict.difference(wanted));
  return (
    <section aria-label="Difference between two days">
      <Title order={2} mb="xs">
        {since || until ? 'Between two days' : 'Since last week'}
      </Title>
      <Group gap="xs" className="no-print" mb="xs">
        <TextInput type="date" aria-label="From" value={since} max={until || today()} onChange={(event) => setSince(event.currentTarget.value)} />
        <Text span size="sm" className="quiet">
          to
        </Text>
        <TextInput
          type="date"
          aria-label="To"
          value={until}
          min={since || undefined}
          max={today()}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      </Group>
      <Loaded query={difference}>
        {(found) =>
          found.before.rules === 0 ? (
            <Text size="sm" className="quiet">
              On {dayInWords(found.since)} nothing had been recorded here yet.
            </Text>
          ) : (
            <Stack gap="xs">
              <Text size="sm">
                {inSum(found.appeared.length, found.worsened.length, found.eased.length, found.closed.length)} {dayInWords(found.since)}:{' '}
                {counts(found.before)}. {dayInWords(found.until)}: {counts(found.now)}.
              </Text>
              <Moved mark="+" what="New" findings={found.appeared} />
              <Moved mark="▲" what="Worse" findings={found.worsened} />
              <Moved mark="▽" what="Better" findings={found.eased} />
              <Moved mark="✓" what="Gone" findings={found.closed} colour="var(--green)" />
            </Stack>
          )
        }
      </Loaded>
    </section>
  );
}

const inSum = (came: number, grew: number, shrank: number, went: number): string =>
  came + grew + shrank + went === 0
    ? 'Nothing has changed.'
    : `${plural(came, 'finding')} came, ${went} went; ${grew} became worse, ${shrank} better.`;
const counts = ({ major, minor, opportunity }: Record<'major' | 'minor' | 'opportunity', number>): string =>
  `${plural(major, 'major')}, ${plural(minor, 'minor')}, ${plural(opportunity, 'opportunity', 'opportunities')}`;

function Moved({ mark, what, findings, colour }: { mark: string; what: string; findings: readonly MovedFinding[]; colour?: string }) {
  if (findings.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        {what} ({findings.length})
      </Text>
      {findings.map(({ rule, title, grade, added, gone }) => (
        <div key={rule} style={{ marginTop: 4 }}>
          <Text size="sm" {...(colour && { c: colour })}>
            {mark} {title}{' '}
            <Text span size="sm" className="quiet">
              {grade}
            </Text>
          </Text>
          <Records said="" records={added} />
          <Records said={added.length > 0 || what === 'Better' ? 'no longer ' : ''} records={gone} />
        </div>
      ))}
    </div>
  );
}

/** The first few records that made the difference; those without an id are not there to be opened. */
function Records({ said, records }: { said: string; records: readonly RecordPointer[] }) {
  const { slug } = useHere();
  const named = records.filter(({ id }) => id !== '');
  if (named.length === 0) return null;
  return (
    <Text size="sm" className="quiet" pl="md">
      {said}
      {named.slice(0, 5).map(({ register, id, label }, index) => {
        const { to, search } = linkTo(register, id);
        return (
          <span key={`${register} ${id} ${label}`}>
            {index > 0 && ', '}
            <Anchor size="sm" component={Link} to={`/o/${slug}/${to}` as never} search={search as never} title={label}>
              {id}
            </Anchor>
          </span>
        );
      })}
      {named.length > 5 && ` and ${named.length - 5} more`}
    </Text>
  );
}
