import { Anchor, Button, Group, Select, Text, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ControlShown } from '../../../../src/isms/controls/contract.ts';
import { shownBy } from '../../../../src/isms/controls/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useWrite, type Client } from '../../client.tsx';
import { namesIn, useOptions } from '../../parts/options.ts';
import { counted, dayInWords, plural, sentence, today } from '../../words.ts';
import { Sign, laneTitles, outcomeMarks } from './states.tsx';

/** The newest evidence of a control. */
export function EvidenceTable({ control: { control, evidence, evidenceTotal } }: { control: ControlShown }) {
  const { slug } = useHere();
  if (evidence.length === 0)
    return (
      <Text className="quiet">
        Nobody has added evidence by hand.{' '}
        <Anchor component={Link} to={`/o/${slug}/evidence` as never} search={{ add: control } as never}>
          Add a file, a link or a record
        </Anchor>
        , or connect a system that shows it.
      </Text>
    );
  return (
    <>
      <div className="scroll" tabIndex={0} role="group" aria-label="Evidence">
        <table className="grid-table">
          <thead>
            <tr>
              <th>Evidence</th>
              <th>Kind</th>
              <th>Shows that it</th>
              <th>Speaks for</th>
              <th>Files</th>
              <th>Attested</th>
            </tr>
          </thead>
          <tbody>
            {evidence.map((item) => (
              <tr key={item.id}>
                <td style={{ minWidth: '12rem' }}>
                  <Anchor component={Link} to={`/o/${slug}/evidence` as never} search={{ open: item.id } as never}>
                    {item.id} {item.title}
                  </Anchor>
                </td>
                <td className="nowrap">{sentence(item.kind)}</td>
                <td className="nowrap">
                  {shownBy(item)
                    .map((lane) => laneTitles[lane].toLowerCase())
                    .join(', ')}
                </td>
                <td className="nowrap">{speaksFor(item)}</td>
                <td>{item.files.length || <span className="quiet">–</span>}</td>
                <td className="nowrap">
                  {item.attestedAt ? `${item.attestedByName}, ${dayInWords(item.attestedAt)}` : <span className="quiet">not yet</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {evidenceTotal > evidence.length && (
        <Anchor component={Link} to={`/o/${slug}/evidence` as never} search={{ subjects: control } as never} size="sm">
          All {evidenceTotal.toLocaleString('en')}
        </Anchor>
      )}
    </>
  );
}

export const speaksFor = ({ validFrom, validTo }: { validFrom: string | null; validTo: string | null }) =>
  validFrom === null && validTo === null ? (
    <span className="quiet">no time named</span>
  ) : validFrom !== null && validTo !== null && validFrom !== validTo ? (
    `${dayInWords(validFrom)} to ${dayInWords(validTo)}`
  ) : (
    dayInWords(validFrom ?? validTo)
  );

/** What machines say of it. */
export function Checks({ control: { checkResults } }: { control: ControlShown }) {
  const { slug } = useHere();
  if (checkResults.length === 0)
    return (
      <Text className="quiet">
        No connection checks this control.{' '}
        <Anchor component={Link} to={`/o/${slug}/connections` as never}>
          Connections
        </Anchor>{' '}
        collect from AWS, Azure, Google Workspace, Okta and GitHub.
      </Text>
    );
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Automatic checks">
      <table className="grid-table">
        <thead>
          <tr>
            <th>Outcome</th>
            <th>Check</th>
            <th>Connection</th>
            <th>Since</th>
            <th>Why</th>
          </tr>
        </thead>
        <tbody>
          {checkResults.map(({ connection, connectionTitle, check, title, outcome, because, since }) => (
            <tr key={connection + check}>
              <td>
                <Sign mark={outcomeMarks[outcome]} />
              </td>
              <td style={{ minWidth: '12rem' }}>
                <Anchor component={Link} to={`/o/${slug}/connections/${connection}` as never} search={{ check } as never}>
                  {title}
                </Anchor>
              </td>
              <td className="nowrap">{connectionTitle}</td>
              <td className="nowrap" title={dayInWords(since)}>
                {counted(since)}
              </td>
              <td>{because}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What is to be done, and one line to add to it. */
export function Tasks({ control: { control, tasks } }: { control: ControlShown }) {
  const { slug, role } = useHere();
  const people = useOptions('people');
  const names = namesIn(people);
  const [title, setTitle] = useState('');
  const [assignee, setAssignee] = useState<string | null>(null);
  const [dueOn, setDueOn] = useState('');
  const writes = may(role as Role, 'keep evidence');
  const add = useWrite(
    (client: Client, _input: undefined) => client.controls.tasks.create({ title, control, assignee, dueOn: dueOn || null }),
    ({ record }) => `${record.id} added.`,
  );
  const change = useWrite(
    (client: Client, { id, ...fields }: { id: string; status: 'open' | 'done'; doneOn: string | null }) =>
      client.controls.tasks.update({ id, ...fields }),
    ({ record }) => (record.status === 'done' ? `${record.id} is done.` : `${record.id} is open again.`),
  );
  return (
    <>
      {tasks.length === 0 && <Text className="quiet">There is nothing to do for it.</Text>}
      {tasks.map(({ register, id, title: name, status, assignee: who, dueOn: due, overdue }) => (
        <Group key={id} gap="xs" wrap="nowrap" align="baseline">
          <Text size="sm" style={{ flex: 1 }}>
            {status === 'done' ? '● ' : overdue ? '○ ' : '◐ '}
            {register === 'treatment-tasks' ? (
              <Anchor component={Link} to={`/o/${slug}/risks/tasks` as never} search={{ open: id } as never} size="sm">
                {id} {name}
              </Anchor>
            ) : (
              `${id} ${name}`
            )}{' '}
            <span className={overdue ? 'grade-minor' : 'quiet'}>
              {sentence(status).toLowerCase()}
              {who && `, ${names(who)}`}
              {due && `, ${overdue ? 'was due' : 'due'} ${dayInWords(due)} (${counted(due)})`}
            </span>
          </Text>
          {writes && register === 'control-tasks' && (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`${id} ${status === 'done' ? 'is open again' : 'is done'}`}
              onClick={() => change.mutate(status === 'done' ? { id, status: 'open', doneOn: null } : { id, status: 'done', doneOn: today() })}
            >
              {status === 'done' ? 'Open again' : 'Done'}
            </Button>
          )}
        </Group>
      ))}
      {writes && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (title.trim()) add.mutate(undefined, { onSuccess: () => setTitle('') });
          }}
        >
          <Group gap="xs" align="flex-end">
            <TextInput label="New task" value={title} onChange={(event) => setTitle(event.currentTarget.value)} style={{ flex: '1 1 14rem' }} />
            <Select label="Assignee" searchable clearable data={people} value={assignee} onChange={setAssignee} w={180} />
            <TextInput label="Due" type="date" value={dueOn} onChange={(event) => setDueOn(event.currentTarget.value)} />
            <Button type="submit" variant="light" disabled={!title.trim()} loading={add.isPending}>
              Add task
            </Button>
          </Group>
        </form>
      )}
      <Text size="sm" className="sr-only">
        {plural(tasks.length, 'task')}
      </Text>
    </>
  );
}
