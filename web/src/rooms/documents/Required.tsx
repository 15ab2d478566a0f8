import { Anchor, Button, Group, Popover, Select, SegmentedControl, Stack, Text } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useWrite, type Client } from '../../client.tsx';
import { Empty, Loaded, Mark } from '../../parts/Page.tsx';
import { Reference } from '../../parts/Reference.tsx';
import { plural } from '../../words.ts';
import { Coverage } from './Coverage.tsx';
import { useBegin, useDocuments, useRequired, type RequiredRow } from './data.ts';
import { groupOf } from './groups.ts';

const bases = { required: 'a clause demands it', control: 'a control that applies', usual: 'auditors expect it' } as const;
type Filter = { status: string; basis: string; group: string | null };
const everything: Filter = { status: 'all', basis: 'all', group: null };

/** What clauses 4–10 and the controls that apply ask for in writing, and where it is. */
export function RequiredDocuments() {
  const { role } = useHere();
  const required = useRequired();
  const begin = useBegin();
  const { open } = useSearch({ strict: false }) as { open?: string };
  const [filter, setFilter] = useState(everything);
  const [shown, show] = useState(open);
  const writes = may(role as Role, 'write documents');
  useEffect(() => {
    if (shown) document.getElementById(shown)?.scrollIntoView({ block: 'center' });
  }, [shown, filter, required.data]);
  return (
    <Loaded query={required}>
      {({ items }) => {
        const rows = items.filter(
          ({ status, basis, clause }) =>
            (filter.status === 'all' || status === filter.status) &&
            (filter.basis === 'all' || basis === filter.basis) &&
            (filter.group === null || groupOf(clause) === filter.group),
        );
        const count = (wanted: RequiredRow['status']) => items.filter(({ status }) => status === wanted).length;
        const templates = [
          ...new Set(rows.filter(({ document, status, room }) => !document && !room && status !== 'have').flatMap(({ template }) => template ?? [])),
        ];
        return (
          <Stack gap="md">
            <Text>
              {count('have')} of {items.length} are there and current
              {count('stale') > 0 && `, ${count('stale')} out of date`}, {count('missing')} missing
              {count('unknown') > 0 && `, of ${count('unknown')} nobody has said yet`}.
            </Text>
            <Coverage
              items={items}
              group={filter.group}
              onGroup={(group) => setFilter({ ...filter, group: group === filter.group ? null : group })}
              onItem={(id) => {
                setFilter(everything);
                show(id);
              }}
            />
            <Group gap="xs" className="no-print">
              <SegmentedControl
                aria-label="Status"
                value={filter.status}
                onChange={(status) => setFilter({ ...filter, status })}
                data={[
                  { value: 'all', label: 'All' },
                  { value: 'missing', label: `Missing ${count('missing')}` },
                  { value: 'stale', label: `Out of date ${count('stale')}` },
                  { value: 'unknown', label: `Not known ${count('unknown')}` },
                  { value: 'have', label: `Have ${count('have')}` },
                ]}
              />
              <Select
                aria-label="Why it is asked for"
                value={filter.basis}
                onChange={(basis) => setFilter({ ...filter, basis: basis ?? 'all' })}
                allowDeselect={false}
                data={[
                  { value: 'all', label: 'For every reason' },
                  ...Object.entries(bases).map(([value, label]) => ({ value, label: label.charAt(0).toUpperCase() + label.slice(1) })),
                ]}
                w={210}
              />
              {writes && templates.length > 0 && (
                <Button ml="auto" loading={begin.isPending} onClick={() => begin.mutate(templates)}>
                  Begin {plural(templates.length, 'document')} from templates
                </Button>
              )}
            </Group>
            {rows.length === 0 ? (
              <Empty title="Nothing fits these filters.">
                <Button variant="default" w="fit-content" onClick={() => setFilter(everything)}>
                  Show all
                </Button>
              </Empty>
            ) : (
              <div className="scroll" tabIndex={0} role="group" aria-label="Documented information that is asked for">
                <table className="grid-table">
                  <thead>
                    <tr>
                      <th>Asked by</th>
                      <th>Documented information</th>
                      <th>State</th>
                      <th>Where</th>
                      {writes && <th>Next</th>}
                    </tr>
                  </thead>
                  <tbody>
                    {rows.map((row) => (
                      <tr key={row.id} id={row.id} data-chosen={row.id === shown || undefined}>
                        <td className="nowrap">
                          <Reference id={row.clause} />
                        </td>
                        <td style={{ minWidth: '16rem' }}>
                          {row.title}
                          <Text size="xs" className="quiet">
                            {row.kind === 'record' ? 'Record' : 'Document'}, {bases[row.basis]}. {row.explanation}
                          </Text>
                        </td>
                        <td>
                          <Mark status={row.status} />
                        </td>
                        <td>
                          <Place row={row} />
                        </td>
                        {writes && (
                          <td>
                            <Next row={row} onBegin={(template) => begin.mutate([template])} />
                          </td>
                        )}
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </Stack>
        );
      }}
    </Loaded>
  );
}

function Place({ row: { document, room, place } }: { row: RequiredRow }) {
  const { slug } = useHere();
  const to = document ? `document/${document}` : room;
  if (!place) return <span className="quiet">–</span>;
  if (!to) return place;
  return (
    <Anchor component={Link} to={`/o/${slug}/${to}` as never}>
      {place}
    </Anchor>
  );
}

/** The shortest way to have it. */
function Next({ row, onBegin }: { row: RequiredRow; onBegin(template: string): void }) {
  const { slug } = useHere();
  if (row.status === 'have') return null;
  if (row.document)
    return (
      <Button size="compact-sm" variant="default" component={Link} to={`/o/${slug}/document/${row.document}` as never}>
        {row.status === 'stale' ? 'Bring it up to date' : 'Continue'}
      </Button>
    );
  return (
    <Group gap={6} wrap="nowrap">
      {row.template && (row.room === null || row.room === 'evidence') ? (
        <Button size="compact-sm" variant="light" onClick={() => onBegin(row.template!)}>
          Begin from template
        </Button>
      ) : (
        row.room && (
          <Button size="compact-sm" variant="light" component={Link} to={`/o/${slug}/${row.room}` as never}>
            {row.room === 'evidence' ? 'Add evidence' : 'Open the page'}
          </Button>
        )
      )}
      <OwnDocument row={row} />
    </Group>
  );
}

/** A document that fulfils it: one that exists, or a new one. */
function OwnDocument({ row: { id, title, kind } }: { row: RequiredRow }) {
  const { slug } = useHere();
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const all = useDocuments();
  const add = useWrite(
    (client: Client) => client.documents.documents.create({ title, type: kind === 'record' ? 'record' : 'policy', fulfils: [id] }),
    ({ record }) => `${record.id} added.`,
  );
  const name = useWrite(
    (client: Client, document: string) =>
      client.documents.documents.update({
        id: document,
        fulfils: [...(all.data?.items.find((each) => each.id === document)?.fulfils ?? []), id],
      }),
    ({ record }) => `${record.id} fulfils it.`,
  );
  return (
    <Popover opened={opened} onChange={setOpened} width={300} position="bottom-end" withinPortal trapFocus>
      <Popover.Target>
        <Button size="compact-sm" variant="default" onClick={() => setOpened(!opened)} aria-label={`Own document for ${title}`}>
          Own document
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <Button
            variant="light"
            loading={add.isPending}
            onClick={() =>
              add.mutate(undefined, {
                onSuccess: ({ record }) => void navigate({ to: `/o/${slug}/document/${record.id}` as never }),
              })
            }
          >
            Add a document that fulfils it
          </Button>
          <Select
            label="Or one that fulfils it already"
            searchable
            limit={60}
            comboboxProps={{ withinPortal: false }}
            nothingFoundMessage="Nothing found"
            data={(all.data?.items ?? []).map((each) => ({ value: each.id, label: `${each.id} ${each.title}` }))}
            value={null}
            onChange={(document) => document && name.mutate(document, { onSuccess: () => setOpened(false) })}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
