// openssl and Info-ZIP judge everything that a browser has downloaded.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** The kinds of keys, as in `rsaEncryption (4096 bit)`. */
export interface Kinds {
  readonly ca: string;
  readonly server: string;
  readonly client: string;
}

/** Where the archives are that a reader downloads. */
export interface Archives {
  /** What is handed out. */
  readonly all: string;
  /** The authority's, which is put away. */
  readonly ca: string;
}

/** A CA and its key in one file under this passphrase. */
export function madePkcs12(passphrase: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), "dockseal-"));
  const file = (name: string) => path.join(folder, name);
  run("openssl", ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", file("key.pem")]);
  run("openssl", ["req", "-new", "-x509", "-days", "900", "-key", file("key.pem"), "-subj", "/CN=ours", "-addext", "keyUsage=critical,keyCertSign", "-out", file("ca.pem")]);
  run("openssl", ["pkcs12", "-export", "-in", file("ca.pem"), "-inkey", file("key.pem"), "-passout", `pass:${passphrase}`, "-out", file("ca.p12")]);
  return file("ca.p12");
}

/** Fails unless the bundles of this host and this client are what they should be. With a passphrase, the authority's key is to be locked by it. */
export function judge(archives: Archives, host: string, client: string, passphrase?: string): Kinds {
  const folder = mkdtempSync(path.join(tmpdir(), "dockseal-"));
  try {
    return judgeIn(folder, archives, host, client, passphrase);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function judgeIn(folder: string, { all, ca: authority }: Archives, host: string, client: string, passphrase: string | undefined): Kinds {
  run("unzip", ["-q", all, "-d", folder]);
  const [top, ...others] = readdirSync(folder);
  if (!top?.endsWith("-and-others") || others.length > 0) throw new Error(`one folder, please: ${[top, ...others].join(" ")}`);
  folder = `${folder}/${top}`;
  // The archive of a client called client is called so once.
  const ofClient = client === "client" ? client : `${client}-client`;
  if (readdirSync(folder).some((name) => name.startsWith("ca."))) throw new Error("the authority is not handed out");
  run("unzip", ["-q", authority, "-d", `${folder}/ca`]);
  for (const bundle of [`${host}-server`, ofClient]) run("unzip", ["-q", `${folder}/${bundle}.zip`, "-d", `${folder}/${bundle}`]);
  const server = `${folder}/${host}-server`;
  const person = `${folder}/${ofClient}`;
  const ca = `${folder}/ca/ca.pem`;
  verify(ca, `${server}/server-cert.pem`, "sslserver", ["-verify_hostname", host]);
  verify(ca, `${person}/cert.pem`, "sslclient");
  for (const [file, purpose, options] of [
    [`${server}/server-cert.pem`, "sslclient", []],
    [`${person}/cert.pem`, "sslserver", []],
    [`${server}/server-cert.pem`, "sslserver", ["-verify_hostname", "other.example.com"]],
  ] as const) {
    if (passes(() => verify(ca, file, purpose, [...options]))) throw new Error(`${file} passes as ${purpose} ${options.join(" ")}`);
  }
  for (const [certificate, key] of [
    [`${server}/server-cert.pem`, `${server}/server-key.pem`],
    [`${person}/cert.pem`, `${person}/key.pem`],
    [ca, `${folder}/ca/ca-key.pem`],
  ] as const) {
    const locked = passphrase !== undefined && key.endsWith("ca-key.pem");
    if (readFileSync(key, "utf8").startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n") !== locked) throw new Error(`${key} is ${locked ? "not " : ""}locked`);
    const read = (options: string[], word = passphrase) => run("openssl", ["pkey", "-in", key, "-passin", `pass:${locked ? word : ""}`, ...options]);
    if (run("openssl", ["x509", "-noout", "-pubkey", "-in", certificate]) !== read(["-pubout"])) throw new Error(`${key} is not the key of ${certificate}`);
    read(["-noout", "-check"]);
    if (kind(certificate).startsWith("rsa")) run("openssl", ["rsa", "-noout", "-check", "-in", key, "-passin", `pass:${passphrase}`]);
    if (locked && passes(() => read(["-noout"], `${passphrase}x`))) throw new Error(`${key} opens with another passphrase`);
  }
  return { ca: kind(ca), server: kind(`${server}/server-cert.pem`), client: kind(`${person}/cert.pem`) };
}

function kind(certificate: string): string {
  const text = run("openssl", ["x509", "-noout", "-text", "-in", certificate]);
  return [/Public Key Algorithm: (\S+)/, /Public-Key: (.+)/].map((pattern) => pattern.exec(text)![1]).join(" ");
}

function verify(ca: string, file: string, purpose: string, options: string[] = []): void {
  run("openssl", ["verify", "-x509_strict", "-CAfile", ca, "-purpose", purpose, ...options, file]);
}

function passes(attempt: () => void): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

function run(program: string, args: string[]): string {
  return execFileSync(program, args, { encoding: "utf8", stdio: "pipe" });
}
