import { Button, Drawer, Group, Menu, NumberInput, Progress, SegmentedControl, Select, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useEffect, useMemo, useRef, useState } from 'react';
import { ownControls } from '../../../src/isms/controls/model.ts';
import type { GapLine, GapStatus } from '../../../src/isms/gap/model.ts';
import { may, type Role } from '../../../src/isms/permissions.ts';
import { download, queries, showError, useHere, useRead, useWrite, type Client } from '../client.tsx';
import { AuditorSays } from '../parts/Findings.tsx';
import { History } from '../parts/History.tsx';
import { useOptions } from '../parts/options.ts';
import { Loaded, Mark, Page } from '../parts/Page.tsx';
import { RegisterList } from '../parts/Register.tsx';
import { RoomTabs } from '../parts/Rooms.tsx';
import { useSought } from '../parts/sought.ts';
import { dayInWords, marks, plural, today } from '../words.ts';

const byKey: Record<string, GapStatus> = { 1: 'implemented', 2: 'partly', 3: 'missing', 4: 'not-applicable', 0: 'not-assessed' };

/** The gap assessment: one sheet for 93 controls and every requirement; progress, documents, plan. */
export function Gap() {
  const verdict = useRead(['verdict', 'all', ''], (client) => client.verdict.verdict({}));
  const sheet = useRead(['gap'], (client) => client.gap.sheet({}));
  const left = sheet.data?.items.filter(({ status }) => status === 'not-assessed').length;
  return (
    <Page
      title="Gap"
      state={sheet.data ? `${sheet.data.items.length - left!} of ${sheet.data.items.length} controls and requirements are assessed.` : undefined}
    >
      <AuditorSays findings={verdict.data?.findings.filter(({ room }) => room === 'gap') ?? []} />
      <RoomTabs
        room="gap"
        parts={[
          { id: '', title: 'Sheet', content: <Sheet /> },
          { id: 'progress', title: 'Progress', content: <GapProgress /> },
          { id: 'documentation', title: 'Documentation', content: <Documentation /> },
          { id: 'plan', title: 'Remediation plan', content: <Plan /> },
          { id: 'own-controls', title: 'Own controls', content: <RegisterList register={ownControls} operations={(c) => c.controls.own} /> },
        ]}
      />
    </Page>
  );
}

function Sheet() {
  const { slug, role } = useHere();
  const sheet = useRead(['gap'], (client) => client.gap.sheet({}));
  const [kind, setKind] = useState('all');
  const [status, setStatus] = useState<string | null>(null);
  const [search, setSearch] = useSought();
  const [at, setAt] = useState(0);
  const [chosen, setChosen] = useState<Set<string>>(new Set());
  const [open, setOpen] = useState<string | null>(null);
  const people = useOptions('people');
  const writes = may(role as Role, 'assess gaps');
  const lines = useMemo(() => {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    return (sheet.data?.items ?? []).filter(
      (line) =>
        (kind === 'all' || (kind === 'requirement') === (line.kind === 'requirement')) &&
        (!status || line.status === status) &&
        words.every((word) => `${line.label} ${line.id} ${line.title} ${line.summary} ${line.observation}`.toLowerCase().includes(word)),
    );
  }, [sheet.data, kind, status, search]);
  const answer = useWrite(
    async (client: Client, { subjects, change }: { subjects: string[]; change: object }) => {
      // Shown at once: whoever answers ninety-three controls does not wait for the server.
      queries.setQueryData<{ items: GapLine[] }>(
        [slug, 'gap'],
        (old) => old && { items: old.items.map((line) => (subjects.includes(line.id) ? { ...line, ...change } : line)) },
      );
      return client.gap.answerMany({ subjects, change });
    },
    ({ records }) => (records.length > 1 ? `${records.length} answered.` : `${records[0]?.id} answered.`),
  );
  const give = (next: GapStatus) => {
    const line = lines[at];
    if (!writes || !line) return;
    answer.mutate({ subjects: chosen.size > 0 ? [...chosen] : [line.id], change: { status: next } });
    if (chosen.size > 0) setChosen(new Set());
    else setAt(Math.min(at + 1, lines.length - 1));
  };
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    // Newer browsers answer a promise, which an effect must not.
    row.current?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  useHotkeys([
    ['j', () => setAt(Math.min(at + 1, lines.length - 1))],
    ['k', () => setAt(Math.max(at - 1, 0))],
    ...Object.entries(byKey).map(([key, next]) => [key, () => give(next)] as [string, () => void]),
    [
      'x',
      () => {
        const line = lines[at];
        if (line) {
          const copy = new Set(chosen);
          if (!copy.delete(line.id)) copy.add(line.id);
          setChosen(copy);
        }
      },
    ],
    ['Enter', () => lines[at] && setOpen(lines[at].id)],
    ['/', () => document.getElementById('gap-search')?.focus()],
  ]);
  const opened = sheet.data?.items.find(({ id }) => id === open);
  return (
    <Loaded query={sheet}>
      {() => (
        <Stack gap="sm">
          <Group gap="xs">
            <SegmentedControl
              aria-label="Kind"
              value={kind}
              onChange={setKind}
              data={[
                { value: 'all', label: 'All' },
                { value: 'control', label: 'Controls' },
                { value: 'requirement', label: 'Clauses' },
              ]}
            />
            <Select
              aria-label="Status"
              placeholder="Status"
              clearable
              value={status}
              onChange={setStatus}
              data={Object.entries(marks).map(([value, { title }]) => ({ value, label: title }))}
              w={160}
            />
            <TextInput
              id="gap-search"
              aria-label="Search the sheet"
              placeholder="Search"
              value={search}
              onChange={(event) => {
                setSearch(event.currentTarget.value);
                setAt(0);
              }}
            />
            <Menu>
              <Menu.Target>
                <Button variant="default">Export</Button>
              </Menu.Target>
              <Menu.Dropdown>
                {(['csv', 'xlsx'] as const).map((format) => (
                  <Menu.Item key={format} onClick={() => void download(slug, `/gap/export?format=${format}`).catch(showError)}>
                    {format.toUpperCase()}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
            {chosen.size > 0 && writes && (
              <Menu>
                <Menu.Target>
                  <Button>Answer {chosen.size}</Button>
                </Menu.Target>
                <Menu.Dropdown>
                  {Object.entries(marks).map(([value, { title, sign }]) => (
                    <Menu.Item key={value} onClick={() => give(value as GapStatus)}>
                      {sign} {title}
                    </Menu.Item>
                  ))}
                </Menu.Dropdown>
              </Menu>
            )}
          </Group>
          <Text size="sm" className="quiet">
            Keys: j and k move, 1 implemented, 2 partly, 3 missing, 4 not applicable, 0 not assessed, x chooses, Enter opens.{' '}
            {plural(lines.length, 'line')}.
          </Text>
          <div className="scroll" style={{ maxHeight: 'calc(100dvh - 300px)', minHeight: 320 }} tabIndex={0} aria-label="Gap sheet">
            <table className="grid-table">
              <thead>
                <tr>
                  <th>Reference</th>
                  <th>What it asks</th>
                  <th>Status</th>
                  <th>Observation</th>
                  <th>Owner</th>
                </tr>
              </thead>
              <tbody>
                {lines.map((line, index) => (
                  <tr
                    key={line.id}
                    ref={index === at ? row : undefined}
                    data-link
                    data-chosen={index === at || chosen.has(line.id) || undefined}
                    aria-selected={index === at}
                    onClick={() => setAt(index)}
                    onDoubleClick={() => setOpen(line.id)}
                  >
                    <td style={{ whiteSpace: 'nowrap' }}>
                      <button type="button" className="sort" style={{ color: 'var(--mantine-color-anchor)' }} onClick={() => setOpen(line.id)}>
                        {chosen.has(line.id) ? '✓ ' : ''}
                        {line.label}
                      </button>
                    </td>
                    <td>
                      <div className="clip" data-name>
                        <b>{line.title}</b> <span className="quiet">{line.summary}</span>
                      </div>
                    </td>
                    <td>
                      <Mark status={line.status} />
                    </td>
                    <td>
                      <div className="clip">{line.observation}</div>
                    </td>
                    <td>
                      {people
                        .find(({ value }) => value === line.owner)
                        ?.label.split(' ')
                        .slice(1)
                        .join(' ')}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <Drawer
            opened={opened !== undefined}
            onClose={() => setOpen(null)}
            position="right"
            size="lg"
            title={opened ? `${opened.label} ${opened.title}` : ''}
          >
            {opened && <Answer key={opened.id} line={opened} writes={writes} save={(change) => answer.mutate({ subjects: [opened.id], change })} />}
          </Drawer>
        </Stack>
      )}
    </Loaded>
  );
}

function Answer({ line, writes, save }: { line: GapLine; writes: boolean; save(change: object): void }) {
  const people = useOptions('people');
  const subjects = useOptions('subjects');
  const [observation, setObservation] = useState(line.observation);
  const [pointer, setPointer] = useState(line.evidence);
  return (
    <Stack>
      <Text>{line.summary}</Text>
      <SegmentedControl
        fullWidth
        orientation="vertical"
        aria-label="Status"
        disabled={!writes}
        value={line.status}
        onChange={(status) => save({ status })}
        data={Object.entries(marks).map(([value, { title, sign }]) => ({ value, label: `${sign} ${title}` }))}
      />
      <Textarea
        label="Observation"
        autosize
        minRows={3}
        disabled={!writes}
        value={observation}
        onChange={(event) => setObservation(event.currentTarget.value)}
        onBlur={() => observation !== line.observation && save({ observation })}
      />
      <TextInput
        label="Evidence pointer"
        description="A link, a path, a ticket"
        disabled={!writes}
        value={pointer}
        onChange={(event) => setPointer(event.currentTarget.value)}
        onBlur={() => pointer !== line.evidence && save({ evidence: pointer })}
      />
      <Select label="Owner" searchable clearable disabled={!writes} data={people} value={line.owner} onChange={(owner) => save({ owner })} />
      <Group grow>
        <NumberInput
          label="Effort (person-days)"
          description={`Usually ${line.usualEffort.low} to ${line.usualEffort.high}`}
          min={0}
          disabled={!writes}
          value={line.effortDays ?? ''}
          onBlur={(event) => save({ effortDays: event.currentTarget.value === '' ? null : Number(event.currentTarget.value) })}
        />
        <Select
          label="Who closes the gap"
          searchable
          clearable
          disabled={!writes}
          data={people}
          value={line.assignee}
          onChange={(assignee) => save({ assignee })}
        />
      </Group>
      <Group grow>
        <TextInput
          type="date"
          label="Start (fixed)"
          disabled={!writes}
          value={line.startOn ?? ''}
          onChange={(event) => save({ startOn: event.currentTarget.value || null })}
        />
        <TextInput
          type="date"
          label="Due (fixed)"
          disabled={!writes}
          value={line.dueOn ?? ''}
          onChange={(event) => save({ dueOn: event.currentTarget.value || null })}
        />
      </Group>
      <Select
        label="After"
        description="What must be closed first"
        searchable
        clearable
        disabled={!writes}
        limit={60}
        data={subjects}
        value={line.dependsOn[0] ?? null}
        onChange={(id) => save({ dependsOn: id ? [id, ...line.dependsOn.slice(1)] : [] })}
      />
      <Title order={3}>History</Title>
      <History register="gap-answers" record={line.id} />
    </Stack>
  );
}

function GapProgress() {
  const { role } = useHere();
  const progress = useRead(['gap', 'progress'], (client) => client.gap.progress({}));
  const keep = useWrite(
    (client: Client) => client.gap.keepBaseline({ name: `Baseline of ${dayInWords(today())}` }),
    () => 'Baseline kept.',
  );
  const colours: Record<string, string> = {
    implemented: 'var(--green)',
    partly: 'var(--yellow)',
    missing: 'var(--orange)',
    'not-assessed': 'var(--hair)',
    'not-applicable': 'var(--quiet)',
  };
  const bar = (counts: Record<string, number>) => {
    const all = Object.values(counts).reduce((a, b) => a + b, 0) || 1;
    return (
      <Progress.Root size={16}>
        {Object.entries(colours).map(([status, colour]) =>
          counts[status] ? (
            <Progress.Section
              key={status}
              value={(counts[status] / all) * 100}
              color={colour}
              title={`${marks[status]!.title}: ${counts[status]}`}
              aria-label={`${marks[status]!.title}: ${counts[status]}`}
            />
          ) : null,
        )}
      </Progress.Root>
    );
  };
  return (
    <Loaded query={progress}>
      {({ groups, total, baseline }) => (
        <Stack>
          <Group justify="space-between">
            <Text>
              {baseline
                ? `Compared with "${baseline.name}" of ${dayInWords(baseline.day)}. This is no audit: there is no pass or fail.`
                : 'No baseline yet: keep today’s answers to see progress from here on.'}
            </Text>
            {may(role as Role, 'assess gaps') && (
              <Button variant="default" loading={keep.isPending} onClick={() => keep.mutate(undefined)}>
                Keep today as baseline
              </Button>
            )}
          </Group>
          <div className="scroll" tabIndex={0}>
            <table className="grid-table">
              <thead>
                <tr>
                  <th>Part</th>
                  <th style={{ width: '40%' }}>Now{baseline ? ', and then' : ''}</th>
                  {Object.values(marks).map(({ title }) => (
                    <th key={title} style={{ textAlign: 'right' }}>
                      {title}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {[...groups, { group: 'all', title: 'All', kind: '', ...total }].map(({ group, title, now, baseline: then }) => (
                  <tr key={group}>
                    <td>
                      <b>{title}</b>
                    </td>
                    <td style={{ minWidth: 180 }}>
                      {bar(now)}
                      {then && <div style={{ opacity: 0.55, marginTop: 3 }}>{bar(then)}</div>}
                    </td>
                    {Object.keys(marks).map((status) => (
                      <td key={status} style={{ textAlign: 'right' }}>
                        {now[status as GapStatus]}
                        {then && now[status as GapStatus] !== then[status as GapStatus] ? (
                          <span className="quiet">
                            {' '}
                            ({now[status as GapStatus] - then[status as GapStatus] > 0 ? '+' : ''}
                            {now[status as GapStatus] - then[status as GapStatus]})
                          </span>
                        ) : null}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Stack>
      )}
    </Loaded>
  );
}

function Documentation() {
  const documents = useRead(['documents', 'required'], (client) => client.documents.required());
  const sign: Record<string, { sign: string; word: string; colour: string }> = {
    have: { sign: '●', word: 'Have', colour: 'var(--green)' },
    stale: { sign: '◐', word: 'Out of date', colour: 'var(--yellow)' },
    missing: { sign: '○', word: 'Missing', colour: 'var(--orange)' },
    unknown: { sign: '?', word: 'Not known', colour: 'var(--quiet)' },
  };
  return (
    <Loaded query={documents}>
      {({ items }) => (
        <div className="scroll" tabIndex={0}>
          <table className="grid-table">
            <thead>
              <tr>
                <th>Asked by</th>
                <th>Documented information</th>
                <th>State</th>
                <th>Where</th>
                <th>Why</th>
              </tr>
            </thead>
            <tbody>
              {items.map(({ id, clause, title, kind, status, place, basis, explanation }) => (
                <tr key={id}>
                  <td>{clause}</td>
                  <td>
                    {title}{' '}
                    <span className="quiet">
                      {kind}
                      {basis === 'usual' ? ', usually asked for' : basis === 'control' ? ', follows from a control that applies' : ''}
                    </span>
                  </td>
                  <td style={{ whiteSpace: 'nowrap' }}>
                    <span style={{ color: sign[status]!.colour }} aria-hidden>
                      {sign[status]!.sign}
                    </span>{' '}
                    {sign[status]!.word}
                  </td>
                  <td>{place}</td>
                  <td className="quiet">{explanation}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Loaded>
  );
}

/** The remediation plan as list and as Gantt chart. */
function Plan() {
  const plan = useRead(['gap', 'plan'], (client) => client.gap.plan());
  const [view, setView] = useState('gantt');
  return (
    <Loaded query={plan}>
      {({ tasks, totalEffortDays, endOn, people, problems }) => {
        if (tasks.length === 0) return <Text>No gap is open: nothing has been assessed as partly or missing.</Text>;
        const from = Date.parse(tasks.reduce((first, { startOn }) => (startOn < first ? startOn : first), tasks[0]!.startOn));
        const span = Math.max(86_400_000, Date.parse(endOn!) - from + 86_400_000);
        const name = (id: string | null) => people.find(({ person }) => person === id)?.name ?? '';
        return (
          <Stack>
            <Group justify="space-between">
              <Text>
                {plural(tasks.length, 'gap')}, {plural(Math.round(totalEffortDays), 'person-day')}, done by {dayInWords(endOn)} with the people named.
              </Text>
              <SegmentedControl
                value={view}
                onChange={setView}
                data={[
                  { value: 'gantt', label: 'Gantt' },
                  { value: 'list', label: 'List' },
                ]}
              />
            </Group>
            {problems.map((each) => (
              <Text key={each} size="sm" style={{ color: 'var(--orange)' }}>
                ▲ {each}
              </Text>
            ))}
            <Text size="sm" className="quiet">
              {people.map((each) => `${each.name}: ${Math.round(each.effortDays * 10) / 10} days`).join(' · ')}
            </Text>
            {view === 'gantt' ? (
              <div className="scroll" tabIndex={0} aria-label="Gantt chart">
                <div className="gantt">
                  {tasks.map((task) => (
                    <div key={task.subject} className="gantt-row">
                      <span title={task.reason}>
                        {task.label} <span className="quiet">{name(task.assignee)}</span>
                      </span>
                      <div style={{ position: 'relative', height: 28 }}>
                        <div
                          className="gantt-bar"
                          data-critical={task.critical}
                          data-late={task.late}
                          title={`${dayInWords(task.startOn)} to ${dayInWords(task.endOn)}: ${task.title}`}
                          style={{
                            left: `${((Date.parse(task.startOn) - from) / span) * 100}%`,
                            width: `max(4px, ${((Date.parse(task.endOn) - Date.parse(task.startOn) + 86_400_000) / span) * 100}%)`,
                          }}
                        />
                      </div>
                    </div>
                  ))}
                </div>
              </div>
            ) : (
              <div className="scroll" tabIndex={0}>
                <table className="grid-table">
                  <thead>
                    <tr>
                      <th>#</th>
                      <th>Gap</th>
                      <th>Why now</th>
                      <th>Who</th>
                      <th style={{ textAlign: 'right' }}>Days</th>
                      <th>Start</th>
                      <th>End</th>
                    </tr>
                  </thead>
                  <tbody>
                    {tasks.map((task) => (
                      <tr key={task.subject}>
                        <td>{task.rank}</td>
                        <td>
                          <b>{task.label}</b> {task.title} <Mark status={task.status} />
                        </td>
                        <td className="quiet">{task.reason}</td>
                        <td>{name(task.assignee)}</td>
                        <td style={{ textAlign: 'right' }}>
                          {task.effortDays}
                          {task.effortIsUsual ? '*' : ''}
                        </td>
                        <td style={{ whiteSpace: 'nowrap' }}>{dayInWords(task.startOn)}</td>
                        <td style={{ whiteSpace: 'nowrap' }} className={task.late ? 'grade-major' : ''}>
                          {dayInWords(task.endOn)}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
                <Text size="sm" className="quiet">
                  * the usual effort; enter your own in the sheet.
                </Text>
              </div>
            )}
          </Stack>
        );
      }}
    </Loaded>
  );
}
