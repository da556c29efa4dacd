// What a CA has issued, as rows that are searched, filtered and ordered. A row is made when it comes into sight first: there may be thousands.

import type { KnownCertificate } from "#issue";
import { type AllTexts, format, type Phrase } from "../locales/language";
import type { Context } from "./copy";
import { h, newId, setOptions, setText } from "./dom";
import { LongList } from "./long";

/** Which rows are shown, by the value of the control. */
const FILTERS = ["all", "ending", "chosen", "unrecorded"] as const;
type Filter = (typeof FILTERS)[number];
const ORDERS = ["record", "soonest"] as const;

/** So few are seen at once. */
const FEW = 3;

export interface KnownListEvents {
  /** Makes the row of a certificate. */
  row(certificate: KnownCertificate): HTMLElement;
  /** Whether something is to be done with it. */
  isChosen(certificate: KnownCertificate): boolean;
}

export class KnownList {
  readonly element: HTMLElement;
  readonly #context: Context<AllTexts>;
  readonly #events: KnownListEvents;
  readonly #search: HTMLInputElement;
  readonly #filter: HTMLSelectElement;
  readonly #order: HTMLSelectElement;
  readonly #tools: HTMLElement;
  readonly #count = h("p", { class: "note", role: "status" });
  readonly #rows = new LongList<KnownCertificate>("rows", (certificate) => this.#row(certificate));
  /** Each row that was made, by its certificate. */
  readonly #made = new Map<KnownCertificate, HTMLElement>();
  #all: readonly KnownCertificate[] = [];
  #shown: readonly KnownCertificate[] = [];

  constructor(context: Context<AllTexts>, events: KnownListEvents) {
    this.#context = context;
    this.#events = events;
    const { language } = context;
    const draw = () => this.#draw();
    this.#search = h("input", { type: "search", id: newId("known-search"), name: "knownSearch", autocomplete: "off", spellcheck: "false", oninput: draw });
    this.#filter = h("select", { id: newId("known-filter"), name: "knownFilter", onchange: draw });
    this.#order = h("select", { id: newId("known-order"), name: "knownOrder", onchange: draw });
    const field = (control: HTMLElement, label: Phrase<AllTexts>) => h("div", { class: "field" }, h("label", { for: control.id }, language.text(label)), control);
    this.#tools = h(
      "div",
      { class: "tools", role: "search" },
      field(this.#search, ({ open }) => open.search),
      field(this.#filter, ({ open }) => open.filter),
      field(this.#order, ({ open }) => open.order),
    );
    this.element = h("div", {}, this.#tools, this.#count, this.#rows.element);
    language.bind(() => {
      const { open } = language.texts;
      setOptions(this.#filter, FILTERS.map((filter) => open.filters[filter]), FILTERS);
      setOptions(this.#order, ORDERS.map((order) => open.orders[order]), ORDERS);
    });
  }

  /** Those that are shown: what is done with all is done with these. */
  get shown(): readonly KnownCertificate[] {
    return this.#shown;
  }

  /** Whether others are left out. */
  get isFiltered(): boolean {
    return this.#shown.length < this.#all.length;
  }

  /** Shows these, each row anew; what was searched for before goes when others come. */
  show(certificates: readonly KnownCertificate[]): void {
    if (certificates[0] !== this.#all[0]) this.#search.value = "";
    this.#all = certificates;
    this.#made.clear();
    this.#tools.hidden = certificates.length <= FEW;
    this.#draw();
  }

  /** Makes the row of this certificate, also where it was left out. */
  reveal(certificate: KnownCertificate): void {
    if (!this.#shown.includes(certificate)) {
      this.#search.value = "";
      this.#filter.value = "all";
      this.#draw();
    }
    this.#rows.makeUpTo(certificate);
  }

  #draw(): void {
    const words = this.#search.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    const filter = this.#filter.value as Filter;
    const found = this.#all.filter((one) => this.#isIn(filter, one) && words.every((word) => textOf(one).includes(word)));
    // Both dates are of one form and zone, so their letters have the order of time.
    if (this.#order.value === "soonest") found.sort((a, b) => (a.notAfter < b.notAfter ? -1 : a.notAfter > b.notAfter ? 1 : 0));
    this.#shown = found;
    const { open } = this.#context.language.texts;
    setText(this.#count, this.isFiltered ? format(open.shown, { count: found.length, all: this.#all.length }) : "");
    this.#rows.show(found);
  }

  #row(certificate: KnownCertificate): HTMLElement {
    const row = this.#made.get(certificate) ?? this.#events.row(certificate);
    this.#made.set(certificate, row);
    return row;
  }

  #isIn(filter: Filter, certificate: KnownCertificate): boolean {
    const { state, recorded } = certificate;
    switch (filter) {
      case "ending":
        return state === "expiring" || state === "expired";
      case "chosen":
        return this.#events.isChosen(certificate);
      case "unrecorded":
        return !recorded;
      default:
        return true;
    }
  }
}

function textOf({ name, names }: KnownCertificate): string {
  return [name, ...names].join(" ").toLowerCase();
}
