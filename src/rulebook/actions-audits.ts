import { ownerless, slotsOf } from '../isms/audits/due.ts';
import { addDays } from '../isms/days.ts';
import type { Isms } from '../isms/isms.ts';
import type { Action, Asker } from './actions.ts';

/** Days before an audit from which it should be known who leads it. */
const plannedAhead = 30;

/** What internal audits ask for: sittings of the next days, reports that are late, findings nobody deals with, audits nobody leads. */
export function auditActions(isms: Isms, day: string, { person, role }: Asker): Action[] {
  const names = new Map(isms.people.map(({ id, name }) => [id, name]));
  const manager = role === 'isms-manager';
  const list: Action[] = [];
  if (person !== null)
    for (const { audit, slot, as } of slotsOf(isms, person, day))
      list.push({
        text: `${as === 'auditor' ? 'Audit' : 'Be there for the audit'}: ${slot.title || audit.title}, ${slot.from} to ${slot.to}`,
        who: names.get(person) ?? person,
        yours: true,
        room: as === 'auditor' ? `audit/${audit.id}/work` : `audit/${audit.id}/plan`,
        due: slot.day,
        grade: null,
      });
  for (const { id, title, status, leadAuditor, plannedFrom, plannedTo } of isms.internalAudits) {
    if (status !== 'planned' && status !== 'in-progress') continue;
    if (plannedTo !== null && plannedTo < day)
      list.push({
        text: `Finish ${title} and sign its report`,
        who: names.get(leadAuditor ?? '') ?? 'Nobody yet',
        yours: person !== null && person === leadAuditor,
        room: `audit/${id}/report`,
        due: plannedTo,
        grade: 'minor',
      });
    else if (leadAuditor === null && plannedFrom !== null && plannedFrom <= addDays(day, plannedAhead))
      list.push({
        text: `Name a lead auditor for ${title}`,
        who: 'ISMS manager',
        yours: manager,
        room: `audit/${id}`,
        due: plannedFrom,
        grade: 'minor',
      });
  }
  const open = ownerless(isms);
  if (open.length > 0)
    list.push({
      text:
        open.length === 1 ? `Say who deals with ${open[0]!.id} (${open[0]!.title})` : `Say who deals with ${open.length} findings of internal audits`,
      who: 'ISMS manager',
      yours: manager,
      room: 'audits/findings',
      due: null,
      grade: 'minor',
    });
  return list;
}
