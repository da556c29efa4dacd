// Which language the page speaks, and how its texts get into the document.

import { h } from "./dom";
import { en } from "./locales/en";
import { zhCN } from "./locales/zh-CN";

/** English is the measure: another language has exactly its keys. */
export type Texts = typeof en;
export type Phrase = (texts: Texts) => string;

const LOCALES = { en, "zh-CN": zhCN } as const satisfies Record<string, Texts>;
export type Locale = keyof typeof LOCALES;

export class Language {
  #locale: Locale = "en";
  readonly #bound: (() => void)[] = [];

  get locale(): Locale {
    return this.#locale;
  }

  get texts(): Texts {
    return LOCALES[this.#locale];
  }

  /** Changes the language and every text that was bound. */
  change(locale: Locale): void {
    this.#locale = locale;
    for (const update of this.#bound) update();
  }

  /** Runs now and at every change of language. For parts that live as long as the page. */
  bind(update: () => void): void {
    this.#bound.push(update);
    update();
  }

  /** A text that follows the language. */
  text(phrase: Phrase): Text {
    const node = document.createTextNode("");
    this.bind(() => (node.data = phrase(this.texts)));
    return node;
  }

  /** An attribute that follows the language. */
  attribute(element: Element, name: string, phrase: Phrase): void {
    this.bind(() => element.setAttribute(name, phrase(this.texts)));
  }
}

/** Every language and its texts. */
export const LANGUAGES = Object.entries(LOCALES).map(([locale, texts]) => ({ locale: locale as Locale, texts }));

/** The language for the first of these tags (BCP 47) that we speak. */
export function chooseLocale(tags: readonly (string | null | undefined)[]): Locale {
  for (const tag of tags) {
    const locale = tag && spoken(tag);
    if (locale) return locale;
  }
  return "en";
}

/** Whether we speak the language of this tag. */
export function isSpoken(tag: string): boolean {
  return spoken(tag) !== undefined;
}

function spoken(tag: string): Locale | undefined {
  const primary = tag.toLowerCase().split("-")[0];
  if (primary === "zh") return "zh-CN";
  return primary === "en" ? "en" : undefined;
}

/** A template with its `{placeholders}` replaced. */
export function format(template: string, values: Record<string, string | number>): string {
  return template.replace(PLACEHOLDER, (_, name: string) => String(values[name] ?? ""));
}

/** The same as nodes: what a person typed stands apart from our sentence, whichever direction it is written in. */
export function formatNodes(template: string, values: Record<string, string | undefined>): (Node | string)[] {
  return template
    .split(PLACEHOLDER)
    .map((part, index) => (index % 2 === 0 ? part : h("bdi", { class: "value" }, values[part] ?? "…")));
}

/** A sentence as nodes: a line does not end within an option such as --dry-run. */
export function wholeOptions(sentence: string): (Node | string)[] {
  return sentence.split(/(--[a-z-]+)/).map((part, index) => (index % 2 === 0 ? part : h("span", { class: "option" }, part)));
}

const PLACEHOLDER = /\{(\w+)\}/g;
