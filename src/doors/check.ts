import { parseArgs } from 'node:util';
import { ismsFromFiles } from '../interchange/files.ts';
import { dayIn } from '../platform/calls.ts';
import { Day } from '../platform/contract/fields.ts';
import { Stage, stages, type Finding } from '../rulebook/contract.ts';
import { describeRules } from '../rulebook/service.ts';
import { verdict } from '../rulebook/verdict.ts';
import { standard } from '../standard/standard.ts';
import type { ExitCode } from './calling.ts';
import { Help, WrongUse } from './commands.ts';
import { readFiles } from './directory.ts';

const help = `annexa check DIR [--json] [--stage ${stages.join('|')}] [--as-of DATE]`;

/** `annexa check DIR`: what an auditor would find in an exported ISMS. No server, no database. Exit code 1 when a major is found. */
export function check(args: string[]): ExitCode {
  let parsed;
  try {
    parsed = parseArgs({
      args,
      options: { json: { type: 'boolean' }, stage: { type: 'string' }, 'as-of': { type: 'string' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new WrongUse(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
  const { values, positionals } = parsed;
  if (values.help) throw new Help(help);
  if (positionals.length !== 1) throw new WrongUse(help);
  const stage = values.stage === undefined ? null : Stage.safeParse(values.stage).data;
  if (stage === undefined) throw new WrongUse(`--stage is "${values.stage}"; allowed is ${stages.join(', ')}.`);
  if (values['as-of'] !== undefined && !Day.safeParse(values['as-of']).success)
    throw new WrongUse(`--as-of is "${values['as-of']}"; a day is written like 2027-03-03.`);
  const isms = ismsFromFiles(readFiles(positionals[0]!));
  const day = values['as-of'] ?? dayIn(isms.organisation.timeZone, new Date());
  const { findings, excused, ended, summary } = verdict(isms, standard, day, stage);
  if (values.json) {
    const shown = findings.map(({ rule, clause, grade, confidence, title, text, records, remedy }) => ({
      rule,
      clause,
      grade,
      confidence,
      title,
      text,
      records: records.map(({ id, register }) => id || register),
      remedy,
    }));
    process.stdout.write(
      `${JSON.stringify(
        {
          findings: shown,
          excused: excused.map(({ excuse: { id, reason, by, until }, finding }) => ({
            rule: finding.rule,
            records: finding.records.map((each) => each.id || each.register),
            excuse: id,
            reason,
            by,
            until,
          })),
          ended: ended.map(({ id, rule, until }) => ({ excuse: id, rule, until })),
          summary,
        },
        null,
        2,
      )}\n`,
    );
  } else {
    process.stdout.write(
      `${findings.map(line).join('\n\n')}${findings.length > 0 ? '\n\n' : ''}${isms.organisation.name} on ${summary.day}${stage ? `, ${stage}` : ''}: ${summary.major} major, ${summary.minor} minor, ${summary.opportunity} opportunities${summary.excused > 0 ? ` (${summary.excused} excused)` : ''}${ended.length > 0 ? ` (${ended.length} ${ended.length === 1 ? 'excuse has' : 'excuses have'} ended)` : ''}; ${summary.clean} of ${summary.rules} rules found nothing.\n`,
    );
  }
  return summary.major > 0 ? 1 : 0;
}

const line = ({ grade, clause, title, text, remedy, rule, confidence, confidenceReason }: Finding) =>
  `${grade.toUpperCase()}  ${clause}  ${title}  [${rule}]\n  ${text}\n${confidence === 'likely' ? `  Likely, not certain: ${confidenceReason}\n` : ''}  → ${remedy}`;

/** `annexa rules`: the rulebook. */
export function listRules(args: string[]): ExitCode {
  if (args.some((arg) => arg !== '--json')) throw new WrongUse('annexa rules [--json]');
  const list = describeRules().map(({ id, clause, stages: own, grade, confidence, title }) => ({
    id,
    clause,
    stages: own,
    grade,
    confidence,
    title,
  }));
  process.stdout.write(
    args.includes('--json')
      ? `${JSON.stringify(list, null, 2)}\n`
      : `${list.map(({ id, clause, grade, title }) => `${clause.padEnd(7)} ${grade.padEnd(12)} ${id.padEnd(36)} ${title}`).join('\n')}\n${list.length} rules\n`,
  );
  return 0;
}
