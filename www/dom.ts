// Elements without markup in strings: what a person typed can only ever become text.

export type Attribute = string | number | boolean | undefined | ((event: Event) => void);

/** An element. `on…` attributes are listeners; `true` is an empty attribute, `false` and `undefined` are none. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, Attribute> = {},
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

let lastId = 0;

/** An id that is unique in its shadow root. */
export function newId(name: string): string {
  return `${name}-${++lastId}`;
}
