import { Nested } from "../children/nested.ts";
import { isRecord } from "../state/freeze.ts";
import type { AnyRunEvent } from "../stream/events.ts";
import { classCodec } from "./codec/class-codec.ts";

/** Stores chunks of children among those of the step that runs them, with the way from there. */
export const nestedCodec = classCodec<Nested>({
  name: "nested",
  type: Nested,
  encode: ({ event, depth }) => ({ ...event, path: event.path.slice(depth) }),
  decode(data) {
    if (!isRecord(data) || !["chunk", "rollback"].includes(String(data["type"]))) throw new TypeError("This is no chunk of a child."); // prettier-ignore
    const { type, ...event } = data;
    return new Nested({ type, ...event } as AnyRunEvent, 0); // as encode() wrote it
  },
});
