import { driveSync } from "../drive/drive-sync.ts";
import { Port } from "../drive/port.ts";
import { Pump } from "../drive/pump.ts";
import { BurrError } from "../errors.ts";
import type { Condition } from "../graph/condition.ts";
import { checkNames, namesOfHalt } from "../graph/names.ts";
import type { Task } from "../run/effects.ts";
import { Halts } from "../run/halting.ts";
import type { ExecuteMethod } from "../run/hooks.ts";
import { type Compensation, compensation } from "../undo/compensate.ts";
import { Limits, type RunLimits } from "../run/limits.ts";
import { runLoop } from "../run/loop.ts";
import type { RunEnd, StepEnd } from "../run/run-end.ts";
import { Run } from "../run/run.ts";
import type { Runtime } from "../run/runtime.ts";
import { ways } from "../run/ways.ts";
import { checkInputs } from "../step/inputs.ts";
import { PortStream } from "../stream/stream.ts";
import { iterateStreams, nextBoundary } from "./iterate-streams.ts";

export type { RunEnd, StepEnd } from "../run/run-end.ts";

/** The options of a run, untyped. */
export interface AnyRunOptions extends RunLimits {
  readonly haltAfter?: string | readonly AnyHalt[];
  readonly haltBefore?: string | readonly AnyHalt[];
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal;
  /** Of the events of a child: the way to it from the run that is watched. */
  readonly path?: readonly string[];
}

const top: readonly string[] = Object.freeze([]);

/** A name or tag, always or under a condition. */
export type AnyHalt = string | readonly [halt: string, condition: Condition];

/** The ways to run an application: each makes a run and consumes its loop in its own manner. */
export class Runner {
  readonly #runtime: Runtime;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  runSync(options?: AnyRunOptions): RunEnd {
    const run = this.#plan("runSync", options);
    run.acquire({ run: (reason) => void run.abort(reason, "run"), step: (reason) => void run.abort(reason, "step") });
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
    const run = this.#plan("step", options);
    const { action, result, state, sequenceId, suspensions } = (await this.#pump(run).get()) as RunEnd; // as in run()
    if (action === null || run.lastStep === undefined) return null;
    return { action, result, state, sequenceId, ...(suspensions === undefined ? {} : { suspensions }) };
  }

  iterate(options?: AnyRunOptions): Port {
    return this.#pump(this.#plan("iterate", options));
  }

  /** A run of a child, driven by its parent. */
  open(options: AnyRunOptions, emits: "events" | "nothing"): Port {
    return this.#pump(this.#plan(emits === "events" ? "stream" : "run", options));
  }

  stream(options?: AnyRunOptions): PortStream {
    return new PortStream(this.#pump(this.#plan("stream", options)));
  }

  async streamResult(options?: AnyRunOptions): Promise<PortStream> {
    const run = this.#plan("streamResult", options);
    if (run.plan.haltAfter.isConditional) throw conditionalTarget();
    if (run.plan.haltAfter.isEmpty && run.plan.haltBefore.isEmpty) {
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

  /** Undoes what was committed, in reverse. */
  async compensate(options?: Pick<AnyRunOptions, "signal">): Promise<Compensation> {
    const run = this.#plan("compensate", options);
    return (await new Pump(run, compensation(run), new Port("run")).port.get()) as Compensation; // the task's own return value
  }

  #plan(method: ExecuteMethod, options: AnyRunOptions = {}): Run {
    const { haltAfter = [], haltBefore = [], inputs, signal, path = top, ...limits } = options;
    const { budgets, runDefaults } = this.#runtime.settings;
    const after = this.#halts(haltAfter);
    const before = this.#halts(haltBefore);
    checkNames([...before.all, ...after.all], new Set(this.#runtime.nodes.keys()), "A halt condition");
    const plan = {
      method,
      way: ways[method],
      haltAfter: after,
      haltBefore: before,
      inputs: checkInputs(inputs),
      signal: signal ?? this.#runtime.settings.family?.signal?.(),
      path,
    };
    // Undoing is no run: how far that goes is not limited.
    const atMost = method === "compensate" ? {} : { ...runDefaults, ...limits };
    const lifeSpent = (): Readonly<Record<string, number>> => this.#runtime.meta.spent;
    return new Run(this.#runtime, plan, new Limits(atMost, budgets, lifeSpent));
  }

  /** Names as they are, tags as the names that have them. */
  #halts(halts: string | readonly AnyHalt[]): Halts {
    if (halts.length === 0) return noHalts;
    const { graph } = this.#runtime.settings;
    const always: string[] = [];
    const when = new Map<string, Condition[]>();
    for (const one of typeof halts === "string" ? [halts] : halts) {
      const [halt, condition] = typeof one === "string" ? [one] : checkedPair(one);
      for (const name of namesOfHalt(graph, halt)) {
        if (condition === undefined) always.push(name);
        else when.set(name, [...(when.get(name) ?? []), condition]);
      }
    }
    return new Halts(always, when);
  }
}

const noHalts = new Halts([], new Map());

function checkedPair(pair: unknown): readonly [string, Condition] {
  const [halt, condition] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
  if (typeof halt === "string" && typeof condition === "object" && condition !== null && "holds" in condition) {
    return [halt, condition as Condition]; // looked for on the line above
  }
  throw new BurrError(
    "invalid-option",
    'A halt is the name of an action, "@tag:…", or a pair of one and a condition in a list: `haltAfter: [["route", b.when({ … })]]`.',
    { option: "haltAfter" },
  );
}

function conditionalTarget(): BurrError {
  return new BurrError(
    "invalid-option",
    "streamResult() cannot halt on a condition in `haltAfter`: which stream is its target has to be known before the action runs. Use stream(), or streamIterate().",
    { option: "haltAfter" },
  );
}

/** The run loop of a single stream, whose final is what its step did. */
function* finalStep(run: Run): Task<StepEnd> {
  const { action, result, state, sequenceId, stopped, limit } = yield* runLoop(run);
  const isReached = stopped === "after" || stopped === "before" || run.lastStep?.ending?.suspension !== undefined;
  if (!isReached) throw run.expired ?? stoppedShort(stopped, limit);
  return { action: action ?? "", result, state, sequenceId }; // without a next action the loop has thrown
}

/** The error of a stream whose action the run did not reach. */
function stoppedShort(stopped: string, limit?: string): BurrError {
  if (limit !== undefined) {
    return new BurrError(
      "limit-reached",
      `The run was stopped by its limit "${limit}" before the action of this stream. Raise it, or call streamResult() again to go on.`,
      { limit },
    );
  }
  const why =
    stopped === "suspended" ? "an action waits for an answer, see listSuspensions()" : `the run was ${stopped}`;
  return new BurrError("stream-stopped", `This stream has no final: ${why}, before its action has run.`, { stopped });
}
