import type { HookContext, HookEvent } from "@burrjs/core";
import type { AppLog } from "../sink.ts";
import { AppLines, type LogStyle } from "./app-lines.ts";
import { Position } from "./position.ts";
import { type Program, RunRecords } from "./record-runs.ts";
import { recordAttributes, recordSpanEnd, recordSpanStart } from "./record-spans.ts";
import { StepRecords } from "./record-steps.ts";
import { StreamRecords } from "./record-streams.ts";
import { StateLog } from "./state-log.ts";

/** Writes all that one application does. */
export class AppRecorder {
  readonly key: string;
  readonly appId: string;
  readonly partitionKey: string | null;
  /** How many applications of this process have its ids. */
  users = 0;
  /** Whether its application was spawned by another one. */
  isChild = false;
  readonly lines: AppLines;
  readonly #states: StateLog;
  readonly #runs: RunRecords;
  readonly #steps: StepRecords;
  readonly #streams: StreamRecords;
  #program: Program;

  constructor(ids: Pick<AppRecorder, "key" | "appId" | "partitionKey">, log: AppLog, options: AppRecorderOptions) {
    this.key = ids.key;
    this.appId = ids.appId;
    this.partitionKey = ids.partitionKey;
    this.#program = options.program;
    this.lines = new AppLines(log, options.style);
    this.#states = new StateLog(this.lines.texts);
    const parts = { lines: this.lines, states: this.#states, position: new Position() };
    this.#runs = new RunRecords(parts, options.program);
    this.#steps = new StepRecords(parts);
    this.#streams = new StreamRecords(this.lines);
  }

  get isRunning(): boolean {
    return this.#runs.isRunning;
  }

  get log(): AppLog {
    return this.lines.log;
  }

  /** The application was made anew. Whether its graph is another one. */
  change(program: Program): boolean {
    const isOther = program.graphHash !== this.#program.graphHash;
    this.#program = program;
    this.#runs.change(program);
    if (this.log.beginRun === undefined) this.#states.forget();
    return isOther;
  }

  beginRun(event: HookEvent<"preRunExecuteCall">): void {
    this.#runs.begin(event);
  }

  endRun(event: HookEvent<"postRunExecuteCall">, context: HookContext): void {
    this.#streams.flush();
    this.#runs.end(event, context);
  }

  beginStep(event: HookEvent<"preRunStep">): void {
    this.#steps.begin(event);
  }

  access(event: HookEvent<"postAccess">): void {
    this.#steps.access(event);
  }

  endStep(event: HookEvent<"postRunStep">): void {
    this.#runs.checkBreaks();
    this.#steps.end(event);
  }

  transition(event: HookEvent<"postTransition">): void {
    this.#steps.transition(event);
  }

  retry(event: HookEvent<"preRetryStep">): void {
    this.#streams.beginAttempt();
    this.#steps.retry(event);
  }

  checkpoint(event: HookEvent<"postCheckpoint">): void {
    this.#steps.checkpoint(event);
  }

  beginStream(event: HookEvent<"preStartStream">): void {
    this.#streams.begin(event);
  }

  item(event: HookEvent<"postStreamItem">): void {
    this.#streams.item(event);
  }

  endStream(event: HookEvent<"postEndStream">): void {
    this.#streams.end(event);
  }

  beginSpan(event: HookEvent<"preStartSpan">): void {
    recordSpanStart(this.lines, event);
  }

  endSpan(event: HookEvent<"postEndSpan">): void {
    recordSpanEnd(this.lines, event);
  }

  attributes(event: HookEvent<"doLogAttributes">): void {
    recordAttributes(this.lines, event);
  }

  beat(): void {
    this.#runs.beat();
  }

  /** Writes what is still held back. */
  flush(): Promise<void> {
    this.#streams.flush();
    return this.log.flush();
  }

  /** Lets go what is only held to write less: the application does nothing for now. */
  release(): void {
    this.#streams.flush();
    this.#states.forget();
    this.log.release?.();
  }
}

/** What an application's log is made with. */
export interface AppRecorderOptions {
  readonly style: LogStyle;
  readonly program: Program;
}
