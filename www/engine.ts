// Where the work is done: in a worker, or in the page's own thread where workers are forbidden.

import type { Check, Draft } from "#core";
import { Job, type Format, type Output } from "./job";
import type { Numbered, Reply, Request } from "./worker";
import workerScript from "./worker.ts?script";

export type ShowProgress = (done: number, total: number) => void;

/** A worker that has not answered by then is taken for a forbidden one. */
const WORKER_PATIENCE_MS = 5000;
/** How long the page's thread is kept at a time. */
const SLICE_MS = 12;

export class Engine {
  readonly #module: WebAssembly.Module;
  #place: Promise<Place> | undefined;
  #end = new AbortController();

  constructor(module: WebAssembly.Module) {
    this.#module = module;
  }

  /** Where the work is done: always the same place until the end. */
  place(): Promise<Place> {
    return (this.#place ??= this.#open(this.#end.signal));
  }

  /** Stops everything at once; nothing that held a key is left. What is under way fails with `Ended`. */
  end(): void {
    this.#end.abort(new Ended());
    this.#end = new AbortController();
    this.#place = undefined;
  }

  async #open(signal: AbortSignal): Promise<Place> {
    try {
      return await WorkerPlace.open(this.#module, signal);
    } catch {
      signal.throwIfAborted();
      return new PagePlace(signal);
    }
  }
}

/** Somebody asked for it. */
export class Ended extends Error {}

export interface Place {
  /** Whether it works beside the page. */
  readonly isWorker: boolean;
  issue(draft: Draft, progress: ShowProgress): Promise<Output>;
  verify(): Promise<readonly Check[]>;
  pack(bundle: string, format: Format): Promise<Blob>;
}

interface Call {
  resolve(value: unknown): void;
  reject(reason: unknown): void;
  readonly progress?: ShowProgress | undefined;
}

class WorkerPlace implements Place {
  readonly isWorker = true;
  readonly #worker: Worker;
  readonly #signal: AbortSignal;
  readonly #calls = new Map<number, Call>();
  #lastCall = 0;

  /** Fails where a worker cannot be had. Browsers say so by an exception, by an event, or not at all. */
  static open(module: WebAssembly.Module, signal: AbortSignal): Promise<WorkerPlace> {
    // A worker from a `blob:` is under the page's own policy, needs no file beside the page, and opens from disk too.
    const url = URL.createObjectURL(new Blob([workerScript], { type: "text/javascript" }));
    const opened = new Promise<WorkerPlace>((resolve, reject) => {
      const worker = new Worker(url);
      const giveUp = (reason: unknown) => {
        clearTimeout(timer);
        worker.terminate();
        reject(reason);
      };
      const timer = setTimeout(() => giveUp(new Error("the worker does not answer")), WORKER_PATIENCE_MS);
      signal.addEventListener("abort", () => giveUp(signal.reason));
      worker.onerror = giveUp;
      worker.onmessage = () => {
        clearTimeout(timer);
        resolve(new WorkerPlace(worker, signal));
      };
      worker.postMessage(module);
    });
    return opened.finally(() => URL.revokeObjectURL(url));
  }

  private constructor(worker: Worker, signal: AbortSignal) {
    this.#worker = worker;
    this.#signal = signal;
    signal.addEventListener("abort", () => this.#fail(signal.reason));
    worker.onerror = (event) => this.#fail(new Error(event.message));
    worker.onmessage = ({ data }: MessageEvent<Numbered<Reply>>) => this.#receive(data);
  }

  issue(draft: Draft, progress: ShowProgress): Promise<Output> {
    return this.#call({ kind: "issue", draft, now: Date.now() }, progress) as Promise<Output>;
  }

  verify(): Promise<readonly Check[]> {
    return this.#call({ kind: "verify", now: Date.now() }) as Promise<readonly Check[]>;
  }

  pack(bundle: string, format: Format): Promise<Blob> {
    return this.#call({ kind: "pack", bundle, format }) as Promise<Blob>;
  }

  #call(request: Request, progress?: ShowProgress): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#signal.throwIfAborted();
      const call = ++this.#lastCall;
      this.#calls.set(call, { resolve, reject, progress });
      this.#worker.postMessage({ ...request, call });
    });
  }

  #receive(reply: Numbered<Reply>): void {
    const call = this.#calls.get(reply.call);
    if (!call) return;
    if (reply.kind === "progress") return call.progress?.(reply.done, reply.total);
    this.#calls.delete(reply.call);
    if (reply.kind === "failed") call.reject(new Error(reply.message));
    else call.resolve(reply.value);
  }

  #fail(reason: unknown): void {
    for (const { reject } of this.#calls.values()) reject(reason);
    this.#calls.clear();
  }
}

class PagePlace implements Place {
  readonly isWorker = false;
  readonly #job = new Job();
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener("abort", () => this.#job.end());
  }

  issue(draft: Draft, progress: ShowProgress): Promise<Output> {
    let slice = 0;
    return this.#job.issue(draft, Date.now(), async (done, total) => {
      if (performance.now() - slice < SLICE_MS) return;
      progress(done, total);
      await new Promise((resolve) => setTimeout(resolve));
      this.#signal.throwIfAborted();
      slice = performance.now();
    });
  }

  async verify(): Promise<readonly Check[]> {
    // The files are shown first.
    await new Promise((resolve) => setTimeout(resolve));
    this.#signal.throwIfAborted();
    return this.#job.verify(Date.now());
  }

  async pack(bundle: string, format: Format): Promise<Blob> {
    return this.#job.pack(bundle, format);
  }
}
