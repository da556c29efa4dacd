// RSA-4096, an authority, a daemon and a client, with WebCrypto and without it. Prime numbers are found by luck: what counts is the median of many
// rounds. `cargo xtask bench --rsa` runs it. Nothing here judges a time.

import { copyFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { parseArgs } from "node:util";
import { Browser } from "./browser.mjs";
import { Samples } from "./samples.mjs";
import { bundle, hosts, machine, milliseconds, tutorial } from "./shared.mjs";

const ALGORITHM = "rsa-4096";

const { values: options } = parseArgs({ options: { rounds: { type: "string", default: "15" } } });
const samples = new Samples();

await bundle("peers/forge.mjs", "peers/generator.mjs", "peers/peculiar.mjs", "peers/pkijs.mjs", "primes.mjs");
const worker = "prime.worker.min.js";
const forge = path.dirname(createRequire(new URL("../www/package.json", import.meta.url)).resolve("node-forge/package.json"));
await copyFile(path.join(forge, "dist", worker), path.join(import.meta.dirname, "../target/bench", worker));

const began = performance.now();
const browser = await Browser.open();
const title = await machine(browser);
try {
  const [empty, secure, plain] = [await browser.page("/empty"), await page(false), await page(true)];
  await samples.takeTurns(Number(options.rounds), {
    raw: () => empty.evaluate(raw),
    "peculiar": await peer("peculiar", false),
    "pkijs": await peer("pkijs", false),
    openssl: () => tutorial(ALGORITHM, 1),
    secure: () => dockseal("secure", secure),
    generator: await peer("generator", true),
    forge: await peer("forge", true),
    plain: () => dockseal("plain", plain),
  });
  print();
} finally {
  await browser.close();
}

/** In the page: three keys at once, and nothing else. */
async function raw() {
  const algorithm = { name: "RSASSA-PKCS1-v1_5", modulusLength: 4096, publicExponent: Uint8Array.of(1, 0, 1), hash: "SHA-256" };
  const start = performance.now();
  await Promise.all([0, 1, 2].map(() => crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])));
  return performance.now() - start;
}

async function peer(name, plain) {
  const page = await browser.page(`/${name}`, undefined, plain);
  return () => page.evaluate((algorithm) => bench.timePeer(algorithm), ALGORITHM);
}

async function page(plain) {
  const page = await browser.page("/site/", undefined, plain);
  const fields = { hosts: hosts(1), keyAlgorithm: ALGORITHM };
  await page.evaluate((fields) => bench.ready.then(() => bench.fill(fields)), fields);
  return page;
}

async function dockseal(name, page) {
  const { zips, shown, check, longest } = await page.evaluate(() => bench.issue());
  return { [name]: zips, [`${name} shown`]: shown, [`${name} check`]: check, [`${name} longest`]: longest };
}

function print() {
  console.log(`\n${title}`);
  samples.table("RSA-4096 with WebCrypto", {
    against: { name: "raw", key: "raw" },
    format: milliseconds,
    rows: {
      raw: "three generateKey at once, and nothing else",
      secure: "Dockseal: to all zips",
      "secure shown": "  until they are shown",
      "secure check": "  the self-check, after that",
      "secure longest": "  the page's thread kept for (0: less than 50 ms)",
      openssl: "openssl, as Docker's documentation has it",
      pkijs: "pkijs: to PEM",
      peculiar: "@peculiar/x509: to PEM",
    },
  });
  samples.table("RSA-4096 on plain http", {
    against: { name: "forge", key: "forge" },
    format: milliseconds,
    rows: {
      forge: "node-forge, its two workers: to PEM",
      generator: "the generator alone, a worker for each processor",
      plain: "Dockseal: to all zips",
      "plain shown": "  until they are shown",
      "plain check": "  the self-check, after that",
      "plain longest": "  the page's thread kept for (0: less than 50 ms)",
    },
  });
  console.log(`\n${((performance.now() - began) / 60_000).toFixed(1)} minutes`);
}
