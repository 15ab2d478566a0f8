import { createWriteStream, mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { verifyPack } from '../pack/verify.ts';
import { call, organisationOf, withConnection, type ExitCode } from './calling.ts';
import { print, readArguments } from './cli.ts';
import { WrongUse } from './commands.ts';

const help = [
  'annexa pack [--for AUDIT] [--output FILE] [--organisation SLUG]',
  '  Writes the audit pack: one ZIP that opens from the disk, signed.',
  '',
  '  --for ID        an audit or a release: only what is released for it; without it everything that can be released',
  '  --output FILE   where to; otherwise a file named after the organisation and the pack',
  '',
  'annexa pack verify FILE|DIRECTORY [--key FINGERPRINT] [--json]',
  '  Says whether a pack, or the folder it was unpacked into, is what was signed. Needs no server.',
].join('\n');

/** `annexa pack`: the audit pack as a file, written as it comes. */
export async function makePack(args: string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, { for: { type: 'string' }, output: { type: 'string' } }, help);
  if (positionals.length > 0) throw new WrongUse(help);
  return withConnection(values, async (connection) => {
    const base = `/api/organisations/${await organisationOf(connection, values['organisation'] as string)}`;
    const request =
      values['for'] === undefined
        ? { path: '/audit-pack', query: new URLSearchParams() }
        : { path: '/auditor-room/pack', query: new URLSearchParams({ release: String(values['for']) }) };
    const answer = (await call(connection, base, { method: 'GET', ...request, body: undefined })) as Response;
    const named = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')![1]!;
    const path = String(values['output'] ?? values['out'] ?? named);
    mkdirSync(dirname(path), { recursive: true });
    try {
      await pipeline(Readable.fromWeb(answer.body as never), createWriteStream(path));
    } catch (error) {
      // A part of a pack is none.
      rmSync(path, { force: true });
      throw error;
    }
    const { sound, files, bytes, fingerprint } = await verifyPack(path);
    print(
      values['json'] ? { path, files, bytes, fingerprint, sound } : `${path}\n${files} files, ${megabytes(bytes)}, signed by ${fingerprint}`,
      Boolean(values['json']),
    );
    return sound ? 0 : 1;
  });
}

/** `annexa pack verify FILE`: exit code 1 when a byte is not what was signed. */
export async function verifyFile(args: string[]): Promise<ExitCode> {
  const { values, positionals } = readArguments(args, {}, help);
  const [path] = positionals;
  if (!path || positionals.length > 1) throw new WrongUse(help);
  if (!statSync(path, { throwIfNoEntry: false })) throw new WrongUse(`There is no file or directory ${path}.`);
  const key = values['key'] as string | undefined;
  if (key !== undefined && !/^[0-9a-f]{64}$/.test(key.toLowerCase().replaceAll(/[^0-9a-z]/g, '')))
    throw new WrongUse('--key is the fingerprint of the key: 64 hexadecimal digits. The product shows it on the page Ledger.');
  const checked = await verifyPack(path, { ...(key !== undefined && { key }) });
  const { sound, problems, files, bytes, fingerprint, manifest } = checked;
  print(
    values['json']
      ? checked
      : [
          ...(manifest ? [`${manifest.pack} of ${manifest.organisation.name}. ${manifest.for}. Made on ${manifest.day} by ${manifest.madeBy}.`] : []),
          ...problems.map(({ path: where, problem }) => `  ${where === '' ? problem : `${where}: ${problem}`}`),
          sound
            ? `Sound: ${files} files, ${megabytes(bytes)}, every byte is what was signed.`
            : `Broken: ${problems.length} ${problems.length === 1 ? 'thing is' : 'things are'} not as signed.`,
          ...(fingerprint
            ? [`Signed by the key ${fingerprint}${key === undefined ? '; compare it with the one that the organisation shows' : ''}.`]
            : []),
        ].join('\n'),
    Boolean(values['json']),
  );
  return sound ? 0 : 1;
}

const megabytes = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(1)} MB`;
