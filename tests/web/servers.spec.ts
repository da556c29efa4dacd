// The hosted site behind real web servers, with the configuration that the build makes for them.

import { execFile, spawn, type ChildProcess } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { judge } from "./openssl";
import { expect, test } from "./page";
import config from "./playwright.config";
import { DIST, offlineFile } from "./server";
import { TOOLS } from "./tools";

const SITE = readable(path.join(DIST, "site"));
const OFFLINE = `/${path.basename(offlineFile())}`;
const ASSETS = readdirSync(`${SITE}/assets`).map((file) => `/assets/${file}`);

/** Starts in this folder, in the foreground, on this port of this machine, with our file included as it is. */
const SERVERS: Record<string, (folder: string, port: number) => ChildProcess> = {
  apache(folder, port) {
    const modules = ["mpm_event", "authz_core", "deflate", "dir", "filter", "headers", "mime"];
    write(`${folder}/httpd.conf`, [
      `ServerRoot ${folder}`,
      `ServerName 127.0.0.1`,
      `Listen 127.0.0.1:${port}`,
      `PidFile ${folder}/pid`,
      `ErrorLog ${folder}/error.log`,
      `DefaultRuntimeDir ${folder}`,
      "User www-data",
      "Group www-data",
      ...modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`),
      "TypesConfig /etc/mime.types",
      "DirectoryIndex index.html",
      `DocumentRoot ${SITE}`,
      `<Directory ${SITE}>`,
      "Require all granted",
      `Include ${DIST}/servers/apache.conf`,
      "</Directory>",
    ]);
    return spawn("/usr/sbin/apache2", ["-DFOREGROUND", "-f", `${folder}/httpd.conf`], { stdio: "ignore" });
  },
  caddy(folder, port) {
    write(`${folder}/Caddyfile`, [
      "{",
      "admin off",
      "}",
      `http://127.0.0.1:${port} {`,
      "bind 127.0.0.1",
      `root * ${SITE}`,
      `import ${DIST}/servers/Caddyfile`,
      "file_server",
      "}",
    ]);
    const environment = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder };
    return spawn("/usr/bin/caddy", ["run", "--adapter", "caddyfile", "--config", `${folder}/Caddyfile`], { env: environment, stdio: "ignore" });
  },
  nginx(folder, port) {
    write(`${folder}/nginx.conf`, [
      "daemon off;",
      `pid ${folder}/pid;`,
      "events {}",
      "http {",
      "include /etc/nginx/mime.types;",
      "access_log off;",
      ...["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`),
      "server {",
      `listen 127.0.0.1:${port};`,
      `root ${SITE};`,
      `include ${DIST}/servers/nginx.conf;`,
      "}",
      "}",
    ]);
    return spawn("/usr/sbin/nginx", ["-p", folder, "-c", `${folder}/nginx.conf`, "-e", `${folder}/error.log`], { stdio: "ignore" });
  },
};

for (const [name, start] of Object.entries(SERVERS)) {
  test.describe(`behind ${name}`, () => {
    test.describe.configure({ mode: "default" });
    let process: ChildProcess;
    let origin: string;
    test.beforeAll(async () => {
      const port = await freePort();
      origin = `http://127.0.0.1:${port}`;
      process = start(mkdtempSync(path.join(tmpdir(), `dockseal-${name}-`)), port);
      await expect.poll(() => fetch(origin).then(({ ok }) => ok, () => process.exitCode)).toBe(true);
    });
    test.afterAll(async () => {
      const ended = new Promise((resolve) => process.once("exit", resolve));
      process.kill("SIGTERM");
      await ended;
    });

    test(`${name} sends every file with its headers, and nothing twice`, async () => {
      for (const file of ["/", "/index.html", OFFLINE, ...ASSETS]) {
        const { headers, ok } = await fetch(origin + file);
        expect(ok, file).toBe(true);
        expect(Object.fromEntries(Object.keys(wanted(file)).map((header) => [header, headers.get(header)])), file).toEqual(wanted(file));
      }
      const missing = await fetch(`${origin}/no-such-file`);
      expect(missing.status).toBe(404);
      expect(missing.headers.get("content-security-policy")).toBe(null);
    });

    test(`${name} sends the wasm as wasm, and compressed`, async () => {
      const wasm = ASSETS.find((file) => file.endsWith(".wasm"))!;
      const { headers } = await fetch(origin + wasm, { headers: { "accept-encoding": "gzip" } });
      expect(headers.get("content-type")).toBe("application/wasm");
      expect(headers.get("content-encoding")).toBe("gzip");
    });

    test(`the site works behind ${name}`, async ({ generator, page }) => {
      await generator.open("", `${origin}/`);
      // The page as it is, with the policy twice.
      await expect(page.locator('meta[http-equiv="Content-Security-Policy"]').first()).toBeAttached();
      await generator.fill({ hosts: "docker.example.com", clients: "alice" });
      await generator.issue();
      await expect(generator.element.locator("[data-check].passed")).not.toHaveCount(0);
      await expect(generator.element.locator("[data-notice]")).toHaveCount(0);
      judge(await generator.archives(), "docker.example.com", "alice");
      await generator.open("", origin + OFFLINE);
      await generator.fill({ hosts: "docker.example.com", clients: "alice" });
      await generator.issue();
    });

    test(`another site cannot put the page behind ${name} into a frame`, async ({ page, site, watch }) => {
      watch.expect(/frame-ancestors/);
      await page.goto(site.add("/thief.html", `<!doctype html><title>thief</title><link rel="icon" href="data:,"><iframe src="${origin}/"></iframe>`));
      await expect.poll(() => page.frames()[1]?.url()).toMatch(/^chrome-error:/);
    });
  });
}

test("Lighthouse finds nothing to better in accessibility and best practices, behind nginx", async ({}, testInfo) => {
  const port = await freePort();
  const server = SERVERS.nginx!(mkdtempSync(path.join(tmpdir(), "dockseal-lighthouse-")), port);
  try {
    const address = `http://127.0.0.1:${port}/`;
    await expect.poll(() => fetch(address).then(({ ok }) => ok, () => server.exitCode)).toBe(true);
    const { audits, categories } = await lighthouse(address, testInfo.outputPath("report.json"));
    const lacking = ["accessibility", "best-practices"].flatMap((category) =>
      categories[category]!.auditRefs.filter(({ id, weight }) => weight > 0 && audits[id]!.score !== null && audits[id]!.score! < 1).map(({ id }) => id),
    );
    expect(lacking).toEqual([]);
    expect([categories.accessibility!.score, categories["best-practices"]!.score]).toEqual([1, 1]);
    // A time is the machine's: it is told, and decides nothing.
    console.log(`Lighthouse, a slow phone: performance ${Math.round(categories.performance!.score! * 100)}`);
  } finally {
    server.kill("SIGTERM");
  }
});

test("Lighthouse finds what is wrong with a page", async ({ site }, testInfo) => {
  const page = '<!doctype html><html><head><title>x</title></head><body><button></button><img src="/missing.png"></body></html>';
  const { categories } = await lighthouse(site.add("/wrong.html", page), testInfo.outputPath("report.json"));
  expect(categories.accessibility!.score).toBeLessThan(1);
  expect(categories["best-practices"]!.score).toBeLessThan(1);
});

test("the rules for Netlify, read by its own parser, say for each file what the servers send", async () => {
  const { parseAllHeaders } = await import(`${TOOLS}/node_modules/@netlify/headers-parser/lib/index.js`);
  const file = path.join(SITE, "_headers");
  const { errors, headers: rules } = await parseAllHeaders({ headersFiles: [file], configHeaders: [], minimal: false });
  expect(errors).toEqual([]);
  for (const path of ["/", "/index.html", OFFLINE, OFFLINE.replace(/\.html$/, ""), ...ASSETS]) {
    const sent: Record<string, string> = {};
    for (const { forRegExp, values } of rules as { forRegExp: RegExp; values: Record<string, string> }[]) {
      if (!forRegExp.test(path)) continue;
      for (const [name, value] of Object.entries(values)) {
        // Cloudflare makes one header of both, which is none.
        expect(sent[name.toLowerCase()], `${name} of ${path} once`).toBe(undefined);
        sent[name.toLowerCase()] = value;
      }
    }
    const { "cache-control": cache, ...rest } = wanted(path);
    // Both ask for every file that is not said to last.
    expect(sent).toEqual(cache === "no-cache" ? rest : { ...rest, "cache-control": cache });
  }
  // https://developers.cloudflare.com/pages/configuration/headers/
  const lines = readFileSync(file, "utf8").split("\n");
  expect(lines.filter((line) => line.length > 2000)).toEqual([]);
  expect(rules.length).toBeLessThan(100);
  for (const line of lines.filter((line) => line.startsWith("/"))) expect(line.split("*").length, line).toBeLessThanOrEqual(2);
});

/** What the answer for a path of the site has to say. The policies are read from the pages themselves. */
function wanted(file: string): Record<string, string> {
  const common = {
    "cache-control": file.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": expect.stringContaining("camera=()") as unknown as string,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
  if (file.startsWith("/assets/")) return common;
  const isOffline = OFFLINE.startsWith(file) && file !== "/";
  const page = readFileSync(SITE + (isOffline ? OFFLINE : "/index.html"), "utf8");
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)![1];
  return { ...common, "content-security-policy": `${policy}; frame-ancestors ${isOffline ? "'self'" : "'none'"}` };
}

interface Report {
  audits: Record<string, { score: number | null }>;
  categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>;
}

async function lighthouse(address: string, report: string): Promise<Report> {
  const { args = [], executablePath } = config.use!.launchOptions!;
  const categories = "--only-categories=accessibility,best-practices,performance";
  const options = ["--quiet", "--no-enable-error-reporting", categories, "--output=json", `--output-path=${report}`];
  await promisify(execFile)(
    "node",
    [`${TOOLS}/node_modules/lighthouse/cli/index.js`, address, ...options, `--chrome-flags=--headless ${args.join(" ")}`],
    { env: { ...process.env, CHROME_PATH: executablePath } },
  );
  return JSON.parse(readFileSync(report, "utf8"));
}

/** A copy that servers can read when they are no longer root: the checkout may be in a folder of root alone. It is gone at the end. */
function readable(folder: string): string {
  const copy = mkdtempSync(path.join(tmpdir(), "dockseal-site-"));
  process.on("exit", () => rmSync(copy, { recursive: true, force: true }));
  chmodSync(copy, 0o755);
  cpSync(folder, copy, { recursive: true });
  return copy;
}

function write(file: string, lines: string[]): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, lines.map((line) => `${line}\n`).join(""));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
