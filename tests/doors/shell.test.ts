import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operationsOf } from '../../src/doors/router.ts';
import { organisationOperations } from '../../src/doors/contract.ts';
import { startApplication, temporaryDirectory, type TestApplication } from '../support/application.ts';
import { annexa } from '../support/shell.ts';

const sample = fileURLToPath(new URL('../../sample', import.meta.url));
let application: TestApplication;
let scratch: string;
/** The commands reach the running server through its data directory. */
let here: Record<string, string>;
const run = (line: string, input?: string) => annexa(line.split(' '), here, { cwd: scratch, ...(input === undefined ? {} : { input }) });
const json = async (line: string) => {
  const { code, out, err } = await run(`${line} --json`);
  if (code !== 0) throw new Error(err);
  return JSON.parse(out);
};

beforeAll(async () => {
  application = await startApplication();
  here = { ANNEXA_DATA: application.data };
  scratch = mkdtempSync(join(tmpdir(), 'annexa-shell-'));
});
afterAll(async () => {
  await application?.stop();
  rmSync(scratch, { recursive: true, force: true });
});

describe('annexa check', () => {
  it('reads the sample in a second, without a server, and exits with 1 because of its majors', async () => {
    const began = performance.now();
    const { code, out } = await annexa(['check', sample, '--json', '--as-of', '2026-11-24']);
    expect(performance.now() - began).toBeLessThan(4000);
    expect(code).toBe(1);
    const { findings, summary } = JSON.parse(out);
    expect(summary.major).toBeGreaterThan(0);
    expect(summary.major).toBe(findings.filter(({ grade }: { grade: string }) => grade === 'major').length);
    for (const finding of findings) {
      expect(Object.keys(finding)).toEqual(['rule', 'clause', 'grade', 'confidence', 'title', 'text', 'records', 'remedy']);
      expect(['major', 'minor', 'opportunity']).toContain(finding.grade);
      expect(Array.isArray(finding.records)).toBe(true);
    }
  });

  it('keeps to the stage asked for', async () => {
    const all = JSON.parse((await annexa(['check', sample, '--json', '--as-of', '2026-11-24'])).out).findings.length;
    const first = JSON.parse((await annexa(['check', sample, '--json', '--as-of', '2026-11-24', '--stage', 'stage-1'])).out).findings.length;
    expect(first).toBeLessThan(all);
  });

  it.each([
    ['no directory', ['check'], 'annexa check DIR'],
    ['a directory that is not there', ['check', '/nowhere/at/all'], 'There is no directory'],
    ['a stage that is not one', ['check', sample, '--stage', 'stage-9'], 'stage-1'],
    ['a day that is not one', ['check', sample, '--as-of', 'soon'], '2027-03-03'],
    ['an option that is not one', ['check', sample, '--fast'], '--fast'],
  ])('%s is wrong use: exit code 2', async (_case, args, said) => {
    const { code, err } = await annexa(args);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });

  it('names file, record and field of what it cannot read', async () => {
    const copy = join(scratch, 'broken');
    cpSync(sample, copy, { recursive: true });
    writeFileSync(join(copy, 'teams.yaml'), readFileSync(join(copy, 'teams.yaml'), 'utf8').replace(/lead: P-\d+/, 'lead: P-999'));
    const { code, err } = await annexa(['check', copy]);
    expect(code).toBe(2);
    expect(err).toMatch(/teams.*P-999/);
  });
});

describe('annexa rules', () => {
  it('lists the rulebook', async () => {
    const list = JSON.parse((await annexa(['rules', '--json'])).out);
    expect(list.length).toBeGreaterThanOrEqual(60);
    expect(Object.keys(list[0])).toEqual(['id', 'clause', 'stages', 'grade', 'confidence', 'title']);
    expect(new Set(list.map(({ id }: { id: string }) => id)).size).toBe(list.length);
    expect((await annexa(['rules', '--yaml'])).code).toBe(2);
  });
});

describe('commands', () => {
  it('exist for every operation', async () => {
    const { out } = await annexa(['help']);
    for (const { path, operation } of operationsOf(organisationOperations)) {
      const [tag] = operation['~orpc'].route.tags!;
      const name = path.at(-1)!.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      expect(out).toMatch(new RegExp(`^  ${tag} .*\\b${name}\\b`, 'm'));
    }
  });

  it('explain themselves', async () => {
    const { code, err, out } = await annexa(['risks', 'create', '--help']);
    expect(code).toBe(0);
    expect(out + err).toContain('--current-likelihood');
    expect(out + err).toContain('Needs the permission to assess and treat risks.');
  });

  it('work against the running server, as people and as JSON', async () => {
    expect((await run('organisation create --name Nordwind')).code).toBe(0);
    expect((await json('organisation list')).organisations).toMatchObject([{ slug: 'nordwind', role: 'owner' }]);
    const { record } = await json('people create --name Ada');
    expect(record).toMatchObject({ id: 'P-1', name: 'Ada' });
    expect((await run('people list')).out).toContain('Ada');
    expect((await json('people update P-1 --job-title Engineer')).record.jobTitle).toBe('Engineer');
    expect((await json('people get P-1')).jobTitle).toBe('Engineer');
  });

  it('make keys for the owner of the machine, which then work elsewhere', async () => {
    const { key } = await json('key create --name pipeline --role internal-auditor --expires-on 2099-01-01');
    const elsewhere = { ANNEXA_URL: application.url, ANNEXA_KEY: key, ANNEXA_DATA: '/nowhere' };
    const { code, out } = await annexa(['people', 'list', '--json'], elsewhere);
    expect([code, JSON.parse(out).total]).toEqual([0, 1]);
    const refused = await annexa(['people', 'create', '--name', 'Eve'], elsewhere);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('you may not manage people')]);
  });

  it.each([
    ['an unknown command', 'risk lst', 2, 'There is no command'],
    ['half a command', 'people', 2, 'annexa people knows'],
    ['an unknown option', 'people create --nam Ada', 2, '--nam'],
    ['a missing argument', 'people get', 2, 'ID is expected'],
    ['input that is not valid', 'people create --email nonsense', 2, 'name'],
    ['a record that is not there', 'people get P-999', 1, 'There is no person P-999.'],
  ])('%s: exit code', async (_case, line, code, said) => {
    const answer = await run(line);
    expect([answer.code, answer.err]).toEqual([code, expect.stringContaining(said)]);
    expect(answer.out).toBe('');
  });

  it('print problems as JSON when asked', async () => {
    const { code, err } = await run('people get P-999 --json');
    expect([code, JSON.parse(err).code]).toEqual([1, 'not-found']);
  });

  it('save documents', async () => {
    const { code, out } = await run('reports download risk-register --format csv --out register.csv');
    expect([code, out.trim()], out).toEqual([0, 'register.csv']);
    expect(existsSync(join(scratch, 'register.csv'))).toBe(true);
  });

  it('work without a server too: the application runs in the command', async () => {
    const directory = temporaryDirectory();
    try {
      const own = { ANNEXA_DATA: directory.path };
      expect((await annexa(['organisation', 'create', '--name', 'Alone'], own)).code).toBe(0);
      expect(JSON.parse((await annexa(['organisation', 'show', '--json'], own)).out)).toMatchObject({ slug: 'alone' });
      expect((await annexa(['ledger', 'verify'], own)).code).toBe(0);
    } finally {
      directory.remove();
    }
  });
});

describe('the ISMS as files', () => {
  it('comes in, goes out the same, and comes in again without a change', async () => {
    expect((await run(`organisation create --name Fjordlicht`)).code).toBe(0);
    const first = await run(`import ${sample} -o fjordlicht`);
    expect([first.code, first.err]).toEqual([0, '']);
    expect((await run('export out -o fjordlicht')).code).toBe(0);
    const written = readdirSync(sample, { recursive: true, withFileTypes: true }).filter((each) => each.isFile() && each.name !== 'README.md');
    expect(written.length).toBeGreaterThan(80);
    for (const { parentPath, name } of written) {
      const file = relative(sample, join(parentPath, name));
      expect(readFileSync(join(scratch, 'out', file), 'utf8'), file).toBe(readFileSync(join(sample, file), 'utf8'));
    }
    const again = JSON.parse((await run('import out -o fjordlicht --json')).out);
    expect(again).toMatchObject({ created: 0, changed: 0, archived: 0 });
    const [here, there] = [
      await annexa(['check', sample, '--json', '--as-of', '2026-11-24']),
      await annexa(['check', join(scratch, 'out'), '--json', '--as-of', '2026-11-24']),
    ];
    expect(JSON.parse(there.out).findings).toEqual(JSON.parse(here.out).findings);
  });
});
