import { Button, Group, Text, Title } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import type { ReviewShown } from '../../../../src/isms/review/contract.ts';
import { inputTitles } from '../../../../src/isms/review/model.ts';
import { DecisionList } from './Decisions.tsx';
import { Figures, Points, type SeriesOf } from './Figures.tsx';

/** The review for the wall: one input a screen, in large type, with the arrow keys. */
export function Present({ review, series, onClose }: { review: ReviewShown; series: SeriesOf; onClose(): void }) {
  const [at, setAt] = useState(0);
  const screen = useRef<HTMLDivElement>(null);
  const last = review.inputs.length;
  const go = (step: number) => setAt((now) => Math.max(0, Math.min(last, now + step)));
  useHotkeys([
    ['ArrowRight', () => go(1)],
    ['ArrowLeft', () => go(-1)],
    ['Space', () => go(1)],
    ['Home', () => setAt(0)],
    ['End', () => setAt(last)],
    ['Escape', onClose],
  ]);
  useEffect(() => {
    screen.current?.focus();
    screen.current?.scrollTo(0, 0);
  }, [at]);
  const input = review.inputs[at];
  return (
    <div className="review-present" role="dialog" aria-modal aria-label={`${review.title}, for the meeting`} tabIndex={-1} ref={screen}>
      <nav aria-label="Screens">
        <Text className="quiet">
          {review.title} · {at + 1} of {last + 1}
        </Text>
        <Group gap="xs" wrap="nowrap">
          <Button variant="default" onClick={() => go(-1)} disabled={at === 0} aria-label="Previous screen">
            ←
          </Button>
          <Button variant="default" onClick={() => go(1)} disabled={at === last} aria-label="Next screen">
            →
          </Button>
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
        </Group>
      </nav>
      {input ? (
        <div aria-live="polite">
          <Title order={1}>{inputTitles[input.input].title}</Title>
          <p>{input.summary}</p>
          <Figures input={input} series={series} />
          {input.comment && <p style={{ whiteSpace: 'pre-line' }}>{input.comment}</p>}
          <Points input={input} most={8} />
          <DecisionList decisions={review.decisions.filter((each) => each.input === input.input)} />
        </div>
      ) : (
        <div aria-live="polite">
          <Title order={1}>What was decided</Title>
          {review.decisions.length === 0 ? <p>Nothing yet.</p> : <DecisionList decisions={review.decisions} />}
          {review.conclusion && <p>{review.conclusion}</p>}
        </div>
      )}
    </div>
  );
}
