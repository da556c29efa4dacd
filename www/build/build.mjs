// Builds the product's three editions into a folder and prints the size of every file as JSON. `cargo xtask build` runs it.
//
//   site/                    index.html with hashed files beside it, and the offline file
//   dockseal-<version>.html  the same page as one file
//   dockseal.js              the element, for other people's pages
//   npm/                     the element as a package
//   servers/                 configuration of web servers for site/
//   SHA256SUMS
//
// The editions are one code. They differ by the constants in build.d.ts, by assets.ts, which reads them, and by where `#rest` comes from: a wasm and the second
// script come from an address or from inside. The worker starts from a blob:, which has the policy of the page; a worker from a file would have none. Paths are
// remapped, so two checkouts in different folders give the same files. xtask makes the gzip: Node's zlib gives other bytes on other processors.
//
// What the page says before its core is there (the empty form and its choices), the core itself says here. In TypeScript, `import css from "./x.css"` is the minified text of a style sheet.

import { build, transform } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { packageFiles } from "./npm/package.mjs";
import { serverFiles } from "./servers.mjs";

const { values: options } = parseArgs({
  options: {
    commit: { type: "string" },
    dev: { type: "boolean", default: false },
    // The scripts that go into archives, with its gzip beside it.
    scripts: { type: "string" },
    out: { type: "string" },
    // Where the source is, if that is known.
    source: { type: "string" },
    version: { type: "string" },
    // <name>=<file>, with its gzip beside it: those that the page starts with, and those that are fetched when they are asked for.
    wasm: { type: "string", multiple: true },
    later: { type: "string", multiple: true, default: [] },
  },
});
const { version } = options;
const www = path.resolve(import.meta.dirname, "..");
const out = path.resolve(options.out);
const scripts = await readPacked(options.scripts);
const first = await Promise.all(options.wasm.map(readWasm));
const wasms = [...first, ...(await Promise.all(options.later.map(readWasm)))];
/** When a browser that opens the site needs a file: before the form can be filled in (`typing`), or before the page closes its policy (`closing`). */
const needs = new Map();

const facts = await factsOfCore();
const { alias, clientKind, field, firewalled, keyAlgorithm, maxOctets, platform, trust } = facts.choices;
const atOnce = { __DEFAULTS__: JSON.stringify(facts.defaults), __CHOICES__: JSON.stringify({ alias, clientKind, field, firewalled, keyAlgorithm, maxOctets, platform, trust }) };

await rm(out, { recursive: true, force: true });
const check = await checkScript();
const style = await minifiedStyle(path.join(www, "document.css"));

const offline = { file: `dockseal-${version}.html`, text: "" };
offline.text = await offlinePage(offline.file);
await write(offline.file, offline.text);
await write("dockseal.js", await bundle("define.ts", await inside()));
for (const [file, content] of Object.entries(await packageFiles({ bundle, inside, version, facts }))) await write(`npm/${file}`, content);
await buildSite();
await writeSums();
console.log(JSON.stringify(await sizes()));

async function buildSite() {
  const written = {};
  for (const { name, file, bytes } of wasms) written[name] = await writeHashed(file, bytes);
  const script = await writeHashed(scripts.file, scripts.bytes);
  const worker = await writeHashed("worker.js", await workerScript());
  const { main, rest } = await twoScripts({
    __SCRIPTS__: JSON.stringify(script),
    __INSIDE__: "false",
    __OFFLINE__: JSON.stringify({ file: offline.file, sha256: digest(offline.text, "hex") }),
    __WASM__: JSON.stringify(written),
    __WORKER__: JSON.stringify(worker),
  });
  const started = first.map(({ name }) => written[name]);
  for (const file of ["index.html", main]) needs.set(`site/${file}`, "typing");
  for (const file of [rest, script, worker, ...started]) needs.set(`site/${file}`, "closing");
  const head = [
    `<style>${style}</style>`,
    `<script type="module" src="${main}"></script>`,
    // Behind the script, and not all of them: on a slow line they would keep it back.
    `<link rel="preload" href="${started[0]}" as="fetch" type="application/wasm" crossorigin fetchpriority="low">`,
  ];
  const sources = { scripts: ["'self'", source(check)], styles: [source(style)], connect: "'self'" };
  const html = await document(sources, head, [`<script>${check}</script>`]);
  await write("site/index.html", html);
  await write(`site/${offline.file}`, offline.text);
  const servers = serverFiles({ policy: policyOf(html), offline: { file: offline.file, policy: policyOf(offline.text) } });
  for (const [file, content] of Object.entries(servers)) await write(file, content);
}

/**
 * The first script, which makes what is typed into, and the rest. Each names the other, so their names have one hash, over both. second.ts imports all of the
 * first one: so esbuild puts everything that the first one has into one file, which the rest imports.
 */
async function twoScripts(define) {
  const unnamed = "assets/rest.js";
  const files = await bundleFiles(["main.ts", "second.ts"], { alias: { "#rest": "./rest-apart.ts" }, chunkNames: "dockseal", define: { ...define, __REST__: JSON.stringify(unnamed) }, format: "esm", outdir: "assets", splitting: true });
  const textOf = (name) => files.find(({ path: file }) => path.basename(file) === name).text;
  // Its own file would be left out.
  if (files.length !== 3 || !/^import ?"\.\/dockseal\.js";\s*(?:\/\/.*)?\s*$/.test(textOf("main.js"))) throw new Error("the first script is not in one file");
  const [first, second] = [textOf("dockseal.js"), textOf("second.js")];
  const hash = digest(first + second, "hex").slice(0, 12);
  const [main, rest] = [`assets/dockseal-${hash}.js`, `assets/rest-${hash}.js`];
  // Chromium compiles all of it beside the page's thread while it arrives.
  await write(`site/${main}`, `//# allFunctionsCalledOnLoad\n${named(first, unnamed, rest)}`);
  await write(`site/${rest}`, named(second, "./dockseal.js", `./${path.basename(main)}`));
  return { main, rest };
}

function named(text, from, to) {
  if (!text.includes(from)) throw new Error(`${from} is not there`);
  return text.replaceAll(from, to);
}

function policyOf(html) {
  return html.match(/http-equiv="Content-Security-Policy" content="(.+?)"/)[1];
}

async function offlinePage(file) {
  const script = await bundle("main.ts", await inside("iife", { file }));
  const sources = { scripts: [source(check), source(script)], styles: [source(style)], connect: "'none'" };
  return document(sources, [`<style>${style}</style>`], [`<script>${check}</script>`, `<script>${script}</script>`]);
}

/** The constants for a single file, which has everything inside. */
async function inside(format = "iife", offline = undefined) {
  const bytes = Object.fromEntries(wasms.map(({ name, gzip }) => [name, written(gzip)]));
  const worker = await workerScript();
  return { format, define: { __INSIDE__: "true", __SCRIPTS__: JSON.stringify(written(scripts.gzip)), __OFFLINE__: JSON.stringify(offline) ?? "undefined", __WASM__: JSON.stringify(bytes), __WORKER__: JSON.stringify(worker) } };
}

/**
 * Octets as text, which engine/assets.ts reads: two characters for 13 bits, an eighth less than base64. They are 91 printable ones of ASCII without
 * what has a meaning in a string or in HTML: # to }, with a space for < and ! for \\.
 */
function written(octets) {
  let text = "";
  let [held, bits] = [0, 0];
  const character = (value) => String.fromCharCode({ 25: 32, 57: 33 }[value] ?? value + 35);
  for (const octet of octets) {
    held = (held << 8) | octet;
    bits += 8;
    if (bits < 13) continue;
    bits -= 13;
    const value = held >> bits;
    text += character(Math.floor(value / 91)) + character(value % 91);
    held &= (1 << bits) - 1;
  }
  // Six bits fit into one character.
  if (bits > 6) {
    const value = held << (13 - bits);
    text += character(Math.floor(value / 91)) + character(value % 91);
  } else if (bits > 0) text += character(held << (6 - bits));
  return text;
}

function workerScript() {
  return bundle("engine/worker.ts", { format: "iife" });
}

async function bundle(entry, settings) {
  const [{ text }] = await bundleFiles([entry], { alias: { "#rest": "./rest-inside.ts" }, ...settings });
  return text;
}

async function bundleFiles(entryPoints, { define, plugins = [], ...rest }) {
  const { outputFiles } = await build({
    absWorkingDir: www,
    bundle: true,
    charset: "utf8",
    define: { __COMMIT__: JSON.stringify(options.commit), __SOURCE__: JSON.stringify(options.source) ?? "undefined", __VERSION__: JSON.stringify(version), ...atOnce, ...define },
    entryPoints,
    legalComments: "none",
    logLevel: "warning",
    minify: !options.dev,
    plugins: [{ name: "texts", setup: texts }, ...plugins],
    sourcemap: options.dev ? "inline" : false,
    target: "es2022",
    write: false,
    ...rest,
  });
  return outputFiles;
}

/** Asks the core, as the page would, what npm/facts.ts names. */
async function factsOfCore() {
  const { outputFiles } = await build({ absWorkingDir: www, bundle: true, entryPoints: ["build/npm/facts.ts"], format: "esm", logLevel: "warning", target: "es2022", write: false });
  const facts = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  facts.initSync({ module: first.find(({ name }) => name === "form").bytes });
  return { ...facts, defaults: facts.defaults(), choices: facts.choices() };
}

function texts({ onLoad }) {
  onLoad({ filter: /\.css$/ }, async ({ path: file }) => ({ contents: await minifiedStyle(file, withOwnRem), loader: "text" }));
}

async function minifiedStyle(file, change = (style) => style) {
  const { code } = await transform(change(await readFile(file, "utf8")), { charset: "utf8", loader: "css", minify: !options.dev });
  return code.trim();
}

/** The condition of an at-rule takes no custom properties. */
function withOwnRem(style) {
  return style.replace(/^(?!@).*$/gm, (line) => line.replace(/(-?[\d.]+)rem\b/g, "calc($1 * var(--_dockseal-rem))"));
}

/** esbuild refuses what browsers before ES2015 do not understand, where it cannot write it in other words. */
async function checkScript() {
  const { code } = await transform(await readFile(path.join(www, "check.js"), "utf8"), { charset: "utf8", minify: !options.dev, target: "es5" });
  return code.trim();
}

async function document(sources, head, body) {
  const lines = (parts) => parts.join("\n    ");
  const parts = { scripts: sources.scripts.join(" "), styles: sources.styles.join(" "), connect: sources.connect, head: lines(head), body: lines(body) };
  for (const text of [...head, ...body]) assertInline(text);
  const template = await readFile(path.join(www, "index.html"), "utf8");
  return template.replace(/\{(\w+)\}/g, (_, name) => parts[name]);
}

/** Fails when a parser of HTML would end the element early, or change a character and with it the hash. */
function assertInline(element) {
  const text = element.replace(/^<\w+>|<\/\w+>$/g, "");
  if (/^<\w+ /.test(element)) return;
  if (/<\/(?:script|style)|<!--|[\0\r]/i.test(text)) throw new Error(`cannot stand in a page: ${text.match(/.{0,40}(?:<\/(?:script|style)|<!--|[\0\r])/i)}`);
}

function source(inline) {
  return `'sha256-${digest(inline, "base64")}'`;
}

function digest(content, encoding) {
  return createHash("sha256").update(content).digest(encoding);
}

async function readWasm(option) {
  const [name, file] = option.split("=");
  return { name, ...(await readPacked(file)) };
}

async function readPacked(file) {
  return { file: path.basename(file), bytes: await readFile(file), gzip: await readFile(`${file}.gz`) };
}

async function writeHashed(file, content) {
  const { name, ext } = path.parse(file);
  const address = `assets/${name}-${digest(content, "hex").slice(0, 12)}${ext}`;
  await write(`site/${address}`, content);
  return address;
}

async function write(file, content) {
  const to = path.join(out, file);
  await mkdir(path.dirname(to), { recursive: true });
  await writeFile(to, content);
}

async function files() {
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => path.relative(out, path.join(entry.parentPath, entry.name)));
  return paths.map((file) => file.split(path.sep).join("/")).sort();
}

async function writeSums() {
  const lines = await Promise.all((await files()).map(async (file) => `${digest(await readFile(path.join(out, file)), "hex")}  ${file}\n`));
  await write("SHA256SUMS", lines.join(""));
}

async function sizes() {
  return Promise.all(
    (await files()).map(async (name) => {
      const bytes = await readFile(path.join(out, name));
      const small = options.dev ? { gzip: 0, brotli: 0 } : { gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length };
      return { name, need: needs.get(name), raw: bytes.length, ...small };
    }),
  );
}
