// The CA's own certificate made anew: same key, same name, longer life. Everything that it has signed stays valid.

import type { AllTexts } from "../locales/language";
import type { KnownAuthority } from "#issue";
import type { Problem } from "#form";
import { DEFAULTS } from "../draft/empty";
import type { Context } from "./copy";
import { h, newId, setAttribute, setOptions } from "./dom";
import { problemItems } from "./field";

/** How the core is told of it. */
export type RenewalOfAuthority = "" | "alone" | "with-others-below";

export class RenewalView {
  /** Keep or renew. */
  readonly choice = h("select", { name: "change", class: "choice" });
  readonly element: HTMLElement;
  readonly #context: Context<AllTexts>;
  readonly #days: HTMLInputElement;
  readonly #below: HTMLInputElement;
  readonly #belowField: HTMLElement;
  readonly #problems = h("ul", { class: "problems", id: newId("renewal-problems") });
  #told: readonly Problem[] = [];

  constructor(context: Context<AllTexts>, changed: () => void) {
    this.#context = context;
    const { language } = context;
    const [daysId, belowId] = [newId("renewal-days"), newId("renewal-below")];
    this.choice.append(h("option", { value: "keep" }), h("option", { value: "renew" }));
    this.#days = h("input", { type: "text", id: daysId, name: "days", inputmode: "numeric", autocomplete: "off", value: DEFAULTS.caDays, "aria-describedby": this.#problems.id });
    this.#below = h("input", { type: "checkbox", id: belowId, name: "othersBelow" });
    this.#belowField = h("div", { class: "choice-of" }, this.#below, h("label", { for: belowId }, language.text(({ open }) => open.othersBelow)));
    this.element = h(
      "div",
      { class: "renewal", hidden: true },
      h("p", { class: "help" }, language.text(({ open }) => open.renewalHelp)),
      h("div", { class: "field" }, h("label", { for: daysId }, language.text(({ open }) => open.renewalDays)), this.#days, this.#problems),
      this.#belowField,
    );
    const update = () => {
      this.#render();
      changed();
    };
    for (const control of [this.choice, this.#below]) control.addEventListener("change", update);
    this.#days.addEventListener("input", update);
    language.bind(() => this.#render());
  }

  /** Begins anew, for this CA. */
  begin({ pathLength }: KnownAuthority): void {
    this.choice.value = "keep";
    this.#days.value = DEFAULTS.caDays;
    this.#below.checked = false;
    this.#belowField.hidden = pathLength !== 0;
    this.#told = [];
    this.#render();
  }

  get value(): RenewalOfAuthority {
    if (this.choice.value !== "renew") return "";
    return this.#below.checked ? "with-others-below" : "alone";
  }

  get days(): string {
    return this.#days.value.trim();
  }

  /** Puts the focus where something is wrong; tells whether anything is. */
  focusWrong(): boolean {
    const isWrong = this.value !== "" && this.#told.some(({ severity }) => severity === "error");
    if (isWrong) this.#days.focus();
    return isWrong;
  }

  tell(problems: readonly Problem[]): void {
    if (JSON.stringify(problems) === JSON.stringify(this.#told)) return;
    this.#told = problems;
    this.#render();
  }

  #render(): void {
    const { language } = this.#context;
    const { open } = language.texts;
    const { value } = this.choice;
    setOptions(this.choice, [open.keep, open.renew], ["keep", "renew"]);
    this.choice.value = value || "keep";
    setAttribute(this.choice, "aria-label", open.changeOfAuthority);
    this.element.hidden = this.value === "";
    this.#problems.replaceChildren(...problemItems(this.#told, language, false));
    setAttribute(this.#days, "aria-invalid", this.#told.some(({ severity }) => severity === "error") && "true");
  }
}
