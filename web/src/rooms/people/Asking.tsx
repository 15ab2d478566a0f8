import { Anchor, Button, Group, Kbd, Stack, Text, Textarea, Title } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { RehearsalShown } from '../../../../src/isms/awareness/model.ts';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useWrite, type Client } from '../../client.tsx';
import { Reference } from '../../parts/Reference.tsx';
import { dayInWords } from '../../words.ts';

type Asked = RehearsalShown['asked'];
const scores = [
  { score: 0, sign: '○', title: 'No idea' },
  { score: 1, sign: '◐', title: 'Partly' },
  { score: 2, sign: '●', title: 'Would satisfy an auditor' },
] as const;

/** One question after the other: ask, note, score with 0, 1 or 2. Everything is kept as it is typed. */
export function Asking({ rehearsal }: { rehearsal: RehearsalShown }) {
  const { slug, role } = useHere();
  const writes = may(role as Role, 'rehearse audits');
  const [shown, show] = useState(() => ({
    asked: rehearsal.asked as Asked,
    at: Math.max(
      0,
      rehearsal.asked.findIndex(({ score }) => score === null),
    ),
  }));
  // Two keys may come before the page is drawn again: what counts is what the last key made of it.
  const latest = useRef(shown);
  const { asked, at } = shown;
  const become = (next: Partial<typeof shown>) => show((latest.current = { ...latest.current, ...next }));
  const answer = useRef<HTMLTextAreaElement>(null);
  // Keys are faster than the network: each write waits for the one before and names the version that one made.
  const known = useRef({ version: rehearsal.version, turn: Promise.resolve() });
  const save = useWrite(async (client: Client, list: Asked) => {
    const bare = list.map(({ person, question, score, answer: said }) => ({ person, question, score, answer: said }));
    const turn = known.current.turn.then(() => client.awareness.scoreRehearsal({ id: rehearsal.id, asked: bare, version: known.current.version }));
    known.current.turn = turn.then(
      ({ record }) => void (known.current.version = record.version),
      () => undefined,
    );
    return turn;
  });
  const current = asked[at]!;
  const change = (fields: Partial<Asked[number]>) => {
    const now = latest.current;
    become({ asked: now.asked.map((each, index) => (index === now.at ? { ...each, ...fields } : each)) });
  };
  const move = (step: number) => become({ at: Math.min(asked.length - 1, Math.max(0, latest.current.at + step)) });
  const give = (score: 0 | 1 | 2) => {
    if (!writes) return;
    change({ score });
    save.mutate(latest.current.asked);
    move(1);
  };
  useHotkeys([
    ['0', () => give(0)],
    ['1', () => give(1)],
    ['2', () => give(2)],
    ['j', () => move(1)],
    ['k', () => move(-1)],
    ['a', () => answer.current?.focus()],
  ]);
  const done = asked.filter(({ score }) => score !== null).length;
  return (
    <Stack gap="md" maw={760}>
      <Group justify="space-between">
        <Anchor component={Link} to={`/o/${slug}/people/rehearsal` as never}>
          All rehearsals
        </Anchor>
        <Text className="quiet" role="status">
          {done} of {asked.length} answered
          {rehearsal.score !== null && `, ${rehearsal.score} % reached`}
        </Text>
      </Group>
      <section aria-label="Question" className="hairline" style={{ paddingTop: 12 }}>
        <Text className="quiet">
          Question {at + 1} of {asked.length}, to
        </Text>
        <Title order={2}>
          {current.name}
          {current.team && (
            <Text span className="quiet" fw={400}>
              {' '}
              · {current.team}
            </Text>
          )}
        </Title>
        <p className="asked">{current.question}</p>
        <Text size="sm">
          <b>Good looks like:</b> {current.good || 'The question is not in the list any more.'}{' '}
          {current.clause && (
            <span className="quiet">
              (<Reference id={current.clause} />)
            </span>
          )}
        </Text>
      </section>
      <Textarea
        ref={answer}
        label="Answer"
        description="What was said, in a line"
        autosize
        minRows={2}
        disabled={!writes}
        value={current.answer}
        onChange={(event) => change({ answer: event.currentTarget.value })}
        onBlur={() => save.mutate(latest.current.asked)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
      {writes && (
        <Group gap="xs" role="group" aria-label="Score">
          {scores.map(({ score, sign, title }) => (
            <Button
              key={score}
              variant={current.score === score ? 'filled' : 'default'}
              aria-pressed={current.score === score}
              onClick={() => give(score)}
              rightSection={<Kbd size="xs">{score}</Kbd>}
            >
              <span aria-hidden style={{ marginRight: 6 }}>
                {sign}
              </span>
              {title}
            </Button>
          ))}
        </Group>
      )}
      <nav aria-label="Questions">
        <Group gap={4}>
          {asked.map(({ person, question, name, score }, index) => (
            <Button
              key={`${person} ${question}`}
              size="compact-xs"
              variant={index === at ? 'filled' : 'default'}
              aria-current={index === at ? 'step' : undefined}
              aria-label={`Question ${index + 1}, ${name}: ${score === null ? 'not scored' : scores[score as 0 | 1 | 2].title}`}
              onClick={() => become({ at: index })}
            >
              {index + 1} {score === null ? '–' : scores[score as 0 | 1 | 2].sign}
            </Button>
          ))}
        </Group>
      </nav>
      <Text size="sm" className="quiet">
        Drawn on {dayInWords(rehearsal.on)} by {rehearsal.by} with the seed <code>{rehearsal.seed}</code> from {rehearsal.population} people: the same
        seed over the same list draws the same people.
      </Text>
    </Stack>
  );
}
