import { addDays, dayInWords } from '../days.ts';
import type { Isms } from '../isms.ts';
import type { Waiting } from '../reminders/due.ts';
import type { AuditFinding, AuditSlot, InternalAudit } from './model.ts';

/** Days before a sitting from which people hear of it, and before the end of an audit from which its report is asked for. */
const notice = { slot: 7, shown: 14, late: 3 };

export interface MySitting {
  audit: InternalAudit;
  slot: AuditSlot;
  as: 'auditor' | 'interviewed';
}

const running = (isms: Isms) => isms.internalAudits.filter(({ status }) => status === 'planned' || status === 'in-progress');

/** The sittings of a person from a day on, the next two weeks. */
export const slotsOf = (isms: Isms, person: string, day: string): MySitting[] =>
  running(isms)
    .flatMap((audit) =>
      audit.plan.flatMap((slot): MySitting[] => {
        if (slot.day < day || slot.day > addDays(day, notice.shown)) return [];
        if (slot.auditor === person) return [{ audit, slot, as: 'auditor' }];
        return slot.with.includes(person) ? [{ audit, slot, as: 'interviewed' }] : [];
      }),
    )
    .toSorted((a, b) => `${a.slot.day} ${a.slot.from}`.localeCompare(`${b.slot.day} ${b.slot.from}`));

/** What internal audits ask of people: sittings of the next days, reports that are late. */
export function auditsDue(isms: Isms, day: string): Waiting[] {
  return running(isms).flatMap((audit): Waiting[] => {
    const sittings = audit.plan
      .filter((slot) => slot.day >= day && addDays(slot.day, -notice.slot) <= day)
      .flatMap((slot) =>
        [...new Set([slot.auditor, ...slot.with])]
          .filter((person): person is string => person !== null)
          .map((person): Waiting => ({
            person,
            kind: 'do',
            subject: `${audit.id}.${slot.id}`,
            title: `${person === slot.auditor ? 'You audit' : 'You are interviewed'}: ${slot.title || audit.title}, ${dayInWords(slot.day)} ${slot.from}`,
            dueOn: slot.day,
            from: addDays(slot.day, -notice.slot),
            every: null,
            late: notice.late,
          })),
      );
    const late: Waiting[] =
      audit.plannedTo !== null && audit.plannedTo < day && audit.leadAuditor !== null
        ? [
            {
              person: audit.leadAuditor,
              kind: 'do',
              subject: audit.id,
              title: `Finish ${audit.title} and sign its report`,
              dueOn: audit.plannedTo,
              from: audit.plannedTo,
              every: null,
              late: notice.late,
            },
          ]
        : [];
    return [...sittings, ...late];
  });
}

/** Findings of signed audits that ask for something, and nobody deals with them. */
export function ownerless(isms: Isms): AuditFinding[] {
  const owned = new Map([...isms.nonconformities, ...isms.improvements].map(({ id, owner }) => [id, owner]));
  const over = new Set(isms.internalAudits.filter(({ status }) => status === 'reported').map(({ id }) => id));
  return isms.auditFindings.filter(
    ({ audit, grade, raisedAs }) => over.has(audit) && grade !== 'conformity' && (raisedAs === '' || owned.get(raisedAs) === null),
  );
}
