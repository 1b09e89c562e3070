import type { ApplicationGraph, HookApp, HookEvent } from "@burrjs/core";
import { valueCodec, type ValueCodec } from "@burrjs/core/persist";
import type { ApplicationModel, MetadataModel } from "@burrjs/protocol";
import type { CodeVersion } from "../machine/code-version.ts";
import { inBackground } from "../machine/in-background.ts";
import type { LogSink } from "../sink.ts";
import { type RedactRule, RedactRules } from "../values/redact.ts";
import type { LogFormat, LogStyle } from "./app-lines.ts";
import { AppRecorder } from "./app-recorder.ts";
import { systemClocks } from "./clock.ts";
import { type AppIds, forkFactsOf, noteTracking, type Tracking, untracked } from "./fork-notes.ts";
import { graphModel } from "./graph-model.ts";
import { pythonGraph } from "./python-graph.ts";
import { linkToParents, metadataOf, placeOf } from "./record-app.ts";
import type { Program } from "./record-runs.ts";

/** Applications that do nothing for now, and of which is held what makes the next record shorter. */
const mostIdle = 1000;
const beatMs = 5000;

/** What is recorded, and how. */
export interface RecorderOptions {
  readonly project: string;
  /** Default: our own, which Burr for Python reads in part. */
  readonly format?: LogFormat;
  /** What is hidden. Default: nothing. */
  readonly redact?: readonly RedactRule[];
  /** Writes the values. Default: that of `@burrjs/core/persist`, without classes. */
  readonly codec?: ValueCodec;
  /** How many bytes of a step's chunks are written. Default: 1 MB. */
  readonly maxChunkBytes?: number;
  /** Which version of the code runs, for the first run of a process. Default: the Git commit of the folder that it works in; `false`: none. */
  readonly code?: CodeVersion | false;
  /** The time, in milliseconds since 1970. */
  readonly now?: () => number;
  /** Milliseconds by a clock that never goes back. Default: `performance.now`. */
  readonly monotonic?: () => number;
}

/** The applications of one recorder. */
export class RecordedApps {
  readonly #sink: LogSink;
  readonly #project: string;
  readonly #style: LogStyle;
  readonly #tracking: Tracking;
  readonly #apps = new Map<string, AppRecorder>();
  /** Those that run; and those that do not, the one that ran last at the end. */
  readonly #running = new Set<AppRecorder>();
  readonly #idle = new Set<AppRecorder>();
  #recent: AppRecorder | undefined;
  #heart: ReturnType<typeof setInterval> | undefined;
  /** An application whose graph is gone is gone: nobody can run it any more. */
  readonly #gone = new FinalizationRegistry<AppRecorder>((app) => {
    app.users -= 1;
    if (app.users <= 0) this.#remove(app);
  });

  constructor(sink: LogSink, options: RecorderOptions) {
    const { project, format = "burrjs", redact = [], codec = valueCodec(), maxChunkBytes = 1_000_000, code } = options;
    this.#sink = sink;
    this.#project = project;
    const clocks = systemClocks(options.now, options.monotonic);
    const rules = new RedactRules(redact);
    this.#style = { codec, rules, clocks, format, maxChunkBytes, code };
    const known = (ids: AppIds): AppRecorder | undefined => this.#apps.get(keyOf(ids));
    const plain = untracked(project, codec);
    this.#tracking = {
      project,
      codec,
      flush: async (ids) => await known(ids)?.flush(),
      textOf: (ids, value) => known(ids)?.lines.texts.whole(value, ["payload"]) ?? plain.textOf(ids, value),
      clean: (ids, text) => known(ids)?.lines.clean(text) ?? text,
    };
  }

  create(event: HookEvent<"postApplicationCreate">): void {
    const model = this.#modelOf(event.graph);
    const program = { graphHash: model.graph_hash, version: event.version, fork: forkFactsOf(event) };
    noteTracking(event.graph, this.#tracking);
    if (program.fork !== undefined && event.parentPointer === null) return; // what the fork is made of, under its ids
    const known = this.#apps.get(keyOf(event));
    if (known === undefined) linkToParents(this.#sink, this.#project, event, this.#style.clocks.now());
    else if (known.change(program)) known.log.writeGraph(model);
    const files = { metadata: metadataOf(event, this.#style.format), graph: model };
    const app = known ?? this.#open(event, files, program);
    app.isChild = event.spawningParentPointer !== null;
    // Children of one graph have one object: it says nothing of each of them.
    if (app.isChild) this.rest(app);
    else {
      app.users += 1;
      this.#gone.register(event.graph, app);
    }
  }

  of(event: HookApp): AppRecorder {
    const recent = this.#recent;
    if (recent?.appId === event.appId && recent.partitionKey === event.partitionKey) return recent;
    const app =
      this.#apps.get(keyOf(event)) ??
      this.#open(event, unknownFiles(event), { graphHash: undefined, version: 0, fork: undefined });
    this.#recent = app;
    return app;
  }

  begin(app: AppRecorder, event: HookEvent<"preRunExecuteCall">): void {
    this.#idle.delete(app);
    this.#running.add(app);
    this.#heart ??= inBackground(setInterval(() => this.#beat(), beatMs));
    app.beginRun(event);
  }

  /** The application does nothing for now. */
  rest(app: AppRecorder): void {
    if (app.isRunning) return;
    this.#running.delete(app);
    if (this.#running.size === 0) {
      clearInterval(this.#heart);
      this.#heart = undefined;
    }
    this.#idle.delete(app);
    this.#idle.add(app);
    const [oldest] = this.#idle;
    if (this.#idle.size <= mostIdle || oldest === undefined) return;
    if (oldest.isChild) this.#remove(oldest);
    else oldest.release();
    this.#idle.delete(oldest);
  }

  async flush(): Promise<void> {
    await Promise.all(Array.from(this.#apps.values(), (app) => app.flush()));
  }

  #open(ids: HookApp, files: Files, program: Program): AppRecorder {
    const { appId, partitionKey } = ids;
    const log = this.#sink.open(placeOf(this.#project, ids), files);
    const app = new AppRecorder({ key: keyOf(ids), appId, partitionKey }, log, { style: this.#style, program });
    this.#apps.set(app.key, app);
    return app;
  }

  #modelOf(graph: ApplicationGraph): ApplicationModel {
    const model = graphModel(graph);
    return this.#style.format === "python" ? pythonGraph(model) : model;
  }

  #beat(): void {
    for (const app of this.#running) app.beat();
  }

  #remove(app: AppRecorder): void {
    app.release();
    this.#idle.delete(app);
    this.#running.delete(app);
    if (this.#apps.get(app.key) === app) this.#apps.delete(app.key);
    if (this.#recent === app) this.#recent = undefined;
  }
}

interface Files {
  readonly metadata: MetadataModel;
  readonly graph: ApplicationModel;
}

function keyOf({ appId, partitionKey }: HookApp): string {
  return partitionKey === null ? `-${appId}` : `${partitionKey.length}:${partitionKey}${appId}`;
}

/** Of an application that nobody has told of when it was made, or so long ago that it was forgotten: its files are there. */
function unknownFiles({ appId, partitionKey }: HookApp): Files {
  return {
    metadata: { type: "application_metadata", partition_key: partitionKey, parent_pointer: null, spawning_parent_pointer: null, app_id: appId, v: 1 }, // prettier-ignore
    graph: { type: "application", entrypoint: "", actions: [], transitions: [], v: 1 },
  };
}
