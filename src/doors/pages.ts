import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import { getMimeType } from 'hono/utils/mime';

const web = new URL('../../web/dist/', import.meta.url).pathname;
const require = createRequire(import.meta.url);

const policy =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/** The web application and the readable documentation of the API; null when there is no such page. */
export async function servePages(path: string): Promise<Response | null> {
  if (path === '/api/docs' || path === '/api/docs/') return page(docs);
  if (path === '/api/docs/start.js') return new Response(start, { headers: { 'content-type': 'text/javascript' } });
  if (path.startsWith('/api/docs/')) return file(dirname(require.resolve('swagger-ui-dist/package.json')), path.slice('/api/docs/'.length), false);
  if (path.startsWith('/api/')) return null;
  const asset = await file(web, path.slice(1), path.startsWith('/assets/'));
  if (asset) return asset;
  // Every other address belongs to the web application's own router; the number of a control ends like a file (A.8.13).
  return /\.[a-z0-9]+$/i.test(path) && !path.startsWith('/o/')
    ? null
    : ((await file(web, 'index.html', false)) ??
        page('<!doctype html><title>Annexa</title><p>The web application has not been built: run <code>npm run build</code>.</p>'));
}

async function file(root: string, path: string, forEver: boolean): Promise<Response | null> {
  const full = normalize(join(root, decodeURIComponent(path)));
  if (!full.startsWith(root) || path === '') return null;
  try {
    const content = await readFile(full);
    return new Response(new Uint8Array(content), {
      headers: {
        'content-type': getMimeType(full) ?? 'application/octet-stream',
        'cache-control': forEver ? 'public, max-age=31536000, immutable' : 'no-cache',
        'content-security-policy': policy,
      },
    });
  } catch {
    return null;
  }
}

const page = (html: string) => new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy } });
const docs = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Annexa API</title><link rel="stylesheet" href="/api/docs/swagger-ui.css"></head><body><div id="docs"></div><script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>`;
const start = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#docs', deepLinking: true, docExpansion: 'none', filter: true });`;
