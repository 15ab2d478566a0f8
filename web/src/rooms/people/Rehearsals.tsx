import { Anchor, Button, Group, NumberInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Empty, Loaded } from '../../parts/Page.tsx';
import { Reference } from '../../parts/Reference.tsx';
import { dayInWords, plural } from '../../words.ts';
import { Asking } from './Asking.tsx';

/** People drawn by lot are asked what an auditor would ask; the answers show where awareness fails. */
export function Rehearsals() {
  const { slug, role } = useHere();
  const { open } = useSearch({ strict: false }) as { open?: string };
  const rehearsals = useRead(['rehearsals'], (client) => client.awareness.rehearsals());
  return (
    <Loaded query={rehearsals}>
      {({ items }) => {
        const one = items.find(({ id }) => id === open);
        if (one) return <Asking key={one.id} rehearsal={one} />;
        return (
          <Stack gap="lg">
            {may(role as Role, 'rehearse audits') && <Draw />}
            {items.length === 0 ? (
              <Empty title="No rehearsal yet">
                <Text className="quiet">
                  An auditor asks people who are not specialists. Draw a few by lot, ask them, and see which questions and which teams need another
                  lesson before the auditor comes.
                </Text>
              </Empty>
            ) : (
              <>
                <Results />
                <section aria-label="Rehearsals">
                  <Title order={2} mb="xs">
                    Rehearsals
                  </Title>
                  <div className="scroll" tabIndex={0} role="group" aria-label="Rehearsals">
                    <table className="grid-table">
                      <thead>
                        <tr>
                          <th>Day</th>
                          <th>People</th>
                          <th>Asked</th>
                          <th style={{ textAlign: 'right' }}>Score</th>
                          <th>Drawn with</th>
                          <th>By</th>
                        </tr>
                      </thead>
                      <tbody>
                        {items.map(({ id, on, asked, population, score, seed, by }) => {
                          const done = asked.filter((each) => each.score !== null).length;
                          return (
                            <tr key={id}>
                              <td className="nowrap">
                                <Anchor component={Link} to={`/o/${slug}/people/rehearsal` as never} search={{ open: id } as never}>
                                  {dayInWords(on)}
                                </Anchor>
                              </td>
                              <td className="nowrap">
                                {new Set(asked.map(({ person }) => person)).size} of {population}
                              </td>
                              <td className="nowrap">{done === asked.length ? `all ${done}` : `${done} of ${asked.length}`}</td>
                              <td style={{ textAlign: 'right' }}>{score === null ? '?' : `${score} %`}</td>
                              <td>
                                <code>{seed}</code>
                              </td>
                              <td>{by}</td>
                            </tr>
                          );
                        })}
                      </tbody>
                    </table>
                  </div>
                </section>
              </>
            )}
          </Stack>
        );
      }}
    </Loaded>
  );
}

function Draw() {
  const navigate = useNavigate();
  const [people, setPeople] = useState<number | string>(5);
  const [questions, setQuestions] = useState<number | string>(2);
  const [seed, setSeed] = useState('');
  const draw = useWrite(
    (client: Client) =>
      client.awareness.drawRehearsal({ people: Number(people), questions: Number(questions), ...(seed.trim() && { seed: seed.trim() }) }),
    ({ record }) => `${plural(new Set(record.asked.map(({ person }) => person)).size, 'person', 'people')} drawn.`,
  );
  return (
    <form
      className="no-print"
      onSubmit={(event) => {
        event.preventDefault();
        draw.mutate(undefined, { onSuccess: ({ record }) => void navigate({ to: '.', search: { open: record.id } as never }) });
      }}
    >
      <Group align="flex-end" gap="xs">
        <NumberInput label="People" min={1} max={50} value={people} onChange={setPeople} w={100} required />
        <NumberInput label="Questions each" min={1} max={5} value={questions} onChange={setQuestions} w={130} required />
        <TextInput
          label="Seed"
          placeholder="by chance"
          maxLength={60}
          value={seed}
          onChange={(event) => setSeed(event.currentTarget.value)}
          w={160}
          title="The same seed draws the same people from the same list: a draw can be shown to be fair"
        />
        <Button type="submit" loading={draw.isPending}>
          Draw by lot
        </Button>
      </Group>
    </form>
  );
}

function Results() {
  const results = useRead(['rehearsals', 'results'], (client) => client.awareness.rehearsalResults());
  if (!results.data || results.data.questions.length === 0) return null;
  const { questions, teams } = results.data;
  const percent = (value: number | null) => (value === null ? '?' : `${value} %`);
  return (
    <>
      <section aria-label="Where awareness fails, by question">
        <Title order={2} mb="xs">
          Where awareness fails
        </Title>
        <div className="scroll" tabIndex={0} role="group" aria-label="Results by question">
          <table className="grid-table">
            <thead>
              <tr>
                <th style={{ minWidth: 220 }}>Question</th>
                <th>Clause</th>
                <th style={{ textAlign: 'right' }}>Asked</th>
                <th style={{ textAlign: 'right' }}>No idea</th>
                <th style={{ textAlign: 'right' }}>Score</th>
                <th style={{ width: 130 }}>
                  <span className="sr-only">Picture</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {questions.map(({ question, clause, asked, failed, percent: score }) => (
                <tr key={question}>
                  <td>{question}</td>
                  <td className="nowrap">
                    <Reference id={clause} />
                  </td>
                  <td style={{ textAlign: 'right' }}>{asked}</td>
                  <td style={{ textAlign: 'right' }}>{failed}</td>
                  <td className="nowrap" style={{ textAlign: 'right' }}>
                    {percent(score)}
                  </td>
                  <td>
                    <Bar percent={score} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <section aria-label="By team">
        <Title order={2} mb="xs">
          By team
        </Title>
        <table className="grid-table">
          <thead>
            <tr>
              <th>Team</th>
              <th style={{ textAlign: 'right' }}>Asked</th>
              <th style={{ textAlign: 'right' }}>Score</th>
              <th style={{ width: 130 }}>
                <span className="sr-only">Picture</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {teams.map(({ team, asked, percent: score }) => (
              <tr key={team}>
                <td>{team}</td>
                <td style={{ textAlign: 'right' }}>{asked}</td>
                <td className="nowrap" style={{ textAlign: 'right' }}>
                  {percent(score)}
                </td>
                <td>
                  <Bar percent={score} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

const Bar = ({ percent }: { percent: number | null }) => (
  <div className="bar" aria-hidden style={{ marginTop: 4 }}>
    <span data-part="passed" style={{ width: `${percent ?? 0}%` }} />
  </div>
);
