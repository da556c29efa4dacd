// A list that may have thousands of items: it scrolls in itself, and makes an item when that is about to be seen.

import { h, setAttribute } from "./dom";

/** How many items are made at once; the others when they come into sight. */
export const AT_ONCE = 50;
/** A list with more items than this scrolls in itself, so that what comes after it stays near. */
export const LONG = 12;

/** Whether what comes next is about to be seen. */
export function isNearEnd({ scrollTop, clientHeight, scrollHeight }: Element): boolean {
  return scrollTop + clientHeight >= scrollHeight - 2 * clientHeight;
}

export class LongList<Item> {
  readonly element: HTMLElement;
  readonly #make: (item: Item) => HTMLElement;
  #items: readonly Item[] = [];

  constructor(name: string, make: (item: Item) => HTMLElement) {
    this.element = h("ul", { class: name });
    this.#make = make;
    this.element.addEventListener("scroll", () => isNearEnd(this.element) && this.#makeMore(), { passive: true });
  }

  /** Whether it scrolls. */
  get isLong(): boolean {
    return this.#items.length > LONG;
  }

  /** Shows these, from the first one on. */
  show(items: readonly Item[]): void {
    this.#items = items;
    this.element.classList.toggle("long", this.isLong);
    this.element.replaceChildren();
    this.#makeMore();
  }

  /** Makes what comes before an item, and the item. */
  makeUpTo(item: Item): void {
    const index = this.#items.indexOf(item);
    while (index >= this.element.childElementCount) this.#makeMore();
  }

  #makeMore(): void {
    const from = this.element.childElementCount;
    const made = this.#items.slice(from, from + AT_ONCE).map((item) => this.#make(item));
    // Whoever does not see the list hears how long it is.
    const isCut = this.#items.length > AT_ONCE;
    made.forEach((element, index) => {
      setAttribute(element, "aria-posinset", isCut && from + index + 1);
      setAttribute(element, "aria-setsize", isCut && this.#items.length);
    });
    this.element.append(...made);
  }
}
