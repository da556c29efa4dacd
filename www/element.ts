// <dockseal-generator>: the whole tool. It brings the form, the steps, the files and the core together.

import initForm, { hasRandomness, hasWebCrypto, preview, trustPaste, type Field, type Preview } from "#form";
import type { Certificate, Unfit } from "#issue";
import { DEFAULTS, type Filled } from "./draft/empty";
import { attributeName, DOORS, PASTED, readFragment, SECRETS, writeFragment, type Door } from "./draft/link";
import { OWN_FIELDS } from "./draft/own";
import { misspelt, nearest, type Unknown } from "./draft/near";
import { Missing, scripts, wasm, workerScript } from "./engine/assets";
import { Engine } from "./engine/engine";
import type { Output } from "./engine/job";
import { Run, type Failure } from "./engine/run";
import { en } from "./locales/en";
import { chooseLocale, format, isSpoken, Language, LANGUAGES, type Locale, type Phrase } from "./locales/language";
import styles from "./styles.css";
import { ask } from "./view/ask";
import { AskingView } from "./view/asking";
import type { Choice } from "./view/cards";
import { Continue, type Begun } from "./view/continue";
import type { Context } from "./view/copy";
import { h, setText } from "./view/dom";
import { Downloads } from "./view/downloads";
import { Form } from "./view/form";
import { Levels } from "./view/levels";
import { mark } from "./view/mark";
import { Notices } from "./view/notices";
import { Result } from "./view/result";
import { Status } from "./view/status";

/** The states of the element: until the core is there, and when it does not come, the form can be filled in but is not judged. */
export type State = "loading" | "ready" | "issuing" | "issued" | "failed";

const FIELDS = new Set(Object.keys(en.fields));
/** The keys of a link that are compared with the fields' names: one with more is not misspelt but something else. */
const MOST_UNKNOWN = 500;
/** Nobody notices a wait of so long. */
const QUICK_MS = 50;
/** So long the worker is left for later. */
const IDLE_MS = 1000;
const FIELD_OF_ATTRIBUTE = new Map([...FIELDS].filter((field) => !(OWN_FIELDS as readonly string[]).includes(field)).map((field) => [attributeName(field), field as Field]));

// `1em` would otherwise be each element's own.
try {
  CSS.registerProperty({ name: "--_dockseal-rem", syntax: "<length>", inherits: true, initialValue: "16px" });
} catch {
  // Another version of this script has done it, or the browser cannot; a server has no CSS at all.
}

/** On a server there are no elements; there the class can be imported, and no more. */
const Base: typeof HTMLElement = globalThis.HTMLElement ?? Object;

export class DocksealGenerator extends Base {
  static readonly observedAttributes = ["lang", "compact", "heading-level", "door", ...FIELD_OF_ATTRIBUTE.keys()];

  /** The element's surroundings are read when it is connected. */
  readonly #language = new Language(chooseLocale(navigator.languages));
  readonly #page = h("div", { class: "page" });
  readonly #status = h("p", { class: "offscreen", role: "status" });
  readonly #locale = h("select", { name: "locale" });
  readonly #notices = new Notices(this.#language);
  readonly #form: Form;
  readonly #continue: Continue;
  readonly #asking: AskingView;
  readonly #downloads: Downloads;
  readonly #result: Result;
  readonly #lights: Status;
  readonly #levels: Levels;
  readonly #run: Run;
  #door: Door = "setup";
  /** What is typed behind the doors that are closed. */
  readonly #typed = new Map<Door, ReadonlyMap<Field, string>>([["continue", new Map<Field, string>([["clients", ""]])]]);
  readonly #doors = new Map<Door, HTMLButtonElement>();
  #core: "loading" | "there" | "missing" = "loading";
  #judged: Judged | undefined;
  /** What the downloads are of. */
  #offered: Output | undefined;
  #attempted = false;
  /** The button was pressed, and nothing has come of it yet. */
  #awaited = false;
  #isPlaced = false;
  #unfit: Unfit | undefined;
  #missing: Missing | undefined;
  #frame = 0;
  #nextDraw = 0;
  /** Takes away a question that is answered. */
  #closeQuestion: (() => void) | undefined;
  /** The page goes on from the CA of the last run. */
  #settled: Promise<void> | undefined;
  #isPrefetched = false;
  #isStarted = false;

  constructor() {
    super();
    // Starts the downloads before anything is built, so that both go on at once.
    for (const arrival of [wasm("form"), workerScript(), wasm("issue"), scripts()]) arrival.catch(() => {});
    const context: Context = { language: this.#language, announce: (phrase) => this.#announce(phrase) };
    this.#run = new Run(new Engine(), {
      changed: () => this.#redraw(),
      placed: (isWorker) => this.#placed(isWorker),
      tried: (unfit) => (unfit ? this.#refuse(unfit) : this.#lights.show("selfTest", "passed", "good")),
      failed: (failure) => this.#fail(failure),
    });
    this.#downloads = new Downloads(context, {
      pack: (bundle) => this.#run.pack(bundle),
      downloaded: () => {
        this.#guard();
        if (isSandboxed()) this.#notices.add("framed");
      },
    });
    this.#form = new Form(context, this.#downloads, {
      changed: () => this.#schedule(),
      issue: () => this.#press(),
      cancel: () => this.#run.cancel(),
      openAuthority: () => {
        this.#enter("continue");
        this.#continue.focus();
      },
      link: () => this.link,
      retry: () => this.#retry(),
      reload: () => this.#reload(),
    });
    this.#continue = new Continue(context, this.#downloads, {
      changed: () => this.#schedule(),
      open: (files, passphrase) => this.#run.open(files, passphrase),
      readRequests: (files) => this.#run.readRequests(files),
      linkForRequests: () => `${location.href.split("#")[0]}#${writeFragment([["door", "request"], ...(this.#language.locale === DEFAULTS.locale ? [] : [["locale", this.#language.locale] as const])])}`,
      opened: (setup) => this.#open(setup),
    });
    this.#asking = new AskingView(context, {
      changed: () => this.#schedule(),
      ask: (draft, role, progress) => this.#run.ask(draft, role, progress),
      cancel: () => this.#run.cancel(),
    });
    this.#result = new Result(context, this.#downloads, this.#form.passphraseOfFiles, () => void this.#clear());
    this.#lights = new Status(context);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(this.#page);
    this.#levels = new Levels(root);
    for (const type of ["keydown", "keypress", "keyup"] as const) root.addEventListener(type, (event) => keepTyping(event as KeyboardEvent));
    this.#build();
  }

  /** The language that the page speaks. A change is told by the event `dockseal-locale`. */
  get locale(): Locale {
    return this.#language.locale;
  }

  /** The title that suits a page of nothing but this element. */
  get documentTitle(): string {
    return this.#language.texts.documentTitle;
  }

  /** The address of this form, without its secrets and without what was pasted. */
  get link(): string {
    const { locale } = this.#language;
    // What a CA says of itself is in no link.
    const values: [Field | "door", string][] = this.#door === "setup" ? this.#form.differences() : [["door", this.#door], ...(this.#door === "request" ? this.#asking.differences() : [])];
    if (locale !== DEFAULTS.locale) values.push(["locale", locale]);
    const fragment = writeFragment(values);
    return location.href.split("#")[0] + (fragment && `#${fragment}`);
  }

  /** Fills the form from the fragment of a link, without its `#`. */
  presetFrom(fragment: string): void {
    const { door, values, unknown, pasted, secret } = readFragment(fragment, FIELDS);
    if (door) this.#enter(door);
    for (const [field, value] of values) this.#preset(field, value);
    this.#tellUnknown(unknown.slice(0, MOST_UNKNOWN).map((name) => ({ name, near: nearest(name, [...FIELDS].filter((field) => !PASTED.has(field))) })));
    if (pasted.length > 0) this.#notices.add("pastedKeys", pasted.map((name) => ({ name, near: undefined })));
    if (secret) this.#notices.add("secretKey");
  }

  /** Says that a link which has come into the address since is not used. */
  ignore(fragment: string): void {
    const { door, values, unknown, pasted, secret } = readFragment(fragment, FIELDS);
    if (Number(door !== undefined) + values.size + unknown.length + pasted.length > 0 || secret) this.#notices.add("linkIgnored");
  }

  connectedCallback(): void {
    const around = this.parentElement?.closest<HTMLElement>("[lang]")?.lang;
    this.#speak(chooseLocale([this.lang, this.getAttribute("locale"), around, ...navigator.languages]));
    // Once: when the element is only moved, what was closed stays closed.
    if (!this.#isStarted) this.#tellUnknown(misspelt(this.getAttributeNames(), [...DocksealGenerator.observedAttributes, "linkable"]));
    addEventListener("pagehide", this.#onLeave);
    this.#run.start();
    if (!this.#isStarted) void this.#start();
    this.#isStarted = true;
    this.#prepare();
  }

  disconnectedCallback(): void {
    removeEventListener("pagehide", this.#onLeave);
    this.#onLeave();
  }

  attributeChangedCallback(name: string, _: string | null, value: string | null): void {
    const field = FIELD_OF_ATTRIBUTE.get(name);
    if (field && value !== null) {
      if (SECRETS.has(field)) this.#notices.add("secretKey");
      else this.#preset(field, value);
    } else if (name === "door") {
      if (DOORS.includes(value as Door)) this.#enter(value as Door);
    } else if (name === "compact" || name === "heading-level") {
      this.#setLevels();
    } else if (name === "lang") {
      this.#notices.drop("unknownKeys", (name) => name.startsWith("lang="));
      if (!value) return;
      if (!isSpoken(value)) this.#notices.add("unknownKeys", [{ name: `lang=${value}`, near: undefined }]);
      this.#speak(chooseLocale([value, this.#language.locale]));
    }
  }

  /** Opens a door. What is typed behind the other one stays there. */
  #enter(door: Door): void {
    if (door === this.#door || this.#run.state.kind === "making") return;
    this.#typed.set(this.#door, this.#form.values());
    this.#door = door;
    this.#judged = undefined;
    this.#attempted = false;
    this.#form.setValues(this.#typed.get(door) ?? new Map());
    this.#showDoor();
    this.#schedule();
  }

  #showDoor(): void {
    this.#page.dataset.door = this.#door;
    for (const [door, button] of this.#doors) button.setAttribute("aria-pressed", String(door === this.#door));
    this.#form.isAuthorityGiven = this.#form.isAdding = this.#door === "continue";
    this.#form.element.hidden = this.#door === "request";
    if (this.#door === "request") this.#form.element.before(this.#asking.element);
    else this.#asking.element.remove();
    // What belongs to one door is nowhere behind the other.
    if (this.#door === "continue") {
      this.#form.element.before(this.#continue.element);
      this.#form.place(this.#continue.changes, this.#continue.nothing);
    } else {
      this.#continue.element.remove();
      this.#continue.changes.remove();
      this.#continue.nothing.remove();
    }
  }

  /** A CA was opened: the fields are those of its last run, and the machines are typed anew. */
  #open(setup: readonly (readonly [Field, string])[]): void {
    const typed = this.#form.values();
    const machines = (["hosts", "clients", ...OWN_FIELDS] as const).map((field): [Field, string] => [field, typed.get(field) ?? ""]);
    this.#form.setValues(new Map([...setup.filter(([field]) => FIELDS.has(field)), ...machines]));
    this.#judged = undefined;
    this.#update();
  }

  /** A page around that has headings of its own says where those of the element begin. Without its header, the element's first ones are h2. */
  #setLevels(): void {
    const wanted = this.getAttribute("heading-level");
    const isLevel = wanted !== null && /^[1-5]$/.test(wanted);
    this.#notices.drop("unknownKeys", (name) => name.startsWith("heading-level="));
    if (wanted !== null && !isLevel) this.#notices.add("unknownKeys", [{ name: `heading-level=${wanted}`, near: undefined }]);
    this.#levels.down = isLevel ? Number(wanted) - (this.hasAttribute("compact") ? 2 : 1) : 0;
  }

  /** What looks like a passphrase is one that is exposed. */
  #tellUnknown(unknown: readonly Unknown[]): void {
    const isSecret = ({ near }: Unknown) => near !== undefined && SECRETS.has(FIELD_OF_ATTRIBUTE.get(near) ?? near);
    const others = unknown.filter((one) => !isSecret(one));
    if (others.length < unknown.length) this.#notices.add("secretKey");
    if (others.length > 0) this.#notices.add("unknownKeys", others);
  }

  /** Has the core judge the form. What was typed meanwhile stays, and what was wanted meanwhile is done. */
  async #start(): Promise<void> {
    this.#core = "loading";
    this.#draw();
    try {
      await initForm({ module_or_path: await wasm("form") });
    } catch (error) {
      console.error(error);
      this.#core = "missing";
      return this.#fail(error instanceof Missing ? error : new Missing("form", "unusable", error));
    }
    this.#core = "there";
    this.#asking.begin();
    if (hasRandomness()) this.#lights.show("randomness", "there", "good");
    else this.#refuse("no-randomness");
    this.#update();
    this.#prepare();
    if (this.#awaited) this.#press();
  }

  get #state(): State {
    const { kind } = this.#run.state;
    if (this.#core !== "there") return this.#core === "loading" ? "loading" : "failed";
    return kind === "making" ? "issuing" : kind === "made" ? "issued" : "ready";
  }

  get #isMaking(): boolean {
    return this.#run.state.kind === "making";
  }

  #preset(field: Field, value: string): void {
    if (field === "locale") {
      this.#notices.drop("unknownKeys", (name) => name.startsWith("locale="));
      if (!LANGUAGES.some(({ locale }) => locale === value)) this.#notices.add("unknownKeys", [{ name: `locale=${value}`, near: undefined }]);
      this.#speak(chooseLocale([value, this.#language.locale]));
    }
    else this.#form.preset(field, value);
    this.#asking.preset(field, value);
    this.#schedule();
  }

  #speak(locale: Locale): void {
    this.#language.change(locale);
    this.#page.lang = locale;
    this.#locale.value = locale;
    this.dispatchEvent(new Event("dockseal-locale"));
    this.#schedule();
  }

  /** Key presses come faster than frames; one look at the draft per frame is enough. */
  #schedule(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#update());
  }

  #update(): void {
    if (this.#core === "there") this.#judge();
    this.#draw();
    this.dispatchEvent(new Event("dockseal-link"));
  }

  /** What the core says of the draft: of the same one it is asked once. */
  #judge(): Judged {
    const typed = this.#form.draft(this.#attempted);
    const draft = this.#door === "continue" ? this.#continue.merged(typed) : typed;
    this.#form.before = this.#door === "continue" ? this.#continue.before : { host: 0, client: 0 };
    const { choice } = this.#form;
    const isSame = this.#judged && equal(this.#judged.draft, draft) && equal(this.#judged.choice, choice);
    if (!isSame) {
      const said = preview(draft, choice.daemon, choice.client, choice.host);
      this.#judged = { draft, choice, preview: said, shown: this.#door === "continue" ? this.#continue.take(this.#continue.withoutRequests(said)) : said };
    }
    this.#prefetch(draft);
    return this.#judged!;
  }

  /** Work that is under way is drawn a moment later, and not at all when it is done by then. In a hidden tab nobody waits, and timers are slow. */
  #redraw(): void {
    if (!this.#isMaking || document.hidden) this.#draw();
    else this.#nextDraw ||= window.setTimeout(() => this.#draw(), QUICK_MS);
  }

  /** Draws everything from the state. What has not changed is left alone. */
  #draw(): void {
    clearTimeout(this.#nextDraw);
    this.#nextDraw = 0;
    this.#closeQuestion?.();
    this.#closeQuestion = undefined;
    const run = this.#run.state;
    const output = run.kind === "made" ? run.output : undefined;
    const asIssued = run.kind === "made" && run.inputs === this.#inputs();
    if (output !== this.#offered) this.#downloads.offer(output);
    this.#offered = output;
    this.dataset.state = this.#state;
    this.dataset.door = this.#door;
    this.#page.classList.toggle("closed", this.#door === "continue" && !this.#continue.isOpen);
    this.#form.isKeyless = this.#door === "continue" && this.#continue.isKeyless;
    this.#page.classList.toggle("keyless", this.#form.isKeyless);
    if (this.#door === "continue") this.#continue.show(this.#judged?.preview.plan, output);
    this.#form.show({
      preview: this.#judged?.shown,
      attempted: this.#attempted,
      count: this.#door === "continue" ? this.#continue.count : undefined,
      progress: run.kind === "making" ? run.progress : undefined,
      output,
      asIssued,
      awaited: this.#awaited && (this.#core === "loading" || (run.kind === "making" && !this.#isPlaced)),
      unfit: this.#unfit,
      missing: this.#missing,
    });
    this.#result.show(output ?? (run.kind === "wrong" ? run.output : undefined), output !== undefined && !asIssued, this.#isMaking);
    this.#guard();
  }

  /** What the files are of. */
  #inputs(): string {
    return this.#form.inputs() + (this.#door === "continue" ? this.#continue.inputs() : "");
  }

  /** The button: what cannot be done yet is done as soon as it can be. */
  #press(): void {
    this.#awaited = true;
    if (this.#core === "missing") return this.#retry();
    if (this.#core === "loading") {
      this.#announce(({ form }) => form.awaited);
      return this.#draw();
    }
    void this.#issue();
  }

  async #issue(): Promise<void> {
    if (this.#door === "continue") await this.#settled;
    if (this.#state === "issuing" || this.#unfit) return;
    this.#attempted = true;
    const isContinued = this.#door === "continue";
    const { preview } = this.#judge();
    if (isContinued && !this.#continue.isAccepted()) {
      this.#awaited = false;
      return this.#draw();
    }
    if (preview.problems.some(({ severity }) => severity === "error")) {
      this.#awaited = false;
      this.#draw();
      if (isContinued && this.#continue.refuse()) return;
      return this.#form.refuse();
    }
    this.#attempted = false;
    if (isContinued && !this.#continue.isWorthIt()) {
      this.#awaited = false;
      return this.#draw();
    }
    if (isContinued && this.#continue.isLastOut && !(await this.#mayShutOutAll())) {
      this.#awaited = false;
      return this.#draw();
    }
    if (this.#isUnsaved && !(await this.#mayReplace())) {
      this.#awaited = false;
      return this.#draw();
    }

    this.#missing = undefined;
    try {
      if (isContinued) this.#form.forgetMade();
      else this.#form.makePassphrase();
    } catch (error) {
      console.error(error);
      this.#awaited = false;
      return this.#refuse("no-randomness");
    }
    const judged = this.#judge();
    const under = isContinued ? this.#continue.under : undefined;
    const paste = under && under.newTrust !== "" ? trustPaste(judged.draft, under.kept.join("\n"), this.#continue.nextChange) : undefined;
    const begun = isContinued && this.#continue.begin(this.#form.draft(false), judged.preview.plan, paste);
    const typed = this.#form.inputs();
    const over = this.#run.issue(judged.draft, this.#inputs(), under);
    this.dataset.state = this.#state;
    const end = await over;
    // What did not arrive is waited for: it can be asked for again.
    if (!this.#missing) this.#awaited = false;
    if (end === "made") {
      this.#form.openOnly();
      if (begun) this.#settled = this.#goOn(begun, typed);
      this.#tell();
    } else if (end === "wrong") this.#announce(({ result }) => result.checkFailed);
    else this.#form.focusIssue();
    if (end === "cancelled") this.#announce(({ result }) => result.cancelled);
    this.#prepare();
  }

  /** The next run goes on from the CA that this one has made. Until that is read, nobody begins one. */
  async #goOn(begun: Begun, typed: string): Promise<void> {
    const { state } = this.#run;
    if (state.kind !== "made" || !state.output.zips) return;
    const isAsMade = await this.#continue.goOn(state.output.zips.authority, begun);
    if (this.#run.state !== state || this.#door !== "continue") return;
    this.#update();
    // What is known by now is no change of the form.
    if (isAsMade && typed === this.#form.inputs()) this.#run.settle(this.#inputs());
  }

  /** Whether keys would be lost, or be of no use: without its passphrase, a CA's key is of none. */
  get #isUnsaved(): boolean {
    return this.#downloads.unsaved || this.#form.isPassphraseUnsaved;
  }

  async #mayReplace(): Promise<boolean> {
    const isDownloaded = !this.#downloads.unsaved;
    const { answer, close } = await ask(this.#page, this.#language, ({ result }) => (isDownloaded ? result.replacePassphrase : result.replace), {
      keep: ({ result }) => result.keepThem,
      replace: ({ result }) => result.replaceThem,
    });
    // The work begins before the page spends its time on this.
    this.#closeQuestion = close;
    return answer === "replace" && !this.#isMaking;
  }

  async #mayShutOutAll(): Promise<boolean> {
    const { answer, close } = await ask(this.#page, this.#language, ({ open }) => open.trust.lastOut, {
      keep: ({ open }) => open.trust.keepLast,
      remove: ({ open }) => open.trust.removeLast,
    });
    close();
    return answer === "remove" && !this.#isMaking;
  }

  async #mayLose(): Promise<boolean> {
    const isDownloaded = !this.#downloads.unsaved;
    const { answer, close } = await ask(this.#page, this.#language, ({ result }) => (isDownloaded ? result.losePassphrase : result.lose), {
      keep: ({ result }) => result.keepThem,
      wipe: ({ result }) => result.clear,
    });
    close();
    return answer === "wipe";
  }

  /** Tells the reader and the page around. Certificates are public; no key leaves by an event. */
  #tell(): void {
    const { state } = this.#run;
    if (state.kind !== "made") return;
    const certificates: readonly Certificate[] = state.output.issued.certificates;
    this.#announce(({ result }) => format(result.done, { count: certificates.length }));
    this.dispatchEvent(new CustomEvent("dockseal-issued", { bubbles: true, composed: true, detail: { certificates } }));
  }

  async #clear(): Promise<void> {
    if (this.#isUnsaved && !(await this.#mayLose())) return;
    this.#forget();
    this.#update();
    this.#result.showWiped();
    this.#announce(({ result }) => result.cleared);
    this.#prepare();
  }

  /** Forgets what was issued, and the passphrase. */
  #forget({ leaving = false } = {}): void {
    this.#judged = undefined;
    this.#form.forget();
    this.#continue.forget();
    this.#asking.forget();
    this.#run.clear({ leaving });
    this.#schedule();
  }

  readonly #onLeave = (): void => this.#forget({ leaving: true });

  readonly #ask = (event: BeforeUnloadEvent): void => event.preventDefault();

  /** Leaving asks only while keys would be lost. A listener that is always there would cost the back/forward cache. */
  #guard(): void {
    if (this.#isUnsaved || this.#asking.unsaved) addEventListener("beforeunload", this.#ask);
    else removeEventListener("beforeunload", this.#ask);
  }

  /** What makes RSA keys where the browser does not, once it may be needed: after that the page needs no network. */
  #prefetch({ keyAlgorithm, caKeyAlgorithm }: Filled): void {
    if (this.#isPrefetched || hasWebCrypto() || !`${keyAlgorithm} ${caKeyAlgorithm}`.includes("rsa-")) return;
    this.#isPrefetched = true;
    wasm("rsa").catch(() => {});
  }

  /** Starts the worker before it is needed. */
  #prepare(): void {
    const prepare = () => {
      // A part that did not come is asked for again when the reader wants it.
      if (this.isConnected && !this.#missing) void this.#run.prepare(this.#core === "there" && !this.#unfit);
    };
    // A busy browser may have no idle time for long.
    if (self.requestIdleCallback) self.requestIdleCallback(prepare, { timeout: IDLE_MS });
    else setTimeout(prepare);
  }

  /** Nothing is issued from here on. The core would not do it either; here it is said. */
  #refuse(unfit: Unfit): void {
    this.#unfit = unfit;
    if (unfit === "no-randomness") this.#lights.show("randomness", "missing", "bad");
    this.#lights.show("selfTest", unfit === "no-randomness" ? "impossible" : "failed", "bad");
    this.#draw();
  }

  #fail(failure: Failure): void {
    if (!(failure instanceof Missing)) this.#notices.add(failure);
    // The other parts are of no use without it.
    else if (this.#missing?.part !== "form") this.#missing = failure;
    this.#draw();
  }

  #placed(isWorker: boolean): void {
    this.#isPlaced = true;
    if (this.#missing?.part === "issue") this.#missing = undefined;
    this.#lights.show("worker", isWorker ? "there" : "missing", isWorker ? "good" : "note");
    if (!isWorker && this.#run.state.kind === "making") this.#notices.add("onPage");
    this.#redraw();
  }

  #retry(): void {
    const part = this.#missing?.part;
    this.#missing = undefined;
    if (part === "form") void this.#start();
    else if (this.#awaited) void this.#issue();
    else this.#prepare();
    this.#draw();
  }

  /** The address holds what a link may hold, so the page that comes has it. */
  #reload(): void {
    history.replaceState(null, "", this.link);
    location.reload();
  }

  #announce(phrase: Phrase): void {
    // A screen reader says what changes: the same words count as a change only after nothing.
    this.#status.textContent = "";
    requestAnimationFrame(() => setText(this.#status, phrase(this.#language.texts)));
  }

  #source(): (Node | string)[] {
    if (__SOURCE__ === undefined) return [];
    // An address to copy: the page lets nobody leave it by a link.
    return [" · ", this.#language.text((texts) => texts.footer.source), " ", h("bdi", {}, __SOURCE__)];
  }

  /** The same page as one file, with what tells it from a changed one; only the site has it beside it. */
  #offline(): Node[] {
    if (!__OFFLINE__?.sha256) return [];
    const { file, sha256 } = __OFFLINE__;
    return [h("p", {}, h("a", { href: file, download: file }, this.#language.text((texts) => texts.footer.offline)), " · SHA-256 ", h("code", {}, sha256))];
  }

  #build(): void {
    const language = this.#language;
    this.#locale.append(...LANGUAGES.map(({ locale, texts }) => h("option", { value: locale, lang: locale }, texts.languageName)));
    this.#locale.addEventListener("change", () => this.#speak(this.#locale.value as Locale));
    language.attribute(this.#locale, "aria-label", (texts) => texts.header.language);
    const doors = DOORS.map((door) => {
      const button = h("button", { type: "button", class: "small", "data-action": `door-${door}`, onclick: () => this.#enter(door) }, language.text((texts) => texts.doors[door]));
      this.#doors.set(door, button);
      return button;
    });
    const nav = h("div", { class: "doors", role: "group" }, ...doors);
    language.attribute(nav, "aria-label", (texts) => texts.doors.label);
    this.#showDoor();
    const header = h(
      "header",
      {},
      h("h1", {}, mark("dockseal"), "Dockseal"),
      this.#locale,
      nav,
      h("p", {}, language.text((texts) => texts.header.tagline), h("strong", {}, language.text((texts) => texts.header.privacy))),
    );
    const version = { version: __VERSION__, commit: __COMMIT__ };
    const footer = h(
      "footer",
      {},
      h("p", {}, language.text((texts) => texts.footer.does)),
      h("p", {}, language.text((texts) => texts.footer.doesNot)),
      h("p", {}, language.text((texts) => format(texts.footer.version, version)), ...this.#source()),
      ...this.#offline(),
    );
    const plain = isSecureContext ? [] : [h("p", { class: "plain-http" }, language.text((texts) => texts.header.plain))];
    this.#page.append(header, ...plain, this.#notices.element, this.#result.element, this.#form.element, this.#result.end, this.#lights.element, footer, this.#status);
  }
}

/** A frame without an origin, which the page around may have forbidden to download. It cannot see whether. */
function isSandboxed(): boolean {
  return self.origin === "null" && self !== top;
}

/** A draft, and what the core says of it. */
interface Judged {
  readonly draft: Filled;
  readonly choice: Choice;
  readonly preview: Preview;
  /** The same without what is said elsewhere than in the form. */
  readonly shown: Preview;
}

function equal<Flat extends object>(one: Flat, other: Flat): boolean {
  return (Object.keys(one) as (keyof Flat)[]).every((key) => one[key] === other[key]);
}

/** Keeps key presses from the page around: to it they seem pressed outside of any field, and themes of documentation open their search with them. */
function keepTyping(event: KeyboardEvent): void {
  const shortcut = event.ctrlKey || event.metaKey || event.altKey;
  if (!shortcut && (event.target as Element).matches("input, select, textarea")) event.stopPropagation();
}
