import { metricTitles, type Metric } from '../../../../src/isms/objectives/model.ts';

/** A figure with the unit of its measure. */
export const say =
  (metric: Metric) =>
  (value: number): string =>
    `${value.toLocaleString('en')}${metricTitles[metric].endsWith('(%)') ? ' %' : ''}`;

/** The target as one says it. */
export const wanted = ({ metric, direction, target }: { metric: Metric; direction: 'at-least' | 'at-most'; target: number | null }): string =>
  target === null ? 'none' : `${direction === 'at-least' ? 'at least' : 'at most'} ${say(metric)(target)}`;
