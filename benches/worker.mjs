// A worker that does what the page's worker does, without a page around it. The wasm's memory never shrinks.

import init, { defaults } from "#core";
import { Job } from "../www/job";

const core = init({ module_or_path: fetch("/wasm/dockseal_bg.wasm") });
const job = new Job();

addEventListener("message", async ({ data: fields }) => {
  const { memory } = await core;
  const start = performance.now();
  await job.issue({ ...defaults(), ...fields }, Date.now(), { signal: new AbortController().signal, sliceMs: 50, progress() {}, pause() {} });
  const zips = performance.now() - start;
  job.verify(Date.now());
  job.pack("dockseal", "tar.gz");
  postMessage({ zips, memory: memory.buffer.byteLength });
});
