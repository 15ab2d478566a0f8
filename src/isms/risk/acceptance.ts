import type { Isms } from '../isms.ts';
import { levelOf } from './method.ts';
import type { Acceptance, Risk, RiskMethod, TreatmentTask } from './model.ts';
import { fingerprint, tasksByRisk } from './plan.ts';

const known = new WeakMap<readonly Acceptance[], Map<string, Acceptance>>();

/** The acceptance that counts for each risk: the last one asked for and not withdrawn. */
export function latestAcceptance({ acceptances }: Isms): Map<string, Acceptance> {
  let latest = known.get(acceptances);
  if (!latest) {
    // Ids count up, and the array is in their order: the last one wins.
    latest = new Map(acceptances.filter((each) => each.status !== 'withdrawn').map((each) => [each.risk, each]));
    known.set(acceptances, latest);
  }
  return latest;
}

export type AcceptanceState = Acceptance['status'] | 'void' | 'expired';

/**
 * Where an acceptance stands on a day (6.1.3 f): it holds for exactly the rating and plan it was asked for, and not for ever.
 * A request whose risk has changed is void as well: nobody accepts what they have not seen.
 */
export function acceptanceState(acceptance: Acceptance, risk: Risk | undefined, tasks: readonly TreatmentTask[], day: string): AcceptanceState {
  if (acceptance.status === 'refused' || acceptance.status === 'withdrawn') return acceptance.status;
  if (!risk || fingerprint(risk, tasks) !== acceptance.fingerprint) return 'void';
  if (acceptance.status === 'requested') return 'requested';
  return acceptance.expiresOn !== null && acceptance.expiresOn < day ? 'expired' : 'accepted';
}

export interface Decider {
  id: string;
  person: string | null;
  role: string;
}

/** Everybody who has, or once had, access: who asked may have left since. */
export type Access = Pick<Isms, 'members' | 'apiKeys'>;

/** Whether an actor (`user:<id>`, `key:<id>`) is, or was, this person. */
const isPerson = (actor: string, person: string, { members, apiKeys }: Access): boolean =>
  members.some((member) => `user:${member.userId}` === actor && member.person === person) ||
  apiKeys.some((key) => `key:${key.id}` === actor && key.person === person);

/**
 * Whether somebody may decide on a request, and why not: the risk owner alone, never who asked (with an account or with a
 * key), within what the level allows. `access` includes those who have lost their access, where they are known.
 */
export function mayDecide(
  isms: Isms,
  decider: Decider,
  acceptance: Acceptance,
  risk: Risk | undefined,
  method: RiskMethod | undefined,
  access: Access = isms,
): { may: boolean; whyNot: string | null } {
  const no = (whyNot: string) => ({ may: false, whyNot });
  const open = whyNotOpen(isms, acceptance, risk);
  if (!risk || open !== null) return no(open!);
  if (decider.person === null || decider.person !== risk.owner) {
    const owner = isms.people.find((person) => person.id === risk.owner);
    return no(`Only the risk owner decides${owner ? `: ${owner.name}` : ''} (6.1.3 f).`);
  }
  if (
    acceptance.requestedBy === decider.id ||
    acceptance.requestedByPerson === decider.person ||
    isPerson(acceptance.requestedBy, decider.person, access)
  )
    return no('Whoever asks for an acceptance does not grant it.');
  if (!method) return no('The method that the risk was rated with is not known, so neither is who may accept it.');
  const level = levelOf(method, acceptance.score);
  if (!(level.acceptedBy as string[]).includes(decider.role)) {
    const who = level.acceptedBy.length === 0 ? 'nobody' : level.acceptedBy.map((role) => role.replaceAll('-', ' ')).join(', ');
    return no(`A residual risk of level "${level.name}" is accepted by ${who}.`);
  }
  return { may: true, whyNot: null };
}

/** Why nobody can decide on a request any more, or null while it waits: decided, overtaken, or for something that has changed. */
export function whyNotOpen(isms: Isms, acceptance: Acceptance, risk: Risk | undefined): string | null {
  if (acceptance.status !== 'requested') return `It has been ${acceptance.status} already.`;
  if (!risk) return 'The risk has been archived.';
  if (fingerprint(risk, tasksByRisk(isms).get(risk.id) ?? []) !== acceptance.fingerprint)
    return 'The risk or its plan has changed since it was asked for: ask again.';
  const latest = latestAcceptance(isms).get(risk.id);
  return latest && latest.id !== acceptance.id ? `${latest.id} was asked for later and stands in its place.` : null;
}
