import type { HookApp, HookEvent } from "@burrjs/core";
import { type Attributes, type Context, context, type Link, type Tracer } from "@opentelemetry/api";
import { attributesOf } from "./attribute-value.ts";
import { burr, genAiConversationId, genAiNameOf, genAiOperationName } from "./names.ts";
import type { OpenTelemetryOptions } from "./options.ts";
import { type Origin, originAttributes, Origins } from "./origins.ts";
import { asOwn, placeOf } from "./place-context.ts";
import type { Records, RunRecord } from "./records.ts";
import { RunTrace } from "./run-trace.ts";
import { StepTrace } from "./step-trace.ts";

/** Makes the spans of runs and steps. */
export class Tracing {
  readonly origins = new Origins();
  readonly #options: OpenTelemetryOptions;
  readonly #records: Records;

  constructor(options: OpenTelemetryOptions, records: Records) {
    this.#options = options;
    this.#records = records;
  }

  startRun(tracer: Tracer, event: HookEvent<"preRunExecuteCall">): RunTrace {
    const { name, operation = "invoke_workflow" } = this.#options;
    const origin = this.origins.of(event);
    const { around, links } = this.#surroundings(origin);
    const attributes = this.#attributes(event, { [burr.method]: event.method });
    if (operation !== null) attributes[genAiOperationName] = operation;
    if (operation !== null && name !== undefined) attributes[genAiNameOf[operation]] = name;
    if (origin !== undefined) Object.assign(attributes, originAttributes(origin));
    const title = name === undefined ? event.method : `${event.method} ${name}`;
    return new RunTrace(tracer, tracer.startSpan(title, { attributes, links }, asOwn(around)), around);
  }

  startStep(tracer: Tracer, event: HookEvent<"preRunStep">, run: RunRecord | undefined): StepTrace {
    const { content = false } = this.#options;
    const { action, sequenceId, attempt, role, inputs } = event;
    const around = run?.trace?.context ?? context.active();
    const about = { [burr.action]: action, [burr.sequenceId]: sequenceId, [burr.attempt]: attempt };
    const attributes = this.#attributes(event, role === undefined ? about : { ...about, [burr.role]: role });
    if (content) Object.assign(attributes, attributesOf({ [burr.inputs]: inputs }));
    const span = tracer.startSpan(action, { attributes }, asOwn(around));
    this.origins.remember(event, span.spanContext());
    return new StepTrace({ tracer, span, around, content });
  }

  #attributes(app: HookApp, own: Attributes): Attributes {
    const { name, operation, attributes } = this.#options;
    const { appId, partitionKey } = app;
    return {
      ...(typeof attributes === "function" ? attributes(app) : attributes),
      ...(name !== undefined && { [burr.application]: name }),
      [burr.appId]: appId,
      ...(partitionKey !== null && { [burr.partitionKey]: partitionKey }),
      ...(operation !== null && { [genAiConversationId]: appId }),
      ...own,
    };
  }

  /**
   * What a run is part of. That of a child is part of the step that has spawned it: of the span of that in which it was started, if
   * it was started from there. It is only linked to a step that is over, and a fork to the step that it has left from.
   */
  #surroundings(origin: Origin | undefined): { readonly around: Context; readonly links: Link[] } {
    const active = context.active();
    if (origin === undefined) return { around: active, links: [] };
    const { forkedFrom, spawnedBy } = origin;
    const links = forkedFrom === null ? [] : this.origins.linksTo(forkedFrom, "fork");
    if (spawnedBy === null) return { around: active, links };
    const spawner = this.#records.stepAt(spawnedBy)?.trace;
    if (spawner === undefined || !spawner.place.isOpen)
      return { around: active, links: [...links, ...this.origins.linksTo(spawnedBy, "spawn")] };
    return { around: placeOf(active)?.root === spawner.place ? active : spawner.context, links };
  }
}
