// Bundles the page into a folder and prints what a browser transfers, as JSON. `cargo xtask build` runs it.
//
// main.ts and worker.ts become dockseal.js and worker.js. What index.html refers to comes along: a style sheet minified, anything else as it is.
// In TypeScript, `import css from "./x.css"` is the minified text of the style sheet.

import { build, transform } from "esbuild";
import { cp, mkdir, readFile, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { brotliCompressSync, gzipSync } from "node:zlib";

const { values: options } = parseArgs({
  options: {
    commit: { type: "string" },
    dev: { type: "boolean", default: false },
    out: { type: "string" },
    rsa: { type: "string" },
    version: { type: "string" },
    wasm: { type: "string" },
  },
});
const www = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(options.out);
const modules = [options.wasm, options.rsa];
const products = ["dockseal.js", "worker.js", ...modules.map((file) => path.basename(file))];

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
for (const file of modules) await cp(file, path.join(out, path.basename(file)));
await cp(path.join(www, "index.html"), path.join(out, "index.html"));

const styles = [];
for (const file of await references("index.html")) {
  if (file.endsWith(".css")) styles.push(path.join(www, file));
  else if (!products.includes(file)) await cp(path.join(www, file), path.join(out, file));
}

await build({
  absWorkingDir: www,
  bundle: true,
  charset: "utf8",
  define: {
    __COMMIT__: JSON.stringify(options.commit),
    __VERSION__: JSON.stringify(options.version),
  },
  entryPoints: [{ in: path.join(www, "main.ts"), out: "dockseal" }, { in: path.join(www, "worker.ts"), out: "worker" }, ...styles],
  format: "esm",
  legalComments: "none",
  logLevel: "warning",
  minify: !options.dev,
  outdir: out,
  plugins: [{ name: "css-text", setup: cssText }],
  sourcemap: options.dev ? "inline" : false,
  target: "es2022",
});

const files = options.dev ? [] : (await readdir(out, { recursive: true })).sort();
console.log(JSON.stringify((await Promise.all(files.map(transferred))).flat()));

async function references(html) {
  const text = await readFile(path.join(www, html), "utf8");
  const all = [...text.matchAll(/\s(?:href|src)="(?:\.\/)?([^"]+)"/g)].map(([, reference]) => reference);
  return new Set(all.filter((reference) => !/^(?:[a-z][a-z0-9+.-]*:|#|\?|\/\/)/i.test(reference)));
}

function cssText({ onLoad }) {
  onLoad({ filter: /\.css$/ }, async ({ path: file }) => {
    if (styles.includes(file)) return undefined;
    const { code } = await transform(await readFile(file, "utf8"), { charset: "utf8", loader: "css", minify: !options.dev });
    return { contents: code, loader: "text" };
  });
}

async function transferred(name) {
  const file = path.join(out, name);
  if (!(await stat(file)).isFile()) return [];
  const bytes = await readFile(file);
  return [{ name, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length }];
}
