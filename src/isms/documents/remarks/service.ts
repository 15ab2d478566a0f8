import type { Call } from '../../../platform/contract/call.ts';
import { Problem, notFound } from '../../../platform/contract/problem.ts';
import type { Handlers } from '../../../platform/contract/serve.ts';
import { standard } from '../../../standard/standard.ts';
import { collections } from '../../collections.ts';
import { ismsOf, type Isms } from '../../isms.ts';
import { may, type Role } from '../../permissions.ts';
import { factsOf } from '../facts.ts';
import { blocksOf, linesOf } from '../markdown.ts';
import type { DocumentVersion } from '../model.ts';
import { render } from '../render.ts';
import type { remarksContract } from './contract.ts';
import type { DocumentRemark } from './model.ts';

const impossible = (message: string, remedy: string) => new Problem('not-possible', message, { remedy });
const excerpt = (text: string) => (text.length > 80 ? `${text.slice(0, 80)}…` : text);

function remarkOf(isms: Isms, id: string): DocumentRemark {
  const found = isms.documentRemarks.find((each) => each.id === id);
  if (!found) throw notFound('document remark', id);
  return found;
}
function versionOf(isms: Isms, id: string): DocumentVersion {
  const found = isms.documentVersions.find((each) => each.id === id);
  if (!found) throw notFound('document version', id);
  return found;
}

/** Puts other words in the place of a passage that stands exactly once in a text. */
export function replaced(body: string, quote: string, replacement: string): string {
  const at = body.indexOf(quote);
  const occurs = at === -1 ? 'not' : body.includes(quote, at + 1) ? 'more than once' : 'once';
  if (occurs !== 'once')
    throw impossible(
      `The passage “${excerpt(quote)}” stands ${occurs} in the draft.`,
      occurs === 'not'
        ? 'It has been changed since, or holds a fact or a format. Change the text by hand, then decline or resolve the suggestion.'
        : 'Change the right place by hand, then decline or resolve the suggestion.',
    );
  return body.slice(0, at) + replacement + body.slice(at + quote.length);
}

/** Whether a passage stands in a version: as it is written, or as it is read. */
function standsIn(isms: Isms, version: DocumentVersion, quote: string, day: string): boolean {
  const text = version.text ?? render(version.body, factsOf(isms, standard, day)).text;
  const level = (value: string) => value.replaceAll(/\s+/g, ' ').trim();
  return [version.body, text, linesOf(blocksOf(text)).join(' ')].some((each) => level(each).includes(level(quote)));
}

async function settle(call: Call, id: string, status: 'declined' | 'resolved') {
  const isms = ismsOf(await call.snapshot());
  const remark = remarkOf(isms, id);
  if (remark.author !== call.actor.id && !may(call.actor.role as Role, 'write documents'))
    throw new Problem('not-permitted', 'This remark is somebody else’s.', { remedy: 'Ask its author, or somebody who writes documents.' });
  if (remark.status !== 'open') throw impossible(`The remark is ${remark.status} already.`, 'Look at the remarks of the version again.');
  if (status === 'declined' && remark.replacement === null) throw impossible('A comment is not declined.', 'Resolve it.');
  const record = await call.write.change(collections.documentRemarks, id, { status, resolvedBy: call.actor.name, resolvedAt: call.now() });
  return { record, request: call.request };
}

/** Comments and suggestions on passages of a version while it is written and reviewed (7.5.2). */
export const remarks: Handlers<typeof remarksContract> = {
  async list(call, { id }) {
    const isms = ismsOf(await call.snapshot());
    versionOf(isms, id);
    const items = isms.documentRemarks.filter(({ documentVersion }) => documentVersion === id);
    return { items, open: items.filter(({ status }) => status === 'open').length };
  },
  async add(call, { id, quote, replacement, text }) {
    const isms = ismsOf(await call.snapshot());
    const version = versionOf(isms, id);
    if (version.status !== 'draft' && version.status !== 'in-review')
      throw impossible(`Version ${version.number} is ${version.status}.`, 'Start the next version and remark on that, or comment on the document.');
    const missing = (field: string, message: string) => new Problem('invalid-input', message, { fields: [{ field, message }], remedy: message });
    if (replacement === null && text === '') throw missing('text', 'Say something, or suggest other words.');
    if (replacement !== null && replacement.trim() === quote) throw missing('replacement', 'Suggest words that differ from those that stand there.');
    if (!standsIn(isms, version, quote, call.today)) throw missing('quote', `Name a passage of version ${version.number} as it stands there now.`);
    const record = await call.write.create(collections.documentRemarks, {
      documentVersion: id,
      quote,
      replacement,
      text,
      author: call.actor.id,
      authorName: call.actor.name,
    });
    return { record, request: call.request };
  },
  async accept(call, { id }) {
    const isms = ismsOf(await call.snapshot());
    const remark = remarkOf(isms, id);
    if (remark.status !== 'open') throw impossible(`The suggestion is ${remark.status} already.`, 'Look at the remarks of the version again.');
    if (remark.replacement === null) throw impossible('It is a comment and suggests no words.', 'Change the text by hand and resolve it.');
    const version = versionOf(isms, remark.documentVersion);
    if (version.status !== 'draft')
      throw impossible(
        `Version ${version.number} is ${version.status.replace('-', ' ')}.`,
        'Only a draft is changed: return it to its author first.',
      );
    // Whoever accepts writes, and so becomes an author who does not approve.
    const changed = await call.write.change(collections.documentVersions, version.id, {
      body: replaced(version.body, remark.quote, remark.replacement),
      author: call.actor.id,
      authorPerson: call.actor.person,
      authorName: call.actor.name,
    });
    const record = await call.write.change(collections.documentRemarks, id, {
      status: 'accepted',
      resolvedBy: call.actor.name,
      resolvedAt: call.now(),
    });
    return { record, version: changed, request: call.request };
  },
  decline: (call, { id }) => settle(call, id, 'declined'),
  resolve: (call, { id }) => settle(call, id, 'resolved'),
};
