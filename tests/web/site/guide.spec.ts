import { expect, test } from "../page";

test("the steps are there before anything is made, and follow what is typed", async ({ generator }) => {
  await generator.open();
  await expect(generator.element.locator("[data-snippet]")).toHaveCount(0);
  await generator.fill({ hosts: "docker.example.com", port: "2377" });
  await expect(generator.snippet("systemd-drop-in").locator("code")).toContainText("-H tcp://0.0.0.0:2377");
  await generator.fill({ port: "2378" });
  await expect(generator.snippet("systemd-drop-in").locator("code")).toContainText("-H tcp://0.0.0.0:2378");
  await expect(generator.snippet("daemon-json")).toHaveCount(0);
  await generator.fill({ platform: "systemd-daemon-json" });
  await expect(generator.snippet("daemon-json").locator("code")).toContainText('"tlsverify": true');
});

test("what is said of a block of commands is what is true on the platform, also after a change of it", async ({ generator }) => {
  await generator.open("hosts=docker.example.com&allowedSources=192.0.2.7");
  const said: [platform: string, snippet: string, words: RegExp][] = [
    ["systemd", "place-server", /readable by root only/],
    ["rootless", "place-server", /readable by you only/],
    ["openrc", "install-server", /Shows what it will do.* not on Alpine or Gentoo\./],
    ["snap", "install-server", /Not yet tried with the real snapd\./],
    ["systemd", "install-server", /Tried on Debian 12 and 13\./],
    ["ansible", "systemd-drop-in", /It goes to the host with the other files/],
    ["ansible", "diagnose", /Shows the unit.*Type this on the Docker host\./],
    ["proxy", "diagnose", /last messages of the container/],
    ["proxy", "restart", /is not restarted/],
    ["proxy", "nftables", /Docker Desktop or on a NAS/],
    ["systemd", "nftables", /whether it survives a reboot\./],
    ["nixos", "apply", /Rebuilds the system/],
  ];
  for (const [platform, snippet, words] of said) {
    await generator.fill({ platform });
    await expect(generator.snippet(snippet), `${platform} ${snippet}`).toHaveText(words);
  }
});

test("while the form is wrong, the last steps stay and are marked", async ({ generator }) => {
  await generator.open();
  await generator.fill({ hosts: "docker.example.com" });
  const guide = generator.element.locator(".guide.host");
  await expect(guide.locator(".note")).toContainText("A preview");
  await generator.fill({ hosts: "docker.example.com:1" });
  await expect(guide.locator(".note")).toContainText("what it said before");
  await expect(generator.snippet("copy-server").locator("code")).toContainText("docker.example.com-server.tar.gz");
  await generator.fill({ hosts: "other.example.com" });
  await expect(guide.locator(".note")).toContainText("A preview");
  await expect(generator.snippet("copy-server").locator("code")).toContainText("other.example.com-server.tar.gz");
});

test("with several hosts and clients, the rows that are open are those whose steps one sees", async ({ generator }) => {
  await generator.open();
  await generator.fill({ hosts: "a.example.com\nb.example.com\nc.example.com", clients: "alice\nbob" });
  await generator.unfold(2, 1);
  await expect(generator.snippet("copy-server").locator("code")).toContainText("c.example.com");
  await expect(generator.snippet("unpack-client").locator("code")).toContainText("bob-client");
  await generator.fill({ hosts: "a.example.com\nb.example.com" });
  await expect(generator.element.locator(".hosts .card")).toBeHidden();
  await generator.unfold(1, 1);
  await expect(generator.snippet("copy-server").locator("code")).toContainText("b.example.com");
});

test("a client's card offers every host, whichever row is open, and keeps the one that was chosen while hosts come and go", async ({ generator }) => {
  await generator.open();
  await generator.fill({ hosts: "a.example.com\nb.example.com\nc.example.com", clients: "alice" });
  await generator.unfold(2, 0);
  const host = generator.element.getByLabel("Host in the commands");
  await expect(host.locator("option")).toHaveText(["a.example.com", "b.example.com", "c.example.com"]);
  const commands = generator.snippet("prove-context").locator("code");
  await expect(commands).toHaveText("docker --context a.example.com version\n");
  await host.selectOption("b.example.com");
  await expect(commands).toHaveText("docker --context b.example.com version\n");
  await expect(generator.snippet("copy-server").locator("code")).toContainText("c.example.com");
  await generator.fill({ hosts: "new.example.com\na.example.com\nb.example.com" });
  await expect(commands).toHaveText("docker --context b.example.com version\n");
  await generator.fill({ hosts: "a.example.com\nc.example.com" });
  await expect(commands).toHaveText("docker --context a.example.com version\n");
  await generator.fill({ hosts: "a.example.com" });
  await expect(host).toBeHidden();
});

test("Portainer's card has every host, and a job's card says where its secrets are kept", async ({ generator }) => {
  await generator.open();
  await generator.fill({ hosts: "a.example.com\nb.example.com", clients: "web kind=portainer\ndeploy kind=ci" });
  await generator.unfold(0, 0);
  for (const url of ["a.example.com:2376", "b.example.com:2376"]) await expect(generator.snippet("client-portainer").locator("code")).toContainText(url);
  await generator.unfold(0, 1);
  await expect(generator.snippet("client-ci")).toBeVisible();
  for (const words of ["type File", "protected", "cannot be masked"]) await expect(generator.snippet("client-ci").locator("p").first()).toContainText(words);
  await expect(generator.snippet("client-ci").locator("code")).toContainText('DOCKER_CERT_PATH="$HOME/.docker/deploy-client"');
});

test("alternatives are tabs that arrow keys move through, and typing does not change the chosen one", async ({ generator, page }) => {
  await generator.open("hosts=docker.example.com");
  await generator.unfold();
  const tabs = generator.element.getByRole("tablist", { name: "Connect" }).getByRole("tab");
  await tabs.first().focus();
  await page.keyboard.press("ArrowRight");
  await expect(tabs.nth(1)).toBeFocused();
  await expect(tabs.nth(1)).toHaveAttribute("aria-selected", "true");
  await expect(generator.snippet("client-context-import")).toBeVisible();
  await expect(generator.snippet("client-context")).toBeHidden();
  await page.keyboard.press("End");
  await expect(generator.snippet("client-curl")).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(tabs.first()).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await generator.fill({ hosts: "other.example.com" });
  await expect(generator.snippet("client-curl").locator("code")).toContainText("other.example.com:2376");
  await expect(generator.snippet("client-curl")).toBeVisible();
});

test("every snippet has a title, a reason and a copy button that copies it to the byte", async ({ generator, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await generator.open("hosts=docker.example.com&allowedSources=192.0.2.0/24");
  await generator.unfold();
  for (const tab of await generator.element.getByRole("tab").all()) {
    await tab.click();
    const panel = generator.element.locator(`#${await tab.getAttribute("aria-controls")}`);
    await expect(panel.locator("p").first()).not.toBeEmpty();
    await panel.locator('[data-action="copy"]').click();
    await expect(panel.locator('[data-action="copy"]')).toHaveText("Copied");
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await panel.locator("code").textContent());
  }
  const copies = generator.element.locator("[data-snippet] [data-action=copy]");
  expect(await copies.count()).toBe(await generator.element.locator("[data-snippet]").count());
});

test("what to do when it does not work stands beside the script, and where there is no script, beside the restart", async ({ generator }) => {
  await generator.open("hosts=docker.example.com");
  await generator.machine("host").locator('[data-action="open-row"]').click();
  await expect(generator.snippet("diagnose")).toBeHidden();
  await generator.element.locator('[data-fold="search"] > summary').click();
  await expect(generator.snippet("diagnose")).toBeVisible();
  await expect(generator.snippet("place-server")).toBeHidden();
  await expect(generator.snippet("diagnose")).toHaveCount(1);
  await generator.fill({ platform: "proxy" });
  await expect(generator.element.locator('[data-fold="search"]')).toHaveCount(0);
  await expect(generator.snippet("diagnose")).toBeVisible();
});

test("a card says whose steps it has and how many, and each step where it is done, by mark and word", async ({ generator }) => {
  await generator.open("hosts=a.example.com%0Ab.example.com&clients=alice%0Anas+kind%3Dportainer");
  await generator.unfold(1, 0);
  const line = (role: string) => generator.element.locator(`.guide.${role} > .line`);
  const marks = (role: string) => generator.element.locator(`.guide.${role} .steps > li:not(.aside) .where`).evaluateAll((places) => places.map((place) => [place.querySelector("svg")!.classList[1], place.textContent]));
  await expect(line("host")).toHaveText("3 steps for b.example.com");
  expect(await marks("host")).toEqual([
    ["desk", "on your own computer"],
    ["host", "on the Docker host · b.example.com"],
    ["host", "on the Docker host · b.example.com"],
  ]);
  await expect(line("client")).toHaveText("2 steps for alice");
  expect(await marks("client")).toEqual([
    ["client", "on the computer that connects · alice"],
    ["client", "on the computer that connects · alice"],
  ]);
  // The numbers of a card begin at its own first step, so as many are seen as it says.
  for (const [role, count] of [["host", 3], ["client", 2]] as const) await expect(generator.element.locator(`.guide.${role} .steps > li:not(.aside)`)).toHaveCount(count);
  await generator.field("locale").selectOption("zh-CN");
  await expect(line("host")).toHaveText("b.example.com：共 3 个步骤");
});

test("copying works on plain http, where there is no clipboard API", async ({ generator, page, site }) => {
  await generator.open("hosts=docker.example.com", site.url.replace("127.0.0.1", "plain.test"));
  expect(await page.evaluate(() => isSecureContext || navigator.clipboard)).toBeFalsy();
  await generator.unfold();
  await generator.openLists("clients");
  const copied = await generator.text("restart");
  await generator.snippet("restart").locator('[data-action="copy"]').click();
  await expect(generator.snippet("restart").locator('[data-action="copy"]')).toHaveText("Copied");
  await expect(generator.snippet("restart").locator('[data-action="copy"]')).toBeFocused();
  await generator.field("clients").fill("");
  await generator.field("clients").press("Control+V");
  await expect(generator.field("clients")).toHaveValue(copied);
});
