// What the host of the open row has already, if that is not what is pasted for all hosts.

import type { Problem } from "#form";
import { OWN_FIELDS, readOwn, writeOwn, type OwnField } from "../draft/own";
import type { Context } from "./copy";
import { h } from "./dom";
import { FieldView } from "./field";

export class OwnView {
  readonly element: HTMLDetailsElement;
  readonly #context: Context;
  #fields: ReadonlyMap<OwnField, FieldView> = new Map();
  readonly #texts = new Map<OwnField, Map<string, string>>(OWN_FIELDS.map((name) => [name, new Map()]));
  /** The host of the open row, by its name as it is typed. */
  #host: string | undefined;

  constructor(context: Context) {
    const { language } = context;
    this.#context = context;
    this.element = h("details", { class: "own" }, h("summary", {}, language.text((texts) => texts.machines.own)));
    language.bind(() => this.#fields.forEach((field) => field.relabel()));
  }

  /** The texts of all hosts, as the draft has them. */
  value(field: OwnField): string {
    return writeOwn(this.#texts.get(field)!);
  }

  setValue(field: OwnField, value: string): void {
    this.#texts.set(field, readOwn(value));
    this.#fill();
  }

  /** Shows those of the host of the open row. With one host there is nothing that differs from what is said for all. */
  show(host: string | undefined, isOnly: boolean, hasUnit: boolean): void {
    if (host !== this.#host) {
      this.make();
      this.#host = host;
      this.#fill();
      this.element.open = this.#has;
    }
    this.element.hidden = isOnly && !this.#has;
    const unit = this.#fields.get("hostExecStart");
    if (unit) unit.element.hidden = !hasUnit && unit.value.trim() === "";
  }

  /** Goes on with the texts of a host that has another name now. */
  rename(from: string, to: string): void {
    for (const texts of this.#texts.values()) {
      const text = texts.get(from);
      if (text === undefined || texts.has(to)) continue;
      texts.delete(from);
      texts.set(to, text);
    }
    if (this.#host === from) this.#host = to;
  }

  /** Shows what is wrong in the texts of that host. */
  tell(problems: readonly Problem[]): void {
    for (const [name, field] of this.#fields) field.show(problems.filter((problem) => problem.field === name && problem.machine === this.#host));
  }

  focus(field: OwnField): void {
    this.element.hidden = false;
    this.element.open = true;
    this.#fields.get(field)!.control.focus();
  }

  /** Makes what can be typed into; nobody needs that before a row is opened. */
  make(): void {
    if (this.#fields.size > 0) return;
    this.#fields = new Map([
      ["hostDaemonJson", new FieldView("hostDaemonJson", "lines", this.#context, { placeholder: '{ "log-driver": "local" }', optional: true, file: true })],
      ["hostExecStart", new FieldView("hostExecStart", "lines", this.#context, { placeholder: "ExecStart=/usr/bin/dockerd -H fd://", optional: true, file: true })],
    ]);
    for (const [name, { control }] of this.#fields) {
      control.addEventListener("input", () => {
        if (this.#host !== undefined) this.#texts.get(name)!.set(this.#host, control.value);
      });
    }
    this.element.append(h("fieldset", {}, ...[...this.#fields.values()].map(({ element }) => element)));
  }

  get #has(): boolean {
    return [...this.#texts.values()].some((texts) => this.#host !== undefined && (texts.get(this.#host) ?? "").trim() !== "");
  }

  #fill(): void {
    for (const [name, field] of this.#fields) field.value = this.#texts.get(name)!.get(this.#host ?? "") ?? "";
  }
}
