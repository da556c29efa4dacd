// What both benches have in common.

import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";

const HERE = import.meta.dirname;

export const run = promisify(execFile);

/** What runs in the browser. */
export async function bundle(...files) {
  await build({
    bundle: true,
    entryNames: "[name]",
    entryPoints: files.map((file) => path.join(HERE, file)),
    format: "esm",
    logLevel: "warning",
    minify: true,
    outdir: path.join(HERE, "../target/bench"),
    target: "es2022",
    tsconfig: path.join(HERE, "../www/tsconfig.json"),
  });
}

/** Describes the machine that measures, with its load before. */
export async function machine({ version }) {
  const { stdout } = await run("openssl", ["version"]);
  return `${os.cpus().length} cores, load ${os.loadavg()[0].toFixed(1)} at the beginning; Chromium ${version}, ${stdout.trim()}, Node ${process.version}`;
}

export async function tutorial(algorithm, daemons) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "dockseal-bench-"));
  try {
    const start = performance.now();
    await run("sh", [path.join(HERE, "tutorial.sh"), algorithm, daemons], { cwd: folder });
    return performance.now() - start;
  } finally {
    await rm(folder, { recursive: true });
  }
}

export function hosts(daemons) {
  return Array.from({ length: daemons }, (_, index) => `docker-${index + 1}.example.com 2001:db8::${index + 1}`).join("\n");
}

export function milliseconds(value) {
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ms`;
}
