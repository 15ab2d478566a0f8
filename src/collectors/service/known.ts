import type { Provider } from '../../isms/checks/model.ts';
import { notFound } from '../../platform/contract/problem.ts';
import type { Call } from '../../platform/contract/call.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import type { Check, Collector } from '../collector.ts';
import type { collectorsContract } from '../contract.ts';
import type { RunSettings } from '../run.ts';
import type { Start } from '../start.ts';

type All = Handlers<typeof collectorsContract>;
/** The operations of one subject. */
export type Part<K extends keyof All> = Pick<All, K>;

export interface CollectorsSettings extends Omit<RunSettings, 'changed'> {
  start: Start;
}
export type Collectors = Partial<Record<Provider, Collector>>;

export const writtenAs = <R>(call: Call, record: R) => ({ record, request: call.request });

export function collectorOf(collectors: Collectors, provider: Provider): Collector {
  const found = collectors[provider];
  if (!found) throw notFound('collector', provider);
  return found;
}

// oxlint-disable-next-line typescript/no-explicit-any -- facts belong to each provider
export function checkOf(collectors: Collectors, provider: Provider, id: string): Check<any> {
  const found = collectorOf(collectors, provider).checks.find((each) => each.id === id);
  if (!found) throw notFound('check', id);
  return found;
}
