import { soaInForce } from '../isms/applicability/versions.ts';
import type { FrozenSoaLine } from '../isms/applicability/model.ts';
import { listingsOf, type Listing } from '../isms/auditor/listings.ts';
import { roomParts, sectionTitles, sections, type RoomPart } from '../isms/auditor/model.ts';
import type { Reach } from '../isms/auditor/release.ts';
import type { Looking } from '../isms/auditor/room.ts';
import { cell, namesFor, titleOf, toldFields } from '../isms/auditor/words.ts';
import { collections } from '../isms/collections.ts';
import { approvedScope } from '../isms/context/service.ts';
import { documentStates } from '../isms/documents/state.ts';
import type { Isms } from '../isms/isms.ts';
import { fileFields } from '../platform/files/attached.ts';
import type { AttachedFile } from '../platform/files/model.ts';
import type { StoredRecord } from '../platform/ledger/snapshot.ts';
import type { Cell, TableColumn } from '../platform/register/table-file.ts';
import type { ReportDocument } from '../reports/document.ts';
import { riskRegister, scopeDocument, statementOfApplicability, treatmentPlan } from '../reports/documents.ts';
import { reviewMinutes } from '../reports/management-review.ts';
import { reportOfRecord } from '../reports/of-record.ts';
import { textDocument, type TextDocument } from '../reports/text.ts';
import type { z } from 'zod';
import { pageOfPart, pageOfRecord, safe } from './paths.ts';

/** A document that is set as PDF. Described when it is written: a pack may hold thousands. */
export type Paper = { path: string; title: string } & ({ report: () => ReportDocument } | { text: () => TextDocument });

/** A table that is written as XLSX. */
export interface Sheet {
  path: string;
  title: string;
  columns: TableColumn[];
  rows: () => Cell[][];
}

/** A record with a page of its own. */
export interface PackRecord {
  part: RoomPart;
  listing: Listing;
  record: StoredRecord;
  register: string;
  page: string;
  papers: Paper[];
}

export interface PackPart {
  part: RoomPart;
  title: string;
  page: string;
  papers: Paper[];
  sheets: Sheet[];
  records: PackRecord[];
}

export type SoaLineInForce = z.infer<typeof FrozenSoaLine>;
export interface Contents {
  parts: PackPart[];
  /** The controls in the order of the Statement in force; null: it is not among what is handed out. */
  statement: readonly SoaLineInForce[] | null;
}

/**
 * Everything that can be released, as a reach: for a pack that is handed out as a whole. What the product finds itself
 * stays with the organisation; a release can name it.
 */
export const everything = (isms: Isms): Reach => ({
  releases: [],
  parts: new Set<RoomPart>([...sections.filter((section) => section !== 'verdict'), 'requests']),
  documents: null,
  evidence: null,
  requests: isms.evidenceRequests,
});

/**
 * What goes into a pack, decided from the management system, the day and what is reached: the parts of the auditor's
 * room, in their order, with the documents in force, the registers and the records they list. Nothing that the room
 * would not show.
 */
export function contents(looking: Looking): Contents {
  const { isms, standard, day, reach } = looking;
  const names = namesFor(isms, standard, reach);
  const parts = roomParts
    .filter((part) => reach.parts.has(part))
    .map((part): PackPart => {
      const listings = listingsOf(part, isms, standard, day, reach);
      return {
        part,
        title: part === 'requests' ? 'Requests' : sectionTitles[part],
        page: pageOfPart(part),
        papers: papersOf(part, isms, day),
        sheets: [...tablesOf(part, isms, day), ...listings.filter(({ silent }) => !silent).map((listing) => sheetOf(listing))],
        records: listings.filter(({ opens }) => opens).flatMap((listing) => listing.records.map((record) => recordIn(part, listing, record))),
      };
    });
  return { parts, statement: reach.parts.has('soa') ? (soaInForce(isms.soaVersions)?.lines ?? null) : null };

  function recordIn(part: RoomPart, listing: Listing, record: StoredRecord): PackRecord {
    const register = collections[listing.key].name;
    return { part, listing, record, register, page: pageOfRecord(register, record.id), papers: papersOfRecord(looking, listing, record, register) };
  }

  /** A register whose records are open is there with all that may be told; of people only what the room shows. */
  function sheetOf({ key, heading, columns, records, opens }: Listing): Sheet {
    const fields = opens ? toldFields(key) : columns;
    return {
      path: `registers/${collections[key].name}.xlsx`,
      title: heading,
      columns: [...(opens ? [{ title: 'Id', width: 10 }] : []), ...fields.map((field) => ({ title: titleOf(key, field) }))],
      rows: () => records.map((record) => [...(opens ? [record.id] : []), ...fields.map((field) => cell(key, record, field, names))]),
    };
  }
}

/** The attached files that a pack will hold, each once: they have to be there before it is begun. */
export function attachedIn({ parts }: Contents, { isms, standard, day }: Looking): AttachedFile[] {
  const found = new Map<string, AttachedFile>();
  const add = (file: AttachedFile) => void found.set(file.sha256, file);
  for (const { listing, record } of parts.flatMap(({ records }) => records)) {
    for (const field of fileFields(collections[listing.key].record)) for (const file of [record[field] ?? []].flat() as AttachedFile[]) add(file);
    const version = listing.key === 'documents' ? documentStates(isms, standard, day).get(record.id)?.current : undefined;
    if (version?.file) add(version.file);
  }
  return [...found.values()];
}

/** The documents of the management system that a part is: only what is in force, never a draft. */
function papersOf(part: RoomPart, isms: Isms, day: string): Paper[] {
  const paper = (title: string, name: string, report: () => ReportDocument): Paper[] => [{ title, path: `documents/${name}.pdf`, report }];
  const soa = soaInForce(isms.soaVersions);
  const scope = approvedScope(isms);
  if (part === 'scope' && scope) return paper('Scope', `scope-version-${scope.number}`, () => scopeDocument(isms, day));
  if (part === 'soa' && soa)
    return paper('Statement of Applicability', `statement-of-applicability-version-${soa.number}`, () => statementOfApplicability(isms, day));
  if (part === 'risks') return paper('Risk register', 'risk-register', () => riskRegister(isms, day));
  return part === 'treatment' ? paper('Risk treatment plan', 'risk-treatment-plan', () => treatmentPlan(isms, day)) : [];
}

/** The registers that documents are made of, as tables: the Statement, the risks, the plan with its tasks. */
function tablesOf(part: RoomPart, isms: Isms, day: string): Sheet[] {
  const names: Partial<Record<RoomPart, string>> = { soa: 'statement-of-applicability', risks: 'risks', treatment: 'treatment-plan' };
  const name = names[part];
  const [paper] = name === undefined ? [] : papersOf(part, isms, day);
  if (!paper || !('report' in paper)) return [];
  return paper.report().sections.flatMap(({ heading, table }, at) =>
    table
      ? [
          {
            path: `registers/${name}${at === 0 ? '' : `-${safe(heading.toLowerCase().replaceAll(/[^a-z]+/g, '-'))}`}.xlsx`,
            title: heading,
            columns: table.columns.map(({ title, share }) => ({ title, width: Math.max(8, Math.round(share * 1.6)) })),
            rows: () => table.rows,
          },
        ]
      : [],
  );
}

/** What a record is on paper: a document in force, the report of an audit or an access review, the minutes of a review. */
function papersOfRecord({ isms, standard, day }: Looking, { key }: Listing, record: StoredRecord, register: string): Paper[] {
  if (key === 'documents') {
    const document = isms.documents.find(({ id }) => id === record.id)!;
    const version = documentStates(isms, standard, day).get(record.id)?.current;
    // What was brought in as a file goes out as it was approved.
    if (!version || version.file) return [];
    const name = safe(document.title.toLowerCase().replaceAll(/[^\p{L}\d]+/gu, '-'));
    return [
      {
        title: document.title,
        path: `documents/${safe(document.id)}-${name}-v${version.number}.pdf`,
        text: () => textDocument(isms, document, version, day),
      },
    ];
  }
  const path = `documents/${register}-${safe(record.id)}.pdf`;
  if (key === 'managementReviews') return [{ title: 'Minutes', path, report: () => reviewMinutes(isms, day, record.id, []) }];
  if (key === 'auditReports' || key === 'accessReviews')
    return [{ title: 'Report', path, report: () => reportOfRecord(register, record, isms, day)! }];
  return [];
}
