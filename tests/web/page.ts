// The page as a person handles it, by the hooks that it promises.

import AxeBuilder from "@axe-core/playwright";
import { expect, test as base, type FrameLocator, type Locator, type Page } from "@playwright/test";
import type { Archives } from "./openssl";
import { serve, type Site } from "./server";

export type Fields = Partial<Record<string, string>>;

/** Whether a field is among those that are folded away. */
const isOption = (name: string) => !["hosts", "clients", "platform", "caPassphrase", "caPassphraseRepeat", "trust"].includes(name);

/** What is shown while keys are made: all of it, and the row of each key where there are rows. */
export interface Progress {
  text: string;
  keys: { state: string; text: string }[];
}

export class Generator {
  readonly element: Locator;
  #downloads = 0;

  constructor(
    readonly page: Page,
    readonly site: Site,
    /** Where the element is: the page, a frame in it, or one element of several. */
    place: Page | FrameLocator | Locator = page,
  ) {
    this.element = place.locator("dockseal-generator");
  }

  /** Waits until what follows from the last change is drawn: the page does that in the next frame. What is listed or counted once comes after this. */
  async drawn(): Promise<void> {
    await this.element.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => resolve())));
  }

  /** Opens the page and waits until the form is usable. */
  async open(fragment = "", origin = this.site.url): Promise<void> {
    await this.page.goto(fragment ? `${origin}#${fragment}` : origin);
    await this.reaches("ready");
  }

  async reaches(state: string): Promise<void> {
    await expect(this.element).toHaveAttribute("data-state", state);
  }

  field(name: string): Locator {
    return this.element.locator(`[name="${name}"]`);
  }

  action(name: string): Locator {
    return this.element.locator(`[data-action="${name}"]`);
  }

  problem(field: string, code?: string): Locator {
    return this.element.locator(`[data-problem="${field}"]${code ? `[data-code="${code}"]` : ""}`);
  }

  snippet(id: string): Locator {
    return this.element.locator(`[data-snippet="${id}"]`);
  }

  /** A download; the one above the sheet, where that offers it too. */
  bundle(file: string): Locator {
    return this.element.locator(`[data-bundle="${file}"]`).first();
  }

  async openOptions(): Promise<void> {
    await this.element.locator("details.more").evaluate((details: HTMLDetailsElement) => (details.open = true));
  }

  /** The machine in a row: a host, a client or the CA. */
  machine(role: "host" | "client" | "ca", name?: string): Locator {
    return this.element.locator(`[data-role="${role}"]${name === undefined ? "" : `[data-machine="${name}"]`}`);
  }

  /** Where a row is typed. */
  input(role: "host" | "client", index = 0): Locator {
    return this.machine(role).nth(index).locator(".row textarea");
  }

  /** Opens the text boxes of the lists. */
  async openLists(...names: string[]): Promise<void> {
    for (const name of names.length > 0 ? names : ["hosts", "clients"]) {
      // It may be open where the form is not drawn yet.
      const button = this.action(`list-${name}`);
      if ((await button.getAttribute("aria-expanded")) !== "true") await button.click();
    }
  }

  /** Opens the rows of this host and this client, with everything that is folded in them. */
  async unfold(host = 0, client = 0): Promise<void> {
    for (const [role, index] of [["host", host], ["client", client]] as const) {
      const button = this.machine(role).nth(index).locator('[data-action="open-row"]');
      if ((await button.getAttribute("aria-expanded")) === "false") await button.click();
    }
    await this.drawn();
    for (const fold of await this.element.locator(".fold").all()) await fold.evaluate((details: HTMLDetailsElement) => (details.open = true));
  }

  /** Where the passphrase of the CA's key comes from. */
  async choosePassphrase(from: "made" | "typed" | "none"): Promise<void> {
    await this.element.locator("[data-choice=passphrase]").selectOption(from);
  }

  async fill(fields: Fields): Promise<void> {
    if (Object.keys(fields).some(isOption)) await this.openOptions();
    for (const [name, value = ""] of Object.entries(fields)) {
      if (name === "hosts" || name === "clients") await this.openLists(name);
      if (name === "caPassphrase" && !(await this.field(name).isVisible())) await this.choosePassphrase("typed");
      const control = this.field(name);
      if (await control.evaluate((element) => element instanceof HTMLSelectElement)) await control.selectOption(value);
      else await control.fill(value);
    }
    await this.drawn();
  }

  /** Fills a text field at once. Typing ten thousand lines takes Chromium minutes, in any text area. */
  async put(name: string, text: string): Promise<void> {
    if (isOption(name)) await this.openOptions();
    await this.field(name).evaluate((control: HTMLTextAreaElement, value) => {
      control.value = value;
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }, text);
    await this.drawn();
  }

  /** Presses the button and waits for the files. The CA's key has no passphrase but one that was typed: each test would have to read it from the page. */
  async issue(): Promise<void> {
    const source = this.element.locator("[data-choice=passphrase]");
    if ((await source.inputValue()) === "made") await source.selectOption("none");
    await this.action("issue").click();
    await this.reaches("issued");
  }

  /**
   * Keeps what is shown while keys are made, each time it is drawn, and gives it when called: quick keys are made before a test looks.
   */
  async watchProgress(): Promise<() => Promise<Progress[]>> {
    const drawn = await this.element.evaluateHandle((element) => {
      const all: Progress[] = [];
      const look = () => {
        const progress = element.shadowRoot!.querySelector(".progress");
        if (!progress) return;
        const keys = [...progress.querySelectorAll<HTMLElement>("li")].map((key) => ({ state: key.dataset.key ?? "", text: key.textContent.trim() }));
        all.push({ text: progress.textContent, keys });
      };
      new MutationObserver(look).observe(element.shadowRoot!, { attributes: true, characterData: true, childList: true, subtree: true });
      return all;
    });
    return () => drawn.evaluate((all) => all);
  }

  /** Wipes the keys, downloaded or not. */
  async clear(): Promise<void> {
    await this.action("clear").click();
    const wipe = this.action("wipe");
    if (await wipe.isVisible()) await wipe.click();
  }

  /** Presses a download control and gives the path of what arrived. */
  async download(file: string): Promise<string> {
    // Chromium drops what comes after ten downloads within a second (LocalFrame::ShouldThrottleDownload).
    if (++this.#downloads % 10 === 0) await this.page.waitForTimeout(1000);
    const arrival = this.page.waitForEvent("download");
    await this.bundle(file).click();
    const download = await arrival;
    expect(download.suggestedFilename()).toBe(file);
    return download.path();
  }

  /** The file name of the archive of all that is handed out, which has the first machine's name in it. */
  async all(format: ".zip" | ".tar.gz"): Promise<string> {
    const all = this.element.locator(`[data-recipient="all"][data-bundle$="${format}"]`);
    return (await all.first().getAttribute("data-bundle"))!;
  }

  /** Downloads everything. */
  async archives(): Promise<Archives> {
    return { ca: await this.download("ca.zip"), all: await this.download(await this.all(".zip")) };
  }

  /** The text of a snippet, as it would be copied. */
  async text(id: string): Promise<string> {
    await this.drawn();
    return (await this.snippet(id).locator(".code code").textContent()) ?? "";
  }

  /** What a person would see and a program could read: everything in the shadow root, as markup. */
  async markup(): Promise<string> {
    return this.element.evaluate((element) => element.shadowRoot!.innerHTML);
  }
}

interface Watch {
  /** Complaints of the browser that the test provokes on purpose. */
  expect(complaint: RegExp): void;
}

/** Every test fails when the browser complains (an error, a broken policy) or a request goes elsewhere. */
export const test = base.extend<{ generator: Generator; watch: Watch }, { site: Site }>({
  site: [
    async ({}, use) => {
      const site = await serve();
      await use(site);
      await site.close();
    },
    { scope: "worker" },
  ],
  generator: async ({ page, site, watch: _ }, use) => use(new Generator(page, site)),
  watch: async ({ context, page }, use) => {
    const complaints: string[] = [];
    const expected: RegExp[] = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await context.exposeBinding("reportViolation", (_, violation: string) => complaints.push(`Content Security Policy: ${violation}`));
    await context.addInitScript(() => {
      const { reportViolation } = window as unknown as { reportViolation: (violation: string) => void };
      addEventListener("securitypolicyviolation", ({ blockedURI, effectiveDirective }) => reportViolation(`${effectiveDirective} ${blockedURI}`));
    });
    context.on("request", (request) => {
      const { hostname, protocol } = new URL(request.url());
      if (protocol.startsWith("http") && !["127.0.0.1", "plain.test"].includes(hostname)) complaints.push(`a request to ${request.url()}`);
    });
    await use({ expect: (complaint) => void expected.push(complaint) });
    expect(complaints.filter((text) => !expected.some((pattern) => pattern.test(text)))).toEqual([]);
  },
});

/** Makes the page one in which no worker can be made. */
export async function refuseWorkers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.Worker = class {
      constructor() {
        throw new DOMException("no", "SecurityError");
      }
    } as never;
  });
}

/** Watches the `blob:` addresses of the page; the answer says how many there are. */
export async function countAddresses(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const addresses = new Set<string>();
    Object.assign(window, { addresses });
    const { createObjectURL, revokeObjectURL } = URL;
    URL.createObjectURL = (object) => {
      const url = createObjectURL.call(URL, object);
      addresses.add(url);
      return url;
    };
    URL.revokeObjectURL = (url) => {
      addresses.delete(url);
      revokeObjectURL.call(URL, url);
    };
  });
  return () => page.evaluate(() => (window as unknown as { addresses: Set<string> }).addresses.size);
}

/** Puts a script in front of the worker's. */
export async function changeWorker(page: Page, before: string): Promise<void> {
  await page.addInitScript((before) => {
    const { Blob } = window;
    window.Blob = class extends Blob {
      constructor(parts: BlobPart[] = [], options: BlobPropertyBag = {}) {
        super(options.type === "text/javascript" ? [before, "\n", ...parts] : parts, options);
      }
    };
  }, before);
}

export async function expectNothingByAxe(generator: Generator): Promise<void> {
  const { violations } = await new AxeBuilder({ page: generator.page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
}

/** The browser never hands out the RSA keys after the first `count`, each of them in two forms; the self-test needs others. */
export function keepRsaKeys(count = 0): string {
  return `
    { const { exportKey } = SubtleCrypto.prototype;
      let left = ${2 * count};
      SubtleCrypto.prototype.exportKey = function (format, key) {
        return key.algorithm.name.startsWith("RSA") && left-- <= 0 ? new Promise(() => {}) : exportKey.call(this, format, key);
      }; }`;
}

export { expect };
