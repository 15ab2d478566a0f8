import { describe, expect, it } from 'vitest';
import { reachOf } from '../isms/auditor/release.ts';
import type { Above, Looking } from '../isms/auditor/room.ts';
import type { Isms } from '../isms/isms.ts';
import { emptyIsms, record } from '../isms/testing.ts';
import { standard } from '../standard/standard.ts';
import { attachedIn, contents, everything } from './contents.ts';
import { html } from './html.ts';
import { fileName, from, safe, unique } from './paths.ts';

const day = '2027-03-03';
const above: Above = { paper: () => ({ title: '', state: '', facts: [], sections: [] }), verdict: () => [], report: () => null };
const file = (name: string, letter: string) => ({ name, mediaType: 'application/pdf', size: 1, sha256: letter.repeat(64) });
const isms: Isms = {
  ...emptyIsms(),
  risks: [record('risks', { title: 'Fire' })],
  evidence: [
    record('evidence', { title: 'Drill', subjects: ['A.7.5'], files: [file('drill.pdf', 'a'), file('list.pdf', 'b')] }),
    record('evidence', { id: 'EV-2', title: 'Second drill', files: [file('again.pdf', 'a')] }),
  ],
};
const looking = (reach = everything(isms)): Looking => ({ isms, standard, day, reach, above });
const release = (fields: object) =>
  record('auditReleases', { audit: 'CA-1', from: day, until: day, releasedBy: 'Ann', releasedAt: '2027-03-03T08:00:00Z', ...fields });

describe('what goes into a pack', () => {
  it('of everything is every part that can be released, and not what the product finds itself', () => {
    const parts = contents(looking()).parts.map(({ part }) => part);
    expect(parts).toEqual(expect.arrayContaining(['scope', 'soa', 'risks', 'evidence', 'ledger', 'requests']));
    expect(parts).not.toContain('verdict');
  });

  it('of a release is what the release opens', () => {
    const { parts, statement } = contents(looking(reachOf(isms, [release({ evidence: ['EV-2'] })])));
    expect(parts.map(({ part }) => part)).toEqual(['evidence', 'requests']);
    expect(parts.flatMap(({ records }) => records.map(({ page }) => page))).toEqual(['records/evidence/EV-2.html']);
    expect(statement).toBeNull();
  });

  it('is no draft: without a version in force there is no document of the scope or the Statement', () => {
    expect(contents(looking()).parts.flatMap(({ papers }) => papers.map(({ path }) => path))).toEqual([
      'documents/risk-register.pdf',
      'documents/risk-treatment-plan.pdf',
    ]);
  });

  it('names every attached file once, before a byte is written', () => {
    expect(attachedIn(contents(looking()), looking()).map(({ sha256 }) => sha256[0])).toEqual(['a', 'b']);
  });
});

describe('names of files', () => {
  it('are ones that every system can write, and none that a browser runs', () => {
    const pdf = 'application/pdf';
    expect(fileName({ name: '../../etc/passwd', mediaType: pdf })).toBe('passwd');
    expect(fileName({ name: 'a:b*c?.pdf', mediaType: pdf })).toBe('a-b-c-.pdf');
    expect(fileName({ name: 'CON.txt', mediaType: pdf })).toBe('_CON.txt');
    expect(fileName({ name: 'page.html', mediaType: 'text/plain' })).toBe('page.html.txt');
    expect(fileName({ name: 'picture.png', mediaType: 'image/svg+xml' })).toBe('picture.png.txt');
    expect(fileName({ name: ' .. ', mediaType: pdf })).toBe('file');
    expect(safe(`${'x'.repeat(200)}.docx`)).toHaveLength(80);
    expect(safe(`${'x'.repeat(200)}.docx`)).toMatch(/\.docx$/);
  });

  it('are told apart whatever their letters', () => {
    const taken = new Set<string>();
    expect(['files/A.pdf', 'files/a.pdf', 'files/a.pdf'].map((each) => unique(each, taken))).toEqual([
      'files/A.pdf',
      'files/a-2.pdf',
      'files/a-3.pdf',
    ]);
  });

  it('are reached from every page', () => {
    expect(from('records/evidence/EV-1.html', 'files/evidence/EV-1/50 % done#1.pdf')).toBe('../../files/evidence/EV-1/50%20%25%20done%231.pdf');
    expect(from('index.html', 'controls.html')).toBe('controls.html');
  });
});

it('what people wrote is text on a page, never markup', () => {
  expect(html`<p title="${'"><script>'}">${'<b>&'}${[html`<i>${"'"}</i>`, null, false, 3]}</p>`.text).toBe(
    '<p title="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;<i>&#39;</i>3</p>',
  );
});
