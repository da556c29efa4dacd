// The three editions in Firefox as Debian ships it, by WebDriver BiDi.

import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test as base } from "@playwright/test";
import puppeteer, { type Browser, type Frame, type Page } from "puppeteer-core";
import { judge, madePkcs12, type Archives } from "./openssl";
import { documentation, EDITIONS, offlineFile, serve, type Site } from "./server";

const FIREFOX = process.env.FIREFOX ?? "/usr/bin/firefox-esr";

/** One browser for all tests of a worker: it takes seconds to start. */
const test = base.extend<{ firefox: Tab }, { site: Site; program: { browser: Browser; downloads: string } }>({
  site: [
    async ({}, use) => {
      const site = await serve();
      await use(site);
      await site.close();
    },
    { scope: "worker" },
  ],
  program: [
    async ({}, use, { workerIndex, project }) => {
      const downloads = path.join(project.outputDir, `firefox-${workerIndex}`);
      mkdirSync(downloads, { recursive: true });
      const browser = await puppeteer.launch({
        browser: "firefox",
        executablePath: FIREFOX,
        headless: true,
        extraPrefsFirefox: {
          "browser.download.dir": downloads,
          "browser.download.folderList": 2,
          "browser.helperApps.neverAsk.saveToDisk": "application/zip,application/gzip",
          "intl.accept_languages": "en-US",
          // A name that is not localhost, so that plain http to it is not a secure context.
          "network.dns.localDomains": "plain.test",
        },
      });
      await use({ browser, downloads });
      await browser.close();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  firefox: async ({ program: { browser, downloads } }, use) => {
    const page = await browser.newPage();
    await use(new Tab(page, downloads));
    await page.close();
  },
});

/** The page as a person handles it. */
class Tab {
  readonly complaints: string[] = [];
  /** The frame with the element. */
  frame: Frame;

  constructor(
    readonly page: Page,
    readonly downloads: string,
  ) {
    this.frame = page.mainFrame();
    page.on("console", (message) => {
      if (["error", "warn"].includes(message.type())) this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.complaints.push(String(error)));
  }

  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.reaches("ready");
    await this.choosePassphrase("none");
  }

  /** Puts a script in front of that of the workers, from the next page on. */
  async changeWorker(before: string): Promise<void> {
    await this.page.evaluateOnNewDocument((before) => {
      const { Blob } = window;
      window.Blob = class extends Blob {
        constructor(parts: BlobPart[] = [], options: BlobPropertyBag = {}) {
          super(options.type === "text/javascript" ? [before, "\n", ...parts] : parts, options);
        }
      };
    }, before);
  }

  async reaches(state: string): Promise<void> {
    await this.frame.waitForFunction((state) => document.querySelector<HTMLElement>("dockseal-generator")?.dataset.state === state, { timeout: 240_000 }, state);
  }

  async fill(fields: Record<string, string>): Promise<void> {
    for (const [name, value] of Object.entries(fields)) {
      if (name === "caPassphrase") await this.choosePassphrase("typed");
      await this.#inside(`[name="${name}"]`, (control, value) => {
        (control as HTMLInputElement).value = value!;
        control.dispatchEvent(new Event("input", { bubbles: true }));
      }, value);
    }
  }

  /** One that the page makes would have to be read from it. */
  async choosePassphrase(from: string): Promise<void> {
    await this.choose("[data-choice=passphrase]", from);
  }

  async choose(list: string, value: string): Promise<void> {
    await this.#inside(list, (control, value) => {
      (control as HTMLSelectElement).value = value!;
      control.dispatchEvent(new Event("change", { bubbles: true }));
    }, value);
  }

  /** Issues again after removing the files of the last run, so that one sees when the new ones are there. */
  async issueAnew(): Promise<void> {
    await this.clear();
    await this.reaches("ready");
    await this.press("issue");
    await this.reaches("issued");
  }

  /** Wipes the keys, downloaded or not. */
  async clear(): Promise<void> {
    await this.press("clear");
    if ((await this.count('[data-action="wipe"]')) > 0) await this.press("wipe");
  }

  async press(action: string): Promise<void> {
    await this.#inside(`[data-action="${action}"]`, (button) => (button as HTMLElement).click());
  }

  async count(selector: string): Promise<number> {
    return this.frame.evaluate((selector) => document.querySelector("dockseal-generator")!.shadowRoot!.querySelectorAll(selector).length, selector);
  }

  /** Downloads everything. */
  async downloadAll(): Promise<Archives> {
    return { ca: await this.download("ca.zip"), all: await this.#download('[data-recipient="all"][data-bundle$=".zip"]') };
  }

  async download(bundle: string): Promise<string> {
    return this.#download(`[data-bundle="${bundle}"]`);
  }

  /** Opens an archive behind the second door. */
  async bring(archive: string, passphrase: string): Promise<void> {
    await this.press("door-continue");
    await this.give("authorityFiles", archive);
    await this.fill({ authorityPassphrase: passphrase });
    await this.press("open-authority");
  }

  /** Chooses a file. */
  async give(field: string, file: string): Promise<void> {
    await this.#inside(`[name="${field}"]`, (control, content) => {
      const files = new DataTransfer();
      files.items.add(new File([Uint8Array.from(atob(content!), (c) => c.charCodeAt(0))], "file"));
      (control as HTMLInputElement).files = files.files;
      control.dispatchEvent(new Event("change", { bubbles: true }));
    }, readFileSync(file).toString("base64"));
  }

  /** Presses a download and gives the path of what arrived. */
  async #download(link: string): Promise<string> {
    const name = `${randomUUID()}.zip`;
    await this.#inside(link, (link, name) => {
      (link as HTMLAnchorElement).download = name!;
      (link as HTMLAnchorElement).click();
    }, name);
    const file = path.join(this.downloads, name);
    // An empty file keeps the name until the first octets come.
    await expect.poll(() => existsSync(file) && statSync(file).size > 0 && !existsSync(`${file}.part`)).toBe(true);
    return file;
  }

  async #inside(selector: string, work: (element: Element, value: string | undefined) => void, value?: string): Promise<void> {
    const look = () => this.frame.evaluateHandle((selector) => document.querySelector("dockseal-generator")!.shadowRoot!.querySelector(selector)!, selector);
    // What is drawn a moment later is waited for.
    let handle = await look();
    const isThere = () => handle.evaluate((element: Element | null) => element !== null);
    await expect.poll(async () => (await isThere()) || ((handle = await look()), isThere())).toBe(true);
    await handle.evaluate(work, value);
    await handle.dispose();
  }
}

for (const [edition, address] of Object.entries(EDITIONS)) {
  test(`in Firefox, ${edition} is filled in, issues, and openssl takes what is downloaded`, async ({ firefox, site }) => {
    await firefox.open(address(site));
    await firefox.fill({ hosts: "docker.example.com 192.0.2.10", clients: "alice" });
    await firefox.press("issue");
    await firefox.reaches("issued");
    await expect.poll(() => firefox.count("[data-check].passed")).toBeGreaterThan(0);
    expect(await firefox.count("[data-notice]")).toBe(0);
    expect(firefox.page.workers()).toHaveLength(1);
    judge(await firefox.downloadAll(), "docker.example.com", "alice");
    await firefox.fill({ keyAlgorithm: "rsa-2048" });
    await firefox.issueAnew();
    const rsa = "rsaEncryption (2048 bit)";
    expect(judge(await firefox.downloadAll(), "docker.example.com", "alice")).toEqual({ ca: rsa, server: rsa, client: rsa });
    expect(firefox.complaints).toEqual([]);
  });
}

for (const [edition, address] of Object.entries(EDITIONS)) {
  test(`in Firefox, ${edition} opens a ca.zip, renews everything, and adds a host and a client`, async ({ firefox, site }) => {
    const passphrase = "correct horse";
    await firefox.open(address(site));
    await firefox.fill({ hosts: "docker.example.com 192.0.2.10", clients: "alice", caPassphrase: passphrase, caPassphraseRepeat: passphrase });
    await firefox.press("issue");
    await firefox.reaches("issued");
    const { ca } = await firefox.downloadAll();
    await firefox.clear();
    await firefox.reaches("ready");
    await firefox.bring(ca, passphrase);
    await expect.poll(() => firefox.count(".known li.machine[data-state=valid]")).toBe(2);
    await firefox.press("renew-all");
    await firefox.fill({ hosts: "new.example.com", clients: "bob" });
    await expect.poll(() => firefox.count("[data-change]")).toBe(5);
    await firefox.press("issue");
    await firefox.reaches("issued");
    const renewed = await firefox.downloadAll();
    for (const [host, client] of [["docker.example.com", "alice"], ["new.example.com", "bob"]] as const) judge(renewed, host, client, passphrase);
    // One more time, under what was just made.
    await expect.poll(() => firefox.count(".known li.machine[data-state=valid]")).toBe(4);
    expect(firefox.complaints).toEqual([]);
  });
}

for (const [edition, address] of Object.entries(EDITIONS)) {
  test(`in Firefox, ${edition} opens a PKCS#12 file with its passphrase only, and signs under what is in it`, async ({ firefox, site }) => {
    const passphrase = "correct horse";
    await firefox.open(address(site));
    await firefox.bring(madePkcs12(passphrase), "another");
    await expect.poll(() => firefox.count('[data-problem="authorityPassphrase"][data-code="key-wrong-passphrase"]')).toBe(1);
    await firefox.fill({ authorityPassphrase: passphrase });
    await firefox.press("open-authority");
    await expect.poll(() => firefox.count('.known .machine.ca[data-machine="ours"]')).toBe(1);
    await firefox.fill({ hosts: "docker.example.com 192.0.2.10", clients: "alice" });
    await firefox.press("issue");
    await firefox.reaches("issued");
    judge(await firefox.downloadAll(), "docker.example.com", "alice", passphrase);
    expect(firefox.complaints).toEqual([]);
  });
}

for (const [edition, address] of Object.entries(EDITIONS)) {
  test(`in Firefox, ${edition} signs a request that another page has made, and the certificate fits the key that never left that`, async ({ firefox, program, site }) => {
    const asking = new Tab(await program.browser.newPage(), program.downloads);
    await asking.open(address(site));
    await asking.press("door-request");
    await asking.fill({ askingName: "anna" });
    await asking.press("ask");
    await expect.poll(() => asking.count("[data-asked]")).toBe(1);
    const theirs = unzipped(await asking.download("anna-request.zip"));
    await asking.page.close();
    openssl("req", "-verify", "-noout", "-in", path.join(theirs, "request.pem"));

    await firefox.open(address(site));
    const { ca } = await opened(firefox);
    // The key is not what is sent.
    await firefox.give("request", path.join(theirs, "key.pem"));
    await expect.poll(() => firefox.count('[data-problem="request"][data-code="is-private-key"]')).toBe(1);
    expect(await firefox.count("[data-request]")).toBe(0);
    await firefox.give("request", path.join(theirs, "request.pem"));
    await expect.poll(() => firefox.count("[data-request]")).toBe(1);
    await expect.poll(() => firefox.count('[data-change="anna-certificate"]')).toBe(1);
    await firefox.press("issue");
    await firefox.reaches("issued");
    const certificate = path.join(unzipped(await firefox.download("anna-certificate.zip")), "cert.pem");
    const authority = path.join(unzipped(ca), "ca.pem");
    openssl("verify", "-x509_strict", "-CAfile", authority, "-purpose", "sslclient", certificate);
    expect(() => openssl("verify", "-x509_strict", "-CAfile", authority, "-purpose", "sslserver", certificate)).toThrow("unsuitable certificate purpose");
    expect(openssl("x509", "-noout", "-pubkey", "-in", certificate)).toBe(openssl("pkey", "-pubout", "-in", path.join(theirs, "key.pem")));
    expect([...asking.complaints, ...firefox.complaints]).toEqual([]);
  });

  test(`in Firefox, ${edition} renews the CA's own certificate, and what it has signed stays valid`, async ({ firefox, site }) => {
    await firefox.open(address(site));
    const { ca, all } = await opened(firefox);
    await firefox.choose('.known .machine.ca select[name="change"]', "renew");
    await firefox.fill({ days: "7000" });
    await expect.poll(() => firefox.count("[data-change]")).toBe(1);
    await firefox.press("issue");
    await firefox.reaches("issued");
    const renewed = await firefox.download("ca.zip");
    const [before, after] = [ca, renewed].map((archive) => path.join(unzipped(archive), "ca.pem"));
    const facts = (file: string) => openssl("x509", "-noout", "-subject", "-pubkey", "-ext", "subjectKeyIdentifier", "-in", file);
    expect(facts(after!)).toBe(facts(before!));
    expect(readFileSync(after!)).not.toEqual(readFileSync(before!));
    openssl("x509", "-noout", "-checkend", String(6999 * 24 * 60 * 60), "-in", after!);
    // The leaves that are there, beside the new ca.zip with its key.
    judge({ all, ca: renewed }, "docker.example.com", "alice");
    expect(firefox.complaints).toEqual([]);
  });
}

/** Makes a CA with a host and a client, and opens its archive behind the second door. */
async function opened(firefox: Tab): Promise<Archives> {
  await firefox.fill({ hosts: "docker.example.com 192.0.2.10", clients: "alice" });
  await firefox.press("issue");
  await firefox.reaches("issued");
  const archives = await firefox.downloadAll();
  await firefox.clear();
  await firefox.reaches("ready");
  await firefox.bring(archives.ca, "");
  await expect.poll(() => firefox.count(".known li.machine[data-state=valid]")).toBe(2);
  return archives;
}

function unzipped(archive: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), "dockseal-"));
  execFileSync("unzip", ["-q", archive, "-d", folder]);
  return folder;
}

function openssl(...command: string[]): string {
  return execFileSync("openssl", command, { encoding: "utf8", stdio: "pipe" });
}

test("in Firefox, the frame of the recipe does everything in a page with a strict policy", async ({ firefox, site }) => {
  const file = path.basename(offlineFile());
  const frame = `<iframe title="Dockseal" sandbox="allow-scripts allow-downloads" src="/dist/${file}#hosts=docker.example.com&clients=alice"></iframe>`;
  // To Firefox a download is first of all a frame on its way to a `blob:`.
  const policy = { "content-security-policy": "default-src 'none'; script-src 'self'; frame-src 'self' blob:; img-src data:" };
  await firefox.page.goto(site.add("/docs/frame.html", documentation(frame, ""), policy));
  await expect.poll(() => firefox.page.frames().some((frame) => frame.url().includes(file))).toBe(true);
  firefox.frame = firefox.page.frames().find((frame) => frame.url().includes(file))!;
  await firefox.reaches("ready");
  expect(await firefox.frame.evaluate(() => self.origin)).toBe("null");
  await firefox.choosePassphrase("none");
  await firefox.press("issue");
  await firefox.reaches("issued");
  judge(await firefox.downloadAll(), "docker.example.com", "alice");
  expect(firefox.complaints).toEqual([]);
});

test("in Firefox, the hosted site works on plain http", async ({ firefox, site }) => {
  await firefox.open(site.url.replace("127.0.0.1", "plain.test"));
  expect(await firefox.page.evaluate(() => isSecureContext)).toBe(false);
  await firefox.fill({ hosts: "docker.example.com", clients: "alice" });
  await firefox.press("issue");
  await firefox.reaches("issued");
  judge(await firefox.downloadAll(), "docker.example.com", "alice");
  await firefox.fill({ keyAlgorithm: "rsa-2048" });
  await firefox.issueAnew();
  expect(judge(await firefox.downloadAll(), "docker.example.com", "alice").server).toBe("rsaEncryption (2048 bit)");
});

const RSA = { hosts: "docker.example.com", clients: "alice", keyAlgorithm: "rsa-4096", caPassphrase: "correct horse", caPassphraseRepeat: "correct horse" };
const REFUSE = 'SubtleCrypto.prototype.generateKey = SubtleCrypto.prototype.deriveBits = () => Promise.reject(new DOMException("no", "NotSupportedError"));';

for (const [name, address, refuses] of [
  ...Object.entries(EDITIONS).map(([edition, address]) => [edition, address, false] as const),
  ["the hosted site on plain http", ({ url }: Site) => url.replace("127.0.0.1", "plain.test"), false],
  ["the offline file, where WebCrypto refuses,", EDITIONS["the offline file"]!, true],
] as const) {
  test(`in Firefox, ${name} makes RSA-4096 keys and locks the authority's`, async ({ firefox, site }) => {
    if (refuses) await firefox.changeWorker(REFUSE);
    await firefox.open(address(site));
    await firefox.fill(RSA);
    await firefox.press("issue");
    if (refuses || name.includes("plain")) await expect.poll(() => firefox.count(".progress [data-key=making]")).toBe(1);
    await firefox.reaches("issued");
    const rsa = "rsaEncryption (4096 bit)";
    expect(judge(await firefox.downloadAll(), "docker.example.com", "alice", RSA.caPassphrase)).toEqual({ ca: rsa, server: rsa, client: rsa });
    expect(firefox.complaints).toEqual([]);
  });
}

for (const edition of ["the hosted site", "the offline file"]) {
  test(`in Firefox, ${edition} asks for nothing once it is loaded, and its console cannot either`, async ({ firefox }) => {
    const site = await serve();
    await firefox.open(EDITIONS[edition]!(site));
    await expect.poll(() => firefox.page.workers().length).toBe(1);
    if (edition === "the hosted site") await firefox.page.waitForFunction(() => document.querySelectorAll("meta[http-equiv]").length === 2);
    const before = site.requests.length;
    if (edition === "the offline file") expect(before).toBe(0);
    await firefox.fill({ hosts: "docker.example.com", clients: "alice" });
    await firefox.press("issue");
    await firefox.reaches("issued");
    await firefox.downloadAll();
    await firefox.clear();
    await firefox.reaches("ready");
    for (const origin of [`http://127.0.0.1:${site.port}`, `http://plain.test:${site.port}`]) {
      const out = await firefox.page.evaluate(tryWaysOut, origin);
      expect(out).toEqual({ fetch: "refused", XMLHttpRequest: "refused", WebSocket: "refused", image: "refused", "fetch of a worker": "refused" });
    }
    expect(site.requests.slice(before)).toEqual([]);
    await site.close();
  });
}

for (const edition of ["the hosted site", "the offline file"]) {
  test(`in Firefox, ${edition} is left for no other address and opens no window, and its links download all the same`, async ({ firefox, site }) => {
    await firefox.open(EDITIONS[edition]!(site));
    const address = firefox.page.url();
    const before = site.requests.length;
    const tried = await firefox.page.evaluate((url) => {
      location.href = `${url}?address`;
      Object.assign(document.createElement("a"), { href: `${url}?link` }).click();
      const { contentWindow } = document.body.appendChild(document.createElement("iframe"));
      return [self, contentWindow as typeof self].flatMap((window) => [typeof window.RTCPeerConnection, typeof window.open]);
    }, `http://127.0.0.1:${site.port}/out`);
    expect(tried).toEqual(Array(4).fill("undefined"));
    await firefox.fill({ hosts: "docker.example.com", clients: "alice" });
    await firefox.press("issue");
    await firefox.reaches("issued");
    judge(await firefox.downloadAll(), "docker.example.com", "alice");
    // What is typed stands behind the `#`.
    expect(firefox.page.url().split("#")[0]).toBe(address);
    expect(site.requests.slice(before)).toEqual([]);
    if (edition === "the offline file") return;
    await firefox.frame.evaluate(() => document.querySelector("dockseal-generator")!.shadowRoot!.querySelector<HTMLElement>(".lights a")!.click());
    await expect.poll(() => existsSync(path.join(firefox.downloads, path.basename(offlineFile())))).toBe(true);
  });
}

test("in Firefox, the ways out lead out where no policy forbids them", async ({ firefox, site }) => {
  await firefox.page.goto(site.add("/open.html", "<!doctype html><title>open</title><link rel=icon href=data:,>"));
  await firefox.page.evaluate(tryWaysOut, `http://127.0.0.1:${site.port}`);
  const asked = () => site.requests.filter((request) => request.includes("/out?")).map((request) => decodeURIComponent(request.split("?")[1]!));
  await expect.poll(asked).toEqual(expect.arrayContaining(["fetch", "XMLHttpRequest", "WebSocket", "sendBeacon", "image", "form", "fetch of a worker"]));
});

/** Runs in the page: whether an answer came. Beacon and form say nothing, and are seen by the server. */
async function tryWaysOut(origin: string): Promise<Record<string, string>> {
  const url = (way: string) => `${origin}/out?${encodeURIComponent(way)}`;
  const answer = (start: (resolve: () => void, reject: () => void) => void) =>
    new Promise<string>((resolve) => {
      setTimeout(resolve, 3000, "no answer");
      try {
        start(
          () => resolve("out"),
          () => resolve("refused"),
        );
      } catch {
        resolve("refused");
      }
    });
  navigator.sendBeacon(url("sendBeacon"), "x");
  const target = Object.assign(document.createElement("iframe"), { name: "target" });
  const form = Object.assign(document.createElement("form"), { action: url("form"), method: "post", target: "target" });
  document.body.append(target, form);
  try {
    form.submit();
  } catch {
    // Refused by the policy.
  }
  const script = `fetch(${JSON.stringify(url("fetch of a worker"))}, { mode: "no-cors" }).then(() => postMessage("out"), () => postMessage("refused"))`;
  return {
    fetch: await answer((resolve, reject) => void fetch(url("fetch"), { mode: "no-cors" }).then(resolve, reject)),
    XMLHttpRequest: await answer((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.onload = resolve;
      request.onerror = reject;
      request.open("GET", url("XMLHttpRequest"));
      request.send();
    }),
    WebSocket: await answer((resolve, reject) => {
      const socket = new WebSocket(url("WebSocket").replace("http", "ws"));
      socket.onopen = resolve;
      socket.onerror = reject;
    }),
    image: await answer((resolve, reject) => {
      const image = new Image();
      image.onload = resolve;
      image.onerror = reject;
      image.src = url("image");
    }),
    "fetch of a worker": await answer((resolve, reject) => {
      const worker = new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
      worker.onerror = reject;
      worker.onmessage = ({ data }) => (data === "out" ? resolve() : reject());
    }),
  };
}
