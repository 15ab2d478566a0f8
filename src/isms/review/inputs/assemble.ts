import { reviewInputs, type ReviewFigure, type ReviewInput, type ReviewInputShown } from '../model.ts';
import { auditsInput } from './audits.ts';
import { contextInput } from './context.ts';
import { earlierActions } from './earlier-actions.ts';
import { feedback } from './feedback.ts';
import { improvementInput } from './improvement.ts';
import { interestedParties } from './interested-parties.ts';
import type { Figure, InputOf, Look } from './look.ts';
import { monitoring } from './monitoring.ts';
import { nonconformitiesInput } from './nonconformities.ts';
import { objectivesInput } from './objectives.ts';
import { risksInput } from './risks.ts';

/** One function for each input of 9.3.2. */
const inputs: Record<ReviewInput, InputOf> = {
  'earlier-actions': earlierActions,
  context: contextInput,
  'interested-parties': interestedParties,
  nonconformities: nonconformitiesInput,
  monitoring,
  audits: auditsInput,
  objectives: objectivesInput,
  feedback,
  risks: risksInput,
  improvement: improvementInput,
};

/** Points listed with an input; a meeting does not read more, and the registers have them all. */
const longest = 40;

/** What the records say to every input, with each figure beside that of the last review. `frozen` are the inputs as they were frozen then. */
export function assemble(look: Look, frozen: readonly ReviewInputShown[] = []): ReviewInputShown[] {
  const then: Look | null = look.before && { ...look, ...look.before, since: null, before: null };
  return reviewInputs.map((input) => {
    const { sentences, figures, points } = inputs[input](look);
    const former = then ? new Map(inputs[input](then).figures.map((each) => [each.key, each.value])) : null;
    const kept = new Map(frozen.find((each) => each.input === input)?.figures.map(({ key, number }) => [key, number]));
    return {
      input,
      summary: sentences.join(' '),
      figures: figures.map((figure) => shown(figure, (former ?? kept).get(figure.key) ?? null)),
      points: points.slice(0, longest),
      more: Math.max(0, points.length - longest),
      comment: '',
    };
  });
}

/** The figures of one input alone, by their key: for a series over days. */
export const figuresOn = (look: Look): Map<string, number | null> =>
  new Map(reviewInputs.flatMap((input) => inputs[input](look).figures.map(({ key, value }) => [`${input} ${key}`, value] as const)));

const read = (value: number | null, unit = ''): string => (value === null ? 'not known' : `${value}${unit && ` ${unit}`}`);

/** What should be less is good when there is none, bad when there is any and nobody said that some is no harm. */
function standsOf({ value, wants, bad }: Figure): ReviewFigure['stands'] {
  if (value === null) return 'unknown';
  if (wants === 'less') return value === 0 ? 'good' : bad === false ? 'plain' : 'bad';
  return wants === undefined || bad === undefined ? 'plain' : bad ? 'bad' : 'good';
}

function shown(figure: Figure, before: number | null): ReviewFigure {
  const { key, name, value, unit, wants } = figure;
  const moved = value !== null && before !== null && value !== before && wants !== undefined;
  return {
    key,
    name,
    value: read(value, unit),
    before: before === null ? null : read(before, unit),
    better: moved ? (wants === 'less') === value < before : null,
    stands: standsOf(figure),
    number: value,
  };
}

/** Inputs where the records hold nothing of that day: said to be so, and left to those who know. */
export const unknownInputs = (day: string): ReviewInputShown[] =>
  reviewInputs.map((input) => ({
    input,
    summary: `The records do not reach back to ${day}. What was considered stands in the comment and in the minutes.`,
    figures: [],
    points: [],
    more: 0,
    comment: '',
  }));

/** A bad figure that nobody said a word on. */
export const asksForComment = ({ figures, comment }: Pick<ReviewInputShown, 'figures' | 'comment'>): boolean =>
  comment.trim() === '' && figures.some(({ stands }) => stands === 'bad');
