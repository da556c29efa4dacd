// Chromium's side: the pages that are measured, and a server for them. Times are taken inside the pages, not through the driver.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { chromium } from "@playwright/test";

const ROOT = path.resolve(import.meta.dirname, "..");
const TYPES = { ".css": "text/css", ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".txt": "text/plain", ".wasm": "application/wasm" };

const FOLDERS = { bench: "target/bench", site: "dist/site", wasm: "target/wasm" };

const PEER = (name) => `<!doctype html><title>${name}</title><script type="module">import { issue } from "/bench/${name}.js"; bench.setPeer(issue);</script>`;
const PEERS = ["forge", "generator", "noble", "peculiar", "pkijs"];
const PAGES = { "/empty": "<!doctype html><title>empty</title>", ...Object.fromEntries(PEERS.map((name) => [`/${name}`, PEER(name)])) };

/** A new window is busy with itself for so long: it has pages of its own, and what it does meanwhile is no page's doing. */
const WINDOW_MS = 600;
/** Not this machine's own name: a browser hides WebCrypto from a page on plain http, other than from there. */
const PLAIN = "docs.example";

export class Browser {
  #server;
  #chromium;
  #origin;

  static async open() {
    const browser = new Browser();
    browser.#server = createServer(serve);
    await new Promise((resolve) => browser.#server.listen(0, "127.0.0.1", resolve));
    browser.#origin = `http://127.0.0.1:${browser.#server.address().port}`;
    browser.#chromium = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", `--host-resolver-rules=MAP ${PLAIN} 127.0.0.1`],
    });
    return browser;
  }

  get version() {
    return this.#chromium.version();
  }

  /** A page in a profile of its own, in which nothing was loaded before. With `hosts`, it issues as soon as it can; with `plain`, it has no WebCrypto. */
  async page(url, hosts, plain = false) {
    const context = await this.#chromium.newContext({ locale: "en-US" });
    const page = await context.newPage();
    page.on("pageerror", (error) => {
      throw error;
    });
    await page.addInitScript(instrument, hosts);
    const origin = plain ? this.#origin.replace("127.0.0.1", PLAIN) : this.#origin;
    await page.waitForTimeout(WINDOW_MS);
    await page.goto(origin + url);
    if ((await page.evaluate(() => "subtle" in crypto)) === plain) throw new Error("WebCrypto is there, or is not, against expectation");
    return page;
  }

  /** The same for one measurement. */
  async once(url, measure, hosts) {
    const page = await this.page(url, hosts);
    try {
      return await measure(page);
    } finally {
      await page.context().close();
    }
  }

  async close() {
    await this.#chromium.close();
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

function serve({ url }, response) {
  const page = PAGES[url];
  if (page) return response.writeHead(200, { "content-type": TYPES[".html"] }).end(page);
  const [, folder, file] = /^\/(site|bench|wasm)\/((?:assets\/)?[\w.-]*)$/.exec(url) ?? [];
  if (!folder) return response.writeHead(404).end();
  const found = path.join(ROOT, FOLDERS[folder], file || "index.html");
  response.writeHead(200, { "content-type": TYPES[path.extname(found)] }).end(readFileSync(found));
}

/** Runs in every page before anything else. */
function instrument(hosts) {
  const element = () => document.querySelector("dockseal-generator");
  const state = () => element()?.dataset.state;
  const until = (reached, root, options) =>
    new Promise((resolve) => {
      const look = () => {
        if (!reached()) return;
        observer.disconnect();
        resolve(performance.now());
      };
      const observer = new MutationObserver(look);
      observer.observe(root, { subtree: true, ...options });
      look();
    });
  const reaches = (wanted) => until(wanted, document, { attributeFilter: ["data-state"] });

  // Without a passphrase, as the others that are measured: it costs what its rounds cost.
  const fill = (fields) => {
    const source = element().shadowRoot.querySelector("[data-choice=passphrase]");
    source.value = "none";
    source.dispatchEvent(new Event("change", { bubbles: true }));
    for (const [name, value] of Object.entries(fields)) {
      const control = element().shadowRoot.querySelector(`[name="${name}"]`);
      control.value = value;
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  // The zips come with the worker's first answer.
  let answered;
  const { Worker } = globalThis;
  globalThis.Worker = class extends Worker {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data, timeStamp }) => {
        if (data.kind === "done" && data.value?.zips) answered ??= timeStamp;
      });
    }
  };

  /** What kept the page's thread longest; what takes less than 50 ms is not told. */
  let longest = 0;
  const observer = new PerformanceObserver((list) => (longest = Math.max(longest, ...list.getEntries().map(({ duration }) => duration))));
  observer.observe({ type: "longtask" });

  /** Times: from the click until the page has all zips, until it shows them, and from then until it shows the self-check. */
  const issue = async () => {
    const root = element().shadowRoot;
    answered = undefined;
    longest = 0;
    let start = performance.now();
    root.querySelector('[data-action="issue"]').click();
    const replace = root.querySelector('dialog [data-action="replace"]');
    if (replace) {
      start = performance.now();
      replace.click();
      await reaches(() => state() === "issuing");
    }
    if (state() !== "issuing") throw new Error("the form is refused");
    const issued = await reaches(() => state() !== "issuing");
    if (state() !== "issued") throw new Error("nothing is issued");
    const checked = await until(() => root.querySelector("[data-check]"), root, { childList: true });
    if (root.querySelector(".failed[data-check]")) throw new Error("the self-check failed");
    return { answered, zips: answered - start, shown: issued - start, check: checked - issued, longest };
  };

  /** Times: from the click until the first rows of what a CA has issued are there, and the longest tasks of that and of scrolling to the last of so many. */
  const open = async (rows) => {
    const root = element().shadowRoot;
    const list = root.querySelector(".known .rows");
    // Long tasks are told a moment later.
    const longestOf = async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      const found = longest;
      longest = 0;
      return found;
    };
    longest = 0;
    const start = performance.now();
    root.querySelector('[data-action="open-authority"]').click();
    const first = await until(() => list.childElementCount > 0, root, { childList: true });
    const opening = await longestOf();
    while (list.childElementCount < rows || list.scrollTop + list.clientHeight < list.scrollHeight - 1) {
      list.scrollTop += list.clientHeight;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return { first: first - start, opening, scrolling: await longestOf() };
  };

  const typable = until(state, document, { childList: true, attributeFilter: ["data-state"] });
  const ready = reaches(() => state() === "ready");
  let setPeer;
  const peer = new Promise((resolve) => (setPeer = resolve));

  /** As soon as it can be; the time is since the navigation began. */
  const issueAtOnce = async () => {
    await Promise.race([typable, peer]);
    if (element()) {
      fill({ hosts });
      element().shadowRoot.querySelector('[data-action="issue"]').click();
      await reaches(() => state() === "issued");
      return answered;
    }
    await (await peer)("ecdsa-p256");
    return performance.now();
  };

  const presses = [];
  let worker;

  globalThis.bench = {
    fill,
    issue,
    open,
    ready,
    typable,
    setPeer,
    presses,
    atOnce: hosts && issueAtOnce(),
    /** Milliseconds from the beginning of the navigation. */
    loaded: new Promise((resolve) => addEventListener("load", () => resolve(performance.now()))),
    worker: (fields) =>
      new Promise((resolve, reject) => {
        worker ??= new Worker("/bench/worker.js", { type: "module" });
        worker.onerror = reject;
        worker.onmessage = ({ data }) => resolve(data);
        worker.postMessage(fields);
      }),
    async timePeer(algorithm) {
      const issue = await peer;
      const start = performance.now();
      await issue(algorithm);
      return performance.now() - start;
    },
  };

  // The message comes after the frame that the callback belongs to.
  const { port1, port2 } = new MessageChannel();
  addEventListener(
    "input",
    ({ isTrusted }) => {
      if (!isTrusted) return;
      const start = performance.now();
      requestAnimationFrame(() => {
        const frame = performance.now();
        port1.onmessage = () => presses.push({ shown: performance.now() - start, work: performance.now() - frame });
        port2.postMessage(undefined);
      });
    },
    true,
  );
}
