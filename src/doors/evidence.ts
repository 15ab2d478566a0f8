import { readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { sendFile } from './attachments.ts';
import { call, organisationOf, withConnection, type ExitCode } from './calling.ts';
import { print, readArguments } from './cli.ts';
import { WrongUse } from './commands.ts';

const nothing = new URLSearchParams();
const help = [
  'annexa evidence add FILE|DIR… --control A.5.18 [--from DAY] [--to DAY] [options]',
  '  Adds one item of evidence with all the files named.',
  '',
  '  --control ID          a control or requirement it speaks for; several: repeat it',
  '  --from DAY, --to DAY  the time it speaks for; without --to the freshness rule of the control decides',
  '  --title WORDS         otherwise the name of the first file',
  '  --kind KIND           screenshot, configuration, log, ticket, record, report …; otherwise told from the file',
  '  --shows LANE          exists, works or applied; several: repeat it',
  '  --source WORDS        the system or person it comes from',
  '  --collected-by WORDS  who or what fetched it',
  '  --population WORDS, --population-count N, --population-hash SHA256',
  '  --supersedes EV-1     the item whose place it takes',
  '  --note WORDS',
].join('\n');

/** `annexa evidence add report.pdf --control A.8.13 --from 2027-01-12`: sends the files, and adds one item with all of them. */
export async function addEvidence(args: string[]): Promise<ExitCode> {
  const text = { type: 'string' } as const;
  const { values, positionals } = readArguments(
    args,
    {
      control: { type: 'string', multiple: true },
      shows: { type: 'string', multiple: true },
      from: text,
      to: text,
      title: text,
      kind: text,
      source: text,
      'collected-by': text,
      population: text,
      'population-count': text,
      'population-hash': text,
      supersedes: text,
      note: text,
    },
    help,
  );
  const controls = (values['control'] as unknown as string[] | undefined) ?? [];
  if (positionals.length === 0 || controls.length === 0) throw new WrongUse(help);
  const files = positionals.flatMap(filesIn);
  return withConnection(values, async (connection) => {
    const base = `/api/organisations/${await organisationOf(connection, values['organisation'] as string)}`;
    const uploads: string[] = [];
    for (const { full, path } of files) uploads.push((await sendFile(connection, base, full, path)).id);
    const given = {
      validFrom: values['from'],
      validTo: values['to'],
      title: values['title'],
      kind: values['kind'],
      shows: values['shows'],
      source: values['source'],
      collectedBy: values['collected-by'],
      population: values['population'],
      populationCount: values['population-count'] === undefined ? undefined : Number(values['population-count']),
      populationHash: values['population-hash'],
      supersedes: values['supersedes'],
      note: values['note'],
    };
    const answer = (await call(connection, base, {
      method: 'POST',
      path: '/evidence/files',
      query: nothing,
      body: { ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)), subjects: controls, uploads },
    })) as { record: { id: string; title: string; files: unknown[] } };
    print(
      values['json']
        ? answer
        : `${answer.record.id} ${answer.record.title}: ${files.length} file${files.length === 1 ? '' : 's'} for ${controls.join(', ')}.`,
      Boolean(values['json']),
    );
    return 0;
  });
}

function filesIn(place: string): { full: string; path: string }[] {
  const kind = statSync(place, { throwIfNoEntry: false });
  if (!kind) throw new WrongUse(`There is no file or directory ${place}.`);
  if (kind.isFile()) return [{ full: place, path: place.split(sep).at(-1)! }];
  const found = readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((full) => ({ full, path: relative(place, full).split(sep).join('/') }));
  if (found.length === 0) throw new WrongUse(`There is no file in ${place}.`);
  return found;
}
