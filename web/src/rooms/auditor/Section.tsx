import { Button, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { Loaded, Page } from '../../parts/Page.tsx';
import { plural } from '../../words.ts';
import { usePlaces, useRoom, useSection, type RoomPart } from './data.ts';
import { Requests } from './Talk.tsx';

/** One section as it is read and printed: facts, then its tables; searched through from above. */
export function Section() {
  const { part } = useParams({ strict: false }) as { part: RoomPart };
  // Another section begins with its own search.
  return part === 'requests' ? <RequestsPage /> : <OneSection key={part} part={part} />;
}

function RequestsPage() {
  const room = useRoom();
  // Opening the requests is a look like any other.
  useSection('requests', '');
  return (
    <Loaded query={room}>
      {(data) => (
        <Page title="Requests" state={data.requests.length === 0 ? 'Nothing has been asked for yet.' : `${plural(data.requests.length, 'request')}.`}>
          <Requests room={data} titled={false} />
        </Page>
      )}
    </Loaded>
  );
}

function OneSection({ part }: { part: RoomPart }) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 250);
  const section = useSection(part, search);
  const places = usePlaces();
  return (
    <Loaded query={section}>
      {({ title, state, facts, tables }) => (
        <Page
          title={title}
          state={state}
          actions={
            <Button variant="default" onClick={() => print()}>
              Print
            </Button>
          }
        >
          {facts.length > 0 && <Facts facts={facts} />}
          <TextInput
            className="no-print"
            maw={420}
            type="search"
            label="Search in this section"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {tables.map(({ heading, paragraphs, register, columns, rows, total }, index) => (
            <section key={index} className="auditor-part">
              {heading && <Title order={2}>{heading}</Title>}
              {paragraphs.map((text, at) => (
                <Text key={at} maw="44rem" my={4} style={{ whiteSpace: 'pre-line' }}>
                  {text}
                </Text>
              ))}
              {columns.length > 0 && (rows.length > 0 || search !== '') && (
                <>
                  <Text size="xs" className="quiet">
                    {rows.length < total
                      ? `The first ${rows.length} of ${plural(total, 'entry', 'entries')}; search for the others`
                      : plural(total, 'entry', 'entries')}
                  </Text>
                  <div className="scroll" tabIndex={0} role="group" aria-label={heading || title}>
                    <table className="grid-table">
                      <thead>
                        <tr>
                          {register && <th>Number</th>}
                          {columns.map((column) => (
                            <th key={column}>{column}</th>
                          ))}
                        </tr>
                      </thead>
                      <tbody>
                        {rows.map(({ id, cells }, row) => (
                          <tr key={id ?? row}>
                            {register && (
                              <td className="nowrap">
                                {id !== null && (
                                  <Link to={places.record(part, register, id)} search={places.search}>
                                    {id}
                                  </Link>
                                )}
                              </td>
                            )}
                            {cells.map((cell, at) => (
                              <td key={at} style={{ whiteSpace: 'pre-line' }}>
                                {cell}
                              </td>
                            ))}
                          </tr>
                        ))}
                      </tbody>
                    </table>
                  </div>
                </>
              )}
            </section>
          ))}
        </Page>
      )}
    </Loaded>
  );
}

export function Facts({ facts }: { facts: { title: string; value: string }[] }) {
  return (
    <dl className="auditor-facts">
      {facts.map(({ title, value }, index) => (
        <div key={index}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
