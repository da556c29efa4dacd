// The keys of a run. The browser makes them; where it does not, the core does or, for RSA keys, workers that search for primes: one for each
// processor, from the same script. No timer drives the work, since a hidden tab would slow it down; timers only give up on a worker that does not
// answer or does not end.

import type { Issuing, NeededKey } from "#issue";
import initRsa from "#rsa";
import { estimate, LocalSearcher, searchKeys, type Find, type OpenSearcher, type Searcher, type SearchEvents, type Wanted } from "./rsa";
import { WIPE, wipeStack } from "./wipe";

/** How far the keys are. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** The keys that one has to wait for; empty when they are too many to look at. The same object while no key changes. */
  readonly slow: readonly SlowKey[];
  /** Who makes those, if there are any: the browser, or we in its stead. */
  readonly by: "browser" | "page" | undefined;
  /** How many milliseconds more it will probably take, from and to. */
  readonly likely: readonly [number, number] | undefined;
}

/** Nothing is known yet. */
export const BEGUN: Progress = { done: 0, total: 0, slow: [], by: undefined, likely: undefined };

export type SlowKey = NeededKey & { readonly state: KeyState };
export type KeyState = "waiting" | "making" | "made";

/** What the work needs of the place where it is done. */
export interface Thread {
  readonly signal: AbortSignal;
  /** How long the thread may be kept at a time. */
  readonly sliceMs: number;
  progress(progress: Progress): void;
  /** Lets others have the thread, where it is shared. */
  pause(): Promise<void> | void;
  /** The wasm that searches for primes. */
  generator(): Promise<WebAssembly.Module>;
  /** A worker that does so. Fails where there can be none. */
  searcher(generator: WebAssembly.Module): Worker;
}

/** A worker that has not answered by then is taken for a forbidden one. */
export const WORKER_PATIENCE_MS = 5000;
/** More are counted only. */
const SHOWN_KEYS = 12;
/** A searcher that has ended has wiped its memory by then. */
const WIPE_MS = 500;
/** Starting more takes longer than they save. */
const MAX_SEARCHERS = 16;

export class Keys {
  readonly #issuing: Issuing;
  readonly #thread: Thread;
  readonly #progress: (progress: Progress) => void;
  readonly #needed: readonly NeededKey[];
  readonly #states: KeyState[];
  readonly #wanted: readonly Wanted[];
  readonly #start = performance.now();
  #done = 0;
  #slow: readonly SlowKey[] = [];
  #by: Progress["by"];
  #likely: readonly [number, number] | undefined;

  constructor(issuing: Issuing, thread: Thread, progress = (progress: Progress) => thread.progress(progress)) {
    this.#issuing = issuing;
    this.#thread = thread;
    this.#progress = progress;
    this.#needed = issuing.keys;
    this.#states = this.#needed.map(() => "waiting");
    this.#wanted = this.#needed.flatMap(({ rsaBits: bits }, index) => (bits ? [{ index, bits }] : []));
    this.#by = this.#wanted.length > 0 ? "browser" : undefined;
  }

  get count(): number {
    return this.#needed.length;
  }

  /** Makes them all. `meanwhile` is called once there is nothing to do but wait for others, if ever. */
  async make(meanwhile: () => void): Promise<void> {
    // All together, so that the browser makes them side by side.
    const requested = await Promise.all(this.#needed.map((_, place) => this.#request(place)));
    for (const [place, { rsaBits }] of this.#needed.entries()) {
      if (rsaBits || requested[place]) continue;
      this.#tell();
      await this.#thread.pause();
      this.#issuing.generateKey(place);
      this.#done++;
    }
    if (this.#missing.length > 0) await this.#search(meanwhile);
    this.#tell();
  }

  get #missing(): Wanted[] {
    return this.#wanted.filter(({ index }) => this.#states[index] !== "made");
  }

  /** Asks the browser. Where it has no WebCrypto, or that refuses, the key stays missing. */
  async #request(place: number): Promise<boolean> {
    const key = this.#wanted.find(({ index }) => index === place);
    const requested = this.#issuing.requestKey(place);
    if (key) this.#mark(key, "making");
    const isMade = await requested;
    this.#thread.signal.throwIfAborted();
    if (isMade) this.#done++;
    if (key) {
      this.#mark(key, isMade ? "made" : "waiting");
      this.#likely = isMade && this.#missing.length > 0 ? this.#guess() : undefined;
    }
    this.#tell();
    return isMade;
  }

  /** The browser does not say how far it is: by what it took for those that are made. */
  #guess(): [number, number] {
    const left = this.#missing;
    const made = this.#wanted.length - left.length;
    // The work for a key grows with the fourth power of its size.
    const work = (keys: readonly Wanted[]) => keys.reduce((sum, { bits }) => sum + bits ** 4, 0);
    const ofLeft = work(left);
    const mean = ((performance.now() - this.#start) * ofLeft) / (work(this.#wanted) - ofLeft);
    // There is luck in both: two primes for each key.
    return estimate(mean, (2 * made * left.length) / this.#wanted.length);
  }

  async #search(meanwhile: () => void): Promise<void> {
    const thread = this.#thread;
    const { signal, sliceMs } = thread;
    this.#by = "page";
    this.#likely = undefined;
    this.#tell();
    const module = await thread.generator();
    signal.throwIfAborted();
    const { memory } = await initRsa({ module_or_path: module });
    const events: SearchEvents = {
      began: (key) => this.#mark(key, "making"),
      made: (key, pkcs8) => this.#add(key, pkcs8),
      likely: (...range) => {
        this.#likely = range;
        this.#tell();
        meanwhile();
      },
    };
    const count = Math.min(navigator.hardwareConcurrency || 1, MAX_SEARCHERS);
    const workers = Array.from({ length: count }, (): OpenSearcher => (...told) => new WorkerSearcher(thread.searcher(module), ...told));
    try {
      await searchKeys(this.#missing, workers, (...told) => new LocalSearcher(sliceMs, ...told), events, signal);
    } finally {
      wipeStack(memory);
    }
    this.#likely = undefined;
  }

  #add(key: Wanted, pkcs8: Uint8Array): void {
    try {
      this.#thread.signal.throwIfAborted();
      this.#issuing.addKey(key.index, pkcs8);
    } finally {
      pkcs8.fill(0);
    }
    this.#done++;
    this.#mark(key, "made");
  }

  #mark({ index }: Wanted, state: KeyState): void {
    this.#states[index] = state;
    if (this.#wanted.length <= SHOWN_KEYS) this.#slow = this.#wanted.map(({ index }) => ({ ...this.#needed[index]!, state: this.#states[index]! }));
    this.#tell();
  }

  #tell(): void {
    this.#progress({ done: this.#done, total: this.#states.length, slow: this.#slow, by: this.#by, likely: this.#likely });
  }
}

class WorkerSearcher implements Searcher {
  readonly #worker: Worker;
  readonly #timer: number;

  constructor(worker: Worker, found: (find: Find) => void, failed: (reason: unknown) => void) {
    this.#worker = worker;
    this.#timer = setTimeout(failed, WORKER_PATIENCE_MS, new Error("the worker does not answer"));
    worker.onmessage = ({ data }: MessageEvent<"ready" | Find>) => {
      clearTimeout(this.#timer);
      if (data !== "ready") found(data);
    };
    worker.onerror = (event) => {
      // Unless it is said to be dealt with, it counts as an error of whoever has started the worker.
      event.preventDefault();
      failed(event);
    };
  }

  aim(bits: number): void {
    this.#worker.postMessage(bits);
  }

  /** It listens after each slice; what does not is ended all the same. */
  end(): void {
    clearTimeout(this.#timer);
    this.#worker.postMessage(WIPE);
    setTimeout(() => this.#worker.terminate(), WIPE_MS);
  }
}
