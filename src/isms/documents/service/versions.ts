import { Problem } from '../../../platform/contract/problem.ts';
import type { Files } from '../../../platform/files/service.ts';
import { standard } from '../../../standard/standard.ts';
import { collections } from '../../collections.ts';
import { ismsOf, type Isms } from '../../isms.ts';
import { guess } from '../bring-in.ts';
import { changedSentences, redline } from '../compare.ts';
import { factsOf } from '../facts.ts';
import { genericness } from '../genericness.ts';
import { blocksOf } from '../markdown.ts';
import { documents as register, type Document, type DocumentVersion } from '../model.ts';
import { render } from '../render.ts';
import { contentOf } from '../from-file.ts';
import { approversOf, isOutdated, missingApprovals } from '../state.ts';
import { authorOf, createVersion, documentOf, impossible, inState, noFile, preview, versionOf, written, type Part } from './shared.ts';
import { whyNotApprove } from './approver.ts';
import { ismsManagers } from '../../people/roles.ts';

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

/** The versions of a document, when none is at work. Errors: not-possible. */
function withoutOpen(isms: Isms, id: string): DocumentVersion[] {
  const own = isms.documentVersions.filter((each) => each.document === id);
  const open = own.find(({ status }) => status === 'draft' || status === 'in-review' || status === 'approved');
  if (open) throw impossible(`Version ${open.number} is ${open.status.replace('-', ' ')} already.`, 'Finish or discard it before you start another.');
  return own;
}
const summary = ({ body: _body, text: _text, ...rest }: DocumentVersion) => rest;

/** Versions as they are written, here or in files, and compared. */
export function versionsService(
  files: Files,
): Part<
  'versions' | 'start' | 'previewBringIn' | 'bringIn' | 'startFromFile' | 'putFile' | 'file' | 'version' | 'edit' | 'discard' | 'excuse' | 'compare'
> {
  return {
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
      const manager = ismsManagers(isms)[0] ?? null;
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
    async compare(call, { before, after }) {
      const isms = ismsOf(await call.snapshot());
      const [was, is] = [versionOf(isms, before), versionOf(isms, after)];
      if (was.document !== is.document) throw impossible('These are versions of different documents.', 'Choose two versions of one document.');
      const textOf = (version: DocumentVersion) => version.text ?? render(version.body, factsOf(isms, standard, call.today)).text;
      return { before: summary(was), after: summary(is), paragraphs: redline(textOf(was), textOf(is)) };
    },
  };
}
