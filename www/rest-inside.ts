// A single file has everything inside.

import * as rest from "./rest";

export const bringRest = async (_attempt: number): Promise<typeof rest> => rest;
