import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import type { HookContext, HookEvent } from "@burrjs/core";
import type { EndRunRecord } from "@burrjs/protocol";
import type { AppLines } from "./app-lines.ts";
import type { StateLog } from "./state-log.ts";

const processId = randomBytes(4).toString("hex");
let begun = 0;

/** What an application is made of. */
export interface Program {
  readonly graphHash: string | undefined;
  /** Of the state's shape. */
  readonly version: number;
}

/** Writes the runs of one application. */
export class RunRecords {
  readonly #lines: AppLines;
  readonly #states: StateLog;
  #program: Program;
  /** Whether the log does not know of the program yet. */
  #isNew = true;
  #runs: string[] = [];
  #breaks = 0;

  constructor(lines: AppLines, states: StateLog, program: Program) {
    this.#lines = lines;
    this.#states = states;
    this.#program = program;
  }

  /** Whether a run is under way. */
  get isRunning(): boolean {
    return this.#runs.length > 0;
  }

  /** The application was made anew, perhaps by other code. */
  change(program: Program): void {
    if (program.graphHash === this.#program.graphHash && program.version === this.#program.version) return;
    this.#program = program;
    this.#isNew = true;
  }

  begin({ method, state }: HookEvent<"preRunExecuteCall">): void {
    const lines = this.#lines;
    const id = `${processId}-${(begun += 1).toString(36)}`;
    this.#runs.push(id);
    if (lines.isPython) return;
    lines.log.beginRun?.();
    this.checkBreaks();
    const about = this.#isNew ? aboutProgram(this.#program) : "";
    this.#isNew = false;
    const changed = this.#states.has(state) ? undefined : this.#states.writeChanges(state);
    const form = changed?.form === "patch" ? ',"form":"patch"' : "";
    lines.write(
      `{"type":"run","v":1,"run_id":"${id}","t":${lines.time()},"method":"${method}","pid":${process.pid}${about}` +
        `${changed === undefined ? "" : `,"state":${changed.text}`}${form}${lines.offset()}}`,
    );
  }

  end(event: HookEvent<"postRunExecuteCall">, context: HookContext): void {
    const lines = this.#lines;
    const id = this.#runs.pop() ?? "";
    if (lines.isPython) return;
    const { exception, stopped } = event;
    const error = exception ?? null;
    lines.write(
      `{"type":"end_run","run_id":"${id}","t":${lines.time()},"status":"${statusOf(event, context)}","stopped":${JSON.stringify(stopped)}` +
        `${error === null ? "" : `,"error":${lines.error(error)}`}${lines.offset()}}`,
    );
  }

  /** A sign of life. */
  beat(): void {
    if (this.isRunning && !this.#lines.isPython)
      this.#lines.write(`{"type":"heartbeat","t":${this.#lines.time()},"pid":${process.pid}}`);
  }

  /** After lines were lost, or others have written, the next state is written as a whole. */
  checkBreaks(): void {
    const { breaks = 0 } = this.#lines.log;
    if (breaks === this.#breaks) return;
    this.#breaks = breaks;
    this.#states.forget();
  }
}

const host = JSON.stringify(hostname());
const runtime = JSON.stringify(runtimeName());

function aboutProgram({ graphHash, version }: Program): string {
  const hash = graphHash === undefined ? "" : `,"graph_hash":"${graphHash}"`;
  return `,"host":${host},"runtime":${runtime}${hash}${version === 0 ? "" : `,"version":${version}`}`;
}

function runtimeName(): string {
  const { bun, deno, node } = process.versions;
  if (bun !== undefined) return `bun ${bun}`;
  return deno === undefined ? `node ${node}` : `deno ${deno}`;
}

function statusOf(
  { exception, stopped }: HookEvent<"postRunExecuteCall">,
  context: HookContext,
): EndRunRecord["status"] {
  if (stopped === null || (exception !== null && exception !== undefined))
    return context.signal.aborted ? "aborted" : "failed";
  if (stopped === "suspended") return "suspended";
  return stopped === "halted" || stopped === "limit" || stopped === "stuck" ? "halted" : "completed";
}
