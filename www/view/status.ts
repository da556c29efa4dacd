// What the page can tell about itself, in plain words; and how to look for oneself at what it cannot.

import { CodeBlock, type Context } from "./copy";
import { h } from "./dom";
import { type AllTexts, format } from "../locales/language";

/** A light that shows one of its states. */
type Light = keyof AllTexts["status"]["lights"];
type LightState<L extends Light> = keyof AllTexts["status"]["lights"][L];

/** The mark before a sentence: all is well, a thing to know, under way, wrong. */
type Mark = "good" | "note" | "waiting" | "bad";
const SIGNS: Record<Mark, string> = { good: "✓", note: "!", waiting: "…", bad: "✗" };

export class Status {
  readonly element = h("section", { class: "lights" });
  readonly #context: Context<AllTexts>;
  readonly #lights = new Map<Light, { readonly state: PropertyKey; readonly mark: Mark }>();

  constructor(context: Context<AllTexts>) {
    this.#context = context;
    this.show("randomness", "waiting", "waiting");
    this.show("place", ...place());
    this.show("context", isSecureContext ? "secure" : "plain", isSecureContext ? "good" : "note");
    this.show("worker", "waiting", "waiting");
    this.show("selfTest", "waiting", "waiting");
    context.language.bind(() => this.#render());
  }

  show<L extends Light>(light: L, state: LightState<L>, mark: Mark): void {
    if (this.#lights.get(light)?.state === state) return;
    this.#lights.set(light, { state, mark });
    // The other lights stay: something in them may be open.
    this.element.querySelector(`[data-light="${light}"]`)?.replaceWith(this.#light(light));
  }

  #render(): void {
    const { status } = this.#context.language.texts;
    const open = this.element.querySelector("details")?.open ?? false;
    const lights = h("ul", {}, ...[...this.#lights.keys()].map((light) => this.#light(light)));
    this.element.replaceChildren(h("h2", {}, status.heading), lights, ...(__OFFLINE__ ? [this.#proof(__OFFLINE__, open)] : []));
  }

  #light(light: Light): HTMLElement {
    const { status } = this.#context.language.texts;
    const { state, mark } = this.#lights.get(light)!;
    const text = (status.lights[light] as Record<PropertyKey, string>)[state]!;
    return h(
      "li",
      { class: mark, "data-light": light, "data-state": String(state) },
      h("span", { class: "mark", role: "img", "aria-label": status.marks[mark] }, SIGNS[mark]),
      h("span", {}, format(text, { origin: location.origin })),
    );
  }

  /** How to prove the page from outside: a changed page would call itself genuine, too. */
  #proof({ file, sha256 }: NonNullable<typeof __OFFLINE__>, open: boolean): HTMLElement {
    const { status } = this.#context.language.texts;
    const block = (title: string, command: string) => {
      const code = new CodeBlock(this.#context, () => title);
      code.show(title, command);
      return code.element;
    };
    const link = () => [h("p", {}, h("a", { class: "button", href: file, download: file }, format(status.offline, { file }))), block("SHA-256", sha256!)];
    const name = (!sha256 && decodeURIComponent(location.pathname.split("/").pop()!)) || file;
    return h(
      "details",
      { open },
      h("summary", {}, status.proof),
      h(
        "div",
        {},
        h("p", {}, status.proofWhy),
        ...(sha256 ? link() : []),
        h("p", {}, format(status.compute, { file: name })),
        block("Linux", `sha256sum ${quote(name)}`),
        block("macOS", `shasum -a 256 ${quote(name)}`),
        block("PowerShell", `Get-FileHash ${quote(name)}`),
        h("p", {}, status.compare),
      ),
    );
  }
}

function place(): [LightState<"place">, Mark] {
  if (location.protocol === "file:") return ["disk", "good"];
  if (self.origin === "null") return ["frame", "good"];
  return isSecureContext ? ["origin", "good"] : ["plain", "note"];
}

/** The commands for a POSIX shell and for PowerShell. They escape quotes differently, so the reader has to type a name with a quote. */
function quote(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", "?")}'`;
}
