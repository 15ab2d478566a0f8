import { registerContract } from '../../platform/register/contract.ts';
import { controlTasks, evidence, ownControls } from './model.ts';

export const controlsContract = { own: registerContract(ownControls), evidence: registerContract(evidence), tasks: registerContract(controlTasks) };
