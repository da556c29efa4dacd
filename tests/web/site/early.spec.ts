// The page before its wasm is there, and where that does not come.

import { execFileSync } from "node:child_process";
import path from "node:path";
import type { Page, Route } from "@playwright/test";
import { expect, expectNothingByAxe, test } from "../page";
import { DIST } from "../server";

const FORM = "**/dockseal_form_bg-*.wasm";
const ISSUE = "**/dockseal_issue_bg-*.wasm";
const WORKER = "**/worker-*.js";
const SCRIPTS = "**/scripts-*.txt";

/** Keeps a file back until it is let go. */
async function hold(page: Page, file: string): Promise<() => void> {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(file, async (route) => {
    await held;
    await route.continue();
  });
  return letGo;
}

/** Answers for a file as long as it is wanted. */
async function replace(page: Page, file: string, answer: (route: Route) => Promise<void>): Promise<() => Promise<void>> {
  await page.route(file, answer);
  return () => page.unroute(file, answer);
}

const WAYS_TO_MISS: Record<string, { reason: string; says: RegExp; chinese: RegExp; answer: (route: Route) => Promise<void> }> = {
  "a broken line": { reason: "unreachable", says: /did not load\. Check your connection/, chinese: /没有加载成功.*检查网络/, answer: (route) => route.abort("connectionreset") },
  "a server that is overloaded": { reason: "unreachable", says: /did not load\. Check your connection/, chinese: /没有加载成功.*检查网络/, answer: (route) => route.fulfill({ status: 503 }) },
  "a damaged file": { reason: "unusable", says: /cannot run: WebAssembly is blocked, or the file is damaged/, chinese: /无法运行/, answer: (route) => route.fulfill({ contentType: "application/wasm", body: "\0asm, but no more" }) },
};

test("the form can be filled in before the core is there, and is judged when it comes", async ({ generator, page }) => {
  const letGo = await hold(page, "**/*.wasm");
  await page.goto(generator.site.url);
  await generator.reaches("loading");
  await generator.fill({ hosts: "docker.example.com:2376", keyAlgorithm: "ed25519", platform: "openrc", caPassphrase: "correct horse" });
  await expect(generator.field("clients")).toHaveValue("client");
  await expect(generator.action("issue")).toBeEnabled();
  await expect(generator.problem("hosts")).toHaveCount(0);
  letGo();
  await generator.reaches("ready");
  await expect(generator.problem("hosts", "host-has-port")).toBeVisible();
  await expect(generator.element.locator(".strength")).toBeVisible();
  for (const [name, value] of Object.entries({ hosts: "docker.example.com:2376", keyAlgorithm: "ed25519", platform: "openrc", caPassphrase: "correct horse", clients: "client" })) {
    await expect(generator.field(name)).toHaveValue(value);
  }
  await generator.fill({ hosts: "docker.example.com" });
  await expect(generator.snippet("copy-server")).toHaveCount(1);
});

test("a link fills the form before the core is there", async ({ generator, page }) => {
  const letGo = await hold(page, "**/*.wasm");
  await page.goto(`${generator.site.url}#hosts=bücher.example&platform=amiga`);
  await generator.reaches("loading");
  await expect(generator.field("hosts")).toHaveValue("xn--bcher-kva.example");
  await expect(generator.field("platform")).toHaveValue("amiga");
  letGo();
  await expect(generator.problem("platform", "platform-unknown")).toBeVisible();
});

test("the empty form is the core's own", async ({ generator, page }) => {
  await hold(page, "**/*.wasm");
  await page.goto(generator.site.url);
  // With all its parts.
  await expect(generator.element.locator(".lights")).toBeVisible();
  await generator.reaches("loading");
  const core = path.join(DIST, "../target/wasm/dockseal_form");
  const script = `
    import { readFileSync } from "node:fs";
    import { choices, defaults, initSync } from ${JSON.stringify(`${core}.js`)};
    initSync({ module: readFileSync(${JSON.stringify(`${core}_bg.wasm`)}) });
    console.log(JSON.stringify({ defaults: defaults(), choices: choices() }));`;
  const { defaults, choices } = JSON.parse(execFileSync("node", ["--input-type=module", "--eval", script], { encoding: "utf8" }));
  const shown = await generator.element.evaluate((element) => [...element.shadowRoot!.querySelectorAll<HTMLInputElement>("form [name]")].map(({ name, value }) => [name, value]));
  const { locale: _, ...fields } = defaults;
  expect(Object.fromEntries(shown)).toEqual(fields);
  for (const [name, offered] of [["platform", choices.platform], ["keyAlgorithm", choices.keyAlgorithm], ["caKeyAlgorithm", ["", ...choices.keyAlgorithm]], ["locale", choices.locale]]) {
    expect(await generator.field(name).locator("option").evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value))).toEqual(offered);
  }
});

test("a click before the core is there waits, says so, and is done when it comes", async ({ generator, page }) => {
  const letGo = await hold(page, "**/*.wasm");
  await page.goto(generator.site.url);
  await generator.reaches("loading");
  await generator.fill({ hosts: "docker.example.com" });
  await generator.action("issue").click();
  const waits = generator.element.locator(".awaited");
  await expect(waits).toHaveText(/still loading/);
  await expectNothingByAxe(generator);
  await generator.field("locale").selectOption("zh-CN");
  await expect(waits).toHaveText(/仍在加载/);
  // More clicks are no more runs, and what is typed meanwhile counts.
  await generator.action("issue").click();
  await generator.fill({ clients: "alice" });
  letGo();
  await generator.reaches("issued");
  await expect(generator.bundle("alice-client.zip")).toBeVisible();
  await expect(waits).toBeHidden();
});

test("a click before the core is there, on a form with a mistake, leads to the mistake", async ({ generator, page }) => {
  const letGo = await hold(page, "**/*.wasm");
  await page.goto(generator.site.url);
  await generator.reaches("loading");
  await generator.fill({ clients: "alice" });
  await generator.action("issue").click();
  letGo();
  await expect(generator.problem("hosts", "required")).toBeVisible();
  await expect(generator.input("host")).toBeFocused();
  await expect(generator.element.locator(".awaited")).toBeHidden();
  await generator.reaches("ready");
  // What was wanted then is not done later by itself.
  await generator.fill({ hosts: "docker.example.com" });
  await generator.reaches("ready");
});

for (const [what, { reason, says, chinese, answer }] of Object.entries(WAYS_TO_MISS)) {
  test(`after ${what} the page says what is missing, keeps what was typed and tries again`, async ({ generator, page, watch }) => {
    watch.expect(/ERR_|503|form: |WebAssembly/);
    const end = await replace(page, FORM, answer);
    await page.goto(generator.site.url);
    await generator.fill({ hosts: "docker.example.com", caPassphrase: "correct horse" });
    await generator.reaches("failed");
    const missing = generator.element.getByRole("alert").locator('[data-missing="form"]');
    await expect(missing).toHaveAttribute("data-reason", reason);
    await expect(missing).toHaveText(/The part of the page that checks what you type/);
    await expect(missing).toHaveText(says);
    await expectNothingByAxe(generator);
    await generator.field("locale").selectOption("zh-CN");
    await expect(missing).toHaveText(chinese);
    // The first attempt fails.
    await generator.action("retry").click();
    await generator.reaches("failed");
    await expect(missing).toBeVisible();
    await end();
    await generator.action("retry").click();
    await generator.reaches("ready");
    await expect(missing).toHaveCount(0);
    await expect(generator.field("hosts")).toHaveValue("docker.example.com");
    await expect(generator.field("caPassphrase")).toHaveValue("correct horse");
    // The door is closed behind what came at last, too.
    await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveCount(2);
  });
}

test("where the core did not come, the button asks for it again and then does what it says", async ({ generator, page, watch }) => {
  watch.expect(/ERR_|form: /);
  const end = await replace(page, FORM, (route) => route.abort());
  await page.goto(generator.site.url);
  await generator.reaches("failed");
  await generator.fill({ hosts: "docker.example.com" });
  await generator.action("issue").click();
  await generator.reaches("failed");
  await end();
  await generator.action("issue").click();
  await generator.reaches("issued");
});

for (const [what, answer] of Object.entries({
  "has the file no more": (route: Route) => route.fulfill({ status: 404 }),
  "gives its start page instead": (route: Route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><title>hello</title>" }),
})) {
  test(`when the server ${what}, the page offers to come anew, with what was typed but for secrets`, async ({ generator, page, watch }) => {
    watch.expect(/404|form: gone/);
    const end = await replace(page, FORM, answer);
    await page.goto(generator.site.url);
    await generator.reaches("failed");
    await generator.fill({ hosts: "docker.example.com", organization: "Ä & Söhne", caPassphrase: "correct horse" });
    await generator.field("locale").selectOption("zh-CN");
    const missing = generator.element.locator('[data-missing="form"][data-reason="gone"]');
    await expect(missing).toHaveText(/页面已更新/);
    await generator.field("locale").selectOption("en");
    await expect(missing).toHaveText(/no longer on the server, .* newer version/);
    await expect(generator.action("retry")).toHaveCount(0);
    await end();
    await generator.action("reload").click();
    await generator.reaches("ready");
    await expect(generator.field("hosts")).toHaveValue("docker.example.com");
    await expect(generator.field("organization")).toHaveValue("Ä & Söhne");
    await expect(generator.field("caPassphrase")).toHaveValue("");
    expect(decodeURIComponent(page.url())).not.toContain("correct");
  });
}

test("while what makes keys is on its way, the form is judged, and a click waits for it", async ({ generator, page }) => {
  const letGo = await hold(page, ISSUE);
  await page.goto(generator.site.url);
  await generator.reaches("ready");
  await generator.fill({ hosts: "docker.example.com" });
  await expect(generator.snippet("copy-server")).toHaveCount(1);
  await generator.action("issue").click();
  await generator.reaches("issuing");
  await expect(generator.element.locator(".awaited")).toHaveText(/still loading/);
  // It can be called off, and wanted again.
  await generator.action("cancel").click();
  await generator.reaches("ready");
  await expect(generator.element.locator(".awaited")).toBeHidden();
  await generator.action("issue").click();
  await generator.reaches("issuing");
  await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveCount(1);
  letGo();
  await generator.reaches("issued");
  await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveCount(2);
});

for (const [what, file] of Object.entries({ "the second wasm": ISSUE, "the worker's script": WORKER, "the text of the scripts": SCRIPTS })) {
  test(`where ${what} does not come, the page says so, judges what is typed, and makes keys when it has come`, async ({ generator, page, watch }) => {
    watch.expect(/ERR_|issue: /);
    const end = await replace(page, file, (route) => route.abort("connectionreset"));
    await page.goto(generator.site.url);
    await generator.reaches("ready");
    const missing = generator.element.getByRole("alert").locator('[data-missing="issue"][data-reason="unreachable"]');
    await expect(missing).toHaveText(/makes keys and certificates did not load/);
    await generator.fill({ hosts: "docker.example.com:2376" });
    await expect(generator.problem("hosts", "host-has-port")).toBeVisible();
    await generator.fill({ hosts: "docker.example.com" });
    await generator.action("issue").click();
    await expect(missing).toBeVisible();
    await generator.reaches("ready");
    await expect(generator.field("hosts")).toHaveValue("docker.example.com");
    await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveCount(1);
    await end();
    await generator.action("retry").click();
    await generator.reaches("issued");
    await expect(missing).toHaveCount(0);
    await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveCount(2);
  });
}

test("trying again before any click makes no keys by itself", async ({ generator, page, watch }) => {
  watch.expect(/ERR_|issue: /);
  const end = await replace(page, ISSUE, (route) => route.abort());
  await page.goto(`${generator.site.url}#hosts=docker.example.com`);
  await generator.reaches("ready");
  await expect(generator.element.locator('[data-missing="issue"]')).toBeVisible();
  await end();
  await generator.action("retry").click();
  await expect(generator.element.locator('[data-missing="issue"]')).toHaveCount(0);
  await expect(generator.element.locator('[data-light="selfTest"]')).toHaveAttribute("data-state", "passed");
  await generator.reaches("ready");
});

test("when the server has another version's second wasm, the page offers to come anew", async ({ generator, page, watch }) => {
  watch.expect(/404|issue: gone/);
  const end = await replace(page, ISSUE, (route) => route.fulfill({ status: 404 }));
  await page.goto(generator.site.url);
  await generator.reaches("ready");
  await generator.fill({ hosts: "docker.example.com" });
  await expect(generator.element.locator('[data-missing="issue"][data-reason="gone"]')).toHaveText(/newer version/);
  await end();
  await generator.action("reload").click();
  await generator.reaches("ready");
  await expect(generator.field("hosts")).toHaveValue("docker.example.com");
  await generator.issue();
});

/** The second script; the address of another attempt ends in a question mark and a number. */
const REST = "**/rest-*";
const CHINESE = /[\u4e00-\u9fff]/;

test("before the second script is there one types, adds rows, opens options, asks for a list and copies a link, in either language", async ({ generator, page }) => {
  const letGo = await hold(page, REST);
  await page.goto(`${generator.site.url}#allowedSources=192.0.2.0/24`);
  await generator.reaches("loading");
  await generator.input("host").fill("docker.example.com");
  await generator.action("add-host").click();
  await generator.input("host", 1).fill("bücher.example");
  await generator.field("locale").selectOption("zh-CN");
  await expect(generator.element.locator("h2").first()).toHaveText(CHINESE);
  await expect(generator.machine("host").nth(1).locator("select")).toContainText(CHINESE);
  await expect(page).toHaveTitle(CHINESE);
  await generator.fill({ platform: "openrc", port: "2377", caPassphrase: "correct horse" });
  await expect(generator.field("hosts")).toHaveValue("docker.example.com\nxn--bcher-kva.example");
  await expect(generator.element.locator("[data-problem]")).toHaveCount(0);
  await expectNothingByAxe(generator);
  letGo();
  await generator.reaches("ready");
  // The rest comes in the language that was chosen meanwhile.
  await expect(generator.element.locator(".lights h2")).toHaveText(CHINESE);
  for (const [name, value] of Object.entries({ hosts: "docker.example.com\nxn--bcher-kva.example", platform: "openrc", port: "2377", caPassphrase: "correct horse", allowedSources: "192.0.2.0/24" })) {
    await expect(generator.field(name)).toHaveValue(value);
  }
  await generator.field("locale").selectOption("en");
  await expect(generator.element.locator(".lights h2")).not.toHaveText(CHINESE);
  await generator.fill({ hosts: "docker.example.com:2376" });
  await expect(generator.problem("hosts", "host-has-port")).toBeVisible();
});

for (const first of ["the second script", "the core"]) {
  test(`a click before both are there is done when they are, and ${first} may come first`, async ({ generator, page }) => {
    const [script, core] = [await hold(page, REST), await hold(page, FORM)];
    await page.goto(generator.site.url);
    await generator.reaches("loading");
    await generator.fill({ hosts: "docker.example.com" });
    await generator.action("issue").click();
    const waits = generator.element.locator(".awaited");
    await expect(waits).toHaveText(/still loading/);
    const arrival = page.waitForResponse(first === "the core" ? FORM : REST);
    if (first === "the core") core();
    else script();
    await (await arrival).finished();
    await expect(waits).toHaveText(/still loading/);
    await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveCount(1);
    await generator.fill({ clients: "alice" });
    if (first === "the core") script();
    else core();
    await generator.reaches("issued");
    await expect(generator.bundle("alice-client.zip")).toBeVisible();
    await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveCount(2);
  });
}

test("a door that is opened before the second script is there says that it is loading, and opens when it comes", async ({ generator, page }) => {
  const letGo = await hold(page, REST);
  await page.goto(`${generator.site.url}#door=request&clients=alice`);
  await generator.reaches("loading");
  const waits = generator.element.locator(".waits");
  await expect(waits).toHaveText(/still loading/);
  await generator.action("door-setup").click();
  await expect(waits).toBeHidden();
  await generator.input("host").fill("docker.example.com");
  await generator.action("door-continue").click();
  await expect(waits).toHaveText(/still loading/);
  await expect(generator.input("host")).toBeHidden();
  await generator.field("locale").selectOption("zh-CN");
  await expect(waits).toHaveText(/仍在加载/);
  await expectNothingByAxe(generator);
  letGo();
  await expect(generator.field("authorityFiles")).toBeVisible();
  await expect(waits).toBeHidden();
  await generator.action("door-request").click();
  await expect(generator.field("askingName")).toHaveValue("alice");
  await generator.action("door-setup").click();
  await expect(generator.input("host")).toHaveValue("docker.example.com");
});

const WAYS_TO_MISS_THE_REST: Record<string, { reason: string; says: RegExp; chinese: RegExp; answer: (route: Route) => Promise<void> }> = {
  "a broken line": { reason: "unreachable", says: /The rest of the page did not load/, chinese: /其余部分没有加载成功/, answer: (route) => route.abort("connectionreset") },
  "a server that is overloaded": { reason: "unreachable", says: /The rest of the page did not load/, chinese: /其余部分没有加载成功/, answer: (route) => route.fulfill({ status: 503 }) },
  "a damaged file": { reason: "unusable", says: /The rest of the page came damaged/, chinese: /其余部分已损坏/, answer: (route) => route.fulfill({ contentType: "text/javascript", body: "class { #of" }) },
};

for (const [what, { reason, says, chinese, answer }] of Object.entries(WAYS_TO_MISS_THE_REST)) {
  test(`where the second script does not come for ${what}, the page says so, keeps what was typed and tries again`, async ({ generator, page, watch }) => {
    watch.expect(/ERR_|503|rest: /);
    const end = await replace(page, REST, answer);
    await page.goto(generator.site.url);
    await generator.fill({ hosts: "docker.example.com", caPassphrase: "correct horse" });
    await generator.reaches("failed");
    const missing = generator.element.getByRole("alert").locator(`[data-missing="rest"][data-reason="${reason}"]:visible`);
    await expect(missing).toHaveText(says);
    await expectNothingByAxe(generator);
    // Behind a door it is told where the door's own part would be.
    await generator.action("door-continue").click();
    await expect(missing).toHaveText(says);
    await generator.action("door-setup").click();
    await generator.field("locale").selectOption("zh-CN");
    await expect(missing).toHaveText(chinese);
    const again = generator.element.locator('[data-action="retry"]:visible');
    const asked = page.waitForRequest(REST);
    await again.click();
    await asked;
    await generator.reaches("failed");
    await expect(missing).toBeVisible();
    await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveCount(1);
    await end();
    await again.click();
    await generator.reaches("ready");
    await expect(missing).toHaveCount(0);
    await expect(generator.field("hosts")).toHaveValue("docker.example.com");
    await expect(generator.field("caPassphrase")).toHaveValue("correct horse");
    await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveCount(2);
  });
}

test("where the second script did not come, the button asks for it again and then does what it says", async ({ generator, page, watch }) => {
  watch.expect(/ERR_|rest: /);
  const end = await replace(page, REST, (route) => route.abort());
  await page.goto(generator.site.url);
  await generator.reaches("failed");
  await generator.fill({ hosts: "docker.example.com" });
  await end();
  await generator.action("issue").click();
  await generator.reaches("issued");
});

test("when the server has another version's second script, the page offers to come anew, with what was typed but for secrets", async ({ generator, page, watch }) => {
  watch.expect(/404|MIME|rest: gone/);
  const end = await replace(page, REST, (route) => route.fulfill({ status: 404 }));
  await page.goto(generator.site.url);
  await generator.reaches("failed");
  await generator.fill({ hosts: "docker.example.com", caPassphrase: "correct horse" });
  await expect(generator.element.locator('[data-missing="rest"][data-reason="gone"]:visible')).toHaveText(/newer version/);
  await end();
  await generator.element.locator('[data-action="reload"]:visible').click();
  await generator.reaches("ready");
  await expect(generator.field("hosts")).toHaveValue("docker.example.com");
  expect(decodeURIComponent(page.url())).not.toContain("correct");
});

test("a link to a door outlives a page that lacks its second script", async ({ generator, page, watch }) => {
  watch.expect(/404|MIME|rest: gone/);
  const end = await replace(page, REST, (route) => route.fulfill({ status: 404 }));
  await page.goto(`${generator.site.url}#door=request&hosts=docker.example.com&keyAlgorithm=ed25519`);
  await generator.reaches("failed");
  await end();
  await generator.element.locator('[data-action="reload"]:visible').click();
  await generator.reaches("ready");
  await expect(generator.field("askingName")).toHaveValue("docker.example.com");
  await expect(generator.field("askingAlgorithm")).toHaveValue("ed25519");
});
