import { ORPCError } from '@orpc/contract';

/** Every kind of refusal the product knows, with its HTTP status. Codes are stable: programs may rely on them. */
export const problems = {
  'invalid-input': { status: 400, title: 'The input is not valid' },
  'not-signed-in': { status: 401, title: 'Sign in first' },
  'not-permitted': { status: 403, title: 'You may not do this' },
  'not-found': { status: 404, title: 'There is no such record' },
  conflict: { status: 409, title: 'The record has changed since you read it' },
  'not-possible': { status: 422, title: 'This is not possible in the present state' },
  'too-large': { status: 413, title: 'That is too large' },
  'too-many-requests': { status: 429, title: 'Too many attempts' },
  /** The disk is full. */
  'no-room': { status: 507, title: 'There is no room left' },
  unavailable: { status: 503, title: 'Something that is needed does not answer' },
  unexpected: { status: 500, title: 'Something went wrong on our side' },
} as const;
export type ProblemCode = keyof typeof problems;

export interface ProblemField {
  /** Where: a field name, or a place such as `row 12, column Likelihood`. */
  field: string;
  /** What is wrong and what is allowed. */
  message: string;
}

export interface ProblemDetails {
  /** What to do about it. */
  remedy?: string;
  fields?: ProblemField[];
  /** For a conflict: the record as it is now. */
  current?: unknown;
}

/**
 * A refusal with its reason and remedy. Throw it anywhere below a door; the door turns it into problem details,
 * an exit code or a tool error.
 */
export class Problem extends ORPCError<ProblemCode, ProblemDetails> {
  constructor(code: ProblemCode, message: string, details: ProblemDetails = {}) {
    super(code, { defined: true, status: problems[code].status, message, data: details });
  }
}

/** The usual answer to an id that names nothing (or nothing in this organisation: the two are not told apart). */
export function notFound(kind: string, id: string): Problem {
  return new Problem('not-found', `There is no ${kind} ${id}.`, { remedy: `List what exists and use one of those ids.` });
}
