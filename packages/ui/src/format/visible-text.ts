// Characters that draw nothing, or turn text around, as marks that can be seen.
const marks: readonly (readonly [RegExp, (character: string) => string])[] = [
  [/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/gu, hexMark],
  [
    /\u034f|[\u200b-\u200d\u2060-\u2065\ufeff\u00ad\u180e\u115f\u1160\u3164\uffa0\ufff9-\ufffb\u2028\u2029]/gu,
    jointMark,
  ],
  // Letters that nobody sees: models read them.
  [/[\u{e0000}-\u{e007f}]/gu, hexMark],
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  [/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu, hexMark],
];

// Each is asked about one character: patterns with anchors miss characters of two units in some browsers.
const emojiBefore = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]/u;
const emojiAfter = /\p{Extended_Pictographic}/u;
// Scripts in which these join letters, or keep them apart: there they belong to the words.
const joining =
  /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}]/u;

/**
 * `text` with what cannot be seen in it made visible: bidirectional controls, zero-width characters, escapes of terminals. Joiners stay
 * where they are part of an emoji, or of a word in a script that has them.
 */
export function visibleText(text: string): string {
  return marks.reduce((shown, [pattern, mark]) => shown.replace(pattern, mark), text);
}

function hexMark(character: string): string {
  return `⟨${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}⟩`;
}

function jointMark(character: string, ...[at, text]: readonly unknown[]): string {
  if ((character === "\u200d" || character === "\u200c") && typeof at === "number" && typeof text === "string") {
    const [before, after] = [characterBefore(text, at), characterAt(text, at + 1)];
    if (character === "\u200d" && emojiBefore.test(before) && emojiAfter.test(after)) return character;
    if (joining.test(before) && joining.test(after)) return character;
  }
  return hexMark(character);
}

function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? "" : String.fromCodePoint(code);
}

function characterBefore(text: string, at: number): string {
  const wide = at < 2 ? "" : characterAt(text, at - 2);
  return wide.length === 2 ? wide : characterAt(text, at - 1);
}
