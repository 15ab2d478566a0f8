import type { Provider } from '../isms/checks/model.ts';
import { collector as aws } from './aws/collector.ts';
import { collector as azure } from './azure/collector.ts';
import { collector as github } from './github/collector.ts';
import { collector as google } from './google/collector.ts';
import { collector as okta } from './okta/collector.ts';
import type { Collector } from './collector.ts';

/**
 * Every provider that can be collected from; a new one is a folder beside this file and a line here. These are manifests:
 * the providers' own clients are loaded when a connection is opened.
 */
export const collectors: Partial<Record<Provider, Collector>> = { aws, github, azure, okta, google };
