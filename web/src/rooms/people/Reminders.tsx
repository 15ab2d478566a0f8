import { Alert, Button, Group, Select, Stack, Text, Title } from '@mantine/core';
import { keepPreviousData } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { may, type Role } from '../../../../src/isms/permissions.ts';
import { useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { useOptions } from '../../parts/options.ts';
import { Empty, Loaded } from '../../parts/Page.tsx';
import { counted, dayInWords, momentInWords, plural, sentence } from '../../words.ts';

/** Who is overdue with what, and who was reminded of what and when: evidence that people were told (7.3, 7.4). */
export function Reminders() {
  const { role } = useHere();
  const { person = null } = useSearch({ strict: false }) as { person?: string };
  const navigate = useNavigate();
  const people = useOptions('people');
  const reminders = useRead(['reminders', person], (client) => client.daily.reminders(person === null ? {} : { person }), {
    placeholderData: keepPreviousData,
  });
  const run = useWrite(
    (client: Client) => client.daily.run(),
    ({ reminded, sent, withoutAddress }) =>
      !sent
        ? 'No mail server is set: nobody is told.'
        : `${plural(reminded, 'person is', 'people are')} reminded.${withoutAddress.length > 0 ? ` Without an address: ${withoutAddress.join(', ')}.` : ''}`,
    { signed: true },
  );
  return (
    <Loaded query={reminders}>
      {({ mailServer, total, items, overdue }) => (
        <Stack gap="xl">
          {!mailServer && (
            <Alert variant="outline" color="yellow" title="No mail server is set">
              Nobody is reminded by e-mail. Whoever runs the installation sets one; the handbook says how.
            </Alert>
          )}
          <Select
            label="Person"
            placeholder="Everybody"
            data={people}
            value={person}
            onChange={(value) => void navigate({ to: '.', search: { person: value ?? undefined } as never })}
            clearable
            searchable
            maw={360}
          />
          <section aria-label="Overdue">
            <Group justify="space-between" mb="xs">
              <Title order={2}>
                {overdue.length > 0
                  ? `${plural(overdue.length, 'person is', 'people are')} overdue`
                  : person === null
                    ? 'Nobody is overdue'
                    : 'Nothing is overdue'}
              </Title>
              {may(role as Role, 'publish documents') && (
                <Button variant="default" loading={run.isPending} onClick={() => run.mutate(undefined)}>
                  Send what is due now
                </Button>
              )}
            </Group>
            {overdue.map(({ person, name, reachable, items: own }) => (
              <div key={person} className="hairline" style={{ padding: '6px 0' }}>
                <Text>
                  <b>{name}</b> {!reachable && <span style={{ color: 'var(--orange)' }}>▲ has no e-mail address</span>}
                </Text>
                {own.map(({ kind, subject, title, dueOn }) => (
                  <Text key={`${kind} ${subject}`} size="sm" className="quiet">
                    {title}
                    {dueOn && `, was due ${counted(dueOn)}`}
                  </Text>
                ))}
              </div>
            ))}
          </section>
          <section aria-label="Sent">
            <Title order={2} mb="xs">
              Who was reminded
            </Title>
            {items.length === 0 ? (
              <Empty title={person === null ? 'Nobody has been reminded yet.' : 'No letter has gone to this person.'}>
                <Text className="quiet">Each morning whoever has something due gets one letter with all of it. Every letter is kept here.</Text>
              </Empty>
            ) : (
              <div className="scroll" tabIndex={0} role="group" aria-label="Letters">
                <table className="grid-table">
                  <thead>
                    <tr>
                      <th>Day</th>
                      <th>Person</th>
                      <th style={{ minWidth: 240 }}>Of what</th>
                      <th>State</th>
                      <th>Asked by</th>
                    </tr>
                  </thead>
                  <tbody>
                    {items.map(({ id, on, name, email, items: own, state, sentAt, answer, askedBy }) => (
                      <tr key={id}>
                        <td className="nowrap">{dayInWords(on)}</td>
                        <td>
                          {name}
                          <Text size="xs" className="quiet">
                            {email}
                          </Text>
                        </td>
                        <td>{own.map(({ title }) => title).join('; ')}</td>
                        <td>
                          {state === 'refused' && <span style={{ color: 'var(--orange)' }}>▲ </span>}
                          {sentence(state)}
                          {sentAt && <span className="quiet nowrap"> {momentInWords(sentAt)}</span>}
                          {answer && (
                            <Text size="xs" className="quiet">
                              {answer}
                            </Text>
                          )}
                        </td>
                        <td>{askedBy === 'daily' ? 'the clock' : askedBy}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
            {total > items.length && (
              <Text className="quiet">
                The latest {items.length} of {total}.
              </Text>
            )}
          </section>
        </Stack>
      )}
    </Loaded>
  );
}
