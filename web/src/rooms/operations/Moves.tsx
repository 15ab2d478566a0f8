import { Button, Checkbox, Group, Modal, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { MoveShown } from '../../../../src/isms/operations/moves/contract.ts';
import type { MoveStep } from '../../../../src/isms/operations/moves/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { AttachButton, Files } from '../../parts/Attach.tsx';
import { useOptions } from '../../parts/options.ts';
import { Empty, Loaded } from '../../parts/Page.tsx';
import { Reference } from '../../parts/Reference.tsx';
import { counted, dayInWords, daysUntil, plural } from '../../words.ts';
import { Sign } from './signs.tsx';

const kindWords = { joiner: 'Comes', mover: 'Changes', leaver: 'Goes' } as const;
type Kind = keyof typeof kindWords;

/** People who come, change and go (A.5.11, A.5.18, A.6.5), and who has gone and still has an account. */
export function Moves() {
  const { role } = useHere();
  const moves = useRead(['people-moves'], (client) => client.operations.moves.list());
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { open?: string };
  const start = useWrite(
    (client: Client, input: { person: string; kind: Kind }) => client.operations.moves.start(input),
    ({ record }) => `${plural(record.steps.length, 'step')} to do.`,
  );
  const open = (id?: string) => void navigate({ to: '.', search: (id ? { open: id } : {}) as never, replace: true });
  const handles = may(role as Role, 'handle people who come and go');
  return (
    <Loaded query={moves}>
      {({ items, missing, leavers }) => {
        const chosen = items.find(({ id }) => id === search.open);
        return (
          <Stack gap="lg">
            {leavers.length > 0 && (
              <section aria-label="Left, with an account">
                <Title order={2} mb={4}>
                  <Sign at="bad">
                    {plural(new Set(leavers.map(({ person }) => person)).size, 'person has', 'people have')} left and can still sign in
                  </Sign>
                </Title>
                {leavers.map((each) => (
                  <Text key={each.population + each.account} className="hairline" py={6}>
                    <b>{each.name}</b>, last day {dayInWords(each.endsOn)}: account {each.account} of {each.title} was active on{' '}
                    {dayInWords(each.listedOn)}, {plural(each.daysSince, 'day')} later{each.privileged && ', and is privileged'}.
                  </Text>
                ))}
              </section>
            )}
            {missing.length > 0 && (
              <section aria-label="Without a checklist">
                <Title order={2} mb={4}>
                  Without a checklist
                </Title>
                {missing.map(({ person, name, kind, on }) => (
                  <Group key={person + kind} gap="sm" className="hairline" py={6}>
                    <Text style={{ flex: 1 }}>
                      {name} {kind === 'joiner' ? 'comes' : 'goes'} on {dayInWords(on)} ({counted(on)}).
                    </Text>
                    {handles && (
                      <Button
                        size="compact-sm"
                        variant="default"
                        loading={start.isPending}
                        onClick={() => start.mutate({ person, kind }, { onSuccess: ({ record }) => open(record.id) })}
                      >
                        Start the checklist of {name}
                      </Button>
                    )}
                  </Group>
                ))}
              </section>
            )}
            <section aria-label="Checklists">
              <Group justify="space-between" mb="xs">
                <Title order={2}>Checklists</Title>
                {handles && <Start onStart={(id) => open(id)} />}
              </Group>
              {items.length === 0 ? (
                <Empty title="No checklist yet">
                  <Text className="quiet">
                    Each person who comes, changes or goes gets a checklist with the day by which each step is due. A leaver’s includes everything in
                    the inventory that is in their hands.
                  </Text>
                </Empty>
              ) : (
                <div className="scroll" tabIndex={0} role="region" aria-label="List of checklists">
                  <table className="grid-table">
                    <thead>
                      <tr>
                        <th>Person</th>
                        <th>What</th>
                        <th>On</th>
                        <th>Steps</th>
                        <th>Next due</th>
                      </tr>
                    </thead>
                    <tbody>
                      {items.map((move) => (
                        <tr
                          key={move.id}
                          data-link
                          tabIndex={0}
                          onClick={() => open(move.id)}
                          onKeyDown={(event) => event.key === 'Enter' && open(move.id)}
                        >
                          <td>{move.name}</td>
                          <td>{kindWords[move.kind]}</td>
                          <td className="nowrap">{dayInWords(move.on)}</td>
                          <td className="nowrap">
                            <Sign at={move.closedOn ? 'good' : move.late > 0 ? 'open' : 'some'}>
                              {move.closedOn
                                ? `closed ${dayInWords(move.closedOn)}`
                                : `${move.open} of ${move.steps.length} open${move.late > 0 ? `, ${move.late} late` : ''}`}
                            </Sign>
                          </td>
                          <td className="nowrap">
                            {move.nextDueOn ? `${dayInWords(move.nextDueOn)} (${counted(move.nextDueOn)})` : <span className="quiet">–</span>}
                          </td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
              )}
            </section>
            <Modal
              opened={chosen !== undefined}
              onClose={() => open()}
              size="xl"
              title={chosen && `${chosen.name}: ${kindWords[chosen.kind].toLowerCase()} on ${dayInWords(chosen.on)}`}
            >
              {chosen && <Steps move={chosen} handles={handles && chosen.closedOn === null} />}
            </Modal>
          </Stack>
        );
      }}
    </Loaded>
  );
}

function Start({ onStart }: { onStart(id: string): void }) {
  const [opened, setOpened] = useState(false);
  const [person, setPerson] = useState<string | null>(null);
  const [kind, setKind] = useState<Kind>('leaver');
  const [on, setOn] = useState('');
  const people = useOptions('people');
  const start = useWrite(
    (client: Client) => client.operations.moves.start({ person: person!, kind, ...(on && { on }) }),
    ({ record }) => `${plural(record.steps.length, 'step')} to do.`,
  );
  return (
    <>
      <Button onClick={() => setOpened(true)}>Start a checklist</Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Start a checklist">
        <Stack gap="sm">
          <Select label="Person" searchable data={people} value={person} onChange={setPerson} limit={40} />
          <Select
            label="What"
            allowDeselect={false}
            value={kind}
            onChange={(value) => setKind(value as Kind)}
            data={Object.entries(kindWords).map(([value, label]) => ({ value, label }))}
          />
          <TextInput
            label="On"
            description="Empty: as the entry of the person says"
            type="date"
            value={on}
            onChange={(event) => setOn(event.currentTarget.value)}
          />
          <Button
            disabled={person === null}
            loading={start.isPending}
            onClick={() =>
              start.mutate(undefined, {
                onSuccess: ({ record }) => {
                  setOpened(false);
                  onStart(record.id);
                },
              })
            }
          >
            Start the checklist
          </Button>
        </Stack>
      </Modal>
    </>
  );
}

function Steps({ move, handles }: { move: MoveShown; handles: boolean }) {
  const mark = useWrite(
    (client: Client, input: { step: string; state: MoveStep['state']; note?: string; upload?: string }) =>
      client.operations.moves.step({ id: move.id, ...input }),
    () => 'Saved.',
  );
  const close = useWrite(
    (client: Client) => client.operations.moves.close({ id: move.id }),
    () => 'Closed.',
  );
  const add = useWrite(
    (client: Client, input: { title: string; dueOn: string }) => client.operations.moves.addStep({ id: move.id, ...input }),
    () => 'Added.',
  );
  const attach = useWrite(
    (client: Client, upload: string) => client.operations.calendar.attach({ register: 'people-moves', id: move.id, upload }),
    () => 'Attached.',
  );
  const [reason, setReason] = useState<{ step: string; text: string } | null>(null);
  const [title, setTitle] = useState('');
  return (
    <Stack gap="xs">
      {move.steps
        .toSorted((a, b) => a.dueOn.localeCompare(b.dueOn))
        .map(({ step, title: what, who, control, dueOn, state, by, at, note }) => (
          <div key={step} className="hairline" style={{ paddingTop: 6 }}>
            <Group gap="sm" wrap="nowrap" align="flex-start">
              <Checkbox
                mt={3}
                aria-label={what}
                checked={state !== 'open'}
                indeterminate={state === 'not-needed'}
                disabled={!handles}
                onChange={() => mark.mutate({ step, state: state === 'open' ? 'done' : 'open' })}
              />
              <div style={{ flex: 1, minWidth: 0 }}>
                <Text>{what}</Text>
                <Text size="sm" className="quiet">
                  {[who, ''].filter(Boolean).join('')}
                  {control && (
                    <>
                      {' '}
                      · <Reference id={control} />
                    </>
                  )}{' '}
                  ·{' '}
                  {state === 'open' ? (
                    <span className={daysUntil(dueOn) < 0 ? 'grade-minor' : undefined}>
                      due {dayInWords(dueOn)} ({counted(dueOn)})
                    </span>
                  ) : (
                    `${state === 'done' ? 'done' : 'not needed'} ${dayInWords(at)} by ${by}${note ? `: ${note}` : ''}`
                  )}
                </Text>
              </div>
              {handles && state === 'open' && (
                <Button size="compact-sm" variant="subtle" onClick={() => setReason({ step, text: '' })} aria-label={`Not needed: ${what}`}>
                  Not needed
                </Button>
              )}
            </Group>
            {reason?.step === step && (
              <Group gap="xs" align="flex-end" mt={4}>
                <TextInput
                  label="Why is it not needed?"
                  style={{ flex: 1 }}
                  value={reason.text}
                  onChange={(event) => setReason({ step, text: event.currentTarget.value })}
                />
                <Button
                  disabled={reason.text.trim() === ''}
                  onClick={() => mark.mutate({ step, state: 'not-needed', note: reason.text }, { onSuccess: () => setReason(null) })}
                >
                  Not needed
                </Button>
              </Group>
            )}
          </div>
        ))}
      <Files files={move.files} />
      {handles && (
        <Group gap="xs" align="flex-end" className="hairline" pt="sm">
          <TextInput label="A step of your own" value={title} onChange={(event) => setTitle(event.currentTarget.value)} style={{ flex: 1 }} />
          <Button
            variant="default"
            disabled={title.trim() === ''}
            onClick={() => add.mutate({ title, dueOn: move.on }, { onSuccess: () => setTitle('') })}
          >
            Add step
          </Button>
          <AttachButton onUploaded={(upload) => attach.mutate(upload)}>Attach a file</AttachButton>
          <Button disabled={move.open > 0} loading={close.isPending} onClick={() => close.mutate(undefined)}>
            Close the checklist
          </Button>
        </Group>
      )}
    </Stack>
  );
}
