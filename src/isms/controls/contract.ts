import { registerContract } from '../../platform/register/contract.ts';
import { evidence, ownControls } from './model.ts';

export const controlsContract = { own: registerContract(ownControls), evidence: registerContract(evidence) };
