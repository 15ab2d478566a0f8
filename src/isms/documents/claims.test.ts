import { describe, expect, it } from 'vitest';
import { standard } from '../../standard/standard.ts';
import { emptyIsms, record } from '../testing.ts';
import { claims } from './claims.ts';

describe('claims', () => {
  it('are told as people read them: facts filled in, nothing left of how the text depends on them', () => {
    const isms = emptyIsms();
    isms.people = [record('people', { id: 'P-1', name: 'Carla Voss' })];
    isms.ismsRoles = [record('ismsRoles', { name: 'Security', kind: 'isms-manager', holders: ['P-1'] })];
    isms.commitments = record('commitments', { id: 'commitments', accessReviewDays: 90 });
    isms.documents = [record('documents', { id: 'D-1', title: 'Access control policy' })];
    isms.documentVersions = [
      record('documentVersions', {
        document: 'D-1',
        number: 1,
        status: 'effective',
        effectiveOn: '2026-01-01',
        author: 'user:1',
        authorName: 'Somebody',
        body: '{{#has.cloud}}\nIn the cloud, {{/has.cloud}}{{roles.ismsManager}} reviews access every {{commitment.accessReviewDays}}.\n',
      }),
    ];
    expect(claims(isms, standard, '2026-11-24').map(({ statement, state }) => [statement, state])).toEqual([
      ['In the cloud, Carla Voss reviews access every 90 days.', 'unknown'],
    ]);
  });
});
