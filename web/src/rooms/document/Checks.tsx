import { Anchor, Button, Group, List, Stack, Text, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useWrite, type Client } from '../../client.tsx';
import { Empty } from '../../parts/Page.tsx';
import { plural, sentence } from '../../words.ts';
import type { Version } from './shared.ts';
import { useFactsByPath, useNamedBlanks } from './Text.tsx';

/** What makes the text generic or wrong: the sentences, the remedy, and the excuse where there is one. */
export function Checks({ version }: { version: Version }) {
  if (version.checks.length === 0)
    return (
      <Empty title="The checks find nothing.">
        <Text className="quiet">
          They look for places not filled in, words left of a template, people who left, systems that were retired, the numbering of 2013, and
          promises without a figure.
        </Text>
      </Empty>
    );
  return (
    <Stack gap={0}>
      {version.checks.map((each) => (
        <Check key={each.check} version={version} finding={each} />
      ))}
    </Stack>
  );
}

function Check({ version, finding }: { version: Version; finding: Version['checks'][number] }) {
  const { slug, role } = useHere();
  const facts = useFactsByPath();
  const [reason, setReason] = useState('');
  const { check, text, sentences, remedy, excuse } = finding;
  const named = useNamedBlanks();
  const excusable = check !== 'blank' && check !== 'unreadable';
  const excused = useWrite(
    (client: Client) => client.documents.excuse({ id: version.id, check: check as never, reason }),
    () => 'Excused, with your name.',
    { signed: true },
  );
  return (
    <article className="hairline" style={{ padding: '12px 0' }}>
      <Text fw={600}>
        <span aria-hidden className={excuse ? 'quiet' : 'grade-minor'}>
          {excuse ? '– ' : '▲ '}
        </span>
        {check === 'blank' ? `${plural(version.preview.blanks.length, 'place is', 'places are')} not filled in.` : text}
      </Text>
      <Text size="sm" className="quiet">
        {remedy}
      </Text>
      {check === 'blank' && (
        <List size="sm" mt={4}>
          {version.preview.blanks.map(({ path }) => {
            const fact = facts?.get(path);
            return (
              <List.Item key={path}>
                {fact ? (
                  <Anchor component={Link} to={`/o/${slug}/${fact.room}` as never} size="sm">
                    {fact.title}: record it under {sentence(fact.room.replaceAll('/', ', '))}
                  </Anchor>
                ) : (
                  `There is no fact ${path}.`
                )}
              </List.Item>
            );
          })}
        </List>
      )}
      {sentences.length > 0 && (
        <List size="sm" mt={4} style={{ maxWidth: '46rem' }}>
          {sentences.map((each, index) => (
            <List.Item key={index}>“{named(each)}”</List.Item>
          ))}
        </List>
      )}
      {excuse && (
        <Text size="sm" mt={4}>
          Excused by {excuse.name}: {excuse.reason}
        </Text>
      )}
      {!excuse && excusable && version.status === 'draft' && may(role as Role, 'write documents') && (
        <Group gap="xs" mt="xs" align="flex-end">
          <TextInput
            size="xs"
            label="Why it is right as it is"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            style={{ flex: 1, maxWidth: 420 }}
          />
          <Button size="xs" variant="default" disabled={reason.trim() === ''} loading={excused.isPending} onClick={() => excused.mutate(undefined)}>
            Excuse it
          </Button>
        </Group>
      )}
    </article>
  );
}
