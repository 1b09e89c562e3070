import type { AnyRunEvent } from "../stream/events.ts";

/** Of the events of a run those of the child at `path`, and of its own children. */
export async function* branch<TEvent extends Pick<AnyRunEvent, "path">>(
  events: AsyncIterable<TEvent>,
  ...path: readonly string[]
): AsyncGenerator<TEvent, void, void> {
  for await (const event of events) if (path.every((one, place) => event.path[place] === one)) yield event;
}
