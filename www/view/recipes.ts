// How other programs connect: a recipe is found by search or in its group, and made for the client and the host of the card.

import { recipes, type Plan, type RecipeHead } from "#form";
import type { AllTexts } from "../locales/language";
import { CodeBlock, type Context } from "./copy";
import { h, newId, setAttribute, setText } from "./dom";
import { placeOf } from "./place";

export interface RecipesEvents {
  /** Another recipe is wanted, or none any more. */
  changed(): void;
  /** What a link has asked for is none. */
  unknown(id: string): void;
}

export class Recipes {
  readonly element: HTMLDetailsElement;
  readonly #context: Context<AllTexts>;
  readonly #events: RecipesEvents;
  readonly #search: HTMLInputElement;
  readonly #groups = h("div", { class: "groups" });
  readonly #nothing = h("p", { class: "nothing", role: "status" });
  readonly #shown = h("div", { class: "recipe" });
  #plan: Plan | undefined;
  #heads: readonly RecipeHead[] = [];
  #buttons = new Map<string, HTMLButtonElement>();
  #blocks: CodeBlock<AllTexts>[] = [];
  #chosen: string;
  #offered = "";
  #shape = "";

  constructor(context: Context<AllTexts>, events: RecipesEvents, wanted: string) {
    this.#context = context;
    this.#events = events;
    this.#chosen = wanted;
    const { language } = context;
    this.#search = h("input", { type: "search", id: newId("recipe-search"), autocomplete: "off", autocapitalize: "off", spellcheck: "false", oninput: () => this.#filter() });
    this.#search.addEventListener("keydown", (event) => this.#take(event));
    const search = h("div", { class: "tools", role: "search" }, h("label", { for: this.#search.id }, language.text((texts) => texts.recipes.search)), this.#search);
    const summary = h("summary", {}, language.text((texts) => texts.recipes.heading));
    const intro = h("p", {}, language.text((texts) => texts.recipes.intro));
    this.element = h("details", { class: "fold recipes", "data-fold": "recipes", open: wanted !== "" }, summary, intro, search, this.#groups, this.#nothing, this.#shown);
    this.element.addEventListener("toggle", () => {
      if (this.#plan) this.show(this.#plan);
      if (this.#chosen !== "") events.changed();
    });
  }

  /** The recipe that is to be seen; empty when there is none. */
  get choice(): string {
    return this.element.open ? this.#chosen : "";
  }

  show(plan: Plan): void {
    const { firstAudience, recipe } = (this.#plan = plan);
    this.element.hidden = firstAudience === undefined;
    if (firstAudience === undefined || !this.element.open) return;
    this.#offer(firstAudience);
    const head = this.#heads.find(({ id }) => id === this.#chosen);
    this.#shown.hidden = head === undefined || recipe === undefined;
    if (head === undefined || recipe === undefined) return;
    const { language } = this.#context;
    const shape = JSON.stringify([language.locale, head.id, recipe.length]);
    if (shape !== this.#shape) {
      this.#shape = shape;
      this.#blocks = recipe.map(({ syntax }) => {
        const block = new CodeBlock(this.#context, () => head.title);
        block.element.classList.add(syntax);
        return block;
      });
      const tried = recipe.length === 0 ? [] : [h("p", { class: "tried" }, language.texts.recipes.tried[head.tried])];
      this.#shown.replaceChildren(h("h4", {}, head.title), h("p", {}, head.why), ...this.#blocks.map(({ element }) => element), ...tried);
    }
    recipe.forEach((block, index) => this.#blocks[index]!.show(placeOf(block, language), block.text));
  }

  /** Offers every recipe by its group, those first that suit the client. */
  #offer(first: Plan["firstAudience"]): void {
    const { language } = this.#context;
    const offered = `${language.locale} ${first}`;
    if (offered === this.#offered) return;
    this.#offered = offered;
    this.#heads = recipes(language.locale).recipes;
    if (this.#chosen !== "" && !this.#heads.some(({ id }) => id === this.#chosen)) {
      this.#events.unknown(this.#chosen);
      this.#chosen = "";
    }
    this.#buttons.clear();
    const names = [...new Set(this.#heads.map(({ audience }) => audience))].sort((one, other) => Number(other === first) - Number(one === first));
    const groups = names.map((name) => {
      const heading = h("h4", { id: newId("group") }, language.texts.recipes.groups[name]);
      const buttons = this.#heads.filter(({ audience }) => audience === name).map(({ id, title }) => this.#button(id, title));
      return h("div", { role: "group", "aria-labelledby": heading.id, "data-group": name }, heading, h("div", { class: "choices" }, ...buttons));
    });
    this.#groups.replaceChildren(...groups);
    this.#filter();
  }

  #button(id: string, title: string): HTMLButtonElement {
    const button = h("button", { type: "button", class: "small", "data-recipe": id, "aria-pressed": String(id === this.#chosen), onclick: () => this.#choose(id) }, title);
    this.#buttons.set(id, button);
    return button;
  }

  #choose(id: string): void {
    this.#chosen = id === this.#chosen ? "" : id;
    for (const [name, button] of this.#buttons) setAttribute(button, "aria-pressed", String(name === this.#chosen));
    this.#events.changed();
  }

  /** Shows those in which every word is found that is searched for. */
  #filter(): void {
    const words = this.#search.value.toLowerCase().split(/\s+/);
    let count = 0;
    for (const { id, title, why } of this.#heads) {
      const said = `${id} ${title} ${why}`.toLowerCase();
      const isFound = words.every((word) => said.includes(word));
      this.#buttons.get(id)!.hidden = !isFound;
      count += Number(isFound);
    }
    for (const group of this.#groups.children) (group as HTMLElement).hidden = group.querySelector("button:not([hidden])") === null;
    setText(this.#nothing, count === 0 ? this.#context.language.texts.recipes.nothing : "");
  }

  /** The return key takes the first one that is found. */
  #take(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    const [first] = this.#groups.querySelectorAll<HTMLButtonElement>("div:not([hidden]) > .choices > button:not([hidden])");
    if (first && first.dataset.recipe !== this.#chosen) this.#choose(first.dataset.recipe!);
  }
}
