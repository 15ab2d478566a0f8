import { z } from 'zod';
import type { Source } from '../../collector.ts';
import type { Facts } from '../facts.ts';
import type { Session } from '../session.ts';

/** What is read of a tenant through Microsoft Graph. */
export type Entra<K extends keyof Facts> = Source<Session, Facts[K][number]>;

/** Graph leaves out what it does not know, or says null. */
export const text = z.string().nullish();
export const ids = z.array(z.string()).nullish();
