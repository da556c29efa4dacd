// The worker: holds the keys, and dies with them. To search for RSA keys it starts workers of its own, which run this script too and die with it.

import { initSync as initForm, type Draft } from "#form";
import { initSync as initIssue } from "#issue";
import { initSync as initRsa } from "#rsa";
import { closeWorker } from "./doors";
import type { Under } from "./brought";
import { Job, Refused, type Refusal } from "./job";
import type { Progress, Thread } from "./keys";
import { LocalSearcher, type Find } from "./rsa";
import { WIPE } from "./wipe";

/** What issues: one wasm writes the texts, the other has the keys. */
export interface Tools {
  readonly form: WebAssembly.Module;
  readonly issue: WebAssembly.Module;
  /** The scripts that go into archives. */
  readonly scripts: string;
}

/** The first message: what the worker is to be, and from which script it may start others, if from any. It answers when it is ready. */
export type Duty = Tools & { readonly script: Blob | undefined } | { readonly generator: WebAssembly.Module };

export type Request =
  | { readonly kind: "issue"; readonly draft: Draft; readonly now: number; readonly under: Under | undefined }
  | { readonly kind: "open"; readonly files: readonly File[]; readonly passphrase: string | undefined; readonly now: number }
  | { readonly kind: "readRequests"; readonly files: readonly File[] }
  | { readonly kind: "ask"; readonly draft: Draft; readonly role: string; readonly now: number }
  | { readonly kind: "selfTest"; readonly now: number }
  | { readonly kind: "pack"; readonly bundle: string }
  | { readonly kind: "packContext"; readonly bundle: string; readonly meta: string }
  | { readonly kind: "packKeystore"; readonly bundle: string; readonly passphrase: string; readonly readers: string };

export type Reply =
  | { readonly kind: "progress"; readonly progress: Progress }
  /** Answered by a message with nothing but the module. */
  | { readonly kind: "generator" }
  | { readonly kind: "done"; readonly value: unknown }
  | { readonly kind: "failed"; readonly message: string; readonly refusal: Refusal | undefined };

/** A request or a reply, and which request it belongs to. */
export type Tagged<Message> = Message & { readonly call: number };

/** The time between two reports; a screen shows no more. */
const PROGRESS_MS = 16;
/** How long a searcher does not listen: in Chromium, a worker's worker that never listens outlives it by two seconds. */
const SLICE_MS = 50;

closeWorker();

addEventListener("message", ({ data }: MessageEvent<Duty>) => ("issue" in data ? holdKeys(data, data.script) : search(data.generator)), { once: true });

function search(generator: WebAssembly.Module): void {
  const { memory } = initRsa({ module: generator });
  const found = (find: Find) => postMessage(find, { transfer: "prime" in find ? [find.prime.buffer] : [] });
  // Whoever has started this worker is told of errors, but not of rejected promises.
  const searcher = new LocalSearcher(SLICE_MS, found, reportError);
  addEventListener("message", ({ data }: MessageEvent<number | typeof WIPE>) => (data === WIPE ? wipe(memory) : searcher.aim(data)));
  postMessage("ready");
}

function holdKeys({ form, issue, scripts }: Tools, script: Blob | undefined): void {
  // A draft has a passphrase in it.
  const memories = [initForm({ module: form }).memory, initIssue({ module: issue }).memory];
  const job = new Job(scripts);
  addEventListener("message", ({ data }: MessageEvent<Tagged<Request> | WebAssembly.Module | typeof WIPE>) => {
    if (data === WIPE) wipe(...memories);
    else if (!(data instanceof WebAssembly.Module)) void answer(job, script, data);
  });
  postMessage("ready");
}

function wipe(...memories: WebAssembly.Memory[]): void {
  for (const { buffer } of memories) new Uint8Array(buffer).fill(0);
  close();
}

async function answer(job: Job, script: Blob | undefined, request: Tagged<Request>): Promise<void> {
  const reply = (reply: Reply) => postMessage({ ...reply, call: request.call });
  try {
    reply({ kind: "done", value: await work(job, script, request, reply) });
  } catch (error) {
    reply({ kind: "failed", message: String(error), refusal: error instanceof Refused ? error.refusal : undefined });
  }
}

async function work(job: Job, script: Blob | undefined, request: Request, reply: (reply: Reply) => void): Promise<unknown> {
  if (request.kind === "pack") return job.pack(request.bundle);
  if (request.kind === "packContext") return job.packContext(request.bundle, request.meta);
  if (request.kind === "packKeystore") return job.packKeystore(request.bundle, request.passphrase, request.readers);
  if (request.kind === "open") return job.open(request.files, request.passphrase, request.now);
  if (request.kind === "readRequests") return job.readRequests(request.files);
  const thread = new OwnThread(script, reply);
  if (request.kind === "selfTest") return job.selfTest(request.now, thread);
  if (request.kind === "ask") return job.ask(request.draft, request.role, request.now, thread);
  return job.issue(request.draft, request.now, thread, request.under);
}

/** A thread that nobody else needs, and that is ended from outside. */
class OwnThread implements Thread {
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
    worker.postMessage({ generator } satisfies Duty);
    return worker;
  }
}
