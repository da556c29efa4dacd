// Where nothing may be issued, nothing is: without randomness, after a self-test or a check that has failed, and before one that has not ended.

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { changeWorker, expect, refuseWorkers, test, type Generator } from "./page";
import { DIST, EDITIONS } from "./server";

/** False sources of randomness, as a script that runs before the page's own. */
const SOURCES: Record<string, string> = {
  "without crypto, beside a polyfill that calls itself Node": `
    Object.defineProperty(self, "crypto", { value: undefined, configurable: true });
    self.process = { versions: { node: "20.0.0" } };
    const filled = (array) => (array.forEach((_, index) => (array[index] = 7 * index + 1)), array);
    self.require = () => ({ randomFillSync: filled, getRandomValues: filled, webcrypto: { getRandomValues: filled } });
    self.module = { require: self.require };
    self.msCrypto = { getRandomValues: filled };`,
  "without getRandomValues": 'Object.defineProperty(Crypto.prototype, "getRandomValues", { value: undefined });',
  "with a crypto that a script has put there": `
    const real = crypto;
    Object.defineProperty(self, "crypto", { value: { getRandomValues: (array) => real.getRandomValues(array), subtle: real.subtle }, configurable: true });`,
  "with a getRandomValues that fills nothing": "crypto.getRandomValues = (array) => array;",
  "with a getRandomValues that fills in the same octet": "crypto.getRandomValues = (array) => array.fill(7);",
  "with a getRandomValues that begins anew each time": "crypto.getRandomValues = (array) => (array.forEach((_, index) => (array[index] = 7 * index + 1)), array);",
  "with a getRandomValues that throws": `crypto.getRandomValues = () => { throw new DOMException("no", "OperationError"); };`,
};

/** Replaces a source in the page and in its worker. */
async function spoil(page: Page, source: string): Promise<void> {
  await page.addInitScript(source);
  await changeWorker(page, source);
}

/** Nothing comes of the button, and the page says why. */
async function expectRefusal(generator: Generator, why: RegExp, chinese: RegExp): Promise<void> {
  const reason = generator.element.locator(".unfit");
  await expect(reason).toHaveText(why);
  await expect(generator.action("issue")).toBeDisabled();
  await expect(generator.action("issue")).toHaveAccessibleDescription(why);
  // Whoever takes the lock off the button gets no further.
  await generator.action("issue").evaluate((button: HTMLButtonElement) => {
    button.disabled = false;
    button.click();
    button.disabled = true;
  });
  await expect(generator.element).toHaveAttribute("data-state", "ready");
  await expect(generator.element.locator("[data-bundle], .certificates")).toHaveCount(0);
  await generator.field("locale").selectOption("zh-CN");
  await expect(reason).toHaveText(chinese);
}

for (const [what, source] of Object.entries(SOURCES)) {
  for (const edition of ["the hosted site", "the embedded element"]) {
    test(`${edition} issues nothing ${what}`, async ({ generator, page, site }) => {
      await spoil(page, source);
      await page.goto(`${EDITIONS[edition]!(site)}#hosts=docker.example.com`);
      const isSaid = edition === "the hosted site" && what.startsWith("without ");
      // Then its first script has put the reason in the page's place.
      if (isSaid) return expect(page.getByRole("alert").first()).toContainText("no secure randomness");
      await generator.reaches("ready");
      await generator.fill({ hosts: "docker.example.com" });
      await expectRefusal(generator, /gives no secure randomness .* up-to-date browser/, /没有提供安全的随机数.*新版浏览器/);
      await expect(generator.action("make-passphrase")).toBeDisabled();
      await expect(generator.element.locator('[data-light="randomness"]')).toHaveAttribute("data-state", "missing");
      await expect(generator.element.locator('[data-light="selfTest"]')).toHaveAttribute("data-state", "impossible");
    });
  }

  test(`the core issues nothing ${what}`, () => {
    expect(inCore(source)).toEqual({ unfit: "no-randomness", made: "nothing can be issued here" });
  });
}

test("a worker that has no randomness issues nothing, though its page has some", async ({ generator, page }) => {
  await changeWorker(page, SOURCES["with a getRandomValues that fills nothing"]!);
  await generator.open("hosts=docker.example.com");
  await expectRefusal(generator, /gives no secure randomness/, /没有提供安全的随机数/);
});

test("randomness that is lost later ends the run and the next ones, and what was typed stays", async ({ generator, page, watch }) => {
  watch.expect(/no-randomness/);
  await refuseWorkers(page);
  await generator.open("hosts=docker.example.com");
  await expect(generator.element.locator('[data-light="selfTest"]')).toHaveAttribute("data-state", "passed");
  watch.expect(/randomness/);
  await page.evaluate(SOURCES["with a getRandomValues that fills nothing"]!);
  await generator.action("issue").click();
  await expect(generator.element.locator("[data-bundle], .certificates")).toHaveCount(0);
  await expect(generator.element.locator('[data-notice="broken"], .unfit:not(:empty)')).not.toHaveCount(0);
  await generator.reaches("ready");
  await expect(generator.field("hosts")).toHaveValue("docker.example.com");
});

test("after a self-test that has failed, the button says so and nothing is issued", async ({ generator, page }) => {
  // The year 10000 cannot be written in a certificate.
  await page.addInitScript(() => (Date.now = () => 253_402_300_800_000));
  await generator.open("hosts=docker.example.com");
  await expectRefusal(generator, /trial certificates were wrong.*computer.s date/, /试签的证书不正确.*日期/);
});

test("a worker whose self-test breaks issues nothing, and its console says what broke", async ({ generator, page, watch }) => {
  watch.expect(/unreachable/);
  const said = page.waitForEvent("console", (message) => message.text().includes("unreachable"));
  await changeWorker(page, breaking("issuing_trial"));
  await generator.open("hosts=docker.example.com");
  await expectRefusal(generator, /trial certificates were wrong/, /试签的证书不正确/);
  await said;
});

test("the core packs nothing before what was issued was tried, and nothing where the trial fails", () => {
  expect(inCore("", "made.zipPiece()")).toEqual({ made: "not checked, or not right" });
  for (const name of ["ca", "docker.example.com-and-others"]) expect(inCore("", `made.tarGz('${name}')`)).toEqual({ made: "not checked, or not right" });
  // Looks at it as if in the year 2200.
  const late = "check(made, 7258118400000)";
  expect(inCore("", `(${late}.every((check) => check.passed) ? 'passed' : made.zipPiece())`)).toEqual({ made: "not checked, or not right" });
  expect(inCore("", "(check(made, Date.now()), [made.zipPiece() && made.zipPiece(), made.tarGz('ca')[0]].every(({ length }) => length > 1000))")).toEqual({ made: true });
});

test("the core makes no archive of scripts that are something else, or have lost their end", () => {
  for (const change of ["''", "scripts.replace('# SETTINGS', '#')", "scripts.slice(0, -10)"]) {
    expect(inCore("", `folders(draft, ${change}, '', '', '')`), change).toEqual({ made: "not the scripts of this version" });
  }
});

test("a check without answers has not passed, not even that strangers are refused", () => {
  expect(inCore("", "(made.examine(Date.now()), made.verify(Date.now()).find(({ code }) => code === 'strangers-refused').passed)")).toEqual({ made: false });
});

test("a check that breaks offers nothing, and the page says so and goes on", async ({ generator, page, watch }) => {
  watch.expect(/check-broke|unreachable/);
  await changeWorker(page, breaking("issuing_verify", 1));
  await generator.open("hosts=docker.example.com");
  await generator.action("issue").click();
  await expect(generator.element.locator('[data-notice="unchecked"]')).toContainText("could not be checked, so none are offered");
  await generator.reaches("ready");
  await expect(generator.element.locator("[data-bundle], .certificates")).toHaveCount(0);
  await expect(generator.field("hosts")).toHaveValue("docker.example.com");
  await generator.field("locale").selectOption("zh-CN");
  await expect(generator.element.locator('[data-notice="unchecked"]')).toContainText("未能完成校验");
});

test("a browser that signs and verifies with a hash of its own is found, though it finds itself right", async ({ generator, page }) => {
  await changeWorker(page, `
    const { sign, verify } = SubtleCrypto.prototype;
    const other = (algorithm) => (algorithm.hash === "SHA-384" ? { ...algorithm, hash: "SHA-256" } : algorithm);
    SubtleCrypto.prototype.sign = function (algorithm, ...rest) { return sign.call(this, other(algorithm), ...rest); };
    SubtleCrypto.prototype.verify = function (algorithm, ...rest) { return verify.call(this, other(algorithm), ...rest); };`);
  await generator.open("hosts=docker.example.com&keyAlgorithm=ecdsa-p384");
  await generator.action("issue").click();
  await expect(generator.element.locator('[data-check="keys-fit"]')).toHaveClass("failed");
  await expect(generator.element.locator("[data-bundle]")).toHaveCount(0);
});

test("nothing is offered while the check is not over", async ({ generator, page }) => {
  // It tells the page that it has begun, by a message that the page does not know, and waits for a while.
  await changeWorker(page, `
    const { Instance } = WebAssembly;
    WebAssembly.Instance = function (module, imports) {
      const instance = new Instance(module, imports);
      const issuing_verify = (...all) => {
        new BroadcastChannel("check").postMessage("begun");
        for (const start = Date.now(); Date.now() < start + 2000; );
        return instance.exports.issuing_verify(...all);
      };
      return { exports: instance.exports.issuing_verify ? { ...instance.exports, issuing_verify } : instance.exports };
    };
    WebAssembly.Instance.prototype = Instance.prototype;`);
  await page.addInitScript(() => {
    // What is under way is drawn a moment later.
    const look = () => {
      const { shadowRoot, dataset } = document.querySelector<HTMLElement>("dockseal-generator")!;
      const text = shadowRoot!.querySelector(".progress span")!.textContent;
      Object.assign(window, { meanwhile: [dataset.state, shadowRoot!.querySelectorAll("[data-bundle]").length, text] });
      if (dataset.state === "issuing" && !text.startsWith("Checking")) setTimeout(look, 10);
    };
    new BroadcastChannel("check").onmessage = look;
  });
  await generator.open("hosts=docker.example.com");
  await generator.issue();
  await expect(generator.element.locator("[data-bundle]")).not.toHaveCount(0);
  expect(await page.evaluate(() => (window as unknown as { meanwhile: unknown }).meanwhile)).toEqual(["issuing", 0, "Checking and packing the files…"]);
});

/** Other names under which scripts look for randomness: Node's, and old Internet Explorer's. */
const OTHER_SOURCES = /randomFillSync|msCrypto|process\.versions|\brequire\(|Math\.random/;

test("what is shipped names no other source of randomness", () => {
  const shipped = readdirSync(DIST, { recursive: true, encoding: "utf8" }).filter((file) => /\.(?:js|html|wasm)$/.test(file));
  expect(shipped.length).toBeGreaterThan(5);
  const named = (text: string) => text.match(OTHER_SOURCES)?.[0];
  for (const file of shipped) {
    const text = readFileSync(path.join(DIST, file), "latin1");
    // The recipe for Node is a text in the wasm: these modules, and no others.
    expect(named(file.endsWith(".wasm") ? text.replace(/require\("(?:node:fs|node:os|node:path|dockerode)"\)/g, "") : text), file).toBe(undefined);
  }
  // The wasms that are inside of single files are those of the site.
  for (const bound of ["dockseal_form", "dockseal_issue", "dockseal_rsa"]) {
    const glue = readFileSync(path.join(DIST, `../target/wasm/${bound}.js`), "utf8");
    expect(named(glue), bound).toBe(undefined);
    expect(glue).toContain("getRandomValues");
  }
  expect(named("module.require; e.randomFillSync(t)")).toBe("randomFillSync");
});

/** Asks the core alone, outside of any browser, after what a script has done. */
function inCore(before: string, then = "'made'"): { unfit?: string; made: unknown } {
  const [form, issue] = ["form", "issue"].map((name) => path.join(DIST, `../target/wasm/dockseal_${name}`));
  const script = `
    import { readFileSync } from "node:fs";
    import { defaults, folders, initSync as initForm, orders } from ${JSON.stringify(`${form}.js`)};
    import { cannotTry, initSync as initIssue, Issuing } from ${JSON.stringify(`${issue}.js`)};
    globalThis.self = globalThis;
    delete globalThis.process;
    initForm({ module: readFileSync(${JSON.stringify(`${form}_bg.wasm`)}) });
    initIssue({ module: readFileSync(${JSON.stringify(`${issue}_bg.wasm`)}) });
    { ${before} }
    const attempt = (work) => { try { return work(); } catch (error) { return error.message; } };
    const make = (made) => {
      made.keys.forEach((_, place) => made.generateKey(place));
      made.keys.forEach((_, place) => made.sign(place));
      made.issue();
    };
    const check = (made, now) => {
      for (let question = made.examine(now); question > 0; question--) made.answer(question - 1);
      return made.verify(now);
    };
    const unfit = attempt(() => {
      const unfit = cannotTry();
      if (unfit) return unfit;
      const trial = Issuing.trial(Date.now());
      make(trial);
      check(trial, Date.now());
    });
    const scripts = readFileSync(${JSON.stringify(path.join(DIST, "../target/wasm/scripts.txt"))}, "utf8");
    const draft = { ...defaults(), hosts: "docker.example.com", clients: "alice" };
    const run = () => {
      const made = new Issuing(orders(draft, ''), Date.now());
      made.setFolders(folders(draft, scripts, '', '', ''));
      make(made);
      return ${then};
    };
    console.log(JSON.stringify({ unfit, made: attempt(run) }));`;
  return JSON.parse(execFileSync("node", ["--input-type=module", "--eval", script], { encoding: "utf8" }));
}

/** A script for the worker in which this function of the core breaks, once it was called so often. */
function breaking(name: string, times = 0): string {
  return `
    const { Instance } = WebAssembly;
    let left = ${times};
    WebAssembly.Instance = function (module, imports) {
      const { exports } = new Instance(module, imports);
      const broken = (...all) => {
        if (left-- > 0) return exports.${name}(...all);
        throw new WebAssembly.RuntimeError("unreachable");
      };
      return { exports: exports.${name} ? { ...exports, ${name}: broken } : exports };
    };
    WebAssembly.Instance.prototype = Instance.prototype;`;
}
