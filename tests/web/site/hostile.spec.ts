// Whatever is typed stays text.

import { expect, test } from "../page";

const HOSTILE = [
  `"><img src=x onerror="window.injected=1">`,
  `<script>window.injected=1</script>`,
  `'; $(touch /tmp/x) \`id\` || "`,
  `a\nb; rm -rf /`,
  `\u0000nul`,
  `../../etc/passwd`,
  `\u202eevil\u200f`,
  `{value}{hint}{line}`,
  `javascript:alert(1)`,
  `%00%0a&#60;`,
];
const FIELDS = [
  "hosts",
  "clients",
  "caDays",
  "serverDays",
  "clientDays",
  "caCommonName",
  "organization",
  "organizationalUnit",
  "country",
  "state",
  "locality",
  "email",
  "caPassphrase",
  "certDirectory",
  "listenAddress",
  "port",
  "allowedSources",
];
/** Free text, where these may be meant; it never gets into a snippet. */
const FREE = ["caPassphrase", "caCommonName", "organization", "organizationalUnit", "state", "locality"];

for (const field of FIELDS) {
  test(`hostile text in ${field} is not lost and injects nothing`, async ({ generator, page }) => {
    await generator.open("hosts=docker.example.com&allowedSources=192.0.2.0/24");
    const elements = await generator.element.locator("img, script, iframe, object, embed, style, link").count();
    const steps = await generator.element.locator("[data-snippet] code").allTextContents();
    for (const text of HOSTILE) {
      await generator.fill({ [field]: text });
      // One line takes no line breaks: the browser makes spaces of them.
      const kept = (await generator.field(field).evaluate(({ tagName }) => tagName)) === "TEXTAREA" ? text : text.replace(/\n/g, " ");
      await expect(generator.field(field)).toHaveValue(kept);
      if (!FREE.includes(field)) await expect(generator.problem(field).first()).toBeVisible();
      await generator.action("issue").focus();
      expect(await generator.element.locator("img, script, iframe, object, embed, style, link").count()).toBe(elements);
      expect(await page.evaluate(() => "injected" in window)).toBe(false);
      expect(await generator.element.locator("[data-snippet] code").allTextContents()).toEqual(steps);
    }
  });
}

test("hostile text in a link injects nothing", async ({ generator, page }) => {
  const fragment = new URLSearchParams();
  for (const [index, field] of [...FIELDS, "platform", "keyAlgorithm", "caKeyAlgorithm", "caPassphraseRepeat", "locale"].entries()) fragment.set(field, HOSTILE[index % HOSTILE.length]!);
  for (const text of HOSTILE) fragment.set(text, text);
  await generator.open(fragment.toString());
  await expect(generator.problem("hosts").first()).toBeVisible();
  await generator.action("issue").click();
  await expect(generator.input("host")).toBeFocused();
  expect(await page.evaluate(() => "injected" in window)).toBe(false);
  expect(await generator.element.locator("img, script").count()).toBe(0);
});

test("hostile names of the authority are issued and shown as text", async ({ generator, page }) => {
  await generator.open("hosts=docker.example.com");
  await generator.fill({ caCommonName: HOSTILE[0]!, organization: HOSTILE[2]! });
  await generator.issue();
  await generator.element.locator("#certificates > summary").click();
  await expect(generator.element.getByRole("row", { name: "Subject" }).first()).toContainText("<img src=x onerror=");
  expect(await page.evaluate(() => "injected" in window)).toBe(false);
  expect(await generator.element.locator("img").count()).toBe(0);
});

test("ten thousand characters and ten thousand lines get a problem and are kept", async ({ generator }) => {
  await generator.open();
  for (const [text, code] of [
    ["a".repeat(10_000), "host-too-long"],
    [Array.from({ length: 10_000 }, (_, index) => `${index}.example.com`).join("\n"), "too-many-daemons"],
    ["0.0.0.0\n".repeat(10_000), "host-unspecified"],
  ] as const) {
    await generator.put("hosts", text);
    await expect(generator.problem("hosts", code).first()).toBeVisible();
    await expect(generator.field("hosts")).toHaveValue(text);
  }
  await expect(generator.problem("hosts")).toHaveCount(21);
  await expect(generator.problem("hosts", "more-problems")).toContainText("And 9980 more");
});

test("what is longer than a field may be is cut, and the field says so", async ({ generator }) => {
  await generator.open("hosts=docker.example.com");
  await generator.openOptions();
  for (const [field, most] of [["hosts", 256 * 1024], ["clients", 128 * 1024], ["allowedSources", 64 * 1024], ["execStart", 64 * 1024], ["organization", 2048]] as const) {
    await generator.put(field, "\u200f<".repeat(2_500_000));
    await expect(generator.problem(field, "field-too-long")).toBeVisible();
    expect((await generator.field(field).inputValue()).length).toBe(most + 1);
    await generator.put(field, field === "hosts" ? "docker.example.com" : field === "clients" ? "alice" : "");
    await expect(generator.problem(field)).toHaveCount(0);
  }
});

test("a name with a character that only looks like ASCII is not converted", async ({ generator }) => {
  await generator.open();
  for (const [text, code] of [["d\u043ecker.example", "character-looks-alike"], ["docker\u2013a.example", "character-looks-alike"], ["docker\u200b.example", "character-unseen"]] as const) {
    await generator.fill({ hosts: text });
    await generator.input("client").focus();
    await expect(generator.problem("hosts", code)).toBeVisible();
    await expect(generator.field("hosts")).toHaveValue(text);
  }
  await generator.fill({ hosts: "пример.рф bücher.example # für später" });
  await generator.input("client").focus();
  await expect(generator.field("hosts")).toHaveValue("xn--e1afmkfd.xn--p1ai xn--bcher-kva.example # für später");
});

test("a link of a hundred kilobytes is read, and what is wrong in it is shown", async ({ generator }) => {
  const unknown = Array.from({ length: 5_000 }, (_, index) => `${"x".repeat(10)}${index}=1`).join("&");
  await generator.open(`clients=alice&${unknown}&hosts=${"a".repeat(30_000)}`);
  await expect(generator.problem("hosts", "host-too-long")).toBeVisible();
  await expect(generator.field("clients")).toHaveValue("alice");
  await expect(generator.element.locator('[data-notice="unknownKeys"] bdi')).toHaveCount(10);
  await generator.fill({ hosts: "docker.example.com" });
  await generator.issue();
});

test("a link's keys and values with markup stay text", async ({ generator, page }) => {
  const markup = "<img src=x onerror='window.injected=1'>";
  await generator.open(new URLSearchParams({ [markup]: markup, hosts: markup, platform: markup, locale: markup }).toString());
  await expect(generator.element.locator('[data-notice="unknownKeys"] bdi').first()).toContainText("<img");
  await expect(generator.problem("platform", "platform-unknown")).toBeVisible();
  expect(await generator.element.locator("img").count()).toBe(0);
  expect(await page.evaluate(() => "injected" in window)).toBe(false);
});
