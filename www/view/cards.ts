// What to do on the chosen host and on the chosen client, each a card in its row: looked at while the form is filled, followed when the files are there.

import type { Field, Plan, PlannedDaemon, PlannedStep, Problem, Snippet } from "#form";
import { type AllTexts, format } from "../locales/language";
import type { ContextFileView } from "./context-file";
import { CodeBlock, copyButton, type Context } from "./copy";
import { difference } from "./diff";
import { formatNodes, h, newId, setAttribute, setOptions, setText, wholeOptions } from "./dom";
import { problemItems } from "./field";
import { mark } from "./mark";
import { placeOf } from "./place";
import type { KeystoreView } from "./keystore";
import { Recipes, type RecipesEvents } from "./recipes";
import { Tabs } from "./tabs";

/** The places in the plan of the host and of the client whose cards are seen or soon will be, and the name of the host that the client's commands are for. */
export interface Choice {
  readonly daemon: number | undefined;
  readonly client: number | undefined;
  readonly host: string;
  /** The recipe for another program that is to be seen; empty for none. */
  readonly recipe: string;
}

type CardRole = "fleet" | "host" | "client";

export class Cards {
  /** All hosts at once. */
  readonly fleet: Card;
  readonly host: Card;
  readonly client: Card;
  readonly #context: Context<AllTexts>;
  readonly #recipes: Recipes;
  readonly #contextFile: ContextFileView;
  readonly #keystore: KeystoreView;
  readonly #hostOfClient = h("select", { class: "host-of-client", id: newId("host-of-client"), "data-choice": "host" });
  #plan: Plan | undefined;
  /** The plan whose hosts can be chosen for the client's commands. */
  #offered: Plan | undefined;
  #choice: Choice = { daemon: undefined, client: undefined, host: "", recipe: "" };
  #isCurrent = false;
  #isIssued = false;
  #isOutdated = false;
  /** There are files, and one paste for them. */
  #hasFleet = false;

  constructor(context: Context<AllTexts>, events: CardEvents & RecipesEvents, recipe: string, contextFile: ContextFileView, keystore: KeystoreView) {
    this.#context = context;
    this.#contextFile = contextFile;
    this.#keystore = keystore;
    const hostOfClient = h(
      "div",
      { class: "host-of" },
      h("label", { for: this.#hostOfClient.id }, context.language.text((texts) => texts.cards.hostOfClient)),
      this.#hostOfClient,
    );
    this.fleet = new Card(context, "fleet", events);
    this.host = new Card(context, "host", events);
    this.client = new Card(context, "client", events, hostOfClient);
    this.#recipes = new Recipes(context, events, recipe);
    this.client.element.append(contextFile.element, this.#recipes.element, keystore.element);
    this.#hostOfClient.addEventListener("change", () => events.changed());
    context.language.bind(() => this.#render());
  }

  /** The name of the host that the client's commands are for; empty until one is chosen. */
  get hostOfClient(): string {
    return this.#hostOfClient.value;
  }

  /** The recipe for another program that is to be seen; empty for none. */
  get recipe(): string {
    return this.#recipes.choice;
  }

  /** Without a plan, the last one stays and is marked. With files, the steps can be followed, until the form says something else than they do. */
  show(plan: Plan | undefined, choice: Choice, isIssued: boolean, isOutdated: boolean): void {
    const isCurrent = plan !== undefined;
    if (plan) this.#offerHosts(plan);
    const isSame = isCurrent === this.#isCurrent && isIssued === this.#isIssued && isOutdated === this.#isOutdated;
    const isSameChoice = choice.daemon === this.#choice.daemon && choice.client === this.#choice.client;
    if (isSame && isSameChoice && (!isCurrent || plan === this.#plan)) return;
    if (plan && isIssued) this.#hasFleet = plan.fleet !== undefined;
    this.#plan = plan ?? this.#plan;
    this.#choice = choice;
    this.#isCurrent = isCurrent;
    this.#isIssued = isIssued;
    this.#isOutdated = isOutdated;
    this.#render();
  }

  /** Offers every host for the client's commands, once these can be seen: there may be a thousand. */
  #offerHosts(plan: Plan): void {
    if (plan === this.#offered || this.client.element.closest<HTMLElement>(".card")?.hidden) return;
    this.#offered = plan;
    const { daemons, clientHost } = plan;
    const names = daemons.map(({ name }) => name);
    setOptions(this.#hostOfClient, names);
    const chosen = names[clientHost]!;
    if (this.#hostOfClient.value !== chosen) this.#hostOfClient.value = chosen;
    this.#hostOfClient.parentElement!.hidden = names.length === 1;
  }

  #render(): void {
    const { daemon, client } = this.#choice;
    for (const [card, place] of [[this.fleet, 0], [this.host, daemon], [this.client, client]] as const) card.show(this.#plan, place, this.#isCurrent, this.#isIssued);
    if (this.#plan && client !== undefined) this.#recipes.show(this.#plan);
    const issued = client === undefined || !this.#isIssued ? undefined : this.#plan?.clients[client]?.name;
    this.#contextFile.show(issued, this.#plan);
    this.#keystore.show(issued);
    if (this.#isOutdated && this.#hasFleet) this.fleet.withhold(this.#context.language.texts.cards.fleetOutdated);
  }
}

export interface CardEvents {
  /** Another host was chosen for the client's commands, or another recipe. */
  changed(): void;
  /** A field was filled in without which there are no commands. */
  filled(field: Field, value: string): void;
}

export class Card {
  readonly element: HTMLElement;
  readonly #context: Context<AllTexts>;
  readonly #role: CardRole;
  readonly #events: CardEvents;
  readonly #note = h("p", { class: "note" });
  readonly #about = h("div", { class: "about" });
  readonly #steps = h("ol", { class: "steps" });
  readonly #blocks = new Map<string, CodeBlock>();
  readonly #changes = new Map<string, HTMLElement>();
  /** The folds that are open: a step drawn anew keeps them. */
  readonly #unfolded = new Set<string>();
  /** What stands in a line where the steps are folded away. */
  readonly #line = h("div", { class: "line" });
  /** What is wrong with what was filled in here. */
  readonly #wrong = h("ul", { class: "problems", id: newId("fill-problems") });
  #filled: { readonly step: PlannedStep["step"]; readonly field: Field; readonly top: number } | undefined;
  /** The place of the machine whose steps are here. */
  #place: number | undefined;
  #shape = "";
  #said = "";

  constructor(context: Context<AllTexts>, role: CardRole, events: CardEvents, ...choices: readonly HTMLElement[]) {
    this.#context = context;
    this.#role = role;
    this.#events = events;
    this.#steps.id = newId("steps");
    this.#steps.hidden = role === "fleet";
    this.element = h("div", { class: `guide ${role}` }, this.#note, this.#line, this.#about, ...choices, this.#steps);
    // It stands above the rows, and is drawn once there are some.
    this.element.hidden = role === "fleet";
  }

  /** Nothing is made for a card that nobody sees, which has no place. */
  show(plan: Plan | undefined, place: number | undefined, isCurrent: boolean, isIssued: boolean): void {
    if (place === undefined) return;
    if (!isCurrent && place !== this.#place) this.#clear();
    this.element.classList.toggle("outdated", this.#shape !== "" && !isCurrent);
    this.#about.hidden = !isCurrent;
    if (plan && isCurrent) this.#showSteps(plan, place, isIssued);
    else if (this.#role === "fleet") this.element.hidden = true;
    const { cards } = this.#context.language.texts;
    setText(this.#note, this.#shape === "" ? cards.empty : !isCurrent ? cards.outdated : isIssued ? "" : cards.preview);
  }

  /** What is here belongs to another machine. */
  #clear(): void {
    this.#shape = "";
    for (const part of [this.#line, this.#about, this.#steps]) part.replaceChildren();
    this.#said = "";
  }

  #showSteps(plan: Plan, place: number, isIssued: boolean): void {
    this.#place = place;
    const daemon = plan.daemons[Math.min(place, plan.daemons.length - 1)]!;
    const client = plan.clients[Math.min(place, plan.clients.length - 1)]!;
    this.#showAbout(daemon);
    const isFleet = this.#role === "fleet";
    const steps = isFleet ? (plan.fleet ? [plan.fleet] : []) : this.#role === "host" ? plan.hostSteps : plan.clientSteps;
    // Above the rows it would be in the way of those who still type.
    this.element.hidden = steps.length === 0 || (isFleet && !isIssued);

    // Only texts change from key press to key press: selections, open tabs and scroll positions stay.
    const { locale } = this.#context.language;
    const name = isFleet ? "" : this.#role === "host" ? daemon.name : client.name;
    const isAlone = (this.#role === "host" ? plan.daemons : plan.clients).length === 1;
    const shape = JSON.stringify([locale, name, isAlone, isFleet && [plan.scripted, plan.archive], steps.map((step) => ({ ...step, snippets: step.snippets.map(({ id, words }) => ({ id, words })) }))]);
    if (shape !== this.#shape) this.#build(plan, steps, name, isAlone);
    this.#shape = shape;
    for (const snippet of steps.flatMap(({ snippets }) => snippets)) {
      this.#blocks.get(snippet.id)!.show(placeOf(snippet, this.#context.language), snippet.text);
      this.#showChanges(snippet, plan.existing.find((one) => one.snippet === snippet.id)?.text);
    }
  }

  /** Says why there are no steps now, in their place. */
  withhold(reason: string): void {
    this.#shape = "";
    this.element.hidden = false;
    this.#steps.hidden = true;
    this.#steps.replaceChildren();
    setText(this.#note, "");
    this.#line.replaceChildren(h("div", {}, h("p", { class: "help" }, reason)));
  }

  /** How clients reach the host. */
  #showAbout(daemon: PlannedDaemon): void {
    if (this.#role !== "host") return;
    const { cards } = this.#context.language.texts;
    const said = JSON.stringify([this.#context.language.locale, daemon]);
    if (said === this.#said) return;
    this.#said = said;
    const hosts = h("ul", {}, ...daemon.dockerHosts.map((host) => h("li", {}, h("code", {}, host))));
    this.#about.replaceChildren(h("div", { class: "allowed" }, h("p", {}, cards.allowed), hosts));
  }

  #build(plan: Plan, steps: readonly PlannedStep[], name: string, isAlone: boolean): void {
    this.#blocks.clear();
    this.#changes.clear();
    const [step] = steps;
    if (this.#role === "fleet") {
      this.#line.replaceChildren(...(step ? this.#folded(step, plan) : []));
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
      if (!first!.way && first!.folded) return h("li", { class: "aside" }, this.#fold(first!.step, first!.title, ...place, ...this.#step(first!)));
      if (!first!.way) return h("li", { "data-step": first!.step }, h("h3", {}, first!.title), ...place, ...this.#step(first!));
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
    const filled = this.#filled;
    if (!filled || steps.some(({ missing }) => missing === filled.field)) return;
    this.#filled = undefined;
    // Where it was typed there are the commands now. A browser keeps in place what comes after them, and the reader looks here.
    const inStep = this.#steps.querySelector<HTMLElement>(`[data-step="${filled.step}"] :is([role="tab"][aria-selected="true"], button)`);
    const next = inStep ?? this.#steps.querySelector<HTMLElement>('[data-snippet="install-server"] button');
    next?.focus({ preventScroll: true });
    const keep = () => {
      scrollBy(0, next!.getBoundingClientRect().top - filled.top);
      next!.scrollIntoView({ block: "nearest" });
    };
    if (next) requestAnimationFrame(() => requestAnimationFrame(keep));
  }

  /** Where a step is done, by its mark, its colour and in words. */
  #where({ at, place }: PlannedStep, name: string): HTMLElement[] {
    if (at === undefined || place === undefined) return [];
    const kind = at === "desk" ? "desk" : at === "client" ? "client" : "host";
    const which = name === "" || kind === "desk" ? [] : [" · ", h("bdi", {}, name)];
    return [h("p", { class: `where ${kind}` }, mark(kind), h("span", {}, place, ...which))];
  }

  /** A step as one line: its title, how much it does, and the button that copies it without looking. */
  #folded({ title, text, snippets }: PlannedStep, { scripted, archive }: Plan): HTMLElement[] {
    const { cards } = this.#context.language.texts;
    const look = h("button", { type: "button", class: "small open", "data-action": "open-fleet", "aria-controls": this.#steps.id, "aria-expanded": String(!this.#steps.hidden) }, cards.look);
    look.addEventListener("click", () => {
      this.#steps.hidden = !this.#steps.hidden;
      setAttribute(look, "aria-expanded", String(!this.#steps.hidden));
    });
    const copy = copyButton(this.#context, () => this.#blocks.get(snippets[0]!.id)!.text, { about: () => title });
    const head = h("div", { class: "head" }, h("h3", {}, title), h("p", { class: "help" }, format(cards.fleet, { count: scripted, file: `${archive}.tar.gz` })));
    return [h("div", {}, head, h("p", { class: "help" }, text)), h("div", { class: "actions" }, copy, look)];
  }

  #fold(id: string, title: string, ...content: Node[]): HTMLElement {
    const fold = h("details", { class: "fold", "data-fold": id, open: this.#unfolded.has(id) }, h("summary", {}, title), ...content);
    fold.addEventListener("toggle", () => void (fold.open ? this.#unfolded.add(id) : this.#unfolded.delete(id)));
    return fold;
  }

  /** What stands under a step's own heading. */
  #step({ step, title, text, missing, choice, snippets }: PlannedStep): Node[] {
    if (missing) return [h("p", {}, text), h("p", {}, this.#context.language.texts.cards.noSources), this.#filler(step, missing)];
    const isTitled = choice || snippets.length === 1;
    const said = text === "" ? [] : [h("p", {}, text)];
    const panels = snippets.map((snippet) => ({ title: snippet.words.title, panel: this.#snippet(snippet, !isTitled) }));
    const body = choice && panels.length > 1 ? new Tabs(title, panels).element : h("div", {}, ...panels.map(({ panel }) => panel));
    return [...said, body];
  }

  /** Takes what is missing where it is missed: the field itself is far from here. */
  #filler(step: PlannedStep["step"], field: Field): HTMLElement {
    const { texts } = this.#context.language;
    const id = newId("fill");
    const input = h("input", { type: "text", id, autocomplete: "off", autocapitalize: "off", spellcheck: "false", placeholder: "192.0.2.0/24", "data-fill": field, "aria-describedby": this.#wrong.id });
    const fill = () => {
      if (input.value.trim() === "") return;
      this.#filled = { step, field, top: input.getBoundingClientRect().top };
      this.#events.filled(field, input.value);
    };
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      fill();
    });
    const button = h("button", { type: "button", "data-action": "fill", onclick: fill }, texts.cards.fill);
    this.#wrong.replaceChildren();
    return h("div", { class: "fill" }, h("label", { for: id }, texts.fields[field].label), h("div", { class: "actions" }, input, button), this.#wrong);
  }

  /** Shows at the place where it was filled in what is wrong with it. */
  tell(problems: readonly Problem[]): void {
    const isHere = ({ field }: Problem) => field === this.#filled?.field;
    this.#wrong.replaceChildren(...problemItems(problems.filter(isHere), this.#context.language, false));
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
}
