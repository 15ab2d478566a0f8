import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../support/application.ts';
import { annexa } from '../support/shell.ts';
import { riskTemplate, workbook } from '../support/spreadsheets.ts';

const page = fileURLToPath(new URL('../../docs/walkthrough.md', import.meta.url));

/** What differs from run to run: names of requests, and days, which are told by their distance from the day of the run. */
function settled(text: string): string {
  const today = Date.now();
  const day = (time: number) => {
    const away = Math.round((time - Date.parse(new Date(today).toISOString().slice(0, 10))) / 86_400_000);
    return away === 0 ? 'today' : away > 0 ? `in ${Math.round(away / 30)} months` : `${Math.round(-away / 30)} months ago`;
  };
  return text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '…')
    .replaceAll(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, 'now')
    .replaceAll(/\b\d{4}-\d{2}-\d{2}\b/g, (each) => day(Date.parse(each)))
    .replaceAll(/\b(\d{1,2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4})\b/g, (each) => day(Date.parse(`${each} UTC`)))
    .replaceAll(/[0-9a-f]{64}/g, '(hash)')
    .replaceAll(/[ \t]+$/gm, '');
}

it('walks from a spreadsheet to a verdict by the shell alone, and says so in docs/walkthrough.md', async () => {
  const data = temporaryDirectory();
  const scratch = mkdtempSync(join(tmpdir(), 'annexa-walk-'));
  writeFileSync(join(scratch, 'register.xlsx'), Buffer.from(await workbook(riskTemplate), 'base64'));
  const told: string[] = [];
  const say = (text: string) => told.push(text);
  const run = async (line: string, expected = 0): Promise<string> => {
    const args = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
    const { code, out, err } = await annexa(args, { ANNEXA_DATA: data.path }, { cwd: scratch });
    expect([code, err], `${line}\n${out}${err}`).toEqual([expected, expected === 2 ? err : '']);
    told.push(`\`\`\`console\n$ annexa ${line}\n${settled(out + err).trimEnd()}\n\`\`\`${expected === 0 ? '' : `\n\nExit code ${expected}.`}`);
    return out;
  };

  try {
    say(
      '# Walkthrough\n\nFrom the risk register in a spreadsheet to what an auditor would find, in a shell, in an empty data directory, with no server running. A test runs these commands and writes this page (`UPDATE_WALKTHROUGH=1 npx vitest run tests/doors/walkthrough.test.ts`); when an answer changes, the test fails until the page is written again. `annexa` stands for `npx annexa`.',
    );

    say('## The organisation and its people');
    await run(`organisation create --name 'Hafenlicht Logistik GmbH' --sector saas --persons 60 --country Germany --time-zone UTC`);
    await run(`people create --name 'Dr. Inge Thomsen' --job-title 'Managing director' --top-management`);
    await run(`people create --name 'Malte Brook' --job-title 'Information security manager'`);
    await run(`people create --name 'Selin Aksoy' --job-title 'Head of engineering'`);
    await run(
      `isms-roles create --name 'ISMS manager' --kind isms-manager --holders P-2 --responsibilities 'Runs the management system and reports on it'`,
    );

    say('## A method, then the spreadsheet\n\nRatings need a scale, so a method comes first: a ready one, put in force.');
    await run('risk-methods draft');
    await run('risk-methods put-in-force METHOD-1');
    say(
      'The spreadsheet has columns and words of its own. A preview shows how they were understood, and would show every problem by row and column.',
    );
    const preview = JSON.parse(
      (await annexa(['import', 'register.xlsx', '--target', 'risks', '--preview', '--json'], { ANNEXA_DATA: data.path }, { cwd: scratch })).out,
    );
    expect(preview.problems.filter(({ severity }: { severity: string }) => severity === 'error')).toEqual([]);
    say(
      `| Column | becomes |\n|---|---|\n${preview.columns.map(({ header, field }: { header: string; field: string | null }) => `| ${header} | ${preview.fields.find((each: { field: string }) => each.field === field)?.title ?? 'nothing'} |`).join('\n')}`,
    );
    await run('import register.xlsx --target risks');
    await run('risks list');

    say(
      '## Treat the risks\n\nOwners, controls, a task, and one risk accepted as it is. Accepting is the owner’s decision, asked for by somebody else.',
    );
    await run(`risks change-many --ids R-1,R-2,R-4 --change '{"owner":"P-3"}'`);
    await run(`risks update R-3 --owner P-1 --treatment-rationale 'A release can wait for a week'`);
    await run(
      `treatment-tasks create --title 'Tests that look for records of other tenants' --risk R-1 --controls A.8.29 --assignee P-3 --status in-progress`,
    );
    await run('risks consistency');
    await run(`acceptances request R-3 --reason 'Within our appetite: a release can wait for a week'`);

    say(
      '## The Statement of Applicability\n\nEvery control that treats a risk is in it already. The others are decided by hand, each with its reason.',
    );
    const lines = JSON.parse((await annexa(['soa', 'lines', '--json'], { ANNEXA_DATA: data.path })).out).lines as {
      control: string;
      applicable: boolean | null;
    }[];
    const undecided = lines.filter(({ applicable }) => applicable === null).map(({ control }) => control);
    say(
      `${lines.length - undecided.length} of ${lines.length} controls follow from the risks; ${undecided.length} are still open. A company without premises of its own leaves out the physical ones and keeps the rest as its basic protection.`,
    );
    const physical = undecided.filter((control) => control.startsWith('A.7.') && !['A.7.7', 'A.7.9', 'A.7.10', 'A.7.14'].includes(control));
    await run(
      `soa decide-many --controls ${physical.join(',')} --change '{"applicable":false,"exclusionReason":"No premises of our own: people work from home, servers stand with the provider"}'`,
    );
    await run(
      `soa decide-many --controls ${undecided.filter((control) => !physical.includes(control)).join(',')} --change '{"applicable":true,"businessNeed":"Part of the basic protection that our customers expect"}'`,
    );
    await run(`soa prepare --title 'First Statement of Applicability'`);
    await run('soa approve SOA-1');
    await run('reports download statement-of-applicability --out statement-of-applicability.pdf');
    expect(readFileSync(join(scratch, 'statement-of-applicability.pdf')).subarray(0, 5).toString()).toBe('%PDF-');

    say('## The management system as files, and what an auditor would find');
    await run('export isms');
    await run('check isms --stage stage-1', 1);
    await run('ledger verify');

    const risks = load(readFileSync(join(scratch, 'isms/risks.yaml'), 'utf8')) as { title: string }[];
    expect(risks.map(({ title }) => title)).toEqual(riskTemplate.slice(1).map(([, title]) => title));
    const { findings } = JSON.parse((await annexa(['check', 'isms', '--json'], {}, { cwd: scratch })).out);
    expect(findings.map(({ rule }: { rule: string }) => rule)).toEqual(expect.arrayContaining(['4.3-no-scope']));

    const transcript = `${told.join('\n\n')}\n`;
    if (process.env['UPDATE_WALKTHROUGH']) writeFileSync(page, transcript);
    expect(transcript).toBe(readFileSync(page, 'utf8'));
  } finally {
    data.remove();
    rmSync(scratch, { recursive: true, force: true });
  }
});
