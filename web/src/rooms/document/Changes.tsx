import { Button, Group, Select, Stack, Switch, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Empty, Loaded } from '../../parts/Page.tsx';
import { plural } from '../../words.ts';
import { words, type SentencePair } from './merge.ts';
import { Pieces, Redline } from './Redline.tsx';
import { useNamedBlanks } from './Text.tsx';
import { stateWords, type DocumentOf, type Summary, type Version } from './shared.ts';

/** What facts have done to the text since it was approved, and any two versions as a redline. */
export function Changes({ document, version, versions }: { document: DocumentOf; version: Version; versions: Summary[] }) {
  const { role } = useHere();
  const next = Math.max(...versions.map((each) => each.number)) + 1;
  const atWork = versions.some(({ status }) => status === 'draft' || status === 'in-review' || status === 'approved');
  const start = useWrite(
    (client: Client) => client.documents.start({ id: document.id, changeNote: 'Takes over facts that have changed since the last version.' }),
    ({ record }) => `Version ${record.number} is started.`,
    { signed: true },
  );
  return (
    <Stack gap="lg">
      {version.changed.length > 0 && (
        <section aria-label="Changed facts">
          <Title order={2}>Facts have changed since version {version.number} was approved</Title>
          <Text className="quiet" mb="xs">
            {plural(version.changed.length, 'sentence')} would read differently today.
          </Text>
          <ChangedSentences pairs={version.changed} />
          {!atWork && may(role as Role, 'write documents') && (
            <Button mt="xs" loading={start.isPending} onClick={() => start.mutate(undefined)}>
              Start version {next} with today’s facts
            </Button>
          )}
          {atWork && <Text size="sm">The version at work takes them over by itself.</Text>}
        </section>
      )}
      {versions.length < 2 ? (
        version.changed.length === 0 && (
          <Empty title="There is one version only.">
            <Text className="quiet">From the second on, any two are compared here, word by word.</Text>
          </Empty>
        )
      ) : (
        <Compare version={version} versions={versions} />
      )}
    </Stack>
  );
}

/** Sentences before and after; what differs is marked. */
export function ChangedSentences({ pairs }: { pairs: readonly SentencePair[] }) {
  const named = useNamedBlanks();
  const shown = pairs.map(({ before, after }) => ({ before: before && named(before), after: after && named(after) }));
  return (
    <Stack gap={0}>
      {shown.map(({ before, after }, index) => (
        <div key={index} className="hairline redline" style={{ padding: '8px 0', maxWidth: '46rem' }}>
          {before !== null && after !== null ? (
            <>
              <Text size="sm">
                <span className="quiet">Before </span>
                <Pieces pieces={words(before, after).filter(({ change }) => change !== 'added')} />
              </Text>
              <Text size="sm">
                <span className="quiet">Today </span>
                <Pieces pieces={words(before, after).filter(({ change }) => change !== 'removed')} />
              </Text>
            </>
          ) : (
            <Text size="sm">
              <span className="quiet">{after === null ? 'Falls away ' : 'New '}</span>
              {after === null ? <del>{before}</del> : <ins>{after}</ins>}
            </Text>
          )}
        </div>
      ))}
    </Stack>
  );
}

function Compare({ version, versions }: { version: Version; versions: Summary[] }) {
  const at = versions.findIndex(({ id }) => id === version.id);
  const [before, setBefore] = useState((versions[at + 1] ?? versions[at])!.id);
  const [after, setAfter] = useState(versions[at + 1] ? version.id : versions[Math.max(0, at - 1)]!.id);
  const [all, setAll] = useState(false);
  const compared = useRead(['compare', before, after], (client) => client.documents.compare({ before, after }));
  const choices = versions.map(({ id, number, status }) => ({ value: id, label: `Version ${number}, ${stateWords[status]}` }));
  return (
    <section aria-label="Comparison">
      <Title order={2}>Compare versions</Title>
      <Group gap="xs" my="xs" align="flex-end">
        <Select label="Before" size="xs" data={choices} value={before} onChange={(id) => id && setBefore(id)} allowDeselect={false} />
        <Select label="After" size="xs" data={choices} value={after} onChange={(id) => id && setAfter(id)} allowDeselect={false} />
        <Switch label="Whole text" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} pb={4} />
      </Group>
      <Loaded query={compared}>
        {({ paragraphs }) =>
          paragraphs.every((paragraph) => paragraph.every(({ change }) => change === 'same')) ? (
            <Text className="quiet">Both read the same.</Text>
          ) : (
            <Redline paragraphs={paragraphs} onlyChanged={!all} />
          )
        }
      </Loaded>
    </section>
  );
}
