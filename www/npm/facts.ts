// What the package's manifest is made from.

export { attributeName } from "../link";
export { en } from "../locales/en";
