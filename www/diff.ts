// What changes between two texts, as insertions and deletions.

import { h } from "./dom";

/** Parts of this many on both sides are compared; larger ones are shown as replaced. */
const MOST = 1000;

/** Both texts in one, cut at `separator`, with `<del>` for what goes and `<ins>` for what comes. */
export function difference(before: string, after: string, separator: string): (Node | string)[] {
  const [old, now] = [before.split(separator), after.split(separator)];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const parts: [("del" | "ins")?, string?][] = compare(old.slice(start, old.length - end), now.slice(start, now.length - end));
  const same = (texts: string[]) => texts.map((text): [undefined, string] => [undefined, text]);
  const all = [...same(now.slice(0, start)), ...parts, ...same(now.slice(now.length - end))];
  return all.flatMap(([mark, text = ""], index) => {
    const sign = separator !== "\n" ? "" : mark === "del" ? "- " : mark === "ins" ? "+ " : "  ";
    const line = sign + text;
    return [...(index > 0 ? [separator] : []), mark ? h(mark, {}, line) : line];
  });
}

/** The longest common subsequence stays. */
function compare(old: readonly string[], now: readonly string[]): ["del" | "ins" | undefined, string][] {
  if (old.length * now.length > MOST * MOST) return [...old.map((text): ["del", string] => ["del", text]), ...now.map((text): ["ins", string] => ["ins", text])];
  const lengths = [...old, ""].map(() => new Array<number>(now.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      lengths[i]![j] = old[i] === now[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  const parts: ["del" | "ins" | undefined, string][] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) parts.push([undefined, now[(i++, j++)]!]);
    else if (i < old.length && (j === now.length || lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) parts.push(["del", old[i++]!]);
    else parts.push(["ins", now[j++]!]);
  }
  return parts;
}
