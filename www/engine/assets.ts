// Where what comes after the first script comes from: on the site from beside the page, in a single file from inside it.

/** What the page is made of beside its scripts: what judges the form, what makes keys and certificates, what makes RSA keys where the browser does not. */
export type WasmName = "form" | "issue" | "rsa";
/** A part that a reader can be told of: the second script is what everything but the empty form is made of. */
export type PartName = WasmName | "rest";

/** Why a part is not there: nothing came; the server has it no more, so it has another version of the page by now; what came does not run here. */
export type Reason = "unreachable" | "gone" | "unusable";

export class Missing extends Error {
  constructor(
    readonly part: PartName,
    readonly reason: Reason,
    cause: unknown,
  ) {
    super(`${part}: ${reason}: ${cause}`, { cause });
  }
}

/** A part as a module, fetched and compiled once for everyone on the page. Fails with `Missing`. */
export function wasm(part: WasmName): Promise<WebAssembly.Module> {
  return once(part, part, async () => (__INSIDE__ ? WebAssembly.compile(await unpack(__WASM__[part]).arrayBuffer()) : load(__WASM__[part]).then(compile)));
}

let attempts = 0;

/** What the second script has, as `bring` imports it: by another address each time, since browsers may keep a failure. Fails with `Missing`. */
export function rest<Exports>(bring: (attempt: number) => Promise<Exports>): Promise<Exports> {
  return once("rest", "rest", () =>
    bring(attempts++).catch(async (error) => {
      // An import does not say why it failed.
      if (!(error instanceof SyntaxError)) await load(__REST__).then(() => unreachable(error));
      throw error;
    }),
  );
}

/** The scripts that go into archives. Fails with `Missing`. */
export function scripts(): Promise<string> {
  return once("issue", "scripts", async () => (__INSIDE__ ? unpack(__SCRIPTS__).text() : (await load(__SCRIPTS__)).text().catch(unreachable)));
}

/** The text of the workers' script. Fails with `Missing`. */
export function workerScript(): Promise<string> {
  return once("issue", "worker", async () => (__INSIDE__ ? __WORKER__ : await (await load(__WORKER__)).text().catch(unreachable)));
}

const started = new Map<string, Promise<unknown>>();
const arrived = new Set<string>();
const NEEDED = ["form", "issue", "rest", "scripts", "worker"];
let tell: () => void;

/** Resolves when what every reader needs is there, from any attempt. */
export const complete = new Promise<void>((resolve) => (tell = resolve));

async function once<Thing>(part: PartName, name: string, start: () => Promise<Thing>): Promise<Thing> {
  let thing = started.get(name) as Promise<Thing> | undefined;
  if (!thing) {
    thing = start();
    started.set(name, thing);
    thing.then(
      () => {
        arrived.add(name);
        if (NEEDED.every((needed) => arrived.has(needed))) tell();
      },
      // The next call tries again.
      () => started.delete(name),
    );
  }
  try {
    return await thing;
  } catch (error) {
    const [reason, cause] = error instanceof Unloaded ? [error.reason, error.cause] : (["unusable", error] as const);
    throw new Missing(part, reason, cause);
  }
}

class Unloaded extends Error {
  constructor(
    readonly reason: Reason,
    cause: unknown,
  ) {
    super(reason, { cause });
  }
}

function unreachable(error: unknown): never {
  throw new Unloaded("unreachable", error);
}

async function load(file: string): Promise<Response> {
  const response = await fetch(file).catch(unreachable);
  const isPage = response.headers.get("content-type")?.startsWith("text/html");
  // The name of a file has its hash: a server that has it no more has another one. Some give their start page for what they do not have.
  if ([404, 410].includes(response.status) || (response.ok && isPage)) throw new Unloaded("gone", `${file}: ${response.status}`);
  if (!response.ok) throw new Unloaded("unreachable", `${file}: ${response.status}`);
  return response;
}

async function compile(response: Response): Promise<WebAssembly.Module> {
  // A server that does not know the type would make compileStreaming fail.
  if (response.headers.get("content-type") !== "application/wasm") return WebAssembly.compile(await response.arrayBuffer().catch(unreachable));
  // It does not say whether the line broke or the code is bad.
  return WebAssembly.compileStreaming(response).catch((error) => {
    throw error instanceof WebAssembly.CompileError ? error : new Unloaded("unreachable", error);
  });
}

// The policy of the offline file refuses fetch, of `data:` as well.
function unpack(text: string): Response {
  return new Response(new Blob([read(text)]).stream().pipeThrough(new DecompressionStream("gzip")));
}

/** The octets that build.mjs has written as text: two characters for 13 bits, a last one for six. */
function read(text: string): Uint8Array<ArrayBuffer> {
  const octets = new Uint8Array(((text.length >> 1) * 13 + (text.length & 1) * 6) >> 3);
  const value = (index: number) => {
    const code = text.charCodeAt(index);
    return code === 32 ? 25 : code === 33 ? 57 : code - 35;
  };
  let [held, bits, count] = [0, 0, 0];
  for (let index = 0; index < text.length; index += 2) {
    const isLast = index + 1 === text.length;
    held = isLast ? (held << 6) | value(index) : (held << 13) | (91 * value(index) + value(index + 1));
    bits += isLast ? 6 : 13;
    while (bits >= 8) {
      bits -= 8;
      octets[count++] = held >> bits;
      held &= (1 << bits) - 1;
    }
  }
  return octets;
}
