// The page as a person handles it, by the hooks that it promises.

import { expect, test as base, type FrameLocator, type Locator, type Page } from "@playwright/test";
import { serve, type Site } from "./server";

export type Fields = Partial<Record<string, string>>;

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

  /** Opens the page and waits until the form is usable. */
  async open(fragment = "", origin = this.site.url): Promise<void> {
    await this.page.goto(fragment ? `${origin}#${fragment}` : origin);
    await this.reaches("ready");
  }

  async reaches(state: string): Promise<void> {
    await expect(this.element).toHaveAttribute("data-state", state, { timeout: 30_000 });
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

  bundle(file: string): Locator {
    return this.element.locator(`[data-bundle="${file}"]`);
  }

  async openOptions(): Promise<void> {
    await this.element.locator("details.more").evaluate((details: HTMLDetailsElement) => (details.open = true));
  }

  async fill(fields: Fields): Promise<void> {
    if (Object.keys(fields).some((name) => !["hosts", "clients", "platform"].includes(name))) await this.openOptions();
    for (const [name, value = ""] of Object.entries(fields)) {
      const control = this.field(name);
      if (await control.evaluate((element) => element instanceof HTMLSelectElement)) await control.selectOption(value);
      else await control.fill(value);
    }
  }

  /** Fills a text field at once. Typing ten thousand lines takes Chromium minutes, in any text area. */
  async put(name: string, text: string): Promise<void> {
    await this.field(name).evaluate((control: HTMLTextAreaElement, value) => {
      control.value = value;
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }, text);
  }

  /** Presses the button and waits for the files. */
  async issue(): Promise<void> {
    await this.action("issue").click();
    await this.reaches("issued");
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

  /** The text of a snippet, as it would be copied. */
  async text(id: string): Promise<string> {
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

export { expect };
