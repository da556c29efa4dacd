// The passphrase that locks the authority's key.

import { execFileSync } from "node:child_process";
import { judge } from "../openssl";
import { expect, test, type Generator } from "../page";

const ONE = { hosts: "docker.example.com", clients: "alice" };
const GOOD = "correct horse battery staple";

for (const [origin, name] of [
  ["127.0.0.1", "with WebCrypto"],
  ["plain.test", "on plain http"],
] as const) {
  test(`${name}, the authority's key is locked, and openssl opens it with the passphrase only`, async ({ generator }) => {
    await generator.open("", generator.site.url.replace("127.0.0.1", origin));
    await generator.fill({ ...ONE, caPassphrase: GOOD, caPassphraseRepeat: GOOD });
    await generator.issue();
    judge(await generator.archives(), "docker.example.com", "alice", GOOD);
    const authority = generator.machine("ca");
    await expect(authority).toContainText("encrypted with your passphrase");
    // There is nothing left to encrypt.
    await expect(authority.locator("code", { hasText: "openssl pkcs8" })).toHaveCount(0);
  });
}

test("a passphrase in any script is what openssl gets in UTF-8, and it is said that this matters", async ({ generator }) => {
  const passphrase = "Grüße 密码 ключ 🔑 and a good many words";
  await generator.open();
  await generator.fill({ ...ONE, caPassphrase: passphrase, caPassphraseRepeat: passphrase });
  await expect(generator.problem("caPassphrase", "passphrase-not-ascii")).toContainText("UTF-8");
  await generator.issue();
  judge(await generator.archives(), "docker.example.com", "alice", passphrase);
});

test("1024 bytes are not too long, and one more is", async ({ generator }) => {
  const long = "ä".repeat(512);
  await generator.open();
  await generator.fill({ ...ONE, caPassphrase: `${long}x`, caPassphraseRepeat: `${long}x` });
  await expect(generator.problem("caPassphrase", "passphrase-too-long")).toBeVisible();
  await generator.fill({ caPassphrase: long, caPassphraseRepeat: long });
  await expect(generator.problem("caPassphrase", "passphrase-too-long")).toHaveCount(0);
  await generator.issue();
  judge(await generator.archives(), "docker.example.com", "alice", long);
});

test("without a passphrase, the page says what that means and issues all the same", async ({ generator }) => {
  await generator.open();
  await generator.fill(ONE);
  await generator.choosePassphrase("none");
  await expect(generator.element.locator(".passphrase .warning")).toContainText("can then let anybody in, as root on every host");
  await expect(generator.field("caPassphrase")).toBeHidden();
  await generator.choosePassphrase("typed");
  await expect(generator.element.locator(".passphrase .warning")).toHaveCount(0);
  await expect(generator.element.locator(".caPassphrase .help")).toContainText("dockerd and docker cannot ask");
  await expect(generator.field("caPassphraseRepeat")).toBeHidden();
  await generator.fill({ caPassphrase: GOOD });
  await expect(generator.field("caPassphraseRepeat")).toBeVisible();
  await generator.choosePassphrase("none");
  await generator.issue();
  await expect(generator.machine("ca")).toContainText("openssl pkcs8");
  judge(await generator.archives(), "docker.example.com", "alice");
});

test("one that the page makes by itself locks the key, and is shown with it", async ({ generator, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await generator.open();
  await generator.fill(ONE);
  await generator.action("issue").click();
  await generator.reaches("issued");
  const made = (await generator.element.locator("[data-passphrase=made]").textContent())!;
  // It stands beside the downloads, once: who leaves with them has seen it.
  expect((await generator.markup()).split(made)).toHaveLength(2);
  const beside = generator.element.locator(".result .made");
  await expect(beside).toContainText(`${made} Copy I have saved it Save it now`);
  await generator.action("copy-passphrase").click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(made);
  await generator.field("locale").selectOption("zh-CN");
  await expect(beside).toContainText(`${made} 复制 我已保存 请立即保存`);
  await generator.field("locale").selectOption("en");
  await expect(generator.machine("ca")).toContainText("encrypted with your passphrase");
  judge(await generator.archives(), "docker.example.com", "alice", made);
  expect(page.url()).not.toContain(made);
  await generator.action("clear").click();
  expect(await generator.markup()).not.toContain(made);
});

test("nothing but spaces is no passphrase, and that is said", async ({ generator }) => {
  await generator.open();
  await generator.fill({ ...ONE, caPassphrase: " " });
  await expect(generator.problem("caPassphrase", "passphrase-blank")).toHaveClass("warning");
  await generator.issue();
  judge(await generator.archives(), "docker.example.com", "alice");
});

test("how strong a passphrase is is said in words, and a weak one is taken", async ({ generator }) => {
  await generator.open();
  await generator.fill({ ...ONE, caPassphrase: "hunter2" });
  const strength = generator.element.locator(".strength");
  await expect(strength).toContainText("Weak");
  await expect(generator.problem("caPassphrase", "passphrase-weak")).toHaveClass("warning");
  await expect(generator.field("caPassphrase")).toHaveAccessibleDescription(/Weak/);
  await expect(generator.element.getByRole("meter", { name: /Weak/ })).toBeVisible();
  await generator.fill({ caPassphrase: "correct horse battery staple" });
  await expect(strength).toContainText("Fair");
  await generator.fill({ caPassphrase: `${GOOD} and more words` });
  await expect(strength).toContainText("Strong");
  await generator.fill({ caPassphrase: "hunter2", caPassphraseRepeat: "hunter2" });
  await generator.issue();
  judge(await generator.archives(), "docker.example.com", "alice", "hunter2");
});

test("typed unseen, it is asked for twice; while one is typing, nothing is wrong yet", async ({ generator }) => {
  await generator.open();
  await generator.fill(ONE);
  await generator.choosePassphrase("typed");
  await generator.field("caPassphrase").pressSequentially(GOOD);
  const mismatch = generator.problem("caPassphraseRepeat", "passphrase-mismatch");
  await generator.field("caPassphraseRepeat").pressSequentially(GOOD.slice(0, 5));
  await expect(mismatch).toHaveCount(0);
  await generator.field("caPassphraseRepeat").pressSequentially("X");
  await expect(mismatch).toBeVisible();
  await generator.field("caPassphraseRepeat").press("Backspace");
  await expect(mismatch).toHaveCount(0);
  await generator.action("issue").click();
  await expect(mismatch).toBeVisible();
  await expect(generator.field("caPassphraseRepeat")).toBeFocused();
  await generator.reaches("ready");
  await generator.fill({ caPassphraseRepeat: GOOD });
  await generator.issue();
  judge(await generator.archives(), "docker.example.com", "alice", GOOD);
});

test("who sees it types it once", async ({ generator }) => {
  await generator.open();
  await generator.fill({ ...ONE, caPassphrase: GOOD });
  await generator.action("show-passphrase").click();
  await expect(generator.field("caPassphrase")).toHaveAttribute("type", "text");
  await expect(generator.field("caPassphrase")).toHaveAttribute("autocomplete", "off");
  await expect(generator.field("caPassphraseRepeat")).toBeHidden();
  await generator.field("caPassphrase").press("End");
  await generator.field("caPassphrase").pressSequentially("!");
  await generator.action("show-passphrase").click();
  await expect(generator.field("caPassphrase")).toHaveAttribute("type", "password");
  await generator.issue();
  judge(await generator.archives(), "docker.example.com", "alice", `${GOOD}!`);
});

test("one that is made here is shown, can be copied, says how strong it is, and locks the key", async ({ generator, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await generator.open();
  await generator.fill(ONE);
  await generator.choosePassphrase("typed");
  await generator.action("make-passphrase").click();
  const made = await generator.field("caPassphrase").inputValue();
  expect(made.length).toBeGreaterThan(15);
  await expect(generator.field("caPassphrase")).toHaveAttribute("type", "text");
  await expect(generator.element.locator(".strength")).toContainText(/Random \(99 bits\)/);
  await generator.element.locator(".passphrase [data-action=copy]").click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(made);
  await generator.issue();
  judge(await generator.archives(), "docker.example.com", "alice", made);
  await generator.action("make-passphrase").click();
  await expect(generator.field("caPassphrase")).not.toHaveValue(made);
  await generator.field("caPassphrase").pressSequentially("x");
  await expect(generator.element.locator(".strength")).not.toContainText("Random (");
});

test("one can be made here as soon as the core is there, and not before", async ({ generator, page }) => {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await page.route("**/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(generator.site.url);
  await generator.reaches("loading");
  await generator.choosePassphrase("typed");
  await expect(generator.action("make-passphrase")).toBeDisabled();
  letGo();
  await generator.reaches("ready");
  await generator.action("make-passphrase").click();
  await expect(generator.field("caPassphrase")).not.toHaveValue("");
});

test("what its buttons are about is said to those who do not see where they stand", async ({ generator }) => {
  await generator.open();
  await generator.choosePassphrase("typed");
  await expect(generator.action("show-passphrase")).toHaveAccessibleName("Show: Passphrase for the CA’s key");
  await generator.action("show-passphrase").click();
  await expect(generator.action("show-passphrase")).toHaveAccessibleName("Hide: Passphrase for the CA’s key");
  await expect(generator.action("make-passphrase")).toHaveAccessibleName("Make one here: Passphrase for the CA’s key");
  await generator.element.locator('[name="locale"]').selectOption("zh-CN");
  await expect(generator.action("make-passphrase")).toHaveAccessibleName(/^随机生成: ./);
});

test("browsers are told what the fields are and not to touch what is in them", async ({ generator }) => {
  await generator.open();
  await generator.fill({ caPassphrase: GOOD });
  for (const name of ["caPassphrase", "caPassphraseRepeat"]) {
    for (const [attribute, value] of Object.entries({ type: "password", autocomplete: "new-password", autocapitalize: "off", spellcheck: "false" })) {
      await expect(generator.field(name)).toHaveAttribute(attribute, value);
    }
  }
});

test("it is in no address, link, storage, attribute or text of the page", async ({ generator, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await generator.open();
  await generator.fill({ ...ONE, caPassphrase: GOOD, caPassphraseRepeat: GOOD });
  await expect.poll(() => page.url()).toContain("alice");
  const expectNowhere = async () => {
    expect(await generator.markup()).not.toContain(GOOD);
    expect(await page.content()).not.toContain(GOOD);
    expect([...new URLSearchParams(new URL(page.url()).hash.slice(1)).keys()].sort()).toEqual(["clients", "hosts"]);
    expect(JSON.stringify(await context.storageState({ indexedDB: true }))).not.toContain(GOOD);
    expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, history.state]))).not.toContain(GOOD);
  };
  await expectNowhere();
  await generator.action("show-passphrase").click();
  await generator.issue();
  await expectNowhere();
  await generator.action("copy-link").click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect([...new URLSearchParams(new URL(link).hash.slice(1)).keys()].sort()).toEqual(["clients", "hosts"]);
  const record = execFileSync("unzip", ["-p", await generator.download("ca.zip"), "dockseal.json", "README.txt"], { encoding: "utf8" });
  expect(record).not.toContain(GOOD);
});

for (const field of ["caPassphrase", "caPassphraseRepeat"]) {
  test(`${field} is not read from a link, and the page says so`, async ({ generator }) => {
    await generator.open(`hosts=a.example.com&${field}=hunter2`);
    await expect(generator.element.locator('[data-notice="secretKey"]')).toBeVisible();
    for (const name of ["caPassphrase", "caPassphraseRepeat"]) await expect(generator.field(name)).toHaveValue("");
    expect(await generator.markup()).not.toContain("hunter2");
  });

  test(`${field} is not read from an attribute, and the page says so`, async ({ generator }) => {
    await generator.open("hosts=a.example.com");
    const attribute = field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    await generator.element.evaluate((element, name) => element.setAttribute(name, "hunter2"), attribute);
    await expect(generator.element.locator('[data-notice="secretKey"]')).toBeVisible();
    for (const name of ["caPassphrase", "caPassphraseRepeat"]) await expect(generator.field(name)).toHaveValue("");
  });

  test(`that ${field} is taken from the attributes again is no reason to say so`, async ({ generator }) => {
    await generator.open();
    const attribute = field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const notice = generator.element.locator('[data-notice="secretKey"]');
    await generator.element.evaluate((element, name) => element.setAttribute(name, "hunter2"), attribute);
    await notice.getByRole("button").click();
    await generator.element.evaluate((element, name) => element.removeAttribute(name), attribute);
    await expect(notice).toHaveCount(0);
  });
}

test("it is emptied by Clear and by leaving, and stays when one cancels", async ({ generator, page }) => {
  await generator.open();
  await generator.fill({ ...ONE, caPassphrase: GOOD, caPassphraseRepeat: GOOD });
  await expect.poll(() => page.workers().length).toBe(1);
  // The button that cancels is there from the click on.
  await generator.element.evaluate((element) => {
    for (const action of ["issue", "cancel"]) element.shadowRoot!.querySelector<HTMLButtonElement>(`[data-action=${action}]`)!.click();
  });
  await generator.reaches("ready");
  await expect(generator.field("caPassphrase")).toHaveValue(GOOD);
  await generator.issue();
  await expectValues(generator, GOOD);
  await generator.clear();
  await expectValues(generator, "");
  await expect(generator.field("hosts")).toHaveValue(ONE.hosts);

  await generator.fill({ caPassphrase: GOOD, caPassphraseRepeat: GOOD });
  await generator.action("show-passphrase").click();
  await page.evaluate(() => dispatchEvent(new Event("pagehide")));
  await expectValues(generator, "");
  await expect(generator.field("caPassphrase")).toHaveAttribute("type", "password");
});

test("a change of the passphrase after issuing is a change of the form", async ({ generator }) => {
  await generator.open();
  await generator.fill({ ...ONE, caPassphrase: GOOD, caPassphraseRepeat: GOOD });
  await generator.issue();
  const outdated = generator.element.locator(".result > .warning");
  await generator.action("show-passphrase").click();
  await expect(outdated).toBeHidden();
  await generator.field("caPassphrase").pressSequentially("x");
  await expect(outdated).toBeVisible();
});

async function expectValues(generator: Generator, value: string): Promise<void> {
  for (const name of ["caPassphrase", "caPassphraseRepeat"]) await expect(generator.field(name)).toHaveValue(value);
}
