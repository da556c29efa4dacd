// openssl and Info-ZIP judge a zip of everything that a browser has downloaded.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Fails unless the bundles of this host and this client are what they should be. */
export function judge(all: string, host: string, client: string): void {
  const folder = mkdtempSync(path.join(tmpdir(), "dockseal-"));
  try {
    judgeIn(folder, all, host, client);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function judgeIn(folder: string, all: string, host: string, client: string): void {
  run("unzip", ["-q", all, "-d", folder]);
  for (const bundle of [`${host}-server`, `${client}-client`, "ca"]) run("unzip", ["-q", `${folder}/${bundle}.zip`, "-d", `${folder}/${bundle}`]);
  const server = `${folder}/${host}-server`;
  const person = `${folder}/${client}-client`;
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
    if (run("openssl", ["x509", "-noout", "-pubkey", "-in", certificate]) !== run("openssl", ["pkey", "-pubout", "-in", key])) {
      throw new Error(`${key} is not the key of ${certificate}`);
    }
  }
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
