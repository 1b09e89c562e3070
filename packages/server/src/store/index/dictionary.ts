/** Texts that occur again and again, each under a number. */
export class Dictionary {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];
  #characters = 0;

  constructor(texts: readonly string[] = []) {
    for (const text of texts) this.add(text);
  }

  /** What it takes in memory, roughly. */
  get byteLength(): number {
    return this.#characters * 2 + this.#texts.length * 64;
  }

  /** The texts, each at its number. */
  get texts(): readonly string[] {
    return this.#texts;
  }

  /** The number of `text`, a new one the first time. */
  add(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#texts.length);
    this.#characters += text.length;
    return this.#texts.push(text) - 1;
  }

  /** The text under `number`; "" when there is none. */
  text(number: number): string {
    return this.#texts[number] ?? "";
  }

  /** The number of `text`; `undefined` when it is not in here. */
  find(text: string): number | undefined {
    return this.#numbers.get(text);
  }
}
