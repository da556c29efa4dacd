// What is to be done when a run has made files for machines that were there before: for all hosts at once, and for each in its row.

import type { Afterwards, Plan } from "#form";
import type { Filled } from "../draft/empty";
import type { Under } from "../engine/brought";
import type { AllTexts } from "../locales/language";
import { Card } from "./cards";
import type { Ahead } from "./continue";
import type { Context } from "./copy";
import { h, setText } from "./dom";

/** A run, so that what follows from it can be said at any time, and in each language. */
export interface Ran {
  readonly draft: Filled;
  readonly plan: Plan;
  readonly ahead: readonly Ahead[];
  readonly under: Pick<Under, "kept" | "requested" | "newTrust">;
  /** The number of the change of whom hosts let in. */
  readonly change: number;
}

export interface AfterRunEvents {
  /** What there is to do for all machines of it. */
  afterwards(ran: Ran): Afterwards | undefined;
  /** The same run with the steps of the host or of the client at this place. */
  steps(ran: Ran, daemon: number | undefined, client: number | undefined): Plan | undefined;
}

/** Kinds of what was made that have steps of their own here; what is sent back to whoever has the key says them itself. */
const NOTES = { newHost: "", newClient: "", renewHost: "host", renewClient: "client", renewFiles: "files" } as const;

export class AfterRun {
  /** All hosts at once. */
  readonly element = h("div", { class: "after", hidden: true });
  readonly #context: Context<AllTexts>;
  readonly #events: AfterRunEvents;
  readonly #note = h("p", { class: "note" });
  readonly #fleet: Card;
  #ran: Ran | undefined;
  /** The same in the language of the page; it is asked for once. */
  #afterwards: Afterwards | undefined;
  /** The steps of machines, by their roles and names. */
  readonly #cards = new Map<string, HTMLElement>();

  constructor(context: Context<AllTexts>, events: AfterRunEvents) {
    this.#context = context;
    this.#events = events;
    this.#fleet = new Card(context, "fleet", { changed: () => {}, filled: () => {} });
    this.element.append(this.#note, this.#fleet.element);
    context.language.bind(() => this.#say());
  }

  /** The last run; nothing when it is forgotten. */
  get ran(): Ran | undefined {
    return this.#ran;
  }

  set ran(ran: Ran | undefined) {
    this.#ran = ran;
    this.#say();
  }

  /** The commands that bring all hosts that are kept whom they let in. */
  get trustPaste(): string | undefined {
    return this.#afterwards?.trustPaste;
  }

  /** Whether this machine has steps. */
  has(key: string): boolean {
    return this.#made(key) !== undefined;
  }

  /** The steps of this machine. They are made once. */
  card(key: string): HTMLElement {
    const made = this.#cards.get(key) ?? this.#make(this.#made(key)!, this.#ran!);
    this.#cards.set(key, made);
    return made;
  }

  show(isShown: boolean): void {
    this.element.hidden = !isShown || this.#afterwards?.fleet === undefined;
  }

  #made(key: string): Ahead | undefined {
    return this.#ran?.ahead.find(({ kind, role, name }) => kind in NOTES && `${role} ${name}` === key);
  }

  #say(): void {
    this.#cards.clear();
    const ran = this.#ran;
    const afterwards = (this.#afterwards = ran && this.#events.afterwards(ran));
    if (!ran || !afterwards?.fleet) return;
    const { fleet, scripted, archive } = afterwards;
    const isRenewing = ran.ahead.some(({ kind }) => kind === "renewHost");
    setText(this.#note, isRenewing ? this.#context.language.texts.open.todo.hosts : "");
    this.#fleet.show({ ...ran.plan, fleet, scripted, archive }, 0, true, true);
  }

  #make({ name, role, kind }: Ahead, ran: Ran): HTMLElement {
    const { todo } = this.#context.language.texts.open;
    const isHost = role === "server";
    const place = (isHost ? ran.plan.daemons : ran.plan.clients).findIndex((one) => one.name === name);
    let draft = ran.draft;
    const card = new Card(this.#context, isHost ? "host" : "client", {
      changed: () => {},
      filled: (field, value) => {
        draft = { ...draft, [field]: value };
        show();
      },
    });
    const show = () => {
      const plan = this.#events.steps({ ...ran, draft }, isHost ? place : undefined, isHost ? undefined : place);
      card.show(plan, place, plan !== undefined, true);
    };
    show();
    const note = NOTES[kind as keyof typeof NOTES];
    return h("div", {}, ...(note === "" ? [] : [h("p", { class: "note" }, todo[note])]), card.element);
  }
}
