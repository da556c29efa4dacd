/** Importing this registers `<dockseal-generator>`, unless a version of it is there already. */
export {};
