import type { Handlers } from '../../platform/contract/serve.ts';
import type { Files } from '../../platform/files/service.ts';
import { registerHandlers } from '../../platform/register/service.ts';
import { accessReviewsService } from './access-reviews/service.ts';
import { calendarService } from './calendar/service.ts';
import { changes } from './changes/service.ts';
import type { operationsContract } from './contract.ts';
import { continuity } from './continuity/service.ts';
import { incidents } from './incidents/service.ts';
import { legalRequirements } from './legal/model.ts';
import { movesService } from './moves/service.ts';
import { populationsService, type ReadRows } from './populations/service.ts';
import { suppliers } from './suppliers/service.ts';
import { vulnerabilities } from './vulnerabilities/service.ts';

export interface OperationsSettings {
  files: Files;
  /** Reads the rows of a CSV or XLSX file; the reader stands on the floor above. */
  readRows: ReadRows;
  publicUrl(): string;
}

/** Controls at work day by day (8.1). */
export const operationsService = ({ files, readRows, publicUrl }: OperationsSettings): Handlers<typeof operationsContract> => ({
  calendar: calendarService({ files, publicUrl }),
  suppliers,
  legal: registerHandlers(legalRequirements),
  changes,
  vulnerabilities,
  incidents,
  continuity,
  populations: populationsService(files, readRows),
  accessReviews: accessReviewsService(files),
  moves: movesService(files),
});
