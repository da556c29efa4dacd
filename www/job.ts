// One run of the core: draft in, certificates and packed files out. It runs in the worker or, where there is none, in the page.

import { exportKey, Issuing, requestRsaKey, type Check, type Draft, type Issued, type NeededKey } from "#core";

export type Format = "zip" | "tar.gz";

export interface Output {
  readonly issued: Issued;
  /** The zip of each bundle, in the order of `issued.bundles`. */
  readonly zips: Blob[];
}

/** Told before each key. A promise is waited for: that is how the page stays alive. */
export type Progress = (done: number, total: number) => Promise<void> | void;

export class Job {
  #issuing: Issuing | undefined;

  async issue(draft: Draft, now: number, progress: Progress): Promise<Output> {
    this.end();
    const issuing = new Issuing(draft, now);
    this.#issuing = issuing;
    const { keys } = issuing;
    const total = keys.length;
    const requested = keys.map(requestKey);
    if (issuing.derivation) issuing.derive();
    for (let done = 0; done <= total; done++) {
      await progress(done, total);
      if (done === total) break;
      const pkcs8 = await requested[done];
      if (pkcs8) issuing.addKey(done, pkcs8);
      else issuing.generateKey(done);
    }
    const issued = issuing.issue();
    const zips: Blob[] = [];
    for (const { name } of issued.bundles) {
      await progress(total, total);
      zips.push(this.pack(name, "zip"));
    }
    return { issued, zips };
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

async function requestKey({ rsaBits }: NeededKey): Promise<Uint8Array | undefined> {
  if (!rsaBits) return undefined;
  return new Uint8Array(await exportKey(await requestRsaKey(rsaBits)));
}
