// The keys of a run: those that the core makes, and RSA keys, which the browser makes or, where it does not, workers that search for primes.

import { exportKey, requestRsaKey, type Issuing, type NeededKey } from "#core";
import initRsa from "#rsa";
import { LocalSearcher, searchKeys, type Find, type OpenSearchers, type Searcher, type SearchEvents, type Wanted } from "./rsa";
import { WIPE } from "./wipe";

/** How far the keys are. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** The keys that one has to wait for; none when they are too many to look at. The same object while none of them changes. */
  readonly slow: readonly SlowKey[];
  /** Who makes those: the browser, or we in its stead. */
  readonly by: "browser" | "page";
  /** How many milliseconds more it will probably take, from and to. */
  readonly likely: readonly [number, number] | undefined;
}

/** Nothing is known yet. */
export const BEGUN: Progress = { done: 0, total: 1, slow: [], by: "browser", likely: undefined };

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
  #done = 0;
  #slow: readonly SlowKey[] = [];
  #by: Progress["by"] = "browser";
  #likely: readonly [number, number] | undefined;

  constructor(issuing: Issuing, surroundings: Surroundings) {
    this.#issuing = issuing;
    this.#surroundings = surroundings;
    this.#needed = issuing.keys;
    this.#states = this.#needed.map(() => "waiting");
    this.#wanted = this.#needed.flatMap(({ rsaBits: bits }, index) => (bits ? [{ index, bits }] : []));
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
    let pkcs8: Uint8Array;
    try {
      const requested = requestRsaKey(key.bits);
      this.#mark(key, "making");
      pkcs8 = new Uint8Array(await exportKey(await requested));
    } catch {
      return this.#mark(key, "waiting");
    }
    this.#surroundings.signal.throwIfAborted();
    this.#add(key, pkcs8);
  }

  async #search(meanwhile: () => void): Promise<void> {
    const surroundings = this.#surroundings;
    const { signal, sliceMs } = surroundings;
    this.#by = "page";
    const module = await surroundings.generator();
    signal.throwIfAborted();
    await initRsa({ module_or_path: module });
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
    const workers: OpenSearchers = (found, failed) => Array.from({ length: count }, () => new WorkerSearcher(surroundings.searcher(module), found, failed));
    const here: OpenSearchers = (found) => [new LocalSearcher(found, sliceMs)];
    await searchKeys(this.#missing, workers, events, signal).catch(() => {
      signal.throwIfAborted();
      return searchKeys(this.#missing, here, events, signal);
    });
    this.#likely = undefined;
  }

  #add(key: Wanted, pkcs8: Uint8Array): void {
    this.#issuing.addKey(key.index, pkcs8);
    pkcs8.fill(0);
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

  constructor(worker: Worker, found: (find: Find) => void, failed: (reason: unknown) => void) {
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<Find>) => found(data);
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
    this.#worker.postMessage(WIPE);
    setTimeout(() => this.#worker.terminate(), WIPE_MS);
  }
}
