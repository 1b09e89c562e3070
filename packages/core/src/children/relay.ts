import { PortStream } from "../stream/stream.ts";
import type { AnyRunEvent } from "../stream/events.ts";
import type { Step } from "../step/step.ts";
import { Nested } from "./nested.ts";

/** The events of another run as those of a child of `step`; ends with the final of that run. */
export async function* relayed<TEvent, TFinal>(
  { run, node }: Step,
  stream: AsyncIterable<TEvent, TFinal, void>,
): AsyncGenerator<Nested<TEvent>, TFinal, void> {
  const key = stream instanceof PortStream ? stream.childKey : undefined;
  const way = [...run.plan.path, node.name, ...(key === undefined ? [] : [key])];
  const iterator = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      const item = await iterator.next();
      if (item.done === true) return item.value;
      const event = item.value as AnyRunEvent; // of a run, by the type of `relay`
      yield new Nested<TEvent>({ ...event, path: [...way, ...event.path] }, run.plan.path.length);
    }
  } finally {
    await iterator.return?.();
  }
}
