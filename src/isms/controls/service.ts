import type { Handlers } from '../../platform/contract/serve.ts';
import { registerHandlers } from '../../platform/register/service.ts';
import type { controlsContract } from './contract.ts';
import { controlTasks, evidence, ownControls } from './model.ts';

/** Own controls (6.1.3 b), pointers to evidence (8.1), and what is to be done. */
export const controls: Handlers<typeof controlsContract> = {
  own: registerHandlers(ownControls),
  evidence: registerHandlers(evidence),
  tasks: registerHandlers(controlTasks),
};
