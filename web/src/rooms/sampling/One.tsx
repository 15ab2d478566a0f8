import { Button, Group, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import type { SampleShown } from '../../../../src/isms/sampling/contract.ts';
import type { DrawnItem } from '../../../../src/isms/sampling/model.ts';
import { download, showError, useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Files } from '../../parts/Attach.tsx';
import { Loaded, Page } from '../../parts/Page.tsx';
import { Reference } from '../../parts/Reference.tsx';
import { dayInWords, momentInWords, plural } from '../../words.ts';
import { Raise } from '../improvement/Raise.tsx';
import { stateSigns } from './Samples.tsx';

/** One sample: what was drawn from what, what was seen, and how anybody draws it again. */
export function OneSample() {
  const { id } = useParams({ strict: false }) as { id: string };
  const sample = useRead(['sample', id], (client) => client.sampling.get({ id }));
  return <Loaded query={sample}>{(found) => <Shown sample={found} />}</Loaded>;
}

function Shown({ sample }: { sample: SampleShown }) {
  const { slug, role } = useHere();
  const { id, title, state, counts, conclusion } = sample;
  const writes = may(role as Role, 'draw samples') && sample.closedOn === null;
  const close = useWrite(
    (client: Client) => client.sampling.close({ id }),
    () => 'Closed.',
    { signed: true },
  );
  const replaced = new Map(sample.replacements.map((each) => [each.key, each]));
  const deviating = sample.items.filter(({ result }) => result === 'deviates');
  return (
    <Page
      title={`${id} ${title}`}
      state={
        <>
          <span aria-hidden style={{ color: stateSigns[state].colour }}>
            {stateSigns[state].sign}
          </span>{' '}
          {stateSigns[state].word}. {conclusion}
        </>
      }
      actions={
        <>
          <Button variant="default" component={Link} to={`/o/${slug}/samples` as never}>
            All samples
          </Button>
          <Button variant="default" onClick={() => void download(slug, `/samples/${id}/export?format=xlsx`).catch(showError)}>
            Export
          </Button>
          {deviating.length > 0 && (
            <Raise
              from={{
                title: `${title}: ${plural(deviating.length, 'deviation')} in ${counts.all}`,
                statement: deviating.map((each) => `${each.key} ${each.label}: ${each.note}`).join('\n'),
                subjects: sample.subjects,
                source: 'sample',
                sourceRecord: id,
              }}
            />
          )}
          {writes && counts.open === 0 && (
            <Button loading={close.isPending} onClick={() => close.mutate(undefined)}>
              Close the sample
            </Button>
          )}
        </>
      }
    >
      <Text>
        {sample.items.length} of {sample.count.toLocaleString('en')}: {sample.sizeInWords}{' '}
        {sample.subjects.map((each) => (
          <span key={each}>
            <Reference id={each} />{' '}
          </span>
        ))}
      </Text>
      <section aria-label="Items">
        <Title order={2} mb="xs">
          What was drawn
        </Title>
        {sample.items.map((item) => (
          <Item key={item.key} sample={sample} item={item} writes={writes && !replaced.has(item.key)} replaced={replaced.get(item.key)} />
        ))}
      </section>
      <Reproduce sample={sample} />
    </Page>
  );
}

const results = [
  { value: 'conforms', label: '● Conforms' },
  { value: 'deviates', label: '▲ Deviates' },
  { value: 'not-checked', label: '? Not checked' },
];

function Item({
  sample,
  item,
  writes,
  replaced,
}: {
  sample: SampleShown;
  item: DrawnItem;
  writes: boolean;
  replaced: SampleShown['replacements'][number] | undefined;
}) {
  const [result, setResult] = useState<DrawnItem['result']>(item.result);
  const [note, setNote] = useState(item.note);
  const [reason, setReason] = useState<string | null>(null);
  const record = useWrite(
    (client: Client) => client.sampling.record({ id: sample.id, items: [{ key: item.key, result, note }] }),
    () => '',
    { signed: true },
  );
  const replace = useWrite(
    (client: Client) => client.sampling.replace({ id: sample.id, key: item.key, reason: reason! }),
    () => 'The next of the same order takes its place.',
    { signed: true },
  );
  const changed = result !== item.result || note !== item.note;
  return (
    <article className="hairline" style={{ padding: '8px 0' }}>
      <Text>
        <span className="quiet">{item.key}</span> {item.label} {item.stratum && <span className="quiet">· {item.stratum}</span>}
      </Text>
      {replaced && (
        <Text size="sm" className="quiet">
          – Replaced by {replaced.replacedBy ?? 'nothing: there is no other'}: {replaced.reason} ({replaced.by})
        </Text>
      )}
      {writes ? (
        <Group gap="xs" align="flex-end" mt={4}>
          <SegmentedControl
            size="xs"
            aria-label={`What was seen of ${item.key}`}
            value={result === 'open' ? '' : result}
            onChange={(value) => setResult(value as DrawnItem['result'])}
            data={results}
          />
          <TextInput
            size="xs"
            aria-label={`Note on ${item.key}`}
            placeholder={result === 'deviates' || result === 'not-checked' ? 'Say what was seen' : 'Note'}
            style={{ flex: '1 1 180px' }}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Enter' && changed && result !== 'open' && record.mutate(undefined)}
          />
          <Button size="xs" disabled={!changed || result === 'open'} loading={record.isPending} onClick={() => record.mutate(undefined)}>
            Record
          </Button>
          {item.result === 'open' && (
            <Button size="xs" variant="subtle" onClick={() => setReason(reason === null ? '' : null)}>
              Replace
            </Button>
          )}
        </Group>
      ) : (
        item.result !== 'open' && (
          <Text size="sm">
            {results.find(({ value }) => value === item.result)?.label} {item.note}
          </Text>
        )
      )}
      {item.checkedAt && (
        <Text size="xs" className="quiet">
          {item.checkedBy}, {momentInWords(item.checkedAt)}
        </Text>
      )}
      {reason !== null && (
        <Group gap="xs" align="flex-end" mt={4}>
          <TextInput
            label="Why can it not be looked at?"
            style={{ flex: 1 }}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button
            disabled={reason.trim() === ''}
            loading={replace.isPending}
            onClick={() => replace.mutate(undefined, { onSuccess: () => setReason(null) })}
          >
            Replace it
          </Button>
        </Group>
      )}
    </article>
  );
}

/** How the same sample is drawn again, by hand or by the product. */
function Reproduce({ sample }: { sample: SampleShown }) {
  const [asked, setAsked] = useState(false);
  const verified = useRead(['sample-verified', sample.id], (client) => client.sampling.verify({ id: sample.id }), { enabled: asked });
  return (
    <section aria-label="Draw it again">
      <Title order={2} mb="xs">
        Draw it again yourself
      </Title>
      <Stack gap={4}>
        <Text size="sm">{sample.provenance}</Text>
        <Text size="sm">
          Drawn on {dayInWords(sample.drawnOn)} by {sample.drawnBy} with the seed <code>{sample.seed}</code>. Write the seed, a line feed and the key
          of each item of a group one after the other, take their SHA-256, sort by it, and take as many as were drawn of that group.
        </Text>
        <Text size="xs" className="quiet" style={{ overflowWrap: 'anywhere' }}>
          Population: SHA-256 {sample.sha256}
        </Text>
        <Files files={[sample.population]} />
        <Group>
          <Button variant="default" loading={asked && verified.isFetching} onClick={() => (asked ? void verified.refetch() : setAsked(true))}>
            Draw it again now
          </Button>
        </Group>
        {verified.data?.checks.map(({ what, ok, text }) => (
          <Text key={what} size="sm">
            <span aria-hidden style={{ color: ok === null ? 'var(--quiet)' : ok ? 'var(--green)' : 'var(--red)' }}>
              {ok === null ? '? ' : ok ? '● ' : '■ '}
            </span>
            {text}
          </Text>
        ))}
      </Stack>
    </section>
  );
}
