import { enter, notReleased, writeDown } from '../isms/auditor/gate.ts';
import { openRegisters } from '../isms/auditor/listings.ts';
import { releaseState, type Reach } from '../isms/auditor/release.ts';
import type { Above, Looking } from '../isms/auditor/room.ts';
import { auditTitle } from '../isms/auditor/service.ts';
import { collections } from '../isms/collections.ts';
import { auditPeriod } from '../isms/controls/coverage.ts';
import { ismsOf, type Isms } from '../isms/isms.ts';
import type { Call } from '../platform/contract/call.ts';
import { Problem } from '../platform/contract/problem.ts';
import type { Handlers } from '../platform/contract/serve.ts';
import type { AttachedFile } from '../platform/files/model.ts';
import type { Files } from '../platform/files/service.ts';
import { fingerprintOf, type SigningKey } from '../platform/ledger/checkpoint.ts';
import type { Checkpoint } from '../platform/ledger/contract.ts';
import { standard } from '../standard/standard.ts';
import { writePack } from './archive.ts';
import { attachedIn, contents, everything } from './contents.ts';
import type { packContract } from './contract.ts';
import { filesOf } from './files.ts';
import { changesOf, type Read } from './ledger.ts';
import { safe } from './paths.ts';

/** Files that are asked for at once whether they are there. */
const atOnce = 32;

export interface PackSettings {
  files: Files;
  above: Above;
  signingKey: () => SigningKey;
  /** Signs where the ledger stands in this request. */
  checkpoint(call: Call): Promise<Checkpoint>;
  /** Reads with the row security of an organisation after the request has ended. */
  read(organisation: string): Read;
}

/** Audit packs: of everything, or of what is released; each is recorded before its first byte is sent. */
export function packService({ files, above, signingKey, checkpoint, read }: PackSettings): Handlers<typeof packContract> {
  return {
    async everything(call) {
      const isms = ismsOf(await call.snapshot());
      return handOut(call, isms, everything(isms), 'Everything that can be released', null);
    },

    async released(call, { release }) {
      const visitor = await enter(call, release);
      const { isms, reach, auditor } = visitor;
      if (reach.releases.length === 0)
        throw auditor === null
          ? new Problem('not-possible', 'No release is in force.', {
              remedy: 'Release what the auditor shall see first, or make the pack of everything.',
            })
          : notReleased();
      const gone = reach.releases.find((each) => ['withdrawn', 'over'].includes(releaseState(each, call.today)));
      if (gone)
        throw new Problem('not-possible', `${gone.id} is ${releaseState(gone, call.today)}: nothing is handed out for it any more.`, {
          remedy: 'Release anew, for a day to come.',
        });
      const audits = [...new Set(reach.releases.map((each) => auditTitle(isms, each)))].join(', ');
      const until = reach.releases
        .map((each) => each.until)
        .toSorted()
        .at(-1)!;
      const answer = await handOut(call, isms, reach, `For ${audits}`, until);
      await writeDown(call, visitor, { section: 'pack', kind: 'download', label: `Audit pack: ${audits}`, shown: 1 });
      return answer;
    },

    packs: async (call) => ({ items: ismsOf(await call.snapshot()).auditPacks.toReversed() }),
  };

  async function handOut(call: Call, isms: Isms, reach: Reach, purpose: string, until: string | null) {
    const looking: Looking = { isms, standard, day: call.today, reach, above };
    const inside = contents(looking);
    await allThere(call, attachedIn(inside, looking));
    const key = signingKey();
    const fingerprint = fingerprintOf(key.publicKey);
    const record = await call.write.create(collections.auditPacks, {
      for: purpose,
      releases: reach.releases.map(({ id }) => id),
      sections: [...reach.parts],
      until,
      fingerprint,
      madeBy: call.actor.id,
      madeByName: call.actor.name,
      madeAt: call.now(),
    });
    const { organisation, today, actor } = call;
    const signed = await checkpoint(call);
    const inForceOnly = reach.releases.length > 0;
    const ledger = {
      checkpoint: signed,
      changes: reach.parts.has('ledger')
        ? await changesOf(read(organisation.id), organisation.id, {
            registers: openRegisters(reach),
            since: auditPeriod(isms, today).from,
            until: signed.sequence,
          })
        : null,
    };
    const folder = safe(`${organisation.slug}-audit-pack-${record.id.split('-')[1]}${inForceOnly ? '' : '-everything'}`);
    const head = { pack: record.id, organisation: organisation.name, for: purpose, until, day: today, madeBy: actor.name, fingerprint };
    const chunks = writePack(
      {
        ...head,
        folder,
        organisation: { id: organisation.id, name: organisation.name },
        madeAt: record.madeAt,
        ledger: signed,
      },
      filesOf(head, inside, looking, ledger),
      (sha256) => files.open(call, sha256) as Promise<AsyncIterable<Uint8Array> | null>,
      key,
    );
    return {
      headers: { 'content-type': 'application/zip', 'content-disposition': `attachment; filename="${folder}.zip"` },
      body: streamOf(chunks),
    };
  }

  /** Errors: not-possible with the name of a file whose bytes are missing. What is being sent cannot be taken back. */
  async function allThere(call: Call, attached: readonly AttachedFile[]): Promise<void> {
    for (let at = 0; at < attached.length; at += atOnce) {
      const sizes = await Promise.all(attached.slice(at, at + atOnce).map(({ sha256 }) => files.has(call, sha256)));
      const missing = sizes.findIndex((size, index) => size !== attached[at + index]!.size);
      if (missing >= 0)
        throw new Problem('not-possible', `The bytes of ${attached[at + missing]!.name} are missing in the storage.`, {
          remedy: 'Restore the directory of files from a backup of the same time.',
        });
    }
  }
}

/** What is made as it is asked for; whoever hangs up ends the making. */
function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => void (await chunks.return(undefined)),
  });
}
