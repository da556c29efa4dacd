import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import type { Worker } from "@playwright/test";
import { changeWorker, countAddresses, expect, refuseWorkers, test, type Generator } from "../page";

const TWO = { hosts: "docker.example.com 192.0.2.10\nbuild.example.com", clients: "alice\nci" };
/** Enough work to be interrupted. */
const MANY = Array.from({ length: 900 }, (_, index) => `host-${index}.example.com`).join("\n");

test("two hosts and two clients are issued, downloaded one by one and all at once", async ({ generator }) => {
  await generator.open();
  await generator.fill(TWO);
  await generator.issue();
  const bundles = ["docker.example.com-server", "build.example.com-server", "alice-client", "ci-client", "ca"];
  for (const bundle of bundles) {
    const zip = run("unzip", ["-Z1", await generator.download(`${bundle}.zip`)]);
    const tar = run("tar", ["-tzf", await generator.download(`${bundle}.tar.gz`)]);
    expect(zip.split("\n").sort()).toEqual(tar.split("\n").sort());
    expect(zip).toContain("ca.pem\n");
    expect(zip.includes("ca-key.pem")).toBe(bundle === "ca");
  }
  const all = run("unzip", ["-Z1", await generator.download(await generator.all(".zip"))]);
  for (const bundle of bundles) expect(all.includes(`/${bundle}.zip`)).toBe(bundle !== "ca");
});

test("each bundle says what is in it, with the modes", async ({ generator }) => {
  await generator.open("hosts=docker.example.com");
  await generator.issue();
  await generator.element.locator("#bundles > summary").click();
  const server = generator.element.locator(".bundles > li.server");
  await expect(server.locator(".files li", { hasText: "server-key.pem" })).toContainText("0400");
  await expect(server.locator(".files li", { hasText: "server-cert.pem" })).toContainText("0444");
});

test("the table says what openssl says of the certificates in the files", async ({ generator }) => {
  await generator.open();
  await generator.fill({ hosts: "docker.example.com 192.0.2.10", clients: "alice", organization: "Example" });
  await generator.issue();
  // Few read them, and what to do next comes below.
  await expect(generator.element.getByRole("table")).toHaveCount(0);
  await generator.element.locator("#certificates > summary").click();
  await expect(generator.element.locator(".certificates .note")).toContainText("Valid from one hour ago");
  for (const [bundle, file, name] of [
    ["ca", "ca.pem", /^Dockseal CA/],
    ["docker.example.com-server", "server-cert.pem", "docker.example.com"],
    ["alice-client", "cert.pem", "alice"],
  ] as const) {
    const zip = await generator.download(`${bundle}.zip`);
    const pem = run("unzip", ["-p", zip, file]);
    const fingerprint = run("openssl", ["x509", "-noout", "-fingerprint", "-sha256"], { input: pem });
    const expiry = run("openssl", ["x509", "-noout", "-enddate", "-dateopt", "iso_8601"], { input: pem });
    const table = generator.element.getByRole("table", { name });
    await expect(table.getByRole("row", { name: "SHA-256 fingerprint" })).toContainText(fingerprint.trim().split("=")[1]!);
    await expect(table.getByRole("row", { name: "Expires" })).toContainText(expiry.trim().split("=")[1]!.replace(" ", "T"));
  }
  await expect(generator.element.getByRole("table", { name: "docker.example.com" }).getByRole("row", { name: "Names" })).toContainText("192.0.2.10");
  await expect(generator.element.getByRole("table", { name: /^Dockseal CA/ }).getByRole("row", { name: "Subject" })).toContainText("O=Example");
});

test("the command beside the authority's bundle encrypts its key, for the owner's eyes only", async ({ generator }, testInfo) => {
  await generator.open("hosts=docker.example.com");
  await generator.issue();
  const command = await generator.element.locator('[data-role="ca"] code').first().textContent();
  const folder = testInfo.outputPath("ca");
  run("unzip", ["-q", await generator.download("ca.zip"), "-d", folder]);
  const clear = readFileSync(`${folder}/ca-key.pem`, "utf8");
  // OpenSSL would ask at the terminal.
  run("sh", ["-c", command!.replace(" -in ", " -passout pass:correct -in ")], { cwd: folder });
  expect(existsSync(`${folder}/ca-key.pem`)).toBe(false);
  const encrypted = readFileSync(`${folder}/ca-key.enc.pem`, "utf8");
  expect(encrypted).toContain("BEGIN ENCRYPTED PRIVATE KEY");
  expect(statSync(`${folder}/ca-key.enc.pem`).mode & 0o077).toBe(0);
  const key = (pass: string) => run("openssl", ["pkey", "-passin", `pass:${pass}`], { input: encrypted });
  expect(key("correct")).toBe(clear);
  expect(() => key("wrong")).toThrow();
});

test("making keys again asks before it loses those that are not downloaded", async ({ generator, page }) => {
  await generator.open("hosts=docker.example.com");
  await generator.issue();
  // Opened and looked at in one go: between two, the list may be taken away and come back closed.
  const shown = () =>
    generator.element.locator("#certificates").evaluate((list: HTMLDetailsElement) => {
      list.open = true;
      return list.querySelector("bdi")?.textContent ?? "";
    });
  const authority = async (before = "") => {
    await expect.poll(async () => ["", before].includes(await shown())).toBe(false);
    return shown();
  };
  const first = await authority();
  await generator.action("issue").click();
  await expect(generator.action("keep")).toBeFocused();
  await generator.action("keep").click();
  await expect(generator.action("keep")).toHaveCount(0);
  await generator.action("issue").click();
  await page.keyboard.press("Escape");
  await expect(generator.action("keep")).toHaveCount(0);
  expect(await authority()).toBe(first);
  await generator.action("issue").click();
  await generator.action("replace").click();
  const second = await authority(first);
  await generator.archives();
  // Nothing would be lost now, so nobody is asked.
  await generator.action("issue").click();
  await authority(second);
  await generator.reaches("issued");
});

test("once there are keys, the button says that it makes others and what becomes of the downloads", async ({ generator }) => {
  await generator.open("hosts=docker.example.com");
  const note = generator.element.getByText("New keys come with a new CA. They do not work with files you have already downloaded.");
  await expect(generator.action("issue")).toHaveText("Make keys and certificates");
  await expect(note).toBeHidden();
  await generator.issue();
  await expect(generator.action("issue")).toHaveText("Make new keys");
  await expect(note).toBeVisible();
  await generator.clear();
  await expect(generator.action("issue")).toHaveText("Make keys and certificates");
  await expect(note).toBeHidden();
});

test("a failed check takes the files away and says so", async ({ generator, page }) => {
  // A worker that reports the first check as failed.
  const lie = `const post = self.postMessage.bind(self);
      self.postMessage = (message) => post(message?.value?.checks
        ? { ...message, value: { ...message.value, checks: message.value.checks.map((check, index) => (index === 0 ? { ...check, passed: false } : check)) } }
        : message);`;
  await changeWorker(page, lie);
  await page.addInitScript(() => addEventListener("dockseal-issued", () => console.error("it says that something was issued")));
  await generator.open("hosts=docker.example.com");
  await generator.action("issue").click();
  await expect(generator.element.locator("[data-check].failed")).toHaveCount(1);
  await generator.reaches("ready");
  await expect(generator.element.locator("[data-bundle]")).toHaveCount(0);
  await expect(generator.element.locator(".result h2")).toHaveText("No files: the self-check failed");
  await expect(generator.element.locator(".checks .warning")).toContainText("no files are offered");
  await generator.clear();
  await expect(generator.element.locator("[data-check]")).toHaveCount(0);
  await expect(generator.field("hosts")).toHaveValue("docker.example.com");
});

test("each check is named and has passed", async ({ generator }) => {
  await generator.open("hosts=docker.example.com");
  await generator.issue();
  const checks = generator.element.locator("[data-check]");
  const summary = generator.element.locator("#checks > summary");
  await expect(summary).toHaveText(/^Self-check passed \(\d+\)$/);
  await expect(checks.first()).toBeHidden();
  await summary.click();
  await expect(checks.first()).toBeVisible();
  expect(await checks.count()).toBeGreaterThan(5);
  await expect(generator.element.locator("[data-check].passed")).toHaveCount(await checks.count());
  for (const check of await checks.all()) await expect(check).toContainText(/\w+ \w+/);
});

test("progress is shown, and cancelling ends it at once and keeps everything typed", async ({ generator, page }) => {
  // The browser would make them in no time.
  await changeWorker(page, "delete SubtleCrypto.prototype.generateKey;");
  await generator.open();
  await generator.put("hosts", MANY);
  await generator.fill({ keyAlgorithm: "ecdsa-p384" });
  const worker = await theWorker(generator);
  await generator.action("issue").click();
  await generator.reaches("issuing");
  await expect(generator.element.locator(".progress")).toContainText(/Key \d+ of 902/);
  await expect(generator.action("cancel")).toBeFocused();
  const ended = worker.waitForEvent("close");
  await generator.action("cancel").click();
  await generator.reaches("ready");
  await ended;
  await expect(generator.field("hosts")).toHaveValue(MANY);
  await expect(generator.element.locator("[data-bundle]")).toHaveCount(0);
  await generator.fill({ hosts: "docker.example.com", keyAlgorithm: "ecdsa-p256" });
  await generator.issue();
  expect(page.workers()).toHaveLength(1);
});

test("clearing ends the worker, revokes every address and empties the result", async ({ generator, page }) => {
  const addresses = await countAddresses(page);
  await generator.open();
  await generator.fill(TWO);
  const worker = await theWorker(generator);
  await generator.issue();
  expect(await addresses()).toBe(7);
  const ended = worker.waitForEvent("close");
  await generator.clear();
  await generator.reaches("ready");
  await ended;
  // The next worker's script has an address too, until that has answered.
  await expect.poll(addresses).toBe(0);
  await expect(generator.element.locator("[data-bundle], [data-check], .certificates")).toHaveCount(0);
  await expect(generator.field("hosts")).toHaveValue(TWO.hosts);
  await expect(generator.element.getByRole("heading", { name: "The keys are wiped" })).toBeFocused();
  await generator.issue();
});

test("after clearing, no address of a download gives anything, of those that have just begun either", async ({ context, generator, page, site }) => {
  await page.addInitScript(() => {
    const addresses: string[] = Object.assign(window, { addresses: [] as string[] }).addresses;
    const { createObjectURL } = URL;
    URL.createObjectURL = (object) => {
      const url = createObjectURL.call(URL, object);
      if (object instanceof Blob && object.type !== "text/javascript") addresses.push(url);
      return url;
    };
  });
  await generator.open("hosts=docker.example.com");
  await generator.issue();
  await generator.download("ca.tar.gz");
  await generator.download(await generator.all(".tar.gz"));
  const addresses = await page.evaluate(() => (window as unknown as { addresses: string[] }).addresses);
  expect(addresses).toHaveLength(7);
  // Another page of the same origin, whose policy allows it.
  const other = await context.newPage();
  await other.goto(site.add("/other.html", "<!doctype html><title>other</title><link rel=icon href=data:,>"));
  const readable = () => other.evaluate((urls) => Promise.all(urls.map((url) => fetch(url).then((response) => response.arrayBuffer()).then(() => true, () => false))), addresses);
  expect(await readable()).toEqual(addresses.map(() => true));
  await generator.clear();
  await generator.reaches("ready");
  expect(await readable()).toEqual(addresses.map(() => false));
});

test("no key is in the document, the address or any storage", async ({ generator, page, context }) => {
  await generator.open();
  await generator.fill(TWO);
  await generator.issue();
  await generator.download("alice-client.tar.gz");
  expect(await generator.markup()).not.toContain("PRIVATE KEY");
  await expect.poll(() => [...new URLSearchParams(new URL(page.url()).hash.slice(1)).keys()].sort()).toEqual(["clients", "hosts"]);
  expect(await page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length])).toEqual([0, 0, 0, 0]);
  expect(await context.cookies()).toEqual([]);
});

test("after an edit, the files stay and say that they belong to what was", async ({ generator }) => {
  await generator.open();
  await generator.fill(TWO);
  await generator.issue();
  const outdated = generator.element.locator(".result > .warning");
  await expect(outdated).toBeHidden();
  await generator.fill({ clients: "alice" });
  await expect(outdated).toContainText("The form has changed since.");
  await expect(generator.bundle("ci-client.zip")).toHaveCount(0);
  await generator.element.locator("#bundles > summary").click();
  await expect(generator.bundle("ci-client.zip")).toBeVisible();
  await generator.fill({ clients: TWO.clients });
  await expect(outdated).toBeHidden();
  // Whom the firewall lets in is in no certificate.
  await generator.unfold();
  await generator.fill({ allowedSources: "192.0.2.7" });
  await expect(generator.element.locator(".guide.host .steps")).toContainText("192.0.2.7");
  await expect(outdated).toBeHidden();
});

test("who is let in is in the files where these open the port, so that another one makes them outdated", async ({ generator }) => {
  await generator.open("hosts=docker.example.com&platform=nixos&allowedSources=192.0.2.7");
  await generator.issue();
  const outdated = generator.element.locator(".result > .warning");
  await expect(outdated).toBeHidden();
  await generator.fill({ allowedSources: "192.0.2.8" });
  await expect(outdated).toBeVisible();
  await generator.fill({ allowedSources: "192.0.2.7" });
  await expect(outdated).toBeHidden();
});

test("leaving asks while there are keys that were not downloaded, and only then", async ({ generator, page }) => {
  const asks = async () => {
    let asked = false;
    page.once("dialog", async (dialog) => {
      asked = true;
      await dialog.dismiss();
    });
    // A reload that the dialog refuses never loads.
    await page.reload({ timeout: 2000 }).catch(() => {});
    page.removeAllListeners("dialog");
    return asked;
  };
  await generator.open("hosts=docker.example.com");
  await generator.input("client").fill("alice");
  expect(await asks()).toBe(false);
  await generator.reaches("ready");

  await generator.input("client").fill("alice");
  await generator.issue();
  expect(await asks()).toBe(true);
  for (const bundle of ["docker.example.com-server.zip", "alice-client.tar.gz"]) await generator.download(bundle);
  expect(await asks()).toBe(true);
  await generator.download("ca.zip");
  expect(await asks()).toBe(false);
  await generator.reaches("ready");

  await generator.issue();
  await generator.download(await generator.all(".zip"));
  // The CA is not in it.
  expect(await asks()).toBe(true);
  await generator.download("ca.zip");
  expect(await asks()).toBe(false);
  await generator.reaches("ready");

  await generator.issue();
  await generator.clear();
  expect(await asks()).toBe(false);
});

test("leaving, wiping and new keys ask while the passphrase that was made has no copy, though everything is downloaded", async ({ generator, page }) => {
  const asks = () => page.evaluate(() => {
    const event = new Event("beforeunload", { cancelable: true });
    dispatchEvent(event);
    return event.defaultPrevented;
  });
  const question = generator.element.locator("dialog");
  await generator.open("hosts=docker.example.com&clients=alice");
  for (const save of ["copy-passphrase", "saved-passphrase"]) {
    await generator.action("issue").click();
    await generator.reaches("issued");
    await generator.archives();
    await expect(generator.action("saved-passphrase")).toBeVisible();
    expect(await asks()).toBe(true);
    await generator.action("issue").click();
    await expect(question).toContainText("You have not copied the passphrase of the CA’s key.");
    await generator.action("keep").click();
    await generator.action("clear").click();
    await expect(question).toContainText("Wipe it with the keys?");
    await generator.action("keep").click();
    await generator.action(save).click();
    await expect(generator.action("saved-passphrase")).toBeHidden();
    await expect.poll(asks).toBe(false);
    await generator.action("clear").click();
    await generator.reaches("ready");
    await expect(question).toHaveCount(0);
    await expect(generator.element.locator(".result.wiped")).toBeVisible();
    await expect(generator.element.getByText("The keys in the page’s memory are wiped").first()).toBeVisible();
  }
  await generator.action("issue").click();
  await generator.reaches("issued");
  await expect(generator.element.locator(".result.wiped")).toHaveCount(0);
});

test("wiping asks where something was not downloaded, and only there, and stands at the end", async ({ generator }) => {
  const question = generator.element.locator("dialog");
  await generator.open("hosts=docker.example.com&clients=alice");
  await generator.issue();
  const controls = generator.element.locator(".record").locator("a, button");
  await expect(controls.last()).toHaveAttribute("data-action", "clear");

  await generator.action("clear").click();
  await expect(question).toContainText("You have not downloaded everything yet.");
  await expect(generator.action("keep")).toBeFocused();
  await generator.action("keep").click();
  await expect(question).toHaveCount(0);
  await generator.reaches("issued");
  await generator.action("clear").click();
  await generator.page.keyboard.press("Escape");
  await expect(question).toHaveCount(0);
  await generator.download("ca.zip");

  await generator.action("clear").click();
  await generator.action("wipe").click();
  await generator.reaches("ready");
  await expect(generator.bundle("ca.zip")).toHaveCount(0);

  await generator.issue();
  await generator.download(await generator.all(".zip"));
  await generator.action("clear").click();
  await expect(question).toContainText("You have not downloaded everything yet.");
  await generator.action("keep").click();
  await generator.download("ca.tar.gz");
  await generator.action("clear").click();
  await generator.reaches("ready");
  await expect(question).toHaveCount(0);
});

test("coming back to the page brings no keys back", async ({ generator, page }) => {
  await generator.open("hosts=docker.example.com");
  await generator.issue();
  await generator.archives();
  await page.goto("about:blank");
  await page.goBack();
  await generator.reaches("ready");
  await expect(generator.element.locator("[data-bundle]")).toHaveCount(0);
});

test("after the page is loaded it needs no network", async ({ generator, page, context }) => {
  await generator.open();
  await theWorker(generator);
  await context.setOffline(true);
  const requests: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith("blob:")) requests.push(request.url());
  });
  await generator.fill(TWO);
  await generator.issue();
  await generator.download(await generator.all(".zip"));
  await generator.download("ca.tar.gz");
  expect(requests).toEqual([]);
});

test("where a policy forbids workers, the page does the work itself and says so", async ({ generator, page, watch }) => {
  watch.expect(/worker-src|Content Security Policy/i);
  await page.route(/\/dockseal\/$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace("worker-src blob:", "worker-src 'none'") });
  });
  await generator.open();
  await expectWorkInPage(generator);
  expect(page.workers()).toHaveLength(0);
});

test("where the browser refuses to make a worker, the page does the work itself and says so", async ({ generator, page }) => {
  await refuseWorkers(page);
  await generator.open();
  await expectWorkInPage(generator);
});

test("where the worker breaks, the page does the work itself and says so", async ({ generator, page, watch }) => {
  watch.expect(/broken/);
  await changeWorker(page, `throw new Error("broken");`);
  await generator.open();
  await expectWorkInPage(generator);
});

test("where the worker never answers, the page does the work itself and says so", async ({ generator, page }) => {
  await changeWorker(page, "addEventListener = () => {};");
  await generator.open();
  await expectWorkInPage(generator);
});

test("the page's own work can be cancelled too, and the page stays alive meanwhile", async ({ generator, page, watch }) => {
  watch.expect(/broken/);
  await changeWorker(page, `throw new Error("broken");`);
  // The browser would make them in no time.
  await page.addInitScript("delete SubtleCrypto.prototype.generateKey;");
  await generator.open();
  await generator.put("hosts", MANY);
  await generator.fill({ keyAlgorithm: "ecdsa-p384" });
  await generator.action("issue").click();
  await expect(generator.element.locator(".progress")).toContainText(/Key \d+ of 902/);
  await generator.action("cancel").click();
  await generator.reaches("ready");
  await expect(generator.element.locator("[data-bundle]")).toHaveCount(0);
  await generator.fill({ hosts: "docker.example.com", keyAlgorithm: "ecdsa-p256" });
  await generator.issue();
  await generator.download("ca.tar.gz");
});

test("a thousand hosts are issued, and their long lists are folded", async ({ generator }) => {
  test.slow();
  await generator.open();
  await generator.put("hosts", Array.from({ length: 1000 }, (_, index) => `host-${index}.example.com`).join("\n"));
  await generator.issue();
  await expect(generator.bundle("host-999.example.com-server.zip")).toHaveCount(0);
  await expect(generator.bundle("host-0.example.com-server.zip")).toBeVisible();
  // The page's thread is never kept long: the list comes part by part.
  const first = await generator.element.locator("#bundles").evaluate((list: HTMLDetailsElement) => {
    const rows = () => list.querySelectorAll(".bundles > li").length;
    list.open = true;
    return new Promise<number>((resolve) => list.addEventListener("toggle", () => resolve(rows())));
  });
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(1000);
  await expect(generator.element.locator(".bundles > li")).toHaveCount(1002);
  const zip = await generator.download("host-999.example.com-server.zip");
  expect(run("unzip", ["-Z1", zip])).toContain("server-key.pem");
});

test("without workers, the self-test says nothing about the files that are made meanwhile", async ({ generator, page }) => {
  await page.addInitScript(() => {
    window.Worker = class {
      constructor() {
        throw new DOMException("no", "SecurityError");
      }
    } as never;
    // Every slice is over at once, so that both go on by turns.
    let now = 0;
    performance.now = () => (now += 1000);
    // The self-test begins as soon as it may, and the button is pressed right after.
    const totals = Object.assign(window, { totals: new Set<string>() }).totals;
    let isWatched = false;
    window.requestIdleCallback = (callback) => {
      const root = document.querySelector("dockseal-generator")!.shadowRoot!;
      const bar = root.querySelector("progress")!;
      let isPressed = false;
      const look = () => {
        totals.add(bar.getAttribute("max") ?? "");
        if (isPressed || !root.querySelector('[data-light="worker"][data-state="missing"]')) return;
        isPressed = true;
        root.querySelector<HTMLElement>("[data-action=issue]")!.click();
      };
      if (!isWatched) new MutationObserver(look).observe(root, { attributes: true, childList: true, subtree: true });
      isWatched = true;
      callback({ didTimeout: false, timeRemaining: () => 0 });
      return 0;
    };
  });
  await page.goto(`${generator.site.url}#hosts=${Array.from({ length: 99 }, (_, index) => `host-${index}.example.com`).join("%0A")}&clients=alice`);
  await generator.reaches("issued");
  const totals = await page.evaluate(() => [...(window as unknown as { totals: Set<string> }).totals]);
  expect(totals).toContain("101");
  // Without a number yet, the bar has 1.
  expect(["", "1", "101"]).toEqual(expect.arrayContaining(totals));
  await expect(generator.element.locator('[data-light="selfTest"]')).toHaveClass(/good/);
});

async function expectWorkInPage(generator: Generator): Promise<void> {
  await generator.fill(TWO);
  await generator.issue();
  await expect(generator.element.locator('[data-notice="onPage"]')).toBeVisible();
  await generator.download("docker.example.com-server.zip");
  await generator.download("alice-client.tar.gz");
}

function run(program: string, args: string[], options: { input?: string; cwd?: string } = {}): string {
  return execFileSync(program, args, { ...options, encoding: "utf8", stdio: "pipe" });
}

async function theWorker({ page }: Generator): Promise<Worker> {
  await expect.poll(() => page.workers().length).toBe(1);
  return page.workers()[0]!;
}
