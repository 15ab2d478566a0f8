import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { getHeapStatistics } from 'node:v8';
import { collectors } from '../src/collectors/catalogue.ts';
import type { Judged } from '../src/collectors/collector.ts';
import { factsOf, judgeCheck } from '../src/collectors/judge.ts';
import { benchDay, partsOf } from './facts.ts';
import { claim } from './measure.ts';

const self = fileURLToPath(import.meta.url);
const all = Number(process.env['BENCH_RESOURCES'] ?? 100_000);
const number = (value: number) => value.toLocaleString('en');

interface Measured {
  ours: number;
  floor: number;
  megabytes: number;
  /** How large the heap may grow that Node gives to a process by itself. */
  allowed: number;
  checks: number;
  outcomes: number;
}

/**
 * Every check of every provider over 100,000 of each thing that it looks at, as a run judges what it has gathered: one
 * verdict after the other. The floor looks at nothing: it makes as many outcomes of the same things with one sentence,
 * and puts them in the order of their ids. In a process of its own, whose memory is watched.
 */
export async function judgingResources(): Promise<void> {
  let said = '';
  const child = spawn(process.execPath, [self, 'measure'], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`Judging failed: ${said}`);
  const { ours, floor, megabytes, allowed, checks, outcomes } = JSON.parse(said) as Measured;
  claim(`judging ${number(all)} of each thing by ${checks} checks of five providers (${number(outcomes)} outcomes)`, ours, floor, 3);
  claim('the same against 10 s', ours, 10_000, 1);
  claim('peak memory of the process that judges them, the facts included, against what Node allows by itself', megabytes, allowed, 0.75, 'MB');
}

/** As many outcomes as a check has given, of some of the things that it was given. */
function made(things: readonly Record<string, unknown>[], count: number): Judged[] {
  const found = Array.from({ length: count }, (_none, at): Judged => {
    // Whatever it is called, what a thing is known by comes first.
    const resource = String(Object.values(things[at % things.length]!)[0]);
    return { resource, name: resource, scope: '', outcome: 'pass', because: `It is as it should be: ${at}.` };
  });
  return found.sort((a, b) => (a.resource < b.resource ? -1 : a.resource > b.resource ? 1 : 0));
}

function measure(): Measured {
  const found: Measured = { ours: 0, floor: 0, megabytes: 0, allowed: getHeapStatistics().heap_size_limit / 2 ** 20, checks: 0, outcomes: 0 };
  const timed = <T>(add: 'ours' | 'floor', work: () => T): T => {
    const began = performance.now();
    const result = work();
    found[add] += performance.now() - began;
    return result;
  };
  for (const provider of ['aws', 'azure', 'github', 'google', 'okta'] as const) {
    const parts = partsOf(provider, all);
    const facts = timed('ours', () => factsOf(parts));
    const things = Object.values(facts).find((each) => each.length >= all) as Parameters<typeof made>[0];
    for (const check of collectors[provider]!.checks) {
      const { resources } = timed('ours', () => judgeCheck(check, parts, facts, {}, benchDay));
      timed('floor', () => made(things, resources.length));
      found.checks++;
      found.outcomes += resources.length;
    }
  }
  // In kilobytes; of this process since it began.
  found.megabytes = process.resourceUsage().maxRSS / 1024;
  return found;
}

if (process.argv[2] === 'measure') process.stdout.write(JSON.stringify(measure()));
