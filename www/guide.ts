// The steps, for one host and one client: previewed while the form is filled, followed when the files are there.

import type { Field, Plan, PlannedStep, Snippet } from "#core";
import { CodeBlock, type Surroundings } from "./copy";
import { difference } from "./diff";
import { h, newId, setOptions, setText } from "./dom";
import { format, formatNodes, wholeOptions } from "./i18n";
import { Tabs } from "./tabs";

export interface Choice {
  readonly daemon: number;
  readonly client: number;
}

type Heading = "h4" | "h5" | "h6";

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
  readonly #blocks = new Map<string, CodeBlock>();
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
    const shape = JSON.stringify([plan.remarks, ...plan.steps.map((step) => ({ ...step, snippets: step.snippets.map(({ id }) => id) }))]);
    if (shape !== this.#shape) this.#build(plan);
    this.#shape = shape;
    for (const snippet of plan.steps.flatMap(({ snippets }) => snippets)) {
      this.#blocks.get(snippet.id)!.show(this.#place(snippet), snippet.text);
      this.#showChanges(snippet, plan.existing.find((one) => one.snippet === snippet.id)?.text);
    }
  }

  #build(plan: Plan): void {
    this.#blocks.clear();
    const { texts } = this.#surroundings.language;
    const { guide } = texts;
    const numbers = [...new Set(plan.steps.map(({ number }) => number))];
    const steps = numbers.map((wanted) => {
      const [first, ...others] = plan.steps.filter(({ number }) => number === wanted);
      const { title } = texts.steps[first!.step];
      if (!first!.way) return h("li", {}, h("h3", {}, title), ...this.#step(first!, this.#where(first!), "h4"));
      const hand = others.map((step, index) => h("li", {}, h("h5", {}, `B${index + 1}. ${texts.steps[step.step].title}`), ...this.#step(step, "", "h6")));
      return h(
        "li",
        {},
        h("h3", {}, guide.setUp),
        h("p", {}, this.#where(first!), guide.either),
        h("div", { class: "way" }, h("h4", {}, `A. ${guide.ways.script}`), ...this.#step(first!, "", "h5")),
        h("div", { class: "way" }, h("h4", {}, `B. ${guide.ways.hand}`), h("ol", {}, ...hand)),
      );
    });
    this.#steps.replaceChildren(...steps);
  }

  #where({ place }: PlannedStep): string {
    return place ? this.#surroundings.language.texts.guide.places[place] : "";
  }

  /** What stands under a step's own heading. */
  #step({ step, missing, choice, snippets, shows }: PlannedStep, where: string, heading: Heading): Node[] {
    const { texts } = this.#surroundings.language;
    const { title, text } = texts.steps[step];
    if (missing) {
      const label = format(texts.guide.fill, { field: texts.fields[missing].label });
      return [h("p", {}, texts.guide.noSources), h("button", { type: "button", class: "plain", onclick: () => this.#onMissing(missing) }, label)];
    }
    const isTitled = choice || snippets.length === 1;
    const panels = snippets.map((snippet) => ({ title: texts.snippets[snippet.id].title, panel: this.#snippet(snippet, isTitled ? undefined : heading, shows) }));
    const body = choice && panels.length > 1 ? new Tabs(title, panels).element : h("div", {}, ...panels.map(({ panel }) => panel));
    return [h("p", {}, where, text), body];
  }

  #snippet({ id, language }: Snippet, heading: Heading | undefined, shows: string | undefined): HTMLElement {
    const { texts } = this.#surroundings.language;
    const { title, why: usual, see } = texts.snippets[id];
    const remark = this.#plan?.remarks.find(({ snippet }) => snippet === id)?.remark;
    const why = remark ? format(texts.remarks[remark], { why: usual }) : usual;
    const block = new CodeBlock(this.#surroundings, () => title);
    block.element.classList.add(language);
    this.#blocks.set(id, block);
    const changes = h("div", { class: "changes", hidden: true });
    if (id === "daemon-json" || id === "systemd-drop-in") this.#changes.set(id, changes);
    // Some of these programs say nothing when all is well.
    const seen = see.includes("{shows}") && shows === undefined ? texts.guide.seeNothing : see;
    const sight = seen === "" ? [] : [h("p", { class: "see" }, texts.guide.see, ...formatNodes(seen, { shows }))];
    return h("div", { class: "snippet", "data-snippet": id }, ...(heading ? [h(heading, {}, title)] : []), h("p", {}, ...wholeOptions(why)), block.element, changes, ...sight);
  }

  #showChanges({ id, text }: Snippet, before: string | undefined): void {
    const changes = this.#changes.get(id);
    if (!changes) return;
    changes.hidden = before === undefined;
    if (before === undefined) return;
    // A command is one line: its words are compared.
    const isFile = id === "daemon-json";
    const after = isFile ? text : text.slice(text.lastIndexOf("ExecStart="));
    const code = h("pre", { tabindex: 0 }, h("code", {}, ...(isFile ? difference(before, after, "\n") : difference(before.trimEnd(), after.trimEnd(), " "))));
    changes.replaceChildren(h("p", { class: "label" }, this.#surroundings.language.texts.guide.changes), code);
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
