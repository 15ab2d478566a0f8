import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Call } from '../contract/call.ts';
import { Problem, notFound } from '../contract/problem.ts';
import type { Upload } from './contract.ts';
import { AttachedFile, limits, type Reading } from './model.ts';
import { sniff } from './sniff.ts';
import { tooLarge, type FileStore } from './store.ts';

interface Row {
  id: string;
  actor: string;
  name: string;
  size: string;
  received: string;
  started_at: Date;
  sha256: string | null;
  media_type: string | null;
  reading: Reading | null;
}

/** An upload that is complete: what a record takes over. */
export interface Received {
  file: AttachedFile;
  reading: Reading;
}

export interface UploadsSettings {
  pool: pg.Pool;
  store: FileStore;
  read(content: AsyncIterable<Uint8Array>, file: AttachedFile): Promise<Reading>;
}

type Who = Pick<Call, 'organisation' | 'actor' | 'now'>;

/**
 * What is being sent, until a record refers to it. An upload is no record: it is not in the ledger, and only whoever
 * began it sees it. Each step is a transaction of its own and holds up nobody else's.
 */
export class Uploads {
  readonly #settings: UploadsSettings;

  constructor(settings: UploadsSettings) {
    this.#settings = settings;
  }

  async start(who: Who, { name, size }: { name: string; size: number }): Promise<Upload> {
    if (size > limits.file) throw tooLarge(limits.file);
    return this.#inside(who.organisation.id, async (client) => {
      const { rows } = await client.query<{ size: string }>(
        'select coalesce(sum(size), 0) as size from access.uploads where organisation_id = $1 and sha256 is null',
        [who.organisation.id],
      );
      if (Number(rows[0]!.size) + size > limits.underWay)
        throw new Problem('too-many-requests', 'Too much is being uploaded at once.', {
          remedy: `Finish or cancel other uploads; what is abandoned is removed after ${limits.hours} hours.`,
        });
      const inserted = await client.query<Row>(
        'insert into access.uploads (organisation_id, id, actor, name, size, started_at) values ($1, $2, $3, $4, $5, $6) returning *',
        [who.organisation.id, randomUUID(), who.actor.id, cleaned(name), size, who.now()],
      );
      return shown(inserted.rows[0]!);
    });
  }

  async state(who: Who, id: string): Promise<Upload> {
    return this.#inside(who.organisation.id, async (client) => shown(await own(client, who, id)));
  }

  /** Takes the bytes that follow what has come so far. Errors: conflict, with where to go on. */
  async send(who: Who, id: string, offset: number, part: Blob): Promise<Upload> {
    if (part.size > limits.part) throw tooLarge(limits.part);
    return this.#inside(who.organisation.id, async (client) => {
      const row = await own(client, who, id);
      if (Number(row.received) !== offset)
        throw new Problem('conflict', `The upload goes on at byte ${row.received}, not at ${offset}.`, {
          fields: [{ field: 'offset', message: `Send what follows byte ${row.received}.` }],
          remedy: 'Ask for its state and go on there.',
          current: shown(row),
        });
      if (part.size === 0 || offset + part.size > Number(row.size))
        throw new Problem('invalid-input', `The file was announced with ${row.size} bytes; this part does not fit.`, {
          fields: [{ field: 'part', message: `Send 1 to ${Number(row.size) - offset} bytes.` }],
          remedy: 'Send the bytes that are missing, or begin a new upload with the right size.',
        });
      await this.#settings.store.putPart(who.organisation.id, id, offset, bytesOf(part));
      return this.#update(client, who, id, 'received = $3', offset + part.size);
    });
  }

  /** Puts the parts together, tells what the file is and reads its text. May be asked again. */
  async finish(who: Who, id: string): Promise<Upload> {
    const { store } = this.#settings;
    const done = await this.#inside(who.organisation.id, async (client) => {
      const row = await own(client, who, id);
      if (row.sha256 !== null) return row;
      if (row.received !== row.size)
        throw new Problem('not-possible', `${row.received} of ${row.size} bytes have come so far.`, { remedy: 'Send the rest first.' });
      const kept = await store.put(who.organisation.id, store.parts(who.organisation.id, id, Number(row.size)));
      return this.#kept(client, who, row, kept);
    });
    await store.removeParts(who.organisation.id, id);
    return shown({ ...done, reading: done.reading ?? (await this.#read(who, done)) });
  }

  /** A small file in one request. */
  async whole(who: Who, file: File): Promise<Upload> {
    if (file.size > limits.whole) throw tooLarge(limits.whole);
    const { id } = await this.start(who, { name: file.name, size: file.size });
    const kept = await this.#settings.store.put(who.organisation.id, bytesOf(file));
    const done = await this.#inside(who.organisation.id, async (client) => this.#kept(client, who, await own(client, who, id), kept));
    return shown({ ...done, reading: await this.#read(who, done) });
  }

  async cancel(who: Who, id: string): Promise<void> {
    await this.#inside(who.organisation.id, async (client) => {
      await own(client, who, id);
      await client.query('delete from access.uploads where organisation_id = $1 and id = $2', [who.organisation.id, id]);
    });
    await this.#settings.store.removeParts(who.organisation.id, id);
  }

  /**
   * What a record takes over from an upload of the same person. Errors: not-found; not-possible when it is not finished,
   * or its file has been removed since. On the connection of the call: a writer never waits for a second one.
   */
  async received(call: Call, id: string): Promise<Received> {
    const [row] = await call.query<Row>('select * from access.uploads where organisation_id = $1 and actor = $2 and id = $3', [
      call.organisation.id,
      call.actor.id,
      id,
    ]);
    if (!row) throw notFound('upload', id);
    const file = fileOf(row);
    const content = file && (await this.#settings.store.has(call.organisation.id, file.sha256)) !== null;
    if (!file || !content)
      throw new Problem('not-possible', `The upload of ${row.name} is not finished.`, { remedy: 'Finish it first: POST /uploads/{id}/finish.' });
    return { file, reading: row.reading ?? (await this.readingOf(call, file)) };
  }

  /** The file that somebody has sent within the last hour, by its hash; null when they have not. */
  async recent(call: Call, sha256: string): Promise<AttachedFile | null> {
    const [row] = await call.query<Row>(
      `select * from access.uploads where organisation_id = $1 and actor = $2 and sha256 = $3 and started_at > $4::timestamptz - interval '1 hour' limit 1`,
      [call.organisation.id, call.actor.id, sha256, call.now()],
    );
    return row ? fileOf(row) : null;
  }

  /** Forgets uploads that were begun before a moment. */
  async sweep(organisation: string, before: Date): Promise<void> {
    const { rows } = await this.#inside(organisation, (client) =>
      client.query<{ id: string }>('delete from access.uploads where organisation_id = $1 and started_at < $2 returning id', [organisation, before]),
    );
    for (const { id } of rows) await this.#settings.store.removeParts(organisation, id);
  }

  #kept(client: pg.ClientBase, who: Who, row: Row, kept: { sha256: string; size: number; head: Buffer; tail: Buffer }): Promise<Row> {
    return this.#row(client, who, row.id, 'received = size, sha256 = $3, media_type = $4', kept.sha256, sniff(kept.head, kept.tail, row.name));
  }

  async #read(who: Who, row: Row): Promise<Reading> {
    const reading = await this.readingOf(who, fileOf(row)!);
    await this.#inside(who.organisation.id, (client) => this.#row(client, who, row.id, 'reading = $3', JSON.stringify(reading)));
    return reading;
  }

  /** What is read out of a file that is kept. Errors: not-found when its bytes are missing. */
  async readingOf({ organisation }: Who, file: AttachedFile): Promise<Reading> {
    const content = await this.#settings.store.open(organisation.id, file.sha256);
    if (!content) throw new Problem('not-found', `The bytes of ${file.name} are missing in the storage.`, { remedy: 'Upload the file again.' });
    return this.#settings.read(content, file);
  }

  async #update(client: pg.ClientBase, who: Who, id: string, set: string, ...values: unknown[]): Promise<Upload> {
    return shown(await this.#row(client, who, id, set, ...values));
  }

  async #row(client: pg.ClientBase, who: Who, id: string, set: string, ...values: unknown[]): Promise<Row> {
    const { rows } = await client.query<Row>(`update access.uploads set ${set} where organisation_id = $1 and id = $2 returning *`, [
      who.organisation.id,
      id,
      ...values,
    ]);
    return rows[0]!;
  }

  async #inside<T>(organisation: string, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
    const client = await this.#settings.pool.connect();
    let broken = false;
    try {
      await client.query('begin');
      await client.query(`select set_config('annexa.organisation', $1, true)`, [organisation]);
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch(() => (broken = true));
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

/** Held until the step is done: two requests for one upload follow each other. */
async function own(client: pg.ClientBase, { organisation, actor }: Who, id: string): Promise<Row> {
  const { rows } = await client.query<Row>('select * from access.uploads where organisation_id = $1 and id = $2 and actor = $3 for update', [
    organisation.id,
    id,
    actor.id,
  ]);
  if (!rows[0]) throw notFound('upload', id);
  return rows[0];
}

const fileOf = ({ name, media_type: mediaType, size, sha256 }: Row): AttachedFile | null =>
  sha256 !== null && mediaType !== null ? AttachedFile.parse({ name, mediaType, size: Number(size), sha256 }) : null;

function shown(row: Row): Upload {
  return {
    id: row.id,
    name: row.name,
    size: Number(row.size),
    received: Number(row.received),
    expiresAt: new Date(row.started_at.getTime() + limits.hours * 3_600_000).toISOString(),
    file: fileOf(row),
    title: row.reading?.title ?? null,
    pages: row.reading?.pages ?? null,
    problem: row.reading?.problem ?? null,
  };
}

async function* bytesOf(blob: Blob): AsyncIterable<Uint8Array> {
  // Node's streams of blobs can be iterated; the type of the browser's cannot.
  yield* blob.stream() as unknown as AsyncIterable<Uint8Array>;
}

/** The name without folders, and without signs that are not seen or turn the direction of writing. */
export const cleaned = (name: string): string =>
  name
    .split(/[\\/]/)
    .at(-1)!
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}"<>|?*:]/gu, '')
    .trim()
    .slice(-200) || 'file';
