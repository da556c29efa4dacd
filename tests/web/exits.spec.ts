// Ways out of the page that are no plain request: what the policy refuses, what the page has taken from itself, and what leads out all the same and
// therefore stands in SECURITY.md.

import { createSocket } from "node:dgram";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";
import { chromium, type Page } from "@playwright/test";
import config from "./playwright.config";
import { documentation, EDITIONS } from "./server";
import { expect, Generator, test } from "./page";

interface Ear {
  readonly port: number;
  /** What came by TCP and UDP, as text. */
  readonly heard: string[];
  close(): void;
}

/** Hears whatever arrives on a port of this machine, and answers what looks like HTTP. */
async function listen(): Promise<Ear> {
  const heard: string[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (data) => {
      heard.push(`tcp ${data.toString("latin1")}`);
      if (/^(?:GET|POST|HEAD) /.test(data.toString("latin1"))) socket.end("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const socket = createSocket("udp4", (data) => heard.push(`udp ${data.toString("latin1")}`));
  await new Promise<void>((resolve) => socket.bind(port, "127.0.0.1", resolve));
  return {
    port,
    heard,
    close() {
      server.close();
      socket.close();
    },
  };
}

/** The first two octets of STUN and TURN (RFC 8489): a request to bind or to allocate. */
const CALL = /^(?:tcp|udp) \0[\x01\x03]/;
const call = (of: string, server: string) => `
  const peer = new ${of}RTCPeerConnection({ iceServers: [{ urls: "${server}", username: "x".repeat(400), credential: "x" }] });
  peer.createDataChannel("x");
  await peer.setLocalDescription(await peer.createOffer());`;
const TURN = "turn:127.0.0.1:PORT";
const EMPTY_FRAME = `const frame = document.body.appendChild(document.createElement("iframe"));`;
/** The script goes on before it is loaded. */
const SLOW_FRAME = `document.body.append(Object.assign(document.createElement("iframe"), { srcdoc: "x" }));`;
const LAST_FRAME = "self[self.length - 1].";
const link = (rel: string) => `document.head.append(Object.assign(document.createElement("link"), { rel: "${rel}", href: "ADDRESS" }));`;
const append = (tag: string, attributes: string) => `document.body.append(Object.assign(document.createElement("${tag}"), ${attributes}));`;

const inWorker = (script: string) => `self.worker = new Worker(URL.createObjectURL(new Blob(['${script}'], { type: "text/javascript" })));`;

/** Scripts for the console, by what they try. ADDRESS and PORT are where somebody listens. */
const BY_POLICY: Record<string, string> = {
  "prefetch": link("prefetch"),
  "module preload": link("modulepreload"),
  "icon": link("icon"),
  "ping of a link": `const to = Object.assign(document.createElement("a"), { href: "#x", ping: "ADDRESS" }); document.body.append(to); to.click();`,
  "CSS": `const sheet = new CSSStyleSheet(); sheet.replaceSync("body { background: url(ADDRESS) }"); document.adoptedStyleSheets = [sheet];`,
  "style": `document.body.style.borderImage = "url(ADDRESS)";`,
  "video": append("video", `{ src: "ADDRESS", preload: "auto" }`),
  "object": append("object", `{ data: "ADDRESS" }`),
  "form in a new window": `const form = Object.assign(document.createElement("form"), { action: "ADDRESS", method: "post", target: "_blank" }); document.body.append(form); form.submit();`,
  "scripts of a worker": inWorker(`importScripts("ADDRESS")`),
  "socket of a worker": inWorker(`new WebSocket("ADDRESS".replace("http", "ws"))`),
};
const BY_PAGE: Record<string, string> = {
  "STUN": call("", "stun:127.0.0.1:PORT"),
  "TURN over UDP": call("", TURN),
  "TURN over TCP": call("", `${TURN}?transport=tcp`),
  "WebRTC of an empty frame": EMPTY_FRAME + call("frame.contentWindow.", TURN),
  "WebRTC of the document of an empty frame": EMPTY_FRAME + call("frame.contentDocument.defaultView.", TURN),
  "WebRTC of an empty frame by its number": EMPTY_FRAME + call(LAST_FRAME, TURN),
  "WebRTC of a frame that is not loaded yet": SLOW_FRAME + call("document.body.lastChild.contentWindow.", TURN),
  "WebRTC of a frame in a shadow": `const frame = document.createElement("iframe"); document.body.appendChild(document.createElement("div")).attachShadow({ mode: "open" }).append(frame);` + call("frame.contentWindow.", TURN),
  "WebRTC of a frame in a frame": `${EMPTY_FRAME} const inner = frame.contentDocument.createElement("iframe"); frame.contentDocument.body.append(inner);` + call("inner.contentWindow.", TURN),
  "WebRTC of an object": `const object = document.body.appendChild(Object.assign(document.createElement("object"), { data: "about:blank", type: "text/html" }));` + call("object.contentWindow.", TURN),
  "open of an empty frame": `${EMPTY_FRAME} frame.contentWindow.open("ADDRESS");`,
  "another address for the page around a frame": `${EMPTY_FRAME} frame.contentWindow.parent.location.href = "ADDRESS";`,
  "open": `open("ADDRESS");`,
  "another address": `location.href = "ADDRESS";`,
  "a link": `Object.assign(document.createElement("a"), { href: "ADDRESS" }).click();`,
  "refresh": `document.head.append(Object.assign(document.createElement("meta"), { httpEquiv: "refresh", content: "0;url=ADDRESS" }));`,
};
/** The ways out, with what SECURITY.md says of each. */
const LEADS_OUT: Record<string, string> = {
  "WebRTC and `open` back from a frame that is not loaded yet": SLOW_FRAME + call(LAST_FRAME, TURN),
  "`open` back from a frame that is not loaded yet": `${SLOW_FRAME} ${LAST_FRAME}open("ADDRESS");`,
  "a link in a new window": `Object.assign(document.createElement("a"), { href: "ADDRESS", target: "_blank" }).click();`,
};

async function attempt(page: Page, { port }: Ear, way: string, script: string): Promise<void> {
  const url = `http://127.0.0.1:${port}/${way.replaceAll(/\W/g, "-")}`;
  const filled = script.replaceAll("ADDRESS", url).replaceAll("PORT", String(port));
  // Leaving the page ends the script.
  await page.evaluate(`(async () => { ${filled} })()`).catch(() => {});
}

function arrived({ heard }: Ear, way: string): boolean {
  return heard.some((text) => text.includes(`/${way.replaceAll(/\W/g, "-")}`) || (/STUN|TURN|WebRTC/.test(way) && CALL.test(text)));
}

const STANDALONE = ["the hosted site", "the offline file"];

/** Opens a page with its last policy, which the hosted page gives itself. */
async function openClosed(generator: Generator, edition: string): Promise<void> {
  await generator.open("", EDITIONS[edition]!(generator.site));
  await expect(generator.page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveCount(edition === "the hosted site" ? 2 : 1);
}

for (const edition of STANDALONE) {
  test(`${edition} lets nothing out by what its policy refuses or what it has taken from itself`, async ({ generator, page, context, watch }) => {
    watch.expect(/Content Security Policy|Refused|violates|ERR_|RTCPeerConnection|NetworkError|Failed|not defined|not a function/);
    const ear = await listen();
    await openClosed(generator, edition);
    const address = page.url();
    for (const [way, script] of Object.entries({ ...BY_POLICY, ...BY_PAGE })) await attempt(page, ear, way, script);
    await page.waitForTimeout(3000);
    expect(ear.heard).toEqual([]);
    expect(context.pages()).toHaveLength(1);
    expect(page.url().split("#")[0]).toBe(address.split("#")[0]);
    // And yet it works, downloads too.
    await generator.fill({ hosts: "docker.example.com", clients: "alice" });
    await generator.issue();
    await generator.archives();
    await generator.download("alice-client.tar.gz");
    // The reader may go where they like.
    await page.goto(generator.site.url);
    await page.reload();
    await generator.reaches("ready");
    ear.close();
  });

  test(`SECURITY names what leads out of ${edition} all the same`, async ({ generator, page, context, watch }) => {
    watch.expect(/./);
    const security = readFileSync(path.resolve(__dirname, "../../SECURITY.md"), "utf8").replaceAll("\n", " ");
    for (const [way, script] of Object.entries(LEADS_OUT)) {
      const ear = await listen();
      await openClosed(generator, edition);
      await attempt(page, ear, way, script);
      await expect.poll(() => arrived(ear, way), way).toBe(true);
      expect(security).toContain(way);
      for (const other of context.pages().slice(1)) await other.close();
      await page.goto("about:blank");
      ear.close();
    }
  });
}

test("every one of these ways leads out where nothing is closed", async ({ browser, site }) => {
  const open = site.add("/open.html", documentation("", ""));
  for (const [way, script] of Object.entries({ ...BY_POLICY, ...BY_PAGE, ...LEADS_OUT })) {
    const ear = await listen();
    // A browser context for each: some pages are left for good, some open others, and a context whose pages are just being closed now and then
    // never gives a new one.
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(open);
    await attempt(page, ear, way, script);
    await expect.poll(() => arrived(ear, way), way).toBe(true);
    await context.close();
    ear.close();
  }
});

test("SECURITY names that the browser may be asked to connect ahead, which tells a name to whoever is there", async ({ site }, testInfo) => {
  const security = readFileSync(path.resolve(__dirname, "../../SECURITY.md"), "utf8").replaceAll("\n", " ");
  expect(security).toContain("connect ahead (`preconnect`)");
  const { args = [], executablePath } = config.use!.launchOptions!;
  // A private window does not connect ahead, and this flag, with which tests start a browser, forbids it.
  const quiet = "--disable-background-networking";
  const rules = "--host-resolver-rules=MAP *.plain.test 127.0.0.1";
  const browser = await chromium.launchPersistentContext(testInfo.outputPath("profile"), {
    executablePath: executablePath!,
    args: [...args.filter((arg) => arg !== quiet && !arg.startsWith("--host-resolver-rules")), rules],
    ignoreDefaultArgs: [quiet],
  });
  try {
    for (const edition of STANDALONE) {
      const ear = await listen();
      const page = await browser.newPage();
      await openClosed(new Generator(page, site), edition);
      await attempt(page, ear, "", `document.head.append(Object.assign(document.createElement("link"), { rel: "preconnect", href: "https://tells.plain.test:PORT" }));`);
      await expect.poll(() => ear.heard.some((text) => text.includes("tells.plain.test")), edition).toBe(true);
      await page.close();
      ear.close();
    }
  } finally {
    await browser.close();
  }
});

/** What would leave the page, or send past its policy. */
const LEAVES = /RTC\w*Connection|(?:window|self|globalThis)\.open\b|location\.(?:assign|replace)|location(?:\.href)? = |\bnavigat(?:e|ion)\b|_blank|dns-prefetch|preconnect|sendBeacon/;

for (const edition of STANDALONE) {
  test(`${edition} and its frames have nothing that a policy may not know`, async ({ generator, page }) => {
    await openClosed(generator, edition);
    const names = ["RTCPeerConnection", "mozRTCPeerConnection", "webkitRTCPeerConnection", "WebSocketStream", "WebTransport"];
    const left = await page.evaluate((names) => {
      const frame = document.body.appendChild(document.createElement("iframe"));
      return [self, frame.contentWindow!].map((window) => [names.filter((name) => name in window), typeof window.open]);
    }, names);
    expect(left).toEqual([[[], "undefined"], [[], "undefined"]]);
  });
}

test("the code of the page leaves it nowhere", () => {
  const www = path.resolve(__dirname, "../../www");
  const ours = readdirSync(www, { recursive: true, encoding: "utf8" }).filter((file) => !/^(?:node_modules|build)\b/.test(file));
  const code = ours.filter((file) => /\.(?:ts|html|js)$/.test(file) && file !== path.join("engine", "doors.ts"));
  expect(code.length).toBeGreaterThan(20);
  for (const file of code) expect(readFileSync(path.join(www, file), "utf8").match(LEAVES)?.[0], file).toBe(undefined);
  for (const line of ["location.href = to", "self.open(to)", "new RTCPeerConnection()", 'target: "_blank"', "navigation.navigate(to)"]) expect(line).toMatch(LEAVES);
});

test("an embedding page keeps its own WebRTC and windows", async ({ generator, page, site }) => {
  await generator.open("", EDITIONS["the embedded element"]!(site));
  expect(await page.evaluate(() => [typeof RTCPeerConnection, typeof open])).toEqual(["function", "function"]);
});

for (const edition of Object.keys(EDITIONS)) {
  test(`the worker of ${edition} has nothing to send with`, async ({ generator, page }) => {
    await generator.open("hosts=docker.example.com", EDITIONS[edition]!(generator.site));
    await expect.poll(() => page.workers().length).toBe(1);
    const senders = ["EventSource", "RTCPeerConnection", "WebSocket", "WebSocketStream", "WebTransport", "XMLHttpRequest", "fetch", "importScripts"];
    await expect.poll(() => page.workers()[0]!.evaluate((names) => names.filter((name) => name in self), senders)).toEqual([]);
    await generator.fill({ hosts: "docker.example.com" });
    await generator.issue();
  });
}
