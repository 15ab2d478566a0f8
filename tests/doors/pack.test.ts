import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSample } from '../../src/doors/sample.ts';
import { roles, type Role } from '../../src/isms/permissions.ts';
import { verifyPack } from '../../src/pack/verify.ts';
import { standard } from '../../src/standard/standard.ts';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';
import { annexa } from '../support/shell.ts';

/** Audit packs over real HTTP and the shell: who gets which, what is in them and what is not, and that it is written down. */
let application: TestApplication;
let manager: Inside;
let audit: string;
let directory: string;
const keys = {} as Record<Role | 'stranger' | 'second auditor', string>;
const scan = Buffer.from('%PDF-1.7 the restore test, signed by two people');
const page = Buffer.from('<html><script>alert(1)</script></html>');

beforeAll(async () => {
  application = await startApplication({}, () => new Date('2026-11-25T09:00:00Z'));
  await openSample(application);
  for (const role of roles) keys[role] = await application.key('sample', role);
  keys['second auditor'] = await application.key('sample', 'external-auditor', { name: 'second' });
  keys.stranger = await application.key(await application.organisation('Stranger Ltd'), 'owner');
  manager = application.inside('sample', keys['isms-manager']);
  for (const { id } of (await manager.get('/audit-releases')).items) await manager.post(`/audit-releases/${id}/withdraw`);
  audit = (await manager.get('/certification-audits')).items.find(({ kind }: { kind: string }) => kind === 'stage-2').id;
  directory = mkdtempSync(join(tmpdir(), 'annexa-packs-'));
  const uploads = [await upload('Restore test, August.pdf', scan), await upload('report.html', page)];
  await manager.post('/evidence/files', { title: 'Restore test with signatures', subjects: ['A.8.13'], validFrom: '2026-08-12', uploads });
});
afterAll(async () => {
  await application?.stop();
  if (directory) rmSync(directory, { recursive: true, force: true });
});

async function upload(name: string, content: Buffer): Promise<string> {
  const form = new FormData();
  form.append('file', new File([new Uint8Array(content)], name));
  const response = await fetch(`${application.url}/api/organisations/sample/uploads/whole`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keys['isms-manager']}` },
    body: form,
  });
  return ((await response.json()) as { id: string }).id;
}
const ask = (who: keyof typeof keys, path: string) =>
  fetch(`${application.url}/api/organisations/sample${path}`, { headers: { authorization: `Bearer ${keys[who]}` } });

/** A pack on the disk, checked, and what is in it by its path. */
async function pack(who: keyof typeof keys, path: string) {
  const response = await ask(who, path);
  expect(response.status, path).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/zip');
  const bytes = Buffer.from(await response.arrayBuffer());
  const file = join(directory, /filename="([^"]+)"/.exec(response.headers.get('content-disposition')!)![1]!);
  writeFileSync(file, bytes);
  const checked = await verifyPack(file);
  expect(checked.problems).toEqual([]);
  const inside = Object.fromEntries(
    Object.entries(unzipSync(bytes)).map(([name, content]) => [name.slice(name.indexOf('/') + 1), Buffer.from(content)]),
  );
  return { file, checked, inside, text: bytes.toString('utf8') };
}
const release = async (fields: object) => (await manager.post('/audit-releases', { audit, until: '2027-01-31', ...fields })).record;
const withdraw = (id: string) => manager.post(`/audit-releases/${id}/withdraw`);
const titlesOf = async (register: string): Promise<string[]> => {
  const words = JSON.stringify([standard.clauses, standard.controls]);
  return (await manager.get(`/${register}?limit=1000`)).items
    .map(({ title, name }: { title?: string; name?: string }) => title ?? name)
    .filter((title: string) => title.length > 12 && !words.includes(title));
};

describe('the pack of everything', () => {
  it('is for those who release to auditors, and nobody else', async () => {
    for (const role of [...roles, 'stranger'] as const) {
      const { status } = await ask(role, '/audit-pack');
      expect([role, status]).toEqual([role, role === 'stranger' ? 404 : role === 'owner' || role === 'isms-manager' ? 200 : 403]);
    }
  });

  it('holds documents as PDF, registers as XLSX, the evidence byte for byte, pages for all of it, and the ledger', async () => {
    const { inside, checked, text } = await pack('isms-manager', '/audit-pack');
    const files = Object.keys(inside);
    expect(checked.manifest).toMatchObject({
      organisation: { name: 'Fjordlicht Software GmbH' },
      for: 'Everything that can be released',
      until: null,
    });
    for (const path of ['index.html', 'verify.html', 'clauses.html', 'controls.html', 'README.txt', 'ledger/checkpoint.json', 'ledger/changes.jsonl'])
      expect(files).toContain(path);
    for (const { id } of standard.controls) expect(files).toContain(`controls/${id}.html`);
    for (const name of ['statement-of-applicability', 'risks', 'treatment-plan', 'evidence', 'assets', 'incidents', 'nonconformities', 'people'])
      expect(inside[`registers/${name}.xlsx`]?.subarray(0, 2).toString()).toBe('PK');
    const pdfs = files.filter((path) => path.startsWith('documents/'));
    expect(pdfs.every((path) => inside[path]!.subarray(0, 5).toString() === '%PDF-')).toBe(true);
    const inForce = (await manager.get('/documents?limit=1000')).items.filter(({ state }: { state: string }) => state === 'effective');
    for (const { id } of inForce) expect(pdfs.some((path) => path.startsWith(`documents/${id}-`))).toBe(true);
    const item = (await manager.get('/evidence?limit=1000')).items.find(({ title }: { title: string }) => title === 'Restore test with signatures');
    expect(inside[`files/evidence/${item.id}/Restore test, August.pdf`]!.equals(scan)).toBe(true);
    // What a browser would run is handed out as text, with the same bytes.
    expect(inside[`files/evidence/${item.id}/report.html.txt`]!.equals(page)).toBe(true);
    expect(inside['controls/A.8.13.html']!.toString()).toContain(`records/evidence/${item.id}.html`);
    expect(inside[`records/evidence/${item.id}.html`]!.toString()).toContain(createHash('sha256').update(scan).digest('hex'));
    for (const register of ['risks', 'evidence', 'nonconformities'])
      for (const title of await titlesOf(register)) expect([title, text.includes(title.slice(0, 12))]).toEqual([title, true]);
  });

  it('holds no account, key or address of a person, and nothing that the product finds itself', async () => {
    const { text, inside } = await pack('owner', '/audit-pack');
    const { items: people } = await manager.get('/people?limit=1000');
    // An access review names the accounts it was about: that is its record.
    const elsewhere = Object.entries(inside).flatMap(([path, content]) => (path.includes('access-reviews') ? [] : [content.toString()]));
    const emails: string[] = people.map(({ email }: { email: string }) => email).filter(Boolean);
    expect(emails.length).toBeGreaterThan(5);
    expect(emails.filter((email) => elsewhere.some((each) => each.includes(email)))).toEqual([]);
    for (const key of Object.values(keys)) expect(text.includes(key)).toBe(false);
    expect(inside['sections/verdict.html']).toBeUndefined();
    for (const line of inside['ledger/changes.jsonl']!.toString().trim().split('\n')) {
      const { register, hash, ...entry } = JSON.parse(line);
      expect(['members', 'api-keys', 'invitations', 'people', 'comments', 'auditor-looks']).not.toContain(register);
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
      expect(Object.keys(entry)).not.toContain('after');
    }
  });

  it('is signed with the key that the product shows, and its checkpoint holds', async () => {
    const { checked, inside } = await pack('isms-manager', '/audit-pack');
    for (const role of roles)
      expect(await application.inside('sample', keys[role]).get('/ledger/key')).toMatchObject({ fingerprint: checked.fingerprint });
    const checkpoint = JSON.parse(inside['ledger/checkpoint.json']!.toString());
    expect(checked.manifest!.ledger).toEqual(checkpoint);
    expect(await manager.post('/ledger/checkpoints/check', checkpoint)).toMatchObject({ holds: true });
  });

  it('is recorded with who made it; the record is not undone, and the ledger is intact', async () => {
    const before = (await manager.get('/audit-packs')).items.length;
    const { checked } = await pack('isms-manager', '/audit-pack');
    const { items } = await manager.get('/audit-packs');
    expect(items.length).toBe(before + 1);
    expect(items[0]).toMatchObject({ id: checked.manifest!.pack, releases: [], madeByName: 'isms-manager key', fingerprint: checked.fingerprint });
    const [entry] = (await manager.get('/ledger?register=audit-packs&limit=1')).items;
    expect(entry).toMatchObject({ record: items[0].id, action: 'create', actorName: 'isms-manager key' });
    expect((await application.send('POST', `/api/organisations/sample/undo/${entry.request}`, { key: keys['isms-manager'] })).status).toBe(422);
    expect((await manager.get('/ledger/verify')).intact).toBe(true);
  });
});

describe('the pack of a release', () => {
  it('is not there while nothing is released', async () => {
    expect((await ask('external-auditor', '/auditor-room/pack')).status).toBe(404);
    expect((await ask('isms-manager', '/auditor-room/pack')).status).toBe(422);
  });

  it('holds what the release opens and nothing else', async () => {
    const objectives = await titlesOf('objectives');
    const closed = (await Promise.all(['risks', 'evidence', 'documents', 'assets', 'incidents', 'suppliers', 'changes'].map(titlesOf))).flat();
    const { id } = await release({ sections: ['objectives'] });
    const { text, inside } = await pack('external-auditor', '/auditor-room/pack');
    for (const title of objectives) expect([title, text.includes(title)]).toEqual([title, true]);
    for (const title of closed) expect([title, text.includes(title)]).toEqual([title, false]);
    expect(Object.keys(inside).filter((path) => /^(files|documents)\//.test(path))).toEqual([]);
    expect(inside['ledger/changes.jsonl']).toBeUndefined();
    await withdraw(id);
  });

  it('holds single items where single items are named', async () => {
    const { items } = await manager.get('/evidence?limit=1000');
    const named = items.find(({ title }: { title: string }) => title === 'Restore test with signatures').id;
    const { id } = await release({ documents: ['D-19'], evidence: [named] });
    const { inside } = await pack('external-auditor', '/auditor-room/pack');
    const pages = Object.keys(inside).filter((path) => path.startsWith('records/'));
    expect(pages).toEqual(expect.arrayContaining(['records/documents/D-19.html', `records/evidence/${named}.html`]));
    expect(pages.filter((path) => /records\/(documents|evidence)\//.test(path))).toHaveLength(2);
    expect(Object.keys(inside).filter((path) => path.startsWith('files/'))).toHaveLength(2);
    await withdraw(id);
  });

  it('is a download in the ledger when the auditor takes it, with the release it was taken through', async () => {
    const { id } = await release({ sections: ['soa', 'ledger'] });
    const { checked, inside } = await pack('external-auditor', '/auditor-room/pack');
    expect(checked.manifest).toMatchObject({ for: 'For Stage 2', until: '2027-01-31' });
    expect(inside['ledger/changes.jsonl']!.toString()).not.toContain('"register":"risks"');
    const [look] = (await manager.get('/auditor-looks?kind=download')).items;
    expect(look).toMatchObject({ release: id, section: 'pack', byName: 'external-auditor key' });
    expect((await manager.get('/audit-packs')).items[0]).toMatchObject({ releases: [id], madeByName: 'external-auditor key' });
    // Those who release see it as the auditor does: by the release, or by the audit. No look is counted.
    const looks = (await manager.get('/auditor-looks')).total;
    const [byRelease, byAudit] = [
      await pack('isms-manager', `/auditor-room/pack?release=${id}`),
      await pack('isms-manager', `/auditor-room/pack?release=${audit}`),
    ];
    for (const { inside: same } of [byRelease, byAudit]) expect(Object.keys(same)).toEqual(Object.keys(inside));
    expect((await manager.get('/auditor-looks')).total).toBe(looks);
    await withdraw(id);
    expect((await ask('external-auditor', '/auditor-room/pack')).status).toBe(404);
    expect((await ask('isms-manager', `/auditor-room/pack?release=${id}`)).status).toBe(422);
  });

  it('is for the auditors that the release names', async () => {
    const { id } = await release({ sections: ['soa'], auditors: ['somebody@elsewhere.example'] });
    expect((await ask('external-auditor', '/auditor-room/pack')).status).toBe(404);
    expect((await ask('second auditor', `/auditor-room/pack?release=${id}`)).status).toBe(404);
    for (const role of ['contributor', 'employee', 'top-management', 'internal-auditor'] as const)
      expect((await ask(role, '/auditor-room/pack')).status).toBe(403);
    expect((await ask('stranger', '/auditor-room/pack')).status).toBe(404);
    await withdraw(id);
  });
});

describe('a file that is not in the storage', () => {
  it('is told before a pack is begun', async () => {
    const [{ files }] = (await manager.get('/evidence?limit=1000')).items.filter(
      ({ title }: { title: string }) => title === 'Restore test with signatures',
    );
    const organisation = (await manager.get('/ledger/checkpoints')).items[0].organisation;
    const kept = await application.files.open(organisation, files[0].sha256);
    await kept!.cancel();
    await application.files.remove(organisation, files[0].sha256);
    const response = await ask('isms-manager', '/audit-pack');
    expect(response.status).toBe(422);
    expect(((await response.json()) as { detail: string }).detail).toContain('Restore test, August.pdf');
    await application.files.put(
      organisation,
      (async function* () {
        yield scan;
      })(),
    );
    expect((await ask('isms-manager', '/audit-pack')).status).toBe(200);
  });
});

describe('the shell', () => {
  const shell = (...args: string[]) => annexa(args, { ANNEXA_URL: application.url, ANNEXA_KEY: keys['isms-manager'], ANNEXA_ORGANISATION: 'sample' });

  it('writes a pack and verifies it: sound 0, broken 1 with the names of the files, wrong use 2', async () => {
    const file = join(directory, 'shell.zip');
    const made = await shell('pack', '--output', file);
    expect([made.code, made.err]).toEqual([0, '']);
    expect(made.out).toContain(file);
    const verify = (...args: string[]) => annexa(['pack', 'verify', ...args]);
    const sound = await verify(file);
    expect([sound.code, sound.err]).toEqual([0, '']);
    expect(sound.out).toContain('every byte is what was signed');
    const { fingerprint } = await manager.get('/ledger/key');
    expect((await verify(file, '--key', fingerprint)).code).toBe(0);
    const other = await verify(file, '--key', fingerprint.replaceAll(/[0-9]/g, '0'));
    expect(other.code).toBe(1);
    expect(other.out).toContain('Signed with another key');

    const bytes = readFileSync(file);
    const at = bytes.indexOf('restore test, signed by two');
    bytes[at]! ^= 1;
    writeFileSync(file, bytes);
    const broken = await verify(file, '--json');
    expect(broken.code).toBe(1);
    expect(JSON.parse(broken.out)).toMatchObject({
      sound: false,
      problems: [
        {
          path: expect.stringMatching(/^files\/evidence\/EV-\d+\/Restore test, August\.pdf$/),
          problem: 'Altered: its SHA-256 is not that of the manifest.',
        },
      ],
    });
    for (const args of [[], ['/no/such/file'], [file, file], [file, '--key', 'abc'], [file, '--nonsense']])
      expect((await verify(...args)).code, args.join(' ')).toBe(2);
  });

  it('writes the pack of an audit with what is released for it', async () => {
    const file = join(directory, 'for.zip');
    expect((await shell('pack', '--for', audit, '--output', file)).code).toBe(1);
    const { id } = await release({ sections: ['objectives'] });
    const made = await shell('pack', '--for', audit, '--output', file, '--json');
    expect([made.code, made.err]).toEqual([0, '']);
    expect(JSON.parse(made.out)).toMatchObject({ path: file, sound: true });
    expect((await verifyPack(file)).manifest!.for).toBe('For Stage 2');
    await withdraw(id);
  });
});
