import type { Collector } from '../collector.ts';
import { checks } from './checks.ts';
import type { Facts } from './facts.ts';
import { guide } from './guide.ts';
import { populations } from './populations.ts';
import { open, Settings, type Session } from './session.ts';
import { sources } from './sources.ts';

export const collector: Collector<{ [K in keyof Facts]: Facts[K] }, Session> = {
  provider: 'google',
  title: 'Google Workspace',
  about: 'Users, administrators, second steps and policies of a Google Workspace or Cloud Identity customer.',
  settings: Settings,
  credentials: {
    key: { title: 'Key of the service account', description: 'The whole JSON file, from { to }.', multiline: true },
  },
  guide,
  open,
  scopes: async () => [],
  sources,
  checks,
  populations,
};
