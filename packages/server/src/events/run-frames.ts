import type { RunHeader } from "@burrjs/protocol";
import { jsonText } from "../http/answer.ts";
import type { RunChange } from "../store/store.ts";
import { frame, maxFrameLength } from "./frame.ts";

/** Whose events, and of which steps there are chunks. */
export interface RunFramesOptions {
  readonly topic: string;
  /** The steps whose chunks are sent; those of the last one are sent always. */
  readonly focus: readonly number[];
  /** Whether the client has seen nothing yet: then it is told how things stand, and not that it has missed something. */
  readonly isNew: boolean;
  /** Gives the id of the events, now that this application is at this place. */
  readonly idAt: (place: string) => string;
}

/**
 * Makes what makes events of the changes of one application.
 *
 * @param options - For whom.
 * @returns What gives the events of a change; `""` when there is nothing in it for this client.
 */
export function runFrames({ topic, focus, isNew, idAt }: RunFramesOptions): (change: RunChange) => string {
  let seen = "";
  let isFirst = isNew;
  function headerFrame(header: RunHeader, id: string): string {
    const news = newsOf(header);
    if (news === seen) return "";
    seen = news;
    return frame("run", { topic, header }, id);
  }
  return ({ place, steps, chunks, header, reset }) => {
    const id = idAt(place);
    const begins = isFirst;
    isFirst = false;
    if (reset === true) {
      return (begins ? "" : frame("gap", { topic, reason: "replaced" }, id)) + headerFrame(header, id);
    }
    const wanted = chunks.filter(({ sequence_id: step }) => focus.includes(step) || step === header.last_sequence_id);
    const text =
      (steps.length === 0 ? "" : frame("steps", { topic, steps }, id)) +
      (wanted.length === 0 ? "" : frame("chunk", { topic, chunks: wanted }, id));
    const isTooMuch = text.length > maxFrameLength;
    return (isTooMuch ? frame("gap", { topic, reason: "too_much" }, id) : text) + headerFrame(header, id);
  };
}

/** What of a header is worth an event. That a run which goes on has written again, and so is longer and larger, is not. */
function newsOf(header: RunHeader): string {
  const { last_written_ms: _at, duration_ms: _duration, size_bytes: _size, ...news } = header;
  return jsonText(header.status === "running" ? news : header);
}
