import { implement } from '@orpc/server';
import { z } from 'zod';
import type { AnyContractProcedure, AnyContractRouter } from '@orpc/contract';
import type { Entered, Calls } from '../platform/calls.ts';
import type { OperationMeta } from '../platform/contract/operation.ts';
import { Problem } from '../platform/contract/problem.ts';
import { may, type Permission, type Role } from '../isms/permissions.ts';
import type { Visit } from '../isms/organisation/accounts-service.ts';

/** What a door hands to an operation inside an organisation. */
export interface Inside {
  entered: Entered;
  /** Read as of this past day. */
  asOf?: string | undefined;
  request: string;
  /** Set while the operation runs: its answer moves beside the ledger and has no ETag. */
  live?: boolean;
}

type Handler = (context: unknown, input: unknown) => unknown;
type HandlerTree = { [name: string]: Handler | HandlerTree };

/** Every operation of a contract with its path in the tree of names: `risk.risks.adopt`. */
export function operationsOf(contract: AnyContractRouter, path: string[] = []): { path: string[]; operation: AnyContractProcedure }[] {
  return Object.entries(contract).flatMap(([name, each]) =>
    '~orpc' in each ? [{ path: [...path, name], operation: each as AnyContractProcedure }] : operationsOf(each as AnyContractRouter, [...path, name]),
  );
}

export const metaOf = (operation: AnyContractProcedure) => operation['~orpc'].meta as OperationMeta;

/**
 * Refuses whoever does not hold the operation's permission, and writes to the past.
 * Errors: not-permitted, with the sentence that is missing; not-possible for a change as of a past day.
 */
export function guard(meta: OperationMeta, { entered, asOf }: Inside): void {
  const permission = meta.permission as Permission;
  if (!may(entered.actor.role as Role, permission)) {
    throw new Problem('not-permitted', `As ${entered.actor.role.replaceAll('-', ' ')} you may not ${permission}.`, {
      remedy: 'Ask an owner of the organisation.',
    });
  }
  if (asOf !== undefined && meta.writes) throw new Problem('not-possible', 'The past cannot be changed.', { remedy: 'Leave out the as-of day.' });
}

/** What an operation takes; a field it does not know is refused instead of ignored, so that no typing error passes for done. */
export const inputOf = (operation: AnyContractProcedure) => {
  const { inputSchema } = operation['~orpc'];
  return inputSchema instanceof z.ZodObject ? inputSchema.strict() : inputSchema;
};

/**
 * Joins a contract with its handlers. Answers are not validated again on their way out: handlers are typed by the
 * contract, and a list of 10,000 records is not worth checking twice. The descriptions in OpenAPI keep the output schemas.
 */
function join<Context>(
  contract: AnyContractRouter,
  handlers: HandlerTree,
  allow: (operation: AnyContractProcedure, context: Context) => void,
  run: (operation: AnyContractProcedure, context: Context, input: unknown, handler: Handler) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(contract).map(([name, each]) => {
      const handler = handlers[name];
      if (handler === undefined) throw new Error(`No handler for ${name}.`);
      if (!('~orpc' in each)) return [name, join(each as AnyContractRouter, handler as HandlerTree, allow, run)];
      const operation = each as AnyContractProcedure;
      const served = implement({ '~orpc': { ...operation['~orpc'], inputSchema: inputOf(operation), outputSchema: undefined } })
        .$context<object>()
        // The permission comes before the input: who may not do this learns nothing from it.
        .$config({ initialInputValidationIndex: Number.MAX_SAFE_INTEGER })
        .use(({ context, next }) => {
          allow(operation, context as Context);
          return next();
        })
        .handler(({ context, input }: { context: object; input: unknown }) => run(operation, context as Context, input, handler as Handler));
      return [name, served];
    }),
  );
}

/** Operations inside an organisation: guarded, and run as a call. */
export const organisationRouter = (contract: AnyContractRouter, handlers: object, calls: Calls) =>
  join<Inside>(
    contract,
    handlers as HandlerTree,
    (operation, inside) => {
      guard(metaOf(operation), inside);
      inside.live = metaOf(operation).live ?? false;
    },
    (operation, { entered, asOf, request }, input, handler) =>
      calls.run(entered, { writes: metaOf(operation).writes, asOf, request }, (call) => handler(call, input)),
  );

/** Operations outside every organisation, for somebody who is signed in. */
export const globalRouter = (contract: AnyContractRouter, handlers: object) =>
  join<Visit>(contract, handlers as HandlerTree, signedIn, (_operation, visit, input, handler) => handler(visit, input));

function signedIn(_operation: AnyContractProcedure, { caller }: Visit): void {
  if (caller === null)
    throw new Problem('not-signed-in', 'Sign in first.', { remedy: 'Sign in, or send an API key: `Authorization: Bearer <key>`.' });
}

/** Operations whose permission is a password or a link. */
export const openRouter = (contract: AnyContractRouter, handlers: object) =>
  join<Visit>(contract, handlers as HandlerTree, anybody, (_operation, visit, input, handler) => handler(visit, input));

const anybody = () => undefined;
