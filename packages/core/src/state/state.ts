import { checkKeys } from "./keys.ts";
import { applyChange, type Change, type Data, deltaOf, type Operation, valueAt } from "./operations.ts";

/**
 * A whole application state, immutable: its keys are properties, each operation gives a new state.
 *
 * It is what `app.state`, results and hooks hand out, and what `app.updateState()` takes.
 */
export class State {
  readonly #data: Data;
  readonly #freeze: boolean;
  readonly #last: Change | undefined;
  readonly #base: Data;

  private constructor(data: Data, freeze: boolean, base: Data, last: Change | undefined) {
    this.#data = data;
    this.#freeze = freeze;
    this.#base = base;
    this.#last = last;
    const properties = this as unknown as Record<string, unknown>; // the keys of data, none of which is a method's name
    for (const key of Object.keys(data)) properties[key] = valueAt(data, key);
    Object.freeze(this);
  }

  /** The public face of `data`. */
  static of(data: Data, freeze: boolean): State {
    return new State(data, freeze, data, undefined);
  }

  /** What a state holds and how it was made from the one it began with. `undefined` for anything else. */
  static inside(value: unknown): { readonly data: Data; readonly base: Data; readonly delta: Operation[] } | undefined {
    if (!(typeof value === "object" && value !== null && #data in value)) return undefined;
    return { data: value.#data, base: value.#base, delta: deltaOf(value.#last) };
  }

  /** Sets keys. */
  update(patch: Readonly<Record<string, unknown>>): State {
    return this.#change("set", { ...patch });
  }

  /** Adds one item to the list at each key; an absent list begins empty. */
  append(patch: Readonly<Record<string, unknown>>): State {
    return this.#change("append", { ...patch });
  }

  /** Adds all items to the list at each key; an absent list begins empty. */
  extend(patch: Readonly<Record<string, readonly unknown[]>>): State {
    return this.#change("extend", { ...patch });
  }

  /** Adds to the number at each key; an absent one begins at 0. */
  increment(patch: Readonly<Record<string, number | bigint>>): State {
    return this.#change("increment", { ...patch });
  }

  /** Takes keys away; absent ones are passed over. */
  delete(...keys: string[]): State {
    return this.#change("delete", Object.fromEntries(keys.map((key) => [key, undefined])));
  }

  /** The value of a key, or `fallback` where it is absent. */
  get(key: string, fallback?: unknown): unknown {
    const value = valueAt(this.#data, key);
    return value === undefined ? fallback : value;
  }

  /** A plain copy of the keys and values. */
  toJSON(): Record<string, unknown> {
    return Object.fromEntries(Object.entries(this));
  }

  #change(op: Operation["op"], patch: Record<string, unknown>): State {
    checkKeys(Object.keys(patch), `${op === "set" ? "update" : op}()`);
    const change: Change = { previous: this.#last, op, patch };
    return new State(applyChange(this.#data, change, this.#freeze), this.#freeze, this.#base, change);
  }
}
