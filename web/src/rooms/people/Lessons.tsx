import { Alert, Anchor, Button, Group, Stack, Tabs, Text, Textarea, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { lessons, type Lesson } from '../../../../src/isms/awareness/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Stands } from '../../parts/Page.tsx';
import { RegisterList } from '../../parts/Register.tsx';
import { Prose } from '../../parts/Text.tsx';
import { dayInWords, plural } from '../../words.ts';

/** What everybody must know (7.3): ready lessons, and the organisation's own. */
export function Lessons() {
  return (
    <Stack>
      <Ready />
      <RegisterList
        register={lessons}
        operations={(c) => c.awareness.lessons}
        filters={['audience']}
        groups={[
          { title: 'For whom, how often', fields: ['title', 'audience', 'audienceTeams', 'audienceRoles', 'everyMonths', 'daysForNew'] },
          { title: 'Assigned', fields: ['passPercent', 'activeOn'] },
        ]}
        about={(row: Lesson) => <Body key={row.id} lesson={row} />}
        columns={[
          { field: 'title', title: 'Title', render: (row: Lesson) => row.title },
          {
            field: 'audience',
            title: 'For',
            render: (row: Lesson) => (row.audience === 'everyone' ? 'Everyone' : row.audience === 'teams' ? 'Some teams' : 'Holders of roles'),
          },
          {
            field: 'everyMonths',
            title: 'Repeated',
            render: (row: Lesson) => (row.everyMonths === null ? 'once' : `every ${plural(row.everyMonths, 'month')}`),
          },
          { field: 'passPercent', title: 'Passed at', render: (row: Lesson) => `${row.passPercent} %` },
          {
            field: 'activeOn',
            title: 'Assigned since',
            render: (row: Lesson) =>
              row.activeOn ? <span className="nowrap">{dayInWords(row.activeOn)}</span> : <span className="quiet">nobody has to take it</span>,
          },
        ]}
      />
    </Stack>
  );
}

/** The ready lessons that have not been taken over yet. */
function Ready() {
  const { role } = useHere();
  const ready = useRead(['lessons', 'templates'], (client) => client.awareness.lessonTemplates());
  const begin = useWrite(
    (client: Client, templates: string[]) => client.awareness.beginLessons({ templates }),
    ({ lessons: made }) => `${plural(made.length, 'lesson')} assigned to everybody.`,
  );
  const open = ready.data?.items.filter(({ used }) => used === null) ?? [];
  if (open.length === 0 || !may(role as Role, 'manage people')) return null;
  return (
    <section aria-label="Ready lessons">
      <Group justify="space-between" mb={4}>
        <Title order={2}>Ready lessons</Title>
        {open.length > 1 && (
          <Button size="xs" variant="default" loading={begin.isPending} onClick={() => begin.mutate(open.map(({ id }) => id))}>
            Take over all {open.length}
          </Button>
        )}
      </Group>
      <Text size="sm" className="quiet" mb={4}>
        Taken over, a lesson is yours to change, and assigned to everybody from today, once a year.
      </Text>
      {open.map(({ id, title, minutes, questions }) => (
        <Group key={id} className="hairline" justify="space-between" py={6} gap="xs">
          <Text>
            {title}{' '}
            <Text span size="sm" className="quiet">
              {minutes} minutes, {questions} questions of which 5 are drawn
            </Text>
          </Text>
          <Button size="compact-sm" variant="light" aria-label={`Take over ${title}`} onClick={() => begin.mutate([id])}>
            Take over
          </Button>
        </Group>
      ))}
    </section>
  );
}

const pattern = `Why it matters to us, in two or three sentences.

## What you do

- One rule
- Another rule

## Questions

${Array.from({ length: 8 }, (_, index) => `Question ${index + 1}?\n\n- [x] A right answer\n- [ ] A wrong answer\n- [ ] Another wrong answer\n`).join('\n')}`;

/** The text of a lesson: as it is written, as it is read, and what keeps its questions from being asked. */
function Body({ lesson }: { lesson: Lesson }) {
  const { slug, role } = useHere();
  const [body, setBody] = useState(lesson.body);
  const [sought] = useDebouncedValue(body, 400);
  const preview = useRead(['lessons', 'preview', lesson.id, sought], (client) => client.awareness.previewLesson({ body: sought }), {
    placeholderData: (old: unknown) => old as never,
    staleTime: Infinity,
  });
  const save = useWrite(
    (client: Client, text: string) => client.awareness.lessons.update({ id: lesson.id, version: lesson.version, body: text }),
    () => 'Saved.',
  );
  const writes = may(role as Role, 'manage people') && lesson.archivedAt === null;
  const { blocks = [], minutes = 0, questions = [], problems = [] } = preview.data ?? {};
  return (
    <Stack gap="xs">
      {lesson.activeOn && (
        <Text size="sm">
          <Anchor inherit component={Link} to={`/o/${slug}/people/training` as never} search={{ lesson: lesson.id } as never}>
            Who has taken it
          </Anchor>
        </Text>
      )}
      {preview.data &&
        (problems.length === 0 ? (
          <Text size="sm">
            <Stands at="passed">
              {minutes} minutes, {questions.length} questions of which 5 are drawn
            </Stands>
          </Text>
        ) : (
          <Alert variant="light" color="yellow" title={lesson.activeOn ? 'This cannot be saved: it is assigned.' : 'It cannot be assigned yet.'}>
            {problems.map((problem) => (
              <Text key={problem} size="sm">
                {problem}
              </Text>
            ))}
          </Alert>
        ))}
      <Tabs defaultValue={lesson.body === '' ? 'write' : 'read'} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="read">As it is read</Tabs.Tab>
          <Tabs.Tab value="questions">Questions ({questions.length})</Tabs.Tab>
          {writes && <Tabs.Tab value="write">Write</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="read" pt="xs">
          {blocks.length > 0 ? <Prose blocks={blocks} level={3} /> : <Text className="quiet">There is no text yet.</Text>}
        </Tabs.Panel>
        <Tabs.Panel value="questions" pt="xs">
          <ol>
            {questions.map(({ text, answers }) => (
              <li key={text} style={{ marginBottom: 8 }}>
                {text}
                {answers.map((answer) => (
                  <Text key={answer.text} size="sm">
                    <span aria-hidden>{answer.right ? '● ' : '○ '}</span>
                    {answer.text}
                    {answer.right && <span className="quiet"> (right)</span>}
                  </Text>
                ))}
              </li>
            ))}
          </ol>
        </Tabs.Panel>
        {writes && (
          <Tabs.Panel value="write" pt="xs">
            <Textarea
              label="Lesson and questions"
              description={'Markdown. Under the heading "Questions" each question is followed by its answers as a list: - [x] right, - [ ] wrong.'}
              autosize
              minRows={12}
              maxRows={30}
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
              value={body}
              onChange={(event) => setBody(event.currentTarget.value)}
              onBlur={() => body !== lesson.body && save.mutate(body)}
            />
            {body.trim() === '' && (
              <Button
                mt="xs"
                size="xs"
                variant="default"
                onClick={() => {
                  setBody(pattern);
                  save.mutate(pattern);
                }}
              >
                Start from a pattern
              </Button>
            )}
          </Tabs.Panel>
        )}
      </Tabs>
    </Stack>
  );
}
