// A browser whose own cryptography refuses, lies or gives nonsense: what comes of it is right all the same, or nothing comes of it.

import { judge } from "./openssl";
import { changeWorker, expect, test } from "./page";

const REFUSED = 'Promise.reject(new DOMException("no", "NotSupportedError"))';
const PASSPHRASE = "nobody guesses this one";
const ECDSA = "id-ecPublicKey (256 bit)";

/** Changes one of the browser's functions. */
const replace = (name: string, body: string) => `
  { const given = SubtleCrypto.prototype.${name};
    SubtleCrypto.prototype.${name} = async function (...all) { ${body} }; }`;

/** What is made here, since the browser does not. */
const MENDED: Record<string, string> = {
  "refuses to sign": replace("sign", `return ${REFUSED};`),
  "refuses to read keys": replace("importKey", `return ${REFUSED};`),
  "refuses to verify": replace("verify", `return ${REFUSED};`),
  "derives a number": replace("deriveBits", "return 32;"),
  "derives what nobody else does": replace("deriveBits", "return new Uint8Array(32).fill(7).buffer;"),
  "derives too little": replace("deriveBits", "return (await given.apply(this, all)).slice(1);"),
};

for (const [what, source] of Object.entries(MENDED)) {
  test(`where the browser ${what}, openssl takes what is made`, async ({ generator, page }) => {
    await changeWorker(page, source);
    await generator.open("hosts=docker.example.com&clients=alice");
    await generator.fill({ caPassphrase: PASSPHRASE, caPassphraseRepeat: PASSPHRASE });
    await generator.issue();
    const all = await generator.archives();
    expect(judge(all, "docker.example.com", "alice", PASSPHRASE)).toEqual({ ca: ECDSA, server: ECDSA, client: ECDSA });
  });
}

test("where the browser makes shorter RSA keys than it is asked for, others are made", async ({ generator, page }) => {
  await changeWorker(page, replace("generateKey", "return given.call(this, all[0].modulusLength ? { ...all[0], modulusLength: 1024 } : all[0], ...all.slice(1));"));
  await generator.open("hosts=docker.example.com&clients=alice&keyAlgorithm=rsa-2048");
  await generator.issue();
  const kind = "rsaEncryption (2048 bit)";
  expect(judge(await generator.archives(), "docker.example.com", "alice")).toEqual({ ca: kind, server: kind, client: kind });
});

/** What the self-check finds, in the trial already. */
const CAUGHT: Record<string, string> = {
  "signs something else": replace("sign", "return given.call(this, ...all.slice(0, 2), new Uint8Array(9));"),
  "takes every signature for a wrong one": replace("verify", "return false;"),
};

for (const [what, source] of Object.entries(CAUGHT)) {
  test(`where the browser ${what}, nothing is issued`, async ({ generator, page }) => {
    await changeWorker(page, source);
    await generator.open("hosts=docker.example.com&clients=alice");
    await expect(generator.element.locator(".unfit")).toContainText("trial certificates were wrong");
    await expect(generator.action("issue")).toBeDisabled();
    await expect(generator.element.locator("[data-bundle]")).toHaveCount(0);
  });
}
