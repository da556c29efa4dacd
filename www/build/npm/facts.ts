// What the package's manifest is made from.

import type { Field } from "#form";
import type { Certificate } from "#issue";
import type { Certificate as Told } from "./index";

export { choices, defaults, initSync } from "#form";
export { attributeName, SECRETS } from "../../draft/link";
export { OWN_FIELDS } from "../../draft/own";
export { en } from "../../locales/en";

/** What may stand between several values. */
export const SEPARATORS: Partial<Record<Field, string>> = {
  hosts: "In an attribute, ; ends a line too.",
  clients: "In an attribute, they are separated by commas or ;.",
  allowedSources: "Separated by commas, spaces, ; or line breaks.",
};

/** What the event `dockseal-issued` carries is what the package's types say of it. */
export const told = (certificate: Certificate): Told => certificate;
