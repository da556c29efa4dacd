// The form: a draft as controls. It checks nothing; problems come from the core.

import type { Choices, Draft, Field, Plan, Preview, Problem } from "#core";
import { CodeBlock, copyButton, type Surroundings } from "./copy";
import { h, setText } from "./dom";
import { FieldView } from "./field";
import { writeInAscii, type Written } from "./hosts";
import { format, formatNodes } from "./i18n";
import type { Progress } from "./keys";
import { PassphraseView } from "./passphrase";
import { ProgressView } from "./progress";

export interface FormEvents {
  /** Something in it is not what it was. */
  changed(): void;
  issue(): void;
  cancel(): void;
  /** The address that brings another person to this form. */
  link(): string;
}

/** A draft with every field, as the form's always is. */
export type Filled = Required<Draft>;

/** The hosts whose DOCKER_HOST values are shown beside the field. */
const SHOWN_HOSTS = 4;

export class Form {
  readonly element: HTMLFormElement;
  readonly #surroundings: Surroundings;
  readonly #events: FormEvents;
  readonly #fields: Map<Field, FieldView>;
  readonly #more: HTMLDetailsElement;
  readonly #written = h("p", { class: "written", role: "status" });
  readonly #allowed = h("div", { class: "allowed" });
  readonly #untried = h("p", { class: "untried", role: "status" });
  readonly #summary = h("p", { class: "summary" });
  readonly #issue: HTMLButtonElement;
  readonly #issueLabel = document.createTextNode("");
  readonly #again = h("p", { class: "note", hidden: true });
  readonly #passphrase: PassphraseView;
  readonly #progress: ProgressView;
  #defaults: Filled | undefined;
  #problems: readonly Problem[] = [];
  #attempted = false;
  #lastWritten: readonly Written[] = [];
  #lastPlan: Plan | undefined;
  #sources: ReadonlyMap<string, string> = new Map();
  #firewalled: readonly string[] = [];

  constructor(surroundings: Surroundings, events: FormEvents) {
    this.#surroundings = surroundings;
    this.#events = events;
    const { language } = surroundings;
    const hosts = new FieldView("hosts", "lines", surroundings, {
      placeholder: "docker.example.com 192.0.2.10",
      required: true,
      rows: 3,
    });
    const clients = new FieldView("clients", "lines", surroundings, { required: true });
    const platform = new FieldView("platform", "select", surroundings);
    const text = (name: Field) => new FieldView(name, "text", surroundings);
    const optional = (name: Field) => new FieldView(name, "text", surroundings, { optional: true });
    const days = (name: Field) => new FieldView(name, "number", surroundings);
    const groups = {
      keys: [...(["keyAlgorithm", "caKeyAlgorithm"] as const).map((name) => new FieldView(name, "select", surroundings)), days("caDays"), days("serverDays"), days("clientDays")],
      daemon: [text("listenAddress"), days("port"), optional("certDirectory")],
      existing: [
        new FieldView("daemonJson", "lines", surroundings, { placeholder: '{ "log-driver": "local" }', optional: true, file: true }),
        new FieldView("execStart", "lines", surroundings, { placeholder: "ExecStart=/usr/bin/dockerd -H fd://", optional: true, file: true }),
      ],
      firewall: [new FieldView("allowedSources", "lines", surroundings, { placeholder: "192.0.2.0/24", optional: true })],
      authority: ["caCommonName", "organization", "organizationalUnit", "country", "state", "locality", "email"].map((name) =>
        optional(name as Field),
      ),
    };
    this.#passphrase = new PassphraseView(surroundings, () => this.#edited(null));
    this.#fields = new Map([hosts, clients, platform, ...this.#passphrase.fields, ...Object.values(groups).flat()].map((field) => [field.name, field]));

    hosts.element.append(this.#written, this.#allowed, this.#help());
    platform.element.append(this.#untried, this.#sockets());
    this.#more = h("details", { class: "more" }, h("summary", {}, language.text((texts) => texts.form.more)));
    for (const [name, fields] of Object.entries(groups)) {
      const legend = h("legend", {}, language.text((texts) => texts.form.groups[name as keyof typeof groups]));
      this.#more.append(h("fieldset", { class: name }, legend, ...fields.map(({ element }) => element)));
    }

    this.#issue = h("button", { type: "submit", class: "primary", "data-action": "issue", disabled: true });
    this.#issue.append(this.#issueLabel);
    this.#again.append(language.text((texts) => texts.form.again));
    this.#progress = new ProgressView(surroundings);
    this.#progress.cancel.addEventListener("click", () => events.cancel());
    const link = h("span");
    language.bind(() =>
      link.replaceChildren(
        copyButton(surroundings, () => events.link(), {
          action: "copy-link",
          label: (texts) => texts.form.copyLink,
          done: (texts) => texts.form.linkCopied,
          class: "plain",
        }),
      ),
    );
    const actions = h("div", { class: "actions" }, this.#issue, this.#progress.element, link);

    this.element = h("form", { novalidate: true }, hosts.element, clients.element, platform.element, this.#passphrase.element, this.#more, this.#summary, actions, this.#again);
    // The return key clicks it as well. A sandboxed frame submits no form, and is told of no attempt.
    this.#issue.addEventListener("click", (event) => {
      event.preventDefault();
      this.#writeInAscii();
      events.issue();
    });
    this.element.addEventListener("input", (event) => this.#edited(event.target));
    hosts.control.addEventListener("change", () => this.#writeInAscii());
    language.bind(() => this.#relabel());
  }

  /** The form is usable from here on. What was typed while the page was loading stays. */
  start(defaults: Filled, choices: Choices): void {
    this.#defaults = defaults;
    this.#fields.get("platform")!.offer(choices.platform);
    this.#sources = new Map(choices.platform.map((name, index) => [name, choices.untried[index]!]));
    this.#firewalled = choices.firewalled;
    this.#fields.get("keyAlgorithm")!.offer(choices.keyAlgorithm);
    this.#fields.get("caKeyAlgorithm")!.offer(["", ...choices.keyAlgorithm]);
    for (const [name, field] of this.#fields) if (!field.touched) field.value = defaults[name];
    this.#passphrase.start();
    this.#issue.disabled = false;
    this.#writeInAscii();
  }

  /** Sets a field from a link or an attribute. */
  preset(name: Field, value: string): void {
    const field = this.#fields.get(name);
    if (!field) return;
    field.value = value;
    field.touched = true;
    if (!BASIC.has(name)) this.#more.open = true;
    if (name === "hosts" && this.#defaults) this.#writeInAscii();
  }

  draft(): Filled {
    const draft: Filled = { ...this.#defaults!, locale: this.#surroundings.language.locale };
    for (const [name, field] of this.#fields) draft[name] = field.value;
    draft.caPassphraseRepeat = this.#passphrase.repeat(this.#attempted);
    return draft;
  }

  /** What decides about the files: all but the language and, unless a file opens the port, whom the firewall lets in. No secret is in it. */
  inputs(): string {
    const draft = this.draft();
    const allowedSources = this.#firewalled.includes(draft.platform) ? draft.allowedSources : "";
    return JSON.stringify({ ...draft, allowedSources, caPassphrase: this.#passphrase.changes, caPassphraseRepeat: "", locale: "" });
  }

  /** What differs from the defaults and may stand in a link. */
  differences(): [Field, string][] {
    return [...this.#fields].map(([name, field]): [Field, string] => [name, field.value]).filter(([name, value]) => value !== this.#defaults?.[name]);
  }

  show({ problems, passphrase, plan }: Preview): void {
    this.#problems = problems;
    this.#passphrase.show(passphrase);
    for (const [name, field] of this.#fields) {
      const quiet = !field.touched && !this.#attempted;
      field.show(problems.filter((problem) => problem.field === name && !(quiet && problem.code === "required")));
    }
    this.#showSummary();
    this.#showUntried();
    if (plan) this.#showAllowed(plan);
    else if (problems.some(({ field, code }) => field === "hosts" && code === "required")) this.#showAllowed(undefined);
  }

  /** From here on until it goes well, nothing is taken for unfinished. */
  set attempted(attempted: boolean) {
    this.#attempted = attempted;
  }

  /** After a vain attempt: puts the focus on the first field that is wrong. */
  refuse(): void {
    const wrong = this.#problems.filter(({ severity }) => severity === "error");
    this.#surroundings.announce((texts) => format(texts.form.wrong, { count: wrong.length }));
    for (const name of this.#fields.keys()) {
      if (!wrong.some((problem) => problem.field === name)) continue;
      return this.focus(name);
    }
  }

  /** Shows how far the work is; without, that there is none. */
  set progress(progress: Progress | undefined) {
    if (progress) this.#progress.show(progress);
    else this.#progress.end();
  }

  /** Whether there are files that other keys would not fit. */
  set issued(issued: boolean) {
    this.#again.hidden = !issued;
    this.#labelIssue();
  }

  /** The passphrase is needed no more. */
  forget(): void {
    this.#passphrase.clear();
  }

  focus(name: Field): void {
    if (!BASIC.has(name)) this.#more.open = true;
    this.#fields.get(name)!.control.focus();
  }

  focusIssue(): void {
    this.#issue.focus();
  }

  focusCancel(): void {
    this.#progress.cancel.focus();
  }

  #edited(target: EventTarget | null): void {
    const field = [...this.#fields.values()].find(({ control }) => control === target);
    if (field) field.touched = true;
    if (field?.name === "hosts") this.#showWritten([]);
    this.#events.changed();
  }

  // Only when the field is left: a name that is still being typed would be converted in the middle.
  #writeInAscii(): void {
    const hosts = this.#fields.get("hosts")!;
    const { text, written } = writeInAscii(hosts.value);
    if (written.length === 0) return;
    hosts.value = text;
    this.#showWritten(written);
    this.#events.changed();
  }

  #showWritten(written: readonly Written[]): void {
    this.#lastWritten = written;
    const names = written.filter(({ from }) => from.length > 1).slice(0, SHOWN_HOSTS);
    const { written: template } = this.#surroundings.language.texts.form;
    this.#written.replaceChildren(...names.map((name) => h("span", {}, ...formatNodes(template, { ...name }))));
  }

  #showAllowed(plan: Plan | undefined): void {
    this.#lastPlan = plan;
    this.#allowed.hidden = plan === undefined;
    if (!plan) return;
    const { form } = this.#surroundings.language.texts;
    const hosts = plan.daemons.slice(0, SHOWN_HOSTS).map(({ dockerHosts }) => h("li", {}, ...dockerHosts.flatMap((host) => [h("code", {}, host), " "])));
    const more = plan.daemons.length - hosts.length;
    if (more > 0) hosts.push(h("li", {}, format(form.moreAllowed, { count: more })));
    this.#allowed.replaceChildren(h("p", {}, form.allowed), h("ul", {}, ...hosts));
  }

  #showUntried(): void {
    const source = this.#sources.get(this.#fields.get("platform")!.value);
    setText(this.#untried, source ? format(this.#surroundings.language.texts.form.untried, { source }) : "");
  }

  #sockets(): HTMLElement {
    const { language } = this.#surroundings;
    const summary = h("summary", {}, language.text((texts) => texts.form.sockets));
    return h("details", { class: "hint" }, summary, h("div", {}, h("p", {}, language.text((texts) => texts.form.socketsWhy))));
  }

  #showSummary(): void {
    const count = this.#problems.filter(({ severity }) => severity === "error").length;
    const { form } = this.#surroundings.language.texts;
    setText(this.#summary, this.#attempted && count > 0 ? format(form.wrong, { count }) : "");
  }

  #help(): HTMLElement {
    const { language } = this.#surroundings;
    const body = h("div");
    language.bind(() => {
      const { help } = language.texts;
      const block = (title: string, command: string) => {
        const code = new CodeBlock(this.#surroundings, () => title);
        code.show(title, command);
        return code.element;
      };
      body.replaceChildren(
        h("p", {}, help.intro),
        block(help.addresses, "hostname -I"),
        block(help.name, "hostname -f"),
        block(help.contexts, "docker context ls"),
        block(help.variable, "echo $DOCKER_HOST"),
        h("p", {}, help.local),
      );
    });
    return h("details", { class: "hint" }, h("summary", {}, language.text((texts) => texts.help.summary)), body);
  }

  #labelIssue(): void {
    const { form } = this.#surroundings.language.texts;
    this.#issueLabel.data = this.#again.hidden ? form.issue : form.issueAgain;
  }

  #relabel(): void {
    this.#labelIssue();
    for (const field of this.#fields.values()) field.relabel();
    this.#showWritten(this.#lastWritten);
    this.#showAllowed(this.#lastPlan);
    this.#showSummary();
    this.#showUntried();
  }
}

const BASIC: ReadonlySet<Field> = new Set(["hosts", "clients", "platform", "caPassphrase", "caPassphraseRepeat"]);
