import type { AnyContractProcedure, AnyContractRouter, InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract';
import type { Call } from './call.ts';

type Inputs<C extends AnyContractRouter> = InferContractRouterInputs<C>;
type Outputs<C extends AnyContractRouter> = InferContractRouterOutputs<C>;

/** One plain function for every operation of a contract, in the same shape. */
export type Handlers<C extends AnyContractRouter> = {
  [K in keyof C]: C[K] extends AnyContractProcedure
    ? (call: Call, input: Inputs<C>[K & keyof Inputs<C>]) => Promise<Outputs<C>[K & keyof Outputs<C>]> | Outputs<C>[K & keyof Outputs<C>]
    : C[K] extends AnyContractRouter
      ? Handlers<C[K]>
      : never;
};
