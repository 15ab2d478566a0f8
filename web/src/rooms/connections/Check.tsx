import { Button, Checkbox, Group, NumberInput, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { outcomes, type Outcome } from '../../../../src/isms/checks/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { useOptions } from '../../parts/options.ts';
import { Loaded } from '../../parts/Page.tsx';
import { Reference } from '../../parts/Reference.tsx';
import { counted, dayInWords, plural } from '../../words.ts';
import { Raise } from '../improvement/Raise.tsx';
import { Sign, outcomeMarks } from '../controls/states.tsx';
import { moment, type Check, type Result, type Shown } from './runs.tsx';

/** One check at one connection: what it says, since when, of which resources; and what is done about it. */
export function CheckPage({ connection, check: id }: { connection: Shown; check: string }) {
  const { role } = useHere();
  const checks = useRead(['checks', connection.provider], (client) => client.collectors.checks({ provider: connection.provider }));
  const results = useRead(['check-results', connection.id], (client) => client.collectors.results({ connection: connection.id }));
  const writes = may(role as Role, 'keep connections');
  return (
    <Loaded query={checks}>
      {({ items }) => {
        const check = items.find((each) => each.id === id);
        const result = results.data?.items.find((each) => each.check === id);
        if (!check) return <Text>There is no such check any more.</Text>;
        return (
          <Stack gap="md">
            <Text component="h2" fw={600} size="lg">
              {check.title}
            </Text>
            {result && (
              <Text>
                <Sign mark={outcomeMarks[result.outcome]} /> since {dayInWords(result.since)} ({counted(result.since)}). {result.because}
              </Text>
            )}
            <Text size="sm">
              It judges {check.population}. {check.passes}
            </Text>
            {check.controls.map(({ id: control, because }) => (
              <Text size="sm" key={control}>
                <Reference id={control} />: {because}
              </Text>
            ))}
            <Text size="sm">
              <b>How to mend it:</b> {check.remedy}
            </Text>
            <Text size="xs" className="quiet" style={{ overflowWrap: 'anywhere' }}>
              Rests on {check.calls.join(', ')}. Version {check.version} of {check.id}.
            </Text>
            <History connection={connection} check={id} />
            {result && writes && <MakeTask connection={connection} result={result} />}
            {writes && <CheckSettings connection={connection} check={check} />}
            <Resources connection={connection} check={id} writes={writes} />
          </Stack>
        );
      }}
    </Loaded>
  );
}

/** A column for each day on which something changed: what passed, failed, was not known. The table says the same. */
function History({ connection, check }: { connection: Shown; check: string }) {
  const history = useRead(['check-history', connection.id, check], (client) => client.collectors.history({ id: connection.id, check }));
  const [table, setTable] = useState(false);
  return (
    <Loaded query={history}>
      {({ points }) => {
        if (points.length === 0) return <Text className="quiet">There is no history yet.</Text>;
        const most = Math.max(...points.map(({ counts }) => counts.pass + counts.fail + counts.unknown), 1);
        const recent = points.slice(-60);
        return (
          <figure style={{ margin: 0 }} aria-label="History of the check">
            <svg
              width="100%"
              height={84}
              viewBox={`0 0 ${Math.max(recent.length * 14, 140)} 84`}
              preserveAspectRatio="xMinYMid meet"
              role="img"
              aria-label={`From ${dayInWords(recent[0]!.on)} to ${dayInWords(recent.at(-1)!.on)}: ${plural(points.filter(({ outcome }) => outcome === 'fail').length, 'change')} to failing among ${plural(points.length, 'entry', 'entries')}`}
            >
              {recent.map(({ on, counts, outcome }, index) => {
                const heights = (['pass', 'fail', 'unknown'] as const).map((each) => (counts[each] / most) * 64);
                let at = 66;
                return (
                  <g key={on}>
                    <title>{`${dayInWords(on)}: ${outcomeMarks[outcome].title.toLowerCase()}; ${counts.pass} pass, ${counts.fail} fail, ${counts.unknown} not known`}</title>
                    {heights.map((height, part) => {
                      at -= height;
                      return (
                        <rect
                          key={outcomes[part]}
                          x={index * 14 + 1}
                          width={10}
                          y={at}
                          height={height}
                          fill={part === 0 ? 'var(--green)' : part === 1 ? 'var(--orange)' : 'none'}
                          stroke={part === 2 && height > 0 ? 'var(--quiet)' : 'none'}
                          strokeDasharray={part === 2 ? '2 2' : undefined}
                        />
                      );
                    })}
                    <text x={index * 14 + 6} y={80} fontSize={11} textAnchor="middle" fill={outcomeMarks[outcome].colour}>
                      {outcomeMarks[outcome].sign}
                    </text>
                  </g>
                );
              })}
            </svg>
            <Button size="compact-xs" variant="subtle" px={0} aria-expanded={table} onClick={() => setTable(!table)}>
              {table ? 'Hide the table' : 'As a table'}
            </Button>
            {table && (
              <div className="scroll" tabIndex={0} role="group" aria-label="History of the check, as a table">
                <table className="grid-table">
                  <thead>
                    <tr>
                      <th>On</th>
                      <th>Outcome</th>
                      <th>Pass</th>
                      <th>Fail</th>
                      <th>Not known</th>
                    </tr>
                  </thead>
                  <tbody>
                    {points.toReversed().map(({ on, outcome, counts }) => (
                      <tr key={on}>
                        <td>{dayInWords(on)}</td>
                        <td>
                          <Sign mark={outcomeMarks[outcome]} />
                        </td>
                        <td>{counts.pass}</td>
                        <td>{counts.fail}</td>
                        <td>{counts.unknown}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </figure>
        );
      }}
    </Loaded>
  );
}

/** A failure becomes somebody's task; where one is open it is named. */
function MakeTask({ connection, result }: { connection: Shown; result: Result }) {
  const make = useWrite(
    (client: Client, _input: undefined) =>
      client.controls.tasks.create({
        title: result.title,
        control: result.controls[0] ?? null,
        assignee: result.owner,
        note: result.because,
        connection: connection.id,
        check: result.check,
      }),
    ({ record }) => `${record.id} added. It is done when the check passes.`,
  );
  if (result.task) return <Text size="sm">Task {result.task} is open; it is done when the check passes.</Text>;
  if (result.outcome !== 'fail') return null;
  return (
    <Group gap="xs">
      <Button loading={make.isPending} onClick={() => make.mutate(undefined)}>
        Make it a task
      </Button>
      <Raise
        from={{
          title: `Check fails: ${result.title}`,
          statement: `${connection.title}: ${result.because}`,
          subjects: result.controls,
          source: 'check',
          sourceRecord: `${connection.id} ${result.check}`,
          owner: result.owner,
        }}
      />
    </Group>
  );
}

/** Whether it is looked at here, with which figures, and who answers for it. */
function CheckSettings({ connection, check }: { connection: Shown; check: Check }) {
  const people = useOptions('people');
  const own = connection.checks[check.id] ?? { enabled: true, parameters: {} as Record<string, number>, owner: null };
  const set = useWrite(
    (client: Client, input: { enabled?: boolean; parameters?: Record<string, number>; owner?: string | null }) =>
      client.collectors.setCheck({ id: connection.id, check: check.id, ...input }),
    () => 'Saved. It counts from the next collection on.',
  );
  return (
    <details>
      <summary>Figures, owner, on or off</summary>
      <Stack gap="sm" mt="sm">
        <Checkbox
          label="Look at it at this connection"
          checked={own.enabled}
          onChange={(event) => set.mutate({ enabled: event.currentTarget.checked })}
        />
        <Select
          label="Owner"
          description="Failures become their tasks"
          searchable
          clearable
          data={people}
          value={own.owner}
          onChange={(owner) => set.mutate({ owner })}
        />
        {Object.entries(check.parameters).map(([name, { title, unit, usual, min, max }]) => (
          <Figure
            key={name}
            label={`${title} (${unit})`}
            description={`Usually ${usual}; between ${min} and ${max}`}
            value={own.parameters[name] ?? usual}
            min={min}
            max={max}
            onSave={(value) => set.mutate({ parameters: { [name]: value } })}
          />
        ))}
      </Stack>
    </details>
  );
}

function Figure({
  label,
  description,
  value,
  min,
  max,
  onSave,
}: {
  label: string;
  description: string;
  value: number;
  min: number;
  max: number;
  onSave(value: number): void;
}) {
  const [typed, setTyped] = useState<number | string>(value);
  return (
    <NumberInput
      label={label}
      description={description}
      min={min}
      max={max}
      value={typed}
      onChange={setTyped}
      onBlur={() => typeof typed === 'number' && typed !== value && onSave(typed)}
    />
  );
}

const pageSize = 50;

/** The resources it judges, page by page from the server: there may be a hundred thousand. */
function Resources({ connection, check, writes }: { connection: Shown; check: string; writes: boolean }) {
  const [outcome, setOutcome] = useState<Outcome | 'all'>('all');
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 250);
  const [past, setPast] = useState(false);
  const [offset, setOffset] = useState(0);
  const [excepting, setExcepting] = useState<{ resource: string; name: string } | null>(null);
  const input = {
    id: connection.id,
    check,
    limit: pageSize,
    offset,
    past: past ? ('show' as const) : ('hide' as const),
    ...(outcome !== 'all' && { outcome }),
    ...(search && { search }),
  };
  const resources = useRead(['resources', input], (client) => client.collectors.resources(input), {
    placeholderData: (before: unknown) => before as never,
  });
  return (
    <section aria-label="Resources">
      <Text component="h3" fw={600} className="hairline" pt="sm" mb={6}>
        Resources
      </Text>
      <Stack gap="xs">
        <Group gap="xs">
          <SegmentedControl
            size="xs"
            aria-label="Outcome"
            value={outcome}
            onChange={(value) => {
              setOutcome(value as typeof outcome);
              setOffset(0);
            }}
            data={[{ value: 'all', label: 'All' }, ...outcomes.map((each) => ({ value: each, label: outcomeMarks[each].title }))]}
          />
          <TextInput
            size="xs"
            aria-label="Search resources"
            placeholder="Search"
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              setOffset(0);
            }}
          />
          <Checkbox size="xs" label="Past ones too" checked={past} onChange={(event) => setPast(event.currentTarget.checked)} />
        </Group>
        {writes && (
          <Button size="compact-sm" variant="default" w="fit-content" onClick={() => setExcepting({ resource: '', name: 'the whole check' })}>
            Except the whole check for a time
          </Button>
        )}
        {excepting && <Except connection={connection} check={check} of={excepting} onDone={() => setExcepting(null)} />}
        <Loaded query={resources}>
          {({ items, total }) =>
            total === 0 ? (
              <Text className="quiet">No resource fits.</Text>
            ) : (
              <>
                <div className="scroll" tabIndex={0} role="group" aria-label="Resources of this check">
                  <table className="grid-table">
                    <thead>
                      <tr>
                        <th>Outcome</th>
                        <th>Resource</th>
                        <th>Why</th>
                        <th>Since</th>
                        {writes && <th>Exception</th>}
                      </tr>
                    </thead>
                    <tbody>
                      {items.map((each) => (
                        <tr key={each.resource + each.scope + each.since} style={each.until ? { fontStyle: 'italic' } : undefined}>
                          <td>
                            <Sign mark={outcomeMarks[each.outcome]} />
                          </td>
                          <td style={{ overflowWrap: 'anywhere', minWidth: '9rem' }}>
                            {each.name}
                            {each.scope && <span className="quiet"> {each.scope}</span>}
                          </td>
                          <td style={{ minWidth: '10rem' }}>{each.because}</td>
                          <td className="nowrap" title={moment(each.since)}>
                            {counted(each.since)}
                            {each.until && <div className="quiet">until {dayInWords(each.until)}</div>}
                          </td>
                          {writes && (
                            <td>
                              {each.exception ? (
                                <>
                                  {each.exception.reason}{' '}
                                  <span className="quiet nowrap">
                                    {each.exception.expiresOn ? `until ${dayInWords(each.exception.expiresOn)}` : 'without an end'}
                                  </span>
                                </>
                              ) : each.outcome === 'fail' && !each.until ? (
                                <Button
                                  size="compact-xs"
                                  variant="default"
                                  aria-label={`Except ${each.name}`}
                                  onClick={() => setExcepting({ resource: each.resource, name: each.name })}
                                >
                                  Except
                                </Button>
                              ) : null}
                            </td>
                          )}
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
                <Group gap="xs">
                  <Text size="sm" className="quiet" role="status">
                    {offset + 1} to {offset + items.length} of {total.toLocaleString('en')}
                  </Text>
                  <Button size="compact-xs" variant="default" disabled={offset === 0} onClick={() => setOffset(Math.max(0, offset - pageSize))}>
                    Earlier
                  </Button>
                  <Button size="compact-xs" variant="default" disabled={offset + pageSize >= total} onClick={() => setOffset(offset + pageSize)}>
                    Further
                  </Button>
                </Group>
              </>
            )
          }
        </Loaded>
      </Stack>
    </section>
  );
}

/** A failure that is allowed for a while: why, until when, and by whom. */
function Except({ connection, check, of, onDone }: { connection: Shown; check: string; of: { resource: string; name: string }; onDone(): void }) {
  const { person } = useHere();
  const people = useOptions('people');
  const [reason, setReason] = useState('');
  const [expiresOn, setExpiresOn] = useState('');
  const [approvedBy, setApprovedBy] = useState<string | null>(person);
  const save = useWrite(
    (client: Client, _input: undefined) =>
      client.collectors.exceptions.create({
        check,
        connection: connection.id,
        resource: of.resource,
        reason,
        expiresOn: expiresOn || null,
        approvedBy,
      }),
    ({ record }) => `${record.id} added.`,
  );
  return (
    <form
      aria-label={`Exception for ${of.name}`}
      style={{ background: 'var(--soft)', padding: 12 }}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined, { onSuccess: onDone });
      }}
    >
      <Stack gap="xs">
        <Text size="sm" fw={600}>
          Exception for {of.name}
        </Text>
        <TextInput label="Reason" required value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Group grow align="flex-start">
          <TextInput label="Until" type="date" required value={expiresOn} onChange={(event) => setExpiresOn(event.currentTarget.value)} />
          <Select label="Allowed by" searchable clearable data={people} value={approvedBy} onChange={setApprovedBy} />
        </Group>
        <Group gap="xs">
          <Button type="submit" size="xs" disabled={!reason.trim() || !expiresOn} loading={save.isPending}>
            Allow it
          </Button>
          <Button size="xs" variant="default" onClick={onDone}>
            Not now
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
