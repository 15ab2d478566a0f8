#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

enableCompileCache();

const help = `annexa: the open workbench for ISO/IEC 27001:2022

  annexa start [settings]       run the product (the default); annexa start --help lists the settings
  annexa check DIR              what an auditor would find in an exported ISMS; no server needed
  annexa rules                  the rulebook
  annexa export DIR             the ISMS as files
  annexa import DIR|FILE        bring the ISMS to the state of files, or take in a spreadsheet (--target)
  annexa documents import DIR   policies that exist as DOCX, ODT, PDF, Markdown: each as a document (--preview shows first)
  annexa documents attach D F   the next version of document D from file F
  annexa evidence add FILE…     evidence of a control, with its files (--control A.5.18 --from DAY --to DAY)
  annexa scans import FILE      what a scanner found: Prowler, Security Hub, Trivy, SARIF, CSV; - reads standard input
  annexa pack [--for AUDIT]     the audit pack: one signed ZIP that opens from the disk (--output FILE)
  annexa pack verify FILE       whether a pack is what was signed, byte for byte; no server needed (--key FINGERPRINT)
  annexa mcp                    an MCP server on standard input and output
  annexa key create --name N --role R --expires-on DAY
  annexa help                   this, and every command

Every operation is a command; annexa COMMAND --help explains it:
`;

/** annexa <command> */
async function main(args: string[]): Promise<number> {
  const [command = 'start', ...rest] = args[0]?.startsWith('--') ? ['start', ...args] : args;
  switch (command) {
    case 'start':
      return (await import('./doors/start.ts')).start(rest);
    case 'check':
      return (await import('./doors/check.ts')).check(rest);
    case 'rules':
      return (await import('./doors/check.ts')).listRules(rest);
    case 'export':
      return (await import('./doors/cli.ts')).exportDirectory(rest);
    case 'import':
      return (await import('./doors/cli.ts')).importPath(rest);
    case 'mcp':
      return (await import('./doors/stdio.ts')).serveStandardInput(rest);
    case 'version':
      process.stdout.write(`${(await import('./doors/application.ts')).version}\n`);
      return 0;
    case 'help':
      process.stdout.write(`${help}\n${(await import('./doors/cli.ts')).commandHelp()}\n`);
      return 0;
    case 'documents': {
      const [word = '', ...more] = rest;
      if (word === 'import') return (await import('./doors/documents.ts')).importDocuments(more);
      if (word === 'attach') return (await import('./doors/documents.ts')).attachFile(more);
      return (await import('./doors/cli.ts')).runOperation([command, ...rest]);
    }
    case 'evidence':
      if (rest[0] === 'add') return (await import('./doors/evidence.ts')).addEvidence(rest.slice(1));
      return (await import('./doors/cli.ts')).runOperation([command, ...rest]);
    case 'pack':
      if (rest[0] === 'verify') return (await import('./doors/packs.ts')).verifyFile(rest.slice(1));
      return (await import('./doors/packs.ts')).makePack(rest);
    case 'scans':
      if (rest[0] === 'import') return (await import('./doors/scans.ts')).importScans(rest.slice(1));
      return (await import('./doors/cli.ts')).runOperation([command, ...rest]);
    default:
      return (await import('./doors/cli.ts')).runOperation([command, ...rest]);
  }
}

/** Every place that is wrong, one a line; not when the first sentence has named the only one already. */
function places({ detail, fields = [] }: { detail: string; fields?: { field: string; message: string }[] }): string[] {
  if (fields.length === 1 && detail.endsWith(fields[0]!.message)) return [];
  return fields.map(({ field, message }) => `  ${field}: ${message}`);
}

/** What went wrong, in plain words, on standard error; the exit code tells wrong use (2) from a refusal (1). */
async function explain(error: unknown, json: boolean): Promise<number> {
  const { Help, WrongUse } = await import('./doors/commands.ts');
  const { Refused } = await import('./doors/calling.ts');
  const { Problem } = await import('./platform/contract/problem.ts');
  const { ConfigError } = await import('./platform/config.ts');
  const { problemBody } = await import('./doors/problems.ts');
  if (error instanceof Help) {
    process.stdout.write(`${error.message}\n`);
    return 0;
  }
  if (error instanceof WrongUse || error instanceof ConfigError) {
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
  const problem = error instanceof Refused ? error.problem : error instanceof Problem ? problemBody(error, '') : null;
  if (problem) {
    if (json) process.stderr.write(`${JSON.stringify(problem, null, 2)}\n`);
    else process.stderr.write(`${[problem.detail, ...places(problem), problem.remedy].filter(Boolean).join('\n')}\n`);
    return problem.code === 'invalid-input' ? 2 : 1;
  }
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (process.env['ANNEXA_LOG_LEVEL'] === 'debug' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return 1;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => explain(error, process.argv.includes('--json')));
