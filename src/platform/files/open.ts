import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { FileDriver } from './driver.ts';
import { localDriver } from './local.ts';
import { FileStore } from './store.ts';

/** The store that the settings name: a directory of the data, or a bucket. */
export async function openFiles(
  { data, files }: Pick<Config, 'data' | 'files'>,
  onFault: (error: unknown) => void,
  driver?: FileDriver,
): Promise<FileStore> {
  const root = join(data, 'files');
  // Loaded when it is used: the client of S3 is large.
  const chosen = driver ?? (files === null ? localDriver(root) : (await import('./s3.ts')).s3Driver(files));
  return new FileStore({ driver: chosen, temporary: join(root, 'incoming'), onFault });
}
