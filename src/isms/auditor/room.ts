import type { StoredRecord } from '../../platform/ledger/snapshot.ts';
import type { AttachedFile } from '../../platform/files/model.ts';
import type { Standard } from '../../standard/standard.ts';
import { approvedScope } from '../context/service.ts';
import { soaInForce } from '../applicability/versions.ts';
import { collections } from '../collections.ts';
import { dayInWords } from '../days.ts';
import { blocksOf } from '../documents/markdown.ts';
import { documentStates } from '../documents/state.ts';
import type { Isms } from '../isms.ts';
import { frozenInputs } from '../review/content.ts';
import { inputTitles } from '../review/model.ts';
import type { RecordShown, SectionShown, TableShown } from './contract.ts';
import { listingsOf, type Listing } from './listings.ts';
import { sectionTitles, type RoomPart } from './model.ts';
import type { Reach } from './release.ts';
import { cell, namesFor, titleOf, wordsOf, type Names } from './words.ts';

/** A document to hand out as rooms above describe it: the scope, the Statement, the register of risks. */
export interface Paper {
  title: string;
  state: string;
  facts: [string, string][];
  sections: { heading: string; paragraphs: string[]; table?: { columns: { title: string }[]; rows: string[][] } }[];
  approval?: { name: string; at: string; meaning: string } | null;
}
/** A finding of the verdict, as the room tells it. */
export interface FoundByVerdict {
  rule: string;
  clause: string;
  grade: string;
  title: string;
  text: string;
}

/** What the room takes from the floors above it. */
export interface Above {
  paper(kind: 'scope' | 'statement-of-applicability' | 'risk-register' | 'treatment-plan', isms: Isms, day: string): Paper;
  verdict(isms: Isms, day: string): readonly FoundByVerdict[];
  /** The report that belongs to a record: of an internal audit as it was signed, of an access review. */
  report(register: string, record: StoredRecord, isms: Isms, day: string): Paper | null;
}

/** Rows of one table on one page; a longer list is narrowed down by searching. */
export const mostRows = 1000;

interface Section extends SectionShown {
  /** Lines that it shows. */
  records: number;
}

/** One part of the room, as tables and texts that are read and printed; `most` rows of each table. */
export function sectionOf(
  part: RoomPart,
  isms: Isms,
  standard: Standard,
  day: string,
  reach: Reach,
  above: Above,
  search = '',
  most = mostRows,
): Section {
  const names = namesFor(isms, standard, reach);
  const fits = searchFor(search);
  const paper = paperOf(part, isms, day, above);
  const listings = listingsOf(part, isms, standard, day, reach);
  const tables = [
    ...[...(paper?.sections ?? []).map((each) => printed(each, listings)), ...own(part, isms, day, above)].map((table) =>
      narrowed(table, table.rows, fits, most),
    ),
    ...listings.filter(({ silent }) => !silent).map((listing) => tableOf(listing, names, fits, most)),
  ];
  return {
    section: part,
    title: part === 'requests' ? 'Requests' : sectionTitles[part],
    state: paper?.state ?? `As it stood on ${dayInWords(day)}`,
    facts: [
      ...(paper?.facts ?? []).map(([title, value]) => ({ title, value })),
      ...(paper?.approval ? [{ title: 'Approved', value: `${paper.approval.name}, ${paper.approval.at}. ${paper.approval.meaning}` }] : []),
    ],
    tables,
    records: tables.reduce((sum, { total }) => sum + total, 0),
  };
}

type Row = TableShown['rows'][number];
type Fits = ((row: Row) => boolean) | null;

/** Whether a line has all the words that are sought; null: nothing is. */
function searchFor(search: string): Fits {
  const words = search.toLocaleLowerCase('en').split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  return ({ id, cells }) => {
    const line = [id ?? '', ...cells].join(' ').toLocaleLowerCase('en');
    return words.every((word) => line.includes(word));
  };
}

function narrowed(table: Omit<TableShown, 'total' | 'rows'>, rows: readonly Row[], fits: Fits, most: number, total = rows.length): TableShown {
  const found = fits ? rows.filter(fits) : rows;
  return { ...table, total: fits ? found.length : total, rows: found.slice(0, most) };
}

/** A part of a document; where its lines begin with the number of a record that can be opened, they lead there. */
function printed({ heading, paragraphs, table }: Paper['sections'][number], listings: readonly Listing[]): Omit<TableShown, 'total'> {
  const columns = table?.columns.map(({ title }) => title) ?? [];
  const rows = table?.rows ?? [];
  const listing = columns[0] === 'Id' ? listings.find(({ opens, records }) => opens && isOf(rows, records)) : undefined;
  return {
    heading,
    paragraphs,
    register: listing ? collections[listing.key].name : '',
    columns: listing ? columns.slice(1) : columns,
    rows: rows.map((cells) => (listing ? { id: cells[0]!, cells: cells.slice(1) } : { id: null, cells })),
  };
}

/** Whether every line begins with the number of one of the records. */
function isOf(rows: readonly string[][], records: readonly StoredRecord[]): boolean {
  const ids = new Set(records.map(({ id }) => id));
  return rows.every(([id]) => ids.has(id!));
}

const nothing = (state: string): Paper => ({ title: '', state, facts: [], sections: [{ heading: '', paragraphs: [state] }] });

/** The document that a part of the room is, where it is one: only what is in force, never a draft. */
function paperOf(part: RoomPart, isms: Isms, day: string, above: Above): Paper | null {
  if (part === 'scope') return approvedScope(isms) ? above.paper('scope', isms, day) : nothing('No version of the scope is approved.');
  if (part === 'soa')
    return soaInForce(isms.soaVersions)
      ? above.paper('statement-of-applicability', isms, day)
      : nothing('No version of the Statement of Applicability is in force.');
  if (part === 'risks') return above.paper('risk-register', isms, day);
  return part === 'treatment' ? above.paper('treatment-plan', isms, day) : null;
}

/** What a part says besides its lists. */
function own(part: RoomPart, isms: Isms, day: string, above: Above): Omit<TableShown, 'total'>[] {
  if (part === 'context' && isms.climate)
    return [
      {
        heading: 'Climate change',
        paragraphs: [
          isms.climate.relevant === null ? 'Not determined.' : isms.climate.relevant ? 'Is a relevant issue.' : 'Is not a relevant issue.',
          isms.climate.reasoning,
        ].filter(Boolean),
        register: '',
        columns: [],
        rows: [],
      },
    ];
  if (part === 'verdict') {
    const found = above.verdict(isms, day);
    return [
      {
        heading: 'Findings',
        paragraphs: [
          `On ${dayInWords(day)} the rules of the product find ${found.length}. They are the organisation’s own; none of them is an auditor’s.`,
        ],
        register: '',
        columns: ['Rule', 'Clause', 'Grade', 'Finding', 'In words'],
        rows: found.map(({ rule, clause, grade, title, text }) => ({ id: null, cells: [rule, clause, grade, title, text] })),
      },
    ];
  }
  return [];
}

function tableOf({ key, heading, columns, records, opens }: Listing, names: Names, fits: Fits, most: number): TableShown {
  // A long list is put into words only as far as it is shown, or sought through.
  const rows = (fits ? records : records.slice(0, most)).map((record) => ({
    id: opens ? record.id : null,
    cells: columns.map((field) => cell(key, record, field, names)),
  }));
  const table = {
    heading,
    paragraphs: records.length === 0 ? ['None.'] : [],
    register: opens ? collections[key].name : '',
    columns: columns.map((field) => titleOf(key, field)),
  };
  return narrowed(table, rows, fits, most, records.length);
}

/** How many records a part of the room opens. */
export const countOf = (part: RoomPart, isms: Isms, standard: Standard, day: string, reach: Reach): number =>
  listingsOf(part, isms, standard, day, reach).reduce((sum, { records }) => sum + records.length, 0);

/** A record that a part of the room lists and opens; undefined for everything else, whether it exists or not. */
export function listed(part: RoomPart, register: string, id: string, isms: Isms, standard: Standard, day: string, reach: Reach) {
  const listing = listingsOf(part, isms, standard, day, reach).find(({ key, opens }) => opens && collections[key].name === register);
  const record = listing?.records.find((each) => each.id === id);
  return listing && record ? { listing, record } : undefined;
}

/** A record of the room with everything it says; of a document the approved text or file that is in force. */
export function recordOf(
  part: RoomPart,
  { listing, record }: { listing: Listing; record: StoredRecord },
  { isms, standard, day, reach, above }: Looking,
): RecordShown {
  const words = wordsOf(listing.key, record, namesFor(isms, standard, reach));
  const title = ['title', 'name', 'subject', 'rule'].map((field) => record[field]).find((value) => typeof value === 'string' && value !== '');
  const register = collections[listing.key].name;
  const shown: RecordShown = {
    section: part,
    register,
    id: record.id,
    title: typeof title === 'string' ? title : record.id,
    ...words,
    texts: words.texts.map((each) => ({ title: each.title, blocks: blocksOf(each.text) })),
  };
  if (listing.key === 'documents') return { ...shown, ...inForce(shown, isms, standard, day, record.id) };
  if (listing.key === 'managementReviews') return reviewed(shown, record);
  const report = above.report(register, record, isms, day);
  return report ? withReport(shown, report) : shown;
}

/** From where a record is looked at. */
export interface Looking {
  isms: Isms;
  standard: Standard;
  day: string;
  reach: Reach;
  above: Above;
}

/** A report says everything that stands in its record, in the order in which it is read. */
const withReport = (shown: RecordShown, { title, facts, sections }: Paper): RecordShown => ({
  ...shown,
  title,
  facts: facts.map(([name, value]) => ({ title: name, value })),
  texts: sections
    .filter(({ paragraphs }) => paragraphs.length > 0)
    .map(({ heading, paragraphs }) => ({ title: heading, blocks: paragraphs.map((text) => ({ kind: 'paragraph' as const, runs: [{ text }] })) })),
  tables: sections.flatMap(({ heading, table }) => (table ? [{ heading, columns: table.columns.map((each) => each.title), rows: table.rows }] : [])),
});

function inForce(shown: RecordShown, isms: Isms, standard: Standard, day: string, id: string): Partial<RecordShown> {
  const version = documentStates(isms, standard, day).get(id)?.current;
  if (!version) return {};
  return {
    facts: [
      { title: 'Version in force', value: String(version.number) },
      ...(version.effectiveOn ? [{ title: 'In force from', value: dayInWords(version.effectiveOn) }] : []),
      ...version.approvals.map(({ name, at, hash }) => ({ title: 'Approved', value: `${name}, ${dayInWords(at)}, SHA-256 ${hash}` })),
      ...shown.facts.filter(({ title }) => title !== 'Approved by'),
    ],
    texts: [...shown.texts, ...(version.file ? [] : [{ title: 'Text', blocks: blocksOf(version.text ?? '') }])],
    files: version.file ? [version.file] : [],
  };
}

/** A management review with its inputs as they were frozen: in words, and all figures in one table. */
function reviewed(shown: RecordShown, record: StoredRecord): RecordShown {
  const inputs = frozenInputs({ inputs: String(record['inputs'] ?? '') });
  const figures = inputs.flatMap(({ input, figures: list }) =>
    list.map(({ name, value, before }) => [inputTitles[input].title, name, value, before ?? '']),
  );
  return {
    ...shown,
    texts: [
      ...shown.texts.filter(({ title }) => title !== 'Inputs'),
      ...inputs.map(({ input, summary, points, comment }) => ({
        title: `Input: ${inputTitles[input].title}`,
        blocks: blocksOf([summary, points.map(({ text }) => `- ${text}`).join('\n'), comment].filter(Boolean).join('\n\n')),
      })),
    ],
    tables: [
      ...shown.tables,
      ...(figures.length > 0 ? [{ heading: 'Figures', columns: ['Input', 'Figure', 'On the day', 'Before'], rows: figures }] : []),
    ],
  };
}

/** The file of a hash, if the record shows it. */
export const fileOf = ({ files }: Pick<RecordShown, 'files'>, sha256: string): AttachedFile | undefined =>
  files.find((file) => file.sha256 === sha256);
