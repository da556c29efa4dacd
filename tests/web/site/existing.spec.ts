import { readFileSync } from "node:fs";
import path from "node:path";

import { expect, test } from "../page";

const FILE = '{\n  "log-driver": "local",\n  "hosts": ["tcp://0.0.0.0:2375"]\n}\n';

test("a pasted daemon.json is merged, its dangers are said, and what changes is shown", async ({ generator }) => {
  await generator.open("hosts=docker.example.com&platform=systemd-daemon-json");
  await generator.fill({ daemonJson: FILE });
  const merged = await generator.text("daemon-json");
  expect(JSON.parse(merged)).toMatchObject({ "log-driver": "local", tlsverify: true, hosts: ["fd://", "tcp://0.0.0.0:2376"] });
  await expect(generator.problem("daemonJson", "address-plain")).toContainText("so tcp://0.0.0.0:2375 is closed");
  const changes = generator.snippet("daemon-json").locator(".changes");
  await expect(changes.locator("del")).toHaveText(['-   "hosts": ["tcp://0.0.0.0:2375"]']);
  await expect(changes.locator("ins").first()).toHaveText('+   "hosts": ["fd://", "tcp://0.0.0.0:2376"],');
  // Taken together, what stays and what comes is the new file.
  const shown = await changes.locator("code").evaluate((code) => {
    const copy = code.cloneNode(true) as HTMLElement;
    copy.querySelectorAll("del").forEach((gone) => gone.remove());
    return copy.textContent!.split("\n").map((line) => line.slice(2));
  });
  expect(shown.filter((line) => line !== "").join("\n")).toBe(merged.trim());

  await generator.fill({ daemonJson: "{ // ours\n}" });
  await expect(generator.problem("daemonJson", "json-comment")).toBeVisible();
  await expect(generator.field("daemonJson")).toHaveAttribute("aria-invalid", "true");
  await generator.fill({ daemonJson: "" });
  await expect(changes).toBeHidden();
});

test("a pasted unit gives the drop-in its program and options", async ({ generator }) => {
  await generator.open("hosts=docker.example.com");
  await generator.fill({ execStart: "[Service]\nExecStart=/opt/dockerd -H fd:// \\\n  --debug $OPTIONS\n" });
  await expect(generator.snippet("systemd-drop-in").locator(".code code")).toContainText("ExecStart=/opt/dockerd --debug $OPTIONS -H fd:// -H tcp://0.0.0.0:2376 --tlsverify");
  const changes = generator.snippet("systemd-drop-in").locator(".changes");
  await expect(changes.locator("ins").first()).toHaveText("-H");
  await expect(changes.locator("del")).toHaveCount(0);
  // Neither does the last word change.
  await expect(changes.locator("ins", { hasText: "$OPTIONS" })).toHaveCount(0);
  await generator.fill({ platform: "rootless", execStart: "/usr/bin/dockerd-rootless.sh" });
  await expect(changes.locator("ins").first()).toHaveText("-H");
  await expect(changes.locator("del")).toHaveCount(0);
});

test("what a pasted unit has in variables and switches off is said", async ({ generator }) => {
  await generator.open("hosts=docker.example.com");
  await generator.fill({ execStart: "[Service]\nEnvironmentFile=-/etc/default/docker\nExecStart=/usr/sbin/dockerd -H fd:// --tlsverify=false $DOCKER_OPTS\n" });
  await expect(generator.problem("execStart", "flag-lets-everybody-in")).toContainText("--tlsverify=false lets in everybody");
  await expect(generator.problem("execStart", "variable-from-file")).toContainText("The value of $DOCKER_OPTS is in /etc/default/docker on the host.");
  await expect(generator.snippet("systemd-drop-in").locator(".code code")).not.toContainText("false");
  await generator.fill({ execStart: '[Service]\nEnvironment="OPTIONS=-H tcp://0.0.0.0:2375"\nExecStart=/usr/sbin/dockerd -H fd:// $OPTIONS\n' });
  await expect(generator.problem("execStart", "variable-has-options")).toContainText("OPTIONS=-H tcp://0.0.0.0:2375");
  await expect(generator.field("execStart")).toHaveAttribute("aria-invalid", "true");
});

test("where no daemon.json is delivered, a pasted one is only checked, and the way to one is said by its name in the list", async ({ generator }) => {
  await generator.open("hosts=docker.example.com");
  await generator.fill({ daemonJson: '{ "tlsverify": false }' });
  const conflict = generator.problem("daemonJson", "daemon-json-conflicts");
  const name = (await generator.field("platform").locator('option[value="systemd-daemon-json"]').textContent())!;
  await expect(conflict).toContainText(`choose “${name}” above`);
  await expect(generator.problem("daemonJson", "daemon-json-lets-everybody-in")).toHaveCount(0);
  await generator.fill({ daemonJson: '{ "live-restore": true }' });
  await expect(conflict).toHaveCount(0);
  await expect(generator.problem("daemonJson", "daemon-json-only-checked")).toContainText("each host keeps its own");
  await generator.fill({ platform: "systemd-daemon-json" });
  await expect(generator.problem("daemonJson", "daemon-json-only-checked")).toHaveCount(0);
});

test("a file that is dropped on the field is read", async ({ generator, page }) => {
  await generator.open("hosts=docker.example.com&platform=openrc");
  await generator.openOptions();
  const files = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "daemon.json", { type: "application/json" }));
    return transfer;
  }, FILE);
  await generator.field("daemonJson").dispatchEvent("drop", { dataTransfer: files });
  await expect(generator.field("daemonJson")).toHaveValue(FILE);
  await expect(generator.snippet("daemon-json").locator(".code code")).toContainText('"log-driver": "local"');
});

test("what a host has is in no link and is not read from one", async ({ generator, page }) => {
  await generator.open(`hosts=docker.example.com&daemonJson=${encodeURIComponent(FILE)}`);
  await expect(generator.field("daemonJson")).toHaveValue("");
  await generator.fill({ platform: "systemd-daemon-json", daemonJson: FILE, execStart: "/usr/bin/dockerd" });
  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text: string) => void ((window as { copied?: string }).copied = text) } }));
  await generator.action("copy-link").click();
  const copied = await page.evaluate(() => (window as { copied?: string }).copied!);
  expect(copied).toContain("platform=systemd-daemon-json");
  expect(copied).not.toMatch(/daemonJson|execStart|log-driver|dockerd/);
});

test("without known sources, the firewall's step says so in prose and takes them where they are missed", async ({ generator }) => {
  await generator.open("hosts=docker.example.com&platform=rootless");
  await generator.unfold();
  const step = generator.element.locator(".steps > li").filter({ hasText: "Open the port to known addresses only" });
  await expect(step).toContainText("Open port 2376 only to the addresses of your clients");
  await expect(step.locator("pre, [data-action=copy], [role=tablist]")).toHaveCount(0);
  const input = step.getByLabel("Addresses that may connect");
  await input.fill("office");
  await input.press("Enter");
  await expect(step.locator('[data-problem="allowedSources"][data-code="source-is-name"]')).toBeVisible();
  await expect(generator.element.locator("details.more")).not.toHaveAttribute("open");
  await input.fill("192.0.2.0/24 2001:db8::/64");
  const { y } = (await input.boundingBox())!;
  await input.press("Enter");
  await expect(step.locator("[data-snippet=ufw] code")).toContainText("2001:db8::/64");
  // The reader is where he was.
  const tab = step.getByRole("tab", { selected: true });
  await expect(tab).toBeFocused();
  await expect.poll(async () => Math.abs((await tab.boundingBox())!.y - y)).toBeLessThan(24);
  await expect(tab).toBeInViewport();
  await expect(input).toHaveCount(0);
  await expect(generator.field("allowedSources")).toHaveValue("192.0.2.0/24 2001:db8::/64");
});

test("known sources that are filled in at the firewall's step go to the script, and their rules to what is done by hand", async ({ generator }) => {
  await generator.open("hosts=docker.example.com");
  await generator.unfold();
  const install = generator.snippet("install-server");
  await expect(install.locator("code")).toContainText(/install\.sh\s*$/);
  const input = generator.element.locator(".steps > li").filter({ hasText: "Open the port to known addresses only" }).getByLabel("Addresses that may connect");
  await input.fill("192.0.2.0/24 2001:db8::/64");
  await input.press("Enter");
  await expect(install.locator("code")).toContainText("install.sh --allow 192.0.2.0/24 2001:db8::/64");
  await expect(install.locator("button")).toBeFocused();
  await expect(install.locator("button")).toBeInViewport();
  await expect(generator.element.locator('[data-fold="hand"]').first().locator("[data-snippet=ufw] code")).toContainText("2001:db8::/64");
  await expect(input).toHaveCount(0);
});

test("a platform that was not tried says so with its source, and one that was does not", async ({ generator }) => {
  await generator.open("hosts=docker.example.com");
  await expect(generator.element.locator(".untried")).toBeEmpty();
  await generator.fill({ platform: "windows", allowedSources: "192.0.2.0/24" });
  await expect(generator.element.locator(".untried")).toContainText("Not tried on a real system of this kind. Based on: learn.microsoft.com");
  await expect(generator.snippet("install-ps1").locator("code")).toContainText("Restart-Service");
  await expect(generator.snippet("windows-firewall")).toHaveCount(1);
  await generator.fill({ platform: "sysv" });
  await expect(generator.element.locator(".untried")).toBeEmpty();
});

test("each step says where it is done, and each block of commands what one should see", async ({ generator }) => {
  await generator.open("hosts=docker.example.com&allowedSources=192.0.2.0/24");
  // Its use begins elsewhere: a search for a fault.
  const without = ["diagnose"];
  for (const platform of await generator.field("platform").locator("option").evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value))) {
    await generator.fill({ platform });
    // What is drawn, all at once: hundreds of questions, one after the other, take a loaded machine minutes.
    const { steps, blocks } = await generator.element.evaluate((element) => {
      const all = <Part>(selector: string, part: (found: HTMLElement) => Part) => [...element.shadowRoot!.querySelectorAll<HTMLElement>(selector)].map(part);
      const text = (found: HTMLElement, selector: string) => found.querySelector(selector)?.textContent ?? "";
      return {
        steps: all(".steps > li", (step) => step.textContent ?? ""),
        blocks: all("[data-snippet]:has(.code:is(.sh, .powershell))", (block) => ({ id: block.dataset.snippet!, place: text(block, ".place"), see: text(block, ".see") })),
      };
    });
    expect(steps.length, platform).toBeGreaterThan(3);
    expect(blocks.length, platform).toBeGreaterThan(3);
    for (const step of steps.slice(0, -1)) expect(step, platform).toMatch(/on (your own|the) (computer|Docker host)/);
    for (const { id, place, see } of blocks) {
      if (!place.startsWith("File ") && !without.includes(id)) expect(see, `${platform} ${id}`).toMatch(/^You should see ?./);
    }
  }
});

test("the script and the commands by hand are two ways of one step, and each block stands where it belongs", async ({ generator }) => {
  await generator.open("hosts=docker.example.com");
  const step = generator.element.locator(".steps > li").filter({ hasText: "Set up the host" });
  await expect(step.getByRole("heading", { level: 4 })).toHaveCount(0);
  await expect(step.locator(".fold > summary")).toHaveText(["You see something else?", "By hand"]);
  await generator.unfold();
  await expect(step.getByRole("heading", { level: 4 })).toHaveText(["1. Put the certificates in place", "2. Configure the daemon", "3. Apply the configuration"]);
  expect(await generator.text("install-server")).toContain("install.sh");
  expect(await generator.text("systemd-drop-in")).toContain("[Service]");
  expect(await generator.text("restart")).toContain("systemctl restart docker");
  await expect(generator.snippet("restart").locator(".see")).toHaveText("You should see active at the end.");
  await generator.fill({ platform: "windows" });
  await expect(step).toHaveCount(0);
});

test("a file in UTF-16 is read, one in no Unicode and one that was pasted from UTF-16 are named", async ({ generator, page }) => {
  await generator.open("hosts=docker.example.com&platform=windows");
  await generator.openOptions();
  const drop = async (octets: readonly number[]) => {
    const files = await page.evaluateHandle((octets) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(octets)], "daemon.json"));
      return transfer;
    }, octets);
    await generator.field("daemonJson").dispatchEvent("drop", { dataTransfer: files });
  };
  const little = [...readFileSync(path.resolve(__dirname, "../../field/27-utf16.json"))];
  const big = little.flatMap((_, index) => (index % 2 ? [] : [little[index + 1]!, little[index]!]));
  for (const octets of [little, big]) {
    await generator.fill({ daemonJson: "" });
    await drop(octets);
    await expect(generator.snippet("daemon-json").locator(".code code")).toContainText('"group": "docker"');
    await expect(generator.problem("daemonJson", "json-byte-order-mark")).toBeVisible();
    await expect(generator.problem("daemonJson", "json-not-utf8")).toHaveCount(0);
  }
  // One text in GB 18030, and one as a terminal shows UTF-16.
  await drop([...Buffer.from('{ "labels": ["a='), 0xd6, 0xd0, ...Buffer.from('"] }')]);
  await expect(generator.problem("daemonJson", "json-not-utf8")).toContainText("Save it as UTF-8");
  await generator.fill({ daemonJson: '{\0"\0d\0e\0b\0u\0g\0"\0' });
  await expect(generator.problem("daemonJson", "json-not-utf8")).toBeVisible();
  // More than a file may have is not cut to what fits.
  await drop([0xff, 0xfe, ...Buffer.from("{ }".padEnd(69_000), "utf16le")]);
  await expect(generator.problem("daemonJson", "field-too-long")).toBeVisible();
});

test("a host has a daemon.json and a unit of its own, which go with it, and into no link", async ({ generator, page }) => {
  await generator.open();
  await generator.fill({ hosts: "a.example.com\nb.example.com\nc.example.com", platform: "systemd-daemon-json", daemonJson: '{ "mtu": 1400 }' });
  const file = generator.snippet("daemon-json").locator(".code code");
  const open = async (name: string) => {
    const button = generator.machine("host", name).locator('[data-action="open-row"]');
    if ((await button.getAttribute("aria-expanded")) === "false") await button.click();
    await generator.drawn();
  };
  const own = generator.field("hostDaemonJson");
  await open("b.example.com");
  await generator.element.getByText("What this host already has, if it differs").click();
  await own.fill('{ "mtu": 1111 }');
  await generator.drawn();
  await expect(file).toContainText("1111");
  await open("a.example.com");
  await expect(file).toContainText("1400");
  await expect(own).toHaveValue("");
  await open("b.example.com");
  await expect(own).toHaveValue('{ "mtu": 1111 }');
  await expect(own).toBeVisible();

  // It goes with the host when that is called otherwise, and stays its own while another one comes before it.
  await generator.input("host", 1).fill("build2.example.com");
  await generator.input("host", 0).fill("build2.example.org");
  await generator.drawn();
  await expect(file).toContainText("1111");
  await expect(own).toHaveValue('{ "mtu": 1111 }');
  expect(await page.evaluate(() => location.href)).not.toMatch(/mtu|1111/i);

  // What is wrong in it stands there while the row is open, and at the row while it is closed.
  await own.fill('{ "mtu" }');
  await generator.drawn();
  const problem = generator.problem("hostDaemonJson");
  await expect(problem).toHaveCount(1);
  await expect(generator.element.locator(".own").locator('[data-problem="hostDaemonJson"]')).toBeVisible();
  await generator.machine("host", "build2.example.com").locator('[data-action="open-row"]').click();
  await expect(generator.machine("host", "build2.example.com").locator('[data-problem="hostDaemonJson"]')).toContainText("daemon.json of this host");
  await expect(problem).toHaveCount(1);
  await generator.action("issue").click();
  await expect(own).toBeFocused();
  await own.fill('{ "mtu": 1111 }');
  await generator.issue();
  await generator.reaches("issued");
});

test("a host that has none says so in its row, and what is pasted for all is not for it", async ({ generator }) => {
  await generator.open();
  await generator.fill({ hosts: "a.example.com\nb.example.com", platform: "systemd-daemon-json" });
  const file = generator.snippet("daemon-json").locator(".code code");
  const own = generator.field("hostDaemonJson");
  const none = generator.element.getByLabel("This host has no daemon.json");
  const open = (place: number) => generator.machine("host").nth(place).locator('[data-action="open-row"]').click();
  await open(0);
  await generator.element.getByText("What this host already has, if it differs").click();
  await expect(own).toBeVisible();
  // Without one for all there is nothing to say.
  await expect(none).toBeHidden();
  await generator.fill({ daemonJson: '{ "mtu": 1400 }' });
  await expect(file).toContainText("1400");
  await none.check();
  await expect(file).not.toContainText("mtu");
  await expect(generator.element.getByLabel("This host has the unit of its package")).toBeHidden();
  await open(1);
  await expect(file).toContainText("1400");
  await open(0);
  await expect(none).toBeChecked();
  await expect(file).not.toContainText("mtu");
  // Whoever pastes one has one.
  await own.fill('{ "mtu": 1111 }');
  await expect(file).toContainText("1111");
  await expect(none).toBeHidden();
  await own.fill("");
  await expect(file).toContainText("1400");
  await expect(none).not.toBeChecked();
  await none.check();
  await expect(file).not.toContainText("mtu");
  await none.uncheck();
  await expect(file).toContainText("1400");
});

test("what was pasted for a host goes with its row, comes back with it, and is not for another one that is called so later", async ({ generator }) => {
  await generator.open();
  await generator.fill({ hosts: "a.example.com\nb.example.com\nc.example.com", platform: "systemd-daemon-json" });
  const file = generator.snippet("daemon-json").locator(".code code");
  const own = generator.field("hostDaemonJson");
  const open = async (name: string) => {
    await generator.machine("host", name).locator('[data-action="open-row"]').click();
    await generator.drawn();
  };
  await open("b.example.com");
  await generator.element.getByText("What this host already has, if it differs").click();
  await own.fill('{ "mtu": 1111 }');
  await expect(file).toContainText("1111");
  await generator.machine("host", "b.example.com").locator("[data-action=remove-row]").click();
  await generator.action("undo-remove").click();
  await open("b.example.com");
  await expect(own).toHaveValue('{ "mtu": 1111 }');
  await expect(file).toContainText("1111");
  await generator.machine("host", "b.example.com").locator("[data-action=remove-row]").click();
  await generator.action("add-host").click();
  await generator.input("host", 2).fill("b.example.com");
  await open("b.example.com");
  await expect(file).toContainText("tlsverify");
  await expect(file).not.toContainText("mtu");
  await expect(own).toHaveValue("");

  // In the list, lines may be put elsewhere until it is left.
  await generator.element.locator("details.own > summary").click();
  await own.fill('{ "mtu": 2222 }');
  await generator.openLists("hosts");
  await generator.field("hosts").fill("a.example.com");
  await generator.field("hosts").fill("b.example.com\na.example.com");
  await generator.field("hosts").blur();
  await open("b.example.com");
  await expect(own).toHaveValue('{ "mtu": 2222 }');
  await generator.field("hosts").fill("a.example.com");
  await generator.field("hosts").blur();
  await generator.field("hosts").fill("a.example.com\nb.example.com");
  await open("b.example.com");
  await expect(own).toHaveValue("");
  await expect(file).not.toContainText("mtu");
});
