import { readFileSync, readdirSync } from 'node:fs';
import { ismsFromFiles } from '../../interchange/files.ts';

const folder = new URL('../../../sample/', import.meta.url);
const files = Object.fromEntries(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(yaml|md)$/.test(path))
    .map((path) => [path.replaceAll('\\', '/'), readFileSync(new URL(path, folder), 'utf8')]),
);
const read = ismsFromFiles(files);

/** The sample organisation as its files have it, a copy each time. */
export const sample = () => structuredClone(read);
