// A question that waits for an answer. The browser's own, `confirm`, is refused in a sandboxed frame, and no is taken for the answer.

import { h } from "./dom";
import type { Language, Phrase } from "../locales/language";

/** The name of the answer; `undefined` when the question was closed. The first answer has the focus. */
export function ask<Answer extends string>(near: Element, language: Language, question: Phrase, answers: Record<Answer, Phrase>): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const buttons = Object.entries<Phrase>(answers).map(([answer, label]) =>
      h("button", { type: "button", "data-action": answer, onclick: () => dialog.close(answer) }, label(language.texts)),
    );
    const text = question(language.texts);
    const dialog = h("dialog", { "aria-label": text, onclose: close }, h("p", {}, text), h("div", { class: "actions" }, ...buttons));
    function close(): void {
      dialog.remove();
      resolve((dialog.returnValue || undefined) as Answer | undefined);
    }
    near.append(dialog);
    dialog.showModal();
  });
}
