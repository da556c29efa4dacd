// Overwriting what held keys.

/** The message that has a worker overwrite its memory and end itself. */
export const WIPE = "wipe";

/** Where Rust's linker has the stack, from the first address on. Between calls nothing in it is in use. */
const STACK_BYTES = 1 << 20;

export function wipeStack({ buffer }: WebAssembly.Memory): void {
  new Uint8Array(buffer, 0, STACK_BYTES).fill(0);
}
