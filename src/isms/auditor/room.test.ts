import { describe, expect, it } from 'vitest';
import { standard } from '../../standard/standard.ts';
import type { Isms } from '../isms.ts';
import { emptyIsms, record } from '../testing.ts';
import { reachOf, releasesFor, releaseState } from './release.ts';
import { listed, mostRows, recordOf, sectionOf, type Above } from './room.ts';

const day = '2026-11-24';
const release = (fields: object) =>
  record('auditReleases', {
    audit: 'CA-1',
    from: '2026-11-01',
    until: '2026-12-01',
    releasedBy: 'Ann',
    releasedAt: '2026-11-01T08:00:00Z',
    ...fields,
  });
const above: Above = {
  paper: () => ({
    title: 'Register',
    state: 'As of today',
    facts: [['Risks', '1']],
    sections: [{ heading: 'Risks', paragraphs: [], table: { columns: [{ title: 'Id' }, { title: 'Risk' }], rows: [['R-1', 'Fire']] } }],
  }),
  verdict: () => [],
  report: () => null,
};
const isms: Isms = {
  ...emptyIsms(),
  people: [record('people', { name: 'Ann', email: 'ann@example.org', externalReference: '4711' })],
  risks: [record('risks', { title: 'Fire', owner: 'P-1' })],
  evidence: [
    record('evidence', { title: 'Fire drill', owner: 'P-1', subjects: ['A.7.5'] }),
    record('evidence', { id: 'EV-2', title: 'Second drill', supersedes: 'EV-1' }),
  ],
  certificationAudits: [record('certificationAudits', { kind: 'stage-1' })],
  evidenceRequests: [
    record('evidenceRequests', { title: 'Drill', audit: 'CA-1', evidence: ['EV-2'] }),
    record('evidenceRequests', { id: 'ERQ-2', title: 'Of nobody' }),
    record('evidenceRequests', { id: 'ERQ-3', title: 'Inside', internalAudit: 'AUD-1', evidence: ['EV-1'] }),
  ],
};
const ids = (part: 'evidence' | 'risks', releases: ReturnType<typeof release>[]) =>
  sectionOf(part, isms, standard, day, reachOf(isms, releases), above).tables.flatMap(({ rows }) => rows.map(({ id }) => id));

describe('a release', () => {
  it('holds from its first day until its last, and not once it is withdrawn', () => {
    const states = ['2026-10-31', '2026-11-01', '2026-12-01', '2026-12-02'].map((each) => releaseState(release({}), each));
    expect(states).toEqual(['to-come', 'in-force', 'in-force', 'over']);
    expect(releaseState(release({ withdrawnAt: '2026-11-02T08:00:00Z' }), day)).toBe('withdrawn');
  });

  it('is for those it names, in whatever case; for all where it names nobody', () => {
    const with_ = (auditors: string[]) => ({ ...isms, auditReleases: [release({ auditors })] });
    expect(releasesFor(with_([]), '', day)).toHaveLength(1);
    expect(releasesFor(with_(['falk@example.org']), 'Falk@Example.org', day)).toHaveLength(1);
    expect(releasesFor(with_(['falk@example.org']), 'other@example.org', day)).toHaveLength(0);
    expect(releasesFor(with_(['falk@example.org']), '', day)).toHaveLength(0);
  });

  it('opens a whole section, or the items it names, and what was provided for a request of its audit', () => {
    expect(ids('evidence', [release({ sections: ['evidence'] })])).toEqual(['EV-1', 'EV-2']);
    expect(ids('evidence', [release({ evidence: ['EV-1'] })])).toEqual(['EV-1', 'EV-2']);
    expect(ids('evidence', [release({ sections: ['risks'] })])).toEqual(['EV-2']);
    expect(ids('evidence', [release({ audit: null, internalAudit: 'AUD-1', sections: ['risks'] })])).toEqual(['EV-1']);
    expect(ids('evidence', [])).toEqual([]);
    expect(reachOf(isms, [release({})]).requests.map(({ id }) => id)).toEqual(['ERQ-1']);
    expect([...reachOf(isms, []).parts]).toEqual([]);
  });
});

describe('the room', () => {
  it('leads from a line of a document to its record', () => expect(ids('risks', [release({ sections: ['risks'] })])).toEqual(['R-1']));

  it('names what is not released by its number alone, and people by their names', () => {
    const open = (releases: ReturnType<typeof release>[]) => {
      const reach = reachOf(isms, releases);
      return recordOf('evidence', listed('evidence', 'evidence', 'EV-2', isms, standard, day, reach)!, { isms, standard, day, reach, above });
    };
    const supersedes = (shown: ReturnType<typeof open>) => shown.facts.find(({ title }) => title === 'Takes the place of')?.value;
    expect(supersedes(open([release({ sections: ['evidence'] })]))).toBe('EV-1 Fire drill');
    expect(supersedes(open([release({ sections: ['risks'] })]))).toBe('EV-1');
    const [risk] = sectionOf('people', isms, standard, day, reachOf(isms, [release({ sections: ['people'] })]), above).tables.slice(-1);
    expect(risk!.rows[0]!.cells).toContain('Ann');
    expect(JSON.stringify(risk)).not.toMatch(/4711|ann@example/);
  });

  it('shows management reviews that were held, with their inputs as they were frozen', () => {
    const frozen = [
      {
        input: 'risks',
        summary: 'Two risks are high.',
        figures: [{ key: 'high', name: 'High risks', value: '2', number: 2, before: '3', better: true, stands: 'bad' }],
        points: [{ text: 'Fire', register: 'risks', id: 'R-1' }],
      },
    ];
    const reviews = {
      ...isms,
      managementReviews: [
        record('managementReviews', { title: 'Spring', on: '2026-04-14', status: 'held', inputs: JSON.stringify(frozen) }),
        record('managementReviews', { id: 'MR-2', title: 'Autumn', on: '2026-12-10', status: 'prepared' }),
      ],
    };
    const reach = reachOf(reviews, [release({ sections: ['management-reviews'] })]);
    const [table] = sectionOf('management-reviews', reviews, standard, day, reach, above).tables;
    expect(table!.rows.map(({ id }) => id)).toEqual(['MR-1']);
    const place = listed('management-reviews', 'management-reviews', 'MR-1', reviews, standard, day, reach)!;
    const shown = recordOf('management-reviews', place, { isms: reviews, standard, day, reach, above });
    expect(shown.texts.map(({ title }) => title)).toEqual(['Input: Risk assessment and the treatment plan']);
    expect(shown.tables).toEqual([
      {
        heading: 'Figures',
        columns: ['Input', 'Figure', 'On the day', 'Before'],
        rows: [['Risk assessment and the treatment plan', 'High risks', '2', '3']],
      },
    ]);
    expect(listed('management-reviews', 'management-reviews', 'MR-2', reviews, standard, day, reach)).toBeUndefined();
  });

  it('opens nothing that it does not list', () => {
    const reach = reachOf(isms, [release({ sections: ['people', 'risks'] })]);
    expect(listed('people', 'people', 'P-1', isms, standard, day, reach)).toBeUndefined();
    expect(listed('evidence', 'evidence', 'EV-1', isms, standard, day, reach)).toBeUndefined();
    expect(listed('risks', 'evidence', 'EV-2', isms, standard, day, reach)).toBeUndefined();
    expect(listed('risks', 'risks', 'R-1', isms, standard, day, reach)?.record.id).toBe('R-1');
  });

  it('shows the first of a long list, and all of it that is sought', () => {
    const many = {
      ...isms,
      evidence: Array.from({ length: mostRows + 500 }, (_, at) => record('evidence', { id: `EV-${at + 1}`, title: `Drill ${at + 1}` })),
    };
    const reach = reachOf(many, [release({ sections: ['evidence'] })]);
    const [table] = sectionOf('evidence', many, standard, day, reach, above).tables;
    expect([table!.rows.length, table!.total]).toEqual([mostRows, mostRows + 500]);
    const [found] = sectionOf('evidence', many, standard, day, reach, above, 'drill 1500').tables;
    expect([found!.rows.map(({ id }) => id), found!.total]).toEqual([['EV-1500'], 1]);
  });
});
