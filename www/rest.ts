// The second script: everything that nobody needs before the empty form can be typed into. It takes the element over as soon as it is there.

import initForm, { afterwards, generatePassphrase, hasRandomness, hasWebCrypto, preview, type Code, type Field, type Preview } from "#form";
import type { Certificate, Unfit } from "#issue";
import { DEFAULTS, type Filled } from "./draft/empty";
import { writeFragment, type Door } from "./draft/link";
import { OWN_FIELDS } from "./draft/own";
import type { State } from "./element";
import { Missing, wasm, type PartName } from "./engine/assets";
import { Engine } from "./engine/engine";
import type { Output } from "./engine/job";
import { Run, type Failure } from "./engine/run";
import { format, type AllTexts, type Language } from "./locales/language";
import { en } from "./locales/rest/en";
import { zhCN } from "./locales/rest/zh-CN";
import { ask } from "./view/ask";
import { AskingView } from "./view/asking";
import { AuthorityView } from "./view/authority";
import { Cards, type Choice } from "./view/cards";
import { Continue, type Begun } from "./view/continue";
import { ContextFileView } from "./view/context-file";
import type { Announce, Context } from "./view/copy";
import { Downloads } from "./view/downloads";
import { KeystoreView } from "./view/keystore";
import type { Form } from "./view/form";
import type { Notices } from "./view/notices";
import { ProgressView } from "./view/progress";
import { Result } from "./view/result";
import { Status } from "./view/status";

/** What the element is, to this script. */
export interface Shell {
  readonly element: HTMLElement;
  readonly page: HTMLElement;
  readonly language: Language;
  readonly announce: Announce;
  readonly form: Form;
  readonly notices: Notices;
  /** The names of the form's fields. */
  readonly fields: ReadonlySet<string>;
  /** What links and attributes have set, the last one at the end. */
  readonly presets: ReadonlyMap<Field, string>;
  readonly door: Door;
  /** The recipe that a link asks for; empty for none. */
  readonly recipe: string;
  /** The button was pressed, and nothing has come of it yet. */
  awaited: boolean;
  /** What did not arrive. */
  missing: Missing | undefined;
  /** Looks at the draft and draws, in the next frame. */
  schedule(): void;
  /** The same at once. */
  update(): void;
  draw(): void;
  /** Asks once more for what did not arrive. */
  retry(): void;
}

/** Nobody notices a wait of so long. */
const QUICK_MS = 50;
/** So long the worker is left for later. */
const IDLE_MS = 1000;

/** What is said of a passphrase, and is so of the CA's key alone. */
const OF_CA_KEY: ReadonlySet<Code> = new Set<Code>(["passphrase-blank", "passphrase-not-ascii"]);

export class Rest {
  readonly #shell: Shell;
  readonly #language: Language<AllTexts>;
  readonly #announce: Announce<AllTexts>;
  readonly #form: Form;
  readonly #context: Context<AllTexts>;
  /** What is behind a door is made when it is opened first. */
  #continued: Continue | undefined;
  #asking: AskingView | undefined;
  readonly #downloads: Downloads;
  readonly #contextFile: ContextFileView;
  readonly #keystore: KeystoreView;
  readonly #result: Result;
  readonly #lights: Status;
  readonly #run: Run;
  #core: "loading" | "there" | "missing" = "loading";
  #judged: Judged | undefined;
  /** The door behind which the files were made: what is typed behind another one changes nothing of them. */
  #doorOfFiles: Door = "setup";
  /** What the downloads are of. */
  #offered: Output | undefined;
  #attempted = false;
  #isPlaced = false;
  #unfit: Unfit | undefined;
  #nextDraw = 0;
  /** Takes away a question that is answered. */
  #closeQuestion: (() => void) | undefined;
  /** The page goes on from the CA of the last run. */
  #settled: Promise<void> | undefined;
  #isPrefetched = false;

  constructor(shell: Shell) {
    this.#shell = shell;
    this.#form = shell.form;
    this.#language = shell.language.complete({ en, "zh-CN": zhCN });
    // It is given the same texts.
    this.#announce = shell.announce as Announce<AllTexts>;
    const context = { language: this.#language, announce: this.#announce };
    this.#context = context;
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
        if (isSandboxed()) this.#shell.notices.add("framed");
      },
    });
    this.#result = new Result(context, this.#downloads, this.#form.passphraseOfFiles, () => void this.#clear());
    this.#lights = new Status(context);
    const progress = new ProgressView(context);
    progress.cancel.addEventListener("click", () => this.cancel());
    this.#contextFile = new ContextFileView(context, this.#downloads, (bundle, meta) => this.#run.packContext(bundle, meta));
    this.#keystore = new KeystoreView(context, this.#downloads, {
      judge: (passphrase) => {
        const draft = { ...DEFAULTS, locale: this.#language.locale, caPassphrase: passphrase, caPassphraseRepeat: passphrase };
        return preview(draft, undefined, undefined, "", "").problems.filter(({ field, code }) => field === "caPassphrase" && !OF_CA_KEY.has(code));
      },
      generate: generatePassphrase,
      make: (bundle, passphrase, readers) => this.#run.packKeystore(bundle, passphrase, readers),
    });
    this.#form.join({
      authority: new AuthorityView(context, this.#downloads),
      cards: new Cards(
        context,
        {
          changed: () => shell.schedule(),
          filled: (field, value) => this.#form.fill(field, value),
          unknown: (recipe) => shell.notices.add("unknownKeys", [{ name: `recipe=${recipe}`, near: undefined }]),
        },
        shell.recipe,
        this.#contextFile,
        this.#keystore,
      ),
      downloads: this.#downloads,
      generate: generatePassphrase,
      progress,
    });
    this.#form.element.before(this.#result.element);
    this.#form.element.after(this.#result.end, this.#lights.element);
    this.showDoor();
  }

  /** The element is on the page, anew or again. */
  connected(): void {
    this.#run.start();
    this.#prepare();
  }

  get #continue(): Continue {
    this.#continued ??= new Continue(this.#context, this.#downloads, {
      changed: () => this.#shell.schedule(),
      open: (files, passphrase) => this.#run.open(files, passphrase),
      readRequests: (files) => this.#run.readRequests(files),
      linkForRequests: () => `${location.href.split("#")[0]}#${writeFragment([["door", "request"], ...(this.#language.locale === DEFAULTS.locale ? [] : [["locale", this.#language.locale] as const])])}`,
      opened: (setup) => this.#open(setup),
      afterwards: ({ draft, under, change }) =>
        afterwards({ ...draft, locale: this.#language.locale }, under.kept.join("\n"), under.requested.map(({ holder }) => holder).join("\n"), under.newTrust, change),
      steps: ({ draft }, daemon, client) => preview({ ...draft, locale: this.#language.locale }, daemon, client, "", "").plan,
    });
    return this.#continued;
  }

  #makeAsking(): AskingView {
    const asking = new AskingView(this.#context, {
      changed: () => this.#shell.schedule(),
      ask: (draft, role, progress) => this.#run.ask(draft, role, progress),
      cancel: () => this.#run.cancel(),
    });
    for (const [field, value] of this.#shell.presets) asking.preset(field, value);
    if (this.#core === "there") asking.begin();
    return asking;
  }

  /** Takes a field of a link or an attribute, which the form has already. */
  preset(field: Field, value: string): void {
    this.#asking?.preset(field, value);
  }

  /** What a link to whoever asks for a certificate may have. */
  asked(): [Field, string][] {
    return this.#asking?.differences() ?? [];
  }

  /** The recipe that is to be seen; empty for none. */
  get recipe(): string {
    return this.#form.choice.recipe;
  }

  cancel(): void {
    this.#run.cancel();
  }

  focusDoor(): void {
    this.#continue.focus();
  }

  /** Another door is open. */
  entered(): void {
    this.#judged = undefined;
    this.#attempted = false;
  }

  /** What belongs to one door is nowhere behind the other. */
  showDoor(): void {
    const { door } = this.#shell;
    if (door === "request") this.#form.element.before((this.#asking ??= this.#makeAsking()).element);
    else this.#asking?.element.remove();
    if (door === "continue") {
      this.#form.element.before(this.#continue.element);
      this.#form.place(this.#continue.changes, this.#continue.nothing);
    } else {
      this.#continued?.element.remove();
      this.#continued?.changes.remove();
      this.#continued?.nothing.remove();
    }
  }

  /** A CA was opened: the fields are those of its last run, and the machines are typed anew. */
  #open(setup: readonly (readonly [Field, string])[]): void {
    const typed = this.#form.values();
    const machines = (["hosts", "clients", ...OWN_FIELDS] as const).map((field): [Field, string] => [field, typed.get(field) ?? ""]);
    this.#form.setValues(new Map([...setup.filter(([field]) => this.#shell.fields.has(field)), ...machines]));
    this.#judged = undefined;
    // Not in the same task as the rows: there may be a thousand of both.
    this.#shell.schedule();
  }

  /** Has the core judge the form. What was typed meanwhile stays, and what was wanted meanwhile is done. */
  async start(): Promise<void> {
    this.#core = "loading";
    this.#shell.draw();
    try {
      await initForm({ module_or_path: await wasm("form") });
    } catch (error) {
      console.error(error);
      this.#core = "missing";
      return this.#fail(error instanceof Missing ? error : new Missing("form", "unusable", error));
    }
    this.#core = "there";
    this.#asking?.begin();
    if (hasRandomness()) this.#lights.show("randomness", "there", "good");
    else this.#refuse("no-randomness");
    this.#shell.update();
    this.#prepare();
    if (this.#shell.awaited) this.press();
  }

  get #state(): State {
    const { kind } = this.#run.state;
    if (this.#core !== "there") return this.#core === "loading" ? "loading" : "failed";
    return kind === "making" ? "issuing" : kind === "made" ? "issued" : "ready";
  }

  get isMaking(): boolean {
    return this.#run.state.kind === "making";
  }

  /** Looks at the draft, once there is a core that can judge it. */
  look(): void {
    if (this.#core === "there") this.#judge();
  }

  /** What the core says of the draft: of the same one it is asked once. */
  #judge(): Judged {
    const typed = this.#form.draft(this.#attempted);
    const draft = this.#shell.door === "continue" ? this.#continue.merged(typed) : typed;
    this.#form.before = this.#shell.door === "continue" ? this.#continue.before : { host: 0, client: 0 };
    const { choice } = this.#form;
    const isSame = this.#judged && equal(this.#judged.draft, draft) && equal(this.#judged.choice, choice);
    if (!isSame) {
      const said = preview(draft, choice.daemon, choice.client, choice.host, choice.recipe);
      this.#judged = { draft, choice, preview: said, shown: this.#shell.door === "continue" ? this.#continue.take(this.#continue.withoutRequests(said)) : said };
    }
    this.#prefetch(draft);
    return this.#judged!;
  }

  /** Work that is under way is drawn a moment later, and not at all when it is done by then. In a hidden tab nobody waits, and timers are slow. */
  #redraw(): void {
    if (!this.isMaking || document.hidden) this.#shell.draw();
    else this.#nextDraw ||= window.setTimeout(() => this.#shell.draw(), QUICK_MS);
  }

  /** Draws everything from the state. What has not changed is left alone. */
  draw(): void {
    clearTimeout(this.#nextDraw);
    this.#nextDraw = 0;
    this.#closeQuestion?.();
    this.#closeQuestion = undefined;
    const run = this.#run.state;
    const output = run.kind === "made" ? run.output : undefined;
    const asIssued = run.kind === "made" && run.inputs === this.#inputs();
    const outdated = output !== undefined && !asIssued && this.#shell.door === this.#doorOfFiles;
    if (output !== this.#offered) {
      this.#downloads.offer(output);
      this.#contextFile.forget();
      this.#keystore.forget();
    }
    this.#offered = output;
    this.#shell.element.dataset.state = this.#state;
    this.#shell.element.dataset.door = this.#shell.door;
    this.#shell.page.classList.toggle("closed", this.#shell.door === "continue" && !this.#continue.isOpen);
    this.#form.isKeyless = this.#shell.door === "continue" && this.#continue.isKeyless;
    this.#shell.page.classList.toggle("keyless", this.#form.isKeyless);
    if (this.#shell.door === "continue") this.#continue.show(this.#judged?.preview.plan, output);
    this.#form.show({
      preview: this.#judged?.shown,
      attempted: this.#attempted,
      count: this.#shell.door === "continue" ? this.#continue.count : undefined,
      progress: run.kind === "making" ? run.progress : undefined,
      output,
      asIssued,
      outdated,
      awaited: this.#shell.awaited && (this.#core === "loading" || (run.kind === "making" && !this.#isPlaced)),
      unfit: this.#unfit,
      missing: this.#shell.missing,
    });
    this.#result.show(output ?? (run.kind === "wrong" ? run.output : undefined), outdated, this.isMaking);
    this.#guard();
  }

  /** What the files are of. */
  #inputs(): string {
    return this.#form.inputs() + (this.#shell.door === "continue" ? this.#continue.inputs() : "");
  }

  /** The button. */
  press(): void {
    this.#shell.awaited = true;
    if (this.#core === "missing") return this.#shell.retry();
    if (this.#core === "loading") {
      this.#announce(({ form }) => form.awaited);
      return this.#shell.draw();
    }
    void this.#issue();
  }

  async #issue(): Promise<void> {
    if (this.#shell.door === "continue") await this.#settled;
    if (this.#state === "issuing" || this.#unfit) return;
    this.#attempted = true;
    const isContinued = this.#shell.door === "continue";
    const { preview } = this.#judge();
    if (isContinued && !this.#continue.isAccepted()) {
      this.#shell.awaited = false;
      return this.#shell.draw();
    }
    if (preview.problems.some(({ severity }) => severity === "error")) {
      this.#shell.awaited = false;
      this.#shell.draw();
      if (isContinued && this.#continue.refuse()) return;
      return this.#form.refuse();
    }
    this.#attempted = false;
    if (isContinued && !this.#continue.isWorthIt()) {
      this.#shell.awaited = false;
      return this.#shell.draw();
    }
    if (isContinued && this.#continue.isLastOut && !(await this.#mayShutOutAll())) {
      this.#shell.awaited = false;
      return this.#shell.draw();
    }
    if (this.#isUnsaved && !(await this.#mayReplace())) {
      this.#shell.awaited = false;
      return this.#shell.draw();
    }

    this.#shell.missing = undefined;
    try {
      if (isContinued) this.#form.forgetMade();
      else this.#form.makePassphrase();
    } catch (error) {
      console.error(error);
      this.#shell.awaited = false;
      return this.#refuse("no-randomness");
    }
    const judged = this.#judge();
    const under = isContinued ? this.#continue.under : undefined;
    const begun = isContinued && this.#continue.begin(this.#form.draft(false), judged.draft, judged.preview.plan);
    const typed = this.#form.inputs();
    this.#doorOfFiles = this.#shell.door;
    const over = this.#run.issue(judged.draft, this.#inputs(), under);
    this.#shell.element.dataset.state = this.#state;
    const end = await over;
    // What did not arrive is waited for: it can be asked for again.
    if (!this.#shell.missing) this.#shell.awaited = false;
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
    if (this.#run.state !== state || this.#shell.door !== "continue") return;
    this.#shell.update();
    // What is known by now is no change of the form.
    if (isAsMade && typed === this.#form.inputs()) this.#run.settle(this.#inputs());
  }

  /** Whether keys would be lost, or be of no use: without its passphrase, a CA's key is of none. */
  get #isUnsaved(): boolean {
    return this.#downloads.unsaved || this.#form.isPassphraseUnsaved;
  }

  async #mayReplace(): Promise<boolean> {
    const isDownloaded = !this.#downloads.unsaved;
    const { answer, close } = await ask(this.#shell.page, this.#language, ({ result }) => (isDownloaded ? result.replacePassphrase : result.replace), {
      keep: ({ result }) => result.keepThem,
      replace: ({ result }) => result.replaceThem,
    });
    // The work begins before the page spends its time on this.
    this.#closeQuestion = close;
    return answer === "replace" && !this.isMaking;
  }

  async #mayShutOutAll(): Promise<boolean> {
    const { answer, close } = await ask(this.#shell.page, this.#language, ({ open }) => open.trust.lastOut, {
      keep: ({ open }) => open.trust.keepLast,
      remove: ({ open }) => open.trust.removeLast,
    });
    close();
    return answer === "remove" && !this.isMaking;
  }

  async #mayLose(): Promise<boolean> {
    const isDownloaded = !this.#downloads.unsaved;
    const { answer, close } = await ask(this.#shell.page, this.#language, ({ result }) => (isDownloaded ? result.losePassphrase : result.lose), {
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
    this.#shell.notices.remove("fromAddress");
    const certificates: readonly Certificate[] = state.output.issued.certificates;
    this.#announce(({ result }) => format(result.done, { count: certificates.length }));
    this.#shell.element.dispatchEvent(new CustomEvent("dockseal-issued", { bubbles: true, composed: true, detail: { certificates } }));
  }

  async #clear(): Promise<void> {
    if (this.#isUnsaved && !(await this.#mayLose())) return;
    this.forget();
    this.#shell.update();
    this.#result.showWiped();
    this.#announce(({ result }) => result.cleared);
    this.#prepare();
  }

  /** Forgets what was issued, and the passphrase. */
  forget({ leaving = false } = {}): void {
    this.#judged = undefined;
    this.#form.forget();
    this.#continued?.forget();
    this.#asking?.forget();
    this.#run.clear({ leaving });
    this.#shell.schedule();
  }

  readonly #ask = (event: BeforeUnloadEvent): void => event.preventDefault();

  /** Leaving asks only while keys would be lost. A listener that is always there would cost the back/forward cache. */
  #guard(): void {
    if (this.#isUnsaved || this.#asking?.unsaved) addEventListener("beforeunload", this.#ask);
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
      if (this.#shell.element.isConnected && !this.#shell.missing) void this.#run.prepare(this.#core === "there" && !this.#unfit);
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
    this.#shell.draw();
  }

  #fail(failure: Failure): void {
    if (!(failure instanceof Missing)) this.#shell.notices.add(failure);
    // The other parts are of no use without it.
    else if (this.#shell.missing?.part !== "form") this.#shell.missing = failure;
    this.#shell.draw();
  }

  #placed(isWorker: boolean): void {
    this.#isPlaced = true;
    if (this.#shell.missing?.part === "issue") this.#shell.missing = undefined;
    this.#lights.show("worker", isWorker ? "there" : "missing", isWorker ? "good" : "note");
    if (!isWorker && this.#run.state.kind === "making") this.#shell.notices.add("onPage");
    this.#redraw();
  }

  /** Asks once more for what did not arrive. */
  retry(part: PartName | undefined): void {
    if (part === "form") void this.start();
    else if (this.#shell.awaited) void this.#issue();
    else this.#prepare();
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

