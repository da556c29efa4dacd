import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  outputDir: "../../target/playwright/results",
  forbidOnly: true,
  fullyParallel: true,
  // The tests share two cores with the browser.
  workers: 2,
  // A limit for what hangs, not for what is slow.
  timeout: 600_000,
  expect: { timeout: 120_000 },
  use: {
    browserName: "chromium",
    locale: "en-US",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        // A name that is not localhost, so that plain http to it is not a secure context.
        "--host-resolver-rules=MAP plain.test 127.0.0.1",
      ],
    },
  },
});
