import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSample } from '../../src/doors/sample.ts';
import { startApplication, type Inside, type TestApplication } from '../support/application.ts';
import { startMailServer, type MailServer } from '../support/smtp.ts';

/** What an auditor asks for in the room is told at once to whoever it waits for, by a real mail server. */
let application: TestApplication;
let mail: MailServer;
let owner: Inside;
let auditor: Inside;

beforeAll(async () => {
  mail = await startMailServer();
  application = await startApplication({ ANNEXA_SMTP_URL: mail.url }, () => new Date('2026-11-26T09:00:00Z'));
  await openSample(application);
  owner = application.inside('sample');
  auditor = application.inside('sample', await application.key('sample', 'external-auditor', { expiresOn: '2027-03-31' }));
  await owner.post('/audit-releases', { audit: 'CA-1', until: '2027-01-31', sections: ['risks'] });
});
afterAll(async () => {
  await application?.stop();
  await mail?.down();
});
const about = (title: string) => mail.letters.filter(({ text }) => text.includes(title));

it('a question of the auditor reaches the ISMS manager at once', async () => {
  await auditor.post('/auditor-room/requests', { title: 'The list of leavers' });
  await expect.poll(() => about('The list of leavers').length, { timeout: 20_000 }).toBe(1);
  expect(about('The list of leavers')[0]!.to).toMatch(/^carla/);
});

it('what was returned goes to whoever provides it', async () => {
  const { items } = await owner.get('/evidence-requests?limit=1000');
  const { id } = items.find(({ title }: { title: string }) => title === 'The list of leavers');
  await owner.patch(`/evidence-requests/${id}`, { owner: 'P-6' });
  await owner.post(`/evidence-requests/${id}/provide`, { evidence: ['EV-2'] });
  await auditor.post(`/auditor-room/requests/${id}/judge`, { accepted: false, text: 'August is missing.' });
  await expect.poll(() => about('Provide: The list of leavers').length, { timeout: 20_000 }).toBe(1);
  expect(about('Provide: The list of leavers')[0]!.to).toMatch(/^anke/);
});
