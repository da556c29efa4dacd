// Clients are shut out of all hosts, and let in again, behind the second door. What happens on hosts is tried in tests/it/trust.rs.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, expectNothingByAxe, test, type Generator } from "../page";

function unzipped(archive: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), "dockseal-"));
  execFileSync("unzip", ["-q", archive, "-d", folder]);
  return folder;
}

const known = (generator: Generator, name: string) => generator.element.locator(`.known [data-machine="${name}"]`);
const change = (generator: Generator, bundle: string) => generator.element.locator(`[data-change="${bundle}"]`);

async function bring(generator: Generator, ...archives: string[]): Promise<void> {
  await generator.field("authorityFiles").setInputFiles(archives.map((archive) => ({ name: path.basename(archive), mimeType: "application/zip", buffer: readFileSync(archive) })));
  await generator.action("open-authority").click();
}

/** Makes a CA with these hosts and clients and opens it behind the second door. */
async function opened(generator: Generator, hosts: string, clients: string, fragment = ""): Promise<string> {
  await generator.open(fragment);
  await generator.fill({ hosts, clients });
  await generator.issue();
  const ca = await generator.download("ca.zip");
  await generator.clear();
  await generator.action("door-continue").click();
  await bring(generator, ca);
  return ca;
}

/** The common names of the certificates in a file. */
function names(file: string): string[] {
  const list = execFileSync("sh", ["-c", 'openssl crl2pkcs7 -nocrl -certfile "$1" | openssl pkcs7 -print_certs -noout', "sh", file], { encoding: "utf8" });
  return [...list.matchAll(/^subject.*CN ?= ?(.*)$/gm)].map(([, name]) => name!);
}

const states = (ca: string) => JSON.parse(readFileSync(path.join(ca, "dockseal.json"), "utf8")).certificates.map(({ name, state }: Record<string, string>) => `${name} ${state}`).slice(1);

test("a lost client is shut out of every host, given anew and let in again, and each machine is told what it gets", async ({ generator }) => {
  test.slow();
  await opened(generator, "a.example.com 192.0.2.10\nb.example.com\nw.example.com platform=windows\nn.example.com platform=proxy", "anna\nbob\ncarol");
  await expect(known(generator, "bob").locator("select option")).toHaveText(["Keep", "Renew", "Shut out"]);
  await expect(known(generator, "a.example.com").locator("select option")).toHaveText(["Keep", "Renew"]);
  await expect(generator.element.locator(".known .trust")).toBeHidden();

  await known(generator, "bob").locator("select").selectOption("remove");
  await expect(change(generator, "bob-client")).toContainText("shut out of every host");
  await expect(change(generator, "a.example.com-trust")).toContainText("install.sh");
  await expect(change(generator, "w.example.com-trust")).toContainText("README");
  await expect(change(generator, "n.example.com-trust")).toContainText("nginx");
  await expect(generator.element.locator("[data-change]")).toHaveCount(6);
  await expect(generator.element.locator(".trust-guide li")).toHaveCount(7);
  await expect(generator.snippet("trust-paste")).toBeHidden();
  await generator.action("issue").click();
  await generator.reaches("issued");

  await expect(generator.element).toContainText("download both before you close it");
  await expect(known(generator, "bob")).toHaveAttribute("data-state", "removed");
  await expect(generator.element.locator(".changes-ahead h2")).toHaveText("What to do now");
  const host = unzipped(await generator.download("a.example.com-trust.zip"));
  expect(readdirSync(host).sort()).toEqual(["README.txt", "ca.pem", "install.sh"]);
  expect(names(path.join(host, "ca.pem")).slice(0, -1)).toEqual(["anna", "carol"]);
  expect(readFileSync(path.join(host, "install.sh"), "utf8")).toContain("\ntrust=1\nlisted='anna carol'\nremoved='bob'\n");
  const paste = await generator.text("trust-paste");
  expect(paste).toContain("set_up a.example.com-trust a.example.com root &&");
  expect(paste).toContain("set_up b.example.com-trust b.example.com root --yes &&");
  expect(paste).not.toContain("w.example.com");
  expect(paste).toContain("grep -x trust=1 ");
  expect(await generator.text("trust-proof")).toContain("https://a.example.com:2376/version");
  const all = unzipped(await generator.download(await generator.all(".zip")));
  expect(readdirSync(path.join(all, "a.example.com-and-others")).sort()).toEqual(["README.txt", ...["a", "b", "w"].map((name) => `${name}.example.com-trust.zip`)]);
  const first = await generator.download("ca.zip");
  expect(states(unzipped(first))).toEqual(["a.example.com valid", "b.example.com valid", "w.example.com valid", "n.example.com valid", "anna valid", "bob removed", "carol valid"]);

  // The name is given anew, another client is renewed, and a new host has the list from the start.
  await expect(known(generator, "bob").locator("select option")).toHaveText(["Stays shut out", "Let in again, same files"]);
  await generator.fill({ hosts: "c.example.com", clients: "bob" });
  await known(generator, "anna").locator("select").selectOption("renew");
  await expect(change(generator, "bob-client")).toContainText("Every host has to learn it");
  await expect(change(generator, "b.example.com-trust")).toHaveCount(1);
  await expect(change(generator, "c.example.com-trust")).toHaveCount(0);
  await generator.action("issue").click();
  await expect(known(generator, "c.example.com")).toBeVisible();
  await expect(generator.element.locator('form [data-role="client"][data-machine="bob"] [data-bundle="bob-client.tar.gz"]')).toBeVisible();
  const fresh = unzipped(await generator.download("c.example.com-server.zip"));
  expect(names(path.join(fresh, "ca.pem")).slice(0, -1)).toEqual(["anna", "carol", "anna", "bob"]);
  expect(names(path.join(unzipped(await generator.download("bob-client.zip")), "ca.pem"))).toHaveLength(1);

  // A new certificate of the CA goes to clients only: on a host it would let in whoever was shut out.
  await generator.fill({ hosts: "", clients: "" });
  await generator.element.locator('.known .machine.ca select[name="change"]').selectOption("renew");
  await expect(change(generator, "ca")).toContainText("Never put the CA’s in its place");

  // From the first record again: the one that was shut out is let in with the files that it has.
  await generator.clear();
  await bring(generator, first);
  await expect(generator.element.locator(".known .trust")).toContainText("only the clients on a list");
  await generator.fill({ hosts: "", clients: "" });
  await known(generator, "bob").locator("select").selectOption("restore");
  await expect(change(generator, "bob-client")).toContainText("let in again");
  await generator.action("issue").click();
  await expect(known(generator, "bob")).toHaveAttribute("data-state", "valid");
  expect(names(path.join(unzipped(await generator.download("b.example.com-trust.zip")), "ca.pem")).slice(0, -1)).toEqual(["anna", "bob", "carol"]);
});

test("without the CA's passphrase a client is shut out, and nothing is issued", async ({ generator }) => {
  const passphrase = "correct horse battery staple";
  await generator.open();
  await generator.fill({ hosts: "a.example.com", clients: "anna\nbob", caPassphrase: passphrase, caPassphraseRepeat: passphrase });
  await generator.action("issue").click();
  await generator.reaches("issued");
  const ca = await generator.download("ca.zip");
  await generator.clear();
  // What is typed behind this door waits: nothing is made of it.
  await generator.action("door-continue").click();
  await bring(generator, ca);
  await expect(generator.problem("authorityPassphrase", "passphrase-needed")).toBeVisible();
  await generator.field("withoutKey").check();
  await expect(generator.field("authorityPassphrase")).toBeDisabled();
  await generator.action("open-authority").click();

  await expect(generator.element.locator(".known .machine.ca")).toContainText("without its key: nothing can be issued");
  await expect(known(generator, "bob").locator("select option")).toHaveText(["Keep", "Shut out"]);
  await expect(known(generator, "a.example.com").locator("select option")).toHaveText(["Keep"]);
  await expect(generator.action("issue")).toHaveText("Make the files");
  for (const away of [generator.action("renew-all"), generator.field("hosts"), generator.element.locator("details.more"), generator.input("host"), generator.field("request")]) await expect(away).toBeHidden();
  await expectNothingByAxe(generator);
  await generator.put("clients", "mallory");
  await generator.action("issue").click();
  await expect(generator.element).toContainText("Nothing is to be made yet");
  await known(generator, "bob").locator("select").selectOption("remove");
  await expect(change(generator, "ca")).toContainText("only if that was among the files");
  await generator.action("issue").click();
  await generator.reaches("issued");
  await expect(generator.element.locator('[data-check="keys-fit"]')).toHaveCount(0);
  expect(names(path.join(unzipped(await generator.download("a.example.com-trust.zip")), "ca.pem")).slice(0, -1)).toEqual(["anna"]);
  await expect(generator.bundle("mallory-client.zip")).toHaveCount(0);
  const next = unzipped(await generator.download("ca.zip"));
  expect(readFileSync(path.join(next, "ca-key.pem"), "utf8")).toBe(readFileSync(path.join(unzipped(ca), "ca-key.pem"), "utf8"));
  // The page goes on from there, still without the key.
  await expect(known(generator, "bob").locator("select option")).toHaveText(["Stays shut out", "Let in again, same files"]);
});

test("the last client is shut out after a question", async ({ generator }) => {
  await opened(generator, "a.example.com", "anna");
  await known(generator, "anna").locator("select").selectOption("remove");
  await generator.action("issue").click();
  await generator.action("keep").click();
  await generator.reaches("ready");
  await generator.action("issue").click();
  await generator.action("remove").click();
  await generator.reaches("issued");
  expect(names(path.join(unzipped(await generator.download("a.example.com-trust.zip")), "ca.pem"))).toHaveLength(1);
});

for (const locale of ["en", "zh-CN"]) {
  test(`a client is shut out by keyboard on a phone, and axe finds nothing, in ${locale}`, async ({ generator, page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await opened(generator, "a.example.com\nb.example.com", "anna\nbob", `locale=${locale}`);
    await known(generator, "bob").locator("select").focus();
    await page.keyboard.press("End");
    await expect(change(generator, "a.example.com-trust")).toBeVisible();
    await expectNothingByAxe(generator);
    await generator.action("issue").focus();
    await page.keyboard.press("Enter");
    await expect(generator.snippet("trust-paste")).toBeVisible();
    await expectNothingByAxe(generator);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });
}

test("whoever names each client from the first day is asked one question, by their own numbers, and goes on with the list", async ({ generator }) => {
  test.slow();
  await generator.open();
  await generator.fill({ hosts: "a.example.com 192.0.2.10\nb.example.com\nn.example.com platform=proxy", clients: "anna\nbob" });
  const costs = generator.element.locator(".admission .costs li");
  await expect(costs).toContainText(["To shut one out takes a file and a restart of Docker on 2 hosts", "Restarts to renew 2 clients: 2 if done together, 4 one by one"]);
  const told = generator.element.locator(".admission .costs li:not([hidden])");
  await expect(told).toHaveText(/^Every client of the CA: .* on 2 hosts\.$/);
  await expect(generator.field("trust")).toHaveValue("ca");
  await expect(generator.problem("hosts", "host-takes-no-list")).toHaveCount(0);
  await generator.field("trust").selectOption({ label: "Only clients that I name" });
  await expect(told).toHaveText(/^Only those named: .* on 2 hosts\. /);
  await expect(generator.problem("hosts", "host-takes-no-list")).toContainText("n.example.com lets in every client of this CA all the same");
  await expectNothingByAxe(generator);
  expect(new URL(generator.page.url()).hash).toContain("trust=list");
  await generator.issue();

  const host = unzipped(await generator.download("a.example.com-server.zip"));
  expect(names(path.join(host, "ca.pem")).slice(0, -1)).toEqual(["anna", "bob"]);
  expect(readFileSync(path.join(host, "install.sh"), "utf8")).toContain("\ntrust=1\nlisted='anna bob'\nremoved=''\n");
  expect(readFileSync(path.join(host, "README.txt"), "utf8")).toContain("the certificates of the clients that the daemon lets in");
  expect(names(path.join(unzipped(await generator.download("n.example.com-server.zip")), "ca.pem"))).toHaveLength(1);
  await expect(generator.element.locator('[data-check="list-holds"]')).toHaveCount(1);
  const ca = await generator.download("ca.zip");
  expect(JSON.parse(readFileSync(path.join(unzipped(ca), "dockseal.json"), "utf8")).trust).toMatchObject({ kind: "list", count: 1 });

  // Behind the second door the list is in force, and nobody is shut out yet.
  await generator.clear();
  await generator.action("door-continue").click();
  await expect(generator.element.locator(".admission")).toBeHidden();
  await bring(generator, ca);
  await expect(generator.element.locator(".known .trust")).toContainText("only the clients on a list");
  await expect(generator.element.locator(".known .trust")).toContainText("Nobody is shut out");
  await generator.fill({ hosts: "", clients: "carol" });
  await expect(change(generator, "carol-client")).toContainText("Every host has to learn it");
  await expect(change(generator, "b.example.com-trust")).toHaveCount(1);
  await generator.action("issue").click();
  await generator.reaches("issued");
  expect(names(path.join(unzipped(await generator.download("b.example.com-trust.zip")), "ca.pem")).slice(0, -1)).toEqual(["anna", "bob", "carol"]);
});

test("the question and what it costs are read on a phone, in both languages, and a link may answer it", async ({ generator, page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await generator.open("hosts=a.example.com&trust=list&locale=zh-CN");
  await expect(generator.field("trust")).toHaveValue("list");
  await expect(generator.field("trust").locator("option:checked")).toHaveText("只放行我列出的客户端");
  await expect(generator.element.locator(".admission .costs li").first()).toContainText("1 台主机");
  await expectNothingByAxe(generator);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.goto("about:blank");
  await generator.open("hosts=a.example.com&trust=everybody");
  await expect(generator.problem("trust", "trust-unknown")).toBeVisible();
});
