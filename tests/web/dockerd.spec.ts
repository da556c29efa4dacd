// What a browser has downloaded, before the judges: Info-ZIP here; openssl, dockerd, docker and curl by the tests of the core.

import { execFile, execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { expect, Generator, test, type Fields } from "./page";
import { EDITIONS, type Site } from "./server";

const HOSTS = ["docker.example.com", "build.example.com"];
const CLIENTS = ["alice", "ci-runner"];
/** What is handed out; the authority is put away. */
const ALL = `${HOSTS[0]}-and-others`;
const REST = [...HOSTS.map((host) => `${host}-server`), ...CLIENTS.map((client) => `${client}-client`)];
const BUNDLES = [...REST, "ca"];

/** The case without WebCrypto. */
const ON_PLAIN_HTTP = "with RSA-4096 keys on plain http";
const OFFLINE = "in the offline file, with RSA-2048 keys";
const EMBEDDED = "in somebody's documentation, with RSA-2048 keys";
const RENEWED = "when everything is renewed under a ca.zip that is opened";
const RENEWED_OFFLINE = "when everything is renewed in the offline file";
const ADDRESSES: Record<string, (site: Site) => string> = {
  [ON_PLAIN_HTTP]: ({ url }) => url.replace("127.0.0.1", "plain.test"),
  [OFFLINE]: EDITIONS["the offline file"]!,
  [EMBEDDED]: EDITIONS["the embedded element"]!,
  [RENEWED_OFFLINE]: EDITIONS["the offline file"]!,
};

const RUNS: Record<string, Fields> = {
  "for systemd": { platform: "systemd" },
  "for systemd-daemon-json": { platform: "systemd-daemon-json", keyAlgorithm: "ed25519", organization: "示例 “Ltd.”" },
  "for debian-docker-io": {
    platform: "debian-docker-io",
    keyAlgorithm: "ecdsa-p384",
    certDirectory: "/srv/docker/tls",
    listenAddress: "::",
    port: "12376",
    serverDays: "90",
    clientDays: "30",
  },
  "with RSA-4096 keys of the browser": { platform: "systemd", keyAlgorithm: "rsa-4096" },
  [ON_PLAIN_HTTP]: { platform: "systemd", keyAlgorithm: "rsa-4096" },
  [OFFLINE]: { platform: "systemd", keyAlgorithm: "rsa-2048" },
  [EMBEDDED]: { platform: "systemd", keyAlgorithm: "rsa-2048" },
  [RENEWED]: { platform: "systemd", caKeyAlgorithm: "ecdsa-p384" },
  [RENEWED_OFFLINE]: { platform: "systemd" },
  "with an RSA-4096 authority and ECDSA keys": { platform: "systemd", caKeyAlgorithm: "rsa-4096" },
};

/** They look at what one run has made. */
const JUDGES = ["openssl::bundles_of_a_browser_pass_openssl", "dockerd::bundles_of_a_browser_are_taken_by_a_real_daemon"];

for (const [name, options] of Object.entries(RUNS)) {
  test(`openssl and a real daemon take what the page makes ${name}`, async ({ generator, page }) => {
    await generator.open("", ADDRESSES[name]?.(generator.site));
    expect(await page.evaluate(() => typeof crypto.subtle)).toBe(name === ON_PLAIN_HTTP ? "undefined" : "object");
    await generator.fill({ hosts: `${HOSTS[0]} 192.0.2.10 *.docker.example.com\n${HOSTS[1]}`, clients: CLIENTS.join("\n"), ...options });
    await generator.issue();
    const isRenewed = name === RENEWED || name === RENEWED_OFFLINE;
    if (isRenewed) await renewAll(generator);

    const folder = test.info().outputPath("downloaded");
    mkdirSync(folder);
    for (const format of ["zip", "tar.gz"]) {
      for (const bundle of [...BUNDLES, ALL]) {
        const file = `${bundle}.${format}`;
        copyFileSync(await generator.download(file), path.join(folder, file));
      }
    }

    for (const bundle of BUNDLES) {
      const zip = unpack("unzip", ["-q", path.join(folder, `${bundle}.zip`), "-d"], `${bundle}-zip`);
      const tar = unpack("tar", ["-xzf", path.join(folder, `${bundle}.tar.gz`), "-C"], `${bundle}-tar`);
      expect(modes(zip)).toEqual(modesOf(bundle, options.platform!));
      expect(modes(tar)).toEqual(modesOf(bundle, options.platform!));
      execFileSync("diff", ["--recursive", zip, tar]);
    }
    for (const [program, before, format] of [
      ["unzip", ["-q"], "zip"],
      ["tar", ["-xzf"], "tar.gz"],
    ] as const) {
      const top = unpack(program, [...before, path.join(folder, `${ALL}.${format}`), program === "tar" ? "-C" : "-d"], `all-${format}`);
      expect(readdirSync(top)).toEqual([ALL]);
      const all = path.join(top, ALL);
      expect(readdirSync(all).sort()).toEqual([...REST.map((bundle) => `${bundle}.${format}`), "README.txt"].sort());
      for (const bundle of REST) execFileSync("cmp", [path.join(all, `${bundle}.${format}`), path.join(folder, `${bundle}.${format}`)]);
    }

    // Behind the second door, the steps of what is renewed are in its archive.
    const [made, ...packed] = readFileSync(path.join(test.info().outputPath(`${BUNDLES[0]}-zip`), "tls.conf"), "utf8").split("\n");
    expect(made).toMatch(/^# Made by Dockseal .* on \d{4}-\d\d-\d\d/);
    if (!isRenewed) await generator.unfold();
    if (!isRenewed) expect((await generator.text("systemd-drop-in")).trim()).toBe(packed.join("\n").trim());

    await judged(folder, JUDGES);
  });
}

/** Opens what was made, and makes everything but the CA anew. */
async function renewAll(generator: Generator): Promise<void> {
  await goOn(generator);
  await generator.action("renew-all").click();
  await expect(generator.element.locator("[data-change]")).toHaveCount(BUNDLES.length);
  await generator.action("issue").click();
  await generator.reaches("issued");
}

/** Opens what was made behind the second door. */
async function goOn(generator: Generator): Promise<void> {
  const archive = await generator.download("ca.zip");
  await generator.clear();
  await generator.action("door-continue").click();
  await generator.field("authorityFiles").setInputFiles({ name: "ca.zip", mimeType: "application/zip", buffer: readFileSync(archive) });
  await generator.action("open-authority").click();
  await expect(generator.element.locator(".known li.machine[data-state=valid]")).toHaveCount(REST.length);
}

interface Continued {
  /** What is chosen behind the second door; with a page of somebody else, who asks for a certificate. */
  readonly choose: (generator: Generator, other: () => Promise<Generator>) => Promise<(() => void) | void>;
  /** Whose archives come from it, beside the CA's. */
  readonly made: readonly string[];
  readonly judge: string;
}

const ADDED = "dockerd::machines_that_a_browser_has_added_work_with_those_that_were_there";
const choice = (generator: Generator, machine: string) => generator.element.locator(`.known ${machine} select[name="change"]`);

const CONTINUED: Record<string, Continued> = {
  "a host and a client that are added": {
    choose: async (generator) => generator.fill({ hosts: "new.example.com 192.0.2.20", clients: "bob" }),
    made: ["new.example.com-server", "bob-client"],
    judge: ADDED,
  },
  "a client that is renewed": {
    choose: async (generator) => void (await choice(generator, '[data-machine="alice"]').selectOption("renew")),
    made: ["alice-client"],
    judge: "dockerd::both_certificates_of_a_client_that_a_browser_has_renewed_are_taken",
  },
  "the renewed certificate of the CA": {
    choose: async (generator) => {
      await choice(generator, ".machine.ca").selectOption("renew");
      await choice(generator, '[data-machine="alice"]').selectOption("renew");
    },
    made: ["alice-client"],
    judge: "dockerd::both_certificates_of_an_authority_that_a_browser_has_renewed_are_taken",
  },
  "a host and a client that have asked for certificates": {
    choose: async (generator, other) => {
      const asking = await other();
      const asked = [
        await ask(asking, "server", "new.example.com 192.0.2.20", "new.example.com", "server-key.pem"),
        await ask(asking, "client", "bob", "bob", "key.pem"),
      ];
      await generator.field("request").setInputFiles(asked.map(({ folder }) => path.join(folder, "request.pem")));
      await expect(generator.element.locator("[data-request]")).toHaveCount(asked.length);
      // What the README says, on the machines of those who asked.
      return () => {
        for (const { folder, name, key, role } of asked) {
          const certificate = unpack("unzip", ["-q", path.join(afterwards(), `${name}-certificate.zip`), "-d"], `${name}-certificate`);
          const [command] = readFileSync(path.join(certificate, "README.txt"), "utf8").split("\n").filter((line) => line.includes("PATH-OF-YOUR-KEY"));
          execFileSync("sh", ["-euc", command!.replace("PATH-OF-YOUR-KEY", path.join(folder, key))], { cwd: certificate });
          const bundle = path.join(afterwards(), `${name}-${role}`);
          execFileSync("tar", ["-czf", `${bundle}.tar.gz`, "-C", certificate, "."]);
          execFileSync("python3", ["-m", "zipfile", "-c", `${bundle}.zip`, ...readdirSync(certificate)], { cwd: certificate });
        }
      };
    },
    made: ["new.example.com-certificate", "bob-certificate"],
    judge: ADDED,
  },
};

/** The folder with what each machine has by then: what was made last. */
const afterwards = () => test.info().outputPath("continued", "after");

for (const [edition, address] of Object.entries({ "the hosted page": ({ url }: Site) => url, "the offline file": EDITIONS["the offline file"]! })) {
  for (const [what, { choose, made, judge }] of Object.entries(CONTINUED)) {
    test(`a real daemon takes ${what} in ${edition}`, async ({ context, generator }) => {
      await generator.open("", address(generator.site));
      await generator.fill({ hosts: `${HOSTS[0]} 192.0.2.10\n${HOSTS[1]}`, clients: CLIENTS.join("\n") });
      await generator.issue();
      const before = test.info().outputPath("continued", "before");
      for (const folder of [before, afterwards()]) mkdirSync(folder, { recursive: true });
      await save(generator, BUNDLES, before, afterwards());

      await goOn(generator);
      const put = await choose(generator, async () => {
        const asking = new Generator(await context.newPage(), generator.site);
        await asking.open("door=request", address(generator.site));
        return asking;
      });
      await expect(generator.element.locator("[data-change]")).toHaveCount(made.length + 1);
      await generator.action("issue").click();
      await generator.reaches("issued");
      // The others have nothing to do: there is nothing for them.
      const offered = await generator.element.locator(".machines [data-bundle$='.zip']").evaluateAll((links) => links.map((link) => link.getAttribute("data-bundle")));
      expect(new Set(offered)).toEqual(new Set([...made, "ca"].map((bundle) => `${bundle}.zip`)));
      await save(generator, [...made, "ca"], afterwards());
      put?.();
      await judged(path.dirname(before), [judge]);
    });
  }
}

/** Downloads the archives of these bundles into each of the folders. */
async function save(generator: Generator, bundles: readonly string[], ...folders: string[]): Promise<void> {
  for (const file of bundles.flatMap((bundle) => ["zip", "tar.gz"].map((format) => `${bundle}.${format}`))) {
    const archive = await generator.download(file);
    for (const folder of folders) copyFileSync(archive, path.join(folder, file));
  }
}

/** Makes a key and a request, and gives the folder of what is kept. */
async function ask(generator: Generator, role: "server" | "client", names: string, name: string, key: string) {
  await generator.field("askingRole").selectOption(role);
  await generator.field("askingName").fill(names);
  await generator.action("ask").click();
  const archive = await generator.download(`${name}-request.zip`);
  const folder = unpack("unzip", ["-q", archive, "-d"], `${name}-request`);
  await generator.action("wipe-asked").click();
  await expect(generator.element.locator("[data-asked]")).toHaveCount(0);
  return { folder, key, name, role };
}

/** Has these tests of the core look at a folder of archives. */
async function judged(folder: string, judges: readonly string[]): Promise<void> {
  const { stdout } = await promisify(execFile)("cargo", ["test", "--test", "it", "--", "--ignored", "--exact", ...judges], {
    cwd: path.resolve(__dirname, "../.."),
    env: { ...process.env, DOCKSEAL_BUNDLES: folder },
  }).catch((error: { stdout: string; stderr: string }) => {
    throw new Error(error.stdout + error.stderr);
  });
  expect(stdout).toContain(`test result: ok. ${judges.length} passed; 0 failed; 0 ignored;`);
}

/** Unpacks into a folder of its own. */
function unpack(program: string, before: string[], into: string): string {
  const folder = test.info().outputPath(into);
  mkdirSync(folder);
  execFileSync(program, [...before, folder]);
  return folder;
}

function modes(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((file) => [file, (statSync(path.join(folder, file)).mode & 0o7777).toString(8).padStart(4, "0")]));
}

function modesOf(bundle: string, platform: string): Record<string, string> {
  const common = { "README.txt": "0644", "ca.pem": "0444" };
  if (bundle === "ca") return { ...common, "ca-key.pem": "0400", "dockseal.ics": "0644", "dockseal.json": "0644", "issue.sh": "0755" };
  if (bundle.endsWith("-client")) {
    const contexts = Object.fromEntries(HOSTS.map((host) => [`${host}.dockercontext`, "0400"]));
    return { ...common, ...contexts, "cert.pem": "0444", "connect.ps1": "0644", "connect.sh": "0755", "env.cmd": "0644", "env.fish": "0644", "env.ps1": "0644", "env.sh": "0644", "key.pem": "0400" };
  }
  const json: Record<string, string> = platform === "systemd-daemon-json" ? { "daemon.json": "0644" } : {};
  return { ...common, ...json, "install.sh": "0755", "server-cert.pem": "0444", "server-key.pem": "0400", "tls.conf": "0644" };
}
