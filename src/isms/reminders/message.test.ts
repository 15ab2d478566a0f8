import { expect, it } from 'vitest';
import { messageOf } from './message.ts';

it('says what is overdue first, with the day, and where to go', () => {
  const { subject, text } = messageOf(
    { name: 'Eva Lund' },
    'Fjordlicht',
    [
      { kind: 'learn', subject: 'LES-1', title: 'Phishing', dueOn: '2026-12-20' },
      { kind: 'approve', subject: 'DV-2', title: 'Policy, version 2', dueOn: null },
      { kind: 'read', subject: 'DV-1', title: 'Policy, version 1', dueOn: '2026-12-01' },
    ],
    'https://isms.example/o/fjordlicht',
    '2026-12-08',
  );
  expect(subject).toBe('Fjordlicht: 3 things wait for you, 1 of them overdue');
  expect(text).toBe(`Hello Eva Lund,

Overdue:
- Read "Policy, version 1", due since 1 Dec 2026

And also:
- Take the lesson "Phishing", by 20 Dec 2026
- Approve "Policy, version 2"

Your page:
https://isms.example/o/fjordlicht/my

The documents:
https://isms.example/o/fjordlicht/documents

Fjordlicht sends you at most one such message a day.
`);
});
