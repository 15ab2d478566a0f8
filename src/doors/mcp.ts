import { ORPCError } from '@orpc/server';
import { McpServer, createMcpHandler } from '@modelcontextprotocol/server';
import type pg from 'pg';
import { z } from 'zod';
import { enter, organisationsOf, type Caller } from '../platform/auth/enter.ts';
import { newRequest, type Calls, type Entered } from '../platform/calls.ts';
import { Problem } from '../platform/contract/problem.ts';
import { standard } from '../standard/standard.ts';
import { organisationOperations } from './contract.ts';
import { problemBody } from './problems.ts';
import { guard, inputOf, metaOf, operationsOf } from './router.ts';

export interface McpSettings {
  pool: pg.Pool;
  calls: Calls;
  handlers: object;
  version: string;
}

/** Every operation that is also an MCP tool; the contract names the tool. */
export const tools = operationsOf(organisationOperations).flatMap(({ path, operation }) => {
  const { tool } = metaOf(operation);
  return tool ? [{ tool, path, operation }] : [];
});

/** One exchange of the Streamable HTTP transport. */
export async function answerMcp(request: Request, caller: Caller, settings: McpSettings): Promise<Response> {
  // A key belongs to one organisation; the owner of the machine says which.
  const organisation = caller.kind === 'machine' ? (new URL(request.url).searchParams.get('organisation') ?? undefined) : undefined;
  const handler = createMcpHandler(() => mcpServer(caller, settings, organisation));
  return handler.fetch(request);
}

/**
 * A server with the curated tools, acting as a caller in one organisation: an API key's own, or the one named by
 * `organisation` for the owner of the machine. The same permissions, validation and ledger as every other door.
 */
export function mcpServer(caller: Caller, { pool, calls, handlers, version }: McpSettings, organisation?: string): McpServer {
  const server = new McpServer(
    { name: 'annexa', version },
    {
      instructions:
        'The information security management system of one organisation, after ISO/IEC 27001:2022. Read before you change; every change is recorded in the ledger and most can be undone with undo_request.',
    },
  );

  const entered = async (): Promise<Entered> => {
    const found = organisation === undefined ? (await organisationsOf(pool, caller, 'mcp'))[0] : await enter(pool, caller, organisation, 'mcp');
    if (!found)
      throw new Problem('not-permitted', 'The key opens no organisation.', {
        remedy: 'Create a key in the organisation’s settings, or check its expiry.',
      });
    return found;
  };
  const answer = async (work: () => Promise<unknown>) => {
    try {
      return { content: [{ type: 'text' as const, text: JSON.stringify(await work()) }] };
    } catch (error) {
      if (!(error instanceof ORPCError) && !(error instanceof Problem)) throw error;
      const { detail, remedy, fields } = problemBody(error, '');
      return {
        isError: true,
        content: [
          {
            type: 'text' as const,
            text: [detail, remedy, ...(fields ?? []).map((each) => `${each.field}: ${each.message}`)].filter(Boolean).join('\n'),
          },
        ],
      };
    }
  };

  for (const { tool, path, operation } of tools) {
    const { route } = operation['~orpc'];
    const meta = metaOf(operation);
    const handler = path.reduce<unknown>((tree, name) => (tree as Record<string, unknown>)[name], handlers) as (
      call: unknown,
      input: unknown,
    ) => unknown;
    server.registerTool(
      tool,
      {
        title: route.summary ?? tool,
        description: [route.summary, route.description].filter(Boolean).join('. '),
        inputSchema: (inputOf(operation) ?? z.strictObject({})) as z.ZodObject,
        annotations: { readOnlyHint: !meta.writes, destructiveHint: false, idempotentHint: !meta.writes },
      },
      async (input: unknown) =>
        answer(async () => {
          const inside = { entered: await entered(), request: newRequest() };
          guard(meta, inside);
          return calls.run(inside.entered, { writes: meta.writes, request: inside.request }, (call) => handler(call, input));
        }),
    );
  }
  server.registerTool(
    'list_clauses',
    {
      title: 'List clauses',
      description: 'Clauses 4–10 of ISO/IEC 27001:2022 with every requirement, in our own words',
      inputSchema: z.object({}),
      annotations: { readOnlyHint: true },
    },
    async () => answer(async () => ({ items: standard.clauses })),
  );
  server.registerTool(
    'get_control',
    {
      title: 'Show a control',
      description: 'One control of Annex A with what to do and what evidence shows it',
      inputSchema: z.object({ id: z.string() }),
      annotations: { readOnlyHint: true },
    },
    async ({ id }: { id: string }) =>
      answer(async () => {
        const control = standard.control(id);
        if (!control) throw new Problem('not-found', `There is no control ${id}.`, { remedy: 'Controls are A.5.1 to A.8.34.' });
        return control;
      }),
  );
  server.registerTool(
    'list_controls',
    {
      title: 'List controls',
      description: 'The 93 controls of Annex A: number, title and theme',
      inputSchema: z.object({}),
      annotations: { readOnlyHint: true },
    },
    async () => answer(async () => ({ items: standard.controls.map(({ id, title, theme }) => ({ id, title, theme })) })),
  );
  return server;
}
