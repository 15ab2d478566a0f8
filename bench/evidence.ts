import { createServer } from 'node:http';
import type { DocumentsBench } from './documents.ts';
import { byTurns, claim, fetchOnce, listening, median, timed } from './measure.ts';

/**
 * 100,000 items of evidence: the matrix of all controls and the page of one, against one statement over the same records
 * that counts what a page of these figures could not do without.
 */
export async function evidenceAtWork({
  api,
  url,
  inside,
  headers,
  pool,
  organisation,
}: Pick<DocumentsBench, 'api' | 'url' | 'inside' | 'headers' | 'pool' | 'organisation'>): Promise<void> {
  const floor = async (sql: string) => {
    const bare = createServer((_request, response) => {
      void (async () => {
        const client = await pool.connect();
        await client.query(`select set_config('annexa.organisation', $1, false)`, [organisation]);
        const { rows } = await client.query({ name: sql.slice(0, 60), text: sql });
        client.release();
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ items: rows }));
      })();
    });
    return { url: await listening(bare), close: () => bare.close() };
  };
  const counted = await floor(
    `select subject, count(*)::int, max(valid_from) as newest from isms.evidence, unnest(subjects) subject where archived_at is null group by subject`,
  );
  const [matrix, matrixFloor] = await byTurns(
    () => fetchOnce(`${url}/api${inside}/controls`, headers),
    () => fetchOnce(counted.url),
    50,
  );
  claim('the matrix of controls over 100,000 items of evidence, p50', matrix, matrixFloor, 1.5);
  // What is remembered belongs to one state of the records: after a change everything is gone through again, once.
  const anew: number[] = [];
  for (let round = 0; round < 5; round++) {
    await api('PATCH', `${inside}/evidence/EV-1`, { title: `Record ${round}` });
    anew.push(await timed(() => fetchOnce(`${url}/api${inside}/controls`, headers), 1, 0));
  }
  claim('the same matrix, the first time after a change', median(anew), matrixFloor, 10);
  counted.close();
  const one = await floor(`select * from isms.evidence where archived_at is null and 'A.8.13' = any (subjects) order by valid_from desc limit 50`);
  const [page, pageFloor] = await byTurns(
    () => fetchOnce(`${url}/api${inside}/controls/A.8.13`, headers),
    () => fetchOnce(one.url),
    50,
  );
  claim('the page of a control with 3,000 of 100,000 items of evidence, p50', page, pageFloor, 1.5);
  one.close();
}
