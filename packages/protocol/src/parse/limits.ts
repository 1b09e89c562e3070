/** The longest line that is read, in bytes or characters. */
export const maxLineLength = 64 * 1024 * 1024;

/** How deep arrays and objects may stand in each other. */
export const maxJsonDepth = 200;

const quote = 0x22;
const backslash = 0x5c;

/**
 * Whether arrays and objects stand deeper in each other than `maxJsonDepth` in a JSON text. A look at the text and no parsing, so no
 * text can exhaust the stack. Of a text that is no JSON, any answer may come.
 */
export function isTooDeep(text: string): boolean {
  return hasManyOpenings(text) && deepestOf(text) > maxJsonDepth;
}

/** Most lines have few brackets at all, which `indexOf` finds out faster than a look at each character does. */
function hasManyOpenings(text: string): boolean {
  let left = maxJsonDepth;
  for (const bracket of ["{", "["]) {
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) {
      if (left === 0) return true;
      left -= 1;
    }
  }
  return false;
}

function deepestOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return deepest;
}

/** Where the closing quote is of the string that is opened at `at`; the end of the text when it has none. */
function endOfString(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === backslash) before -= 1;
    if ((end - before) % 2 === 1) return end;
  }
  return text.length;
}
