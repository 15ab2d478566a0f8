import { Button, Checkbox, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { NonconformityShown } from '../../../../src/isms/improvement/contract.ts';
import type { CorrectiveAction } from '../../../../src/isms/improvement/model.ts';
import { useWrite, type Client } from '../../client.tsx';
import { namesIn, useOptions } from '../../parts/options.ts';
import { counted, dayInWords, today } from '../../words.ts';

/** The corrective actions of a nonconformity: what, who, until when; done with a sentence on what was done. */
export function Actions({ nonconformity, actions, writes }: { nonconformity: NonconformityShown; actions: CorrectiveAction[]; writes: boolean }) {
  const people = useOptions('people');
  const names = namesIn(people);
  const [finishing, setFinishing] = useState<{ id: string; result: string } | null>(null);
  const [title, setTitle] = useState('');
  const [assignee, setAssignee] = useState<string | null>(null);
  const [dueOn, setDueOn] = useState('');
  const add = useWrite(
    (client: Client) =>
      client.improvement.correctiveActions.create({ title, nonconformity: nonconformity.id, assignee, dueOn: dueOn === '' ? null : dueOn }),
    ({ record }) => `${record.id} is planned.`,
  );
  const change = useWrite(
    (client: Client, { id, ...fields }: { id: string } & Record<string, unknown>) => client.improvement.correctiveActions.update({ id, ...fields }),
    () => 'Saved.',
  );
  return (
    <Stack gap={0}>
      {actions.length === 0 && <Text className="quiet">Nothing is planned yet.</Text>}
      {actions.map((action) => {
        const late = action.doneOn === null && action.dueOn !== null && action.dueOn < today();
        return (
          <div key={action.id} className="hairline" style={{ padding: '8px 0' }}>
            <Group gap="sm" wrap="nowrap" align="flex-start">
              <Checkbox
                mt={3}
                aria-label={`${action.id} is done`}
                checked={action.doneOn !== null}
                disabled={!writes || action.doneOn !== null}
                onChange={() => setFinishing({ id: action.id, result: action.result })}
              />
              <div style={{ flex: 1 }}>
                <Text>
                  <span className="quiet">{action.id}</span> {action.title}
                </Text>
                <Text size="sm" className="quiet">
                  {action.assignee ? names(action.assignee) : 'Nobody yet'}
                  {action.dueOn && (
                    <>
                      ,{' '}
                      <span style={late ? { color: 'var(--red)' } : undefined}>
                        {late && '■ '}
                        {action.doneOn ? 'was due' : 'due'} {dayInWords(action.dueOn)}
                        {action.doneOn === null && ` (${counted(action.dueOn)})`}
                      </span>
                    </>
                  )}
                  {action.dueOn === null && action.doneOn === null && ', no day yet'}
                  {action.doneOn && `, done on ${dayInWords(action.doneOn)}`}
                </Text>
                {action.result && <Text size="sm">{action.result}</Text>}
              </div>
              {writes && action.doneOn === null && action.assignee === null && (
                <Select
                  aria-label={`Who does ${action.id}`}
                  placeholder="Who?"
                  searchable
                  size="xs"
                  data={people}
                  value={null}
                  onChange={(value) => change.mutate({ id: action.id, assignee: value })}
                />
              )}
            </Group>
            {finishing?.id === action.id && (
              <Group gap="xs" align="flex-end" mt={6}>
                <TextInput
                  label="What was done?"
                  style={{ flex: 1 }}
                  value={finishing.result}
                  onChange={(event) => setFinishing({ id: action.id, result: event.currentTarget.value })}
                />
                <Button
                  disabled={finishing.result.trim() === ''}
                  loading={change.isPending}
                  onClick={() => change.mutate({ id: action.id, result: finishing.result, doneOn: today() }, { onSuccess: () => setFinishing(null) })}
                >
                  Done
                </Button>
              </Group>
            )}
          </div>
        );
      })}
      {writes && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            add.mutate(undefined, {
              onSuccess: () => {
                setTitle('');
                setAssignee(null);
                setDueOn('');
              },
            });
          }}
        >
          <Group gap="xs" align="flex-end" mt="sm">
            <TextInput label="New action" style={{ flex: '2 1 200px' }} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
            <Select label="Who" searchable clearable style={{ flex: '1 1 140px' }} data={people} value={assignee} onChange={setAssignee} />
            <TextInput label="Until" type="date" value={dueOn} onChange={(event) => setDueOn(event.currentTarget.value)} />
            <Button type="submit" variant="default" disabled={title.trim() === ''} loading={add.isPending}>
              Plan it
            </Button>
          </Group>
        </form>
      )}
    </Stack>
  );
}
