// Requests for certificates, from both sides; openssl judges.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Locator } from "@playwright/test";
import { expect, expectNothingByAxe, test, type Generator } from "../page";

const CA = `openssl ecparam -name prime256v1 -genkey -noout -out ca-key.pem
  openssl req -new -x509 -days 3650 -key ca-key.pem -subj /CN=ours -addext keyUsage=critical,keyCertSign,cRLSign -out ca.pem`;

interface File {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Files that a shell makes in a new folder. */
function madeBy(script: string): { readonly folder: string; file(name: string): File } {
  const folder = mkdtempSync(path.join(tmpdir(), "dockseal-"));
  execFileSync("sh", ["-euc", script], { cwd: folder, stdio: "pipe" });
  return { folder, file: (name) => ({ name, mimeType: "application/octet-stream", buffer: readFileSync(path.join(folder, name)) }) };
}

/** The folder that an archive is unpacked in. */
function unzipped(archive: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), "dockseal-"));
  execFileSync("unzip", ["-q", archive, "-d", folder]);
  return folder;
}

function openssl(folder: string, ...command: string[]): string {
  return execFileSync("openssl", command, { cwd: folder, encoding: "utf8", stdio: "pipe" });
}

async function bring(generator: Generator, passphrase: string, ...files: File[]): Promise<void> {
  await generator.field("authorityFiles").setInputFiles(files);
  await generator.field("authorityPassphrase").fill(passphrase);
  await generator.action("open-authority").click();
}

function requests(generator: Generator): Locator {
  return generator.element.locator("[data-request]");
}

test("requests are signed for their keys under the names that the keeper gives, and the same key is renewed", async ({ generator }) => {
  test.slow();
  const { folder, file } = madeBy(`${CA}
    openssl req -new -newkey rsa:2048 -nodes -keyout build-key.pem -out build.csr -subj '/O=Theirs/CN=build1.example' -addext subjectAltName=DNS:build1.example,IP:192.0.2.7
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout anna-key.pem -out anna.csr -subj /CN=anna
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca-like-key.pem -out ca-like.csr -subj /CN=x -addext basicConstraints=CA:TRUE
    openssl req -new -key build-key.pem -sha1 -out sha1.csr -subj /CN=old
    openssl req -new -newkey ed25519 -nodes -keyout carol-key.pem -out carol.csr -subj '/CN=carol yubikey'
    echo hello >hello.txt`);
  await generator.open("door=continue");
  await expect(generator.field("request")).toBeHidden();
  await bring(generator, "", file("ca.pem"), file("ca-key.pem"));
  await generator.field("request").setInputFiles([file("ca-like.csr"), file("hello.txt"), file("ca.pem"), file("anna-key.pem")]);
  for (const code of ["asks-for-authority", "no-request", "is-certificate", "is-private-key"]) await expect(generator.problem("request", code)).toBeVisible();
  await expect(requests(generator).locator('[name="requestSign"]')).toBeDisabled();

  // A name that cannot be one is shown, with the reason.
  await generator.field("request").setInputFiles(file("carol.csr"));
  await expect(generator.element.locator(".requests .file .note")).toHaveText("Read: carol.csr");
  const carol = requests(generator).nth(1);
  await expect(carol.locator('[name="requestName"]')).toHaveValue("carol yubikey");
  await expect(carol.locator('[data-code="client-bad-name"]')).toContainText("carol-yubikey");
  await carol.locator('[name="requestSign"]').uncheck();

  await generator.field("request").setInputFiles([file("build.csr"), file("sha1.csr")]);
  await generator.field("requestText").fill(file("anna.csr").buffer.toString());
  await expect(requests(generator)).toHaveCount(4);
  await expect(generator.field("requestText")).toHaveValue("");
  const [build, anna] = [requests(generator).nth(2), requests(generator).nth(3)];
  await expect(build).toContainText("CN=build1.example,O=Theirs");
  await expect(build.locator('[name="requestName"]')).toHaveValue("build1.example 192.0.2.7");
  await expect(anna.locator('[name="requestRole"]')).toHaveValue("client");
  // A name that is none is said where it is typed, and nothing is made.
  await anna.locator('[name="requestName"]').fill("");
  await generator.action("issue").click();
  await expect(anna.locator('[name="requestName"]')).toBeFocused();
  await expect(generator.problem("requestName", "required")).toBeVisible();
  await anna.locator('[name="requestName"]').fill("anna banana");
  await expect(anna.locator('[data-code="client-bad-name"]')).toBeVisible();
  await expect(generator.element.locator("form [data-code='client-bad-name']")).toHaveCount(0);
  await anna.locator('[name="requestName"]').fill("anna-laptop");
  await anna.locator('[name="requestDays"]').fill("90");
  await build.locator('[name="requestName"]').fill("build7.example 192.0.2.9");
  await expect(generator.element.locator('[data-change="anna-laptop-certificate"]')).toContainText("anna-laptop");
  await expect(generator.element.locator('[data-change="build7.example-certificate"]')).toContainText("build7.example");
  await generator.action("issue").click();
  await generator.reaches("issued");
  await expect(requests(generator)).toHaveCount(2);

  const known = (name: string) => generator.element.locator(`.known [data-machine="${name}"]`);
  await expect(known("anna-laptop")).toContainText("whoever asked for it");
  const archive = async (name: string) => {
    const arrival = generator.page.waitForEvent("download");
    await generator.element.locator(`.machines [data-bundle="${name}"]`).first().click();
    return unzipped(await (await arrival).path());
  };
  const [host, client] = [await archive("build7.example-certificate.zip"), await archive("anna-laptop-certificate.zip")];
  for (const [place, leaf, key, purpose] of [[host, "server-cert.pem", "build-key.pem", "sslserver"], [client, "cert.pem", "anna-key.pem", "sslclient"]] as const) {
    openssl(folder, "verify", "-x509_strict", "-CAfile", path.join(place, "ca.pem"), "-purpose", purpose, path.join(place, leaf));
    expect(openssl(place, "x509", "-in", leaf, "-noout", "-pubkey")).toBe(openssl(folder, "pkey", "-in", key, "-pubout"));
    expect(openssl(place, "x509", "-in", leaf, "-noout", "-subject")).not.toMatch(/Theirs|build1/);
    expect(readFileSync(path.join(place, "README.txt"), "utf8")).toContain("Your private key is not in here");
  }
  expect(openssl(host, "x509", "-in", "server-cert.pem", "-noout", "-ext", "subjectAltName")).toContain("DNS:build7.example, IP Address:192.0.2.9");
  const record = JSON.parse(readFileSync(path.join(await archive("ca.zip"), "dockseal.json"), "utf8"));
  expect(record.certificates.slice(1).map(({ name, key }: { name: string; key: string }) => `${name} ${key}`)).toEqual(["build7.example request", "anna-laptop request"]);

  // The next run signs the same key, by what the record has.
  await known("anna-laptop").locator("select").selectOption("renew");
  await expect(generator.element.locator('[data-change="anna-laptop-certificate"]')).toContainText("same key");
  await generator.action("issue").click();
  await generator.action("replace").click({ timeout: 2000 }).catch(() => {});
  await expect(generator.element.locator(".changes-ahead h2")).toHaveText("What to do now");
  const again = await archive("anna-laptop-certificate.zip");
  expect(openssl(again, "x509", "-in", "cert.pem", "-noout", "-pubkey")).toBe(openssl(folder, "pkey", "-in", "anna-key.pem", "-pubout"));
  expect(readFileSync(path.join(again, "cert.pem"))).not.toEqual(readFileSync(path.join(client, "cert.pem")));
  openssl(folder, "verify", "-CAfile", "ca.pem", path.join(again, "cert.pem"));
});

test("a request with a wrong signature is signed only by whoever says so", async ({ generator }) => {
  const { file } = madeBy(`${CA}
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out right.csr -outform DER -subj /CN=anna
    python3 -c 'octets = bytearray(open("right.csr", "rb").read()); octets[-1] ^= 1; open("wrong.csr", "wb").write(octets)'`);
  await generator.open("door=continue");
  await bring(generator, "", file("ca.pem"), file("ca-key.pem"));
  await generator.fill({ hosts: "a.example.com" });
  await generator.field("request").setInputFiles([file("wrong.csr")]);
  await expect(generator.problem("request", "signature-wrong")).toBeVisible();
  const sign = generator.field("requestSign");
  await expect(sign).not.toBeChecked();
  await expect(generator.element.locator('[data-change="anna-certificate"]')).toHaveCount(0);
  await sign.check();
  await generator.action("issue").click();
  await generator.reaches("issued");
  await expect(generator.bundle("anna-certificate.zip")).toBeVisible();
});

test("a host's request alone is signed under a CA without a record, by keyboard on a phone, and axe finds nothing", async ({ generator, page }) => {
  const { file } = madeBy(`${CA}
    openssl req -new -newkey ed25519 -nodes -keyout key.pem -out host.csr -subj /CN=a.example.com`);
  await page.setViewportSize({ width: 360, height: 740 });
  await generator.open("door=continue&locale=zh-CN");
  await bring(generator, "", file("ca.pem"), file("ca-key.pem"));
  await generator.field("request").setInputFiles([file("host.csr")]);
  await expect(generator.element.locator('[data-change="a.example.com-certificate"]')).toBeVisible();
  await expect(generator.element.locator("[data-change]")).toHaveCount(2);
  await expectNothingByAxe(generator);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await generator.action("issue").focus();
  await page.keyboard.press("Enter");
  await generator.reaches("issued");
  const bundles = await generator.element.locator("[data-bundle$='.zip']").evaluateAll((links) => links.map((link) => link.getAttribute("data-bundle")));
  expect(new Set(bundles)).toEqual(new Set(["ca.zip", "a.example.com-and-others.zip", "a.example.com-certificate.zip"]));
});
