import { execFileSync } from "node:child_process";
import { expect, expectNothingByAxe, refuseWorkers, test, type Generator } from "../page";

const fold = (generator: Generator) => generator.element.locator('[data-fold="keystore"]');
const shown = (generator: Generator) => fold(generator).locator('[data-passphrase="keystore"]');

/** Presses the button and gives what arrived. */
async function make(generator: Generator, file: string): Promise<string> {
  const arrival = generator.page.waitForEvent("download");
  await generator.action("make-keystore").click();
  const download = await arrival;
  expect(download.suggestedFilename()).toBe(file);
  return download.path();
}

/** What openssl finds in it under this passphrase. */
function inside(file: string, passphrase: string): string {
  return execFileSync("openssl", ["pkcs12", "-in", file, "-nodes", "-passin", "stdin"], { encoding: "utf8", input: `${passphrase}\n` });
}

function archived(zip: string, file: string): string {
  return execFileSync("unzip", ["-p", zip, file], { encoding: "utf8" });
}

test("a client's file has its certificate and key and the CA's, under a passphrase that is made with it", async ({ generator }) => {
  await generator.open("hosts=a.example.com&clients=alice%0Abob");
  await generator.unfold();
  await expect(fold(generator)).toBeHidden();
  await generator.issue();
  await generator.unfold();
  const file = await make(generator, "alice-client.p12");
  const passphrase = (await shown(generator).textContent())!;
  expect(passphrase.length).toBeGreaterThan(20);
  const zip = await generator.download("alice-client.zip");
  for (const name of ["cert.pem", "key.pem", "ca.pem"]) expect(inside(file, passphrase)).toContain(archived(zip, name).trim());
  expect(() => inside(file, "another")).toThrow(/invalid password/);

  const again = await make(generator, "alice-client.p12");
  await expect(shown(generator)).not.toHaveText(passphrase);
  expect(() => inside(again, passphrase)).toThrow(/invalid password/);
  await expectNothingByAxe(generator);
  // Another language, and a change that is taken back, leave the only copy of the passphrase.
  const shownNow = (await shown(generator).textContent())!;
  await generator.field("locale").selectOption("zh-CN");
  await expect(shown(generator)).toHaveText(shownNow);
  await generator.field("locale").selectOption("en");
  await generator.fill({ port: "2377" });
  await generator.fill({ port: "2376" });
  await expect(shown(generator)).toHaveText(shownNow);

  await generator.unfold(0, 1);
  await expect(shown(generator)).toHaveCount(0);
  const other = await make(generator, "bob-client.p12");
  expect(inside(other, (await shown(generator).textContent())!)).toContain("friendlyName: bob");

  await generator.clear();
  await expect(fold(generator)).toBeHidden();
  await expect(shown(generator)).toHaveCount(0);
});

test("a passphrase that is typed is judged as the CA's is, and older programs get another cipher", async ({ generator }) => {
  await generator.open("hosts=a.example.com&clients=alice");
  await generator.issue();
  await generator.unfold();
  await fold(generator).getByLabel("Its passphrase").selectOption("typed");
  const typed = fold(generator).getByLabel("Passphrase of this file");
  for (const [text, code] of [["  ", "keystore-blank"], ["a\u0007b", "character-unseen"]] as const) {
    await typed.fill(text);
    await generator.action("make-keystore").click();
    await expect(fold(generator).locator(`[data-code="${code}"]`)).toBeVisible();
    await expect(typed).toBeFocused();
  }
  await typed.fill("correct horse battery staple");
  await fold(generator).getByLabel("Read by").selectOption("old");
  // The return key would make all keys anew, as it does in the form's own fields.
  const before = await generator.download("alice-client.zip");
  const arrival = generator.page.waitForEvent("download");
  await typed.press("Enter");
  const file = await (await arrival).path();
  expect(archived(await generator.download("alice-client.zip"), "key.pem")).toBe(archived(before, "key.pem"));
  expect(inside(file, "correct horse battery staple")).toContain(archived(before, "key.pem").trim());
  await expect(fold(generator).getByRole("status")).toContainText("alice-client.p12");
  await expect(shown(generator)).toHaveCount(0);
  expect(inside(file, "correct horse battery staple")).toContain("friendlyName: alice");
  const told = execFileSync("sh", ["-c", 'openssl pkcs12 -in "$1" -info -noout -passin pass:"correct horse battery staple" 2>&1', "sh", file], { encoding: "utf8" });
  expect(told).toContain("pbeWithSHA1And3-KeyTripleDES-CBC");
});

test("it is made in the page's own thread as well, in Chinese", async ({ generator, page, watch }) => {
  watch.expect(/SecurityError/);
  await refuseWorkers(page);
  await generator.open("hosts=a.example.com&clients=alice&locale=zh-CN");
  await generator.issue();
  await generator.unfold();
  await expect(fold(generator).locator("summary")).toContainText("PKCS#12");
  const file = await make(generator, "alice-client.p12");
  expect(inside(file, (await shown(generator).textContent())!)).toContain("friendlyName: alice");
});
