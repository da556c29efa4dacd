// Internationalized host names as DNS and certificates know them.

export interface Written {
  readonly from: string;
  readonly to: string;
}

/** Writes every word that is not ASCII the way the browser's own URL parser (UTS #46, RFC 3492) does; leaves what that refuses. */
export function writeInAscii(hosts: string): { text: string; written: Written[] } {
  const written: Written[] = [];
  if (hosts.length > MOST || isAscii(hosts)) return { text: hosts, written };
  const asked = new Map<string, string>();
  const ask = (word: string) => {
    let ascii = asked.get(word);
    if (ascii === undefined) {
      if (asked.size >= MOST_WORDS) return word;
      ascii = isDoubtful(word) ? word : asciiHost(word);
      asked.set(word, ascii);
      if (ascii !== word) written.push({ from: word, to: ascii });
    }
    return ascii;
  };
  const text = hosts.replace(WORD, (word) => (isAscii(word) || word.startsWith("#") ? word : ask(word)));
  return { text, written };
}

/** The core refuses a longer word. */
const MOST = 256 * 1024;
/** The browser's parser takes some microseconds for each word. A text with more different words is no list of hosts. */
const MOST_WORDS = 2000;

// A comment, a word, or a separator as Chinese input methods type it.
const WORD = /#[^\n]*|[^\s,;，、；]+|[，、；]/gu;
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

/** Letters that look like those beside them, dashes and what cannot be seen: written in ASCII, it would be another host's name. The core names the character. */
function isDoubtful(word: string): boolean {
  return /\p{Dash}/u.test(word.replaceAll("-", "")) || /\p{Default_Ignorable_Code_Point}/u.test(word) || word.split(".").some((label) => /[a-z0-9]/i.test(label) && /[\p{sc=Cyrl}\p{sc=Grek}\p{sc=Armn}]/u.test(label));
}

function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text);
}
