// noble-curves, JavaScript alone: three keys, and a signature over as much as a certificate has. No certificates.

import { ed25519 } from "@noble/curves/ed25519.js";
import { p256, p384 } from "@noble/curves/nist.js";

const CURVES = { "ecdsa-p256": p256, "ecdsa-p384": p384, ed25519 };
const OCTETS = 400;

export async function issue(algorithm) {
  const curve = CURVES[algorithm];
  const keys = [0, 1, 2].map(() => curve.keygen());
  const certificate = crypto.getRandomValues(new Uint8Array(OCTETS));
  return { keys, signatures: keys.map(() => curve.sign(certificate, keys[0].secretKey)) };
}
