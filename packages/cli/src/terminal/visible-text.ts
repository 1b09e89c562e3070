/** What becomes of line breaks and tabs. */
export type TextShape = "line" | "lines";

/**
 * `text` with a visible mark in place of each character that drives a terminal or hides what is there: control characters
 * (ESC among them), bidirectional controls, zero-width and other invisible characters, lone surrogates. What joins emoji or
 * letters of scripts that need it stays.
 *
 * @param text - From anywhere: what a model has written, a name out of a log.
 * @param shape - `"line"` marks line breaks and tabs too, so that one line stays one; `"lines"` keeps them.
 * @returns Text that can be printed.
 */
export function visibleText(text: string, shape: TextShape = "line"): string {
  if (!suspicious.test(text)) return text;
  const unified = text.replaceAll("\r\n", "\n");
  return unified.replaceAll(hidden, (character, offset: number) =>
    isHarmless(unified, character, offset, shape) ? character : markOf(character),
  );
}

/** JSON text, in which such characters are written as escapes: it means the same, and can be printed. */
export function visibleJson(json: string): string {
  if (!suspicious.test(json)) return json;
  return json.replaceAll(hidden, (character) => (character === "\n" ? character : escapesOf(character)));
}

/**
 * Text that is about to be printed, colours of ours in it: a second look behind `visibleText()`, for what somebody forgot to mark.
 */
export function visibleOutput(text: string): string {
  if (!suspicious.test(text)) return text;
  // oxlint-disable-next-line no-control-regex -- control characters are what it is about
  return text.split(/(\u001b\[\d{1,2}m)/).map((part, index) => (index % 2 === 1 ? part : visibleText(part, "lines"))).join(""); // prettier-ignore
}

const suspicious = /[^\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff]/;
const hidden = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;
const joiners = /[\u200c\u200d]/;
const beforePictogram = /[\p{Extended_Pictographic}\p{Emoji_Modifier}]\ufe0f?$/u;
const pictogram = /^\p{Extended_Pictographic}/u;
/** Of scripts in which the joiners make a difference that readers see. */
const joining =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}]/u;

function isHarmless(text: string, character: string, offset: number, shape: TextShape): boolean {
  if (character === "\n" || character === "\t") return shape === "lines";
  const before = text.slice(Math.max(0, offset - 3), offset);
  if (character === "\ufe0e" || character === "\ufe0f") return /[\p{Emoji}]$/u.test(before);
  if (!joiners.test(character)) return false;
  const after = text.slice(offset + 1, offset + 3);
  if (character === "\u200d" && beforePictogram.test(before) && pictogram.test(after)) return true;
  return joining.test(before.slice(-1)) && (after === "" || joining.test(after.slice(0, 1)));
}

function markOf(character: string): string {
  if (character === "\n") return "↵";
  if (character === "\t") return "⇥";
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? "␡" : `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
}

/** One or two escapes of JSON, one for each code unit. */
function escapesOf(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
}
