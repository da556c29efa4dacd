// One run: a draft becomes keys, certificates and archives, and what became of it is one state.

import type { Draft } from "#form";
import type { Asked, Brought, Unfit } from "#issue";
import { Missing } from "./assets";
import type { Under } from "./brought";
import { Ended, type Engine, type Workplace } from "./engine";
import { Refused, type OwnRequest, type Output } from "./job";
import { BEGUN, type Progress } from "./keys";

export type RunState =
  /** There are no files. */
  | { readonly kind: "none" }
  | { readonly kind: "making"; readonly progress: Progress }
  /** Files of these inputs. */
  | { readonly kind: "made"; readonly output: Output; readonly inputs: string }
  /** A check has failed: there is what was tried, and no file. */
  | { readonly kind: "wrong"; readonly output: Output };

/** How a run ended: with files, by a check that failed, by being stopped, or for a reason that the events have told. */
export type End = "made" | "wrong" | "cancelled" | "failed";

/** What went wrong though nobody made a mistake. */
export type Failure = Missing | "unchecked" | "broken";

export interface RunEvents {
  /** The state is another. */
  changed(): void;
  /** Whether the work is done beside the page. */
  placed(isWorker: boolean): void;
  /** What keeps the work from being done here; `undefined` when it can be done. */
  tried(unfit: Unfit | undefined): void;
  failed(failure: Failure): void;
}

const NONE: RunState = { kind: "none" };

export class Run {
  readonly #engine: Engine;
  readonly #events: RunEvents;
  #state = NONE;
  #tried = false;
  /** The number of the run that the state belongs to. A forgotten run may still come to its end. */
  #last = 0;

  constructor(engine: Engine, events: RunEvents) {
    this.#engine = engine;
    this.#events = events;
  }

  get state(): RunState {
    return this.#state;
  }

  /** Looks into files that somebody has brought; `undefined` when that failed, which the events say. */
  async open(files: readonly File[], passphrase: string | undefined): Promise<Brought | undefined> {
    try {
      return await (await this.#engine.place()).open(files, passphrase);
    } catch (error) {
      this.#stumble(error);
      return undefined;
    }
  }

  /** What requests that somebody has sent ask for; `undefined` when that failed, which the events say. */
  async readRequests(files: readonly File[]): Promise<Asked | undefined> {
    try {
      return await (await this.#engine.place()).readRequests(files);
    } catch (error) {
      this.#stumble(error);
      return undefined;
    }
  }

  /** Makes a key and the request for its certificate; `undefined` when that was stopped or failed, which the events say. */
  async ask(draft: Draft, role: string, progress: (progress: Progress) => void): Promise<OwnRequest | undefined> {
    try {
      return await (await this.#engine.place()).ask(draft, role, progress);
    } catch (error) {
      this.#stumble(error);
      return undefined;
    }
  }

  /** Makes keys for a draft without an error. The inputs say what the files are of. */
  async issue(draft: Draft, inputs: string, under?: Under): Promise<End> {
    const run = ++this.#last;
    const become = (state: RunState) => {
      if (run === this.#last) this.#become(state);
    };
    const place = this.#engine.place();
    const output = place.then((place) => place.issue(draft, (progress) => become({ kind: "making", progress }), under));
    output.catch(() => {});
    this.#state = { kind: "making", progress: BEGUN };
    // Asks the worker now, before the page spends its time on drawing.
    await undefined;
    this.#events.changed();
    try {
      this.#events.placed((await place).isWorker);
      const made = await output;
      const isRight = made.checks.every(({ passed }) => passed);
      become(isRight ? { kind: "made", output: made, inputs } : { kind: "wrong", output: made });
      return isRight ? "made" : "wrong";
    } catch (error) {
      become(NONE);
      this.#stumble(error);
      return error instanceof Ended ? "cancelled" : "failed";
    }
  }

  /** Says that the files are of these inputs. */
  settle(inputs: string): void {
    if (this.#state.kind === "made") this.#become({ ...this.#state, inputs });
  }

  /** The .tar.gz of a bundle; `undefined` when that failed, which the events say, and once other files are being made. */
  pack(bundle: string): Promise<Blob | undefined> {
    return this.#packed((place) => place.pack(bundle));
  }

  /** What `docker context import` takes, in the same way. */
  packContext(bundle: string, meta: string): Promise<Blob | undefined> {
    return this.#packed((place) => place.packContext(bundle, meta));
  }

  /** The .p12 of the client with this bundle, in the same way. */
  packKeystore(bundle: string, passphrase: string, readers: string): Promise<Blob | undefined> {
    return this.#packed((place) => place.packKeystore(bundle, passphrase, readers));
  }

  async #packed(pack: (place: Workplace) => Promise<Blob>): Promise<Blob | undefined> {
    if (this.#state.kind === "making") return undefined;
    try {
      return await pack(await this.#engine.place());
    } catch (error) {
      this.#stumble(error);
      return undefined;
    }
  }

  /** Stops what is under way, and wipes what held a key; files that are there stay. With `leaving`, the wiping is done before this returns. */
  cancel({ leaving = false } = {}): void {
    this.#engine.end({ leaving });
  }

  /** Stops what is under way, and forgets what was made. */
  clear({ leaving = false } = {}): void {
    this.#last++;
    this.#engine.end({ leaving });
    this.#become(NONE);
  }

  /** Starts a worker and its trial beside the page, which is still busy with itself. What goes wrong is told when it is needed. */
  start(): void {
    const tried = this.#engine.place().then((place) => (place.isWorker ? place.selfTest() : undefined));
    tried.catch(() => {});
  }

  /** Sees to it that there is a place for the work before it is needed, and tries it once, unless nothing may be issued anyway. */
  async prepare(isFit: boolean): Promise<void> {
    try {
      const place = await this.#engine.place();
      this.#events.placed(place.isWorker);
      if (isFit) await this.#tryOut(place);
    } catch (error) {
      if (error instanceof Missing) this.#events.failed(error);
    }
  }

  /** Once in a while that nobody waits for: the first time that a place is ready. */
  async #tryOut(place: Workplace): Promise<void> {
    if (this.#tried || this.#state.kind === "making") return;
    this.#tried = true;
    try {
      this.#events.tried(await place.selfTest());
    } catch (error) {
      this.#tried = false;
      if (error instanceof Ended) return;
      console.error(error);
      this.#events.tried("self-test");
    }
  }

  #become(state: RunState): void {
    this.#state = state;
    this.#events.changed();
  }

  #stumble(error: unknown): void {
    if (error instanceof Ended) return;
    console.error(error);
    this.#engine.end();
    if (error instanceof Missing) this.#events.failed(error);
    else if (!(error instanceof Refused)) this.#events.failed("broken");
    else if (error.refusal === "check-broke") this.#events.failed("unchecked");
    else this.#events.tried(error.refusal);
  }
}
