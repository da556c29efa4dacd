// What is left of the keys in memory, once they were there.

import { execFileSync } from "node:child_process";
import type { Page } from "@playwright/test";
import type { Archives } from "./openssl";
import { changeWorker, expect, refuseWorkers, test, type Generator } from "./page";

/** Keeps the memory of every wasm that is made, in the page or in a worker. */
const KEEP_MEMORIES = `
  self.memories = [];
  const keep = (instance) => (self.memories.push(instance.exports.memory), instance);
  const { instantiate, Instance } = WebAssembly;
  WebAssembly.instantiate = async (...all) => {
    const made = await instantiate(...all);
    keep(made.instance ?? made);
    return made;
  };
  WebAssembly.Instance = function (...all) { return keep(new Instance(...all)); };
  WebAssembly.Instance.prototype = Instance.prototype;
`;
/** Keeps the arrays of octets that JavaScript makes. Those that look into the memory of a wasm are left out by what searches them. */
const KEEP_ARRAYS = `
  self.arrays = [];
  self.Uint8Array = new Proxy(Uint8Array, {
    construct(target, all) {
      const made = new target(...all);
      self.arrays.push(made);
      return made;
    },
  });
`;
/** A worker that stays when it should end, so that one can look at it. */
const STAY = "self.close = () => {};";

test("clearing overwrites the memory of the worker that held the keys", async ({ generator, page }) => {
  const keys = await issueInWorker(generator, page);
  expect(await foundInWorker(page, keys)).toContain(true);
  await generator.clear();
  await generator.reaches("ready");
  await expect.poll(() => foundInWorker(page, keys)).toEqual(keys.map(() => false));
  expect(await page.workers()[0]!.evaluate(countMemories)).toBe(2);
  expect(await page.workers()[0]!.evaluate(areEmpty)).toBe(true);
});

test("leaving the page does so too, and revokes every address", async ({ generator, page }) => {
  const keys = await issueInWorker(generator, page);
  const url = await generator.bundle(await generator.all(".zip")).getAttribute("href");
  const revoked = await page.evaluate(() => {
    const revoked: string[] = [];
    const { revokeObjectURL } = URL;
    URL.revokeObjectURL = (url) => {
      revoked.push(url);
      revokeObjectURL.call(URL, url);
    };
    dispatchEvent(new Event("pagehide"));
    return revoked;
  });
  expect(revoked).toContain(url);
  // The archives of the host, the client, the CA and of what is handed out; the calendar.
  expect(revoked).toHaveLength(5);
  await expect.poll(() => foundInWorker(page, keys)).toEqual(keys.map(() => false));
  await expect(generator.element.locator("[data-bundle]")).toHaveCount(0);
});

test("workers that have searched for primes overwrite their memory", async ({ generator, page, watch }) => {
  watch.expect(/stopped by the test/);
  await changeWorker(page, `${KEEP_MEMORIES} self.close = () => { performance.now = () => { throw new Error("stopped by the test"); }; }; Worker.prototype.terminate = () => {};`);
  await generator.open("hosts=docker.example.com&keyAlgorithm=rsa-2048", generator.site.url.replace("127.0.0.1", "plain.test"));
  await generator.issue();
  const [, ...searchers] = page.workers();
  expect(searchers.length).toBeGreaterThan(0);
  for (const searcher of searchers) {
    await expect.poll(() => searcher.evaluate(areEmpty)).toBe(true);
  }
});

test("where the page itself does the work, clearing leaves no key in its memory, and it goes on working", async ({ generator, page }) => {
  await page.addInitScript(KEEP_MEMORIES);
  await refuseWorkers(page);
  await generator.open("hosts=docker.example.com&clients=alice");
  for (const keyAlgorithm of ["ecdsa-p256", "ed25519"]) {
    await generator.fill({ keyAlgorithm });
    await generator.issue();
    await expect(generator.element.locator("[data-check].passed")).not.toHaveCount(0);
    await generator.bundle("alice-client.tar.gz").click();
    const keys = secrets(await generator.archives());
    expect(await page.evaluate(findInMemories, keys)).toContain(true);
    await generator.clear();
    await generator.reaches("ready");
    expect(await page.evaluate(findInMemories, keys)).toEqual(keys.map(() => false));
  }
  await generator.issue();
  await generator.download("alice-client.zip");
});

test("where the page itself searches for primes, clearing leaves none in any memory", async ({ generator, page }) => {
  await page.addInitScript(KEEP_MEMORIES);
  await refuseWorkers(page);
  await generator.open("hosts=docker.example.com&clients=alice&keyAlgorithm=rsa-2048", generator.site.url.replace("127.0.0.1", "plain.test"));
  await generator.issue();
  await expect(generator.element.locator("[data-check].passed")).not.toHaveCount(0);
  const keys = primes(await generator.archives());
  expect(await page.evaluate(countMemories)).toBe(3);
  expect(await page.evaluate(findInMemories, keys)).toContain(true);
  await generator.clear();
  await generator.reaches("ready");
  expect(await page.evaluate(findInMemories, keys)).toEqual(keys.map(() => false));
});

for (const [where, host] of [["where the browser makes keys", "127.0.0.1"], ["on plain http", "plain.test"]] as const) {
  test(`${where}, no array that JavaScript made has a key in it once there are files`, async ({ generator, page }) => {
    await page.addInitScript(KEEP_MEMORIES + KEEP_ARRAYS);
    await refuseWorkers(page);
    await generator.open("hosts=docker.example.com&clients=alice", generator.site.url.replace("127.0.0.1", host));
    for (const keyAlgorithm of ["ecdsa-p256", "ed25519"]) {
      await generator.fill({ keyAlgorithm });
      await generator.issue();
      const keys = secrets(await generator.archives());
      expect(await page.evaluate(findInArrays, keys), keyAlgorithm).toEqual(keys.map(() => false));
      // It finds what is there.
      await page.evaluate((key) => void Uint8Array.from(key.match(/../g)!, (byte) => parseInt(byte, 16)), keys[0]!);
      expect(await page.evaluate(findInArrays, keys), keyAlgorithm).toContain(true);
    }
  });
}

/** Steps of the browser that never end, as scripts. They note down the number of each key that they see, in hexadecimal, and begin when told to. */
const HANGING: Record<string, string> = {
  "reads a key": `
    const { importKey } = SubtleCrypto.prototype;
    SubtleCrypto.prototype.importKey = function (format, data, ...all) {
      if (!self.hangs || format !== "pkcs8") return importKey.call(this, format, data, ...all);
      note(data);
      return new Promise(() => {});
    };`,
  "gives a key": `
    const { exportKey } = SubtleCrypto.prototype;
    SubtleCrypto.prototype.exportKey = async function (format, key) {
      const given = await exportKey.call(this, format, key);
      if (!self.hangs) return given;
      if (format !== "pkcs8") return new Promise(() => {});
      note(given);
      return given;
    };`,
};

for (const [what, source] of Object.entries(HANGING)) {
  test(`where the page itself does the work, cancelling while the browser ${what} leaves none in its memory`, async ({ generator, page }) => {
    await page.addInitScript(`
      self.seen = [];
      const note = (data) => {
        const text = Array.from(new Uint8Array(data.buffer ?? data), (byte) => byte.toString(16).padStart(2, "0")).join("");
        self.seen.push(/0201010420(.{64})/.exec(text)[1]);
      };
      ${KEEP_MEMORIES} ${source}`);
    await refuseWorkers(page);
    await generator.open("hosts=docker.example.com&clients=alice");
    await expect(generator.element.locator('[data-light="selfTest"]')).toHaveAttribute("data-state", "passed");
    await page.evaluate(() => Object.assign(self, { hangs: true }));
    await generator.action("issue").click();
    await expect.poll(() => page.evaluate(() => (self as unknown as Kept).seen.length)).toBeGreaterThan(0);
    await generator.action("cancel").click();
    await generator.reaches("ready");
    const keys = await page.evaluate(() => (self as unknown as Kept).seen);
    expect(await page.evaluate(findInMemories, keys)).toEqual(keys.map(() => false));
  });
}

test("where the page itself does the work, cancelling while the browser derives leaves no passphrase in the memory of what issues", async ({ generator, page }) => {
  await page.addInitScript(`${KEEP_MEMORIES} SubtleCrypto.prototype.deriveBits = () => ((self.seen = [""]), new Promise(() => {}));`);
  await refuseWorkers(page);
  await generator.open("hosts=docker.example.com&clients=alice");
  await generator.fill({ caPassphrase: "nobody guesses this one", caPassphraseRepeat: "nobody guesses this one" });
  await generator.action("issue").click();
  await page.waitForFunction(() => "seen" in self);
  const words = [Buffer.from("nobody guesses this one").toString("hex")];
  expect(await page.evaluate(findInMemories, words)).toEqual([true]);
  await generator.action("cancel").click();
  await generator.reaches("ready");
  // The form's, which comes first, reads the passphrase as often as it is drawn.
  await page.evaluate(() => (self as unknown as Kept).memories.splice(0, 1));
  expect(await page.evaluate(findInMemories, words)).toEqual([false]);
});

interface Kept {
  readonly memories: WebAssembly.Memory[];
  readonly arrays: Uint8Array<ArrayBuffer>[];
  readonly seen: string[];
}

async function issueInWorker(generator: Generator, page: Page): Promise<string[]> {
  await changeWorker(page, KEEP_MEMORIES + STAY);
  await page.addInitScript(() => {
    Worker.prototype.terminate = () => {};
  });
  await generator.open("hosts=docker.example.com&clients=alice");
  await generator.issue();
  await expect(generator.element.locator("[data-check].passed")).not.toHaveCount(0);
  return secrets(await generator.archives());
}

/** Each private key as its PEM text and as the bare number or seed, in hexadecimal. */
function secrets({ all, ca }: Archives): string[] {
  const script = `
    d=$(mktemp -d); unzip -qj "$1" -d "$d"; cp "$2" "$d/ca.zip"; for z in "$d"/*.zip; do unzip -qo "$z" -d "$z.d"; done
    for k in "$d"/*.d/*key.pem; do
      sed -n 2p "$k" | tr -d '\\n' | od -An -v -tx1 | tr -d ' \\n'; echo
      openssl pkey -in "$k" -noout -text | sed -n '/^priv/,/^pub/p' | grep '^ ' | tr -d ' :\\n'; echo
    done; rm -rf "$d"`;
  const found = execFileSync("sh", ["-c", script, "sh", all, ca], { encoding: "utf8" }).trim().split("\n");
  if (found.length !== 6) throw new Error(`three keys, please: ${found.length / 2}`);
  return found;
}

/** The first prime of each RSA key: as files have it, and as calculations do, the other way round; in hexadecimal. */
function primes({ all, ca }: Archives): string[] {
  const script = `
    d=$(mktemp -d); unzip -qj "$1" -d "$d"; cp "$2" "$d/ca.zip"; for z in "$d"/*.zip; do unzip -qo "$z" -d "$z.d"; done
    for k in "$d"/*.d/*key.pem; do openssl pkey -in "$k" -noout -text | sed -n '/^prime1/,/^prime2/p' | grep '^ ' | tr -d ' :\\n'; echo; done; rm -rf "$d"`;
  const found = execFileSync("sh", ["-c", script, "sh", all, ca], { encoding: "utf8" }).trim().split("\n");
  if (found.length !== 3) throw new Error(`three keys, please: ${found.length}`);
  return found.flatMap((prime) => [prime.replace(/^00/, ""), prime.replace(/^00/, "").match(/../g)!.reverse().join("")]);
}

/** The oldest worker: a new one is ready beside it. */
function foundInWorker(page: Page, keys: string[]): Promise<boolean[]> {
  return page.workers()[0]!.evaluate(findInMemories, keys);
}

/** Runs in the page or in the worker, as those below do. */
function countMemories(): number {
  return (self as unknown as Kept).memories.length;
}

function areEmpty(): boolean {
  return (self as unknown as Kept).memories.every(({ buffer }) => new Uint8Array(buffer).every((byte) => byte === 0));
}

function findInMemories(keys: string[]): boolean[] {
  const decoder = new TextDecoder("latin1");
  const texts = (self as unknown as Kept).memories.map(({ buffer }) => decoder.decode(new Uint8Array(buffer).slice()));
  return keys.map((key) => {
    const bytes = Uint8Array.from(key.match(/../g)!, (byte) => parseInt(byte, 16));
    return texts.some((text) => text.includes(decoder.decode(bytes)));
  });
}

function findInArrays(keys: string[]): boolean[] {
  const decoder = new TextDecoder("latin1");
  const { arrays, memories } = self as unknown as Kept;
  const own = arrays.filter(({ buffer }) => !memories.some((memory) => memory.buffer === buffer));
  const texts = own.map((array) => decoder.decode(array));
  return keys.map((key) => {
    const bytes = Int8Array.from(key.match(/../g)!, (byte) => parseInt(byte, 16));
    return texts.some((text) => text.includes(decoder.decode(bytes)));
  });
}
