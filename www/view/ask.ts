// A question that waits for an answer. The browser's own, `confirm`, is refused in a sandboxed frame, and no is taken for the answer.

import { h } from "./dom";
import type { AllTexts, Language, Phrase } from "../locales/language";

export interface Answered<Answer extends string> {
  /** The name of the answer; `undefined` when the question was closed. */
  readonly answer: Answer | undefined;
  /** Takes the question away, which takes the browser some milliseconds: what the answer asks for may begin before. */
  close(): void;
}

/** The first answer has the focus. */
export function ask<Answer extends string>(near: Element, language: Language<AllTexts>, question: Phrase<AllTexts>, answers: Record<Answer, Phrase<AllTexts>>): Promise<Answered<Answer>> {
  return new Promise((resolve) => {
    const tell = (answer: Answer | undefined) => resolve({ answer, close });
    const buttons = (Object.entries(answers) as [Answer, Phrase][]).map(([answer, label]) =>
      h("button", { type: "button", "data-action": answer, onclick: () => tell(answer) }, label(language.texts)),
    );
    const text = question(language.texts);
    const dialog = h("dialog", { "aria-label": text, onclose: () => tell(undefined) }, h("p", {}, text), h("div", { class: "actions" }, ...buttons));
    function close(): void {
      dialog.close();
      dialog.remove();
    }
    near.append(dialog);
    dialog.showModal();
  });
}
