import { Alert, Anchor, Button, Progress as Bar, Stack, Text, Title } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { Fragment, useEffect, useRef, useState } from 'react';
import { download, showError, useHere, useRead, useWrite, type Client } from '../../client.tsx';
import { Loaded, Page } from '../../parts/Page.tsx';
import { Prose } from '../../parts/Text.tsx';
import { dayInWords, plural } from '../../words.ts';
import { useProgress } from './kept.ts';
import { sectionsOf } from './sections.ts';
import './my.css';

type Lesson = Awaited<ReturnType<Client['awareness']['take']>>;
type Outcome = Awaited<ReturnType<Client['awareness']['answer']>>;

/** A lesson in parts, its questions one at a time, and what came of it. */
export function Learn() {
  const { slug } = useHere();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const lesson = useRead(['my', 'lesson', id], (client) => client.awareness.take({ id }));
  // The result belongs to the attempt that was answered: the next one has been drawn already.
  const [outcome, setOutcome] = useState<{ result: Outcome; asked: Lesson; chosen: Record<number, number[]> } | null>(null);
  return (
    <div className="my">
      <Anchor component={Link} to={`/o/${slug}/my` as never} py="xs" display="inline-block">
        ‹ My page
      </Anchor>
      <Loaded query={lesson}>
        {(data) =>
          outcome ? (
            <Result {...outcome} again={() => setOutcome(null)} />
          ) : (
            <Steps key={data.attempt} lesson={data} done={(result, chosen) => setOutcome({ result, asked: data, chosen })} />
          )
        }
      </Loaded>
    </div>
  );
}

function Steps({ lesson, done }: { lesson: Lesson; done(result: Outcome, chosen: Record<number, number[]>): void }) {
  const { slug, person } = useHere();
  const sections = sectionsOf(lesson.blocks);
  const [progress, change, forget] = useProgress(`annexa lesson ${slug} ${person} ${lesson.lesson}`, lesson.attempt);
  const answer = useWrite((client: Client, chosen: Record<number, number[]>) =>
    client.awareness.answer({
      id: lesson.lesson,
      attempt: lesson.attempt,
      answers: lesson.questions.map(({ number }) => ({ number, chosen: chosen[number] ?? [] })),
    }),
  );
  const total = sections.length + lesson.questions.length;
  const step = Math.min(progress.step, total - 1);
  const section = sections[step];
  const question = lesson.questions[step - sections.length];
  const heading = useRef<HTMLElement>(null);
  const [moved, setMoved] = useState(false);
  const go = (to: number) => {
    setMoved(true);
    change({ step: to });
  };
  // The next part begins at its heading, for eyes and for screen readers.
  useEffect(() => {
    if (!moved) return;
    scrollTo({ top: 0 });
    heading.current?.focus({ preventScroll: true });
  }, [step, moved]);
  const last = step === total - 1;
  const chosen = question ? (progress.chosen[question.number] ?? []) : [];
  const send = () =>
    answer.mutate(progress.chosen, {
      onSuccess: (result) => {
        forget();
        done(result, progress.chosen);
      },
    });
  return (
    <Page
      title={lesson.title}
      state={`About ${lesson.minutes} minutes, then ${plural(lesson.questions.length, 'question')}; ${lesson.passPercent} % right is enough.${
        lesson.passedOn ? ` You passed it on ${dayInWords(lesson.passedOn)}.` : ''
      }`}
    >
      <div>
        <Text size="sm" className="quiet" mb={4} aria-live="polite">
          {section ? `Part ${step + 1} of ${sections.length}` : `Question ${step - sections.length + 1} of ${lesson.questions.length}`}
        </Text>
        <Bar value={((step + 1) / total) * 100} size="sm" aria-label="Progress" />
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (last) send();
          else go(step + 1);
        }}
      >
        {section && (
          <>
            <Title order={2} mb="sm" tabIndex={-1} ref={heading as React.RefObject<HTMLHeadingElement>}>
              {section.title}
            </Title>
            <Prose blocks={section.blocks} level={1} references={false} />
          </>
        )}
        {question && (
          <fieldset className="answers" tabIndex={-1} ref={heading as React.RefObject<HTMLFieldSetElement>}>
            <legend>
              <Inline text={question.text} />
            </legend>
            {question.several && (
              <Text className="quiet" mb="xs">
                More than one answer is right. Choose all of them.
              </Text>
            )}
            {question.answers.map(({ number, text }) => (
              <label key={number} className="answer">
                <input
                  type={question.several ? 'checkbox' : 'radio'}
                  name={`question-${question.number}`}
                  checked={chosen.includes(number)}
                  onChange={() =>
                    change({
                      chosen: {
                        ...progress.chosen,
                        [question.number]: !question.several
                          ? [number]
                          : chosen.includes(number)
                            ? chosen.filter((each) => each !== number)
                            : [...chosen, number],
                      },
                    })
                  }
                />
                <span>
                  <Inline text={text} />
                </span>
              </label>
            ))}
          </fieldset>
        )}
        <div className="my-foot">
          <Button type="button" variant="default" size="md" disabled={step === 0} onClick={() => go(step - 1)}>
            Back
          </Button>
          <Button type="submit" size="md" loading={answer.isPending} disabled={question !== undefined && chosen.length === 0}>
            {last ? 'Send my answers' : step === sections.length - 1 ? 'To the questions' : 'Next'}
          </Button>
        </div>
      </form>
    </Page>
  );
}

function Result({ result, asked, chosen, again }: { result: Outcome; asked: Lesson; chosen: Record<number, number[]>; again(): void }) {
  const { slug } = useHere();
  const { record, review } = result;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    scrollTo({ top: 0 });
    heading.current?.focus({ preventScroll: true });
  }, []);
  const right = review.filter((each) => each.right).length;
  const wordsOf = (number: number) => {
    const question = asked.questions.find((each) => each.number === number);
    return (chosen[number] ?? []).map((each) => question?.answers.find((answer) => answer.number === each)?.text ?? '').join('; ');
  };
  return (
    <Page title={asked.title} state={`${right} of ${plural(review.length, 'answer')} right; ${asked.passPercent} % is needed.`}>
      <Alert color={record.passed ? 'teal' : 'orange'} variant="light">
        <Title order={2} tabIndex={-1} ref={heading}>
          {record.passed ? `Passed with ${record.score} %` : `Not passed yet: ${record.score} %`}
        </Title>
        <Text>
          {record.passed
            ? 'The result is recorded. Your certificate is ready.'
            : 'Nobody is graded on this. Look at what was wrong, read that part again, and try once more: other questions are drawn.'}
        </Text>
      </Alert>
      <div className="my-foot" style={{ paddingTop: 0 }}>
        <Button component={Link} to={`/o/${slug}/my` as never} variant="default" size="md">
          My page
        </Button>
        {record.passed ? (
          <Button size="md" onClick={() => void download(slug, `/my/training/results/${record.id}/certificate`).catch(showError)}>
            Download the certificate
          </Button>
        ) : (
          <Button size="md" onClick={again}>
            Read again and retry
          </Button>
        )}
      </div>
      <Title order={2}>Your answers</Title>
      <ul className="my-list">
        {review.map(({ number, text, right: fits, answer }) => (
          <li key={number} style={{ padding: '12px 4px' }}>
            <Stack gap={4}>
              <Text fw={600}>
                <Inline text={text} />
              </Text>
              <Text style={{ color: fits ? 'var(--green)' : 'var(--orange)' }}>
                <span aria-hidden>{fits ? '● ' : '○ '}</span>
                {fits ? 'Right: ' : 'You chose: '}
                <Inline text={wordsOf(number)} />
              </Text>
              {!fits && (
                <Text>
                  What would have been right: <Inline text={answer} />
                </Text>
              )}
            </Stack>
          </li>
        ))}
      </ul>
    </Page>
  );
}

/** A line of a question: what stands between backticks is code. */
const Inline = ({ text }: { text: string }) =>
  text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : <Fragment key={index}>{part}</Fragment>));
