// Elements without markup in strings: what a person typed can only ever become text.

import { PLACEHOLDER } from "../locales/language";

export type AttributeValue = string | number | boolean | undefined | ((event: Event) => void);

/** An element. `on…` attributes are listeners; `true` is an empty attribute, `false` and `undefined` leave it out. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, AttributeValue> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else setAttribute(element, name, value);
  }
  element.append(...children);
  return element;
}

export function setAttribute(element: Element, name: string, value: string | number | boolean | undefined): void {
  if (value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : String(value));
}

/** Sets a text only where it differs, so that a selection in it survives. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** Makes the options of a select these, touching only what differs. */
export function setOptions(select: HTMLSelectElement, labels: readonly string[], values: readonly string[] = labels): void {
  while (select.options.length > labels.length) select.options[select.options.length - 1]!.remove();
  labels.forEach((label, index) => {
    const option = select.options[index] ?? select.appendChild(h("option"));
    setText(option, label);
    const value = values[index]!;
    if (option.value !== value) option.value = value;
  });
}

/** A template with its `{placeholders}` replaced, as nodes: what a person typed stands apart from our sentence, in whatever direction it is written. */
export function formatNodes(template: string, values: Record<string, string | undefined>): (Node | string)[] {
  return template
    .split(PLACEHOLDER)
    .map((part, index) => (index % 2 === 0 ? part : h("bdi", { class: "value" }, values[part] ?? "…")));
}

/** A sentence as nodes: a line does not end within an option such as --dry-run. */
export function wholeOptions(sentence: string): (Node | string)[] {
  return sentence.split(/(--[a-z-]+)/).map((part, index) => (index % 2 === 0 ? part : h("span", { class: "option" }, part)));
}

/** How many items are made before the page may do something else. */
const AT_ONCE = 50;

/** Appends what is made of each item, a part of a long list in each frame. */
export function appendByAndBy<Item>(parent: HTMLElement, items: readonly Item[], make: (item: Item, index: number) => Node, from = 0): HTMLElement {
  const to = from + AT_ONCE;
  parent.append(...items.slice(from, to).map((item, index) => make(item, from + index)));
  if (to < items.length) requestAnimationFrame(() => appendByAndBy(parent, items, make, to));
  return parent;
}

let lastId = 0;

/** An id that is unique in its shadow root. */
export function newId(name: string): string {
  return `${name}-${++lastId}`;
}
