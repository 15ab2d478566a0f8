import { Anchor, Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { download, showError, useHere, useRead } from '../../client.tsx';
import { Empty, Loaded, Page } from '../../parts/Page.tsx';
import { counted, dayInWords, daysUntil, plural } from '../../words.ts';
import { ReportIncident } from '../operations/ReportIncident.tsx';
import { MyDecisions } from '../review/MyDecisions.tsx';
import './my.css';

const useReading = () => useRead(['my', 'reading'], (client) => client.documents.reading());
const useLessons = () => useRead(['my', 'lessons'], (client) => client.awareness.mine());
const useDecisions = () => useRead(['my', 'decisions'], (client) => client.review.mine());
const useReviews = () => useRead(['my', 'access-reviews'], (client) => client.operations.accessReviews.mine());

/** How much waits for oneself: to read and to learn. */
export function useWaiting(): number {
  const { person } = useHere();
  const [reading, lessons, reviews, decisions] = [useReading(), useLessons(), useReviews(), useDecisions()];
  if (person === null) return 0;
  return (
    (reading.data?.items.filter(({ dueOn, acknowledgedAt }) => dueOn !== null && acknowledgedAt === null).length ?? 0) +
    (lessons.data?.items.filter(({ state }) => state !== 'passed').length ?? 0) +
    (reviews.data?.items.filter(({ open }) => open > 0).length ?? 0) +
    (decisions.data?.items.filter(({ doneOn }) => doneOn === null).length ?? 0)
  );
}

const byDue = (a: { dueOn: string | null }, b: { dueOn: string | null }) => (a.dueOn ?? '9').localeCompare(b.dueOn ?? '9');

/** What one person must read and learn, and what they have done. For a telephone first. */
export function My() {
  const { slug, person } = useHere();
  const reading = useReading();
  const lessons = useLessons();
  const reviews = useReviews();
  const decisions = useDecisions();
  const sittings = useRead(['my', 'audits'], (client) => client.audits.mine()).data?.items ?? [];
  const results = useRead(['my', 'results'], (client) => client.awareness.myResults());
  return (
    <Loaded query={reading}>
      {({ items: texts }) => (
        <Loaded query={lessons}>
          {({ items: courses }) => {
            const toRead = texts.filter(({ dueOn, acknowledgedAt }) => dueOn !== null && acknowledgedAt === null).toSorted(byDue);
            const toLearn = courses.filter(({ state }) => state !== 'passed').toSorted(byDue);
            const toDecide = (reviews.data?.items ?? []).filter(({ open: left }) => left > 0).toSorted(byDue);
            const toDo = (decisions.data?.items ?? []).filter(({ doneOn }) => doneOn === null).toSorted(byDue);
            const waiting = toRead.length + toLearn.length + toDecide.length + toDo.length;
            const overdue =
              toRead.filter((each) => each.overdue).length +
              toLearn.filter(({ state }) => state === 'overdue').length +
              toDecide.filter(({ dueOn }) => daysUntil(dueOn) < 0).length +
              toDo.filter(({ dueOn }) => dueOn !== null && daysUntil(dueOn) < 0).length;
            const read = texts.filter(({ acknowledgedAt }) => acknowledgedAt !== null);
            const open = texts.filter(({ acknowledgedAt, dueOn }) => acknowledgedAt === null && dueOn === null);
            const all = results.data?.items ?? [];
            // An attempt that failed is of interest until the lesson is passed.
            const taken = all.filter(
              (each, index) => each.passed || !all.slice(0, index).some((later) => later.passed && later.lesson === each.lesson),
            );
            return (
              <div className="my">
                <Page
                  title="My page"
                  actions={<ReportIncident />}
                  state={
                    person === null
                      ? 'Your account is not joined to a person yet.'
                      : waiting === 0
                        ? 'There is nothing for you to read, learn, decide or carry out at the moment.'
                        : `${plural(waiting, 'thing waits', 'things wait')} for you${overdue > 0 ? `, ${overdue} of them overdue` : ''}.`
                  }
                >
                  {person === null ? (
                    <Empty title="Nobody knows yet who you are.">
                      <Text>
                        Ask whoever invited you to join your account to your entry among the people. What you must read and learn appears then.
                      </Text>
                    </Empty>
                  ) : (
                    <Stack gap="xl">
                      {toRead.length > 0 && (
                        <Part title="To read">
                          {toRead.map(({ version, title, number, dueOn, overdue: late }) => (
                            <Item
                              key={version}
                              to={`/o/${slug}/my/read/${version}`}
                              mark={late ? 'overdue' : 'open'}
                              title={title}
                              about={`Version ${number}, confirm by ${dayInWords(dueOn)} (${counted(dueOn!)})`}
                            />
                          ))}
                        </Part>
                      )}
                      {toLearn.length > 0 && (
                        <Part title="To learn">
                          {toLearn.map(({ lesson, title, minutes, dueOn, state, passedOn }) => (
                            <Item
                              key={lesson}
                              to={`/o/${slug}/my/learn/${lesson}`}
                              mark={state === 'overdue' ? 'overdue' : 'open'}
                              title={title}
                              about={`${passedOn ? 'Once more, a' : 'A'}bout ${minutes} minutes${dueOn ? `, by ${dayInWords(dueOn)} (${counted(dueOn)})` : ''}`}
                            />
                          ))}
                        </Part>
                      )}
                      {toDecide.length > 0 && (
                        <Part title="To decide">
                          {toDecide.map(({ review, title, dueOn, open: left, all: whole }) => (
                            <Item
                              key={review}
                              to={`/o/${slug}/my/review/${review}`}
                              mark={daysUntil(dueOn) < 0 ? 'overdue' : 'open'}
                              title={title}
                              about={`${plural(left, 'account')} of ${whole}, by ${dayInWords(dueOn)} (${counted(dueOn)})`}
                            />
                          ))}
                        </Part>
                      )}
                      {sittings.length > 0 && (
                        <Part title="Internal audits">
                          {sittings.map((each) => (
                            <Item
                              key={`${each.audit} ${each.day} ${each.from}`}
                              mark="open"
                              title={each.slot}
                              about={`${each.as === 'auditor' ? 'You audit' : `You are asked by ${each.auditor || 'an auditor'}`}, ${dayInWords(each.day)} (${counted(each.day)}), ${each.from} to ${each.to}`}
                            />
                          ))}
                        </Part>
                      )}
                      {toDo.length > 0 && (
                        <Part title="To carry out">
                          <MyDecisions decisions={toDo} />
                        </Part>
                      )}
                      {(read.length > 0 || taken.length > 0) && (
                        <Part title="Done">
                          {read.map(({ version, title, number, acknowledgedAt }) => (
                            <Item
                              key={version}
                              to={`/o/${slug}/my/read/${version}`}
                              mark="done"
                              title={title}
                              about={`Version ${number} read and understood on ${dayInWords(acknowledgedAt)}`}
                            />
                          ))}
                          {taken.map(({ id, title, on, score, passed, lesson }) => (
                            <Item
                              key={id}
                              mark={passed ? 'done' : 'failed'}
                              title={title}
                              about={`${passed ? (lesson === null ? 'Attended' : 'Passed') : 'Not passed'} on ${dayInWords(on)}${score === null ? '' : ` with ${score} %`}`}
                              action={
                                passed &&
                                lesson !== null && (
                                  <Button
                                    variant="default"
                                    size="xs"
                                    mih={40}
                                    aria-label={`Certificate: ${title}, ${dayInWords(on)}`}
                                    onClick={() => void download(slug, `/my/training/results/${id}/certificate`).catch(showError)}
                                  >
                                    Certificate
                                  </Button>
                                )
                              }
                            />
                          ))}
                        </Part>
                      )}
                      {texts.length > 0 && <Policies open={open} />}
                    </Stack>
                  )}
                </Page>
              </div>
            );
          }}
        </Loaded>
      )}
    </Loaded>
  );
}

/** Search in the texts that concern oneself, and those that need no confirmation. */
function Policies({ open }: { open: { version: string; title: string; number: number }[] }) {
  const { slug } = useHere();
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 250);
  const found = useRead(['my', 'search', q], (client) => client.documents.searchMine({ q }), { enabled: q.length >= 2 });
  return (
    <section aria-label="Policies that concern you">
      <Title order={2} mb="xs">
        Policies that concern you
      </Title>
      <TextInput
        type="search"
        size="md"
        label="Search in them"
        placeholder="For example password, visitors, report"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        mb="sm"
      />
      {q.length >= 2 ? (
        <div aria-live="polite">
          {found.data?.items.length === 0 && <Text className="quiet">Nothing is said about “{q}”.</Text>}
          <ul className="my-list">
            {found.data?.items.map(({ version, title, number, excerpt }) => (
              <Item key={version} to={`/o/${slug}/my/read/${version}`} title={title} about={excerpt || `Version ${number}`} />
            ))}
          </ul>
        </div>
      ) : (
        <ul className="my-list">
          {open.map(({ version, title, number }) => (
            <Item key={version} to={`/o/${slug}/my/read/${version}`} title={title} about={`Version ${number}, to look things up`} />
          ))}
        </ul>
      )}
    </section>
  );
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section aria-label={title}>
    <Title order={2} mb="xs">
      {title}
    </Title>
    <ul className="my-list">{children}</ul>
  </section>
);

const signs = {
  overdue: { sign: '■', colour: 'var(--red)', words: 'Overdue' },
  open: { sign: '○', colour: 'var(--orange)', words: 'Open' },
  done: { sign: '●', colour: 'var(--green)', words: 'Done' },
  failed: { sign: '–', colour: 'var(--quiet)', words: 'Not passed' },
};

function Item({ to, mark, title, about, action }: { to?: string; mark?: keyof typeof signs; title: string; about: string; action?: ReactNode }) {
  const sign = mark && signs[mark];
  const inner = (
    <>
      <span title={sign?.words} style={{ color: sign?.colour, fontWeight: 700 }}>
        {sign && (
          <>
            <span aria-hidden>{sign.sign}</span>
            <span className="sr-only">{sign.words}: </span>
          </>
        )}
      </span>
      <span style={{ minWidth: 0 }}>
        <span style={{ fontWeight: 600 }}>{title}</span>
        <small data-late={mark === 'overdue' || undefined}>{about}</small>
      </span>
    </>
  );
  return (
    <li>
      {to ? (
        <Anchor component={Link} to={to as never} className="my-item" underline="never">
          {inner}
          <span aria-hidden className="quiet">
            ›
          </span>
        </Anchor>
      ) : (
        <div className="my-item">
          {inner}
          {action || <span />}
        </div>
      )}
    </li>
  );
}
