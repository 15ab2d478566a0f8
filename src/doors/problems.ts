import { ORPCError } from '@orpc/server';
import { problems, type ProblemCode, type ProblemDetails } from '../platform/contract/problem.ts';

/** Problem details (RFC 9457) with a stable code, the fields concerned and what to do. */
export interface ProblemBody extends ProblemDetails {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  detail: string;
  request?: string;
}

/** What zod says of one place; `keys` are fields that it does not know. */
interface Issue {
  path?: PropertyKey[];
  message: string;
  keys?: string[];
}

/** Turns whatever was thrown into problem details; what is not ours to explain stays opaque and names the request. */
export function problemBody(error: unknown, request: string): ProblemBody {
  if (error instanceof ORPCError) {
    if (error.code in problems) return body(error.code as ProblemCode, error.message, error.data as ProblemDetails);
    if (error.code === 'BAD_REQUEST') {
      const { issues: found = [] } = (error.data ?? {}) as { issues?: Issue[] };
      const issues = found.flatMap(({ path = [], message, keys }) =>
        keys ? keys.map((key) => ({ field: [...path, key].join('.'), message: 'There is no such field.' })) : [{ field: path.join('.'), message }],
      );
      const first = issues[0];
      return body(
        'invalid-input',
        first ? `${first.field || 'The input'}: ${first.message}` : 'The request cannot be read: its body is not what its type says.',
        {
          fields: issues,
          remedy: 'Correct the fields named and send it again; nothing has been changed. What is allowed stands at /api/docs.',
        },
      );
    }
    if (error.code === 'NOT_FOUND') return body('not-found', 'There is nothing at this address.', { remedy: 'The addresses stand at /api/docs.' });
  }
  return {
    ...body('unexpected', 'Something went wrong on our side.', {
      remedy: 'Try again. If it stays, tell whoever runs this installation the request’s name.',
    }),
    request,
  };
}

function body(code: ProblemCode, detail: string, details: ProblemDetails = {}): ProblemBody {
  const { status, title } = problems[code];
  return { type: `urn:annexa:problem:${code}`, title, status, code, detail, ...details };
}

/** A refusal that a door answers by itself, before any operation is reached. */
export function problemResponse(error: unknown, request: string): Response {
  const problem = problemBody(error, request);
  return Response.json(problem, { status: problem.status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' } });
}
