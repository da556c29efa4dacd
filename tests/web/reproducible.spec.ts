// Who builds the same commit gets the same bytes, wherever that is.

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import { DIST } from "./server";

const ROOT = path.resolve(__dirname, "../..");
const VERSION = /^dockseal-(.+)\.html$/.exec(readdirSync(DIST).find((file) => file.endsWith(".html"))!)![1]!;
/** Another person, with another clock and another language. */
const SOMEBODY = { PATH: process.env.PATH, HOME: "/nonexistent", LANG: "zh_CN.UTF-8", TZ: "Asia/Shanghai", USER: "somebody", SOURCE_DATE_EPOCH: "0" };

let folders: string[] = [];
test.afterEach(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders = [];
});

test("two builds of the page in different folders give the same bytes for every file", () => {
  const build = (name: string, env: NodeJS.ProcessEnv) => {
    const root = copyOfRepository(name);
    symlinkSync(`${ROOT}/www/node_modules`, `${root}/www/node_modules`);
    cpSync(`${ROOT}/target/wasm`, `${root}/target/wasm`, { recursive: true });
    const wasms = ["wasm=form", "wasm=issue", "later=rsa"].map((wasm) => `--${wasm}=${root}/target/wasm/dockseal_${wasm.split("=")[1]}_bg.wasm`);
    execFileSync(process.execPath, [`${root}/www/build/build.mjs`, `--out=${root}/dist`, ...wasms, `--scripts=${root}/target/wasm/scripts.txt`, `--version=${VERSION}`, "--commit=0123456789ab"], { cwd: path.dirname(root), env });
    return `${root}/dist`;
  };
  const [one, other] = [build("one", process.env), build("another place", SOMEBODY)];
  expectSame(one, other);
  expect(files(one).map(withoutHash)).toEqual(files(DIST).map(withoutHash));
});

test("a changed source is seen by the comparison", () => {
  const [one, other] = [folder(), folder()];
  for (const place of [one, other]) cpSync(DIST, `${place}/dist`, { recursive: true });
  execFileSync("sh", ["-c", "printf x >>dist/dockseal.js"], { cwd: other });
  expect(() => expectSame(`${one}/dist`, `${other}/dist`)).toThrow();
});

test("nothing that is built knows the machine, its people or the time", () => {
  const cargo = process.env.CARGO_HOME ?? path.join(os.homedir(), ".cargo");
  const registries = existsSync(`${cargo}/registry/src`) ? readdirSync(`${cargo}/registry/src`) : [];
  const today = [0, 1].map((days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10));
  const { username } = os.userInfo();
  // Every tutorial has a root; the others are only words when they are short.
  const people = [username === "root" ? "" : `/${username}/`, os.hostname()].filter((name) => name.length > 4);
  const traces = [ROOT, os.homedir() === "/root" ? "/root/." : os.homedir(), cargo, os.tmpdir() + "/", ...registries, ...people, ...today];
  for (const file of files(DIST)) {
    for (const text of readable(`${DIST}/${file}`)) expect(traces.filter((trace) => text.includes(trace)), file).toEqual([]);
  }
});

test("a trace inside the wasm of a single file is found", () => {
  expect(readable(`${DIST}/dockseal.js`).some((text) => text.includes("src/pki"))).toBe(true);
});

// The core takes minutes to compile again.
if (process.env.CI || process.env.DOCKSEAL_REBUILD) {
  test("a whole build in another checkout gives the same bytes for every file", () => {
    test.setTimeout(1_800_000);
    const root = copyOfRepository("checkout");
    // npm may find that they are outdated, and would repair them where a link leads.
    execFileSync("cp", ["-a", `${ROOT}/www/node_modules`, `${root}/www/`]);
    execFileSync(`${ROOT}/target/debug/xtask`, ["build"], { cwd: root, env: { ...process.env, CARGO_MANIFEST_DIR: `${root}/xtask`, CARGO_TARGET_DIR: `${root}/target` }, stdio: "ignore" });
    expectSame(DIST, `${root}/dist`);
  });
}

/** What the repository holds, as it is now, in another place. */
function copyOfRepository(name: string): string {
  const root = `${folder()}/${name}`;
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: ROOT, encoding: "utf8" });
  for (const file of listed.split("\0")) {
    if (!file || !existsSync(`${ROOT}/${file}`)) continue;
    mkdirSync(path.dirname(`${root}/${file}`), { recursive: true });
    // The copy keeps its time, or npm would take its packages for outdated.
    cpSync(`${ROOT}/${file}`, `${root}/${file}`, { preserveTimestamps: true });
  }
  symlinkSync(`${ROOT}/.git`, `${root}/.git`);
  return root;
}

function folder(): string {
  const made = mkdtempSync(path.join(os.tmpdir(), "dockseal-"));
  folders.push(made);
  return made;
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => statSync(`${folder}/${file}`).isFile()).sort();
}

/** The commit is in the script, and so in its name. */
function withoutHash(file: string): string {
  return file.replace(/-[0-9a-f]{12}(?=\.js)/, "");
}

function expectSame(one: string, other: string): void {
  execFileSync("diff", ["--recursive", "--brief", one, other], { encoding: "utf8" });
}

/** The text in a file, and in what is packed inside it, which begins as every gzip does (RFC 1952). */
function readable(file: string): string[] {
  const text = readFileSync(file, "latin1");
  const packed = [...text.matchAll(/"(\.\+E-[ !#-;=-[\]-}]{10000,})"/g)].map(([, written]) => gunzipSync(octets(written!)).toString("latin1"));
  return [text, ...packed];
}

/** Two characters are 13 bits, a last one is six: # to }, with a space for < and ! for the backslash. */
function octets(written: string): Buffer {
  const digits = [...written].map((character) => ({ " ": "<", "!": "\\" })[character] ?? character).map((digit) => digit.charCodeAt(0) - 35);
  let bits = "";
  for (let index = 0; index < digits.length; index += 2) {
    const [high, low] = [digits[index]!, digits[index + 1]];
    bits += low === undefined ? high.toString(2).padStart(6, "0") : (91 * high + low).toString(2).padStart(13, "0");
  }
  return Buffer.from(bits.match(/.{8}/g)!.map((octet) => Number.parseInt(octet, 2)));
}
