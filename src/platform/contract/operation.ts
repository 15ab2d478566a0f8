import { oc } from '@orpc/contract';
import type { HTTPMethod, HTTPPath } from '@orpc/contract';

/** What every operation says of itself besides its shapes; the doors and the permission matrix read it. */
export interface OperationMeta {
  /** The sentence in isms/permissions.ts that the caller must hold; null means: no organisation is entered, being signed in is enough. */
  permission: string | null;
  /** Name of the MCP tool; set only for the curated set. */
  tool?: string;
  /** Whether the operation changes something; reads are answered from (ledger head, day, who). */
  writes: boolean;
  /** A read of something that moves beside the ledger (the progress of a run): never answered with "unchanged". */
  live?: boolean;
}

export interface OperationSpec {
  method: HTTPMethod;
  /** Path below the organisation, e.g. `/risks/{id}`. */
  path: HTTPPath;
  /** One sentence, imperative: the summary of the REST operation and of the command. */
  summary: string;
  description?: string;
  permission: string | null;
  /** Heading under which the operation stands in the documentation; also the command's first word. */
  tag: string;
  tool?: string;
  /** A POST that only computes; by default everything but GET writes. */
  writes?: boolean;
  /** A read of something that moves beside the ledger. */
  live?: boolean;
  successStatus?: number;
  /** The handler answers `{ headers, body }`: for files. */
  detailedOutput?: boolean;
}

const base = oc.$meta<OperationMeta>({ permission: null, writes: true });

/**
 * Declares one operation. REST, OpenAPI, the command line, the web's client and MCP are derived from it.
 * Errors are problem details (RFC 9457); the codes are in `problem.ts`.
 */
export function operation(spec: OperationSpec) {
  return base.meta({ permission: spec.permission, tool: spec.tool, writes: spec.writes ?? spec.method !== 'GET', live: spec.live ?? false }).route({
    method: spec.method,
    path: spec.path,
    summary: spec.summary,
    description: spec.description,
    tags: [spec.tag],
    successStatus: spec.successStatus,
    outputStructure: spec.detailedOutput ? 'detailed' : 'compact',
  });
}
