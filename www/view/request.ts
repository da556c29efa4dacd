// RequestsView that others have sent: what each asks for, and what the keeper of the CA makes of it. Name, role and days are decided here; only the key is theirs.

import type { Asked, KnownRequest, RequestObjection } from "#issue";
import type { Problem } from "#form";
import { type AllTexts, format, type Phrase } from "../locales/language";
import { nameOf } from "../draft/machines";
import { copyButton, type Context } from "./copy";
import { formatNodes, h, newId, setAttribute, setText } from "./dom";
import { problemItems } from "./field";
import { mark } from "./mark";

export interface RequestsEvents {
  /** Something was chosen. */
  changed(): void;
  /** The address that brings somebody to where requests are made. */
  link(): string;
  /** Looks into the files; `undefined` when that failed, which is said elsewhere. */
  read(files: readonly File[]): Promise<Asked | undefined>;
}

type Side = "server" | "client";
const ROLES = { server: "host", client: "client" } as const;
const FIELDS = { server: "hosts", client: "clients" } as const;

/** A request that is to be signed, and the line of the form that asks for its certificate. */
export interface Signed {
  readonly role: Side;
  /** What its holder is called, as typed. */
  readonly name: string;
  readonly line: string;
  readonly pem: string;
}

export class RequestsView {
  readonly element = h("section", { class: "machines requests", hidden: true });
  readonly #context: Context<AllTexts>;
  readonly #events: RequestsEvents;
  readonly #files: HTMLInputElement;
  readonly #text: HTMLTextAreaElement;
  readonly #said = h("ul", { class: "problems", id: newId("request-problems") });
  /** The control says itself that none is chosen, once they are read. */
  readonly #read = h("p", { class: "note" });
  #names = "";
  readonly #rows = h("ul", { class: "rows" });
  #objections: readonly RequestObjection[] = [];
  #made: RequestRow[] = [];

  constructor(context: Context<AllTexts>, events: RequestsEvents) {
    this.#context = context;
    this.#events = events;
    const { language } = context;
    const text = (phrase: Phrase<AllTexts>) => language.text(phrase);
    const [filesId, textId] = [newId("request"), newId("request-text")];
    this.#files = h("input", { type: "file", id: filesId, name: "request", multiple: true, "aria-describedby": this.#said.id });
    this.#text = h("textarea", { id: textId, name: "requestText", rows: 2, spellcheck: "false", autocomplete: "off", placeholder: "-----BEGIN CERTIFICATE REQUEST-----", "aria-describedby": this.#said.id });
    const link = h("div", { class: "actions" });
    language.bind(() => link.replaceChildren(copyButton(context, () => events.link(), { action: "copy-request-link", label: ({ requests }) => requests.link, done: ({ requests }) => requests.linkCopied, class: "plain" })));
    this.element.append(
      h("div", { class: "head" }, h("h2", {}, mark("ca"), text(({ requests }) => requests.heading)), h("p", { class: "help" }, text(({ requests }) => requests.help)), link),
      h("div", { class: "field file" }, h("label", { for: filesId }, text(({ requests }) => requests.files)), this.#files, this.#read),
      h("div", { class: "field" }, h("label", { for: textId }, text(({ requests }) => requests.text)), this.#text, this.#said),
      this.#rows,
    );
    this.#files.addEventListener("change", () => void this.#look([...(this.#files.files ?? [])]));
    for (const type of ["dragover", "drop"] as const) {
      this.element.addEventListener(type, (event) => {
        event.preventDefault();
        const dropped = type === "drop" ? [...(event.dataTransfer?.files ?? [])] : [];
        if (dropped.length > 0) void this.#look(dropped);
      });
    }
    this.#text.addEventListener("input", () => {
      if (this.#text.value.includes("-----END ")) void this.#lookAtText();
    });
    this.#text.addEventListener("change", () => void this.#lookAtText());
    language.bind(() => this.#render());
  }

  /** Those that are to be signed, in the order of their rows. */
  get signed(): readonly Signed[] {
    return this.#made.flatMap((row) => row.signed);
  }

  /** Says what is wrong in the lines of those that are to be signed: these, in their order. */
  tell(problems: readonly Problem[], lines: Readonly<Record<Side, readonly number[]>>): void {
    const next = { server: 0, client: 0 };
    for (const row of this.#made) {
      const [one] = row.signed;
      const line = one && lines[one.role][next[one.role]++];
      row.tell(problems.filter((problem) => one && problem.field === FIELDS[one.role] && problem.line === line));
    }
  }

  /** Puts the focus where something is wrong; tells whether anything is. */
  focusWrong(): boolean {
    const wrong = this.#made.find(({ isWrong }) => isWrong);
    wrong?.name.focus();
    return wrong !== undefined;
  }

  /** Takes away those that are done. */
  remove(done: readonly Signed[]): void {
    const pems = new Set(done.map(({ pem }) => pem));
    this.#made = this.#made.filter((row) => !pems.has(row.request.pem) || (row.element.remove(), false));
  }

  forget(): void {
    this.#made = [];
    this.#rows.replaceChildren();
    this.#objections = [];
    this.#files.value = this.#text.value = this.#names = "";
    this.#render();
  }

  async #lookAtText(): Promise<void> {
    const text = this.#text.value;
    if (text.trim() === "") return;
    await this.#look([new File([text], this.#context.language.texts.requests.pasted)]);
    if (this.#objections.length === 0 && this.#text.value === text) this.#text.value = "";
  }

  async #look(files: readonly File[]): Promise<void> {
    const asked = await this.#events.read(files);
    if (!asked) return;
    this.#objections = asked.objections;
    this.#names = files.map(({ name }) => name).join(", ");
    const known = new Set(this.#made.map(({ request }) => request.fingerprint));
    const fresh = asked.requests.filter(({ fingerprint }) => !known.has(fingerprint));
    for (const request of fresh) {
      const row = new RequestRow(this.#context, request, () => this.#events.changed());
      this.#made.push(row);
      this.#rows.append(row.element);
    }
    this.#files.value = "";
    this.#render();
    this.#events.changed();
    this.#context.announce((texts) => [...this.#objections.map((one) => plain(sentence(texts.requests.problems, one))), format(texts.requests.read, { count: asked.requests.length })].join(" "));
  }

  #render(): void {
    const { requests } = this.#context.language.texts;
    setText(this.#read, this.#names === "" ? "" : format(requests.readFrom, { names: this.#names }));
    this.#said.replaceChildren(...this.#objections.map((one) => objectionItem(requests.problems, one)));
    for (const control of [this.#files, this.#text]) setAttribute(control, "aria-invalid", this.#objections.length > 0 && "true");
    for (const row of this.#made) row.relabel();
  }
}

/** A request, and what is made of it. */
class RequestRow {
  readonly element: HTMLElement;
  readonly name: HTMLInputElement;
  readonly #context: Context<AllTexts>;
  readonly #role: HTMLSelectElement;
  readonly #days: HTMLInputElement;
  readonly #sign: HTMLInputElement;
  readonly #facts = h("p", { class: "note" });
  readonly #problems = h("ul", { class: "problems", id: newId("request-row-problems") });
  readonly #labels: readonly [HTMLElement, Phrase<AllTexts>][];
  #told: readonly Problem[] = [];

  constructor(
    context: Context<AllTexts>,
    readonly request: KnownRequest,
    changed: () => void,
  ) {
    this.#context = context;
    const { objections, role, line } = request;
    const [nameId, roleId, daysId, signId] = ["name", "role", "days", "sign"].map((one) => newId(`request-${one}`)) as [string, string, string, string];
    const isRefused = objections.some(({ severity }) => severity === "error");
    this.name = h("input", { type: "text", id: nameId, name: "requestName", value: line, autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-describedby": this.#problems.id });
    this.#role = h("select", { id: roleId, name: "requestRole" }, h("option", { value: "server" }), h("option", { value: "client" }));
    this.#role.value = role;
    this.#days = h("input", { type: "text", id: daysId, name: "requestDays", inputmode: "numeric", autocomplete: "off" });
    this.#sign = h("input", { type: "checkbox", id: signId, name: "requestSign", checked: objections.length === 0, disabled: isRefused });
    const [sign, roleLabel, name, days] = [h("label", { for: signId }), h("label", { for: roleId }), h("label", { for: nameId }), h("label", { for: daysId })];
    this.#labels = [
      [sign, ({ requests }) => requests.sign],
      [roleLabel, ({ requests }) => requests.role],
      [name, ({ requests }) => (this.#role.value === "server" ? requests.names : requests.name)],
      [days, ({ requests }) => requests.days],
    ];
    const field = (label: HTMLElement, control: HTMLElement, kind: string) => h("div", { class: `field ${kind}` }, label, control);
    const decided = h("div", { class: "decided" }, field(roleLabel, this.#role, "select"), field(name, this.name, "of-name"), field(days, this.#days, "of-days"));
    this.element = h("li", { class: "machine", "data-request": request.fingerprint }, this.#facts, h("div", { class: "choice-of" }, this.#sign, sign), decided, this.#problems);
    const update = () => {
      this.relabel();
      changed();
    };
    for (const control of [this.#role, this.#sign]) control.addEventListener("change", update);
    for (const control of [this.name, this.#days]) control.addEventListener("input", update);
    this.relabel();
  }

  get signed(): Signed[] {
    const role = this.#role.value as Side;
    // A semicolon would begin another machine.
    const name = this.name.value.replace(/[;；\r\n]+/gu, " ").trim();
    if (!this.#sign.checked || name === "") return [];
    const days = this.#days.value.trim();
    const { pem } = this.request;
    return [{ role, name: nameOf(name, ROLES[role]), line: days === "" ? name : `${name} days=${days}`, pem }];
  }

  get isNameless(): boolean {
    return this.#sign.checked && this.signed.length === 0;
  }

  get isWrong(): boolean {
    return this.isNameless || this.#told.some(({ severity }) => severity === "error");
  }

  tell(problems: readonly Problem[]): void {
    if (JSON.stringify(problems) === JSON.stringify(this.#told)) return;
    this.#told = problems;
    this.relabel();
  }

  relabel(): void {
    const { language } = this.#context;
    const { requests, keyAlgorithms, problems } = language.texts;
    const { subject, names, keyAlgorithm, signature, fingerprint, objections } = this.request;
    for (const [label, phrase] of this.#labels) setText(label, phrase(language.texts));
    [...this.#role.options].forEach((option) => setText(option, requests.roles[option.value as Side]));
    const key = keyAlgorithm === undefined ? "?" : ((keyAlgorithms as Record<string, string>)[keyAlgorithm] ?? keyAlgorithm);
    const asked = [subject, ...names].filter((one) => one !== "").join(", ");
    this.#facts.replaceChildren(...formatNodes(requests.asks, { asked: asked === "" ? "–" : asked, key, signature, fingerprint }));
    const role = this.#role.value as Side;
    const own = [...objections.map((one) => objectionItem(requests.problems, one)), ...problemItems(this.#told, language, false)];
    if (this.isNameless) own.push(h("li", { class: "error", "data-problem": "requestName", "data-code": "required" }, problems.required));
    this.#problems.replaceChildren(...own);
    setAttribute(this.name, "aria-invalid", this.isWrong && "true");
    this.element.classList.toggle("host", role === "server");
    this.element.classList.toggle("client", role === "client");
  }
}

function sentence(problems: Record<string, string>, { code, value, hint }: RequestObjection): (Node | string)[] {
  return formatNodes(problems[code]!, { value, hint });
}

function plain(nodes: readonly (Node | string)[]): string {
  return nodes.map((part) => (typeof part === "string" ? part : part.textContent)).join("");
}

function objectionItem(problems: Record<string, string>, objection: RequestObjection): HTMLElement {
  return h("li", { class: objection.severity, "data-problem": "request", "data-code": objection.code }, ...sentence(problems, objection));
}
