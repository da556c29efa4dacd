// What the options say, in one line: a page around or a link has set them, and whoever reads it need not open twenty fields to see which.

import type { Field } from "#form";
import { DEFAULTS } from "../draft/empty";
import { PASTED } from "../draft/link";
import { format, type Texts } from "../locales/language";
import type { Context } from "./copy";
import { h } from "./dom";

/** A longer value is cut: it can be read in its field. */
const MOST_CHARACTERS = 40;

export class PresetsView {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #said = h("span", { class: "options" });
  #values: ReadonlyMap<Field, string> = new Map();
  #shown = "";

  constructor(context: Context, onChange: () => void) {
    this.#context = context;
    const change = h("button", { type: "button", class: "plain", "data-action": "change-options", onclick: onChange }, context.language.text((texts) => texts.presets.change));
    context.language.attribute(change, "aria-label", (texts) => texts.presets.changeThem);
    this.element = h("p", { class: "presets", hidden: true }, this.#said, " · ", change);
    context.language.bind(() => this.#render());
  }

  /** The options that differ from their defaults. */
  show(values: ReadonlyMap<Field, string>): void {
    this.#values = values;
    this.#render();
  }

  #render(): void {
    const { locale, texts } = this.#context.language;
    const said = sayAll(this.#values, texts);
    const shown = JSON.stringify([locale, said]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#said.replaceChildren(...said.flatMap((one, index) => [...(index === 0 ? [] : [" · "]), h("bdi", {}, one)]));
  }
}

function sayAll(values: ReadonlyMap<Field, string>, texts: Texts): string[] {
  const [host, client] = [values.get("serverDays"), values.get("clientDays")];
  const isShared = host !== undefined && host === client;
  return [...values].flatMap(([field, value]) => {
    if (isShared && field === "clientDays") return [];
    return [isShared && field === "serverDays" ? format(texts.presets.days, { count: value }) : say(field, value, texts)];
  });
}

function say(field: Field, value: string, texts: Texts): string {
  const { label } = texts.fields[field];
  // What is pasted is long, and an option that was emptied has nothing to say.
  if (PASTED.has(field) || value.trim() === "") return label;
  if (field === "keyAlgorithm") return nameOf(value, texts);
  const said = field === "caKeyAlgorithm" ? nameOf(value, texts) : value.trim().split(/\s*\n\s*/).join(", ");
  const characters = [...said];
  const cut = characters.length > MOST_CHARACTERS ? `${characters.slice(0, MOST_CHARACTERS).join("")}…` : said;
  return `${label} ${cut}`;
}

/** A kind of keys without what is said for and against it. */
function nameOf(value: string, { keyAlgorithms }: Texts): string {
  return Object.hasOwn(keyAlgorithms, value) ? keyAlgorithms[value]!.split(/[:：]/)[0]! : value;
}

/** Whether an option says something else than its default. */
export function differs(field: Field, value: string): boolean {
  return value.trim() !== DEFAULTS[field];
}
