// What the package's manifest is made from.

export { attributeName, SECRETS } from "../link";
export { en } from "../locales/en";
