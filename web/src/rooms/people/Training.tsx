import { Anchor, Button, Group, Menu, Select, Stack, Text, Title } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { download, showError, useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Empty, Loaded, Stands } from '../../parts/Page.tsx';
import { counted, dayInWords, plural, standings, shortMonths } from '../../words.ts';
import { Attendance } from './Attendance.tsx';

interface Wanted {
  team?: string;
  lesson?: string;
  state?: 'passed' | 'due' | 'overdue';
}
type Status = Awaited<ReturnType<Client['awareness']['status']>>;

/** As many rows as one looks through; the rest is found by a filter or in the export. */
const shownRows = 300;

/** Who has learned what, by team, over time and by name (7.3). */
export function Training() {
  const { slug, role } = useHere();
  const search = useSearch({ strict: false }) as Wanted;
  const navigate = useNavigate();
  const wanted: Wanted = Object.fromEntries(
    (['team', 'lesson', 'state'] as const).flatMap((field) => (search[field] ? [[field, search[field]]] : [])),
  );
  const go = (changes: Wanted) =>
    void navigate({
      to: '.',
      search: Object.fromEntries(Object.entries({ ...wanted, ...changes }).filter(([, value]) => value)) as never,
      replace: true,
    });
  const status = useRead(['training', wanted], (client) => client.awareness.status({ ...wanted, limit: shownRows }), {
    placeholderData: (old: unknown) => old as never,
  });
  const lessons = useRead(['lessons', 'all'], (client) => client.awareness.lessons.list({ limit: 1000 }));
  const remind = useWrite(
    (client: Client) => client.awareness.remind(),
    ({ reminded, withoutAddress, sent }) =>
      `${sent ? `${plural(reminded, 'person', 'people')} reminded by e-mail.` : `No mail server is set: ${plural(reminded, 'person', 'people')} would be reminded.`}${withoutAddress.length > 0 ? ` Without an address: ${withoutAddress.slice(0, 5).join(', ')}${withoutAddress.length > 5 ? ' and others' : ''}.` : ''}`,
    // A mail that was sent is not undone.
    { signed: true },
  );
  const query = new URLSearchParams(Object.entries(wanted));
  const writes = may(role as Role, 'manage people');
  return (
    <Loaded query={status}>
      {(data) => {
        const { passed, due, overdue } = data.counts;
        if (passed + due + overdue === 0)
          return (
            <Stack>
              <Empty title="Nobody has to learn anything yet">
                <Text className="quiet">Take over a ready lesson or write your own, and say since when it is assigned.</Text>
                <Group>
                  <Button variant="light" component={Link} to={`/o/${slug}/people/lessons` as never}>
                    To the lessons
                  </Button>
                </Group>
              </Empty>
              <Attendance courses={data.courses} />
            </Stack>
          );
        return (
          <Stack gap="lg">
            <Coverage teams={data.teams} chosen={wanted.team} onChoose={(team) => go({ team: team === wanted.team ? undefined : team } as Wanted)} />
            <Months months={data.months} />
            <section aria-label="By name">
              <Group gap="xs" mb="xs" className="no-print">
                <Select
                  aria-label="Team"
                  placeholder="Team"
                  clearable
                  searchable
                  data={data.teams.map(({ team }) => team)}
                  value={wanted.team ?? null}
                  onChange={(team) => go({ team: team ?? undefined } as Wanted)}
                  w={200}
                />
                <Select
                  aria-label="Lesson"
                  placeholder="Lesson"
                  clearable
                  searchable
                  data={(lessons.data?.items ?? []).filter(({ activeOn }) => activeOn).map(({ id, title }) => ({ value: id, label: title }))}
                  value={wanted.lesson ?? null}
                  onChange={(lesson) => go({ lesson: lesson ?? undefined } as Wanted)}
                  w={220}
                />
                <Select
                  aria-label="State"
                  placeholder="State"
                  clearable
                  data={(['overdue', 'due', 'passed'] as const).map((value) => ({
                    value,
                    label: `${standings[value].title} (${data.counts[value]})`,
                  }))}
                  value={wanted.state ?? null}
                  onChange={(state) => go({ state: state ?? undefined } as Wanted)}
                  w={170}
                />
                <Group gap="xs" ml="auto">
                  <Menu>
                    <Menu.Target>
                      <Button variant="default">Export</Button>
                    </Menu.Target>
                    <Menu.Dropdown>
                      {(['csv', 'xlsx'] as const).map((format) => (
                        <Menu.Item key={format} onClick={() => void download(slug, `/training/export?format=${format}&${query}`).catch(showError)}>
                          {format.toUpperCase()} of what is shown
                        </Menu.Item>
                      ))}
                    </Menu.Dropdown>
                  </Menu>
                  {writes && due + overdue > 0 && (
                    <Button loading={remind.isPending} onClick={() => remind.mutate(undefined)}>
                      Remind those who are due
                    </Button>
                  )}
                </Group>
              </Group>
              <ByName data={data} />
            </section>
            <Attendance courses={data.courses} />
          </Stack>
        );
      }}
    </Loaded>
  );
}

/** A bar for each team; the numbers beside it are its table. */
function Coverage({ teams, chosen, onChoose }: { teams: Status['teams']; chosen: string | undefined; onChoose(team: string): void }) {
  const share = (part: number, all: number) => `${(part / Math.max(1, all)) * 100}%`;
  return (
    <section aria-label="By team">
      <Title order={2} mb="xs">
        By team
      </Title>
      <div className="scroll" tabIndex={0} role="group" aria-label="Training by team">
        <table className="grid-table">
          <thead>
            <tr>
              <th>Team</th>
              <th style={{ width: '45%' }}>
                <span className="sr-only">Picture</span>
              </th>
              <th style={{ textAlign: 'right' }}>Done</th>
              <th style={{ textAlign: 'right' }}>Due</th>
              <th style={{ textAlign: 'right' }}>Overdue</th>
            </tr>
          </thead>
          <tbody>
            {teams.map(({ team, assigned, passed, overdue }) => (
              <tr key={team} data-chosen={team === chosen || undefined}>
                <td>
                  <Button size="compact-sm" variant="subtle" aria-pressed={team === chosen} onClick={() => onChoose(team)}>
                    {team}
                  </Button>
                </td>
                <td>
                  <div className="bar" aria-hidden style={{ marginTop: 4 }}>
                    <span data-part="passed" style={{ width: share(passed, assigned) }} />
                    <span style={{ width: share(assigned - passed - overdue, assigned) }} />
                    <span data-part="overdue" style={{ width: share(overdue, assigned) }} />
                  </div>
                </td>
                <td className="nowrap" style={{ textAlign: 'right' }}>
                  {Math.round((passed / Math.max(1, assigned)) * 100)} %{' '}
                  <span className="quiet">
                    ({passed} of {assigned})
                  </span>
                </td>
                <td style={{ textAlign: 'right' }}>{assigned - passed - overdue}</td>
                <td style={{ textAlign: 'right' }}>{overdue}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Twelve columns: how many lessons were taken each month, and passed. */
function Months({ months }: { months: Status['months'] }) {
  const most = Math.max(1, ...months.map(({ taken }) => taken));
  return (
    <section aria-label="Over time">
      <Title order={2} mb="xs">
        Lessons taken in the last twelve months
      </Title>
      <ol className="months">
        {months.map(({ month, taken, passed }) => (
          <li key={month} title={`${shortMonths[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}: ${taken} taken, ${passed} passed`}>
            <span aria-hidden>{taken > 0 ? taken : ''}</span>
            <span className="column" aria-hidden style={{ height: (taken / most) * 88 }}>
              <span style={{ height: taken > 0 ? `${(passed / taken) * 100}%` : 0 }} />
            </span>
            <span className="month" aria-hidden>
              {shortMonths[Number(month.slice(5)) - 1]}
            </span>
            <span className="sr-only">
              {shortMonths[Number(month.slice(5)) - 1]} {month.slice(0, 4)}: {taken} taken, {passed} passed
            </span>
          </li>
        ))}
      </ol>
      <Text size="xs" className="quiet" mt={4}>
        The number is that of attempts; green is passed.
      </Text>
    </section>
  );
}

function ByName({ data: { items, total } }: { data: Status }) {
  const { slug } = useHere();
  if (items.length === 0) return <Text className="quiet">Nobody fits the filters.</Text>;
  return (
    <>
      <Text size="sm" className="quiet">
        {plural(total, 'assignment')}
        {total > items.length ? `, the first ${items.length} shown: filter, or export all` : ''}
      </Text>
      {/* A long list scrolls in itself, so that what follows it is within reach. */}
      <div className="scroll" tabIndex={0} role="group" aria-label="Training by name" style={{ maxHeight: '70dvh' }}>
        <table className="grid-table">
          <thead>
            <tr>
              <th>Person</th>
              <th>Team</th>
              <th>Lesson</th>
              <th>State</th>
              <th>Due</th>
              <th>Passed</th>
              <th style={{ textAlign: 'right' }}>Score</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ person, name, team, lesson, title, state, dueOn, passedOn, score }) => (
              <tr key={`${person} ${lesson}`}>
                <td>
                  <Anchor component={Link} to={`/o/${slug}/people` as never} search={{ open: person } as never}>
                    {name}
                  </Anchor>
                </td>
                <td>{team ?? <span className="quiet">–</span>}</td>
                <td>{title}</td>
                <td>
                  <Stands at={state} />
                </td>
                <td>
                  {dueOn ? (
                    <>
                      <span className="nowrap">{dayInWords(dueOn)}</span> <span className="quiet nowrap">({counted(dueOn)})</span>
                    </>
                  ) : (
                    <span className="quiet">–</span>
                  )}
                </td>
                <td className="nowrap">{passedOn ? dayInWords(passedOn) : <span className="quiet">never</span>}</td>
                <td style={{ textAlign: 'right' }}>{score === null ? '' : `${score} %`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
