import type { Standard } from '../../standard/standard.ts';
import { addDays, isWorkday } from '../days.ts';
import type { Isms } from '../isms.ts';
import { interestsIn } from './independence.ts';
import type { AuditSlot, InternalAudit } from './model.ts';
import { auditSubjects, nameOfSubject } from './subjects.ts';

/** Times of a day of interviews, with room to write down what was heard. */
const times = [
  ['09:00', '10:15'],
  ['10:30', '11:45'],
  ['13:00', '14:15'],
  ['14:30', '15:45'],
] as const;
/** What one can look at in one sitting. */
const mostInSlot = 10;

export interface Proposal {
  slots: AuditSlot[];
  unplanned: { subject: string; title: string; because: string }[];
}

const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const overlap = (a: Pick<AuditSlot, 'day' | 'from' | 'to'>, b: Pick<AuditSlot, 'day' | 'from' | 'to'>) =>
  a.day === b.day && minutes(a.from) < minutes(b.to) && minutes(b.from) < minutes(a.to);

/** What is wrong with a plan as times and people: everything but impartiality. Sentences, each naming the slot. */
export function planProblems(
  audit: Pick<InternalAudit, 'plannedFrom' | 'plannedTo' | 'leadAuditor' | 'auditors'>,
  slots: readonly AuditSlot[],
  names: (id: string) => string,
): string[] {
  const auditors = new Set([audit.leadAuditor, ...audit.auditors]);
  return slots.flatMap((slot, index) => {
    const at = `${slot.day} ${slot.from}`;
    const found: string[] = [];
    if (minutes(slot.to) <= minutes(slot.from)) found.push(`${at}: it ends before it begins.`);
    if (slot.auditor !== null && !auditors.has(slot.auditor)) found.push(`${at}: ${names(slot.auditor)} is no auditor of this audit.`);
    if (audit.plannedFrom !== null && slot.day < audit.plannedFrom) found.push(`${at}: before the audit begins.`);
    if (audit.plannedTo !== null && slot.day > audit.plannedTo) found.push(`${at}: after the audit ends.`);
    if (slot.auditor !== null && slot.with.includes(slot.auditor)) found.push(`${at}: ${names(slot.auditor)} cannot interview themselves.`);
    for (const other of slots.slice(0, index))
      if (overlap(slot, other)) {
        const people = [slot.auditor, ...slot.with].filter((id): id is string => id !== null && [other.auditor, ...other.with].includes(id));
        if (people.length > 0)
          found.push(
            `${at}: ${[...new Set(people)].map(names).join(', ')} ${people.length === 1 ? 'is' : 'are'} busy from ${other.from} to ${other.to}.`,
          );
      }
    return found;
  });
}

/**
 * A plan to begin with: subjects that belong together in one sitting, with those who answer for them, by an auditor who is
 * impartial, one sitting after the other over the working days of the audit. Each auditor and each person is in one place at a time.
 */
export function proposePlan(isms: Isms, standard: Standard, day: string, audit: InternalAudit): Proposal {
  const from = audit.plannedFrom ?? day;
  const to = audit.plannedTo !== null && audit.plannedTo >= from ? audit.plannedTo : addDays(from, 4);
  const days = Array.from({ length: 60 }, (_, index) => addDays(from, index)).filter((each) => each <= to && isWorkday(each));
  const auditors = [...new Set([audit.leadAuditor, ...audit.auditors])].filter((id): id is string => id !== null);
  const owners = new Map(isms.gapAnswers.map(({ id, owner }) => [id, owner]));
  const present = new Set(isms.people.filter(({ endsOn }) => endsOn === null || endsOn >= from).map(({ id }) => id));
  const wanted = new Set(audit.subjects);
  const slots: AuditSlot[] = [];
  const unplanned: Proposal['unplanned'] = [];
  const title = (id: string) => nameOfSubject(standard, isms.ownControls, id);

  const parts = new Map<string, { title: string; auditor: string; subjects: string[] }>();
  for (const { id, kind, group, groupTitle } of auditSubjects(isms, standard, day)) {
    if (!wanted.has(id)) continue;
    const free = auditors.filter((each) => interestsIn(isms, standard, day, each, [id]).length === 0);
    if (free.length === 0) {
      unplanned.push({
        subject: id,
        title: title(id),
        because: auditors.length === 0 ? 'The audit has no auditor yet.' : 'No auditor of this audit is impartial about it.',
      });
      continue;
    }
    // Requirements of one main clause and controls of one theme belong together; those of one owner among them.
    const topic = kind === 'requirement' ? `Clause ${group.split('.')[0]}` : groupTitle;
    const owner = owners.get(id) ?? '';
    const key = `${topic} ${kind === 'control' ? owner : ''} ${free[0]}`;
    const part = parts.get(key);
    if (part) part.subjects.push(id);
    else parts.set(key, { title: topic, auditor: free[0]!, subjects: [id] });
  }
  const sittings = [...parts.values()].flatMap((part) => {
    const all: (typeof part)[] = [];
    for (let at = 0; at < part.subjects.length; at += mostInSlot) all.push({ ...part, subjects: part.subjects.slice(at, at + mostInSlot) });
    return all;
  });
  for (const { title: name, auditor, subjects } of sittings) {
    const with_ = [...new Set(subjects.map((id) => owners.get(id) ?? null))]
      .filter((id): id is string => id !== null && id !== auditor && present.has(id))
      .slice(0, 4);
    const place = days
      .flatMap((each) => times.map(([begin, end]) => ({ day: each, from: begin, to: end })))
      .find(
        (time) =>
          !slots.some(
            (slot) => overlap(slot, time) && [slot.auditor, ...slot.with].some((id) => id === auditor || (id !== null && with_.includes(id))),
          ),
      );
    if (place) slots.push({ id: `S-${slots.length + 1}`, ...place, subjects, title: name, auditor, with: with_ });
    else for (const id of subjects) unplanned.push({ subject: id, title: title(id), because: 'No time is left on the planned days.' });
  }
  return { slots: slots.toSorted((a, b) => `${a.day} ${a.from}`.localeCompare(`${b.day} ${b.from}`)), unplanned };
}
