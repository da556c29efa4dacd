// What to do on the chosen host and on the chosen client, each a card in its row: looked at while the form is filled, followed when the files are there.

import type { Field, Plan, PlannedClient, PlannedDaemon, PlannedStep, Snippet } from "#form";
import { format } from "../locales/language";
import { CodeBlock, copyButton, type Context } from "./copy";
import { difference } from "./diff";
import { formatNodes, h, newId, setAttribute, setText, wholeOptions } from "./dom";
import { mark } from "./mark";
import { Tabs } from "./tabs";

/** The place of a host and of a client in the plan. */
export interface Choice {
  readonly daemon: number;
  readonly client: number;
}

type CardRole = "fleet" | "host" | "client";

/** One host has this in its own steps. */
const FEWEST_OF_A_FLEET = 2;

/** Which steps are about the host; the others are about the client. */
const OF_HOST: ReadonlySet<PlannedStep["step"]> = new Set(["copy", "install", "place", "configure", "restart", "firewall", "watch"]);

export class Cards {
  /** All hosts at once. */
  readonly fleet: Card;
  readonly host: Card;
  readonly client: Card;
  readonly #context: Context;
  #plan: Plan | undefined;
  #choice: Choice = { daemon: 0, client: 0 };
  #isCurrent = false;
  #isIssued = false;

  constructor(context: Context, onMissing: (field: Field) => void) {
    this.#context = context;
    this.fleet = new Card(context, "fleet", onMissing);
    this.host = new Card(context, "host", onMissing);
    this.client = new Card(context, "client", onMissing);
    context.language.bind(() => this.#render());
  }

  /** Without a plan, the last one stays and is marked. With files, the steps can be followed. */
  show(plan: Plan | undefined, choice: Choice, isIssued: boolean): void {
    const isCurrent = plan !== undefined;
    if (isCurrent === this.#isCurrent && isIssued === this.#isIssued && (!isCurrent || plan === this.#plan)) return;
    this.#plan = plan ?? this.#plan;
    if (plan) this.#choice = choice;
    this.#isCurrent = isCurrent;
    this.#isIssued = isIssued;
    this.#render();
  }

  #render(): void {
    const plan = this.#plan;
    const { cards } = this.#context.language.texts;
    const note = !plan ? cards.empty : !this.#isCurrent ? cards.outdated : this.#isIssued ? "" : cards.preview;
    for (const card of [this.fleet, this.host, this.client]) card.show(plan, this.#choice, note, this.#isCurrent);
  }
}

class Card {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #role: CardRole;
  readonly #onMissing: (field: Field) => void;
  readonly #note = h("p", { class: "note" });
  readonly #about = h("div", { class: "about" });
  readonly #steps = h("ol", { class: "steps" });
  readonly #blocks = new Map<string, CodeBlock>();
  readonly #changes = new Map<string, HTMLElement>();
  /** The folds that are open: a step drawn anew keeps them. */
  readonly #unfolded = new Set<string>();
  /** What stands in a line where the steps are folded away. */
  readonly #line = h("div", { class: "line" });
  #shape = "";
  #said = "";

  constructor(context: Context, role: CardRole, onMissing: (field: Field) => void) {
    this.#context = context;
    this.#role = role;
    this.#onMissing = onMissing;
    this.#steps.id = newId("steps");
    this.#steps.hidden = role === "fleet";
    this.element = h("div", { class: `guide ${role}` }, this.#note, this.#line, this.#about, this.#steps);
    // It stands above the rows, and is drawn once there are some.
    this.element.hidden = role === "fleet";
  }

  show(plan: Plan | undefined, choice: Choice, note: string, isCurrent: boolean): void {
    this.element.classList.toggle("outdated", plan !== undefined && !isCurrent);
    setText(this.#note, note);
    this.#about.hidden = !isCurrent;
    if (!plan) return;
    this.#showAbout(plan, choice);
    const isFleet = this.#role === "fleet";
    const fleet = plan.fleet && plan.scripted >= FEWEST_OF_A_FLEET ? [plan.fleet] : [];
    const steps = isFleet ? fleet : plan.steps.filter(({ step }) => OF_HOST.has(step) === (this.#role === "host"));
    // Above the rows it would be in the way of those who still type.
    this.element.hidden = steps.length === 0 || (isFleet && note !== "");

    // Only texts change from key press to key press: selections, open tabs and scroll positions stay.
    const { locale } = this.#context.language;
    const { daemon, client } = this.#chosen(plan, choice);
    const name = isFleet ? "" : this.#role === "host" ? daemon.name : client.name;
    const isAlone = (this.#role === "host" ? plan.daemons : plan.clients).length === 1;
    const shape = JSON.stringify([locale, name, isAlone, isFleet && plan.scripted, steps.map((step) => ({ ...step, snippets: step.snippets.map(({ id, words }) => ({ id, words })) }))]);
    if (shape !== this.#shape) this.#build(plan, steps, name, isAlone);
    this.#shape = shape;
    for (const snippet of steps.flatMap(({ snippets }) => snippets)) {
      this.#blocks.get(snippet.id)!.show(this.#place(snippet), snippet.text);
      this.#showChanges(snippet, plan.existing.find((one) => one.snippet === snippet.id)?.text);
    }
  }

  #chosen({ daemons, clients }: Plan, choice: Choice): { readonly daemon: PlannedDaemon; readonly client: PlannedClient } {
    return { daemon: daemons[Math.min(choice.daemon, daemons.length - 1)]!, client: clients[Math.min(choice.client, clients.length - 1)]! };
  }

  /** How clients reach the host; for which host the client's commands are. */
  #showAbout(plan: Plan, choice: Choice): void {
    const { cards } = this.#context.language.texts;
    const { daemons } = plan;
    const { daemon, client } = this.#chosen(plan, choice);
    if (this.#role === "fleet") return;
    const isHost = this.#role === "host";
    const said = JSON.stringify([this.#context.language.locale, daemon, client.name, daemons.length]);
    if (said === this.#said) return;
    this.#said = said;
    const allowed = [h("p", {}, cards.allowed), h("ul", {}, ...daemon.dockerHosts.map((host) => h("li", {}, h("code", {}, host))))];
    const parts = isHost ? [h("div", { class: "allowed" }, ...allowed)] : daemons.length > 1 ? [h("p", {}, ...formatNodes(cards.with, { host: daemon.name }))] : [];
    this.#about.replaceChildren(...parts);
  }

  #build(plan: Plan, steps: readonly PlannedStep[], name: string, isAlone: boolean): void {
    this.#blocks.clear();
    this.#changes.clear();
    const [step] = steps;
    if (this.#role === "fleet") {
      this.#line.replaceChildren(...(step ? this.#folded(step, plan.scripted) : []));
      return this.#steps.replaceChildren(...(step ? [h("li", {}, ...this.#step({ ...step, text: "" }))] : []));
    }
    const numbers = [...new Set(steps.map(({ number }) => number))];
    const isSeen = (number: number) => steps.some((step) => step.number === number && (step.way !== undefined || !step.folded));
    const count = numbers.filter(isSeen).length;
    const { one, other } = this.#context.language.texts.cards.steps;
    this.#line.replaceChildren(mark(this.#role), h("p", {}, ...formatNodes(count === 1 ? one : other, { count: String(count), name })));
    this.#steps.classList.toggle("single", count === 1);
    const items = numbers.map((wanted) => {
      const [first, ...others] = steps.filter(({ number }) => number === wanted);
      const place = this.#where(first!, isAlone ? "" : name);
      if (!first!.way && first!.folded) return h("li", { class: "aside" }, this.#fold(first!.step, first!.title, ...this.#step(first!)));
      if (!first!.way) return h("li", {}, h("h3", {}, first!.title), ...place, ...this.#step(first!));
      // Whoever went by the script needs it as well.
      const isSearch = ({ id }: Snippet) => id === "diagnose";
      const search = others.flatMap(({ snippets }) => snippets.filter(isSearch)).map((snippet) => this.#snippet(snippet, false));
      const hand = others.map((step, index) => {
        const snippets = step.snippets.filter((snippet) => !isSearch(snippet));
        return h("li", {}, h("h4", {}, `${index + 1}. ${step.title}`), ...this.#step({ ...step, snippets }));
      });
      const other = search.length > 0 ? [this.#fold("search", this.#context.language.texts.cards.search, ...search)] : [];
      return h("li", {}, h("h3", {}, first!.ways ?? plan.setUp), ...place, ...this.#step(first!), ...other, this.#fold("hand", plan.byHand, h("ol", { class: "way" }, ...hand)));
    });
    this.#steps.replaceChildren(...items);
  }

  /** Where a step is done, by its mark, its colour and in words. */
  #where({ at, place }: PlannedStep, name: string): HTMLElement[] {
    if (at === undefined || place === undefined) return [];
    const kind = at === "desk" ? "desk" : at === "client" ? "client" : "host";
    const which = name === "" || kind === "desk" ? [] : [" · ", h("bdi", {}, name)];
    return [h("p", { class: `where ${kind}` }, mark(kind), h("span", {}, place, ...which))];
  }

  /** A step as one line: its title, how much it does, and the button that copies it without looking. */
  #folded({ title, text, snippets }: PlannedStep, hosts: number): HTMLElement[] {
    const { cards } = this.#context.language.texts;
    const look = h("button", { type: "button", class: "small open", "data-action": "open-fleet", "aria-controls": this.#steps.id, "aria-expanded": String(!this.#steps.hidden) }, cards.look);
    look.addEventListener("click", () => {
      this.#steps.hidden = !this.#steps.hidden;
      setAttribute(look, "aria-expanded", String(!this.#steps.hidden));
    });
    const copy = copyButton(this.#context, () => this.#blocks.get(snippets[0]!.id)!.text, { about: () => title });
    const head = h("div", { class: "head" }, h("h3", {}, title), h("p", { class: "help" }, format(cards.fleet, { count: hosts })));
    return [h("div", {}, head, h("p", { class: "help" }, text)), h("div", { class: "actions" }, copy, look)];
  }

  #fold(id: string, title: string, ...content: Node[]): HTMLElement {
    const fold = h("details", { class: "fold", "data-fold": id, open: this.#unfolded.has(id) }, h("summary", {}, title), ...content);
    fold.addEventListener("toggle", () => void (fold.open ? this.#unfolded.add(id) : this.#unfolded.delete(id)));
    return fold;
  }

  /** What stands under a step's own heading. */
  #step({ title, text, missing, choice, snippets }: PlannedStep): Node[] {
    const { texts } = this.#context.language;
    if (missing) {
      const label = format(texts.cards.fill, { field: texts.fields[missing].label });
      return [h("p", {}, text), h("p", {}, texts.cards.noSources), h("button", { type: "button", class: "plain", onclick: () => this.#onMissing(missing) }, label)];
    }
    const isTitled = choice || snippets.length === 1;
    const said = text === "" ? [] : [h("p", {}, text)];
    const panels = snippets.map((snippet) => ({ title: snippet.words.title, panel: this.#snippet(snippet, !isTitled) }));
    const body = choice && panels.length > 1 ? new Tabs(title, panels).element : h("div", {}, ...panels.map(({ panel }) => panel));
    return [...said, body];
  }

  #snippet({ id, syntax, words }: Snippet, withTitle: boolean): HTMLElement {
    const { title, why, note, see, shows } = words;
    const block = new CodeBlock(this.#context, () => title);
    block.element.classList.add(syntax);
    this.#blocks.set(id, block);
    const changes = h("div", { class: "changes", hidden: true });
    if (id === "daemon-json" || id === "systemd-drop-in") this.#changes.set(id, changes);
    const said = [h("p", {}, ...wholeOptions(why)), ...(note === undefined ? [] : [h("p", {}, note)])];
    const sight = see === undefined ? [] : [h("p", { class: "see" }, ...formatNodes(see, { shows }))];
    const heading = withTitle ? [h("p", { class: "title" }, title)] : [];
    return h("div", { class: "snippet", "data-snippet": id }, ...heading, ...said, block.element, changes, ...sight);
  }

  #showChanges({ id, text }: Snippet, before: string | undefined): void {
    const changes = this.#changes.get(id);
    if (!changes) return;
    changes.hidden = before === undefined;
    if (before === undefined) return;
    // A command is one line: its words are compared.
    const isFile = id === "daemon-json";
    const after = isFile ? text : text.slice(text.lastIndexOf("ExecStart="));
    const code = h("pre", {}, h("code", {}, isFile ? difference(before, after, "\n") : difference(before.trimEnd(), after.trimEnd(), " ")));
    changes.replaceChildren(h("p", { class: "label" }, this.#context.language.texts.cards.changes), code);
  }

  #place({ path, syntax }: Snippet): string {
    const { cards } = this.#context.language.texts;
    if (path !== undefined) return format(cards.file, { path });
    if (syntax === "sh") return cards.shell;
    return syntax === "powershell" ? cards.powershell : "";
  }
}
