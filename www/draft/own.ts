// What single hosts have already: a text for each, by the host's name as it is typed. The empty text says that a host has none, where there is one for all.
// The core reads them in one field (src/draft/own.rs).

import type { Field } from "#form";

/** The fields that hold one text for each host. */
export const OWN_FIELDS = ["hostDaemonJson", "hostExecStart"] as const satisfies readonly Field[];
export type OwnField = (typeof OWN_FIELDS)[number];

/** Begins each text in the field. */
const BEGIN = "\u001e";

export function readOwn(field: string): Map<string, string> {
  const texts = new Map<string, string>();
  for (const record of field.split(BEGIN).slice(1)) {
    const end = record.indexOf("\n");
    if (end >= 0) texts.set(record.slice(0, end), record.slice(end + 1));
  }
  return texts;
}

/** A text cannot begin another one: what begins them is in no JSON and in no unit. */
export function writeOwn(texts: ReadonlyMap<string, string>): string {
  const written = [...texts].filter(([name]) => name !== "");
  return written.map(([name, text]) => `${BEGIN}${name}\n${text.replaceAll(BEGIN, "\ufffd")}`).join("");
}
