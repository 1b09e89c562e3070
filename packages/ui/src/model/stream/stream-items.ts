import type { StreamPart } from "@burrjs/protocol";

/** What of a stream is there so far. */
export interface StreamItems {
  readonly items: readonly unknown[];
  /** For each item the microseconds since the one before; of the first, since the stream was opened. */
  readonly gapsUs: readonly number[];
}

/** Of a stream that has not begun. */
export const noItems: StreamItems = { items: [], gapsUs: [] };

/**
 * A stream with a part put to its end. What was there already is not taken twice. Nothing changes, and the same object comes back, when
 * the part has nothing new, or begins behind the end: then what is between has to be fetched first.
 */
export function withPart(stream: StreamItems, part: Omit<StreamPart, "total">): StreamItems {
  const { length } = stream.items;
  if (part.from > length || part.from + part.items.length <= length) return stream;
  const skip = length - part.from;
  return {
    items: [...stream.items, ...part.items.slice(skip)],
    gapsUs: [...stream.gapsUs, ...part.items.slice(skip).map((_, index) => part.dt_us[skip + index] ?? 0)],
  };
}
