import { readConfig, settingsHelp } from '../platform/config.ts';
import { linksOf } from '../platform/auth/links.ts';
import { createLogger } from '../platform/log.ts';
import { buildApplication, version } from './application.ts';
import { buildWebIfStale } from './build-web.ts';

/**
 * `annexa start`: opens the database, builds the web application when it is stale, listens, and prints the address; at the
 * first start with a one-time link to set up, with `--sample` with a link into the sample organisation.
 */
export async function start(args: string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`annexa start [settings]\n\n${settingsHelp()}\n`);
    return 0;
  }
  const config = readConfig(args, process.env);
  if (config.logLevel === 'info' && process.stderr.isTTY) config.logLevel = 'warn';
  const log = createLogger(config.logLevel);
  const [application] = await Promise.all([buildApplication(config, log), buildWebIfStale((text) => process.stdout.write(text))]);
  const stop = async () => {
    await application.stop();
    process.exit(0);
  };
  // A second signal (npm passes on what the terminal has sent already) changes nothing.
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    const address = await application.listen();
    const lines = [`Annexa ${version} is running at ${address}`];
    if (config.sample) {
      const { openSample } = await import('./sample.ts');
      lines.push(`Open the sample organisation: ${address}/sign-in/${await openSample(application)}`);
    } else if (!(await anyAccount(application.database.identity))) {
      lines.push(
        `Set up the first account (this link works once, for a day): ${address}/setup/${await linksOf(application.database.identity).issueLink('setup', 24 * 60)}`,
      );
    }
    process.stdout.write(`${lines.join('\n')}\n`);
    await application.startJobs();
    // The standard is read part by part, as it is asked for; now all of it at once, so that a damaged file is noticed at start.
    const { checkStandard } = await import('../standard/standard.ts');
    const problems = checkStandard();
    if (problems.length > 0) throw new Error(`The data of the standard is damaged. ${problems.join(' ')}`);
  } catch (error) {
    await application.stop();
    throw error;
  }
  return new Promise(() => undefined);
}

const anyAccount = async (pool: { query(sql: string): Promise<{ rowCount: number | null }> }) =>
  (await pool.query('select from identity."user" limit 1')).rowCount === 1;
