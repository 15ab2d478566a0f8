import type { Isms } from '../isms.ts';
import type { RoleConflict } from './contract.ts';

/** Who runs the management system (5.3 a), in the order of the roles. */
export const ismsManagers = (isms: Pick<Isms, 'ismsRoles'>): string[] => [
  ...new Set(isms.ismsRoles.filter(({ kind }) => kind === 'isms-manager').flatMap(({ holders }) => holders)),
];

/** Conflicts between responsibilities on a day (5.3): roles without a holder, holders who left, duties one person should not join. */
export function roleConflicts(isms: Isms, day: string): RoleConflict[] {
  const conflicts: RoleConflict[] = [];
  const people = new Map(isms.people.map((person) => [person.id, person]));
  const name = (id: string) => people.get(id)?.name ?? id;
  const holding = new Map<string, typeof isms.ismsRoles>();
  for (const role of isms.ismsRoles) {
    if (role.holders.length === 0) conflicts.push({ kind: 'no-holder', roles: [role.id], people: [], text: `Nobody holds the role "${role.name}".` });
    for (const holder of role.holders) {
      holding.set(holder, [...(holding.get(holder) ?? []), role]);
      const left = people.get(holder)?.endsOn;
      if ((left && left < day) || !people.has(holder)) {
        conflicts.push({
          kind: 'holder-left',
          roles: [role.id],
          people: [holder],
          text: `${name(holder)} holds the role "${role.name}" but ${left ? `left on ${left}` : 'is not among the people any more'}.`,
        });
      }
    }
  }
  const ownsRisks = new Set(isms.risks.map((risk) => risk.owner));
  const ownsControls = new Set(isms.gapAnswers.map((answer) => answer.owner));
  for (const [person, roles] of holding) {
    const auditor = roles.find((role) => role.kind === 'internal-auditor');
    if (auditor) {
      const others = roles.filter((role) => ['isms-manager', 'control-owner', 'risk-owner', 'incident-manager'].includes(role.kind));
      const owns = [ownsRisks.has(person) && 'risks', ownsControls.has(person) && 'controls'].filter(Boolean);
      if (others.length > 0 || owns.length > 0) {
        const what = [...others.map((role) => `"${role.name}"`), ...owns.map((each) => `owns ${each}`)].join(', ');
        conflicts.push({
          kind: 'audits-own-work',
          roles: [auditor.id, ...others.map(({ id }) => id)],
          people: [person],
          text: `${name(person)} would audit their own work: internal auditor and ${what} (9.2.2 asks for impartiality).`,
        });
      }
    }
    const manager = roles.find((role) => role.kind === 'isms-manager');
    const top = roles.find((role) => role.kind === 'top-management');
    if (manager && top)
      conflicts.push({
        kind: 'approves-own-work',
        roles: [manager.id, top.id],
        people: [person],
        text: `${name(person)} runs the management system and approves it as top management: somebody else should look at what they prepare.`,
      });
  }
  const [most] = [...holding].sort((a, b) => b[1].length - a[1].length);
  if (most && isms.ismsRoles.length >= 4 && most[1].length > isms.ismsRoles.length * 0.6) {
    conflicts.push({
      kind: 'one-person-all',
      roles: most[1].map(({ id }) => id),
      people: [most[0]],
      text: `${name(most[0])} holds ${most[1].length} of ${isms.ismsRoles.length} roles: the system stands and falls with one person.`,
    });
  }
  return conflicts;
}
