import { Anchor, Button, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { showError } from '../../client.tsx';
import { Loaded, Page } from '../../parts/Page.tsx';
import { Prose } from '../../parts/Text.tsx';
import { sentence } from '../../words.ts';
import { usePlaces, useRecord, useRoom } from './data.ts';
import { Facts } from './Section.tsx';
import { Thread } from './Talk.tsx';

const sizeOf = (bytes: number): string =>
  bytes < 1024 ? `${bytes} B` : bytes < 1024 ** 2 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;

/** One record with everything it says; of a document the approved text. Files are saved, and that is recorded. */
export function OneRecord() {
  const { part, register, id, record } = useRecord();
  const room = useRoom();
  const places = usePlaces();
  const title = room.data?.parts.find((each) => each.part === part)?.title ?? sentence(part);
  return (
    <>
      <Anchor component={Link} to={places.part(part)} search={places.search} className="no-print" py="xs" display="inline-block">
        ‹ {title}
      </Anchor>
      <Loaded query={record}>
        {(data) => (
          <Page
            title={data.title}
            state={data.title === id ? sentence(register) : `${id}, ${sentence(register).toLowerCase()}`}
            actions={
              <Button variant="default" onClick={() => print()}>
                Print
              </Button>
            }
          >
            <Facts facts={data.facts.filter(({ value }) => value !== data.title)} />
            {data.files.length > 0 && (
              <section>
                <Title order={2} mb="xs">
                  Files
                </Title>
                <ul className="auditor-list">
                  {data.files.map(({ sha256, name, size }) => (
                    <li key={sha256}>
                      <Anchor
                        component="button"
                        type="button"
                        size="sm"
                        onClick={() => void places.save(part, register, id, sha256).catch(showError)}
                      >
                        {name}
                      </Anchor>{' '}
                      <Text span size="xs" className="quiet" style={{ overflowWrap: 'anywhere' }}>
                        {sizeOf(size)}, SHA-256 {sha256}
                      </Text>
                    </li>
                  ))}
                </ul>
              </section>
            )}
            {data.texts.map(({ title: heading, blocks }, index) => (
              <section key={index}>
                <Title order={2} mb="xs">
                  {heading}
                </Title>
                <Prose blocks={blocks} level={3} references={false} />
              </section>
            ))}
            {data.tables.map(({ heading, columns, rows }, index) => (
              <section key={index}>
                <Title order={2} mb="xs">
                  {heading}
                </Title>
                <div className="scroll" tabIndex={0} role="group" aria-label={heading}>
                  <table className="grid-table">
                    <thead>
                      <tr>
                        {columns.map((column) => (
                          <th key={column}>{column}</th>
                        ))}
                      </tr>
                    </thead>
                    <tbody>
                      {rows.map((cells, row) => (
                        <tr key={row}>
                          {cells.map((cell, at) => (
                            <td key={at}>{cell}</td>
                          ))}
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
              </section>
            ))}
            <section className="no-print">
              <Title order={2} mb="xs">
                Questions about it
              </Title>
              {room.data && <Thread room={room.data} about={{ request: null, section: part, register, record: id }} />}
            </section>
          </Page>
        )}
      </Loaded>
    </>
  );
}
