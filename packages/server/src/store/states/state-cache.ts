import type { LoggedState } from "@burrjs/protocol";

/** The states that were asked for last, up to so many bytes of their text. */
export class StateCache {
  readonly #limitBytes: number;
  readonly #states = new Map<string, { readonly state: LoggedState; readonly bytes: number }>();
  #bytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** The state that was put under `key`. */
  get(key: string): LoggedState | undefined {
    const found = this.#states.get(key);
    if (found === undefined) return undefined;
    this.#states.delete(key);
    this.#states.set(key, found);
    return found.state;
  }

  /** Keeps a state, of about so many bytes, and forgets those that were asked for longest ago. */
  put(key: string, state: LoggedState, bytes: number): void {
    if (bytes > this.#limitBytes / 2) return;
    const before = this.#states.get(key);
    if (before !== undefined) this.#bytes -= before.bytes;
    this.#states.delete(key);
    this.#states.set(key, { state, bytes });
    this.#bytes += bytes;
    for (const [oldest, { bytes: freed }] of this.#states) {
      if (this.#bytes <= this.#limitBytes) break;
      this.#states.delete(oldest);
      this.#bytes -= freed;
    }
  }
}
