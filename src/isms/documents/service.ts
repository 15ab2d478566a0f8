import { createHash } from 'node:crypto';
import type { Call } from '../../platform/contract/call.ts';
import { Problem, notFound } from '../../platform/contract/problem.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import type { Files } from '../../platform/files/service.ts';
import { registerHandlers } from '../../platform/register/service.ts';
import { standard } from '../../standard/standard.ts';
import { collections } from '../collections.ts';
import { addDays } from '../days.ts';
import { ismsOf, type Isms } from '../isms.ts';
import { guess } from './bring-in.ts';
import { claims } from './claims.ts';
import { changedSentences, redline } from './compare.ts';
import { DocumentShown, type documentsContract } from './contract.ts';
import { factSources, factsOf, type FactValue } from './facts.ts';
import { genericness } from './genericness.ts';
import { blocksOf } from './markdown.ts';
import { Commitments, documents as register, duties, type Campaign, type Document, type DocumentVersion } from './model.ts';
import { remindNow } from '../reminders/now.ts';
import type { Post } from '../reminders/post.ts';
import { readingsDue } from './due.ts';
import { supersedeFormer } from './scheduled.ts';
import { searchTexts } from './reading.ts';
import { render } from './render.ts';
import { contentOf, type Content } from './from-file.ts';
import { documentationGaps } from './required.ts';
import { searchDocuments } from './search.ts';
import { approversOf, audienceOf, documentStates, factUses, isOutdated, missingApprovals, readersOf } from './state.ts';
import { templateOf } from './templates.ts';

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const impossible = (message: string, remedy: string) => new Problem('not-possible', message, { remedy });

function documentOf(isms: Isms, id: string): Document {
  const found = isms.documents.find((each) => each.id === id);
  if (!found) throw notFound('document', id);
  return found;
}
function versionOf(isms: Isms, id: string): DocumentVersion {
  const found = isms.documentVersions.find((each) => each.id === id);
  if (!found) throw notFound('document version', id);
  return found;
}
async function inState(call: Call, id: string, ...wanted: DocumentVersion['status'][]) {
  const isms = ismsOf(await call.snapshot());
  const version = versionOf(isms, id);
  if (!wanted.includes(version.status))
    throw impossible(
      `Version ${version.number} is ${version.status.replace('-', ' ')}.`,
      wanted.includes('draft')
        ? 'Start the next version to change the text.'
        : `This takes a version that is ${wanted.join(' or ').replaceAll('-', ' ')}.`,
    );
  return { isms, version, document: documentOf(isms, version.document) };
}

/** The same refusal with the file that it is about; the others are not brought in either. */
function inFile(error: unknown, name: string): unknown {
  if (!(error instanceof Problem)) return error;
  const { fields = [], remedy } = error.data;
  return new Problem(error.code, `${name}: ${error.message}`, {
    fields:
      fields.length > 0 ? fields.map(({ field, message }) => ({ field: `${name}, ${field}`, message })) : [{ field: name, message: error.message }],
    ...(remedy !== undefined && { remedy: `${remedy} Nothing has been brought in.` }),
  });
}
const noFile = () =>
  new Problem('not-found', 'This version has no file: it was written here.', {
    remedy: 'Download it as PDF, DOCX or Markdown: GET /reports/document-versions/{id}.',
  });
/** The versions of a document, when none is at work. Errors: not-possible. */
function withoutOpen(isms: Isms, id: string): DocumentVersion[] {
  const own = isms.documentVersions.filter((each) => each.document === id);
  const open = own.find(({ status }) => status === 'draft' || status === 'in-review' || status === 'approved');
  if (open) throw impossible(`Version ${open.number} is ${open.status.replace('-', ' ')} already.`, 'Finish or discard it before you start another.');
  return own;
}

const summary = ({ body: _body, text: _text, ...rest }: DocumentVersion) => rest;
const authorOf = (call: Call) => ({ author: call.actor.id, authorPerson: call.actor.person, authorName: call.actor.name });
const preview = (isms: Isms, day: string, body: string) => {
  const { text, blanks, facts, problem } = render(body, factsOf(isms, standard, day));
  return { blocks: blocksOf(text), blanks, facts, problem };
};
const written = <R>(call: Call, record: R) => ({ record, request: call.request });
const present = (day: string) => (person: Isms['people'][number]) => person.endsOn === null || person.endsOn >= day;

/** Why somebody may not approve a version; null: they may. */
function whyNotApprove(call: Call, isms: Isms, document: Document, version: DocumentVersion): string | null {
  if (version.status !== 'in-review') return 'Only a version in review is approved.';
  if (version.author === call.actor.id || (version.authorPerson !== null && version.authorPerson === call.actor.person))
    return 'Whoever wrote it does not approve it.';
  const approvers = approversOf(isms, document, call.today);
  const named = call.actor.person !== null && approvers.includes(call.actor.person);
  if (!named && !(document.approvers.length === 0 && call.actor.role === 'top-management'))
    return document.approvers.length > 0
      ? 'You are not named as an approver of this document.'
      : 'Only top management approves it: no approver is named.';
  if (version.approvals.some(({ by, hash }) => by === call.actor.id && hash === version.contentHash)) return 'You have approved this text already.';
  return null;
}

const shownFor = new WeakMap<readonly Document[], Map<string, ReturnType<typeof DocumentShown.parse>[]>>();

async function createVersion(call: Call, document: Document, fields: Content & { changeNote?: string | undefined }) {
  const all = [...((await call.snapshot()).records.get('document-versions')?.values() ?? [])] as unknown as DocumentVersion[];
  const own = all.filter((each) => each.document === document.id);
  return call.write.create(collections.documentVersions, {
    document: document.id,
    number: Math.max(0, ...own.map(({ number }) => number)) + 1,
    status: 'draft',
    ...fields,
    changeNote: fields.changeNote ?? '',
    ...authorOf(call),
  });
}

/** What a person has to read: the versions in force of documents meant for them. */
function readingOf(isms: Isms, person: string | null, day: string) {
  if (person === null) return [];
  return [...documentStates(isms, standard, day)].flatMap(([id, { current, readers }]) => {
    const document = isms.documents.find((each) => each.id === id)!;
    if (!current || !audienceOf(isms, document, day).some((each) => each.id === person)) return [];
    const reader = readers?.find((each) => each.person === person);
    const read = isms.acknowledgements.find((each) => each.documentVersion === current.id && each.person === person);
    return [
      {
        current,
        item: {
          version: current.id,
          document: id,
          title: document.title,
          number: current.number,
          type: document.type,
          dueOn: reader?.dueOn ?? null,
          acknowledgedAt: read?.at ?? null,
          overdue: reader?.overdue ?? false,
        },
      },
    ];
  });
}

/** Documented information (7.5), the security policy (5.2) and who has read it (7.3). */
export function documentsService(post: Post, files: Files): Handlers<typeof documentsContract> {
  return {
    documents: registerHandlers<'documents', typeof register.fields.shape, typeof DocumentShown>(register, {
      schema: DocumentShown,
      async shown(call, records) {
        let days = shownFor.get(records);
        if (!days) shownFor.set(records, (days = new Map()));
        const key = `${call.today} ${(await call.snapshot()).head}`;
        let found = days.get(key);
        if (!found) {
          const states = documentStates(ismsOf(await call.snapshot()), standard, call.today);
          found = records.map((record) => {
            const state = states.get(record.id);
            return {
              ...record,
              state: state?.state ?? 'withdrawn',
              inForce: state?.current?.number ?? null,
              next: (state?.next?.status as 'draft' | 'in-review' | 'approved' | undefined) ?? null,
              reviewDueOn: state?.reviewDueOn ?? null,
              reviewOverdue: state?.reviewOverdue ?? false,
              outdated: state?.outdated ?? false,
              mustRead: state?.readers?.length ?? null,
              haveRead: state?.readers?.filter(({ acknowledgedAt }) => acknowledgedAt !== null).length ?? null,
              overdueReaders: state?.readers?.filter(({ overdue }) => overdue).length ?? null,
            };
          });
          days.clear();
          days.set(key, found);
        }
        return found;
      },
    }),
    duties: registerHandlers(duties),
    required: async (call) => ({ items: documentationGaps(ismsOf(await call.snapshot()), standard, call.today) }),

    async templates(call) {
      const used = new Map(ismsOf(await call.snapshot()).documents.map(({ template, id }) => [template, id]));
      return { items: standard.templates.map(({ body: _body, ...rest }) => ({ ...rest, used: used.get(rest.id) ?? null })) };
    },
    async template(call, { id }) {
      const template = templateOf(id);
      if (!template) throw notFound('template', id);
      return { ...template, preview: preview(ismsOf(await call.snapshot()), call.today, template.body) };
    },
    async begin(call, { templates, owner }) {
      const unknown = templates.find((id) => !templateOf(id));
      if (unknown) throw notFound('template', unknown);
      const made: Document[] = [];
      for (const id of new Set(templates)) {
        const isms = ismsOf(await call.snapshot());
        if (isms.documents.some((each) => each.template === id)) continue;
        const { title, type, purpose, audience, classification, fulfils, controls, clauses, body } = templateOf(id)!;
        const manager = isms.ismsRoles.find(({ kind }) => kind === 'isms-manager')?.holders[0] ?? null;
        const document = await call.write.create(register, {
          title,
          type,
          purpose,
          owner: owner === undefined ? manager : owner,
          audience: audience === 'roles' ? 'nobody' : audience,
          classification,
          reviewMonths: 12,
          fulfils,
          controls,
          clauses,
          template: id,
        });
        await createVersion(call, document, { body });
        made.push(document);
      }
      return { documents: made, request: call.request };
    },
    async facts(call) {
      const isms = ismsOf(await call.snapshot());
      const facts = factsOf(isms, standard, call.today);
      const uses = factUses(isms, standard, call.today);
      return {
        items: factSources(standard).map((source) => {
          const [group, name] = source.path.split('.') as [string, string];
          return { ...source, value: inWords((facts[group] as Record<string, FactValue>)[name]), usedIn: uses.get(source.path) ?? [] };
        }),
      };
    },

    commitments: async (call) => ismsOf(await call.snapshot()).commitments ?? Commitments.parse({ id: 'commitments', version: 0 }),
    async commit(call, { version, ...fields }) {
      const known = ismsOf(await call.snapshot()).commitments;
      const record = known
        ? await call.write.change(collections.commitments, 'commitments', fields, version)
        : await call.write.create(collections.commitments, { ...fields, id: 'commitments' });
      return written(call, record);
    },
    claims: async (call) => ({ items: claims(ismsOf(await call.snapshot()), standard, call.today) }),
    search: async (call, { q }) => ({ items: searchDocuments(ismsOf(await call.snapshot()), q) }),
    preview: async (call, { body }) => preview(ismsOf(await call.snapshot()), call.today, body),

    async versions(call, { id }) {
      const isms = ismsOf(await call.snapshot());
      documentOf(isms, id);
      return {
        items: isms.documentVersions
          .filter(({ document }) => document === id)
          .toSorted((a, b) => b.number - a.number)
          .map(summary),
      };
    },
    async start(call, { id, body, changeNote }) {
      const isms = ismsOf(await call.snapshot());
      const document = documentOf(isms, id);
      const own = withoutOpen(isms, id);
      const latest = own.findLast(({ status }) => status === 'effective' || status === 'superseded' || status === 'withdrawn');
      return written(call, await createVersion(call, document, { body: body ?? latest?.body ?? '', changeNote }));
    },
    async previewBringIn(call, { uploads }) {
      const isms = ismsOf(await call.snapshot());
      const items = [];
      for (const { upload, path } of uploads) {
        const received = await files.received(call, upload);
        const { pages, problem } = received.reading;
        items.push({ upload, path, file: received.file, pages, problem, ...guess(isms, standard, received, path, call.today) });
      }
      return { items };
    },
    async bringIn(call, { items, owner }) {
      const received = [];
      for (const { upload } of items) received.push(await files.received(call, upload));
      const isms = ismsOf(await call.snapshot());
      const manager = isms.ismsRoles.find(({ kind }) => kind === 'isms-manager')?.holders[0] ?? null;
      const made: Document[] = [];
      const versions: DocumentVersion[] = [];
      for (const [index, { document: existing, title, type, fulfils, controls, as }] of items.entries()) {
        const each = received[index]!;
        try {
          const document = existing
            ? documentOf(isms, existing)
            : await call.write.create(register, { title, type, fulfils, controls, owner: owner === undefined ? manager : owner, reviewMonths: 12 });
          if (existing) withoutOpen(ismsOf(await call.snapshot()), existing);
          else made.push(document);
          versions.push(await createVersion(call, document, { ...contentOf(each, as), changeNote: `Brought in from ${each.file.name}.` }));
        } catch (error) {
          throw inFile(error, each.file.name);
        }
      }
      return { request: call.request, documents: made, versions: versions.map(summary) };
    },
    async startFromFile(call, { id, upload, as, changeNote }) {
      const isms = ismsOf(await call.snapshot());
      const document = documentOf(isms, id);
      withoutOpen(isms, id);
      return written(call, await createVersion(call, document, { ...contentOf(await files.received(call, upload), as), changeNote }));
    },
    async putFile(call, { id, version: seen, upload, as }) {
      await inState(call, id, 'draft');
      const content = contentOf(await files.received(call, upload), as);
      return written(call, await call.write.change(collections.documentVersions, id, { ...content, ...authorOf(call) }, seen));
    },
    async file(call, { id }) {
      const { file } = versionOf(ismsOf(await call.snapshot()), id);
      if (!file) throw noFile();
      return files.answer(call, file);
    },
    async version(call, { id }) {
      const isms = ismsOf(await call.snapshot());
      const version = versionOf(isms, id);
      const document = documentOf(isms, version.document);
      const today = preview(isms, call.today, version.body);
      const lacking = new Set(missingApprovals(isms, document, version, call.today));
      const names = new Map(isms.people.map(({ id: person, name }) => [person, name]));
      const whyNot = whyNotApprove(call, isms, document, version);
      return {
        ...version,
        preview: version.text === null ? today : { ...today, blocks: blocksOf(version.text) },
        checks: genericness(isms, standard, document, version, call.today),
        changed:
          version.text !== null && isOutdated(isms, standard, version, call.today)
            ? changedSentences(version.text, render(version.body, factsOf(isms, standard, call.today)).text)
            : [],
        approvers: approversOf(isms, document, call.today).map((person) => ({
          person,
          name: names.get(person) ?? person,
          approved: !lacking.has(person) && version.approvals.some((each) => each.person === person && each.hash === version.contentHash),
        })),
        mayApprove: whyNot === null,
        whyNot,
      };
    },
    async edit(call, { id, version: seen, ...changes }) {
      const { version } = await inState(call, id, 'draft');
      if (version.file && changes.body !== undefined)
        throw impossible('Its text stands in a file.', 'Put in another file, or the text of this one as something to edit.');
      // Whoever writes is an author: the last who changed the text cannot approve it.
      return written(
        call,
        await call.write.change(collections.documentVersions, id, { ...changes, ...(changes.body !== undefined && authorOf(call)) }, seen),
      );
    },
    async discard(call, { id }) {
      await inState(call, id, 'draft');
      return written(call, await call.write.archive(collections.documentVersions, id));
    },
    async excuse(call, { id, check, reason }) {
      const { isms, document, version } = await inState(call, id, 'draft');
      const finding = genericness(isms, standard, document, version, call.today).find((each) => each.check === check);
      if (!finding) throw impossible(`The check ${check} finds nothing in this version.`, 'Look at the checks of the version.');
      if (check === 'blank' || check === 'unreadable') throw impossible('What is not filled in cannot be excused.', finding.remedy);
      return written(
        call,
        await call.write.change(collections.documentVersions, id, {
          excuses: [...version.excuses, { check, reason, name: call.actor.name, at: call.now() }],
        }),
      );
    },
    async submit(call, { id }) {
      const { isms, document, version } = await inState(call, id, 'draft');
      if (version.body.trim() === '' && !version.file) throw impossible('There is no text to review yet.', 'Write the text first.');
      const open = genericness(isms, standard, document, version, call.today).filter(({ excuse }) => excuse === null);
      if (open.length > 0)
        throw new Problem('not-possible', `It cannot be submitted yet: ${open[0]!.text}`, {
          fields: open.map(({ check, text }) => ({ field: check, message: text })),
          remedy: `${open[0]!.remedy} Or excuse it with a reason.`,
        });
      if (approversOf(isms, document, call.today).every((person) => person === version.authorPerson))
        throw impossible('Nobody could approve it: the only approver is its author.', 'Name another approver of the document.');
      const { file } = version;
      const text = file ? (version.text ?? '') : render(version.body, factsOf(isms, standard, call.today)).text;
      return written(
        call,
        await call.write.change(collections.documentVersions, id, {
          status: 'in-review',
          text,
          contentHash: file ? file.sha256 : hashOf(text),
          submittedAt: call.now(),
          approvals: [],
          returnedBecause: '',
        }),
      );
    },
    async giveBack(call, { id, because }) {
      const { version } = await inState(call, id, 'in-review', 'approved');
      return written(
        call,
        await call.write.change(collections.documentVersions, id, {
          status: 'draft',
          // The words of a file belong to it in every state.
          text: version.file ? version.text : null,
          contentHash: null,
          submittedAt: null,
          approvals: [],
          returnedBecause: because,
        }),
      );
    },
    async approve(call, { id, password }) {
      const { isms, document, version } = await inState(call, id, 'in-review');
      const whyNot = whyNotApprove(call, isms, document, version);
      if (whyNot) throw new Problem('not-permitted', whyNot, { remedy: 'Ask one of the named approvers.' });
      await call.confirm(password);
      const approvals = [
        ...version.approvals,
        {
          person: call.actor.person,
          by: call.actor.id,
          name: call.actor.name,
          at: call.now(),
          meaning: `I approve version ${version.number} of "${document.title}" with exactly this ${version.file ? `file (${version.file.name})` : 'text'}.`,
          hash: version.contentHash!,
        },
      ];
      // A member of top management who is not among the people still signs for top management.
      const forManagement = document.approvers.length === 0 && call.actor.role === 'top-management';
      const done = forManagement || missingApprovals(isms, document, { ...version, approvals }, call.today).length === 0;
      return written(call, await call.write.change(collections.documentVersions, id, { approvals, ...(done && { status: 'approved' as const }) }));
    },
    async publish(call, { id, effectiveOn = call.today }) {
      const { version } = await inState(call, id, 'approved');
      if (effectiveOn < call.today)
        throw new Problem('invalid-input', 'A version does not come into force in the past.', {
          fields: [{ field: 'effectiveOn', message: `Choose ${call.today} or a later day.` }],
          remedy: 'Choose today or a later day.',
        });
      // What is in force today stays so until the day of the next one has come.
      const record = await call.write.change(collections.documentVersions, id, { status: 'effective', effectiveOn });
      await supersedeFormer(call, version.document);
      return written(call, record);
    },
    async reviewed(call, { id }) {
      const { isms, version } = await inState(call, id, 'effective');
      if (isOutdated(isms, standard, version, call.today))
        throw impossible('It would read differently with the facts of today.', 'Start the next version; it takes the facts of today.');
      return written(call, await call.write.change(collections.documentVersions, id, { reviewedOn: call.today }));
    },
    async withdraw(call, { id }) {
      const { isms } = await inState(call, id, 'effective', 'approved');
      for (const campaign of isms.campaigns)
        if (campaign.documentVersion === id && campaign.endedOn === null)
          await call.write.change(collections.campaigns, campaign.id, { endedOn: call.today });
      return written(call, await call.write.change(collections.documentVersions, id, { status: 'withdrawn', withdrawnOn: call.today }));
    },
    async compare(call, { before, after }) {
      const isms = ismsOf(await call.snapshot());
      const [was, is] = [versionOf(isms, before), versionOf(isms, after)];
      if (was.document !== is.document) throw impossible('These are versions of different documents.', 'Choose two versions of one document.');
      const textOf = (version: DocumentVersion) => version.text ?? render(version.body, factsOf(isms, standard, call.today)).text;
      return { before: summary(was), after: summary(is), paragraphs: redline(textOf(was), textOf(is)) };
    },

    async campaigns(call) {
      const isms = ismsOf(await call.snapshot());
      return {
        items: isms.campaigns.map((campaign) => campaignShown(isms, campaign, call.today)).toSorted((a, b) => b.startedOn.localeCompare(a.startedOn)),
      };
    },
    async startCampaign(call, { document: id, dueOn = addDays(call.today, 14), daysForNew, remindEveryDays }) {
      const isms = ismsOf(await call.snapshot());
      const document = documentOf(isms, id);
      const { current } = documentStates(isms, standard, call.today).get(id)!;
      if (!current) throw impossible('No version of this document is in force.', 'Approve and publish one first.');
      if (audienceOf(isms, document, call.today).length === 0)
        throw impossible('Nobody belongs to its audience.', 'Say on the document who must read it.');
      if (isms.campaigns.some((each) => each.documentVersion === current.id && each.endedOn === null))
        throw impossible('A campaign for this version runs already.', 'Remind those who have not read it.');
      if (dueOn < call.today)
        throw new Problem('invalid-input', 'The day has passed already.', {
          fields: [{ field: 'dueOn', message: 'Choose a later day.' }],
          remedy: 'Choose a later day.',
        });
      return written(
        call,
        await call.write.create(collections.campaigns, {
          document: id,
          documentVersion: current.id,
          startedOn: call.today,
          dueOn,
          daysForNew,
          remindEveryDays,
          startedBy: call.actor.name,
        }),
      );
    },
    async endCampaign(call, { id }) {
      const campaign = ismsOf(await call.snapshot()).campaigns.find((each) => each.id === id);
      if (!campaign) throw notFound('campaign', id);
      if (campaign.endedOn !== null) throw impossible('It has ended already.', 'Start another one.');
      return written(call, await call.write.change(collections.campaigns, id, { endedOn: call.today }));
    },
    async remind(call, { id }) {
      const isms = ismsOf(await call.snapshot());
      const campaign = isms.campaigns.find((each) => each.id === id);
      if (!campaign) throw notFound('campaign', id);
      if (campaign.endedOn !== null) throw impossible('It has ended.', 'Start another one.');
      const done = await remindNow(call, post, readingsDue(isms, call.today, [campaign]));
      if (done.sent) await call.write.change(collections.campaigns, id, { remindedOn: call.today });
      return { request: call.request, ...done };
    },

    async reading(call) {
      const isms = ismsOf(await call.snapshot());
      return { person: call.actor.person, items: readingOf(isms, call.actor.person, call.today).map(({ item }) => item) };
    },
    async searchMine(call, { q }) {
      const own = readingOf(ismsOf(await call.snapshot()), call.actor.person, call.today);
      return {
        items: searchTexts(
          own.map(({ item, current }) => ({ item, text: current.text ?? '' })),
          q,
        ),
      };
    },
    async readOne(call, { id }) {
      const isms = ismsOf(await call.snapshot());
      const found = readingOf(isms, call.actor.person, call.today).find(({ current }) => current.id === id);
      if (!found) throw notFound('document for you', id);
      const { current, item } = found;
      return { ...item, blocks: blocksOf(current.text ?? ''), file: current.file, effectiveOn: current.effectiveOn, hash: current.contentHash ?? '' };
    },
    async readFile(call, { id }) {
      const isms = ismsOf(await call.snapshot());
      const found = readingOf(isms, call.actor.person, call.today).find(({ current }) => current.id === id);
      if (!found) throw notFound('document for you', id);
      if (!found.current.file) throw noFile();
      return files.answer(call, found.current.file);
    },
    async acknowledge(call, { id, hash }) {
      const isms = ismsOf(await call.snapshot());
      const found = readingOf(isms, call.actor.person, call.today).find(({ current }) => current.id === id);
      if (!found || call.actor.person === null) throw notFound('document for you', id);
      if (hash !== found.current.contentHash)
        throw impossible('This is not the text in force.', 'Open the document again and read the present version.');
      const known = isms.acknowledgements.find((each) => each.documentVersion === id && each.person === call.actor.person);
      if (known) return written(call, known);
      return written(
        call,
        await call.write.create(collections.acknowledgements, {
          documentVersion: id,
          person: call.actor.person,
          at: call.now(),
          by: call.actor.id,
          meaning: `I have read and understood version ${found.item.number} of "${found.item.title}".`,
          hash,
        }),
      );
    },
  };
}

function campaignShown(isms: Isms, campaign: Campaign, day: string) {
  const document = isms.documents.find(({ id }) => id === campaign.document);
  const version = isms.documentVersions.find(({ id }) => id === campaign.documentVersion);
  const people = new Map(isms.people.filter(present(day)).map((person) => [person.id, person]));
  const teams = new Map(isms.teams.map(({ id, name }) => [id, name]));
  const read = new Map(isms.acknowledgements.map((each) => [`${each.documentVersion} ${each.person}`, each.at]));
  return {
    ...campaign,
    title: document?.title ?? campaign.document,
    versionNumber: version?.number ?? 0,
    readers: document
      ? readersOf(isms, document, campaign, read, day).map((reader) => {
          const person = people.get(reader.person);
          return { ...reader, name: person?.name ?? reader.person, team: teams.get(person?.team ?? '') ?? null };
        })
      : [],
  };
}

function inWords(value: FactValue | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map((each) => each['name'] ?? each['title'] ?? '').join(', ') || 'none';
  return typeof value === 'object' ? null : value;
}
