// The sheet: machines as rows, which are a view of the lists' texts.

import { readList, withEntry, withoutEntry, writeList } from "../../../www/draft/machines";
import { expect, expectNothingByAxe, Generator, test } from "../page";

const HOSTS = ["build1.corp.example 192.0.2.11", "build2.corp.example 192.0.2.12", "build3.corp.example"];

test("a list that is read and written is the same to the letter, whatever stands between its machines", () => {
  const parts = ["a.example.com", "192.0.2.1", " ", "\n", "\r\n", ";", ",", "，", "、", "；", "#", "# a # comment", "#1", "CN=alice, O=x", "\t", "\u3000"];
  let seed = 1;
  const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  // One expectation for all: each costs a millisecond.
  const wrong: string[] = [];
  for (let round = 0; round < 2000; round++) {
    const text = Array.from({ length: random(9) }, () => parts[random(parts.length)]!).join("");
    for (const role of ["host", "client"] as const) {
      const list = readList(text, role);
      const names = list.entries.map(({ text }) => text);
      const holds = [
        writeList(list) === text,
        names.every((name) => name.trim() === name && name !== "" && !/[\n;；]/u.test(name)),
        // One machine less is one machine less, and another text stands where it was put.
        names.every((_, index) => JSON.stringify(readList(writeList(withoutEntry(list, index)), role).entries.map(({ text }) => text)) === JSON.stringify(names.filter((_, at) => at !== index))),
        names.every((_, index) => readList(writeList(withEntry(list, index, "other.example.com")), role).entries[index]!.text === "other.example.com"),
      ];
      if (holds.includes(false)) wrong.push(`${JSON.stringify(text)} as ${role}: ${holds.join(" ")}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("a row is typed, the return key goes on to the next, and the list's text says the same", async ({ generator, page }) => {
  await generator.open();
  await generator.input("host").click();
  await page.keyboard.type(HOSTS[0]!);
  await page.keyboard.press("Enter");
  await page.keyboard.type(HOSTS[1]!);
  await page.keyboard.press("Enter");
  await page.keyboard.type(HOSTS[2]!);
  await expect(generator.field("hosts")).toHaveValue(HOSTS.join("\n"));
  await expect(generator.element.locator(".count")).toHaveText("3 hosts · 1 client");
  for (const host of HOSTS) await expect(generator.machine("host", host.split(" ")[0])).toBeVisible();
  await generator.issue();
  for (const host of HOSTS) await expect(generator.machine("host", host.split(" ")[0]).locator("[data-bundle$='.zip']")).toHaveAttribute("download", `${host.split(" ")[0]}-server.zip`);
  await expect(generator.machine("client", "client").locator("[data-bundle$='.zip']")).toBeVisible();
  await expect(generator.machine("ca").locator("[data-bundle='ca.zip']")).toBeVisible();
  await expect(generator.machine("host").first().locator(".until")).toHaveText(/^until \d{4}-\d\d-\d\d$/);
});

test("what is typed in the list shows in the rows, and the other way round", async ({ generator }) => {
  await generator.open();
  await generator.action("list-hosts").click();
  await expect(generator.field("hosts")).toBeFocused();
  await generator.field("hosts").fill("# the first rack\na.example.com 192.0.2.1 # upstairs\n\nb.example.com; c.example.com\n");
  await expect(generator.machine("host")).toHaveCount(3);
  await generator.input("host", 1).fill("b2.example.com 192.0.2.2");
  await expect(generator.field("hosts")).toHaveValue("# the first rack\na.example.com 192.0.2.1 # upstairs\n\nb2.example.com 192.0.2.2; c.example.com\n");
  await generator.action("list-hosts").click();
  await expect(generator.field("hosts")).toBeHidden();
  await expect(generator.input("host", 1)).toHaveValue("b2.example.com 192.0.2.2");
});

test("a list that is pasted into a row becomes rows", async ({ generator, page }) => {
  await generator.open();
  const paste = async (text: string) => {
    const data = await page.evaluateHandle((text) => {
      const data = new DataTransfer();
      data.setData("text", text);
      return data;
    }, text);
    await generator.input("host").evaluate((input, clipboardData) => void input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true })), data);
  };
  await paste(`${HOSTS.join("\r\n")}\r\n`);
  await expect(generator.machine("host")).toHaveCount(3);
  await expect(generator.input("host", 2)).toHaveValue("build3.corp.example");
  await expect(generator.input("host", 2)).toBeFocused();
  await expect(generator.element.locator(".count")).toHaveText("3 hosts · 1 client");
  await generator.drawn();
  await expect(generator.problem("hosts")).toHaveCount(0);
});

test("several machines typed into one row become rows when it is left", async ({ generator, page }) => {
  await generator.open();
  await generator.input("client").fill("alice, bob; carol");
  await expect(generator.machine("client")).toHaveCount(1);
  await page.keyboard.press("Tab");
  await expect(generator.machine("client")).toHaveCount(3);
  await expect(generator.input("client", 1)).toHaveValue("bob");
  await expect(generator.field("clients")).toHaveValue("alice, bob; carol");
});

test("a problem stands at its row, and in the list with its line while that is open", async ({ generator }) => {
  await generator.open();
  await generator.put("hosts", "a.example.com\n0.0.0.0\nb.example.com");
  const second = generator.machine("host").nth(1);
  await expect(second.locator('[data-problem="hosts"][data-code="host-unspecified"]')).toHaveText(/^Nobody can connect/);
  await expect(generator.input("host", 1)).toHaveAttribute("aria-invalid", "true");
  await expect(generator.input("host", 1)).toHaveAccessibleDescription(/Nobody can connect/);
  await expect(generator.input("host", 0)).not.toHaveAttribute("aria-invalid");
  await generator.action("list-hosts").click();
  await expect(generator.problem("hosts")).toHaveText(/^Line 2: Nobody can connect/);
  await generator.action("issue").click();
  await expect(generator.field("hosts")).toBeFocused();
  await generator.action("list-hosts").click();
  await generator.action("issue").click();
  await expect(generator.input("host", 1)).toBeFocused();
});

test("of two machines in one line, the wrong one is marked", async ({ generator }) => {
  await generator.open();
  await generator.put("hosts", "a.example.com; 0.0.0.0; b.example.com");
  await expect(generator.machine("host").nth(1).locator("[data-problem]")).toHaveCount(1);
  await expect(generator.problem("hosts")).toHaveCount(1);
});

test("what is wrong is told when the row is left", async ({ generator, page }) => {
  await generator.open();
  await generator.input("host").fill("docker.example.com:2376");
  const status = generator.element.locator(".offscreen[role=status]");
  await expect(status).toHaveText("");
  await page.keyboard.press("Tab");
  await expect(status).toHaveText(/has a port/);
});

test("the same machine twice is a problem at its second row, and goes with it", async ({ generator }) => {
  await generator.open();
  await generator.put("hosts", "a.example.com\na.example.com");
  await expect(generator.machine("host").nth(1).locator('[data-code="host-twice"]')).toHaveText("a.example.com is already the host in line 1. Remove one of them; all names of one host belong on one line.");
  await expect(generator.problem("hosts")).toHaveCount(1);
  await generator.machine("host").nth(1).locator("[data-action=remove-row]").click();
  await expect(generator.problem("hosts")).toHaveCount(0);
  await expect(generator.field("hosts")).toHaveValue("a.example.com");
});

test("the name that the page has put there gives way to the one that is typed after a click, and no other name does", async ({ generator, page }) => {
  await generator.open();
  await expect(generator.input("client")).toHaveValue("client");
  await generator.input("client").click();
  await page.keyboard.type("alice");
  await expect(generator.field("clients")).toHaveValue("alice");
  await generator.input("host").click();
  await generator.input("client").click();
  await page.keyboard.press("End");
  await page.keyboard.type("2");
  await expect(generator.field("clients")).toHaveValue("alice2");
});

test("names from the address come with a word about keys that were made for them before, until new ones are made", async ({ generator, page }) => {
  await generator.open();
  const notice = generator.element.locator('[data-notice="fromAddress"]');
  await generator.fill({ hosts: "docker.example.com", clients: "alice" });
  await expect.poll(() => page.url()).toContain("alice");
  await expect(notice).toHaveCount(0);
  await page.reload();
  await generator.reaches("ready");
  await expect(notice).toContainText("If you have made keys for them before, choose “Open ca.zip”");
  await generator.issue();
  await expect(notice).toHaveCount(0);
});

test("files belong to old settings after an edit, which their row says, and not by a look behind another door", async ({ generator }) => {
  await generator.open();
  await generator.fill({ hosts: "a.example.com\nb.example.com", clients: "alice" });
  await generator.issue();
  const outdated = generator.element.locator(".result > .warning");
  await generator.action("door-continue").click();
  await expect(generator.action("open-authority")).toBeVisible();
  await expect(outdated).toBeHidden();
  await generator.action("door-setup").click();
  const until = (place: number) => generator.machine("host").nth(place).locator(".until");
  await expect(until(0)).toHaveText(/^until/);
  await expect(outdated).toBeHidden();
  await generator.input("host", 0).fill("a.example.com 192.0.2.7");
  await expect(outdated).toContainText("download these first, then choose “Open ca.zip”");
  await expect(until(0)).toHaveText("changed since");
  await expect(until(1)).toHaveText(/^until/);
});

test("a host that systemd does not start is not asked for its unit", async ({ generator }) => {
  await generator.open();
  await generator.fill({ hosts: "a.example.com\nb.example.com platform=openrc", clients: "alice" });
  for (const [place, count] of [[0, 1], [1, 0]] as const) {
    await generator.machine("host").nth(place).locator("[data-action=open-row]").click();
    await generator.element.locator(".hosts details.own > summary").click();
    await expect(generator.field("hostDaemonJson")).toBeVisible();
    await expect(generator.field("hostExecStart").filter({ visible: true })).toHaveCount(count);
  }
});

test("a removed row can be brought back, until something else is typed", async ({ generator }) => {
  await generator.open();
  await generator.put("hosts", HOSTS.join("\n"));
  await generator.machine("host").nth(1).locator("[data-action=remove-row]").click();
  await expect(generator.field("hosts")).toHaveValue([HOSTS[0], HOSTS[2]].join("\n"));
  await expect(generator.input("host", 1)).toBeFocused();
  await expect(generator.element.locator(".hosts .removed")).toContainText("Removed build2.corp.example.");
  await generator.action("undo-remove").click();
  await expect(generator.field("hosts")).toHaveValue(HOSTS.join("\n"));
  await expect(generator.input("host", 1)).toBeFocused();
  await expect(generator.action("undo-remove")).toHaveCount(0);
  await generator.machine("host").nth(0).locator("[data-action=remove-row]").click();
  await generator.input("host", 0).fill("other.example.com");
  await expect(generator.action("undo-remove")).toHaveCount(0);
});

test("when the last row is removed, an empty one is there, and the sheet says what is missing", async ({ generator }) => {
  await generator.open("hosts=a.example.com");
  await generator.machine("client").locator("[data-action=remove-row]").click();
  await expect(generator.input("client")).toHaveValue("");
  await expect(generator.machine("client").locator('[data-code="required"]')).toBeVisible();
  await generator.action("issue").click();
  await expect(generator.input("client")).toBeFocused();
});

test("an open row is a card for this machine, and the chosen host and client are those of its commands", async ({ generator }) => {
  await generator.open();
  await generator.put("hosts", HOSTS.join("\n"));
  await generator.put("clients", "alice\nbob");
  await expect(generator.element.locator(".card:visible")).toHaveCount(0);
  await generator.machine("host").nth(1).locator("[data-action=open-row]").click();
  await expect(generator.machine("host").nth(1).locator(".card")).toBeVisible();
  await expect(generator.snippet("copy-server")).toContainText("build2.corp.example");
  await expect(generator.snippet("client-context")).toBeHidden();
  await generator.machine("client").nth(1).locator("[data-action=open-row]").click();
  await expect(generator.snippet("client-context")).toContainText("bob-client");
  await expect(generator.element.getByLabel("Host in the commands").locator("option")).toHaveCount(3);
  // Only one host is open at a time; the card goes with it.
  await generator.machine("host").nth(2).locator("[data-action=open-row]").click();
  await expect(generator.machine("host").nth(1).locator("[data-action=open-row]")).toHaveAttribute("aria-expanded", "false");
  await expect(generator.snippet("copy-server")).toContainText("build3.corp.example");
  // A row that is removed before it takes nothing from it.
  await generator.machine("host").nth(0).locator("[data-action=remove-row]").click();
  await expect(generator.machine("host").nth(1).locator(".card")).toBeVisible();
  await expect(generator.snippet("copy-server")).toContainText("build3.corp.example");
});

test("after one host and one client are issued, their cards are open", async ({ generator }) => {
  await generator.open("hosts=a.example.com");
  await generator.issue();
  await expect(generator.snippet("copy-server")).toBeVisible();
  await expect(generator.machine("client").locator(".card")).toBeVisible();
});

test("a passphrase is made for the CA and shown with its archive, and for the next CA another one", async ({ generator }) => {
  await generator.open("hosts=a.example.com");
  await expect(generator.field("caPassphrase")).toHaveValue("");
  await generator.action("issue").click();
  await generator.reaches("issued");
  const shown = generator.element.locator("[data-passphrase=made]");
  const first = await shown.textContent();
  expect(first).toMatch(/^[0-9a-z]+(-[0-9a-z]+){3}$/);
  await expect(generator.machine("ca")).toContainText("Put this away first");
  await generator.archives();
  await generator.action("copy-passphrase").click();
  await generator.action("issue").click();
  await expect(shown).not.toHaveText(first!);
  await generator.choosePassphrase("none");
  await expect(shown).toHaveCount(0);
  await expect(generator.element.locator(".result > .warning")).toBeVisible();
  await expect(generator.element.locator(".passphrase .warning")).toContainText("let anybody in, as root on every host");
});

test("a thousand hosts and a thousand clients are rows that are made as they are seen, and a key press shows in a frame", async ({ generator, page }) => {
  await generator.open();
  await generator.put("clients", Array.from({ length: 1000 }, (_, index) => `client-${index}`).join("\n"));
  await generator.put("hosts", Array.from({ length: 1000 }, (_, index) => `host-${index}.example.com`).join("\n"));
  await expect(generator.element.locator(".count")).toHaveText("1000 hosts · 1000 clients");
  expect(await generator.machine("host").count()).toBeLessThan(100);
  // What the rows themselves cost; what the core costs is told by the bench.
  const cost = await generator.input("host").evaluate((input: HTMLTextAreaElement) => {
    const times = Array.from({ length: 9 }, (_, index) => {
      const start = performance.now();
      input.value = `host-0.example.com 192.0.2.${index}`;
      input.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
      return performance.now() - start;
    });
    return times.sort((a, b) => a - b)[4]!;
  });
  expect(cost).toBeLessThan(16);
  const rows = generator.element.locator(".hosts .rows");
  while ((await generator.machine("host").count()) < 1000) {
    const before = await generator.machine("host").count();
    await rows.evaluate((rows) => (rows.scrollTop = rows.scrollHeight));
    await expect.poll(() => generator.machine("host").count()).toBeGreaterThan(before);
  }
  await expect(generator.input("host", 999)).toHaveValue("host-999.example.com");
  await generator.input("host", 999).fill("last.example.com:1");
  await expect(generator.machine("host").nth(999).locator('[data-code="host-has-port"]')).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(generator.machine("host")).toHaveCount(1001);
});

test("a problem whose row is not made yet stands below the rows, with its line", async ({ generator }) => {
  await generator.open();
  await generator.put("hosts", [...Array.from({ length: 300 }, (_, index) => `host-${index}.example.com`), "0.0.0.0"].join("\n"));
  await expect(generator.problem("hosts", "host-unspecified")).toHaveText(/^Line 301:/);
});

test("a paste of 100 000 lines is cut to what the field may have and said to be too long", async ({ generator }) => {
  await generator.open();
  await generator.put("hosts", Array.from({ length: 100_000 }, (_, index) => `${index}.example.com`).join("\n"));
  await expect(generator.problem("hosts", "field-too-long")).toBeVisible();
  expect(await generator.machine("host").count()).toBeLessThan(100);
  await generator.put("hosts", "a.example.com");
  await expect(generator.problem("hosts")).toHaveCount(0);
  await expect(generator.machine("host")).toHaveCount(1);
  // The same into a row.
  await generator.input("host").evaluate((input) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", Array.from({ length: 100_000 }, (_, index) => `${index}.example.com`).join("\n"));
    input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(generator.problem("hosts", "field-too-long")).toBeVisible();
  expect(await generator.machine("host").count()).toBeLessThan(300);
  await generator.put("hosts", "b.example.com");
  await expect(generator.problem("hosts")).toHaveCount(0);
});

test("what is typed is kept in the address, so that loading the page again loses nothing but secrets", async ({ generator, page }) => {
  await generator.open();
  const before = page.url();
  await generator.input("host").fill(HOSTS[0]!);
  await generator.fill({ organization: "Ä & Söhne", caPassphrase: "correct horse battery", daemonJson: '{ "debug": true }' });
  await expect.poll(() => new URLSearchParams(new URL(page.url()).hash.slice(1)).get("organization")).toBe("Ä & Söhne");
  expect([...new URLSearchParams(new URL(page.url()).hash.slice(1)).keys()].sort()).toEqual(["hosts", "organization"]);
  await page.reload();
  await generator.reaches("ready");
  await expect(generator.input("host")).toHaveValue(HOSTS[0]!);
  await expect(generator.field("organization")).toHaveValue("Ä & Söhne");
  await expect(generator.field("caPassphrase")).toHaveValue("");
  await generator.fill({ organization: "" });
  await generator.input("host").fill("");
  await expect.poll(() => page.url()).toBe(before);
});

test("Back leads from a door to the one before it with all that was typed, and nobody's key presses are in the history", async ({ generator, page }) => {
  await generator.open();
  const entries = () => page.evaluate(() => history.length);
  const before = await entries();
  await generator.input("host").click();
  await page.keyboard.type("docker.example.com 192.0.2.10");
  await generator.fill({ organization: "Example", daemonJson: '{ "mtu": 1400 }' });
  await expect.poll(() => page.url()).toContain("organization=Example");
  expect(await entries()).toBe(before);
  // What was typed a moment before the door is opened counts as well.
  await generator.input("client").fill("anna");
  await generator.action("door-continue").click();
  await expect(generator.element).toHaveAttribute("data-door", "continue");
  await expect.poll(() => page.url()).toMatch(/#door=continue$/);
  expect(await entries()).toBe(before + 1);
  await generator.action("door-request").click();
  await expect.poll(() => page.url()).toContain("door=request");
  await page.goBack();
  await expect(generator.element).toHaveAttribute("data-door", "continue");
  await page.goBack();
  await expect(generator.element).toHaveAttribute("data-door", "setup");
  await expect(generator.input("host")).toHaveValue("docker.example.com 192.0.2.10");
  await expect(generator.field("clients")).toHaveValue("anna");
  await expect(generator.field("daemonJson")).toHaveValue('{ "mtu": 1400 }');
  expect(new URLSearchParams(new URL(page.url()).hash.slice(1)).get("clients")).toBe("anna");
  await expect(generator.element.locator('[data-notice="linkIgnored"]')).toHaveCount(0);
  await page.goForward();
  await expect(generator.element).toHaveAttribute("data-door", "continue");
  // After loading again behind the door, only the address knows what was typed in front of it.
  await page.reload();
  await generator.reaches("ready");
  await expect(generator.element).toHaveAttribute("data-door", "continue");
  await page.goBack();
  await expect(generator.element).toHaveAttribute("data-door", "setup");
  await expect(generator.input("host")).toHaveValue("docker.example.com 192.0.2.10");
  await expect(generator.field("organization")).toHaveValue("Example");
  await expect(generator.field("daemonJson")).toHaveValue("");
  await generator.input("host").fill("other.example.com");
  await expect.poll(() => page.url()).toContain("other.example.com");
});

test("a link from outside is no entry to come back to, and Back while keys are made leaves them alone", async ({ generator, page }) => {
  await generator.open("hosts=a.example.com&keyAlgorithm=rsa-4096");
  await generator.action("door-continue").click();
  await generator.action("door-setup").click();
  await expect.poll(() => page.url()).not.toContain("door=");
  await page.evaluate(() => (location.hash = "door=request&hosts=evil.example.com"));
  await expect(generator.element.locator('[data-notice="linkIgnored"]')).toBeVisible();
  await expect(generator.element).toHaveAttribute("data-door", "setup");
  await page.goBack();
  await expect(generator.element).toHaveAttribute("data-door", "setup");
  await expect(generator.input("host")).toHaveValue("a.example.com");
  await page.goForward();
  await expect(generator.input("host")).toHaveValue("a.example.com");
  await expect(generator.element).toHaveAttribute("data-door", "setup");
  await page.goBack();
  await generator.choosePassphrase("none");
  await generator.action("issue").click();
  await page.goBack();
  await generator.reaches("issued");
  await expect(generator.element).toHaveAttribute("data-door", "setup");
  await expect(generator.bundle("a.example.com-server.zip")).toBeVisible();
});

test("a link that came later stays in the address, as the page says, whatever is typed then", async ({ generator, page }) => {
  await generator.open("hosts=a.example.com");
  await page.evaluate(() => (location.hash = "hosts=b.example.com"));
  await expect(generator.element.locator('[data-notice="linkIgnored"]')).toBeVisible();
  await generator.input("host").fill("c.example.com");
  await page.waitForTimeout(1000);
  expect(new URL(page.url()).hash).toBe("#hosts=b.example.com");
});

test("two tabs know nothing of each other", async ({ context, generator, page, site }) => {
  await generator.open("hosts=a.example.com");
  const other = new Generator(await context.newPage(), site);
  await other.open("hosts=b.example.com");
  await other.input("host").fill("c.example.com");
  await other.issue();
  await expect.poll(() => new URL(other.page.url()).hash).toBe("#hosts=c.example.com");
  expect(new URL(page.url()).hash).toBe("#hosts=a.example.com");
  await expect(generator.input("host")).toHaveValue("a.example.com");
  await generator.reaches("ready");
  await generator.issue();
});

test("a link of version 0.1.0 means what it meant", async ({ generator }) => {
  await generator.open("hosts=docker.example.com+192.0.2.10%3B+build.example.com&clients=alice%2C+bob&platform=openrc&serverDays=90&keyAlgorithm=ecdsa-p384");
  await expect(generator.machine("host")).toHaveCount(2);
  await expect(generator.machine("client")).toHaveCount(2);
  await expect(generator.field("platform")).toHaveValue("openrc");
  await expect(generator.machine("host").first().locator(".until")).toHaveText("90 days");
  await generator.issue();
  for (const file of ["docker.example.com-server.zip", "build.example.com-server.zip", "alice-client.zip", "bob-client.zip", "ca.zip"]) await expect(generator.bundle(file)).toBeVisible();
});

for (const [width, height] of [[1280, 900], [390, 844]] as const) {
  test.describe(`at ${width} x ${height}`, () => {
    test.use({ viewport: { width, height } });

    test(`the button is in reach on the first screen, and wherever one types (${width} x ${height})`, async ({ generator }) => {
      await generator.open();
      await expect(generator.action("issue")).toBeInViewport();
      await generator.put("hosts", HOSTS.join("\n"));
      await generator.put("clients", "anna-laptop\nportainer\nci");
      await generator.unfold(2, 2);
      for (const place of [generator.input("host", 2), generator.input("client", 2), generator.snippet("client-context")]) {
        await place.scrollIntoViewIfNeeded();
        await expect(generator.action("issue")).toBeInViewport();
      }
    });
  });
}

test("at 1280 x 900 three hosts and three clients are on one screen with the button", async ({ generator, page }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await generator.open();
  await generator.put("hosts", HOSTS.join("\n"));
  await generator.put("clients", "anna-laptop\nportainer\nci");
  for (const part of [generator.input("host", 0), generator.input("client", 2), generator.element.locator("[data-choice=passphrase]"), generator.element.locator("details.more > summary"), generator.action("issue")]) {
    await expect(part).toBeInViewport({ ratio: 1 });
  }
});

test("all hosts at once is one line above the rows, which stay on the first screen, and one press copies it", async ({ context, generator, page }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.setViewportSize({ width: 1280, height: 900 });
  await generator.open();
  await generator.put("hosts", HOSTS.join("\n"));
  await generator.put("clients", "anna-laptop\nportainer\nci");
  const fleet = generator.element.locator(".guide.fleet");
  await expect(fleet).toBeHidden();
  await generator.issue();
  await expect(fleet).toContainText("All hosts at once");
  await expect(fleet).toContainText("3 hosts, one paste");
  await expect(generator.snippet("fleet")).toBeHidden();
  for (const part of [fleet, generator.input("host", 2), generator.input("client", 2), generator.action("download-all")]) await expect(part).toBeInViewport({ ratio: 1 });
  const copy = fleet.getByRole("button", { name: "Copy: All hosts at once" }).first();
  await copy.click();
  await expect(copy).toHaveText("Copied");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await generator.text("fleet"));
  const look = generator.action("open-fleet");
  await look.press("Enter");
  await expect(look).toHaveAttribute("aria-expanded", "true");
  await expect(generator.snippet("fleet")).toBeVisible();
  await look.press("Enter");
  await expect(generator.snippet("fleet")).toBeHidden();
  // A host without a script is left to its own steps.
  await generator.put("hosts", `${HOSTS.slice(0, 2).join("\n")}\nnas.corp.example platform=proxy`);
  await expect(fleet).toContainText("Take the change back, or make new files.");
  await generator.archives();
  await generator.issue();
  await expect(fleet).toContainText("2 hosts, one paste");
  await expect(fleet).toContainText("follow their own steps: nas.corp.example");
});

test("the format that the commands take is the prominent download, with the other one beside it", async ({ generator }) => {
  await generator.open("hosts=a.example.com%0Aw.example.com+platform%3Dwindows&clients=anna%0Abob+kind%3Dwindows");
  await generator.issue();
  const first = (role: "host" | "client" | "ca", index: number) => generator.machine(role).nth(index).locator(".downloads .button").first();
  for (const [role, index, file] of [["host", 0, "a.example.com-server.tar.gz"], ["host", 1, "w.example.com-server.zip"], ["client", 0, "anna-client.tar.gz"], ["client", 1, "bob-client.zip"], ["ca", 0, "ca.zip"]] as const) {
    await expect(first(role, index)).toHaveAttribute("data-bundle", file);
    await expect(first(role, index)).not.toHaveClass(/plain/);
    await expect(generator.machine(role).nth(index).locator("[data-bundle].plain")).toHaveCount(1);
  }
  const all = generator.action("download-all");
  await expect(all).toHaveText("↓ Download the rest (.tar.gz)");
  await expect(generator.action("download-ca")).toHaveText("↓ Download the CA (.zip)");
  await expect(generator.element.locator(".everything .plain")).toHaveText([".tar.gz", ".zip"]);
  await generator.archives();
  await generator.put("hosts", "w.example.com platform=windows");
  await generator.issue();
  await expect(all).toHaveText("↓ Download the rest (.zip)");
});

test("who has files is shown the way to add to their CA, instead of making another", async ({ generator }) => {
  await generator.open("hosts=a.example.com");
  await expect(generator.action("open-ca")).toBeHidden();
  await generator.issue();
  await expect(generator.element.locator(".again")).toHaveText(/To add to the CA that you have: Open ca\.zip$/);
  await generator.action("open-ca").click();
  await expect(generator.element).toHaveAttribute("data-door", "continue");
  await expect(generator.element.locator("[type=file]").first()).toBeFocused();
});

test("a row's days come behind its steps, and say how many are usual", async ({ generator }) => {
  await generator.open("hosts=a.example.com&serverDays=90");
  await generator.unfold();
  const card = generator.machine("host").locator(".card");
  await expect(card.locator(".guide ~ .days-of input")).toHaveAttribute("placeholder", "90");
  await expect(generator.machine("client").locator(".card .guide ~ .days-of input")).toHaveAttribute("placeholder", await generator.field("clientDays").inputValue());
  await generator.fill({ serverDays: "91" });
  await expect(card.locator(".guide ~ .days-of input")).toHaveAttribute("placeholder", "91");
});

test("after a change, the paste for all hosts gives way to why it is gone, and comes back with the change taken back", async ({ generator }) => {
  await generator.open(`hosts=${HOSTS.map((host) => host.replace(" ", "+")).join("%0A")}&clients=anna`);
  const fleet = generator.element.locator(".hosts .guide.fleet");
  await expect(fleet).toBeHidden();
  await generator.issue();
  await expect(fleet).toContainText("3 hosts, one paste");
  const reason = "The paste for all hosts belongs to the files that were made, and the form has changed since. Take the change back, or make new files.";
  for (const hosts of [`${HOSTS.join("\n")}\nbuild4.corp.example`, HOSTS[0]!, "0.0.0.0"]) {
    await generator.put("hosts", hosts);
    await expect(fleet).toHaveText(reason);
    await expect(fleet.locator("button")).toHaveCount(0);
  }
  await generator.action("door-continue").click();
  await expect(fleet).toBeHidden();
  await generator.action("door-setup").click();
  await generator.put("hosts", HOSTS.join("\n"));
  await expect(fleet).toContainText("3 hosts, one paste");
  await generator.action("open-fleet").click();
  await expect(generator.snippet("fleet")).toBeVisible();
  await generator.clear();
  await expect(fleet).toBeHidden();
});

test("one host has no paste for all of them", async ({ generator }) => {
  await generator.open("hosts=a.example.com%0Anas.example.com+platform%3Dproxy");
  await generator.issue();
  await expect(generator.machine("host").first().locator("[data-bundle$='.zip']")).toBeVisible();
  await expect(generator.element.locator(".guide.fleet")).toBeHidden();
  await expect(generator.snippet("fleet")).toHaveCount(0);
});

test("what a link has set among the options is one line, whose button opens them", async ({ generator, page }) => {
  await generator.open("hosts=a.example.com&keyAlgorithm=rsa-4096&serverDays=90&clientDays=90");
  const line = generator.element.locator(".presets");
  await expect(line).toHaveText("RSA-4096 · Hosts and clients: 90 days · change");
  await expect(generator.field("keyAlgorithm")).toBeHidden();
  await generator.field("locale").selectOption("zh-CN");
  await expect(line).toHaveText("RSA-4096 · 主机和客户端 90 天 · 更改");
  await generator.field("locale").selectOption("en");
  await expectNothingByAxe(generator);
  await generator.action("change-options").focus();
  await page.keyboard.press("Enter");
  await expect(generator.field("keyAlgorithm")).toBeFocused();
  await expect(line).toBeHidden();
  await generator.field("keyAlgorithm").selectOption("ecdsa-p256");
  await generator.fill({ serverDays: "30", organization: "Ä & Söhne", allowedSources: "192.0.2.0/24\n198.51.100.7", certDirectory: `/srv/${"long/".repeat(20)}tls` });
  await generator.element.locator("details.more > summary").click();
  await expect(line).toHaveText(/^Hosts \(days\) 30 · Clients \(days\) 90 · .*Addresses that may connect 192\.0\.2\.0\/24, 198\.51\.100\.7 · .*Organization \(O\) Ä & Söhne · change$/);
  await expect(line).toContainText("…");
  expect((await line.textContent())!.length).toBeLessThan(250);
});

test("without options that differ there is no line of them, and what is wrong with one is seen at its field", async ({ generator }) => {
  await generator.open("hosts=a.example.com&port=2376");
  await expect(generator.element.locator(".presets")).toBeHidden();
  await expect(generator.field("port")).toBeHidden();
  await generator.page.goto(`${generator.site.url}?again#hosts=a.example.com&port=ninety`);
  await generator.reaches("ready");
  await expect(generator.problem("port", "port-bad")).toBeVisible();
});

for (const width of [390, 1280]) {
  test(`the names of a machine are seen whole, in as many lines as they need (${width} px)`, async ({ generator, page }) => {
    await page.setViewportSize({ width, height: 900 });
    await generator.open();
    const long = "build1.department-of-construction.corp.example 192.0.2.11 2001:db8:85a3:8d3:1319:8a2e:370:7348 203.0.113.200";
    await generator.put("hosts", `${long}\na.example.com`);
    const isWhole = (place: number) => generator.input("host", place).evaluate((input) => input.scrollWidth <= input.clientWidth && input.scrollHeight <= input.clientHeight);
    const height = async (place: number) => (await generator.input("host", place).boundingBox())!.height;
    expect(await isWhole(0)).toBe(true);
    expect(await height(0)).toBeGreaterThan((await height(1)) + 10);
    await generator.input("host", 1).fill(long.replace("build1", "build2"));
    await generator.drawn();
    expect(await isWhole(1)).toBe(true);
    // What is dropped on a row is one line.
    await generator.input("host", 1).fill("b.example.com\n192.0.2.2\n");
    await expect(generator.input("host", 1)).toHaveValue("b.example.com 192.0.2.2");
    await expect(generator.field("hosts")).toHaveValue(`${long}\nb.example.com 192.0.2.2`);
  });
}

test("plain http is warned of before anything is typed", async ({ generator, site }) => {
  await generator.open("", site.url.replace("127.0.0.1", "plain.test"));
  await expect(generator.element.locator(".plain-http")).toContainText("anybody on the way could have changed it");
  await generator.open();
  await expect(generator.element.locator(".plain-http")).toHaveCount(0);
});

test("the offline file and its hash are named at the end of the site", async ({ generator }) => {
  await generator.open();
  const footer = generator.element.locator("footer");
  await expect(footer.getByRole("link", { name: "This page as one file" })).toHaveAttribute("download", /^dockseal-.+\.html$/);
  await expect(footer).toContainText(/SHA-256 [0-9a-f]{64}/);
});

test("each host may be installed in its own way and each client be of its own kind, and the list says so", async ({ generator, page }) => {
  await generator.open("hosts=a.example.com%0Ab.example.com+192.0.2.2&clients=anna%0Aportainer");
  const choice = (role: "host" | "client", index: number) => generator.machine(role).nth(index).locator("select");
  await choice("host", 1).selectOption("openrc");
  await choice("client", 1).selectOption("portainer");
  await expect(generator.field("hosts")).toHaveValue("a.example.com\nb.example.com 192.0.2.2 platform=openrc");
  await expect(generator.field("clients")).toHaveValue("anna\nportainer kind=portainer");
  await expect(generator.input("host", 1)).toHaveValue("b.example.com 192.0.2.2");
  await generator.unfold(1, 0);
  await expect(generator.snippet("systemd-drop-in")).toHaveCount(0);
  await generator.machine("host").nth(1).locator(".days-of input").fill("90");
  await expect(generator.field("hosts")).toHaveValue("a.example.com\nb.example.com 192.0.2.2 platform=openrc days=90");
  await expect(generator.machine("host").nth(1).locator(".until")).toHaveText("90 days");
  // What is typed beside it leaves the settings alone.
  await generator.input("host", 1).fill("b.example.com");
  await expect(generator.field("hosts")).toHaveValue("a.example.com\nb.example.com platform=openrc days=90");
  await generator.input("host", 1).fill("b.example.com days=x");
  await page.keyboard.press("Tab");
  await expect(generator.problem("hosts").first()).toBeVisible();
  await generator.input("host", 1).fill("b.example.com");
  await choice("host", 1).selectOption("");
  await generator.machine("host").nth(1).locator(".days-of input").fill("");
  await expect(generator.field("hosts")).toHaveValue("a.example.com\nb.example.com");
  await generator.machine("host").nth(0).locator("[data-action=open-row]").click();
  await expect(generator.snippet("systemd-drop-in")).toHaveCount(1);
});

test("a kind of installation that is not known stays in the list of a row, with its problem", async ({ generator }) => {
  await generator.open("hosts=a.example.com+platform%3Damiga&clients=anna+kind%3Dtoaster");
  await expect(generator.machine("host").locator("select")).toHaveValue("amiga");
  await expect(generator.machine("host").locator('[data-code="platform-unknown"]')).toBeVisible();
  await expect(generator.machine("client").locator("select")).toHaveValue("toaster");
  await expect(generator.machine("client").locator('[data-code="client-kind-unknown"]')).toBeVisible();
  await generator.machine("host").locator("select").selectOption("systemd");
  await generator.machine("client").locator("select").selectOption("macos");
  await expect(generator.problem("hosts")).toHaveCount(0);
  await generator.issue();
});

test("who is let in is in the files of a fleet in which one host's files open the port", async ({ generator }) => {
  await generator.open("hosts=a.example.com%0Ab.example.com+platform%3Dnixos&allowedSources=192.0.2.7");
  await generator.issue();
  await generator.fill({ allowedSources: "192.0.2.8" });
  await expect(generator.element.locator(".result > .warning")).toBeVisible();
});
