// @peculiar/x509, which wants the polyfill before it.

import "reflect-metadata";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { ADDRESS, generateKeys, HOST, KEY_ALGORITHMS, keyPem, period, serial } from "./common.mjs";

export const algorithms = Object.keys(KEY_ALGORITHMS);

export async function issue(algorithm) {
  const signingAlgorithm = KEY_ALGORITHMS[algorithm];
  const [caKeys, serverKeys, clientKeys] = await generateKeys(signingAlgorithm);
  const { from: notBefore, until: notAfter } = period();
  const common = () => ({ serialNumber: hex(serial()), notBefore, notAfter, signingAlgorithm });

  const ca = await X509CertificateGenerator.createSelfSigned({
    ...common(),
    name: "CN=Docker CA",
    keys: caKeys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  const identifier = await AuthorityKeyIdentifierExtension.create(caKeys.publicKey);

  const leaf = (name, { publicKey }, purpose, ...more) =>
    X509CertificateGenerator.create({
      ...common(),
      subject: `CN=${name}`,
      issuer: ca.subjectName,
      publicKey,
      signingKey: caKeys.privateKey,
      extensions: [new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true), new ExtendedKeyUsageExtension([purpose]), identifier, ...more],
    });
  const names = new SubjectAlternativeNameExtension([
    { type: "dns", value: HOST },
    { type: "ip", value: ADDRESS },
  ]);
  const [server, client] = await Promise.all([
    leaf(HOST, serverKeys, ExtendedKeyUsage.serverAuth, names),
    leaf("client", clientKeys, ExtendedKeyUsage.clientAuth),
  ]);

  const certificates = [ca, server, client].map((certificate) => `${certificate.toString("pem")}\n`);
  return { certificates, keys: await Promise.all([caKeys, serverKeys, clientKeys].map(keyPem)) };
}

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
