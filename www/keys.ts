// The keys of a run: those that the core makes, and RSA keys, which the browser makes or, where it does not, workers that search for primes.

import { exportKey, requestRsaKey, type Issuing, type NeededKey } from "#core";
import initRsa from "#rsa";
import { estimate, LocalSearcher, searchKeys, type Find, type OpenSearcher, type Searcher, type SearchEvents, type Wanted } from "./rsa";
import { WIPE, wipeStack } from "./wipe";

/** How far the keys are. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** The keys that one has to wait for; none when they are too many to look at. The same object while none of them changes. */
  readonly slow: readonly SlowKey[];
  /** Who makes those, if there are any: the browser, or we in its stead. */
  readonly by: "browser" | "page" | undefined;
  /** How many milliseconds more it will probably take, from and to. */
  readonly likely: readonly [number, number] | undefined;
}

/** Nothing is known yet. */
export const BEGUN: Progress = { done: 0, total: 1, slow: [], by: undefined, likely: undefined };

export type SlowKey = NeededKey & { readonly state: KeyState };
export type KeyState = "waiting" | "making" | "made";

/** What the work needs of the place where it is done. */
export interface Surroundings {
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
  readonly #surroundings: Surroundings;
  readonly #needed: readonly NeededKey[];
  readonly #states: KeyState[];
  readonly #wanted: readonly Wanted[];
  readonly #start = performance.now();
  #done = 0;
  #slow: readonly SlowKey[] = [];
  #by: Progress["by"];
  #likely: readonly [number, number] | undefined;

  constructor(issuing: Issuing, surroundings: Surroundings) {
    this.#issuing = issuing;
    this.#surroundings = surroundings;
    this.#needed = issuing.keys;
    this.#states = this.#needed.map(() => "waiting");
    this.#wanted = this.#needed.flatMap(({ rsaBits: bits }, index) => (bits ? [{ index, bits }] : []));
    this.#by = this.#wanted.length > 0 ? "browser" : undefined;
  }

  /** Makes them all. `meanwhile` is called once there is nothing to do but wait for others, if ever. */
  async make(meanwhile: () => void): Promise<void> {
    // All together, so that the browser makes them side by side, and this thread the others meanwhile.
    const requested = Promise.all(this.#wanted.map((key) => this.#request(key)));
    // If the loop fails first, nobody waits for them.
    requested.catch(() => {});
    for (const [index, { rsaBits }] of this.#needed.entries()) {
      if (rsaBits) continue;
      this.#tell();
      await this.#surroundings.pause();
      this.#issuing.generateKey(index);
      this.#done++;
    }
    await requested;
    if (this.#missing.length > 0) await this.#search(meanwhile);
    this.#tell();
  }

  get #missing(): Wanted[] {
    return this.#wanted.filter(({ index }) => this.#states[index] !== "made");
  }

  /** Asks the browser. Where it has no WebCrypto, or that refuses, the key stays missing. */
  async #request(key: Wanted): Promise<void> {
    try {
      const requested = requestRsaKey(key.bits);
      this.#mark(key, "making");
      this.#add(key, new Uint8Array(await exportKey(await requested)));
      this.#likely = this.#missing.length > 0 ? this.#guess() : undefined;
      this.#tell();
    } catch {
      this.#surroundings.signal.throwIfAborted();
      this.#mark(key, "waiting");
    }
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
    const surroundings = this.#surroundings;
    const { signal, sliceMs } = surroundings;
    this.#by = "page";
    this.#likely = undefined;
    this.#tell();
    const module = await surroundings.generator();
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
    const workers = Array.from({ length: count }, (): OpenSearcher => (...told) => new WorkerSearcher(surroundings.searcher(module), ...told));
    try {
      await searchKeys(this.#missing, workers, (...told) => new LocalSearcher(sliceMs, ...told), events, signal);
    } finally {
      wipeStack(memory);
    }
    this.#likely = undefined;
  }

  #add(key: Wanted, pkcs8: Uint8Array): void {
    try {
      this.#surroundings.signal.throwIfAborted();
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
    this.#surroundings.progress({ done: this.#done, total: this.#states.length, slow: this.#slow, by: this.#by, likely: this.#likely });
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
