import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('../../', import.meta.url));
const mark = join(root, 'web/dist/.sources');

/** Builds the web application when its sources have changed since it was built; a released package brings it built. */
export async function buildWebIfStale(say: (text: string) => void): Promise<void> {
  if (!existsSync(join(root, 'web/src'))) return;
  const now = fingerprint();
  if (existsSync(mark) && readFileSync(mark, 'utf8') === now) return;
  say('Building the web application …\n');
  const { build } = await import('vite');
  await build({ root: join(root, 'web'), configFile: join(root, 'web/vite.config.ts'), logLevel: 'error' });
  writeFileSync(mark, now);
}

/** Changes whenever a source that goes into the web application does: sizes and times, not contents, to be quick. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const folder of ['web', 'src', 'package-lock.json']) visit(join(root, folder));
  return hash.digest('hex');

  function visit(path: string): void {
    const known = statSync(path, { throwIfNoEntry: false });
    if (!known) return;
    if (!known.isDirectory()) return void hash.update(`${path.slice(root.length)} ${known.size} ${known.mtimeMs}\n`);
    for (const name of readdirSync(path).sort()) if (name !== 'dist' && name !== 'node_modules') visit(join(path, name));
  }
}
