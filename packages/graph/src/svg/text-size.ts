/** Sizes of text, in pixels: names, and all that is smaller. */
export const nameSize = 13;
/** The size of details and labels, in pixels. */
export const smallSize = 11;

/**
 * How wide `text` is at most, in pixels, when a fixed-width font of this size draws it. Where a browser has to take another
 * font, for scripts that the first one lacks and for emoji, it is an upper bound.
 */
export function textWidth(text: string, sizePx: number): number {
  let widthEm = 0;
  for (const sign of text) widthEm += signWidth(sign);
  return widthEm * sizePx;
}

/** `text`, cut so that it is at most `widthPx` wide. */
export function cutText(text: string, sizePx: number, widthPx: number): string {
  if (textWidth(text, sizePx) <= widthPx) return text;
  const signs = Array.from(text);
  while (signs.length > 0 && textWidth(`${signs.join("")}…`, sizePx) > widthPx) signs.pop();
  return `${signs.join("")}…`;
}

function signWidth(sign: string): number {
  const code = sign.codePointAt(0) ?? 0;
  if (code < 0x530) return 0.62; // Latin, Greek, Cyrillic: all fixed-width fonts have them
  return /\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(sign) ? 1.5 : 1.15;
}
