// The machines of a list, one entry each, and what stands between them. The core reads the same text (src/draft/entries.rs) and alone judges it.

export type MachineRole = "host" | "client";

export interface MachineEntry {
  /** What stands before it and belongs to no machine: line ends, semicolons, comments. */
  readonly before: string;
  readonly text: string;
  /** Its line, as the core counts them. */
  readonly line: number;
}

export interface List {
  readonly entries: readonly MachineEntry[];
  /** What stands after the last entry. */
  readonly after: string;
}

/** Reads a list. What comes out, put together again, is the same text to the letter. */
export function readList(text: string, role: MachineRole): List {
  const entries: MachineEntry[] = [];
  let taken = 0;
  let begin = 0;
  text.split("\n").forEach((line, index) => {
    const said = line.slice(0, commentAt(line, role));
    for (const entry of said.matchAll(ENTRIES)) {
      const isParted = role === "client" && !isDistinguishedName(entry[0]);
      for (const { 0: piece, index: at } of entry[0].matchAll(isParted ? CLIENTS : ENTRIES)) {
        const trimmed = piece.trim();
        if (trimmed === "") continue;
        const from = begin + entry.index + at + piece.indexOf(trimmed);
        entries.push({ before: text.slice(taken, from), text: trimmed, line: index + 1 });
        taken = from + trimmed.length;
      }
    }
    begin += line.length + 1;
  });
  return { entries, after: text.slice(taken) };
}

export function writeList({ entries, after }: List): string {
  return entries.map(({ before, text }) => before + text).join("") + after;
}

/** The list with another text in the place of one entry. An entry may be empty while it is typed. */
export function withEntry({ entries, after }: List, index: number, text: string): List {
  // A comment begins a word.
  const apart = (around: string) => (/^[#＃]/u.test(around) ? ` ${around}` : around);
  const changed = entries.map((entry, at) => (at === index ? { ...entry, text } : at === index + 1 ? { ...entry, before: apart(entry.before) } : entry));
  return { entries: changed, after: index === entries.length - 1 ? apart(after) : after };
}

/** The list with an empty entry at its end. */
export function withOneMore({ entries, after }: List): List {
  const before = entries.length === 0 || after.includes("\n") ? after : `${after}\n`;
  const last = entries.at(-1)?.line ?? 1;
  return { entries: [...entries, { before, text: "", line: last + before.split("\n").length - 1 }], after: "" };
}

/** The list without an entry. What stood around it stays, but for line ends that only parted it from others. */
export function withoutEntry({ entries, after }: List, index: number): List {
  const next = entries[index + 1];
  const around = entries[index]!.before + (next?.before ?? after);
  // At the beginning of a line, the number of a client would be a comment.
  const isBlank = around.trim() === "" && !/^[#＃]/u.test(next?.text ?? "");
  const left = !isBlank ? around : index === 0 ? "" : !next ? after : around.includes("\n") ? "\n" : around;
  const others = entries.flatMap((entry, at) => (at === index ? [] : at === index + 1 ? [{ ...entry, before: left }] : [entry]));
  return readAgain({ entries: others, after: next ? after : left });
}

/** The same entries, with lines counted anew. */
function readAgain({ entries, after }: List): List {
  let line = 1;
  const counted = entries.map((entry) => {
    line += entry.before.split("\n").length - 1;
    return { ...entry, line };
  });
  return { entries: counted, after };
}

/** What stands behind the names of an entry and is for its machine alone (src/draft/row.rs). */
export type Setting = "platform" | "kind" | "days";

/** The setting that says what a machine is. */
export const CHOICE: Record<MachineRole, Setting> = { host: "platform", client: "kind" };

export interface Parts {
  /** The names, and whatever is no setting. */
  readonly names: string;
  readonly settings: ReadonlyMap<Setting, string>;
}

/** Parts an entry. A setting that is there twice is left among the names, where its problem can be seen. */
export function partsOf(text: string, role: MachineRole): Parts {
  const settings = new Map<Setting, string>();
  const known: readonly string[] = [CHOICE[role], "days"];
  const names = text.split(/([\s,，、]+)/u).filter((word) => {
    const [key, value] = word.split("=", 2);
    if (value === undefined || !known.includes(key!) || settings.has(key as Setting)) return true;
    settings.set(key as Setting, value);
    return false;
  });
  return { names: settings.size === 0 ? text : names.join("").replace(/\s+/gu, " ").trim(), settings };
}

export function writeParts({ names, settings }: Parts): string {
  return [names, ...[...settings].map(([key, value]) => `${key}=${value}`)].join(" ");
}

/** The entry with another value of a setting; an empty one leaves it out. */
export function withSetting(text: string, role: MachineRole, setting: Setting, value: string): string {
  const { names, settings } = partsOf(text, role);
  const changed = new Map(settings).set(setting, value);
  if (value === "") changed.delete(setting);
  return writeParts({ names, settings: changed });
}

/** What a machine is called: the first name of a host, the whole of a client. */
export function nameOf(text: string, role: MachineRole): string {
  const { names } = partsOf(text, role);
  return role === "client" ? names.trim() : (names.trim().split(/[\s,，、]+/)[0] ?? "");
}

const ENTRIES = /[^;；\r]+/gu;
const CLIENTS = /[^;；\r,，、]+/gu;

/** A list of clients may be parted by commas, and a distinguished name has some. */
function isDistinguishedName(line: string): boolean {
  return /(?:^|[\s,/])(?:CN|OU?)\s*=/i.test(line);
}

/** Where a comment begins; a `#` within a word is none, nor is the number of a client. */
function commentAt(line: string, role: MachineRole): number {
  for (const { index } of line.matchAll(/[#＃]/gu)) {
    if (index > 0 && !/[\s,;，、；]/u.test(line[index - 1]!)) continue;
    if (index > 0 && role === "client" && /[0-9]/.test(line[index + 1] ?? "")) continue;
    return index;
  }
  return line.length;
}
