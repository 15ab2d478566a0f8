import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { docx, odt, xlsx, type AttachedFile } from '../../../../src/platform/files/model.ts';
import { useHere, useRead } from '../../client.tsx';
import { Loaded } from '../../parts/Page.tsx';
import { Prose } from '../../parts/Text.tsx';

const largest = { image: 30_000_000, pdf: 60_000_000, text: 200_000 };
const rows = 200;

type Shown =
  | { kind: 'image'; blob: Blob }
  | { kind: 'pdf'; data: Uint8Array }
  | { kind: 'text'; text: string; cut: boolean }
  | { kind: 'table'; table: string[][]; cut: boolean };

/**
 * What a file holds, drawn by us: pictures as pictures, the first page of a PDF on a canvas, text and tables as text, what
 * word processors and spreadsheets write as the server reads it. Nothing in a file is run, and none is opened as a page of
 * our own address.
 */
export function Preview({ item, file }: { item: string; file: AttachedFile }) {
  return office.has(file.mediaType) ? <Office item={item} file={file} /> : <Drawn file={file} />;
}

const office = new Set([docx, odt, xlsx]);

function Office({ item, file: { sha256, name } }: { item: string; file: AttachedFile }) {
  const read = useRead(['evidence', item, 'text', sha256], (client) => client.controls.evidence.text({ id: item, sha256 }), { staleTime: Infinity });
  return (
    <Loaded query={read}>
      {({ blocks, problem }) => (
        <>
          {blocks.length > 0 && (
            <div
              className="scroll"
              tabIndex={0}
              role="group"
              aria-label={`Content of ${name}`}
              style={{ maxHeight: 480, background: 'var(--soft)', padding: 8 }}
            >
              <Prose blocks={blocks} level={3} references={false} />
            </div>
          )}
          <Text size="xs" className="quiet">
            {problem ?? 'Its words and tables, without its layout.'}{' '}
            {blocks.length === 0 ? 'Download it and open it with the program it belongs to.' : ''}
          </Text>
        </>
      )}
    </Loaded>
  );
}

function Drawn({ file }: { file: AttachedFile }) {
  const { slug } = useHere();
  const kind = kindOf(file);
  const shown = useQuery({
    queryKey: [slug, 'preview', file.sha256],
    queryFn: () => fetchShown(`/api/organisations/${slug}/attachments/${file.sha256}`, file, kind!),
    enabled: kind !== null,
    staleTime: Infinity,
    gcTime: 60_000,
  });
  if (kind === null)
    return (
      <Text size="sm" className="quiet">
        {file.mediaType}: there is no picture of it here. Download it and open it with the program it belongs to.
      </Text>
    );
  return <Loaded query={shown}>{(data) => <Draw shown={data} name={file.name} />}</Loaded>;
}

/** As the first bytes told when it came; what is too large is left to be downloaded. */
function kindOf({ mediaType, name, size }: AttachedFile): 'image' | 'pdf' | 'text' | 'table' | null {
  if (/^image\/(png|jpeg|gif|webp|avif|bmp)$/.test(mediaType)) return size <= largest.image ? 'image' : null;
  if (mediaType === 'application/pdf') return size <= largest.pdf ? 'pdf' : null;
  if (mediaType.startsWith('text/') || mediaType === 'application/json') return /\.(csv|tsv)$/i.test(name) ? 'table' : 'text';
  return null;
}

async function fetchShown(address: string, file: AttachedFile, kind: 'image' | 'pdf' | 'text' | 'table'): Promise<Shown> {
  const response = await fetch(address);
  if (!response.ok) throw new Error('The file cannot be read. Try again, or restore it from a backup.');
  if (kind === 'image') return { kind, blob: new Blob([await response.arrayBuffer()], { type: file.mediaType }) };
  if (kind === 'pdf') return { kind, data: new Uint8Array(await response.arrayBuffer()) };
  const start = await firstBytes(response, largest.text);
  const text = new TextDecoder().decode(start);
  const cut = file.size > largest.text;
  if (kind === 'text') return { kind, text, cut };
  const { parse } = await import('csv-parse/browser/esm/sync');
  const delimiter = /\.tsv$/i.test(file.name) ? '\t' : [',', ';', '\t'].toSorted((a, b) => count(text, b) - count(text, a))[0]!;
  const table = parse(text, { delimiter, relax_column_count: true, relax_quotes: true, skip_records_with_error: true, to: rows + 1 }) as string[][];
  return { kind, table: table.slice(0, rows), cut: cut || table.length > rows };
}

const count = (text: string, sign: string) => text.slice(0, text.indexOf('\n') + 1 || undefined).split(sign).length;

/** A log may be large: the rest is not fetched. */
async function firstBytes(response: Response, wanted: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = response.body!.getReader();
  while (size < wanted) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    size += value.length;
  }
  await reader.cancel();
  const all = new Uint8Array(Math.min(size, wanted));
  let at = 0;
  for (const part of parts) {
    all.set(part.subarray(0, all.length - at), at);
    at += part.length;
    if (at >= all.length) break;
  }
  return all;
}

function Draw({ shown, name }: { shown: Shown; name: string }) {
  if (shown.kind === 'image') return <Picture blob={shown.blob} name={name} />;
  if (shown.kind === 'pdf') return <FirstPage data={shown.data} name={name} />;
  return (
    <>
      <div className="scroll" tabIndex={0} role="group" aria-label={`Content of ${name}`} style={{ maxHeight: 360, background: 'var(--soft)' }}>
        {shown.kind === 'text' ? (
          <pre style={{ margin: 0, padding: 8, fontSize: 12, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{shown.text}</pre>
        ) : (
          <table className="grid-table">
            <tbody>
              {shown.table.map((row, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- lines of a file have no other name
                <tr key={index}>
                  {row.map((cell, column) => (
                    // oxlint-disable-next-line react/no-array-index-key -- nor have their cells
                    <td key={column}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {shown.cut && (
        <Text size="xs" className="quiet">
          The beginning only; download it for the rest.
        </Text>
      )}
    </>
  );
}

function Picture({ blob, name }: { blob: Blob; name: string }) {
  // The address is made when the picture is there to take it, and given back when it goes.
  const show = (image: HTMLImageElement | null) => {
    if (!image) return undefined;
    const address = URL.createObjectURL(blob);
    image.src = address;
    return () => URL.revokeObjectURL(address);
  };
  return <img ref={show} alt={name} style={{ maxWidth: '100%', maxHeight: 480, display: 'block', border: '1px solid var(--hair)' }} />;
}

function FirstPage({ data, name }: { data: Uint8Array; name: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [state, setState] = useState<'drawing' | 'failed' | number>('drawing');
  useEffect(() => {
    let gone = false;
    void (async () => {
      try {
        const { getDocumentProxy } = await import('unpdf');
        // The reader takes the bytes it is given; what is kept for the next look is a copy.
        const document = await getDocumentProxy(data.slice());
        const page = await document.getPage(1);
        if (gone || !canvas.current) return;
        const viewport = page.getViewport({ scale: 1.5 });
        Object.assign(canvas.current, { width: viewport.width, height: viewport.height });
        await page.render({ canvas: canvas.current, viewport }).promise;
        if (!gone) setState(document.numPages);
      } catch {
        if (!gone) setState('failed');
      }
    })();
    return () => {
      gone = true;
    };
  }, [data]);
  return (
    <>
      <canvas
        ref={canvas}
        role="img"
        aria-label={`First page of ${name}`}
        hidden={state === 'failed'}
        style={{ maxWidth: '100%', border: '1px solid var(--hair)', background: 'white' }}
      />
      <Text size="xs" className="quiet" role="status">
        {state === 'drawing'
          ? 'Drawing the first page …'
          : state === 'failed'
            ? 'This PDF cannot be drawn here. Download it.'
            : state === 1
              ? 'One page.'
              : `Page 1 of ${state}; download it for the rest.`}
      </Text>
    </>
  );
}
