import { registerContract } from '../../../platform/register/contract.ts';
import { legalRequirements } from './model.ts';

export const legalContract = registerContract(legalRequirements);
