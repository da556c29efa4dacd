// The machines of one kind as rows. They are a view of the field's text, which can also be typed and pasted as a list.

import type { Problem } from "#form";
import { CHOICES, DEFAULTS, offered } from "../draft/empty";
import { CHOICE, nameOf, partsOf, readList, withEntry, withOneMore, withoutEntry, withSetting, writeList, writeParts, type List, type MachineRole } from "../draft/machines";
import { format, type Phrase, type Texts } from "../locales/language";
import type { Context } from "./copy";
import { h, newId, setAttribute, setOptions, setText } from "./dom";
import { FieldView, problemItems } from "./field";
import { AT_ONCE, isNearEnd, LONG } from "./long";
import { mark } from "./mark";

export interface MachinesEvents {
  /** The text has changed, or another row is open. */
  changed(): void;
  /** A row was left after a change. */
  left(): void;
  /** What was called so is called otherwise now. */
  renamed(from: string, to: string): void;
  /** The machine that was called so is removed; what is given back is called when it is brought back. */
  removed(name: string): () => void;
}

/** What a row says of a machine beside what was typed. */
export interface MachineFacts {
  /** How the core writes its name; `undefined` while something is wrong. */
  readonly name: string | undefined;
  /** Until when it is valid, or how long it would be. */
  readonly until: string;
  /** What there is to download for it. */
  readonly downloads: HTMLElement | undefined;
}

export class Machines {
  readonly element: HTMLElement;
  readonly field: FieldView;
  /** What is for all of them. */
  readonly above = h("div");
  /** What an open row shows. */
  readonly card = h("div", { class: "card", hidden: true });
  readonly #context: Context;
  readonly #role: MachineRole;
  readonly #events: MachinesEvents;
  readonly #rows = h("ul", { class: "rows" });
  readonly #problems = h("ul", { class: "problems" });
  readonly #box: HTMLElement;
  readonly #asList: HTMLButtonElement;
  readonly #removed = h("p", { class: "removed", role: "status" });
  readonly #days = h("input", { type: "text", inputmode: "numeric", autocomplete: "off", id: newId("days") });
  readonly #heading = document.createTextNode("");
  #isAdding = false;
  #list: List;
  #made: MachineRow[] = [];
  #wanted = AT_ONCE;
  #open: number | undefined;
  #shown: readonly Problem[] = [];
  #factsOf: (index: number, name: string, text: string) => MachineFacts = () => NO_FACTS;

  constructor(role: MachineRole, field: FieldView, context: Context, events: MachinesEvents, placeholder: string, ...help: readonly HTMLElement[]) {
    this.#role = role;
    this.#context = context;
    this.#events = events;
    this.field = field;
    const { language } = context;
    const texts = () => language.texts.machines[role];
    this.#list = this.#read();
    this.#box = h("div", { class: "list", id: newId("list"), hidden: true }, field.element);
    const add = h("button", { type: "button", class: "plain", "data-action": `add-${role}`, onclick: () => this.#add() }, "+ ", language.text(() => texts().add));
    this.#asList = h("button", { type: "button", class: "plain", "data-action": `list-${role}s`, "aria-controls": this.#box.id, onclick: () => this.showList(this.#box.hidden === true) });
    this.#asList.append(language.text(({ machines }) => machines.list));
    const heading = h("h2", {}, mark(role), this.#heading);
    const note = h("p", { class: "help" }, language.text(() => texts().help));
    this.element = h(
      "section",
      { class: `machines ${role}s` },
      h("div", { class: "head" }, heading, note),
      this.above,
      this.#rows,
      this.card,
      this.#problems,
      this.#removed,
      h("div", { class: "actions" }, add, this.#asList, ...help),
      this.#box,
    );
    this.placeholder = placeholder;
    this.card.append(h("div", { class: "days-of" }, h("label", { for: this.#days.id }, language.text((texts) => texts.machines.daysOf)), this.#days));
    this.#days.addEventListener("input", () => {
      if (this.#open !== undefined) this.#set(this.#open, "days", this.#days.value.trim());
    });
    this.#rows.addEventListener("scroll", () => this.#makeMore(), { passive: true });
    field.control.addEventListener("input", () => this.readAgain());
    language.bind(() => {
      this.#relabel();
      this.#render();
    });
    this.showList(false);
  }

  readonly placeholder: string;

  /** Whether there are others already. */
  set isAdding(isAdding: boolean) {
    this.#isAdding = isAdding;
    this.#relabel();
  }

  #relabel(): void {
    const { heading, adding } = this.#context.language.texts.machines[this.#role];
    const said = this.#isAdding ? adding : heading;
    if (this.#heading.data !== said) this.#heading.data = said;
  }

  /** How many machines are typed. */
  get count(): number {
    return this.#list.entries.filter(({ text }) => text.trim() !== "").length;
  }

  /** What is typed of each, with its settings. */
  get texts(): ReadonlySet<string> {
    return new Set(this.#list.entries.map(({ text }) => text.trim()));
  }

  /** What they are called. */
  get names(): ReadonlySet<string> {
    return new Set(this.#list.entries.map(({ text }) => nameOf(text, this.#role)));
  }

  /** The place of the open row among the machines that are typed. The only one is opened once there are files: it is ready by then. */
  get choice(): number | undefined {
    if (this.#open !== undefined) return this.#place(this.#open);
    return this.count <= 1 ? 0 : undefined;
  }

  /** The machine of the open row, by its name as it is typed. */
  get openName(): string | undefined {
    return this.#open === undefined ? undefined : this.#nameAt(this.#open);
  }

  /** Opens the row of the machine that is called so. */
  openNamed(name: string): void {
    const index = this.#list.entries.findIndex(({ text }) => nameOf(text, this.#role) === name);
    if (index < 0 || index === this.#open) return;
    this.#wanted = Math.max(this.#wanted, index + 1);
    this.#render();
    this.#toggle(index);
  }

  /** Takes over what another part has written into the field. */
  readAgain(): void {
    this.#list = this.#read();
    this.#forgetRemoved();
    this.#render();
  }

  /** How long a certificate is valid where its row says nothing else. */
  set usualDays(days: string) {
    setAttribute(this.#days, "placeholder", days);
  }

  /** Opens the row of this place, unless one is open. */
  openFirst(): void {
    if (this.#open === undefined) this.#toggle(0, false);
  }

  showList(shown: boolean): void {
    this.#box.hidden = !shown;
    setAttribute(this.#asList, "aria-expanded", String(shown));
    this.#tell();
    if (shown) this.field.control.focus();
  }

  /** Puts the focus where the first error is. */
  focus(): void {
    if (!this.#box.hidden) return this.field.control.focus();
    const wrong = this.#made.findIndex(({ isWrong }) => isWrong);
    (this.#made[Math.max(wrong, 0)]?.input ?? this.field.control).focus();
  }

  show(problems: readonly Problem[], factsOf: (index: number, name: string, text: string) => MachineFacts): void {
    this.#shown = problems;
    this.#factsOf = factsOf;
    this.#tell();
    this.#fill();
  }

  #read(): List {
    const list = readList(this.field.value, this.#role);
    return list.entries.length === 0 ? withOneMore(list) : list;
  }

  #place(index: number): number {
    return this.#list.entries.slice(0, index).filter(({ text }) => text.trim() !== "").length;
  }

  #write(list: List): void {
    this.#list = list;
    this.field.value = writeList(list);
    this.field.touched = true;
    this.#events.changed();
  }

  #add(after?: number): void {
    const next = after === undefined ? -1 : after + 1;
    if (next >= 0 && next < this.#list.entries.length) return this.#row(next).input.focus();
    if (this.#list.entries.at(-1)?.text.trim() !== "") this.#write(withOneMore(this.#list));
    this.#wanted = Math.max(this.#wanted, this.#list.entries.length);
    this.#render();
    this.#row(this.#list.entries.length - 1).input.focus();
  }

  #remove(index: number): void {
    const { list: before, name } = { list: this.#list, name: nameOf(this.#list.entries[index]!.text, this.#role) };
    this.#toggleAfterRemoving(index);
    const left = withoutEntry(before, index);
    const isShared = left.entries.some(({ text }) => nameOf(text, this.#role) === name);
    const bringBack = isShared ? () => {} : this.#events.removed(name);
    this.#write(left.entries.length === 0 ? withOneMore(left) : left);
    this.#render();
    this.#row(Math.min(index, this.#list.entries.length - 1)).input.focus();
    if (name === "") return;
    const after = this.field.value;
    const undo = h("button", { type: "button", class: "small", "data-action": "undo-remove" }, this.#context.language.texts.machines.undo);
    undo.addEventListener("click", () => {
      this.#forgetRemoved();
      if (this.field.value !== after) return;
      bringBack();
      this.#write(before);
      this.#render();
      this.#row(index).input.focus();
    });
    this.#removed.replaceChildren(h("span", {}, format(this.#context.language.texts.machines.removed, { name })), undo);
  }

  #forgetRemoved(): void {
    if (this.#removed.hasChildNodes()) this.#removed.replaceChildren();
  }

  #toggleAfterRemoving(index: number): void {
    if (this.#open === undefined || index > this.#open) return;
    this.#open = index === this.#open ? undefined : this.#open - 1;
  }

  #typed(index: number, names: string): void {
    this.#forgetRemoved();
    const { settings } = partsOf(this.#list.entries[index]!.text, this.#role);
    const before = this.#nameAt(index);
    const changed = withEntry(this.#list, index, writeParts({ names, settings }));
    const after = nameOf(changed.entries[index]!.text, this.#role);
    const isShared = this.#list.entries.some(({ text }, at) => at !== index && nameOf(text, this.#role) === before);
    if (after !== before && !isShared) this.#events.renamed(before, after);
    this.#write(changed);
  }

  /** A name that the page has put there gives way to the first key, like a placeholder. */
  #entered(index: number): void {
    if (!this.field.touched && this.field.value === DEFAULTS[this.field.name]) this.#row(index).input.select();
  }

  #set(index: number, setting: Parameters<typeof withSetting>[2], value: string): void {
    this.#forgetRemoved();
    this.#write(withEntry(this.#list, index, withSetting(this.#list.entries[index]!.text, this.#role, setting, value)));
  }

  /** Makes rows of what was typed into one, where it is several. */
  #left(): void {
    const again = readList(this.field.value, this.#role);
    if (again.entries.length > this.count) this.#list = again;
    this.#events.left();
    this.#render();
  }

  /** A pasted list becomes rows at once. */
  #pasted(event: ClipboardEvent, index: number): void {
    const text = event.clipboardData?.getData("text") ?? "";
    if (!text.trim().includes("\n")) return;
    event.preventDefault();
    const { input } = this.#row(index);
    const [from, to] = [input.selectionStart ?? input.value.length, input.selectionEnd ?? input.value.length];
    this.#write(withEntry(this.#list, index, input.value.slice(0, from) + text.trim() + input.value.slice(to)));
    this.#list = this.#read();
    this.#left();
    this.#row(Math.min(this.#list.entries.length, this.#made.length) - 1).input.focus();
    this.#context.announce((texts) => format(texts.machines[this.#role].count.other, { count: this.count }));
  }

  #toggle(index: number, isTold = true): void {
    this.#open = this.#open === index ? undefined : index;
    this.#render();
    if (isTold) this.#events.changed();
  }

  #makeMore(): void {
    if (this.#made.length >= this.#list.entries.length || !isNearEnd(this.#rows)) return;
    this.#wanted = this.#made.length + AT_ONCE;
    this.#render();
  }

  #nameAt(index: number): string {
    return nameOf(this.#list.entries[index]!.text, this.#role);
  }

  #row(index: number): MachineRow {
    return this.#made[index]!;
  }

  /** As many rows as are wanted, with what is typed in them. */
  #render(): void {
    const { entries } = this.#list;
    const count = Math.min(entries.length, this.#wanted);
    if (this.#open !== undefined && this.#open >= count) this.#open = undefined;
    for (const row of this.#made.splice(count)) row.element.remove();
    while (this.#made.length < count) {
      const row = new MachineRow(this.#role, this.#context, this.#made.length, {
        typed: (names, index) => this.#typed(index, names),
        chosen: (value, index) => this.#set(index, CHOICE[this.#role], value),
        left: () => this.#left(),
        pasted: (event, index) => this.#pasted(event, index),
        next: (index) => this.#add(index),
        toggle: (index) => this.#toggle(index),
        remove: (index) => this.#remove(index),
        entered: (index) => this.#entered(index),
      });
      this.#made.push(row);
      this.#rows.append(row.element);
    }
    const isLong = entries.length > LONG;
    this.#rows.classList.toggle("long", isLong);
    this.#made.forEach((row, index) => {
      const { names, settings } = partsOf(entries[index]!.text, this.#role);
      const choice = settings.get(CHOICE[this.#role]) ?? "";
      row.write(names, this.#role === "host" ? offered("platform", choice) : choice, index === 0 && entries.length === 1 ? this.placeholder : "");
    });
    const days = this.#open === undefined ? "" : (partsOf(entries[this.#open]!.text, this.#role).settings.get("days") ?? "");
    if (this.#days.value.trim() !== days) this.#days.value = days;
    this.card.hidden = this.#open === undefined;
    const place = isLong || this.#open === undefined ? this.#rows : this.#row(this.#open).element.lastElementChild!;
    if (this.card.previousElementSibling !== place) place.after(this.card);
    this.#tell();
    this.#fill();
  }

  #fill(): void {
    let place = 0;
    this.#made.forEach((row, index) => {
      const { text } = this.#list.entries[index]!;
      const typed = nameOf(text, this.#role);
      const isBlank = typed === "";
      const facts = isBlank ? NO_FACTS : this.#factsOf(place, typed, text.trim());
      row.show(facts.name ?? typed, facts, index === this.#open, isBlank && this.#list.entries.length === 1);
      if (!isBlank) place++;
    });
  }

  /** Each problem has one place: its row or, where that is not to be seen, the list. What is wrong in a machine's own text is no part of the list. */
  #tell(): void {
    const isBoxed = !this.#box.hidden;
    const isListed = ({ machine }: Problem) => machine === undefined;
    this.field.show(isBoxed ? this.#shown.filter(isListed) : []);
    const left = new Set(isBoxed ? this.#shown.filter((problem) => !isListed(problem)) : this.#shown);
    const isWrong = (problems: readonly Problem[]) => problems.some((problem) => isListed(problem) && problem.severity === "error");
    this.#made.forEach((row, index) => {
      const { line, text } = this.#list.entries[index]!;
      const [name, isAlone] = [nameOf(text, this.#role), this.#list.entries.length === 1];
      const isHere = (problem: Problem) => (problem.line === line && this.#isOf(problem, index, text)) || (isAlone && problem.code === "required");
      const here = this.#shown.filter((problem) => (isListed(problem) ? isHere(problem) : problem.machine === name));
      row.tell(here.filter((problem) => left.delete(problem)), isWrong(here));
    });
    const { language } = this.#context;
    this.#problems.replaceChildren(...problemItems([...left], language, true));
  }

  /** Whether a problem of a line belongs to this machine in it: the problem's value says which one, otherwise it is the first one's. */
  #isOf({ value }: Problem, index: number, text: string): boolean {
    const { entries } = this.#list;
    const { line } = entries[index]!;
    const isShared = entries[index - 1]?.line === line || entries[index + 1]?.line === line;
    if (!isShared || (value !== undefined && text.includes(value))) return true;
    const others = entries.filter((other) => other.line === line);
    return others[0] === entries[index] && !others.some((other) => value !== undefined && other.text.includes(value));
  }
}

const NO_FACTS: MachineFacts = { name: undefined, until: "", downloads: undefined };

interface RowEvents {
  typed(names: string, index: number): void;
  chosen(value: string, index: number): void;
  left(index: number): void;
  pasted(event: ClipboardEvent, index: number): void;
  /** The return key goes on to the next one. */
  next(index: number): void;
  toggle(index: number): void;
  remove(index: number): void;
  entered(index: number): void;
}

class MachineRow {
  readonly element: HTMLElement;
  /** As high as its text needs: a name that is cut could be another one. */
  readonly input: HTMLTextAreaElement;
  /** Has the text once more, which makes the room. */
  readonly #names: HTMLElement;
  readonly #context: Context;
  readonly #role: MachineRole;
  readonly #choice = h("select", { class: "choice" });
  readonly #open = h("button", { type: "button", class: "small open", "data-action": "open-row", "aria-expanded": "false" });
  readonly #remove = h("button", { type: "button", class: "small remove", "data-action": "remove-row" }, "×");
  readonly #until = h("span", { class: "until" });
  readonly #downloads = h("span", { class: "downloads" });
  readonly #problems = h("ul", { class: "problems", id: newId("row-problems") });
  isWrong = false;
  #told = "";
  #offered = "";

  constructor(role: MachineRole, context: Context, index: number, events: RowEvents) {
    this.#context = context;
    this.#role = role;
    this.input = h("textarea", { rows: 1, autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-describedby": this.#problems.id });
    this.#names = h("div", { class: "names" }, this.input);
    this.input.addEventListener("input", () => {
      // A row is one line, whatever is dropped on it.
      if (/[\r\n]/.test(this.input.value)) this.input.value = this.input.value.replace(/\s*[\r\n]\s*/g, " ").trim();
      this.#makeRoom();
      events.typed(this.input.value, index);
    });
    this.input.addEventListener("change", () => events.left(index));
    // A click sets the caret after the focus has come.
    for (const type of ["focus", "click"] as const) this.input.addEventListener(type, () => events.entered(index));
    this.#choice.addEventListener("change", () => events.chosen(this.#choice.value, index));
    this.input.addEventListener("paste", (event) => events.pasted(event, index));
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      events.next(index);
    });
    this.#open.addEventListener("click", () => events.toggle(index));
    this.#remove.addEventListener("click", () => events.remove(index));
    this.element = h("li", { class: `machine ${role}`, "data-role": role }, h("div", { class: "row" }, this.#names, this.#choice, this.#until, this.#downloads, this.#open, this.#remove), this.#problems);
  }

  write(names: string, choice: string, placeholder: string): void {
    if (this.input.value.trim() !== names) this.input.value = names;
    this.#makeRoom();
    this.#offer(choice);
    setAttribute(this.input, "placeholder", placeholder || false);
  }

  #makeRoom(): void {
    const { value } = this.input;
    if (this.#names.dataset.names !== value) this.#names.dataset.names = value;
  }

  /** A value that is not offered stays, so that its problem can be seen. */
  #offer(choice: string): void {
    const { language } = this.#context;
    const offered = JSON.stringify([language.locale, choice]);
    if (offered !== this.#offered) {
      const [labels, choices] = choicesOf(this.#role, language.texts);
      const values = choices.includes(choice) ? choices : [...choices, choice];
      setOptions(this.#choice, values.map((value) => (Object.hasOwn(labels, value) ? labels[value]! : value)), values);
      this.#offered = offered;
    }
    if (this.#choice.value !== choice) this.#choice.value = choice;
  }

  show(name: string, { until, downloads }: MachineFacts, isOpen: boolean, isOnly: boolean): void {
    const { machines } = this.#context.language.texts;
    const label = (phrase: Phrase) => (name === "" ? phrase(this.#context.language.texts) : `${phrase(this.#context.language.texts)}: ${name}`);
    if (this.element.dataset.machine !== name) this.element.dataset.machine = name;
    setAttribute(this.input, "aria-label", label((texts) => texts.machines[this.#role].label));
    setAttribute(this.#choice, "aria-label", label((texts) => texts.machines[this.#role].choice));
    setText(this.#open, machines.steps);
    setAttribute(this.#open, "aria-label", label((texts) => texts.machines.steps));
    setAttribute(this.#open, "aria-expanded", String(isOpen));
    setAttribute(this.#remove, "aria-label", label((texts) => texts.machines.remove));
    this.#remove.hidden = isOnly;
    this.#open.hidden = isOnly && !isOpen;
    this.element.classList.toggle("current", isOpen);
    setText(this.#until, until);
    if (this.#downloads.firstElementChild !== (downloads ?? null)) this.#downloads.replaceChildren(...(downloads ? [downloads] : []));
  }

  tell(problems: readonly Problem[], isWrong: boolean): void {
    this.isWrong = isWrong;
    setAttribute(this.input, "aria-invalid", isWrong && "true");
    const { language } = this.#context;
    const told = JSON.stringify([language.locale, problems]);
    if (told === this.#told) return;
    this.#told = told;
    // A line is that of the machine's own text, where that is what is wrong.
    const items = problems.flatMap((problem) => {
      const isOwn = problem.machine !== undefined;
      const [item] = problemItems([problem], language, isOwn);
      if (isOwn) item!.prepend(`${language.texts.fields[problem.field].label}: `);
      return item!;
    });
    this.#problems.replaceChildren(...items);
  }
}

/** What a row offers and what it is called: the empty value is what the sheet says for all. */
function choicesOf(role: MachineRole, { machines, platforms, clientKinds }: Texts): [Record<string, string>, readonly string[]] {
  if (role === "host") return [{ ...platforms, "": machines.asBelow }, ["", ...CHOICES.platform]];
  const [usual, ...others] = CHOICES.clientKind;
  return [{ ...clientKinds, "": clientKinds[usual!]! }, ["", ...others]];
}
