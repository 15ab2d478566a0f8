import { metricTitles, type Objective } from '../../../../src/isms/objectives/model.ts';

type Measured = Pick<Objective, 'metric' | 'unit'>;

/** A figure with the unit of its measure. */
export const say =
  ({ metric, unit }: Measured) =>
  (value: number): string => {
    const own = metric === 'typed' ? unit : metricTitles[metric].endsWith('(%)') ? '%' : '';
    return `${value.toLocaleString('en')}${own ? ` ${own}` : ''}`;
  };

/** The target as one says it. */
export const wanted = (objective: Measured & Pick<Objective, 'direction' | 'target'>): string =>
  objective.target === null ? 'none' : `${objective.direction === 'at-least' ? 'at least' : 'at most'} ${say(objective)(objective.target)}`;
