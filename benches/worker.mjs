// A worker that does what the page's worker does, without a page around it. The memory of a wasm never shrinks.

import initForm, { defaults } from "#form";
import initIssue from "#issue";
import { Job } from "../www/engine/job";

const scripts = fetch("/wasm/scripts.txt").then((response) => response.text());
const cores = Promise.all([initForm({ module_or_path: fetch("/wasm/dockseal_form_bg.wasm") }), initIssue({ module_or_path: fetch("/wasm/dockseal_issue_bg.wasm") })]);

let job;

addEventListener("message", async ({ data: fields }) => {
  job ??= new Job(await scripts);
  const memories = (await cores).map(({ memory }) => memory);
  const start = performance.now();
  const { issued } = await job.issue({ ...defaults(), ...fields }, Date.now(), { signal: new AbortController().signal, sliceMs: 50, progress() {}, pause() {} });
  const zips = performance.now() - start;
  job.pack(issued.bundles.find(({ recipient }) => recipient === "all").name);
  postMessage({ zips, memory: memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0) });
});
