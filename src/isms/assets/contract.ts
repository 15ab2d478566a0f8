import { registerContract } from '../../platform/register/contract.ts';
import { assets } from './model.ts';

export const assetsContract = registerContract(assets);
