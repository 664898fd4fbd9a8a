// A plain web server for the pages of other people, which the elements are embedded in.

import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.json': 'application/json', '.css': 'text/css', '.ipynb': 'application/json' };

export interface Site {
  readonly origin: string;
  close(): Promise<void>;
}

/** `folders`: path on the server → folder (of paths that begin with it), or the text of a page. `headers` go with every answer. */
export async function serve(folders: Readonly<Record<string, string | { readonly html: string }>>, headers: Readonly<Record<string, string>> = {}): Promise<Site> {
  const server: Server = createServer((request, response) => {
    void answer(new URL(request.url ?? '/', 'http://localhost').pathname).then(
      ({ body, type }) => response.writeHead(200, { 'content-type': type, ...headers }).end(body),
      // Browsers ask for an icon unasked.
      () => response.writeHead(request.url === '/favicon.ico' ? 204 : 404, headers).end(),
    );
  });
  async function answer(path: string): Promise<{ body: string | Buffer; type: string }> {
    const [at, entry] = Object.entries(folders).find(([prefix, entry]) => (typeof entry === 'string' ? path.startsWith(prefix) : path === prefix)) ?? [];
    if (at === undefined || entry === undefined) throw new Error(`nothing at ${path}`);
    if (typeof entry !== 'string') return { body: entry.html, type: types['.html'] };
    const file = normalize(join(entry, path.slice(at.length)));
    if (!file.startsWith(normalize(entry))) throw new Error(`outside: ${path}`);
    return { body: await readFile(file), type: types[extname(file)] ?? 'application/octet-stream' };
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
}
