// Unknown names, and which of ours may be meant.

/** What any element may have (HTML, "Global attributes"); some look like ours. */
const OF_HTML =
  "accesskey autocapitalize autocorrect autofocus class contenteditable dir draggable enterkeyhint exportparts headingoffset headingreset hidden id inert " +
  "inputmode is itemid itemprop itemref itemscope itemtype lang nonce part popover role slot spellcheck style tabindex title translate writingsuggestions";
const STANDARD = new Set(OF_HTML.split(" "));

export interface Unknown {
  readonly name: string;
  /** One of ours that it looks like. */
  readonly near: string | undefined;
}

/** Attributes that somebody has misspelt. What looks like no name of ours is somebody else's, and so is what has the prefix of a framework. */
export function misspelt(attributes: readonly string[], ours: readonly string[]): Unknown[] {
  const others = attributes.filter((name) => !ours.includes(name) && !STANDARD.has(name) && /^(?!data-|aria-|on|ng-|v-|x-)[a-z][a-z_-]*$/.test(name));
  return others.map((name) => ({ name, near: nearest(name, ours) })).filter(({ near }) => near !== undefined);
}

/** The shorter a name, the more other words are as near to it: only a missing s is a slip at any length. */
export function nearest(name: string, ours: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[-_]/g, "");
  const wanted = plain(name);
  const most = wanted.length < 5 ? 0 : wanted.length < 8 ? 1 : 2;
  const all = ours.map((one) => ({ one, distance: `${wanted}s` === plain(one) ? 0 : distance(wanted, plain(one)) }));
  return all.sort((a, b) => a.distance - b.distance).find(({ distance }) => distance <= most)?.one;
}

/** Counts letters that are missing, too many, wrong or swapped (optimal string alignment). */
function distance(a: string, b: string): number {
  // A longer name is no slip, and may be very long.
  if (Math.abs(a.length - b.length) > 2) return 3;
  const rows = [[...Array(b.length + 1).keys()]];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const costs = [rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + Number(a[i - 1] !== b[j - 1])];
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) costs.push(rows[i - 2]![j - 2]! + 1);
      row.push(Math.min(...costs));
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
