import type { HookContext, HookEvent } from "@burrjs/core";
import type { EndRunRecord, ForkFacts } from "@burrjs/protocol";
import { type CodeVersion, codeVersion } from "../machine/code-version.ts";
import { machine } from "../machine/machine.ts";
import { randomId } from "../machine/random-id.ts";
import type { AppLines } from "./app-lines.ts";
import { parentText } from "./fork-record.ts";
import type { Position } from "./position.ts";
import type { StateLog } from "./state-log.ts";

const processId = randomId(4);
let begun = 0;

/** What an application is made of. */
export interface Program {
  readonly graphHash: string | undefined;
  /** Of the state's shape. */
  readonly version: number;
  /** Of a fork that was asked for through a runner. */
  readonly fork: ForkFacts | undefined;
}

/** What those share who write the records of one application. */
export interface AppParts {
  readonly lines: AppLines;
  readonly states: StateLog;
  readonly position: Position;
}

/** Writes the runs of one application. */
export class RunRecords {
  readonly #lines: AppLines;
  readonly #states: StateLog;
  readonly #position: Position;
  #program: Program;
  /** Whether the log does not know of the program yet. */
  #isNew = true;
  #runs: string[] = [];
  #breaks = 0;

  constructor({ lines, states, position }: AppParts, program: Program) {
    this.#lines = lines;
    this.#states = states;
    this.#position = position;
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

  begin({ method, state, sequenceId, after }: HookEvent<"preRunExecuteCall">): void {
    const lines = this.#lines;
    const id = `${processId}-${(begun += 1).toString(36)}`;
    this.#runs.push(id);
    if (lines.isPython) {
      this.#position.moveTo({ sequenceId, after });
      return;
    }
    lines.log.beginRun?.();
    this.checkBreaks();
    const { fork } = this.#program;
    const origin = !this.#isNew || fork === undefined ? "" : parentText(lines, fork);
    const about = this.#isNew ? aboutProgram(this.#program, lines.style.code) + origin : "";
    const hasMoved = this.#position.moveTo({ sequenceId, after });
    const place = hasMoved ? `,"sequence_id":${sequenceId},"after":${JSON.stringify(after)}` : "";
    this.#isNew = false;
    const changed = this.#states.has(state) ? undefined : this.#states.writeChanges(state);
    const form = changed?.form === "patch" ? ',"form":"patch"' : "";
    lines.write(
      `{"type":"run","v":1,"run_id":"${id}","t":${lines.time()},"method":"${method}","pid":${machine.pid}${about}${place}` +
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
      this.#lines.write(`{"type":"heartbeat","t":${this.#lines.time()},"pid":${machine.pid}}`);
  }

  /** After lines were lost, or others have written, the next state is written as a whole. */
  checkBreaks(): void {
    const { breaks = 0 } = this.#lines.log;
    if (breaks === this.#breaks) return;
    this.#breaks = breaks;
    this.#states.forget();
    this.#position.forget();
  }
}

function aboutProgram({ graphHash, version }: Program, code: CodeVersion | false = codeVersion() ?? false): string {
  const { host, runtime } = machine;
  const about = { host, runtime, graph_hash: graphHash, code: code === false ? undefined : code, version: version === 0 ? undefined : version }; // prettier-ignore
  return `,${JSON.stringify(about).slice(1, -1)}`;
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
