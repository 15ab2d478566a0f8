import type { Call } from '../../platform/contract/call.ts';
import { Problem, notFound } from '../../platform/contract/problem.ts';
import { dayIn } from '../../platform/calls.ts';
import { collections } from '../collections.ts';
import { ismsOf, type Isms } from '../isms.ts';
import type { AuditRelease, AuditorLook } from './model.ts';
import { holds, reachOf, releasesFor, type Reach } from './release.ts';

/** Minutes within which the same look of the same person is one look. */
const oneLook = 10;

/** Somebody in the room: what they may reach, and whether it is written down. */
export interface Visitor {
  isms: Isms;
  reach: Reach;
  /** Null: no auditor; somebody who releases sees the room as the auditor does. */
  auditor: Call['actor'] | null;
}

/**
 * Lets somebody into the room. An auditor reaches what is released to them today, whatever they name; those who release
 * name a release, or an audit and see what is in force for it, or see all that are in force. The room has no past: what
 * was released once is not read again later.
 */
export async function enter(call: Call, release?: string): Promise<Visitor> {
  if (dayIn(call.organisation.timeZone, new Date(call.now())) !== call.today)
    throw new Problem('not-possible', 'The auditor’s room shows what is released today.', { remedy: 'Leave out the as-of day.' });
  const isms = ismsOf(await call.snapshot());
  const { actor } = call;
  if (actor.role === 'external-auditor') return { isms, reach: reachOf(isms, releasesFor(isms, actor.email, call.today)), auditor: actor };
  const inForce = isms.auditReleases.filter((each) => holds(each, call.today));
  const found =
    release === undefined
      ? inForce
      : [
          ...isms.auditReleases.filter(({ id }) => id === release),
          ...inForce.filter(({ audit, internalAudit }) => audit === release || internalAudit === release),
        ];
  if (release !== undefined && found.length === 0) throw notFound('release', release);
  return { isms, reach: reachOf(isms, found), auditor: null };
}

/** What is not released is not there: nothing is told of whether it exists. */
export const notReleased = () =>
  new Problem('not-found', 'That is not released to you.', {
    remedy: 'Open the start of the room: it lists what is. Ask the organisation for what you miss.',
  });

/** The release that opens a part of the room. */
const opening = ({ releases }: Reach, part: AuditorLook['section']): AuditRelease | undefined =>
  releases.find((release) => part !== 'requests' && part !== 'pack' && release.sections.includes(part)) ?? releases[0];

type Seen = Pick<AuditorLook, 'section' | 'kind'> & Partial<Pick<AuditorLook, 'register' | 'record' | 'label' | 'shown' | 'sha256'>>;

/** Writes down that an auditor has looked at something or taken it away; the same look within ten minutes is one. */
export async function writeDown(call: Call, { isms, reach, auditor }: Visitor, seen: Seen): Promise<void> {
  const release = opening(reach, seen.section);
  if (auditor === null || !release) return;
  const { register = '', record = null } = seen;
  const since = new Date(Date.parse(call.now()) - oneLook * 60_000).toISOString();
  const again = isms.auditorLooks.some(
    (each) =>
      each.kind === 'look' &&
      each.by === auditor.id &&
      each.section === seen.section &&
      each.register === register &&
      each.record === record &&
      each.at > since &&
      each.at <= call.now(),
  );
  if (seen.kind === 'look' && again) return;
  await call.write.create(collections.auditorLooks, { ...seen, release: release.id, by: auditor.id, byName: auditor.name, at: call.now() });
}
