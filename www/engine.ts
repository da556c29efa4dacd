// Where the work is done: in a worker, or in the page's own thread where workers are forbidden.

import type { Check, Draft } from "#core";
import { Job, selfTest, type Format, type Output } from "./job";
import { WORKER_PATIENCE_MS, type Progress, type Surroundings } from "./keys";
import { turn } from "./turn";
import { WIPE, wipeStack } from "./wipe";
import type { Numbered, Reply, Request, Role } from "./worker";
import workerScript from "./worker.ts?script";

export type ShowProgress = (progress: Progress) => void;
/** Gives the wasm that searches for primes. */
export type LoadGenerator = () => Promise<WebAssembly.Module>;

/** A worker that listens wipes its memory within a millisecond or two. */
const WIPE_MS = 50;
const LEAVING_MS = 10;
/** How long the page's thread is kept at a time. */
const SLICE_MS = 12;

export class Engine {
  readonly #core: WebAssembly.Module;
  readonly #memory: WebAssembly.Memory;
  readonly #generator: LoadGenerator;
  #place: Promise<Place> | undefined;
  #end = new AbortController();

  /** The memory is that of the page's own core, which does the work where there are no workers. */
  constructor(core: WebAssembly.Module, memory: WebAssembly.Memory, generator: LoadGenerator) {
    this.#core = core;
    this.#memory = memory;
    this.#generator = generator;
  }

  /** Where the work is done: always the same place until the end. */
  place(): Promise<Place> {
    return (this.#place ??= this.#open(this.#end.signal));
  }

  /** Stops everything at once and wipes what held a key. What is under way fails with `Ended`. When the page is being left there is no later. */
  end({ leaving = false } = {}): void {
    this.#end.abort(new Ended(leaving));
    this.#end = new AbortController();
    this.#place = undefined;
  }

  async #open(signal: AbortSignal): Promise<Place> {
    try {
      return await WorkerPlace.open(this.#core, this.#generator, signal);
    } catch {
      signal.throwIfAborted();
      return new PagePlace(this.#memory, this.#generator, signal);
    }
  }
}

/** Somebody asked for it. */
export class Ended extends Error {
  constructor(readonly leaving: boolean) {
    super();
  }
}

/** The wasm that searches for primes could not be had. */
export class NoGenerator extends Error {}

export interface Place {
  /** Whether it works beside the page. */
  readonly isWorker: boolean;
  issue(draft: Draft, progress: ShowProgress): Promise<Output>;
  verify(): Promise<readonly Check[]>;
  /** Whether what is made for a trial is right. */
  selfTest(): Promise<boolean>;
  pack(bundle: string, format: Format): Promise<Blob>;
}

interface Call {
  readonly request: Request;
  resolve(value: unknown): void;
  reject(reason: unknown): void;
  readonly progress?: ShowProgress | undefined;
}

class WorkerPlace implements Place {
  readonly isWorker = true;
  readonly #core: WebAssembly.Module;
  readonly #generator: LoadGenerator;
  readonly #signal: AbortSignal;
  readonly #calls = new Map<number, Call>();
  #worker!: Worker;
  #lastCall = 0;
  #hasKeys = false;
  #patience: ReturnType<typeof setTimeout> | undefined;

  static async open(core: WebAssembly.Module, generator: LoadGenerator, signal: AbortSignal): Promise<WorkerPlace> {
    const place = new WorkerPlace(core, generator, signal);
    place.#use(await start(core, true, signal));
    signal.addEventListener("abort", () => {
      clearTimeout(place.#patience);
      place.#fail(signal.reason);
      if (place.#hasKeys) retire(place.#worker, signal.reason);
      else place.#worker.terminate();
    });
    return place;
  }

  private constructor(core: WebAssembly.Module, generator: LoadGenerator, signal: AbortSignal) {
    this.#core = core;
    this.#generator = generator;
    this.#signal = signal;
  }

  issue(draft: Draft, progress: ShowProgress): Promise<Output> {
    this.#hasKeys = true;
    return this.#call({ kind: "issue", draft, now: Date.now() }, progress) as Promise<Output>;
  }

  verify(): Promise<readonly Check[]> {
    return this.#call({ kind: "verify", now: Date.now() }) as Promise<readonly Check[]>;
  }

  selfTest(): Promise<boolean> {
    return this.#call({ kind: "selfTest", now: Date.now() }) as Promise<boolean>;
  }

  pack(bundle: string, format: Format): Promise<Blob> {
    return this.#call({ kind: "pack", bundle, format }) as Promise<Blob>;
  }

  #call(request: Request, progress?: ShowProgress): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#signal.throwIfAborted();
      const call = ++this.#lastCall;
      this.#calls.set(call, { request, resolve, reject, progress });
      this.#worker.postMessage({ ...request, call });
    });
  }

  #use(worker: Worker): void {
    this.#worker = worker;
    worker.onerror = (event) => this.#fail(new Error(event.message));
    worker.onmessage = ({ data }: MessageEvent<Numbered<Reply>>) => this.#receive(data);
  }

  #receive(reply: Numbered<Reply>): void {
    clearTimeout(this.#patience);
    const call = this.#calls.get(reply.call);
    if (!call) return;
    if (reply.kind === "progress") return call.progress?.(reply.progress);
    if (reply.kind === "generator") return void this.#generator().then((module) => this.#pass(module), call.reject);
    this.#calls.delete(reply.call);
    if (reply.kind === "failed") call.reject(new Error(reply.message));
    else call.resolve(reply.value);
  }

  /** With this the worker starts workers, and tells so at once. In Firefox that sometimes never ends; then another one is to do all without. */
  #pass(generator: WebAssembly.Module): void {
    if (this.#signal.aborted) return;
    this.#worker.postMessage(generator);
    this.#patience = setTimeout(() => void this.#replace().catch((reason) => this.#fail(reason)), WORKER_PATIENCE_MS);
  }

  async #replace(): Promise<void> {
    const stuck = this.#worker;
    stuck.onmessage = stuck.onerror = null;
    stuck.terminate();
    this.#use(await start(this.#core, false, this.#signal));
    for (const [call, { request }] of this.#calls) this.#worker.postMessage({ ...request, call });
  }

  #fail(reason: unknown): void {
    for (const { reject } of this.#calls.values()) reject(reason);
    this.#calls.clear();
  }
}

/** Fails where a worker cannot be had. Browsers say so by an exception, by an event, or not at all. */
function start(core: WebAssembly.Module, mayStartOthers: boolean, signal: AbortSignal): Promise<Worker> {
  // A worker from a `blob:` is under the page's own policy, needs no file beside the page, and opens from disk too.
  const script = new Blob([workerScript], { type: "text/javascript" });
  const url = URL.createObjectURL(script);
  const started = new Promise<Worker>((resolve, reject) => {
    const worker = new Worker(url);
    const giveUp = (reason: unknown) => {
      clearTimeout(timer);
      worker.terminate();
      reject(reason);
    };
    const timer = setTimeout(() => giveUp(new Error("the worker does not answer")), WORKER_PATIENCE_MS);
    const end = () => giveUp(signal.reason);
    signal.addEventListener("abort", end);
    worker.onerror = giveUp;
    worker.onmessage = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve(worker);
    };
    worker.postMessage({ core, script: mayStartOthers ? script : undefined } satisfies Role);
  });
  return started.finally(() => URL.revokeObjectURL(url));
}

class PagePlace implements Place {
  readonly isWorker = false;
  readonly #job = new Job();
  readonly #memory: WebAssembly.Memory;
  readonly #generator: LoadGenerator;
  readonly #signal: AbortSignal;

  constructor(memory: WebAssembly.Memory, generator: LoadGenerator, signal: AbortSignal) {
    this.#memory = memory;
    this.#generator = generator;
    this.#signal = signal;
    signal.addEventListener("abort", () => this.#wipe());
  }

  async issue(draft: Draft, progress: ShowProgress): Promise<Output> {
    // What is shown comes first.
    await turn();
    this.#signal.throwIfAborted();
    const thread = new SharedThread(this.#generator, this.#signal, progress);
    // What waits for the browser or for the network knows no signal.
    return await new Promise((resolve, reject) => {
      this.#signal.addEventListener("abort", () => reject(this.#signal.reason));
      this.#job.issue(draft, Date.now(), thread).then(resolve, reject);
    });
  }

  async verify(): Promise<readonly Check[]> {
    // The files are shown first.
    await turn();
    this.#signal.throwIfAborted();
    return this.#job.verify(Date.now());
  }

  selfTest(): Promise<boolean> {
    return selfTest(Date.now(), new SharedThread(this.#generator, this.#signal, () => {}));
  }

  async pack(bundle: string, format: Format): Promise<Blob> {
    return this.#job.pack(bundle, format);
  }

  /** The heap is wiped by the core itself, as it gives memory back. */
  #wipe(): void {
    this.#job.end();
    wipeStack(this.#memory);
  }
}

/** The page's own thread, which has to show what happens meanwhile. */
class SharedThread implements Surroundings {
  readonly signal: AbortSignal;
  readonly sliceMs = SLICE_MS;
  readonly generator: LoadGenerator;
  readonly #progress: ShowProgress;
  #slice = 0;

  constructor(generator: LoadGenerator, signal: AbortSignal, progress: ShowProgress) {
    this.generator = generator;
    this.signal = signal;
    this.#progress = progress;
  }

  progress(progress: Progress): void {
    if (!this.signal.aborted) this.#progress(progress);
  }

  async pause(): Promise<void> {
    if (performance.now() - this.#slice < this.sliceMs) return;
    await turn();
    this.signal.throwIfAborted();
    this.#slice = performance.now();
  }

  searcher(): Worker {
    throw new Error("there are no workers");
  }
}

/** Has a worker overwrite its memory. One that is too busy to listen is ended all the same, and the browser takes the memory back. */
function retire(worker: Worker, { leaving }: Ended): void {
  worker.postMessage(WIPE);
  if (!leaving) return void setTimeout(() => worker.terminate(), WIPE_MS);
  // A page that is left has no later, and one that is kept for coming back would keep the worker.
  for (const start = performance.now(); performance.now() - start < LEAVING_MS; );
  worker.terminate();
}
