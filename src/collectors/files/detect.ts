import { parse as parseCsv } from 'csv-parse/sync';
import { formatTitles, type ScanFormat } from '../../isms/scans/model.ts';
import { Problem } from '../../platform/contract/problem.ts';
import { columnsOf, type Columns } from './csv.ts';
import { sarifContext, sarifRecords } from './sarif.ts';
import { trivyContext, trivyRecords } from './trivy.ts';

/** How a file is to be read. */
export interface Plan {
  format: ScanFormat;
  /** Where its records stand; none for a table. */
  records: readonly string[];
  /** What is needed around them. */
  context: readonly string[];
  delimiter: string;
  columns: Columns;
  /** What a table is called whose rows do not name their tool. */
  tool: string;
}

/** The lists in which findings stand when they do not stand at the top: of the client of AWS, of events, of other exports. */
const wrappers = ['Findings', 'findings', 'events', 'data', 'items', 'results'];

/** Tells from the first bytes which tool wrote a file, or takes the word of whoever brought it. Errors: invalid-input. */
export function detect(
  head: string,
  { format, columns = {}, tool = '' }: { format?: ScanFormat | undefined; columns?: Columns | undefined; tool?: string | undefined } = {},
): Plan {
  const begin = head.trimStart();
  const found = format ?? formatOf(begin);
  if (!found) throw unknownFile('It is no file of a scanner that is known here.');
  if (found !== 'csv' && !/^[[{]/.test(begin)) throw unknownFile(`It is not JSON, so it is no ${formatTitles[found]}.`);
  const plan = { format: found, context: [], delimiter: ',', columns, tool };
  switch (found) {
    case 'sarif':
      return { ...plan, records: sarifRecords, context: sarifContext };
    case 'trivy':
      return { ...plan, records: trivyRecords, context: trivyContext };
    case 'csv': {
      const delimiter = delimiterOf(begin);
      const titles = titlesOf(begin, delimiter);
      const mapped = columnsOf(titles, columns);
      if (!mapped.some((field) => field === 'rule' || field === 'title'))
        throw new Problem('invalid-input', 'No column of the table says what was found.', {
          fields: [{ field: 'columns', message: 'One of the columns must be the rule or the title.' }],
          remedy: 'Say which column is which: columns {"Name of the column": "rule"}.',
        });
      return { ...plan, records: [], delimiter, tool: tool || (isProwlers(titles) ? 'Prowler' : 'CSV') };
    }
    default:
      return { ...plan, records: listsIn(begin) };
  }
}

function formatOf(begin: string): ScanFormat | null {
  if (!/^[[{]/.test(begin)) return titlesOf(begin, delimiterOf(begin)).length > 1 ? 'csv' : null;
  if (/"(class_uid|finding_info|event_code)"\s*:/.test(begin)) return 'ocsf';
  if (/"(ProductArn|AwsAccountId)"\s*:/.test(begin) && /"(GeneratorId|SchemaVersion)"\s*:/.test(begin)) return 'asff';
  if (/"runs"\s*:\s*\[/.test(begin) && /sarif|"tool"\s*:/i.test(begin)) return 'sarif';
  if (/"(ArtifactName|ClusterName|VulnerabilityID|MisconfSummary)"\s*:/.test(begin)) return 'trivy';
  return null;
}

/** Where records stand in a file of records: in an array, below a key, or one after the other. */
function listsIn(begin: string): string[] {
  if (begin.startsWith('[')) return ['$[]'];
  const key = /^\{\s*"(\w+)"\s*:\s*\[/.exec(begin)?.[1];
  if (key && wrappers.includes(key)) return wrappers.map((each) => `$.${each}[]`);
  // An event of EventBridge has its findings in it.
  if (/"detail-type"\s*:/.test(begin.slice(0, 2000))) return ['$.detail.findings[]'];
  return ['$'];
}

const isProwlers = (titles: readonly string[]) => ['CHECK_ID', 'PROVIDER', 'STATUS_EXTENDED'].every((title) => titles.includes(title));

export const delimiterOf = (begin: string): string => {
  const line = begin.split(/\r?\n/, 1)[0] ?? '';
  return [',', ';', '\t', '|'].map((sign) => ({ sign, count: line.split(sign).length })).toSorted((a, b) => b.count - a.count)[0]!.sign;
};

export function titlesOf(begin: string, delimiter: string): string[] {
  try {
    return (parseCsv(begin.slice(0, 100_000), { delimiter, to: 1, bom: true, relax_quotes: true, trim: true }) as string[][])[0] ?? [];
  } catch {
    return [];
  }
}

const unknownFile = (message: string) =>
  new Problem('invalid-input', message, {
    fields: [{ field: 'upload', message }],
    remedy: `Read are: ${Object.values(formatTitles).join(', ')}; plain, as .gz, or a record a line. Choose the format if it is one of them.`,
  });
