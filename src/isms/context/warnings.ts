import type { Isms } from '../isms.ts';
import type { ScopeWarning } from './model.ts';

/** What an auditor would ask about a scope while it is being edited (mission 1.6). */
export function scopeWarnings(isms: Isms, statement: string): ScopeWarning[] {
  const warnings: ScopeWarning[] = [];
  const point = (register: string) => (record: { id: string; name: string }) => ({ register, id: record.id, label: record.name });
  const warn = (id: string, text: string, remedy: string, records: ScopeWarning['records'] = []) => void warnings.push({ id, text, remedy, records });
  const plural = (count: number, one: string, many: string) => (count === 1 ? one : many.replace('#', String(count)));

  if (statement.trim() === '')
    warn(
      'no-statement',
      'The scope has no statement yet.',
      'Write in a sentence or two which activities, parts of the organisation and places are covered.',
    );
  else if (/\b(entire|whole|complete|all of the|all parts of the) (organi[sz]ation|company|business|group|enterprise)\b/i.test(statement)) {
    warn(
      'entire-organisation',
      'The statement covers the entire organisation: every site, system and team would have to be audited.',
      'Name the services, teams and places that customers ask about; widen the scope in a later cycle.',
    );
  }
  const left = isms.systems.filter((system) => system.customersAsk && system.inScope !== true);
  if (left.length > 0) {
    warn(
      'service-left-out',
      plural(left.length, `${left[0]!.name} is not in scope, but customers ask about it.`, '# services that customers ask about are not in scope.'),
      'Take it in, or be ready to explain a certificate that does not cover what customers buy.',
      left.map(point('systems')),
    );
  }
  const lone = isms.interfaces.filter((each) => each.counterpart === 'supplier' && each.supplier === null);
  if (lone.length > 0)
    warn(
      'interface-without-counterpart',
      plural(
        lone.length,
        `The interface "${lone[0]!.name}" names no supplier on its other side.`,
        '# interfaces name no supplier on their other side.',
      ),
      'Say who stands on the other side: 4.3 c asks for interfaces and dependencies.',
      lone.map(point('interfaces')),
    );
  const ownerless = isms.systems.filter((system) => system.inScope === true && system.owner === null);
  if (ownerless.length > 0)
    warn(
      'system-without-owner',
      plural(ownerless.length, `${ownerless[0]!.name} has no owner.`, '# systems in scope have no owner.'),
      'Name a person for each.',
      ownerless.map(point('systems')),
    );
  const open = [
    ...isms.teams.filter((each) => each.inScope === null).map(point('teams')),
    ...isms.locations.filter((each) => each.inScope === null).map(point('locations')),
    ...isms.systems.filter((each) => each.inScope === null).map(point('systems')),
  ];
  if (open.length > 0)
    warn(
      'undetermined',
      plural(
        open.length,
        `Nobody has decided whether ${open[0]!.label} is in scope.`,
        'Nobody has decided for # teams, locations or systems whether they are in scope.',
      ),
      'Decide for each; what is left open is not in scope.',
      open,
    );
  const named = new Set(isms.interfaces.map((each) => each.supplier));
  const forgotten = isms.suppliers.filter((supplier) => supplier.critical && !named.has(supplier.id));
  if (forgotten.length > 0)
    warn(
      'supplier-without-interface',
      plural(
        forgotten.length,
        `The critical supplier ${forgotten[0]!.name} appears in no interface.`,
        '# critical suppliers appear in no interface.',
      ),
      'Describe what crosses the boundary to each.',
      forgotten.map(point('suppliers')),
    );
  const bare = isms.exclusions.filter((each) => each.reason.trim() === '');
  if (bare.length > 0)
    warn(
      'exclusion-without-reason',
      plural(bare.length, `"${bare[0]!.name}" is left out without a reason.`, '# exclusions have no reason.'),
      'Say why leaving it out does not harm what is inside.',
      bare.map(point('exclusions')),
    );
  const unknown = isms.teams.filter((team) => team.inScope === true && team.persons === null);
  if (unknown.length > 0)
    warn(
      'persons-unknown',
      plural(
        unknown.length,
        `How many persons work in ${unknown[0]!.name} is not known.`,
        'For # teams in scope the number of persons is not known.',
      ),
      'Give the number: audit days depend on it.',
      unknown.map(point('teams')),
    );
  return warnings;
}
