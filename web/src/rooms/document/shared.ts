import { createContext, useContext } from 'react';
import type { Client } from '../../client.tsx';

export type DocumentOf = Awaited<ReturnType<Client['documents']['documents']['get']>>;
export type Version = Awaited<ReturnType<Client['documents']['version']>>;
export type Summary = Awaited<ReturnType<Client['documents']['versions']>>['items'][number];
export type Remark = Awaited<ReturnType<Client['remarks']['list']>>['items'][number];

export const stateWords: Record<Version['status'], string> = {
  draft: 'draft',
  'in-review': 'in review',
  approved: 'approved, not yet in force',
  effective: 'in force',
  superseded: 'superseded',
  withdrawn: 'withdrawn',
};
/** Status in shape as well as in words. */
export const stateSigns: Record<Version['status'], string> = {
  draft: '○',
  'in-review': '◐',
  approved: '◐',
  effective: '●',
  superseded: '–',
  withdrawn: '–',
};

/** Leads to a part of the page. */
export const GoContext = createContext<(tab: string) => void>(() => undefined);
export const useGo = () => useContext(GoContext);
