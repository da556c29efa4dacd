// One control with its label, its help and its problems.

import type { Code, Field, Problem } from "#form";
import { MOST_OCTETS } from "../draft/empty";
import { PASTED } from "../draft/link";
import type { Context } from "./copy";
import { formatNodes, h, newId, setAttribute, setOptions } from "./dom";
import { format, type Language, type Texts } from "../locales/language";

export type Kind = "lines" | "text" | "number" | "secret" | "select";

export class FieldView {
  readonly element: HTMLElement;
  readonly control: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
  /** Whether the person, a link or the embedding page has set it. */
  touched = false;
  /** How many characters it keeps: one more than the core reads octets, so that this says that there were too many. */
  readonly #most: number;
  readonly #problems: HTMLUListElement;
  readonly #context: Context;
  #options: readonly string[] = [];
  #shown: readonly Problem[] = [];

  constructor(
    readonly name: Field,
    kind: Kind,
    context: Context,
    options: { readonly placeholder?: string; readonly optional?: boolean; readonly required?: boolean; readonly rows?: number; readonly file?: boolean } = {},
  ) {
    const { language } = context;
    this.#context = context;
    this.#most = (MOST_OCTETS.get(name) ?? 0) + 1;
    const id = newId(name);
    const common = { id, name, autocomplete: "off", autocapitalize: "off", spellcheck: "false" };
    const { placeholder, rows = 2 } = options;
    if (kind === "lines") this.control = h("textarea", { ...common, rows, placeholder, wrap: "off" });
    else if (kind === "select") this.control = h("select", { id, name });
    else if (kind === "secret") this.control = h("input", { ...common, type: "password", autocomplete: "new-password" });
    else this.control = h("input", { ...common, type: "text", placeholder, inputmode: kind === "number" ? "numeric" : undefined });
    setAttribute(this.control, "aria-required", options.required && "true");

    if (options.file) this.#takeFiles();
    // Before the form looks at it, and before the browser lays it out.
    this.control.addEventListener("input", () => this.#cut());
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

  /** Takes a file that is dropped on it; of a file that is too long, just so much that the core says so. */
  #takeFiles(): void {
    this.control.addEventListener("dragover", (event) => event.preventDefault());
    this.control.addEventListener("drop", (event) => {
      const file = (event as DragEvent).dataTransfer?.files[0];
      if (!file) return;
      event.preventDefault();
      void textOf(file.slice(0, 2 * this.#most), this.name === "daemonJson" || this.name === "hostDaemonJson").then((text) => {
        this.value = text;
        this.control.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
      });
    });
  }

  get value(): string {
    return this.control.value;
  }

  set value(value: string) {
    value = value.slice(0, this.#most);
    if (this.control instanceof HTMLSelectElement && !this.#options.includes(value)) this.#setOptions([...this.#options, value]);
    if (this.control.value !== value) this.control.value = value;
  }

  #cut(): void {
    if (this.value.length > this.#most) this.value = this.value;
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
    const labels = optionLabels(this.name, this.#context.language.texts);
    setOptions(this.control, options.map((option) => label(labels, option)), options);
  }

  #render(): void {
    const problems = this.#shown;
    setAttribute(this.control, "aria-invalid", problems.some(({ severity }) => severity === "error") && "true");
    this.#problems.replaceChildren(...problemItems(problems, this.#context.language, this.value.trim().includes("\n")));
  }
}

/** Problems whose hint is another line of their field. */
export const OF_LINES: ReadonlySet<Code> = new Set<Code>(["host-twice", "host-shared", "bundle-name-taken"]);

/** Problems as the items of a list, with their lines where the field has several. */
export function problemItems(problems: readonly Problem[], { texts }: Language, withLines: boolean): HTMLElement[] {
  return problems.map(({ field, code, severity, line, value, hint }) => {
    const place = line !== undefined && withLines ? `${format(texts.form.line, { line })} ` : "";
    const other = hint && OF_LINES.has(code) && /^[0-9]+$/.test(hint) ? format(texts.form.lineOf, { line: hint }) : hint;
    const text = formatNodes(texts.problems?.[code] ?? "", { value, hint: other && label(optionLabels(field, texts), other) });
    return h("li", { class: severity, "data-problem": field, "data-code": code }, place, ...text);
  });
}

/** The text of a file, in the encoding that its mark says, as dockerd 23.0 and later reads one. UTF-16 may take twice the octets. */
async function textOf(file: Blob, keepsMark: boolean): Promise<string> {
  const octets = new Uint8Array(await file.arrayBuffer());
  const starts = (...mark: number[]) => mark.every((octet, index) => octets[index] === octet);
  const encoding = starts(0xff, 0xfe) ? "utf-16le" : starts(0xfe, 0xff) ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding, { ignoreBOM: keepsMark }).decode(octets);
}

/** What was typed may be named like something that every object has. */
function label(labels: Record<string, string>, option: string): string {
  return Object.hasOwn(labels, option) ? labels[option]! : option;
}

function optionLabels(name: Field, texts: Texts): Record<string, string> {
  // A problem's hint may be an installation that does without the field, or with it.
  if (name === "platform" || PASTED.has(name)) return texts.platforms;
  if (name === "keyAlgorithm") return texts.keyAlgorithms;
  if (name === "trust") return texts.trust.answers;
  if (name === "caKeyAlgorithm") return { "": texts.form.sameAlgorithm, ...texts.keyAlgorithms };
  return {};
}
