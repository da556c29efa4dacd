// Whoever needs a certificate of a CA that somebody else keeps: the key is made in one page, the request signed in another. openssl judges.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, expectNothingByAxe, Generator, refuseWorkers, test } from "../page";

function folder(): string {
  return mkdtempSync(path.join(tmpdir(), "dockseal-"));
}

function openssl(place: string, ...command: string[]): string {
  return execFileSync("openssl", command, { cwd: place, encoding: "utf8", stdio: "pipe" });
}

/** The folder that an archive is unpacked in, with its modes. */
function unpacked(archive: string): string {
  const place = folder();
  execFileSync("unzip", ["-q", archive, "-d", place]);
  return place;
}

test("a client asks in one page, the keeper signs in another, and the certificate fits the key that never left", async ({ generator, page, context, site }) => {
  test.slow();
  const authority = folder();
  execFileSync("sh", ["-euc", `openssl ecparam -name prime256v1 -genkey -noout -out ca-key.pem
    openssl req -new -x509 -days 3650 -key ca-key.pem -subj /CN=ours -addext keyUsage=critical,keyCertSign,cRLSign -out ca.pem`], { cwd: authority, stdio: "pipe" });
  // What the keeper sends, with the name in it.
  await generator.open("door=request&clients=anna-laptop");
  await expect(generator.action("issue")).toBeHidden();
  await expect(generator.field("askingRole")).toHaveValue("client");
  await expect(generator.field("askingName")).toHaveValue("anna-laptop");
  await generator.field("askingName").fill("anna laptop");
  await generator.action("ask").click();
  await expect(generator.problem("clients", "client-bad-name")).toBeVisible();
  await expect(generator.field("askingName")).toBeFocused();
  await generator.field("askingName").fill("anna");
  await generator.field("askingPassphrase").fill("a long enough passphrase");
  await generator.field("askingPassphraseRepeat").fill("another");
  await generator.action("ask").click();
  await expect(generator.problem("caPassphraseRepeat")).toBeVisible();
  await generator.field("askingPassphraseRepeat").fill("a long enough passphrase");
  await generator.action("ask").click();
  const request = (await generator.element.locator("[data-asked] code").textContent())!;
  await expect.poll(() => page.evaluate(() => location.hash)).toBe("#door=request&clients=anna");
  const theirs = unpacked(await generator.download("anna-request.zip"));
  expect(readFileSync(path.join(theirs, "request.pem"), "utf8")).toBe(request);
  expect(statSync(path.join(theirs, "key.pem")).mode & 0o777).toBe(0o400);
  expect(readFileSync(path.join(theirs, "key.pem"), "utf8")).toContain("BEGIN ENCRYPTED PRIVATE KEY");
  expect(await generator.markup()).not.toContain("PRIVATE KEY");
  openssl(theirs, "req", "-verify", "-noout", "-in", "request.pem");
  expect(openssl(theirs, "req", "-noout", "-subject", "-in", "request.pem")).toMatch(/CN ?= ?anna/);
  const readme = readFileSync(path.join(theirs, "README.txt"), "utf8");
  expect(readme).toContain("Send it to nobody");
  // The fingerprint on the page is what the README's command prints.
  const digest = execFileSync("sh", ["-c", readme.split("\n").find((line) => line.startsWith("    openssl req"))!], { cwd: theirs, encoding: "utf8" });
  const fingerprint = (await generator.element.locator("[data-asked]").getAttribute("data-asked"))!;
  expect(digest.trim().toUpperCase()).toContain(fingerprint);

  const keeper = new Generator(await context.newPage(), site);
  await keeper.open("door=continue");
  await keeper.field("authorityFiles").setInputFiles(["ca.pem", "ca-key.pem"].map((name) => path.join(authority, name)));
  await keeper.action("open-authority").click();
  // The archive with the key is not what is sent.
  await keeper.field("request").setInputFiles(path.join(theirs, "key.pem"));
  await expect(keeper.problem("request", "is-private-key")).toBeVisible();
  await keeper.field("requestText").fill(request);
  await expect(keeper.element.locator("[data-request]")).toHaveAttribute("data-request", fingerprint);
  await keeper.fill({ hosts: "docker.corp.example" });
  await keeper.action("issue").click();
  await keeper.reaches("issued");
  const back = unpacked(await keeper.download("anna-certificate.zip"));
  openssl(back, "verify", "-x509_strict", "-CAfile", "ca.pem", "-purpose", "sslclient", "cert.pem");
  // By the command of the README, with the path of the key.
  const [place] = readFileSync(path.join(back, "README.txt"), "utf8").split("\n").filter((line) => line.includes("PATH-OF-YOUR-KEY"));
  const command = place!.replace("PATH-OF-YOUR-KEY", `${path.join(theirs, "key.pem")} -passin 'pass:a long enough passphrase'`);
  execFileSync("sh", ["-euc", command], { cwd: back });
  expect(openssl(back, "pkey", "-in", "key.pem", "-pubout")).toBe(openssl(back, "x509", "-in", "cert.pem", "-noout", "-pubkey"));
  expect(statSync(path.join(back, "key.pem")).mode & 0o777).toBe(0o600);

  await generator.action("wipe-asked").click();
  await expect(generator.element.locator("[data-asked]")).toHaveCount(0);
});

test("a host asks for every name that it has, and the shown command of OpenSSL makes the same request", async ({ generator }) => {
  await generator.open();
  await generator.action("door-request").click();
  await generator.field("askingRole").selectOption("server");
  await generator.field("askingName").fill("build1.example 192.0.2.7 2001:db8::7");
  await generator.field("askingAlgorithm").selectOption("ed25519");
  await generator.element.locator(".asking summary").click();
  const commands = generator.element.locator(".asking .hint code");
  const [command, withKey] = [(await commands.first().textContent())!, (await commands.last().textContent())!];
  await generator.action("ask").click();
  const theirs = unpacked(await generator.download("build1.example-request.zip"));
  const own = folder();
  execFileSync("sh", ["-euc", command], { cwd: own, stdio: "pipe" });
  const facts = (place: string) => {
    openssl(place, "req", "-verify", "-noout", "-in", "request.pem");
    const text = openssl(place, "req", "-noout", "-text", "-in", "request.pem");
    const names = text.slice(text.indexOf("Subject Alternative Name")).split("\n")[1]!.trim();
    return [openssl(place, "req", "-noout", "-subject", "-in", "request.pem"), names, /Public Key Algorithm: .*/.exec(text)![0]];
  };
  expect(facts(theirs)).toEqual(facts(own));
  expect(facts(own)[1]).toBe("DNS:build1.example, IP Address:192.0.2.7, IP Address:2001:DB8:0:0:0:0:0:7");
  expect(statSync(path.join(own, "server-key.pem")).mode & 0o777).toBe(0o600);
  // With the key that is there, the request alone is made.
  const key = readFileSync(path.join(own, "server-key.pem"));
  execFileSync("sh", ["-euc", `rm request.pem; ${withKey}`], { cwd: own, stdio: "pipe" });
  expect(readFileSync(path.join(own, "server-key.pem"))).toEqual(key);
  expect(facts(theirs)).toEqual(facts(own));
  expect(openssl(theirs, "pkey", "-in", "server-key.pem", "-pubout")).toBe(openssl(theirs, "req", "-in", "request.pem", "-noout", "-pubkey"));
});

test("an embedded element opens the door by its attribute, where workers are forbidden, by keyboard on a phone, in Chinese, and axe finds nothing", async ({ generator, page }) => {
  await refuseWorkers(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await generator.open("locale=zh-CN");
  await generator.element.evaluate((element) => {
    element.setAttribute("clients", "bob");
    element.setAttribute("door", "request");
  });
  await expect(generator.field("askingName")).toHaveValue("bob");
  await expectNothingByAxe(generator);
  await generator.field("askingName").focus();
  await page.keyboard.press("Enter");
  await expect(generator.element.locator("[data-asked]")).toBeVisible();
  await expectNothingByAxe(generator);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  openssl(unpacked(await generator.download("bob-request.zip")), "req", "-verify", "-noout", "-in", "request.pem");
});
