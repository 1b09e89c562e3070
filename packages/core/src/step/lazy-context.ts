import { type StepContext, Suspension } from "./context.ts";
import { type OpenSpan, type SpanScope, spanScope } from "./spans.ts";
import type { Step } from "./step.ts";

/** The context of a step. Whatever costs something is made when the action asks for it. */
export class LazyContext implements StepContext {
  readonly #step: Step;
  #scope: SpanScope | undefined;

  constructor(step: Step) {
    this.#step = step;
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

  get attempt(): number {
    return this.#step.attempt;
  }

  get actionName(): string {
    return this.#step.node.name;
  }

  get signal(): AbortSignal {
    return this.#step.signal;
  }

  get resumed(): Readonly<Record<string, unknown>> | undefined {
    return this.#step.resumed;
  }

  // Getters that give functions: actions take the context apart, as in `{ signal, checkpoint }`.
  get checkpoint(): (update: object) => void {
    return (update) => {
      this.#step.records.saveCheckpoint(update);
    };
  }

  get suspend(): (name: string, payload?: unknown) => Suspension {
    return (name, payload) => new Suspension(name, payload);
  }

  get span(): SpanScope["span"] {
    return this.#spans.span;
  }

  get startSpan(): (name: string) => OpenSpan {
    return this.#spans.startSpan;
  }

  get log(): SpanScope["log"] {
    return this.#spans.log;
  }

  get #spans(): SpanScope {
    const step = this.#step;
    const { hooks } = step.settings;
    this.#scope ??= spanScope(String(step.sequenceId), null, {
      started: (span) => void hooks.call("preStartSpan", { ...step.identity(), span }),
      ended: (span, exception) => void hooks.call("postEndSpan", { ...step.identity(), span, exception }),
      logged: (attributes, span) => void hooks.call("doLogAttributes", { ...step.identity(), attributes, span }),
    });
    return this.#scope;
  }
}
