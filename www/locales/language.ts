// Which language the page speaks, and how its texts get into the document.

import { en, type Texts } from "./en";
import { zhCN } from "./zh-CN";

export type { Texts };
export type Phrase = (texts: Texts) => string;

const LOCALES = { en, "zh-CN": zhCN } as const satisfies Record<string, Texts>;
export type Locale = keyof typeof LOCALES;

export class Language {
  #locale: Locale;
  readonly #bound: (() => void)[] = [];

  constructor(locale: Locale) {
    this.#locale = locale;
  }

  get locale(): Locale {
    return this.#locale;
  }

  get texts(): Texts {
    return LOCALES[this.#locale];
  }

  /** Changes the language and every text that was bound. */
  change(locale: Locale): void {
    if (locale === this.#locale) return;
    this.#locale = locale;
    for (const update of this.#bound) update();
  }

  /** Runs now and at every change of language; for parts that live as long as the page. */
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

/** What stands for a value in a template. */
export const PLACEHOLDER = /\{(\w+)\}/g;
