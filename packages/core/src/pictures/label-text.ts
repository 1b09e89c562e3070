const unseen = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/gu;
const shortForms: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** `text` on one line: what cannot be seen, or turns the writing direction, is spelled out; what is longer than `limit` ends in "…". */
export function labelText(text: string, limit = 60): string {
  const visible = text.replaceAll(unseen, (unit) => shortForms.get(unit) ?? spelledOut(unit));
  const seen = Array.from(visible.trim() === "" ? `"${visible}"` : visible);
  return seen.length > limit ? `${seen.slice(0, limit - 1).join("")}…` : seen.join("");
}

/** `heading: one, two, …` in lines of some `width` characters; none without names. */
export function listLines(heading: string, names: readonly string[], width = 34): string[] {
  const lines: string[] = [];
  let line = `${heading}:`;
  names.forEach((name, index) => {
    const word = `${labelText(name, 40)}${index < names.length - 1 ? "," : ""}`;
    if (index > 0 && line.length + word.length >= width) {
      lines.push(line);
      line = word;
    } else {
      line = `${line} ${word}`;
    }
  });
  return names.length === 0 ? [] : [...lines, line];
}

/** `text`, and behind it how often, if it was more than once. */
export function timesText(text: string, times: number): string {
  return times > 1 ? `${text} ×${times}`.trimStart() : text;
}

function spelledOut(unit: string): string {
  return `\\u{${(unit.codePointAt(0) ?? 0).toString(16)}}`;
}
