import { addDays } from '../../days.ts';
import type { Isms } from '../../isms.ts';
import type { Waiting } from '../../reminders/due.ts';
import type { EvidenceRequest } from '../model.ts';
import { ismsManagers } from '../../people/roles.ts';

/** Whether something is still to be provided: nothing was yet, or not what was asked for. */
export const isOpen = ({ status }: EvidenceRequest): boolean => status === 'asked' || status === 'returned';
export const isOverdue = (request: EvidenceRequest, day: string): boolean => isOpen(request) && request.dueOn !== null && request.dueOn < day;

/** Requests for whoever provides them; for the ISMS managers while nobody does. */
export const requestsWaiting = (isms: Isms, day: string): Waiting[] => {
  const managers = ismsManagers(isms);
  return isms.evidenceRequests.filter(isOpen).flatMap(({ id, title, owner, dueOn, askedOn }) =>
    (owner === null ? managers : [owner]).map((person): Waiting => ({
      person,
      kind: 'do',
      subject: id,
      title: owner === null ? `Say who provides: ${title}` : `Provide: ${title}`,
      dueOn,
      from: askedOn ?? (dueOn === null ? day : addDays(dueOn, -14)),
      every: 7,
      late: 2,
    })),
  );
};
