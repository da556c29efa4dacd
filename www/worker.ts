// The worker: holds the keys, and dies with them.

import init, { type Draft } from "#core";
import { Job, type Format } from "./job";

export type Request =
  | { readonly kind: "issue"; readonly draft: Draft; readonly now: number }
  | { readonly kind: "verify"; readonly now: number }
  | { readonly kind: "pack"; readonly bundle: string; readonly format: Format };

export type Reply =
  | { readonly kind: "progress"; readonly done: number; readonly total: number }
  | { readonly kind: "done"; readonly value: unknown }
  | { readonly kind: "failed"; readonly message: string };

/** A request or a reply, and which request it belongs to. */
export type Numbered<Message> = Message & { readonly call: number };

/** A screen shows no more than this. */
const PROGRESS_MS = 16;

const job = new Job();

// The first message is the compiled module; the answer says that we are there.
addEventListener("message", async ({ data }: MessageEvent<WebAssembly.Module>) => {
  await init({ module_or_path: data });
  addEventListener("message", ({ data }: MessageEvent<Numbered<Request>>) => void answer(data));
  postMessage("ready");
}, { once: true });

async function answer(request: Numbered<Request>): Promise<void> {
  const reply = (reply: Reply) => postMessage({ ...reply, call: request.call });
  try {
    reply({ kind: "done", value: await work(request, reply) });
  } catch (error) {
    reply({ kind: "failed", message: String(error) });
  }
}

async function work(request: Request, reply: (reply: Reply) => void): Promise<unknown> {
  if (request.kind === "verify") return job.verify(request.now);
  if (request.kind === "pack") return job.pack(request.bundle, request.format);
  let last = 0;
  return job.issue(request.draft, request.now, (done, total) => {
    if (performance.now() - last < PROGRESS_MS) return;
    last = performance.now();
    reply({ kind: "progress", done, total });
  });
}
