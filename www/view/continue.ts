// The second door: a CA that is there already. The reader brings it, chooses what is to be renewed, and sees what will happen before it happens.

import type { Field, Plan, Preview, Problem } from "#form";
import type { Asked, Brought, Knowledge, KnownCertificate, Objection } from "#issue";
import type { Filled } from "../draft/empty";
import { fleetOf, NO_FLEET, type Fleet } from "../draft/fleet";
import type { Requested, Under } from "../engine/brought";
import type { Output } from "../engine/job";
import { type AllTexts, format, type Phrase } from "../locales/language";
import { AfterRun, type AfterRunEvents, type Ran } from "./after";
import { RenewalView } from "./anew";
import type { Context } from "./copy";
import { formatNodes, h, newId, setAttribute, setText } from "./dom";
import type { Downloads } from "./downloads";
import { OF_LINES } from "./field";
import { KnownList } from "./known";
import { LongList } from "./long";
import { mark } from "./mark";
import { Renewal } from "./renewal";
import { RequestsView, type Signed } from "./request";
import { choicesOf, Gate, isRemoved, type News } from "./trust";

export interface ContinueEvents extends AfterRunEvents {
  /** Something was chosen. */
  changed(): void;
  /** Looks into the files; `undefined` when that failed, which is said elsewhere. */
  open(files: readonly File[], passphrase: string | undefined): Promise<Brought | undefined>;
  /** The address that brings somebody to where requests are made. */
  linkForRequests(): string;
  /** What these requests ask for; `undefined` when that failed, which is said elsewhere. */
  readRequests(files: readonly File[]): Promise<Asked | undefined>;
  /** A CA is there: this is what was asked for when it was used last. */
  opened(setup: readonly (readonly [Field, string])[]): void;
}

/** What will be done for a machine. */
export interface Ahead {
  readonly bundle: string;
  readonly name: string;
  readonly kind:
    | ("newHost" | "newClient" | "renewHost" | "renewClient" | "renewFiles" | "renewAuthority" | "signHost" | "signClient" | "signAgain")
    | ("removeClient" | "restoreClient" | "lostClient" | "trustByScript" | "trustByHand" | "trustNever");
  /** Who gets a certificate; nobody where it is not about one. */
  readonly role?: "server" | "client";
  readonly days: number;
}

/** What a run is about to do. */
export interface Begun {
  readonly ahead: readonly Ahead[];
  /** The same, for what is to be done afterwards; nothing without a plan. */
  readonly ran: Ran | undefined;
  /** The keys of those that it renews. */
  readonly renewed: ReadonlySet<string>;
  /** The keys of the machines that are typed, by their lines. */
  readonly typed: ReadonlyMap<string, readonly string[]>;
  /** The requests that it signs. */
  readonly signed: readonly Signed[];
  /** What hosts learn of whom they let in. */
  readonly news: News;
}

/** A machine that is known, as it is shown. */
interface KnownRow {
  readonly certificate: KnownCertificate;
  readonly element: HTMLElement;
  readonly choice: HTMLSelectElement;
  readonly downloads: HTMLElement;
  /** Opens and closes what is to be done with what was made. */
  readonly toggle: HTMLButtonElement;
  readonly card: HTMLElement;
}

/** Kinds of clients that have a docker context, which holds copies of their files. */
const WITH_CONTEXT: ReadonlySet<string> = new Set(["linux", "macos", "windows", "ide"]);
const ROLES = { server: "host", client: "client" } as const;
/** What the record says and the form does not take: secrets have none, and what a host has is pasted anew. */
const NOT_TAKEN: ReadonlySet<string> = new Set(["hosts", "clients", "caPassphrase", "caPassphraseRepeat", "daemonJson", "execStart", "hostDaemonJson", "hostExecStart", "locale"]);

export class Continue {
  readonly element = h("section", { class: "continue" });
  /** What will happen, next to the button that does it. */
  readonly changes = h("section", { class: "machines changes-ahead" });
  /** Says at the button that nothing is to be made yet. */
  readonly nothing = h("p", { class: "warning nothing", role: "alert" });
  readonly #context: Context<AllTexts>;
  readonly #events: ContinueEvents;
  readonly #downloads: Downloads;
  readonly #files: HTMLInputElement;
  readonly #passphrase: HTMLInputElement;
  /** Whether the CA's key is lost, or its passphrase. */
  readonly #keyless = h("input", { type: "checkbox", id: newId("without-key"), name: "withoutKey" });
  readonly #toggle = h("button", { type: "button", class: "small", "data-action": "show-authority-passphrase" });
  readonly #text: HTMLTextAreaElement;
  /** Whether a key in a weak encryption is encrypted anew. */
  readonly #rewrites = h("input", { type: "checkbox", id: newId("rewrite-key"), name: "rewriteKey", checked: true });
  readonly #rewriting: HTMLElement;
  readonly #open = h("button", { type: "button", class: "primary", "data-action": "open-authority" });
  /** Folded to a line while a CA is open. */
  readonly #card = h("div", { class: "machines seal" });
  readonly #source = h("p", { class: "note" });
  readonly #names = h("p", { class: "note" });
  readonly #said = h("ul", { class: "problems", id: newId("authority-files-problems") });
  readonly #locked = h("ul", { class: "problems", id: newId("authority-passphrase-problems") });
  readonly #authority = h("div", { class: "machine ca" });
  readonly #summary = h("p", { class: "count", tabindex: -1 });
  readonly #bulk: HTMLElement;
  /** What ends within so many days is renewed by one button. */
  readonly #within = h("input", { type: "text", inputmode: "numeric", id: newId("within-days"), name: "withinDays", autocomplete: "off", value: String(SOON_DAYS) });
  readonly #renewExpiring: HTMLButtonElement;
  readonly #list: KnownList;
  readonly #replaced = h("details", { class: "hint" });
  readonly #sheet: HTMLElement;
  readonly #requests: RequestsView;
  readonly #anew: RenewalView;
  readonly #aheadHeading = h("h2", { id: newId("ahead") });
  readonly #ahead = new LongList<() => HTMLElement>("ahead", (make) => make());
  readonly #gate: Gate;
  /** What is chosen for each machine, by its key. */
  readonly #choices = new Map<string, string>();
  /** The rows that were made, by the same. */
  readonly #rows = new Map<string, KnownRow>();
  /** What is changed with a renewal, where that was asked for. */
  readonly #renewals = new Map<string, Renewal>();
  readonly #after: AfterRun;
  /** The machines whose steps are open, by the same. */
  readonly #opened = new Set<string>();
  /** What each line of the draft is of. */
  #fleets: Readonly<Record<"server" | "client", Fleet>> = { server: NO_FLEET, client: NO_FLEET };
  #brought: readonly File[] = [];
  /** What the CA was opened with: what is typed later is for the next time. */
  #used: Pick<Under, "files" | "passphrase"> = { files: [], passphrase: "" };
  #known: Knowledge | undefined;
  /** Whose files they are, where the passphrase is missing or wrong. */
  #lockedOf: Knowledge | undefined;
  #objections: readonly Objection[] = [];
  /** What the last run has made. */
  #done: readonly Ahead[] = [];
  #doneNews: News = "";
  /** The machines of that run that are typed, by their roles and lines; they are known since. */
  #typed: ReadonlyMap<string, readonly string[]> = new Map();
  /** What is typed, line by line, each with its role. */
  #lines: readonly string[] = [];
  /** Those of them that are still typed so. */
  #standing: ReadonlySet<string> = new Set();
  #plan: Plan | undefined;
  /** Those of which there is none, and the draft has one that gets nothing. */
  #standIns: ReadonlySet<"server" | "client"> = new Set();
  /** The same of the plan, which stays while the draft has an error. */
  #standInsOfPlan = this.#standIns;
  /** The requests that are to be signed. */
  #signed: Readonly<Record<"server" | "client", readonly Signed[]>> = { server: [], client: [] };
  /** A known machine that cannot be renewed so. */
  #wrong: string | undefined;
  #output: Output | undefined;
  #told = "";
  #isOpening = false;

  constructor(context: Context<AllTexts>, downloads: Downloads, events: ContinueEvents) {
    this.#context = context;
    this.#downloads = downloads;
    this.#events = events;
    this.#gate = new Gate(context, () => events.changed());
    const { language } = context;
    const text = (phrase: Phrase<AllTexts>) => language.text(phrase);
    const [filesId, passphraseId] = [newId("authority-files"), newId("authority-passphrase")];
    const filesHelp = h("p", { class: "help", id: newId("help") }, text((texts) => texts.open.filesHelp));
    const passphraseHelp = h("p", { class: "help", id: newId("help") }, text((texts) => texts.open.passphraseHelp));
    this.#files = h("input", { type: "file", id: filesId, name: "authorityFiles", multiple: true, "aria-describedby": `${filesHelp.id} ${this.#said.id}` });
    this.#passphrase = h("input", { type: "password", id: passphraseId, name: "authorityPassphrase", autocomplete: "off", "aria-describedby": `${passphraseHelp.id} ${this.#locked.id}` });
    const keylessHelp = h("p", { class: "help", id: newId("help") }, text((texts) => texts.open.withoutKeyHelp));
    setAttribute(this.#keyless, "aria-describedby", keylessHelp.id);
    this.#keyless.addEventListener("change", () => (this.#passphrase.disabled = this.#keyless.checked));
    const textId = newId("authority-text");
    this.#text = h("textarea", { id: textId, name: "authorityText", rows: 4, autocomplete: "off", spellcheck: "false", placeholder: "-----BEGIN CERTIFICATE-----" });
    const pasting = h("details", { class: "fold" }, h("summary", {}, text((texts) => texts.open.paste)), h("label", { for: textId }, text((texts) => texts.open.pasteLabel)), this.#text);
    this.#rewrites.addEventListener("change", () => events.changed());
    this.#rewriting = h("div", { class: "choice-of", hidden: true }, this.#rewrites, h("label", { for: this.#rewrites.id }, text((texts) => texts.open.rewrite)));
    this.#list = new KnownList(context, { row: (certificate) => this.#row(certificate).element, isChosen: (certificate) => this.#choiceOf(certificate) !== "keep" });
    this.#toggle.addEventListener("click", () => this.#showPassphrase(this.#passphrase.type === "password"));
    this.#open.append(text((texts) => texts.open.open));
    const reopen = h("button", { type: "button", "data-action": "reopen-authority" }, text((texts) => texts.open.another));
    reopen.addEventListener("click", () => {
      this.#card.classList.remove("opened");
      this.#files.focus();
    });
    const card = this.#card;
    card.append(
      h("div", { class: "head" }, h("h2", {}, mark("ca"), text((texts) => texts.open.heading)), h("p", { class: "help" }, text((texts) => texts.open.help))),
      h("div", { class: "field file" }, h("label", { for: filesId }, text((texts) => texts.open.files)), filesHelp, this.#files, this.#names, this.#said, pasting),
      h("div", { class: "field" }, h("label", { for: passphraseId }, text((texts) => texts.open.passphrase)), h("div", { class: "shown" }, this.#passphrase, this.#toggle), passphraseHelp, this.#locked),
      h("div", { class: "field" }, h("div", { class: "choice-of" }, this.#keyless, h("label", { for: this.#keyless.id }, text((texts) => texts.open.withoutKey))), keylessHelp),
      h("div", { class: "actions" }, this.#open),
      h("div", { class: "reopen" }, this.#source, reopen),
    );
    const bulk = (action: string, phrase: Phrase<AllTexts>, chosen: (certificate: KnownCertificate) => boolean) =>
      h("button", { type: "button", "data-action": action, onclick: () => this.#choose(chosen) }, text(phrase));
    this.#renewExpiring = h("button", { type: "button", "data-action": "renew-expiring", onclick: () => this.#choose(({ daysLeft }) => daysLeft <= Number(this.#within.value)) });
    this.#within.addEventListener("input", () => this.#labelWithin());
    this.#bulk = h(
      "div",
      { class: "actions" },
      bulk("renew-all", (texts) => texts.open.renewAll, () => true),
      this.#renewExpiring,
      h("span", { class: "within" }, h("label", { for: this.#within.id }, text((texts) => texts.open.withinDays)), this.#within),
      bulk("keep-all", (texts) => texts.open.keepAll, () => false),
    );
    this.#sheet = h(
      "section",
      { class: "machines known", hidden: true },
      h("div", { class: "head" }, h("h2", {}, text((texts) => texts.open.known))),
      this.#authority,
      this.#rewriting,
      this.#summary,
      this.#bulk,
      this.#gate.hint,
      this.#gate.element,
      this.#list.element,
      this.#replaced,
    );
    this.#after = new AfterRun(context, events);
    this.#anew = new RenewalView(context, () => events.changed());
    this.#requests = new RequestsView(context, { changed: () => events.changed(), read: (files) => events.readRequests(files), link: () => events.linkForRequests() });
    this.element.append(card, this.#sheet, this.#requests.element);
    this.changes.append(
      h("div", { class: "head" }, this.#aheadHeading, h("p", { class: "help" }, text((texts) => texts.open.rollOut))),
      this.#after.element,
      this.#ahead.element,
      this.#gate.guide,
    );
    this.#files.addEventListener("change", () => this.#take([...(this.#files.files ?? [])]));
    for (const type of ["dragover", "drop"] as const) {
      card.addEventListener(type, (event) => {
        event.preventDefault();
        const dropped = type === "drop" ? [...(event.dataTransfer?.files ?? [])] : [];
        if (dropped.length > 0) this.#take(dropped);
      });
    }
    this.#passphrase.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      void this.#look();
    });
    this.#open.addEventListener("click", () => void this.#look());
    language.bind(() => {
      this.#showPassphrase(this.#passphrase.type === "text");
      this.#render();
    });
  }

  get isOpen(): boolean {
    return this.#known !== undefined;
  }

  /** Whether a CA is open without its key: then nothing is issued, and what is typed waits. */
  get isKeyless(): boolean {
    return this.#known?.authority.hasKey === false;
  }

  /** The draft of every machine that is known, of every request that is to be signed and of what is typed. */
  merged(typed: Filled): Filled {
    const draft = this.#issued(typed);
    this.#lines = [...linesOf("server", draft.hosts), ...linesOf("client", draft.clients)];
    this.#stand();
    const signed = this.#requests.signed;
    const join = (role: "server" | "client", typed: string) => {
      const known = this.#machines.flatMap((one) => {
        const key = keyOf(one);
        if (one.role !== role || one.line === undefined || this.#isOut(one) || this.#standing.has(key)) return [];
        const renewal = this.#isRenewed(one) ? this.#renewals.get(key) : undefined;
        return [{ key, name: one.name, line: renewal?.line ?? one.line }];
      });
      return fleetOf(ROLES[role], known, signed.filter((one) => one.role === role), typed);
    };
    const isIdle = this.#isIdle(draft);
    this.#fleets = isIdle ? { server: NO_FLEET, client: NO_FLEET } : { server: join("server", draft.hosts), client: join("client", draft.clients) };
    this.#signed = { server: signed.filter(({ role }) => role === "server"), client: signed.filter(({ role }) => role === "client") };
    const [hosts, clients] = [this.#fleets.server.text, this.#fleets.client.text];
    // Hosts alone may be made, although a fleet has somebody who connects; and the CA's own certificate alone.
    const isRenewed = this.#anew.value !== "";
    const isMissing = { server: hosts === "" && clients === "" && (isRenewed || isIdle), client: clients === "" && (hosts !== "" || isRenewed || isIdle) };
    this.#standIns = new Set((["server", "client"] as const).filter((role) => isMissing[role]));
    const caDays = isRenewed ? this.#anew.days : draft.caDays;
    const trust = this.#gate.kind((one) => this.#choiceOf(one));
    return { ...draft, caDays, trust, hosts: isMissing.server ? STAND_INS.server : hosts, clients: isMissing.client ? STAND_INS.client : clients, caPassphrase: "", caPassphraseRepeat: "" };
  }

  /** Whether nothing is to be made yet: then no machine that is known has to be looked at. */
  #isIdle({ hosts, clients }: Filled): boolean {
    const { removed, restored, ended } = this.#gate.wanted((one) => this.#choiceOf(one));
    const isTyped = `${hosts}${clients}`.trim() !== "" || this.#requests.signed.length > 0;
    return this.#machines.length > 0 && !isTyped && this.#anew.value === "" && this.#renewed.length === 0 && removed.length + restored.length === 0 && !ended;
  }

  /** What of the draft gets certificates. */
  #issued(draft: Filled): Filled {
    return this.isKeyless ? { ...draft, hosts: "", clients: "" } : draft;
  }

  /** Tells each problem of a machine that is known at its row, and gives the others back. */
  take(preview: Preview): Preview {
    const own = new Map<string, Problem[]>();
    const problems = preview.problems.filter((problem) => {
      const key = this.#fleetOf(problem.field)?.known.get(problem.line ?? 0);
      if (key === undefined) return true;
      this.#renewalOf(this.#machines.find((one) => keyOf(one) === key)!);
      own.set(key, [...(own.get(key) ?? []), this.#asTyped(problem)]);
      return false;
    });
    for (const [key, renewal] of this.#renewals) renewal.tell(own.get(key) ?? [], this.#choices.get(key) === "renew");
    this.#wrong = [...own].find(([, problems]) => problems.some(({ severity }) => severity === "error"))?.[0];
    return { ...preview, problems: problems.map((problem) => this.#asTyped(problem)) };
  }

  #fleetOf(field: Field): Fleet | undefined {
    return field === "hosts" ? this.#fleets.server : field === "clients" ? this.#fleets.client : undefined;
  }

  /** The problem by the lines that the reader sees, and by the name of what is in none of them. */
  #asTyped(problem: Problem): Problem {
    const fleet = this.#fleetOf(problem.field);
    if (!fleet || problem.line === undefined) return problem;
    const { linesBefore, known } = fleet;
    const told = { ...problem, line: problem.line - linesBefore };
    if (!OF_LINES.has(problem.code)) return told;
    const other = Number(problem.hint);
    const key = known.get(other);
    const name = key?.slice(key.indexOf(" ") + 1) ?? this.#signedAt(fleet, other)?.name;
    return { ...told, hint: name === undefined ? String(other - linesBefore) : format(this.#context.language.texts.open.rowOf, { name }) };
  }

  /** How many machines of the plan stand before those that are typed. */
  get before(): Readonly<Record<"host" | "client", number>> {
    return { host: this.#fleets.server.machinesBefore, client: this.#fleets.client.machinesBefore };
  }

  /** Leads to the first machine that is known and has an error; tells whether there is one. */
  refuse(): boolean {
    if (this.#wrong === undefined) return false;
    this.#list.reveal(this.#machines.find((one) => keyOf(one) === this.#wrong)!);
    if (this.#choices.get(this.#wrong) === "renew") this.#renewals.get(this.#wrong)?.focus();
    else this.#rows.get(this.#wrong)?.choice.focus();
    return true;
  }

  /** What the run is made under. */
  get under(): Under {
    const signed = this.#requested();
    const kept = this.#kept;
    const again = this.#machines.filter((one) => one.requested && this.#isRenewed(one)).map((one) => ({ holder: keyOf(one), pem: undefined }));
    const isSigned = (holder: string) => signed.some((one) => one.holder === holder);
    kept.push(...[...this.#standIns].map((role) => `${role} ${STAND_INS[role]}`));
    const trust = this.#gate.wanted((one) => this.#choiceOf(one));
    return { ...this.#used, rewrites: this.#rewrites.checked, renewal: this.#anew.value, kept: kept.filter((one) => !isSigned(one)), requested: [...signed, ...again.filter(({ holder }) => !isSigned(holder))], trust, newTrust: this.#news() };
  }

  /** The preview without what is wrong in the lines of requests or with the CA's days, which is said there. */
  withoutRequests(preview: Preview): Preview {
    const isOfRequest = ({ field, line = 0 }: Problem) => (field === "caDays" ? this.#anew.value !== "" : this.#fleetOf(field)?.asked.includes(line) === true);
    this.#anew.tell(preview.problems.filter(({ field }) => field === "caDays"));
    const ofRequests = preview.problems.filter(isOfRequest).map((problem) => ({ ...this.#asTyped(problem), line: problem.line }));
    this.#requests.tell(ofRequests, { server: this.#fleets.server.asked, client: this.#fleets.client.asked });
    return { ...preview, problems: preview.problems.filter((problem) => !isOfRequest(problem)) };
  }

  /** Whether nothing is wrong with the CA's renewal and the requests that are to be signed; puts the focus on what is. */
  isAccepted(): boolean {
    return !this.#anew.focusWrong() && !this.#requests.focusWrong();
  }

  /** The requests that are to be signed, each by how the core writes the name of its line. */
  #requested(plan = this.#plan): (Requested & { readonly pem: string })[] {
    const of = (role: "server" | "client", planned: readonly { readonly name: string; readonly line: number }[]) =>
      planned.flatMap(({ name, line }) => {
        const signed = this.#requestAt(role, line);
        return signed ? [{ holder: `${role} ${name}`, pem: signed.pem }] : [];
      });
    return plan ? [...of("server", plan.daemons), ...of("client", plan.clients)] : [];
  }

  #requestAt(role: "server" | "client", line: number): Signed | undefined {
    return this.#signed[role][this.#fleets[role].asked.indexOf(line)];
  }

  #signedAt(fleet: Fleet, line: number): Signed | undefined {
    return this.#requestAt(fleet === this.#fleets.server ? "server" : "client", line);
  }

  /** The keys of the machines that get no new certificate. Whoever is shut out is not in the draft, and the name may be given anew. */
  get #kept(): string[] {
    return this.#machines.filter((one) => !this.#isRenewed(one) && !this.#isOut(one)).map(keyOf);
  }

  /** Whether a run would leave nobody who gets in. */
  get isLastOut(): boolean {
    return this.#standIns.has("client") && this.#news() === "list";
  }

  /** What changes the files beside the form. */
  inputs(): string {
    const { kept, requested, trust, renewal } = this.under;
    const rewrites = this.#known?.authority.weaklyLocked && this.#rewrites.checked;
    return JSON.stringify([this.#known?.authority.fingerprint, kept, requested, rewrites, trust, renewal, renewal && this.#anew.days, this.#renewed.map((key) => this.#renewals.get(key)?.line)]);
  }

  /** Whether anything is to be made; says so where nothing is. */
  isWorthIt(): boolean {
    const isWorthIt = this.#changes().length > 0 || this.#news() !== "";
    setText(this.nothing, isWorthIt ? "" : this.#context.language.texts.open.nothing);
    if (!isWorthIt) this.#context.announce((texts) => texts.open.nothing);
    return isWorthIt;
  }

  /** What a run of this draft is about to do. */
  begin(draft: Filled, merged: Filled, plan: Plan | undefined): Begun {
    const { hosts, clients } = this.#issued(draft);
    this.#planned(plan);
    const typed = new Map<string, string[]>();
    for (const [role, text, planned] of [["server", hosts, plan?.daemons ?? []], ["client", clients, plan?.clients ?? []]] as const) {
      const lines = linesOf(role, text);
      for (const { name, line } of planned) {
        const own = lines[line - this.#fleets[role].linesBefore - 1];
        if (own) typed.set(own, [...(typed.get(own) ?? []), `${role} ${name}`]);
      }
    }
    const news = this.#news(plan);
    const signed = [...this.#signed.server, ...this.#signed.client];
    const [ahead, under] = [this.#changes(plan), this.under];
    const ran = plan && { draft: merged, plan, ahead, under, change: (this.#known?.changes ?? 0) + 1 };
    return { ahead, ran, renewed: new Set(this.#renewed), typed, signed, news };
  }

  /** Takes the CA as the run has left it in the place of what was brought, and shows what it knows. Tells whether nothing else was chosen meanwhile. */
  async goOn(archive: Blob, { ahead, ran, renewed, typed, signed, news }: Begun): Promise<boolean> {
    const { passphrase } = this.#used;
    const used = (this.#used = { files: [new File([archive], "ca.zip")], passphrase });
    const known = (await this.#events.open(used.files, passphrase))?.known;
    if (!known || this.#used !== used) return false;
    const next = this.#renewed.filter((key) => !renewed.has(key));
    this.#brought = used.files;
    this.#files.value = "";
    this.#objections = [];
    this.#known = known;
    this.#done = ahead;
    this.#doneNews = news;
    this.#opened.clear();
    this.#after.ran = ran;
    this.#typed = typed;
    this.#requests.remove(signed);
    this.#gate.open(known);
    this.#stand();
    this.#build();
    for (const key of next) this.#choices.set(key, "renew");
    this.#render();
    return next.length === 0;
  }

  /** How much will be made. */
  get count(): string {
    const { counts } = this.#context.language.texts.open;
    const { ahead, isDone } = this.#shown();
    const said = COUNTED.flatMap(([count, kinds]) => {
      const found = ahead.filter(({ kind }) => kinds.includes(kind)).length;
      return found === 0 ? [] : [format(counts[count], { count: found })];
    });
    return isDone ? "" : said.join(" · ");
  }

  show(plan: Plan | undefined, output: Output | undefined): void {
    this.#planned(plan);
    this.#output = output;
    this.#fill();
  }

  /** Empties the passphrase, which is no longer needed. */
  forget(): void {
    this.#passphrase.value = "";
    this.#requests.forget();
    this.#text.value = "";
    this.#keyless.checked = this.#passphrase.disabled = false;
    this.#close();
    this.#render();
  }

  /** Forgets what was opened. */
  #close(): void {
    this.#lockedOf = undefined;
    this.#card.classList.remove("opened");
    this.#used = { files: [], passphrase: "" };
    this.#known = undefined;
    this.#objections = [];
    this.#done = [];
    this.#doneNews = "";
    this.#opened.clear();
    this.#after.ran = undefined;
    this.#typed = new Map();
    this.#gate.open(undefined);
    this.#stand();
  }

  focus(): void {
    this.#files.focus();
  }

  /** The certificates that count: one for each machine. */
  get #machines(): readonly KnownCertificate[] {
    return this.#known?.certificates.filter(({ state }) => state !== "replaced") ?? [];
  }

  /** The keys of those that are chosen to be renewed. */
  get #renewed(): string[] {
    return this.#machines.filter((one) => this.#isRenewed(one)).map(keyOf);
  }

  #planned(plan: Plan | undefined): void {
    if (!plan) return;
    this.#plan = plan;
    this.#standInsOfPlan = this.#standIns;
  }

  #stand(): void {
    this.#standing = new Set(this.#lines.flatMap((line) => this.#typed.get(line) ?? []));
  }

  #isRenewed(certificate: KnownCertificate): boolean {
    return this.#choiceOf(certificate) === "renew";
  }

  #choiceOf(certificate: KnownCertificate): string | undefined {
    return this.#choices.get(keyOf(certificate));
  }

  /** Whether a client is shut out, or will be. */
  #isOut(certificate: KnownCertificate): boolean {
    const choice = this.#choiceOf(certificate);
    return choice === "remove" || (isRemoved(certificate) && choice !== "restore");
  }

  #news(plan = this.#plan): News {
    const hasNewClient = this.#ofCertificates(plan).some(({ role }) => role === "client");
    return this.#gate.news((one) => this.#choiceOf(one), hasNewClient);
  }

  #showPassphrase(isShown: boolean): void {
    const { passphrase } = this.#context.language.texts;
    setAttribute(this.#passphrase, "type", isShown ? "text" : "password");
    setText(this.#toggle, isShown ? passphrase.hide : passphrase.show);
  }

  #take(files: readonly File[]): void {
    this.#brought = files;
    this.#tellNames();
    this.#passphrase.focus();
  }

  async #look(): Promise<void> {
    if (this.#isOpening) return;
    const pasted = this.#text.value.trim() === "" ? [] : [new File([this.#text.value], PASTED)];
    const used = { files: [...this.#brought, ...pasted], passphrase: this.#keyless.checked ? undefined : this.#passphrase.value };
    this.#isOpening = true;
    this.#open.disabled = true;
    // What was open, and what was said of it, goes before the next is looked at.
    this.#close();
    this.#render();
    this.#events.changed();
    const brought = used.files.length === 0 ? NO_FILES : await this.#events.open(used.files, used.passphrase);
    this.#isOpening = false;
    this.#open.disabled = false;
    if (!brought) return;
    this.#objections = brought.objections;
    this.#lockedOf = brought.locked;
    if (brought.known) {
      // A key that was pasted stays no longer than it has to.
      this.#text.value = "";
      this.#known = brought.known;
      this.#gate.open(brought.known);
      this.#used = used;
      this.#plan = undefined;
      this.#build();
      this.#card.classList.add("opened");
      this.#showPassphrase(false);
      this.#events.opened(this.#known.setup.filter(([field]) => !NOT_TAKEN.has(field)) as [Field, string][]);
    }
    this.#render();
    const first = brought.objections.find(({ severity }) => severity === "error");
    if (first) {
      (first.field === "authorityPassphrase" ? this.#passphrase : this.#files).focus();
      this.#context.announce(() => this.#sentence(first).map((part) => (typeof part === "string" ? part : part.textContent)).join(""));
    } else if (brought.known) this.#summary.focus();
  }

  #choose(chosen: (certificate: KnownCertificate) => boolean): void {
    for (const certificate of this.#list.shown) {
      if (certificate.line !== undefined && this.#offered(certificate).includes("renew")) this.#choices.set(keyOf(certificate), chosen(certificate) ? "renew" : "keep");
    }
    for (const [key, { choice }] of this.#rows) choice.value = this.#choices.get(key)!;
    this.#events.changed();
  }

  #offered(certificate: KnownCertificate): readonly string[] {
    return choicesOf(certificate, !this.isKeyless);
  }

  /** The button says how many days; without a number it does nothing. */
  #labelWithin(): void {
    const count = this.#within.value.trim();
    const isNumber = /^[0-9]+$/.test(count);
    setAttribute(this.#within, "aria-invalid", !isNumber && "true");
    this.#renewExpiring.disabled = !isNumber;
    setText(this.#renewExpiring, format(this.#context.language.texts.open.renewExpiring, { count: isNumber ? count : "…" }));
  }

  /** As long as nothing is chosen, all stay. */
  #build(): void {
    if (this.#known) this.#anew.begin(this.#known.authority);
    this.#choices.clear();
    this.#renewals.clear();
    for (const certificate of this.#machines) this.#choices.set(keyOf(certificate), "keep");
  }

  #render(): void {
    const { open } = this.#context.language.texts;
    this.#tellNames();
    this.#labelWithin();
    for (const [list, field, control] of [[this.#said, "authorityFiles", this.#files], [this.#locked, "authorityPassphrase", this.#passphrase]] as const) {
      const own = this.#objections.filter((objection) => objection.field === field);
      list.replaceChildren(...own.map((one) => h("li", { class: one.severity, "data-problem": field, "data-code": one.code }, ...this.#sentence(one))));
      setAttribute(control, "aria-invalid", own.some(({ severity }) => severity === "error") && "true");
    }
    if (this.#lockedOf) this.#locked.append(...this.#saidOfLocked(this.#lockedOf));
    const known = this.#known;
    this.#sheet.hidden = this.changes.hidden = !known;
    this.#requests.element.hidden = !known || this.isKeyless;
    this.#told = "";
    this.#rows.clear();
    if (!known) {
      for (const name of ["data-machine", "data-role", "data-certificate", "data-state"]) this.#authority.removeAttribute(name);
      return this.#list.show([]);
    }
    const { authority } = known;
    const state = authority.daysLeft > SOON_DAYS ? "valid" : "expiring";
    for (const [name, value] of Object.entries({ machine: authority.name, role: "ca", certificate: authority.fingerprint, state })) this.#authority.dataset[name] = value;
    const until = format(open.until, { date: authority.notAfter.slice(0, 10), days: authority.daysLeft });
    const key = [this.isKeyless ? open.keyAbsent : authority.locked ? open.keyLocked : open.keyOpen, ...(authority.pathLength === undefined ? [] : [format(open.pathLength, { count: authority.pathLength })])].join(", ");
    this.#rewriting.hidden = !authority.weaklyLocked;
    this.#authority.replaceChildren(h("div", { class: "row" }, mark("ca"), h("bdi", { class: "first" }, authority.name), h("span", { class: `until ${state}` }, until), h("span", { class: "until" }, key), ...(this.isKeyless ? [] : [this.#anew.choice])), ...(state === "expiring" && !this.isKeyless ? [h("p", { class: "warning" }, format(open.authorityEnds, { date: authority.notAfter.slice(0, 10) }))] : []), ...(this.isKeyless ? [] : [this.#anew.element]));
    this.#gate.render();
    const count = (state: KnownCertificate["state"]) => this.#machines.filter((one) => one.state === state).length;
    const [expiring, expired, all] = [count("expiring"), count("expired"), this.#machines.length - count("removed")];
    const summary = all === 0 ? open.noRecord : expiring + expired === 0 ? format(open.allValid, { count: all }) : format(open.summary, { count: all, expiring, expired });
    setText(this.#summary, summary);
    this.#bulk.hidden = this.#machines.length === 0 || this.isKeyless;
    this.#list.show(this.#machines);
    const replaced = known.certificates.filter(({ state }) => state === "replaced");
    this.#replaced.hidden = replaced.length === 0;
    this.#replaced.replaceChildren(
      h("summary", {}, format(open.replaced, { count: replaced.length })),
      h("ul", {}, ...replaced.map((one) => h("li", { ...attributes(one) }, h("bdi", {}, one.name), " ", h("span", { class: "until" }, format(open.ends, { date: one.notAfter.slice(0, 10) }))))),
    );
    this.#fill();
  }

  #row(certificate: KnownCertificate): KnownRow {
    const { open, machines } = this.#context.language.texts;
    const { name, names, state, notAfter, daysLeft, requested } = certificate;
    const key = keyOf(certificate);
    const labels: Record<string, string> = { keep: isRemoved(certificate) ? open.staysOut : open.keep, renew: requested ? open.renewSameKey : open.renew, remove: open.remove, restore: open.restore };
    const renewal = certificate.line === undefined ? undefined : this.#renewalOf(certificate);
    const choice = h("select", { name: "change", class: "choice", disabled: certificate.line === undefined, "aria-label": format(open.changeOf, { name }) });
    if (renewal) setAttribute(choice, "aria-describedby", renewal.problems.id);
    choice.append(...this.#offered(certificate).map((value) => h("option", { value }, labels[value]!)));
    choice.value = this.#choices.get(key)!;
    choice.addEventListener("change", () => {
      this.#choices.set(key, choice.value);
      this.#events.changed();
    });
    const downloads = h("span", { class: "downloads" });
    const card = h("div", { class: "card", id: newId("known-card"), hidden: true });
    const toggle = h("button", { type: "button", class: "small open", hidden: true, "data-action": "open-known", "aria-controls": card.id, "aria-label": `${machines.steps}: ${name}` }, machines.steps);
    toggle.addEventListener("click", () => {
      if (!this.#opened.delete(key)) this.#opened.add(key);
      this.#fillRow(made);
    });
    const date = notAfter.slice(0, 10);
    const removed = format(open.removedOn, { date: (certificate.removedAt ?? "").slice(0, 10) });
    const until = state === "removed" ? removed : state === "expired" ? format(open.ended, { date }) : format(open.until, { date, days: daysLeft });
    const row = h(
      "div",
      { class: "row" },
      mark(ROLES[certificate.role as keyof typeof ROLES]),
      h("bdi", { class: "first" }, [name, ...names].join(" ")),
      h("span", { class: `until ${state}` }, until),
      downloads,
      toggle,
      choice,
    );
    const notes = [...(certificate.recorded ? [] : [open.unrecorded]), ...(certificate.line === undefined ? [open.unusable] : requested ? [open.requested] : [])];
    const details = renewal ? [renewal.element, renewal.problems] : [];
    const element = h("li", { class: `machine ${ROLES[certificate.role as keyof typeof ROLES]}`, ...attributes(certificate) }, row, ...notes.map((note) => h("p", { class: "note" }, note)), ...details, card);
    const made: KnownRow = { certificate, element, choice, downloads, toggle, card };
    this.#rows.set(key, made);
    this.#fillRow(made);
    return made;
  }

  #renewalOf(certificate: KnownCertificate): Renewal {
    const key = keyOf(certificate);
    const renewal = this.#renewals.get(key) ?? new Renewal(this.#context, certificate, () => this.#events.changed());
    this.#renewals.set(key, renewal);
    return renewal;
  }

  #fillRow({ certificate, downloads, toggle, card }: KnownRow): void {
    const key = keyOf(certificate);
    // One that is typed has it in its own row.
    const made = this.#output && !this.#standing.has(key) && this.#downloads.of(certificate.role as "server" | "client", certificate.name);
    const download = made && this.#downloads.inRow(made.bundle);
    if (downloads.firstElementChild !== (download ?? null)) downloads.replaceChildren(...(download ? [download] : []));
    toggle.hidden = !download || !this.#after.has(key);
    card.hidden = toggle.hidden || !this.#opened.has(key);
    setAttribute(toggle, "aria-expanded", String(!card.hidden));
    if (!card.hidden) card.replaceChildren(this.#after.card(key));
    const renewal = this.#renewals.get(key);
    if (renewal) renewal.element.hidden = !this.#isRenewed(certificate);
  }

  /** What follows from each choice, and what there is to download. */
  #fill(): void {
    const { open } = this.#context.language.texts;
    if (!this.#known) return;
    for (const row of this.#rows.values()) this.#fillRow(row);
    const { ahead: changes, news, isEmpty, isDone } = this.#shown();
    setText(this.#aheadHeading, isDone ? open.done : open.ahead);
    const told = JSON.stringify([this.#context.language.locale, changes, news, isDone, this.#output !== undefined]);
    if (told === this.#told) return;
    this.#told = told;
    const known = Date.parse(this.#known.authority.notAfter);
    const renewed = changes.find(({ kind }) => kind === "renewAuthority");
    const end = renewed ? Math.max(known, Date.now() + renewed.days * DAY_MS) : known;
    const date = (days: number) => new Date(Math.min(Date.now() + days * DAY_MS, end)).toISOString().slice(0, 10);
    const shown = isDone ? this.#doneNews : news;
    const isRemoving = changes.some(({ kind }) => kind === "removeClient");
    const first = this.#after.ran?.plan.daemons[0]?.dockerHosts[0]?.replace(/^tcp:/, "https:") ?? "";
    this.#gate.show(shown, isRemoving, isDone ? { paste: shown === "" ? undefined : this.#after.trustPaste, host: first } : undefined);
    this.#after.show(isDone);
    const items = changes.map(({ bundle, name, kind, role, days }) => () => {
      const sentence = kind === "renewAuthority" && this.#hasList(shown) ? "renewAuthorityUnderList" : kind;
      const said = formatNodes(open.changes[sentence], { name, bundle, date: date(days) });
      // Whatever a client gets new has to be on the list of each host, where there is one.
      const then = role === "client" && shown === "list" ? [" ", open.trust.hostsLearn] : OF_CLIENTS.has(kind) ? [" ", open.changes.hostsStay] : [];
      const trust = isDone ? this.#downloads.trust(bundle) : undefined;
      return h("li", { "data-change": bundle }, ...said, ...then, ...(trust ? [" ", this.#downloads.inRow(trust)] : []));
    });
    if (shown === "ca") items.unshift(() => h("li", { "data-change": "list" }, open.trust.ending));
    const kept = new Set(this.under.kept);
    const stay = isDone ? 0 : this.#machines.filter((one) => kept.has(keyOf(one)) && !this.#isOut(one)).length;
    const rest = changes.length === 0 && shown === "" ? [h("li", {}, open.changes.none)] : renewed ? [] : [h("li", { "data-change": "ca" }, this.isKeyless ? open.changes.keyless : open.changes.authority)];
    if (stay > 0) rest.push(h("li", {}, format(open.changes.kept, { count: stay })));
    this.#ahead.show([...items, ...rest.map((item) => () => item)]);
    // What scrolls and has no control in it is reached by the keyboard in this way.
    setAttribute(this.#ahead.element, "tabindex", this.#ahead.isLong && 0);
    setAttribute(this.#ahead.element, "aria-labelledby", this.#ahead.isLong && this.#aheadHeading.id);
    if (!isEmpty) setText(this.nothing, "");
  }

  /** What there is to say: what will be done or, when that is nothing, what was done. */
  #shown(): { readonly ahead: readonly Ahead[]; readonly news: News; readonly isEmpty: boolean; readonly isDone: boolean } {
    const [ahead, news] = [this.#changes(), this.#news()];
    const isEmpty = ahead.length === 0 && news === "";
    const isDone = isEmpty && this.#output !== undefined && (this.#done.length > 0 || this.#doneNews !== "");
    return { ahead: isDone ? this.#done : ahead, news, isEmpty, isDone };
  }

  /** Whether hosts have a list after a run that says this of it. */
  #hasList(news: News): boolean {
    return news === "list" || (news === "" && this.#known?.list !== undefined);
  }

  /** What will become of each machine: certificates, then whom hosts let in. */
  #changes(plan = this.#plan): Ahead[] {
    if (!plan) return [];
    const kept = new Set(this.under.kept);
    const trust = this.#gate.ahead((one) => this.#choiceOf(one), this.#news(plan), plan, (name) => kept.has(`server ${name}`));
    return [...this.#ofCertificates(plan), ...trust];
  }

  /** What will be made, in the order of the plan: what is renewed, then what is typed. */
  #ofCertificates(plan = this.#plan): Ahead[] {
    if (!plan) return [];
    const known = new Map(this.#machines.filter((one) => !this.#isOut(one)).map((one) => [keyOf(one), one]));
    const of = (role: "server" | "client", planned: readonly { readonly name: string; readonly line: number; readonly bundle: string; readonly certificate: string; readonly days: number; readonly kind?: string }[]) =>
      planned.flatMap(({ name, line, bundle, certificate: archive, days, kind = "" }): Ahead[] => {
        if (this.#requestAt(role, line)) return [{ bundle: archive, name, role, days, kind: role === "server" ? "signHost" : "signClient" }];
        const certificate = known.get(`${role} ${name}`);
        if (certificate && !this.#isRenewed(certificate)) return [];
        if (certificate?.requested) return [{ bundle: archive, name, role, days, kind: "signAgain" }];
        const [fresh, renewed] = role === "server" ? (["newHost", "renewHost"] as const) : (["newClient", WITH_CONTEXT.has(kind) ? "renewClient" : "renewFiles"] as const);
        return [{ bundle, name, role, days, kind: certificate ? renewed : fresh }];
      });
    const authority: Ahead[] = this.#anew.value === "" ? [] : [{ bundle: "ca", name: this.#known?.authority.name ?? "", days: Number(this.#anew.days) || 0, kind: "renewAuthority" }];
    return [...authority, ...(this.#standInsOfPlan.has("server") ? [] : of("server", plan.daemons)), ...(this.#standInsOfPlan.has("client") ? [] : of("client", plan.clients))];
  }

  #sentence({ code, value, hint }: Objection): (Node | string)[] {
    const { open, problems } = this.#context.language.texts;
    const texts: Record<string, string> = { ...problems, ...open.problems };
    return formatNodes(texts[code]!, { value, hint });
  }

  /** Whether these are the files that were meant can be seen before the passphrase is found. */
  #saidOfLocked({ authority, newest, certificates }: Knowledge): HTMLElement[] {
    const { open } = this.#context.language.texts;
    const hosts = certificates.filter(({ role, state }) => role === "server" && state !== "replaced").map(({ name }) => name);
    const shown = hosts.slice(0, MOST_NAMES).join(", ") + (hosts.length > MOST_NAMES ? ", …" : "");
    const typed = this.#passphrase.value;
    const values = { name: authority.name, date: newest?.slice(0, 10) ?? "–", hosts: shown };
    return [...(typed === typed.trim() ? [] : [h("li", { class: "warning" }, open.spaces)]), h("li", { class: "note" }, ...formatNodes(open.locked, values))];
  }

  #tellNames(): void {
    const { open } = this.#context.language.texts;
    const names = this.#used.files.map(({ name }) => name).join(", ");
    const newest = this.#known?.newest?.slice(0, 10);
    // A record of version 0.1.0 does not say of which day it is.
    const source = newest !== undefined ? format(open.source, { names, date: newest }) : this.#known?.certificates.length === 0 ? format(open.sourceWithoutRecord, { names }) : names;
    setText(this.#source, source);
    // The control itself tells those that were chosen by it.
    const isChosen = this.#brought.length > 0 && [...(this.#files.files ?? [])].every((file) => this.#brought.includes(file)) && this.#files.files?.length === this.#brought.length;
    setText(this.#names, isChosen ? "" : this.#brought.map(({ name }) => name).join(", "));
  }
}

/** What is counted, in the order in which it is told. */
const COUNTED: readonly (readonly ["fresh" | "renewed" | "removed" | "restored" | "authority", readonly Ahead["kind"][]])[] = [
  ["fresh", ["newHost", "newClient", "signHost", "signClient"]],
  ["renewed", ["renewHost", "renewClient", "renewFiles", "signAgain"]],
  ["removed", ["removeClient"]],
  ["restored", ["restoreClient"]],
  ["authority", ["renewAuthority"]],
];
/** So many hosts are named of a CA that is not open. */
const MOST_NAMES = 5;
/** What a pasted text is called, where a name is wanted. */
const PASTED = "pasted.pem";
const OF_CLIENTS: ReadonlySet<string> = new Set(["newClient", "renewClient", "renewFiles"]);
const DAY_MS = 86_400_000;
/** As the core says it of the others (src/brought/known.rs). */
const SOON_DAYS = 30;
/** A host and a client that get nothing: no draft is without one. */
const STAND_INS = { server: "docker.example.com", client: "client" } as const;
const NO_FILES: Brought = { objections: [{ field: "authorityFiles", code: "required", severity: "error" }] };

/** What is typed, line by line, each with its role; a blank line is empty. */
function linesOf(role: string, text: string): string[] {
  return text.split("\n").map((line) => (line.trim() === "" ? "" : `${role} ${line.trim()}`));
}

function keyOf({ role, name }: KnownCertificate): string {
  return `${role} ${name}`;
}

function attributes({ role, name, fingerprint, state }: KnownCertificate): Record<string, string> {
  return { "data-machine": name, "data-role": ROLES[role as keyof typeof ROLES], "data-certificate": fingerprint, "data-state": state };
}
