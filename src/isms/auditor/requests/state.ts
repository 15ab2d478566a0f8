import { addDays } from '../../days.ts';
import type { Isms } from '../../isms.ts';
import type { Waiting } from '../../reminders/due.ts';
import type { EvidenceRequest } from '../model.ts';

/** Whether something is still to be provided: nothing was yet, or not what was asked for. */
export const isOpen = ({ status }: EvidenceRequest): boolean => status === 'asked' || status === 'returned';
export const isOverdue = (request: EvidenceRequest, day: string): boolean => isOpen(request) && request.dueOn !== null && request.dueOn < day;

/** Requests for whoever provides them. */
export const requestsWaiting = (isms: Isms, day: string): Waiting[] =>
  isms.evidenceRequests.filter(isOpen).flatMap(({ id, title, owner, dueOn, askedOn }): Waiting[] =>
    owner === null
      ? []
      : [
          {
            person: owner,
            kind: 'do',
            subject: id,
            title: `Provide: ${title}`,
            dueOn,
            from: askedOn ?? (dueOn === null ? day : addDays(dueOn, -14)),
            every: 7,
            late: 2,
          },
        ],
  );
