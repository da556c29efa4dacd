// What the page tells about itself, and what stands there where it cannot run.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { changeWorker, expect, refuseWorkers, test, type Generator } from "./page";
import { DIST, EDITIONS, offlineFile } from "./server";

/** The state of each light, once none waits. */
async function lights(generator: Generator): Promise<Record<string, string>> {
  await expect(generator.element.locator('[data-light][data-state="waiting"]')).toHaveCount(0);
  const all = await generator.element.locator("[data-light]").evaluateAll((items) => items.map((item) => [item.getAttribute("data-light")!, `${item.getAttribute("data-state")} ${item.className}`] as const));
  return Object.fromEntries(all);
}

const GOOD = { randomness: "there good", context: "secure good", worker: "there good", selfTest: "passed good" };

test("all lights are good, and each edition says from where it was opened", async ({ generator, site }) => {
  for (const [edition, place] of [
    ["the hosted site", "origin good"],
    ["the offline file", "disk good"],
    ["the embedded element", "origin good"],
  ] as const) {
    await generator.open("", EDITIONS[edition]!(site));
    expect(await lights(generator), edition).toEqual({ ...GOOD, place });
  }
  await generator.open();
  await expect(generator.element.locator('[data-light="place"]')).toContainText(`http://127.0.0.1:${site.port}`);
});

test("on plain http the lights say what that means, in both languages", async ({ generator, site }) => {
  await generator.open("", site.url.replace("127.0.0.1", "plain.test"));
  expect(await lights(generator)).toEqual({ ...GOOD, place: "plain note", context: "plain note" });
  await expect(generator.element.locator('[data-light="place"]')).toContainText("without encryption");
  await generator.field("locale").selectOption("zh-CN");
  await expect(generator.element.locator('[data-light="place"]')).toContainText("未加密");
});

test("without workers the light says where keys are made, and the self-test passes there", async ({ generator, page }) => {
  await refuseWorkers(page);
  await generator.open();
  expect(await lights(generator)).toEqual({ ...GOOD, place: "origin good", worker: "missing note" });
});

test("a self-test that fails is said", async ({ generator, page }) => {
  await lie(page);
  await generator.open();
  expect(await lights(generator)).toEqual({ ...GOOD, place: "origin good", selfTest: "failed bad" });
  await expect(generator.element.locator('[data-light="selfTest"]')).toContainText("Do not use this page");
  await expect(generator.action("issue")).toBeDisabled();
});

test("randomness that repeats itself is said", async ({ generator, page }) => {
  await page.addInitScript(() => {
    crypto.getRandomValues = (array) => array;
  });
  await generator.open();
  expect(await lights(generator)).toMatchObject({ randomness: "missing bad", selfTest: "impossible bad" });
});

test("the self-test comes after the page is usable, and does not disturb what is issued meanwhile", async ({ generator }) => {
  await generator.open("hosts=docker.example.com");
  await generator.issue();
  expect((await lights(generator)).selfTest).toBe("passed good");
  await generator.element.locator("#certificates > summary").click();
  await expect(generator.element.locator("table").first()).not.toContainText("self-test");
});

test("the site links the offline file with its hash, and the download has it", async ({ generator, page }) => {
  await generator.open();
  const name = path.basename(offlineFile());
  await generator.element.locator(".lights summary").click();
  const sha256 = await generator.element.locator(".lights code").first().textContent();
  const arrival = page.waitForEvent("download");
  await generator.element.locator(".lights a").click();
  const download = await arrival;
  expect(download.suggestedFilename()).toBe(name);
  const hash = createHash("sha256").update(readFileSync(await download.path())).digest("hex");
  expect(sha256).toBe(hash);
  expect(readFileSync(`${DIST}/SHA256SUMS`, "utf8")).toContain(`${hash}  ${name}\n`);
});

test("the offline file shows a command that computes its hash", async ({ generator, site }) => {
  await generator.open("", EDITIONS["the offline file"]!(site));
  await generator.element.locator(".lights summary").click();
  const command = await generator.element.locator(".lights code").first().textContent();
  const output = execFileSync("sh", ["-c", command!], { cwd: DIST, encoding: "utf8" });
  expect(output.split(" ")[0]).toBe(createHash("sha256").update(readFileSync(offlineFile())).digest("hex"));
});

for (const [what, words, remove] of [
  ["WebAssembly", ["WebAssembly is switched off", "停用了或不支持 WebAssembly"], () => void Reflect.deleteProperty(window, "WebAssembly")],
  ["WebAssembly's permission", ["WebAssembly is switched off", "停用了或不支持 WebAssembly"], () => void (WebAssembly.Module = function () { throw new Error("no"); } as never)],
  ["getRandomValues", ["no secure randomness", "没有安全的随机数来源"], () => void Object.defineProperty(Crypto.prototype, "getRandomValues", { value: undefined })],
] as const) {
  test(`without ${what} the page says why it cannot run, in both languages`, async ({ page, site, watch: _ }) => {
    await page.addInitScript(remove);
    for (const edition of ["the hosted site", "the offline file"]) {
      await page.goto(EDITIONS[edition]!(site));
      await expect(page.getByRole("alert")).toHaveCount(2);
      for (const [index, text] of words.entries()) await expect(page.getByRole("alert").nth(index)).toContainText(text);
    }
  });
}

test("without its script the page says so in both languages", async ({ page, site, watch }) => {
  watch.expect(/404/);
  await page.route("**/assets/*.js", (route) => route.fulfill({ status: 404 }));
  await page.goto(site.url);
  await expect(page.getByRole("alert").nth(0)).toContainText("script did not load");
  await expect(page.getByRole("alert").nth(1)).toContainText("未能加载");
});

test("a browser that cannot read the script is told in both languages", async ({ page, site, watch }) => {
  watch.expect(/SyntaxError|Unexpected|Invalid/);
  await page.route("**/assets/*.js", (route) => route.fulfill({ contentType: "text/javascript", body: "class { #of tomorrow }" }));
  await page.goto(site.url);
  await expect(page.getByRole("alert").nth(0)).toContainText("too old");
  await expect(page.getByRole("alert").nth(1)).toContainText("版本过旧");
});

test("the check is in the words of 2009", async () => {
  const { transform } = await import("esbuild");
  const check = readFileSync(path.resolve(__dirname, "../../www/check.js"), "utf8");
  await transform(check, { target: "es5", logLevel: "silent" });
  expect(check).not.toMatch(/=>|`|\b(?:let|const|class|async)\b(?! *\()/);
  await expect(transform(`${check}\nconst modern = 1;`, { target: "es5", logLevel: "silent" })).rejects.toThrow();
});

/** The worker says that the self-test has failed. */
function lie(page: Page): Promise<void> {
  return changeWorker(page, `
    const post = self.postMessage.bind(self);
    self.postMessage = (message) => post(message?.kind === "done" && message.value === undefined ? { ...message, value: "self-test" } : message);`);
}
