// What a renewal changes: by which other names and addresses a host is reached, and for how many days the certificate is valid.

import type { AllTexts } from "../locales/language";
import type { Problem } from "#form";
import type { KnownCertificate } from "#issue";
import type { Context } from "./copy";
import { h, newId, setAttribute } from "./dom";
import { problemItems } from "./field";

export class Renewal {
  /** Folded; its fields are made when it is opened first. */
  readonly element: HTMLDetailsElement;
  /** What is wrong, also where it is not renewed. */
  readonly problems = h("ul", { class: "problems", id: newId("renewal-problems") });
  readonly #context: Context<AllTexts>;
  readonly #certificate: KnownCertificate;
  readonly #changed: () => void;
  #names: HTMLInputElement | undefined;
  #days: HTMLInputElement | undefined;

  constructor(context: Context<AllTexts>, certificate: KnownCertificate, changed: () => void) {
    this.#context = context;
    this.#certificate = certificate;
    this.#changed = changed;
    const { open } = context.language.texts;
    this.element = h("details", { class: "fold renewal", hidden: true }, h("summary", {}, this.#isOfHost ? open.renewal : open.renewalOfClient));
    this.element.addEventListener("toggle", () => this.#build());
  }

  /** The line of the form that asks for it. */
  get line(): string {
    const { name, line = "" } = this.#certificate;
    if (!this.#days) return line;
    const isSetting = (word: string) => /^[a-z]+=/i.test(word);
    const days = this.#days.value.trim();
    const settings = line.slice(name.length).split(" ").filter((word) => isSetting(word) && !(days !== "" && word.startsWith("days=")));
    const names = this.#names ? this.#names.value.split(/[\s,;]+/).filter((word) => word !== "") : [];
    return [name, ...names, ...settings, ...(days === "" ? [] : [`days=${days}`])].join(" ");
  }

  /** What is wrong with it. An error opens it. Where it is kept, only what keeps everything from being made is told. */
  tell(told: readonly Problem[], isRenewed: boolean): void {
    const problems = isRenewed ? told : told.filter(({ severity }) => severity === "error");
    if (problems.length === 0 && this.problems.childElementCount === 0) return;
    const isWrong = problems.some(({ severity }) => severity === "error");
    if (isWrong && isRenewed) this.element.open = true;
    this.#build();
    for (const control of [this.#names, this.#days]) if (control) setAttribute(control, "aria-invalid", isWrong && "true");
    this.problems.replaceChildren(...problemItems(problems, this.#context.language, false));
  }

  focus(): void {
    (this.#names ?? this.#days)?.focus();
  }

  get #isOfHost(): boolean {
    return this.#certificate.role === "server";
  }

  #build(): void {
    if (this.#days || !this.element.open) return;
    const { open, machines } = this.#context.language.texts;
    const { names, line = "" } = this.#certificate;
    const field = (name: string, label: string, attributes: Record<string, string>) => {
      const control = h("input", { type: "text", id: newId(name), name, autocomplete: "off", spellcheck: "false", "aria-describedby": this.problems.id, oninput: this.#changed, ...attributes });
      return { control, element: h("div", { class: "field" }, h("label", { for: control.id }, label), control) };
    };
    const days = field("days", machines.daysOf, { inputmode: "numeric", placeholder: /\bdays=(\d+)/.exec(line)?.[1] ?? "" });
    this.#days = days.control;
    const parts = [days.element];
    if (this.#isOfHost) {
      const others = field("otherNames", open.otherNames, { value: names.join(" ") });
      this.#names = others.control;
      parts.unshift(others.element);
    }
    this.element.append(...parts);
  }
}
