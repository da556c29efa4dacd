// The page of its own, hosted or from disk: the element, the address it is opened with, and the document's own language.

import { wasm } from "./assets";
import "./define";
import type { DocksealGenerator } from "./element";

// Where the page cannot run, check.js has put the reason in its place.
const generator = document.querySelector<DocksealGenerator>("dockseal-generator");
if (generator) {
  const describe = () => {
    document.documentElement.lang = generator.locale;
    document.title = generator.documentTitle;
  };
  generator.addEventListener("dockseal-locale", describe);
  describe();

  const preset = () => generator.presetFrom(location.hash.slice(1));
  addEventListener("hashchange", preset);
  preset();
}

if (generator && !__INSIDE__) void wasm("core").then(seal, () => {});

/** From now on the page can reach nobody, and of its own server only the file that RSA keys may need. A policy added later can only forbid more. */
function seal(): void {
  const meta = document.createElement("meta");
  meta.httpEquiv = "Content-Security-Policy";
  // In a policy, these would end the address.
  const file = new URL(__WASM__.rsa, document.baseURI).href.replace(/[;,]/g, encodeURIComponent);
  meta.content = `default-src 'none'; script-src 'wasm-unsafe-eval'; img-src data:; worker-src blob:; connect-src ${file}; form-action 'none'; base-uri 'none'`;
  document.head.append(meta);
}
