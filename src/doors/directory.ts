import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { attachmentsFolder } from '../interchange/files.ts';
import { WrongUse } from './commands.ts';

/** The text files of an exported management system. Path, with slashes → text. */
export function readFiles(directory: string): Record<string, string> {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) throw new WrongUse(`There is no directory ${directory}.`);
  const files: Record<string, string> = {};
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(ya?ml|md)$/.test(entry.name) || entry.name.startsWith('.')) continue;
    const full = join(entry.parentPath, entry.name);
    const path = relative(directory, full).split(sep).join('/');
    if (path.split('/').some((part) => part.startsWith('.')) || path === 'README.md' || path.startsWith(attachmentsFolder)) continue;
    files[path] = readFileSync(full, 'utf8');
  }
  return files;
}

/** The attached files of an exported management system: their names are their hashes. */
export function attachmentsIn(directory: string): { sha256: string; path: string; size: number }[] {
  const folder = join(directory, attachmentsFolder);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder)
    .filter((name) => /^[0-9a-f]{64}$/.test(name))
    .map((sha256) => ({ sha256, path: join(folder, sha256), size: statSync(join(folder, sha256)).size }));
}
