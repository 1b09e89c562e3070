import { hiddenText } from "@burrjs/protocol";

const shortest = 6;
const longest = 4096;
const mostParts = 64;
const deepest = 4;

/** The texts that were hidden last, to be taken out of others. */
export class Secrets {
  readonly #most: number;
  readonly #texts = new Set<string>();

  /** `most`: how many are known at a time. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Takes note of a hidden value: of the text that it is, or of those in it. */
  add(value: unknown): void {
    this.#add(value, 0);
  }

  /** A text without those that were hidden. */
  clean(text: string): string {
    let clean = text;
    for (const secret of this.#texts) clean = clean.replaceAll(secret, hiddenText);
    return clean;
  }

  #add(value: unknown, depth: number): void {
    if (typeof value === "string") this.#addText(value);
    else if (typeof value === "object" && value !== null && depth < deepest) {
      try {
        for (const one of Object.values(value).slice(0, mostParts)) this.#add(one, depth + 1);
      } catch {
        // a getter or a proxy: there is no text to look for
      }
    }
  }

  #addText(text: string): void {
    if (text.length < shortest || text.length > longest) return;
    this.#texts.delete(text);
    this.#texts.add(text);
    const [oldest] = this.#texts;
    if (this.#texts.size > this.#most && oldest !== undefined) this.#texts.delete(oldest);
  }
}
