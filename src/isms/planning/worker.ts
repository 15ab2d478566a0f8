import { parentPort, workerData } from 'node:worker_threads';
import type { PlanInput } from './model.ts';
import { simulate } from './simulate.ts';

parentPort!.postMessage(simulate(workerData as PlanInput));
