// What the page has to say about itself, until it is closed.

import { h } from "./dom";
import { format, type Language, type Texts } from "../locales/language";
import type { Unknown } from "../draft/near";

export type Notice = "fromAddress" | "unknownKeys" | "pastedKeys" | "linkIgnored" | "secretKey" | "onPage" | "framed" | "unchecked" | "broken";

/** More items, or longer ones, would tell nothing more. */
const SHOWN_ITEMS = 10;
const SHOWN_CHARACTERS = 40;

export class Notices {
  readonly element = h("div", { class: "notices", role: "status" });
  readonly #language: Language;
  readonly #notices = new Map<Notice, readonly Unknown[]>();

  constructor(language: Language) {
    this.#language = language;
    language.bind(() => this.#render());
  }

  /** Shows a notice about these items, once. */
  add(notice: Notice, items: readonly Unknown[] = []): void {
    const before = this.#notices.get(notice) ?? [];
    const added = items.filter(({ name }) => !before.some((item) => item.name === name));
    this.#notices.set(notice, [...before, ...added].slice(0, SHOWN_ITEMS));
    this.#render();
  }

  /** Removes items that are no longer true, and the notice with the last of them. */
  drop(notice: Notice, isOver: (name: string) => boolean): void {
    const before = this.#notices.get(notice) ?? [];
    const left = before.filter(({ name }) => !isOver(name));
    if (left.length === before.length) return;
    if (left.length === 0) return this.remove(notice);
    this.#notices.set(notice, left);
    this.#render();
  }

  remove(notice: Notice): void {
    if (this.#notices.delete(notice)) this.#render();
  }

  #render(): void {
    this.element.replaceChildren(...[...this.#notices].map(([notice, items]) => this.#notice(notice, items, this.#language.texts)));
  }

  #notice(notice: Notice, items: readonly Unknown[], { notices }: Texts): HTMLElement {
    const close = h("button", { type: "button", class: "plain", onclick: () => this.remove(notice) }, notices.dismiss);
    const names = items.flatMap(({ name, near }) => [
      " ",
      h("bdi", { class: "value" }, [...name].slice(0, SHOWN_CHARACTERS).join("")),
      ...(near ? [" ", format(notices.near, { near })] : []),
    ]);
    return h("div", { "data-notice": notice }, h("p", {}, notices[notice], ...names), close);
  }
}
