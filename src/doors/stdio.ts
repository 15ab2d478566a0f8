import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { organisationsOf } from '../platform/auth/enter.ts';
import { readConfig } from '../platform/config.ts';
import { createLogger } from '../platform/log.ts';
import { buildApplication, version } from './application.ts';
import { WrongUse } from './commands.ts';
import { runningServer } from './connection.ts';
import { mcpServer } from './mcp.ts';

/**
 * `annexa mcp`: the tools on standard input and output, for the owner of the machine. While a server runs on the same
 * data the messages go to it; otherwise the application runs in this process.
 */
export async function serveStandardInput(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { organisation: { type: 'string', short: 'o' }, data: { type: 'string' } } });
  const config = readConfig(values.data === undefined ? [] : ['--data', values.data], process.env);
  const running = runningServer(config);
  if (running) {
    const { organisations } = (await (await fetch(`${running.url}/api/me`, { headers: { authorization: `Bearer ${running.key}` } })).json()) as {
      organisations: { slug: string }[];
    };
    const chosen = choose(
      organisations.map(({ slug }) => slug),
      values.organisation,
    );
    await passOn(`${running.url}/mcp?organisation=${chosen}`, running.key);
    return 0;
  }
  const application = await buildApplication(config, createLogger('error'));
  try {
    const known = await organisationsOf(application.database.app, { kind: 'machine' }, 'mcp');
    const chosen = choose(
      known.map(({ organisation }) => organisation.slug),
      values.organisation,
    );
    const settings = { pool: application.database.app, calls: application.calls, handlers: application.handlers, version };
    serveStdio(() => mcpServer({ kind: 'machine' }, settings, chosen));
    await new Promise<void>((resolve) => process.stdin.once('close', resolve));
  } finally {
    await application.stop();
  }
  return 0;
}

function choose(known: string[], wanted: string | undefined): string {
  if (wanted !== undefined && known.includes(wanted)) return wanted;
  if (wanted === undefined && known.length === 1) return known[0]!;
  throw new WrongUse(
    known.length === 0
      ? 'There is no organisation yet. Create one: annexa organisation create --name "…"'
      : `Say which organisation: --organisation ${known.join(' | ')}`,
  );
}

/** Every line of standard input is one message; what the server answers, plainly or as a stream of events, goes out line by line. */
async function passOn(url: string, key: string): Promise<void> {
  const headers: Record<string, string> = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  };
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue;
    const response = await fetch(url, { method: 'POST', headers, body: line });
    const text = await response.text();
    const stream = response.headers.get('content-type')?.startsWith('text/event-stream');
    const messages = stream ? text.split('\n').flatMap((each) => (each.startsWith('data:') ? [each.slice(5).trim()] : [])) : [text.trim()];
    for (const message of messages) if (message.startsWith('{') || message.startsWith('[')) process.stdout.write(`${message}\n`);
  }
}
