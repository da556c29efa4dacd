// Serves the built site on a free loopback port, as any static host would.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readFile } from "node:fs/promises";
import path from "node:path";

const ROOT = path.resolve(__dirname, "../../dist/site");
const TYPES: Record<string, string> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};

export interface Site {
  readonly port: number;
  /** In a folder, since a page of somebody's documentation is in one. */
  readonly url: string;
  close(): Promise<void>;
}

const FOLDER = "/tools/dockseal/";

export async function serve(): Promise<Site> {
  const server = createServer(async ({ url = "" }, response) => {
    const { pathname } = new URL(url, "http://127.0.0.1");
    const file = path.join(ROOT, pathname.slice(FOLDER.length) || "index.html");
    const body = pathname.startsWith(FOLDER) && file.startsWith(ROOT) ? await readFile(file).catch(() => undefined) : undefined;
    if (body) response.writeHead(200, { "content-type": TYPES[path.extname(file)] ?? "application/octet-stream" }).end(body);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}${FOLDER}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
