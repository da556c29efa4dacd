// node-forge. Without WebCrypto its keys are JavaScript's own work, in the two workers that it has by itself.

import forge from "node-forge";
import { ADDRESS, HOST, period, serial } from "./common.mjs";

const { pki, util } = forge;

export async function issue(algorithm) {
  const bits = Number(algorithm.replace("rsa-", ""));
  const keys = [];
  // One after another: each has both workers.
  for (let count = 0; count < 3; count++) keys.push(await generate(bits));
  const [ca, server, client] = keys;
  const authority = { subject: [{ name: "commonName", value: "Docker CA" }], keys: ca };
  const names = [
    { type: 2, value: HOST },
    { type: 7, ip: ADDRESS },
  ];
  const certificates = [
    certificate(authority, authority, [
      { name: "basicConstraints", critical: true, cA: true, pathLenConstraint: 0 },
      { name: "keyUsage", critical: true, keyCertSign: true, cRLSign: true },
      { name: "subjectKeyIdentifier" },
    ]),
    leaf(authority, HOST, server, { name: "extKeyUsage", serverAuth: true }, { name: "subjectAltName", altNames: names }),
    leaf(authority, "client", client, { name: "extKeyUsage", clientAuth: true }),
  ];
  return { certificates: certificates.map((one) => pki.certificateToPem(one)), keys: keys.map(({ privateKey }) => pki.privateKeyToPem(privateKey)) };
}

function generate(bits) {
  return new Promise((resolve, reject) => {
    const options = { bits, workers: 2, workerScript: "/bench/prime.worker.min.js" };
    pki.rsa.generateKeyPair(options, (error, keys) => (error ? reject(error) : resolve(keys)));
  });
}

function leaf(authority, name, keys, ...extensions) {
  const identifier = { name: "authorityKeyIdentifier", keyIdentifier: pki.getPublicKeyFingerprint(authority.keys.publicKey).getBytes() };
  const usage = { name: "keyUsage", critical: true, digitalSignature: true };
  return certificate(authority, { subject: [{ name: "commonName", value: name }], keys }, [usage, identifier, ...extensions]);
}

function certificate(issuer, { subject, keys }, extensions) {
  const made = pki.createCertificate();
  made.publicKey = keys.publicKey;
  made.serialNumber = util.bytesToHex(util.binary.raw.encode(serial()));
  const { from, until } = period();
  Object.assign(made.validity, { notBefore: from, notAfter: until });
  made.setSubject(subject);
  made.setIssuer(issuer.subject);
  made.setExtensions(extensions);
  made.sign(issuer.keys.privateKey, forge.md.sha256.create());
  return made;
}
