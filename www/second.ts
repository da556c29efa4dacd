// The second script of the site: rest.ts, without what the first one has.

import "./main";

export * from "./rest";
