import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { parseArgs } from 'node:util';
import { readConfig } from '../platform/config.ts';
import { createLogger } from '../platform/log.ts';
import { organisationsOf } from '../platform/auth/enter.ts';
import { buildApplication, version } from './application.ts';
import { WrongUse } from './commands.ts';
import { mcpServer } from './mcp.ts';

/**
 * `annexa mcp`: the tools on standard input and output, for the owner of the machine. It opens the database itself;
 * while a server runs on the same data, use that server's `/mcp` with an API key.
 */
export async function serveStandardInput(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { organisation: { type: 'string', short: 'o' }, data: { type: 'string' } } });
  const config = readConfig(values.data === undefined ? [] : ['--data', values.data], process.env);
  const application = await buildApplication(config, createLogger('error'));
  const known = await organisationsOf(application.database.app, { kind: 'machine' }, 'mcp');
  const chosen = values.organisation ?? (known.length === 1 ? known[0]!.organisation.slug : undefined);
  if (chosen === undefined || !known.some(({ organisation }) => organisation.slug === chosen)) {
    await application.stop();
    throw new WrongUse(
      known.length === 0
        ? 'There is no organisation yet.'
        : `Say which organisation: --organisation ${known.map(({ organisation }) => organisation.slug).join(' | ')}`,
    );
  }
  const settings = { pool: application.database.app, calls: application.calls, handlers: application.handlers, version };
  serveStdio(() => mcpServer({ kind: 'machine' }, settings, chosen));
  await new Promise<void>((resolve) => process.stdin.once('close', resolve));
  await application.stop();
  return 0;
}
