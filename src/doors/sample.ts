import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { restoreFiles } from '../interchange/restore.ts';
import { collections } from '../isms/collections.ts';
import { ismsOf } from '../isms/isms.ts';
import { found } from '../isms/organisation/accounts-service.ts';
import { enter } from '../platform/auth/enter.ts';
import type { Application } from './application.ts';
import { attachmentsIn, readFiles } from './directory.ts';
import { ismsManagers } from '../isms/people/roles.ts';

const folder = fileURLToPath(new URL('../../sample', import.meta.url));
const email = 'sample@annexa.example';

/** Brings in the sample organisation, once, and answers the token of a link that signs in as its ISMS manager. */
export async function openSample({ accounts, calls, database, files: store }: Application): Promise<string> {
  const known = await accounts();
  const files = readFiles(folder);
  const account = (await known.find(email)) ?? (await known.create({ name: 'Sample user', email, password: randomBytes(24).toString('base64url') }));
  const slug = 'sample';
  if (!(await enter(database.app, { kind: 'account', ...account }, slug, 'system'))) {
    await found({ pool: database.app, calls }, { name: 'Sample', slug }, account, 'system');
    const entered = (await enter(database.app, { kind: 'account', ...account }, slug, 'system'))!;
    for (const { path } of attachmentsIn(folder)) await store.put(entered.organisation.id, createReadStream(path));
    await calls.run(entered, { writes: true }, async (call) => {
      await restoreFiles(call, files, { has: (_call, sha256) => store.has(entered.organisation.id, sha256) });
      const isms = ismsOf(await call.snapshot());
      const manager = ismsManagers(isms)[0] ?? null;
      await call.write.change(collections.members, isms.members[0]!.id, { person: manager });
    });
  }
  return known.issueLink(`sign-in:${account.id}`, 24 * 60);
}
