import { boundariesNow, approvedScope } from '../isms/context/service.ts';
import type { FrozenScope, ScopeVersion } from '../isms/context/model.ts';
import type { Isms } from '../isms/isms.ts';
import { soaLines } from '../isms/applicability/derive.ts';
import { soaInForce } from '../isms/applicability/versions.ts';
import { assessedRisks } from '../isms/risk/assess.ts';
import { currentMethod } from '../isms/risk/method.ts';
import { notFound, Problem } from '../platform/contract/problem.ts';
import { standard } from '../standard/standard.ts';
import type { documents } from './contract.ts';
import { dayInWords, type ReportDocument, type ReportSection } from './document.ts';

const classification = 'Confidential';
const person = (isms: Isms) => {
  const names = new Map(isms.people.map(({ id, name }) => [id, name]));
  return (id: string | null) => (id === null ? '' : (names.get(id) ?? id));
};
const approvalOf = ({
  approvedByName,
  approvedAt,
  approvalMeaning,
}: Pick<ScopeVersion, 'approvedByName' | 'approvedAt' | 'approvalMeaning'>): ReportDocument['approval'] =>
  approvedByName && approvedAt ? { name: approvedByName, at: dayInWords(approvedAt), meaning: approvalMeaning ?? '' } : null;

/** The scope (4.3): a version, or without one the approved one, else the draft. */
export function scopeDocument(isms: Isms, day: string, wanted?: string): ReportDocument {
  const version =
    wanted === undefined
      ? (approvedScope(isms) ?? isms.scopeVersions.find(({ status }) => status === 'draft'))
      : isms.scopeVersions.find(({ id }) => id === wanted);
  if (!version) {
    if (wanted !== undefined) throw notFound('scope version', wanted);
    throw new Problem('not-possible', 'There is no scope yet.', { remedy: 'Start a version of the scope first.' });
  }
  const bounds = version.frozen ?? boundariesNow(isms);
  const part = (heading: string, list: FrozenScope['teams'], detail: string, reason: string): ReportSection => ({
    heading,
    paragraphs: list.length === 0 ? ['None.'] : [],
    ...(list.length > 0 && {
      table: {
        columns: [
          { title: 'Name', share: 26 },
          { title: detail, share: 34 },
          { title: reason, share: 40 },
        ],
        rows: list.map((each) => [each.name, each.detail, each.reason]),
      },
    }),
  });
  const excluded = soaLines(isms, standard, day).filter(({ applicable }) => applicable === false);
  return {
    name: `scope-version-${version.number}`,
    title: version.title,
    organisation: isms.organisation.name,
    landscape: false,
    classification,
    state: `Version ${version.number}, ${version.status}`,
    facts: [
      ['Version', `${version.number}, ${version.status}${version.approvedAt ? ` ${dayInWords(version.approvedAt)}` : ` as of ${dayInWords(day)}`}`],
      ['Standard', 'ISO/IEC 27001:2022 with Amendment 1:2024, clause 4.3'],
      ['Persons in scope', bounds.persons === null ? 'not known' : String(bounds.persons)],
    ],
    sections: [
      { heading: 'Scope statement', paragraphs: [version.statement || 'Not written yet.'] },
      ...(version.justification
        ? [{ heading: 'How issues, requirements and interfaces were considered', paragraphs: version.justification.split(/\n{2,}/) }]
        : []),
      part('Organisational boundary', bounds.teams, 'Size', 'Why'),
      part('Physical boundary', bounds.locations, 'Kind and address', 'Why'),
      part('Technical boundary', bounds.systems, 'Kind', 'Why'),
      part('Interfaces and dependencies', bounds.interfaces, 'What crosses, and to whom', 'Who does what'),
      part('Left out of the scope', bounds.exclusions, 'Effect on the scope', 'Why'),
      {
        heading: 'Controls',
        paragraphs: [
          excluded.length === 0
            ? 'No control of Annex A is excluded; the Statement of Applicability has the reasons.'
            : `Excluded by the Statement of Applicability: ${excluded.map(({ label }) => label).join(', ')}. The reasons stand there.`,
        ],
      },
    ],
    approval: approvalOf(version),
  };
}

const score = (rating: { likelihood: number; impact: number; score: number; level: string } | null) =>
  rating ? `${rating.likelihood} × ${rating.impact}: ${rating.score} ${rating.level}` : 'not rated';

/** The risk register (6.1.2, 8.2). */
export function riskRegister(isms: Isms, day: string): ReportDocument {
  const name = person(isms);
  const method = currentMethod(isms);
  const risks = assessedRisks(isms, day);
  return {
    name: 'risk-register',
    title: 'Risk register',
    organisation: isms.organisation.name,
    landscape: true,
    classification,
    state: `As of ${dayInWords(day)}`,
    facts: [
      ['As of', dayInWords(day)],
      ['Method', method ? `${method.title}, version ${method.number}` : 'none in force'],
      ['Risks', `${risks.length}, of which ${risks.filter(({ status }) => status === 'open').length} open`],
    ],
    sections: [
      {
        heading: 'Risks',
        paragraphs: risks.length === 0 ? ['No risk has been recorded.'] : [],
        table: {
          columns: [
            { title: 'Id', share: 5 },
            { title: 'Risk', share: 18 },
            { title: 'Owner', share: 10 },
            { title: 'Affects', share: 6 },
            { title: 'Inherent', share: 9 },
            { title: 'Current', share: 9 },
            { title: 'Treatment', share: 8 },
            { title: 'Controls', share: 12 },
            { title: 'Residual', share: 9 },
            { title: 'Acceptance', share: 7 },
            { title: 'Review', share: 8 },
          ],
          rows: risks.map((risk) => [
            risk.id,
            risk.title + (risk.status === 'closed' ? ' (closed)' : ''),
            name(risk.owner),
            risk.affects.map((each) => each[0]!.toUpperCase()).join(' '),
            score(risk.inherent),
            score(risk.current),
            risk.treatment,
            risk.controls.join(', '),
            score(risk.residual) + (risk.residual && risk.residualReached ? ' (reached)' : ''),
            risk.acceptance,
            dayInWords(risk.reviewOn),
          ]),
        },
      },
    ],
    approval: null,
  };
}

/** The risk treatment plan (6.1.3 e) with the owners' approvals (6.1.3 f). */
export function treatmentPlan(isms: Isms, day: string): ReportDocument {
  const name = person(isms);
  const risks = new Map(assessedRisks(isms, day).map((risk) => [risk.id, risk]));
  const open = [...risks.values()].filter(({ status, treatment }) => status === 'open' && treatment !== 'undecided');
  const cost = isms.treatmentTasks.reduce((sum, task) => sum + (task.cost ?? 0), 0);
  const accepted = isms.acceptances.filter(({ status }) => status === 'accepted');
  return {
    name: 'risk-treatment-plan',
    title: 'Risk treatment plan',
    organisation: isms.organisation.name,
    landscape: true,
    classification,
    state: `As of ${dayInWords(day)}`,
    facts: [
      ['As of', dayInWords(day)],
      ['Tasks', `${isms.treatmentTasks.length}, of which ${isms.treatmentTasks.filter(({ status }) => status === 'done').length} done`],
      ['Cost', cost > 0 ? `${cost.toLocaleString('en')} ${isms.organisation.currency}` : 'not estimated'],
    ],
    sections: [
      {
        heading: 'Treatment of each risk',
        paragraphs: [],
        table: {
          columns: [
            { title: 'Risk', share: 28 },
            { title: 'Owner', share: 12 },
            { title: 'Current', share: 11 },
            { title: 'Treatment', share: 9 },
            { title: 'Controls', share: 16 },
            { title: 'Residual expected', share: 12 },
            { title: 'Reached', share: 6 },
            { title: 'Owner’s acceptance', share: 10 },
          ],
          rows: open.map((risk) => [
            `${risk.id} ${risk.title}`,
            name(risk.owner),
            score(risk.current),
            risk.treatment,
            risk.controls.join(', '),
            score(risk.residual),
            risk.residualReached ? 'yes' : 'no',
            risk.acceptance,
          ]),
        },
      },
      {
        heading: 'Tasks',
        paragraphs: [],
        table: {
          columns: [
            { title: 'Id', share: 6 },
            { title: 'Task', share: 30 },
            { title: 'Risk', share: 24 },
            { title: 'Assignee', share: 12 },
            { title: 'Start', share: 8 },
            { title: 'Due', share: 8 },
            { title: 'Status', share: 8 },
            { title: 'Cost', share: 6 },
          ],
          rows: isms.treatmentTasks.map((task) => [
            task.id,
            task.title,
            `${task.risk} ${risks.get(task.risk)?.title ?? ''}`,
            name(task.assignee),
            dayInWords(task.startOn),
            dayInWords(task.dueOn),
            task.status,
            task.cost === null ? '' : task.cost.toLocaleString('en'),
          ]),
        },
      },
      {
        heading: 'Approvals and acceptances by risk owners',
        paragraphs: accepted.length === 0 ? ['None yet.'] : [],
        ...(accepted.length > 0 && {
          table: {
            columns: [
              { title: 'Risk', share: 34 },
              { title: 'Accepted by', share: 18 },
              { title: 'On', share: 12 },
              { title: 'Residual accepted', share: 18 },
              { title: 'Until', share: 12 },
            ],
            rows: accepted.map((each) => [
              `${each.risk} ${risks.get(each.risk)?.title ?? ''}`,
              each.decidedByName ?? '',
              dayInWords(each.decidedAt),
              `${each.likelihood} × ${each.impact}: ${each.score} ${each.level}`,
              dayInWords(each.expiresOn),
            ]),
          },
        }),
      },
    ],
    approval: null,
  };
}

const reasonWords: Record<string, string> = { risk: 'risk treatment', legal: 'law', contractual: 'contract', 'business-need': 'business need' };

/** The Statement of Applicability (6.1.3 d): a version, or without one that in force, else the lines of now as a draft. */
export function statementOfApplicability(isms: Isms, day: string, wanted?: string): ReportDocument {
  const version = wanted === undefined ? soaInForce(isms.soaVersions) : isms.soaVersions.find(({ id }) => id === wanted);
  if (wanted !== undefined && !version) throw notFound('version of the Statement of Applicability', wanted);
  const lines = version?.lines ?? soaLines(isms, standard, day);
  const name = person(isms);
  const state = version ? `Version ${version.number}, ${version.status}` : `Draft as of ${dayInWords(day)}`;
  const count = (applicable: boolean | null) => lines.filter((line) => line.applicable === applicable).length;
  return {
    name: version ? `statement-of-applicability-version-${version.number}` : 'statement-of-applicability-draft',
    title: 'Statement of Applicability',
    organisation: isms.organisation.name,
    landscape: true,
    classification,
    state,
    facts: [
      [
        'Version',
        version
          ? `${version.number}, ${version.status}, prepared ${dayInWords(version.preparedOn)} by ${version.preparedByName}`
          : `Draft as of ${dayInWords(day)}`,
      ],
      ['Standard', 'ISO/IEC 27001:2022, Annex A, clause 6.1.3 d)'],
      ['Controls', `${count(true)} included, ${count(false)} excluded${count(null) > 0 ? `, ${count(null)} undecided` : ''}`],
      ...(version?.note ? [['Changes', version.note] as [string, string]] : []),
    ],
    sections: [
      {
        heading: 'Controls',
        paragraphs: [],
        table: {
          columns: [
            { title: 'Control', share: 7 },
            { title: 'Title', share: 18 },
            { title: 'Applicable', share: 8 },
            { title: 'Reason', share: 10 },
            { title: 'Justification of inclusion or exclusion', share: 34 },
            { title: 'Status', share: 9 },
            { title: 'Owner', share: 10 },
          ],
          rows: lines.map((line) => [
            line.label,
            line.title,
            line.applicable === null ? 'undecided' : line.applicable ? 'yes' : 'no',
            line.applicable === false ? '' : line.reasons.map((reason) => reasonWords[reason]!).join(', '),
            line.applicable === false ? line.exclusionReason : [line.justification, line.implementation].filter(Boolean).join('\n'),
            line.applicable === false ? '' : line.status.replaceAll('-', ' '),
            name(line.owner),
          ]),
        },
      },
    ],
    approval: version ? approvalOf(version) : null,
  };
}

/** A document by its name in addresses and commands. */
export function documentOfKind(kind: (typeof documents)[number], isms: Isms, day: string, version?: string): ReportDocument {
  return {
    scope: () => scopeDocument(isms, day, version),
    'risk-register': () => riskRegister(isms, day),
    'treatment-plan': () => treatmentPlan(isms, day),
    'statement-of-applicability': () => statementOfApplicability(isms, day, version),
  }[kind]();
}
