// The file for `docker context import` that is made on wish, as docker takes it.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, expectNothingByAxe, test, type Generator } from "../page";

const fold = (generator: Generator) => generator.element.locator('[data-fold="context-file"]');
const docker = (config: string, ...words: string[]) => execFileSync("docker", ["--config", config, "context", ...words], { encoding: "utf8" });
const archived = (zip: string, file: string) => execFileSync("unzip", ["-p", zip, file], { encoding: "utf8" });

test("where the archives would have too many contexts, a client's for a chosen host is made on wish, and docker imports it", async ({ generator }) => {
  await generator.open("clients=alice");
  await generator.fill({ hosts: Array.from({ length: 501 }, (_, index) => `host-${index + 1}.example.com`).join("\n") });
  await generator.issue();
  await generator.unfold();
  const zip = await generator.download("alice-client.zip");
  expect(execFileSync("unzip", ["-l", zip], { encoding: "utf8" })).not.toContain(".dockercontext");
  await generator.element.locator('[data-choice="host"]').selectOption("host-300.example.com");
  await expect(fold(generator)).toContainText("connects to host-300.example.com");
  const arrival = generator.page.waitForEvent("download");
  await generator.action("make-context").click();
  const download = await arrival;
  expect(download.suggestedFilename()).toBe("host-300.example.com.dockercontext");
  await expect(fold(generator).locator("code")).toHaveText("docker context import host-300.example.com host-300.example.com.dockercontext");
  await expectNothingByAxe(generator);

  const config = mkdtempSync(path.join(tmpdir(), "dockseal-context-"));
  try {
    docker(config, "import", "host-300.example.com", await download.path());
    const [{ Endpoints }] = JSON.parse(docker(config, "inspect", "host-300.example.com"));
    expect(Endpoints).toEqual({ docker: { Host: "tcp://host-300.example.com:2376", SkipTLSVerify: false } });
    const [id] = readdirSync(path.join(config, "contexts/tls"));
    for (const name of ["ca.pem", "cert.pem", "key.pem"]) expect(readFileSync(path.join(config, "contexts/tls", id!, "docker", name), "utf8")).toBe(archived(zip, name));
    expect(() => docker(config, "import", "again", zip)).toThrow();
  } finally {
    rmSync(config, { recursive: true });
  }

  // Another host, another file: what is said belongs to the one before.
  await generator.element.locator('[data-choice="host"]').selectOption("host-2.example.com");
  await expect(generator.action("make-context")).toHaveText("Make host-2.example.com.dockercontext");
  await expect(fold(generator).locator("code")).toHaveCount(0);
  await generator.clear();
  await expect(fold(generator)).toBeHidden();
});

test("where the archives have them, none is made on wish", async ({ generator }) => {
  await generator.open("hosts=a.example.com&clients=alice");
  await generator.issue();
  await generator.unfold();
  await expect(generator.snippet("client-context-import")).toHaveCount(1);
  await expect(fold(generator)).toBeHidden();
});
