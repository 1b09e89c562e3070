/** Values that are looked up when they are asked for, and again only after a time. */
export class Fresh<TValue> {
  readonly #load: (name: string) => Promise<TValue>;
  readonly #forMs: number;
  readonly #now: () => number;
  readonly #known = new Map<string, { readonly atMs: number; readonly value: Promise<TValue> }>();

  /** `forMs`: how long a value is taken for true. */
  constructor(load: (name: string) => Promise<TValue>, { forMs, now }: { forMs: number; now: () => number }) {
    this.#load = load;
    this.#forMs = forMs;
    this.#now = now;
  }

  /** The value of a name. One that could not be loaded is tried again by whoever asks next. */
  get(name: string): Promise<TValue> {
    const known = this.#known.get(name);
    const nowMs = this.#now();
    if (known !== undefined && nowMs - known.atMs < this.#forMs) return known.value;
    const value = this.#load(name);
    const entry = { atMs: nowMs, value };
    this.#known.set(name, entry);
    value.catch(() => {
      if (this.#known.get(name) === entry) this.#known.delete(name);
    });
    return value;
  }

  /** Has a value looked up the next time. */
  forget(name: string): void {
    this.#known.delete(name);
  }
}
