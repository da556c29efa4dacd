// The lines of one field that come from several sources. What is known stands first and in its own order: the first host is the one that clients use when nothing else is said.

import { readList, type MachineRole } from "./machines";

export interface KnownLine {
  readonly key: string;
  readonly name: string;
  readonly line: string;
}

export interface AskedLine {
  readonly name: string;
  readonly line: string;
}

export interface Fleet {
  readonly text: string;
  /** The key of what is known, by its line. */
  readonly known: ReadonlyMap<number, string>;
  /** The line of each request, in their order. */
  readonly asked: readonly number[];
  /** How many lines stand before those that are typed. */
  readonly linesBefore: number;
  /** How many machines stand before those that are typed. */
  readonly machinesBefore: number;
}

export const NO_FLEET: Fleet = { text: "", known: new Map(), asked: [], linesBefore: 0, machinesBefore: 0 };

/** A request of the same name takes the place of what is known; the others follow it. */
export function fleetOf(role: MachineRole, known: readonly KnownLine[], asked: readonly AskedLine[], typed: string): Fleet {
  const lines: string[] = [];
  const keys = new Map<number, string>();
  const lineOf = new Map<AskedLine, number>();
  const add = (one: AskedLine) => lineOf.set(one, lines.push(one.line));
  for (const { key, name, line } of known) {
    const again = asked.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (!again) keys.set(lines.push(line), key);
    else if (!lineOf.has(again)) add(again);
  }
  for (const one of asked) if (!lineOf.has(one)) add(one);
  const linesBefore = lines.length;
  // A request may name several machines in one line.
  const machinesBefore = keys.size + asked.reduce((count, { line }) => count + readList(line, role).entries.length, 0);
  if (typed.trim() !== "") lines.push(...typed.split("\n"));
  return { text: lines.join("\n"), known: keys, asked: asked.map((one) => lineOf.get(one)!), linesBefore, machinesBefore };
}
