// One run of the core: draft in, certificates and packed files out. It runs in the worker or, where there is none, in the page.

import { defaults, deriveBits, importPassphrase, Issuing, type Check, type Draft, type Issued } from "#core";
import { Keys, type Surroundings } from "./keys";

export type Format = "zip" | "tar.gz";

export interface Output {
  readonly issued: Issued;
  /** Whether a passphrase is needed to use the authority's key. */
  readonly locked: boolean;
  /** The zip of each bundle, in the order of `issued.bundles`. */
  readonly zips: Blob[];
}

export class Job {
  #issuing: Issuing | undefined;

  async issue(draft: Draft, now: number, surroundings: Surroundings): Promise<Output> {
    this.end();
    const issuing = new Issuing(draft, now);
    this.#issuing = issuing;
    const lock = new Lock(issuing);
    const requested = lock.request(draft.caPassphrase!);
    await new Keys(issuing, surroundings).make(() => lock.derive());
    await requested;
    lock.derive();
    surroundings.signal.throwIfAborted();
    const issued = issuing.issue();
    const zips: Blob[] = [];
    for (const { name } of issued.bundles) {
      await surroundings.pause();
      zips.push(this.pack(name, "zip"));
    }
    return { issued, locked: lock.isNeeded, zips };
  }

  /** Reads what was issued again and tries it. */
  verify(now: number): Check[] {
    return this.#issuing!.verify(now);
  }

  pack(bundle: string, format: Format): Blob {
    const bytes = this.#issuing!.pack(bundle, format);
    const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: format === "zip" ? "application/zip" : "application/gzip" });
    bytes.fill(0);
    return blob;
  }

  /** Wipes the keys. */
  end(): void {
    this.#issuing?.free();
    this.#issuing = undefined;
  }
}

/** Issues certificates for nobody, and tries them. */
export async function selfTest(now: number, surroundings: Surroundings): Promise<boolean> {
  const job = new Job();
  try {
    await job.issue({ ...defaults(), hosts: "self-test.example.com", clients: "self-test" }, now, surroundings);
    return job.verify(now).every(({ passed }) => passed);
  } finally {
    job.end();
  }
}

/** The key that locks the authority's is made out of the passphrase, and slowly, so that guessing is slow as well. */
class Lock {
  readonly isNeeded: boolean;
  readonly #issuing: Issuing;
  #state: "made" | "requested" | "missing";

  constructor(issuing: Issuing) {
    this.#issuing = issuing;
    this.isNeeded = issuing.derivation !== undefined;
    this.#state = this.isNeeded ? "missing" : "made";
  }

  /** Asks the browser, which is several times as quick. Where it has no WebCrypto, or that refuses, it stays missing. */
  async request(passphrase: string): Promise<void> {
    const { derivation } = this.#issuing;
    if (!derivation) return;
    this.#state = "requested";
    try {
      const key = await importPassphrase(passphrase);
      const derived = new Uint8Array(await deriveBits(key, Uint8Array.from(derivation.salt), derivation.rounds));
      this.#issuing.setDerived(derived);
      derived.fill(0);
      this.#state = "made";
    } catch {
      this.#state = "missing";
    }
  }

  /** Makes it here if it is missing. */
  derive(): void {
    if (this.#state !== "missing") return;
    this.#issuing.derive();
    this.#state = "made";
  }
}
