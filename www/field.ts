// One control with its label, its help and its problems.

import type { Field, Problem } from "#core";
import type { Surroundings } from "./copy";
import { h, newId, setAttribute, setOptions } from "./dom";
import { format, formatNodes, type Texts } from "./i18n";

export type Kind = "lines" | "text" | "number" | "secret" | "select";

/** More problems than a person can mend at once are counted only. */
const SHOWN_PROBLEMS = 20;
/** More than the core takes of a pasted file. */
const MOST_OCTETS = 70_000;

export class FieldView {
  readonly element: HTMLElement;
  readonly control: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
  /** Whether the person, a link or the embedding page has set it. */
  touched = false;
  readonly #problems: HTMLUListElement;
  readonly #surroundings: Surroundings;
  #options: readonly string[] = [];
  #shown: readonly Problem[] = [];

  constructor(
    readonly name: Field,
    kind: Kind,
    surroundings: Surroundings,
    options: { readonly placeholder?: string; readonly optional?: boolean; readonly required?: boolean; readonly rows?: number; readonly file?: boolean } = {},
  ) {
    const { language } = surroundings;
    this.#surroundings = surroundings;
    const id = newId(name);
    const common = { id, name, autocomplete: "off", autocapitalize: "off", spellcheck: "false" };
    const { placeholder, rows = 2 } = options;
    if (kind === "lines") this.control = h("textarea", { ...common, rows, placeholder, wrap: "off" });
    else if (kind === "select") this.control = h("select", { id, name });
    else if (kind === "secret") this.control = h("input", { ...common, type: "password", autocomplete: "new-password" });
    else this.control = h("input", { ...common, type: "text", placeholder, inputmode: kind === "number" ? "numeric" : undefined });
    setAttribute(this.control, "aria-required", options.required && "true");

    if (options.file) this.#takeFiles();
    const help = h("p", { class: "help", id: `${id}-help` }, language.text((texts) => texts.fields[name].help));
    language.bind(() => (help.hidden = language.texts.fields[name].help === ""));
    this.#problems = h("ul", { class: "problems", id: `${id}-problems` });
    this.control.setAttribute("aria-describedby", `${help.id} ${this.#problems.id}`);
    const label = h("label", { for: id }, language.text((texts) => texts.fields[name].label));
    if (options.optional) label.append(" ", h("span", { class: "optional" }, language.text((texts) => texts.form.optional)));
    // What several lines mean has to be known before they are typed; the rest explains itself.
    const body = kind === "lines" ? [help, this.control] : [this.control, help];
    this.element = h("div", { class: `field ${kind} ${name}` }, label, ...body, this.#problems);
  }

  /** A file may be dropped on it; of one that is too long, so much that the core says so. */
  #takeFiles(): void {
    this.control.addEventListener("dragover", (event) => event.preventDefault());
    this.control.addEventListener("drop", (event) => {
      const file = (event as DragEvent).dataTransfer?.files[0];
      if (!file) return;
      event.preventDefault();
      void file.slice(0, MOST_OCTETS).text().then((text) => {
        this.value = text;
        this.control.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
      });
    });
  }

  get value(): string {
    return this.control.value;
  }

  set value(value: string) {
    if (this.control instanceof HTMLSelectElement && !this.#options.includes(value)) this.#setOptions([...this.#options, value]);
    if (this.control.value !== value) this.control.value = value;
  }

  /** What a select offers; a value that is not offered stays, so that its problem can be seen. */
  offer(options: readonly string[]): void {
    const { value } = this;
    this.#setOptions(options);
    if (value) this.value = value;
  }

  relabel(): void {
    this.#setOptions(this.#options);
    this.#render();
  }

  show(problems: readonly Problem[]): void {
    if (JSON.stringify(problems) === JSON.stringify(this.#shown)) return;
    this.#shown = problems;
    this.#render();
  }

  #setOptions(options: readonly string[]): void {
    if (!(this.control instanceof HTMLSelectElement)) return;
    this.#options = options;
    const labels = optionLabels(this.name, this.#surroundings.language.texts);
    setOptions(this.control, options.map((option) => label(labels, option)), options);
  }

  #render(): void {
    const problems = this.#shown;
    const { texts } = this.#surroundings.language;
    const labels = optionLabels(this.name, texts);
    setAttribute(this.control, "aria-invalid", problems.some(({ severity }) => severity === "error") && "true");
    const items = problems.slice(0, SHOWN_PROBLEMS).map(({ field, code, severity, line, value, hint }) => {
      const place = line !== undefined && this.value.trim().includes("\n") ? `${format(texts.form.line, { line })} ` : "";
      const text = formatNodes(texts.problems[code], { value, hint: hint && label(labels, hint) });
      return h("li", { class: severity, "data-problem": field, "data-code": code }, place, ...text);
    });
    const more = problems.length - items.length;
    if (more > 0) items.push(h("li", {}, format(texts.form.moreProblems, { count: more })));
    this.#problems.replaceChildren(...items);
  }
}

/** What was typed may be named like something that every object has. */
function label(labels: Record<string, string>, option: string): string {
  return Object.hasOwn(labels, option) ? labels[option]! : option;
}

function optionLabels(name: Field, texts: Texts): Record<string, string> {
  // A problem's hint may be an installation that does without the field, or with it.
  if (name === "platform" || name === "daemonJson" || name === "execStart") return texts.platforms;
  if (name === "keyAlgorithm") return texts.keyAlgorithms;
  if (name === "caKeyAlgorithm") return { "": texts.form.sameAlgorithm, ...texts.keyAlgorithms };
  return {};
}
