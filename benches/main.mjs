// Everything in one run: times of different runs, or of different machines, say nothing about each other. What is compared takes turns.
// `cargo xtask bench` runs it, with the program that benches/core.rs has become. Nothing here judges a time.

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Browser } from "./browser.mjs";
import { Samples } from "./samples.mjs";
import { bundle, hosts, machine, milliseconds, run, tutorial } from "./shared.mjs";

const ALGORITHMS = { "ecdsa-p256": "P-256", "ecdsa-p384": "P-384", ed25519: "Ed25519" };
const DEFAULT = "ecdsa-p256";
/** Ed25519 is unknown to pkijs; noble-curves makes keys and signatures only. */
const PEERS = { pkijs: ["ecdsa-p256", "ecdsa-p384"], peculiar: Object.keys(ALGORITHMS), noble: Object.keys(ALGORITHMS) };
const MANY = 100;
const LINEAR = [250, 500, 1000];
const TYPED = 200;
const PRESSES = 60;

const { values: options } = parseArgs({ options: { core: { type: "string" } } });
const samples = new Samples();

await bundle("peers/noble.mjs", "peers/peculiar.mjs", "peers/pkijs.mjs", "worker.mjs");

const began = performance.now();
const browser = await Browser.open();
const title = await machine(browser);
try {
  await measureOpening();
  await measureOne();
  await measureMany();
  await measureTyping();
  await measureMemory();
  await measureReturning();
  print();
} finally {
  await browser.close();
}

/** In new profiles: opening the page, and the first click. */
async function measureOpening() {
  const contenders = {
    "open empty": () => browser.once("/empty", (page) => page.evaluate(() => bench.loaded)),
    "open form": () => browser.once("/site/", (page) => page.evaluate(() => bench.typable)),
    "open judged": () => browser.once("/site/", (page) => page.evaluate(() => bench.ready)),
    "open dockseal": () => browser.once("/site/", (page) => page.evaluate(() => bench.atOnce), hosts(1)),
  };
  for (const peer of Object.keys(PEERS)) {
    contenders[`open ${peer}`] = () => browser.once(`/${peer}`, (page) => page.evaluate(() => bench.atOnce), hosts(1));
  }
  for (const [algorithm, daemons] of [...Object.keys(ALGORITHMS).map((name) => [name, 1]), [DEFAULT, MANY]]) {
    contenders[`first ${algorithm} ${daemons}`] = () =>
      browser.once("/site/", async (page) => {
        await fill(page, algorithm, daemons);
        // Somebody would have typed that, and the page has its worker ready by then.
        await page.waitForTimeout(300);
        const { zips, shown } = await issue(page);
        return { [`first ${algorithm} ${daemons}`]: zips, [`first shown ${algorithm} ${daemons}`]: shown };
      });
  }
  await samples.takeTurns(12, contenders);
}

/** A daemon and a client, again and again. */
async function measureOne() {
  const contenders = { core: () => core(1) };
  const worker = await browser.page("/empty");
  for (const algorithm of Object.keys(ALGORITHMS)) {
    const fields = { hosts: hosts(1), keyAlgorithm: algorithm };
    contenders[`worker ${algorithm} 1`] = async () => (await worker.evaluate((fields) => bench.worker(fields), fields)).zips;
    const page = await browser.page("/site/");
    await fill(page, algorithm, 1);
    contenders[`warm ${algorithm}`] = () => warm(page, algorithm, 1);
    contenders[`openssl ${algorithm} 1`] = () => tutorial(algorithm, 1);
  }
  for (const [peer, algorithms] of Object.entries(PEERS)) {
    const page = await browser.page(`/${peer}`);
    for (const algorithm of algorithms) {
      contenders[`${peer} ${algorithm} 1`] = () => page.evaluate((name) => bench.timePeer(name), algorithm);
    }
  }
  await new Samples().takeTurns(10, contenders);
  await samples.takeTurns(25, contenders);
}

/** Many daemons, and whether time grows with them. */
async function measureMany() {
  const contenders = { core: () => core(MANY), [`openssl ${DEFAULT} ${MANY}`]: () => tutorial(DEFAULT, MANY) };
  for (const daemons of [MANY, ...LINEAR]) {
    const page = await browser.page("/site/");
    await fill(page, DEFAULT, daemons);
    await warm(page, DEFAULT, daemons);
    contenders[`warm ${daemons}`] = () => warm(page, DEFAULT, daemons);
  }
  await samples.takeTurns(4, contenders);
}

/** In the first line: the host that the snippets are shown for. */
async function measureTyping() {
  const page = await browser.page("/site/");
  await fill(page, DEFAULT, TYPED);
  await page.locator('[data-role="host"] .names textarea').first().evaluate((control) => {
    control.focus();
    control.setSelectionRange(6, 6);
  });
  for (let press = 0; press < PRESSES; press++) {
    await page.keyboard.press(press < PRESSES / 2 ? "x" : "Backspace");
    await page.waitForFunction((count) => bench.presses.length > count, press);
  }
  for (const { shown, work } of await page.evaluate(() => bench.presses)) {
    samples.add("press", shown);
    samples.add("press work", work);
  }
}

async function measureMemory() {
  for (const daemons of [1, ...LINEAR]) {
    const fields = { hosts: hosts(daemons), keyAlgorithm: DEFAULT };
    const { memory } = await browser.once("/empty", (page) => page.evaluate((fields) => bench.worker(fields), fields));
    samples.add(`memory ${daemons}`, memory / 2 ** 20);
  }
}

/** Coming back with the ca.zip of many. */
async function measureReturning() {
  const daemons = LINEAR.at(-1);
  const before = await browser.page("/site/");
  await fill(before, DEFAULT, daemons);
  await issue(before);
  const arrival = before.waitForEvent("download");
  await before.locator('[data-bundle="ca.zip"]').first().click();
  const archive = await (await arrival).path();
  for (let time = 0; time < 8; time++) {
    const { first, opening, scrolling } = await browser.once("/site/#door=continue", async (page) => {
      await page.evaluate(() => bench.ready);
      await page.locator('[name="authorityFiles"]').setInputFiles({ name: "ca.zip", mimeType: "application/zip", buffer: readFileSync(archive) });
      await page.waitForTimeout(500);
      return page.evaluate((rows) => bench.open(rows), daemons);
    });
    samples.add("return first", first);
    samples.add("return opening", opening);
    samples.add("return scrolling", scrolling);
  }
  await before.context().close();
}

async function fill(page, keyAlgorithm, daemons) {
  const fields = { hosts: hosts(daemons), keyAlgorithm };
  await page.evaluate((fields) => bench.ready.then(() => bench.fill(fields)), fields);
}

function issue(page) {
  return page.evaluate(() => bench.issue());
}

async function warm(page, algorithm, daemons) {
  const { zips, shown, check } = await issue(page);
  const name = `${algorithm} ${daemons}`;
  return {
    [`warm ${name}`]: zips,
    [`warm ${name} each`]: zips / daemons,
    [`warm shown ${name}`]: shown,
    [`check ${name}`]: check,
    [`check ${name} each`]: check / daemons,
  };
}

async function core(daemons) {
  const { stdout } = await run(options.core, [daemons]);
  const times = stdout.trim().split("\n").map((line) => JSON.parse(line));
  return Object.fromEntries(
    times.flatMap(({ algorithm, files, check }) => [
      [`core ${algorithm} ${daemons}`, files],
      [`core check ${algorithm} ${daemons}`, check],
    ]),
  );
}

function print() {
  console.log(`\n${title}`);
  for (const [algorithm, name] of Object.entries(ALGORITHMS)) {
    for (const daemons of [1, MANY]) {
      samples.table(`${name}, ${daemons === 1 ? "a daemon" : `${daemons} daemons`} and a client`, {
        against: { name: "openssl", key: `openssl ${algorithm} ${daemons}` },
        format: milliseconds,
        rows: {
          [`openssl ${algorithm} ${daemons}`]: "openssl, as Docker's documentation has it",
          [`first ${algorithm} ${daemons}`]: "Dockseal, first click: to all zips",
          [`first shown ${algorithm} ${daemons}`]: "  until they are shown",
          [`warm ${algorithm} ${daemons}`]: "Dockseal, later clicks: to all zips",
          [`warm shown ${algorithm} ${daemons}`]: "  until they are shown",
          [`worker ${algorithm} ${daemons}`]: "Dockseal's worker without the page",
          [`core ${algorithm} ${daemons}`]: "Dockseal's core without a browser",
          [`pkijs ${algorithm} ${daemons}`]: "pkijs: to PEM",
          [`peculiar ${algorithm} ${daemons}`]: "@peculiar/x509: to PEM",
          [`noble ${algorithm} ${daemons}`]: "noble-curves: keys and signatures alone",
          [`check ${algorithm} ${daemons}`]: "Dockseal's self-check, after the files",
          [`core check ${algorithm} ${daemons}`]: "the self-check without a browser",
        },
      });
    }
  }
  samples.table("From the navigation, in a new profile", {
    against: { name: "empty", key: "open empty" },
    format: milliseconds,
    rows: {
      "open empty": "an empty page is loaded",
      "open form": "Dockseal: the form can be typed into",
      "open judged": "Dockseal: the form is judged",
      "open dockseal": "Dockseal: filled, clicked, all zips are there (P-256)",
      "open pkijs": "pkijs: PEM",
      "open peculiar": "@peculiar/x509: PEM",
      "open noble": "noble-curves: keys and signatures alone",
    },
  });
  samples.table(`A key press with ${TYPED} daemons typed in`, {
    format: milliseconds,
    rows: { press: "from its event to the end of the next frame", "press work": "of which the frame works" },
  });
  for (const [kind, title] of [
    ["warm", "P-256, click to all zips, for each daemon"],
    ["check", "P-256, self-check, for each daemon"],
  ]) {
    samples.table(title, {
      against: { name: `${LINEAR[0]}`, key: `${kind} ${DEFAULT} ${LINEAR[0]} each` },
      format: milliseconds,
      rows: Object.fromEntries(
        LINEAR.map((daemons) => {
          const name = `${kind} ${DEFAULT} ${daemons}`;
          return [`${name} each`, `${daemons} daemons: ${milliseconds(samples.median(name))} for all`];
        }),
      ),
    });
  }
  samples.table(`Opening a ca.zip with ${LINEAR.at(-1)} certificates`, {
    format: milliseconds,
    rows: {
      "return first": "from the click to the first rows",
      "return opening": "the longest task of the page, meanwhile",
      "return scrolling": "and while all rows are scrolled through",
    },
  });
  samples.table("P-256, the most memory of the wasm", {
    format: (value) => `${value.toFixed(1)} MiB`,
    rows: Object.fromEntries([1, ...LINEAR].map((daemons) => [`memory ${daemons}`, `${daemons} daemons: zips, self-check, all as .tar.gz`])),
  });
  console.log(`\n${((performance.now() - began) / 1000).toFixed(0)} s`);
}
