import type { AnyContractProcedure } from '@orpc/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { globalOperations, organisationOperations, publicOperations } from '../../src/doors/contract.ts';
import { metaOf, operationsOf } from '../../src/doors/router.ts';
import { may, permissions, roles, type Permission, type Role } from '../../src/isms/permissions.ts';
import { startApplication, type TestApplication } from '../support/application.ts';

const operations = operationsOf(organisationOperations).map(({ path, operation }) => ({
  name: path.join('.'),
  operation,
  permission: metaOf(operation).permission as Permission,
}));
const keys = {} as Record<Role, string>;
let application: TestApplication;
let slug: string;
let foreign: string;
let foreignKey: string;

beforeAll(async () => {
  application = await startApplication();
  slug = await application.organisation('Fjordlicht Software GmbH');
  foreign = await application.organisation('Stranger & Sons Ltd');
  for (const role of roles) keys[role] = await application.key(slug, role);
  foreignKey = await application.key(foreign, 'owner');
});
afterAll(() => application?.stop());

/** An operation called with ids of nothing and no fields: it can do no harm, and is refused for its input at most. */
const ask = (operation: AnyContractProcedure, organisation: string, key: string | null) => {
  const { method = 'POST', path = '/' } = operation['~orpc'].route;
  return application.send(method, `/api/organisations/${organisation}${path.replaceAll(/\{\w+\}/g, 'X-0')}`, {
    key,
    ...(method === 'GET' || method === 'DELETE' ? {} : { body: {} }),
  });
};

describe.each(operations)('$name ($permission)', ({ operation, permission }) => {
  it('names a permission of the list', () => expect(permissions).toHaveProperty([permission]));

  it.each(roles)('for the role %s', async (role) => {
    const { status, body } = await ask(operation, slug, keys[role]);
    expect(status, JSON.stringify(body)).not.toBe(500);
    const refusal = `As ${role.replaceAll('-', ' ')} you may not ${permission}.`;
    expect(body.detail === refusal).toBe(!may(role, permission));
    expect(status === 403 && body.code === 'not-permitted').toBe(!may(role, permission));
  });

  it('for the owner of another organisation: there is no such organisation', async () => {
    const { status, body } = await ask(operation, slug, foreignKey);
    expect([status, body.code]).toEqual([404, 'not-found']);
    expect(body.detail).toBe(`There is no organisation ${slug}.`);
    expect((await ask(operation, 'no-such-organisation', foreignKey)).body.detail).toBe('There is no organisation no-such-organisation.');
  });

  it('for somebody who is not signed in', async () => {
    const { status, body } = await ask(operation, slug, null);
    expect([status, body.code]).toEqual([401, 'not-signed-in']);
  });
});

describe('outside organisations', () => {
  it.each(operationsOf(globalOperations).map(({ path, operation }) => ({ name: path.join('.'), operation })))(
    '$name asks for somebody who is signed in',
    async ({ operation }) => {
      const { method = 'POST', path = '/' } = operation['~orpc'].route;
      const reply = await application.send(method, `/api${path.replaceAll(/\{\w+\}/g, 'X-0')}`, {
        key: null,
        ...(method === 'GET' ? {} : { body: {} }),
      });
      expect([reply.status, reply.body.code]).toEqual([401, 'not-signed-in']);
    },
  );

  it('opens without a sign-in only what a password, a link or nothing secret guards', () => {
    expect(
      operationsOf(publicOperations)
        .map(({ path }) => path.at(-1))
        .toSorted((a, b) => (a! < b! ? -1 : 1)),
    ).toEqual(['acceptInvitation', 'calendar', 'invitation', 'setup', 'setupState', 'signIn', 'signInByLink', 'signOut']);
  });
});

describe('afterwards', () => {
  it('the ledger names who did what, and is intact', async () => {
    const { items } = await application.inside(slug).get('/ledger?limit=100');
    expect(items.length).toBeGreaterThan(roles.length);
    // Whoever is in it held the permission; nothing was written for an employee or an auditor.
    const writers = new Set(items.map(({ actorName }: { actorName: string }) => actorName));
    for (const role of ['employee', 'internal-auditor', 'external-auditor']) expect(writers).not.toContain(`${role} key`);
    expect((await application.inside(slug).get('/ledger/verify')).intact).toBe(true);
  });

  it('the stranger’s organisation has what the stranger put there and nothing else', async () => {
    const { items } = await application.inside(foreign).get('/ledger?limit=100');
    expect(items.map(({ register }: { register: string }) => register).toSorted()).toEqual(['api-keys', 'organisations']);
  });
});
