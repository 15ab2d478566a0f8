import type { AnyContractRouter, ContractProcedure, InferSchemaInput, InferSchemaOutput } from '@orpc/contract';
import type { Call } from './call.ts';

/**
 * One plain function for every operation of a contract, in the same shape. It gets the input as it stands after
 * validation (defaults filled in, numbers read), and answers what the output schema takes. `Context` is something
 * else than a call only outside organisations.
 */
export type Handlers<C extends AnyContractRouter, Context = Call> = {
  [K in keyof C]: C[K] extends ContractProcedure<infer In, infer Out, infer _Errors, infer _Meta>
    ? (call: Context, input: InferSchemaOutput<In>) => Promise<InferSchemaInput<Out>> | InferSchemaInput<Out>
    : C[K] extends AnyContractRouter
      ? Handlers<C[K], Context>
      : never;
};
