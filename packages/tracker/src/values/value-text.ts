import { isPlainValue } from "./is-plain-value.ts";
import { LogTree, type ValueTextOptions } from "./log-tree.ts";
import type { ValuePath } from "./redact.ts";
import { longText, referenceTo } from "./tags.ts";

/** Writes values as the log has them. Never throws: what cannot be stored is left out at its place, which says so. */
export class ValueText {
  readonly #options: ValueTextOptions;

  constructor(options: ValueTextOptions) {
    this.#options = options;
  }

  /** The text of a value; long parts of it go elsewhere. */
  whole(value: unknown, path: ValuePath): string {
    const text = this.inline(value, path);
    if (text.length <= longText || this.#options.writeBlob === undefined) return text;
    const parts = partsOf(text);
    if (parts === undefined) return this.reference(text);
    const short = parts.map(([key, part]) => `${JSON.stringify(key)}:${part.length > longText ? this.reference(part) : part}`); // prettier-ignore
    const split = `{${short.join(",")}}`;
    return split.length > longText ? this.reference(text) : split;
  }

  /** The text of a value in which lists and objects stand however long they are; long texts go elsewhere. */
  inline(value: unknown, path: ValuePath): string {
    const { redactions } = this.#options;
    const { rules } = redactions;
    try {
      const key = path.at(-1);
      const isSafe = !rules.looksAtValues && !(path.length > 1 && typeof key === "string" && rules.hidesKey(key));
      if (isSafe && isPlainValue(value, rules)) return JSON.stringify(value);
    } catch {
      // a getter or a proxy that throws: the careful way finds out where
    }
    return new LogTree(this.#options).text(value, path);
  }

  /** The text that stands in place of a long one. */
  reference(text: string): string {
    const { writeBlob } = this.#options;
    return writeBlob === undefined ? text : JSON.stringify(referenceTo(text, writeBlob));
  }

  /** Whether rules hide what stands at a path, so that nothing inside of it is in the log. */
  hides(path: ValuePath, value: unknown): boolean {
    const { rules } = this.#options.redactions;
    return !rules.isEmpty && rules.verdict(path, value) !== undefined;
  }
}

/** The members of an object that is no tag. */
function partsOf(text: string): readonly (readonly [string, string])[] | undefined {
  if (!text.startsWith("{")) return undefined;
  const value = JSON.parse(text) as Readonly<Record<string, unknown>>; // an object, by its first letter
  if (Object.hasOwn(value, "$burr")) return undefined;
  return Object.keys(value).map((key) => [key, JSON.stringify(value[key])] as const);
}
