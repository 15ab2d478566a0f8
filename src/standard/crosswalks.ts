import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';

const rows = (name: string) =>
  parse(readFileSync(new URL(`../../standard/crosswalks/${name}.csv`, import.meta.url)), { columns: true }) as Record<string, string>[];
const list = (controls: string) => controls.split(' ').filter(Boolean);

let prowler: Map<string, string[]> | undefined;
let nist: Map<string, string[]> | undefined;

/**
 * The controls that a check of Prowler speaks for. Without a provider: of all providers that have a check of that name.
 * Empty: the table does not have it.
 */
export function controlsOfProwlerCheck(check: string, provider: string | null): readonly string[] {
  if (!prowler) {
    prowler = new Map();
    for (const { provider: of, check: id, controls } of rows('prowler-iso27001')) {
      prowler.set(`${of} ${id}`, list(controls!));
      prowler.set(id!, [...new Set([...(prowler.get(id!) ?? []), ...list(controls!)])]);
    }
  }
  return prowler.get(provider === null ? check : `${provider} ${check}`) ?? [];
}

/** The controls that a control of NIST SP 800-53 revision 5 corresponds to: `AC-2(1)`, where the enhancement has none, `AC-2`. */
export function controlsOfNist(id: string): readonly string[] {
  nist ??= new Map(rows('nist-800-53-iso27001').map(({ control, annexA }) => [control!, list(annexA!)]));
  return nist.get(id) ?? nist.get(id.replace(/\(\d+\)$/, '')) ?? [];
}
