import { Stack, Text, Textarea, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ReviewShown } from '../../../../src/isms/review/contract.ts';
import { inputTitles, type ReviewInputShown } from '../../../../src/isms/review/model.ts';
import { useWrite, type Client } from '../../client.tsx';
import { AddDecision, DecisionList } from './Decisions.tsx';
import { Figures, Points, type SeriesOf } from './Figures.tsx';

/** One input of the review: what the records say, what was said on it, what was decided. */
export function Input({ review, input, series, writes }: { review: ReviewShown; input: ReviewInputShown; series: SeriesOf; writes: boolean }) {
  const { clause, title } = inputTitles[input.input];
  const decisions = review.decisions.filter((each) => each.input === input.input);
  const lacking = review.lacks.find((each) => each.input === input.input && (each.lack === 'comments' || each.lack === 'feedback'));
  const prepared = review.status === 'prepared';
  return (
    <section aria-label={title} id={input.input} className="hairline" style={{ paddingTop: 12 }}>
      <Title order={2}>
        {title}{' '}
        <Text span size="sm" className="quiet">
          {clause}
        </Text>
      </Title>
      <Text maw="52rem">{input.summary}</Text>
      <Figures input={input} series={series} />
      <Points input={input} />
      <Stack gap="xs" mt="xs" maw="52rem">
        {writes && prepared ? (
          <Comment review={review.id} input={input} note={lacking?.says} />
        ) : (
          input.comment && <Text style={{ whiteSpace: 'pre-line' }}>{input.comment}</Text>
        )}
        {decisions.length > 0 && <DecisionList decisions={decisions} />}
        {writes && review.status !== 'approved' && <AddDecision review={review.id} input={input.input} where={title} />}
      </Stack>
    </section>
  );
}

/** What is said on an input saves itself while one pauses, and when one leaves it. */
function Comment({ review, input: { input, comment }, note }: { review: string; input: ReviewInputShown; note: string | undefined }) {
  const [text, setText] = useState(comment);
  const [pending, setPending] = useState(false);
  const pause = useRef<number | undefined>(undefined);
  const latest = useRef(comment);
  const write = useWrite((client: Client, said: string) => client.review.comment({ id: review, input, text: said }), undefined, { signed: true });
  const save = () => {
    if (pause.current === undefined) return;
    window.clearTimeout(pause.current);
    pause.current = undefined;
    write.mutate(latest.current, { onSuccess: () => setPending(pause.current !== undefined) });
  };
  const leave = useRef(save);
  useEffect(() => {
    leave.current = save;
  });
  useEffect(() => () => leave.current(), []);
  // What others write appears, as long as nothing of one’s own waits to be saved.
  useEffect(() => {
    if (pause.current === undefined && document.activeElement?.id !== `comment-${input}`) setText((latest.current = comment));
  }, [comment, input]);
  return (
    <Textarea
      id={`comment-${input}`}
      label="Comment"
      description={note}
      autosize
      minRows={1}
      value={text}
      onChange={(event) => {
        setText((latest.current = event.currentTarget.value));
        setPending(true);
        window.clearTimeout(pause.current);
        pause.current = window.setTimeout(save, 900);
      }}
      onBlur={save}
      rightSectionWidth={70}
      rightSection={
        <Text size="xs" className="quiet" aria-live="polite">
          {write.error ? 'not saved' : pending || write.isPending ? 'saving' : text ? 'saved' : ''}
        </Text>
      }
    />
  );
}
