import { dayInWords } from '../../days.ts';
import { begun, many, withinYear, type InputOf } from './look.ts';

/** 9.3.2 d 3: results of internal audits and of those by the certification body. */
export const auditsInput: InputOf = ({ isms, day, since }) => {
  const reported = isms.internalAudits.filter(({ status, reportedOn }) => status === 'reported' && reportedOn !== null && reportedOn <= day);
  const lately = reported.filter(({ reportedOn }) => withinYear(reportedOn, day));
  const overdue = isms.internalAudits.filter(
    ({ status, plannedTo }) => (status === 'planned' || status === 'in-progress') && plannedTo !== null && plannedTo < day,
  );
  const own = new Set(lately.map(({ id }) => id));
  const findings = isms.auditFindings.filter(({ audit, grade }) => own.has(audit) && grade !== 'conformity');
  const count = (grade: string) => findings.filter((each) => each.grade === grade).length;
  const followed = findings.filter(({ grade }) => grade !== 'opportunity').filter(({ raisedAs }) => raisedAs === '');
  const outside = isms.certificationAudits.filter(({ heldTo }) => heldTo !== null && withinYear(heldTo, day));
  const theirs = isms.certificationFindings.filter(({ verifiedOn, grade }) => verifiedOn === null && (grade === 'major' || grade === 'minor'));
  const next = isms.internalAudits
    .filter(({ status, plannedFrom }) => status === 'planned' && plannedFrom !== null && plannedFrom >= day)
    .toSorted((a, b) => a.plannedFrom!.localeCompare(b.plannedFrom!))[0];
  const any = isms.internalAudits.length > 0;
  const shown =
    since === null ? findings : findings.filter(({ audit }) => reported.some(({ id, reportedOn }) => id === audit && reportedOn! > since));
  return {
    sentences: [
      reported.length === 0
        ? 'No internal audit has been reported yet.'
        : lately.length === 0
          ? `The last internal audit was reported on ${dayInWords(
              reported
                .map(({ reportedOn }) => reportedOn!)
                .toSorted()
                .at(-1)!,
            )}, more than a year ago.`
          : `${begun(many(lately.length, 'internal audit'))} ${lately.length === 1 ? 'was' : 'were'} reported within a year: ${count('major')} major, ${count('minor')} minor, ${many(count('opportunity'), 'opportunity', 'opportunities')}.`,
      ...(outside.length > 0
        ? [
            `The certification body was there ${outside.length === 1 ? 'once' : `${outside.length} times`} within a year; ${many(theirs.length, 'finding')} of theirs ${theirs.length === 1 ? 'is' : 'are'} not verified.`,
          ]
        : []),
      next ? `The next internal audit begins on ${dayInWords(next.plannedFrom!)}.` : 'No further internal audit is planned.',
    ],
    figures: [
      { key: 'reported', name: 'Internal audits reported within a year', value: any ? lately.length : null, wants: 'more', bad: lately.length === 0 },
      { key: 'major', name: 'Major findings of internal audits within a year', value: lately.length > 0 ? count('major') : null, wants: 'less' },
      {
        key: 'minor',
        name: 'Minor findings of internal audits within a year',
        value: lately.length > 0 ? count('minor') : null,
        wants: 'less',
        bad: false,
      },
      { key: 'not-followed', name: 'Findings that became no nonconformity', value: lately.length > 0 ? followed.length : null, wants: 'less' },
      { key: 'overdue', name: 'Internal audits past their plan', value: any ? overdue.length : null, wants: 'less' },
      {
        key: 'outside',
        name: 'Findings of the certification body not verified',
        value: isms.certificationAudits.some(({ heldTo }) => heldTo !== null && heldTo <= day) ? theirs.length : null,
        wants: 'less',
      },
    ],
    points: [
      ...shown.map(({ id, grade, title }) => ({ register: 'audit-findings', id, text: `${begun(grade)}: ${title}` })),
      ...theirs.map(({ id, grade, title }) => ({ register: 'certification-findings', id, text: `Certification body, ${grade}: ${title}` })),
      ...overdue.map(({ id, title, plannedTo }) => ({
        register: 'internal-audits',
        id,
        text: `Planned until ${dayInWords(plannedTo!)} and not reported: ${title}`,
      })),
    ],
  };
};
