// The page for everyone: languages, keyboards, screen readers, phones, darkness.

import { changeWorker, expect, expectNothingByAxe, keepRsaKeys, test, type Generator } from "../page";

/** RSA keys are being made for ever. */
const NEVER_MADE = keepRsaKeys();
const WRONG = { hosts: "https://docker.example.com:2376\n10.10.10.20", clients: "", port: "2375" };
const RIGHT = { hosts: "docker.example.com 192.0.2.10\nbuild.example.com", clients: "alice\nci", port: "2376" };

test.describe("in a Chinese browser", () => {
  test.use({ locale: "zh-CN" });

  test("the page speaks Chinese, and so does the document", async ({ generator, page }) => {
    await generator.open();
    await expect(generator.action("issue")).toHaveText("生成密钥和证书");
    await expect(page).toHaveTitle("Dockseal：为 Docker 配置双向 TLS");
    await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  });

  test("a link may ask for English", async ({ generator }) => {
    await generator.open("locale=en");
    await expect(generator.action("issue")).toHaveText("Make keys and certificates");
  });
});

test.describe("in a French browser", () => {
  test.use({ locale: "fr-FR" });

  test("the page speaks English", async ({ generator }) => {
    await generator.open();
    await expect(generator.action("issue")).toHaveText("Make keys and certificates");
  });
});

test("changing the language keeps everything typed and issued", async ({ generator, page }) => {
  await generator.open();
  await generator.fill({ ...RIGHT, organization: "Example" });
  await generator.unfold(0, 0);
  await generator.issue();
  const before = await generator.element.locator("table bdi").allTextContents();
  await generator.element.locator(".hosts details.hint > summary").click();
  await generator.field("locale").selectOption("zh-CN");

  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await expect(generator.element.locator(".result h2")).toHaveText("您的文件");
  await expect(generator.snippet("restart").locator("p").first()).toHaveText("未启用 live-restore 时，容器会随之停止。");
  await expect(generator.element.locator(".hosts details.hint")).toHaveAttribute("open");
  await expect(generator.element.locator(".result > .warning")).toBeHidden();
  for (const [name, value] of Object.entries({ ...RIGHT, organization: "Example" })) await expect(generator.field(name)).toHaveValue(value);
  expect(await generator.element.locator("table bdi").allTextContents()).toEqual(expect.arrayContaining(before.filter((text) => /:|=/.test(text))));
  await generator.download("docker.example.com-server.zip");
  await generator.field("locale").selectOption("en");
  await expect(generator.element.locator(".result h2")).toHaveText("Your files");
});

test("a problem changes its language with the page", async ({ generator }) => {
  await generator.open();
  await generator.fill(WRONG);
  await expect(generator.problem("hosts", "host-is-url")).toContainText("Type the host alone");
  await generator.field("locale").selectOption("zh-CN");
  await expect(generator.problem("hosts", "host-is-url")).toContainText("这里只填主机");
  await expect(generator.problem("hosts", "host-is-url")).toContainText("第 1 行");
});

test("what is offered has words in both languages", async ({ generator }) => {
  await generator.open();
  for (const locale of ["en", "zh-CN"]) {
    await generator.field("locale").selectOption(locale);
    await expect(generator.action("issue")).toHaveText(locale === "en" ? "Make keys and certificates" : "生成密钥和证书");
    for (const name of ["platform", "keyAlgorithm"]) {
      for (const option of await generator.field(name).locator("option").all()) {
        expect(await option.textContent()).not.toBe(await option.getAttribute("value"));
      }
    }
  }
});

test("a server that does not know wasm's type is good enough", async ({ generator, page }) => {
  await page.route("**/*.wasm", async (route) => route.fulfill({ response: await route.fetch(), contentType: "application/octet-stream" }));
  await generator.open("hosts=docker.example.com");
  await generator.issue();
});

test("each file of the page is fetched once", async ({ generator, page }) => {
  const files: string[] = [];
  page.on("request", (request) => {
    const { pathname, protocol } = new URL(request.url());
    if (protocol !== "blob:") files.push(pathname.split("/").pop()!.replace(/-[0-9a-f]{12}/, "-…"));
  });
  await generator.open();
  await expect.poll(() => page.workers().length).toBe(1);
  expect(files.sort()).toEqual(["", "dockseal-….js", "dockseal_form_bg-….wasm", "dockseal_issue_bg-….wasm", "rest-….js", "scripts-….txt", "worker-….js"]);
});

test("without scripts, the page says in both languages why nothing is there", async ({ browser, site }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(site.url);
  for (const lang of ["en", "zh-CN"]) {
    await expect(page.locator(`p[lang=${lang}]`)).toBeVisible();
    await expect(page.locator(`p[lang=${lang}]`)).toHaveText(/JavaScript .+ WebAssembly/);
  }
  await context.close();
});

test("everything can be done with the keyboard alone", async ({ generator, page }) => {
  await generator.open();
  const focused = () => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute("name"));
  const tabTo = async (arrived: () => Promise<boolean>) => {
    for (let presses = 0; presses < 150; presses++) {
      if (await arrived()) return;
      await page.keyboard.press("Tab");
    }
    throw new Error("the focus never came there");
  };
  const has = (attribute: string, value: string) => async () =>
    (await page.evaluate((name) => document.activeElement?.shadowRoot?.activeElement?.getAttribute(name), attribute)) === value;

  const isIn = (role: string) => () => page.evaluate((role) => document.activeElement?.shadowRoot?.activeElement?.matches(`[data-role=${role}] textarea`) ?? false, role);

  await tabTo(isIn("host"));
  await page.keyboard.type("docker.example.com:2376");
  await tabTo(has("name", "platform"));
  await page.keyboard.press("ArrowDown");
  await tabTo(has("data-choice", "passphrase"));
  await page.keyboard.press("ArrowDown");
  await tabTo(has("data-action", "make-passphrase"));
  await page.keyboard.press("Space");
  await tabTo(() => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.matches(".more > summary") ?? false));
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(await focused()).toBe("keyAlgorithm");
  await tabTo(has("data-action", "issue"));
  await page.keyboard.press("Enter");
  expect(await isIn("host")()).toBe(true);
  await page.keyboard.press("Control+A");
  await page.keyboard.type("docker.example.com");
  await tabTo(has("data-action", "issue"));
  await page.keyboard.press("Enter");
  await generator.reaches("issued");

  expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent)).toBe("Your files");
  await page.keyboard.press("Tab");
  expect(await has("data-action", "download-ca")()).toBe(true);
  for (const [action, file] of [["download-ca", "ca.zip"], ["download-all", "docker.example.com-and-others.tar.gz"]] as const) {
    await tabTo(has("data-action", action));
    const arrival = page.waitForEvent("download");
    await page.keyboard.press("Enter");
    expect((await arrival).suggestedFilename()).toBe(file);
  }
  await expect(generator.snippet("copy-server")).toBeVisible();
  await expect(generator.snippet("daemon-json")).toHaveCount(1);
  await tabTo(has("data-action", "clear"));
  await page.keyboard.press("Space");
  await generator.reaches("ready");
  expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent)).toBe("The keys are wiped");
});

test("headings are in order and every control has a name", async ({ generator }) => {
  await generator.open("hosts=docker.example.com&port=2376");
  await generator.issue();
  const levels = await generator.element.locator("h1, h2, h3, h4").evaluateAll((headings) => headings.map(({ tagName }) => Number(tagName[1])));
  expect(levels[0]).toBe(1);
  levels.slice(1).forEach((level, index) => expect(level - levels[index]!).toBeLessThanOrEqual(1));
  for (const control of await generator.element.locator("input, select, textarea, button, a").all()) {
    if (await control.isVisible()) await expect(control).toHaveAccessibleName(/\S/);
  }
});

test("what happens is told to a screen reader", async ({ generator }) => {
  await generator.open();
  const status = generator.element.locator(".offscreen[role=status]");
  await generator.fill(WRONG);
  await generator.action("issue").click();
  await expect(status).toHaveText("Fix these first: 3");
  await generator.fill(RIGHT);
  await generator.issue();
  await expect(status).toHaveText("5 certificates are made and checked.");
  await generator.clear();
  await expect(status).toContainText("The keys in the page’s memory are wiped");
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const locale of ["en", "zh-CN"]) {
    test.describe(`${colorScheme}, ${locale}`, () => {
      test.use({ colorScheme, locale, contextOptions: { reducedMotion: "reduce" } });

      test(`axe finds nothing, before and after issuing (${colorScheme}, ${locale})`, async ({ generator }) => {
        await generator.open();
        await expectNothingByAxe(generator);
        await generator.fill(WRONG);
        await generator.action("issue").click();
        await expectNothingByAxe(generator);
        await generator.fill({ hosts: RIGHT.hosts });
        await generator.fill(RIGHT);
        await generator.fill({ hosts: "https://wrong" });
        await expectNothingByAxe(generator);
        await generator.fill(RIGHT);
        for (const details of await generator.element.locator("details").all()) await details.evaluate((one: HTMLDetailsElement) => (one.open = true));
        await generator.issue();
        for (const details of await generator.element.locator("details").all()) await details.evaluate((one: HTMLDetailsElement) => (one.open = true));
        await expectNothingByAxe(generator);
      });

      test(`axe finds nothing while keys are made, and about a passphrase (${colorScheme}, ${locale})`, async ({ generator, page }) => {
        await changeWorker(page, NEVER_MADE);
        await generator.open();
        await generator.fill({ ...RIGHT, keyAlgorithm: "rsa-2048", caPassphrase: "hunter2", caPassphraseRepeat: "hunter" });
        await expectNothingByAxe(generator);
        await generator.action("make-passphrase").click();
        await generator.action("issue").click();
        await expect(generator.element.locator(".progress li")).toHaveCount(5);
        await expectNothingByAxe(generator);
      });
    });
  }
}

for (const locale of ["en", "zh-CN"]) {
  test.describe(`on a phone, ${locale}`, () => {
    test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, locale });

    test(`nothing is wider than a phone, and what is touched is big enough (${locale})`, async ({ generator }) => {
      const long = `${"a".repeat(63)}.${"b".repeat(63)}.example.com`;
      await generator.open();
      await expectToFit(generator);
      await generator.fill(WRONG);
      await generator.action("issue").click();
      await expectToFit(generator);
      await generator.fill({ ...RIGHT, hosts: `${long} 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff` });
      await generator.issue();
      for (const details of await generator.element.locator("details").all()) await details.evaluate((one: HTMLDetailsElement) => (one.open = true));
      await expectToFit(generator);
    });

    test(`nothing is wider than a phone while keys are made (${locale})`, async ({ generator, page }) => {
      await changeWorker(page, NEVER_MADE);
      await generator.open();
      const hosts = `${"a".repeat(63)}.${"b".repeat(63)}.example.com`;
      await generator.fill({ ...RIGHT, hosts, keyAlgorithm: "rsa-2048", caPassphrase: "hunter2", caPassphraseRepeat: "hunter" });
      await expectToFit(generator);
      await generator.action("make-passphrase").click();
      await generator.action("issue").click();
      await expect(generator.element.locator(".progress li")).toHaveCount(4);
      await expectToFit(generator);
    });
  });
}

async function expectToFit(generator: Generator): Promise<void> {
  expect(await generator.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  const small = await generator.element.locator("button, a, input, select, textarea, summary").evaluateAll((elements) =>
    elements.filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 44).map(({ outerHTML }) => outerHTML),
  );
  expect(small).toEqual([]);
}
