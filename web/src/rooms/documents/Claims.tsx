import { Anchor, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { duties } from '../../../../src/isms/documents/model.ts';
import { useHere, useRead } from '../../client.tsx';
import { Empty, Loaded, Mark } from '../../parts/Page.tsx';
import { Reference } from '../../parts/Reference.tsx';
import { RegisterList } from '../../parts/Register.tsx';
import { dayInWords, plural } from '../../words.ts';
import type { ClaimRow } from './data.ts';

const order = { contradicted: 0, unknown: 1, kept: 2 } as const;

/** What the documents in force promise, beside the newest evidence; and the promises that are no common figure. */
export function Claims() {
  const claims = useRead(['documents', 'claims'], (client) => client.documents.claims());
  return (
    <Stack gap="xl">
      <Loaded query={claims}>{({ items }) => <List items={items} />}</Loaded>
      <section aria-label="Duties">
        <Title order={2} size="h4">
          Duties
        </Title>
        <Text className="quiet" mb="sm" maw={720}>
          Promises that stand in one document only and are none of the commitments. Each names the control whose evidence shows that it is kept.
        </Text>
        <RegisterList register={duties} operations={(c) => c.documents.duties} filters={['document', 'owner']} />
      </section>
    </Stack>
  );
}

function List({ items }: { items: ClaimRow[] }) {
  const { slug } = useHere();
  const [state, setState] = useState('all');
  if (items.length === 0)
    return (
      <Empty title="No document in force promises a figure yet">
        <Text className="quiet">
          As soon as a document with a commitment such as “access rights are reviewed every 90 days” is in force, it is compared here with the newest
          evidence of its control.
        </Text>
        <Anchor component={Link} to={`/o/${slug}/documents/commitments` as never}>
          Decide the commitments
        </Anchor>
      </Empty>
    );
  const count = (wanted: ClaimRow['state']) => items.filter((each) => each.state === wanted).length;
  const shown = items.filter((each) => state === 'all' || each.state === state).toSorted((a, b) => order[a.state] - order[b.state]);
  return (
    <Stack gap="sm">
      <Text>
        {plural(items.length, 'promise')}: {count('contradicted')} contradicted by the evidence, {count('unknown')} without any evidence,{' '}
        {count('kept')} kept.
      </Text>
      <SegmentedControl
        aria-label="State"
        w="fit-content"
        value={state}
        onChange={setState}
        data={[
          { value: 'all', label: 'All' },
          { value: 'contradicted', label: `Contradicted ${count('contradicted')}` },
          { value: 'unknown', label: `Not known ${count('unknown')}` },
          { value: 'kept', label: `Kept ${count('kept')}` },
        ]}
      />
      <div className="scroll" tabIndex={0} role="group" aria-label="Promises and evidence">
        <table className="grid-table">
          <thead>
            <tr>
              <th>State</th>
              <th>What is promised</th>
              <th>Document</th>
              <th>Control</th>
              <th>At least every</th>
              <th>Newest evidence</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ document, title, statement, control, everyDays, lastEvidence, daysAgo, state: own }) => (
              <tr key={`${document} ${control} ${statement}`}>
                <td>
                  <Mark status={own} />
                </td>
                <td style={{ minWidth: '16rem' }}>{statement}</td>
                <td>
                  <Anchor component={Link} to={`/o/${slug}/document/${document}` as never}>
                    {title}
                  </Anchor>
                </td>
                <td className="nowrap">
                  <Reference id={control} />
                </td>
                <td className="nowrap">{plural(everyDays, 'day')}</td>
                <td>
                  {lastEvidence ? (
                    <>
                      <span className="nowrap" title={dayInWords(lastEvidence.on)}>
                        {daysAgo === 0 ? 'today' : `${plural(daysAgo!, 'day')} ago`}
                      </span>{' '}
                      <Anchor component={Link} to={`/o/${slug}/evidence` as never} search={{ open: lastEvidence.id } as never}>
                        {lastEvidence.title}
                      </Anchor>
                    </>
                  ) : (
                    <Anchor component={Link} to={`/o/${slug}/evidence` as never}>
                      none: add evidence
                    </Anchor>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Stack>
  );
}
