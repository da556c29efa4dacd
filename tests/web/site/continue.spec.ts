// The second door: a CA that is there already is opened, and hosts and clients are added and renewed under it. openssl judges.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Locator } from "@playwright/test";
import { expect, expectNothingByAxe, refuseWorkers, test, type Generator } from "../page";

const PASSPHRASE = "correct horse battery staple";

/** A file as it is dropped on the page. */
const file = (name: string, from: string) => ({ name, mimeType: "application/octet-stream", buffer: readFileSync(from) });

/** Files that lines of a shell make. */
function madeBy(script: string): (name: string) => ReturnType<typeof file> {
  const folder = mkdtempSync(path.join(tmpdir(), "dockseal-"));
  execFileSync("sh", ["-euc", script], { cwd: folder, stdio: "pipe" });
  return (name) => file(name, path.join(folder, name));
}

function unzipped(archive: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), "dockseal-"));
  execFileSync("unzip", ["-q", archive, "-d", folder]);
  return folder;
}

function verify(ca: string, leaf: string, purpose: string): string {
  return execFileSync("openssl", ["verify", "-x509_strict", "-CAfile", path.join(ca, "ca.pem"), "-purpose", purpose, leaf], { encoding: "utf8" });
}

const known = (generator: Generator, name: string) => generator.element.locator(`.known [data-machine="${name}"]`);

async function bring(generator: Generator, passphrase: string, ...files: ReturnType<typeof file>[]): Promise<void> {
  if (await generator.action("reopen-authority").isVisible()) await generator.action("reopen-authority").click();
  await generator.field("authorityFiles").setInputFiles(files);
  await generator.field("authorityPassphrase").fill(passphrase);
  await generator.action("open-authority").click();
}

/** Makes a CA with two hosts and a client, and gives the paths of its archives. */
async function made(generator: Generator): Promise<Record<"ca" | "host" | "client", string>> {
  await generator.open();
  await generator.fill({ hosts: "a.example.com 192.0.2.10\nb.example.com", clients: "anna", organization: "Example", caPassphrase: PASSPHRASE, caPassphraseRepeat: PASSPHRASE });
  await generator.issue();
  return { ca: await generator.download("ca.zip"), host: await generator.download("a.example.com-server.zip"), client: await generator.download("anna-client.zip") };
}

test("the files of a CA that was opened come without the passphrase that the page made for the one before", async ({ generator }) => {
  await generator.open("hosts=a.example.com");
  await generator.action("issue").click();
  await generator.reaches("issued");
  const passphrase = (await generator.element.locator("[data-passphrase=made]").textContent())!;
  const { ca } = await generator.archives();
  await generator.action("saved-passphrase").click();
  await generator.action("open-ca").click();
  await bring(generator, passphrase, file("ca.zip", ca));
  await expect(known(generator, "a.example.com")).toBeVisible();
  await generator.fill({ hosts: "b.example.com" });
  await generator.action("issue").click();
  await expect(generator.machine("host", "b.example.com").locator("[data-bundle]")).toHaveCount(2);
  expect(await generator.markup()).not.toContain(passphrase);
});

test("a host and a client are added and a client is renewed under a CA that the page has made", async ({ generator, page }) => {
  test.slow();
  const before = await made(generator);
  const tar = await generator.download("ca.tar.gz");
  await generator.clear();
  await generator.action("door-continue").click();
  await expect(generator.element).toHaveAttribute("data-door", "continue");
  await expect(generator.action("issue")).toBeHidden();

  for (const wrong of ["first", "second", "another "]) {
    await bring(generator, wrong, file("ca.zip", before.ca));
    await expect(generator.problem("authorityPassphrase", "key-wrong-passphrase")).toBeVisible();
  }
  // Whether it is the file that was meant can be seen all the same, and what was typed.
  const passphrase = generator.element.locator(".field:has([name=authorityPassphrase])");
  await expect(passphrase).toContainText("There are spaces before or after");
  await expect(passphrase).toContainText(/These are the files of Dockseal CA .*, with a record of \d{4}-\d\d-\d\d\. Its hosts: a\.example\.com, b\.example\.com/);
  await expect(known(generator, "a.example.com")).toHaveCount(0);
  await generator.action("show-authority-passphrase").click();
  await expect(generator.field("authorityPassphrase")).toHaveAttribute("type", "text");
  await bring(generator, PASSPHRASE, file("ca.zip", before.ca));
  await expect(known(generator, "anna")).toHaveAttribute("data-state", "valid");
  await expect(known(generator, "anna")).toHaveAttribute("data-certificate", /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  await expect(generator.element.locator(".known li.machine")).toHaveCount(3);
  await expect(generator.field("organization")).toHaveValue("Example");
  await expect(generator.field("hosts")).toHaveValue("");
  // No option of a CA that is there can be chosen, and a folder that is usual was not chosen.
  await generator.element.locator("details.more").evaluate((details: HTMLDetailsElement) => (details.open = false));
  await expect(generator.element.locator(".presets")).toBeHidden();

  // What was typed to open it makes room, and what is there is not to be typed again.
  await expect(generator.field("authorityFiles")).toBeHidden();
  await expect(generator.element.locator(".continue .reopen")).toContainText(/ca\.zip\. Record of \d{4}-\d\d-\d\d\./);
  await expect(generator.element.locator(".hosts h2")).toHaveText("Add hosts");

  // Nothing is chosen yet.
  await generator.action("issue").click();
  await expect(generator.element.locator(".bar-of-form .nothing")).toBeInViewport();

  await known(generator, "anna").locator("select").selectOption("renew");
  await generator.fill({ hosts: "c.example.com", clients: "carol" });
  const changes = generator.element.locator("[data-change]");
  await expect(changes).toHaveCount(4);
  await expect(generator.element.locator(".bar-of-form .nothing")).toBeHidden();
  await expect(generator.element.locator(".bar-of-form .count")).toHaveText("2 new · 1 renewed");
  await expect(generator.element.locator('[data-change="anna-client"]')).toContainText("connect.sh");
  await expect(generator.element.locator('[data-change="c.example.com-server"]')).toContainText("new host");
  await generator.action("issue").click();
  await generator.reaches("issued");

  const bundles = await generator.element.locator(".machines [data-bundle$='.zip']").evaluateAll((links) => links.map((link) => link.getAttribute("data-bundle")));
  expect(new Set(bundles)).toEqual(new Set(["anna-client.zip", "c.example.com-server.zip", "carol-client.zip", "ca.zip"]));
  const archive = async (name: string) => unzipped(await save(generator, name));
  const [ca, host, carol, anna] = [await archive("ca.zip"), await archive("c.example.com-server.zip"), await archive("carol-client.zip"), await archive("anna-client.zip")];
  const [oldCa, oldHost, oldClient] = [unzipped(before.ca), unzipped(before.host), unzipped(before.client)];
  for (const name of ["ca.pem", "ca-key.pem"]) expect(readFileSync(path.join(ca, name))).toEqual(readFileSync(path.join(oldCa, name)));
  verify(oldCa, path.join(host, "server-cert.pem"), "sslserver");
  verify(oldCa, path.join(carol, "cert.pem"), "sslclient");
  verify(oldCa, path.join(anna, "cert.pem"), "sslclient");
  verify(ca, path.join(oldHost, "server-cert.pem"), "sslserver");
  verify(ca, path.join(oldClient, "cert.pem"), "sslclient");
  expect(readFileSync(path.join(anna, "connect.sh"), "utf8")).toContain("b.example.com");
  expect(readFileSync(path.join(ca, "README.txt"), "utf8")).toContain("Open ca.zip");
  const record = JSON.parse(readFileSync(path.join(ca, "dockseal.json"), "utf8"));
  const states = record.certificates.map(({ name, state }: { name: string; state: string }) => `${name} ${state}`).slice(1);
  expect(states).toEqual(["a.example.com valid", "b.example.com valid", "anna replaced", "c.example.com valid", "anna valid", "carol valid"]);

  // The first archive is opened as .tar.gz too. What is typed is still there.
  await generator.clear();
  await bring(generator, PASSPHRASE, file("ca.tar.gz", tar));
  await expect(generator.element.locator(".known li.machine")).toHaveCount(3);
  await generator.action("renew-all").click();
  await expect(changes).toHaveCount(6);
  await generator.action("renew-expiring").click();
  await expect(changes).toHaveCount(3);
  // Every one ends within so many days.
  await generator.field("withinDays").fill("soon");
  await expect(generator.action("renew-expiring")).toBeDisabled();
  await generator.field("withinDays").fill("900");
  await expect(generator.action("renew-expiring")).toHaveText("Renew what ends within 900 days");
  await generator.action("renew-expiring").click();
  await expect(changes).toHaveCount(6);
  expect(await page.evaluate(() => location.hash)).toBe("#door=continue");
});

async function save(generator: Generator, name: string): Promise<string> {
  const arrival = generator.page.waitForEvent("download");
  await generator.element.locator(`.machines [data-bundle="${name}"]`).first().click();
  return (await arrival).path();
}

test("after a run the page goes on from the CA that it has made, whose key is encrypted as before", async ({ generator, page }) => {
  test.slow();
  await generator.open();
  await generator.fill({ hosts: "a.example.com\nb.example.com", clients: "anna\nnas kind=portainer", caPassphrase: PASSPHRASE, caPassphraseRepeat: PASSPHRASE });
  await generator.issue();
  const first = await generator.download("ca.zip");
  await generator.clear();
  await generator.action("door-continue").click();
  await bring(generator, PASSPHRASE, file("ca.zip", first));
  await known(generator, "nas").locator("select").selectOption("renew");
  await known(generator, "anna").locator("select").selectOption("renew");
  await generator.fill({ hosts: "c.example.com" });
  const change = (bundle: string) => generator.element.locator(`[data-change="${bundle}"]`);
  await expect(change("anna-client")).toContainText("connect.sh");
  await expect(change("nas-client")).toContainText("Portainer");
  await expect(change("nas-client")).not.toContainText("connect.sh");
  await generator.action("issue").click();
  await generator.reaches("issued");

  const authority = generator.element.locator(".machine.ca[data-machine=ca]");
  await expect(authority).toContainText("same passphrase as before");
  await expect(authority).not.toContainText("openssl");
  // What was made is known, and stays as it is; what is to be done with it is still said.
  await expect(generator.element.locator(".known li.machine")).toHaveCount(5);
  await expect(known(generator, "anna").locator("select")).toHaveValue("keep");
  for (const [place, name] of [[".known", "anna-client"], ["form", "c.example.com-server"]] as const) {
    await expect(generator.element.locator(`${place} .machine .row [data-bundle="${name}.zip"]`)).toHaveCount(1);
  }
  await expect(generator.element.locator(".changes-ahead h2")).toHaveText("What to do now");
  await expect(generator.element.locator("[data-change]")).toHaveCount(4);
  await expect(generator.element.locator(".result .warning")).toBeHidden();
  await expect(generator.field("hosts")).toHaveValue("c.example.com");
  const readme = readFileSync(path.join(unzipped(await generator.download(await generator.all(".zip"))), "c.example.com-and-others", "README.txt"), "utf8");
  for (const name of ["c.example.com-server", "anna-client", "nas-client"]) expect(readme).toContain(name);
  for (const name of ["a.example.com", "b.example.com", "All hosts at once"]) expect(readme).not.toContain(name);
  await save(generator, "ca.zip");

  // The second run adds to what the first one has recorded.
  await generator.action("issue").click();
  await expect(generator.element.locator(".bar-of-form .nothing")).not.toBeEmpty();
  await generator.fill({ hosts: "c.example.com\nd.example.com" });
  await expect(change("d.example.com-server")).toContainText("new host");
  await expect(change("c.example.com-server")).toHaveCount(0);
  await generator.action("issue").click();
  await expect(known(generator, "d.example.com")).toBeVisible();
  const record = JSON.parse(readFileSync(path.join(unzipped(await save(generator, "ca.zip")), "dockseal.json"), "utf8"));
  const states = record.certificates.map(({ name, state }: { name: string; state: string }) => `${name} ${state}`).slice(1);
  expect(states.sort()).toEqual([
    "a.example.com valid", "anna replaced", "anna valid", "b.example.com valid", "c.example.com valid", "d.example.com valid", "nas replaced", "nas valid",
  ]);
  expect(await page.evaluate(() => location.hash)).toBe("#door=continue");

  // Another attempt forgets what was open.
  await bring(generator, "another", file("ca.zip", first));
  await expect(generator.problem("authorityPassphrase", "key-wrong-passphrase")).toBeVisible();
  await expect(known(generator, "a.example.com")).toHaveCount(0);
  await expect(generator.action("issue")).toBeHidden();
});

test("renewed hosts have one paste, and each row of what was renewed says what to do, in both languages", async ({ generator }) => {
  test.slow();
  await generator.open();
  await generator.fill({ hosts: "a.example.com\nb.example.com\nc.example.com", clients: "anna\nnas kind=portainer" });
  await generator.issue();
  const first = await generator.download("ca.zip");
  await generator.clear();
  await generator.action("door-continue").click();
  await bring(generator, "", file("ca.zip", first));
  const after = generator.element.locator(".after");
  const toggle = (name: string) => known(generator, name).locator('[data-action="open-known"]');
  const paste = after.locator('[data-snippet="fleet"]');
  for (const name of ["a.example.com", "c.example.com", "anna", "nas"]) await known(generator, name).locator("select").selectOption("renew");
  await expect(after).toBeHidden();
  await expect(toggle("a.example.com")).toBeHidden();
  await generator.action("issue").click();
  await generator.reaches("issued");

  await expect(after).toContainText("Docker restarts once on each host");
  await after.locator('[data-action="open-fleet"]').click();
  await expect(paste).toContainText("set_up a.example.com-server a.example.com root &&");
  await expect(paste).toContainText("set_up c.example.com-server c.example.com root --yes &&");
  await expect(paste).toContainText("sh anna-client/connect.sh");
  await expect(paste).not.toContainText("b.example.com");
  const host = known(generator, "a.example.com");
  await toggle("a.example.com").click();
  await expect(toggle("a.example.com")).toHaveAttribute("aria-expanded", "true");
  await expect(host.locator(".card")).toContainText("restarts Docker once, since a reload keeps the old certificate");
  await expect(host.locator('[data-snippet="install-server"]')).toContainText("sudo sh a.example.com-server/install.sh");
  await expect(host.locator('[data-snippet="copy-server"]')).toContainText("scp a.example.com-server.tar.gz");
  await toggle("anna").click();
  await expect(known(generator, "anna").locator(".card")).toContainText("updates its docker contexts");
  await expect(known(generator, "anna").locator('[data-snippet="connect-sh"]')).toContainText("sh anna-client/connect.sh --move");
  await toggle("nas").click();
  await expect(known(generator, "nas").locator(".card")).toContainText("in Portainer, upload all three again");
  await expectNothingByAxe(generator);
  await generator.field("locale").selectOption("zh-CN");
  await expect(after).toContainText("每台主机上的 Docker 都会重启一次");
  await expect(host.locator(".card")).toContainText("重新加载仍会使用旧证书");
  await generator.field("locale").selectOption("en");
  await toggle("a.example.com").click();
  await expect(host.locator(".card")).toBeHidden();

  // Whoever is kept has nothing to do, and one host is set up by its own steps.
  await expect(toggle("b.example.com")).toBeHidden();
  await generator.download("ca.zip");
  await generator.download(await generator.all(".zip"));
  await known(generator, "b.example.com").locator("select").selectOption("renew");
  await generator.action("issue").click();
  await expect(toggle("b.example.com")).toBeVisible();
  await expect(after).toBeHidden();
  await expect(toggle("a.example.com")).toBeHidden();
});

test("what is wrong in the record of a machine that is kept is said at its row, and keeps others from being made", async ({ generator }) => {
  const before = await made(generator);
  const folder = unzipped(before.ca);
  const record = JSON.parse(readFileSync(path.join(folder, "dockseal.json"), "utf8"));
  record.certificates.find(({ name }: { name: string }) => name === "a.example.com").platform = "zeppelin";
  const files = ["ca.pem", "ca-key.pem"].map((name) => file(name, path.join(folder, name)));
  await generator.clear();
  await generator.action("door-continue").click();
  await bring(generator, PASSPHRASE, ...files, { name: "dockseal.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(record)) });
  await known(generator, "anna").locator("select").selectOption("renew");
  const wrong = known(generator, "a.example.com").locator('[data-code="platform-unknown"]');
  await expect(wrong).toBeVisible();
  await expect(wrong).toContainText("zeppelin");
  await expect(known(generator, "b.example.com").locator("[data-code]")).toHaveCount(0);
  await generator.action("issue").click();
  await expect(known(generator, "a.example.com").locator('select[name="change"]')).toBeFocused();
  await generator.reaches("ready");
});

test("a CA by Docker's documentation signs for a first host and client, and what does not belong to it is refused", async ({ generator }) => {
  const from = madeBy(
    `openssl genrsa -aes256 -passout pass:secret -out ca-key.pem 2048
     openssl req -new -x509 -days 365 -key ca-key.pem -passin pass:secret -sha256 -out ca.pem -subj /CN=docker.example
     openssl ecparam -name prime256v1 -genkey -noout -out other.pem
     openssl ecparam -name prime256v1 -genkey -noout | openssl ec -aes256 -passout pass:secret -out old.pem
     openssl req -new -x509 -days 365 -key old.pem -passin pass:secret -out old-ca.pem -subj /CN=old
     echo hello >hello.txt`,
  );
  await generator.open("door=continue");
  await generator.action("open-authority").click();
  await expect(generator.problem("authorityFiles", "required")).toBeVisible();
  for (const [files, code, field] of [
    [["hello.txt"], "certificate-missing", "authorityFiles"],
    [["ca.pem"], "authority-key-missing", "authorityFiles"],
    [["ca.pem", "other.pem"], "authority-key-of-another", "authorityFiles"],
    [["ca.pem", "ca-key.pem"], "passphrase-needed", "authorityPassphrase"],
  ] as const) {
    await bring(generator, "", ...files.map(from));
    await expect(generator.problem(field, code)).toBeVisible();
    await expect(generator.action("issue")).toBeHidden();
  }
  await bring(generator, "secret", from("old-ca.pem"), from("old.pem"));
  await expect(generator.problem("authorityFiles", "weak-encryption")).toContainText("openssl pkcs8 -topk8");
  await bring(generator, "secret", from("ca.pem"), from("ca-key.pem"));
  await expect(generator.problem("authorityFiles", "no-key-usage")).toBeVisible();
  await expect(known(generator, "docker.example")).toBeVisible();
  await generator.fill({ hosts: "a.example.com", clients: "anna" });
  await generator.action("issue").click();
  await generator.reaches("issued");
  const [ca, host, client] = [unzipped(await save(generator, "ca.zip")), unzipped(await save(generator, "a.example.com-server.zip")), unzipped(await save(generator, "anna-client.zip"))];
  expect(readFileSync(path.join(ca, "ca-key.pem"))).toEqual(from("ca-key.pem").buffer);
  // Without a keyUsage the authority itself does not pass the strict rules.
  for (const [leaf, purpose] of [[path.join(host, "server-cert.pem"), "sslserver"], [path.join(client, "cert.pem"), "sslclient"]] as const) {
    execFileSync("openssl", ["verify", "-CAfile", path.join(ca, "ca.pem"), "-purpose", purpose, leaf]);
  }
});

test("what is pasted is opened, certificates without a record are marked and renewed, and the key is encrypted anew", async ({ generator }) => {
  const from = madeBy(
    `openssl ecparam -name prime256v1 -genkey -noout | openssl ec -aes256 -passout pass:secret -out ca.key
     openssl req -new -x509 -days 3650 -key ca.key -passin pass:secret -subj /CN=step -addext keyUsage=critical,keyCertSign -out ca.crt
     openssl req -new -newkey rsa:2048 -nodes -keyout host.key -subj /CN=a.example.com -out host.csr
     printf 'subjectAltName=DNS:a.example.com,IP:192.0.2.10\nextendedKeyUsage=serverAuth\n' >ext
     openssl x509 -req -days 20 -in host.csr -CA ca.crt -CAkey ca.key -passin pass:secret -CAcreateserial -extfile ext -out host.pem`,
  );
  await generator.open("door=continue");
  await generator.element.locator("summary", { hasText: "paste them as text" }).click();
  await generator.field("authorityText").fill(["ca.key", "ca.crt", "host.pem"].map((name) => from(name).buffer.toString()).join("some words\n"));
  await generator.field("authorityPassphrase").fill("secret");
  await generator.action("open-authority").click();
  const host = known(generator, "a.example.com");
  await expect(host).toHaveAttribute("data-state", "expiring");
  await expect(host).toContainText("a.example.com 192.0.2.10");
  await expect(host).toContainText("Not in the record");
  // The key that was pasted is gone from the page.
  await expect(generator.field("authorityText")).toHaveValue("");
  const rewrite = generator.element.locator("[name=rewriteKey]");
  await expect(rewrite).toBeChecked();
  await host.locator("select").selectOption("renew");
  const keyOf = async () => readFileSync(path.join(unzipped(await save(generator, "ca.zip")), "ca-key.pem"), "utf8");
  await rewrite.uncheck();
  await generator.action("issue").click();
  await generator.reaches("issued");
  expect(await keyOf()).toBe(from("ca.key").buffer.toString());
  await save(generator, "a.example.com-server.zip");

  await rewrite.check();
  await known(generator, "a.example.com").locator("select").selectOption("renew");
  await generator.action("issue").click();
  await expect(rewrite).toBeHidden();
  await generator.reaches("issued");
  const ca = unzipped(await save(generator, "ca.zip"));
  expect(readFileSync(path.join(ca, "ca-key.pem"), "utf8")).toContain("-----BEGIN ENCRYPTED PRIVATE KEY-----");
  execFileSync("openssl", ["pkey", "-in", path.join(ca, "ca-key.pem"), "-passin", "pass:secret", "-noout"]);
  verify(ca, path.join(unzipped(await save(generator, "a.example.com-server.zip")), "server-cert.pem"), "sslserver");
  const record = JSON.parse(readFileSync(path.join(ca, "dockseal.json"), "utf8"));
  expect(record.certificates.filter(({ name }: { name: string }) => name === "a.example.com")).toHaveLength(3);
});

test("a host is renewed by other names and for other days, and what is wrong with them is said at its row", async ({ generator }) => {
  const before = await made(generator);
  await generator.clear();
  await generator.action("door-continue").click();
  await bring(generator, PASSPHRASE, file("ca.zip", before.ca));
  const host = known(generator, "a.example.com");
  await expect(host.locator("summary")).toBeHidden();
  await host.locator("select").selectOption("renew");
  await host.locator("summary").click();
  const [names, days] = [host.locator("[name=otherNames]"), host.locator("[name=days]")];
  await expect(names).toHaveValue("192.0.2.10");
  await names.fill("192.0.2.11, https://a.example.com");
  await expect(host.locator("[data-problem=hosts]")).toHaveCount(1);
  await generator.action("issue").click();
  await expect(names).toBeFocused();
  await names.fill("192.0.2.11, docker.example.com");
  await days.fill("0");
  await expect(host.locator("[data-problem=hosts]")).toHaveCount(1);
  await days.fill("100");
  await expect(host.locator("[data-problem]")).toHaveCount(0);
  await known(generator, "anna").locator("select").selectOption("renew");
  await known(generator, "anna").locator("summary").click();
  await known(generator, "anna").locator("[name=days]").fill("50");
  const end = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 7);
  await expect(generator.element.locator('[data-change="a.example.com-server"]')).toContainText(end(100));
  await generator.action("issue").click();
  await generator.reaches("issued");
  const certificate = path.join(unzipped(await save(generator, "a.example.com-server.zip")), "server-cert.pem");
  const text = execFileSync("openssl", ["x509", "-in", certificate, "-noout", "-ext", "subjectAltName", "-checkend", String(98 * 86_400)], { encoding: "utf8" });
  for (const name of ["DNS:a.example.com", "IP Address:192.0.2.11", "DNS:docker.example.com"]) expect(text).toContain(name);
  expect(text).not.toContain("192.0.2.10");
  const expires = (days: number) => execFileSync("sh", ["-c", `openssl x509 -in '${certificate}' -noout -checkend ${days * 86_400} >/dev/null && echo later || echo before`], { encoding: "utf8" }).trim();
  expect([expires(98), expires(101)]).toEqual(["later", "before"]);
  await expect(generator.element.locator('.known li.machine[data-machine="a.example.com"]')).toContainText("a.example.com 192.0.2.11 docker.example.com");
});

test("many certificates are searched, filtered and ordered, their rows are made as they are seen, and the buttons are about those that are shown", async ({ generator, page }) => {
  test.slow();
  await generator.open();
  const hosts = Array.from({ length: 120 }, (_, index) => `host-${index}.example.com 198.51.100.${index} days=${index === 77 ? 10 : 900 - index}`);
  await generator.fill({ hosts: hosts.join("\n"), clients: "anna days=300" });
  await generator.choosePassphrase("none");
  await generator.action("issue").click();
  await generator.reaches("issued");
  const ca = await generator.download("ca.zip");
  await generator.clear();
  await generator.action("door-continue").click();
  await bring(generator, "", file("ca.zip", ca));
  const rows = generator.element.locator(".known li.machine");
  const list = generator.element.locator(".known .rows");
  await expect(rows.first()).toHaveAttribute("data-machine", "host-0.example.com");
  await expect(rows.first()).toHaveAttribute("aria-setsize", "121");
  const made = await rows.count();
  expect(made).toBeLessThan(121);
  // The keyboard goes on to rows that were not there yet.
  await rows.last().locator("select").focus();
  await expect.poll(() => rows.count()).toBeGreaterThan(made);
  await page.keyboard.press("Tab");
  await expect(rows.nth(made).locator("select")).toBeFocused();
  await expect(rows.nth(made)).toHaveAttribute("aria-posinset", String(made + 1));
  await expect.poll(() => list.evaluate((list) => ((list.scrollTop = list.scrollHeight), list.childElementCount))).toBe(121);
  await expect(rows.last()).toHaveAttribute("data-machine", "anna");
  await expect(generator.element.locator(".known .count")).toContainText("Ending within 30 days: 1.");

  const [search, filter, order] = ["knownSearch", "knownFilter", "knownOrder"].map((name) => generator.element.locator(`[name=${name}]`)) as [Locator, Locator, Locator];
  await order.selectOption("soonest");
  await expect(rows.first()).toHaveAttribute("data-machine", "host-77.example.com");
  await expect(rows.nth(1)).toHaveAttribute("data-machine", "anna");
  await expect(rows.nth(2)).toHaveAttribute("data-machine", "host-119.example.com");
  await search.fill("198.51.100.7 example");
  await expect(rows).toHaveCount(11);
  await expect(rows.first()).not.toHaveAttribute("aria-setsize");
  await expect(generator.element.locator(".known [role=status]")).toHaveText("11 of 121 are shown. The buttons above are about these.");
  await generator.action("renew-all").click();
  await expect(generator.element.locator("[data-change]")).toHaveCount(12);
  await search.fill("no such host");
  await expect(rows).toHaveCount(0);
  await search.fill("");
  await filter.selectOption("ending");
  await expect(rows).toHaveCount(1);
  await filter.selectOption("chosen");
  await expect(rows).toHaveCount(11);
  await rows.first().locator("select").selectOption("keep");
  await filter.selectOption("all");
  await generator.action("keep-all").click();
  await expect(generator.element.locator("[data-change]")).toHaveCount(0);
  // What is chosen for all is chosen for those too whose rows are made later, and what will happen is told of all.
  await generator.action("renew-all").click();
  const changes = generator.element.locator(".ahead");
  await expect.poll(() => list.evaluate((list) => ((list.scrollTop = list.scrollHeight), list.childElementCount))).toBe(121);
  await expect(rows.last().locator("select")).toHaveValue("renew");
  await expect.poll(() => changes.evaluate((list) => ((list.scrollTop = list.scrollHeight), list.childElementCount))).toBe(122);
  await expect(changes.locator('[data-change="anna-client"]')).toBeVisible();
  await expectNothingByAxe(generator);
  // What is wrong with a machine whose row is not made yet is told there, and the button leads to it.
  await order.selectOption("record");
  await search.fill("anna");
  await rows.locator("summary").click();
  await rows.locator("[name=days]").fill("0");
  await search.fill("host-1");
  await generator.action("issue").click();
  await expect(known(generator, "anna").locator("[name=days]")).toBeFocused();
  await expect(known(generator, "anna").locator("[data-code]")).toBeVisible();
});

test("where workers are forbidden the page itself opens a CA, behind the door that an attribute names, and wiping forgets it", async ({ generator, page }) => {
  const from = madeBy(
    `openssl ecparam -name prime256v1 -genkey -noout -out key.pem
     openssl req -new -x509 -key key.pem -subj /CN=ours -addext keyUsage=critical,keyCertSign -out ca.pem`,
  );
  await refuseWorkers(page);
  await generator.open();
  await generator.element.evaluate((element) => element.setAttribute("door", "continue"));
  await bring(generator, "", from("ca.pem"), from("key.pem"));
  await expect(known(generator, "ours")).toHaveAttribute("data-state", "expiring");
  await generator.fill({ hosts: "a.example.com", clients: "anna" });
  await generator.action("issue").click();
  await generator.reaches("issued");
  const ca = unzipped(await save(generator, "ca.zip"));
  verify(ca, path.join(unzipped(await save(generator, "anna-client.zip")), "cert.pem"), "sslclient");
  await generator.clear();
  await expect(known(generator, "ours")).toHaveCount(0);
  await expect(generator.action("issue")).toBeHidden();
});

test("a new host does not become the one that renewed clients use by default, and each problem is told at the row that is typed", async ({ generator }) => {
  const before = await made(generator);
  await generator.clear();
  await generator.action("door-continue").click();
  await bring(generator, PASSPHRASE, file("ca.zip", before.ca));
  await known(generator, "anna").locator("select").selectOption("renew");
  await expect(known(generator, "anna").locator(".until")).toContainText("days left");

  await generator.fill({ hosts: "gpu.example.com\nbad_name..\nb.example.com\ngpu.example.com", clients: "carol\nanna" });
  await expect(generator.problem("hosts", "host-bad-name")).toContainText("Line 2:");
  await expect(generator.problem("hosts", "host-twice")).toHaveText([/^Line 3: .* in the row of b\.example\.com\./, /^Line 4: .* in line 1\./]);
  await expect(generator.problem("clients", "bundle-name-taken")).toHaveText(/^Line 2: .* those of the row of anna\./);
  await expect(generator.element.locator(".known [data-problem]")).toHaveCount(0);

  await generator.fill({ hosts: "gpu.example.com days=10\nlab.example.com", clients: "carol" });
  await expect(generator.machine("host", "gpu.example.com").locator(".until")).toHaveText("10 days");
  await expect(generator.element.locator("[data-change]").first()).toContainText("gpu.example.com");
  await generator.machine("host", "lab.example.com").locator('[data-action="open-row"]').click();
  await expect(generator.element.locator(".guide.host .allowed code").first()).toHaveText("tcp://lab.example.com:2376");
  await generator.action("issue").click();
  await generator.reaches("issued");
  for (const name of ["anna", "carol"]) {
    const client = unzipped(await save(generator, `${name}-client.zip`));
    const sh = readFileSync(path.join(client, "env.sh"), "utf8");
    expect(sh).toContain("DOCKER_HOST=tcp://a.example.com:2376");
    expect(sh).toContain("gpu.example.com");
    expect(readFileSync(path.join(client, "env.ps1"), "utf8")).toContain("tcp://a.example.com:2376");
    expect(readFileSync(path.join(client, "README.txt"), "utf8")).not.toContain("-H tcp://gpu.example.com:2376");
  }
});

test("what is typed behind a door stays there", async ({ generator }) => {
  await generator.open();
  await generator.fill({ hosts: "a.example.com", clients: "anna" });
  await generator.action("door-continue").click();
  await expect(generator.field("hosts")).toHaveValue("");
  await generator.action("door-setup").click();
  await expect(generator.field("hosts")).toHaveValue("a.example.com");
  await expect(generator.field("clients")).toHaveValue("anna");
  await expect(generator.action("issue")).toBeVisible();
});

for (const locale of ["en", "zh-CN"]) {
  test(`the door is opened by keyboard on a phone, and axe finds nothing, in ${locale}`, async ({ generator, page }) => {
    const from = madeBy(
      `openssl ecparam -name prime256v1 -genkey -noout -out key.pem
       openssl req -new -x509 -key key.pem -subj /CN=ours -addext keyUsage=critical,keyCertSign -out ca.pem`,
    );
    await page.setViewportSize({ width: 360, height: 740 });
    await generator.open(`locale=${locale}`);
    await generator.action("door-continue").focus();
    await page.keyboard.press("Enter");
    await generator.field("authorityFiles").setInputFiles([from("ca.pem"), from("key.pem")]);
    await generator.field("authorityPassphrase").focus();
    await page.keyboard.press("Enter");
    await expect(known(generator, "ours")).toBeVisible();
    for (const until of await generator.element.locator(".known .until").all()) await expect(until).toBeVisible();
    await expectNothingByAxe(generator);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await expect(generator.element.locator(".changes-ahead h2")).toHaveText(locale === "en" ? "What will happen" : "将会发生什么");
  });
}

for (const [locale, tooOld] of [["en", "too old"], ["zh-CN", "太旧"]] as const) {
  test(`a PKCS#12 file is opened by keyboard and gone on with, and what cannot be opened says why, in ${locale}`, async ({ generator, page }) => {
    const from = madeBy(
      `openssl ecparam -name prime256v1 -genkey -noout -out key.pem
       openssl req -new -x509 -days 90 -key key.pem -subj /CN=ours -addext keyUsage=critical,keyCertSign -out ca.pem
       pack() { openssl pkcs12 -export -in ca.pem -inkey key.pem -passout 'pass:${PASSPHRASE}' "$@"; }
       pack -legacy -out old.p12
       pack -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -macalg sha1 -out ca.p12`,
    );
    await generator.open(`door=continue&locale=${locale}`);
    const opened = async (name: string, passphrase: string) => {
      await generator.field("authorityFiles").setInputFiles(from(name));
      await generator.field("authorityPassphrase").fill(passphrase);
      await page.keyboard.press("Enter");
    };
    await opened("old.p12", PASSPHRASE);
    await expect(generator.problem("authorityFiles", "pkcs12-too-old")).toContainText(tooOld);
    await expect(generator.problem("authorityFiles", "pkcs12-too-old")).toContainText("openssl pkcs12 -legacy -in old.p12 -out ca-and-key.pem");
    await expect(generator.field("authorityFiles")).toBeFocused();
    await opened("ca.p12", "");
    await expect(generator.problem("authorityPassphrase", "passphrase-needed")).toBeVisible();
    await generator.field("withoutKey").check();
    await generator.action("open-authority").click();
    await expect(generator.problem("authorityFiles", "pkcs12-locked")).toContainText("ca.p12");
    await expect(generator.field("authorityFiles")).toBeFocused();
    await generator.field("withoutKey").uncheck();
    await opened("ca.p12", "another");
    await expect(generator.problem("authorityPassphrase", "key-wrong-passphrase")).toBeVisible();
    await expect(generator.field("authorityPassphrase")).toBeFocused();
    await opened("ca.p12", PASSPHRASE);
    await expect(known(generator, "ours")).toBeVisible();
    await expect(generator.problem("authorityFiles", "weak-encryption")).toContainText("openssl pkcs12 -in ca.p12 -nocerts");
    await expectNothingByAxe(generator);

    await generator.fill({ hosts: "a.example.com", clients: "anna" });
    await generator.action("issue").focus();
    await page.keyboard.press("Enter");
    await generator.reaches("issued");
    const ca = unzipped(await save(generator, "ca.zip"));
    verify(ca, path.join(unzipped(await save(generator, "anna-client.zip")), "cert.pem"), "sslclient");
    // The key is encrypted as one that was made here.
    const key = path.join(ca, "ca-key.pem");
    expect(execFileSync("openssl", ["asn1parse", "-in", key], { encoding: "utf8" })).toContain("hmacWithSHA256");
    execFileSync("openssl", ["pkey", "-in", key, "-passin", `pass:${PASSPHRASE}`, "-noout"]);
  });
}
