import type { Handlers } from '../../platform/contract/serve.ts';
import { registerHandlers } from '../../platform/register/service.ts';
import type { controlsContract } from './contract.ts';
import { evidence, ownControls } from './model.ts';

/** Own controls (6.1.3 b) and pointers to evidence (8.1). */
export const controls: Handlers<typeof controlsContract> = { own: registerHandlers(ownControls), evidence: registerHandlers(evidence) };
