import { Agent, get, type Server } from 'node:http';

/** One claim of the speed table: ours against a floor that was measured in the same run. */
export interface Result {
  work: string;
  ours: number;
  floor: number;
  ratio: number;
  goal: number;
  unit: string;
}

export const results: Result[] = [];
const round = (value: number) => Math.round(value * 100) / 100;
export const claim = (work: string, ours: number, floor: number, goal: number, unit = 'ms') =>
  void results.push({ work, ours: round(ours), floor: round(floor), ratio: round(ours / floor), goal, unit });
export const median = (list: number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]!;

/** The median of the times that something takes, in milliseconds, after it has warmed up. */
export async function timed(work: () => Promise<unknown>, rounds: number, warm = Math.ceil(rounds / 5)): Promise<number> {
  const times: number[] = [];
  for (let round = -warm; round < rounds; round++) {
    const began = performance.now();
    await work();
    if (round >= 0) times.push(performance.now() - began);
  }
  return median(times);
}

/** Two things by turns, so that a busy moment of the machine hits both. */
export async function byTurns(ours: () => Promise<unknown>, floor: () => Promise<unknown>, rounds: number): Promise<[number, number]> {
  const [a, b]: [number[], number[]] = [[], []];
  for (let round = 0; round < 5; round++) {
    a.push(await timed(ours, rounds / 5));
    b.push(await timed(floor, rounds / 5));
  }
  return [median(a), median(b)];
}

export const agent = new Agent({ keepAlive: true, maxSockets: 1 });
export const fetchOnce = (
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Record<string, unknown>; length: number }> =>
  new Promise((resolve, reject) => {
    get(url, { agent, headers }, (response) => {
      let length = 0;
      response.on('data', (part: Buffer) => (length += part.length));
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, length }));
    }).once('error', reject);
  });
export const listening = (server: Server): Promise<string> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as { port: number }).port}`)));
