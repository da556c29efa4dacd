// Which language the page speaks, and how its texts get into the document.

import { en, type FirstTexts } from "./en";
import type { RestTexts } from "./rest/en";
import { zhCN } from "./zh-CN";

/** What the page says: before its second script is there, only a part. */
export type Texts = FirstTexts & Partial<RestTexts>;
export type AllTexts = FirstTexts & RestTexts;
export type Phrase<Known extends Texts = Texts> = (texts: Known) => string;

const FIRST = { en, "zh-CN": zhCN } as const satisfies Record<string, FirstTexts>;
export type Locale = keyof typeof FIRST;
let spokenTexts: Record<Locale, Texts> = FIRST;

export class Language<Known extends Texts = Texts> {
  #locale: Locale;
  readonly #bound: (() => void)[] = [];

  constructor(locale: Locale) {
    this.#locale = locale;
  }

  get locale(): Locale {
    return this.#locale;
  }

  get texts(): Known {
    return spokenTexts[this.#locale] as Known;
  }

  /** Takes over the texts of the second script. */
  complete(rest: Record<Locale, RestTexts>): Language<AllTexts> {
    spokenTexts = { en: { ...en, ...rest.en }, "zh-CN": { ...zhCN, ...rest["zh-CN"] } };
    return this as unknown as Language<AllTexts>;
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
  text(phrase: Phrase<Known>): Text {
    const node = document.createTextNode("");
    this.bind(() => (node.data = phrase(this.texts)));
    return node;
  }

  /** An attribute that follows the language. */
  attribute(element: Element, name: string, phrase: Phrase<Known>): void {
    this.bind(() => element.setAttribute(name, phrase(this.texts)));
  }
}

/** Every language and its texts. */
export const LANGUAGES = Object.entries(FIRST).map(([locale, texts]) => ({ locale: locale as Locale, texts }));

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
