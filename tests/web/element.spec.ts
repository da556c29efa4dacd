// <dockseal-generator> in other people's pages.

import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { misspelt } from "../../www/draft/near";
import { judge } from "./openssl";
import { countAddresses, expect, Generator, test } from "./page";
import { DIST, documentation, offlineFile, type Site } from "./server";

const SCRIPT = readFileSync(`${DIST}/dockseal.js`, "utf8");
const MANIFEST = JSON.parse(readFileSync(`${DIST}/npm/custom-elements.json`, "utf8"));
/** What a hundred attributes and links may say of each field, other than its default. */
const VALUES: Record<string, string> = {
  hosts: "docker.example.com 192.0.2.10",
  clients: "alice",
  platform: "systemd-daemon-json",
  "key-algorithm": "ecdsa-p384",
  "ca-key-algorithm": "ecdsa-p384",
  "ca-days": "400",
  "server-days": "90",
  "client-days": "30",
  "ca-common-name": "Example CA",
  organization: "Example",
  "organizational-unit": "Unit",
  country: "CN",
  state: "Shanghai",
  locality: "上海",
  email: "root@example.com",
  trust: "list",
  "cert-directory": "/srv/tls",
  "listen-address": "::",
  port: "12376",
  "allowed-sources": "192.0.2.0/24",
  "daemon-json": "{}",
  "exec-start": "ExecStart=/usr/bin/dockerd -H fd://",
  locale: "zh-CN",
};

test("two elements on a page work side by side, each for itself", async ({ page, site }) => {
  const [first, second] = await open(page, site, '<div id="a"><dockseal-generator hosts="a.example.com"></dockseal-generator></div><div id="b"><dockseal-generator hosts="b.example.com" lang="zh-CN"></dockseal-generator></div>', ["#a", "#b"]);
  for (const generator of [first!, second!]) await generator.choosePassphrase("none");
  await Promise.all([first!.action("issue").click(), second!.action("issue").click()]);
  await first!.reaches("issued");
  await second!.reaches("issued");
  judge(await first!.archives(), "a.example.com", "client");
  judge(await second!.archives(), "b.example.com", "client");
  await expect(second!.action("clear")).toHaveText("清除密钥");
  await first!.clear();
  await first!.reaches("ready");
  await expect(second!.bundle(await second!.all(".zip"))).toBeVisible();
  expect(await first!.element.getAttribute("data-state")).toBe("ready");
  expect(await second!.element.getAttribute("data-state")).toBe("issued");
});

test("an element may be added, taken away and put back while the page runs, and leaves nothing behind", async ({ page, site }) => {
  const addresses = await countAddresses(page);
  await page.goto(site.add("/docs/empty.html", documentation("<main></main>")));
  await page.evaluate(() => {
    const element = document.createElement("dockseal-generator");
    element.setAttribute("hosts", "docker.example.com");
    document.querySelector("main")!.append(element);
  });
  const generator = new Generator(page, site);
  await generator.reaches("ready");
  await generator.issue();
  const handle = await generator.element.elementHandle();
  await handle!.evaluate((element) => element.remove());
  await expect.poll(() => page.workers().length).toBe(0);
  await expect.poll(addresses).toBe(0);
  expect(await handle!.evaluate((element) => element.shadowRoot!.querySelectorAll("[data-bundle]").length)).toBe(0);

  await handle!.evaluate((element) => document.querySelector("main")!.append(element));
  await generator.reaches("ready");
  await expect(generator.field("hosts")).toHaveValue("docker.example.com");
  await generator.issue();
  await handle!.evaluate((element) => element.remove());

  // Taken away before it was ready.
  await page.evaluate(() => {
    for (let turn = 0; turn < 20; turn++) {
      const element = document.createElement("dockseal-generator");
      document.querySelector("main")!.append(element);
      element.remove();
    }
  });
  await page.waitForTimeout(500);
  expect(page.workers()).toHaveLength(0);
});

test("the script may be there twice, in several versions and as a module", async ({ page, site, watch: _ }) => {
  await page.route("**/other/dockseal.js", (route) => route.fulfill({ contentType: "text/javascript", body: SCRIPT.replaceAll('"0.1.0"', '"9.9.9"') }));
  const scripts = '<script src="/dist/dockseal.js" defer></script><script src="/other/dockseal.js" defer></script><script src="/dist/dockseal.js" defer></script><script type="module" src="/dist/dockseal.js?module"></script>';
  await page.goto(site.add("/docs/versions.html", documentation('<dockseal-generator hosts="docker.example.com"></dockseal-generator>', scripts)));
  const generator = new Generator(page, site);
  await generator.reaches("ready");
  await generator.issue();
  await expect(generator.element.locator("footer")).toContainText("0.1.0");
  await expect(generator.element.locator("footer")).not.toContainText("9.9.9");
});

test("as a module alone it works too", async ({ page, site }) => {
  await page.goto(site.add("/docs/module.html", documentation('<dockseal-generator hosts="docker.example.com"></dockseal-generator>', '<script type="module">import "/dist/dockseal.js";</script>')));
  const generator = new Generator(page, site);
  await generator.reaches("ready");
  await generator.issue();
  judge(await generator.archives(), "docker.example.com", "client");
});

test("every attribute of the manifest presets its field", async ({ page, site }) => {
  const names: string[] = MANIFEST.modules[0].declarations[0].attributes.map(({ name }: { name: string }) => name).filter((name: string) => !["lang", "linkable", "compact", "heading-level", "door"].includes(name));
  expect(names.sort()).toEqual(Object.keys(VALUES).sort());
  const attributes = names.map((name) => `${name}="${VALUES[name]}"`).join(" ");
  const [generator] = await open(page, site, `<dockseal-generator ${attributes}></dockseal-generator>`);
  for (const name of names) await expect(generator!.field(name.replace(/-./g, ([, letter]) => letter!.toUpperCase()))).toHaveValue(VALUES[name]!);
  await generator!.issue();
});

test("the headings begin where the page around wants them, and compact leaves out header and footer", async ({ page, site }) => {
  const [first, second, third] = await open(
    page,
    site,
    `<div id="a"><dockseal-generator hosts="docker.example.com" heading-level="3"></dockseal-generator></div>
     <div id="b"><dockseal-generator hosts="docker.example.com" compact heading-level="2"></dockseal-generator></div>
     <div id="c"><dockseal-generator hosts="docker.example.com" heading-level="7"></dockseal-generator></div>`,
    ["#a", "#b", "#c"],
  );
  const levels = (generator: Generator) =>
    generator.element.evaluate((element) => {
      const headings = [...element.shadowRoot!.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((heading) => heading.checkVisibility());
      return headings.map((heading) => Number(heading.getAttribute("aria-level") ?? heading.tagName[1]));
    });
  await first!.issue();
  for (const [generator, top] of [[first!, 3], [second!, 2], [third!, 1]] as const) {
    await expect.poll(async () => (await levels(generator))[0]).toBe(top);
    expect(Math.min(...(await levels(generator)))).toBe(top);
  }
  // Headings that came later are moved too.
  expect(await first!.element.evaluate((element) => [...element.shadowRoot!.querySelectorAll(".result h2, .result h3")].every((heading) => heading.hasAttribute("aria-level")))).toBe(true);
  for (const part of ["header", "footer"]) {
    await expect(first!.element.locator(part)).toBeVisible();
    await expect(second!.element.locator(part)).toBeHidden();
  }
  await expect(third!.element.locator("[data-notice]")).toContainText("heading-level=7");
  await second!.element.evaluate((element) => element.removeAttribute("compact"));
  await expect.poll(async () => (await levels(second!))[0]).toBe(2);
  await second!.element.evaluate((element) => element.removeAttribute("heading-level"));
  expect((await levels(second!))[0]).toBe(1);
});

test("an attribute takes the names that people use, and the list shows what they stand for", async ({ page, site }) => {
  const [generator] = await open(page, site, '<dockseal-generator hosts="docker.example.com" platform="docker.io" key-algorithm="p384" ca-key-algorithm="rsa4096"></dockseal-generator>');
  for (const [field, value] of [["platform", "debian-docker-io"], ["keyAlgorithm", "ecdsa-p384"], ["caKeyAlgorithm", "rsa-4096"]] as const) {
    await expect(generator!.field(field)).toHaveValue(value);
    await expect(generator!.element.locator(`[data-problem="${field}"]`)).toHaveCount(0);
  }
  await generator!.openOptions();
  await expect(generator!.field("platform").locator('option[value="docker.io"]')).toHaveCount(0);
});

test("an attribute's value that is not known has its problem, and the rest is applied", async ({ page, site }) => {
  const [generator] = await open(page, site, '<dockseal-generator hosts="docker.example.com" platform="toaster" port="ninety" ca-days="-1" key-algorithm="rot13" clients="<b>x"></dockseal-generator>');
  for (const [field, code] of [
    ["platform", "platform-unknown"],
    ["port", "port-bad"],
    ["caDays", "days-out-of-range"],
    ["keyAlgorithm", "key-algorithm-unknown"],
    ["clients", "client-bad-name"],
  ] as const) {
    await expect(generator!.problem(field, code)).toBeVisible();
  }
  await expect(generator!.field("hosts")).toHaveValue("docker.example.com");
  expect(await generator!.element.locator("b").count()).toBe(0);
});

test("a misspelt attribute and a language that is not known are named, with what may be meant", async ({ page, site }) => {
  const attributes = 'host="a.example.com" clients="alice" keyAlgorithm="rsa-2048" cert_directroy="/x" emial="x" lang="fr" allowed-source="192.0.2.7"';
  const [generator] = await open(page, site, `<dockseal-generator ${attributes}></dockseal-generator>`);
  const notice = generator!.element.locator('[data-notice="unknownKeys"]');
  for (const said of ["host (do you mean hosts?)", "keyalgorithm (do you mean key-algorithm?)", "cert_directroy (do you mean cert-directory?)", "emial (do you mean email?)", "allowed-source (do you mean allowed-sources?)", "lang=fr"]) {
    await expect(notice).toContainText(said);
  }
  await expect(generator!.field("clients")).toHaveValue("alice");
  await expect(generator!.field("hosts")).toHaveValue("");

  await generator!.element.evaluate((element) => element.setAttribute("lang", "en"));
  await expect(notice).not.toContainText("lang=fr");
  await expect(notice).toContainText("emial");
  await notice.getByRole("button").click();
  await generator!.element.evaluate((element) => document.body.append(element));
  await generator!.reaches("ready");
  await expect(notice).toHaveCount(0);
});

test("a word of a component's own is not taken for a misspelt one", () => {
  const names = [...Object.keys(VALUES), "ca-passphrase", "ca-passphrase-repeat", "lang", "linkable"];
  const others =
    "action active align alt animation autocomplete autoplay background badge bordered card center checked closable color colour collapsed columns compact content count cursor " +
    "data date default delay dense description direction disabled duration elevation endpoint export fade filter fixed flat floating fluid focus footer form format ghost gap group header height " +
    "heading href icon image import index inline input items key kind label large layout level limit link list loading locked margin max medium menu message method min mode model modal multiple name " +
    "no-padding number offset open options orientation outline outlined padding page path pattern persistent placeholder plain position post prefix primary progress query radius rail range readonly ref " +
    "rel report required resize reverse rounded rows scale scheme scroll search secondary selected shadow shape show simple size small sort source spacing src stacked start static status step " +
    "sticky storage suffix switch tab target template text theme toast toggle tone tooltip top transition transparent truncate type unit url validate value variant vertical view visible weight width wrap zoom";
  expect(misspelt(others.split(" "), names)).toEqual([]);
  expect(misspelt(["platfrom", "client", "port-"], names).map(({ near }) => near)).toEqual(["platform", "clients", "port"]);
});

test("what any element may have, and what is somebody else's, is not named", async ({ page, site }) => {
  const attributes =
    'id="x" class="port" style="margin: 0" slot="s" title="t" part="p" role="region" hidden="until-found" dir="ltr" tabindex="-1" lang="en-GB" is="y" translate="no" nonce="n" ' +
    'data-port="1" data-host="2" aria-label="hosts" onclick="" v-host="1" @click="" :hosts="x" xml:lang="en" key="1" ref="r" linkable clients="alice"';
  const [generator] = await open(page, site, `<dockseal-generator ${attributes} hosts="a.example.com"></dockseal-generator>`);
  await expect(generator!.field("hosts")).toHaveValue("a.example.com");
  await expect(generator!.element.locator("[data-notice]")).toHaveCount(0);
});

test("an unknown key of a link is named with what may be meant, and so is an unknown language", async ({ page, site }) => {
  const [generator] = await open(page, site, '<dockseal-generator hosts="a.example.com"></dockseal-generator>');
  await generator!.element.evaluate((element) => (element as unknown as { presetFrom(fragment: string): void }).presetFrom("client=bob&port=2377&frobnicate=1&locale=fr"));
  const notice = generator!.element.locator('[data-notice="unknownKeys"]');
  await expect(notice).toContainText("client (do you mean clients?)");
  await expect(notice).toContainText("locale=fr");
  await expect(notice).toContainText(/frobnicate(?! \()/);
  await expect(generator!.field("port")).toHaveValue("2377");
});

test("what only looks like a passphrase's attribute or key is not read either, and no name for one is suggested", async ({ page, site }) => {
  const [generator] = await open(page, site, '<dockseal-generator hosts="docker.example.com" passphrase="correct horse"></dockseal-generator>');
  const secret = generator!.element.locator('[data-notice="secretKey"]');
  await expect(secret).toBeVisible();
  await secret.getByRole("button").click();
  await generator!.element.evaluate((element) => (element as unknown as { presetFrom(fragment: string): void }).presetFrom("caPasphrase=x&daemonJson={}"));
  await expect(secret).toBeVisible();
  await expect(generator!.element.locator('[data-notice="pastedKeys"]')).toContainText("daemonJson");
  await expect(generator!.element.locator('[data-notice="unknownKeys"]')).toHaveCount(0);
  expect(await generator!.markup()).not.toContain("do you mean");
  await expect(generator!.field("daemonJson")).toHaveValue("");
});

test("a passphrase as an attribute is not read, and the page says so", async ({ page, site }) => {
  const [generator] = await open(page, site, '<dockseal-generator hosts="docker.example.com" ca-passphrase="correct horse"></dockseal-generator>');
  await expect(generator!.element.locator('[data-notice="secretKey"]')).toBeVisible();
  expect(await generator!.markup()).not.toContain("correct horse");
  expect(await generator!.element.locator("input").evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value))).not.toContain("correct horse");
});

test("the page around is told what was issued, and no key", async ({ page, site }) => {
  await page.addInitScript(() => {
    const told: unknown[] = [];
    Object.assign(window, { told });
    addEventListener("dockseal-issued", (event) => told.push((event as CustomEvent).detail));
  });
  const [generator] = await open(page, site, '<dockseal-generator hosts="docker.example.com" clients="alice"></dockseal-generator>');
  await generator!.issue();
  const told = await page.evaluate(() => (window as unknown as { told: { certificates: Record<string, unknown>[] }[] }).told);
  expect(told).toHaveLength(1);
  expect(Object.keys(told[0]!)).toEqual(["certificates"]);
  expect(told[0]!.certificates.map(({ role, name }) => [role, name])).toEqual([["ca", expect.stringMatching(/^Dockseal CA/)], ["server", "docker.example.com"], ["client", "alice"]]);
  const ofRole: Record<string, string[]> = { ca: [], server: ["platform"], client: ["kind"] };
  for (const certificate of told[0]!.certificates) {
    expect(Object.keys(certificate).sort()).toEqual(["bundle", "fingerprint", "name", "names", "notAfter", "notBefore", "role", "serial", "subject", "usages", ...ofRole[certificate.role as string]!].sort());
  }
  expect(JSON.stringify(told)).not.toMatch(/PRIVATE|BEGIN/);
});

test("custom properties change its colours, and the styles of the page around do not", async ({ page, site }) => {
  const style = "<style>dockseal-generator { --dockseal-accent: rgb(1, 2, 3); --dockseal-on-accent: rgb(250, 250, 251); --dockseal-font: monospace } button { display: none !important } * { color: red }</style>";
  const [generator] = await open(page, site, `${style}<dockseal-generator hosts="docker.example.com"></dockseal-generator>`);
  await expect(generator!.action("issue")).toHaveCSS("background-color", "rgb(1, 2, 3)");
  await expect(generator!.action("issue")).toHaveCSS("color", "rgb(250, 250, 251)");
  await expect(generator!.action("issue")).toHaveCSS("font-family", "monospace");
  await expect(generator!.action("issue")).toBeVisible();
});

test("every custom property of the manifest is one of the style sheet", async ({ page, site }) => {
  const [generator] = await open(page, site, "<dockseal-generator></dockseal-generator>");
  const used = await generator!.element.evaluate((element) => {
    const rules = element.shadowRoot!.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules].map(({ cssText }) => cssText));
    return [...new Set(rules.join("").match(/--dockseal-[\w-]+/g))];
  });
  const listed = MANIFEST.modules[0].declarations[0].cssProperties.map(({ name }: { name: string }) => name);
  expect(listed.sort()).toEqual(used.sort());
  expect(listed.length).toBeGreaterThan(10);
});

test("the link to the form is offered only where the page around can read it", async ({ page, site }) => {
  const [generator] = await open(page, site, "<dockseal-generator></dockseal-generator>");
  await expect(generator!.action("copy-link")).toBeHidden();
  await generator!.element.evaluate((element) => element.setAttribute("linkable", ""));
  await expect(generator!.action("copy-link")).toBeVisible();
});

test.describe("in a page with a strict policy", () => {
  const STRICT = { "content-security-policy": "default-src 'none'; script-src 'self'; frame-src 'self' blob:; img-src data:" };
  const recipe = (sandbox: string) => `<iframe title="Dockseal" sandbox="${sandbox}" src="/dist/${offlineFile().split("/").pop()}#hosts=docker.example.com&clients=alice" width="1000" height="700"></iframe>`;

  test("the frame of the recipe does everything, and reaches neither the page around nor its storage", async ({ page, site }) => {
    await page.goto(site.add("/docs/frame.html", documentation(recipe("allow-scripts allow-downloads"), ""), STRICT));
    const generator = new Generator(page, site, page.frameLocator("iframe"));
    await generator.reaches("ready");
    await generator.issue();
    await expect(generator.element.locator("[data-check].passed")).not.toHaveCount(0);
    expect(page.workers()).toHaveLength(1);
    judge(await generator.archives(), "docker.example.com", "alice");
    const reached = await page.frames()[1]!.evaluate(() => {
      const attempt = (work: () => unknown) => {
        try {
          return String(work());
        } catch {
          return "refused";
        }
      };
      return [attempt(() => parent.document.title), attempt(() => localStorage.length), attempt(() => document.cookie), self.origin];
    });
    expect(reached).toEqual(["refused", "refused", "refused", "null"]);
    // Making keys again asks first, which a sandboxed frame may not do by the browser's own question.
    await generator.issue();
    await generator.fill({ clients: "bob" });
    await generator.action("issue").click();
    await generator.action("replace").click();
    await expect(generator.bundle("bob-client.zip")).toBeVisible();
    judge(await generator.archives(), "docker.example.com", "bob");
  });

  test("the return key in a field issues in the frame, too", async ({ page, site }) => {
    await page.goto(site.add("/docs/frame.html", documentation(recipe("allow-scripts allow-downloads"), ""), STRICT));
    const generator = new Generator(page, site, page.frameLocator("iframe"));
    await generator.reaches("ready");
    await generator.openOptions();
    await generator.field("organization").press("Enter");
    await generator.reaches("issued");
  });

  test("where the page around forbids downloads, the frame stays usable and says what to do", async ({ page, site, watch }) => {
    watch.expect(/Download is disallowed/);
    await page.goto(site.add("/docs/frame.html", documentation(recipe("allow-scripts"), ""), STRICT));
    const generator = new Generator(page, site, page.frameLocator("iframe"));
    await generator.reaches("ready");
    await generator.issue();
    await generator.bundle(await generator.all(".zip")).click();
    await expect(generator.element.locator('[data-notice="framed"]')).toContainText("allow-downloads");
    await expect(generator.element).toHaveAttribute("data-state", "issued");
  });

  test("the element itself says why it cannot start there, and what to do", async ({ page, site, watch }) => {
    watch.expect(/Content Security Policy|wasm-unsafe-eval|WebAssembly/);
    await page.goto(site.add("/docs/strict.html", documentation("<dockseal-generator></dockseal-generator>"), STRICT));
    const generator = new Generator(page, site);
    await generator.reaches("failed");
    const missing = generator.element.locator('[role="alert"] [data-missing="form"][data-reason="unusable"]');
    await expect(missing).toContainText("WebAssembly is blocked");
    await expect(missing).toContainText("has to allow script-src 'wasm-unsafe-eval'");
    await generator.field("locale").selectOption("zh-CN");
    await expect(missing).toContainText("必须允许 script-src 'wasm-unsafe-eval'");
  });

  test("with WebAssembly allowed and workers not, it works in the page and says so", async ({ page, site, watch }) => {
    watch.expect(/worker-src|Content Security Policy/);
    await page.goto(site.add("/docs/wasm.html", documentation('<dockseal-generator hosts="docker.example.com"></dockseal-generator>'), { "content-security-policy": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; img-src data:" }));
    const generator = new Generator(page, site);
    await generator.reaches("ready");
    await generator.issue();
    await expect(generator.element.locator('[data-notice="onPage"]')).toBeVisible();
    judge(await generator.archives(), "docker.example.com", "client");
  });
});

test("an element of 280 pixels scrolls to no side, nothing in it lies on something else, and its button is in reach", async ({ page, site }) => {
  const hosts = `${"a".repeat(63)}.${"b".repeat(63)}.example.com 192.0.2.10&#10;build2.example.com 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff`;
  const [generator] = await open(page, site, `<div style="width: 280px"><dockseal-generator linkable hosts="${hosts}" clients="alice&#10;bob" key-algorithm="ecdsa-p384" server-days="90"></dockseal-generator></div>`);
  const expectToFit = async () => {
    await generator!.drawn();
    const wrong = await generator!.element.evaluate((element) => {
      const { left, right } = element.getBoundingClientRect();
      // What is scrolled within itself, or is there for screen readers only, reaches beyond nothing.
      const seen = [...element.shadowRoot!.querySelectorAll<HTMLElement>("*")].filter((part) => part.checkVisibility() && !part.closest(".offscreen, svg, pre"));
      const wide = seen.filter((part) => part.getBoundingClientRect().right > right + 1 || part.getBoundingClientRect().left < left - 1);
      const controls = seen.filter((part) => part.matches("input, select, textarea, button, a, summary") && !part.closest(".bar-of-form"));
      const areas = controls.map((part) => part.getBoundingClientRect());
      const lies = (one: DOMRect, other: DOMRect) => one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1;
      const covered = controls.filter((part, index) => areas.some((area, at) => at > index && !part.contains(controls[at]!) && lies(areas[index]!, area)));
      return [...wide, ...covered].map(({ outerHTML }) => outerHTML.slice(0, 120));
    });
    expect(wrong).toEqual([]);
    const [scrolls, width] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    expect(scrolls).toBeLessThanOrEqual(width!);
  };
  const expectInReach = () => expect(generator!.action("issue")).toBeInViewport({ ratio: 1 });
  await expectToFit();
  await expectInReach();
  await generator!.openOptions();
  await generator!.openLists();
  await expectToFit();
  // Whoever reads steps afterwards has the room for them.
  await expectInReach();
  await generator!.issue();
  await generator!.unfold(1, 1);
  await generator!.action("open-fleet").click();
  for (const details of await generator!.element.locator("details").all()) await details.evaluate((one: HTMLDetailsElement) => (one.open = true));
  await expectToFit();
});

test("storage that throws and a clipboard that is not there break nothing", async ({ page, site }) => {
  await page.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException("no", "SecurityError");
        },
      });
    }
    Object.defineProperty(navigator, "clipboard", { value: undefined });
    document.execCommand = () => false;
  });
  const [generator] = await open(page, site, '<dockseal-generator hosts="docker.example.com"></dockseal-generator>');
  await generator!.unfold();
  await generator!.snippet("restart").locator('[data-action="copy"]').click();
  await expect(generator!.snippet("restart").locator('[data-action="copy"]')).toHaveText("Not copied");
  await expect(generator!.element.locator(".offscreen[role=status]")).toContainText("by hand");
  await generator!.issue();
});

test("in a hidden tab, which draws no frames, it issues all the same", async ({ page, site }) => {
  await page.addInitScript(() => {
    window.requestAnimationFrame = () => 0;
    Object.defineProperty(document, "visibilityState", { value: "hidden" });
    Object.defineProperty(document, "hidden", { value: true });
  });
  const [generator] = await open(page, site, '<dockseal-generator hosts="docker.example.com"></dockseal-generator>');
  await generator!.element.evaluate((element) => element.shadowRoot!.querySelector<HTMLElement>('[data-action="issue"]')!.click());
  await generator!.reaches("issued");
  await expect(generator!.element.locator("[data-check].passed")).not.toHaveCount(0);
});

/** A page of documentation with this in it, once every element is usable. */
async function open(page: Page, site: Site, body: string, places = ["body"]): Promise<Generator[]> {
  await page.goto(site.add("/docs/page.html", documentation(body)));
  const generators = places.map((place) => new Generator(page, site, page.locator(place)));
  for (const generator of generators) await generator.reaches("ready");
  return generators;
}
