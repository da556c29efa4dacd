// Where `cargo xtask setup` puts the programs that come from crates.io, npm and PyPI.

import path from "node:path";

export const TOOLS = path.resolve(__dirname, "../../target/tools");
