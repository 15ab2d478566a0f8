import { ismsOf } from '../isms/isms.ts';
import { Problem } from '../platform/contract/problem.ts';
import type { Handlers } from '../platform/contract/serve.ts';
import { tableFile } from '../platform/register/table-file.ts';
import type { reportsContract } from './contract.ts';
import type { ReportDocument } from './document.ts';
import { riskRegister, scopeDocument, statementOfApplicability, treatmentPlan } from './documents.ts';
import { toDocx } from './docx.ts';
import { toPdf } from './pdf.ts';

/** Documents to hand out, in four formats made from one description. */
export const reports: Handlers<typeof reportsContract> = {
  async download(call, { document: wanted, format, version }) {
    const isms = ismsOf(await call.snapshot());
    const document: ReportDocument = {
      scope: () => scopeDocument(isms, call.today, version),
      'risk-register': () => riskRegister(isms, call.today),
      'treatment-plan': () => treatmentPlan(isms, call.today),
      'statement-of-applicability': () => statementOfApplicability(isms, call.today, version),
    }[wanted]();
    if (format === 'pdf') return new File([new Uint8Array(await toPdf(document))], `${document.name}.pdf`, { type: 'application/pdf' });
    if (format === 'docx')
      return new File([new Uint8Array(await toDocx(document))], `${document.name}.docx`, {
        type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      });
    const tables = document.sections.flatMap(({ table }) => (table ? [table] : []));
    if (wanted === 'scope' || tables.length === 0)
      throw new Problem('not-possible', 'The scope is a text: it comes as PDF or DOCX.', {
        fields: [{ field: 'format', message: 'Choose pdf or docx.' }],
        remedy: 'Choose pdf or docx.',
      });
    // The treatment plan's second table holds the tasks: that is what one works on in a spreadsheet.
    const table = wanted === 'treatment-plan' ? tables[1]! : tables[0]!;
    return tableFile(
      format,
      document.name,
      table.columns.map(({ title, share }) => ({ title, width: Math.max(8, Math.round(share * 1.6)) })),
      table.rows,
    );
  },
};
