// Builds the product's three forms into a folder and prints the size of every file as JSON. `cargo xtask build` runs it.
//
//   site/                    index.html with hashed files beside it, and the offline file
//   dockseal-<version>.html  the same page as one file
//   dockseal.js              the element, for other people's pages
//   npm/                     the element as a package
//   servers/                 configuration of web servers for site/
//   SHA256SUMS
//
// In TypeScript, `import css from "./x.css"` is the minified text of a style sheet, and `import script from "./x.ts?script"` that of a script.

import { build, transform } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { packageFiles } from "./npm/package.mjs";
import { serverFiles } from "./servers.mjs";

const { values: options } = parseArgs({
  options: {
    commit: { type: "string" },
    dev: { type: "boolean", default: false },
    out: { type: "string" },
    version: { type: "string" },
    // <name>=<file>, with its gzip beside it.
    wasm: { type: "string", multiple: true },
  },
});
const { version } = options;
const www = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(options.out);
/** The first one starts the page; the others are fetched when they are asked for. */
const wasms = await Promise.all(options.wasm.map(readWasm));
/** What a browser that opens the site fetches at once. */
const firstLoad = new Set();

await rm(out, { recursive: true, force: true });
const check = await checkScript();
const style = await minifiedStyle(path.join(www, "document.css"));

const offline = { file: `dockseal-${version}.html`, text: "" };
offline.text = await offlinePage(offline.file);
await write(offline.file, offline.text);
await write("dockseal.js", await bundle("define.ts", inside()));
for (const [file, content] of Object.entries(await packageFiles({ bundle, inside, version, core: wasms[0].bytes }))) await write(`npm/${file}`, content);
await buildSite();
await writeSums();
console.log(JSON.stringify(await sizes()));

async function buildSite() {
  const written = {};
  for (const { name, file, bytes } of wasms) written[name] = await writeHashed(file, bytes);
  const script = await bundle("main.ts", {
    format: "esm",
    define: {
      __INSIDE__: "false",
      __OFFLINE__: JSON.stringify({ file: offline.file, sha256: digest(offline.text, "hex") }),
      __WASM__: JSON.stringify(written),
    },
  });
  const main = await writeHashed("dockseal.js", script);
  const core = written[wasms[0].name];
  for (const file of ["index.html", main, core]) firstLoad.add(`site/${file}`);
  const head = [
    `<style>${style}</style>`,
    `<link rel="preload" href="${core}" as="fetch" type="application/wasm" crossorigin>`,
    `<script type="module" src="${main}"></script>`,
  ];
  const sources = { scripts: ["'self'", source(check)], styles: [source(style)], connect: "'self'" };
  const html = await page(sources, head, [`<script>${check}</script>`]);
  await write("site/index.html", html);
  await write(`site/${offline.file}`, offline.text);
  const servers = serverFiles({ policy: policyOf(html), offline: { file: offline.file, policy: policyOf(offline.text) } });
  for (const [file, content] of Object.entries(servers)) await write(file, content);
}

function policyOf(html) {
  return html.match(/http-equiv="Content-Security-Policy" content="(.+?)"/)[1];
}

async function offlinePage(file) {
  const script = await bundle("main.ts", inside("iife", { file }));
  const sources = { scripts: [source(check), source(script)], styles: [source(style)], connect: "'none'" };
  return page(sources, [`<style>${style}</style>`], [`<script>${check}</script>`, `<script>${script}</script>`]);
}

/** For a single file, which has everything inside. */
function inside(format = "iife", offline = undefined) {
  const bytes = Object.fromEntries(wasms.map(({ name, gzip }) => [name, gzip.toString("base64")]));
  return { format, define: { __INSIDE__: "true", __OFFLINE__: JSON.stringify(offline) ?? "undefined", __WASM__: JSON.stringify(bytes) } };
}

async function bundle(entry, { define, plugins = [], ...rest }) {
  const { outputFiles } = await build({
    absWorkingDir: www,
    bundle: true,
    charset: "utf8",
    define: { __COMMIT__: JSON.stringify(options.commit), __VERSION__: JSON.stringify(version), ...define },
    entryPoints: [entry],
    legalComments: "none",
    logLevel: "warning",
    minify: !options.dev,
    plugins: [{ name: "texts", setup: texts }, ...plugins],
    sourcemap: options.dev ? "inline" : false,
    target: "es2022",
    write: false,
    ...rest,
  });
  return outputFiles[0].text;
}

function texts({ onLoad, onResolve }) {
  onLoad({ filter: /\.css$/ }, async ({ path: file }) => ({ contents: await minifiedStyle(file, withOwnRem), loader: "text" }));
  onResolve({ filter: /\?script$/ }, ({ path: file, resolveDir }) => ({ path: path.join(resolveDir, file.split("?")[0]), namespace: "script" }));
  onLoad({ filter: /./, namespace: "script" }, async ({ path: file }) => ({ contents: await bundle(file, { format: "iife" }), loader: "text" }));
}

async function minifiedStyle(file, change = (style) => style) {
  const { code } = await transform(change(await readFile(file, "utf8")), { charset: "utf8", loader: "css", minify: !options.dev });
  return code.trim();
}

/** In the condition of an at-rule there are no custom properties. */
function withOwnRem(style) {
  return style.replace(/^(?!@).*$/gm, (line) => line.replace(/(-?[\d.]+)rem\b/g, "calc($1 * var(--_dockseal-rem))"));
}

/** esbuild refuses what browsers before ES2015 do not understand, where it cannot write it in other words. */
async function checkScript() {
  const { code } = await transform(await readFile(path.join(www, "check.js"), "utf8"), { charset: "utf8", minify: !options.dev, target: "es5" });
  return code.trim();
}

async function page(sources, head, body) {
  const lines = (parts) => parts.join("\n    ");
  const parts = { scripts: sources.scripts.join(" "), styles: sources.styles.join(" "), connect: sources.connect, head: lines(head), body: lines(body) };
  for (const text of [...head, ...body]) assertInline(text);
  const template = await readFile(path.join(www, "index.html"), "utf8");
  return template.replace(/\{(\w+)\}/g, (_, name) => parts[name]);
}

/** A parser of HTML would end the element there, or change a character and with it the hash. */
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
  return { name, file: path.basename(file), bytes: await readFile(file), gzip: await readFile(`${file}.gz`) };
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
      return { name, firstLoad: firstLoad.has(name), raw: bytes.length, ...small };
    }),
  );
}
