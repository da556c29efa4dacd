// The steps, for one host and one client: previewed while the form is filled, followed when the files are there.

import type { Field, Plan, Snippet } from "#core";
import { CodeBlock, type Surroundings } from "./copy";
import { difference } from "./diff";
import { h, newId, setOptions, setText } from "./dom";
import { format } from "./i18n";
import { Tabs } from "./tabs";

export interface Choice {
  readonly daemon: number;
  readonly client: number;
}

export class Guide {
  readonly element: HTMLElement;
  readonly #surroundings: Surroundings;
  readonly #onMissing: (field: Field) => void;
  readonly #daemon: HTMLSelectElement;
  readonly #client: HTMLSelectElement;
  readonly #choosers: HTMLElement;
  readonly #note = h("p", { class: "note" });
  readonly #outcome = h("ul", { class: "outcome" });
  readonly #steps = h("ol", { class: "steps" });
  readonly #blocks: CodeBlock[] = [];
  readonly #changes = new Map<string, HTMLElement>();
  #plan: Plan | undefined;
  #current = true;
  #issued = false;
  #shape = "";

  constructor(surroundings: Surroundings, onChoice: () => void, onMissing: (field: Field) => void) {
    this.#surroundings = surroundings;
    this.#onMissing = onMissing;
    const { language } = surroundings;
    this.#daemon = h("select", { id: newId("daemon"), onchange: onChoice });
    this.#client = h("select", { id: newId("client"), onchange: onChoice });
    this.#choosers = h(
      "div",
      { class: "choosers", hidden: true },
      h("div", {}, h("label", { for: this.#daemon.id }, language.text((texts) => texts.guide.daemon)), this.#daemon),
      h("div", {}, h("label", { for: this.#client.id }, language.text((texts) => texts.guide.client)), this.#client),
    );
    const heading = h("h2", {}, language.text((texts) => texts.guide.heading));
    this.element = h("section", { class: "guide" }, heading, this.#note, this.#outcome, this.#choosers, this.#steps);
    this.#outcome.append(...(["server", "client", "ca"] as const).map((role) => h("li", {}, language.text((texts) => texts.guide.outcome[role]))));
    language.bind(() => {
      this.#shape = "";
      this.#render();
    });
  }

  /** The host and the client to show. */
  get choice(): Choice {
    return { daemon: Math.max(0, this.#daemon.selectedIndex), client: Math.max(0, this.#client.selectedIndex) };
  }

  /** Without a plan, the last one stays and is marked. */
  show(plan: Plan | undefined): void {
    this.#plan = plan ?? this.#plan;
    this.#current = plan !== undefined;
    this.#render();
  }

  /** Whether there are files to follow the steps with. */
  set issued(issued: boolean) {
    this.#issued = issued;
    this.#render();
  }

  #render(): void {
    const plan = this.#plan;
    const { guide } = this.#surroundings.language.texts;
    this.element.classList.toggle("outdated", plan !== undefined && !this.#current);
    this.element.classList.toggle("empty", plan === undefined);
    setText(this.#note, !plan ? guide.empty : !this.#current ? guide.outdated : this.#issued ? guide.ready : guide.preview);
    this.#outcome.hidden = plan !== undefined;
    if (!plan) return;

    offer(this.#daemon, plan.daemons);
    offer(this.#client, plan.clients);
    this.#choosers.hidden = plan.daemons.length === 1 && plan.clients.length === 1;

    // Only texts change from key press to key press: selections, open tabs and scroll positions stay.
    const shape = JSON.stringify(plan.steps.map(({ step, place, missing, snippets }) => [step, place, missing, snippets.map(({ id }) => id)]));
    if (shape !== this.#shape) this.#build(plan);
    this.#shape = shape;
    plan.steps.flatMap(({ snippets }) => snippets).forEach((snippet, index) => {
      this.#blocks[index]!.show(this.#place(snippet), snippet.text);
      this.#showChanges(snippet, plan.existing.find((one) => one.snippet === snippet.id)?.text);
    });
  }

  #build(plan: Plan): void {
    this.#blocks.length = 0;
    const { texts } = this.#surroundings.language;
    const steps = plan.steps.map(({ step, place, missing, choice, snippets }) => {
      const text = texts.steps[step];
      const panels = snippets.map((snippet) => ({ title: texts.snippets[snippet.id].title, panel: this.#snippet(snippet, choice || snippets.length === 1) }));
      const body = choice ? new Tabs(text.title, panels).element : h("div", {}, ...panels.map(({ panel }) => panel));
      const { guide } = texts;
      const where = place ? `${guide.places[place]} ` : "";
      const ends = missing
        ? h("button", { type: "button", class: "plain", onclick: () => this.#onMissing(missing) }, format(guide.fill, { field: texts.fields[missing].label }))
        : h("p", { class: "see" }, format(guide.see, { see: text.see }));
      return h("li", {}, h("h3", {}, text.title), h("p", {}, where, text.text), body, ends);
    });
    this.#steps.replaceChildren(...steps);
  }

  #snippet({ id, language }: Snippet, titled: boolean): HTMLElement {
    const { title, why } = this.#surroundings.language.texts.snippets[id];
    const block = new CodeBlock(this.#surroundings, () => title);
    block.element.classList.add(language);
    this.#blocks.push(block);
    const heading = titled ? [] : [h("h4", {}, title)];
    const changes = h("div", { class: "changes", hidden: true });
    if (id === "daemon-json" || id === "systemd-drop-in") this.#changes.set(id, changes);
    return h("div", { class: "snippet", "data-snippet": id }, ...heading, h("p", {}, why), block.element, changes);
  }

  #showChanges({ id, text }: Snippet, before: string | undefined): void {
    const changes = this.#changes.get(id);
    if (!changes) return;
    changes.hidden = before === undefined;
    if (before === undefined) return;
    // A command is one line: its words are compared.
    const isFile = id === "daemon-json";
    const after = isFile ? text : text.slice(text.lastIndexOf("ExecStart="));
    const code = h("pre", { tabindex: 0 }, h("code", {}, ...difference(before, after, isFile ? "\n" : " ")));
    changes.replaceChildren(h("h4", {}, this.#surroundings.language.texts.guide.changes), code);
  }

  #place({ path, language }: Snippet): string {
    const { guide } = this.#surroundings.language.texts;
    if (path !== undefined) return format(guide.file, { path });
    if (language === "sh") return guide.shell;
    return language === "powershell" ? guide.powershell : "";
  }
}

/** Keeps the place in the list; where it is gone, the core has taken the last one. */
function offer(select: HTMLSelectElement, named: readonly { readonly name: string }[]): void {
  const { selectedIndex } = select;
  setOptions(select, named.map(({ name }) => name));
  select.selectedIndex = Math.min(Math.max(0, selectedIndex), named.length - 1);
}
