import { type ClassCodec, valueCodec } from "@burrjs/core/persist";
import { checkProject } from "../record/check-project.ts";
import { type Recorder, recorder, type RecorderOptions } from "../record/recorder.ts";
import type { SendingSink } from "./sending-sink.ts";

/** What is recorded of applications whose records go elsewhere. */
export interface SentRecords extends Omit<RecorderOptions, "codec" | "format"> {
  /** Codecs of classes whose instances are in state, inputs and such: made by `classCodec()`. */
  readonly classes?: readonly ClassCodec[];
}

/** A tracker that sends what it records, in the background. */
export interface SendingTracker extends Recorder, AsyncDisposable {
  /** Resolves when what was recorded by now has arrived or is lost, or after `timeoutMs` (default: 10,000): then it still waits. */
  flush(timeoutMs?: number): Promise<void>;
  /** Sends what waits, for at most `timeoutMs` (default: 5,000); gives up the rest, and whatever is recorded later. */
  close(timeoutMs?: number): Promise<void>;
}

/** Makes a tracker that writes to a sink. */
export function sendingTracker(sink: SendingSink, options: SentRecords): SendingTracker {
  const { project, classes = [] } = options;
  checkProject(project);
  const hooks = recorder(sink, { ...options, codec: valueCodec({ classes }) });
  // The recorder's own flush hands over what it holds at once, and then waits: how long is for the sink to say.
  const handOver = (): void => void hooks.flush();
  const close = (timeoutMs?: number): Promise<void> => {
    handOver();
    return sink.close(timeoutMs);
  };
  return {
    ...hooks,
    flush(timeoutMs) {
      handOver();
      return sink.flush(timeoutMs);
    },
    close,
    [Symbol.asyncDispose]: () => close(),
  };
}
