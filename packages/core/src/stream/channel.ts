import { BurrError } from "../errors.ts";
import { deferred, type Deferred } from "../promises.ts";

/** How a channel is bounded. */
export interface ChannelOptions {
  /** Items that may wait to be read. Default: 64. */
  readonly capacity?: number;
  /** What `push` does when that many wait. Default: `"throw"` (`channel-overflow`); or drop the oldest or the newest item. */
  readonly onOverflow?: "throw" | "drop-oldest" | "drop-newest";
  /** Ends the channel when it aborts: the reader gets the reason at once. Pass the `signal` of the action. */
  readonly signal?: AbortSignal;
}

/** A bounded bridge from a callback or event source to `for await`. One reader. */
export interface Channel<TItem> extends AsyncIterable<TItem, void, void> {
  /** Adds an item. False when it was dropped, or nobody reads any more. */
  push(item: TItem): boolean;
  /** Adds an item as soon as there is room; resolves to false when nobody reads any more. */
  send(item: TItem): Promise<boolean>;
  /** Ends the channel: the reader gets what waits, then `error` if there is one. */
  close(error?: unknown): void;
  /** Aborts when the reader has left, or the channel was closed: the time to take listeners away. */
  readonly closed: AbortSignal;
  [Symbol.asyncIterator](): AsyncIterableIterator<TItem, void, void>;
}

/**
 * Turns a source that calls back into one that can be read: push into it from the callback, and
 * `for await (const item of channel)` in the action.
 */
export function channel<TItem>({ capacity = 64, onOverflow = "throw", signal }: ChannelOptions = {}): Channel<TItem> {
  if (!(capacity >= 1))
    throw new BurrError("invalid-option", "channel() needs a `capacity` of 1 or more.", { option: "capacity" });
  const waiting: TItem[] = [];
  const closing = new AbortController();
  let failure: { readonly error: unknown } | undefined;
  let reader: Deferred<void> | undefined;
  let room: Deferred<void> | undefined;

  const wake = (side: Deferred<void> | undefined): void => {
    side?.resolve();
  };
  const add = (item: TItem): true => {
    waiting.push(item);
    wake(reader);
    return true;
  };
  const close = (error?: unknown): void => {
    if (closing.signal.aborted) return;
    if (error !== undefined) failure = { error };
    closing.abort();
    signal?.removeEventListener("abort", stop);
    wake(reader);
    wake(room);
  };
  const stop = (): void => {
    waiting.length = 0;
    close(signal?.reason);
  };
  signal?.addEventListener("abort", stop);
  if (signal?.aborted === true) stop();

  async function* read(): AsyncGenerator<TItem, void, void> {
    try {
      for (;;) {
        while (waiting.length > 0) {
          const item = waiting.shift() as TItem; // the length says that there is one
          wake(room);
          room = undefined;
          yield item;
        }
        if (closing.signal.aborted) break;
        reader = deferred();
        await reader.promise;
      }
    } finally {
      waiting.length = 0;
      close();
    }
    if (failure !== undefined) throw failure.error;
  }

  const iterator = read();
  return {
    closed: closing.signal,
    close,
    push(item) {
      if (closing.signal.aborted) return false;
      if (waiting.length < capacity) return add(item);
      if (onOverflow === "drop-newest") return false;
      if (onOverflow === "drop-oldest") {
        waiting.shift();
        return add(item);
      }
      throw new BurrError(
        "channel-overflow",
        `A channel has ${capacity} items that nobody has read. Raise its \`capacity\`, choose an \`onOverflow\`, or wait with send().`,
        { capacity },
      );
    },
    async send(item) {
      while (waiting.length >= capacity && !closing.signal.aborted) {
        room ??= deferred();
        await room.promise;
      }
      return closing.signal.aborted ? false : add(item);
    },
    [Symbol.asyncIterator]: () => iterator,
  };
}
