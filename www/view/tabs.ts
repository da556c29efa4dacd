// Alternatives, one shown at a time (WAI-ARIA Authoring Practices, tabs with automatic activation).

import { h, newId } from "./dom";

export class Tabs {
  readonly element: HTMLElement;
  readonly #tabs: HTMLButtonElement[];
  readonly #panels: HTMLElement[];

  constructor(label: string, alternatives: readonly { readonly title: string; readonly panel: HTMLElement }[]) {
    this.#panels = alternatives.map(({ panel }) => panel);
    this.#tabs = alternatives.map(({ title, panel }, index) => {
      const tab = h("button", { type: "button", role: "tab", id: newId("tab"), onclick: () => this.#select(index) }, title);
      panel.id = newId("panel");
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      tab.setAttribute("aria-controls", panel.id);
      return tab;
    });
    const list = h("div", { class: "tabs", role: "tablist", "aria-label": label }, ...this.#tabs);
    list.addEventListener("keydown", (event) => this.#move(event));
    this.element = h("div", {}, list, ...this.#panels);
    this.#select(0);
  }

  #select(selected: number): void {
    this.#tabs.forEach((tab, index) => {
      tab.setAttribute("aria-selected", String(index === selected));
      tab.tabIndex = index === selected ? 0 : -1;
    });
    this.#panels.forEach((panel, index) => (panel.hidden = index !== selected));
  }

  #move(event: KeyboardEvent): void {
    const last = this.#tabs.length - 1;
    const now = this.#tabs.findIndex((tab) => tab.tabIndex === 0);
    const next = { ArrowRight: now === last ? 0 : now + 1, ArrowLeft: now === 0 ? last : now - 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.#select(next);
    this.#tabs[next]!.focus();
  }
}
