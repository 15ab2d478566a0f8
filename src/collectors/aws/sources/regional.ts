import type { AwsSession } from '../session.ts';

/** What is the same for every source that is read region by region. */
export const regional = { each: 'scope' as const };

export const arn = ({ partition, account }: AwsSession, service: string, region: string, rest: string) =>
  `arn:${partition}:${service}:${region}:${account}:${rest}`;
