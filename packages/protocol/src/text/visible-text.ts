/**
 * `text` with a visible mark in place of each character that drives a terminal or hides what is there: control characters (ESC among
 * them), bidirectional controls, zero-width and other invisible characters, lone surrogates. Line breaks and tabs stay (`\r\n` becomes
 * `\n`), and so does what joins emoji, or letters of scripts that need it.
 *
 * @param text - From anywhere: what a model has written, a name out of a log.
 * @returns Text that can be shown: `"a\u202eb"` becomes `"a<U+202E>b"`, an escape becomes `␛`.
 */
export function visibleText(text: string): string {
  return marked(text, (character) => (character === "\n" || character === "\t" ? character : markOf(character)));
}

/** The same in one line: line breaks and tabs are marked too, as `↵` and `⇥`. */
export function visibleLine(text: string): string {
  return marked(text, markOf);
}

/** JSON text, in which such characters are written as escapes: it means the same, and can be shown. Its line breaks stay. */
export function visibleJson(json: string): string {
  return marked(json, (character) => (character === "\n" ? character : escapesOf(character)));
}

// Nearly all texts are without: one look at them is quick.
const suspicious = /[^\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff]/;
const hidden = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;

function marked(text: string, mark: (character: string) => string): string {
  if (!suspicious.test(text)) return text;
  const unified = text.replaceAll("\r\n", "\n");
  return unified.replaceAll(hidden, (character, at: number) =>
    belongs(unified, character, at) ? character : mark(character),
  );
}

// Each is asked about one character: patterns with anchors miss characters of two units in some browsers.
const emoji = /\p{Emoji}/u;
const emojiPart = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]/u;
const pictogram = /\p{Extended_Pictographic}/u;
const han = /\p{Script=Han}/u;
const variant = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;
/** Scripts in which the joiners make a difference that readers see. */
const joining =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}]/u;

/** Whether a character that draws nothing is part of the character before it, or of the word it stands in. */
function belongs(text: string, character: string, at: number): boolean {
  const before = characterBefore(text, at);
  if (character === "\ufe0e" || character === "\ufe0f") return emoji.test(before);
  if (variant.test(character)) return han.test(before);
  if (character !== "\u200c" && character !== "\u200d") return false;
  const after = characterAt(text, at + 1);
  if (character === "\u200d" && emojiPart.test(before) && pictogram.test(after)) return true;
  return joining.test(before) && (after === "" || joining.test(after));
}

function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? "" : String.fromCodePoint(code);
}

function characterBefore(text: string, at: number): string {
  const wide = at < 2 ? "" : characterAt(text, at - 2);
  return wide.length === 2 ? wide : characterAt(text, at - 1);
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
