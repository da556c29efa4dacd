// The three editions of the product do the same, and no edition talks.

import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { chromium } from "@playwright/test";
import { judge, madePkcs12 } from "./openssl";
import { expect, Generator, test } from "./page";
import config from "./playwright.config";
import { DIST, EDITIONS, offlineFile, serve } from "./server";

const FIELDS = { hosts: "docker.example.com 192.0.2.10", clients: "alice" };
/** Ways out of a page. Each says whether it got out. */
const WAYS = ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "sendBeacon", "image", "script", "style sheet", "frame", "form", "fetch of a worker"];

for (const [edition, address] of Object.entries(EDITIONS)) {
  test(`${edition} is filled in, issues, and openssl takes what is downloaded`, async ({ generator, site }) => {
    await generator.open("", address(site));
    await generator.fill(FIELDS);
    await generator.issue();
    await expect(generator.element.locator("[data-check].passed")).not.toHaveCount(0);
    await expect(generator.element.locator("[data-notice]")).toHaveCount(0);
    judge(await generator.archives(), "docker.example.com", "alice");
    await generator.fill({ keyAlgorithm: "rsa-2048" });
    await generator.issue();
    const rsa = "rsaEncryption (2048 bit)";
    expect(judge(await generator.archives(), "docker.example.com", "alice")).toEqual({ ca: rsa, server: rsa, client: rsa });
  });

  test(`${edition} opens a PKCS#12 file with its passphrase only, and signs under what is in it`, async ({ generator, site }) => {
    const passphrase = "correct horse";
    await generator.open("", address(site));
    await generator.action("door-continue").click();
    await generator.field("authorityFiles").setInputFiles(madePkcs12(passphrase));
    await generator.field("authorityPassphrase").fill("another");
    await generator.action("open-authority").click();
    await expect(generator.problem("authorityPassphrase", "key-wrong-passphrase")).toBeVisible();
    await generator.field("authorityPassphrase").fill(passphrase);
    await generator.action("open-authority").click();
    await expect(generator.element.locator('.known .machine.ca[data-machine="ours"]')).toBeVisible();
    await generator.fill(FIELDS);
    await generator.action("issue").click();
    await generator.reaches("issued");
    judge(await generator.archives(), "docker.example.com", "alice", passphrase);
  });

  test(`${edition} asks for nothing once it is loaded`, async ({ context, generator, page }) => {
    // A server of its own, whose requests are counted.
    const site = await serve();
    const asked: string[] = [];
    context.on("request", (request) => {
      if (!/^(?:blob|data):/.test(request.url())) asked.push(request.url());
    });
    await generator.open("", address(site));
    await expect.poll(() => page.workers().length).toBe(1);
    const [onServer, inBrowser] = [site.requests.length, asked.length];
    expect(onServer).toBe(edition === "the offline file" ? 0 : inBrowser);
    await generator.fill(FIELDS);
    await generator.issue();
    await generator.archives();
    await generator.download("alice-client.tar.gz");
    await generator.clear();
    await generator.reaches("ready");
    await generator.fill({ keyAlgorithm: "rsa-2048" });
    await generator.issue();
    await generator.field("locale").selectOption("zh-CN");
    await page.evaluate(() => dispatchEvent(new Event("pagehide")));
    expect(site.requests.slice(onServer)).toEqual([]);
    expect(asked.slice(inBrowser)).toEqual([]);
    await site.close();
  });
}

for (const edition of ["the hosted site", "the offline file"]) {
  test(`${edition} refuses every way out that its console may try`, async ({ generator, page, watch }) => {
    watch.expect(/Content Security Policy|Failed to fetch|ERR_BLOCKED|Refused to|NetworkError/);
    const site = await serve();
    await generator.open("", EDITIONS[edition]!(site));
    // The page closes its own door when its wasm is there.
    if (edition === "the hosted site") await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveCount(2);
    await expect.poll(() => page.workers().length).toBe(1);
    const before = site.requests.length;
    for (const origin of [`http://127.0.0.1:${site.port}`, `http://plain.test:${site.port}`]) {
      expect(await page.evaluate(tryWaysOut, origin)).toEqual(Object.fromEntries(WAYS.map((way) => [way, "refused"])));
    }
    expect(site.requests.slice(before)).toEqual([]);
    // And yet it works.
    await generator.fill(FIELDS);
    await generator.issue();
    await site.close();
  });
}

test("the ways out lead out where no policy forbids them", async ({ page, site, watch }) => {
  watch.expect(/404|MIME|WebSocket|EventSource|ERR_/);
  await page.goto(site.add("/open.html", "<!doctype html><title>open</title><link rel=icon href=data:,>"));
  const ways = await page.evaluate(tryWaysOut, `http://127.0.0.1:${site.port}`);
  for (const way of WAYS) await expect.poll(() => site.requests.filter((request) => request.includes(encodeURIComponent(way))), `${way}: ${ways[way]}`).not.toEqual([]);
});

test("the policies are exactly as strict as they should be", async ({ generator, page }) => {
  const policy = () => page.locator('meta[http-equiv="Content-Security-Policy"]').first().getAttribute("content");
  const directives = async () => Object.fromEntries((await policy())!.split("; ").map((directive) => [directive.split(" ")[0], directive.split(" ").slice(1)]));
  const hash = expect.stringMatching(/^'sha256-[A-Za-z0-9+/]{43}='$/);
  const common = {
    "default-src": ["'none'"],
    "style-src": [hash],
    "img-src": ["data:"],
    "worker-src": ["blob:"],
    "form-action": ["'none'"],
    "base-uri": ["'none'"],
  };
  await generator.open();
  expect(await directives()).toEqual({ ...common, "script-src": ["'self'", hash, "'wasm-unsafe-eval'"], "connect-src": ["'self'"] });
  await generator.open("", EDITIONS["the offline file"]!(generator.site));
  expect(await directives()).toEqual({ ...common, "script-src": [hash, hash, "'wasm-unsafe-eval'"], "connect-src": ["'none'"] });
});

test("a script that was changed in the offline file does not run", async ({ page, watch }, testInfo) => {
  watch.expect(/Content Security Policy/);
  const changed = testInfo.outputPath("changed.html");
  writeFileSync(changed, readFileSync(offlineFile(), "utf8").replaceAll("dockseal-locale", "dockseal-l0cale"));
  await page.goto(`file://${changed}`);
  expect(await page.locator("dockseal-generator").evaluate((element) => element.shadowRoot)).toBe(null);
});

test("the offline file is one file that names no other", () => {
  const text = readFileSync(offlineFile(), "utf8").replace(/"[A-Za-z0-9+/=]{10000,}"/g, '""');
  expect(text.match(/<(?:script|link|img|iframe)[^>]*(?:src|href)=(?!"data:)/g)).toBe(null);
  expect(text).not.toContain("import(");
});

test("the offline file works in a network namespace without any interface", async ({ site }, testInfo) => {
  const program = testInfo.outputPath("chromium-without-network");
  const { args = [], executablePath } = config.use!.launchOptions!;
  writeFileSync(program, `#!/bin/sh\nexec unshare --net -- '${executablePath}' "$@"\n`);
  chmodSync(program, 0o755);
  const browser = await chromium.launch({ executablePath: program, args });
  try {
    const context = await browser.newContext({ locale: "en-US" });
    // Nothing can be reached, not even this machine.
    await expect((await context.newPage()).goto(site.url)).rejects.toThrow(/ERR_/);
    const page = await context.newPage();
    const generator = new Generator(page, site);
    await generator.open("", EDITIONS["the offline file"]!(site));
    await generator.fill(FIELDS);
    await generator.issue();
    await expect(generator.element.locator("[data-check].passed")).not.toHaveCount(0);
    judge(await generator.archives(), "docker.example.com", "alice");
  } finally {
    await browser.close();
  }
});

test("a judge refuses a key beside another's certificate", async ({ generator }) => {
  await generator.open();
  await generator.fill(FIELDS);
  await generator.issue();
  const all = await generator.archives();
  expect(() => judge(all, "docker.example.com", "alice")).not.toThrow();
  expect(() => judge(all, "docker.example.com", "bob")).toThrow();
});

test("every file of dist is in SHA256SUMS, with its sum", () => {
  const lines = readFileSync(`${DIST}/SHA256SUMS`, "utf8").trim().split("\n");
  const listed = lines.map((line) => line.slice(66)).sort();
  const there = execFileSync("find", [".", "-type", "f", "-printf", "%P\\n"], { cwd: DIST, encoding: "utf8" }).trim().split("\n");
  expect(listed).toEqual(there.filter((file) => file !== "SHA256SUMS").sort());
  execFileSync("sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"], { cwd: DIST });
});

/** Runs in the page. */
async function tryWaysOut(origin: string): Promise<Record<string, string>> {
  const url = (way: string) => `${origin}/out?${encodeURIComponent(way)}`;
  const within = <Value>(promise: Promise<Value>) => Promise.race([promise, new Promise<never>((_, reject) => setTimeout(reject, 3000, "no answer"))]);
  const loads = (element: HTMLElement) =>
    new Promise<void>((resolve, reject) => {
      element.onload = () => resolve();
      element.onerror = reject;
      document.body.append(element);
    });
  const make = <Tag extends keyof HTMLElementTagNameMap>(tag: Tag, attributes: Partial<HTMLElementTagNameMap[Tag]>) =>
    Object.assign(document.createElement(tag), attributes);
  const violations: string[] = [];
  addEventListener("securitypolicyviolation", ({ blockedURI }) => violations.push(blockedURI));
  const ways: Record<string, () => Promise<unknown>> = {
    fetch: () => fetch(url("fetch"), { mode: "no-cors" }),
    XMLHttpRequest: () =>
      new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.onload = resolve;
        request.onerror = reject;
        request.open("GET", url("XMLHttpRequest"));
        request.send();
      }),
    WebSocket: () =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(url("WebSocket").replace("http", "ws"));
        socket.onopen = resolve;
        socket.onerror = reject;
      }),
    EventSource: () =>
      new Promise((resolve, reject) => {
        const source = new EventSource(url("EventSource"));
        source.onopen = resolve;
        source.onerror = reject;
      }),
    sendBeacon: async () => {
      // It says true, and does nothing.
      navigator.sendBeacon(url("sendBeacon"), "x");
      await new Promise((resolve) => setTimeout(resolve, 200));
      if (violations.some((violation) => violation.includes("sendBeacon") || violation.startsWith(origin))) throw new Error("refused");
    },
    image: () => loads(make("img", { src: url("image") })),
    script: () => loads(make("script", { src: url("script") })),
    "style sheet": () => loads(make("link", { rel: "stylesheet", href: url("style sheet") })),
    frame: async () => {
      const frame = make("iframe", { src: url("frame") });
      document.body.append(frame);
      await new Promise((resolve) => setTimeout(resolve, 500));
      if (violations.some((violation) => violation.startsWith(origin))) throw new Error("refused");
    },
    form: async () => {
      const target = make("iframe", { name: "target" });
      const form = make("form", { action: url("form"), method: "post", target: "target" });
      document.body.append(target, form);
      const before = violations.length;
      form.submit();
      await new Promise((resolve) => setTimeout(resolve, 500));
      if (violations.length > before) throw new Error("refused");
    },
    "fetch of a worker": () =>
      new Promise((resolve, reject) => {
        const script = `fetch(${JSON.stringify(url("fetch of a worker"))}, { mode: "no-cors" }).then(() => postMessage("out"), () => postMessage("refused"))`;
        const worker = new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
        worker.onerror = reject;
        worker.onmessage = ({ data }) => (data === "out" ? resolve(data) : reject(data));
      }),
  };
  const results: Record<string, string> = {};
  for (const [way, attempt] of Object.entries(ways)) {
    results[way] = await within(attempt()).then(
      () => "out",
      () => "refused",
    );
  }
  return results;
}
