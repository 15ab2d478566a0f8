import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asking {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: string;
}
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/**
 * A provider's HTTP server on loopback with the faults that all of them can have. What it holds and whom it lets in is for
 * the double that is built on it.
 */
export class Loopback {
  url = '';
  asked: string[] = [];
  pageSize = 2;
  /** Where pages after the first are said to be; the usual place when empty. */
  elsewhere = '';
  /** How the provider says that it is asked too much. */
  slowDown: (seconds: number, asking: Asking) => Answer = (seconds) => ({
    status: 429,
    headers: { 'retry-after': String(seconds) },
    body: { message: 'Slow down' },
  });
  #servers: Server[] = [];
  #throttled = { times: 0, seconds: 0 };
  #later: { calls: number; act: () => void }[] = [];
  #gate: Promise<void> | null = null;
  #strangers = 0;

  readonly now: () => Date;
  readonly #answer: (asking: Asking) => Promise<Answer>;

  constructor(now: () => Date, answer: (asking: Asking) => Promise<Answer>) {
    this.now = now;
    this.#answer = answer;
  }

  async start(): Promise<void> {
    this.url = await this.#listen(async (asking) => this.#faultyAnswer(asking));
  }

  async #listen(answer: (asking: Asking) => Promise<Answer>): Promise<string> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const url = new URL(request.url!, `http://${request.headers.host}`);
        const asking = { method: request.method!, url, headers: request.headers, body: Buffer.concat(chunks).toString() };
        void answer(asking).then(
          ({ status, headers, body }) => {
            const date = this.now().toUTCString();
            response.writeHead(status, { date, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers });
            response.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
          },
          (error: unknown) => response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error)),
        );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#servers.push(server);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async #faultyAnswer(asking: Asking): Promise<Answer> {
    this.asked.push(`${asking.method} ${asking.url.pathname}${asking.url.search}`);
    for (const fault of this.#later.filter((each) => each.calls-- === 0)) fault.act();
    if (this.#gate) await this.#gate;
    if (this.#throttled.times > 0) {
      this.#throttled.times--;
      return this.slowDown(this.#throttled.seconds, asking);
    }
    return this.#answer(asking);
  }

  /** The faults of before are gone. */
  reset(): void {
    Object.assign(this, { asked: [], pageSize: 2, elsewhere: '' });
    this.#throttled = { times: 0, seconds: 0 };
    this.#later = [];
    this.#gate = null;
    this.#strangers = 0;
  }

  throttle(times: number, seconds: number): void {
    this.#throttled = { times, seconds };
  }

  /** Something happens once so many more calls have come. */
  after(calls: number, act: () => void): void {
    this.#later.push({ calls, act });
  }

  hang(calls: number): () => void {
    let release: () => void = () => undefined;
    this.after(calls, () => (this.#gate = new Promise((resolve) => (release = resolve))));
    return () => {
      this.#gate = null;
      this.#later = [];
      release();
    };
  }

  async pointElsewhere(): Promise<() => number> {
    this.elsewhere = await this.#listen(async () => {
      this.#strangers++;
      return { status: 200, body: [] };
    });
    return () => this.#strangers;
  }

  async stop(): Promise<void> {
    for (const server of this.#servers) server.closeAllConnections();
    await Promise.all(this.#servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

/** What a double has from the one server that it stands on. */
export abstract class LoopbackDouble {
  readonly server: Loopback;

  constructor(now: () => Date) {
    this.server = new Loopback(now, (asking) => this.answer(asking));
  }
  protected abstract answer(asking: Asking): Promise<Answer>;

  static async start<Double extends LoopbackDouble>(this: new (now: () => Date) => Double, now: () => Date = () => new Date()): Promise<Double> {
    const double = new this(now);
    await double.server.start();
    return double;
  }
  stop = () => this.server.stop();
  get asked() {
    return this.server.asked;
  }
  get pageSize() {
    return this.server.pageSize;
  }
  set pageSize(size: number) {
    this.server.pageSize = size;
  }
  throttle(times: number, seconds: number): void {
    this.server.throttle(times, seconds);
  }
  hang = (calls: number) => this.server.hang(calls);
}

/** `pkcs1` is what GitHub gives out. */
type KeyForm = 'pkcs1' | 'pkcs8';
const rsa = (type: KeyForm) =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type, format: 'pem' },
  });

/** One that an app signs in to with a key of its own, and that gives it tokens for a time. */
export abstract class KeyedDouble<Token> extends LoopbackDouble {
  protected readonly publicKey: string;
  readonly credentials: Record<string, string>;
  readonly wrong: Record<string, Record<string, string>>;
  /** Whether the key is still the app's. */
  protected accepted = true;
  protected readonly tokens = new Map<string, Token>();
  /** Seconds that a token lasts. */
  tokenSeconds = 3600;

  constructor(now: () => Date, form: KeyForm = 'pkcs8') {
    super(now);
    const { publicKey, privateKey } = rsa(form);
    this.publicKey = publicKey;
    this.credentials = { privateKey };
    this.wrong = {
      'the key of another app': { privateKey: rsa(form).privateKey },
      'something that is no key': { privateKey: 'this is certainly not a private key of anybody' },
    };
  }

  reset(): void {
    this.server.reset();
    this.tokens.clear();
    this.accepted = true;
    this.tokenSeconds = 3600;
  }
  pointElsewhere = () => this.server.pointElsewhere();
  expire(calls: number): void {
    this.server.after(calls, () => this.tokens.clear());
  }
  revoke(calls: number): void {
    this.server.after(calls, () => {
      this.tokens.clear();
      this.accepted = false;
    });
  }
}
