import { Anchor, Button, Group, Menu, Stack, Text, Textarea } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { lackWords, nonconformities } from '../../../../src/isms/improvement/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { download, showError, useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Comments } from '../../parts/Comments.tsx';
import { Fields } from '../../parts/Field.tsx';
import { History } from '../../parts/History.tsx';
import { Loaded, Page } from '../../parts/Page.tsx';
import { Reference } from '../../parts/Reference.tsx';
import { counted, dayInWords, sentence } from '../../words.ts';
import { Actions } from './Actions.tsx';
import { Effect } from './Effect.tsx';
import { GradeOf, StateOf } from './states.tsx';

type Story = Awaited<ReturnType<Client['improvement']['story']>>;

/** One nonconformity as a story from top to bottom: found, put right, where else, why, what is done, whether it has worked. */
export function Nonconformity() {
  const { id } = useParams({ strict: false }) as { id: string };
  const story = useRead(['nonconformity', id], (client) => client.improvement.story({ id }));
  return <Loaded query={story}>{(found) => <Shown story={found} />}</Loaded>;
}

function Shown({ story }: { story: Story }) {
  const { slug, role } = useHere();
  const { nonconformity: nc } = story;
  const [reopening, setReopening] = useState<string | null>(null);
  const change = useWrite(
    (client: Client, fields: object) => client.improvement.nonconformities.update({ id: nc.id, ...fields }),
    () => 'Saved.',
  );
  const reopen = useWrite(
    (client: Client) => client.improvement.reopen({ id: nc.id, reason: reopening! }),
    () => `${nc.id} is open again.`,
  );
  const writes = may(role as Role, 'handle nonconformities') && nc.closedOn === null;
  const fields = (...names: (keyof typeof nonconformities.fields.shape)[]) => (
    <Fields of={nonconformities.fields.shape} names={names} values={nc} disabled={!writes} onChange={(changed) => change.mutate(changed)} />
  );
  const lacks = new Set(nc.lacks);
  return (
    <Page
      title={`${nc.id} ${nc.title}`}
      state={
        <>
          <GradeOf grade={nc.grade} /> · <StateOf nonconformity={nc} />
          {nc.closedOn === null && nc.closeBy !== null && ` · to be closed by ${dayInWords(nc.closeBy)} (${counted(nc.closeBy)})`}
          {nc.closedOn !== null && ` on ${dayInWords(nc.closedOn)}`}
        </>
      }
      actions={
        <>
          <Button variant="default" component={Link} to={`/o/${slug}/improvement` as never}>
            All nonconformities
          </Button>
          <Menu>
            <Menu.Target>
              <Button variant="default">Record</Button>
            </Menu.Target>
            <Menu.Dropdown>
              {(['pdf', 'docx'] as const).map((format) => (
                <Menu.Item key={format} onClick={() => void download(slug, `/reports/nonconformities/${nc.id}?format=${format}`).catch(showError)}>
                  As {format.toUpperCase()}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          {nc.closedOn !== null && may(role as Role, 'raise nonconformities') && (
            <Button variant="default" onClick={() => setReopening('')}>
              Open it again
            </Button>
          )}
        </>
      }
    >
      {reopening !== null && (
        <Group align="flex-end" gap="xs">
          <Textarea
            label="Why is it open again?"
            autosize
            style={{ flex: 1 }}
            value={reopening}
            onChange={(event) => setReopening(event.currentTarget.value)}
          />
          <Button
            disabled={reopening.trim() === ''}
            loading={reopen.isPending}
            onClick={() => reopen.mutate(undefined, { onSuccess: () => setReopening(null) })}
          >
            Open it again
          </Button>
        </Group>
      )}
      {nc.reopened.map(({ on, by, reason }, index) => (
        <Text key={index} size="sm">
          <span aria-hidden style={{ color: 'var(--orange)' }}>
            ▲{' '}
          </span>
          Opened again on {dayInWords(on)} by {by}: {reason}
        </Text>
      ))}
      {nc.lacks.length > 0 && <Text size="sm">Still needs {nc.lacks.map((each) => lackWords[each]).join(', ')}.</Text>}
      <ol className="story">
        <Part title="What was found" done>
          <Text size="sm" className="quiet">
            {sentence(nc.source)}
            {nc.sourceRecord && `, ${nc.sourceRecord}`}
            {nc.raisedOn && `, raised on ${dayInWords(nc.raisedOn)}`}
            {nc.raisedBy && ` by ${nc.raisedBy}`}.{' '}
            {nc.subjects.map((each) => (
              <span key={each}>
                <Reference id={each} />{' '}
              </span>
            ))}
          </Text>
          {fields('title', 'statement', 'grade', 'subjects', 'owner', 'dueOn')}
        </Part>
        <Part title="What was done at once" done={!lacks.has('correction')}>
          {fields('correction', 'correctedOn')}
        </Part>
        <Part title="Where else" done={!lacks.has('extent')}>
          {fields('extent')}
        </Part>
        <Part title="Why" done={!lacks.has('cause')}>
          {fields('whys', 'cause', 'risks')}
        </Part>
        <Part title="What is done about the cause" done={nc.actions.all > 0 && nc.actions.open === 0}>
          <Actions nonconformity={nc} actions={story.actions} writes={writes} />
        </Part>
        <Part title="Whether it has worked" done={nc.closedOn !== null}>
          <Effect story={story} />
        </Part>
      </ol>
      <Comments register="nonconformities" record={nc.id} />
      <History register="nonconformities" record={nc.id} />
      <Text size="sm">
        <Anchor component={Link} to={`/o/${slug}/improvement/rules` as never}>
          Days for closing and reviewing
        </Anchor>
      </Text>
    </Page>
  );
}

function Part({ title, done, children }: { title: string; done: boolean; children: ReactNode }) {
  return (
    <li data-done={done}>
      <section aria-label={title}>
        <h2>
          {title} <span className="sr-only">{done ? '(done)' : '(open)'}</span>
        </h2>
        <Stack gap="sm">{children}</Stack>
      </section>
    </li>
  );
}
