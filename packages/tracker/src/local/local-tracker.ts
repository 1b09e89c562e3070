import { join } from "node:path";
import { BurrError, type LoadedRun, type LoadQuery, type StateLoader } from "@burrjs/core";
import { type ClassCodec, valueCodec } from "@burrjs/core/persist";
import { loadRun } from "../load/load-run.ts";
import { type Recorder, recorder, type RecorderOptions } from "../record/recorder.ts";
import { flushAll } from "./exit-flush.ts";
import { checkProject } from "../record/check-project.ts";
import { defaultDir, localSink, type LocalSinkOptions } from "./local-sink.ts";

/** What `localTracker()` is told. */
export interface LocalTrackerOptions extends Omit<RecorderOptions, "codec">, LocalSinkOptions {
  /** Codecs of classes whose instances are in state, inputs and such: made by `classCodec()`. */
  readonly classes?: readonly ClassCodec[];
}

/** A tracker that writes local files; also a place to go on from. */
export interface LocalTracker extends Recorder, StateLoader, AsyncDisposable {
  /** Where the logs of the project are. */
  readonly folder: string;
  /** Writes all that waits. Whoever writes on afterwards may. */
  close(): Promise<void>;
  /** Another tracker, which writes to the same place in the same way. */
  copy(): LocalTracker;
}

/**
 * Makes a tracker that writes a log of each application to local files, where `burr ui` finds it, and from where applications can
 * be gone on with: `initializeFrom(tracker)`. One tracker may serve any number of applications.
 *
 * Writing never makes a run fail or wait: lines are collected, and written some 50 ms later at the latest, or when the process
 * ends. Only one that is killed loses the last of them.
 *
 * @param options - Which project, and how; all else has a default.
 * @returns The tracker, for `tracker` or `withTracker()`.
 * @throws `invalid-option`, when the name of the project cannot be that of a folder, or a rule of `redact` is none.
 */
export function localTracker(options: LocalTrackerOptions): LocalTracker {
  const { project, dir = defaultDir(), flushMs, onError, format = "burrjs", classes = [] } = options;
  checkProject(project, { isFolder: true });
  // Programs without types may have written it in another way.
  if (format !== "burrjs" && format !== "python")
    throw new BurrError("invalid-option", 'The option "format" is "burrjs" or "python".', { option: "format" });
  const sink = localSink({
    dir,
    format,
    ...(flushMs === undefined ? {} : { flushMs }),
    ...(onError === undefined ? {} : { onError }),
  });
  const codec = valueCodec({ classes });
  const hooks = recorder(sink, { ...options, codec });
  const flush = async (): Promise<void> => {
    await hooks.flush();
    sink.flushNow();
  };
  const folder = join(dir, project);
  return {
    ...hooks,
    folder,
    flush,
    close: flush,
    [Symbol.asyncDispose]: flush,
    copy: () => localTracker(options),
    async load(query: LoadQuery): Promise<LoadedRun | undefined> {
      await flush();
      flushAll(); // another tracker of this process may have written it
      return loadRun(folder, query, codec);
    },
  };
}
