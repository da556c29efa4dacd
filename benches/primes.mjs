// A worker that looks for primes until it is ended.

import init, { Search } from "../target/wasm/dockseal_rsa.js";

addEventListener("message", async ({ data: bits }) => {
  await init({ module_or_path: fetch("/wasm/dockseal_rsa_bg.wasm") });
  const search = new Search(bits);
  while (true) {
    const start = performance.now();
    const prime = search.step();
    postMessage({ prime, step: performance.now() - start });
  }
});
