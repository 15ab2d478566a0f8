import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReviewFigure, ReviewInputShown } from '../../../../src/isms/review/model.ts';
import { useHere } from '../../client.tsx';
import { Sparkline } from '../../parts/Chart.tsx';
import { linkTo } from '../../parts/Findings.tsx';

/** Values of a figure over days. */
export type SeriesOf = (input: string, key: string) => { on: string; value: number | null }[];

const signs: Record<ReviewFigure['stands'], { sign: string; colour: string; words: string }> = {
  good: { sign: '●', colour: 'var(--green)', words: 'Good' },
  bad: { sign: '○', colour: 'var(--orange)', words: 'Not good' },
  unknown: { sign: '?', colour: 'var(--quiet)', words: 'Not known' },
  plain: { sign: '', colour: '', words: '' },
};

const against = ({ before, better, value }: ReviewFigure): string => {
  if (before === null) return '';
  if (better !== null) return `${better ? 'better' : 'worse'} than ${before} at the last review`;
  return before === value ? 'as at the last review' : `${before} at the last review`;
};

/** The figures of an input, each beside that of the last review, with its course where the ledger has one. */
export function Figures({ input: { input, figures }, series }: { input: ReviewInputShown; series?: SeriesOf | undefined }) {
  if (figures.length === 0) return null;
  return (
    <dl className="review-figures">
      {figures.map((figure) => {
        const { sign, colour, words } = signs[figure.stands];
        const points = series?.(input, figure.key) ?? [];
        const values = new Set(points.flatMap(({ value }) => (value === null ? [] : [value])));
        const said = against(figure);
        return (
          <div key={figure.key} className="review-figure">
            <dt>{figure.name}</dt>
            <dd>
              {sign && (
                <span aria-hidden style={{ color: colour, marginRight: 6 }}>
                  {sign}
                </span>
              )}
              {figure.value}
              {words && figure.stands !== 'unknown' && <span className="sr-only"> ({words})</span>}
            </dd>
            {(said || values.size > 1) && (
              <dd className="review-against quiet">
                {said && (
                  <span>
                    {figure.better !== null && <span aria-hidden>{figure.better ? '↗ ' : '↘ '}</span>}
                    {said}
                  </span>
                )}
                {values.size > 1 && <Sparkline points={points} target={null} say={(value) => String(value)} />}
              </dd>
            )}
          </div>
        );
      })}
    </dl>
  );
}

/** What an input points at, each a link to its record. */
export function Points({ input: { points, more }, most = 6 }: { input: ReviewInputShown; most?: number }) {
  if (points.length === 0) return null;
  return (
    <>
      <ul className="review-points">
        {points.slice(0, most).map((each, index) => (
          <Point key={index} {...each} />
        ))}
      </ul>
      {points.length > most && (
        <details>
          <summary>
            <Text span size="sm">
              {points.length - most + more} more
            </Text>
          </summary>
          <ul className="review-points">
            {points.slice(most).map((each, index) => (
              <Point key={index} {...each} />
            ))}
            {more > 0 && <li>and {more} in the register</li>}
          </ul>
        </details>
      )}
    </>
  );
}

function Point({ text, register, id }: ReviewInputShown['points'][number]) {
  const { slug } = useHere();
  const { to, search } = linkTo(register, id);
  return (
    <li>
      <Anchor inherit component={Link} to={`/o/${slug}/${to}` as never} search={search as never} c="inherit">
        {text}
      </Anchor>
    </li>
  );
}
