// What the host of the open row has already, if that is not what is pasted for all hosts.

import type { Problem } from "#form";
import { OWN_FIELDS, readOwn, writeOwn, type OwnField } from "../draft/own";
import type { Context } from "./copy";
import { h, newId } from "./dom";
import { FieldView } from "./field";

export class OwnView {
  readonly element: HTMLDetailsElement;
  readonly #context: Context;
  #fields: ReadonlyMap<OwnField, FieldView> = new Map();
  /** Where it is said that the host has none. */
  readonly #none = new Map<OwnField, HTMLInputElement>();
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

  /** Shows those of the host of the open row. With one host there is nothing that differs from what is said for all, which `shared` names. */
  show(host: string | undefined, isOnly: boolean, hasUnit: boolean, shared: ReadonlySet<OwnField>): void {
    if (host !== this.#host) {
      this.make();
      this.#host = host;
      this.#fill();
      this.element.open = this.#has;
    }
    this.element.hidden = isOnly && !this.#has;
    const unit = this.#fields.get("hostExecStart");
    if (unit) unit.element.hidden = !hasUnit && unit.value.trim() === "";
    for (const [name, none] of this.#none) none.parentElement!.hidden = !none.checked && (!shared.has(name) || this.#fields.get(name)!.value.trim() !== "");
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

  /** Forgets the texts of a host that is removed; what is given back brings them back. */
  remove(host: string): () => void {
    const removed = [...this.#texts.values()].flatMap((texts) => {
      const text = texts.get(host);
      texts.delete(host);
      return text === undefined ? [] : [{ texts, text }];
    });
    return () => {
      for (const { texts, text } of removed) texts.set(host, text);
      this.#fill();
    };
  }

  /** Forgets the texts of all other hosts: whoever types such a name later means another machine. */
  keepOnly(hosts: ReadonlySet<string>): void {
    for (const texts of this.#texts.values()) for (const host of texts.keys()) if (!hosts.has(host)) texts.delete(host);
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
      control.addEventListener("input", () => this.#set(name, control.value.trim() === "" ? undefined : control.value));
      const none: HTMLInputElement = h("input", { type: "checkbox", id: newId("none"), "data-none": name, onchange: () => this.#set(name, none.checked ? "" : undefined) });
      this.#none.set(name, none);
      const { language } = this.#context;
      control.after(h("div", { class: "choice-of", hidden: true }, none, h("label", { for: none.id }, language.text((texts) => texts.machines.ownNone[name]))));
    }
    this.element.append(h("fieldset", {}, ...[...this.#fields.values()].map(({ element }) => element)));
  }

  get #has(): boolean {
    return [...this.#texts.values()].some((texts) => this.#host !== undefined && texts.has(this.#host));
  }

  /** `undefined` says that the host has what all have. */
  #set(name: OwnField, text: string | undefined): void {
    if (this.#host === undefined) return;
    if (text === undefined) this.#texts.get(name)!.delete(this.#host);
    else this.#texts.get(name)!.set(this.#host, text);
    this.#none.get(name)!.checked = text === "";
  }

  #fill(): void {
    for (const [name, field] of this.#fields) {
      const text = this.#texts.get(name)!.get(this.#host ?? "");
      field.value = text ?? "";
      this.#none.get(name)!.checked = text === "";
    }
  }
}
