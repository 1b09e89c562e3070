/** A map that forgets what was set longest ago when it is full. */
export class BoundedMap<TValue> {
  readonly #entries = new Map<string, TValue>();
  readonly #capacity: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(key: string): TValue | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: TValue): void {
    this.#entries.delete(key); // so that it stands at the end
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#capacity) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}
