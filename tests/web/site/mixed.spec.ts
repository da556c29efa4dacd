import { execFileSync } from "node:child_process";
import { expect, test } from "../page";

const HOSTS = "docker.example.com 192.0.2.10\nalpine.example.com platform=openrc days=90\ndesk.example.com platform=proxy";
const CLIENTS = "alice\nnas kind=portainer days=30";

test("a link with hosts of several platforms gives each host its own files, and says in the record what each machine is", async ({ generator }) => {
  await generator.open(new URLSearchParams({ hosts: HOSTS, clients: CLIENTS }).toString());
  await expect(generator.problem("hosts")).toHaveCount(0);
  await generator.issue();
  const own = { "docker.example.com": "tls.conf", "alpine.example.com": "daemon.json", "desk.example.com": "nginx.conf" };
  for (const [host, file] of Object.entries(own)) {
    const files = run("unzip", ["-Z1", await generator.download(`${host}-server.zip`)]).split("\n");
    expect(Object.values(own).filter((name) => files.includes(name))).toEqual([file]);
  }
  const record = JSON.parse(run("unzip", ["-p", await generator.download("ca.zip"), "dockseal.json"]));
  const machines = record.certificates.map(({ name, platform, kind }: Record<string, string>) => [name, platform ?? kind]);
  expect(machines.slice(1)).toEqual([
    ["docker.example.com", "systemd"],
    ["alpine.example.com", "openrc"],
    ["desk.example.com", "proxy"],
    ["alice", "linux"],
    ["nas", "portainer"],
  ]);
  const days = record.certificates.map(({ notBefore, notAfter }: Record<string, string>) => Math.round((Date.parse(notAfter!) - Date.parse(notBefore!)) / 86_400_000));
  expect(days).toEqual([3650, 825, 90, 825, 825, 30]);
});

test("a wrong setting is told at its line, and a right one is not", async ({ generator }) => {
  await generator.open();
  await generator.fill({ hosts: "a.example.com platform=openrc\nb.example.com platform=solaris", clients: "alice kind=phone" });
  await expect(generator.problem("hosts", "platform-unknown")).toContainText("Line 2:");
  await expect(generator.problem("clients", "client-kind-unknown")).toContainText("portainer");
  await generator.fill({ hosts: "docker.lan\n192.168.1.50", clients: "alice kind=ide" });
  await expect(generator.problem("hosts", "hosts-are-one")).toContainText("docker.lan 192.168.1.50");
  await expect(generator.problem("clients")).toHaveCount(0);
  await generator.issue();
});

function run(program: string, args: string[]): string {
  return execFileSync(program, args, { encoding: "utf8" });
}
