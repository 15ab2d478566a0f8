import type { Handlers } from '../../platform/contract/serve.ts';
import { registerHandlers } from '../../platform/register/service.ts';
import type { assetsContract } from './contract.ts';
import { assets as register } from './model.ts';

/** The inventory of information and other associated assets (A.5.9). */
export const assets: Handlers<typeof assetsContract> = registerHandlers(register);
