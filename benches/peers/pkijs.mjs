// pkijs, which knows no Ed25519.

import { BitString, Integer, OctetString, Utf8String } from "asn1js";
import { AttributeTypeAndValue, AuthorityKeyIdentifier, BasicConstraints, Certificate, ExtKeyUsage, Extension, GeneralName, GeneralNames } from "pkijs";
import { ADDRESS, generateKeys, HOST, KEY_ALGORITHMS, keyPem, pem, period, serial } from "./common.mjs";

export const algorithms = ["ecdsa-p256", "ecdsa-p384"];

export async function issue(algorithm) {
  const keyAlgorithm = KEY_ALGORITHMS[algorithm];
  const [caKeys, serverKeys, clientKeys] = await generateKeys(keyAlgorithm);

  const ca = await unsigned("Docker CA", caKeys);
  const identifier = new OctetString({ valueHex: await ca.getKeyHash("SHA-1") });
  ca.issuer = ca.subject;
  ca.extensions = [
    extension("2.5.29.19", true, new BasicConstraints({ cA: true, pathLenConstraint: 0 }).toSchema()),
    extension("2.5.29.15", true, keyUsage(0x06, 1)),
    extension("2.5.29.14", false, identifier),
  ];
  await ca.sign(caKeys.privateKey, keyAlgorithm.hash);

  const leaf = async (name, keys, purpose, ...names) => {
    const certificate = await unsigned(name, keys);
    certificate.issuer = ca.subject;
    certificate.extensions = [
      extension("2.5.29.15", true, keyUsage(0x80, 7)),
      extension("2.5.29.37", false, new ExtKeyUsage({ keyPurposes: [purpose] }).toSchema()),
      extension("2.5.29.35", false, new AuthorityKeyIdentifier({ keyIdentifier: new OctetString({ valueHex: identifier.valueBlock.valueHex }) }).toSchema()),
    ];
    if (names.length > 0) certificate.extensions.push(extension("2.5.29.17", false, new GeneralNames({ names }).toSchema()));
    await certificate.sign(caKeys.privateKey, keyAlgorithm.hash);
    return certificate;
  };
  const dns = new GeneralName({ type: 2, value: HOST });
  const address = new GeneralName({ type: 7, value: new OctetString({ valueHex: Uint8Array.from(ADDRESS.split("."), Number).buffer }) });
  const [server, client] = await Promise.all([
    leaf(HOST, serverKeys, "1.3.6.1.5.5.7.3.1", dns, address),
    leaf("client", clientKeys, "1.3.6.1.5.5.7.3.2"),
  ]);

  const certificates = [ca, server, client].map((certificate) => pem("CERTIFICATE", certificate.toSchema().toBER()));
  return { certificates, keys: await Promise.all([caKeys, serverKeys, clientKeys].map(keyPem)) };
}

async function unsigned(name, { publicKey }) {
  const certificate = new Certificate();
  certificate.version = 2;
  certificate.serialNumber = new Integer({ valueHex: serial().buffer });
  certificate.subject.typesAndValues.push(new AttributeTypeAndValue({ type: "2.5.4.3", value: new Utf8String({ value: name }) }));
  const { from, until } = period();
  certificate.notBefore.value = from;
  certificate.notAfter.value = until;
  await certificate.subjectPublicKeyInfo.importKey(publicKey);
  return certificate;
}

function extension(extnID, critical, value) {
  return new Extension({ extnID, critical, extnValue: value.toBER() });
}

function keyUsage(bits, unusedBits) {
  return new BitString({ valueHex: Uint8Array.of(bits).buffer, unusedBits });
}
