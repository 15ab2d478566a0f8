import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface Said {
  code: number;
  out: string;
  err: string;
}

/** Runs `annexa …` as a program of its own. */
export function annexa(args: string[], environment: Record<string, string> = {}, options: { cwd?: string; input?: string } = {}): Promise<Said> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], {
      cwd: options.cwd,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? -1, out, err }));
    child.stdin.end(options.input ?? '');
  });
}

export interface Running {
  /** Everything it has printed so far. */
  said(): string;
  address: string;
  /** Ends it as an operator would, or as a power cut would. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Runs `annexa start …` until it prints its address. */
export function start(args: string[], environment: Record<string, string> = {}, cwd?: string): Promise<Running> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, 'start', ...args], {
      cwd,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    const ended = new Promise<number | null>((done) => child.once('close', (code) => done(code)));
    const hear = (part: string) => {
      text += part;
      const address = /is running at (\S+)/.exec(text)?.[1];
      // The link stands in the same piece of output as the address.
      if (address) resolve({ said: () => text, address, end: (signal = 'SIGTERM') => (child.kill(signal), ended) });
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', (part: string) => (text += part));
    child.once('close', () => reject(new Error(text)));
  });
}
