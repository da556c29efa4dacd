// What changes between two texts, as insertions and deletions.

import { h } from "./dom";

/** The largest table that is computed; texts that need a larger one are shown as replaced. */
const MOST_CELLS = 1_000_000;
/** A longer run of insertions or of deletions is one element. */
const LONG_RUN = 200;

type Change = "del" | "ins" | undefined;
interface Stretch {
  readonly mark: Change;
  readonly text: string;
}

/** Both texts in one, cut at `separator`, with `<del>` for what goes and `<ins>` for what comes. However long they are, the nodes are few thousand. */
export function difference(before: string, after: string, separator: string): DocumentFragment {
  const [old, now] = [before.split(separator), after.split(separator)];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const parts = [
    ...marked(undefined, now.slice(0, start)),
    ...compare(old.slice(start, old.length - end), now.slice(start, now.length - end)),
    ...marked(undefined, now.slice(now.length - end)),
  ];
  const signs = separator === "\n" ? { del: "- ", ins: "+ ", none: "  " } : { del: "", ins: "", none: "" };
  const fragment = document.createDocumentFragment();
  for (let from = 0, to = 0; from < parts.length; from = to) {
    const { mark } = parts[from]!;
    while (to < parts.length && parts[to]!.mark === mark) to++;
    const lines = parts.slice(from, to).map(({ text }) => signs[mark ?? "none"] + text);
    const shown = !mark || lines.length > LONG_RUN ? [lines.join(separator)] : lines;
    shown.forEach((text, index) => {
      if (from + index > 0) fragment.append(separator);
      fragment.append(mark ? h(mark, {}, text) : text);
    });
  }
  return fragment;
}

function marked(mark: Change, texts: readonly string[]): Stretch[] {
  return texts.map((text) => ({ mark, text }));
}

/** The longest common subsequence stays. */
function compare(old: readonly string[], now: readonly string[]): Stretch[] {
  if (old.length * now.length > MOST_CELLS) return [...marked("del", old), ...marked("ins", now)];
  const lengths = [...old, ""].map(() => new Uint32Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      lengths[i]![j] = old[i] === now[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  const parts: Stretch[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) parts.push({ mark: undefined, text: now[(i++, j++)]! });
    else if (i < old.length && (j === now.length || lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) parts.push({ mark: "del", text: old[i++]! });
    else parts.push({ mark: "ins", text: now[j++]! });
  }
  return parts;
}
