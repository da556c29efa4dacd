// Says which part of the page did not arrive, and how to go on.

import type { Missing } from "../engine/assets";
import { format } from "../locales/language";
import type { Context } from "./copy";
import { h } from "./dom";

export interface MissingEvents {
  /** Asks for it once more. */
  retry(): void;
  /** Loads the page again, with what is typed. */
  reload(): void;
}

export class MissingView {
  readonly element = h("div", { class: "missing", role: "alert" });
  readonly #context: Context;
  readonly #events: MissingEvents;
  #missing: Missing | undefined;

  constructor(context: Context, events: MissingEvents) {
    this.#context = context;
    this.#events = events;
    context.language.bind(() => this.#render());
  }

  show(missing: Missing | undefined): void {
    if (missing === this.#missing) return;
    this.#missing = missing;
    this.#render();
  }

  #render(): void {
    const { missing } = this.#context.language.texts;
    this.element.replaceChildren();
    if (!this.#missing) return;
    const { part, reason } = this.#missing;
    const [action, onclick] = reason === "gone" ? (["reload", this.#events.reload] as const) : (["retry", this.#events.retry] as const);
    this.element.append(
      h("p", { "data-missing": part, "data-reason": reason }, format(part === "rest" && reason === "unusable" ? missing.damaged : missing.reasons[reason], { part: missing.parts[part] }), ...this.#advice()),
      h("button", { type: "button", "data-action": action, onclick: () => onclick() }, missing[action]),
    );
  }

  #advice(): string[] {
    const { missing } = this.#context.language.texts;
    const { part, reason } = this.#missing!;
    return [
      reason === "gone" ? missing.kept : missing.stays,
      ...(part === "rsa" && reason !== "gone" ? [missing.otherKeys] : []),
      // The offline file and the element have no other policy than that of the page around them.
      ...(__INSIDE__ && !__OFFLINE__ && reason === "unusable" ? [missing.embedded] : []),
    ];
  }
}
