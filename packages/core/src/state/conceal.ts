/** Texts of at least this length are looked for inside of words, too; shorter ones only as words. */
const longEnough = 4;
/** A long string may stand in a message cut short: by its beginning. */
const beginning = 20;

/** A message, and the words of the schema that it may have although a value is the same. */
export interface Message {
  readonly text: string;
  readonly known: string;
}

/**
 * The messages, with an ellipsis in place of each value that `value` holds somewhere: numbers, dates and strings, also when
 * they are escaped or cut short. Single letters and short punctuation stay: sentences have them, and they tell nothing.
 */
export function conceal(messages: readonly Message[], value: unknown): string[] {
  const all = messages.map(({ text }) => text).join("\n");
  const found = new Set<string>(); // few, however large the value is
  for (const leaf of leavesOf(value)) {
    for (const text of textsOf(leaf)) if (shownPart(all, text) !== "") found.add(text);
  }
  return messages.map(({ text, known }) => {
    const shown = [...found].map((one) => shownPart(text, one));
    return shown
      .filter((one) => isLong(one) || !/^(?:\p{L}|[^\p{L}\p{N}]*)$/u.test(one))
      .filter((one) => !occurs(known, one))
      .toSorted((one, other) => other.length - one.length) // a shorter one may be a part of it
      .reduce((rest, one) => rest.replaceAll(isLong(one) ? one : wordPattern(one), "…"), text);
  });
}

/** What of `text` stands in `message`: all, its beginning, or nothing. */
function shownPart(message: string, text: string): string {
  if (occurs(message, text)) return text;
  if (text.length <= beginning) return "";
  const start = message.indexOf(text.slice(0, beginning));
  if (start < 0) return "";
  let length = beginning;
  while (message[start + length] === text[length]) length += 1; // it ends, since not all of the text is there
  return text.slice(0, length);
}

function occurs(message: string, text: string): boolean {
  // Most values do not occur at all, and this costs less than a pattern.
  return message.includes(text) && (isLong(text) || message.search(wordPattern(text)) >= 0);
}

function isLong(text: string): boolean {
  return text.length >= longEnough;
}

function wordPattern(text: string): RegExp {
  const escaped = text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "gu");
}

/** The values inside `value` that a message could show. */
function leavesOf(value: unknown): unknown[] {
  const leaves: unknown[] = [];
  const seen = new Set<unknown>();
  const pending = [value];
  while (pending.length > 0) {
    const one = pending.pop();
    if (typeof one !== "object" || one === null || one instanceof Date) leaves.push(one);
    else if (!seen.has(one) && !ArrayBuffer.isView(one)) {
      seen.add(one);
      const inner = one instanceof Map ? [...one].flat() : one instanceof Set ? [...one] : Object.values(one);
      for (const item of inner) pending.push(item);
    }
  }
  return leaves;
}

/** How a message would show a value. */
function textsOf(leaf: unknown): string[] {
  if (typeof leaf === "string") return [leaf, leaf.trim(), JSON.stringify(leaf).slice(1, -1)];
  if (typeof leaf === "number" || typeof leaf === "bigint" || typeof leaf === "boolean") return [String(leaf)];
  if (!(leaf instanceof Date) || Number.isNaN(leaf.getTime())) return [];
  return [leaf.toISOString(), leaf.toISOString().slice(0, 10), String(leaf), String(leaf.getTime())];
}
