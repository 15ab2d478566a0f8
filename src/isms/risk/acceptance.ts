import type { Isms } from '../isms.ts';
import { levelOf } from './method.ts';
import type { Acceptance, AssessedRisk, Risk, RiskMethod, TreatmentTask } from './model.ts';
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

/**
 * Where an acceptance stands on a day (6.1.3 f): it holds for exactly the rating and plan it was asked for, and not for ever.
 * A request whose risk has changed is void as well: nobody accepts what they have not seen.
 */
export function acceptanceState(acceptance: Acceptance, risk: Risk | undefined, tasks: readonly TreatmentTask[], day: string): Exclude<AssessedRisk['acceptance'], 'none'> {
  if (acceptance.status === 'refused' || acceptance.status === 'withdrawn') return 'refused';
  if (!risk || fingerprint(risk, tasks) !== acceptance.fingerprint) return 'void';
  if (acceptance.status === 'requested') return 'requested';
  return acceptance.expiresOn !== null && acceptance.expiresOn < day ? 'expired' : 'accepted';
}

export interface Decider {
  id: string;
  person: string | null;
  role: string;
}

/** Whether somebody may decide on a request, and why not: the risk owner alone, never who asked, within what the level allows. */
export function mayDecide(isms: Isms, decider: Decider, acceptance: Acceptance, method: RiskMethod | undefined, day: string): { may: boolean; whyNot: string | null } {
  const no = (whyNot: string) => ({ may: false, whyNot });
  const risk = isms.risks.find((each) => each.id === acceptance.risk);
  if (acceptance.status !== 'requested') return no(`It has been ${acceptance.status} already.`);
  if (!risk) return no('The risk has been archived.');
  if (acceptanceState(acceptance, risk, tasksByRisk(isms).get(risk.id) ?? [], day) === 'void') return no('The risk or its plan has changed since it was asked for: ask again.');
  if (decider.person === null || decider.person !== risk.owner) {
    const owner = isms.people.find((person) => person.id === risk.owner);
    return no(`Only the risk owner decides${owner ? `: ${owner.name}` : ''} (6.1.3 f).`);
  }
  const requester = isms.members.find((member) => `user:${member.userId}` === acceptance.requestedBy);
  if (acceptance.requestedBy === decider.id || requester?.person === decider.person) return no('Whoever asks for an acceptance does not grant it.');
  const level = method && levelOf(method, acceptance.score);
  if (level && !(level.acceptedBy as string[]).includes(decider.role)) {
    const who = level.acceptedBy.length === 0 ? 'nobody' : level.acceptedBy.map((role) => role.replaceAll('-', ' ')).join(', ');
    return no(`A residual risk of level "${level.name}" is accepted by ${who}.`);
  }
  return { may: true, whyNot: null };
}
