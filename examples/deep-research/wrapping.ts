// An end of a line, spaces in front of one, or a word with the spaces in front of it, once it is whole.
const token = /^(?:\n| +(?=\n)| *[^ \n]+(?=[ \n]))/;

/** Writes text that comes piece by piece in lines of at most `width` letters, broken between words. */
export function wrapping(write: (text: string) => void, width: number): (text: string) => void {
  let pending = "";
  let column = 0;
  return (text) => {
    pending += text;
    for (let next = token.exec(pending)?.[0]; next !== undefined; next = token.exec(pending)?.[0]) {
      pending = pending.slice(next.length);
      const breaks = column > 0 && next !== "\n" && column + next.length > width;
      const written = breaks ? next.trimStart() : next;
      write(breaks ? `\n${written}` : written);
      column = next === "\n" ? 0 : (breaks ? 0 : column) + written.length;
    }
  };
}
