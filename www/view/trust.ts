// Whom hosts let in: clients are shut out and let in again. What that means for each machine is said before it is done.

import type { Plan } from "#form";
import type { Knowledge, KnownCertificate } from "#issue";
import type { WantedTrust } from "../engine/brought";
import { type AllTexts, format } from "../locales/language";
import type { Ahead } from "./continue";
import { CodeBlock, type Context } from "./copy";
import { h, newId, setText } from "./dom";

/** What becomes of a certificate, by its choice. */
export type ChoiceOf = (certificate: KnownCertificate) => string | undefined;

/** What a run says of whom hosts let in. */
export type News = "" | "list" | "ca";

export const isRemoved = ({ state }: KnownCertificate): boolean => state === "removed";

/** What can be chosen for a certificate: to renew it takes the CA's key. */
export function choicesOf(certificate: KnownCertificate, hasKey: boolean): readonly string[] {
  const kept = hasKey ? ["keep", "renew"] : ["keep"];
  if (certificate.role !== "client") return kept;
  return isRemoved(certificate) ? ["keep", "restore"] : [...kept, "remove"];
}

export class Gate {
  /** How it is now, and the way back to the CA. */
  readonly element = h("div", { class: "trust", hidden: true });
  /** Where somebody is shut out. */
  readonly hint: HTMLElement;
  /** What to do when somebody's files are lost, in its order; with the files there, the paste for all hosts and the proof. */
  readonly guide = h("div", { class: "trust-guide", hidden: true });
  readonly #context: Context<AllTexts>;
  readonly #state = h("p", { class: "note" });
  readonly #long = h("p", { class: "warning" });
  readonly #end = h("input", { type: "checkbox", name: "endList", id: newId("end-list") });
  readonly #ending: HTMLElement;
  readonly #endLabel = h("label", { for: this.#end.id });
  readonly #endHelp = h("p", { class: "help" });
  readonly #only = h("p", { class: "note" });
  readonly #heading = h("h3");
  readonly #steps = h("ol");
  readonly #paste: CodeBlock;
  readonly #proof: CodeBlock;
  readonly #pasteBox: HTMLElement;
  readonly #proofBox: HTMLElement;
  readonly #pasteWhy = h("p");
  readonly #proofWhy = h("p");
  #known: Knowledge | undefined;

  constructor(context: Context<AllTexts>, changed: () => void) {
    this.#context = context;
    this.#paste = new CodeBlock(context, ({ open }) => open.trust.paste);
    this.#proof = new CodeBlock(context, ({ open }) => open.trust.proof);
    this.#pasteBox = h("div", { class: "snippet", "data-snippet": "trust-paste" }, this.#pasteWhy, this.#paste.element);
    this.#proofBox = h("div", { class: "snippet", "data-snippet": "trust-proof" }, this.#proofWhy, this.#proof.element);
    this.#ending = h("div", { class: "field" }, h("div", { class: "choice-of" }, this.#end, this.#endLabel), this.#endHelp);
    this.hint = h("p", { class: "note" }, context.language.text(({ open }) => open.trust.hint));
    this.element.append(this.#state, this.#long, this.#ending);
    this.guide.append(this.#only, this.#heading, this.#steps, this.#pasteBox, this.#proofBox);
    this.#end.addEventListener("change", changed);
  }

  /** Another CA, or none. */
  open(known: Knowledge | undefined): void {
    this.#known = known;
    this.#end.checked = false;
  }

  render(): void {
    const { trust } = this.#context.language.texts.open;
    const list = this.#known?.list;
    this.element.hidden = !list;
    if (!list) return;
    setText(this.#state, format(trust.inForce, { date: list.changedAt.slice(0, 10), count: list.count }));
    this.#ending.hidden = !list.mayEnd;
    this.#long.hidden = !list.isLong;
    setText(this.#long, trust.isLong);
    setText(this.#endLabel, trust.end);
    setText(this.#endHelp, this.#clients.some(isRemoved) ? trust.endHelp : trust.endHelpOfNobody);
  }

  /** What a run is told. */
  wanted(choice: ChoiceOf): WantedTrust {
    const chosen = (wanted: string) => [...new Set(this.#clients.filter((one) => choice(one) === wanted).map(({ name }) => name))];
    return { removed: chosen("remove"), restored: chosen("restore"), ended: this.#isEnding };
  }

  /** What hosts trust after a run. */
  kind(choice: ChoiceOf): "list" | "ca" {
    const { removed, restored, ended } = this.wanted(choice);
    return !ended && (this.#known?.list || removed.length + restored.length > 0) ? "list" : "ca";
  }

  /** What hosts learn by a run that makes certificates for clients, or makes none. */
  news(choice: ChoiceOf, hasNewClient: boolean): News {
    const { removed, restored, ended } = this.wanted(choice);
    if (ended) return "ca";
    return removed.length + restored.length > 0 || (hasNewClient && this.#known?.list) ? "list" : "";
  }

  /** What follows for each machine. */
  ahead(choice: ChoiceOf, news: News, plan: Plan, isLearning: (name: string) => boolean): Ahead[] {
    if (news === "") return [];
    const of = (kind: Ahead["kind"], certificates: readonly KnownCertificate[]) => certificates.map(({ name, bundle }): Ahead => ({ bundle, name, kind, days: 0 }));
    const clients = this.#clients;
    const isLost = (one: KnownCertificate) => news === "list" && !one.isThere && one.state !== "expired" && ((!isRemoved(one) && choice(one) === "keep") || choice(one) === "restore");
    const hosts = plan.daemons.filter(({ name }) => isLearning(name)).map(({ name, trustBundle, trustBy }): Ahead => ({ bundle: trustBundle, name, kind: BY[trustBy], days: 0 }));
    return [
      ...of("removeClient", clients.filter((one) => choice(one) === "remove")),
      ...of("restoreClient", clients.filter((one) => choice(one) === "restore")),
      ...of("lostClient", clients.filter(isLost)),
      ...hosts,
    ];
  }

  /** What to do, before and after. */
  show(news: News, isRemoving: boolean, made: { readonly paste: string | undefined; readonly host: string } | undefined): void {
    const { trust } = this.#context.language.texts.open;
    const { close, make, install, prove, anew, look, change } = trust.steps;
    this.guide.hidden = news === "";
    setText(this.#only, news === "list" && !made ? trust.onlyRecorded : "");
    this.#heading.hidden = this.#steps.hidden = !isRemoving;
    setText(this.#heading, trust.firstHour);
    this.#steps.replaceChildren(...(isRemoving ? [close, make, install, prove, ...(this.#known?.authority.hasKey ? [anew] : []), look, change] : []).map((step) => h("li", {}, step)));
    this.#pasteBox.hidden = made?.paste === undefined;
    setText(this.#pasteWhy, trust.pasteWhy);
    this.#paste.show(this.#context.language.texts.cards.shell, made?.paste ?? "");
    this.#proofBox.hidden = !made || news !== "list";
    setText(this.#proofWhy, trust.proofWhy);
    this.#proof.show(this.#context.language.texts.cards.shell, `curl -sS --cacert ca.pem --cert cert.pem --key key.pem ${made?.host ?? ""}/version`);
  }

  /** The certificates of clients that count: one for each client. */
  get #clients(): readonly KnownCertificate[] {
    return this.#known?.certificates.filter(({ role, state }) => role === "client" && state !== "replaced") ?? [];
  }

  get #isEnding(): boolean {
    return this.#end.checked && this.#known?.list?.mayEnd === true;
  }
}

const BY = { script: "trustByScript", hand: "trustByHand", never: "trustNever" } as const;
