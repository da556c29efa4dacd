// The three editions as the READMEs show them: the hosted page filled in and the files made; what the offline file says of itself; the element in a page
// of documentation.

import path from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./page";
import { documentation, EDITIONS } from "./server";

const PICTURES = path.resolve(__dirname, "../../www/pictures");
const STYLE = `<style>
  body { color: #222; font: 16px/1.6 "DejaVu Serif", "Noto Serif CJK SC", serif; margin: 0; }
  aside { background: #f3f0ea; bottom: 0; box-sizing: border-box; left: 0; padding: 2rem; position: fixed; top: 0; width: 15rem; }
  aside p { margin: 0.75rem 0; }
  article { margin-left: 15rem; padding: 1.25rem 2.5rem; }
  dockseal-generator { --dockseal-accent: #8a3b12; }
</style>`;
const DOCUMENTATION = {
  en: ["Handbook", ["Install", "Configure", "Remote access", "Upgrade"], "Remote access", "Whoever may reach Docker from another machine needs a certificate. Make it here, in this page:"],
  "zh-CN": ["手册", ["安装", "配置", "远程访问", "升级"], "远程访问", "从其他机器访问 Docker 需要证书。可以直接在本页面生成："],
} as const;

for (const [locale, file] of [
  ["en", "page.png"],
  ["zh-CN", "page.zh-CN.png"],
] as const) {
  test(`a picture of the page in ${locale}`, async ({ generator, page }) => {
    await generator.open(`locale=${locale}`);
    await generator.fill({ hosts: "docker.example.com 192.0.2.10\nbuild.example.com 192.0.2.11", clients: "alice\nci-runner" });
    for (const list of ["list-hosts", "list-clients"]) await generator.action(list).click();
    await generator.issue();
    await expect(generator.element.locator(".checks .passed")).not.toHaveCount(0);
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: path.join(PICTURES, file) });
  });

  test(`a picture of the offline file in ${locale}`, async ({ generator, page, site }) => {
    await generator.open(`locale=${locale}`, EDITIONS["the offline file"]!(site));
    await expect(generator.element.locator('[data-light="selfTest"]')).toHaveAttribute("data-state", "passed");
    await generator.element.locator(".lights summary").click();
    await page.screenshot({ path: path.join(PICTURES, file.replace("page", "offline")), fullPage: true, clip: await below(page, ".lights") });
  });

  test(`a picture of the element in ${locale}`, async ({ generator, page, site }) => {
    const [title, chapters, heading, text] = DOCUMENTATION[locale];
    const around = `<aside><strong>${title}</strong>${chapters.map((chapter) => `<p>${chapter}</p>`).join("")}</aside>`;
    const element = `<dockseal-generator lang="${locale}" hosts="docker.example.com 192.0.2.10" clients="alice"></dockseal-generator>`;
    await generator.open("", site.add("/docs/picture.html", documentation(`${STYLE}${around}<article><h1>${heading}</h1><p>${text}</p>${element}</article>`)));
    await page.screenshot({ path: path.join(PICTURES, file.replace("page", "element")) });
  });
}

/** The rectangle from this part of the page to its end. */
async function below(page: Page, selector: string): Promise<{ x: number; y: number; width: number; height: number }> {
  const { y, bottom } = await page.locator(`dockseal-generator ${selector}`).evaluate((part) => ({ y: part.getBoundingClientRect().top + scrollY, bottom: document.documentElement.scrollHeight }));
  return { x: 0, y, width: 1280, height: bottom - y };
}
