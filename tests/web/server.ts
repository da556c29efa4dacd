// Serves what is built on a free loopback port, as any static host would, and remembers what it was asked for.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readFile } from "node:fs/promises";
import { readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

export const DIST = path.resolve(__dirname, "../../dist");
const TYPES: Record<string, string> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};

export interface Site {
  readonly port: number;
  /** The hosted page, in a folder, as a page of somebody's documentation is. */
  readonly url: string;
  /** Another page, such as somebody's documentation. */
  add(path: string, page: string, headers?: Record<string, string>): string;
  /** The method and the path of every request so far. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

const FOLDERS: Record<string, string> = { "/tools/dockseal/": path.join(DIST, "site"), "/dist/": DIST };

/** What is in these folders, by the paths they are served under. */
export async function serve(folders = FOLDERS): Promise<Site> {
  const pages = new Map<string, { page: string; headers: Record<string, string> }>();
  const requests: string[] = [];
  const server = createServer(async ({ method, url = "" }, response) => {
    requests.push(`${method} ${url}`);
    const { pathname } = new URL(url, "http://127.0.0.1");
    const added = pages.get(pathname);
    if (added) return void response.writeHead(200, { "content-type": TYPES[".html"], ...added.headers }).end(added.page);
    // Browsers ask for it by themselves.
    if (pathname === "/favicon.ico") return void response.writeHead(204).end();
    const file = locate(folders, pathname);
    const body = file && (await readFile(file).catch(() => undefined));
    if (body) response.writeHead(200, { "content-type": TYPES[path.extname(file)] ?? "application/octet-stream" }).end(body);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}/tools/dockseal/`,
    add(path, page, headers = {}) {
      pages.set(path, { page, headers });
      return `http://127.0.0.1:${port}${path}`;
    },
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The built offline file. */
export function offlineFile(): string {
  const [name, ...more] = readdirSync(DIST).filter((file) => /^dockseal-.+\.html$/.test(file));
  if (!name || more.length > 0) throw new Error(`one offline file in ${DIST}, please`);
  return path.join(DIST, name);
}

/** The address of each edition of the product, opened as its reader would. */
export const EDITIONS: Record<string, (site: Site) => string> = {
  "the hosted site": ({ url }) => url,
  "the offline file": () => pathToFileURL(offlineFile()).href,
  "the embedded element": (site) => site.add("/docs/page.html", documentation("<dockseal-generator></dockseal-generator>")),
};

/** A page of somebody's documentation. */
export function documentation(body: string, head = '<script src="/dist/dockseal.js" defer></script>'): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>Documentation</title>${head}</head><body>${body}</body></html>`;
}

function locate(folders: Record<string, string>, pathname: string): string | undefined {
  const [prefix, folder] = Object.entries(folders).find(([prefix]) => pathname.startsWith(prefix)) ?? [];
  if (!prefix || !folder) return undefined;
  const file = path.join(folder, pathname.slice(prefix.length), pathname.endsWith("/") ? "index.html" : "");
  return file.startsWith(folder) ? file : undefined;
}
