// A worker that does what the page's worker does, and tells how large the wasm's memory is after each step. It never shrinks.

import init, { defaults } from "#core";
import { Job } from "../www/job";

addEventListener("message", async ({ data: hosts }) => {
  const { memory } = await init({ module_or_path: fetch("/site/dockseal_bg.wasm") });
  const sizes = {};
  const job = new Job();
  await job.issue({ ...defaults(), hosts }, Date.now(), () => {});
  sizes.files = memory.buffer.byteLength;
  job.verify(Date.now());
  sizes.check = memory.buffer.byteLength;
  job.pack("dockseal", "tar.gz");
  sizes.tar = memory.buffer.byteLength;
  postMessage(sizes);
});
