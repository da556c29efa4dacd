// The form: a draft as controls, its machines as rows. It checks nothing; problems come from the core.

import type { Field, generatePassphrase, Preview, Problem } from "#form";
import type { Unfit } from "#issue";
import { AdmissionView } from "./admission";
import type { AuthorityView } from "./authority";
import type { Cards, Choice } from "./cards";
import { CHOICES, DEFAULTS, offered, type Filled } from "../draft/empty";
import { CodeBlock, copyButton, type Context } from "./copy";
import { formatNodes, h, newId, setText } from "./dom";
import type { Downloads } from "./downloads";
import { FieldView } from "./field";
import { Machines, type MachineFacts } from "./machines";
import { mark } from "./mark";
import { MissingView } from "./missing";
import { SECRETS } from "../draft/link";
import { writeInAscii, type Written } from "../draft/hosts";
import { format } from "../locales/language";
import type { Missing } from "../engine/assets";
import type { Output } from "../engine/job";
import type { Progress } from "../engine/keys";
import { OWN_FIELDS, type OwnField } from "../draft/own";
import { OwnView } from "./own";
import { PassphraseView } from "./passphrase";
import { differs, PresetsView } from "./presets";
import type { ProgressView } from "./progress";

export interface FormEvents {
  /** Something in the form has changed. */
  changed(): void;
  issue(): void;
  cancel(): void;
  /** Goes on with a CA that is there, instead of making another. */
  openAuthority(): void;
  /** Asks once more for what did not arrive. */
  retry(): void;
  /** Loads the page again, with what is typed. */
  reload(): void;
  /** The address that brings another person to this form. */
  link(): string;
}

/** What there is to show beside what is typed. */
export interface Shown {
  /** What the core says of the draft; `undefined` before the core is there. */
  readonly preview: Preview | undefined;
  /** After the first attempt, empty required fields are shown as problems too. */
  readonly attempted: boolean;
  /** What is told at the button in the place of how many are typed. */
  readonly count: string | undefined;
  /** How far the work is; `undefined` when nothing is being made. */
  readonly progress: Progress | undefined;
  /** What was made and is offered. */
  readonly output: Output | undefined;
  /** Whether the files belong to what is typed. */
  readonly asIssued: boolean;
  /** Whether they were made behind this door, and the form says something else by now. */
  readonly outdated: boolean;
  /** Whether the reader waits for keys that cannot be made yet. */
  readonly awaited: boolean;
  /** Why nothing can be issued here, whatever is typed. */
  readonly unfit: Unfit | undefined;
  /** What did not arrive. */
  readonly missing: Missing | undefined;
}

/** What the second script brings into the form. */
export interface Joined {
  readonly authority: AuthorityView;
  readonly cards: Cards;
  readonly downloads: Downloads;
  readonly generate: typeof generatePassphrase;
  readonly progress: ProgressView;
}

export const NOTHING: Shown = { preview: undefined, attempted: false, count: undefined, progress: undefined, output: undefined, asIssued: false, outdated: false, awaited: false, unfit: undefined, missing: undefined };

/** How many names are told that were written in another way. */
const SHOWN_NAMES = 4;

export class Form {
  readonly element: HTMLFormElement;
  readonly #context: Context;
  readonly #events: FormEvents;
  readonly #fields: Map<Field, FieldView>;
  readonly #hosts: Machines;
  readonly #clients: Machines;
  readonly #seal: HTMLElement;
  readonly #own: OwnView;
  readonly #more: HTMLDetailsElement;
  readonly #presets: PresetsView;
  readonly #written = h("p", { class: "written", role: "status" });
  readonly #untried = h("p", { class: "untried", role: "status" });
  readonly #count = h("p", { class: "count" });
  readonly #summary = h("p", { class: "summary" });
  readonly #why = h("p", { class: "unfit", id: newId("unfit"), role: "alert" });
  readonly #missing: MissingView;
  readonly #awaited = h("p", { class: "awaited" });
  readonly #issue: HTMLButtonElement;
  readonly #issueLabel = document.createTextNode("");
  readonly #again = h("p", { class: "note", hidden: true });
  readonly #passphrase: PassphraseView;
  readonly #admission: AdmissionView;
  readonly #link = h("span", { class: "link" });
  #joined: Joined | undefined;
  #shown = NOTHING;
  /** A link or an attribute has set an option, which the core has not judged yet. */
  #isPreset = false;
  #refusals = 0;
  /** The host whose row was open when it was shown last. */
  #lastOpened: string | undefined;
  #lastWritten: readonly Written[] = [];
  /** What was typed of each machine when the files were made. */
  #made: Readonly<Record<"host" | "client", ReadonlySet<string>>> = { host: new Set(), client: new Set() };

  constructor(context: Context, events: FormEvents) {
    this.#context = context;
    this.#events = events;
    const { language } = context;
    const hosts = new FieldView("hosts", "lines", context, { required: true, rows: 3 });
    const clients = new FieldView("clients", "lines", context, { required: true });
    const platform = new FieldView("platform", "select", context);
    platform.offer(CHOICES.platform);
    this.#passphrase = new PassphraseView(context, () => this.#edited(null));
    this.#admission = new AdmissionView(context);
    this.#fields = new Map([hosts, clients, platform, ...this.#passphrase.fields, this.#admission.field].map((field) => [field.name, field]));
    for (const [name, field] of this.#fields) field.value = DEFAULTS[name];

    this.#own = new OwnView(context);
    const renamed = (from: string, to: string) => this.#own.rename(from, to);
    const removed = (name: string) => this.#own.remove(name);
    const rows = { changed: () => events.changed(), left: () => this.#leftHosts(), renamed: () => {}, removed: () => () => {} };
    this.#hosts = new Machines("host", hosts, context, { ...rows, renamed, removed }, "docker.example.com 192.0.2.10", this.#help());
    this.#clients = new Machines("client", clients, context, rows, "anna-laptop");
    const sealed = h("h2", {}, mark("ca"), language.text((texts) => texts.authority.heading));
    const head = h("div", { class: "head" }, sealed, h("p", { class: "help" }, language.text((texts) => texts.authority.help)));
    this.#seal = h("section", { class: "machines seal" }, head, this.#passphrase.element, this.#admission.element);
    this.#hosts.card.append(this.#own.element);
    this.#hosts.element.append(this.#written, platform.element);
    platform.element.append(this.#untried);
    this.#more = h("details", { class: "more" }, h("summary", {}, language.text((texts) => texts.form.more)));
    this.#presets = new PresetsView(context, () => this.#changeOptions());
    this.#more.addEventListener("toggle", () => {
      this.#makeOptions();
      this.#showPresets();
    });

    this.#issue = h("button", { type: "submit", class: "primary", "data-action": "issue" });
    this.#issue.append(this.#issueLabel);
    this.#issue.setAttribute("aria-describedby", this.#why.id);
    this.#again.classList.add("again");
    const openInstead = h("button", { type: "button", class: "plain", "data-action": "open-ca", onclick: () => events.openAuthority() }, language.text((texts) => texts.doors.continue));
    this.#again.append(language.text((texts) => texts.form.again), " ", openInstead);
    this.#missing = new MissingView(context, events);
    language.bind(() =>
      this.#link.replaceChildren(
        copyButton(context, () => events.link(), {
          action: "copy-link",
          label: (texts) => texts.form.copyLink,
          done: (texts) => texts.form.linkCopied,
          class: "plain",
        }),
      ),
    );
    const said = h("div", { class: "said" }, this.#count, this.#summary, this.#awaited, this.#again);
    const bar = h("div", { class: "bar-of-form" }, this.#why, this.#missing.element, said, h("div", { class: "actions" }, this.#link, this.#issue));

    this.element = h("form", { novalidate: true }, this.#hosts.element, this.#clients.element, this.#seal, this.#presets.element, this.#more, bar);
    language.attribute(this.element, "aria-label", (texts) => texts.form.heading);
    // The return key clicks it as well. A sandboxed frame submits no form, and is told of no attempt.
    this.#issue.addEventListener("click", (event) => {
      event.preventDefault();
      this.#writeInAscii();
      events.issue();
    });
    this.element.addEventListener("input", (event) => this.#edited(event.target));
    this.element.addEventListener("change", (event) => this.#left(event.target as HTMLElement));
    hosts.control.addEventListener("change", () => this.#leftHosts());
    language.bind(() => this.#relabel());
  }

  /** Takes in what came with the second script. */
  join(joined: Joined): void {
    this.#joined = joined;
    this.#makeOptions();
    this.#own.make();
    const { authority, cards, progress } = joined;
    this.#hosts.above.append(cards.fleet.element);
    this.#hosts.card.prepend(cards.host.element);
    this.#clients.card.prepend(cards.client.element);
    // It is in the card of a client.
    if (cards.recipe !== "") this.#clients.openFirst();
    this.#passphrase.element.before(authority.element);
    this.#passphrase.generate = joined.generate;
    this.#link.before(progress.element);
  }

  /** Sets a field from a link or an attribute. */
  preset(name: Field, value: string): void {
    if (!BASIC.has(name)) this.#makeOptions();
    const field = this.#fields.get(name);
    if (!field) return;
    field.value = offered(name, value);
    field.touched = true;
    this.#isPreset ||= !BASIC.has(name);
    if (name === "hosts") this.#writeInAscii();
    this.#machines(name)?.readAgain();
    this.#showPresets();
  }

  /** What stands in each field, but for secrets. */
  values(): ReadonlyMap<Field, string> {
    const values = [...this.#fields].filter(([name]) => !SECRETS.has(name)).map(([name, field]): [Field, string] => [name, field.value]);
    return new Map([...values, ...OWN_FIELDS.map((name): [Field, string] => [name, this.#own.value(name)])]);
  }

  /** Puts these values in the place of what stands there; a field without one gets the product's own. */
  setValues(values: ReadonlyMap<Field, string>): void {
    this.#makeOptions();
    for (const [name, field] of this.#fields) {
      if (SECRETS.has(name)) continue;
      field.value = offered(name, values.get(name) ?? DEFAULTS[name]);
      field.touched = false;
      this.#machines(name)?.readAgain();
    }
    for (const name of OWN_FIELDS) this.#own.setValue(name, values.get(name) ?? "");
    this.#events.changed();
  }

  /** Whether the reader has brought the CA: nothing of it is to be chosen. */
  isAuthorityGiven = false;

  /** Whether nothing is issued, because the CA's key is not there. */
  isKeyless = false;

  /** How many machines of the plan come before those that are typed. */
  before: Readonly<Record<"host" | "client", number>> = { host: 0, client: 0 };

  /** Whether hosts and clients are added to those that there are already. */
  set isAdding(isAdding: boolean) {
    for (const machines of [this.#hosts, this.#clients]) machines.isAdding = isAdding;
  }

  /** What stands between the machines and the button, and what is said at the button. */
  place(ahead: HTMLElement, said: HTMLElement): void {
    this.#more.after(ahead);
    this.#summary.after(said);
  }

  /** The host and the client whose steps are shown, and the host that the client's are for. */
  get choice(): Choice {
    const [host, client] = [this.#hosts.choice, this.#clients.choice];
    return {
      daemon: host === undefined ? undefined : this.before.host + host,
      client: client === undefined ? undefined : this.before.client + client,
      host: this.#joined?.cards.hostOfClient ?? "",
      recipe: this.#joined?.cards.recipe ?? "",
    };
  }

  /** Makes the passphrase of a new CA, where the reader leaves it to the page. */
  makePassphrase(): void {
    if (this.#passphrase.isMade) this.#passphrase.make();
  }

  /** Forgets the passphrase that was made for another CA. */
  forgetMade(): void {
    if (this.#passphrase.isMade) this.#passphrase.clear();
  }

  /** Whether the files need a passphrase that nobody has copied. */
  get isPassphraseUnsaved(): boolean {
    return this.#passphrase.isUnsaved;
  }

  /** The passphrase that was made for the CA's key, for where the files are. */
  get passphraseOfFiles(): HTMLElement {
    return this.#passphrase.withFiles;
  }

  /** Opens the rows of what there is only one of. */
  openOnly(): void {
    for (const machines of [this.#hosts, this.#clients]) if (machines.count === 1) machines.openFirst();
  }

  /** What is typed. When it is `final`, nobody is still typing. */
  draft(final: boolean): Filled {
    const draft: Filled = { ...DEFAULTS, locale: this.#context.language.locale };
    for (const [name, field] of this.#fields) draft[name] = field.value;
    for (const name of OWN_FIELDS) draft[name] = this.#own.value(name);
    draft.caPassphraseRepeat = this.#passphrase.repeat(final);
    return draft;
  }

  /** Everything that changes the files: all fields but the language and, unless a file opens the port, whom the firewall lets in. It holds no secret. */
  inputs(): string {
    const draft = this.draft(false);
    const isFirewalled = CHOICES.firewalled.includes(draft.platform) || CHOICES.firewalled.some((name) => draft.hosts.includes(`platform=${name}`));
    const allowedSources = isFirewalled ? draft.allowedSources : "";
    return JSON.stringify({ ...draft, allowedSources, caPassphrase: this.#passphrase.changes, caPassphraseRepeat: "", locale: "" });
  }

  /** What differs from the defaults and may stand in a link. */
  differences(): [Field, string][] {
    return [...this.#fields].map(([name, field]): [Field, string] => [name, field.value]).filter(([name, value]) => value !== DEFAULTS[name]);
  }

  show(shown: Shown): void {
    const before = this.#shown;
    this.#shown = shown;
    const { preview, attempted, progress, awaited, unfit, missing, output, asIssued, outdated } = shown;
    this.element.dataset.stage = progress ? "making" : output ? "made" : "filling";
    if (output !== before.output) {
      this.#joined?.authority.show(output);
      this.#passphrase.showMade(this.#joined?.authority.isLocked ?? false);
    }
    const opened = this.#hosts.openName;
    const { daemon } = this.choice;
    const planned = daemon === undefined ? undefined : preview?.plan?.daemons[daemon];
    this.#own.show(opened, this.#hosts.count <= 1, planned?.hasUnit ?? true, this.#sharedTexts());
    if (output !== before.output) this.#made = { host: this.#hosts.texts, client: this.#clients.texts };
    if (preview !== before.preview || asIssued !== before.asIssued || attempted !== before.attempted || output !== before.output || opened !== this.#lastOpened) this.#showPreview();
    this.#lastOpened = opened;
    if (preview) this.#joined?.cards.show(preview.plan, this.choice, asIssued, outdated);
    if (progress !== before.progress) this.#showProgress();
    if (unfit !== before.unfit) this.#showUnfit();
    this.#issue.disabled = unfit !== undefined;
    this.#passphrase.usable = preview !== undefined && unfit === undefined;
    this.#missing.show(missing);
    setText(this.#awaited, awaited ? this.#context.language.texts.form.awaited : "");
    this.#again.hidden = !output;
    this.#hosts.usualDays = this.#value("serverDays");
    this.#clients.usualDays = this.#value("clientDays");
    this.#labelIssue();
    this.#showCount();
    this.#showPresets();
    // In place of the button that has begun it, there is one to stop it.
    if (progress && !before.progress) this.#joined?.progress.cancel.focus();
  }

  /** Puts the focus on the first field that is wrong, after an attempt that failed. */
  refuse(): void {
    const problems = this.#shown.preview?.problems ?? [];
    this.#refusals++;
    const wrong = problems.filter(({ severity }) => severity === "error");
    this.#context.announce((texts) => format(texts.form.wrong, { count: countErrors(problems) }));
    for (const name of this.#fields.keys()) {
      if (!wrong.some((problem) => problem.field === name)) continue;
      return this.focus(name);
    }
    const own = wrong.find(({ machine }) => machine !== undefined);
    if (!own) return;
    this.#hosts.openNamed(own.machine!);
    this.#own.show(own.machine, false, true, this.#sharedTexts());
    this.#own.focus(own.field as OwnField);
  }

  /** Empties the passphrase, which is no longer needed. */
  forget(): void {
    this.#passphrase.clear();
  }

  focus(name: Field): void {
    if (!BASIC.has(name)) this.#more.open = true;
    const machines = this.#machines(name);
    if (machines) machines.focus();
    else if (name === "caPassphrase") this.#passphrase.focus();
    else this.#fields.get(name)!.control.focus();
  }

  /** Takes over what was filled in elsewhere. */
  fill(name: Field, value: string): void {
    const field = this.#fields.get(name)!;
    field.value = value;
    field.touched = true;
    this.#events.changed();
  }

  #value(name: Field): string {
    return (this.#fields.get(name)?.value ?? DEFAULTS[name]).trim();
  }

  /** What a host may say that it has none of, since there is one for all. */
  #sharedTexts(): ReadonlySet<OwnField> {
    const shared = [["hostDaemonJson", "daemonJson"], ["hostExecStart", "execStart"]] as const;
    return new Set(shared.filter(([, name]) => this.#value(name) !== "").map(([own]) => own));
  }

  /** The options are made when something needs them: one can type before they are there. */
  #makeOptions(): void {
    if (this.#fields.has("port")) return;
    const context = this.#context;
    const { language } = context;
    const text = (name: Field) => new FieldView(name, "text", context);
    const optional = (name: Field) => new FieldView(name, "text", context, { optional: true });
    const days = (name: Field) => new FieldView(name, "number", context);
    const [keyAlgorithm, caKeyAlgorithm] = [new FieldView("keyAlgorithm", "select", context), new FieldView("caKeyAlgorithm", "select", context)];
    keyAlgorithm.offer(CHOICES.keyAlgorithm);
    caKeyAlgorithm.offer(["", ...CHOICES.keyAlgorithm]);
    const groups = {
      keys: [keyAlgorithm, caKeyAlgorithm, days("caDays"), days("serverDays"), days("clientDays")],
      daemon: [text("listenAddress"), days("port"), optional("certDirectory")],
      existing: [
        new FieldView("daemonJson", "lines", context, { placeholder: '{ "log-driver": "local" }', optional: true, file: true }),
        new FieldView("execStart", "lines", context, { placeholder: "ExecStart=/usr/bin/dockerd -H fd://", optional: true, file: true }),
      ],
      firewall: [new FieldView("allowedSources", "lines", context, { placeholder: "192.0.2.0/24", optional: true })],
      authority: NAMES_OF_AUTHORITY.map((name) => optional(name)),
    };
    for (const field of Object.values(groups).flat()) {
      field.value = DEFAULTS[field.name];
      this.#fields.set(field.name, field);
    }
    for (const [name, fields] of Object.entries(groups)) {
      const legend = h("legend", {}, language.text((texts) => texts.form.groups[name as keyof typeof groups]));
      this.#more.append(h("fieldset", { class: name }, legend, ...fields.map(({ element }) => element), ...(name === "daemon" ? [this.#sockets()] : [])));
    }
  }

  /** Opens the options at the first one that is not as usual. */
  #changeOptions(): void {
    const [first] = this.#options().keys();
    if (first) this.focus(first);
  }

  /** The options that are not as usual. */
  #options(): Map<Field, string> {
    const options = [...this.#fields].map(([name, field]): [Field, string] => [name, field.value]);
    const isOffered = (name: Field) => !BASIC.has(name) && !(this.isAuthorityGiven && OF_AUTHORITY.has(name));
    return new Map(options.filter(([name, value]) => isOffered(name) && differs(name, value)));
  }

  #showPresets(): void {
    const options = this.#options();
    this.#presets.show(options);
    this.#presets.element.hidden = this.#more.open || options.size === 0;
  }

  focusIssue(): void {
    this.#issue.focus();
  }

  #machines(name: Field): Machines | undefined {
    return { hosts: this.#hosts, clients: this.#clients }[name as string];
  }

  #edited(target: EventTarget | null): void {
    const field = [...this.#fields.values()].find(({ control }) => control === target);
    if (field) field.touched = true;
    if (this.#hosts.element.contains(target as Node | null)) this.#showWritten([]);
    this.#events.changed();
  }

  /** What is wrong in a field is said once, when it is left. */
  #left(control: HTMLElement): void {
    const before = this.#refusals;
    // The core looks at it in the next frame.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      const described = control.getAttribute("aria-invalid") === "true" ? (control.getAttribute("aria-describedby") ?? "").split(" ") : [];
      const lists = described.map((id) => (this.element.getRootNode() as ShadowRoot).getElementById(id)).filter((list) => list?.matches(".problems"));
      const said = lists.flatMap((list) => [...list!.children].map(({ textContent }) => textContent)).join(" ");
      // An attempt says how many are wrong, and puts the focus on one.
      if (said !== "" && before === this.#refusals) this.#context.announce(() => said);
    }));
  }

  #leftHosts(): void {
    this.#writeInAscii();
    this.#own.keepOnly(this.#hosts.names);
  }

  // Runs only when the field is left: a name that is still being typed would be converted in the middle.
  #writeInAscii(): void {
    const hosts = this.#fields.get("hosts")!;
    const { text, written } = writeInAscii(hosts.value);
    if (written.length === 0) return;
    hosts.value = text;
    for (const { from, to } of written) this.#own.rename(from, to);
    this.#hosts.readAgain();
    this.#showWritten(written);
    this.#events.changed();
  }

  #showWritten(written: readonly Written[]): void {
    this.#lastWritten = written;
    const names = written.filter(({ from }) => from.length > 1).slice(0, SHOWN_NAMES);
    const { written: template } = this.#context.language.texts.form;
    this.#written.replaceChildren(...names.map((name) => h("span", {}, ...formatNodes(template, { ...name }))));
  }

  #showCount(): void {
    const { machines } = this.#context.language.texts;
    const say = ({ one, other }: { one: string; other: string }, count: number) => format(count === 1 ? one : other, { count });
    const [hosts, clients] = [this.#hosts.count, this.#clients.count];
    const { count, preview } = this.#shown;
    // A host that cannot use a list is not touched by one.
    const listed = preview?.plan?.daemons.filter(({ trustBy }) => trustBy !== "never").length;
    // A form that is still empty will have one of each.
    this.#admission.show(listed ?? Math.max(hosts, 1), Math.max(clients, 1));
    if (count !== undefined) return setText(this.#count, count);
    setText(this.#count, hosts === 0 ? "" : `${say(machines.host.count, hosts)} · ${say(machines.client.count, clients)}`);
  }

  /** What a row says: of what was made, until when it is valid; before, for how long it would be. */
  #facts(role: "host" | "client", index: number, typed: string, text: string): MachineFacts {
    const { preview, output, asIssued } = this.#shown;
    const { machines } = this.#context.language.texts;
    const planned = role === "host" ? preview?.plan?.daemons : preview?.plan?.clients;
    const place = this.before[role] + index;
    const name = planned?.[place]?.name;
    const downloads = this.#joined?.downloads;
    const made = output && downloads?.of(role === "host" ? "server" : "client", name ?? typed);
    const days = String(planned?.[place]?.days ?? this.#value(role === "host" ? "serverDays" : "clientDays"));
    const isChanged = made && !asIssued && !this.#made[role].has(text);
    const until = isChanged ? machines.changed : made ? format(machines.until, { date: made.notAfter.slice(0, 10) }) : /^[0-9]+$/.test(days) ? format(machines.days, { count: days }) : "";
    const kind = role === "client" ? preview?.plan?.clients[place]?.kind : undefined;
    return { name, until, downloads: made && downloads?.inRow(made.bundle, kind === undefined ? undefined : kind === "windows") };
  }

  #showPreview(): void {
    const { preview, attempted } = this.#shown;
    if (!preview) return;
    const { problems, passphrase, untried } = preview;
    this.#passphrase.show(passphrase);
    // What a preset makes wrong is seen at its field, which may be another one.
    if (this.#isPreset && problems.some(({ field }) => !BASIC.has(field))) this.#more.open = true;
    this.#isPreset = false;
    // What is wrong in the own text of a host is told in its open row, or at the closed one.
    const own = problems.filter(({ field }) => (OWN_FIELDS as readonly Field[]).includes(field));
    const elsewhere = own.filter(({ machine }) => machine === undefined || machine !== this.#hosts.openName);
    this.#own.tell(own);
    this.#joined?.cards.host.tell(problems);
    for (const [name, field] of this.#fields) {
      const quiet = !field.touched && !attempted;
      const shown = problems.filter((problem) => problem.field === name && !(quiet && problem.code === "required"));
      if (name === "hosts") this.#hosts.show([...shown, ...elsewhere], (place, typed, text) => this.#facts("host", place, typed, text));
      else if (name === "clients") this.#clients.show(shown, (place, typed, text) => this.#facts("client", place, typed, text));
      else field.show(shown);
    }
    this.#showSummary();
    setText(this.#untried, untried ?? "");
  }

  #showProgress(): void {
    const { progress } = this.#shown;
    if (progress) this.#joined?.progress.show(progress);
    else this.#joined?.progress.end();
  }

  #sockets(): HTMLElement {
    const { language } = this.#context;
    const summary = h("summary", {}, language.text((texts) => texts.form.sockets));
    return h("details", { class: "hint" }, summary, h("div", {}, h("p", {}, language.text((texts) => texts.form.socketsWhy))));
  }

  #showUnfit(): void {
    const { unfit } = this.#shown;
    setText(this.#why, (unfit && this.#context.language.texts.unfit?.[unfit]) ?? "");
  }

  #showSummary(): void {
    const { preview, attempted } = this.#shown;
    const count = countErrors(preview?.problems ?? []);
    const { form } = this.#context.language.texts;
    setText(this.#summary, attempted && count > 0 ? format(form.wrong, { count }) : "");
  }

  #help(): HTMLElement {
    const { language } = this.#context;
    const body = h("div");
    language.bind(() => {
      const { help } = language.texts;
      const block = (title: string, command: string) => {
        const code = new CodeBlock(this.#context, () => title);
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
    const { form } = this.#context.language.texts;
    const label = this.isKeyless ? form.issueFiles : this.#shown.output ? form.issueAgain : form.issue;
    if (this.#issueLabel.data !== label) this.#issueLabel.data = label;
  }

  #relabel(): void {
    this.#labelIssue();
    setText(this.#awaited, this.#shown.awaited ? this.#context.language.texts.form.awaited : "");
    for (const field of this.#fields.values()) field.relabel();
    this.#showWritten(this.#lastWritten);
    this.#showCount();
    this.#showSummary();
    this.#showUnfit();
  }
}

/** Counts the errors; of many in one field the core tells only the number. */
function countErrors(problems: readonly Problem[]): number {
  const errors = problems.filter(({ severity }) => severity === "error");
  return errors.reduce((count, { code, hint }) => count + (code === "more-problems" ? Number(hint) : 1), 0);
}

const BASIC: ReadonlySet<Field> = new Set(["hosts", "clients", "platform", "caPassphrase", "caPassphraseRepeat", "trust"]);

const NAMES_OF_AUTHORITY = ["caCommonName", "organization", "organizationalUnit", "country", "state", "locality", "email"] as const;

/** What only a new CA is asked for. */
const OF_AUTHORITY: ReadonlySet<Field> = new Set([...NAMES_OF_AUTHORITY, "caDays", "caKeyAlgorithm"]);
