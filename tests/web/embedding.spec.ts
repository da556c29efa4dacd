// The element in the pages of real documentation generators, with the lines that README tells their authors to write.

import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page, Worker } from "@playwright/test";
import { judge } from "./openssl";
import { expect, test } from "./page";
import { DIST, serve, type Site } from "./server";
import { TOOLS } from "./tools";

interface Documentation {
  /** Builds the copy of the example in this folder and gives the folder of what came out. */
  build(folder: string): string;
  /** The page with the element, and a link that leads away from it. */
  page: string;
  elsewhere: string;
  /** What the reader's typing must not open. */
  search: string;
  /** Whether the theme has dark colours. */
  dark: boolean;
}

const GENERATORS: Record<string, Documentation> = {
  mdbook: {
    build(folder) {
      copyFileSync(`${DIST}/dockseal.js`, `${folder}/src/dockseal.js`);
      run(`${TOOLS}/bin/mdbook`, ["build", folder]);
      return `${folder}/book`;
    },
    page: "docker.html",
    elsewhere: "Another page",
    search: "#mdbook-searchbar",
    dark: true,
  },
  mkdocs: {
    build(folder) {
      copyFileSync(`${DIST}/dockseal.js`, `${folder}/docs/dockseal.js`);
      python("mkdocs", ["build", "--quiet", "--strict", "--config-file", `${folder}/mkdocs.yml`]);
      return `${folder}/site`;
    },
    page: "docker/",
    elsewhere: "Another page",
    search: ".md-search__input",
    dark: true,
  },
  sphinx: {
    build(folder) {
      mkdirSync(`${folder}/_static`);
      copyFileSync(`${DIST}/dockseal.js`, `${folder}/_static/dockseal.js`);
      python("sphinx", ["--builder", "html", "--quiet", "--fail-on-warning", folder, `${folder}/_build`]);
      return `${folder}/_build`;
    },
    page: "index.html",
    elsewhere: "Another page",
    search: "input[name=q]",
    dark: false,
  },
  vitepress: {
    build(folder) {
      // `npm install` would do the same.
      mkdirSync(`${folder}/node_modules`);
      for (const name of ["vitepress", "vue"]) symlinkSync(`${TOOLS}/node_modules/${name}`, `${folder}/node_modules/${name}`);
      cpSync(`${DIST}/npm`, `${folder}/node_modules/dockseal`, { recursive: true });
      run("node", [`${TOOLS}/node_modules/vitepress/bin/vitepress.js`, "build", folder]);
      return `${folder}/.vitepress/dist`;
    },
    page: "docker.html",
    elsewhere: "其他页面",
    search: "#localsearch-input",
    dark: true,
  },
};

for (const [name, documentation] of Object.entries(GENERATORS)) {
  test.describe(`in a page by ${name}`, () => {
    // One build for all of them.
    test.describe.configure({ mode: "default" });
    let site: Site;
    test.beforeAll(async ({}, { project }) => {
      const folder = path.resolve(project.outputDir, "../embedding", name);
      rmSync(folder, { recursive: true, force: true });
      cpSync(path.resolve(__dirname, "../embedding", name), folder, { recursive: true });
      site = await serve({ "/": documentation.build(folder) });
    });
    test.afterAll(() => site.close());
    const address = () => `http://127.0.0.1:${site.port}/${documentation.page}`;

    test(`${name}: the element is filled in, issues, and openssl takes what is downloaded`, async ({ generator, page }) => {
      await generator.open("", address());
      await expect(generator.field("hosts")).toHaveValue("docker.example.com 192.0.2.10");
      await generator.fill({ hosts: "build.example.com", clients: "alice" });
      await generator.issue();
      await expect(generator.element.locator("[data-check].passed")).not.toHaveCount(0);
      await expect(generator.element.locator("[data-notice]")).toHaveCount(0);
      expect(workers(page)).toHaveLength(1);
      judge(await generator.archives(), "build.example.com", "alice");
      await expect(generator.field("locale")).toHaveValue(name === "vitepress" ? "zh-CN" : "en");
    });

    test(`${name}: what is typed belongs to the field, not to the theme's keys`, async ({ generator, page }) => {
      await generator.open("", address());
      await generator.openOptions();
      const field = generator.field("certDirectory");
      await field.fill("");
      await field.pressSequentially("/snf.p,n/?");
      await expect(field).toHaveValue("/snf.p,n/?");
      await field.press("ArrowLeft");
      await field.press("ArrowRight");
      await field.press("Home");
      await generator.field("keyAlgorithm").press("s");
      expect(page.url()).toBe(address());
      await expect(page.locator(`${documentation.search}:visible:focus`)).toHaveCount(0);
      // And yet they work in the page around.
      await page.locator("h1").first().click();
      await page.keyboard.press("/");
      await expect(page.locator(`${documentation.search}:focus`)).toHaveCount(1);
    });

    test(`${name}: the theme leaves the element its size and its place, on a phone too`, async ({ generator, page }) => {
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 844 });
        await generator.open("", address());
        await generator.openOptions();
        await generator.issue();
        expect(await generator.field("clients").evaluate((control) => getComputedStyle(control).fontSize)).toBe("15px");
        expect(await generator.action("issue").evaluate((button) => getComputedStyle(button).fontSize)).toBe("16px");
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      }
    });

    for (const colorScheme of ["light", "dark"] as const) {
      test(`${name}: axe finds nothing in the element among ${colorScheme} colours`, async ({ generator, page }) => {
        await page.emulateMedia({ colorScheme });
        await generator.open("", address());
        await generator.issue();
        const dark = colorScheme === "dark" && documentation.dark;
        const [red] = await generator.element.evaluate((element) => getComputedStyle(element).color.match(/\d+/g)!.map(Number));
        expect(red! > 128).toBe(dark);
        const { violations } = await new AxeBuilder({ page }).include("dockseal-generator").analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual([]);
      });
    }

    test(`${name}: the element changes nothing in the page around`, async ({ page }) => {
      const look = async () => {
        // Colours of a theme fade in.
        await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== "running"));
        return page.evaluate(() => ({
          colours: [...document.querySelectorAll("body, h1, h2, p")].map((element) => {
            const { color, backgroundColor, font, margin } = getComputedStyle(element);
            return [element.tagName, color, backgroundColor, font, margin].join(" ");
          }),
          globals: Object.keys(window).filter((name) => !/^\d+$/.test(name)).sort(),
          sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
        }));
      };
      await page.goto(address());
      await expect(page.locator("dockseal-generator")).toHaveAttribute("data-state", "ready");
      const withElement = await look();
      await page.addInitScript(() => (customElements.get = () => HTMLElement as never));
      await page.goto(address());
      await page.waitForLoadState("networkidle");
      expect(await page.locator("dockseal-generator").getAttribute("data-state")).toBe(null);
      expect(withElement).toEqual(await look());
    });

    test(`${name}: the reader may leave the page and come back`, async ({ generator, page }) => {
      await generator.open("", address());
      await generator.fill({ hosts: "typed.example.com" });
      await page.getByRole("link", { name: documentation.elsewhere }).first().click();
      await expect(page.locator("dockseal-generator")).toHaveCount(0);
      await expect.poll(() => workers(page).length).toBe(0);
      await page.goBack();
      await generator.reaches("ready");
      await generator.issue();
    });
  });
}

/** Those of the element. A theme may search in one of its own. */
function workers(page: Page): Worker[] {
  return page.workers().filter((worker) => worker.url().startsWith("blob:"));
}

function python(module: string, args: string[]): void {
  run("/usr/bin/python3", ["-m", module, ...args], { PYTHONPATH: `${TOOLS}/python`, NO_MKDOCS_2_WARNING: "1" });
}

function run(program: string, args: string[], environment: Record<string, string> = {}): void {
  execFileSync(program, args, { encoding: "utf8", env: { ...process.env, ...environment }, stdio: "pipe" });
}
