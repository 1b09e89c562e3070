import type { Data } from "../state/operations.ts";
import type { StepContext } from "./context.ts";
import { relayed } from "../children/relay.ts";
import { spawn, type SpawnOptions } from "../children/spawn.ts";
import { type OpenSpan, type SpanScope, spanScope } from "./spans.ts";
import { stepIsOver } from "./step-is-over.ts";
import type { Step } from "./step.ts";
import { type SuspendOptions, suspensionOf } from "../suspend/suspension.ts";

/** The context of one attempt. Whatever costs something is made when the action asks for it. */
export class LazyContext implements StepContext {
  readonly #step: Step;
  readonly attempt: number;
  #scope: SpanScope | undefined;

  constructor(step: Step) {
    this.#step = step;
    this.attempt = step.attempt;
  }

  /** The step of a context that the engine has made. */
  static stepOf(context: StepContext): Step {
    return (context as LazyContext).#step;
  }

  get appId(): string {
    return this.#step.settings.appId;
  }

  get partitionKey(): string | null {
    return this.#step.settings.partitionKey;
  }

  get sequenceId(): number {
    return this.#step.sequenceId;
  }

  get actionName(): string {
    return this.#step.node.name;
  }

  get idempotencyKey(): string {
    return this.#step.idempotencyKey;
  }

  get signal(): AbortSignal {
    return this.#step.signalOf(this.attempt);
  }

  get resumed(): Data | undefined {
    return this.#step.resumed;
  }

  get error(): unknown {
    return this.#step.routedError;
  }

  // Getters that give functions: actions take the context apart, as in `{ signal, checkpoint }`.
  get checkpoint(): (update: object) => void {
    return (update) => {
      if (!this.#step.isPast(this.attempt)) this.#step.records.saveCheckpoint(update);
    };
  }

  get once(): StepContext["once"] {
    return (key, work) => this.#step.records.once.run(key, work);
  }

  get spend(): StepContext["spend"] {
    return (budget, amount) => this.#step.account.spend(budget, amount);
  }

  get halt(): StepContext["halt"] {
    return (reason) => {
      if (!this.#step.isPast(this.attempt)) this.#step.halted = { reason };
    };
  }

  get suspend(): StepContext["suspend"] {
    return (what: string | Readonly<Record<string, SuspendOptions | undefined>>, options?: SuspendOptions) =>
      this.#step.suspends(suspensionOf(this.#step.node.name, what, options));
  }

  get spawn(): StepContext["spawn"] {
    const make = (what: unknown, options?: SpawnOptions): Promise<unknown> =>
      this.#step.isPast(this.attempt) ? Promise.reject(stepIsOver()) : spawn(this.#step, what, options);
    return make as StepContext["spawn"]; // typed where it is declared
  }

  get relay(): StepContext["relay"] {
    return (stream, options) => relayed(this.#step, stream, options);
  }

  get span(): SpanScope["span"] {
    return this.#spans.span;
  }

  get startSpan(): SpanScope["startSpan"] {
    return this.#spans.startSpan;
  }

  get trace(): SpanScope["trace"] {
    return this.#spans.trace;
  }

  get log(): SpanScope["log"] {
    return this.#spans.log;
  }

  get #spans(): SpanScope {
    const step = this.#step;
    const { hooks } = step.settings;
    this.#scope ??= spanScope(String(step.sequenceId), null, {
      started: (span, scope) => void hooks.call("preStartSpan", { ...step.identity(), span, scope }, step),
      ended: (span, exception, durationMs) =>
        void hooks.call("postEndSpan", { ...step.identity(), span, exception, durationMs }, step),
      logged: (attributes, span) => void hooks.call("doLogAttributes", { ...step.identity(), attributes, span }, step),
      ...(hooks.has("enterSpan") && {
        inside: <TValue>(span: OpenSpan, work: () => TValue) =>
          hooks.enter("enterSpan", { ...step.identity(), span, scope: span }, work, step) as TValue, // what `work` gives
      }),
    });
    return this.#scope;
  }
}
