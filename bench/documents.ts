import { createServer } from 'node:http';
import type pg from 'pg';
import type { Document, DocumentVersion } from '../src/isms/documents/model.ts';
import { emptyIsms, record } from '../src/isms/testing.ts';
import { reportFonts } from '../src/reports/fonts.ts';
import { textToPdf, withColumns } from '../src/reports/pdf.ts';
import { byTurns, claim, fetchOnce, listening } from './measure.ts';

const sizes = { documents: 500, people: 5_000, read: 10 };
const today = new Date().toISOString().slice(0, 10);

export interface DocumentsBench {
  api(method: string, path: string, body?: unknown): Promise<Record<string, any>>;
  /** `/organisations/<slug>`. */
  inside: string;
  url: string;
  headers: Record<string, string>;
  owner: pg.Client;
  organisation: string;
  pool: pg.Pool;
}

/** 500 documents, 5,000 people, 50,000 acknowledgements: the list, the page of a person, and a document of 40 pages as PDF. */
export async function documentsAndPeople(it: DocumentsBench): Promise<void> {
  await fillDocuments(it);
  const { url, inside, headers, pool, organisation } = it;
  const floor = async (sql: string) => {
    const bare = createServer((_request, response) => {
      void (async () => {
        const client = await pool.connect();
        await client.query(`select set_config('annexa.organisation', $1, false)`, [organisation]);
        const { rows } = await client.query({ name: sql.slice(0, 60), text: sql });
        client.release();
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ items: rows, total: rows.length }));
      })();
    });
    return { url: await listening(bare), close: () => bare.close() };
  };
  const list = await floor(
    `select d.*, v.number, v.effective_on, c.due_on, count(a.id)::int as have_read from isms.documents d
       left join isms.document_versions v on v.organisation_id = d.organisation_id and v.document = d.id and v.status = 'effective'
       left join isms.campaigns c on c.organisation_id = d.organisation_id and c.document_version = v.id
       left join isms.acknowledgements a on a.organisation_id = d.organisation_id and a.document_version = v.id
     where d.archived_at is null group by d.organisation_id, d.id, v.number, v.effective_on, c.due_on order by d.title limit 100`,
  );
  const [documents, documentsFloor] = await byTurns(
    () => fetchOnce(`${url}/api${inside}/documents?limit=100&sort=title`, headers),
    () => fetchOnce(list.url),
    50,
  );
  claim('a list of 100 of 500 documents with who has read them (5,000 people, 50,000 acknowledgements), p50', documents, documentsFloor, 1.5);
  list.close();
  const card = await floor(
    `select p.*, (select jsonb_agg(a) from isms.acknowledgements a where a.organisation_id = p.organisation_id and a.person = p.id) as read,
            (select jsonb_agg(r) from isms.training_results r where r.organisation_id = p.organisation_id and r.person = p.id) as training
     from isms.people p where p.id = 'P-2500'`,
  );
  const [person, personFloor] = await byTurns(
    () => fetchOnce(`${url}/api${inside}/people/P-2500/card`, headers),
    () => fetchOnce(card.url),
    50,
  );
  claim('the page of one of 5,000 people, p50', person, personFloor, 1.5);
  card.close();

  const { NodeCompiler } = await import('@myriaddreamin/typst-ts-node-compiler');
  const { readFileSync } = await import('node:fs');
  const { textDocument } = await import('../src/reports/text.ts');
  const { isms, document, version } = longDocument();
  const text = textDocument(isms, document, version, today);
  const typst = NodeCompiler.create({ fontArgs: [{ fontBlobs: reportFonts() }] });
  const mainFileContent = readFileSync(new URL('../src/reports/text.typ', import.meta.url), 'utf8');
  const inputs = { document: JSON.stringify(withColumns(text)) };
  const [pdf, alone] = await byTurns(
    () => textToPdf(textDocument(isms, document, version, today)),
    async () => typst.pdf({ mainFileContent, inputs }),
    20,
  );
  claim('a document of 40 pages as PDF', pdf, alone, 1.5);
}

/** Written by SQL that the ledger sees like any other change; the first of each is written by the product and lends its defaults. */
async function fillDocuments({ api, inside, owner, organisation }: DocumentsBench): Promise<void> {
  const paragraph = 'Whoever grants access names the person, the role and the reason, and takes it back when the reason is gone. ';
  const body = ['# Policy', ...Array.from({ length: 12 }, (_, index) => `## Part ${index + 1}\n\n${paragraph.repeat(6)}`)].join('\n\n');
  await api('POST', `${inside}/documents`, { title: 'Policy 1', audience: 'everyone', reviewMonths: 12, owner: 'P-1', retentionYears: 3 });
  await api('POST', `${inside}/documents/D-1/versions`, { body });
  const hash = 'a'.repeat(64);
  const approval = JSON.stringify([{ person: 'P-1', by: 'machine', name: 'Person 1', at: '2026-01-10T09:00:00Z', meaning: 'I approve it.', hash }]);
  await owner.query(
    `update isms.document_versions set status = 'effective', text = body, content_hash = $2, effective_on = current_date - 60, submitted_at = now(), approvals = $3::jsonb where organisation_id = $1`,
    [organisation, hash, approval],
  );
  await api('POST', `${inside}/campaigns`, { document: 'D-1' });
  const copy = (table: string, first: string, from: number, to: number, fields: string) =>
    owner.query(
      `insert into isms.${table} select (jsonb_populate_record(t, jsonb_build_object(${fields}))).* from isms.${table} t, generate_series(${from}, ${to}) g where t.organisation_id = $1 and t.id = $2`,
      [organisation, first],
    );
  await copy('people', 'P-1', 201, sizes.people, `'id', 'P-' || g, 'name', 'Person ' || g, 'email', 'person' || g || '@example.org'`);
  await copy(
    'documents',
    'D-1',
    2,
    sizes.documents,
    `'id', 'D-' || g, 'title', 'Policy ' || g, 'audience', case when g <= ${sizes.read} then 'everyone' else 'nobody' end`,
  );
  await copy('document_versions', 'DV-1', 2, sizes.documents, `'id', 'DV-' || g, 'document', 'D-' || g`);
  await copy('campaigns', 'CAMP-1', 2, sizes.read, `'id', 'CAMP-' || g, 'document', 'D-' || g, 'document_version', 'DV-' || g`);
  await owner.query(
    `insert into isms.acknowledgements (organisation_id, id, version, created_at, updated_at, document_version, person, at, by, meaning, hash)
     select $1, 'ACK-' || row_number() over (), 1, now(), now(), 'DV-' || d, 'P-' || p, now() - interval '20 days', 'user:' || p, 'I have read and understood it.', $2
     from generate_series(1, ${sizes.read}) d, generate_series(1, ${sizes.people}) p`,
    [organisation, hash],
  );
  await owner.query('analyze');
}

/** Tables, lists and paragraphs of about forty pages. */
function longDocument(): { isms: ReturnType<typeof emptyIsms>; document: Document; version: DocumentVersion } {
  const part = (index: number) =>
    `## Part ${index}\n\n${'What is decided here holds for every system in scope and for whoever works with it. '.repeat(14)}\n\n* First, **who** decides\n* then, *when*\n\n| Step | Who | Until |\n|---|---|---|\n${Array.from({ length: 8 }, (_, row) => `| Step ${row + 1} of part ${index} | Owner of the system | ${row + 1} days |`).join('\n')}`;
  const body = ['# Handbook', ...Array.from({ length: 56 }, (_, index) => part(index + 1))].join('\n\n');
  const document = record('documents', { title: 'Handbook' });
  const version = record('documentVersions', {
    document: document.id,
    number: 1,
    status: 'effective',
    body,
    text: body,
    author: 'user:1',
    authorName: 'Ada Berg',
    effectiveOn: today,
  });
  return { isms: { ...emptyIsms(), documents: [document], documentVersions: [version] }, document, version };
}
