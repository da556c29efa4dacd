// RSA keys: made by the browser where it has WebCrypto, by the page where it has none.

import type { Page } from "@playwright/test";
import { judge } from "../openssl";
import { changeWorker, expect, Generator, keepRsaKeys, refuseWorkers, test } from "../page";
import { documentation, EDITIONS } from "../server";

const ONE = { hosts: "docker.example.com 192.0.2.10", clients: "alice" };
const RSA_4096 = "rsaEncryption (4096 bit)";
const REFUSE = 'SubtleCrypto.prototype.generateKey = () => Promise.reject(new DOMException("no", "NotSupportedError"));';
/** The first key is exported, and no other. */
const ONE_KEY_ONLY = keepRsaKeys(1);
/** The first zip of a run that somebody asked for is never done. */
const ENDLESS_PACKING = `
  { let isAsked = false;
    addEventListener("message", ({ data }) => (isAsked ||= data.kind === "issue"));
    self.Blob = class extends Blob {
      constructor(parts, options) {
        while (isAsked && options?.type === "application/zip");
        super(parts, options);
      }
    }; }`;
/** Enough keys to be interrupted while they are made, however lucky the search is. */
const MANY = { hosts: Array.from({ length: 30 }, (_, index) => `host-${index}.example.com`).join("\n"), clients: "alice", keyAlgorithm: "rsa-4096" };

test("with WebCrypto, the browser makes RSA-4096 keys, and openssl takes them", async ({ generator, page }) => {
  await generator.open();
  await generator.fill({ ...ONE, keyAlgorithm: "rsa-4096" });
  expect(await hasWebCrypto(generator)).toEqual([true, true]);
  await generator.issue();
  expect(judge(await generator.archives(), "docker.example.com", "alice")).toEqual({ ca: RSA_4096, server: RSA_4096, client: RSA_4096 });
  expect(await wasPrimesWasmLoaded(page)).toBe(false);
});

test("on plain http, the page makes RSA-4096 keys itself, and openssl takes them", async ({ generator, page }) => {
  await openPlain(generator);
  await generator.fill({ ...ONE, keyAlgorithm: "rsa-4096" });
  expect(await hasWebCrypto(generator)).toEqual([false, false]);
  await generator.issue();
  expect(judge(await generator.archives(), "docker.example.com", "alice")).toEqual({ ca: RSA_4096, server: RSA_4096, client: RSA_4096 });
  expect(await wasPrimesWasmLoaded(page)).toBe(true);
});

test("on plain http, nothing is fetched for keys that are not RSA", async ({ generator, page }) => {
  await openPlain(generator);
  await generator.fill(ONE);
  await generator.issue();
  expect(await wasPrimesWasmLoaded(page)).toBe(false);
});

for (const [name, open] of [
  ["with WebCrypto", (generator: Generator) => generator.open()],
  ["on plain http", openPlain],
] as const) {
  test(`${name}, the authority may have another kind of key than the others`, async ({ generator }) => {
    await open(generator);
    await generator.fill({ ...ONE, caKeyAlgorithm: "rsa-3072" });
    await generator.issue();
    const p256 = "id-ecPublicKey (256 bit)";
    expect(judge(await generator.archives(), "docker.example.com", "alice")).toEqual({ ca: "rsaEncryption (3072 bit)", server: p256, client: p256 });
    await generator.fill({ keyAlgorithm: "rsa-2048", caKeyAlgorithm: "ecdsa-p384" });
    await generator.issue();
    const rsa = "rsaEncryption (2048 bit)";
    expect(judge(await generator.archives(), "docker.example.com", "alice")).toEqual({ ca: "id-ecPublicKey (384 bit)", server: rsa, client: rsa });
    await generator.fill({ keyAlgorithm: "rsa-2048", caKeyAlgorithm: "rsa-3072" });
    await generator.issue();
    expect(judge(await generator.archives(), "docker.example.com", "alice")).toEqual({ ca: "rsaEncryption (3072 bit)", server: rsa, client: rsa });
  });
}

test("where WebCrypto gives what is no key, the page makes RSA keys itself", async ({ generator, page }) => {
  await changeWorker(page, "SubtleCrypto.prototype.exportKey = async () => new ArrayBuffer(1200);");
  await generator.open();
  await generator.fill({ ...ONE, keyAlgorithm: "rsa-2048" });
  await generator.issue();
  judge(await generator.archives(), "docker.example.com", "alice");
  expect(await wasPrimesWasmLoaded(page)).toBe(true);
});

for (const [edition, address] of Object.entries(EDITIONS)) {
  test(`where WebCrypto refuses, the page makes RSA keys itself: ${edition}`, async ({ generator, page }) => {
    await changeWorker(page, REFUSE);
    await generator.open("", address(generator.site));
    await generator.fill({ ...ONE, keyAlgorithm: "rsa-2048", caPassphrase: "correct horse battery staple", caPassphraseRepeat: "correct horse battery staple" });
    await generator.issue();
    await expect(generator.element.locator("[data-notice]")).toHaveCount(0);
    const rsa = "rsaEncryption (2048 bit)";
    const kinds = judge(await generator.archives(), "docker.example.com", "alice", "correct horse battery staple");
    expect(kinds).toEqual({ ca: rsa, server: rsa, client: rsa });
  });
}

test("in a sandboxed frame without an origin, on plain http, RSA keys are made", async ({ page, site }) => {
  const frame = documentation('<iframe sandbox="allow-scripts allow-downloads" src="/dist/frame.html" width="800" height="2000"></iframe>', "");
  site.add("/dist/frame.html", documentation("<dockseal-generator></dockseal-generator>"));
  const address = site.add("/docs/framed.html", frame).replace("127.0.0.1", "plain.test");
  await page.goto(address);
  const generator = new Generator(page, site, page.frameLocator("iframe"));
  await generator.reaches("ready");
  await generator.fill({ ...ONE, keyAlgorithm: "rsa-2048" });
  await generator.issue();
  await expect(generator.element.locator("[data-check].passed")).not.toHaveCount(0);
  await expect(generator.element.locator("[data-check].failed")).toHaveCount(0);
  await expect(generator.element.locator('[data-notice="onPage"]')).toHaveCount(0);
});

test("where workers cannot have workers, one of them searches alone", async ({ generator, page }) => {
  await changeWorker(page, "self.Worker = class { constructor() { throw new DOMException('no', 'SecurityError'); } };");
  await openPlain(generator);
  await generator.fill({ ...ONE, keyAlgorithm: "rsa-2048" });
  await generator.issue();
  judge(await generator.archives(), "docker.example.com", "alice");
  expect(page.workers()).toHaveLength(1);
});

for (const [what, script] of Object.entries({
  "say nothing": "",
  "fail later": "onmessage = () => setTimeout(() => { throw 0; }, 300)",
})) {
  test(`where the workers of a worker ${what}, it searches alone`, async ({ generator, page }) => {
    await changeWorker(page, `self.Worker = class extends Worker { constructor() { super(URL.createObjectURL(new Blob([${JSON.stringify(script)}]))); } };`);
    await openPlain(generator);
    await generator.fill({ ...ONE, keyAlgorithm: "rsa-2048" });
    await generator.issue();
    judge(await generator.archives(), "docker.example.com", "alice");
  });
}

test("where starting the worker of a worker never ends, another worker does everything alone", async ({ generator, page }) => {
  await changeWorker(page, "self.Worker = class { constructor() { for (;;); } };");
  await openPlain(generator);
  await generator.fill({ ...ONE, keyAlgorithm: "rsa-2048", caKeyAlgorithm: "ecdsa-p256" });
  await generator.issue();
  judge(await generator.archives(), "docker.example.com", "alice");
  // Chromium takes two seconds to end one that does not listen.
  await expect.poll(() => page.workers().length).toBe(1);
});

test("where a second worker of a worker cannot be had, the first one searches and is ended", async ({ generator, page }) => {
  await changeWorker(
    page,
    `Object.defineProperty(navigator, "hardwareConcurrency", { value: 3 });
     { let count = 0; self.Worker = class extends Worker { constructor(url) { if (++count % 3 === 2) throw new DOMException("no", "SecurityError"); super(url); } }; }`,
  );
  await openPlain(generator);
  await generator.fill({ ...ONE, keyAlgorithm: "rsa-2048" });
  let most = page.workers().length;
  page.on("worker", () => (most = Math.max(most, page.workers().length)));
  await generator.issue();
  expect(most).toBe(2);
  judge(await generator.archives(), "docker.example.com", "alice");
  await expect.poll(() => page.workers().length).toBe(1);
});

test("where one worker of a worker fails, the others go on with what was found", async ({ generator, page }) => {
  await changeWorker(
    page,
    `Object.defineProperty(navigator, "hardwareConcurrency", { value: 3 });
     { let count = 0; self.Worker = class extends Worker { constructor(url) { super(++count === 2 ? URL.createObjectURL(new Blob(["throw 0"])) : url); } }; }`,
  );
  await openPlain(generator);
  await generator.fill({ ...MANY, hosts: ONE.hosts });
  await generator.action("issue").click();
  await expect(generator.element.locator(".progress")).toContainText("Probably");
  await expect.poll(() => page.workers().length).toBe(3);
  await generator.action("cancel").click();
  await generator.reaches("ready");
});

test("where the workers of a worker do not start, it searches alone", async ({ generator, page }) => {
  await changeWorker(page, "self.Worker = class extends Worker { constructor() { super(URL.createObjectURL(new Blob(['throw 0']))); } };");
  await openPlain(generator);
  await generator.fill({ ...ONE, keyAlgorithm: "rsa-2048" });
  await generator.issue();
  judge(await generator.archives(), "docker.example.com", "alice");
});

test("without workers and without WebCrypto, the page itself makes RSA keys, says so, and stays alive", async ({ generator, page }) => {
  await withoutWorkers(page);
  await openPlain(generator);
  await generator.fill({ ...ONE, keyAlgorithm: "rsa-2048" });
  await generator.choosePassphrase("none");
  await generator.action("issue").click();
  await expect(generator.element.locator('[data-notice="onPage"]')).toBeVisible();
  await generator.field("organization").fill("typed meanwhile");
  await generator.reaches("issued");
  judge(await generator.archives(), "docker.example.com", "alice");
});

test("each key is shown with its name, its state and its time, and an estimate", async ({ generator }) => {
  await openPlain(generator);
  await generator.fill({ hosts: "docker.example.com", clients: "alice\nci", keyAlgorithm: "rsa-3072", caKeyAlgorithm: "rsa-2048" });
  await generator.choosePassphrase("none");
  const progress = await generator.watchProgress();
  await generator.issue();
  const withKeys = (await progress()).filter(({ keys }) => keys.length > 0);
  const names = [/^CA.*RSA-2048/, /^Host docker\.example\.com.*RSA-3072/, /^Client alice.*RSA-3072/, /^Client ci.*RSA-3072/];
  for (const { keys } of withKeys) {
    expect(keys).toHaveLength(names.length);
    for (const [index, name] of names.entries()) expect(keys[index]!.text).toMatch(name);
  }
  // The large ones are made first.
  const first = withKeys.find(({ keys }) => keys.some(({ state }) => state === "making"))!;
  expect(first.keys.map(({ state }) => state)).toEqual(["waiting", "making", expect.stringMatching(/making|waiting/), "waiting"]);
  expect(withKeys.some(({ text }) => /Probably \d+ s to \d+ (?:s|min) more/.test(text))).toBe(true);
  expect(withKeys.some(({ keys }) => keys.some(({ text }) => /ready \d+\.\d s/.test(text)))).toBe(true);
  await expect(generator.element.locator(".progress li")).toHaveCount(0);
});

test("with WebCrypto all keys are being made at the same time, and no estimate is made up", async ({ generator, page }) => {
  // They are never finished.
  await changeWorker(page, keepRsaKeys());
  await generator.open();
  await generator.fill({ ...ONE, keyAlgorithm: "rsa-2048" });
  await generator.action("issue").click();
  const rows = generator.element.locator(".progress li");
  for (const row of [0, 1, 2]) await expect(rows.nth(row)).toHaveText(/handed to the browser [1-9]\d* s/);
  await expect(generator.element.locator(".progress")).toContainText("The browser makes these keys and reports no progress");
  await expect(generator.element.locator(".progress")).not.toContainText("Probably");
  await generator.action("cancel").click();
  await generator.reaches("ready");
});

test("more keys than one wants to look at are counted only", async ({ generator }) => {
  await generator.open();
  await generator.put("hosts", Array.from({ length: 12 }, (_, index) => `host-${index}.example.com`).join("\n"));
  await generator.fill({ keyAlgorithm: "rsa-2048" });
  await generator.choosePassphrase("none");
  const progress = await generator.watchProgress();
  await generator.issue();
  const drawn = await progress();
  expect(drawn.some(({ text }) => /Key \d+ of 14/.test(text))).toBe(true);
  expect(drawn.some(({ text }) => /The browser makes these keys and reports no progress|Probably/.test(text))).toBe(true);
  expect(drawn.filter(({ keys }) => keys.length > 0)).toEqual([]);
});

test("with WebCrypto there is an estimate from the first key on that is ready", async ({ generator, page }) => {
  await changeWorker(page, ONE_KEY_ONLY);
  await generator.open();
  await generator.put("hosts", Array.from({ length: 12 }, (_, index) => `host-${index}.example.com`).join("\n"));
  await generator.fill({ clients: "alice", keyAlgorithm: "rsa-2048" });
  await generator.action("issue").click();
  await expect(generator.element.locator(".progress .note").first()).toContainText(/Probably \d+ (?:s|min) to \d+ (?:s|min) more/);
  await expect(generator.element.locator(".progress")).toContainText("Key 2 of 14");
  await generator.action("cancel").click();
  await generator.reaches("ready");
});

test("one may go on typing while keys are made, and the files belong to what was said before", async ({ generator }) => {
  await openPlain(generator);
  await generator.fill({ ...ONE, keyAlgorithm: "rsa-4096" });
  await generator.action("issue").click();
  await generator.reaches("issuing");
  await generator.fill({ clients: "bob" });
  await expect(generator.snippet("client-context").locator("code")).toContainText("bob-client");
  await generator.field("clients").press("Control+Enter");
  await generator.reaches("issued");
  await expect(generator.element.locator(".result > .warning")).toContainText("The form has changed since.");
  await generator.element.locator("#bundles > summary").click();
  await expect(generator.bundle("alice-client.zip")).toBeVisible();
  await expect(generator.bundle("bob-client.zip")).toHaveCount(0);
});

for (const [stage, prepare] of Object.entries({
  "the browser makes keys": async ({ page }: Generator) => changeWorker(page, keepRsaKeys()),
  "the page searches for primes": async ({ page }: Generator) => changeWorker(page, REFUSE),
  "nothing has answered yet": async ({ page }: Generator) => changeWorker(page, 'self.postMessage = ((post) => (message) => message === "ready" && post(message))(self.postMessage);'),
})) {
  test(`cancelling ends every worker at once while ${stage}, twice`, async ({ generator, page }) => {
    await prepare(generator);
    await generator.open();
    for (const _ of ["once", "twice"]) {
      await generator.fill({ ...MANY });
      await expect.poll(() => page.workers().length).toBe(1);
      const workers = page.workers();
      await generator.action("issue").click();
      await generator.reaches("issuing");
      if (stage.includes("primes")) {
        await expect.poll(() => page.workers().length).toBeGreaterThan(1);
        await expect(generator.element.locator(".progress")).toContainText("Probably");
      }
      const ended = [...new Set([...workers, ...page.workers()])].map((worker) => worker.waitForEvent("close"));
      await generator.action("cancel").evaluate((button: HTMLButtonElement) => {
        button.click();
        button.click();
      });
      await generator.reaches("ready");
      await Promise.all(ended);
      await expect(generator.action("issue")).toBeFocused();
      await expect(generator.element.locator("[data-bundle]")).toHaveCount(0);
      await expect(generator.element.locator(".offscreen[role=status]")).toHaveText("Cancelled. Nothing was made.");
    }
  });
}

test("cancelling during packing leaves no files, and the next run succeeds", async ({ generator, page }) => {
  await changeWorker(page, ENDLESS_PACKING);
  await generator.open();
  await generator.fill(ONE);
  await generator.action("issue").click();
  await expect(generator.element.locator(".progress")).toContainText("packing the files");
  // The next worker is as it should be.
  await page.evaluate(() => (window.Blob = Object.getPrototypeOf(window.Blob)));
  await generator.action("cancel").click();
  await generator.reaches("ready");
  await expect(generator.element.locator("[data-bundle]")).toHaveCount(0);
  await generator.issue();
  judge(await generator.archives(), "docker.example.com", "alice");
});

test("without workers, cancelling waits for nobody: not for WebCrypto, not for the network", async ({ generator, page }) => {
  await withoutWorkers(page);
  await page.addInitScript(keepRsaKeys());
  await generator.open();
  await generator.fill({ ...ONE, keyAlgorithm: "rsa-2048" });
  await generator.action("issue").click();
  await expect(generator.element.locator(".progress")).toContainText("The browser makes these keys and reports no progress");
  await generator.action("cancel").click();
  await generator.reaches("ready");
  await page.evaluate(`void (${REFUSE.replace(/;$/, "")})`);
  await page.route("**/dockseal_rsa*", () => {});
  await generator.action("issue").click();
  await expect(generator.element.locator(".progress")).toContainText("this page makes them");
  await generator.action("cancel").click();
  await generator.reaches("ready");
  await expect(generator.element.locator(".offscreen[role=status]")).toHaveText("Cancelled. Nothing was made.");
  await generator.fill({ keyAlgorithm: "ecdsa-p256" });
  await generator.issue();
});

test("cancelling ends the search in the page itself too", async ({ generator, page }) => {
  await withoutWorkers(page);
  await openPlain(generator);
  await generator.fill(MANY);
  await generator.action("issue").click();
  await expect(generator.element.locator(".progress")).toContainText("Probably");
  await generator.action("cancel").click();
  await generator.reaches("ready");
  await generator.fill({ ...ONE, keyAlgorithm: "ecdsa-p256" });
  await generator.issue();
});

for (const workers of ["with", "without"]) {
  test(`timers that never come, as in a hidden tab, stop nothing, ${workers} workers`, async ({ generator, page }) => {
    if (workers === "without") await withoutWorkers(page);
    await changeWorker(page, "self.setTimeout = self.setInterval = () => 0;");
    await openPlain(generator);
    await generator.fill({ ...ONE, keyAlgorithm: "rsa-2048" });
    await page.evaluate(() => Object.assign(window, { setTimeout: () => 0, setInterval: () => 0 }));
    await generator.action("issue").click();
    // Playwright's own waiting uses the page's timers.
    await expect.poll(() => generator.element.getAttribute("data-state")).toBe("issued");
  });
}

test("on plain http, once RSA is chosen, no network is needed", async ({ generator, page, context }) => {
  await openPlain(generator);
  await generator.fill({ ...ONE, keyAlgorithm: "rsa-2048" });
  await expect.poll(() => wasPrimesWasmLoaded(page)).toBe(true);
  await context.setOffline(true);
  await generator.issue();
  judge(await generator.archives(), "docker.example.com", "alice");
});

test("where the wasm for primes cannot be had, the page says what to do", async ({ generator, page, watch }) => {
  watch.expect(/Failed to load resource|rsa: |Failed to fetch/);
  await page.route("**/dockseal_rsa*", (route) => route.abort());
  await openPlain(generator);
  await generator.fill({ ...ONE, keyAlgorithm: "rsa-2048" });
  await generator.choosePassphrase("none");
  await generator.action("issue").click();
  const missing = generator.element.locator('[data-missing="rsa"]');
  await expect(missing).toHaveText(/makes RSA keys did not load.*What you typed is still here.*Other types of keys do not need it/);
  await generator.reaches("ready");
  await page.unroute("**/dockseal_rsa*");
  await generator.action("retry").click();
  await generator.reaches("issued");
  await expect(missing).toHaveCount(0);
  judge(await generator.archives(), "docker.example.com", "alice");
});

test("a page that stood open until its server had a newer version says so and comes anew with what was typed", async ({ generator, page, watch }) => {
  watch.expect(/404|rsa: gone/);
  await openPlain(generator);
  await page.route("**/dockseal_rsa*", (route) => route.fulfill({ status: 404 }));
  await generator.fill({ ...ONE, keyAlgorithm: "rsa-2048", allowedSources: "192.0.2.7" });
  await generator.action("issue").click();
  await expect(generator.element.locator('[data-missing="rsa"][data-reason="gone"]')).toHaveText(/newer version/);
  await page.unroute("**/dockseal_rsa*");
  await generator.action("reload").click();
  await generator.reaches("ready");
  for (const [name, value] of Object.entries({ ...ONE, keyAlgorithm: "rsa-2048", allowedSources: "192.0.2.7" })) await expect(generator.field(name)).toHaveValue(value);
  await generator.issue();
});

async function openPlain(generator: Generator): Promise<void> {
  await generator.open("", generator.site.url.replace("127.0.0.1", "plain.test"));
}

/** Whether WebCrypto is there, in the page and in its worker. */
async function hasWebCrypto({ page }: Generator): Promise<boolean[]> {
  await expect.poll(() => page.workers().length).toBe(1);
  const look = () => typeof crypto.subtle === "object";
  return [await page.evaluate(look), await page.workers()[0]!.evaluate(look)];
}

function wasPrimesWasmLoaded(page: Page): Promise<boolean> {
  return page.evaluate(() => performance.getEntriesByType("resource").some(({ name }) => name.includes("dockseal_rsa")));
}

async function withoutWorkers(page: Page): Promise<void> {
  await refuseWorkers(page);
}
