// The CA's own certificate made anew behind the second door: what it has signed before stays valid. openssl judges.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, expectNothingByAxe, test } from "../page";

function folder(): string {
  return mkdtempSync(path.join(tmpdir(), "dockseal-"));
}

function unzipped(archive: string): string {
  const place = folder();
  execFileSync("unzip", ["-q", archive, "-d", place]);
  return place;
}

function openssl(place: string, ...command: string[]): string {
  return execFileSync("openssl", command, { cwd: place, encoding: "utf8", stdio: "pipe" });
}

test("a CA by Docker's documentation gets a certificate with keyUsage and a longer life, and its old leaf stays valid", async ({ generator }) => {
  const place = folder();
  execFileSync("sh", ["-euc", `openssl genrsa -aes256 -passout pass:secret -out ca-key.pem 2048
    openssl req -new -x509 -days 20 -key ca-key.pem -passin pass:secret -sha256 -out ca.pem -subj /CN=docker.example
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out leaf.csr -subj /CN=client
    echo extendedKeyUsage=clientAuth >leaf.ext
    openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca-key.pem -passin pass:secret -CAcreateserial -days 15 -extfile leaf.ext -out cert.pem`], { cwd: place, stdio: "pipe" });
  await generator.open("door=continue");
  await generator.field("authorityFiles").setInputFiles(["ca.pem", "ca-key.pem"].map((name) => path.join(place, name)));
  await generator.field("authorityPassphrase").fill("secret");
  await generator.action("open-authority").click();
  await expect(generator.problem("authorityFiles", "no-key-usage")).toContainText("Renew the CA");
  const authority = generator.element.locator(".known .machine.ca");
  await expect(authority).toContainText("no certificate can outlast it");
  await expect(generator.field("days")).toBeHidden();
  await authority.locator('select[name="change"]').selectOption("renew");
  // Its certificate says nothing of others below it.
  await expect(generator.field("othersBelow")).toBeHidden();
  await generator.field("days").fill("many");
  await generator.action("issue").click();
  await expect(generator.problem("caDays", "days-not-a-number")).toBeVisible();
  await expect(generator.field("days")).toBeFocused();
  await generator.field("days").fill("5000");
  await expect(generator.element.locator('[data-change="ca"]')).toContainText("Every certificate stays valid");
  await expect(generator.element.locator("[data-change]")).toHaveCount(1);
  await expectNothingByAxe(generator);
  await generator.action("issue").click();
  await generator.reaches("issued");
  await expect(generator.element).toContainText("in place of the old one");
  const bundles = await generator.element.locator("[data-bundle$='.zip']").evaluateAll((links) => links.map((link) => link.getAttribute("data-bundle")));
  expect(new Set(bundles)).toEqual(new Set(["ca.zip"]));
  const ca = unzipped(await generator.download("ca.zip"));
  expect(readFileSync(path.join(ca, "ca-key.pem"))).toEqual(readFileSync(path.join(place, "ca-key.pem")));
  openssl(place, "verify", "-CAfile", path.join(ca, "ca.pem"), "-purpose", "sslclient", "cert.pem");
  openssl(place, "verify", "-CAfile", path.join(ca, "ca.pem"), path.join(ca, "ca.pem"));
  expect(openssl(ca, "x509", "-in", "ca.pem", "-noout", "-ext", "keyUsage")).toContain("Certificate Sign");
  for (const what of ["-subject", "-pubkey"]) expect(openssl(ca, "x509", "-in", "ca.pem", "-noout", what)).toBe(openssl(place, "x509", "-in", "ca.pem", "-noout", what));
  // The page goes on from it.
  await expect(authority.locator('select[name="change"]')).toHaveValue("keep");
  await expect(authority).not.toContainText("no certificate can outlast it");
  await expect(authority).toContainText("4999 days");
  await expect(generator.element.locator(".changes-ahead h2")).toHaveText("What to do now");
});

test("a CA of ours is renewed together with a client and for a CA below it, from the keyboard on a phone, in Chinese", async ({ generator, page }) => {
  test.slow();
  await generator.open();
  await generator.fill({ hosts: "a.example.com", clients: "anna" });
  await generator.issue();
  const [before, host] = [await generator.download("ca.zip"), await generator.download("a.example.com-server.zip")];
  await generator.clear();
  await page.setViewportSize({ width: 360, height: 740 });
  await generator.open("door=continue&locale=zh-CN");
  await page.reload();
  await generator.reaches("ready");
  await generator.field("authorityFiles").setInputFiles(before);
  await generator.action("open-authority").click();
  const authority = generator.element.locator(".known .machine.ca");
  await authority.locator('select[name="change"]').selectOption("renew");
  await generator.field("othersBelow").focus();
  await page.keyboard.press("Space");
  await generator.element.locator('.known [data-machine="anna"] select').selectOption("renew");
  await expectNothingByAxe(generator);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await generator.action("issue").focus();
  await page.keyboard.press("Enter");
  await generator.reaches("issued");
  const [ca, client] = [unzipped(await generator.download("ca.zip")), unzipped(await generator.download("anna-client.zip"))];
  expect(readFileSync(path.join(client, "ca.pem"))).toEqual(readFileSync(path.join(ca, "ca.pem")));
  expect(openssl(ca, "x509", "-in", "ca.pem", "-noout", "-ext", "basicConstraints")).toContain("pathlen:1");
  openssl(ca, "verify", "-x509_strict", "-CAfile", "ca.pem", "-purpose", "sslserver", path.join(unzipped(host), "server-cert.pem"));
  for (const authority of [ca, unzipped(before)]) openssl(authority, "verify", "-x509_strict", "-CAfile", "ca.pem", "-purpose", "sslclient", path.join(client, "cert.pem"));
  const record = JSON.parse(readFileSync(path.join(ca, "dockseal.json"), "utf8"));
  expect(record.certificates.map(({ role, state }: { role: string; state: string }) => `${role} ${state}`)).toEqual(["ca replaced", "server valid", "client replaced", "ca valid", "client valid"]);
});
