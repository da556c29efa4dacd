// The npm package, packed by npm and used as its reader would.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { expect, Generator, test } from "./page";
import { DIST, documentation } from "./server";

const PACKAGE = JSON.parse(readFileSync(`${DIST}/npm/package.json`, "utf8"));
/** npm as it is, without a registry and without anybody's settings. */
const NPM = { PATH: process.env.PATH, HOME: process.env.HOME, npm_config_offline: "true", npm_config_cache: "/nonexistent", npm_config_logs_max: "0", npm_config_update_notifier: "false" };

test("npm packs exactly the files that are meant, and an application installs, bundles and runs them", async ({ page, site }, testInfo) => {
  const app = installed(testInfo.outputPath("app"));
  const packed = execFileSync("find", [".", "-type", "f", "-printf", "%P\n"], { cwd: `${app}/node_modules/dockseal`, encoding: "utf8" }).trim().split("\n");
  expect(packed.sort()).toEqual(["package.json", ...PACKAGE.files].sort());
  for (const file of packed) expect(readFileSync(`${app}/node_modules/dockseal/${file}`).equals(readFileSync(`${DIST}/npm/${file}`)), file).toBe(true);

  const script = async (name: string, source: string) => {
    writeFileSync(`${app}/${name}.js`, source);
    const { outputFiles } = await build({ absWorkingDir: app, bundle: true, entryPoints: [`${name}.js`], format: "esm", write: false });
    await page.route(`**/${name}.js`, (route) => route.fulfill({ contentType: "text/javascript", body: outputFiles[0]!.text }));
    return site.add(`/docs/${name}.html`, documentation('<dockseal-generator hosts="docker.example.com"></dockseal-generator>', `<script type="module" src="/${name}.js"></script>`));
  };

  // The class alone registers nothing.
  await page.goto(await script("class", 'import { DocksealGenerator } from "dockseal"; window.imported = DocksealGenerator;'));
  await page.waitForFunction(() => "imported" in window);
  expect(await page.evaluate(() => customElements.get("dockseal-generator"))).toBeUndefined();
  // And may be registered under a name of one's own.
  await page.evaluate(() => {
    customElements.define("my-generator", (window as unknown as { imported: CustomElementConstructor }).imported);
    document.body.append(document.createElement("my-generator"));
  });
  await expect(page.locator("my-generator")).toHaveAttribute("data-state", "ready");

  await page.goto(await script("define", 'import "dockseal/define"; import { DocksealGenerator } from "dockseal"; window.same = customElements.get("dockseal-generator") === DocksealGenerator;'));
  const generator = new Generator(page, site);
  await generator.reaches("ready");
  expect(await page.evaluate(() => (window as unknown as { same: boolean }).same)).toBe(true);
  await generator.issue();
});

test("on a server without a document the package can be imported", async ({}, testInfo) => {
  const app = installed(testInfo.outputPath("app"));
  const source = 'import "dockseal/define"; const { DocksealGenerator } = await import("dockseal"); console.log(typeof DocksealGenerator);';
  expect(execFileSync(process.execPath, ["--input-type=module", "--eval", source], { cwd: app, encoding: "utf8" })).toBe("function\n");
});

test("the types hold for what an application does, and refuse what it must not do", async ({}, testInfo) => {
  const app = installed(testInfo.outputPath("app"));
  const check = (source: string) => {
    writeFileSync(`${app}/app.ts`, source);
    const tsc = path.resolve(__dirname, "../../www/node_modules/typescript/bin/tsc");
    return execFileSync(process.execPath, [tsc, "--noEmit", "--strict", "--ignoreConfig", "--module", "esnext", "--moduleResolution", "bundler", "--lib", "es2022,dom", "--types", "", "app.ts"], { cwd: app, encoding: "utf8", stdio: "pipe" });
  };
  const fine = `
    import "dockseal/define";
    import { DocksealGenerator, type Issued } from "dockseal";
    const element = document.querySelector("dockseal-generator")!;
    element.presetFrom("hosts=docker.example.com");
    element.addEventListener("dockseal-issued", ({ detail }) => { const names: readonly string[] = (detail satisfies Issued).certificates.map(({ name }) => name); console.log(names, element instanceof DocksealGenerator); });
  `;
  check(fine);
  expect(() => check(`${fine}\nelement.presetFrom(1);`)).toThrow();
  expect(() => check(`${fine}\nelement.addEventListener("dockseal-issued", ({ detail }) => detail.keys);`)).toThrow();
});

test("every entry of the package is a file, and the manifest names what is exported", async () => {
  const entries = Object.values<string | Record<string, string>>(PACKAGE.exports).flatMap((entry) => (typeof entry === "string" ? [entry] : Object.values(entry)));
  for (const entry of entries) expect(readFileSync(path.join(DIST, "npm", entry)).length, entry).toBeGreaterThan(0);
  const manifest = JSON.parse(readFileSync(path.join(DIST, "npm", PACKAGE.customElements), "utf8"));
  expect(manifest.modules.map(({ path }: { path: string }) => `./${path}`)).toEqual([PACKAGE.exports["."].default, PACKAGE.exports["./define"].default]);
  expect(PACKAGE.version).toBe(JSON.parse(readFileSync(path.join(DIST, "npm/package.json"), "utf8")).version);
  const { attributes } = manifest.modules[0].declarations[0] as { attributes: { name: string; type: { text: string }; default?: string }[] };
  const attribute = (wanted: string) => attributes.find(({ name }) => name === wanted)!;
  expect(attribute("platform")).toMatchObject({ type: { text: expect.stringContaining('"systemd" | "systemd-daemon-json"') }, default: '"systemd"' });
  expect(attribute("key-algorithm").type.text).toBe('"ecdsa-p256" | "ecdsa-p384" | "ed25519" | "rsa-2048" | "rsa-3072" | "rsa-4096"');
  expect(attribute("port")).toMatchObject({ type: { text: "number" }, default: '"2376"' });
  expect(attribute("lang").type.text).toBe('"en" | "zh-CN"');
  const { cssProperties } = manifest.modules[0].declarations[0] as { cssProperties: { name: string; description?: string; default: string }[] };
  const guide = readFileSync(path.resolve(__dirname, "../../www/EMBEDDING.md"), "utf8");
  const described = cssProperties.filter(({ description }) => description);
  expect(described.length).toBeGreaterThan(13);
  for (const { name, description } of described) expect(guide).toContain(`| \`${name}\` | ${description} |`);
  expect(PACKAGE).not.toHaveProperty("scripts");
  expect(PACKAGE).not.toHaveProperty("dependencies");
});

/** A new application that has the package. */
function installed(app: string): string {
  mkdirSync(app, { recursive: true });
  writeFileSync(`${app}/package.json`, '{ "private": true, "type": "module" }\n');
  const [{ filename }] = JSON.parse(execFileSync("npm", ["pack", "--json", "--pack-destination", app, `${DIST}/npm`], { cwd: app, env: NPM, encoding: "utf8", stdio: "pipe" }));
  execFileSync("npm", ["install", "--no-audit", "--no-fund", `./${filename}`], { cwd: app, env: NPM, stdio: "pipe" });
  return app;
}
