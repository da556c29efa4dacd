import { expect, expectNothingByAxe, test, type Generator } from "../page";

const choose = (generator: Generator, recipe: string) => generator.element.locator(`[data-recipe="${recipe}"]`);
const fold = (generator: Generator) => generator.element.locator('[data-fold="recipes"]');
const shown = (generator: Generator) => generator.element.locator(".recipe");

test("a recipe is made for the client and the host of the card when it is chosen, and the link keeps the choice", async ({ generator, page }) => {
  await generator.open("hosts=a.example.com%0Ab.example.com&clients=alice");
  await generator.unfold();
  await expect(shown(generator)).toBeHidden();
  await choose(generator, "traefik").click();
  await expect(choose(generator, "traefik")).toHaveAttribute("aria-pressed", "true");
  const code = shown(generator).locator("code").last();
  await expect(code).toContainText('endpoint: "tcp://a.example.com:2376"');
  await expect(code).toContainText("/etc/docker-clients/alice-client/key.pem");
  await expect(shown(generator).locator(".place").last()).toHaveText("File traefik.yml");
  await expect(shown(generator).locator(".tried")).toContainText("not run");
  await generator.element.getByLabel("Host in the commands").selectOption("b.example.com");
  await expect(code).toContainText('endpoint: "tcp://b.example.com:2376"');
  await generator.fill({ port: "2377" });
  await expect(code).toContainText('endpoint: "tcp://b.example.com:2377"');
  await expect(page).toHaveURL(/[#&]port=2377&.*recipe=traefik$/);

  await page.reload();
  await expect(shown(generator).locator("code").last()).toContainText('endpoint: "tcp://a.example.com:2377"');
  await expect(shown(generator)).toBeVisible();
  await choose(generator, "traefik").click();
  await expect(shown(generator)).toBeHidden();
  await expect(page).not.toHaveURL(/recipe/);
});

test("search finds recipes by everything that is said of them, and the return key takes the first", async ({ generator, page }) => {
  await generator.open("hosts=a.example.com");
  await generator.unfold();
  const offered = fold(generator).locator("[data-recipe]:visible");
  const all = await offered.count();
  expect(all).toBeGreaterThan(35);
  const search = fold(generator).getByRole("searchbox");
  await search.fill("dev containers");
  await expect(offered).toHaveText(["VS Code"]);
  await search.press("Enter");
  await expect(shown(generator)).toContainText("docker context use a.example.com");
  await search.fill("no such program");
  await expect(offered).toHaveCount(0);
  await expect(fold(generator).getByText("Nothing found")).toBeVisible();
  await search.press("Enter");
  await expect(shown(generator)).toContainText("docker context use a.example.com");
  await search.fill("");
  await expect(offered).toHaveCount(all);
  await expect(page).toHaveURL(/recipe=vscode$/);
});

test("what suits the kind of the client comes first", async ({ generator }) => {
  await generator.open("hosts=a.example.com&clients=deploy");
  await generator.unfold();
  const first = fold(generator).locator("[data-group]").first();
  for (const [kind, group] of [["linux", "people"], ["ci", "ci"], ["portainer", "dashboards"], ["library", "libraries"]] as const) {
    await generator.fill({ clients: `deploy kind=${kind}` });
    await expect(first).toHaveAttribute("data-group", group);
  }
});

test("of a program that cannot do TLS it is said what to do instead", async ({ generator }) => {
  await generator.open("hosts=a.example.com&recipe=zabbix");
  await expect(shown(generator)).toContainText("Run the agent on each Docker host");
  await expect(shown(generator).locator("pre, .tried")).toHaveCount(0);
});

test("a recipe speaks the language of the page, and so does the list", async ({ generator }) => {
  await generator.open("hosts=a.example.com&recipe=prometheus");
  await expect(shown(generator)).toContainText("Write https://");
  await expect(shown(generator).locator(".tried")).toContainText("refused one of another CA");
  await generator.field("locale").selectOption("zh-CN");
  await expect(shown(generator)).toContainText("请写 https://");
  await expect(fold(generator).locator("summary")).toHaveText("在其他程序中使用");
  await expect(choose(generator, "spotify")).toHaveText("Maven（Spotify，已停止维护）");
});

test("a link to a recipe that there is not is told, and where nobody connects from outside there are none", async ({ generator, page }) => {
  await generator.open("hosts=a.example.com&recipe=frobnicate");
  await expect(generator.element.locator('[data-notice="unknownKeys"]')).toContainText("recipe=frobnicate");
  await expect(shown(generator)).toBeHidden();
  await expect(page).not.toHaveURL(/frobnicate/);
  await generator.fill({ platform: "gitlab-dind" });
  await expect(fold(generator)).toBeHidden();
});

test("recipes are chosen by keys alone, and axe finds nothing", async ({ generator, page }) => {
  await generator.open("hosts=a.example.com");
  await generator.machine("client").locator('[data-action="open-row"]').press("Enter");
  await fold(generator).locator("summary").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.type("telegraf");
  await page.keyboard.press("Tab");
  await expect(choose(generator, "telegraf")).toBeFocused();
  await page.keyboard.press("Space");
  await expect(shown(generator).locator("code").last()).toContainText("[[inputs.docker]]");
  await expectNothingByAxe(generator);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 320, height: 640 }, hasTouch: true });

  test("recipes are no wider than the phone", async ({ generator, page }) => {
    await generator.open("hosts=a.example.com&recipe=jenkins");
    await expect(shown(generator).locator("pre").last()).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });
});
