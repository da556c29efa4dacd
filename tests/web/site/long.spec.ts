// Texts that are longer than anybody types.

import { expect, test } from "../page";

const CHANGED = '  "log-driver": "local",\n  "hosts": ["tcp://0.0.0.0:2375"]\n';

for (const [what, text] of [
  ["at its end", `{\n${CHANGED}${"\n".repeat(30_000)}}\n`],
  ["before what changes", `{\n${"\n".repeat(30_000)}${CHANGED}}\n`],
  ["around every word", `{ ${"\n".repeat(15_000)} "log-driver": "local", ${"\n".repeat(15_000)} "hosts": [] }\n`],
] as const) {
  test(`a daemon.json with 30 000 line ends ${what} is shown with what changes`, async ({ generator }) => {
    await generator.open("hosts=docker.example.com&platform=systemd-daemon-json");
    await generator.openOptions();
    await generator.put("daemonJson", text);
    const changes = generator.snippet("daemon-json").locator(".changes");
    await expect(changes.locator("ins").first()).toContainText('"hosts"');
    expect(await changes.locator("ins, del").count()).toBeLessThan(1000);
    expect(JSON.parse(await generator.text("daemon-json"))).toMatchObject({ "log-driver": "local", tlsverify: true });
    // What stays and what comes is the new file.
    const shown = await changes.locator("code").evaluate((code) => {
      const copy = code.cloneNode(true) as HTMLElement;
      copy.querySelectorAll("del").forEach((gone) => gone.remove());
      return copy.textContent!.replace(/^[+ ] /gm, "").replace(/\n+/g, "\n").trim();
    });
    expect(shown).toBe((await generator.text("daemon-json")).replace(/\n+/g, "\n").trim());
  });
}

test("a unit of 31 000 words is shown with what changes, or refused at its field", async ({ generator }) => {
  await generator.open("hosts=docker.example.com");
  await generator.openOptions();
  await generator.put("execStart", `ExecStart=/usr/bin/dockerd${" x".repeat(31_000)} -H fd://\n`);
  const changes = generator.snippet("systemd-drop-in").locator(".changes ins");
  await expect(changes.or(generator.problem("execStart")).first()).toBeVisible();
  await generator.put("execStart", "ExecStart=/usr/bin/dockerd -H fd:// --debug");
  await expect(generator.snippet("systemd-drop-in").locator(".code code")).toContainText("--debug");
});
