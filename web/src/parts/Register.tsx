import { ActionIcon, Anchor, Button, Checkbox, Drawer, Group, Menu, Modal, Select, Stack, Tabs, Text, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { z } from 'zod';
import { fieldMeta } from '../../../src/platform/contract/fields.ts';
import type { AnyRegister } from '../../../src/platform/register/model.ts';
import { may, type Permission, type Role } from '../../../src/isms/permissions.ts';
import { download, showError, useHere, useRead, useWrite, type Client } from '../client.tsx';
import { counted, dayInWords, momentInWords, plural, sentence } from '../words.ts';
import { Field } from './Field.tsx';
import { History } from './History.tsx';
import { Comments } from './Comments.tsx';
import { useOptions } from './options.ts';
import { Empty, Loaded } from './Page.tsx';
import { References } from './Reference.tsx';
import { Columns, useColumns, Views } from './Views.tsx';

// oxlint-disable-next-line typescript/no-explicit-any -- one page serves registers of every shape; the contracts type each of them
type Operations = Record<'list' | 'create' | 'update' | 'changeMany' | 'archive' | 'restore', (input: any) => Promise<any>> & {
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  get?: (input: any) => Promise<any>;
};
type Row = { id: string; version: number; archivedAt: string | null; [field: string]: unknown };

export interface RegisterProps {
  register: AnyRegister;
  operations(client: Client): Operations;
  /** `sortable` false: a picture or a figure that the record itself does not hold. */
  columns?: { field: string; title: string; sortable?: false; render(row: never): ReactNode }[];
  /** Fields of the form in groups; without it all in one. */
  groups?: { title: string; fields: string[] }[];
  /** Shown above the form of a record. */
  about?: (row: never) => ReactNode;
  emptyActions?: ReactNode;
  actions?: ReactNode;
  filters?: string[];
  /** Said beside a field of a record, for example where its value comes from. */
  note?: (row: never, field: string) => string | undefined;
  /** Records that do not change any more: their fields are read, not written. */
  frozen?: (row: never) => boolean;
  /** What lists get where the room adds calculated fields: they can be filtered by too. */
  shown?: z.ZodObject;
  /** Filters worth a click of their own, with how many records they find now. */
  chips?: { title: string; field: string; value: string; count?: number | undefined }[];
  /** Adds a record in another way than by the form of its fields. */
  onAdd?: () => void;
  /** Records that have a page of their own open there, not in the drawer. */
  page?: (id: string) => string;
}

interface Search {
  q?: string;
  sort?: string;
  open?: string;
  archived?: 'show';
  [filter: string]: string | undefined;
}

/** The list of a register with search, filters, sorting, export, and each record in a drawer with its history. */
export function RegisterList({
  register,
  operations,
  columns,
  groups,
  about,
  emptyActions,
  actions,
  filters = [],
  shown: derived,
  chips = [],
  page,
  note,
  frozen,
  onAdd,
}: RegisterProps) {
  const { slug, role, client } = useHere();
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const go = (changes: Search) =>
    void navigate({
      to: '.',
      search: (old: Search) => Object.fromEntries(Object.entries({ ...old, ...changes }).filter(([, value]) => value)) as never,
      replace: true,
    });
  const [adding, setAdding] = useState(false);
  const [chosen, setChosen] = useState<Set<string>>(new Set());
  const writes = may(role as Role, register.write as Permission);
  const begin = onAdd ?? (() => setAdding(true));

  const filterable = [...new Set([...filters, ...chips.map(({ field }) => field)])];
  const filter = Object.fromEntries(filterable.filter((field) => search[field]).map((field) => [field, search[field]!]));
  const input = {
    limit: 1000,
    ...(search.q && { search: search.q }),
    ...(search.sort && { sort: search.sort }),
    ...(Object.keys(filter).length > 0 && { filter }),
    ...(search.archived && { archived: 'show' as const }),
  };
  const list = useRead<{ items: Row[]; total: number }>([register.name, input], (c) => operations(c).list(input));
  const archive = useWrite(
    async (c: Client, ids: string[]) => {
      let last = {};
      for (const id of ids) last = await operations(c).archive({ id });
      return last;
    },
    () => 'Archived.',
  );
  const shape = register.fields.shape as Record<string, z.ZodType>;
  const known = { ...derived?.shape, ...shape } as Record<string, z.ZodType>;
  const show = (id: string) => (page ? void navigate({ to: page(id) as never }) : go({ open: id }));
  const plain = (field: string) => ({
    field,
    title: fieldMeta(shape[field]!).title ?? sentence(field),
    render: (row: Row) => <Value schema={shape[field]!} value={row[field]} />,
  });
  const made = columns ?? register.columns.map(plain);
  const available = [
    ...made,
    ...Object.keys(shape)
      .filter((field) => !made.some((each) => each.field === field))
      .map(plain),
  ];
  const standing = made.map(({ field }) => field);
  const [visible, setVisible] = useColumns(register.name, standing);
  const shown = available.filter(({ field }) => visible.includes(field));
  const items = list.data?.items ?? [];
  // A record that the list does not show is opened all the same: a link led to it.
  const listed = items.find(({ id }) => id === search.open);
  const single = useRead<Row>([register.name, 'one', search.open], (c) => operations(c).get!({ id: search.open! }), {
    enabled: search.open !== undefined && list.data !== undefined && listed === undefined && operations(client).get !== undefined,
  });
  const open = listed ?? (search.open !== undefined && single.data?.id === search.open ? single.data : undefined);
  const move = (step: number) => {
    const at = items.findIndex(({ id }) => id === search.open);
    const next = items[at + step];
    if (next) go({ open: next.id });
  };
  useHotkeys([
    ['j', () => search.open && move(1)],
    ['k', () => search.open && move(-1)],
    ['n', () => writes && begin()],
    ['/', () => document.getElementById('register-search')?.focus()],
  ]);
  const pressing = chips.filter(({ field, value, count }) => count !== 0 || search[field] === value);
  const query = new URLSearchParams({
    ...(search.q && { search: search.q }),
    ...(search.sort && { sort: search.sort }),
    ...Object.fromEntries(Object.entries(filter).map(([field, value]) => [`filter[${field}]`, value])),
  });

  return (
    <Stack gap="sm">
      <Group gap="xs" className="no-print">
        <TextInput
          id="register-search"
          aria-label={`Search ${register.plural}`}
          placeholder="Search"
          value={search.q ?? ''}
          onChange={(event) => go({ q: event.currentTarget.value })}
          w={220}
        />
        {filters.map((field) => (
          <Filter key={field} schema={known[field]!} name={field} value={search[field]} onChange={(value) => go({ [field]: value })} />
        ))}
        <Checkbox
          label="Archived too"
          checked={search.archived === 'show'}
          onChange={(event) => go({ archived: event.currentTarget.checked ? 'show' : undefined })}
        />
        <Views register={register.name} search={viewOf(search)} onChoose={(view) => void navigate({ to: '.', search: view as never })} />
        <Group gap="xs" ml="auto">
          {chosen.size > 0 && writes && <Together register={register} operations={operations} ids={[...chosen]} />}
          {chosen.size > 0 && writes && (
            <Button variant="default" onClick={() => archive.mutate([...chosen], { onSuccess: () => setChosen(new Set()) })}>
              Archive {chosen.size}
            </Button>
          )}
          <Columns all={available} shown={visible} standing={standing} onChange={setVisible} />
          <Menu>
            <Menu.Target>
              <Button variant="default">Export</Button>
            </Menu.Target>
            <Menu.Dropdown>
              {(['csv', 'xlsx'] as const).map((format) => (
                <Menu.Item key={format} onClick={() => void download(slug, `/${register.name}/export?format=${format}&${query}`).catch(showError)}>
                  {format.toUpperCase()} of what is shown
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          {actions}
          {writes && <Button onClick={begin}>Add {register.singular}</Button>}
        </Group>
      </Group>
      {pressing.length > 0 && (
        <Group gap={6} className="no-print" role="group" aria-label="Needs attention">
          {pressing.map(({ title, field, value, count }) => {
            const on = search[field] === value;
            return (
              <Button
                key={title}
                size="compact-sm"
                variant={on ? 'filled' : 'default'}
                aria-pressed={on}
                onClick={() => go({ [field]: on ? undefined : value })}
              >
                {title}
                {count !== undefined && ` ${count}`}
              </Button>
            );
          })}
        </Group>
      )}
      <Loaded query={list}>
        {({ items: rows, total }) =>
          rows.length === 0 ? (
            search.q || Object.keys(filter).length > 0 ? (
              <Empty title="Nothing fits the search.">
                <Button
                  variant="default"
                  w="fit-content"
                  onClick={() => go({ q: undefined, ...Object.fromEntries(filterable.map((field) => [field, undefined])) })}
                >
                  Show all
                </Button>
              </Empty>
            ) : (
              <Empty title={`No ${register.plural} yet`}>
                <Text className="quiet">{register.purpose}</Text>
                {writes && (
                  <Group gap="xs">
                    <Button variant="light" onClick={begin}>
                      Add {register.singular}
                    </Button>
                    {emptyActions}
                  </Group>
                )}
              </Empty>
            )
          ) : (
            <>
              <Text size="sm" className="quiet">
                {plural(total, register.singular, register.plural)}
                {total > rows.length ? `, the first ${rows.length} shown` : ''}
              </Text>
              <Rows
                rows={rows}
                columns={shown}
                chosen={chosen}
                setChosen={setChosen}
                open={search.open}
                onOpen={show}
                page={page}
                sort={search.sort}
                onSort={(sort) => go({ sort })}
                selectable={writes}
              />
            </>
          )
        }
      </Loaded>
      <Drawer
        opened={open !== undefined}
        onClose={() => go({ open: undefined })}
        position="right"
        size="xl"
        title={
          open ? (
            <Group gap="xs">
              <Text fw={600}>{open.id}</Text>
              <Text>{String(open[register.label] ?? '')}</Text>
            </Group>
          ) : (
            ''
          )
        }
      >
        {open && (
          <Record
            key={open.id}
            register={register}
            row={open}
            operations={operations(client)}
            writes={writes}
            frozen={frozen?.(open as never) ?? false}
            groups={groups}
            about={about}
            note={note}
            onMove={move}
          />
        )}
      </Drawer>
      <Drawer opened={adding} onClose={() => setAdding(false)} position="right" size="xl" title={`Add ${register.singular}`}>
        {adding && (
          <NewRecord
            register={register}
            operations={operations}
            groups={groups}
            onDone={(id) => {
              setAdding(false);
              show(id);
            }}
          />
        )}
      </Drawer>
    </Stack>
  );
}

/** What a view keeps: everything but the record that is open. */
const viewOf = ({ open: _open, ...search }: Search): { [field: string]: string } =>
  Object.fromEntries(Object.entries(search).filter((each): each is [string, string] => Boolean(each[1])));

/** One field of all chosen records, changed in one step that is undone in one step. */
function Together({ register, operations, ids }: { register: AnyRegister; operations: RegisterProps['operations']; ids: string[] }) {
  const shape = register.fields.shape as Record<string, z.ZodType>;
  const [opened, setOpened] = useState(false);
  const [field, setField] = useState<string | null>(null);
  const [value, setValue] = useState<unknown>(null);
  const change = useWrite(
    (c: Client, input: object) => operations(c).changeMany(input) as Promise<{ records: unknown[]; request: string }>,
    ({ records }) => `${plural(records.length, register.singular, register.plural)} changed.`,
  );
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        Change {ids.length}
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={`Change ${plural(ids.length, register.singular, register.plural)}`}>
        <Stack gap="xs">
          <Select
            label="Field"
            searchable
            data={Object.keys(shape).map((name) => ({ value: name, label: fieldMeta(shape[name]!).title ?? sentence(name) }))}
            value={field}
            onChange={(next) => {
              setField(next);
              const schema = next ? shape[next] : undefined;
              setValue(schema instanceof z.ZodDefault ? schema.parse(undefined) : null);
            }}
          />
          {field && <Field key={field} name={field} schema={shape[field]!} value={value} onChange={setValue} />}
          <Button
            disabled={!field}
            loading={change.isPending}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => change.mutate({ ids, change: { [field!]: value } }, { onSuccess: () => setOpened(false) })}
          >
            Change {plural(ids.length, register.singular, register.plural)}
          </Button>
        </Stack>
      </Modal>
    </>
  );
}

function Filter({
  schema,
  name,
  value,
  onChange,
}: {
  schema: z.ZodType;
  name: string;
  value: string | undefined;
  onChange(value: string | undefined): void;
}) {
  const meta = fieldMeta(schema);
  const referred = useOptions(meta.reference);
  let inner = schema;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodNullable || inner instanceof z.ZodOptional) inner = inner.unwrap() as z.ZodType;
  const data = [
    ...(inner instanceof z.ZodEnum
      ? inner.options.map((each) => ({ value: String(each), label: meta.labels?.[String(each)] ?? sentence(String(each)) }))
      : inner instanceof z.ZodBoolean
        ? [
            { value: 'true', label: 'Yes' },
            { value: 'false', label: 'No' },
          ]
        : referred),
  ];
  // A choice may itself be called "none".
  if (!data.some(({ value: each }) => each === 'none')) data.push({ value: 'none', label: 'Empty' });
  return (
    <Select
      aria-label={meta.title ?? name}
      placeholder={meta.title ?? name}
      clearable
      searchable
      data={data.filter(({ value: each }) => each !== '')}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
      w={170}
    />
  );
}

const rowHeight = 40;

function Rows({
  rows,
  columns,
  chosen,
  setChosen,
  open,
  onOpen,
  page,
  sort,
  onSort,
  selectable,
}: {
  rows: Row[];
  columns: { field: string; title: string; sortable?: false; render(row: Row): ReactNode }[];
  chosen: Set<string>;
  setChosen(next: Set<string>): void;
  open: string | undefined;
  onOpen(id: string): void;
  page: RegisterProps['page'];
  sort: string | undefined;
  onSort(sort: string | undefined): void;
  selectable: boolean;
}) {
  const parent = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => parent.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    enabled: rows.length > 100,
  });
  const visible = rows.length > 100 ? virtual.getVirtualItems().map(({ index }) => rows[index]!) : rows;
  const before = rows.length > 100 ? (virtual.getVirtualItems()[0]?.start ?? 0) : 0;
  const after = rows.length > 100 ? virtual.getTotalSize() - (virtual.getVirtualItems().at(-1)?.end ?? 0) : 0;
  const next = (field: string) => (sort === field ? `-${field}` : sort === `-${field}` ? undefined : field);
  const toggle = (id: string) => {
    const copy = new Set(chosen);
    if (!copy.delete(id)) copy.add(id);
    setChosen(copy);
  };
  return (
    <div
      ref={parent}
      className="scroll"
      style={rows.length > 100 ? { maxHeight: 'calc(100dvh - 260px)' } : undefined}
      tabIndex={rows.length > 100 ? 0 : undefined}
    >
      <table className="grid-table">
        <thead>
          <tr>
            {selectable && (
              <th style={{ width: 32 }}>
                <Checkbox
                  size="xs"
                  aria-label="Choose all"
                  checked={chosen.size > 0 && chosen.size === rows.length}
                  onChange={(event) => setChosen(new Set(event.currentTarget.checked ? rows.map(({ id }) => id) : []))}
                />
              </th>
            )}
            <th>
              <button type="button" className="sort" onClick={() => onSort(next('id'))}>
                Id{sort === 'id' ? ' ↑' : sort === '-id' ? ' ↓' : ''}
              </button>
            </th>
            {columns.map(({ field, title, sortable = true }) => (
              <th key={field} aria-sort={sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : undefined}>
                {sortable ? (
                  <button type="button" className="sort" onClick={() => onSort(next(field))}>
                    {title}
                    {sort === field ? ' ↑' : sort === `-${field}` ? ' ↓' : ''}
                  </button>
                ) : (
                  title
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && (
            <tr style={{ height: before }} aria-hidden>
              <td style={{ padding: 0 }} />
            </tr>
          )}
          {visible.map((row) => (
            <tr
              key={row.id}
              data-link
              data-chosen={open === row.id || undefined}
              tabIndex={0}
              onClick={() => onOpen(row.id)}
              onKeyDown={(event) => event.key === 'Enter' && onOpen(row.id)}
              style={row.archivedAt ? { fontStyle: 'italic' } : undefined}
            >
              {selectable && (
                <td onClick={(event) => event.stopPropagation()}>
                  <Checkbox size="xs" aria-label={`Choose ${row.id}`} checked={chosen.has(row.id)} onChange={() => toggle(row.id)} />
                </td>
              )}
              <td style={{ whiteSpace: 'nowrap' }}>
                {page ? (
                  <Anchor component={Link} to={page(row.id) as never} onClick={(event: React.MouseEvent) => event.stopPropagation()}>
                    {row.id}
                  </Anchor>
                ) : (
                  row.id
                )}
                {row.archivedAt ? ' (archived)' : ''}
              </td>
              {columns.map(({ field, render }, column) => (
                <td key={field}>
                  <div className="clip" data-name={column === 0 || undefined}>
                    {render(row)}
                  </div>
                </td>
              ))}
            </tr>
          ))}
          {after > 0 && (
            <tr style={{ height: after }} aria-hidden>
              <td style={{ padding: 0 }} />
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

export function Value({ schema, value }: { schema: z.ZodType; value: unknown }) {
  const { reference, labels } = fieldMeta(schema);
  const options = useOptions(reference && reference !== 'controls' && reference !== 'subjects' ? reference : undefined);
  const names = useMemo(() => new Map(options.map(({ value: id, label }) => [id, label.slice(id.length + 1) || id])), [options]);
  if (value === null || value === undefined || value === '') return <span className="quiet">–</span>;
  if (Array.isArray(value) && (reference === 'controls' || reference === 'subjects')) return value.length > 0 ? <References ids={value} /> : '–';
  if (Array.isArray(value)) return <>{value.map((each) => names.get(String(each)) ?? sentence2(String(each))).join(', ') || '–'}</>;
  if (typeof value === 'boolean') return <>{value ? 'Yes' : 'No'}</>;
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) return <span className="nowrap">{momentInWords(value)}</span>;
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value))
    return (
      <span className="nowrap" title={counted(value)}>
        {dayInWords(value)}
      </span>
    );
  if (names.has(String(value))) return <>{names.get(String(value))}</>;
  return <>{isEnum(schema) ? (labels?.[String(value)] ?? sentence(String(value))) : String(value)}</>;
}

const sentence2 = (value: string) => (/^[a-z-]+$/.test(value) ? sentence(value) : value);
const isEnum = (schema: z.ZodType): boolean =>
  schema instanceof z.ZodDefault || schema instanceof z.ZodNullable || schema instanceof z.ZodOptional
    ? isEnum(schema.unwrap() as z.ZodType)
    : schema instanceof z.ZodEnum;

function Record({
  register,
  row,
  operations,
  writes,
  frozen,
  groups,
  about,
  note,
  onMove,
}: {
  register: AnyRegister;
  row: Row;
  operations: Operations;
  writes: boolean;
  frozen: boolean;
  groups: RegisterProps['groups'];
  about: RegisterProps['about'];
  note: RegisterProps['note'];
  onMove(step: number): void;
}) {
  const change = useWrite(
    async (_client: Client, changes: object) => operations.update({ id: row.id, version: row.version, ...changes }),
    () => 'Saved.',
  );
  const archive = useWrite(
    async () => (row.archivedAt ? operations.restore({ id: row.id }) : operations.archive({ id: row.id })),
    () => (row.archivedAt ? 'Brought back.' : 'Archived.'),
  );
  const shape = register.fields.shape as Record<string, z.ZodType>;
  const all = groups ?? [{ title: '', fields: Object.keys(shape) }];
  return (
    <Tabs defaultValue="record">
      <Group justify="space-between" mb="sm">
        <Tabs.List>
          <Tabs.Tab value="record">Record</Tabs.Tab>
          <Tabs.Tab value="history">History</Tabs.Tab>
          <Tabs.Tab value="comments">Comments</Tabs.Tab>
        </Tabs.List>
        <Group gap={4}>
          <ActionIcon variant="default" aria-label="Previous (k)" onClick={() => onMove(-1)}>
            ↑
          </ActionIcon>
          <ActionIcon variant="default" aria-label="Next (j)" onClick={() => onMove(1)}>
            ↓
          </ActionIcon>
          {writes && (
            <Button size="xs" variant="default" onClick={() => archive.mutate(undefined)}>
              {row.archivedAt ? 'Bring back' : 'Archive'}
            </Button>
          )}
        </Group>
      </Group>
      <Tabs.Panel value="record">
        <Stack gap="md">
          {about?.(row as never)}
          {all.map(({ title, fields }) => (
            <Stack key={title} gap="sm" component="section" aria-label={title || undefined}>
              {title && (
                <Text fw={600} mt="xs" pt="sm" className="hairline">
                  {title}
                </Text>
              )}
              {fields.map((name) => (
                <Field
                  key={name}
                  name={name}
                  schema={shape[name]!}
                  value={row[name]}
                  note={note?.(row as never, name)}
                  disabled={!writes || frozen || row.archivedAt !== null}
                  onChange={(value) => change.mutate({ [name]: value })}
                />
              ))}
            </Stack>
          ))}
        </Stack>
      </Tabs.Panel>
      <Tabs.Panel value="history">
        <History register={register.name} record={row.id} />
      </Tabs.Panel>
      <Tabs.Panel value="comments">
        <Comments register={register.name} record={row.id} />
      </Tabs.Panel>
    </Tabs>
  );
}

function NewRecord({
  register,
  operations,
  groups,
  onDone,
}: {
  register: AnyRegister;
  operations: RegisterProps['operations'];
  groups: RegisterProps['groups'];
  onDone(id: string): void;
}) {
  const shape = register.fields.shape as Record<string, z.ZodType>;
  const [fields, setFields] = useState<Record<string, unknown>>(() =>
    Object.fromEntries(Object.entries(shape).flatMap(([name, schema]) => (schema instanceof z.ZodDefault ? [[name, schema.parse(undefined)]] : []))),
  );
  // Texts are handed on when one leaves them: the submit waits for that and reads what is newest.
  const latest = useRef(fields);
  const create = useWrite(
    (c: Client, input: object) => operations(c).create(input) as Promise<{ record: { id: string } }>,
    ({ record }) => `${record.id} added.`,
  );
  const order = groups?.flatMap(({ fields: own }) => own) ?? Object.keys(shape);
  const first = Object.keys(shape).filter((name) => !(shape[name] instanceof z.ZodDefault));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        (document.activeElement as HTMLElement | null)?.blur();
        setTimeout(() => create.mutate(latest.current, { onSuccess: ({ record }) => onDone(record.id) }));
      }}
    >
      <Stack gap="sm">
        {[...first, ...order.filter((name) => !first.includes(name))].map((name) => (
          <Field
            key={name}
            name={name}
            schema={shape[name]!}
            value={fields[name]}
            onChange={(value) =>
              setFields((old) => {
                const next = { ...old, [name]: value };
                latest.current = next;
                return next;
              })
            }
          />
        ))}
        <Group justify="flex-end">
          <Button type="submit" loading={create.isPending}>
            Add {register.singular}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
