import { BurrError } from "../errors.ts";
import { PortStream } from "../stream/stream.ts";
import type { AnyRunEvent } from "../stream/events.ts";
import type { Step } from "../step/step.ts";
import { Nested } from "./nested.ts";

/** The events of another run as those of a child of `step`; ends with the final of that run. */
export async function* relayed<TEvent, TFinal>(
  { run, node }: Step,
  stream: AsyncIterable<TEvent, TFinal, void>,
  { key: given }: { readonly key?: string } = {},
): AsyncGenerator<Nested<TEvent>, TFinal, void> {
  const key = given ?? (stream instanceof PortStream ? stream.childKey : undefined);
  const way = [...run.plan.path, node.name, ...(key === undefined ? [] : [key])];
  const iterator = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      const item = await iterator.next();
      if (item.done === true) return item.value;
      const event = checked(node.name, item.value);
      yield new Nested<TEvent>({ ...event, path: [...way, ...event.path] }, run.plan.path.length);
    }
  } finally {
    await iterator.return?.();
  }
}

/** Refuses what is no event of a run, such as the chunks of streamResult(). */
function checked(action: string, event: unknown): AnyRunEvent {
  if (typeof event === "object" && event !== null && "path" in event && Array.isArray(event.path) && "type" in event)
    return event as AnyRunEvent; // looked for on the line above
  throw new BurrError(
    "invalid-option",
    `ctx.relay() of action "${action}" was given items that are no events of a run. Pass \`child.stream()\`, or the \`events()\` of another stream.`,
    { option: "relay" },
  );
}
