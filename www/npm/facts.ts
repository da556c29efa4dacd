// What the package's manifest is made from.

import type { Field } from "#core";

export { choices, defaults, initSync } from "#core";
export { attributeName, SECRETS } from "../link";
export { en } from "../locales/en";

/** What may stand between several values. */
export const SEPARATORS: Partial<Record<Field, string>> = {
  hosts: "In an attribute, ; ends a line too.",
  clients: "In an attribute, they are separated by commas or ;.",
  allowedSources: "Separated by commas, spaces, ; or line breaks.",
};
