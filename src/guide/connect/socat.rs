//! A local socket that leads to the host, for programs that know nothing else. socat verifies the host's name as well as its CA (socat(1), OPENSSL).

use crate::guide::recipe::RecipeText;

pub const RECIPE: &[RecipeText] = &[RecipeText::typed(
    "socat \"UNIX-LISTEN:$HOME/docker-{stem}.sock,fork,mode=0600,unlink-early\" \\
  \"OPENSSL:{at},cafile=$HOME/{under}/ca.pem,certificate=$HOME/{under}/cert.pem,key=$HOME/{under}/key.pem,verify=1\"\n",
)];
