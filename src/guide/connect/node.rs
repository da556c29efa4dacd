//! dockerode, which speaks HTTPS by itself only when all three files are there, and reads the host as the one of a URL (apocas/docker-modem 5dc5674,
//! `lib/modem.js`).

use crate::guide::{recipe::RecipeText, snippet::Syntax};

pub const RECIPE: &[RecipeText] = &[RecipeText::file(
    "version.js",
    Syntax::Javascript,
    r#"const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const Docker = require("dockerode");

const read = (name) => fs.readFileSync(path.join(os.homedir(), "{under}", name));
const docker = new Docker({
  protocol: "https",
  host: "{in_url}",
  port: {port},
  ca: read("ca.pem"),
  cert: read("cert.pem"),
  key: read("key.pem"),
});
docker.version().then(({ Version }) => console.log(Version));
"#,
)];
