// Where a text goes, in words.

import type { Block } from "#form";
import { format, type AllTexts, type Language } from "../locales/language";

export function placeOf({ path, syntax }: Pick<Block, "path" | "syntax">, { texts: { cards } }: Language<AllTexts>): string {
  if (path !== undefined) return format(cards.file, { path });
  if (syntax === "sh") return cards.shell;
  if (syntax === "cmd") return cards.cmd;
  return syntax === "powershell" ? cards.powershell : "";
}
