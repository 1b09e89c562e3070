import type { Hooks } from "@burrjs/core";
import type { LogSink } from "../sink.ts";
import { RecordedApps, type RecorderOptions } from "./recorded-apps.ts";

export type { RecorderOptions } from "./recorded-apps.ts";

/** Hooks that write what applications do to a sink; one for any number of applications. */
export interface Recorder extends Hooks {
  /** Resolves when all that was recorded is out of this process's memory, or given up. */
  flush(): Promise<void>;
}

/**
 * Makes hooks that write a log of each application to `sink`.
 *
 * @param sink - Where the logs go.
 * @param options - What is recorded.
 * @returns The hooks, for `tracker` or `hooks` of applications.
 */
export function recorder(sink: LogSink, options: RecorderOptions): Recorder {
  const apps = new RecordedApps(sink, options);
  return {
    allStreams: options.format !== "python",
    postApplicationCreate: (event) => apps.create(event),
    preRunExecuteCall(event) {
      apps.begin(apps.of(event), event);
    },
    postRunExecuteCall(event, context) {
      const app = apps.of(event);
      app.endRun(event, context);
      apps.rest(app);
    },
    preRunStep: (event) => apps.of(event).beginStep(event),
    postAccess: (event) => apps.of(event).access(event),
    postRunStep: (event) => apps.of(event).endStep(event),
    preRetryStep: (event) => apps.of(event).retry(event),
    postTransition: (event) => apps.of(event).transition(event),
    postCheckpoint: (event) => apps.of(event).checkpoint(event),
    preStartStream: (event) => apps.of(event).beginStream(event),
    postStreamItem: (event) => apps.of(event).item(event),
    postEndStream: (event) => apps.of(event).endStream(event),
    preStartSpan: (event) => apps.of(event).beginSpan(event),
    postEndSpan: (event) => apps.of(event).endSpan(event),
    doLogAttributes: (event) => apps.of(event).attributes(event),
    flush: () => apps.flush(),
  };
}
