/**
 * Gives a number for a text: the same for the same text, and for others another one, but for a chance of 2^-53 or so.
 *
 * @param text - The text.
 * @returns A whole number.
 */
export function textNumber(text: string): number {
  // Two hashes of 32 bits that are mixed with each other (murmur's constants).
  let one = 0xdeadbeef;
  let other = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 0x9e3779b1);
    other = Math.imul(other ^ code, 0x5f356495);
  }
  one = Math.imul(one ^ (one >>> 16), 0x85ebca6b) ^ Math.imul(other ^ (other >>> 13), 0xc2b2ae35);
  other = Math.imul(other ^ (other >>> 16), 0x85ebca6b) ^ Math.imul(one ^ (one >>> 13), 0xc2b2ae35);
  return ((other >>> 0) % 2 ** 21) * 2 ** 32 + (one >>> 0);
}
