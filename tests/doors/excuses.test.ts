import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { annexa } from '../support/shell.ts';
import { startApplication, temporaryDirectory, type Inside, type TestApplication } from '../support/application.ts';

/** A finding that top management answers for: it stays in sight with its reason, and counts again when its day has passed. */
let application: TestApplication;
let slug: string;
let top: Inside;
let auditor: Inside;
let ahead = 0;
const keys = {} as Record<'top' | 'manager', string>;
const rule = '4.1-climate-undetermined';
const reason = 'The board decides on it in its next meeting.';
const dayOf = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  application = await startApplication({}, () => new Date(Date.now() + ahead * 86_400_000));
  slug = await application.organisation('Fjordlicht Software GmbH');
  keys.top = await application.key(slug, 'top-management');
  keys.manager = await application.key(slug, 'isms-manager');
  top = application.inside(slug, keys.top);
  auditor = application.inside(slug, await application.key(slug, 'internal-auditor'));
});
afterAll(() => application?.stop());

const send = (body: object, key = keys.top) => application.send('POST', `/api/organisations/${slug}/excuses`, { key, body });
const rules = (verdict: any) => verdict.findings.map((each: any) => each.rule);

it('is given by those entitled to, with a reason, for a year at most', async () => {
  expect((await send({ rule, reason, until: dayOf(30) }, keys.manager)).status).toBe(403);
  expect((await send({ rule, reason: 'No.', until: dayOf(30) })).status).toBe(400);
  expect((await send({ rule, reason, until: dayOf(400) })).body.fields[0].field).toBe('until');
  expect((await send({ rule, reason, until: dayOf(-1) })).status).toBe(400);
  expect((await send({ rule: 'no-such-rule', reason, until: dayOf(30) })).status).toBe(404);
});

it('takes the finding out of the numbers and leaves it in sight, for auditors too', async () => {
  const before = await top.get('/verdict');
  const grade = before.findings.find((each: any) => each.rule === rule).grade;
  const { record } = await top.post('/excuses', { rule, reason, until: dayOf(30) });
  const after = await auditor.get('/verdict');
  expect(rules(after)).not.toContain(rule);
  expect(after.summary[grade]).toBe(before.summary[grade] - 1);
  expect([before.summary.excused, after.summary.excused]).toEqual([0, 1]);
  expect(after.summary.clean).toBe(before.summary.clean);
  expect(after.excused).toMatchObject([{ excuse: { id: record.id, reason, until: dayOf(30), by: 'top-management key' }, finding: { rule } }]);
  expect((await auditor.get('/excuses')).items).toHaveLength(1);
});

it('ends by itself and is named, or is withdrawn', async () => {
  ahead = 31;
  const later = await top.get('/verdict');
  expect(rules(later)).toContain(rule);
  expect(later.ended).toMatchObject([{ rule, until: dayOf(30) }]);
  ahead = 0;
  const { items } = await top.get('/excuses');
  await top.post(`/excuses/${items[0].id}/withdraw`);
  const now = await top.get('/verdict');
  expect(rules(now)).toContain(rule);
  expect([now.excused, now.ended, now.summary.excused]).toEqual([[], [], 0]);
  expect((await application.send('POST', `/api/organisations/${slug}/excuses/${items[0].id}/withdraw`, { key: keys.top })).status).toBe(422);
});

it('is honoured by the check of an ISMS kept as files, which says how many there are', async () => {
  const directory = temporaryDirectory();
  try {
    cpSync(fileURLToPath(new URL('../../sample', import.meta.url)), directory.path, { recursive: true });
    const excuse = (id: string, until: string) =>
      `- id: ${id}\n  rule: ${rule}\n  reason: ${reason}\n  until: ${until}\n  by: Hanna\n  at: 2026-11-01T08:00:00.000Z\n`;
    const check = async (excuses: string) => {
      writeFileSync(join(directory.path, 'finding-excuses.yaml'), excuses);
      const { out } = await annexa(['check', directory.path, '--as-of', '2026-11-24', '--json']);
      return JSON.parse(out);
    };
    const valid = await check(excuse('EXC-1', '2026-12-31'));
    expect(rules(valid)).not.toContain(rule);
    expect(valid.summary.excused).toBe(1);
    expect(valid.excused).toMatchObject([{ rule, by: 'Hanna', until: '2026-12-31' }]);
    const over = await check(excuse('EXC-1', '2026-11-23'));
    expect(rules(over)).toContain(rule);
    expect([over.summary.excused, over.ended]).toEqual([0, [{ excuse: 'EXC-1', rule, until: '2026-11-23' }]]);
    writeFileSync(join(directory.path, 'finding-excuses.yaml'), excuse('EXC-1', '2026-12-31'));
    expect((await annexa(['check', directory.path, '--as-of', '2026-11-24'])).out).toContain('(1 excused)');
  } finally {
    directory.remove();
  }
});
