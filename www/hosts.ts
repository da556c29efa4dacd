// Internationalized host names as DNS and certificates know them.

export interface Written {
  readonly from: string;
  readonly to: string;
}

/** Writes every word that is not ASCII the way the browser's own URL parser (UTS #46, RFC 3492) does; leaves what that refuses. */
export function writeInAscii(hosts: string): { text: string; written: Written[] } {
  const written: Written[] = [];
  const text = hosts.replace(WORD, (from) => {
    const to = isAscii(from) ? from : asciiHost(from);
    if (to !== from) written.push({ from, to });
    return to;
  });
  return { text, written };
}

// Chinese input methods type separators in these forms.
const WORD = /[^\s,;，、；]+|[，、；]/gu;
const SEPARATORS: Record<string, string> = { "，": ",", "、": ",", "；": ";" };

function asciiHost(word: string): string {
  const separator = SEPARATORS[word];
  if (separator) return separator;
  try {
    const url = new URL(`http://${word}`);
    return url.href === `http://${url.hostname}/` && isAscii(url.hostname) ? url.hostname : word;
  } catch {
    return word;
  }
}

function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text);
}
