// Where the wasm comes from: on the site from beside the page, in a single file from inside it.

export type Wasm = keyof typeof __WASM__;

const modules = new Map<Wasm, Promise<WebAssembly.Module>>();

/** A module, fetched and compiled once for everyone on the page. */
export function wasm(name: Wasm): Promise<WebAssembly.Module> {
  let module = modules.get(name);
  if (!module) {
    module = __INSIDE__ ? unpack(__WASM__[name]) : load(__WASM__[name]);
    modules.set(name, module);
    // The next one to ask tries again.
    module.catch(() => modules.delete(name));
  }
  return module;
}

async function load(file: string): Promise<WebAssembly.Module> {
  const response = await fetch(file);
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  // A server that does not know the type would make compileStreaming fail.
  const streams = response.headers.get("content-type") === "application/wasm";
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

// The policy of the offline file refuses fetch, of `data:` as well.
async function unpack(base64: string): Promise<WebAssembly.Module> {
  const gzip = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const bytes = new Blob([gzip]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(bytes).arrayBuffer());
}
