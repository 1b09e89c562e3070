/** The columns that `text` takes in a terminal: two for wide characters and emoji, none for combining marks. */
export function textWidth(text: string): number {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += segmentWidth(segment);
  return width;
}

/** Where a text is cut that is too long. */
export type CutPlace = "end" | "middle";

/** `text`, with "…" in place of what does not fit into `width` columns. */
export function cutText(text: string, width: number, place: CutPlace = "end"): string {
  if (textWidth(text) <= width) return text;
  if (width <= 0) return "";
  if (place === "end" || width < 8) return `${firstColumns(text, width - 1)}…`;
  const tail = Math.floor((width - 1) / 2);
  return `${firstColumns(text, width - 1 - tail)}…${lastColumns(text, tail)}`;
}

/** `text` with spaces, up to `width` columns. */
export function padText(text: string, width: number, align: "left" | "right" = "left"): string {
  const spaces = " ".repeat(Math.max(0, width - textWidth(text)));
  return align === "right" ? spaces + text : text + spaces;
}

/** `text` in lines of at most `width` columns, broken between words where that is possible. */
export function wrapText(text: string, width: number): string[] {
  return text.split("\n").flatMap((line) => {
    const lines: string[] = [];
    let current = "";
    for (const word of line.split(/(?<= )/)) {
      if (current !== "" && textWidth(current + word.trimEnd()) > width) {
        lines.push(current.trimEnd());
        current = "";
      }
      current += word;
      while (textWidth(current.trimEnd()) > width) {
        const head = firstColumns(current, width);
        if (head === "") break; // a character that is wider than all the room
        lines.push(head);
        current = current.slice(head.length);
      }
    }
    return [...lines, current.trimEnd()];
  });
}

const plain = /^[\u0020-\u007e]*$/;
const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const emoji = /^\p{Emoji_Presentation}|\ufe0f|^\p{Regional_Indicator}{2}/u;
const invisible = /^[\p{M}\p{Cf}\p{Cc}]+$/u;
/** East Asian wide and full-width characters, besides emoji. */
const wide =
  /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]/u;

function segmentWidth(segment: string): number {
  if (emoji.test(segment) || wide.test(segment)) return 2;
  return invisible.test(segment) ? 0 : 1;
}

function firstColumns(text: string, width: number): string {
  let [end, used] = [0, 0];
  for (const { segment } of segmenter.segment(text)) {
    used += segmentWidth(segment);
    if (used > width) break;
    end += segment.length;
  }
  return text.slice(0, end);
}

function lastColumns(text: string, width: number): string {
  let [start, used] = [text.length, 0];
  for (const { segment } of Array.from(segmenter.segment(text)).toReversed()) {
    used += segmentWidth(segment);
    if (used > width) break;
    start -= segment.length;
  }
  return text.slice(start);
}
