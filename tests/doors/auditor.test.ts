import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSample } from '../../src/doors/sample.ts';
import { organisationOperations } from '../../src/doors/contract.ts';
import { tools } from '../../src/doors/mcp.ts';
import { metaOf, operationsOf } from '../../src/doors/router.ts';
import { may, type Permission } from '../../src/isms/permissions.ts';
import { sections } from '../../src/isms/auditor/model.ts';
import { standard } from '../../src/standard/standard.ts';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';

/** The auditor's room over real HTTP and MCP: what is released is there, and nothing else through any door. */
let application: TestApplication;
let moment = new Date('2026-11-25T09:00:00Z');
let manager: Inside;
let audit: string;
const keys: Record<string, string> = {};
/** What records are called, by register: none of it may come through unreleased. */
const titles = new Map<string, string[]>();
let hashes: string[];

beforeAll(async () => {
  application = await startApplication({}, () => moment);
  await openSample(application);
  const foreign = await application.organisation('Stranger Ltd');
  keys['manager'] = await application.key('sample', 'isms-manager', { person: 'P-2' });
  keys['contributor'] = await application.key('sample', 'contributor', { person: 'P-3' });
  keys['auditor'] = await application.key('sample', 'external-auditor', { expiresOn: '2027-03-31' });
  keys['second'] = await application.key('sample', 'external-auditor', { name: 'second auditor', expiresOn: '2027-03-31' });
  keys['stranger'] = await application.key(foreign, 'owner');
  keys['foreign auditor'] = await application.key(foreign, 'external-auditor');
  manager = application.inside('sample', keys['manager']);
  audit = (await manager.post('/certification-audits', { kind: 'stage-1', plannedFrom: '2027-01-19', plannedTo: '2027-01-20' })).record.id;
  // What the product itself says, in every organisation, gives nothing away.
  const everywhere = JSON.stringify([
    await Promise.all(['/rules', '/incidents/playbooks'].map((path) => application.inside(foreign).get(path))),
    standard.clauses,
    standard.controls,
  ]);
  for (const register of ['risks', 'evidence', 'documents', 'assets', 'incidents', 'suppliers', 'objectives', 'context-issues', 'changes']) {
    const { items } = await manager.get(`/${register}?limit=1000`);
    titles.set(
      register,
      items
        .map(({ title, name }: { title?: string; name?: string }) => title ?? name)
        .filter((each: string) => each.length > 12 && !everywhere.includes(each)),
    );
  }
  hashes = (await manager.get('/evidence?limit=1000')).items.flatMap(({ files }: any) => files.map(({ sha256 }: any) => sha256));
});
afterAll(() => application?.stop());

const send = (who: string, method: string, path: string, body?: object) =>
  application.send(method, `/api/organisations/sample${path}`, { key: keys[who]!, ...(body && { body }) });
const release = async (fields: object) => (await manager.post('/audit-releases', { audit, until: '2027-01-31', ...fields })).record;
const withdrawAll = async () => {
  for (const { id, state } of (await manager.get('/audit-releases')).items)
    if (state !== 'withdrawn') await manager.post(`/audit-releases/${id}/withdraw`);
};
const looks = async () => (await manager.get('/auditor-looks?limit=1000')).items as any[];

/** Everything that an auditor is told by all operations of HTTP and all tools of MCP, with ids that exist. */
async function everythingTold(who = 'auditor'): Promise<string> {
  const told: string[] = [];
  const ids = ['R-1', 'EV-1', 'D-1', 'DV-1', 'P-2', 'AST-1', 'SUP-1', 'INC-1', 'OBJ-1', 'CON-1', 'SCOPE-1', 'SOA-1', 'AR-1', 'A.5.1', '4.1'];
  for (const { operation } of operationsOf(organisationOperations)) {
    const { method = 'POST', path = '/' } = operation['~orpc'].route;
    // The room itself is looked at part by part below.
    const permission = metaOf(operation).permission as Permission;
    const open = may('external-auditor', permission);
    const wanted = path.includes('{') && open ? ids : ['R-1'];
    for (const id of wanted) {
      const address = path
        .replace('{section}', 'risks')
        .replace('{register}', 'risks')
        .replace('{sha256}', hashes[0] ?? 'x')
        .replaceAll(/\{\w+\}/g, id);
      const reply = await send(who, method, address, method === 'GET' || method === 'DELETE' ? undefined : {});
      expect([path, reply.status === 403 && reply.body.code === 'not-permitted']).toEqual([path, !open]);
      expect(reply.status).not.toBe(500);
      told.push(JSON.stringify(reply.body));
    }
  }
  for (const part of [...sections, 'requests']) {
    const { status, body } = await send(who, 'GET', `/auditor-room/${part}`);
    expect([200, 404]).toContain(status);
    told.push(JSON.stringify(body));
    for (const id of ids)
      for (const register of ['risks', 'evidence', 'documents', 'people', 'incidents', 'document-versions'])
        told.push(JSON.stringify((await send(who, 'GET', `/auditor-room/${part}/${register}/${id}`)).body));
  }
  for (const { tool } of tools) {
    const response = await fetch(`${application.url}/mcp`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys[who]}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { name: tool, arguments: /^(get|update)_/.test(tool) ? { id: 'R-1' } : {} },
      }),
    });
    told.push(await response.text());
  }
  return told.join('\n');
}
const registersIn = (told: string) =>
  [...titles].flatMap(([register, names]) => (names.some((name) => told.includes(JSON.stringify(name).slice(1, -1))) ? [register] : []));

describe('without a release', () => {
  it('an auditor is told nothing by any operation of any door', async () => {
    expect([...titles.values()].every((names) => names.length > 0)).toBe(true);
    expect(registersIn(await everythingTold())).toEqual([]);
    expect((await send('auditor', 'GET', '/auditor-room')).body).toMatchObject({
      releases: [],
      parts: [],
      requests: [],
      messages: [],
      preview: false,
    });
  });

  it('an auditor gets no file by its hash, no export, no past day, no comment', async () => {
    for (const path of [
      '/attachments/' + (hashes[0] ?? 'a'.repeat(64)),
      '/export',
      '/risks?as-of=2026-11-24',
      '/comments/risks/R-1',
      '/ledger',
      '/history/risks/R-1',
    ])
      expect((await send('auditor', 'GET', path)).status, path).toBeGreaterThanOrEqual(403);
    const past = await send('auditor', 'GET', '/auditor-room?as-of=2026-11-24');
    expect([past.status, past.body.code]).toEqual([422, 'not-possible']);
  });

  it('an auditor can neither ask nor write', async () => {
    expect((await send('auditor', 'POST', '/auditor-room/requests', { title: 'The list of leavers' })).status).toBe(404);
    expect((await send('auditor', 'POST', '/auditor-room/messages', { text: 'Good morning.' })).status).toBe(404);
  });

  it('an auditor who is also one of the people has no page of their own: nothing is read beside what is released', async () => {
    keys['joined'] = await application.key('sample', 'external-auditor', { person: 'P-10', name: 'joined auditor' });
    expect(registersIn(await everythingTold('joined'))).toEqual([]);
    for (const path of ['/my/reading', '/my/audits', '/organisation'])
      expect([path, (await send('joined', 'GET', path)).status]).toEqual([path, 403]);
  });

  it('nothing was written down as a look', async () => expect(await looks()).toEqual([]));
});

describe('a release', () => {
  it('names one audit, days in order and something to see', async () => {
    const wrong = async (body: object) => {
      const { status, body: answer } = await send('manager', 'POST', '/audit-releases', { audit, until: '2027-01-31', sections: ['risks'], ...body });
      return [status, answer.fields?.[0]?.field];
    };
    expect(await wrong({ audit: null })).toEqual([400, 'audit']);
    expect(await wrong({ until: '2026-11-24' })).toEqual([400, 'until']);
    expect(await wrong({ from: '2027-02-01' })).toEqual([400, 'until']);
    expect(await wrong({ sections: [] })).toEqual([400, 'sections']);
    expect((await send('contributor', 'POST', '/audit-releases', { audit, until: '2027-01-31', sections: ['risks'] })).status).toBe(403);
    expect((await send('auditor', 'POST', '/audit-releases', { audit, until: '2027-01-31', sections: ['risks'] })).status).toBe(403);
    expect((await manager.get('/audit-releases')).items.every(({ auditors }: any) => auditors.length > 0)).toBe(true);
  });

  it('opens what it names and nothing else', async () => {
    await release({ sections: ['objectives'] });
    expect(registersIn(await everythingTold())).toEqual(['objectives']);
    await withdrawAll();
    expect(registersIn(await everythingTold())).toEqual([]);
  });

  it('of single items opens those alone', async () => {
    await release({ evidence: ['EV-1'], documents: ['D-1'] });
    const { body } = await send('auditor', 'GET', '/auditor-room/evidence');
    expect(body.tables[0].rows.map(({ id }: any) => id)).toEqual(['EV-1']);
    expect((await send('auditor', 'GET', '/auditor-room/evidence/evidence/EV-1')).status).toBe(200);
    expect((await send('auditor', 'GET', '/auditor-room/evidence/evidence/EV-2')).status).toBe(404);
    expect((await send('auditor', 'GET', '/auditor-room/risks')).status).toBe(404);
    const document = await send('auditor', 'GET', '/auditor-room/documents/documents/D-1');
    expect(document.body.texts.some(({ title, blocks }: any) => title === 'Text' && blocks.length > 3)).toBe(true);
    await withdrawAll();
  });

  it('is open from its first day until its last', async () => {
    await release({ sections: ['risks'], from: '2027-01-19', until: '2027-01-20' });
    const on = async (day: string) => {
      moment = new Date(`${day}T09:00:00Z`);
      return (await send('auditor', 'GET', '/auditor-room/risks')).status;
    };
    expect([await on('2027-01-18'), await on('2027-01-19'), await on('2027-01-20'), await on('2027-01-21')]).toEqual([404, 200, 200, 404]);
    expect((await send('auditor', 'GET', '/auditor-room?as-of=2027-01-20')).status).toBe(422);
    expect((await send('auditor', 'GET', '/auditor-room/risks?as-of=2027-01-20')).status).toBe(422);
    moment = new Date('2026-11-25T09:00:00Z');
    await withdrawAll();
  });

  it('for named auditors is not there for others, nor for another organisation', async () => {
    await release({ sections: ['risks'], auditors: ['Falk@Nordhaus.example'] });
    expect((await send('auditor', 'GET', '/auditor-room/risks')).status).toBe(404);
    await release({ sections: ['risks'] });
    expect((await send('auditor', 'GET', '/auditor-room/risks')).status).toBe(200);
    for (const who of ['stranger', 'foreign auditor']) expect((await send(who, 'GET', '/auditor-room/risks')).status).toBe(404);
    await withdrawAll();
  });

  it('of everything reads as tables and texts in every section', async () => {
    await release({ sections: [...sections] });
    for (const part of sections) {
      const { status, body } = await send('auditor', 'GET', `/auditor-room/${part}`);
      expect([part, status]).toEqual([part, 200]);
      for (const { heading, columns, rows, total } of body.tables) {
        expect(total).toBeGreaterThanOrEqual(rows.length);
        for (const { cells } of rows) expect([heading, cells.length]).toEqual([heading, columns.length]);
      }
      const linked = body.tables.flatMap(({ register, rows }: any) =>
        register === '' ? [] : rows.slice(0, 2).map(({ id }: any) => `${register}/${id}`),
      );
      for (const one of linked) expect([one, (await send('auditor', 'GET', `/auditor-room/${part}/${one}`)).status]).toEqual([one, 200]);
    }
    const signed = await send('auditor', 'GET', '/auditor-room/internal-audits/audit-reports/AREP-1');
    expect(signed.body.facts.some(({ title, value }: any) => title === 'Lead auditor' && value === 'Miriam Stein')).toBe(true);
    expect(JSON.stringify(signed.body.tables)).toContain('A privileged account outlived its owner by five weeks');
    const people = JSON.stringify((await send('auditor', 'GET', '/auditor-room/people')).body);
    const { items } = await manager.get('/people?limit=1000');
    expect(items.some(({ name }: any) => people.includes(name))).toBe(true);
    for (const { email } of items.filter((each: any) => each.email !== '')) expect(people).not.toContain(email);
    expect((await send('auditor', 'GET', '/auditor-room/people/people/P-2')).status).toBe(404);
    const found = await send('auditor', 'GET', '/auditor-room/risks?search=ransomware');
    expect(found.body.tables[0].rows.length).toBeLessThan(titles.get('risks')!.length);
    await withdrawAll();
  });
});

describe('what an auditor looks at', () => {
  it('is in the ledger, once for ten minutes, and every download', async () => {
    await withdrawAll();
    await release({ sections: ['risks', 'evidence'] });
    moment = new Date('2026-11-26T09:00:00Z');
    const before = (await looks()).length;
    for (const minutes of [0, 9, 11]) {
      moment = new Date(Date.parse('2026-11-26T09:00:00Z') + minutes * 60_000);
      await send('auditor', 'GET', '/auditor-room/risks');
    }
    await send('second', 'GET', '/auditor-room/risks');
    await send('auditor', 'GET', '/auditor-room/risks/risks/R-2');
    const seen = (await looks()).slice(0, (await looks()).length - before).toReversed();
    expect(seen.map(({ byName, section, record, kind }) => [byName, section, record, kind])).toEqual([
      ['external-auditor key', 'risks', null, 'look'],
      ['external-auditor key', 'risks', null, 'look'],
      ['second auditor', 'risks', null, 'look'],
      ['external-auditor key', 'risks', 'R-2', 'look'],
    ]);
    expect(seen[0].shown).toBe((await manager.get('/risks?limit=1')).total);
    const { items } = await manager.get('/ledger?register=auditor-looks&limit=1');
    expect(items[0]).toMatchObject({ actorName: 'external-auditor key', action: 'create' });
    expect((await manager.get('/ledger/verify')).intact).toBe(true);
  });

  it('is not counted when whoever releases sees the room as the auditor does', async () => {
    const [{ id }] = (await manager.get('/audit-releases')).items;
    const before = (await looks()).length;
    const { body } = await send('manager', 'GET', `/auditor-room?release=${id}`);
    expect(body).toMatchObject({ preview: true, parts: [{ part: 'risks' }, { part: 'evidence' }, { part: 'requests' }] });
    expect((await send('manager', 'GET', `/auditor-room/risks?release=${id}`)).status).toBe(200);
    expect((await send('manager', 'GET', `/auditor-room/assets?release=${id}`)).status).toBe(404);
    expect((await looks()).length).toBe(before);
  });
});

describe('a request', () => {
  let id: string;
  const upload = async (name: string, content: string) => {
    const form = new FormData();
    form.append('file', new File([content], name));
    const response = await fetch(`${application.url}/api/organisations/sample/uploads/whole`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys['manager']}` },
      body: form,
    });
    return (await response.json()) as { id: string; file: { sha256: string } };
  };

  it('is asked by the auditor, provided by its owner, returned with a reason, provided again, accepted', async () => {
    await withdrawAll();
    await release({ sections: ['risks'] });
    const asked = await send('auditor', 'POST', '/auditor-room/requests', { title: 'Leavers of the third quarter', dueOn: '2026-11-30' });
    expect([asked.status, asked.body.record]).toMatchObject([
      201,
      { status: 'asked', audit, askedBy: 'external-auditor key', askedOn: '2026-11-26' },
    ]);
    id = asked.body.record.id;
    await manager.patch(`/evidence-requests/${id}`, { owner: 'P-3' });
    expect((await send('auditor', 'GET', '/auditor-room/evidence')).status).toBe(404);
    expect((await send('contributor', 'POST', `/evidence-requests/${id}/provide`, { evidence: ['EV-3'], text: 'Here it is.' })).status).toBe(200);
    expect((await send('auditor', 'GET', '/auditor-room/evidence')).body.tables[0].rows.map((row: any) => row.id)).toEqual(['EV-3']);
    expect((await send('auditor', 'POST', `/auditor-room/requests/${id}/judge`, { accepted: false })).body.fields[0].field).toBe('text');
    expect(
      (await send('auditor', 'POST', `/auditor-room/requests/${id}/judge`, { accepted: false, text: 'September is missing.' })).body.record.status,
    ).toBe('returned');
    const file = await upload('leavers.csv', 'name,day\nA,2026-09-30\n');
    await manager.post(`/evidence-requests/${id}/provide`, { uploads: [file.id] });
    const own = await send('manager', 'POST', `/evidence-requests/${id}/judge`, { accepted: true });
    expect([own.status, own.body.code]).toEqual([422, 'not-possible']);
    const address = `/auditor-room/requests/evidence-requests/${id}/files/${file.file.sha256}`;
    const answer = await send('auditor', 'GET', address);
    expect([answer.status, answer.body, answer.headers.get('content-disposition')]).toEqual([
      200,
      'name,day\nA,2026-09-30\n',
      'attachment; filename="leavers.csv"',
    ]);
    expect((await looks())[0]).toMatchObject({ kind: 'download', label: 'leavers.csv', sha256: file.file.sha256, record: id });
    expect((await send('auditor', 'GET', `/attachments/${file.file.sha256}`)).status).toBe(403);
    expect((await send('auditor', 'GET', address.replace(file.file.sha256, 'b'.repeat(64)))).status).toBe(404);
    expect((await send('auditor', 'POST', `/auditor-room/requests/${id}/judge`, { accepted: true })).body.record.status).toBe('accepted');
    expect((await send('auditor', 'GET', '/auditor-room')).body.messages.map(({ text, auditor }: any) => [text, auditor])).toEqual([
      ['Here it is.', false],
      ['September is missing.', true],
    ]);
  });

  it('that was accepted stands: it is neither changed nor undone', async () => {
    const refused = await send('manager', 'PATCH', `/evidence-requests/${id}`, { title: 'Something else' });
    expect([refused.status, refused.body.code]).toEqual([422, 'not-possible']);
    const [{ request }] = (await manager.get(`/ledger?register=evidence-requests&record=${id}&limit=1`)).items;
    expect((await send('manager', 'POST', `/undo/${request}`, {})).status).toBe(422);
  });

  it('of somebody else is not provided by a contributor', async () => {
    const { record } = await manager.post('/evidence-requests', { title: 'Test of restoring', audit, owner: 'P-4' });
    expect((await send('contributor', 'POST', `/evidence-requests/${record.id}/provide`, { evidence: ['EV-3'] })).status).toBe(403);
  });

  it('of another audit is not there', async () => {
    const other = (await manager.post('/certification-audits', { kind: 'stage-2' })).record.id;
    const { record } = await manager.post('/evidence-requests', { title: 'For the other audit alone', audit: other });
    await manager.post(`/evidence-requests/${record.id}/provide`, { evidence: ['EV-5'] });
    await manager.post('/audit-messages', { audit: other, text: 'Only for the others.' });
    const { body } = await send('auditor', 'GET', '/auditor-room');
    expect(JSON.stringify(body)).not.toMatch(/For the other audit alone|Only for the others/);
    expect((await send('auditor', 'GET', `/auditor-room/requests/evidence-requests/${record.id}`)).status).toBe(404);
    expect((await send('auditor', 'POST', `/auditor-room/requests/${record.id}/judge`, { accepted: true })).status).toBe(404);
    expect((await send('auditor', 'POST', '/auditor-room/messages', { request: record.id, text: 'Me too.' })).status).toBe(404);
  });

  it('and messages can be about a record that is released, and about no other', async () => {
    const say = (body: object) => send('auditor', 'POST', '/auditor-room/messages', { text: 'Who decided this?', ...body });
    expect((await say({ section: 'risks', register: 'risks', record: 'R-2' })).status).toBe(201);
    expect((await say({ section: 'risks', register: 'risks', record: 'R-9999' })).status).toBe(404);
    expect((await say({ section: 'assets', register: 'assets', record: 'AST-1' })).status).toBe(404);
    const answered = await manager.post('/audit-messages', { audit, register: 'risks', record: 'R-2', text: 'Top management did, in June.' });
    expect(answered.record).toMatchObject({ auditor: false, record: 'R-2' });
  });

  it('is over with the release: what was open is closed', async () => {
    await withdrawAll();
    expect((await send('auditor', 'GET', `/auditor-room/requests/evidence-requests/${id}`)).status).toBe(404);
    expect((await send('auditor', 'GET', '/auditor-room')).body).toMatchObject({ requests: [], messages: [] });
    expect((await send('auditor', 'POST', '/auditor-room/messages', { request: id, text: 'Still there?' })).status).toBe(404);
    expect(registersIn(await everythingTold())).toEqual([]);
  });
});
