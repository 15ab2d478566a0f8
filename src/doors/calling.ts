import { WrongUse, type RequestParts } from './commands.ts';
import { connect, type Connection } from './connection.ts';
import type { ProblemBody } from './problems.ts';

/** Exit codes: 0 done, 1 refused or a finding that matters, 2 wrong use or wrong input. */
export type ExitCode = 0 | 1 | 2;

export async function withConnection(
  common: Record<string, string | boolean | undefined>,
  work: (connection: Connection) => Promise<ExitCode>,
): Promise<ExitCode> {
  const connection = await connect({ url: common['url'] as string, key: common['key'] as string, data: common['data'] as string });
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

/** The only organisation, or the one that was named. */
export async function organisationOf(connection: Connection, wanted = process.env['ANNEXA_ORGANISATION']): Promise<string> {
  if (wanted) return wanted;
  const { organisations } = (await call(connection, '/api', { method: 'GET', path: '/me', query: new URLSearchParams(), body: undefined })) as {
    organisations: { slug: string }[];
  };
  if (organisations.length === 1) return organisations[0]!.slug;
  throw new WrongUse(
    organisations.length === 0
      ? 'There is no organisation yet. Create one: annexa organisation create --name "…"'
      : `Say which organisation: --organisation ${organisations.map(({ slug }) => slug).join(' | ')}`,
  );
}

/** A refusal of the product, as the command line shows it. */
export class Refused extends Error {
  readonly problem: ProblemBody;
  constructor(problem: ProblemBody) {
    super(problem.detail);
    this.problem = problem;
  }
}

export async function call(connection: Connection, base: string, { method, path, query, body }: RequestParts): Promise<unknown> {
  const response = await connection.send(`${base}${path}${query.size > 0 ? `?${query}` : ''}`, { method, ...(body === undefined ? {} : { body }) });
  const type = response.headers.get('content-type') ?? '';
  if (!response.ok) throw new Refused((await response.json()) as ProblemBody);
  // A file may be JSON, too.
  return type.startsWith('application/json') && !response.headers.has('content-disposition') ? response.json() : response;
}
