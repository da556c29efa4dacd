// What a link may preset: the form's own fields, and no secret.

import type { Field } from "#form";
import { OWN_FIELDS } from "./own";

/** What a person may come for. */
export type Door = "setup" | "continue" | "request";
export const DOORS: readonly Door[] = ["setup", "continue", "request"];

/** What a link may say beside fields of the draft. */
export type Apart = "door" | "recipe";

export interface Presets {
  /** The door to open; `undefined` when the link names none that there is. */
  readonly door: Door | undefined;
  /** The recipe to show; empty when the link names none. */
  readonly recipe: string;
  readonly values: ReadonlyMap<Field, string>;
  /** Keys that name no field; they were left out. */
  readonly unknown: readonly string[];
  /** Fields that are for pasting only, and were left out. */
  readonly pasted: readonly string[];
  /** A passphrase was in it. It was not read. */
  readonly secret: boolean;
}

/** The fields that neither are read from a link or an attribute nor go into one. */
export const SECRETS: ReadonlySet<string> = new Set<Field>(["caPassphrase", "caPassphraseRepeat"]);

/** Fields for what a host has already: it may hold a password, and is long, so no link has it. */
export const PASTED: ReadonlySet<string> = new Set<Field>(["daemonJson", "execStart", ...OWN_FIELDS]);

/** Reads a fragment, without its `#`. One without `=` is an anchor and presets nothing. */
export function readFragment(fragment: string, fields: ReadonlySet<string>): Presets {
  const values = new Map<Field, string>();
  const unknown: string[] = [];
  const pasted: string[] = [];
  let secret = false;
  let door: Door | undefined;
  let recipe = "";
  for (const [key, value] of fragment.includes("=") ? new URLSearchParams(fragment) : []) {
    if (SECRETS.has(key)) secret = true;
    else if (PASTED.has(key)) pasted.push(key);
    else if (key === "door" && DOORS.includes(value as Door)) door = value as Door;
    else if (key === "recipe") recipe = value;
    else if (fields.has(key)) values.set(key as Field, value);
    else unknown.push(key);
  }
  return { door, recipe, values, unknown, pasted, secret };
}

export function writeFragment(values: readonly (readonly [Field | Apart, string])[]): string {
  return new URLSearchParams(values.filter(([field]) => !SECRETS.has(field) && !PASTED.has(field)).map(([field, value]) => [field, value])).toString();
}

/** The name of a field as an attribute. */
export function attributeName(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
