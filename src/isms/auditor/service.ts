import type { Call } from '../../platform/contract/call.ts';
import { Problem, notFound } from '../../platform/contract/problem.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import type { Files } from '../../platform/files/service.ts';
import { standard } from '../../standard/standard.ts';
import { collections } from '../collections.ts';
import { daysBetween } from '../days.ts';
import { ismsOf, type Isms } from '../isms.ts';
import { writtenAs } from '../operations/shown.ts';
import type { Post } from '../reminders/post.ts';
import type { auditorContract, MessageShown, ReleaseShown } from './contract.ts';
import { enter, notReleased, writeDown, type Visitor } from './gate.ts';
import { openRegisters } from './listings.ts';
import { sectionTitles, type AuditMessage, type AuditRelease, type RoomPart } from './model.ts';
import { releaseState, sameAudit } from './release.ts';
import { isOverdue, requestsWaiting } from './requests/state.ts';
import { countOf, fileOf, listed, recordOf, sectionOf, type Above } from './room.ts';

type Part<K extends keyof typeof auditorContract> = Pick<Handlers<typeof auditorContract>, K>;

/** How the audit of a release is called. */
export function auditTitle(isms: Isms, { audit, internalAudit }: Pick<AuditRelease, 'audit' | 'internalAudit'>): string {
  const kind = isms.certificationAudits.find(({ id }) => id === audit)?.kind;
  const words =
    kind === undefined
      ? (isms.internalAudits.find(({ id }) => id === internalAudit)?.title ?? audit ?? internalAudit ?? '')
      : kind.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
const shown = (isms: Isms, release: AuditRelease, day: string): ReleaseShown => {
  const state = releaseState(release, day);
  return { ...release, state, auditTitle: auditTitle(isms, release), daysLeft: state === 'in-force' ? daysBetween(day, release.until) + 1 : null };
};
const messageShown = (isms: Isms, message: AuditMessage): MessageShown => ({
  ...message,
  requestTitle: isms.evidenceRequests.find(({ id }) => id === message.request)?.title ?? '',
});
const wrong = (field: string, message: string) => new Problem('invalid-input', message, { fields: [{ field, message }], remedy: message });

/** What the organisation does: releases, withdraws, sees what was looked at, answers. */
const client: Part<'releases' | 'release' | 'withdraw' | 'looks' | 'messages' | 'answer'> = {
  async releases(call) {
    const isms = ismsOf(await call.snapshot());
    return { items: isms.auditReleases.map((each) => shown(isms, each, call.today)).toReversed() };
  },
  async release(call, { from = call.today, auditors, ...fields }) {
    if ((fields.audit === null) === (fields.internalAudit === null))
      throw wrong('audit', 'Name one audit: a certification audit or an internal one.');
    if (fields.until < from) throw wrong('until', 'The last day lies before the first.');
    if (fields.until < call.today) throw wrong('until', 'The last day has passed: nobody would see anything.');
    if (fields.sections.length + fields.documents.length + fields.evidence.length === 0)
      throw wrong('sections', 'Choose at least one section, document or item of evidence.');
    const record = await call.write.create(collections.auditReleases, {
      ...fields,
      sections: [...new Set(fields.sections)],
      auditors: auditors.map((each) => each.toLowerCase()),
      from,
      releasedBy: call.actor.name,
      releasedAt: call.now(),
    });
    return writtenAs(call, record);
  },
  async withdraw(call, { id }) {
    const release = ismsOf(await call.snapshot()).auditReleases.find((each) => each.id === id);
    if (!release) throw notFound('release', id);
    if (release.withdrawnAt !== null)
      throw new Problem('not-possible', `${id} was withdrawn already.`, { remedy: 'Release anew if somebody shall see it again.' });
    return writtenAs(call, await call.write.change(collections.auditReleases, id, { withdrawnAt: call.now(), withdrawnBy: call.actor.name }));
  },
  async looks(call, { release, kind, limit }) {
    const all = ismsOf(await call.snapshot()).auditorLooks.filter(
      (each) => (release === undefined || each.release === release) && (kind === undefined || each.kind === kind),
    );
    return { items: all.toReversed().slice(0, limit), total: all.length };
  },
  async messages(call) {
    const isms = ismsOf(await call.snapshot());
    return { items: isms.auditMessages.map((each) => messageShown(isms, each)) };
  },
  async answer(call, input) {
    const isms = ismsOf(await call.snapshot());
    const request = input.request === null ? undefined : isms.evidenceRequests.find(({ id }) => id === input.request);
    if (input.request !== null && !request) throw notFound('evidence request', input.request);
    const { audit, internalAudit } = request ?? input;
    if (audit === null && internalAudit === null) throw wrong('audit', 'Say to which audit it belongs.');
    return writtenAs(call, await write(call, { ...input, audit, internalAudit }, false));
  },
};

const write = (call: Call, fields: Pick<AuditMessage, 'audit' | 'internalAudit' | 'request' | 'register' | 'record' | 'text'>, auditor: boolean) =>
  call.write.create(collections.auditMessages, { ...fields, by: call.actor.id, byName: call.actor.name, auditor, at: call.now() });

/** Whoever a request waits for hears of it at once, not with the letter of the next morning. */
async function tell(call: Call, post: Post, request: string): Promise<void> {
  const waiting = requestsWaiting(ismsOf(await call.snapshot()), call.today).filter(({ subject }) => subject === request);
  await post.queue(
    call,
    waiting.map(({ person, kind, subject, title, dueOn }) => ({ person, items: [{ kind, subject, title, dueOn }] })),
    call.actor.name,
  );
}

/** The room itself. Only `enter` says what somebody reaches; everything here asks it first. */
export const auditorService = (files: Files, above: Above, post: Post): Handlers<typeof auditorContract> => ({
  ...client,
  async room(call, { release }) {
    const { isms, reach, auditor } = await enter(call, release);
    const people = new Map(isms.people.map(({ id, name }) => [id, name]));
    return {
      organisation: isms.organisation.name,
      today: call.today,
      releases: reach.releases.map((each) => shown(isms, each, call.today)),
      parts: [...reach.parts].map((part) => ({
        part,
        title: part === 'requests' ? 'Requests' : sectionTitles[part],
        records: countOf(part, isms, standard, call.today, reach),
      })),
      requests: reach.requests.map((each) => ({ ...each, overdue: isOverdue(each, call.today), ownerName: people.get(each.owner ?? '') ?? '' })),
      messages: isms.auditMessages
        .filter((message) => reach.releases.some((each) => sameAudit(each, message)))
        .map((each) => messageShown(isms, each)),
      preview: auditor === null,
    };
  },
  async section(call, { section: part, release, search }) {
    const visitor = await enter(call, release);
    if (!visitor.reach.parts.has(part)) throw notReleased();
    const { records, ...section } = sectionOf(part, visitor.isms, standard, call.today, visitor.reach, above, search);
    if (part === 'ledger') section.tables.push(await extract(call, visitor));
    await writeDown(call, visitor, { section: part, kind: 'look', label: section.title, shown: records });
    return section;
  },
  async record(call, { section, register, id, release }) {
    const { visitor, found } = await find(above, call, section, register, id, release);
    await writeDown(call, visitor, { section, register, record: id, kind: 'look', label: found.title, shown: 1 });
    return found;
  },
  async file(call, { section, register, id, sha256, release }) {
    const { visitor, found } = await find(above, call, section, register, id, release);
    const file = fileOf(found, sha256);
    if (!file) throw notReleased();
    const answer = await files.answer(call, file);
    await writeDown(call, visitor, { section, register, record: id, kind: 'download', label: file.name, shown: 1, sha256 });
    return answer;
  },
  async ask(call, { release: wanted, ...fields }) {
    const { reach } = await enter(call);
    const release = wanted === undefined ? reach.releases[0] : reach.releases.find(({ id }) => id === wanted);
    if (!release) throw notReleased();
    const record = await call.write.create(collections.evidenceRequests, {
      ...fields,
      audit: release.audit,
      internalAudit: release.internalAudit,
      askedBy: call.actor.name,
      askedOn: call.today,
      askedInRoom: true,
    });
    await tell(call, post, record.id);
    return writtenAs(call, { ...record, overdue: isOverdue(record, call.today) });
  },
  async judge(call, { id, accepted, text }) {
    const { reach } = await enter(call);
    const request = reach.requests.find((each) => each.id === id);
    if (!request) throw notReleased();
    if (request.status !== 'provided')
      throw new Problem('not-possible', `${id} is ${request.status}: there is nothing to judge.`, { remedy: 'Wait until something is provided.' });
    if (!accepted && text === '') throw wrong('text', 'Say what is missing.');
    if (text !== '') await write(call, { ...request, request: id, register: '', record: null, text }, true);
    const record = await call.write.change(collections.evidenceRequests, id, { status: accepted ? 'accepted' : 'returned', judgedAt: call.now() });
    if (!accepted) await tell(call, post, id);
    return writtenAs(call, { ...record, overdue: isOverdue(record, call.today) });
  },
  async say(call, { request: about, register, record, section, text }) {
    const { isms, reach } = await enter(call);
    const request = about === null ? undefined : reach.requests.find(({ id }) => id === about);
    if (about !== null && !request) throw notReleased();
    if (
      record !== null &&
      (section === undefined || !reach.parts.has(section) || !listed(section, register, record, isms, standard, call.today, reach))
    )
      throw notReleased();
    const of = request ?? reach.releases[0];
    if (!of) throw notReleased();
    const { audit, internalAudit } = of;
    return writtenAs(
      call,
      await write(call, { audit, internalAudit, request: about, register: record === null ? '' : register, record, text }, true),
    );
  },
});

async function find(above: Above, call: Call, part: RoomPart, register: string, id: string, release?: string) {
  const visitor = await enter(call, release);
  const { isms, reach } = visitor;
  const place = listed(part, register, id, isms, standard, call.today, reach);
  if (!place) throw notReleased();
  return { visitor, found: recordOf(part, place, { isms, standard, day: call.today, reach, above }) };
}

interface Entry {
  at: Date;
  actor_name: string;
  door: string;
  register: string;
  record: string;
  action: string;
}
const newest = 500;

/** Who changed what and when, of the registers that are released as a whole; what stood in the records is read there. */
async function extract(call: Call, { reach }: Visitor) {
  const registers = [...openRegisters(reach)].map((name) => name.replaceAll('-', '_'));
  const rows = await call.query<Entry>(
    `select at, actor_name, door, register, record, action from ledger.entries
     where organisation_id = $1 and register = any($2) order by sequence desc limit ${newest}`,
    [call.organisation.id, registers],
  );
  return {
    heading: `The newest ${rows.length} changes of what is released`,
    paragraphs: [],
    register: '',
    columns: ['At', 'By', 'Through', 'Register', 'Record', 'Change'],
    rows: rows.map(({ at, actor_name, door, register, record, action }) => ({
      id: null,
      cells: [`${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`, actor_name, door, register.replaceAll('_', ' '), record, action],
    })),
    total: rows.length,
  };
}
