// What both peers are asked for: an authority, a daemon and a client, keys and certificates as PEM.

export const HOST = "docker-1.example.com";
export const ADDRESS = "192.0.2.10";
export const DAYS = 825;

/** The names of WebCrypto. */
export const KEY_ALGORITHMS = {
  "ecdsa-p256": { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
  "ecdsa-p384": { name: "ECDSA", namedCurve: "P-384", hash: "SHA-384" },
  ed25519: { name: "Ed25519" },
  "rsa-4096": { name: "RSASSA-PKCS1-v1_5", modulusLength: 4096, publicExponent: Uint8Array.of(1, 0, 1), hash: "SHA-256" },
};

/** Three keys at once: WebCrypto makes them in parallel. */
export function generateKeys(algorithm) {
  return Promise.all([0, 1, 2].map(() => crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])));
}

export function period() {
  const from = new Date();
  return { from, until: new Date(from.getTime() + DAYS * 86_400_000) };
}

/** Positive, and never shorter. */
export function serial() {
  const bytes = crypto.getRandomValues(new Uint8Array(20));
  bytes[0] = (bytes[0] & 0x7f) | 0x40;
  return bytes;
}

export async function keyPem({ privateKey }) {
  return pem("PRIVATE KEY", await crypto.subtle.exportKey("pkcs8", privateKey));
}

export function pem(label, der) {
  const base64 = btoa(String.fromCharCode(...new Uint8Array(der)));
  return `-----BEGIN ${label}-----\n${base64.replace(/.{64}(?=.)/g, "$&\n")}\n-----END ${label}-----\n`;
}
