// Where the work is done: in a worker, or in the page's own thread where workers are forbidden.

import type { Draft } from "#form";
import initIssue, { type Asked, type Brought, type Unfit } from "#issue";
import { Missing, scripts, wasm, workerScript } from "./assets";
import type { Under } from "./brought";
import { Job, Refused, type OwnRequest, type Output } from "./job";
import { WORKER_PATIENCE_MS, type Progress, type Thread } from "./keys";
import { turn } from "./turn";
import { WIPE, wipeStack } from "./wipe";
import type { Duty, Reply, Request, Tagged, Tools } from "./worker";

export type ShowProgress = (progress: Progress) => void;
/** A worker that listens wipes its memory within a millisecond or two. */
const WIPE_MS = 50;
const LEAVING_MS = 10;
/** How long the page's thread is kept at a time. */
const SLICE_MS = 12;

export class Engine {
  #place: Promise<Workplace> | undefined;
  #end = new AbortController();

  /** Where the work is done: always the same place until the end. Fails with `Missing`; the next call tries again. */
  place(): Promise<Workplace> {
    if (this.#place) return this.#place;
    const place = this.#open(this.#end.signal);
    this.#place = place;
    place.catch(() => {
      if (this.#place === place) this.#place = undefined;
    });
    return place;
  }

  /** Stops everything at once and wipes what held a key. What is under way fails with `Ended`. With `leaving`, the wiping is done before this returns. */
  end({ leaving = false } = {}): void {
    this.#end.abort(new Ended(leaving));
    this.#end = new AbortController();
    this.#place = undefined;
  }

  async #open(signal: AbortSignal): Promise<Workplace> {
    const tools = Promise.all([wasm("form"), wasm("issue"), scripts()]).then(([form, issue, scripts]): Tools => ({ form, issue, scripts }));
    // The caller that awaits them gets the error.
    tools.catch(() => {});
    const script = await workerScript();
    signal.throwIfAborted();
    try {
      return await InWorker.open(script, tools, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Missing) throw error;
      return await InPage.open(await tools, signal);
    }
  }
}

/** The error of work that somebody stopped. */
export class Ended extends Error {
  constructor(readonly leaving: boolean) {
    super();
  }
}

export interface Workplace {
  /** Whether it works beside the page. */
  readonly isWorker: boolean;
  /** Fails with `Refused` where nothing can be issued. */
  issue(draft: Draft, progress: ShowProgress, under?: Under): Promise<Output>;
  /** What is in files that somebody has brought. */
  open(files: readonly File[], passphrase: string | undefined): Promise<Brought>;
  /** What requests that somebody has sent ask for. */
  readRequests(files: readonly File[]): Promise<Asked>;
  /** Makes a key and the request for its certificate. Fails with `Refused` where nothing can be made. */
  ask(draft: Draft, role: string, progress: ShowProgress): Promise<OwnRequest>;
  /** What keeps this place from issuing; `undefined` when it may issue. */
  selfTest(): Promise<Unfit | undefined>;
  pack(bundle: string): Promise<Blob>;
  packContext(bundle: string, meta: string): Promise<Blob>;
  packKeystore(bundle: string, passphrase: string, readers: string): Promise<Blob>;
}

interface Call {
  readonly request: Request;
  resolve(value: unknown): void;
  reject(reason: unknown): void;
  readonly progress?: ShowProgress | undefined;
}

class InWorker implements Workplace {
  readonly isWorker = true;
  readonly #script: string;
  readonly #tools: Promise<Tools>;
  readonly #signal: AbortSignal;
  readonly #calls = new Map<number, Call>();
  #worker!: Worker;
  #lastCall = 0;
  #hasKeys = false;
  #patience: ReturnType<typeof setTimeout> | undefined;

  static async open(script: string, tools: Promise<Tools>, signal: AbortSignal): Promise<InWorker> {
    const place = new InWorker(script, tools, signal);
    place.#use(await start(script, tools, true, signal));
    signal.addEventListener("abort", () => {
      clearTimeout(place.#patience);
      place.#fail(signal.reason);
      if (place.#hasKeys) retire(place.#worker, signal.reason);
      else place.#worker.terminate();
    });
    return place;
  }

  private constructor(script: string, tools: Promise<Tools>, signal: AbortSignal) {
    this.#script = script;
    this.#tools = tools;
    this.#signal = signal;
  }

  issue(draft: Draft, progress: ShowProgress, under?: Under): Promise<Output> {
    this.#hasKeys = true;
    return this.#call({ kind: "issue", draft, now: Date.now(), under }, progress) as Promise<Output>;
  }

  open(files: readonly File[], passphrase: string | undefined): Promise<Brought> {
    this.#hasKeys = true;
    return this.#call({ kind: "open", files, passphrase, now: Date.now() }) as Promise<Brought>;
  }

  ask(draft: Draft, role: string, progress: ShowProgress): Promise<OwnRequest> {
    this.#hasKeys = true;
    return this.#call({ kind: "ask", draft, role, now: Date.now() }, progress) as Promise<OwnRequest>;
  }

  readRequests(files: readonly File[]): Promise<Asked> {
    return this.#call({ kind: "readRequests", files }) as Promise<Asked>;
  }

  selfTest(): Promise<Unfit | undefined> {
    return this.#call({ kind: "selfTest", now: Date.now() }) as Promise<Unfit | undefined>;
  }

  pack(bundle: string): Promise<Blob> {
    return this.#call({ kind: "pack", bundle }) as Promise<Blob>;
  }

  packContext(bundle: string, meta: string): Promise<Blob> {
    return this.#call({ kind: "packContext", bundle, meta }) as Promise<Blob>;
  }

  packKeystore(bundle: string, passphrase: string, readers: string): Promise<Blob> {
    return this.#call({ kind: "packKeystore", bundle, passphrase, readers }) as Promise<Blob>;
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
    worker.onmessage = ({ data }: MessageEvent<Tagged<Reply>>) => this.#receive(data);
  }

  #receive(reply: Tagged<Reply>): void {
    clearTimeout(this.#patience);
    const call = this.#calls.get(reply.call);
    if (!call) return;
    if (reply.kind === "progress") return call.progress?.(reply.progress);
    if (reply.kind === "generator") return void wasm("rsa").then((module) => this.#pass(module), call.reject);
    this.#calls.delete(reply.call);
    if (reply.kind === "failed") call.reject(reply.refusal ? new Refused(reply.refusal, reply.message) : new Error(reply.message));
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
    this.#use(await start(this.#script, this.#tools, false, this.#signal));
    for (const [call, { request }] of this.#calls) this.#worker.postMessage({ ...request, call });
  }

  #fail(reason: unknown): void {
    for (const { reject } of this.#calls.values()) reject(reason);
    this.#calls.clear();
  }
}

/** Fails where a worker cannot be had. Browsers say so by an exception, by an event, or not at all. */
function start(text: string, tools: Promise<Tools>, mayStartOthers: boolean, signal: AbortSignal): Promise<Worker> {
  // A worker from a `blob:` is under the page's own policy, and opens from disk too.
  const script = new Blob([text], { type: "text/javascript" });
  const url = URL.createObjectURL(script);
  const started = new Promise<Worker>((resolve, reject) => {
    const worker = new Worker(url);
    const giveUp = (reason: unknown) => {
      clearTimeout(timer);
      worker.terminate();
      reject(reason);
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = () => giveUp(signal.reason);
    signal.addEventListener("abort", end);
    worker.onerror = giveUp;
    worker.onmessage = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve(worker);
    };
    // It starts while the wasm is still on its way.
    tools.then((tools) => {
      timer = setTimeout(() => giveUp(new Error("the worker does not answer")), WORKER_PATIENCE_MS);
      worker.postMessage({ ...tools, script: mayStartOthers ? script : undefined } satisfies Duty);
    }, giveUp);
  });
  return started.finally(() => URL.revokeObjectURL(url));
}

class InPage implements Workplace {
  readonly isWorker = false;
  readonly #job: Job;
  readonly #memory: WebAssembly.Memory;
  readonly #signal: AbortSignal;

  static async open({ issue, scripts }: Tools, signal: AbortSignal): Promise<InPage> {
    const { memory } = await initIssue({ module_or_path: issue }).catch((error) => {
      throw new Missing("issue", "unusable", error);
    });
    signal.throwIfAborted();
    return new InPage(scripts, memory, signal);
  }

  private constructor(scripts: string, memory: WebAssembly.Memory, signal: AbortSignal) {
    this.#job = new Job(scripts);
    this.#memory = memory;
    this.#signal = signal;
    signal.addEventListener("abort", () => this.#wipe());
  }

  async open(files: readonly File[], passphrase: string | undefined): Promise<Brought> {
    await turn();
    this.#signal.throwIfAborted();
    return this.#job.open(files, passphrase, Date.now());
  }

  async ask(draft: Draft, role: string, progress: ShowProgress): Promise<OwnRequest> {
    await turn();
    this.#signal.throwIfAborted();
    return this.#job.ask(draft, role, Date.now(), new SharedThread(this.#signal, progress));
  }

  async readRequests(files: readonly File[]): Promise<Asked> {
    await turn();
    this.#signal.throwIfAborted();
    return this.#job.readRequests(files);
  }

  async issue(draft: Draft, progress: ShowProgress, under?: Under): Promise<Output> {
    // What is shown comes first.
    await turn();
    this.#signal.throwIfAborted();
    const thread = new SharedThread(this.#signal, progress);
    // What waits for the browser or for the network knows no signal.
    return await new Promise((resolve, reject) => {
      this.#signal.addEventListener("abort", () => reject(this.#signal.reason));
      this.#job.issue(draft, Date.now(), thread, under).then(resolve, reject);
    });
  }

  async selfTest(): Promise<Unfit | undefined> {
    return this.#job.selfTest(Date.now(), new SharedThread(this.#signal, () => {}));
  }

  async pack(bundle: string): Promise<Blob> {
    return this.#job.pack(bundle);
  }

  async packContext(bundle: string, meta: string): Promise<Blob> {
    return this.#job.packContext(bundle, meta);
  }

  async packKeystore(bundle: string, passphrase: string, readers: string): Promise<Blob> {
    await turn();
    this.#signal.throwIfAborted();
    return this.#job.packKeystore(bundle, passphrase, readers);
  }

  /** The heap is wiped by the core itself, as it gives memory back. */
  #wipe(): void {
    this.#job.end();
    wipeStack(this.#memory);
  }
}

/** The page's own thread, which has to show what happens meanwhile. */
class SharedThread implements Thread {
  readonly signal: AbortSignal;
  readonly sliceMs = SLICE_MS;
  readonly #progress: ShowProgress;
  #slice = 0;

  constructor(signal: AbortSignal, progress: ShowProgress) {
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

  generator(): Promise<WebAssembly.Module> {
    return wasm("rsa");
  }

  searcher(): Worker {
    throw new Error("there are no workers");
  }
}

/** Has a worker overwrite its memory. One that is too busy to listen is ended all the same, and the browser takes the memory back. */
function retire(worker: Worker, { leaving }: Ended): void {
  worker.postMessage(WIPE);
  if (!leaving) return void setTimeout(() => worker.terminate(), WIPE_MS);
  // No timer fires in a page that is being left, and a page in the back/forward cache would keep its worker.
  for (const start = performance.now(); performance.now() - start < LEAVING_MS; );
  worker.terminate();
}
