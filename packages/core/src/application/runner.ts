import { driveSync } from "../drive/drive-sync.ts";
import { Port } from "../drive/port.ts";
import { Pump } from "../drive/pump.ts";
import { BurrError } from "../errors.ts";
import { checkNames } from "../graph/names.ts";
import type { Task } from "../run/effects.ts";
import type { ExecuteMethod } from "../run/hooks.ts";
import { type RunEnd, runLoop } from "../run/loop.ts";
import { Run } from "../run/run.ts";
import type { Runtime } from "../run/runtime.ts";
import { ways } from "../run/ways.ts";
import type { State } from "../state/state.ts";
import { checkInputs } from "../step/inputs.ts";
import { PortStream } from "../stream/stream.ts";
import { iterateStreams, nextBoundary } from "./iterate-streams.ts";

export type { RunEnd } from "../run/loop.ts";

/** The options of a run, untyped. */
export interface AnyRunOptions {
  readonly haltAfter?: string | readonly string[];
  readonly haltBefore?: string | readonly string[];
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal;
}

/** What one step did. */
export interface StepEnd {
  readonly action: string;
  readonly result: unknown;
  readonly state: State;
  readonly sequenceId: number;
}

/** The ways to run an application: each makes a run and consumes its loop in its own manner. */
export class Runner {
  readonly #runtime: Runtime;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  runSync(options?: AnyRunOptions): RunEnd {
    const run = this.#plan("runSync", options);
    run.acquire((reason) => void run.abort(reason, "run"));
    try {
      return driveSync(runLoop(run));
    } finally {
      run.release();
    }
  }

  async run(options?: AnyRunOptions): Promise<RunEnd> {
    return (await this.#pump(this.#plan("run", options)).get()) as RunEnd; // the loop's own return value
  }

  async step(options?: AnyRunOptions): Promise<StepEnd | null> {
    const { stopped: _stopped, ...end } = (await this.#pump(this.#plan("step", options)).get()) as RunEnd; // as in run()
    return end.action === null ? null : { ...end, action: end.action };
  }

  iterate(options?: AnyRunOptions): Port {
    return this.#pump(this.#plan("iterate", options));
  }

  stream(options?: AnyRunOptions): PortStream {
    return new PortStream(this.#pump(this.#plan("stream", options)));
  }

  async streamResult(options?: AnyRunOptions): Promise<PortStream> {
    const run = this.#plan("streamResult", options);
    if (run.plan.haltAfter.size === 0 && run.plan.haltBefore.size === 0) {
      throw new BurrError(
        "invalid-option",
        "streamResult() needs `haltAfter`: the name of the action whose stream you want. For all of them, use streamIterate().",
        { option: "haltAfter" },
      );
    }
    const { port } = new Pump(run, finalStep(run), new Port("run"));
    await nextBoundary(port.pump);
    if (port.isOver) return new PortStream(port, ((await port.get()) as StepEnd).action); // halted before its target
    // Nobody reads yet, and perhaps nobody will: the application is free until the first pull.
    run.release();
    return new PortStream(port, this.#runtime.next()?.name);
  }

  streamIterate(options?: AnyRunOptions): AsyncIterableIterator<PortStream, unknown, void> {
    return iterateStreams(this.#pump(this.#plan("streamIterate", options)));
  }

  #pump(run: Run): Port {
    return new Pump(run, runLoop(run), new Port("run")).port;
  }

  #plan(method: ExecuteMethod, { haltAfter = [], haltBefore = [], inputs, signal }: AnyRunOptions = {}): Run {
    const after = this.#expand(haltAfter);
    const before = this.#expand(haltBefore);
    checkNames([...before, ...after], new Set(this.#runtime.nodes.keys()), "A halt condition");
    const plan = {
      method,
      way: ways[method],
      haltAfter: new Set(after),
      haltBefore: new Set(before),
      inputs: checkInputs(inputs),
      signal,
    };
    return new Run(this.#runtime, plan);
  }

  /** Names as they are, tags as the names that have them. */
  #expand(halts: string | readonly string[]): string[] {
    const { graph } = this.#runtime.settings;
    const list = typeof halts === "string" ? [halts] : halts;
    return list.flatMap((one) => (one.startsWith("@tag:") ? graph.getActionsByTag(one.slice("@tag:".length)) : [one]));
  }
}

/** The run loop of a single stream, whose final is what its step did. */
function* finalStep(run: Run): Task<StepEnd> {
  const { action, result, state, sequenceId } = yield* runLoop(run);
  return { action: action ?? "", result, state, sequenceId }; // without a next action the loop has thrown
}
