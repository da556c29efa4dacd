// RSA keys where the browser makes none. All workers search for the primes of the same key. Such a search has no memory: after a minute it is no
// closer than a fresh one. So the others lose nothing when one finds a prime, and the estimate does not shrink while one waits.

import { assemble, Search } from "#rsa";
import { turn } from "./turn";

/** A key that is wanted, by its index in the run. */
export interface Wanted {
  readonly index: number;
  readonly bits: number;
}

/** What a searcher has to say, of primes for a key of this size: one of them, or how many milliseconds a step takes. */
export type Find = { readonly bits: number } & ({ readonly prime: Uint8Array } | { readonly step: number });

/** Looks for primes until it is ended. */
export interface Searcher {
  aim(bits: number): void;
  end(): void;
}

/** Fails where it cannot be had, at once or by `failed`. */
export type OpenSearcher = (found: (find: Find) => void, failed: (reason: unknown) => void) => Searcher;

export interface SearchEvents {
  began(key: Wanted): void;
  made(key: Wanted, pkcs8: Uint8Array): void;
  /** How many milliseconds more it will take: in four of five cases between these two. */
  likely(low: number, high: number): void;
}

/** Makes the keys, the largest first, by as many workers as can be had; without any, this thread does it. */
export async function searchKeys(
  keys: readonly Wanted[],
  workers: readonly OpenSearcher[],
  here: OpenSearcher,
  events: SearchEvents,
  signal: AbortSignal,
): Promise<void> {
  const missing = [...keys].sort((a, b) => b.bits - a.bits);
  const primes: Uint8Array[] = [];
  const steps = new Map<number, number>();
  const searchers = new Set<Searcher>();
  try {
    await new Promise<void>((resolve, reject) => {
      const next = () => {
        const [key] = missing;
        if (!key) return resolve();
        events.began(key);
        aim(key);
      };
      const aim = ({ bits }: Wanted) => {
        for (const searcher of searchers) searcher.aim(bits);
      };
      const take = (find: Find) => {
        const [key] = missing;
        const isPrime = "prime" in find;
        // What was found for larger keys comes too late.
        if (key?.bits !== find.bits) return void (isPrime && find.prime.fill(0));
        if (isPrime) primes.push(find.prime);
        else steps.set(find.bits, find.step);
        const pkcs8 = primes.length === 2 ? assemble(key.bits, primes[0]!, primes[1]!) : undefined;
        // Two that do not go together are so rare that it does not matter which one stays.
        if (primes.length === 2) primes.pop()!.fill(0);
        if (pkcs8) {
          primes.pop()!.fill(0);
          missing.shift();
          events.made(key, pkcs8);
          next();
        }
        if (steps.size > 0 && missing.length > 0) events.likely(...likely(missing, primes.length, steps, searchers.size));
      };
      const guarded = (find: Find) => {
        try {
          take(find);
        } catch (error) {
          reject(error);
        }
      };
      const enlist = (open: OpenSearcher, failed: (reason: unknown) => void) => {
        const searcher = open(guarded, (reason) => {
          if (searchers.delete(searcher)) failed(reason);
          searcher.end();
        });
        searchers.add(searcher);
      };
      const goOn = () => {
        const [key] = missing;
        if (searchers.size > 0 || !key) return;
        enlist(here, reject);
        aim(key);
      };
      signal.addEventListener("abort", () => reject(signal.reason));
      try {
        for (const open of workers) enlist(open, goOn);
      } catch {
        // Fewer workers will do.
      }
      next();
      goOn();
    });
  } finally {
    for (const searcher of searchers) searcher.end();
    for (const prime of primes) prime.fill(0);
    // What is found from here on comes too late as well.
    missing.length = 0;
  }
}

/** Report a step's time after this much searching, then whenever the total has doubled. */
const CALIBRATION_MS = 250;

/** Looks for primes in this thread, which is free for others after each slice. */
export class LocalSearcher implements Searcher {
  readonly #sliceMs: number;
  readonly #found: (find: Find) => void;
  readonly #failed: (reason: unknown) => void;
  #search: Search | undefined;
  #bits = 0;
  #steps = 0;
  #time = 0;
  #calibration = CALIBRATION_MS;

  constructor(sliceMs: number, found: (find: Find) => void, failed: (reason: unknown) => void) {
    this.#sliceMs = sliceMs;
    this.#found = found;
    this.#failed = failed;
  }

  aim(bits: number): void {
    if (bits === this.#bits) return;
    const isIdle = this.#search === undefined;
    this.end();
    this.#bits = bits;
    this.#search = new Search(bits);
    if (isIdle) this.#run().catch(this.#failed);
  }

  end(): void {
    this.#search?.free();
    this.#search = undefined;
    this.#bits = this.#steps = this.#time = 0;
    this.#calibration = CALIBRATION_MS;
  }

  async #run(): Promise<void> {
    while (this.#search) {
      const bits = this.#bits;
      const start = performance.now();
      let now = start;
      // Whoever is told of a prime may aim elsewhere.
      while (this.#bits === bits && now < start + this.#sliceMs) {
        const prime = this.#search.step();
        this.#steps++;
        now = performance.now();
        if (prime) this.#found({ bits, prime });
      }
      if (this.#bits === bits) this.#tell(now - start);
      await turn();
    }
  }

  #tell(time: number): void {
    this.#time += time;
    if (this.#time < this.#calibration) return;
    this.#calibration *= 2;
    this.#found({ bits: this.#bits, step: this.#time / this.#steps });
  }
}

/**
 * The time to the next prime is distributed exponentially, so that to several of them has a gamma distribution: its 10th and its 90th percentile, as
 * Wilson and Hilferty have approximated it.
 */
export function estimate(mean: number, shape: number): [number, number] {
  const percentile = (z: number) => mean * (1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape))) ** 3;
  return [percentile(-1.2816), percentile(1.2816)];
}

function likely(missing: readonly Wanted[], found: number, steps: ReadonlyMap<number, number>, searchers: number): [number, number] {
  const means = missing.flatMap(({ bits }) => {
    const mean = (Search.expectedSteps(bits) * stepTime(bits, steps)) / searchers;
    return [mean, mean];
  });
  means.splice(0, found);
  const mean = means.reduce((sum, one) => sum + one, 0);
  return estimate(mean, mean ** 2 / means.reduce((sum, one) => sum + one ** 2, 0));
}

/** The time of a step for a size not yet searched for, from one that was: multiplication takes the square of the size, and there are as many as bits. */
function stepTime(bits: number, steps: ReadonlyMap<number, number>): number {
  const [[known, time]] = [...steps] as [[number, number]];
  return steps.get(bits) ?? time * (bits / known) ** 3;
}
