import type { Span as BurrSpan, SpanScope, StepReport } from "@burrjs/core";
import { type Attributes, type Context, context, type Link, type Span, trace, type Tracer } from "@opentelemetry/api";
import { attributesOf } from "./attribute-value.ts";
import { exceptionAttributes, messageOf, recordFailure } from "./failure.ts";
import { burr, contentNames } from "./names.ts";
import { Place } from "./place.ts";
import { asOwn, PlaceContext, placeOf } from "./place-context.ts";

/** What a step is traced with. */
export interface StepTraceParts {
  readonly tracer: Tracer;
  readonly span: Span;
  /** The context of the run, with its span. */
  readonly around: Context;
  /** Whether what people and models said is kept. */
  readonly content: boolean;
}

/** The span of a step, and those that its action opens. */
export class StepTrace {
  readonly span: Span;
  /** Of the step; closed when that is over. */
  readonly place: Place;
  /** In which the action's code runs. */
  readonly context: Context;
  readonly #tracer: Tracer;
  readonly #around: Context;
  readonly #content: boolean;
  /** By what hooks are told of them. */
  readonly #open = new Map<BurrSpan, OpenTrace>();
  /** By uid: for spans inside them, and for those that waited for them. A further attempt gives uids again. */
  readonly #places = new Map<string, OpenTrace>();

  constructor({ tracer, span, around, content }: StepTraceParts) {
    this.span = span;
    this.place = new Place(span);
    this.context = new PlaceContext(around, this.place);
    this.#tracer = tracer;
    this.#around = around;
    this.#content = content;
  }

  /** Spans of the log of this step are opened in `scope`. */
  enter(scope: SpanScope): void {
    this.place.scope = scope;
  }

  startSpan(span: BurrSpan, scope?: SpanScope): void {
    if (!this.place.isOpen) return;
    const outer = (span.parent === null ? undefined : this.#places.get(span.parent)?.place) ?? this.place;
    const links = span.dependencies.flatMap((name): Link[] => {
      const before = this.#lastNamed(name);
      return before === undefined ? [] : [{ context: before.spanContext(), attributes: { [burr.link]: "dependency" } }];
    });
    const attributes: Attributes = { [burr.spanUid]: span.uid };
    if (span.dependencies.length > 0) attributes[burr.spanDependencies] = [...span.dependencies];
    const around = asOwn(trace.setSpan(this.#around, spanIn(outer)));
    const made = this.#tracer.startSpan(span.name, { attributes, links }, around);
    const traced: OpenTrace = {
      span: made,
      name: span.name,
      place: new Place(made, outer, scope),
      held: undefined,
      isPrivate: false,
    };
    this.#open.set(span, traced);
    this.#places.set(span.uid, traced);
    if (this.#places.size > mostSpans) this.#forgetOne();
  }

  /** Runs what happens in an open span. */
  within(uid: string, work: () => unknown): unknown {
    const place = this.#places.get(uid)?.place;
    if (place?.isOpen !== true) return work();
    const inside = new PlaceContext(context.active(), place);
    return context.with(inside, () => {
      if (context.active() === inside) place.enter(); // else nobody keeps contexts
      return work();
    });
  }

  endSpan(span: BurrSpan, exception: unknown): void {
    const traced = this.#open.get(span);
    if (traced === undefined) return;
    this.#open.delete(span);
    if (exception !== null && exception !== undefined) recordFailure(traced.span, exception);
    this.#close(traced);
  }

  /** Attributes of a span, or (`null`) of the step. */
  log(attributes: Readonly<Record<string, unknown>>, span: BurrSpan | null): void {
    if (!this.place.isOpen) return;
    if (span === null) this.span.setAttributes(this.#shown(attributes));
    else this.#logOn(this.#open.get(span), attributes);
  }

  /** A chunk has come, the first of the stream. */
  firstChunk(seconds: number, attempt: number): void {
    this.span.addEvent("first chunk", { [burr.attempt]: attempt });
    this.span.setAttribute(burr.timeToFirstChunk, seconds);
  }

  /** An attempt has failed, and with it what it has left open. */
  retry(error: unknown, about: Attributes): void {
    this.#closeAll();
    this.span.addEvent("retry", { ...about, ...exceptionAttributes(error) });
  }

  end(report: StepReport, chunks: number | undefined): void {
    const { span } = this;
    const { status, attempt, role, committed, exception, recovered, result, delta } = report;
    this.#closeAll();
    span.setAttributes({ [burr.status]: status, [burr.attempt]: attempt, [burr.committed]: committed });
    if (role !== undefined) span.setAttribute(burr.role, role);
    if (chunks !== undefined) span.setAttribute(burr.chunks, chunks);
    if (recovered !== undefined) {
      span.setAttribute(burr.recovered, true);
      span.addEvent("recovered", exceptionAttributes(recovered.error));
    }
    if (status === "failed") recordFailure(span, exception);
    if (status === "aborted") span.setAttribute(burr.abortReason, messageOf(exception));
    if (this.#content) span.setAttributes(attributesOf({ [burr.result]: result, [burr.delta]: delta }));
    this.place.close();
    span.end();
  }

  #closeAll(): void {
    for (const one of this.#open.values()) {
      one.span.setAttribute(burr.spanUnfinished, true);
      this.#close(one);
    }
    this.#open.clear();
  }

  #close(traced: OpenTrace): void {
    this.#release(traced);
    traced.place.close();
    traced.span.end();
  }

  /**
   * What a traced function was given is logged first, and only then that it is one: the first attributes are held back until it is
   * known whether they are content.
   */
  #logOn(traced: OpenTrace | undefined, attributes: Readonly<Record<string, unknown>>): void {
    if (traced === undefined) return;
    if (!this.#content && Object.hasOwn(attributes, ofTracedFunctions)) {
      traced.held = null;
      traced.isPrivate = true;
    } else if (!this.#content && traced.held === undefined) {
      traced.held = attributes;
      return;
    }
    this.#release(traced);
    traced.span.setAttributes(this.#shown(attributes, traced.isPrivate));
  }

  #release(traced: OpenTrace): void {
    const { held } = traced;
    traced.held = null;
    if (held !== null && held !== undefined) traced.span.setAttributes(this.#shown(held));
  }

  #shown(attributes: Readonly<Record<string, unknown>>, isPrivate = false): Attributes {
    if (this.#content) return attributesOf(attributes);
    return attributesOf(attributes, (name) => contentNames.has(name) || (isPrivate && name === "return"));
  }

  #lastNamed(name: string): Span | undefined {
    let last: Span | undefined;
    for (const one of this.#places.values()) if (one.name === name) last = one.span;
    return last;
  }

  /** Of a step that opens spans without end, only the latest can be looked up. */
  #forgetOne(): void {
    for (const uid of this.#places.keys()) {
      this.#places.delete(uid);
      return;
    }
  }
}

/** The current span, if that is one which somebody else has opened in `place`; else that of the place. */
function spanIn(place: Place): Span {
  const active = context.active();
  return (placeOf(active) === place ? trace.getSpan(active) : undefined) ?? place.span;
}

interface OpenTrace {
  readonly span: Span;
  readonly name: string;
  readonly place: Place;
  /** What was logged first, until the next comes; then `null`. */
  held: Readonly<Record<string, unknown>> | null | undefined;
  /** Whether it is that of a traced function, whose arguments and outcome are content. */
  isPrivate: boolean;
}

const mostSpans = 1_000;
/** What core logs on spans of `ctx.trace()`. */
const ofTracedFunctions = "__burr_function";
