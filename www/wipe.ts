/** The message that has a worker overwrite its memory and end itself. */
export const WIPE = "wipe";
