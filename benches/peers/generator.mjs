// The RSA generator alone: three keys, by one worker for each processor.

import init, { assemble } from "../../target/wasm/dockseal_rsa.js";

const KEYS = 3;

export async function issue(algorithm) {
  const bits = Number(algorithm.replace("rsa-", ""));
  const loaded = init({ module_or_path: fetch("/wasm/dockseal_rsa_bg.wasm") });
  const workers = Array.from({ length: navigator.hardwareConcurrency }, () => new Worker("/bench/primes.js", { type: "module" }));
  const primes = [];
  await new Promise((resolve, reject) => {
    for (const worker of workers) {
      worker.onerror = reject;
      worker.onmessage = ({ data: { prime } }) => {
        if (prime && primes.push(prime) === 2 * KEYS) resolve();
      };
      worker.postMessage(bits);
    }
  });
  for (const worker of workers) worker.terminate();
  await loaded;
  const keys = Array.from({ length: KEYS }, (_, key) => assemble(bits, primes[2 * key], primes[2 * key + 1]));
  if (keys.includes(undefined)) throw new Error("two primes do not go together");
  return { keys };
}
