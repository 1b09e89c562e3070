/** A map that does not keep its values alive. A value may be set again, under the same key. */
export class WeakValues<TValue extends object> {
  readonly #values = new Map<string, WeakRef<TValue>>();
  readonly #watched = new WeakSet<TValue>();
  readonly #gone = new FinalizationRegistry<string>((key) => {
    if (this.#values.get(key)?.deref() === undefined) this.#values.delete(key);
  });

  get(key: string): TValue | undefined {
    return this.#values.get(key)?.deref();
  }

  set(key: string, value: TValue): void {
    this.#values.set(key, new WeakRef(value));
    if (this.#watched.has(value)) return;
    this.#watched.add(value);
    this.#gone.register(value, key);
  }
}
