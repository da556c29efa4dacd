// The empty draft and what there is to choose from. The core decides both; the build asks it, so that the form can be filled in before the core is there.

import type { Choices, Draft, Field } from "#form";

/** A draft with every field, as the form's always is. */
export type Filled = Required<Draft>;

export const DEFAULTS: Filled = __DEFAULTS__;
export const CHOICES: Pick<Choices, "clientKind" | "firewalled" | "keyAlgorithm" | "platform" | "trust"> = __CHOICES__;

const ALIASES = new Map(__CHOICES__.alias.map(([alias, name]) => [alias, name] as const));

/** What a list offers for a value that has other names too. The core knows them all; a list shows one. */
export function offered(field: Field, value: string): string {
  const hasAliases = field === "platform" || field === "keyAlgorithm" || field === "caKeyAlgorithm";
  return (hasAliases && ALIASES.get(value)) || value;
}

/** How many octets of each field the core reads. */
export const MOST_OCTETS: ReadonlyMap<Field, number> = new Map(__CHOICES__.field.map((name, index) => [name, __CHOICES__.maxOctets[index]!]));
