// The page of its own, hosted or from disk: the element, the address it is opened with, and the document's own language.

import "./close";
import { complete } from "./engine/assets";
import "./define";
import type { DocksealGenerator } from "./element";

/** Browsers take no more than some changes of the address in a second. */
const KEPT_AFTER_MS = 300;

// Where the page cannot run, check.js has put the reason in its place.
const generator = document.querySelector<DocksealGenerator>("dockseal-generator");
if (generator) {
  const describe = () => {
    document.documentElement.lang = generator.locale;
    document.title = generator.documentTitle;
  };
  generator.addEventListener("dockseal-locale", describe);
  describe();

  // The address is read once: whoever has opened this page, or has it in a frame, may change the address at any time, and would change the form behind
  // its reader's back.
  generator.presetFrom(location.hash.slice(1));
  keepInAddress(generator);
}

if (generator && !__INSIDE__) void complete.then(seal);

/** Keeps what is typed in the address, but for secrets and pasted files, so that loading the page again loses nothing else; a door that is opened has an
 *  entry of its own in the history, so that Back leads to the one before. A link that has come into the address since is left alone: the page says how
 *  to use it. */
function keepInAddress(generator: DocksealGenerator): void {
  let { door, link: kept } = generator;
  const opened = new Set([door]);
  let isOthers = false;
  let timer = 0;
  const write = (method: "pushState" | "replaceState") => {
    clearTimeout(timer);
    if (isOthers) return;
    ({ door, link: kept } = generator);
    try {
      // Whoever changes the address from outside cannot give its entry a state.
      history[method]({ door }, "", kept);
    } catch {
      // The address would be longer than the browser lets it be, or this is a frame whose address cannot be changed.
    }
  };
  addEventListener("popstate", ({ state }) => {
    if (!isEntry(state)) return;
    isOthers = false;
    door = state.door;
    kept = location.href;
    generator.returnTo(door);
    // After the page was loaded again, only the address knows what was typed behind this door.
    if (generator.door === door && !opened.has(door)) generator.presetFrom(location.hash.slice(1));
    opened.add(door);
  });
  addEventListener("hashchange", () => {
    if (isEntry(history.state)) return;
    isOthers ||= location.hash.includes("=");
    generator.ignore(location.hash.slice(1));
  });
  // What was typed a moment ago is in the entry that Back leads to; after Back, that entry is left already.
  generator.addEventListener("dockseal-leave", () => {
    if (generator.door === door) write("replaceState");
  });
  generator.addEventListener("dockseal-link", () => {
    clearTimeout(timer);
    opened.add(generator.door);
    if (generator.door !== door) return write("pushState");
    timer = window.setTimeout(() => {
      if (generator.link !== kept) write("replaceState");
    }, KEPT_AFTER_MS);
  });
}

/** Whether an entry of the history was written here. */
function isEntry(state: unknown): state is { readonly door: DocksealGenerator["door"] } {
  return typeof (state as { readonly door?: unknown } | null)?.door === "string";
}

/** From now on the page can reach nobody, and of its own server only the file that RSA keys may need. A policy added later can only forbid more. */
function seal(): void {
  const meta = document.createElement("meta");
  meta.httpEquiv = "Content-Security-Policy";
  // In a policy, these would end the address.
  const file = new URL(__WASM__.rsa, document.baseURI).href.replace(/[;,]/g, encodeURIComponent);
  meta.content = `default-src 'none'; script-src 'wasm-unsafe-eval'; img-src data:; worker-src blob:; connect-src ${file}; form-action 'none'; base-uri 'none'`;
  document.head.append(meta);
}
