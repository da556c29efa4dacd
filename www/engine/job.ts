// One run of the core: draft in, certificates and packed files out. It runs in the worker or, without one, in the page.

import { folders, orders, requestFolder, type Draft } from "#form";
import { cannotTry, isFit, Issuing, type Asked, type Brought, type Check, type Issued, type Unfit } from "#issue";
import { bringing, readRequests, type Under } from "./brought";
import { Keys, type Thread } from "./keys";

export interface Output {
  readonly issued: Issued;
  /** Whether a passphrase is needed to use the authority's key. */
  readonly locked: boolean;
  /** Whether the authority was brought. */
  readonly given: boolean;
  /** What was tried of it. */
  readonly checks: readonly Check[];
  /** Without any, a check has failed, and the keys are gone. */
  readonly zips: Zips | undefined;
}

/** The zip of what is handed out, and where in it the zip of each bundle stands. A Blob for each would cost a third of a millisecond each. */
export interface Zips {
  /** The bundles of all hosts and clients. */
  readonly all: Blob;
  /** The authority's bundle, which is put away instead. */
  readonly authority: Blob;
  /** The ends of all certificates, as `dockseal.ics`. */
  readonly calendar: Blob;
  /** The start and the end of each in `all`, in the order of `issued.bundles`; none of the last two, which are the authority's and all. */
  readonly places: readonly (readonly [number, number])[];
}

/** A key and the request for its certificate. */
export interface OwnRequest {
  /** The stem of the archive's file name. */
  readonly name: string;
  /** The request in PEM. */
  readonly pem: string;
  /** SHA-256 over the key. */
  readonly fingerprint: string;
  readonly zip: Blob;
  readonly tar: Blob;
}

const ZIP = "application/zip";
/** What is packed is handed to the browser when it has become so much. */
const HANDFUL_OCTETS = 4 << 20;

/** Why nothing is issued, though nobody has made a mistake: what keeps this place from it, or a check that did not come to its end. */
export type Refusal = Unfit | "check-broke";

export class Refused extends Error {
  constructor(readonly refusal: Refusal, cause?: unknown) {
    super(refusal, { cause });
  }
}

export class Job {
  #issuing: Issuing | undefined;
  #trial: Promise<Unfit | undefined> | undefined;
  readonly #scripts: string;

  /** With the scripts that go into archives. */
  constructor(scripts: string) {
    this.#scripts = scripts;
  }

  /** What is in files that somebody has brought, without a secret. */
  async open(files: readonly File[], passphrase: string | undefined, now: number): Promise<Brought> {
    const brought = await bringing(files);
    try {
      return brought.open(passphrase, now);
    } finally {
      brought.free();
    }
  }

  /** What requests in files that somebody has sent ask for. */
  async readRequests(files: readonly File[]): Promise<Asked> {
    return readRequests(files);
  }

  /** Makes a key for the draft's host or client, and the request for its certificate. Nothing of it is kept. */
  async ask(draft: Draft, role: string, now: number, thread: Thread): Promise<OwnRequest> {
    const unfit = await this.selfTest(now, thread);
    if (unfit) throw new Refused(unfit);
    const ordered = orders(draft, "");
    let issuing: Issuing | undefined;
    try {
      issuing = Issuing.asking(ordered, role, now);
      const lock = new Lock(issuing);
      const requested = lock.request();
      requested.catch(() => {});
      const made = issuing;
      await new Keys(issuing, thread).make(() => lock.derive());
      await requested;
      lock.derive();
      thread.signal.throwIfAborted();
      const asked = made.ask(requestFolder(draft, role), now);
      const [zip, tar] = [asked.zip(), asked.tarGz()];
      try {
        const { name, pem, fingerprint } = asked;
        return { name, pem, fingerprint, zip: new Blob([zip], { type: ZIP }), tar: new Blob([tar], { type: "application/gzip" }) };
      } finally {
        wipe([zip, tar]);
        asked.free();
      }
    } finally {
      ordered.fill(0);
      issuing?.free();
    }
  }

  async issue(draft: Draft, now: number, thread: Thread, under?: Under): Promise<Output> {
    this.end();
    const unfit = await this.selfTest(now, thread);
    if (unfit) throw new Refused(unfit);
    const issuing = (this.#issuing = under ? await startUnder(draft, under, now) : start(draft, now));
    const { locked, hasKey } = issuing;
    const lock = new Lock(issuing);
    const requested = lock.request();
    const keys = new Keys(issuing, thread);
    const made = keys.make(() => lock.derive());
    // If something fails before they are waited for, nobody waits for them.
    made.catch(() => {});
    requested.catch(() => {});
    // Written while the browser makes keys.
    issuing.setFolders(folders(under && locked ? { ...draft, ...LOCKED } : draft, this.#scripts, under?.kept.join("\n") ?? "", requestedBy(under), under?.newTrust ?? "", hasKey));
    await made;
    await requested;
    lock.derive();
    await sign(issuing, keys.count, thread);
    thread.signal.throwIfAborted();
    const issued = issuing.issue();
    await thread.pause();
    // First tried, then packed: what is not right is never in anybody's hands.
    const checks = await this.#check(issuing, now, thread);
    const output = { issued, locked, given: under !== undefined, checks };
    if (!checks.every(({ passed }) => passed)) {
      this.end();
      return { ...output, zips: undefined };
    }
    return { ...output, zips: await zip(issuing, thread) };
  }

  /** What keeps this place from issuing: all that a run does is done for nobody, once. */
  async selfTest(now: number, thread: Thread): Promise<Unfit | undefined> {
    if (isFit()) return undefined;
    // Whoever asks meanwhile waits for the same trial.
    this.#trial ??= this.#tryOut(now, thread).finally(() => (this.#trial = undefined));
    return this.#trial;
  }

  async #tryOut(now: number, thread: Thread): Promise<Unfit | undefined> {
    const unfit = cannotTry();
    if (unfit) return unfit;
    let trial: Issuing | undefined;
    try {
      trial = Issuing.trial(now);
      const keys = new Keys(trial, thread, () => {});
      await keys.make(() => {});
      await sign(trial, keys.count, thread);
      trial.issue();
      await check(trial, now, thread);
    } catch (error) {
      thread.signal.throwIfAborted();
      // What breaks has not passed.
      console.error(error);
    } finally {
      trial?.free();
    }
    return isFit() ? undefined : "self-test";
  }

  /** Reads what was issued again and tries it. */
  async #check(issuing: Issuing, now: number, thread: Thread): Promise<Check[]> {
    try {
      return await check(issuing, now, thread);
    } catch (error) {
      thread.signal.throwIfAborted();
      throw new Refused("check-broke", error);
    }
  }

  /** The .tar.gz of a bundle. */
  pack(bundle: string): Blob {
    const pieces = this.#issuing!.tarGz(bundle);
    try {
      return new Blob(pieces, { type: "application/gzip" });
    } finally {
      wipe(pieces);
    }
  }

  /** The certificate and the key of the client with this bundle as PKCS#12. */
  packKeystore(bundle: string, passphrase: string, readers: string): Blob {
    const octets = this.#issuing!.pkcs12(bundle, passphrase, readers);
    try {
      return new Blob([octets], { type: "application/x-pkcs12" });
    } finally {
      wipe([octets]);
    }
  }

  /** What `docker context import` takes of the client with this bundle, with this `meta.json`. */
  packContext(bundle: string, meta: string): Blob {
    const octets = this.#issuing!.dockerContext(bundle, meta);
    try {
      return new Blob([octets], { type: "application/x-tar" });
    } finally {
      wipe([octets]);
    }
  }

  /** Wipes the keys. */
  end(): void {
    this.#issuing?.free();
    this.#issuing = undefined;
  }
}

function start(draft: Draft, now: number): Issuing {
  const ordered = orders(draft, "");
  try {
    return new Issuing(ordered, now);
  } finally {
    ordered.fill(0);
  }
}

/** The texts say of a key that was brought whether it is encrypted, and the passphrase itself is in none of them. */
const LOCKED = { caPassphrase: "encrypted", caPassphraseRepeat: "encrypted" };

function requestedBy(under: Under | undefined): string {
  return under?.requested.map(({ holder }) => holder).join("\n") ?? "";
}

/** As the core reads it. */
function linesOf({ removed, restored, ended }: Under["trust"]): string[] {
  return [...removed.map((name) => `removed ${name}`), ...restored.map((name) => `restored ${name}`), ...(ended ? ["ended"] : [])];
}

async function startUnder(draft: Draft, under: Under, now: number): Promise<Issuing> {
  const { files, passphrase, kept, requested, rewrites, renewal, trust } = under;
  const brought = await bringing(files);
  try {
    for (const { holder, pem } of requested) if (pem !== undefined) brought.addRequest(holder, pem);
    return Issuing.under(orders(draft, requestedBy(under)), brought, passphrase, [...kept], rewrites, linesOf(trust), renewal, now);
  } finally {
    brought.free();
  }
}

function sign(issuing: Issuing, count: number, thread: Thread): Promise<void> {
  return all(count, thread, (place) => issuing.requestSignature(place), (place) => issuing.sign(place));
}

async function check(issuing: Issuing, now: number, thread: Thread): Promise<Check[]> {
  await all(issuing.examine(now), thread, (index) => issuing.requestAnswer(index), (index) => issuing.answer(index));
  return issuing.verify(now);
}

async function zip(issuing: Issuing, thread: Thread): Promise<Zips> {
  const blobs: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let octets = 0;
  const handOver = () => {
    blobs.push(new Blob(pieces, { type: ZIP }));
    wipe(pieces);
    [pieces, octets] = [[], 0];
  };
  try {
    for (let piece; (piece = issuing.zipPiece()); ) {
      pieces.push(piece);
      octets += piece.length;
      if (octets >= HANDFUL_OCTETS) handOver();
      await thread.pause();
    }
    handOver();
  } finally {
    wipe(pieces);
  }
  const authority = issuing.authorityZip();
  try {
    const all = blobs.length === 1 ? blobs[0]! : new Blob(blobs, { type: ZIP });
    const calendar = new Blob([issuing.calendar()], { type: "text/calendar" });
    return { all, authority: new Blob([authority], { type: ZIP }), calendar, places: issuing.zipPlaces };
  } finally {
    wipe([authority]);
  }
}

function wipe(pieces: readonly Uint8Array[]): void {
  for (const piece of pieces) piece.fill(0);
}

/** Asks the browser for all of them, side by side, and does here what it does not. */
async function all(count: number, thread: Thread, request: (index: number) => Promise<boolean>, here: (index: number) => void): Promise<void> {
  const done = await Promise.all(Array.from({ length: count }, (_, index) => request(index)));
  thread.signal.throwIfAborted();
  for (const [index, isDone] of done.entries()) {
    if (isDone) continue;
    await thread.pause();
    here(index);
  }
}

/** The key that locks the authority's is made out of the passphrase, and slowly, so that guessing is slow as well. */
class Lock {
  readonly isNeeded: boolean;
  readonly #issuing: Issuing;
  #state: "made" | "requested" | "missing";

  constructor(issuing: Issuing) {
    this.#issuing = issuing;
    this.isNeeded = issuing.derives;
    this.#state = this.isNeeded ? "missing" : "made";
  }

  /** Asks the browser, which is several times as quick. Where it has no WebCrypto, or that refuses, it stays missing. */
  async request(): Promise<void> {
    if (!this.isNeeded) return;
    this.#state = "requested";
    this.#state = (await this.#issuing.requestDerived()) ? "made" : "missing";
  }

  /** Makes it here if it is missing. */
  derive(): void {
    if (this.#state !== "missing") return;
    this.#issuing.derive();
    this.#state = "made";
  }
}
