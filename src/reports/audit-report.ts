import { reportContent, type ReportContent } from '../isms/audits/report.ts';
import type { AuditReport, InternalAudit } from '../isms/audits/model.ts';
import type { Isms } from '../isms/isms.ts';
import { notFound } from '../platform/contract/problem.ts';
import { standard } from '../standard/standard.ts';
import { dayInWords, type ReportDocument, type ReportSection } from './document.ts';

const grades = {
  major: 'Major nonconformity',
  minor: 'Minor nonconformity',
  opportunity: 'Opportunity for improvement',
  conformity: 'Conformity noted',
};
const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
/** Enough of a hash to find the record by; all of it stands in the frozen report. */
const short = (sha256: string) => sha256.slice(0, 12);

/** The report of an internal audit (9.2.2): as it was signed, or a draft of what stands now. */
export function auditReport(isms: Isms, day: string, id: string): ReportDocument {
  const audit = isms.internalAudits.find((each) => each.id === id);
  if (!audit) throw notFound('internal audit', id);
  const signed = isms.auditReports.find((each) => each.audit === id) ?? null;
  const content = signed ? (JSON.parse(signed.content) as ReportContent) : reportContent(isms, standard, day, audit, '');
  const state = signed ? `signed ${dayInWords(signed.signedAt)}` : audit.status === 'cancelled' ? 'cancelled' : `draft as of ${dayInWords(day)}`;
  return {
    name: `internal-audit-${audit.id}`,
    title: `Internal audit report: ${content.title}`,
    organisation: content.organisation,
    landscape: false,
    classification: 'Confidential',
    state: `${audit.id}, ${state}`,
    facts: factsOf(content, audit, signed, state),
    sections: [
      { heading: 'Summary', paragraphs: [content.summary || 'Written by the lead auditor when the report is signed.', resultOf(content)] },
      {
        heading: 'Scope, criteria and method',
        paragraphs: [
          `Scope: ${content.scope || 'not written down.'}`,
          `Criteria: ${content.criteria || 'not written down.'}`,
          `Method: ${content.method || 'as the audit programme says.'}`,
        ],
      },
      ...findingsOf(content),
      coveredSection(content),
      notCoveredSection(content),
      seenSection(content),
      ...(content.samples.length > 0 ? [samplesSection(content)] : []),
      { heading: 'Independence', paragraphs: content.independence.length > 0 ? content.independence : ['No auditor is named.'] },
      ...(signed ? [{ heading: 'What was signed', paragraphs: [`SHA-256 of the content of this report: ${signed.hash}`] }] : []),
    ],
    approval: signed
      ? {
          name: `${signed.signedBy}, lead auditor`,
          at: dayInWords(signed.signedAt),
          meaning: 'This is what the audit has found; it was looked at impartially.',
        }
      : null,
  };
}

const factsOf = (content: ReportContent, audit: InternalAudit, signed: AuditReport | null, state: string): [string, string][] => [
  ['Audit', `${content.audit}, ${state}`],
  ['Standard', 'ISO/IEC 27001:2022, clause 9.2'],
  ...(content.programme ? [['Programme', content.programme] as [string, string]] : []),
  ['Held', [content.from, content.to].filter(Boolean).map(dayInWords).join(' to ') || 'no day yet'],
  ['Lead auditor', content.leadAuditor || 'not named'],
  ...(content.auditors.length > 0 ? [['Auditors', content.auditors.join(', ')] as [string, string]] : []),
  ...(signed ? [['Reported', dayInWords(signed.signedAt)] as [string, string]] : []),
];

function resultOf({ counts, covered, notCovered }: ReportContent): string {
  const found = [
    plural(counts.major, 'major nonconformity', 'major nonconformities'),
    plural(counts.minor, 'minor nonconformity', 'minor nonconformities'),
    plural(counts.opportunity, 'opportunity for improvement', 'opportunities for improvement'),
  ];
  return `${plural(covered.length, 'clause or control was', 'clauses and controls were')} looked at to a conclusion, ${notCovered.length} ${notCovered.length === 1 ? 'was' : 'were'} not. Result: ${found.join(', ')}.`;
}

/** Each grade under its own heading, the words of the auditor as text: they are read, not looked up. */
function findingsOf({ findings }: ReportContent): ReportSection[] {
  if (findings.length === 0) return [{ heading: 'Findings', paragraphs: ['None.'] }];
  return (['major', 'minor', 'opportunity', 'conformity'] as const).flatMap((grade): ReportSection[] => {
    const own = findings.filter((each) => each.grade === grade);
    if (own.length === 0) return [];
    return [
      {
        heading: `${grades[grade]} (${own.length})`,
        paragraphs: [],
        table: {
          columns: [
            { title: 'No.', share: 8 },
            { title: 'About', share: 20 },
            { title: 'What was found', share: 58 },
            { title: grade === 'conformity' ? 'Auditor' : 'Became', share: 14 },
          ],
          rows: own.map((each) => [
            each.id,
            each.subjects.join('\n'),
            [each.title, each.requirement && `Asked for: ${each.requirement}`, each.observed].filter(Boolean).join('\n'),
            grade === 'conformity' ? each.auditor : each.raisedAs,
          ]),
        },
      },
    ];
  });
}

const coveredSection = ({ covered }: ReportContent): ReportSection => ({
  heading: 'What was looked at',
  paragraphs: covered.length === 0 ? ['Nothing to a conclusion yet.'] : [],
  ...(covered.length > 0 && {
    table: {
      columns: [
        { title: 'Clause or control', share: 40 },
        { title: 'Conclusion', share: 14 },
        { title: 'Questions', share: 10 },
        { title: 'Seen', share: 8 },
        { title: 'Auditor, spoken with', share: 28 },
      ],
      rows: covered.map((each) => [
        each.title,
        each.conclusion,
        String(each.answered),
        String(each.seen.length + each.files.length),
        [each.auditor, ...each.spokenWith].join(', '),
      ]),
    },
  }),
});

const notCoveredSection = ({ notCovered }: ReportContent): ReportSection => ({
  heading: 'What was not looked at',
  paragraphs: notCovered.length === 0 ? ['Everything that the audit was to cover was looked at.'] : [],
  ...(notCovered.length > 0 && {
    table: {
      columns: [
        { title: 'Clause or control', share: 50 },
        { title: 'Why', share: 50 },
      ],
      rows: notCovered.map(({ title, because }) => [title, because]),
    },
  }),
});

/** Each record once, whatever it was seen for. */
function seenSection({ covered }: ReportContent): ReportSection {
  const seen = new Map<string, { label: string; sha256: string; at: string; subjects: string[] }>();
  for (const { subject, seen: own, files } of covered)
    for (const { id, label, sha256, at } of [...own, ...files.map(({ name, sha256: hash }) => ({ id: 'File', label: name, sha256: hash, at: '' }))]) {
      const known = seen.get(`${id} ${sha256}`);
      if (known) known.subjects.push(subject);
      else seen.set(`${id} ${sha256}`, { label: id === label ? id : `${id} ${label}`, sha256, at, subjects: [subject] });
    }
  return {
    heading: 'Evidence seen',
    paragraphs: seen.size === 0 ? ['None is recorded.'] : ['Each record as it was at that moment: the first digits of the SHA-256 of what it said.'],
    ...(seen.size > 0 && {
      table: {
        columns: [
          { title: 'Record', share: 44 },
          { title: 'For', share: 26 },
          { title: 'Seen', share: 14 },
          { title: 'SHA-256', share: 16 },
        ],
        rows: [...seen.values()].map(({ label, subjects, at, sha256 }) => [
          label,
          subjects.join(', '),
          at === '' ? '' : dayInWords(at),
          short(sha256),
        ]),
      },
    }),
  };
}

const samplesSection = ({ samples }: ReportContent): ReportSection => ({
  heading: 'Samples',
  paragraphs: ['Whoever has the population and the seed draws the same sample.'],
  table: {
    columns: [
      { title: 'Sample', share: 30 },
      { title: 'Population', share: 26 },
      { title: 'Drawn', share: 12 },
      { title: 'Deviate', share: 10 },
      { title: 'Seed, SHA-256 of the population', share: 22 },
    ],
    rows: samples.map((each) => [
      `${each.id} ${each.title}`,
      `${each.provenance} (${each.population})`,
      String(each.drawn),
      String(each.deviations),
      `${each.seed}\n${short(each.sha256)}`,
    ]),
  },
});
