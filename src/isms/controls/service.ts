import type { Call } from '../../platform/contract/call.ts';
import { Problem, notFound } from '../../platform/contract/problem.ts';
import type { Handlers } from '../../platform/contract/serve.ts';
import type { Files } from '../../platform/files/service.ts';
import { registerHandlers } from '../../platform/register/service.ts';
import { standard } from '../../standard/standard.ts';
import { collections } from '../collections.ts';
import { blocksOf } from '../documents/markdown.ts';
import { addDays, daysBetween } from '../days.ts';
import { ismsOf } from '../isms.ts';
import type { controlsContract } from './contract.ts';
import { auditPeriod, lapses } from './coverage.ts';
import { checkedEvidence, contentHash, namedAfter, refuseAttested } from './keeping.ts';
import { controlMatrix } from './matrix.ts';
import { ControlPracticeFields, controlTasks, evidence, ownControls, type Evidence } from './model.ts';

const written = <R>(call: Call, record: R) => ({ record, request: call.request });

async function itemOf(call: Call, id: string): Promise<Evidence> {
  const found = ismsOf(await call.snapshot()).evidence.find((each) => each.id === id);
  if (!found) throw notFound('evidence item', id);
  return found;
}

/** Controls at work: own controls (6.1.3 b), evidence and its freshness, and what is to be done (8.1, Annex A). */
export function controlsService(files: Files): Handlers<typeof controlsContract> {
  const received = async (call: Call, uploads: string[]) => {
    const found = [];
    for (const upload of uploads) found.push((await files.received(call, upload)).file);
    return found;
  };
  return {
    own: registerHandlers(ownControls),
    evidence: {
      ...registerHandlers(evidence, { beforeWrite: checkedEvidence }),
      async add(call, { uploads, ...fields }) {
        const own = await received(call, uploads);
        const named = namedAfter(own);
        const given = await checkedEvidence(call, { ...fields, title: fields.title ?? named.title, kind: fields.kind ?? named.kind }, null);
        return written(call, await call.write.create(collections.evidence, { ...given, files: own } as never));
      },
      async addFiles(call, { id, uploads }) {
        const item = await itemOf(call, id);
        refuseAttested(item);
        return written(
          call,
          await call.write.change(collections.evidence, id, { files: [...item.files, ...(await received(call, uploads))] }, item.version),
        );
      },
      async text(call, { id, sha256 }) {
        const file = (await itemOf(call, id)).files.find((each) => each.sha256 === sha256);
        if (!file) throw notFound('file', sha256);
        const { text, pages, problem } = await files.read(call, file);
        return { blocks: blocksOf(text), pages, problem };
      },
      async attest(call, { id, password }) {
        const item = await itemOf(call, id);
        refuseAttested(item);
        if (item.files.length === 0 && item.place === '' && item.note.trim() === '')
          throw new Problem('not-possible', `${id} holds nothing that could be attested.`, {
            remedy: 'Add a file, a link, or what there is to say.',
          });
        if (item.subjects.length === 0)
          throw new Problem('not-possible', `${id} names no control that it speaks for.`, { remedy: 'Name the controls first.' });
        if (item.validFrom === null && item.validTo === null)
          throw new Problem('not-possible', `${id} does not say which time it speaks for.`, {
            remedy: 'Give the day, or the first and the last one.',
          });
        await call.confirm(password);
        return written(
          call,
          await call.write.change(
            collections.evidence,
            id,
            { attestedBy: call.actor.person, attestedByName: call.actor.name, attestedAt: call.now(), attestedHash: contentHash(item) },
            item.version,
          ),
        );
      },
    },
    tasks: registerHandlers(controlTasks),
    async matrix(call, { theme, owner, state, applicable, search }) {
      const isms = ismsOf(await call.snapshot());
      const all = controlMatrix(isms, standard, call.today);
      const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
      const wanted = applicable === undefined ? undefined : { yes: true, no: false, undecided: null }[applicable];
      const own = all.filter((line) => line.applicable === true);
      const count = (each: (typeof own)[number]['state']) => own.filter((line) => line.state === each).length;
      const shares = own.flatMap(({ share }) => (share === null ? [] : [share]));
      return {
        period: auditPeriod(isms, call.today),
        items: all.filter(
          (line) =>
            (!theme || line.theme === theme) &&
            (!owner || (owner === 'none' ? line.owner === null : line.owner === owner)) &&
            (!state || line.state === state) &&
            (wanted === undefined || line.applicable === wanted) &&
            words.every((word) => `${line.control} ${line.title}`.toLowerCase().includes(word)),
        ),
        total: all.length,
        applicable: own.length,
        counts: { covered: count('covered'), stale: count('stale'), gap: count('gap') },
        share: shares.length === 0 ? null : shares.reduce((sum, each) => sum + each, 0) / shares.length,
      };
    },
    async lapses(call, { until = addDays(call.today, 365), control: only }) {
      const isms = ismsOf(await call.snapshot());
      const lines = new Map(controlMatrix(isms, standard, call.today).map((line) => [line.control, line]));
      return {
        items: lapses(isms, standard, call.today)
          .filter(({ on, control }) => on <= until && (only === undefined || control === only) && lines.get(control)?.applicable !== false)
          .map(({ on, control, lanes, last: { register, id, title } }) => ({
            on,
            days: daysBetween(call.today, on),
            control,
            title: lines.get(control)!.title,
            owner: lines.get(control)!.owner,
            lanes,
            last: { register, id, title },
          })),
      };
    },
    async describe(call, { id, version, ...fields }) {
      const isms = ismsOf(await call.snapshot());
      if (!standard.control(id) && !isms.ownControls.some((each) => each.id === id)) throw notFound('control', id);
      const known = isms.controlPractices.some((each) => each.id === id);
      if (!known && version !== undefined && version > 0)
        throw new Problem('conflict', `Nothing is written about ${id} any more.`, { remedy: 'Read it again.' });
      const record = known
        ? await call.write.change(collections.controlPractices, id, fields, version)
        : await call.write.create(collections.controlPractices, { ...ControlPracticeFields.parse(fields), id });
      return written(call, record);
    },
  };
}
