// The page as the READMEs show it: filled in, and the files made.

import path from "node:path";
import { expect, test } from "./page";

for (const [locale, file] of [
  ["en", "page.png"],
  ["zh-CN", "page.zh-CN.png"],
] as const) {
  test(`a picture of the page in ${locale}`, async ({ generator, page }) => {
    await generator.open(`locale=${locale}`);
    await generator.fill({ hosts: "docker.example.com 192.0.2.10", clients: "alice\nci-runner" });
    await generator.issue();
    await expect(generator.element.locator(".checks .passed")).not.toHaveCount(0);
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: path.resolve(__dirname, "../../www/pictures", file) });
  });
}
