import { expect, it } from 'vitest';
import { said, type Fact } from './facts.ts';

const fact = (path: string, title: string, kind: Fact['kind'], value: string | null) =>
  [path, { path, title, kind, value, room: 'settings' } as Fact] as const;
const facts = new Map([
  fact('organisation.name', 'Name of the organisation', 'text', 'Fjordlicht'),
  fact('organisation.country', 'Country', 'text', null),
  fact('has.cloud', 'Cloud environments are in scope', 'flag', 'yes'),
  fact('has.office', 'There is an office in scope', 'flag', 'no'),
  fact('list.systems', 'List: systems', 'list', 'Planner, Desk'),
  fact('list.exclusions', 'List: exclusions', 'list', 'none'),
]);

it.each([
  ['{{organisation.name}}', 'fact', 'Fjordlicht'],
  ['{{organisation.country}}', 'unknown', 'not known: Country'],
  ['{{organisation.colour}}', 'unknown', 'no such fact: organisation.colour'],
  ['{{name}}', 'entry', 'name of each'],
  ['{{#has.cloud}}', 'applies', 'only if cloud environments are in scope — applies now'],
  ['{{^has.cloud}}', 'not', 'unless cloud environments are in scope — does not apply now'],
  ['{{#has.office}}', 'not', 'only if there is an office in scope — does not apply now'],
  ['{{#list.systems}}', 'applies', 'for each: systems — now: Planner, Desk'],
  ['{{#list.exclusions}}', 'not', 'for each: exclusions — now none'],
  ['{{^list.exclusions}}', 'applies', 'unless there are any: exclusions — applies now'],
  ['{{#organisation.country}}', 'not', 'only if known: country — does not apply now'],
  ['{{#has.nothing}}', 'unknown', 'has.nothing: no such fact'],
  ['{{/has.cloud}}', 'end', 'end of: cloud environments are in scope'],
  ['{{! a note }}', 'other', '{{! a note }}'],
])('%s is shown as %s: %s', (source, kind, text) => {
  expect(said(source, facts)).toMatchObject({ kind, text });
});
