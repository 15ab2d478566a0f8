import { buffer } from 'node:stream/consumers';
import { zipSync } from 'fflate';
import type { Document, DocumentVersion } from '../isms/documents/model.ts';
import { versionInForce } from '../isms/documents/state.ts';
import { ismsOf, type Isms } from '../isms/isms.ts';
import { Problem, notFound } from '../platform/contract/problem.ts';
import type { AttachedFile } from '../platform/files/model.ts';
import type { Files } from '../platform/files/service.ts';
import type { Handlers } from '../platform/contract/serve.ts';
import { tableFile } from '../platform/register/table-file.ts';
import { accessReviewReport, accessReviewTable } from './access-review.ts';
import { reviewShown } from '../isms/review/service.ts';
import { auditReport } from './audit-report.ts';
import { reviewMinutes } from './management-review.ts';
import { certificateFile } from './certificate.ts';
import type { reportsContract } from './contract.ts';
import type { ReportDocument, ReportTable } from './document.ts';
import { documentOfKind } from './documents.ts';
import { textToDocx, toDocx } from './docx.ts';
import { nonconformityRecord, nonconformityRegister } from './nonconformity.ts';
import { textToPdf, toPdf } from './pdf.ts';
import { textDocument } from './text.ts';

/** Documents to hand out, in four formats made from one description. */
export const reportsService = (store: Files): Handlers<typeof reportsContract> => ({
  async download(call, { document: wanted, format, version }) {
    const isms = ismsOf(await call.snapshot());
    const document = documentOfKind(wanted, isms, call.today, version);
    if (format === 'pdf' || format === 'docx') return onPaper(document, format);
    const tables = document.sections.flatMap(({ table }) => (table ? [table] : []));
    if (wanted === 'scope' || tables.length === 0)
      throw new Problem('not-possible', 'The scope is a text: it comes as PDF or DOCX.', {
        fields: [{ field: 'format', message: 'Choose pdf or docx.' }],
        remedy: 'Choose pdf or docx.',
      });
    // The treatment plan's second table holds the tasks: that is what one works on in a spreadsheet.
    const table = wanted === 'treatment-plan' ? tables[1]! : tables[0]!;
    return asSheet(document.name, table, format);
  },

  async accessReview(call, { id, format }) {
    const isms = ismsOf(await call.snapshot());
    const document = accessReviewReport(isms, call.today, id);
    return format === 'pdf' || format === 'docx' ? onPaper(document, format) : asSheet(document.name, accessReviewTable(isms, id), format);
  },

  managementReview: async (call, { id, format }) =>
    onPaper(reviewMinutes(ismsOf(await call.snapshot()), call.today, id, (await reviewShown(call, id)).inputs), format),
  internalAudit: async (call, { id, format }) => onPaper(auditReport(ismsOf(await call.snapshot()), call.today, id), format),

  nonconformity: async (call, { id, format }) => onPaper(nonconformityRecord(ismsOf(await call.snapshot()), call.today, id), format),
  async nonconformities(call, { format }) {
    const document = nonconformityRegister(ismsOf(await call.snapshot()), call.today);
    if (format === 'pdf' || format === 'docx') return onPaper(document, format);
    const [{ table } = { table: undefined }] = document.sections;
    if (!table) throw new Problem('not-possible', 'No nonconformity has been raised: there is no table.', { remedy: 'Choose pdf or docx.' });
    return asSheet(document.name, table, format);
  },

  async version(call, { id, format }) {
    const isms = ismsOf(await call.snapshot());
    const version = isms.documentVersions.find((each) => each.id === id);
    const document = isms.documents.find((each) => each.id === version?.document);
    if (!version || !document) throw notFound('document version', id);
    if (version.file)
      throw new Problem('not-possible', 'This version is a file that was brought in: it is handed out as it was approved, not set anew.', {
        remedy: `Download ${version.file.name}: GET /document-versions/${id}/file.`,
      });
    const { name, content } = await written(isms, document, version, call.today, format);
    return new File([content], name, { type: mediaTypes[format] });
  },

  async documentSet(call, { format }) {
    // What was brought in goes out as it was approved, whatever the format of the others.
    const original = async (id: string, file: AttachedFile) => {
      const { body } = await store.answer(call, file);
      return { name: `${id}-${file.name}`, content: await buffer(body) };
    };
    const isms = ismsOf(await call.snapshot());
    const files: Record<string, [Uint8Array, { mtime: Date }]> = {};
    for (const document of isms.documents) {
      const version = versionInForce(
        isms.documentVersions.filter((each) => each.document === document.id),
        call.today,
      );
      if (!version) continue;
      const { name, content } = version.file ? await original(document.id, version.file) : await written(isms, document, version, call.today, format);
      files[name] = [content, { mtime: new Date(version.effectiveOn ?? call.today) }];
    }
    if (Object.keys(files).length === 0)
      throw new Problem('not-possible', 'No document is in force yet.', { remedy: 'Approve and publish one first.' });
    return new File([new Uint8Array(zipSync(files))], `${call.organisation.slug}-documents.zip`, { type: 'application/zip' });
  },

  certificate: async (call, { id }) => certificateFile(call, ismsOf(await call.snapshot()), id),
  async myCertificate(call, { id }) {
    if (call.actor.person === null) throw notFound('training result', id);
    return certificateFile(call, ismsOf(await call.snapshot()), id, call.actor.person);
  },
});

const onPaper = async (document: ReportDocument, format: 'pdf' | 'docx') =>
  new File([new Uint8Array(await (format === 'pdf' ? toPdf(document) : toDocx(document)))], `${document.name}.${format}`, {
    type: mediaTypes[format],
  });

const asSheet = (name: string, table: ReportTable, format: 'xlsx' | 'csv') =>
  tableFile(
    format,
    name,
    table.columns.map(({ title, share }) => ({ title, width: Math.max(8, Math.round(share * 1.6)) })),
    table.rows,
  );

const mediaTypes = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  md: 'text/markdown; charset=utf-8',
};

async function written(isms: Isms, document: Document, version: DocumentVersion, day: string, format: keyof typeof mediaTypes) {
  const text = textDocument(isms, document, version, day);
  const content =
    format === 'pdf' ? await textToPdf(text) : format === 'docx' ? await textToDocx(text) : Buffer.from(`${version.text ?? version.body}\n`, 'utf8');
  return { name: `${text.name}.${format}`, content: new Uint8Array(content) };
}
