/** A text of 16 hexadecimal digits that stands for another: always the same one, and seldom that of a third. No secret. */
export function shortHash(text: string): string {
  let first = 0xdeadbeef;
  let second = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    first = Math.imul(first ^ unit, 2654435761);
    second = Math.imul(second ^ unit, 1597334677);
  }
  // Each half takes up the high bits of the other, which multiplication alone leaves weak.
  const low = Math.imul(first ^ (second >>> 15), 2246822507);
  const high = Math.imul(second ^ (first >>> 13), 3266489909);
  return hexadecimal(low ^ (high >>> 16)) + hexadecimal(high ^ (low >>> 16));
}

function hexadecimal(word: number): string {
  return (word >>> 0).toString(16).padStart(8, "0");
}
