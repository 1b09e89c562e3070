// What draws nothing, or turns text around; within JSON texts it can be written as an escape, and is the same. Joiners stay as they
// are behind letters and pictures, which are written with them.
const unseen =
  /[\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]|(?<![\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])[\u200c\u200d]/gu;

/** A value of the log as JSON to be edited: one member a line, what cannot be seen written as an escape. */
export function jsonText(value: unknown): string {
  const json = JSON.stringify(value, null, 2) ?? "null";
  return json.replace(unseen, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`);
}
