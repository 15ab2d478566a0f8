import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { Call } from '../../platform/contract/call.ts';
import { Problem, notFound } from '../../platform/contract/problem.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import type { AttachedFile } from '../../platform/files/model.ts';
import type { Files } from '../../platform/files/service.ts';
import { tableFile } from '../../platform/register/table-file.ts';
import { collections } from '../collections.ts';
import { dayInWords } from '../days.ts';
import { ismsOf } from '../isms.ts';
import type { ReadRows } from '../operations/populations/service.ts';
import { writtenAs } from '../operations/shown.ts';
import type { Check, samplingContract } from './contract.ts';
import { allocate, draw, nextOf } from './draw.ts';
import { columnsOf, itemsFrom } from './list.ts';
import type { PopulationItem, PopulationKind, Sample } from './model.ts';
import { populationFile, populationFrom } from './population-file.ts';
import { populationOf, sources } from './populations.ts';
import { sizeInWords, sizeOf } from './size.ts';
import { shownSample } from './state.ts';
import { changedSince, drawnAgain } from './verify.ts';

type Asked = z.infer<(typeof samplingContract.preview)['~orpc']['inputSchema'] & object>;

/** Far above any list that fits. */
const largest = 30 * 1024 ** 2;
const mostDrawn = 2000;

async function sampleOf(call: Call, id: string): Promise<Sample> {
  const sample = ismsOf(await call.snapshot()).samples.find((each) => each.id === id);
  if (!sample) throw notFound('sample', id);
  return sample;
}
async function openSample(call: Call, id: string): Promise<Sample> {
  const sample = await sampleOf(call, id);
  if (sample.closedOn !== null)
    throw new Problem('not-possible', `${id} was closed on ${dayInWords(sample.closedOn)}; nothing in it changes any more.`, {
      remedy: 'Draw another sample.',
    });
  return sample;
}

/** Samples from complete populations, for audits, reviews and whoever looks whether something is so everywhere. */
export function samplingService(files: Files, readRows: ReadRows): Handlers<typeof samplingContract> {
  async function brought(call: Call, { list, stratifiedBy }: Asked) {
    const given = list ?? { origin: '', key: '', label: '' };
    if ((given.upload === undefined) === (given.text === undefined))
      throw new Problem('invalid-input', 'A list is brought as an uploaded file or as text.', {
        fields: [{ field: 'list', message: 'Give the upload or the text.' }],
        remedy: 'Bring the complete list.',
      });
    if (given.origin === '')
      throw new Problem('invalid-input', 'Say where the list comes from.', {
        fields: [{ field: 'list.origin', message: 'Name the system and the query or report, and who exported it.' }],
        remedy: 'An auditor asks how you know that it is complete.',
      });
    const file = given.upload === undefined ? null : (await files.received(call, given.upload)).file;
    if (file && file.size > largest)
      throw new Problem('too-large', `${file.name} is too large for a list.`, { remedy: 'Export the columns that are needed only.' });
    const content = file ? await files.bytes(call, file.sha256) : Buffer.from(given.text!);
    if (!content) throw notFound('upload', given.upload!);
    const { rows } = await readRows(file?.name ?? 'list.csv', content);
    const items = itemsFrom(rows, { key: given.key, label: given.label, stratum: stratifiedBy, header: given.header });
    const how = file ? `file ${file.name}` : 'pasted';
    return {
      items,
      provenance: `${given.origin} (${how}, ${items.length.toLocaleString('en')} rows, brought by ${call.actor.name} on ${dayInWords(call.today)}).`,
      undated: 0,
      columns: columnsOf(rows, given.header),
    };
  }

  /** The population that is asked for, and how it would be drawn from. */
  async function asked(call: Call, input: Asked) {
    const { kind, from, to, stratifiedBy, size } = input;
    if (from !== null && to !== null && from > to)
      throw new Problem('invalid-input', 'The time ends before it begins.', {
        fields: [{ field: 'to', message: `Give ${from} or a later day.` }],
        remedy: 'Correct the days.',
      });
    if (kind !== 'list' && stratifiedBy !== '' && !(stratifiedBy in sources[kind].strata))
      throw new Problem('invalid-input', `${sources[kind].title} are not divided by "${stratifiedBy}".`, {
        fields: [{ field: 'stratifiedBy', message: `Use ${Object.keys(sources[kind].strata).join(', ') || 'nothing'}.` }],
        remedy: 'Choose one of those, or none.',
      });
    const population =
      kind === 'list'
        ? await brought(call, input)
        : { ...populationOf(ismsOf(await call.snapshot()), { kind, from, to, stratifiedBy }, call.today), columns: [] };
    const strata = Map.groupBy(population.items, ({ stratum }) => stratum);
    const counts = allocate(new Map([...strata].map(([stratum, items]) => [stratum, items.length])), sizeOf(size, population.items.length));
    return {
      ...population,
      strata: [...counts].map(([stratum, drawn]) => ({ stratum, count: strata.get(stratum)!.length, drawn })),
      drawn: [...counts.values()].reduce((sum, count) => sum + count, 0),
      sizeInWords: sizeInWords(size, population.items.length, strata.size),
    };
  }

  async function populationIn(call: Call, { population }: Sample): Promise<string> {
    const content = await files.bytes(call, population.sha256);
    if (!content)
      throw new Problem('not-possible', 'The file of the population is missing in the storage.', {
        remedy: `Restore the directory of files from a backup, or import the file ${population.sha256} again.`,
      });
    return content.toString('utf8');
  }

  return {
    async populations(call) {
      const isms = ismsOf(await call.snapshot());
      const own = Object.entries(sources).map(([kind, { title, dated, strata, rows }]) => ({
        kind: kind as PopulationKind,
        title,
        count: rows(isms, call.today).length,
        dated,
        strata: Object.entries(strata).map(([field, name]) => ({ field, title: name })),
      }));
      return { items: [...own, { kind: 'list' as const, title: 'A list that you bring', count: null, dated: null, strata: [] }] };
    },
    async preview(call, input) {
      const found = await asked(call, input);
      return { ...found, count: found.items.length, sha256: populationFile(found.items).sha256, items: found.items.slice(0, 100) };
    },
    async draw(call, { title, subjects, seed = randomBytes(8).toString('hex'), ...input }) {
      const { items, provenance, drawn } = await asked(call, input);
      if (items.length === 0)
        throw new Problem('not-possible', 'The population is empty: nothing can be drawn from it.', {
          remedy: 'Choose another time or another population. Where nothing has happened, that is a finding of its own.',
        });
      if (drawn > mostDrawn)
        throw new Problem(
          'not-possible',
          `That would draw ${drawn.toLocaleString('en')} items; at most ${mostDrawn.toLocaleString('en')} can be looked at here.`,
          {
            fields: [{ field: 'size', message: 'Choose a smaller size.' }],
            remedy: 'Choose a smaller size, or a narrower population.',
          },
        );
      const { content, sha256, count } = populationFile(items);
      const population: AttachedFile = await files.keep(call, {
        name: `population-${sha256.slice(0, 12)}.csv`,
        mediaType: 'text/csv',
        content: Buffer.from(content),
      });
      const record = await call.write.create(collections.samples, {
        title,
        subjects,
        kind: input.kind,
        from: input.from,
        to: input.to,
        provenance,
        count,
        sha256,
        population,
        size: input.size,
        stratifiedBy: input.stratifiedBy.slice(0, 60),
        seed,
        drawnOn: call.today,
        drawnBy: call.actor.name,
        drawnByPerson: call.actor.person,
        items: draw(items, seed, sizeOf(input.size, count)),
      });
      return writtenAs(call, shownSample(record));
    },
    list: async (call, { subject }) => ({
      items: ismsOf(await call.snapshot())
        .samples.filter(({ subjects }) => subject === undefined || subjects.includes(subject))
        .map(shownSample)
        .toReversed(),
    }),
    get: async (call, { id }) => shownSample(await sampleOf(call, id)),
    async record(call, { id, items }) {
      const sample = await openSample(call, id);
      const replaced = new Set(sample.replacements.map(({ key }) => key));
      const results = new Map(items.map((each) => [each.key, each]));
      for (const { key } of items)
        if (replaced.has(key) || !sample.items.some((each) => each.key === key)) throw notFound(`item of ${id} that is to be looked at`, key);
      const silent = items.filter(({ result, note }) => (result === 'deviates' || result === 'not-checked') && note.trim() === '');
      if (silent.length > 0)
        throw new Problem(
          'invalid-input',
          `${silent[0]!.key}: say ${silent[0]!.result === 'deviates' ? 'what deviates' : 'why it could not be looked at'}.`,
          {
            fields: silent.map(({ key }) => ({ field: key, message: 'A note is needed.' })),
            remedy: 'Write the note with the result.',
          },
        );
      const record = await call.write.change(collections.samples, id, {
        items: sample.items.map((item) => {
          const given = results.get(item.key);
          if (!given) return item;
          const { result, note } = given;
          return { ...item, result, note, checkedBy: result === 'open' ? '' : call.actor.name, checkedAt: result === 'open' ? null : call.now() };
        }),
      });
      return writtenAs(call, shownSample(record));
    },
    async replace(call, { id, key, reason }) {
      const sample = await openSample(call, id);
      const item = sample.items.find((each) => each.key === key);
      if (!item) throw notFound(`item of ${id}`, key);
      if (sample.replacements.some((each) => each.key === key))
        throw new Problem('not-possible', `${key} has been replaced already.`, { remedy: 'Look at the item that took its place.' });
      if (item.result === 'conforms' || item.result === 'deviates')
        throw new Problem('not-possible', `${key} has been looked at: what was seen does not go away by drawing another.`, {
          remedy: 'Leave it in the sample. If the result was entered by mistake, set it back first.',
        });
      const population = populationFrom(await populationIn(call, sample));
      const next = nextOf(population, sample.seed, item.stratum, new Set(sample.items.map((each) => each.key)));
      const record = await call.write.change(collections.samples, id, {
        items: [
          ...sample.items.map((each) =>
            each.key === key ? { ...each, result: 'not-checked' as const, note: reason, checkedBy: call.actor.name, checkedAt: call.now() } : each,
          ),
          ...(next ? [next] : []),
        ],
        replacements: [...sample.replacements, { key, reason, replacedBy: next?.key ?? null, by: call.actor.name, at: call.now() }],
      });
      return writtenAs(call, shownSample(record));
    },
    async close(call, { id }) {
      const sample = await openSample(call, id);
      const { counts } = shownSample(sample);
      if (counts.open > 0)
        throw new Problem('not-possible', `${counts.open} of ${counts.all} items have not been looked at.`, {
          remedy: 'Enter what was seen, replace what cannot be looked at, or say why it was not.',
        });
      return writtenAs(call, shownSample(await call.write.change(collections.samples, id, { closedOn: call.today })));
    },
    async verify(call, { id }) {
      const sample = await sampleOf(call, id);
      const content = (await files.bytes(call, sample.population.sha256))?.toString('utf8') ?? null;
      const none = { added: [], missing: [], changed: [] };
      if (content === null)
        return {
          ok: false,
          ...none,
          checks: [{ what: 'file', ok: false, text: 'The file of the population is missing in the storage.' } satisfies Check],
        };
      const again = drawnAgain(sample, content);
      const { kind, from, to, stratifiedBy } = sample;
      const then = populationFrom(content);
      const now: PopulationItem[] | null =
        kind === 'list' ? null : populationOf(ismsOf(await call.snapshot()), { kind, from, to, stratifiedBy }, call.today).items;
      const since = now === null ? none : changedSince(then, now);
      const moved = since.added.length + since.missing.length + since.changed.length;
      const checks: Check[] = [
        {
          what: 'file',
          ok: again.file,
          text: again.file
            ? `The file of the population has ${sample.count.toLocaleString('en')} items and the hash that was written down.`
            : 'The file of the population is not the one that was drawn from: its hash is another.',
        },
        {
          what: 'draw',
          ok: again.draw,
          text: again.draw ? 'The seed draws exactly these items from it.' : 'The seed draws other items from it than stand in the sample.',
        },
        {
          what: 'replacements',
          ok: again.replacements,
          text:
            sample.replacements.length === 0
              ? 'Nothing was replaced.'
              : again.replacements
                ? 'What was replaced was replaced by the next of the same order.'
                : 'What was replaced was not replaced by the next of the same order.',
        },
        {
          what: 'records',
          ok: now === null ? null : moved === 0,
          text:
            now === null
              ? 'The list was brought from elsewhere: export it again from there to see whether it is still the same.'
              : moved === 0
                ? 'The records give the same population today.'
                : `The records have changed since: ${since.added.length} more, ${since.missing.length} not there any more, ${since.changed.length} with other words or in another group.`,
        },
      ];
      return { ok: again.file && again.draw && again.replacements, ...since, checks };
    },
    async export(call, { id, format }) {
      const sample = await sampleOf(call, id);
      const replaced = new Map(sample.replacements.map((each) => [each.key, each]));
      return tableFile(
        format,
        id,
        [
          { title: 'Group', width: 18 },
          { title: 'Rank', width: 8 },
          { title: 'Item', width: 18 },
          { title: 'What it is', width: 48 },
          { title: 'Result', width: 14 },
          { title: 'Note', width: 48 },
          { title: 'Looked at by', width: 22 },
          { title: 'At', width: 22 },
          { title: 'Replaced by', width: 18 },
        ],
        sample.items.map(({ stratum, rank, key, label, result, note, checkedBy, checkedAt }) => [
          stratum,
          rank,
          key,
          label,
          result,
          note,
          checkedBy,
          checkedAt,
          replaced.get(key)?.replacedBy ?? '',
        ]),
      );
    },
  };
}
