import path from "node:path";
import { expect, Generator, test } from "../page";
import { documentation, offlineFile } from "../server";

test("an empty host field says nothing until issuing is tried", async ({ generator }) => {
  await generator.open();
  await generator.openLists();
  await generator.field("hosts").focus();
  await generator.field("clients").focus();
  await expect(generator.problem("hosts")).toHaveCount(0);
  await generator.action("issue").click();
  await expect(generator.problem("hosts", "required")).toBeVisible();
  await expect(generator.field("hosts")).toBeFocused();
  await generator.reaches("ready");
});

test("a problem appears at its field while one types and goes when it is mended", async ({ generator }) => {
  await generator.open();
  await generator.openLists();
  const hosts = generator.field("hosts");
  await hosts.pressSequentially("docker.example.com:2376");
  await expect(generator.problem("hosts", "host-has-port")).toContainText("docker.example.com");
  await expect(hosts).toHaveAttribute("aria-invalid", "true");
  await expect(hosts).toHaveAccessibleDescription(/Type the host alone/);
  for (let press = 0; press < ":2376".length; press++) await hosts.press("Backspace");
  await expect(generator.problem("hosts")).toHaveCount(0);
  await expect(hosts).not.toHaveAttribute("aria-invalid");
});

test("a problem of one line among several names its line", async ({ generator }) => {
  await generator.open();
  await generator.fill({ hosts: "docker.example.com\n0.0.0.0" });
  await expect(generator.problem("hosts", "host-unspecified")).toContainText("Line 2:");
});

test("a warning does not keep one from issuing", async ({ generator }) => {
  await generator.open();
  await generator.fill({ hosts: "10.10.10.20" });
  await expect(generator.problem("hosts", "host-from-documentation")).toHaveClass("warning");
  await expect(generator.field("hosts")).not.toHaveAttribute("aria-invalid");
  await generator.issue();
});

test("a failed attempt opens the options, puts the focus on the first wrong field and keeps everything typed", async ({ generator }) => {
  await generator.open();
  await generator.fill({ hosts: "docker.example.com", clients: "alice", caDays: "ten", port: "0" });
  await generator.element.locator("details.more > summary").click();
  await expect(generator.field("port")).toBeHidden();
  await generator.action("issue").click();
  await expect(generator.field("caDays")).toBeFocused();
  await expect(generator.problem("port", "port-bad")).toBeVisible();
  await expect(generator.element.locator(".summary")).toContainText("2");
  await expect(generator.field("hosts")).toHaveValue("docker.example.com");
  await expect(generator.field("clients")).toHaveValue("alice");
  await expect(generator.field("caDays")).toHaveValue("ten");
  await expect(generator.field("port")).toHaveValue("0");
});

test("the addresses that the certificate allows stand in the host's row, and not while something is wrong", async ({ generator }) => {
  await generator.open();
  await generator.fill({ hosts: "docker.example.com 2001:db8::10", port: "2377" });
  await generator.unfold();
  const allowed = generator.element.locator(".allowed li");
  await expect(allowed).toHaveText(["tcp://docker.example.com:2377", "tcp://[2001:db8::10]:2377"]);
  await generator.fill({ hosts: "docker.example.com:2376" });
  await expect(allowed.first()).toBeHidden();
});

test("the help beside the hosts shows how to find their names", async ({ generator }) => {
  await generator.open();
  const help = generator.element.locator(".hosts details.hint");
  await expect(help.locator("code").first()).toBeHidden();
  await help.locator("summary").click();
  for (const command of ["hostname -I", "hostname -f", "docker context ls", "echo $DOCKER_HOST"]) {
    await expect(help.getByText(command, { exact: true })).toBeVisible();
  }
});

test("a name that is not ASCII is written as punycode when the field is left, and the page says so", async ({ generator }) => {
  await generator.open();
  await generator.openLists();
  const hosts = generator.field("hosts");
  await hosts.fill("bücher.example 192.0.2.10");
  await expect(generator.problem("hosts", "host-not-ascii")).toContainText("bücher.example");
  await expect(hosts).toHaveValue("bücher.example 192.0.2.10");
  await hosts.blur();
  await expect(hosts).toHaveValue("xn--bcher-kva.example 192.0.2.10");
  await expect(generator.problem("hosts")).toHaveCount(0);
  await expect(generator.element.locator(".written")).toContainText("Changed bücher.example to xn--bcher-kva.example");
});

test("Chinese separators and full stops are understood", async ({ generator }) => {
  await generator.open();
  await generator.openLists();
  const hosts = generator.field("hosts");
  await hosts.fill("docker.example.com，192.0.2.10、例子。测试；build.example.com");
  await hosts.blur();
  await expect(hosts).toHaveValue("docker.example.com,192.0.2.10,xn--fsqu00a.xn--0zwm56d;build.example.com");
  await expect(generator.problem("hosts")).toHaveCount(0);
});

test("a host that is named like something of every object is only a host", async ({ generator }) => {
  await generator.open();
  await generator.fill({ hosts: "tcp://constructor:2376" });
  await expect(generator.problem("hosts", "host-is-url")).toContainText("constructor");
  await expect(generator.problem("hosts")).not.toContainText("function");
});

test("what the browser cannot convert stays as typed, with its problem", async ({ generator }) => {
  await generator.open();
  await generator.openLists();
  const hosts = generator.field("hosts");
  await hosts.fill("büch er.example:2376/ü");
  await hosts.blur();
  await expect(hosts).toHaveValue("xn--bch-hoa er.example:2376/ü");
  await expect(generator.problem("hosts").first()).toBeVisible();
});

test("a link fills the form, and a name in it that is not ASCII is converted", async ({ generator }) => {
  await generator.open(new URLSearchParams({ hosts: "bücher.example\n192.0.2.10", clients: "alice", port: "2377" }).toString());
  await expect(generator.field("hosts")).toHaveValue("xn--bcher-kva.example\n192.0.2.10");
  await expect(generator.field("clients")).toHaveValue("alice");
  await expect(generator.field("port")).toHaveValue("2377");
  await expect(generator.element.locator(".presets")).toHaveText("Port 2377 · change");
  await expect(generator.element.locator(".written")).toContainText("xn--bcher-kva.example");
});

test("a link is read when the page opens, and one that comes later is said and not used", async ({ generator, page }) => {
  await generator.open("hosts=a.example.com");
  await page.evaluate(() => (location.hash = "clients=bob&hosts=b.example.com"));
  const notice = generator.element.locator('[data-notice="linkIgnored"]');
  await expect(notice).toContainText("reload the page");
  await expect(generator.field("hosts")).toHaveValue("a.example.com");
  await expect(generator.field("clients")).toHaveValue("client");
  await generator.field("locale").selectOption("zh-CN");
  await expect(notice).toContainText("请刷新页面");
  await generator.field("locale").selectOption("en");
  await page.reload();
  await generator.reaches("ready");
  await expect(generator.field("hosts")).toHaveValue("b.example.com");
  await expect(notice).toHaveCount(0);
  // A place in the page is no link of ours.
  await page.evaluate(() => (location.hash = "top"));
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  await expect(notice).toHaveCount(0);
});

test("whoever has opened the page cannot change the form behind its reader's back", async ({ context, generator, page, site }) => {
  const opener = site.add("/opener.html", documentation("", `<script>
    const to = ${JSON.stringify(site.url)};
    self.opened = open(to + "#hosts=a.example.com");
    self.change = () => (opened.location = to + "#hosts=evil.example.com&allowedSources=0.0.0.0%2F1");
  </script>`));
  const arrival = context.waitForEvent("page");
  await page.goto(opener.replace("127.0.0.1", "plain.test"));
  const opened = new Generator(await arrival, generator.site);
  await opened.reaches("ready");
  await opened.fill({ clients: "alice" });
  await page.evaluate("change()");
  await expect(opened.element.locator('[data-notice="linkIgnored"]')).toBeVisible();
  await expect(opened.field("hosts")).toHaveValue("a.example.com");
  await expect(opened.field("allowedSources")).toHaveValue("");
  await expect(opened.field("clients")).toHaveValue("alice");
});

test("a page that has the offline file in a frame cannot change the form either", async ({ page, site }) => {
  const file = `/dist/${path.basename(offlineFile())}`;
  await page.goto(site.add("/docs/framed.html", documentation(`<iframe title="Dockseal" sandbox="allow-scripts allow-downloads" src="${file}#hosts=a.example.com" width="1000" height="700"></iframe>`, "")));
  const framed = new Generator(page, site, page.frameLocator("iframe"));
  await framed.reaches("ready");
  await page.locator("iframe").evaluate((frame: HTMLIFrameElement, src) => (frame.src = src), `${file}#hosts=evil.example.com`);
  await expect(framed.element.locator('[data-notice="linkIgnored"]')).toBeVisible();
  await expect(framed.field("hosts")).toHaveValue("a.example.com");
});

test("a link's value that is not offered stays visible with its problem", async ({ generator }) => {
  await generator.open("hosts=a.example.com&keyAlgorithm=rsa-1024&platform=amiga");
  await expect(generator.field("keyAlgorithm")).toHaveValue("rsa-1024");
  await expect(generator.problem("keyAlgorithm", "key-algorithm-unknown")).toBeVisible();
  await expect(generator.field("platform")).toHaveValue("amiga");
  await expect(generator.problem("platform", "platform-unknown")).toBeVisible();
  await generator.fill({ keyAlgorithm: "ed25519", platform: "systemd" });
  await expect(generator.problem("keyAlgorithm", "key-algorithm-unknown")).toHaveCount(0);
  await expect(generator.problem("platform")).toHaveCount(0);
});

test("a link's unknown keys are named and the rest is applied", async ({ generator }) => {
  await generator.open("hosts=a.example.com&frobnicate=1&__proto__=2&constructor=3");
  const notice = generator.element.locator('[data-notice="unknownKeys"]');
  for (const key of ["frobnicate", "__proto__", "constructor"]) await expect(notice).toContainText(key);
  await expect(generator.field("hosts")).toHaveValue("a.example.com");
  await notice.getByRole("button").click();
  await expect(notice).toHaveCount(0);
});

test("a passphrase in a link is not read, and the page says so", async ({ generator }) => {
  await generator.open("hosts=a.example.com&caPassphrase=hunter2");
  await expect(generator.element.locator('[data-notice="secretKey"]')).toBeVisible();
  expect(await generator.markup()).not.toContain("hunter2");
  await generator.issue();
});

test("an anchor is no preset", async ({ generator }) => {
  await generator.open("installation");
  await expect(generator.element.locator("[data-notice]")).toHaveCount(0);
});

test("attributes preset the form and its language", async ({ generator, page }) => {
  await page.route(/\/dockseal\/$/, async (route) => {
    const response = await route.fetch();
    const attributes = 'hosts="a.example.com; b.example.com" ca-days="100" ca-passphrase="hunter2" lang="zh-CN"';
    await route.fulfill({ response, body: (await response.text()).replace("<dockseal-generator", `<dockseal-generator ${attributes}`) });
  });
  await generator.open();
  await expect(generator.field("hosts")).toHaveValue("a.example.com; b.example.com");
  await expect(generator.field("caDays")).toHaveValue("100");
  await expect(generator.problem("serverDays", "outlives-authority")).toBeVisible();
  await expect(generator.action("issue")).toHaveText("生成密钥和证书");
  await expect(generator.element.locator('[data-notice="secretKey"]')).toBeVisible();
  await generator.element.evaluate((element) => element.setAttribute("ca-days", "3650"));
  await expect(generator.problem("serverDays")).toHaveCount(0);
});

test("the link to the form carries what differs from the defaults, and no key", async ({ generator, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await generator.open();
  await generator.fill({ hosts: "docker.example.com 192.0.2.10\nbuild.example.com", organization: "Ä & Söhne #1", keyAlgorithm: "ed25519" });
  await generator.issue();
  await generator.action("copy-link").click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const fragment = new URLSearchParams(new URL(link).hash.slice(1));
  expect([...fragment.keys()].sort()).toEqual(["hosts", "keyAlgorithm", "organization"]);

  const other = await context.newPage();
  await other.goto(link);
  await expect(other.locator('[name="hosts"]')).toHaveValue("docker.example.com 192.0.2.10\nbuild.example.com");
  await expect(other.locator('[name="organization"]')).toHaveValue("Ä & Söhne #1");
  await expect(other.locator('[name="keyAlgorithm"]')).toHaveValue("ed25519");
});

test("two hundred hosts can be typed in, and each key press shows", async ({ generator }) => {
  await generator.open();
  await generator.openLists();
  const names = Array.from({ length: 200 }, (_, index) => `host-${index}.example.com`);
  await generator.field("hosts").fill(names.join("\n"));
  await generator.field("hosts").press("Control+End");
  await generator.field("hosts").pressSequentially(" 192.0.2.7\nlast.example.com");
  await expect(generator.element.locator(".count")).toHaveText("201 hosts · 1 client");
  await generator.unfold();
  await expect(generator.snippet("copy-server").locator("code")).toContainText("host-0.example.com");
  await generator.field("hosts").pressSequentially(":1");
  await expect(generator.problem("hosts", "host-has-port")).toContainText("Line 201:");
});
