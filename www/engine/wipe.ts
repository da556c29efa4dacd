// Overwrites what held keys.

/** The message that has a worker overwrite its memory and end itself. */
export const WIPE = "wipe";

/** The size of the stack, which Rust's linker puts at the first addresses. Between calls nothing in it is in use. */
const STACK_BYTES = 1 << 20;

export function wipeStack({ buffer }: WebAssembly.Memory): void {
  new Uint8Array(buffer, 0, STACK_BYTES).fill(0);
}
