import { z } from 'zod';
import { TroubleError, type Check, type Collector, type Surroundings } from '../../src/collectors/collector.ts';

interface User {
  id: string;
  name: string;
  scope: string;
  mfa: boolean;
}
interface Facts {
  users: User[];
  regions: { id: string }[];
  [source: string]: { id: string }[];
}

/** A provider that exists in tests only: what it holds and how it fails is set by the test. Its collector stands in for GitHub's. */
export class ImaginedProvider {
  token = 'right';
  users: { id: string; name: string; region: string; mfa: boolean }[] = [];
  regions = ['north', 'south'];
  pageSize = 2;
  denied = new Set<string>();
  /** Reading waits here until the test lets it go on. */
  gate: Promise<void> = Promise.resolve();
  asked: string[] = [];
  /** Called before every page. */
  onPage: (source: string, scope: string, page: number) => void = () => undefined;

  readonly collector: Collector<Facts, { it: Surroundings }> = {
    provider: 'github',
    title: 'Imagined',
    about: 'A provider that exists in tests only.',
    settings: z.object({ tenant: z.string().min(1, 'Name the tenant.').meta({ title: 'Tenant' }) }),
    credentials: { token: { title: 'Token', description: 'Any' } },
    guide: () => ({ steps: 'Grant users:read.', documents: [] }),
    open: async (_settings, { token }, it) => {
      if (token !== this.token) throw new TroubleError({ kind: 'expired', message: 'The provider does not accept the token.' });
      return { it };
    },
    scopes: async () => this.regions,
    sources: {
      users: {
        title: 'Users',
        permissions: ['users:read'],
        each: 'scope',
        read: (session, scope, notes) => this.#read('users', session, scope, notes),
      },
      regions: {
        title: 'Regions',
        permissions: ['regions:read'],
        each: 'connection',
        read: (session, scope, notes) => this.#read('regions', session, scope, notes),
      },
    },
    checks: [mfa, regions],
    populations: [
      {
        id: 'accounts',
        title: 'Accounts',
        needs: ['users'],
        list: ({ users }) =>
          users.map(({ id, name }) => ({ id, name, email: '', kind: 'person', active: true, privileged: false, access: [], lastUsedAt: null })),
      },
    ],
  };

  async *#read(source: string, { it }: { it: Surroundings }, scope: string, notes: { page(query: string, rows: number, raw: unknown): void }) {
    const all =
      source === 'regions'
        ? this.regions.map((id) => ({ id }))
        : this.users.filter(({ region }) => region === scope).map(({ id, name, mfa: has }) => ({ id, name, scope, mfa: has }));
    for (let at = 0, page = 1; at === 0 || at < all.length; at += this.pageSize, page++) {
      this.onPage(source, scope, page);
      await Promise.race([this.gate, new Promise<void>((resolve) => it.signal.addEventListener('abort', () => resolve(), { once: true }))]);
      this.asked.push(`${source} ${scope} ${page}`);
      if (this.denied.has(`${source} ${scope}`.trim())) throw new TroubleError({ kind: 'denied', message: `${source} may not be read.` });
      const items = all.slice(at, at + this.pageSize);
      notes.page(`GET /${source}`, items.length, items);
      yield items as never[];
    }
  }
}

const mfa: Check<Facts> = {
  id: 'github-imagined-mfa',
  version: 1,
  title: 'A second factor for every user',
  calls: ['GET /users'],
  needs: ['users'],
  population: 'every user',
  passes: 'A second factor is set.',
  parameters: {},
  controls: [{ id: 'A.8.5', because: 'A second factor is secure authentication.' }],
  remedy: 'Have everybody set one.',
  empty: 'unknown',
  judge: ({ users }) =>
    users.map(({ id, name, scope, mfa: has }) => ({
      resource: id,
      name,
      scope,
      outcome: has ? 'pass' : 'fail',
      because: has ? 'Has a second factor.' : 'Has no second factor.',
    })),
};
const regions: Check<Facts, 'most'> = {
  id: 'github-imagined-regions',
  version: 1,
  title: 'Few regions',
  calls: ['GET /regions'],
  needs: ['regions'],
  population: 'the regions',
  passes: 'At most {most} regions are used.',
  parameters: { most: { title: 'Most', unit: 'regions', usual: 3, min: 1, max: 10 } },
  controls: [{ id: 'A.8.9', because: 'What is not used is not configured.' }],
  remedy: 'Close the regions that are not used.',
  empty: 'unknown',
  judge: ({ regions: all }, { most }) => [
    { resource: 'regions', name: 'Regions', scope: '', outcome: all.length > most ? 'fail' : 'pass', because: `${all.length} regions are used.` },
  ],
};
