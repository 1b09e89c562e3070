import { freezeList } from "./freeze.ts";

/**
 * A list value that grew by appending: what state holds in place of the array until somebody reads it.
 *
 * All versions of one list share a buffer and differ in length, so an append costs the same however long
 * the list is. Appending to a version that is no longer the newest copies the buffer.
 */
export class AppendList {
  readonly #buffer: unknown[];
  readonly #length: number;
  readonly #freeze: boolean;
  #array: readonly unknown[] | undefined;

  private constructor(buffer: unknown[], freeze: boolean) {
    this.#buffer = buffer;
    this.#length = buffer.length;
    this.#freeze = freeze;
  }

  /** `list` (an array or an earlier version) with `items` behind it; reading it gives a frozen array if `freeze` is on. */
  static extend(list: AppendList | readonly unknown[], items: readonly unknown[], freeze: boolean): AppendList {
    const isNewest = list instanceof AppendList && list.#buffer.length === list.#length;
    const buffer = isNewest
      ? list.#buffer
      : list instanceof AppendList
        ? list.#buffer.slice(0, list.#length)
        : [...list];
    for (const item of items) buffer.push(item);
    return new AppendList(buffer, freeze);
  }

  get length(): number {
    return this.#length;
  }

  /** This version as an array, made at the first call. */
  toArray(): readonly unknown[] {
    if (this.#array === undefined) {
      this.#array = this.#buffer.slice(0, this.#length);
      if (this.#freeze) freezeList(this.#array);
    }
    return this.#array;
  }
}
