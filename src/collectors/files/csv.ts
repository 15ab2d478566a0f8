import { guessField } from '../../interchange/guess.ts';
import { findingColumns, type FindingColumn, type FindingStatus } from '../../isms/scans/model.ts';
import { controlsOfProwlerCheck } from '../../standard/crosswalks.ts';
import { Malformed, annexA, controlsInTag, moment, severityOf, webAddress, type Finding } from './finding.ts';

export type Columns = Record<string, FindingColumn | null>;

/** The fields that the columns of a table most likely stand for, each fed by one column. What was said counts. */
export function columnsOf(titles: readonly string[], given: Columns = {}): (FindingColumn | null)[] {
  const taken = new Map<string, number>();
  const guesses = titles.map((title) => {
    if (title in given) return given[title] ? { field: given[title], certainty: 2 } : null;
    const guess = guessField('findings', title);
    return guess && (findingColumns as readonly string[]).includes(guess.field) ? guess : null;
  });
  guesses.forEach((guess, index) => {
    const before = guess && taken.get(guess.field);
    if (guess && (before === undefined || before === null || guess.certainty > guesses[before]!.certainty)) taken.set(guess.field, index);
  });
  return guesses.map((guess, index) => (guess && taken.get(guess.field) === index ? (guess.field as FindingColumn) : null));
}

const statuses: Record<string, FindingStatus> = {
  ...same('pass', 'pass', 'passed', 'ok', 'compliant', 'success', 'fixed', 'resolved', 'closed', 'remediated', 'mitigated', 'yes', 'true'),
  ...same(
    'fail',
    'fail',
    'failed',
    'failure',
    'non-compliant',
    'noncompliant',
    'not compliant',
    'open',
    'active',
    'new',
    'alarm',
    'reopened',
    'in progress',
    'affected',
    'no',
    'false',
  ),
  ...same('muted', 'muted', 'suppressed', 'accepted', 'risk accepted', 'ignored', 'exception', 'excepted', 'false positive', 'waived'),
};
function same(value: FindingStatus, ...words: string[]): Record<string, FindingStatus> {
  return Object.fromEntries(words.map((word) => [word, value]));
}

/** A row of a table, by what its columns stand for. Without a column for the status every row is a failure: that is what such lists are of. */
export function fromCsv(row: readonly string[], columns: readonly (FindingColumn | null)[], tool: string): Finding[] {
  const value = (field: FindingColumn) => (row[columns.indexOf(field)] ?? '').trim();
  const has = (field: FindingColumn) => columns.includes(field);
  const rule = value('rule') || value('title');
  if (rule === '') throw new Malformed('Neither the column of the rule nor that of the title says anything.');
  const provider = value('provider').toLowerCase();
  const account = value('account');
  const named = value('controls');
  const own = /27001/.test(named) ? named.split(/\s\|\s|;|\n/).flatMap(controlsInTag) : annexA(named.match(/\bA\.\d\.\d{1,2}\b/g) ?? []);
  return [
    {
      tool,
      scope: account === '' ? '' : `${provider} ${account}`.trim(),
      rule,
      title: value('title') || rule,
      severity: severityOf(value('severity')),
      status: has('status') ? (statuses[value('status').toLowerCase()] ?? 'unknown') : 'fail',
      message: value('message'),
      resource: value('resource') || value('resourceName'),
      resourceName: value('resourceName') || value('resource'),
      resourceType: value('resourceType'),
      region: value('region'),
      account,
      identity: value('resource') || value('resourceName') ? '' : value('message'),
      controls: own.length > 0 ? [...new Set(own)] : provider === '' ? [] : controlsOfProwlerCheck(rule, provider),
      firstSeen: moment(value('firstSeen')),
      seenAt: moment(value('seenAt')),
      remediation: value('remediation'),
      url: webAddress(value('url')),
    },
  ];
}
