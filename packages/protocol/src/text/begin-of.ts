/** How a text begins: at most `length` units of it, and no character cut in two. */
export function beginOf(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  const isCut = text.length > length && last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isCut ? length - 1 : length);
}
