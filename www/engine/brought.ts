// Files that somebody brings to go on with: read where the keys are, and never on the page's thread where there is a worker.

import { Bringing, type Asked } from "#issue";

/** The authority that a run is made under, and what of its certificates stays as it is. */
export interface Under {
  readonly files: readonly File[];
  /** `undefined` without the authority's key: then only whom hosts let in changes. */
  readonly passphrase: string | undefined;
  /** The roles and names of machines that get nothing new. */
  readonly kept: readonly string[];
  /** Those whose keys are their own: each with its request or, without one, for the key that the record has. */
  readonly requested: readonly Requested[];
  /** A key in a weak encryption is encrypted anew. */
  readonly rewrites: boolean;
  /** Whether its own certificate is made anew, and how: empty when it stays. */
  readonly renewal: string;
  /** Who is shut out, and who gets in again. */
  readonly trust: WantedTrust;
  /** What hosts that are kept learn: a list of clients, the CA, or nothing. */
  readonly newTrust: "" | "list" | "ca";
}

/** What is to become of whom hosts let in. Each client is called by its name. */
export interface WantedTrust {
  readonly removed: readonly string[];
  readonly restored: readonly string[];
  /** Hosts trust the CA again. */
  readonly ended: boolean;
}

/** Who gets a certificate for a key that is not made here. */
export interface Requested {
  /** Its role and its name, with a space between. */
  readonly holder: string;
  /** The request in PEM. */
  readonly pem: string | undefined;
}

/** More is refused by the core; so much is read that it sees it. */
const MOST_OCTETS = (32 << 20) + 1;

/** What the requests in these files ask for. */
export async function readRequests(files: readonly File[]): Promise<Asked> {
  const brought = await bringing(files);
  try {
    return brought.readRequests();
  } finally {
    brought.free();
  }
}

/** What is in the files, for the core. Whoever gets it frees it. */
export async function bringing(files: readonly File[]): Promise<Bringing> {
  const brought = new Bringing();
  try {
    let left = MOST_OCTETS;
    for (const file of files) {
      const octets = new Uint8Array(await file.slice(0, left).arrayBuffer());
      left = Math.max(left - octets.length, 0);
      brought.add(file.name, octets);
      octets.fill(0);
    }
    return brought;
  } catch (error) {
    brought.free();
    throw error;
  }
}
