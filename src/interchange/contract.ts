import { z } from 'zod';
import { FileAnswer } from '../platform/files/contract.ts';
import { AttachedFile } from '../platform/files/model.ts';
import { operation } from '../platform/contract/operation.ts';

const tag = 'import';

/** Bulk data of machines that goes with the files: findings of scanners, and how each resource stands in each check. */
export const bulkNames = ['findings', 'outcomes'] as const;
export type BulkName = (typeof bulkNames)[number];
/** Where it lies in the folder of an export. */
export const bulkFolder = 'bulk/';
export const bulkPath = (name: BulkName): string => `${bulkFolder}${name}.ndjson.gz`;

export const importTargets = ['risks', 'assets', 'gap', 'people'] as const;

/** Which column feeds which field; `field` null leaves the column out. */
export const ColumnMapping = z.object({
  column: z.number().int().meta({ description: 'Counted from 1' }),
  header: z.string(),
  field: z.string().nullable(),
  guessed: z.boolean(),
  sample: z.array(z.string()),
});
export const ImportProblem = z.object({
  row: z.number().int().meta({ description: 'As the spreadsheet counts' }),
  column: z.string(),
  value: z.string(),
  message: z.string(),
  severity: z.enum(['error', 'warning']),
});
export const WordMapping = z.object({
  field: z.string(),
  word: z.string(),
  value: z.string().nullable(),
  rows: z.number().int(),
  guessed: z.boolean(),
});
export const ImportRow = z.object({
  row: z.number().int(),
  action: z.enum(['create', 'update', 'unchanged', 'skip']),
  id: z.string().nullable(),
  because: z.string(),
  record: z.record(z.string(), z.unknown()),
});

export const ImportOptions = z.object({
  sheet: z.string().optional(),
  headerRow: z.number().int().min(1).optional(),
  columns: z.record(z.string(), z.string().nullable()).optional().meta({ description: 'Column number → field, where the guess is wrong' }),
  words: z
    .record(z.string(), z.record(z.string(), z.string().nullable()))
    .optional()
    .meta({ description: 'Field → word in the file → value, where the guess is wrong' }),
  duplicates: z.enum(['update', 'skip', 'create']).default('update'),
  createPeople: z.boolean().default(true).meta({ description: 'Add owners who are not in the list of people yet' }),
  createAssets: z.boolean().default(true),
  createTeams: z.boolean().default(true).meta({ description: 'Add teams that are not among the teams yet' }),
});
export type ImportOptions = z.infer<typeof ImportOptions>;

export const ImportPreview = z.object({
  target: z.enum(importTargets),
  sheets: z.array(z.string()),
  sheet: z.string().nullable(),
  headerRow: z.number().int(),
  encoding: z.string().nullable(),
  delimiter: z.string().nullable(),
  columns: z.array(ColumnMapping),
  fields: z.array(z.object({ field: z.string(), title: z.string() })).meta({ description: 'What a column may be mapped to' }),
  words: z.array(WordMapping),
  choices: z
    .record(z.string(), z.array(z.object({ value: z.string(), title: z.string() })))
    .meta({ description: 'Field → values a word may be mapped to' }),
  rows: z.array(ImportRow),
  counts: z.object({ create: z.number(), update: z.number(), unchanged: z.number(), skip: z.number() }),
  newPeople: z.array(z.string()),
  newAssets: z.array(z.string()),
  newTeams: z.array(z.string()),
  problems: z.array(ImportProblem),
  ready: z.boolean().meta({ description: 'No errors: it may be imported' }),
});
export type ImportPreview = z.infer<typeof ImportPreview>;

const Upload = z.object({
  target: z.enum(importTargets),
  name: z.string().max(300).meta({ description: 'File name; its ending tells CSV from XLSX' }),
  content: z.base64().max(28_000_000, 'At most 20 MB.').meta({ description: 'The file, base64' }),
  options: ImportOptions.prefault({}),
});

export const interchangeContract = {
  preview: operation({
    method: 'POST',
    path: '/import/preview',
    tag,
    summary: 'Show what importing a spreadsheet would do',
    permission: 'import records',
    writes: false,
    tool: 'preview_import',
  })
    .input(Upload)
    .output(ImportPreview),
  import: operation({
    method: 'POST',
    path: '/import',
    tag,
    summary: 'Import a spreadsheet: all or nothing, undone as one step',
    permission: 'import records',
    tool: 'import_spreadsheet',
  })
    .input(Upload)
    .output(z.object({ request: z.string(), counts: ImportPreview.shape.counts, ids: z.array(z.string()) })),
  exportFiles: operation({
    method: 'GET',
    path: '/files',
    tag: 'files',
    summary: 'Export the whole ISMS as files',
    permission: 'export the ISMS',
  }).output(
    z.object({
      files: z.record(z.string(), z.string()).meta({ description: 'Path → text' }),
      attachments: z
        .array(AttachedFile.pick({ sha256: true, size: true }))
        .meta({ description: 'Attached files; they belong into `files/<sha256>`: GET /attachments/{sha256}' }),
      bulk: z.array(z.enum(bulkNames)).meta({ description: 'Bulk data; it belongs into `bulk/<name>.ndjson.gz`: GET /files/bulk/{name}' }),
    }),
  ),
  exportBulk: operation({
    method: 'GET',
    path: '/files/bulk/{name}',
    tag: 'files',
    summary: 'Export findings of scanners, or how resources stand in checks, as lines of JSON',
    description: 'Packed with gzip. A row a line in a stable order, and a last line with their number and SHA-256.',
    permission: 'export the ISMS',
    live: true,
    detailedOutput: true,
  })
    .input(z.object({ name: z.enum(bulkNames) }))
    .output(FileAnswer),
  exportZip: operation({
    method: 'GET',
    path: '/files/zip',
    tag: 'files',
    summary: 'Download the whole ISMS as files in a ZIP',
    permission: 'export the ISMS',
    detailedOutput: true,
  }).output(FileAnswer),
  importFiles: operation({
    method: 'PUT',
    path: '/files',
    tag: 'files',
    summary: 'Bring the ISMS to the state of the files',
    permission: 'manage the organisation',
    description:
      'All or nothing. Records that the files do not name are archived. What is frozen here (signed, approved, attested, closed) must stand in the files as it is, and nothing becomes so by files; only into an organisation that is still empty an export comes with its signatures. A field that nobody knows is refused. Attached files that are not here yet are uploaded first.',
  })
    .input(
      z.object({
        files: z.record(z.string().max(200), z.string().max(20_000_000)),
        bulk: z
          .partialRecord(z.enum(bulkNames), z.string().max(64))
          .default({})
          .meta({ description: 'Name → the finished upload of its file. It takes the place of what is here; what is not named stays' }),
      }),
    )
    .output(
      z.object({
        request: z.string(),
        created: z.number(),
        changed: z.number(),
        archived: z.number(),
        rows: z.partialRecord(z.enum(bulkNames), z.number()).meta({ description: 'Rows of bulk data that were brought in' }),
      }),
    ),
};
