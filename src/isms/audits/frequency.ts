import { addMonths, dayInWords } from '../days.ts';
import type { Isms } from '../isms.ts';
import { remembered } from '../remember.ts';
import { assessedRisks } from '../risk/assess.ts';

export interface Frequency {
  /** Months within which it should be audited again. */
  everyMonths: number;
  /** Why, the strongest reason first. */
  reasons: string[];
}

export interface LastAudit {
  on: string;
  audit: string;
  deviates: boolean;
}

/** When each subject was last audited to a conclusion, in an audit whose report is signed. */
export const lastAudited = remembered((isms): ReadonlyMap<string, LastAudit> => {
  const on = new Map(
    isms.internalAudits.flatMap(({ id, status, reportedOn }) => (status === 'reported' && reportedOn ? [[id, reportedOn] as const] : [])),
  );
  const last = new Map<string, LastAudit>();
  for (const { audit, subject, conclusion } of isms.auditNotes) {
    const reported = on.get(audit);
    if (reported === undefined || (conclusion !== 'conforms' && conclusion !== 'deviates')) continue;
    if ((last.get(subject)?.on ?? '') < reported) last.set(subject, { on: reported, audit, deviates: conclusion === 'deviates' });
  }
  return last;
});

/** Months that nothing else shortens: clauses are looked at each year, controls once in a cycle. */
const usual = { requirement: 12, control: 36 };
const some = (ids: readonly string[]) => (ids.length > 3 ? `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more` : ids.join(', '));

/**
 * How often each subject should be audited, and why: by the risks it treats, earlier findings, failed checks, incidents and
 * changes since. The shortest interval that any reason asks for counts. Only subjects for which there is a reason stand in it.
 */
const urged = remembered((isms, day: string): ReadonlyMap<string, Frequency> => {
  const found = new Map<string, { months: number; reason: string }[]>();
  const urge = (subject: string, months: number, reason: string) => {
    const known = found.get(subject);
    if (known) known.push({ months, reason });
    else found.set(subject, [{ months, reason }]);
  };
  const year = addMonths(day, -12);
  const last = lastAudited(isms);
  gather(isms, day, year, last, urge);
  return new Map(
    [...found].map(([subject, list]) => {
      list.sort((a, b) => a.months - b.months);
      return [subject, { everyMonths: list[0]!.months, reasons: list.map(({ reason }) => reason) }];
    }),
  );
});

function gather(
  isms: Isms,
  day: string,
  year: string,
  last: ReadonlyMap<string, LastAudit>,
  urge: (subject: string, months: number, reason: string) => void,
): void {
  const above = new Map<string, string[]>();
  for (const risk of assessedRisks(isms, day))
    if (risk.status === 'open' && risk.current && !risk.current.acceptable)
      for (const control of risk.controls) above.set(control, [...(above.get(control) ?? []), risk.id]);
  for (const [control, risks] of above)
    urge(control, 12, `Treats ${some(risks)}, which ${risks.length === 1 ? 'is' : 'are'} above what may be accepted.`);

  const failing = new Map<string, number>();
  for (const { outcome, controls } of isms.checkResults)
    if (outcome === 'fail') for (const control of controls) failing.set(control, (failing.get(control) ?? 0) + 1);
  for (const [control, count] of failing) urge(control, 12, `${count === 1 ? 'A check fails' : `${count} checks fail`} today.`);

  const reported = new Map(isms.internalAudits.flatMap(({ id, reportedOn }) => (reportedOn ? [[id, reportedOn] as const] : [])));
  const graded = [
    ...isms.auditFindings.map(({ id, grade, subjects, audit }) => ({ id, grade, subjects, on: reported.get(audit) ?? null })),
    ...isms.certificationFindings.map(({ id, grade, subjects, raisedOn }) => ({ id, grade, subjects, on: raisedOn })),
  ];
  for (const { id, grade, subjects, on } of graded) {
    if ((grade !== 'major' && grade !== 'minor') || on === null || on < addMonths(day, -36)) continue;
    for (const subject of subjects) urge(subject, grade === 'major' ? 6 : 12, `A ${grade} nonconformity was found on ${dayInWords(on)} (${id}).`);
  }

  const struck = new Map<string, string[]>();
  for (const { id, exercise, state, controls, detectedAt } of isms.incidents)
    if (!exercise && state !== 'no-incident' && detectedAt !== null && detectedAt.slice(0, 10) > year)
      for (const control of controls) struck.set(control, [...(struck.get(control) ?? []), id]);
  for (const [control, incidents] of struck) urge(control, 12, `${some(incidents)} concerned it within the last twelve months.`);

  const spoken = new Map(isms.documents.map(({ id, title, controls, clauses }) => [id, { title, subjects: [...controls, ...clauses] }]));
  for (const { document, status, number, effectiveOn } of isms.documentVersions) {
    const of = spoken.get(document);
    if (!of || status !== 'effective' || number < 2 || effectiveOn === null || effectiveOn > day) continue;
    for (const subject of of.subjects) {
      const seen = last.get(subject)?.on;
      if (seen !== undefined && seen < effectiveOn) urge(subject, 12, `${of.title} has changed since it was last audited.`);
    }
  }
  for (const [subject, { on, deviates }] of last) if (deviates) urge(subject, 12, `The audit of ${dayInWords(on)} found that it deviates.`);
}

/** The interval of one subject with its reasons, the usual one and what the organisation has promised among them. */
export function frequencyOf(isms: Isms, day: string, subject: string, kind: 'requirement' | 'control'): Frequency {
  const promised = isms.commitments?.auditMonths ?? null;
  const base =
    promised !== null && promised <= usual[kind]
      ? { months: promised, reason: `Every part of the system is audited within ${promised} months: so the organisation has promised.` }
      : {
          months: usual[kind],
          reason: kind === 'requirement' ? 'Clauses 4 to 10 are looked at every year.' : 'Every control is looked at once in a cycle.',
        };
  const own = urged(isms, day).get(subject);
  if (!own) return { everyMonths: base.months, reasons: [base.reason] };
  return own.everyMonths < base.months
    ? { everyMonths: own.everyMonths, reasons: own.reasons }
    : { everyMonths: base.months, reasons: [base.reason, ...own.reasons] };
}
