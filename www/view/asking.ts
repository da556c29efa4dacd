// Whoever needs a certificate of a CA that somebody else keeps: the key is made here and stays with them, and only the request is sent.

import { preview, requestCommand, type Field, type Problem } from "#form";
import type { OwnRequest } from "../engine/job";
import type { Progress } from "../engine/keys";
import { CHOICES, DEFAULTS, type Filled } from "../draft/empty";
import { writeInAscii } from "../draft/hosts";
import { type AllTexts, format } from "../locales/language";
import { CodeBlock, type Context } from "./copy";
import { h, newId, setAttribute, setOptions, setText } from "./dom";
import { problemItems } from "./field";
import { mark } from "./mark";

export interface AskingEvents {
  /** Something is typed, or there is something new to download. */
  changed(): void;
  /** Makes the key and the request; `undefined` when that was stopped or failed, which is said elsewhere. */
  ask(draft: Filled, role: string, progress: (progress: Progress) => void): Promise<OwnRequest | undefined>;
  cancel(): void;
}

const SIDES = ["server", "client"] as const;
type AskingSide = (typeof SIDES)[number];
const FIELD_OF = { server: "hosts", client: "clients" } as const;
/** What stands for the other side, which no draft is without: nothing is made for it. */
const OTHERS = { hosts: "docker.example.com", clients: "client" } as const;
const ALGORITHMS: readonly string[] = CHOICES.keyAlgorithm;

export class AskingView {
  readonly element: HTMLFormElement;
  readonly #context: Context<AllTexts>;
  readonly #events: AskingEvents;
  readonly #role = h("select", { id: newId("asking-role"), name: "askingRole" });
  readonly #name: HTMLInputElement;
  readonly #nameLabel: HTMLElement;
  readonly #algorithm = h("select", { id: newId("asking-algorithm"), name: "askingAlgorithm" });
  readonly #passphrase: HTMLInputElement;
  readonly #repeat: HTMLInputElement;
  readonly #problems = h("ul", { class: "problems", id: newId("asking-problems") });
  readonly #locked = h("ul", { class: "problems", id: newId("asking-passphrase-problems") });
  readonly #make = h("button", { type: "submit", class: "primary", "data-action": "ask" });
  readonly #cancel = h("button", { type: "button", "data-action": "cancel-ask", hidden: true });
  readonly #progress = h("p", { class: "note", role: "status" });
  readonly #command: CodeBlock;
  readonly #withKey: CodeBlock;
  readonly #byCommand: HTMLElement;
  readonly #made = h("section", { class: "machines asked", hidden: true });
  #asking: OwnRequest | undefined;
  #urls: string[] = [];
  #isSaved = false;
  #isBusy = false;
  #isTouched = false;
  #isCoreThere = false;

  constructor(context: Context<AllTexts>, events: AskingEvents) {
    this.#context = context;
    this.#events = events;
    const { language } = context;
    const [nameId, passphraseId, repeatId] = ["asking-name", "asking-passphrase", "asking-repeat"].map((one) => newId(one)) as [string, string, string];
    const text = (attributes: Record<string, string>) => h("input", { autocomplete: "off", autocapitalize: "off", spellcheck: "false", ...attributes });
    this.#name = text({ type: "text", id: nameId, name: "askingName", "aria-describedby": this.#problems.id });
    const help = h("p", { class: "help", id: newId("help") }, language.text(({ asking }) => asking.passphraseHelp));
    this.#passphrase = text({ type: "password", id: passphraseId, name: "askingPassphrase", "aria-describedby": `${help.id} ${this.#locked.id}` });
    this.#repeat = text({ type: "password", id: repeatId, name: "askingPassphraseRepeat", "aria-describedby": this.#locked.id });
    this.#nameLabel = h("label", { for: nameId });
    this.#command = new CodeBlock(context, ({ asking }) => asking.byCommand);
    this.#withKey = new CodeBlock(context, ({ asking }) => asking.ownKey);
    const [commandHelp, ownKey] = [language.text(({ asking }) => asking.commandHelp), language.text(({ asking }) => asking.ownKey)];
    this.#byCommand = h("details", { class: "hint" }, h("summary", {}, language.text(({ asking }) => asking.byCommand)), h("div", {}, h("p", {}, commandHelp), this.#command.element, h("p", {}, ownKey), this.#withKey.element));
    const label = (id: string, phrase: Parameters<typeof language.text>[0]) => h("label", { for: id }, language.text(phrase));
    this.#make.append(language.text(({ asking }) => asking.make));
    this.#cancel.append(language.text(({ asking }) => asking.cancel));
    this.element = h(
      "form",
      { novalidate: true, class: "asking" },
      h(
        "section",
        { class: "machines" },
        h("div", { class: "head" }, h("h2", {}, mark("client"), language.text(({ asking }) => asking.heading)), h("p", { class: "help" }, language.text(({ asking }) => asking.help))),
        h("div", { class: "field select" }, label(this.#role.id, ({ asking }) => asking.role), this.#role),
        h("div", { class: "field" }, this.#nameLabel, this.#name, this.#problems),
        h("div", { class: "field select" }, label(this.#algorithm.id, ({ fields }) => fields.keyAlgorithm.label), this.#algorithm),
        h("div", { class: "field" }, label(passphraseId, ({ asking }) => asking.passphrase), this.#passphrase, help, label(repeatId, ({ asking }) => asking.repeat), this.#repeat, this.#locked),
        h("div", { class: "actions" }, this.#make, this.#cancel),
        this.#progress,
        this.#byCommand,
      ),
      this.#made,
    );
    this.element.addEventListener("submit", (event) => event.preventDefault());
    this.#make.addEventListener("click", (event) => {
      event.preventDefault();
      void this.#ask();
    });
    this.#cancel.addEventListener("click", () => events.cancel());
    for (const type of ["input", "change"] as const) this.element.addEventListener(type, () => this.#changed());
    this.#name.addEventListener("change", () => {
      if (this.#side === "server") this.#name.value = writeInAscii(this.#name.value).text;
      this.#changed();
    });
    this.#algorithm.value = DEFAULTS.keyAlgorithm;
    language.bind(() => this.#relabel());
  }

  /** The core can be asked. */
  begin(): void {
    this.#isCoreThere = true;
    this.#show();
  }

  /** Takes a field of a link or an attribute; others do not matter here. */
  preset(field: Field, value: string): void {
    if (field === "hosts" || field === "clients") {
      if (value.trim() === "") return;
      this.#role.value = field === "hosts" ? "server" : "client";
      // One line is one machine.
      this.#name.value = value.split(/[\n;]/)[0]!.trim();
    } else if (field === "keyAlgorithm" && ALGORITHMS.includes(value)) this.#algorithm.value = value;
    else return;
    this.#relabel();
  }

  /** What a link to this may have. */
  differences(): [Field, string][] {
    const name: [Field, string] = [FIELD_OF[this.#side], this.#name.value.trim()];
    const algorithm: [Field, string] = ["keyAlgorithm", this.#algorithm.value];
    return [name, algorithm].filter(([field, value]) => value !== "" && value !== DEFAULTS[field]);
  }

  /** Whether the key would be lost if the page was left now. */
  get unsaved(): boolean {
    return this.#asking !== undefined && !this.#isSaved;
  }

  focus(): void {
    this.#name.focus();
  }

  /** Forgets the key, and the passphrase. */
  forget(): void {
    for (const url of this.#urls) URL.revokeObjectURL(url);
    this.#urls = [];
    this.#asking = undefined;
    this.#isSaved = false;
    this.#passphrase.value = this.#repeat.value = "";
    this.#made.replaceChildren();
    this.#made.hidden = true;
  }

  #wipe(): void {
    this.forget();
    this.#events.changed();
    this.focus();
    this.#context.announce(({ result }) => result.cleared);
  }

  get #side(): AskingSide {
    return this.#role.value as AskingSide;
  }

  #draft(): Filled {
    const own = { [FIELD_OF[this.#side]]: this.#name.value.replace(/[;；\r\n]+/gu, " ") };
    return {
      ...DEFAULTS,
      ...OTHERS,
      ...own,
      keyAlgorithm: this.#algorithm.value || DEFAULTS.keyAlgorithm,
      caPassphrase: this.#passphrase.value,
      caPassphraseRepeat: this.#repeat.value,
      locale: this.#context.language.locale,
    };
  }

  #changed(): void {
    this.#isTouched = true;
    this.#show();
    this.#events.changed();
  }

  /** What the core says of what is typed. */
  #show(isFinal = false): readonly Problem[] {
    if (!this.#isCoreThere) return [];
    const draft = this.#draft();
    const { problems } = preview(draft, undefined, undefined, "", "");
    const { language } = this.#context;
    const isQuiet = (problem: Problem) => problem.code === "required" && !this.#isTouched && !isFinal;
    const isTyping = (problem: Problem) => problem.field === "caPassphraseRepeat" && !isFinal && this.#passphrase.value.startsWith(this.#repeat.value);
    const own = problems.filter((problem) => problem.field === FIELD_OF[this.#side] && !isQuiet(problem));
    const ofPassphrase = problems.filter((problem) => ["caPassphrase", "caPassphraseRepeat"].includes(problem.field) && problem.severity === "error" && !isTyping(problem));
    this.#problems.replaceChildren(...problemItems(own, language, false));
    this.#locked.replaceChildren(...problemItems(ofPassphrase, language, false));
    setAttribute(this.#name, "aria-invalid", own.some(({ severity }) => severity === "error") && "true");
    for (const control of [this.#passphrase, this.#repeat]) setAttribute(control, "aria-invalid", ofPassphrase.length > 0 && "true");
    const [command, withKey] = [false, true].map((hasKey) => requestCommand({ ...draft, caPassphrase: "", caPassphraseRepeat: "" }, this.#side, hasKey));
    this.#byCommand.hidden = command === undefined;
    this.#command.show("", command ?? "");
    this.#withKey.show("", withKey ?? "");
    return [...own, ...ofPassphrase].filter(({ severity }) => severity === "error");
  }

  async #ask(): Promise<void> {
    if (this.#isBusy || !this.#isCoreThere) return;
    this.#isTouched = true;
    const [first] = this.#show(true);
    if (first) {
      (first.field === FIELD_OF[this.#side] ? this.#name : this.#passphrase).focus();
      return this.#context.announce(() => (first.field === FIELD_OF[this.#side] ? this.#problems : this.#locked).textContent ?? "");
    }
    const { passphrase, repeat, draft } = { passphrase: this.#passphrase.value, repeat: this.#repeat.value, draft: this.#draft() };
    this.forget();
    this.#setBusy(true);
    const asking = await this.#events.ask(draft, this.#side, ({ likely }) => this.#tell(likely?.[1]));
    this.#setBusy(false);
    if (!asking) {
      [this.#passphrase.value, this.#repeat.value] = [passphrase, repeat];
      return this.#make.focus();
    }
    this.#asking = asking;
    this.#showMade();
    this.#made.querySelector("h2")?.focus();
    this.#events.changed();
    this.#context.announce(({ asking }) => asking.done);
  }

  #tell(milliseconds: number | undefined): void {
    const { asking } = this.#context.language.texts;
    setText(this.#progress, milliseconds === undefined ? asking.making : format(asking.makingUntil, { seconds: Math.ceil(milliseconds / 1000) }));
  }

  #setBusy(isBusy: boolean): void {
    this.#isBusy = isBusy;
    this.#make.disabled = isBusy;
    this.#cancel.hidden = !isBusy;
    if (isBusy) this.#tell(undefined);
    else setText(this.#progress, "");
    this.element.dataset.stage = isBusy ? "making" : "filling";
  }

  /** The downloads, and what to send. */
  #showMade(): void {
    const made = this.#asking;
    this.#made.hidden = !made;
    if (!made) return;
    const { asking, result } = this.#context.language.texts;
    for (const url of this.#urls) URL.revokeObjectURL(url);
    this.#urls = [];
    const link = (blob: Blob, file: string, hasKey: boolean, label: string) => {
      const url = URL.createObjectURL(blob);
      this.#urls.push(url);
      const onclick = () => {
        if (!hasKey) return;
        this.#isSaved = true;
        this.#events.changed();
      };
      return h("a", { class: hasKey ? "button" : "button plain", href: url, download: file, "data-bundle": file, "aria-label": format(result.download, { format: file }), onclick }, label);
    };
    const request = new CodeBlock(this.#context, ({ asking }) => asking.send);
    request.show("request.pem", made.pem);
    const [zip, tar] = [link(made.zip, `${made.name}.zip`, true, `↓ ${made.name}.zip`), link(made.tar, `${made.name}.tar.gz`, true, ".tar.gz")];
    zip.classList.add("primary");
    this.#made.replaceChildren(
      h("div", { class: "head" }, h("h2", { tabindex: -1 }, asking.done)),
      h("p", {}, asking.keep),
      h("div", { class: "actions" }, zip, tar),
      h("h3", {}, asking.send),
      h("p", {}, asking.sendHelp),
      h("div", { "data-asked": made.fingerprint }, request.element),
      h("div", { class: "actions" }, link(new Blob([made.pem], { type: "application/pkcs10" }), "request.pem", false, "↓ request.pem")),
      h("p", { class: "note" }, format(asking.compare, { fingerprint: made.fingerprint })),
      h("p", {}, asking.then),
      h("div", { class: "actions" }, h("button", { type: "button", "data-action": "wipe-asked", onclick: () => this.#wipe() }, result.clear)),
    );
  }

  #relabel(): void {
    const { texts } = this.#context.language;
    const { asking, keyAlgorithms } = texts;
    const [side, algorithm] = [this.#role.value || "client", this.#algorithm.value || DEFAULTS.keyAlgorithm];
    setOptions(this.#role, SIDES.map((one) => asking.roles[one]), SIDES);
    this.#role.value = side;
    setOptions(this.#algorithm, ALGORITHMS.map((one) => (keyAlgorithms as Record<string, string>)[one] ?? one), ALGORITHMS);
    this.#algorithm.value = algorithm;
    setText(this.#nameLabel, asking.names[this.#side]);
    setAttribute(this.#name, "placeholder", this.#side === "server" ? "docker.example.com 192.0.2.10" : "anna-laptop");
    this.#show();
    this.#showMade();
  }
}
