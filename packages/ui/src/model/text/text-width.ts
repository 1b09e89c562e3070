// Signs that take the room of two: those of Chinese, Japanese and Korean, and pictures.
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/u;
const wideness = 1.8;
const signs = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** About how wide a text is, in pixels, where a letter is as wide as `letterWidth`. */
export function textWidth(text: string, letterWidth: number): number {
  let width = 0;
  for (const { segment } of signs.segment(text)) width += wide.test(segment) ? letterWidth * wideness : letterWidth;
  return width;
}

/** As much of a text as there is room for, with `…` where something was left out. */
export function fitted(text: string, letterWidth: number, room: number): string {
  if (textWidth(text, letterWidth) <= room) return text;
  let shown = "";
  let width = letterWidth;
  for (const { segment } of signs.segment(text)) {
    width += wide.test(segment) ? letterWidth * wideness : letterWidth;
    if (width > room && shown !== "") break;
    shown += segment;
  }
  return `${shown}…`;
}
