// Whom hosts let in from the first day: one question, and what each answer costs in the reader's own numbers.

import type { Field } from "#form";
import { CHOICES } from "../draft/empty";
import { format } from "../locales/language";
import type { Context } from "./copy";
import { h } from "./dom";
import { FieldView } from "./field";

export class AdmissionView {
  readonly element: HTMLElement;
  readonly field: FieldView;
  readonly #context: Context;
  readonly #costs = h("ul", { class: "help costs" });
  #hosts = 1;
  #clients = 1;
  #answer = "";

  constructor(context: Context) {
    this.#context = context;
    this.field = new FieldView("trust" satisfies Field, "select", context);
    this.field.offer(CHOICES.trust);
    this.element = h("div", { class: "admission" }, this.field.element, this.#costs);
    context.language.bind(() => this.#render());
  }

  /** Takes how many there are of each. */
  show(hosts: number, clients: number): void {
    const { value } = this.field;
    if (hosts === this.#hosts && clients === this.#clients && value === this.#answer) return;
    [this.#hosts, this.#clients, this.#answer] = [hosts, clients, value];
    this.#render();
  }

  #render(): void {
    const { machines, trust } = this.#context.language.texts;
    const [hosts, clients] = [this.#hosts, this.#clients];
    const say = ({ one, other }: { one: string; other: string }, count: number) => format(count === 1 ? one : other, { count });
    const values = { hosts: say(machines.host.count, hosts), clients: say(machines.client.count, clients), single: hosts * clients, all: hosts };
    // Where no host takes a list, neither answer costs this.
    this.#costs.hidden = hosts === 0;
    // One line beside the question: the other answer says what it costs when it is chosen.
    this.#costs.replaceChildren(...(["ca", "list"] as const).map((answer) => h("li", { hidden: answer !== this.field.value }, format(trust.costs[answer], values))));
  }
}
