//! Uptime Kuma. It makes `http://` out of `tcp://`, and looks for the three files in a folder with the name of the URL's host
//! (louislam/uptime-kuma 6398a95, `server/docker.js`).

use crate::guide::recipe::RecipeText;

pub const RECIPE: &[RecipeText] = &[
    RecipeText::typed(
        "mkdir -p 'data/docker-tls/{in_url}' &&
cp -f \"$HOME/{under}/ca.pem\" \"$HOME/{under}/cert.pem\" \"$HOME/{under}/key.pem\" 'data/docker-tls/{in_url}/'
",
    ),
    RecipeText::form(
        "Connection Type   TCP / HTTP
Docker Daemon     https://{at}
",
    ),
];
