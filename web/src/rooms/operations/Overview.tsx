import { Anchor, Button, Group, Modal, SegmentedControl, Select, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { DutyShown } from '../../../../src/isms/operations/calendar/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { AttachButton } from '../../parts/Attach.tsx';
import { placeOf } from '../../parts/Findings.tsx';
import { useNames, useOptions } from '../../parts/options.ts';
import { Empty, Loaded } from '../../parts/Page.tsx';
import { Reference } from '../../parts/Reference.tsx';
import { counted, dayInWords, daysUntil, plural } from '../../words.ts';
import { CalendarLink } from './CalendarLink.tsx';
import { Month } from './Month.tsx';
import { Sign, State, looks } from './signs.tsx';

/** What falls due, what was missed, and how each register stands. */
export function Overview() {
  const overview = useRead(['operations', 'overview'], (client) => client.operations.calendar.overview());
  const { slug } = useHere();
  return (
    <Stack gap="lg">
      <Loaded query={overview}>
        {({ figures }) => (
          <section aria-label="How the registers stand" className="figures">
            {figures
              .filter(({ id }) => id !== 'calendar')
              .map(({ id, title, room, value, unit, note, mark }) => (
                <Link key={id} to={`/o/${slug}/operations/${room}` as never} className="figure">
                  <Sign at={mark}>
                    {mark === 'unknown' ? (
                      <b>not known</b>
                    ) : (
                      <>
                        <b>{value}</b> {unit}
                      </>
                    )}
                  </Sign>
                  <Text size="sm" component="span" display="block">
                    {title}
                  </Text>
                  <Text size="sm" component="span" display="block" className="quiet">
                    {note}
                  </Text>
                </Link>
              ))}
          </section>
        )}
      </Loaded>
      <Duties />
    </Stack>
  );
}

const horizons = { month: 30, quarter: 92, all: 100_000 } as const;

function Duties() {
  const { role, person } = useHere();
  const duties = useRead(['operations', 'duties'], (client) => client.operations.calendar.duties({}));
  const [horizon, setHorizon] = useState<keyof typeof horizons>('month');
  const [whose, setWhose] = useState<string>('all');
  const [chosen, setChosen] = useState<DutyShown | null>(null);
  const writes = may(role as Role, 'keep the registers of operations');
  const people = useNames('people');
  return (
    <Loaded query={duties}>
      {({ items }) => {
        const own = items.filter(({ assignee }) => whose === 'all' || (whose === 'mine' ? assignee === person : assignee === null));
        const shown = own.filter(({ dueOn, state }) => state === 'missed' || (dueOn !== null && daysUntil(dueOn) <= horizons[horizon]));
        return (
          <section aria-label="Calendar of duties">
            <Group justify="space-between" align="flex-end" mb="xs">
              <Title order={2}>What is due</Title>
              <Group gap="xs" className="no-print">
                <SegmentedControl
                  aria-label="Whose"
                  size="xs"
                  value={whose}
                  onChange={setWhose}
                  data={[
                    { value: 'all', label: 'Everybody’s' },
                    ...(person ? [{ value: 'mine', label: 'Mine' }] : []),
                    { value: 'nobody', label: 'Nobody’s' },
                  ]}
                />
                <SegmentedControl
                  aria-label="Until when"
                  size="xs"
                  value={horizon}
                  onChange={(value) => setHorizon(value as keyof typeof horizons)}
                  data={[
                    { value: 'month', label: '30 days' },
                    { value: 'quarter', label: 'Three months' },
                    { value: 'all', label: 'All' },
                  ]}
                />
                <CalendarLink />
              </Group>
            </Group>
            {items.length === 0 ? (
              <Empty title="The calendar is empty">
                <Text className="quiet">
                  It fills by itself from commitments, promises of documents, and from the registers: what is to be repeated, reviewed or tested by
                  when.
                </Text>
              </Empty>
            ) : (
              <>
                <Month duties={own} />
                {shown.length === 0 ? (
                  <Text className="quiet">Nothing is due in this time.</Text>
                ) : (
                  <div className="scroll" tabIndex={0} role="region" aria-label="Duties">
                    <table className="grid-table">
                      <thead>
                        <tr>
                          <th>Due</th>
                          <th>What</th>
                          <th>State</th>
                          <th>Last year</th>
                          <th>Assigned to</th>
                          <th>Last done</th>
                          <th>
                            <span className="sr-only">Actions</span>
                          </th>
                        </tr>
                      </thead>
                      <tbody>
                        {shown.map((duty) => (
                          <tr key={duty.key}>
                            <td className="nowrap">
                              {dayInWords(duty.dueOn)}
                              <span className="quiet second-line">{duty.dueOn && counted(duty.dueOn)}</span>
                            </td>
                            <td style={{ minWidth: '14rem' }}>
                              <Where duty={duty} />
                              <span className="quiet second-line" style={{ whiteSpace: 'normal', maxWidth: 'none' }}>
                                {duty.control && <Reference id={duty.control} />}{' '}
                                {duty.everyDays ? `every ${plural(duty.everyDays, 'day')}` : duty.because}
                              </span>
                            </td>
                            <td>
                              <State of="duty" at={duty.state} />
                            </td>
                            <td>
                              <Lane duty={duty} />
                            </td>
                            <td>{duty.assignee ? people(duty.assignee) : <Sign at="open">nobody</Sign>}</td>
                            <td className="nowrap">
                              {duty.lastOn ? dayInWords(duty.lastOn) : <span className="quiet">{duty.everyDays ? 'never' : '–'}</span>}
                            </td>
                            <td>
                              {writes && (
                                <Button size="compact-sm" variant="default" onClick={() => setChosen(duty)}>
                                  {duty.byHand ? 'Done or plan' : 'Plan'}
                                </Button>
                              )}
                            </td>
                          </tr>
                        ))}
                      </tbody>
                    </table>
                  </div>
                )}
              </>
            )}
            <Modal opened={chosen !== null} onClose={() => setChosen(null)} title={chosen?.title} size="lg">
              {chosen && <OneDuty key={chosen.key} duty={items.find(({ key }) => key === chosen.key) ?? chosen} onDone={() => setChosen(null)} />}
            </Modal>
          </section>
        );
      }}
    </Loaded>
  );
}

/** Leads to where its record is made. */
function Where({ duty: { title, register, record } }: { duty: DutyShown }) {
  const { slug } = useHere();
  const place = register && placeOf(register);
  if (!place) return <>{title}</>;
  const own: Record<string, string> = {
    suppliers: `supplier/${record}`,
    documents: `document/${record}`,
    'access-reviews': record ? `access-review/${record}` : place,
  };
  const to = own[register];
  return (
    <Anchor inherit component={Link} to={`/o/${slug}/${to ?? place}` as never} search={(record && !to ? { open: record } : {}) as never}>
      {title}
    </Anchor>
  );
}

/** Each occurrence of the last year as a mark. */
function Lane({ duty }: { duty: DutyShown }) {
  const past = duty.occurrences.filter(({ state }) => state !== 'planned' && state !== 'due').slice(-14);
  if (duty.everyDays === null || past.length === 0) return <span className="quiet">–</span>;
  const missed = past.filter(({ state }) => state === 'missed').length;
  return (
    <span className="nowrap" title={past.map(({ dueOn, state }) => `${dayInWords(dueOn)}: ${looks['duty']![state]![1].toLowerCase()}`).join('\n')}>
      <span aria-hidden>
        {past.map(({ dueOn, state }) => (
          <span key={dueOn} className="lane-mark" data-state={state} />
        ))}
      </span>
      <span className="sr-only">
        {past.length - missed} done, {missed} missed
      </span>
    </span>
  );
}

function OneDuty({ duty, onDone }: { duty: DutyShown; onDone(): void }) {
  const [note, setNote] = useState('');
  const [place, setPlace] = useState('');
  const [on, setOn] = useState('');
  const [evidence, setEvidence] = useState<string | null>(null);
  const [uploads, setUploads] = useState<{ id: string; name: string }[]>([]);
  const [paused, setPaused] = useState(duty.paused);
  const records = useRead(['operations', 'records', duty.key], (client) => client.operations.calendar.records({ duty: duty.key, limit: 20 }));
  const done = useWrite(
    (client: Client) =>
      client.operations.calendar.done({ duty: duty.key, note, place, evidence, uploads: uploads.map(({ id }) => id), ...(on && { on }) }),
    () => 'Written down.',
    { signed: true },
  );
  const plan = useWrite(
    (client: Client, change: { assignee?: string | null; firstOn?: string | null; paused?: string }) =>
      client.operations.calendar.plan({ duty: duty.key, ...change }),
    () => 'Planned.',
  );
  const [people, kept] = [useOptions('people'), useOptions('evidence')];
  return (
    <Stack gap="md">
      <Text className="quiet">{duty.because}</Text>
      {duty.byHand && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            done.mutate(undefined, { onSuccess: onDone });
          }}
        >
          <Stack gap="xs">
            <Title order={3}>It was done</Title>
            <Textarea
              label="What was found"
              description="A sentence is enough; it is the record"
              autosize
              minRows={2}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
            <Group grow align="flex-end">
              <TextInput label="On" type="date" description="Empty: today" value={on} onChange={(event) => setOn(event.currentTarget.value)} />
              <Select label="Evidence" searchable clearable data={kept} value={evidence} onChange={setEvidence} limit={40} />
            </Group>
            <TextInput label="Or where the record lies" value={place} onChange={(event) => setPlace(event.currentTarget.value)} />
            <Group gap="xs">
              <AttachButton onUploaded={(id, name) => setUploads((list) => [...list, { id, name }])}>Attach a file</AttachButton>
              <Text size="sm" className="quiet">
                {uploads.map(({ name }) => name).join(', ')}
              </Text>
              <Button type="submit" loading={done.isPending} ml="auto">
                Write down that it was done
              </Button>
            </Group>
          </Stack>
        </form>
      )}
      <Stack gap="xs" className="hairline" pt="sm">
        <Title order={3}>Plan</Title>
        <Select
          label="Assigned to"
          searchable
          clearable
          data={people}
          value={duty.assignee}
          onChange={(assignee) => plan.mutate({ assignee })}
          limit={40}
        />
        {duty.everyDays !== null && (
          <TextInput
            label="First due on"
            type="date"
            description="Where it does not count from the day of the commitment"
            onChange={(event) => event.currentTarget.value && plan.mutate({ firstOn: event.currentTarget.value })}
          />
        )}
        <TextInput
          label="Why it rests at present"
          value={paused}
          onChange={(event) => setPaused(event.currentTarget.value)}
          onBlur={() => paused !== duty.paused && plan.mutate({ paused })}
        />
      </Stack>
      {(records.data?.items.length ?? 0) > 0 && (
        <section aria-label="What was done" className="hairline" style={{ paddingTop: 12 }}>
          <Title order={3}>What was done</Title>
          {records.data!.items.map(({ id, on: day, by, note: text, place: lies, evidence: shows, dueOn }) => (
            <Text key={id} size="sm">
              {dayInWords(day)} by {by}
              {dueOn && dueOn < day && <span className="quiet">, due {dayInWords(dueOn)}</span>}:{' '}
              {[text, lies, shows].filter(Boolean).join(' · ') || 'with a file'}
            </Text>
          ))}
        </section>
      )}
    </Stack>
  );
}
