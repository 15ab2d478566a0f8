import { checkExceptions } from '../isms/checks/model.ts';
import type { Handlers } from '../platform/contract/serve.ts';
import { registerHandlers } from '../platform/register/service.ts';
import type { collectorsContract } from './contract.ts';
import { connectionsService } from './service/connections.ts';
import type { CollectorsSettings } from './service/known.ts';
import { providersService } from './service/providers.ts';
import { resultsService } from './service/results.ts';
import { runsService } from './service/runs.ts';

/** Connections to systems elsewhere, their collections and their checks (6.3, 6.4). */
export function collectorsService(settings: CollectorsSettings): Handlers<typeof collectorsContract> {
  return {
    ...providersService(settings.collectors),
    ...connectionsService(settings),
    ...runsService(settings),
    ...resultsService(settings.collectors),
    exceptions: registerHandlers(checkExceptions),
  };
}
