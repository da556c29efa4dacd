// Takes the pictures of the READMEs again. After `cargo xtask build`:
//
//     node www/node_modules/@playwright/test/cli.js test --config tests/web/pictures.config.ts
//     pngquant --force --strip --speed 1 --ext .png www/pictures/*.png

import config from "./playwright.config";

export default {
  ...config,
  testMatch: "pictures.ts",
  use: { ...config.use, colorScheme: "light" as const, deviceScaleFactor: 2, viewport: { width: 1280, height: 826 } },
};
