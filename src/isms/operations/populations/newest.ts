import type { Isms } from '../../isms.ts';
import type { PopulationList } from './model.ts';

/** The newest list of each source. */
export function newestLists({ populations }: Pick<Isms, 'populations'>): PopulationList[] {
  const newest = new Map<string, PopulationList>();
  for (const list of populations) {
    const known = newest.get(list.source);
    if (!known || known.at <= list.at) newest.set(list.source, list);
  }
  return [...newest.values()];
}
