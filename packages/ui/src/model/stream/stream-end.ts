import type { StepDetail, StreamSummary } from "@burrjs/protocol";
import { countText, durationText } from "../../format/quantities.ts";

/** What there is to say behind the last item of a stream. */
export interface StreamEndText {
  readonly text: string;
  readonly isWarning: boolean;
}

type EndedStep = Pick<StepDetail, "status" | "committed">;

/** How a stream ended, in a sentence; `undefined`: as it should. `isLast`: no other attempt followed. */
export function streamEnd(
  { status, committed }: EndedStep,
  { items, opened_ms: opened, ended_ms: ended }: Pick<StreamSummary, "items" | "opened_ms" | "ended_ms">,
  isLast: boolean,
): StreamEndText | undefined {
  const after = items === 1 ? "1 item" : `${countText(items)} items`;
  if (!isLast) return { text: `This attempt failed after ${after}: they were taken back.`, isWarning: true };
  switch (status) {
    case "failed":
      return { text: `The step failed after ${after}: nothing of them is in the state.`, isWarning: true };
    case "aborted":
      return {
        text: committed
          ? `The step was aborted after ${after}, and kept what it had.`
          : `The step was aborted after ${after}: nothing of them is in the state.`,
        isWarning: false,
      };
    case "lost":
      return {
        text: `The stream breaks off after ${after}: its process is gone. Nothing of them is in the state.`,
        isWarning: true,
      };
    case "stalled":
      return { text: `No sign of life since ${after}.`, isWarning: true };
    case "running":
      return { text: "Streaming…", isWarning: false };
    default:
      if (ended === null) return { text: "The log has no end of this stream.", isWarning: true };
      return items === 0
        ? { text: `The stream ended after ${durationText(ended - opened)} without an item.`, isWarning: false }
        : undefined;
  }
}
