/** Part of each limit that is left to the org's own traffic: an audit must not keep people from signing in. */
const reserve = 0.1;

/** How long to leave a limit alone after an answer, in milliseconds; 0 while enough of it is left. */
export function pauseAfter(headers: Headers, now: Date): number {
  const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) => Number(headers.get(`x-rate-limit-${name}`) ?? Number.NaN)) as [
    number,
    number,
    number,
  ];
  if (!Number.isFinite(limit + remaining + reset) || remaining > limit * reserve) return 0;
  const date = Date.parse(headers.get('date') ?? '');
  return Math.min(Math.max(0, reset * 1000 - (Number.isFinite(date) ? date : now.getTime())), 120_000);
}

/** Okta counts by kind of address: those that differ in an id only share a limit. */
export function bucketOf(method: string, url: string): string {
  return `${method} ${new URL(url).pathname.replaceAll(/\/[A-Za-z0-9]{18,}(?=\/|$)/g, '/*')}`;
}
