import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { AnyContractRouter } from '@orpc/contract';
import { globalOperations, organisationOperations, publicOperations } from './contract.ts';
import { metaOf, operationsOf } from './router.ts';

type Document = Awaited<ReturnType<OpenAPIGenerator['generate']>>;

/** The description of every operation as OpenAPI 3.1, generated from the contracts. `/api/openapi.json` */
export async function openApiDocument(version: string): Promise<Document> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const generate = (contract: AnyContractRouter) => generator.generate(contract, { info: { title: 'Annexa', version } });
  const [inside, global, open] = await Promise.all([generate(organisationOperations), generate(globalOperations), generate(publicOperations)]);
  const slug = { name: 'slug', in: 'path', required: true, description: 'Short name of the organisation', schema: { type: 'string' } };
  const asOf = {
    name: 'as-of',
    in: 'query',
    required: false,
    description: 'Read as of the end of this past day (2027-03-03)',
    schema: { type: 'string', format: 'date' },
  };

  const permissions = new Map(operationsOf(organisationOperations).map(({ path, operation }) => [path.join('.'), metaOf(operation).permission]));
  for (const item of Object.values(inside.paths ?? {})) {
    for (const [method, operation] of Object.entries(item as Record<string, { operationId?: string; description?: string; parameters?: object[] }>)) {
      const permission = permissions.get(operation.operationId ?? '');
      operation.description = [operation.description, permission && `Permission: ${permission}.`].filter(Boolean).join(' ');
      operation.parameters = [slug, ...(method === 'get' ? [asOf] : []), ...(operation.parameters ?? [])];
    }
  }
  const below = (prefix: string, paths: Document['paths']) =>
    Object.fromEntries(Object.entries(paths ?? {}).map(([path, item]) => [prefix + path, item]));
  return {
    ...inside,
    info: {
      title: 'Annexa',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'Everything that the web application, the command line and the MCP server do. Send an API key as `Authorization: Bearer <key>`. Errors are problem details (RFC 9457) with a stable `code`, the fields concerned and a remedy. Every read carries an ETag that changes only when the organisation’s records do.',
    },
    servers: [{ url: '/api' }],
    security: [{ key: [] }, { session: [] }],
    components: {
      ...inside.components,
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key' },
        session: { type: 'apiKey', in: 'cookie', name: 'annexa.session_token', description: 'Signed in by the web application' },
      },
    },
    paths: { ...below('', open.paths), ...below('', global.paths), ...below('/organisations/{slug}', inside.paths) },
  };
}
