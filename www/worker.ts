// The worker: holds the keys, and dies with them. Where RSA keys are searched for, it has workers of its own that run this script too; they die with it.

import { initSync as initCore, type Draft } from "#core";
import { initSync as initRsa } from "#rsa";
import { Job, selfTest, type Format } from "./job";
import type { Progress, Surroundings } from "./keys";
import { LocalSearcher, type Find } from "./rsa";
import { WIPE } from "./wipe";

/** The first message: what the worker is to be, and from which script it may start others, if from any. It answers when it is ready. */
export type Role = { readonly core: WebAssembly.Module; readonly script: Blob | undefined } | { readonly generator: WebAssembly.Module };

export type Request =
  | { readonly kind: "issue"; readonly draft: Draft; readonly now: number }
  | { readonly kind: "verify"; readonly now: number }
  | { readonly kind: "selfTest"; readonly now: number }
  | { readonly kind: "pack"; readonly bundle: string; readonly format: Format };

export type Reply =
  | { readonly kind: "progress"; readonly progress: Progress }
  /** Answered by a message with nothing but the module. */
  | { readonly kind: "generator" }
  | { readonly kind: "done"; readonly value: unknown }
  | { readonly kind: "failed"; readonly message: string };

/** A request or a reply, and which request it belongs to. */
export type Numbered<Message> = Message & { readonly call: number };

/** A screen shows no more than this. */
const PROGRESS_MS = 16;
/** How long a searcher does not listen. */
const SLICE_MS = 50;

addEventListener("message", ({ data }: MessageEvent<Role>) => ("core" in data ? holdKeys(data.core, data.script) : search(data.generator)), { once: true });

function search(generator: WebAssembly.Module): void {
  const { memory } = initRsa({ module: generator });
  const found = (find: Find) => postMessage(find, { transfer: "prime" in find ? [find.prime.buffer] : [] });
  // Whoever has started this worker is told of errors, but not of rejected promises.
  const searcher = new LocalSearcher(SLICE_MS, found, reportError);
  addEventListener("message", ({ data }: MessageEvent<number | typeof WIPE>) => (data === WIPE ? wipe(memory) : searcher.aim(data)));
  postMessage("ready");
}

function holdKeys(core: WebAssembly.Module, script: Blob | undefined): void {
  const { memory } = initCore({ module: core });
  const job = new Job();
  addEventListener("message", ({ data }: MessageEvent<Numbered<Request> | WebAssembly.Module | typeof WIPE>) => {
    if (data === WIPE) wipe(memory);
    else if (!(data instanceof WebAssembly.Module)) void answer(job, script, data);
  });
  postMessage("ready");
}

function wipe(memory: WebAssembly.Memory): void {
  new Uint8Array(memory.buffer).fill(0);
  close();
}

async function answer(job: Job, script: Blob | undefined, request: Numbered<Request>): Promise<void> {
  const reply = (reply: Reply) => postMessage({ ...reply, call: request.call });
  try {
    reply({ kind: "done", value: await work(job, script, request, reply) });
  } catch (error) {
    reply({ kind: "failed", message: String(error) });
  }
}

async function work(job: Job, script: Blob | undefined, request: Request, reply: (reply: Reply) => void): Promise<unknown> {
  if (request.kind === "verify") return job.verify(request.now);
  if (request.kind === "pack") return job.pack(request.bundle, request.format);
  const thread = new OwnThread(script, reply);
  if (request.kind === "selfTest") return selfTest(request.now, thread);
  return job.issue(request.draft, request.now, thread);
}

/** A thread that nobody else needs, and that is ended from outside. */
class OwnThread implements Surroundings {
  readonly signal = new AbortController().signal;
  readonly sliceMs = SLICE_MS;
  readonly #script: Blob | undefined;
  readonly #reply: (reply: Reply) => void;
  #last: Progress | undefined;
  #time = 0;

  constructor(script: Blob | undefined, reply: (reply: Reply) => void) {
    this.#script = script;
    this.#reply = reply;
  }

  progress(progress: Progress): void {
    const { slow, likely } = this.#last ?? {};
    const now = performance.now();
    if (now - this.#time < PROGRESS_MS && progress.done < progress.total && progress.slow === slow && progress.likely === likely) return;
    this.#last = progress;
    this.#time = now;
    this.#reply({ kind: "progress", progress });
  }

  pause(): void {}

  generator(): Promise<WebAssembly.Module> {
    const module = new Promise<WebAssembly.Module>((resolve) => {
      const listen = ({ data }: MessageEvent<unknown>) => {
        if (!(data instanceof WebAssembly.Module)) return;
        removeEventListener("message", listen);
        resolve(data);
      };
      addEventListener("message", listen);
    });
    this.#reply({ kind: "generator" });
    return module;
  }

  searcher(generator: WebAssembly.Module): Worker {
    if (!this.#script) throw new Error("no workers of this one");
    // Not by this worker's own address: the page has revoked it.
    const url = URL.createObjectURL(this.#script);
    const worker = new Worker(url);
    worker.postMessage({ generator } satisfies Role);
    return worker;
  }
}
