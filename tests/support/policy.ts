import { commitmentList } from '../../src/isms/documents/model.ts';
import type { Inside, TestApplication } from './application.ts';

/** An organisation in which a policy can be written by one (P-1) and approved by another (P-2). */
export async function organisationWithRoles(
  application: TestApplication,
  people: object[],
): Promise<{ slug: string; owner: Inside; manager: Inside; top: Inside }> {
  const slug = await application.organisation('Fjordlicht Software GmbH');
  const owner = application.inside(slug);
  for (const [index, person] of people.entries()) await owner.post('/people', { topManagement: index === 1, ...person });
  for (const [kind, holder] of [
    ['isms-manager', 'P-1'],
    ['top-management', 'P-2'],
    ['incident-manager', 'P-1'],
    ['data-protection', 'P-1'],
    ['internal-auditor', 'P-2'],
  ])
    await owner.post('/isms-roles', { name: kind, kind, holders: [holder] });
  await owner.post('/systems', { name: 'Fjordlicht Cloud', kind: 'application', owner: 'P-1', inScope: true });
  const { record: method } = await owner.post('/risk-methods', {});
  await owner.post(`/risk-methods/${method.id}/in-force`);
  await owner.patch('/commitments', Object.fromEntries(commitmentList.map(({ field, usual }) => [field, usual])));
  return {
    slug,
    owner,
    manager: application.inside(slug, await application.key(slug, 'isms-manager', { person: 'P-1' })),
    top: application.inside(slug, await application.key(slug, 'top-management', { person: 'P-2' })),
  };
}

/** The access control policy, with a sentence of the organisation's own, submitted; answers its version. */
export async function submittedPolicy(manager: Inside, sentence: string): Promise<string> {
  await manager.post('/documents/begin', { templates: ['access-control-policy'] });
  const [{ id }] = (await manager.get('/documents/D-1/versions')).items;
  const { body } = await manager.get(`/document-versions/${id}`);
  await manager.patch(`/document-versions/${id}`, { body: body.replace('## Checks', `## Checks\n\n${sentence}\n`) });
  await manager.post(`/document-versions/${id}/submit`);
  return id;
}

/** The same in force, with a campaign for everybody. */
export async function publishedPolicy({ manager, top }: { manager: Inside; top: Inside }, sentence: string): Promise<string> {
  const id = await submittedPolicy(manager, sentence);
  await top.post(`/document-versions/${id}/approve`);
  await manager.post(`/document-versions/${id}/publish`);
  await manager.post('/campaigns', { document: 'D-1' });
  return id;
}
