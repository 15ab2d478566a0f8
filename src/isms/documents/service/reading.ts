import { Problem, notFound } from '../../../platform/contract/problem.ts';
import type { Files } from '../../../platform/files/service.ts';
import { standard } from '../../../standard/standard.ts';
import { collections } from '../../collections.ts';
import { addDays } from '../../days.ts';
import { ismsOf, type Isms } from '../../isms.ts';
import { blocksOf } from '../markdown.ts';
import type { Campaign } from '../model.ts';
import { remindNow } from '../../reminders/now.ts';
import type { Post } from '../../reminders/post.ts';
import { readingsDue } from '../due.ts';
import { searchTexts } from '../reading.ts';
import { audienceOf, documentStates, readersOf } from '../state.ts';
import { documentOf, impossible, noFile, present, written, type Part } from './shared.ts';

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

/** Who has to read what, and who has. */
export function readingService(
  post: Post,
  files: Files,
): Part<'campaigns' | 'startCampaign' | 'endCampaign' | 'remind' | 'reading' | 'searchMine' | 'readOne' | 'readFile' | 'acknowledge'> {
  return {
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
